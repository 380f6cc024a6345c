/* player.c
 * Plays a capture, message by message, to the memory of calls and the rules, without Wireshark.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "player.h"

#include "call/call_memory.h"
#include "call/frame_index.h"
#include "diagnosis/diagnosis.h"
#include "display/summary.h"

#include <string.h>

#define ROUTINES_MAX 16

/* What of Wireshark's engine the code under test asks for; the linker prefers these. */
static wmem_allocator_t *file_scope, *epan_scope;
static void (*routines[ROUTINES_MAX])(void), (*cleanup_routines[ROUTINES_MAX])(void);
static unsigned routine_count, cleanup_routine_count;

wmem_allocator_t *wmem_file_scope(void)
{
    return file_scope;
}

wmem_allocator_t *wmem_epan_scope(void)
{
    return epan_scope;
}

void register_init_routine(void (*routine)(void))
{
    g_assert_cmpuint(routine_count, <, ROUTINES_MAX);
    routines[routine_count++] = routine;
}

void register_cleanup_routine(void (*routine)(void))
{
    g_assert_cmpuint(cleanup_routine_count, <, ROUTINES_MAX);
    cleanup_routines[cleanup_routine_count++] = routine;
}

void register_shutdown_routine(void (*routine)(void) _U_)
{
}

int proto_get_id_by_filter_name(const char *name _U_)
{
    return 1;
}

/* The capture so far: all that was said of it, a line for each headline and each finding. */
static GString *said;
static uint32_t frame_number;
static const struct call *first_call;

void open_capture(void)
{
    if (said)
        g_string_free(said, TRUE);
    for (unsigned i = 0; i < cleanup_routine_count; i++)
        cleanup_routines[i]();
    wmem_free_all(file_scope);
    for (unsigned i = 0; i < routine_count; i++)
        routines[i]();
    said = g_string_new("");
    frame_number = 0;
    first_call = NULL;
}

static struct endpoint host(unsigned number)
{
    char text[16];

    snprintf(text, sizeof text, "10.0.0.%u", number);
    return endpoint_read((struct span){ text, strlen(text) }, 5060);
}

static void explain(const struct sip_message *message, const struct sip_frame *frame)
{
    struct record *record = message->is_response ? record_new(message, frame) : NULL;
    const struct finding *findings;
    struct exchange exchange;
    char text[FINDING_DETAIL_MAX];

    call_memory_add(message, frame, record, &exchange);
    findings = diagnose(&exchange);
    if (!first_call)
        first_call = exchange.call;
    if (!record && findings) {
        record = record_new(message, frame);
        record->transaction_place = kept_place_of(exchange.transaction);
    }
    if (!record)
        return;
    record->findings_place = kept_place_of(findings);
    g_string_append_printf(said, "%s\n", record_summary(record, file_scope));
    for (; findings; findings = finding_next(findings))
        g_string_append_printf(said, "%s: %s\n", finding_rule(findings)->id,
                               finding_detail(findings, record, text));
}

void send_message(double seconds, unsigned from, unsigned to, const char *text)
{
    const struct sip_frame frame = {
        .number = ++frame_number,
        .time = PLAYER_BEGIN_TIME + (int64_t)(seconds * 1e6),
        .source = host(from),
        .destination = host(to),
        .is_plain = true,
    };
    char **lines = g_strsplit(text, "\n", -1);
    char *joined = g_strjoinv("\r\n", lines);
    char *whole = g_strconcat(joined, "Content-Length: 0\r\n\r\n", NULL);
    struct sip_message message;

    g_assert_cmpint(sip_message_read(whole, strlen(whole), strlen(whole), &message), >, 0);
    explain(&message, &frame);
    g_free(whole);
    g_free(joined);
    g_strfreev(lines);
}

const struct call *player_first_call(void)
{
    return first_call;
}

void player_say(const char *words)
{
    g_string_append_printf(said, "%s\n", words);
}

const char *player_said(void)
{
    return said->str;
}

bool is_said(const char *words)
{
    return g_regex_match_simple(words, said->str, G_REGEX_CASELESS, (GRegexMatchFlags)0);
}

void player_init(void)
{
    wmem_init();
    epan_scope = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
    file_scope = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
    diagnosis_init();
    call_memory_init();
    frame_index_init();
}
