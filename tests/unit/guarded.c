/* guarded.c
 * Test inputs that end at an unreadable page: a one-byte over-read crashes.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "guarded.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static char *border; /* the first unreadable byte */

void guarded_init(void)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *room =
        mmap(NULL, GUARDED_ROOM + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    g_assert_true(room != MAP_FAILED);
    border = room + GUARDED_ROOM;
    g_assert_cmpint(mprotect(border, page, PROT_NONE), ==, 0);
}

struct span guarded(const char *text, size_t length)
{
    g_assert_cmpuint(length, <=, GUARDED_ROOM);
    memcpy(border - length, text, length);
    return (struct span){ border - length, length };
}

struct span guarded_text(const char *text)
{
    return guarded(text, strlen(text));
}

void read_rows(const char *rows, struct sip_message *message)
{
    g_autofree char *text = g_strconcat("SIP/2.0 200 OK\r\n", rows, "\r\n", NULL);
    struct span input = guarded_text(text);

    g_assert_cmpint(sip_message_read(input.text, input.length, input.length, message), ==,
                    (ptrdiff_t)input.length);
}

void assert_span(struct span is, const char *expected)
{
    g_autofree char *copy = g_strndup(is.text ? is.text : "", is.length);

    g_assert_cmpstr(copy, ==, expected);
}

struct span of(const char *text)
{
    return (struct span){ text, strlen(text) };
}
