/* shards.c
 * sipexplain-shards: splits captures in one pass into files that hold whole calls.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include <errno.h>
#include <getopt.h>
#include <glib.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "capture_file.h"
#include "group.h"
#include "packet.h"
#include "sort.h"

#define SHARDS_MAX 1024
#define LEG_HEADERS_MAX 8
#define MEBIBYTE ((size_t)1024 * 1024)

static const char usage[] =
    "Usage: sipexplain-shards [OPTION...] FOLDER FILE...\n"
    "Splits captures, pcap or pcapng (- is standard input), into FOLDER/shard-1.pcapng and so on,\n"
    "each with whole calls: all legs that a header joins, and their RTP.\n"
    "  -n COUNT   so many files (default: the processors of this machine)\n"
    "  -w MIB     look so far ahead for what belongs together (default: 256)\n"
    "  -l HEADER  a further header that the legs of a call share; may be given several times\n";

/* A frame that waits for its group to be complete. */
struct waiting {
    struct frame frame;
    uint32_t number, group;
    bool is_sign; /* tells of a connection or a host, not of a call: if of no call, all need it */
};

struct shard {
    struct capture_writer *writer;
    FILE *numbers;
    uint64_t bytes, frames;
};

struct program {
    struct shard shards[SHARDS_MAX];
    unsigned count;
    size_t window, waiting_bytes;
    GQueue *waiting;
    struct groups *groups;
    struct sorter *sorter;
    uint32_t frames;
};

static void fail(const char *what, const char *why)
{
    fprintf(stderr, "sipexplain-shards: %s: %s\n", what, why);
    exit(1);
}

static FILE *open_numbers(const char *folder, unsigned number)
{
    char *path = g_strdup_printf("%s/shard-%u.frames", folder, number);
    FILE *file = fopen(path, "w");

    if (!file)
        fail(path, g_strerror(errno));
    g_free(path);
    return file;
}

static void open_shards(struct program *program, const char *folder)
{
    for (unsigned i = 0; i < program->count; i++) {
        char *path = g_strdup_printf("%s/shard-%u.pcapng", folder, i + 1);

        program->shards[i].writer = capture_writer_new(path);
        if (!program->shards[i].writer)
            fail(path, g_strerror(errno));
        program->shards[i].numbers = open_numbers(folder, i + 1);
        g_free(path);
    }
}

static void close_shards(struct program *program)
{
    bool is_good = true;

    for (unsigned i = 0; i < program->count; i++) {
        is_good &= !ferror(program->shards[i].numbers);
        is_good &= fclose(program->shards[i].numbers) == 0;
        is_good &= capture_writer_free(program->shards[i].writer);
    }
    if (!is_good)
        fail("a file could not be written", g_strerror(errno));
}

static void write_frame(struct shard *shard, const struct waiting *waiting)
{
    capture_writer_frame(shard->writer, &waiting->frame);
    fprintf(shard->numbers, "%" PRIu32 "\n", waiting->number);
    shard->bytes += waiting->frame.captured;
    shard->frames++;
}

/* The one with the least in it */
static unsigned emptiest(const struct program *program)
{
    unsigned found = 0;

    for (unsigned i = 1; i < program->count; i++) {
        if (program->shards[i].bytes < program->shards[found].bytes)
            found = i;
    }
    return found + 1;
}

static void write_oldest(struct program *program)
{
    struct waiting *waiting = (struct waiting *)g_queue_pop_head(program->waiting);
    const bool is_known = waiting->group != NO_GROUP;
    unsigned shard = is_known ? group_shard(program->groups, waiting->group) : 1;

    program->waiting_bytes -= sizeof *waiting + waiting->frame.captured;
    if (waiting->is_sign && !(is_known && group_is_call(program->groups, waiting->group))) {
        for (unsigned i = 0; i < program->count; i++)
            write_frame(&program->shards[i], waiting);
    } else {
        if (!shard) {
            shard = emptiest(program);
            group_set_shard(program->groups, waiting->group, shard);
        }
        write_frame(&program->shards[shard - 1], waiting);
    }
    g_free(waiting->frame.bytes);
    g_free(waiting);
}

static void add_frame(struct program *program, const struct frame *frame)
{
    struct waiting *waiting = g_new0(struct waiting, 1);
    struct packet packet;

    packet_read(frame, &packet);
    waiting->frame = *frame;
    waiting->number = ++program->frames;
    waiting->group = sort_frame(program->sorter, &packet, frame->time);
    waiting->is_sign = packet.transport == TRANSPORT_ERROR ||
                       (packet.transport == TRANSPORT_STREAM && !packet.payload.length);
    g_queue_push_tail(program->waiting, waiting);
    program->waiting_bytes += sizeof *waiting + frame->captured;
    while (program->waiting_bytes > program->window)
        write_oldest(program);
}

/* TLS keys are for all. */
static void add_secrets(struct program *program, struct frame *secrets)
{
    for (unsigned i = 0; i < program->count; i++)
        capture_writer_secrets(program->shards[i].writer, secrets);
    g_free(secrets->bytes);
}

static void read_capture(struct program *program, const char *path)
{
    FILE *file = strcmp(path, "-") ? fopen(path, "rb") : stdin;
    const char *error = NULL;
    struct capture_reader *reader;
    enum capture_next found;
    struct frame frame;

    if (!file)
        fail(path, g_strerror(errno));
    reader = capture_reader_new(file, &error);
    if (!reader)
        fail(path, error);
    while ((found = capture_reader_next(reader, &frame)) == CAPTURE_FRAME ||
           found == CAPTURE_SECRETS) {
        if (found == CAPTURE_FRAME)
            add_frame(program, &frame);
        else
            add_secrets(program, &frame);
    }
    /* As Wireshark does: what is there is read. */
    if (found == CAPTURE_BROKEN)
        fprintf(stderr, "sipexplain-shards: %s: cut short behind frame %" PRIu32 "\n", path,
                program->frames);
    capture_reader_free(reader);
    if (file != stdin)
        fclose(file);
}

static unsigned number_option(const char *text, unsigned max)
{
    char *end;
    const unsigned long number = strtoul(text, &end, 10);

    if (*end || end == text || !number || number > max)
        fail(text, "not a number that can be used here");
    return (unsigned)number;
}

static void report(const struct program *program)
{
    for (unsigned i = 0; i < program->count; i++)
        printf("shard-%u.pcapng: %" PRIu64 " frames, %" PRIu64 " bytes\n", i + 1,
               program->shards[i].frames, program->shards[i].bytes);
    printf("%" PRIu32 " frames read\n", program->frames);
    if (groups_torn(program->groups))
        fprintf(stderr,
                "sipexplain-shards: %u times two parts of a call were already in different files "
                "when a later frame joined them: a larger -w looks further ahead\n",
                groups_torn(program->groups));
}

int main(int argc, char **argv)
{
    static struct program program = { .window = 256 * MEBIBYTE };
    const char *leg_headers[LEG_HEADERS_MAX + 1] = { NULL };
    unsigned leg_header_count = 0;
    int option;

    program.count = MIN(g_get_num_processors(), SHARDS_MAX);
    while ((option = getopt(argc, argv, "n:w:l:")) != -1) {
        if (option == 'n')
            program.count = number_option(optarg, SHARDS_MAX);
        else if (option == 'w')
            program.window = number_option(optarg, 1024 * 1024) * MEBIBYTE;
        else if (option == 'l' && leg_header_count < LEG_HEADERS_MAX)
            leg_headers[leg_header_count++] = optarg;
        else
            fail("options", usage);
    }
    if (argc - optind < 2)
        fail("arguments", usage);
    program.waiting = g_queue_new();
    program.groups = groups_new();
    program.sorter = sorter_new(program.groups, leg_headers);
    open_shards(&program, argv[optind]);
    for (int i = optind + 1; i < argc; i++)
        read_capture(&program, argv[i]);
    while (!g_queue_is_empty(program.waiting))
        write_oldest(&program);
    close_shards(&program);
    report(&program);
    sorter_free(program.sorter);
    groups_free(program.groups);
    g_queue_free(program.waiting);
    return 0;
}
