/* intern.c
 * One copy of each text that is kept, for as long as the capture file is open.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "intern.h"

/* span of the text as sent -> the kept text; filled by intern(), emptied with the file. */
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

/* A kept copy in valid UTF-8; a NUL counts as invalid. */
static const char *valid_copy(struct span text)
{
    char *valid;
    const char *kept;

    if (g_utf8_validate(text.text, (gssize)text.length, NULL))
        return wmem_strndup(wmem_file_scope(), text.text, text.length);
    valid = g_utf8_make_valid(text.text, (gssize)text.length);
    kept = wmem_strdup(wmem_file_scope(), valid);
    g_free(valid);
    return kept;
}

const char *intern(struct span text)
{
    const char *kept;
    struct span *key;

    if (text.length == 0)
        return NULL;
    text.length = MIN(text.length, INTERN_TEXT_MAX);
    kept = (const char *)wmem_map_lookup(texts, &text);
    if (kept)
        return kept;
    kept = valid_copy(text);
    key = wmem_new(wmem_file_scope(), struct span);
    key->length = text.length;
    /* Valid text is its own key; other text needs its bytes as sent. */
    key->text = strlen(kept) == text.length && memcmp(kept, text.text, text.length) == 0
        ? kept
        : (const char *)wmem_memdup(wmem_file_scope(), text.text, text.length);
    wmem_map_insert(texts, key, (void *)kept);
    return kept;
}
