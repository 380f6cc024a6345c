/* rfc_reference.h
 * Where a statement of the catalogue or of a finding is laid down.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_RFC_REFERENCE_H
#define SIPEXPLAIN_RFC_REFERENCE_H

#include <stddef.h>

/* One section of one RFC: { 3261, "21.1.5" }. section may be NULL: the whole RFC. */
struct rfc_reference {
    unsigned rfc;
    const char *section;
};

/* Longest text or URL that the two functions below write, with its NUL. */
#define RFC_REFERENCE_TEXT_MAX 80

/* Writes "RFC 3261 section 21.1.5" into text, which holds RFC_REFERENCE_TEXT_MAX bytes. */
void rfc_reference_text(const struct rfc_reference *reference, char *text);

/* Writes the section's page at rfc-editor.org into url, which holds RFC_REFERENCE_TEXT_MAX
 * bytes. */
void rfc_reference_url(const struct rfc_reference *reference, char *url);

#endif
