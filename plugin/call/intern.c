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

/* A text that is kept: one allocation, its own key. */
struct kept_text {
    struct span sent; /* the text as sent: the key */
    char valid[]; /* what intern() returns; where it equals the text as sent, the key points here */
};

/* A call's messages bring the same texts again and again: some of the latest, so that they need no
 * strong hash. Filled by intern(), emptied with the file. */
#define RECENT_TEXTS 256
static const struct kept_text *recent[RECENT_TEXTS];

static void forget_recent(void)
{
    memset(recent, 0, sizeof recent);
}

/* Where a text is among the recent ones, if anywhere: one that shares the place costs a comparison,
 * no more, so the hash need not resist anybody. */
static const struct kept_text **recent_place(struct span text)
{
    const unsigned char *bytes = (const unsigned char *)text.text;
    const size_t last = text.length - 1;

    return &recent[(text.length * 61 + bytes[0] * 5u + bytes[last / 2] * 17u +
                    bytes[last - last / 4] * 13u + bytes[last]) %
                   RECENT_TEXTS];
}

void intern_init(void)
{
    register_init_routine(forget_recent);
    texts = wmem_map_new_autoreset(wmem_epan_scope(), wmem_file_scope(), span_hash, span_equal);
}

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

static const struct kept_text *find_or_keep(struct span text)
{
    const struct kept_text *kept = (const struct kept_text *)wmem_map_lookup(texts, &text);
    char *valid;

    if (kept)
        return kept;
    /* A NUL counts as invalid, so the valid text has none. */
    if (g_utf8_validate(text.text, (gssize)text.length, NULL))
        return keep(text, text);
    valid = g_utf8_make_valid(text.text, (gssize)text.length);
    kept = keep(text, (struct span){ valid, strlen(valid) });
    g_free(valid);
    return kept;
}

const char *intern(struct span text)
{
    const struct kept_text **place;

    if (text.length == 0)
        return NULL;
    text.length = MIN(text.length, INTERN_TEXT_MAX);
    place = recent_place(text);
    if (!*place || !span_equals((*place)->sent, text))
        *place = find_or_keep(text);
    return (*place)->valid;
}
