/* fuzz_calls.c
 * libFuzzer target: a capture of any frames is remembered as calls, diagnosed and put into words.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Frames are separated by FRAME_MARK. Each begins with the four bytes of struct head; the rest is a
 * SIP message, or what a media frame holds. fuzz_seeds.py writes the same form. */

#include "call/call_memory.h"
#include "call/frame_index.h"
#include "call/hops.h"
#include "call/media.h"
#include "diagnosis/diagnosis.h"
#include "display/call_outcome.h"
#include "display/record_notes.h"
#include "display/summary.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FRAME_MARK 0xff
#define FRAMES_MAX 256

/* What a frame is. Any other kind is a SIP datagram. */
enum kind { KIND_STREAM = 3, KIND_QUOTED, KIND_RTP, KIND_ICMP, KIND_DATAGRAM, KIND_MASK = 7 };

enum flag {
    FLAG_CUT = 0x08,        /* the snapshot length cut it */
    FLAG_SAME_FRAME = 0x10, /* it lies in the same frame as the one before */
    FLAG_IPV6 = 0x20,
    FLAG_LAST_SECOND = 0x40, /* a clock that a file can hold, and nobody has */
    FLAG_FIRST_SECOND = 0x80
};

/* Of two nibbles the lower one is the source's. */
struct head {
    uint8_t kind;  /* enum kind and flags */
    uint8_t hosts; /* 10.0.0.0 to 10.0.0.15, or 2001:db8:: to 2001:db8::f */
    uint8_t ports; /* an index of ports */
    uint8_t step;  /* since the frame before: index of steps, times 1 to 8; 0x80: backwards */
};

static const uint16_t ports[] = { 5060, 5061, 5070, 5000, 4000, 4002, 4004,  4006,
                                  4010, 4014, 6000, 6002, 6004, 6014, 40000, 0 };

/* Microseconds. */
static const int64_t steps[] = { 0,        100,      300,       1000,      5000,    20000,
                                 100000,   200000,   500000,    1000000,   2000000, 5000000,
                                 10000000, 32000000, 180000000, 3600000000 };

#define BEGIN_TIME 1767225600000000 /* 2026-01-01 */

/* Longer than any message that is cut here can be told from. */
#define CUT_BYTES 300

/* What has to be true whatever the input. */
#define CHECK(is_true)                                                                             \
    do {                                                                                           \
        if (!(is_true)) {                                                                          \
            fprintf(stderr, "fuzz_calls.c:%d: not true: %s\n", __LINE__, #is_true);                \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* What the target is in the middle of: one capture. Emptied before each input. */
static struct {
    const struct record *records[FRAMES_MAX];
    const struct call *calls[FRAMES_MAX];
    unsigned record_count, call_count;
    int64_t time;
    uint32_t frame;
} capture;

/* Wireshark's engine does not run here: a start of it costs more than a million inputs. What the
 * code under test asks it for stands in the functions below, which the linker prefers to
 * Wireshark's. Each piece of memory is one allocation, so that the sanitizer sees what is written
 * beside it. */
#define ROUTINES_MAX 16

static wmem_allocator_t *file_scope, *epan_scope;
static void (*routines[ROUTINES_MAX])(void);
static void (*cleanup_routines[ROUTINES_MAX])(void);
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
    CHECK(routine_count < ROUTINES_MAX);
    routines[routine_count++] = routine;
}

void register_cleanup_routine(void (*routine)(void))
{
    CHECK(cleanup_routine_count < ROUTINES_MAX);
    cleanup_routines[cleanup_routine_count++] = routine;
}

/* Not called: what they free is found to be lost by tests/memory.py. */
void register_shutdown_routine(void (*routine)(void) _U_)
{
}

static const char *const protocols[] = { "", "rtp", "icmp", "icmpv6" };

int proto_get_id_by_filter_name(const char *name)
{
    for (int id = 1; id < (int)array_length(protocols); id++) {
        if (strcmp(protocols[id], name) == 0)
            return id;
    }
    abort();
}

int LLVMFuzzerInitialize(int *argc _U_, char ***argv _U_)
{
    wmem_init();
    epan_scope = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
    file_scope = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
    diagnosis_init();
    call_memory_init();
    history_use_burst(3, 10);
    frame_index_init();
    return 0;
}

/* What Wireshark is given has to be text that it can show. */
static void use_text(const char *text)
{
    if (!text || !g_utf8_validate(text, -1, NULL))
        fprintf(stderr, "fuzz_calls.c: no text: \"%s\"\n", text ? text : "(NULL)");
    CHECK(text && g_utf8_validate(text, -1, NULL));
}

static void use_findings(const struct record *record)
{
    unsigned count = 0;
    char text[FINDING_DETAIL_MAX];
    const char *detail;

    for (const struct finding *finding = record_findings(record); finding;
         finding = finding_next(finding)) {
        CHECK(finding_rule(finding)->id);
        CHECK(++count <= FINDINGS_MAX);
        CHECK(finding->evidence_count <= FINDING_EVIDENCE_MAX);
        CHECK(!finding_first(finding) ||
              (finding_number(finding) > 1 && finding->evidence_count == 1));
        detail = finding_detail(finding, record, text);
        CHECK(strlen(detail) < FINDING_DETAIL_MAX);
        /* A finding is made of what was seen up to now. */
        for (unsigned i = 0; i < finding->evidence_count; i++)
            CHECK(finding->evidence[i] && finding->evidence[i] <= capture.frame);
        use_text(detail);
    }
}

static void use_record(const struct record *record)
{
    struct endpoint host;
    char text[ENDPOINT_TEXT_MAX];
    uint32_t frame;

    use_findings(record);
    use_text(record_summary(record, file_scope));
    use_text(severity_name(record_severity(record)));
    if (record->is_request)
        return;
    CHECK(record_details(record) || !record_q850_cause(record));
    if (hop_failure_began(record, &host, &frame)) {
        CHECK(frame && frame <= capture.frame);
        use_text(endpoint_text(host, text));
    }
}

static void use_call(const struct call *call)
{
    const struct record *last =
        call_newest(call) ? transaction_last_response(call_newest(call)) : NULL;
    struct outcome_findings findings = { .note = { NULL, NULL } };
    struct call_outcome outcome;

    if (!call_opening(call))
        return;
    if (last)
        outcome_findings_add(&findings, last);
    outcome = call_outcome_of(call, findings);
    use_text(call_outcome_text(&outcome, file_scope));
    use_text(outcome_text("said", outcome.final, outcome.worst, file_scope));
    use_text(severity_name(call_outcome_severity(&outcome)));
}

static void remember_call(const struct call *call)
{
    if (!call || capture.call_count == FRAMES_MAX ||
        (capture.call_count && capture.calls[capture.call_count - 1] == call))
        return;
    capture.calls[capture.call_count++] = call;
}

/* As the post-dissector does it. */
static void explain(const struct sip_message *message, const struct sip_frame *frame)
{
    struct record *record = message->is_response ? record_new(message, frame) : NULL;
    const struct finding *findings;
    struct exchange exchange;

    call_memory_add(message, frame, record, &exchange);
    findings = diagnose(&exchange);
    if (!record && findings) {
        record = record_new(message, frame);
        record->transaction_place = kept_place_of(exchange.transaction);
    }
    remember_call(exchange.call);
    if (!record)
        return;
    record->findings_place = kept_place_of(findings);
    frame_index_add_record(record);
    if (capture.record_count < FRAMES_MAX)
        capture.records[capture.record_count++] = record;
    use_record(record);
}

/* A stream's payload can hold several messages; a datagram's is one. */
static void read_messages(const char *text, size_t length, const struct head *head,
                          packet_info *pinfo)
{
    const bool is_quoted = (head->kind & KIND_MASK) == KIND_QUOTED;
    const struct sip_frame frame = sip_frame_of(pinfo, pinfo->num, is_quoted);
    const size_t missing = head->kind & FLAG_CUT ? CUT_BYTES : 0;
    struct sip_message message;
    ptrdiff_t used;

    do {
        used = sip_message_read(text, length, length + missing, &message);
        if (used < 0)
            return;
        explain(&message, &frame);
        text += used;
        length -= (size_t)used;
    } while (frame.is_stream && used > 0 && length > 0);
}

/* A frame without SIP, from its UDP header on; an ICMP error is the bytes that were given. */
static void watch(const uint8_t *data, size_t size, const struct head *head, packet_info *pinfo)
{
    const bool has_header = (head->kind & KIND_MASK) != KIND_ICMP;
    const bool is_rtp = (head->kind & KIND_MASK) == KIND_RTP;
    const size_t before = has_header ? 8 : 0;
    const size_t length = MAX(before + size, is_rtp ? 20U : 1U);
    const uint8_t header[] = {
        (uint8_t)(pinfo->srcport >> 8), (uint8_t)pinfo->srcport, (uint8_t)(pinfo->destport >> 8),
        (uint8_t)pinfo->destport,       (uint8_t)(length >> 8),  (uint8_t)length,
    };
    uint8_t *frame = (uint8_t *)g_malloc0(length);
    tvbuff_t *tvb;

    if (has_header)
        memcpy(frame, header, sizeof header);
    if (size)
        memcpy(frame + before, data, size);
    if (is_rtp)
        frame[8] = 0x80;
    tvb = tvb_new_real_data(frame, (guint)length,
                            (gint)length + (head->kind & FLAG_CUT ? CUT_BYTES : 0));
    media_watch(tvb, pinfo, pinfo->num);
    tvb_free(tvb);
    g_free(frame);
}

static void set_time(packet_info *pinfo, const struct head *head)
{
    const int64_t step = steps[head->step & 15] * (1 + (head->step >> 4 & 7));

    capture.time += head->step & 0x80 ? -step : step;
    /* Both: a frame without a time. */
    if (!(head->kind & FLAG_LAST_SECOND) || !(head->kind & FLAG_FIRST_SECOND))
        pinfo->presence_flags |= PINFO_HAS_TS;
    pinfo->abs_ts.secs = (time_t)(capture.time / 1000000);
    pinfo->abs_ts.nsecs = (int)(capture.time % 1000000) * 1000;
    if (head->kind & FLAG_LAST_SECOND)
        pinfo->abs_ts.secs = INT64_MAX;
    else if (head->kind & FLAG_FIRST_SECOND)
        pinfo->abs_ts.secs = INT64_MIN;
}

static void set_layers(packet_info *pinfo, const struct head *head)
{
    static const char *const layers[] = {
        [KIND_QUOTED] = "icmp", [KIND_RTP] = "rtp", [KIND_ICMP] = "icmp", [KIND_DATAGRAM] = NULL
    };
    const char *layer = layers[head->kind & KIND_MASK];

    pinfo->layers = wmem_list_new(file_scope);
    if (layer)
        wmem_list_append(pinfo->layers, GINT_TO_POINTER(proto_get_id_by_filter_name(layer)));
}

static void add_frame(const uint8_t *data, size_t size, const struct head *head)
{
    uint8_t addresses[2][16] = { { 10, [3] = head->hosts & 15 }, { 10, [3] = head->hosts >> 4 } };
    const enum kind kind = (enum kind)(head->kind & KIND_MASK);
    const bool is_v6 = head->kind & FLAG_IPV6;
    packet_info pinfo = { .ptype = kind == KIND_STREAM ? PT_TCP : PT_UDP };
    char *text;

    if (is_v6) {
        for (unsigned i = 0; i < 2; i++) {
            addresses[i][15] = addresses[i][3];
            memcpy(addresses[i], "\x20\x01\x0d\xb8", 4);
        }
    }
    set_address(&pinfo.src, is_v6 ? AT_IPv6 : AT_IPv4, is_v6 ? 16 : 4, addresses[0]);
    set_address(&pinfo.dst, is_v6 ? AT_IPv6 : AT_IPv4, is_v6 ? 16 : 4, addresses[1]);
    pinfo.srcport = ports[head->ports & 15];
    pinfo.destport = ports[head->ports >> 4];
    if (!(head->kind & FLAG_SAME_FRAME) || !capture.frame)
        capture.frame++;
    pinfo.num = capture.frame;
    set_time(&pinfo, head);
    set_layers(&pinfo, head);
    if (kind >= KIND_RTP) {
        watch(data, size, head, &pinfo);
        return;
    }
    if (size == 0)
        return;
    /* An allocation of its own, so that nothing can be read behind it. */
    text = (char *)g_memdup2(data, size);
    read_messages(text, size, head, &pinfo);
    g_free(text);
}

static void open_capture(void)
{
    for (unsigned i = 0; i < routine_count; i++)
        routines[i]();
    memset(&capture, 0, sizeof capture);
    capture.time = BEGIN_TIME;
}

/* What is left then is a leak. */
static void close_capture(void)
{
    for (unsigned i = 0; i < cleanup_routine_count; i++)
        cleanup_routines[i]();
    wmem_free_all(file_scope);
}

/* Every record is found by its frame, and no other one. */
static void find_records(void)
{
    unsigned found = 0, first;

    for (uint32_t frame = 0; frame <= capture.frame + 1; frame++) {
        const unsigned count = frame_index_find(frame, &first);

        for (unsigned i = 0; i < count; i++) {
            const struct frame_entry entry = frame_index_at(first + i);

            CHECK(entry.frame == frame);
            found += !entry.is_request;
        }
    }
    CHECK(found >= capture.record_count);
}

/* What the window and the tables show once all is read. */
static void show_all(void)
{
    for (unsigned i = 0; i < capture.record_count; i++)
        use_record(capture.records[i]);
    for (unsigned i = 0; i < capture.call_count; i++)
        use_call(capture.calls[i]);
    find_records();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *const end = data + size;

    open_capture();
    for (unsigned i = 0; i < FRAMES_MAX && (size_t)(end - data) > sizeof(struct head); i++) {
        const struct head head = { data[0], data[1], data[2], data[3] };
        const uint8_t *mark;

        data += sizeof head;
        mark = (const uint8_t *)memchr(data, FRAME_MARK, (size_t)(end - data));
        add_frame(data, (size_t)((mark ? mark : end) - data), &head);
        data = mark ? mark + 1 : end;
    }
    show_all();
    close_capture();
    return 0;
}
