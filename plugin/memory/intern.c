/* intern.c
 * One copy of each text that is kept, for as long as the capture file is open.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "intern.h"

#include "kept_memory.h"
#include "kept_table.h"
#include "keyed_hash.h"

/* A text as it was sent, and as it is shown. */
struct sent_text {
    const char *sent;
    size_t length;    /* of it */
    kept_place place; /* of what intern() returns */
};

/* Texts that are shown as they were sent, and struct sent_text of all others, by the text as sent.
 * Filled by intern(), emptied with the file. */
static struct kept_table plain_texts, mended_texts;

/* A call's messages bring the same texts again and again: some of the latest, so that they need no
 * strong hash. Filled by intern(), emptied with the file. */
static struct sent_text recent[RECENT_TEXTS];

static bool is_plain_text(const void *text, const void *wanted)
{
    const struct span *span = (const struct span *)wanted;

    /* A plain text has no NUL. */
    return strncmp((const char *)text, span->text, span->length) == 0 &&
           ((const char *)text)[span->length] == '\0';
}

static bool is_of(const struct sent_text *mended, struct span sent)
{
    return mended->length == sent.length && span_same_bytes(mended->sent, sent.text, sent.length);
}

static bool is_mended_text(const void *mended, const void *wanted)
{
    return is_of((const struct sent_text *)mended, *(const struct span *)wanted);
}

static void forget(void)
{
    kept_table_empty(&plain_texts);
    kept_table_empty(&mended_texts);
    memset(recent, 0, sizeof recent);
}

void intern_init(void)
{
    register_cleanup_routine(forget);
    register_shutdown_routine(forget);
}

static const char *keep(struct span text)
{
    char *kept = (char *)kept_alloc(text.length + 1);

    memcpy(kept, text.text, text.length);
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

static const char *find_or_keep_plain(struct span text)
{
    const uint32_t hash = keyed_hash(text.text, text.length);
    const char *kept = (const char *)kept_table_find(&plain_texts, hash, &text, is_plain_text);

    if (!kept) {
        kept = keep(text);
        kept_table_add(&plain_texts, hash, kept);
    }
    return kept;
}

static struct sent_text find_or_mend(struct span sent)
{
    const uint32_t hash = keyed_hash(sent.text, sent.length);
    struct sent_text *kept =
        (struct sent_text *)kept_table_find(&mended_texts, hash, &sent, is_mended_text);
    char *text;

    if (!kept) {
        text = mended(span_first(sent, INTERN_TEXT_MAX));
        kept = KEPT_NEW(struct sent_text);
        *kept =
            (struct sent_text){ keep(sent), sent.length, kept_place_of(keep(span_of_text(text))) };
        g_free(text);
        kept_table_add(&mended_texts, hash, kept);
    }
    return *kept;
}

/* Apart, as most texts are known. */
static G_GNUC_NO_INLINE kept_place find_or_keep(struct span sent, struct sent_text *known)
{
    const char *text;

    if (sent.length > INTERN_TEXT_MAX || !span_is_plain(sent)) {
        *known = find_or_mend(sent);
    } else {
        text = find_or_keep_plain(sent);
        *known = (struct sent_text){ text, sent.length, kept_place_of(text) };
    }
    return known->place;
}

kept_place intern_place(struct span text)
{
    struct sent_text *known;

    if (text.length == 0)
        return 0;
    known = &recent[recent_place_of(text)];
    return known->place && is_of(known, text) ? known->place : find_or_keep(text, known);
}

const char *intern(struct span text)
{
    return (const char *)kept_at(intern_place(text));
}
