/* lookup.c
 * "-z sipexplain,code", "compare" and "search": the catalogue in the terminal, without a capture.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "lookup.h"

#include "catalogue/response_code.h"
#include "compat.h"
#include "paragraph.h"

#include <stdio.h>
#include <stdlib.h>

/* Of a terminal, and of one of two columns in it. */
#define WIDTH 80
#define COLUMN_WIDTH 38

static G_GNUC_NORETURN void finish(void)
{
    fflush(stdout);
    exit(EXIT_SUCCESS);
}

static G_GNUC_NORETURN G_GNUC_PRINTF(1, 2) void refuse(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(EXIT_FAILURE);
}

/* The entry of a code as it is written in an argument; its code is filled in for a class's fallback. */
static struct response_code read_entry(const char *text, const char *usage)
{
    struct response_code entry;
    guint64 code;

    if (!g_ascii_string_to_unsigned(text, 10, 100, 699, &code, NULL))
        refuse("sipexplain: \"%s\" is no SIP status code: they go from 100 to 699. Usage: %s", text,
               usage);
    entry = *response_code_lookup((unsigned)code);
    entry.code = (unsigned)code;
    return entry;
}

static const char *registration_text(const struct response_code *entry)
{
    return entry->registered ? "registered" : "not registered";
}

static void print_section(const char *title, const char *text)
{
    printf("\n%s\n", title);
    paragraph_print("  - ", text, WIDTH);
}

static void print_facts(const struct response_code *entry)
{
    printf("\nKey facts\n");
    paragraph_print("  Answers:          ", entry->methods, WIDTH);
    paragraph_print("  Media:            ", entry->media, WIDTH);
    paragraph_print("  Retry:            ", entry->retry, WIDTH);
    paragraph_print("  Who acts:         ", entry->actor, WIDTH);
    paragraph_print("  The caller hears: ", entry->caller_hears, WIDTH);
}

static void print_differences(const struct response_code *entry)
{
    char head[16];

    if (!entry->differs[0].difference)
        return;
    printf("\nNot to be confused with\n");
    for (const struct code_difference *other = entry->differs; other->difference; other++) {
        snprintf(head, sizeof head, "  %u: ", other->code);
        paragraph_print(head, other->difference, WIDTH);
    }
}

static void print_entry(const struct response_code *entry)
{
    char reference[RFC_REFERENCE_TEXT_MAX];

    printf("%u %s\n", entry->code, entry->phrase);
    rfc_reference_text(&entry->reference, reference);
    printf("%s (%uxx), %s, %s\n", response_class_name(response_class(entry->code)),
           response_class(entry->code), registration_text(entry), reference);
    paragraph_print("", entry->gist, WIDTH);
    print_section("Description", entry->description);
    print_section("When you see it", entry->when);
    print_section("How to fix", entry->fix);
    print_facts(entry);
    print_differences(entry);
}

static ws_stat_tap_init print_code(const char *argument, void *data _U_)
{
    static const char usage[] = "-z sipexplain,code,183";
    char **parts = g_strsplit(argument, ",", -1);
    struct response_code entry;

    if (g_strv_length(parts) != 3)
        refuse("sipexplain: one status code is wanted. Usage: %s", usage);
    entry = read_entry(parts[2], usage);
    g_strfreev(parts);
    print_entry(&entry);
    finish();
}

/* An empty line between the lines of a text, which are paragraphs here. */
static char *spaced(const char *text)
{
    char **lines = g_strsplit(text, "\n", -1);
    char *result = g_strjoinv("\n\n", lines);

    g_strfreev(lines);
    return result;
}

static void compare_texts(const char *title, const char *a, const char *b)
{
    char *left = spaced(a), *right = spaced(b);

    printf("\n%s\n", title);
    paragraph_print_pair(left, right, COLUMN_WIDTH);
    g_free(left);
    g_free(right);
}

/* One fact of both codes, each with its name in front. */
static void compare_fact(const char *name, const char *a, const char *b)
{
    char *left = g_strdup_printf("%s: %s", name, a), *right = g_strdup_printf("%s: %s", name, b);

    paragraph_print_pair(left, right, COLUMN_WIDTH);
    g_free(left);
    g_free(right);
}

static void compare_facts(const struct response_code *a, const struct response_code *b)
{
    printf("\nKey differences\n");
    compare_fact("Class", response_class_name(response_class(a->code)),
                 response_class_name(response_class(b->code)));
    compare_fact("Kind", a->code < 200 ? "provisional, the request goes on" : "final",
                 b->code < 200 ? "provisional, the request goes on" : "final");
    compare_fact("Answers", a->methods, b->methods);
    compare_fact("Media", a->media, b->media);
    compare_fact("Retry", a->retry, b->retry);
    compare_fact("Who acts", a->actor, b->actor);
    compare_fact("The caller hears", a->caller_hears, b->caller_hears);
}

static void print_difference(const struct response_code *a, const struct response_code *b)
{
    for (const struct code_difference *other = a->differs; other->difference; other++) {
        if (other->code == b->code)
            paragraph_print("  - ", other->difference, WIDTH);
    }
}

static void print_choice(const struct response_code *entry)
{
    char *text = g_strdup_printf("Use %u to say: %s. It answers %s; next acts: %s.", entry->code,
                                 entry->gist, entry->methods, entry->actor);

    paragraph_print("  - ", text, WIDTH);
    g_free(text);
}

static void print_comparison(const struct response_code *a, const struct response_code *b)
{
    char *left = g_strdup_printf("%u %s", a->code, a->phrase);
    char *right = g_strdup_printf("%u %s", b->code, b->phrase);

    paragraph_print_pair(left, right, COLUMN_WIDTH);
    g_free(left);
    g_free(right);
    compare_fact("Status", registration_text(a), registration_text(b));
    compare_texts("Description", a->description, b->description);
    compare_texts("When you see it", a->when, b->when);
    compare_texts("How to fix", a->fix, b->fix);
    compare_facts(a, b);
    printf("\nWhen to use which\n");
    print_choice(a);
    print_choice(b);
    print_difference(a, b);
    print_difference(b, a);
}

static ws_stat_tap_init print_compared(const char *argument, void *data _U_)
{
    static const char usage[] = "-z sipexplain,compare,183,500";
    char **parts = g_strsplit(argument, ",", -1);
    struct response_code a, b;

    if (g_strv_length(parts) != 4)
        refuse("sipexplain: two status codes are wanted. Usage: %s", usage);
    a = read_entry(parts[2], usage);
    b = read_entry(parts[3], usage);
    g_strfreev(parts);
    if (a.code == b.code)
        refuse("sipexplain: %u cannot be compared with itself. Usage: %s", a.code, usage);
    print_comparison(&a, &b);
    finish();
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

static ws_stat_tap_init print_found(const char *argument, void *data _U_)
{
    static const char prefix[] = "sipexplain,search,";
    const struct response_code *entry;
    unsigned found = 0;
    char *word;

    if (!g_str_has_prefix(argument, prefix) || !argument[strlen(prefix)])
        refuse("sipexplain: a word is wanted. Usage: -z sipexplain,search,ringback");
    word = g_ascii_strdown(argument + strlen(prefix), -1);
    for (size_t i = 0; (entry = response_code_at(i)); i++) {
        if (!entry->code || !entry_contains(entry, word))
            continue;
        printf("%u %s: %s\n", entry->code, entry->phrase, entry->gist);
        found++;
    }
    g_free(word);
    if (!found)
        refuse("sipexplain: no response code's text contains \"%s\"", argument + strlen(prefix));
    finish();
}

void lookup_register(void)
{
    static stat_tap_ui lookups[] = {
        { .title = "SIP response code",
          .cli_string = "sipexplain,code",
          .tap_init_cb = print_code },
        { .title = "SIP response codes compared",
          .cli_string = "sipexplain,compare",
          .tap_init_cb = print_compared },
        { .title = "SIP response codes found",
          .cli_string = "sipexplain,search",
          .tap_init_cb = print_found },
    };

    for (unsigned i = 0; i < array_length(lookups); i++)
        register_stat_tap_ui(&lookups[i], NULL);
}
