/* warning_code.h
 * The three-digit codes of the Warning header field (RFC 3261 section 20.43).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_WARNING_CODE_H
#define SIPEXPLAIN_WARNING_CODE_H

#include <stddef.h>

/* One registered warn-code. Texts are static ASCII, never NULL. */
struct warning_code {
    unsigned code;
    const char *name;    /* as registered */
    const char *meaning; /* one plain sentence for the engineer */
    unsigned sip_code;   /* the response it usually comes with, 0 if any */
};

/* The entry for a warn-code, or NULL when it is not registered. */
const struct warning_code *warning_code_lookup(unsigned code);

/* All entries ascending, for tests; index from 0, NULL at the end. */
const struct warning_code *warning_code_at(size_t index);

#endif
