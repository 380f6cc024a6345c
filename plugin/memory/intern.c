/* intern.c
 * One copy of each text that is kept, for as long as the capture file is open.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "intern.h"

#include "kept_memory.h"
#include "keyed_hash.h"

/* A text that is kept. */
struct kept_text {
    const char *sent; /* the text as sent */
    uint32_t length;  /* of it */
    char valid[];     /* what intern() returns; where it equals the text as sent, that is this */
};

/* All struct kept_text, by the text as sent; filled by intern(), emptied with the file. A wmem_map
 * would take twice what most of the texts do. */
static GHashTable *texts;

static guint text_hash(gconstpointer key)
{
    const struct kept_text *text = (const struct kept_text *)key;

    return keyed_hash(text->sent, text->length);
}

static gboolean text_equal(gconstpointer a, gconstpointer b)
{
    const struct kept_text *x = (const struct kept_text *)a, *y = (const struct kept_text *)b;

    return x->length == y->length && memcmp(x->sent, y->sent, x->length) == 0;
}

/* A call's messages bring the same texts again and again: some of the latest, so that they need no
 * strong hash. Filled by intern(), emptied with the file. */
static const struct kept_text *recent[RECENT_TEXTS];

static void forget(void)
{
    g_hash_table_remove_all(texts);
    memset(recent, 0, sizeof recent);
}

size_t recent_place_of(struct span text)
{
    const unsigned char *bytes = (const unsigned char *)text.text;
    const size_t last = text.length - 1;

    return (text.length * 61 + bytes[0] * (size_t)5 + bytes[last / 2] * (size_t)17 +
            bytes[last - last / 4] * (size_t)13 + bytes[last]) %
           RECENT_TEXTS;
}

static void destroy(void)
{
    g_hash_table_destroy(texts);
}

void intern_init(void)
{
    texts = g_hash_table_new(text_hash, text_equal);
    register_cleanup_routine(forget);
    register_shutdown_routine(destroy);
}

static const struct kept_text *keep(struct span sent, struct span valid)
{
    struct kept_text *kept =
        (struct kept_text *)kept_alloc(offsetof(struct kept_text, valid) + valid.length + 1);

    memcpy(kept->valid, valid.text, valid.length);
    kept->length = (uint32_t)sent.length;
    kept->sent =
        span_equals(sent, valid) ? kept->valid : (const char *)kept_copy(sent.text, sent.length);
    g_hash_table_add(texts, kept);
    return kept;
}

/* A text that is no valid UTF-8, is folded, or has characters that cannot be shown. A line break
 * and the white space around it become one space (RFC 3261 section 7.3.1), what would command a
 * terminal becomes "?". To be freed with g_free(). */
static char *mended(struct span text)
{
    char *valid = g_utf8_make_valid(text.text, (gssize)text.length);
    const char *from = valid;
    char *to = valid;

    while (*from) {
        const char *next = g_utf8_next_char(from);

        if (*from == '\r' || *from == '\n') {
            while (to > valid && (to[-1] == ' ' || to[-1] == '\t'))
                to--;
            from += strspn(from, " \t\r\n");
            *to++ = ' ';
        } else if (*from != '\t' && !g_unichar_isprint(g_utf8_get_char(from))) {
            *to++ = '?';
            from = next;
        } else {
            while (from < next)
                *to++ = *from++;
        }
    }
    *to = '\0';
    return valid;
}

static const struct kept_text *find_or_keep(struct span text)
{
    const struct kept_text wanted = { text.text, (uint32_t)text.length };
    const struct kept_text *kept = (const struct kept_text *)g_hash_table_lookup(texts, &wanted);
    const struct span shown = span_first(text, INTERN_TEXT_MAX);
    char *valid;

    if (kept)
        return kept;
    if (span_is_plain(shown))
        return keep(text, shown);
    /* A NUL counts as invalid, so the mended text has none. */
    valid = mended(shown);
    kept = keep(text, span_of_text(valid));
    g_free(valid);
    return kept;
}

const char *intern(struct span text)
{
    const struct kept_text **place;

    if (text.length == 0)
        return NULL;
    place = &recent[recent_place_of(text)];
    if (!*place || (*place)->length != text.length ||
        memcmp((*place)->sent, text.text, text.length) != 0)
        *place = find_or_keep(text);
    return (*place)->valid;
}
