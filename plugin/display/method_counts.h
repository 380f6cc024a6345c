/* method_counts.h
 * How many requests of each method one Call-ID has.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_METHOD_COUNTS_H
#define SIPEXPLAIN_METHOD_COUNTS_H

#include "call/call.h"
#include "compat.h"

/* Methods that are counted apart; further ones are not. */
#define METHODS_MAX 4

/* In the order in which they came; each request once however many hops were seen. */
struct method_counts {
    struct method_count {
        const char *method; /* NULL: a free place */
        unsigned requests;
        uint32_t latest; /* CSeq */
    } of[METHODS_MAX];
};

/* Counts the transaction's request if it is new. */
void method_counts_add(struct method_counts *counts, const struct transaction *transaction);

/* Appends "REGISTER x 3" of the method at index. */
void method_counts_append(const struct method_counts *counts, unsigned index, wmem_strbuf_t *text);

/* said of an exchange, behind the name of its method: less that name wherever it stands in it. */
const char *method_left_out(const char *said, const char *method, wmem_allocator_t *scope);

#endif
