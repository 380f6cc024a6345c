/* capture_file.h
 * Reads pcap and pcapng as a stream, and writes pcapng: without Wireshark, so that one program
 * serves all its versions. SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SHARDS_CAPTURE_FILE_H
#define SHARDS_CAPTURE_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Bytes of one record; a file that says more is broken. Wireshark's own limit. */
#define RECORD_SIZE_MAX (256u * 1024 * 1024)

/* One captured frame. */
struct frame {
    int64_t time;            /* nanoseconds since 1970 */
    uint32_t link;           /* LINKTYPE_ */
    uint32_t captured, sent; /* bytes */
    uint8_t *bytes;          /* g_malloc */
};

struct capture_reader;

/* NULL with a message in *error (static text) if it is no capture. The file stays the caller's. */
struct capture_reader *capture_reader_new(FILE *file, const char **error);
void capture_reader_free(struct capture_reader *reader);

/* What capture_reader_next() found. */
enum capture_next { CAPTURE_FRAME, CAPTURE_SECRETS, CAPTURE_END, CAPTURE_BROKEN };

/* The next frame, whose bytes are the caller's then; or TLS keys, *frame's bytes being the body of
 * a Decryption Secrets Block. BROKEN: the file ends within a record, or is no capture from here. */
enum capture_next capture_reader_next(struct capture_reader *reader, struct frame *frame);

struct capture_writer;

/* Into a pcapng file; NULL if it cannot be made (errno). */
struct capture_writer *capture_writer_new(const char *path);
void capture_writer_frame(struct capture_writer *writer, const struct frame *frame);
void capture_writer_secrets(struct capture_writer *writer, const struct frame *secrets);

/* Closes it. false: not everything was written (errno). */
bool capture_writer_free(struct capture_writer *writer);

#endif
