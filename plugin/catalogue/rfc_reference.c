/* rfc_reference.c
 * Where a statement of the catalogue or of a finding is laid down.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "rfc_reference.h"

#include <string.h>

/* Text that is written up to its room; by hand, as several are drawn with each response. */
struct writer {
    char *to;
    const char *end; /* where the NUL goes at the latest */
};

static struct writer writer_of(char *text)
{
    return (struct writer){ text, text + RFC_REFERENCE_TEXT_MAX - 1 };
}

static void put(struct writer *writer, const char *text)
{
    const size_t room = (size_t)(writer->end - writer->to), wanted = strlen(text);
    const size_t length = wanted < room ? wanted : room;

    memcpy(writer->to, text, length);
    writer->to += length;
    *writer->to = '\0';
}

static void put_number(struct writer *writer, unsigned number)
{
    char digits[11]; /* 4,294,967,295 */
    char *at = digits + sizeof digits - 1;

    *at = '\0';
    do {
        *--at = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    put(writer, at);
}

static void put_reference(struct writer writer, const struct rfc_reference *reference,
                          const char *start, const char *before_section)
{
    put(&writer, start);
    put_number(&writer, reference->rfc);
    if (!reference->section)
        return;
    put(&writer, before_section);
    put(&writer, reference->section);
}

void rfc_reference_text(const struct rfc_reference *reference, char *text)
{
    put_reference(writer_of(text), reference, "RFC ", " section ");
}

void rfc_reference_url(const struct rfc_reference *reference, char *url)
{
    put_reference(writer_of(url), reference, "https://www.rfc-editor.org/rfc/rfc", "#section-");
}
