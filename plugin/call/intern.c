/* intern.c
 * One copy of each text that is kept, for as long as the capture file is open.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "intern.h"

/* struct span of the text as sent -> struct kept_text; filled by intern(), emptied with the file. */
static wmem_map_t *texts;

static guint span_hash(gconstpointer key)
{
    const struct span *text = (const struct span *)key;

    return wmem_strong_hash((const uint8_t *)text->text, text->length);
}

static gboolean span_equal(gconstpointer a, gconstpointer b)
{
    return span_equals(*(const struct span *)a, *(const struct span *)b);
}

void intern_init(void)
{
    texts = wmem_map_new_autoreset(wmem_epan_scope(), wmem_file_scope(), span_hash, span_equal);
}

/* A text that is kept: one allocation, its own key. */
struct kept_text {
    struct span sent; /* the text as sent: the key */
    char valid[]; /* what intern() returns; where it equals the text as sent, the key points here */
};

static const struct kept_text *keep(struct span sent, struct span valid)
{
    struct kept_text *kept =
        (struct kept_text *)wmem_alloc(wmem_file_scope(), sizeof *kept + valid.length + 1);

    memcpy(kept->valid, valid.text, valid.length);
    kept->valid[valid.length] = '\0';
    kept->sent.length = sent.length;
    kept->sent.text = span_equals(sent, valid)
                          ? kept->valid
                          : (const char *)wmem_memdup(wmem_file_scope(), sent.text, sent.length);
    wmem_map_insert(texts, &kept->sent, kept);
    return kept;
}

const char *intern(struct span text)
{
    const struct kept_text *kept;
    char *valid;

    if (text.length == 0)
        return NULL;
    text.length = MIN(text.length, INTERN_TEXT_MAX);
    kept = (const struct kept_text *)wmem_map_lookup(texts, &text);
    if (kept)
        return kept->valid;
    /* A NUL counts as invalid, so the valid text has none. */
    if (g_utf8_validate(text.text, (gssize)text.length, NULL))
        return keep(text, text)->valid;
    valid = g_utf8_make_valid(text.text, (gssize)text.length);
    kept = keep(text, (struct span){ valid, strlen(valid) });
    g_free(valid);
    return kept->valid;
}
