/* voip_tap.c
 * The public tap "voip" (epan/tap-voip.h), which Telephony > VoIP Calls listens to.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "voip_tap.h"

#include "arrow_words.h"
#include "call/legs.h"
#include "call_outcome.h"
#include "diagnosis/diagnosis.h"
#include "preferences.h"
#include "shown_text.h"

/* Hosts in between that are marked before the caller of a leg. */
#define LEG_MARKS_MAX 4

static int voip_tap = -1;

/* What is known of a listed call: the findings at the messages that were shown so far. Shown again,
 * they add nothing. */
struct listed_call {
    struct outcome_findings findings;
};

/* struct call -> struct listed_call; emptied with the file. */
static wmem_map_t *listed;

void voip_tap_register(void)
{
    voip_tap = register_tap("voip");
    listed =
        wmem_map_new_autoreset(wmem_epan_scope(), wmem_file_scope(), g_direct_hash, g_direct_equal);
}

bool voip_tap_is_heard(void)
{
    return preferences->voip_calls && have_tap_listener(voip_tap);
}

static struct listed_call *list_call(const struct call *call)
{
    struct listed_call *known = (struct listed_call *)wmem_map_lookup(listed, call);

    if (!known && wmem_map_size(listed) < VOIP_CALLS_MAX) {
        known = wmem_new0(wmem_file_scope(), struct listed_call);
        wmem_map_insert(listed, call, known);
    }
    return known;
}

/* Wireshark's words for it, in its column State. */
static voip_call_state state_of(const struct call_outcome *outcome)
{
    const struct record *final = outcome->final;

    if (!outcome->attempt)
        return outcome->ending.end.bye ? VOIP_COMPLETED : VOIP_IN_CALL;
    if (final && final->code < 300)
        return outcome->ending.end.bye ? VOIP_COMPLETED : VOIP_IN_CALL;
    if (!final ? outcome->cancellation.cause
               : final->code == 487 && (outcome->cancellation.cause || outcome->ending.end.bye))
        return VOIP_CANCELLED;
    if (final)
        return VOIP_REJECTED;
    return outcome->progress ? VOIP_RINGING : VOIP_CALL_SETUP;
}

/* "> alice": a leg that continues another one, as in our own table of calls. */
static char *caller_text(const struct call *call, wmem_allocator_t *scope)
{
    const struct leg_link *link = leg_before(call_opening(call), UINT32_MAX);
    wmem_strbuf_t *text = wmem_strbuf_new(scope, "");

    for (unsigned i = 0; link && i < LEG_MARKS_MAX; i++) {
        wmem_strbuf_append(text, leg_link_is_certain(link, UINT32_MAX) ? "> " : "? ");
        link = leg_link_before(link, UINT32_MAX);
    }
    wmem_strbuf_append(text, call_caller(call) ? call_caller(call) : "");
    return wmem_strbuf_finalize(text);
}

/* One message, as an arrow and for the row of its call. The queue's items live for this packet. */
static void queue_arrow(packet_info *pinfo, const struct call *call, const char *label,
                        const char *verdict)
{
    const struct listed_call *known = list_call(call);
    voip_packet_info_t *arrow;
    struct call_outcome outcome;

    if (!known)
        return;
    outcome = call_outcome_of(call, known->findings);
    arrow = wmem_new0(pinfo->pool, voip_packet_info_t);
    arrow->protocol_name = (char *)"SIP Explain";
    /* It is compared, and shown nowhere: two Call-IDs that begin alike stay two. */
    arrow->call_id = wmem_strdup_printf(pinfo->pool, "%p", (const void *)call);
    arrow->call_state = state_of(&outcome);
    arrow->call_active_state = arrow->call_state == VOIP_IN_CALL ||
                                       arrow->call_state == VOIP_RINGING ||
                                       arrow->call_state == VOIP_CALL_SETUP
                                   ? VOIP_ACTIVE
                                   : VOIP_INACTIVE;
    arrow->from_identity = caller_text(call, pinfo->pool);
    arrow->to_identity = (char *)(call_callee(call) ? call_callee(call) : "");
    arrow->call_comment = (char *)shown_text(call_outcome_text(&outcome, pinfo->pool), pinfo->pool);
    arrow->frame_label = (char *)label;
    arrow->frame_comment = (char *)verdict;
    tap_queue_packet(voip_tap, pinfo, arrow);
}

/* A request, or the ACK of an INVITE, with what was found at it. */
static void queue_request(packet_info *pinfo, const struct frame_entry *entry,
                          const struct record *found)
{
    const char *label = arrow_request_label(entry->request, entry->is_ack, pinfo->pool);

    if (entry->is_repeat)
        label = wmem_strdup_printf(pinfo->pool, "%s again", label);
    queue_arrow(pinfo, transaction_call(entry->request), label,
                found ? arrow_verdict(found, pinfo->pool) : "");
}

/* What was found at the request stands right behind it. */
static const struct record *found_at(const struct frame_entry *request, unsigned next)
{
    const struct frame_entry entry = frame_index_at(next);

    return !entry.is_request && entry.record->is_request &&
                   record_transaction(entry.record) == request->request
               ? entry.record
               : NULL;
}

/* Is it part of a call, and neither a mirror copy nor quoted in an ICMP error? */
static bool is_of_call(const struct frame_entry *entry)
{
    const struct transaction *transaction =
        entry->is_request ? entry->request : record_transaction(entry->record);

    if (!transaction || !transaction_is_of_call(transaction))
        return false;
    return entry->is_request ||
           (!entry->record->is_request && !entry->record->is_copy && !entry->record->is_quoted);
}

static void keep_findings(const struct frame_entry *entry)
{
    const struct record *record = entry->is_request ? NULL : entry->record;
    struct listed_call *known;

    if (!record || record->is_copy || record->is_quoted || !record_transaction(record) ||
        !transaction_is_of_call(record_transaction(record)))
        return;
    known = list_call(transaction_call(record_transaction(record)));
    if (known)
        outcome_findings_add(&known->findings, record);
}

void voip_tap_queue(packet_info *pinfo, uint32_t place)
{
    struct frame_entry entry;
    unsigned count, first;

    if (!voip_tap_is_heard())
        return;
    count = frame_index_find(place, &first);
    if (!count)
        return;
    for (unsigned i = 0; i < count; i++) {
        entry = frame_index_at(first + i);
        keep_findings(&entry);
    }
    if (count > VOIP_FRAME_MESSAGES_MAX)
        count = VOIP_FRAME_MESSAGES_MAX;
    for (unsigned i = 0; i < count; i++) {
        entry = frame_index_at(first + i);
        if (!is_of_call(&entry))
            continue;
        if (entry.is_request)
            queue_request(pinfo, &entry, i + 1 < count ? found_at(&entry, first + i + 1) : NULL);
        else
            queue_arrow(pinfo, transaction_call(record_transaction(entry.record)),
                        arrow_response_label(entry.record, pinfo->pool),
                        arrow_verdict(entry.record, pinfo->pool));
    }
}
