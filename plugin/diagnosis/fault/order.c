/* order.c
 * A 5xx that the order of messages asks for: no server broke.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/in_the_way.h"
#include "call/misfit.h"
#include "diagnosis/reliable/prack.h"
#include "diagnosis/subjects.h"
#include "judgement.h"

static void say_phrase(const struct exchange *exchange, struct finding_draft *draft)
{
    char text[FAULT_QUOTE_MAX];

    fault_say(draft,
              "The phrase \"%s\" says so. The capture shows no request that conflicts with "
              "it.",
              fault_quote(record_phrase(exchange->record), text));
}

static bool find_cseq_order(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *higher = draft->judgement->other;

    if (!higher) {
        say_phrase(exchange, draft);
        return true;
    }
    draft_evidence(draft, higher->request_frame);
    fault_say(draft, "%s has CSeq %u, but %s in frame %u of the same side had %u already.",
              transaction_method_name(exchange->transaction), exchange->transaction->cseq,
              transaction_method_name(higher), higher->request_frame, higher->cseq);
    return true;
}

/* Why the offer of an INVITE was open although an 18x with SDP had come. */
static void say_unreliable_sdp(const struct transaction *transaction,
                               const struct transaction *open, struct finding_draft *draft)
{
    const struct record *sdp = unreliable_sdp(open, transaction);

    if (!sdp || !transaction_offer(open))
        return;
    draft_evidence(draft, sdp->frame);
    fault_say(draft,
              "The SDP of the %u in frame %u does not answer its offer: that %u is not reliable.",
              sdp->code, sdp->frame, sdp->code);
}

/* "UPDATE in frame 9 came 1.0 s after the 200 in frame 4 to INVITE in frame 1; its ACK had not
 * come" */
static void say_before_ack(const struct transaction *transaction, const struct transaction *open,
                           struct finding_draft *draft)
{
    const bool is_own_200 = open->from_tag_place != transaction->from_tag_place;
    char interval[FAULT_INTERVAL_MAX];

    draft_evidence(draft, open->final->frame);
    fault_say(draft, "%s in frame %u came %s after the %u in frame %u %s, before its ACK.",
              transaction_method_name(transaction), transaction->request_frame,
              fault_interval(open->final->time, transaction->request_time, interval),
              open->final->code, open->final->frame,
              is_own_200 ? "of the same side" : "to the same side");
}

/* Of the request that was open; by the phrase alone when it is not in the capture. */
static bool find_overlapping(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct transaction *open = draft->judgement->other;
    char interval[FAULT_INTERVAL_MAX];

    if (!open) {
        say_phrase(exchange, draft);
        return true;
    }
    draft_evidence(draft, open->request_frame);
    fault_interval(open->request_time, transaction->request_time, interval);
    if (lacks_ack(open, transaction)) {
        say_before_ack(transaction, open, draft);
    } else if (open->from_tag_place == transaction->from_tag_place) {
        fault_say(draft, "%s (CSeq %u) came %s after %s (CSeq %u, frame %u), which was still open.",
                  transaction_method_name(transaction), transaction->cseq, interval,
                  transaction_method_name(open), open->cseq, open->request_frame);
        say_unreliable_sdp(transaction, open, draft);
    } else {
        fault_say(draft,
                  "%s in frame %u crossed the other side's %s in frame %u, which was still open. "
                  "The right code for this is 491.",
                  transaction_method_name(transaction), transaction->request_frame,
                  transaction_method_name(open), open->request_frame);
    }
    return true;
}

static bool find_offer_unanswered(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *prack = draft->judgement->other;
    const struct record *offer = reliable_response_record(transaction_acknowledges(prack));
    char interval[FAULT_INTERVAL_MAX];

    draft_evidence(draft, offer->frame);
    draft_evidence(draft, prack->request_frame);
    fault_say(
        draft,
        "The INVITE had no SDP, so the %u in frame %u is the offer. The PRACK in frame %u has no "
        "SDP to answer it. The %u came %s after the PRACK.",
        offer->code, offer->frame, prack->request_frame, exchange->record->code,
        fault_interval(prack->request_time, exchange->record->time, interval));
    return true;
}

/* The PRACK fits, but did not get through: refused, challenged and not sent again, or without an
 * answer. */
static void say_refused_prack(const struct reliable_response *reliable, struct finding_draft *draft)
{
    const struct record *final = reliable_response_prack(reliable)->final;

    draft_evidence(draft, reliable_response_prack(reliable)->request_frame);
    draft_evidence(draft, final ? final->frame : 0);
    if (final && record_is_challenge(final))
        fault_say(draft,
                  "The PRACK in frame %u was challenged with %u in frame %u, and not sent again "
                  "with credentials.",
                  reliable_response_prack(reliable)->request_frame, final->code, final->frame);
    else if (final)
        fault_say(draft, "The PRACK in frame %u was refused with %u in frame %u.",
                  reliable_response_prack(reliable)->request_frame, final->code, final->frame);
    else
        fault_say(draft, "The PRACK in frame %u passed here, but got no answer.",
                  reliable_response_prack(reliable)->request_frame);
}

static bool find_prack_timeout(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct reliable_response *reliable = draft->judgement->reliable;
    const struct record *record = reliable_response_record(reliable);
    const struct misfit *odd = misfit_of_response(record, NULL);
    const struct transaction *invite = exchange->transaction;
    const struct reliable_response *before =
        prack_came_before(invite, record_to_tag(record), reliable_response_rseq(reliable));
    char host[ENDPOINT_TEXT_MAX];

    draft_evidence(draft, record->frame);
    draft_evidence(draft, reliable->repeated_frame);
    fault_say(draft, "The reliable %u in frame %u (RSeq %u) %s until this %u, %.1f s later.",
              record->code, record->frame, reliable_response_rseq(reliable),
              reliable->repeated_frame ? "was repeated" : "stayed unconfirmed",
              exchange->record->code, seconds_between(record->time, exchange->record->time));
    if (reliable_response_prack(reliable)) {
        say_refused_prack(reliable, draft);
    } else if (odd) {
        draft_evidence(draft, odd->frame);
        fault_say(draft, "The PRACK in frame %u does not fit it: %s.", odd->frame,
                  misfit_field_text(odd->field));
    } else if (before) {
        draft_evidence(draft, before->prack_frame);
        fault_say(draft, "The PRACK in frame %u came to %s, which did not pass it on.",
                  before->prack_frame, endpoint_text(invite->path->client, host));
    } else if (!prack_is_unread(invite)) {
        fault_say(draft, "The capture shows no PRACK for it.");
    }
    return true;
}

static bool find_after_bye(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct transaction *bye = draft->judgement->other;

    draft_evidence(draft, bye->request_frame);
    draft_evidence(draft, transaction_last_frame(transaction));
    fault_say(draft, "%s in frame %u came after the BYE in frame %u.",
              transaction_method_name(transaction), transaction_last_frame(transaction),
              bye->request_frame);
    return true;
}

static bool find_copy_refused(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    char host[ENDPOINT_TEXT_MAX];

    draft_evidence(draft, transaction_last_frame(transaction));
    fault_say(draft,
              "%s refuses frame %u, a plain retransmission of the %s in frame %u, which it had not "
              "answered.",
              endpoint_text(transaction->path->server, host), transaction_last_frame(transaction),
              transaction_method_name(transaction), transaction->request_frame);
    return true;
}

static bool find_after_cancel(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    char interval[FAULT_INTERVAL_MAX];

    draft_evidence(draft, transaction_cancel(transaction)->request_frame);
    fault_say(draft, "The CANCEL in frame %u came %s before this %u.",
              transaction_cancel(transaction)->request_frame,
              fault_interval(transaction_cancel(transaction)->request_time, exchange->record->time,
                             interval),
              exchange->record->code);
    return true;
}

static const struct rule rules[] = {
    { .id = "fault.cseq-order",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SEQUENCE,
      .summary = "the request was out of order (CSeq): no server fault",
      .headline = "CSeq too low: refused, no server fault",
      .advice = "Each side must raise its CSeq by one for each request of a dialog, a phone for "
                "each REGISTER of a Call-ID. Look for a restart, a proxy or a failover that broke "
                "the order.",
      .reference = { 3261, "12.2.2" },
      .actor = ACTOR_CLIENT,
      .moments = AT_RESPONSE,
      .verdict = FAULT_CSEQ_ORDER,
      .applies = find_cseq_order },
    { .id = "fault.overlapping-invite",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SEQUENCE,
      .summary = "a second INVITE came before the first one was finished",
      .headline = "second INVITE too early",
      .advice = "Make the sender of the second INVITE wait for the ACK of the first one, then for "
                "the Retry-After time. The session does not change.",
      .reference = { 3261, "14.2" },
      .actor = ACTOR_CLIENT,
      .actor_more = "if it does not wait by itself",
      .moments = AT_RESPONSE,
      .verdict = FAULT_OVERLAPPING_INVITE,
      .applies = find_overlapping },
    { .id = "fault.overlapping-update",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SEQUENCE,
      .summary = "an offer came while another one was still open",
      .headline = "offer too early: another one is open",
      .advice = "Make the sender wait until the open offer is answered, then for the Retry-After "
                "time. The session does not change.",
      .reference = { 3311, "5.2" },
      .actor = ACTOR_CLIENT,
      .actor_more = "if it does not wait by itself",
      .moments = AT_RESPONSE,
      .verdict = FAULT_OVERLAPPING_UPDATE,
      .applies = find_overlapping },
    { .id = "fault.prack-timeout",
      .severity = SEVERITY_WARN,
      .group = GROUP_SEQUENCE,
      .summary = "the callee waited for the PRACK of its reliable response and gave up",
      .headline = "18x never confirmed by PRACK: callee gave up",
      .advice =
          "Look for the PRACK nearer to the caller. Check Contact and Record-Route of the 18x, and "
          "elements that remove 100rel. If a PRACK does not fit, correct its sender.",
      .reference = { 3262, "3" },
      .actor = ACTOR_CLIENT,
      .actor_more = "and the hosts on the way of the PRACK",
      .moments = AT_RESPONSE,
      .verdict = FAULT_PRACK_TIMEOUT,
      .applies = find_prack_timeout },
    { .id = "fault.offer-unanswered",
      .severity = SEVERITY_WARN,
      .group = GROUP_SEQUENCE,
      .summary = "the PRACK has no answer to the offer in the 18x: no server fault",
      .headline = "PRACK has no answer to the offer, no server fault",
      .advice =
          "If the offer came in a reliable 18x, the caller must put its answer into the PRACK. Or "
          "make the caller send an INVITE with SDP.",
      .reference = { 3262, "5" },
      .actor = ACTOR_CLIENT,
      .moments = AT_RESPONSE,
      .verdict = FAULT_OFFER_UNANSWERED,
      .applies = find_offer_unanswered },
    { .id = "fault.after-bye",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SEQUENCE,
      .summary = "the refused request belongs to a call that had ended",
      .headline = "call had ended: no fault",
      .advice = "Nothing to do: the call had ended. If this happens often, find out why the "
                "request came so late or twice.",
      .reference = { 5407, NULL },
      .actor = ACTOR_NOBODY,
      .moments = AT_RESPONSE,
      .verdict = FAULT_AFTER_BYE,
      .applies = find_after_bye },
    { .id = "fault.copy-refused",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SEQUENCE,
      .summary = "the server refused a retransmission like a new request",
      .headline = "retransmission refused like a new request",
      .advice =
          "Ask the vendor of the host that refused it: a retransmission has the branch and CSeq of "
          "its request and must get the same answer. The first copy may still get its own.",
      .reference = { 3261, "17.2.2" },
      .actor = ACTOR_SERVER,
      .moments = AT_RESPONSE,
      .verdict = FAULT_COPY_REFUSED,
      .applies = find_copy_refused },
    { .id = "fault.after-cancel",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SEQUENCE,
      .summary = "the call was cancelled already: the right code is 487",
      .headline = "call was cancelled (should be 487)",
      .advice = "Nothing to do: the call was cancelled before. Ask the server's vendor only if its "
                "statistics count such calls as failures.",
      .reference = { 3261, "9.2" },
      .actor = ACTOR_NOBODY,
      .moments = AT_RESPONSE,
      .verdict = FAULT_AFTER_CANCEL,
      .applies = find_after_cancel },
};

const struct rule_list fault_order_rules = { .subject = "fault",
                                             .rules = rules,
                                             .count = array_length(rules) };
