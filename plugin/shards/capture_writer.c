/* capture_writer.c
 * Writes pcapng: one interface for each link type, times in nanoseconds.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include <glib.h>

#include "capture_file.h"
#include "pcapng.h"

struct capture_writer {
    FILE *file;
    GArray *links; /* uint32_t: the interface of each number has this link type */
    bool is_failed;
};

static void write_bytes(struct capture_writer *writer, const void *bytes, size_t count)
{
    if (count && fwrite(bytes, 1, count, writer->file) != count)
        writer->is_failed = true;
}

static void write_block(struct capture_writer *writer, uint32_t type, const void *head,
                        size_t head_size, const void *body, size_t body_size)
{
    static const uint8_t padding[4] = { 0 };
    const size_t pad = (4 - body_size % 4) % 4;
    const uint32_t start[2] = { type, (uint32_t)(12 + head_size + body_size + pad) };

    write_bytes(writer, start, sizeof start);
    write_bytes(writer, head, head_size);
    write_bytes(writer, body, body_size);
    write_bytes(writer, padding, pad);
    write_bytes(writer, &start[1], sizeof start[1]);
}

struct capture_writer *capture_writer_new(const char *path)
{
    /* Version 1.0, of a length that is not told. */
    const struct {
        uint32_t byte_order;
        uint16_t major, minor;
        uint32_t length[2];
    } section = { ORDER_MARK, 1, 0, { 0xFFFFFFFF, 0xFFFFFFFF } };
    FILE *file = fopen(path, "wb");
    struct capture_writer *writer;

    if (!file)
        return NULL;
    writer = g_new0(struct capture_writer, 1);
    writer->file = file;
    writer->links = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    write_block(writer, BLOCK_SECTION, &section, sizeof section, NULL, 0);
    return writer;
}

/* The number of the interface of this link type, which is told in the file when it is new. */
static uint32_t interface_of(struct capture_writer *writer, uint32_t link)
{
    const struct {
        uint16_t link, reserved;
        uint32_t cut;
        uint16_t option, length; /* times in nanoseconds ... */
        uint8_t exponent, padding[3];
        uint16_t end[2]; /* ... and the end of the options */
    } interface = { (uint16_t)link, 0, 0, OPTION_RESOLUTION, 1, 9, { 0 }, { 0 } };

    for (uint32_t i = 0; i < writer->links->len; i++) {
        if (g_array_index(writer->links, uint32_t, i) == link)
            return i;
    }
    g_array_append_val(writer->links, link);
    write_block(writer, BLOCK_INTERFACE, &interface, sizeof interface, NULL, 0);
    return writer->links->len - 1;
}

void capture_writer_frame(struct capture_writer *writer, const struct frame *frame)
{
    const uint64_t time = (uint64_t)frame->time;
    const uint32_t head[] = { interface_of(writer, frame->link), (uint32_t)(time >> 32),
                              (uint32_t)time, frame->captured, frame->sent };

    write_block(writer, BLOCK_ENHANCED, head, sizeof head, frame->bytes, frame->captured);
}

void capture_writer_secrets(struct capture_writer *writer, const struct frame *secrets)
{
    write_block(writer, BLOCK_SECRETS, NULL, 0, secrets->bytes, secrets->captured);
}

bool capture_writer_free(struct capture_writer *writer)
{
    bool is_good = !ferror(writer->file) && !writer->is_failed;

    is_good = fclose(writer->file) == 0 && is_good;
    g_array_unref(writer->links);
    g_free(writer);
    return is_good;
}
