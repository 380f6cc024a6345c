/* method_counts.c
 * How many requests of each method one Call-ID has.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "method_counts.h"

/* The place of the method; NULL: there are too many. */
static struct method_count *count_of(struct method_counts *counts, const char *method)
{
    for (unsigned i = 0; i < METHODS_MAX; i++) {
        if (!counts->of[i].method)
            counts->of[i].method = method;
        if (counts->of[i].method == method)
            return &counts->of[i];
    }
    return NULL;
}

/* A request on another hop, and a response to one, have no higher CSeq than the ones before. */
void method_counts_add(struct method_counts *counts, const struct transaction *transaction)
{
    struct method_count *count = count_of(counts, transaction_method_name(transaction));

    if (!count || (count->requests && transaction->cseq <= count->latest))
        return;
    count->latest = transaction->cseq;
    count->requests++;
}

void method_counts_append(const struct method_counts *counts, unsigned index, wmem_strbuf_t *text)
{
    const struct method_count *count = &counts->of[index];

    wmem_strbuf_append(text, count->method);
    if (count->requests > 1)
        wmem_strbuf_append_printf(text, " x %u", count->requests);
}

/* How a sentence names the method: in front, at its begin (is_first) or anywhere, and behind the
 * name; and what says the same without it. */
static const struct naming {
    bool is_first;
    const char *before, *behind, *instead;
} namings[] = {
    { true, "", ": ", "" },
    { true, "", " ", "" },
    { false, "; ", " got ", "; at least one got " },
    { false, " to ", " in ", " in " },
    { false, "(", " in frame ", "(frame " },
    { false, " know ", "", " know it" },
};

const char *method_left_out(const char *said, const char *method, wmem_allocator_t *scope)
{
    for (unsigned i = 0; i < array_length(namings) && strstr(said, method); i++) {
        const struct naming *naming = &namings[i];
        const char *named =
            wmem_strdup_printf(scope, "%s%s%s", naming->before, method, naming->behind);
        const char *at = strstr(said, named);

        if (at && (!naming->is_first || at == said))
            said = wmem_strdup_printf(scope, "%.*s%s%s", (int)(at - said), said, naming->instead,
                                      at + strlen(named));
    }
    return said;
}
