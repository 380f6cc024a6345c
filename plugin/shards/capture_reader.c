/* capture_reader.c
 * Reads pcap and pcapng as a stream.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "capture_file.h"

#include <glib.h>
#include <string.h>

#include "pcapng.h"

#define NANOSECONDS 1000000000

enum pcap {
    PCAP_MICROSECONDS = 0xA1B2C3D4,
    PCAP_NANOSECONDS = 0xA1B23C4D,
    PCAP_HEADER_REST = 20,
    PCAP_LINK_MASK = 0xFFFF
};

/* One interface of a section; a pcap file has just one. */
struct interface {
    uint32_t link;
    uint32_t cut;            /* snapshot length, 0: none */
    uint64_t ticks_a_second; /* 0: as many that it cannot be told */
    int64_t offset;          /* seconds */
};

struct capture_reader {
    FILE *file;
    bool is_swapped, is_pcapng;
    GArray *interfaces;
};

static uint32_t number32(const struct capture_reader *reader, const uint8_t *bytes)
{
    uint32_t number;

    memcpy(&number, bytes, sizeof number);
    return reader->is_swapped ? GUINT32_SWAP_LE_BE(number) : number;
}

static uint16_t number16(const struct capture_reader *reader, const uint8_t *bytes)
{
    uint16_t number;

    memcpy(&number, bytes, sizeof number);
    return reader->is_swapped ? GUINT16_SWAP_LE_BE(number) : number;
}

static uint64_t number64(const struct capture_reader *reader, const uint8_t *bytes)
{
    uint64_t number;

    memcpy(&number, bytes, sizeof number);
    return reader->is_swapped ? GUINT64_SWAP_LE_BE(number) : number;
}

static bool read_bytes(struct capture_reader *reader, void *bytes, size_t count)
{
    return fread(bytes, 1, count, reader->file) == count;
}

static int64_t time_of(const struct interface *interface, uint64_t ticks)
{
    const uint64_t a_second = interface->ticks_a_second ? interface->ticks_a_second : 1;

    return (int64_t)(ticks / a_second + (uint64_t)interface->offset) * NANOSECONDS +
           (int64_t)((double)(ticks % a_second) * NANOSECONDS / (double)a_second + 0.5);
}

static uint64_t power(uint64_t base, unsigned exponent)
{
    uint64_t result = 1;

    while (exponent-- > 0)
        result *= base;
    return result;
}

/* The resolution of times: a power of ten, or of two if the highest bit is set. */
static uint64_t ticks_of(uint8_t resolution)
{
    const unsigned exponent = resolution & 0x7F;

    if (resolution & 0x80)
        return exponent < 64 ? power(2, exponent) : 0;
    return exponent < 20 ? power(10, exponent) : 0;
}

static void read_options(const struct capture_reader *reader, struct interface *interface,
                         const uint8_t *bytes, size_t size)
{
    while (size >= 4) {
        const unsigned code = number16(reader, bytes), length = number16(reader, bytes + 2);
        const size_t padded = 4 + ((length + 3u) & ~3u);

        if (!code || padded > size)
            return;
        if (code == OPTION_RESOLUTION && length >= 1)
            interface->ticks_a_second = ticks_of(bytes[4]);
        if (code == OPTION_OFFSET && length >= 8)
            interface->offset = (int64_t)number64(reader, bytes + 4);
        bytes += padded;
        size -= padded;
    }
}

static void add_interface(struct capture_reader *reader, const uint8_t *body, size_t size)
{
    struct interface interface = { .ticks_a_second = 1000000 };

    interface.link = number16(reader, body);
    interface.cut = number32(reader, body + 4);
    read_options(reader, &interface, body + 8, size - 8);
    g_array_append_val(reader->interfaces, interface);
}

/* The rest of a section's head; its first four bytes are read. */
static bool read_section(struct capture_reader *reader)
{
    uint8_t head[8];
    uint32_t length;

    if (!read_bytes(reader, head, sizeof head))
        return false;
    reader->is_swapped = false;
    if (number32(reader, head + 4) != ORDER_MARK)
        reader->is_swapped = true;
    if (number32(reader, head + 4) != ORDER_MARK)
        return false;
    length = number32(reader, head);
    if (length < 28 || length > RECORD_SIZE_MAX)
        return false;
    g_array_set_size(reader->interfaces, 0);
    for (uint32_t i = sizeof head + 4; i < length; i++) {
        if (fgetc(reader->file) == EOF)
            return false;
    }
    return true;
}

static bool read_pcap_head(struct capture_reader *reader, uint32_t magic)
{
    struct interface interface = { .ticks_a_second = NANOSECONDS };
    uint8_t rest[PCAP_HEADER_REST];

    if (GUINT32_SWAP_LE_BE(magic) == PCAP_MICROSECONDS ||
        GUINT32_SWAP_LE_BE(magic) == PCAP_NANOSECONDS) {
        reader->is_swapped = true;
        magic = GUINT32_SWAP_LE_BE(magic);
    }
    if (magic == PCAP_MICROSECONDS)
        interface.ticks_a_second = 1000000;
    else if (magic != PCAP_NANOSECONDS)
        return false;
    if (!read_bytes(reader, rest, sizeof rest))
        return false;
    interface.link = number32(reader, rest + 16) & PCAP_LINK_MASK;
    g_array_append_val(reader->interfaces, interface);
    return true;
}

struct capture_reader *capture_reader_new(FILE *file, const char **error)
{
    struct capture_reader *reader = g_new0(struct capture_reader, 1);
    uint32_t magic;
    bool is_good;

    reader->file = file;
    reader->interfaces = g_array_new(FALSE, FALSE, sizeof(struct interface));
    is_good = read_bytes(reader, &magic, sizeof magic);
    reader->is_pcapng = is_good && magic == BLOCK_SECTION;
    is_good = is_good && (reader->is_pcapng ? read_section(reader) : read_pcap_head(reader, magic));
    if (is_good)
        return reader;
    *error = "neither pcap nor pcapng (gzip and other formats: see plugin/scale.md)";
    capture_reader_free(reader);
    return NULL;
}

void capture_reader_free(struct capture_reader *reader)
{
    g_array_unref(reader->interfaces);
    g_free(reader);
}

static enum capture_next next_of_pcap(struct capture_reader *reader, struct frame *frame)
{
    const struct interface *interface = &g_array_index(reader->interfaces, struct interface, 0);
    uint8_t head[16];
    const size_t got = fread(head, 1, sizeof head, reader->file);

    if (got < sizeof head)
        return got ? CAPTURE_BROKEN : CAPTURE_END;
    frame->link = interface->link;
    frame->time =
        (int64_t)number32(reader, head) * NANOSECONDS +
        (int64_t)number32(reader, head + 4) * (NANOSECONDS / (int64_t)interface->ticks_a_second);
    frame->captured = number32(reader, head + 8);
    frame->sent = number32(reader, head + 12);
    if (frame->captured > RECORD_SIZE_MAX)
        return CAPTURE_BROKEN;
    frame->bytes = (uint8_t *)g_malloc(frame->captured + 1u);
    if (read_bytes(reader, frame->bytes, frame->captured))
        return CAPTURE_FRAME;
    g_free(frame->bytes);
    return CAPTURE_BROKEN;
}

/* A packet block: head_size bytes before the packet. It becomes the frame's own memory. */
static bool take_packet(const struct capture_reader *reader, uint32_t type, uint8_t *body,
                        uint32_t size, struct frame *frame)
{
    const uint32_t head_size = type == BLOCK_SIMPLE ? 4 : 20;
    const uint32_t number = type == BLOCK_SIMPLE ? 0 : number32(reader, body);
    const struct interface *interface;

    if (size < head_size || number >= reader->interfaces->len)
        return false;
    interface = &g_array_index(reader->interfaces, struct interface, number);
    frame->link = interface->link;
    frame->sent = number32(reader, body + head_size - 4);
    frame->captured = frame->sent;
    frame->time = 0;
    if (type == BLOCK_ENHANCED) {
        frame->captured = number32(reader, body + 12);
        frame->time = time_of(interface, (uint64_t)number32(reader, body + 4) << 32 |
                                             number32(reader, body + 8));
    } else if (interface->cut) {
        frame->captured = MIN(frame->captured, interface->cut);
    }
    if (frame->captured > size - head_size)
        return false;
    memmove(body, body + head_size, frame->captured);
    frame->bytes = body;
    return true;
}

/* The body of a block and its length at the end; NULL at a file's end within it. */
static uint8_t *read_body(struct capture_reader *reader, uint32_t size)
{
    uint8_t *body = (uint8_t *)g_malloc(size + 4);

    if (read_bytes(reader, body, size + 4))
        return body;
    g_free(body);
    return NULL;
}

static bool is_packet(uint32_t type)
{
    return type == BLOCK_ENHANCED || type == BLOCK_SIMPLE;
}

/* One block behind its head; END: go on with the next one. */
static enum capture_next read_block(struct capture_reader *reader, uint32_t type, uint32_t size,
                                    struct frame *frame)
{
    uint8_t *body = read_body(reader, size);
    enum capture_next found = CAPTURE_END;

    if (!body)
        return CAPTURE_BROKEN;
    if (is_packet(type) && size >= 4)
        found = take_packet(reader, type, body, size, frame) ? CAPTURE_FRAME : CAPTURE_BROKEN;
    if (type == BLOCK_INTERFACE && size >= 8)
        add_interface(reader, body, size);
    if (type == BLOCK_SECRETS && size >= 8) {
        *frame = (struct frame){ .bytes = body, .captured = size, .sent = size };
        found = CAPTURE_SECRETS;
    }
    if (found == CAPTURE_END || found == CAPTURE_BROKEN)
        g_free(body);
    return found;
}

static enum capture_next next_of_pcapng(struct capture_reader *reader, struct frame *frame)
{
    for (;;) {
        uint8_t head[8];
        const size_t got = fread(head, 1, 4, reader->file);
        enum capture_next found;
        uint32_t length;

        if (got < 4)
            return got ? CAPTURE_BROKEN : CAPTURE_END;
        if (number32(reader, head) == BLOCK_SECTION) {
            if (!read_section(reader))
                return CAPTURE_BROKEN;
            continue;
        }
        if (!read_bytes(reader, head + 4, 4))
            return CAPTURE_BROKEN;
        length = number32(reader, head + 4);
        if (length < 12 || length % 4 || length > RECORD_SIZE_MAX)
            return CAPTURE_BROKEN;
        found = read_block(reader, number32(reader, head), length - 12, frame);
        if (found != CAPTURE_END)
            return found;
    }
}

enum capture_next capture_reader_next(struct capture_reader *reader, struct frame *frame)
{
    return reader->is_pcapng ? next_of_pcapng(reader, frame) : next_of_pcap(reader, frame);
}
