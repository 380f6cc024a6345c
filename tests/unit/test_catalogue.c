/* test_catalogue.c
 * The catalogue is complete, says the same as the registries, and fits where it is shown.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "../../plugin/catalogue/q850_cause.h"
#include "../../plugin/catalogue/reason_cause.h"
#include "../../plugin/catalogue/response_code.h"
#include "../../plugin/catalogue/warning_code.h"

#include <glib.h>
#include <string.h>

#define GIST_MAX 45
#define SHORT_TEXT_MAX 90
#define TEXT_LINES_MAX 4
#define CLASS_COUNT 6
#define WIRE_NUMBER_MAX 999

/* The IANA registry of SIP response codes, written down apart from the catalogue. */
static const struct {
    unsigned code;
    const char *phrase;
} registry[] = {
    { 100, "Trying" },
    { 180, "Ringing" },
    { 181, "Call Is Being Forwarded" },
    { 182, "Queued" },
    { 183, "Session Progress" },
    { 199, "Early Dialog Terminated" },
    { 200, "OK" },
    { 202, "Accepted" }, /* the registry adds "(Deprecated)", which is never sent */
    { 204, "No Notification" },
    { 300, "Multiple Choices" },
    { 301, "Moved Permanently" },
    { 302, "Moved Temporarily" },
    { 305, "Use Proxy" },
    { 380, "Alternative Service" },
    { 400, "Bad Request" },
    { 401, "Unauthorized" },
    { 402, "Payment Required" },
    { 403, "Forbidden" },
    { 404, "Not Found" },
    { 405, "Method Not Allowed" },
    { 406, "Not Acceptable" },
    { 407, "Proxy Authentication Required" },
    { 408, "Request Timeout" },
    { 410, "Gone" },
    { 412, "Conditional Request Failed" },
    { 413, "Request Entity Too Large" },
    { 414, "Request-URI Too Long" },
    { 415, "Unsupported Media Type" },
    { 416, "Unsupported URI Scheme" },
    { 417, "Unknown Resource-Priority" },
    { 420, "Bad Extension" },
    { 421, "Extension Required" },
    { 422, "Session Interval Too Small" },
    { 423, "Interval Too Brief" },
    { 424, "Bad Location Information" },
    { 425, "Bad Alert Message" },
    { 428, "Use Identity Header" },
    { 429, "Provide Referrer Identity" },
    { 430, "Flow Failed" },
    { 433, "Anonymity Disallowed" },
    { 436, "Bad Identity Info" },
    { 437, "Unsupported Credential" },
    { 438, "Invalid Identity Header" },
    { 439, "First Hop Lacks Outbound Support" },
    { 440, "Max-Breadth Exceeded" },
    { 469, "Bad Info Package" },
    { 470, "Consent Needed" },
    { 480, "Temporarily Unavailable" },
    { 481, "Call/Transaction Does Not Exist" },
    { 482, "Loop Detected" },
    { 483, "Too Many Hops" },
    { 484, "Address Incomplete" },
    { 485, "Ambiguous" },
    { 486, "Busy Here" },
    { 487, "Request Terminated" },
    { 488, "Not Acceptable Here" },
    { 489, "Bad Event" },
    { 491, "Request Pending" },
    { 493, "Undecipherable" },
    { 494, "Security Agreement Required" },
    { 500, "Server Internal Error" },
    { 501, "Not Implemented" },
    { 502, "Bad Gateway" },
    { 503, "Service Unavailable" },
    { 504, "Server Time-out" },
    { 505, "Version Not Supported" },
    { 513, "Message Too Large" },
    { 555, "Push Notification Service Not Supported" },
    { 580, "Precondition Failure" },
    { 600, "Busy Everywhere" },
    { 603, "Decline" },
    { 604, "Does Not Exist Anywhere" },
    { 606, "Not Acceptable" },
    { 607, "Unwanted" },
    { 608, "Rejected" },
};

G_STATIC_ASSERT(G_N_ELEMENTS(registry) == 75);

static const unsigned warn_codes[] = { 400, 403, 408, 482, 483, 604 };
static const unsigned chat_codes[] = { 401, 407, 486, 487, 491, 600, 603 };

/* Marks the test failed and goes on, so that one run names every fault. */
static void expect(bool holds, unsigned code, const char *field, const char *rule)
{
    if (holds)
        return;
    g_printerr("%u %s: %s\n", code, field, rule);
    g_test_fail();
}

static bool is_in(unsigned code, const unsigned *codes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (codes[i] == code)
            return true;
    return false;
}

static const char *registered_phrase(unsigned code)
{
    for (size_t i = 0; i < G_N_ELEMENTS(registry); i++)
        if (registry[i].code == code)
            return registry[i].phrase;
    return NULL;
}

static size_t entry_count(void)
{
    size_t count = 0;
    while (response_code_at(count))
        count++;
    return count;
}

/* Printable ASCII, no blank at either end; a newline only between lines. */
static void expect_clean_text(unsigned code, const char *field, const char *text, bool has_lines)
{
    expect(text && *text, code, field, "is empty");
    if (!text || !*text)
        return;
    for (const char *c = text; *c; c++)
        expect((*c >= ' ' && *c <= '~') || (has_lines && *c == '\n'), code, field,
               "has a character that is not printable ASCII");
    expect(*text != ' ' && text[strlen(text) - 1] != ' ', code, field, "begins or ends blank");
    expect(!strstr(text, "  "), code, field, "has a double blank, as from a broken literal");
}

static void expect_sentence(unsigned code, const char *field, const char *text)
{
    size_t length = strlen(text);
    expect(length > 0 && length <= CATALOGUE_LINE_MAX, code, field, "is empty or too long");
    expect(length > 0 && strchr(".?!", text[length - 1]), code, field, "is no full sentence");
}

static void expect_lines(unsigned code, const char *field, const char *text)
{
    expect_clean_text(code, field, text, true);
    if (!text)
        return;
    gchar **lines = g_strsplit(text, "\n", -1);
    guint count = g_strv_length(lines);
    expect(count >= 1 && count <= TEXT_LINES_MAX, code, field, "has too many lines");
    for (guint i = 0; i < count; i++) {
        expect_clean_text(code, field, lines[i], false);
        expect_sentence(code, field, lines[i]);
    }
    g_strfreev(lines);
}

static void expect_short_text(unsigned code, const char *field, const char *text, size_t max)
{
    expect_clean_text(code, field, text, false);
    if (!text || !*text)
        return;
    expect(strlen(text) <= max, code, field, "is too long");
    expect(text[strlen(text) - 1] != '.', code, field, "ends in a full stop");
}

static void test_texts(void)
{
    for (size_t i = 0; response_code_at(i); i++) {
        const struct response_code *entry = response_code_at(i);
        expect_short_text(entry->code, "phrase", entry->phrase, SHORT_TEXT_MAX);
        expect_short_text(entry->code, "gist", entry->gist, GIST_MAX);
        expect_lines(entry->code, "description", entry->description);
        expect_lines(entry->code, "when", entry->when);
        expect_lines(entry->code, "fix", entry->fix);
        expect_short_text(entry->code, "methods", entry->methods, SHORT_TEXT_MAX);
        expect_short_text(entry->code, "media", entry->media, SHORT_TEXT_MAX);
        expect_short_text(entry->code, "retry", entry->retry, SHORT_TEXT_MAX);
        expect_short_text(entry->code, "actor", entry->actor, SHORT_TEXT_MAX);
        expect_short_text(entry->code, "caller_hears", entry->caller_hears, SHORT_TEXT_MAX);
    }
}

static void expect_difference(const struct response_code *entry, size_t index)
{
    const struct code_difference *differs = &entry->differs[index];
    const struct response_code *other = response_code_lookup(differs->code);

    expect_clean_text(entry->code, "differs", differs->difference, false);
    expect_sentence(entry->code, "differs", differs->difference);
    expect(g_str_has_suffix(differs->difference, "."), entry->code, "differs", "has no full stop");
    expect(differs->code != entry->code, entry->code, "differs", "names the code itself");
    expect(other->code == differs->code && other->registered, entry->code, "differs",
           "names a code that is not registered or has no entry");
    for (size_t i = 0; i < index; i++)
        expect(entry->differs[i].code != differs->code, entry->code, "differs", "repeats a code");
}

static void test_differences(void)
{
    for (size_t i = 0; response_code_at(i); i++) {
        const struct response_code *entry = response_code_at(i);
        size_t count = 0;
        while (count < G_N_ELEMENTS(entry->differs) && entry->differs[count].difference)
            expect_difference(entry, count++);
        expect(count >= 1, entry->code, "differs", "is empty");
        expect(count <= CODE_DIFFERENCES_MAX, entry->code, "differs", "has no end mark");
    }
}

static void test_order(void)
{
    size_t count = entry_count();
    g_assert_cmpuint(count, >=, G_N_ELEMENTS(registry) + CLASS_COUNT + 1);
    size_t own_count = count - CLASS_COUNT - 1;
    unsigned previous = 0;

    for (size_t i = 0; i < own_count; i++) {
        const struct response_code *entry = response_code_at(i);
        expect(entry->code > previous, entry->code, "code", "is not above the one before");
        expect(response_class(entry->code) != 0, entry->code, "code", "is no SIP code");
        expect(response_code_lookup(entry->code) == entry, entry->code, "code", "is not found");
        previous = entry->code;
    }
    for (size_t i = own_count; i < count; i++)
        g_assert_cmpuint(response_code_at(i)->code, ==, 0);
    g_assert_null(response_code_at(count + 1));
    g_assert_null(response_code_at(G_MAXSIZE));
}

/* A list holds only codes of its class: else the look-up by class would miss them. */
static void test_lists(void)
{
    const struct response_code_list *lists[CLASS_COUNT] = { &responses_1xx, &responses_2xx,
                                                            &responses_3xx, &responses_4xx,
                                                            &responses_5xx, &responses_6xx };

    for (unsigned i = 0; i < CLASS_COUNT; i++) {
        g_assert_cmpuint(lists[i]->count, >, 0);
        for (size_t j = 0; j < lists[i]->count; j++)
            g_assert_cmpuint(lists[i]->entries[j].code / 100, ==, i + 1);
    }
}

static void test_registry(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(registry); i++) {
        const struct response_code *entry = response_code_lookup(registry[i].code);
        g_assert_nonnull(entry);
        expect(entry->code == registry[i].code, registry[i].code, "entry", "is missing");
        expect(entry->registered, registry[i].code, "registered", "is false");
        expect(g_strcmp0(entry->phrase, registry[i].phrase) == 0, registry[i].code, "phrase",
               "is not the registered one");
    }
    for (size_t i = 0; response_code_at(i); i++) {
        const struct response_code *entry = response_code_at(i);
        expect(entry->registered == (registered_phrase(entry->code) != NULL), entry->code,
               "registered", "does not say what the registry says");
    }
}

static enum severity ruled_severity(unsigned code, unsigned number_class)
{
    if (number_class == 5)
        return SEVERITY_ERROR;
    if (number_class <= 2 || is_in(code, chat_codes, G_N_ELEMENTS(chat_codes)))
        return SEVERITY_CHAT;
    return is_in(code, warn_codes, G_N_ELEMENTS(warn_codes)) ? SEVERITY_WARN : SEVERITY_NOTE;
}

/* Known or not: the impossible numbers apart, every number is as loud as its class or code is. */
static void test_severities(void)
{
    for (unsigned number = 100; number < 700; number++) {
        const struct response_code *entry = response_code_lookup(number);
        expect(entry->severity == ruled_severity(entry->code, number / 100), number, "severity",
               "is not the ruled one");
    }
}

/* Every number gives its own entry, else its class's fallback, else the impossible entry. */
static void test_lookup(void)
{
    size_t count = entry_count();
    const struct response_code *impossible = response_code_at(count - 1);
    const struct response_code *expected[WIRE_NUMBER_MAX + 1];

    for (unsigned number = 0; number <= WIRE_NUMBER_MAX; number++)
        expected[number] = number >= 100 && number < 700
                               ? response_code_at(count - 1 - CLASS_COUNT + number / 100 - 1)
                               : impossible;
    for (size_t i = 0; i < count - 1 - CLASS_COUNT; i++) {
        g_assert_cmpuint(response_code_at(i)->code, <=, WIRE_NUMBER_MAX);
        expected[response_code_at(i)->code] = response_code_at(i);
    }
    for (unsigned number = 0; number <= WIRE_NUMBER_MAX; number++)
        expect(response_code_lookup(number) == expected[number], number, "look-up", "is wrong");
    g_assert_true(response_code_lookup(G_MAXUINT) == impossible);
}

static void test_unknown_codes(void)
{
    static const unsigned unknown[CLASS_COUNT] = { 187, 299, 399, 456, 599, 699 };
    static const unsigned impossible[] = { 0, 99, 700, 999 };
    size_t count = entry_count();

    for (unsigned i = 0; i < CLASS_COUNT; i++) {
        const struct response_code *entry = response_code_lookup(unknown[i]);
        g_assert_cmpuint(entry->code, ==, 0);
        g_assert_false(entry->registered);
        g_assert_true(entry == response_code_at(count - 1 - CLASS_COUNT + i));
    }
    for (size_t i = 0; i < G_N_ELEMENTS(impossible); i++)
        g_assert_true(response_code_lookup(impossible[i]) == response_code_at(count - 1));
}

static void test_classes(void)
{
    static const char *const names[] = { "not a SIP class", "Provisional",     "Successful",
                                         "Redirection",     "Request Failure", "Server Failure",
                                         "Global Failure" };
    static const struct {
        unsigned code, number_class;
    } classes[] = { { 0, 0 },   { 99, 0 },  { 100, 1 },      { 199, 1 }, { 200, 2 },
                    { 399, 3 }, { 400, 4 }, { 599, 5 },      { 600, 6 }, { 699, 6 },
                    { 700, 0 }, { 999, 0 }, { G_MAXUINT, 0 } };

    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
        g_assert_cmpstr(response_class_name(i), ==, names[i]);
    g_assert_cmpstr(response_class_name(7), ==, names[0]);
    for (size_t i = 0; i < G_N_ELEMENTS(classes); i++)
        g_assert_cmpuint(response_class(classes[i].code), ==, classes[i].number_class);
}

static void test_references(void)
{
    char text[RFC_REFERENCE_TEXT_MAX];

    for (size_t i = 0; response_code_at(i); i++) {
        const struct response_code *entry = response_code_at(i);
        expect(entry->reference.rfc >= 2543, entry->code, "reference", "is no SIP RFC");
        if (entry->reference.section)
            expect_short_text(entry->code, "section", entry->reference.section, 12);
        rfc_reference_url(&entry->reference, text);
        expect(strlen(text) < sizeof text - 1, entry->code, "reference", "is cut off");
    }

    rfc_reference_text(&(struct rfc_reference){ 3261, "21.1.5" }, text);
    g_assert_cmpstr(text, ==, "RFC 3261 section 21.1.5");
    rfc_reference_url(&(struct rfc_reference){ 3261, "21.1.5" }, text);
    g_assert_cmpstr(text, ==, "https://www.rfc-editor.org/rfc/rfc3261#section-21.1.5");
    rfc_reference_text(&(struct rfc_reference){ 6228, NULL }, text);
    g_assert_cmpstr(text, ==, "RFC 6228");
    rfc_reference_url(&(struct rfc_reference){ 6228, NULL }, text);
    g_assert_cmpstr(text, ==, "https://www.rfc-editor.org/rfc/rfc6228");
}

static void test_q850_causes(void)
{
    static const struct {
        unsigned value, sip_code;
    } mapped[] = { { 1, 404 },  { 10, 500 }, { 16, 0 },    { 17, 486 },  { 18, 408 }, { 19, 480 },
                   { 21, 403 }, { 22, 410 }, { 27, 502 },  { 28, 484 },  { 29, 501 }, { 34, 503 },
                   { 44, 0 },   { 65, 488 }, { 102, 504 }, { 111, 500 }, { 127, 500 } };

    for (unsigned value = 1; value <= 127; value++) {
        const struct q850_cause *cause = q850_cause_lookup(value);
        g_assert_nonnull(cause);
        g_assert_cmpuint(cause->value, ==, value);
        expect_short_text(value, "cause name", cause->name, SHORT_TEXT_MAX);
        expect_clean_text(value, "cause meaning", cause->meaning, false);
        expect_sentence(value, "cause meaning", cause->meaning);
        expect(cause->sip_code == 0 || registered_phrase(cause->sip_code), value, "cause",
               "maps to a code that is not registered");
    }
    for (size_t i = 0; i < G_N_ELEMENTS(mapped); i++)
        g_assert_cmpuint(q850_cause_lookup(mapped[i].value)->sip_code, ==, mapped[i].sip_code);
    g_assert_cmpstr(q850_cause_lookup(12)->name, ==, "Unassigned");
    g_assert_cmpstr(q850_cause_lookup(17)->name, ==, "User busy");
    g_assert_cmpstr(q850_cause_lookup(127)->name, ==, "Interworking, unspecified");
    g_assert_null(q850_cause_lookup(0));
    g_assert_null(q850_cause_lookup(128));
    g_assert_null(q850_cause_lookup(G_MAXUINT));
}

static void test_warning_codes(void)
{
    static const unsigned codes[] = { 300, 301, 302, 303, 304, 305, 306, 307,
                                      308, 330, 331, 370, 380, 381, 399 };

    for (size_t i = 0; i < G_N_ELEMENTS(codes); i++) {
        const struct warning_code *warning = warning_code_at(i);
        g_assert_nonnull(warning);
        g_assert_cmpuint(warning->code, ==, codes[i]);
        g_assert_true(warning_code_lookup(codes[i]) == warning);
        expect_short_text(codes[i], "warning name", warning->name, SHORT_TEXT_MAX);
        expect_clean_text(codes[i], "warning meaning", warning->meaning, false);
        expect_sentence(codes[i], "warning meaning", warning->meaning);
        expect(warning->sip_code == 0 || registered_phrase(warning->sip_code), codes[i], "warning",
               "comes with a code that is not registered");
    }
    g_assert_null(warning_code_at(G_N_ELEMENTS(codes)));
    g_assert_cmpstr(warning_code_lookup(399)->name, ==, "Miscellaneous warning");
    g_assert_null(warning_code_lookup(123));
}

static void test_reason_causes(void)
{
    g_assert_cmpstr(reason_cause_name("q.850", 47), ==, "Resources unavailable, unspecified");
    g_assert_cmpstr(reason_cause_name("SIP", 408), ==, "Request Timeout");
    g_assert_cmpstr(reason_cause_name("STIR", 403), ==, "Stale Date");
    g_assert_cmpstr(reason_cause_name("STIR", 436), ==, response_code_lookup(436)->phrase);
    g_assert_cmpstr(reason_cause_name("release_cause", 3), ==, "Media bearer loss");
    g_assert_null(reason_cause_name("SIP", 999));
    g_assert_null(reason_cause_name("Q.850", 0));
    g_assert_null(reason_cause_name("EMM", 3));
    g_assert_nonnull(reason_protocol_source("emm"));
    g_assert_null(reason_protocol_source("X.int"));
    g_assert_true(reason_cause_is_normal("Q.850", 0));
    g_assert_true(reason_cause_is_normal("Q.850", 16));
    g_assert_true(reason_cause_is_normal("SIP", 200));
    g_assert_true(reason_cause_is_normal("RELEASE_CAUSE", 1));
    g_assert_false(reason_cause_is_normal("RELEASE_CAUSE", 2));
    g_assert_false(reason_cause_is_normal("X.int", 16));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/catalogue/texts", test_texts);
    g_test_add_func("/catalogue/differences", test_differences);
    g_test_add_func("/catalogue/order", test_order);
    g_test_add_func("/catalogue/lists", test_lists);
    g_test_add_func("/catalogue/registry", test_registry);
    g_test_add_func("/catalogue/severities", test_severities);
    g_test_add_func("/catalogue/lookup", test_lookup);
    g_test_add_func("/catalogue/unknown_codes", test_unknown_codes);
    g_test_add_func("/catalogue/classes", test_classes);
    g_test_add_func("/catalogue/references", test_references);
    g_test_add_func("/catalogue/q850_causes", test_q850_causes);
    g_test_add_func("/catalogue/warning_codes", test_warning_codes);
    g_test_add_func("/catalogue/reason_causes", test_reason_causes);
    return g_test_run();
}
