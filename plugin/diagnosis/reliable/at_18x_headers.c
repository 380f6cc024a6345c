/* at_18x_headers.c
 * Require and RSeq of a provisional response, and whether its caller knows them (RFC 3262).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/subjects.h"

/* The same 18x came on another hop a moment ago: what is wrong with it was told there.
 * Microseconds. */
#define SAME_RESPONSE_TIME 5000000

/* The headers of the 18x are all known, and the same 18x did not come on another hop before. */
static bool is_new_18x(const struct exchange *exchange)
{
    const struct record *record = exchange->record, *same;

    if (exchange->message->headers_are_cut || exchange->message->too_many_headers ||
        !record_details(record))
        return false;
    same = hop_same_response(record, SAME_RESPONSE_TIME);
    return !same || !record_details(same) ||
           record_details(same)->has_rseq != record_details(record)->has_rseq ||
           record_details(same)->requires_100rel != record_details(record)->requires_100rel ||
           transaction_request(record_transaction(same))->supports_100rel !=
               transaction_request(exchange->transaction)->supports_100rel;
}

/* A callee that does it wrong does it in each 18x: telling it once is enough. */
static bool is_first_of_its_kind(const struct exchange *exchange)
{
    const struct record *record = exchange->record;
    const struct record *earlier = transaction_first_response(exchange->transaction);

    for (unsigned i = 0; i < CALL_SEARCH_MAX && earlier; i++, earlier = record_next(earlier)) {
        if (earlier == record)
            return true;
        if (record_is_18x(earlier) && record_details(earlier) &&
            record_details(earlier)->has_rseq == record_details(record)->has_rseq &&
            record_details(earlier)->requires_100rel == record_details(record)->requires_100rel)
            return false;
    }
    return false;
}

static bool find_no_rseq(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *record = exchange->record;

    if (!is_new_18x(exchange) || !record_details(record)->requires_100rel ||
        record_details(record)->has_rseq || !is_first_of_its_kind(exchange))
        return false;
    draft_detail(draft, "The %u requires 100rel, but its RSeq is %s.", record->code,
                 sip_message_has_header(exchange->message, SIP_HEADER_RSEQ) ? "no number"
                                                                            : "missing");
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

static bool find_rseq_unrequired(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *record = exchange->record;

    if (!is_new_18x(exchange) || record_details(record)->requires_100rel ||
        !record_details(record)->has_rseq || !is_first_of_its_kind(exchange))
        return false;
    draft_detail(draft, "The %u has RSeq %u, but not Require: 100rel.", record->code,
                 record_details(record)->rseq);
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

static bool find_unsupported(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *invite = exchange->transaction;

    if (!is_new_18x(exchange) || !record_details(exchange->record)->requires_100rel ||
        !exchange_has_request(exchange) || transaction_request(invite)->supports_100rel ||
        !is_first_of_its_kind(exchange))
        return false;
    draft_detail(draft, "The INVITE in frame %u does not list 100rel in Supported or Require.",
                 invite->request_frame);
    draft_evidence(draft, invite->request_frame);
    return true;
}

static bool find_out_of_order(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct reliable_response *reliable = exchange->reliable;
    const struct reliable_response *older = reliable ? reliable_response_older(reliable) : NULL;

    if (!older || reliable_response_record(reliable) != exchange->record ||
        reliable_response_rseq(reliable) == reliable_response_rseq(older) + 1 ||
        !exchange_has_request(exchange) || !is_new_18x(exchange))
        return false;
    draft_detail(draft, "RSeq %u follows RSeq %u (frame %u)%s.", reliable_response_rseq(reliable),
                 reliable_response_rseq(older), reliable_response_record(older)->frame,
                 reliable_response_rseq(reliable) > reliable_response_rseq(older)
                     ? "; perhaps a response in between was lost, or the capture missed it"
                     : "");
    draft_evidence(draft, reliable_response_record(older)->frame);
    return true;
}

static const struct rule rules[] = {
    {
        .id = "reliable.no-rseq",
        .severity = SEVERITY_ERROR,
        .group = GROUP_PROTOCOL,
        .summary = "Require: 100rel without a usable RSeq",
        .advice = "The caller cannot send PRACK without RSeq. Correct the element that adds "
                  "Require, or the one on the way that removes RSeq.",
        .reference = { 3262, "3" },
        .actor = ACTOR_SENDER,
        .moments = AT_18X,
        .needs = NEEDS_DETAILS,
        .applies = find_no_rseq,
    },
    {
        .id = "reliable.rseq-unrequired",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "RSeq without Require: 100rel",
        .advice = "Most callers send no PRACK then, but the callee may wait for one. Look for an "
                  "element on the way that removes Require.",
        .reference = { 3262, "3" },
        .actor = ACTOR_SENDER,
        .moments = AT_18X,
        .needs = NEEDS_DETAILS,
        .applies = find_rseq_unrequired,
    },
    {
        .id = "reliable.unsupported",
        .severity = SEVERITY_ERROR,
        .group = GROUP_PROTOCOL,
        .summary = "the callee requires 100rel, but the caller did not offer it",
        .headline = "100rel required, but the caller did not offer it",
        .advice = "Switch reliable provisional responses off at the callee for this caller, or "
                  "make the caller offer 100rel. An element on the way may have removed it.",
        .reference = { 3262, "3" },
        .moments = AT_18X,
        .needs = NEEDS_DETAILS,
        .applies = find_unsupported,
    },
    {
        .id = "reliable.out-of-order",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "RSeq is not one higher than the one before",
        .advice = "The caller must ignore an 18x that is out of order. If none was lost in "
                  "between, correct the numbering at the callee, or at a B2BUA that merges "
                  "branches.",
        .reference = { 3262, "4" },
        .moments = AT_18X,
        .needs = NEEDS_RELIABLE,
        .applies = find_out_of_order,
    },
};

const struct rule_list reliable_headers_rules = {
    .subject = "reliable", .rules = rules, .count = array_length(rules), .is_aside = true
};
