/* lookup.c
 * "-z sipexplain,code", "compare" and "search": the catalogue in the terminal, without a capture.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "lookup.h"

#include "catalogue/response_code.h"
#include "compat.h"
#include "paragraph.h"
#include "program.h"

#include <stdlib.h>

/* Of a terminal, and of one of two columns in it. */
#define WIDTH 80
#define COLUMN_WIDTH 38

/* The entry of a code as it is written in an argument, its code filled in for a class's fallback.
 * The error (g_free() it) or NULL. */
static char *read_entry(const char *text, const char *usage, struct response_code *entry)
{
    guint64 code;

    if (!g_ascii_string_to_unsigned(text, 10, 100, 699, &code, NULL))
        return g_strdup_printf("\"%s\" is no SIP status code: they go from 100 to 699. Usage: %s",
                               text, usage);
    *entry = *response_code_lookup((unsigned)code);
    entry->code = (unsigned)code;
    return NULL;
}

static const char *registration_text(const struct response_code *entry)
{
    return entry->registered ? "registered" : "not registered";
}

static void append_section(GString *to, const char *title, const char *text)
{
    g_string_append_printf(to, "\n%s\n", title);
    paragraph_append(to, "  - ", text, WIDTH);
}

static void append_facts(GString *to, const struct response_code *entry)
{
    g_string_append(to, "\nKey facts\n");
    paragraph_append(to, "  Answers:          ", entry->methods, WIDTH);
    paragraph_append(to, "  Media:            ", entry->media, WIDTH);
    paragraph_append(to, "  Retry:            ", entry->retry, WIDTH);
    paragraph_append(to, "  Who acts:         ", entry->actor, WIDTH);
    paragraph_append(to, "  The caller hears: ", entry->caller_hears, WIDTH);
}

static void append_differences(GString *to, const struct response_code *entry)
{
    char head[16];

    if (!entry->differs[0].difference)
        return;
    g_string_append(to, "\nNot to be confused with\n");
    for (const struct code_difference *other = entry->differs; other->difference; other++) {
        snprintf(head, sizeof head, "  %u: ", other->code);
        paragraph_append(to, head, other->difference, WIDTH);
    }
}

static void append_entry(GString *to, const struct response_code *entry)
{
    char reference[RFC_REFERENCE_TEXT_MAX];

    g_string_append_printf(to, "%u %s\n", entry->code, entry->phrase);
    rfc_reference_text(&entry->reference, reference);
    g_string_append_printf(to, "%s (%uxx), %s, %s\n",
                           response_class_name(response_class(entry->code)),
                           response_class(entry->code), registration_text(entry), reference);
    paragraph_append(to, "", entry->gist, WIDTH);
    append_section(to, "Description", entry->description);
    append_section(to, "When you see it", entry->when);
    append_section(to, "How to fix", entry->fix);
    append_facts(to, entry);
    append_differences(to, entry);
}

/* What an argument asks for is appended; the error (g_free() it) or NULL. */
static char *append_code(GString *to, const char *argument)
{
    static const char usage[] = "-z sipexplain,code,183";
    char **parts = g_strsplit(argument, ",", -1), *error;
    struct response_code entry = { 0 };

    error = g_strv_length(parts) == 3
                ? read_entry(parts[2], usage, &entry)
                : g_strdup_printf("one status code is wanted. Usage: %s", usage);
    g_strfreev(parts);
    if (!error)
        append_entry(to, &entry);
    return error;
}

/* An empty line between the lines of a text, which are paragraphs here. */
static char *spaced(const char *text)
{
    char **lines = g_strsplit(text, "\n", -1);
    char *result = g_strjoinv("\n\n", lines);

    g_strfreev(lines);
    return result;
}

static void compare_texts(GString *to, const char *title, const char *a, const char *b)
{
    char *left = spaced(a), *right = spaced(b);

    g_string_append_printf(to, "\n%s\n", title);
    paragraph_append_pair(to, left, right, COLUMN_WIDTH);
    g_free(left);
    g_free(right);
}

/* One fact of both codes, each with its name in front. */
static void compare_fact(GString *to, const char *name, const char *a, const char *b)
{
    char *left = g_strdup_printf("%s: %s", name, a), *right = g_strdup_printf("%s: %s", name, b);

    paragraph_append_pair(to, left, right, COLUMN_WIDTH);
    g_free(left);
    g_free(right);
}

static void compare_facts(GString *to, const struct response_code *a, const struct response_code *b)
{
    g_string_append(to, "\nKey differences\n");
    compare_fact(to, "Class", response_class_name(response_class(a->code)),
                 response_class_name(response_class(b->code)));
    compare_fact(to, "Kind", a->code < 200 ? "provisional, the request goes on" : "final",
                 b->code < 200 ? "provisional, the request goes on" : "final");
    compare_fact(to, "Answers", a->methods, b->methods);
    compare_fact(to, "Media", a->media, b->media);
    compare_fact(to, "Retry", a->retry, b->retry);
    compare_fact(to, "Who acts", a->actor, b->actor);
    compare_fact(to, "The caller hears", a->caller_hears, b->caller_hears);
}

static void append_difference(GString *to, const struct response_code *a,
                              const struct response_code *b)
{
    for (const struct code_difference *other = a->differs; other->difference; other++) {
        if (other->code == b->code)
            paragraph_append(to, "  - ", other->difference, WIDTH);
    }
}

static void append_choice(GString *to, const struct response_code *entry)
{
    char *text = g_strdup_printf("Use %u to say: %s. It answers %s; next acts: %s.", entry->code,
                                 entry->gist, entry->methods, entry->actor);

    paragraph_append(to, "  - ", text, WIDTH);
    g_free(text);
}

static void append_comparison(GString *to, const struct response_code *a,
                              const struct response_code *b)
{
    char *left = g_strdup_printf("%u %s", a->code, a->phrase);
    char *right = g_strdup_printf("%u %s", b->code, b->phrase);

    paragraph_append_pair(to, left, right, COLUMN_WIDTH);
    g_free(left);
    g_free(right);
    compare_fact(to, "Status", registration_text(a), registration_text(b));
    compare_texts(to, "Description", a->description, b->description);
    compare_texts(to, "When you see it", a->when, b->when);
    compare_texts(to, "How to fix", a->fix, b->fix);
    compare_facts(to, a, b);
    g_string_append(to, "\nWhen to use which\n");
    append_choice(to, a);
    append_choice(to, b);
    append_difference(to, a, b);
    append_difference(to, b, a);
}

static char *append_compared(GString *to, const char *argument)
{
    static const char usage[] = "-z sipexplain,compare,183,500";
    char **parts = g_strsplit(argument, ",", -1), *error;
    struct response_code a = { 0 }, b = { 0 };

    if (g_strv_length(parts) != 4)
        error = g_strdup_printf("two status codes are wanted. Usage: %s", usage);
    else if (!(error = read_entry(parts[2], usage, &a)))
        error = read_entry(parts[3], usage, &b);
    g_strfreev(parts);
    if (error)
        return error;
    if (a.code == b.code)
        return g_strdup_printf("%u cannot be compared with itself. Usage: %s", a.code, usage);
    append_comparison(to, &a, &b);
    return NULL;
}

static bool contains(const char *text, const char *folded_word)
{
    char *folded = g_ascii_strdown(text, -1);
    const bool found = strstr(folded, folded_word) != NULL;

    g_free(folded);
    return found;
}

static bool entry_contains(const struct response_code *entry, const char *folded_word)
{
    const char *const texts[] = { entry->phrase,      entry->gist,  entry->description,
                                  entry->when,        entry->fix,   entry->methods,
                                  entry->media,       entry->retry, entry->actor,
                                  entry->caller_hears };

    for (unsigned i = 0; i < array_length(texts); i++) {
        if (contains(texts[i], folded_word))
            return true;
    }
    return false;
}

static char *append_found(GString *to, const char *argument)
{
    static const char prefix[] = "sipexplain,search,";
    const struct response_code *entry;
    char *word;

    if (!g_str_has_prefix(argument, prefix) || !argument[strlen(prefix)])
        return g_strdup("a word is wanted. Usage: -z sipexplain,search,ringback");
    word = g_ascii_strdown(argument + strlen(prefix), -1);
    for (size_t i = 0; (entry = response_code_at(i)); i++) {
        if (entry->code && entry_contains(entry, word))
            g_string_append_printf(to, "%u %s: %s\n", entry->code, entry->phrase, entry->gist);
    }
    g_free(word);
    return to->len ? NULL
                   : g_strdup_printf("no response code's text contains \"%s\"",
                                     argument + strlen(prefix));
}

/* Prints the answer and ends tshark, as its -G does. */
static void answer(const char *argument, char *(*append)(GString *to, const char *argument))
{
    GString *text = g_string_new("");
    char *error = append(text, argument);

    /* tshark is asked for this alone, and would begin to capture. A window goes on. */
    if (!program_is_tshark()) {
        program_warn_of(argument);
    } else {
        if (error)
            program_refuse(error);
        fputs(text->str, stdout);
        exit(EXIT_SUCCESS);
    }
    g_string_free(text, TRUE);
    g_free(error);
}

static ws_stat_tap_init answer_code(const char *argument, void *data _U_)
{
    answer(argument, append_code);
    WS_STAT_TAP_INIT_RETURN(true);
}

static ws_stat_tap_init answer_compared(const char *argument, void *data _U_)
{
    answer(argument, append_compared);
    WS_STAT_TAP_INIT_RETURN(true);
}

static ws_stat_tap_init answer_found(const char *argument, void *data _U_)
{
    answer(argument, append_found);
    WS_STAT_TAP_INIT_RETURN(true);
}

void lookup_register(void)
{
    static stat_tap_ui lookups[] = {
        { .title = "SIP response code",
          .cli_string = "sipexplain,code",
          .tap_init_cb = answer_code },
        { .title = "SIP response codes compared",
          .cli_string = "sipexplain,compare",
          .tap_init_cb = answer_compared },
        { .title = "SIP response codes found",
          .cli_string = "sipexplain,search",
          .tap_init_cb = answer_found },
    };

    for (unsigned i = 0; i < array_length(lookups); i++)
        register_stat_tap_ui(&lookups[i], NULL);
}
