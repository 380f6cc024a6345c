/* no_dialog.c
 * 481: the server knows no dialog or transaction that the request names rightly.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/subjects.h"
#include "named_dialog.h"
#include "other_dialog.h"
#include "question/difference.h"
#include "replaced_dialog.h"
#include "wrong_request.h"

/* A CANCEL and an answer this close have crossed. Microseconds. */
#define CROSSING_TIME 500000

/* The CANCEL of an INVITE that has its final response. */
static void tell_late_cancel(const struct transaction *cancel, const struct transaction *invite,
                             struct finding_draft *draft)
{
    const struct record *final = invite->final;
    const struct misfit *odd = misfit_of_response(final, NULL);
    const int64_t wait = time_between(final->time, cancel->request_time);

    draft_evidence(draft, final->frame);
    if (final->frame > cancel->request_frame)
        draft_detail(draft, "It crossed the %u in frame %u: nothing was left to cancel.",
                     final->code, final->frame);
    else if (final->code >= 300 || transaction_progress(invite)->ack_frame || wait < CROSSING_TIME)
        draft_detail(draft,
                     "The INVITE already had its %u in frame %u, %.2f s before the CANCEL: nothing "
                     "was left to cancel.",
                     final->code, final->frame, seconds_between(final->time, cancel->request_time));
    else if (odd)
        draft_detail(
            draft,
            "The INVITE was answered with %u in frame %u, and the ACK in frame %u does not "
            "fit that (%s).",
            final->code, final->frame, odd->frame, misfit_field_text(odd->field));
    else
        draft_detail(draft,
                     "The INVITE was answered with %u in frame %u. Its ACK never passed here, and "
                     "%.1f s later the client still cancels: it never got that answer.",
                     final->code, final->frame, seconds_between(final->time, cancel->request_time));
}

static void tell_cancel(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *invite = exchange->invite;

    if (!invite || !invite->request_frame) {
        draft_detail(draft, "The INVITE with the branch and CSeq of this CANCEL is not in the "
                            "capture.");
        return;
    }
    draft_evidence(draft, invite->request_frame);
    if (invite->final && invite->final->frame <= exchange->record->frame)
        tell_late_cancel(exchange->transaction, invite, draft);
    else
        draft_detail(draft,
                     "The server does not match it with the INVITE in frame %u, which has no "
                     "final response yet.",
                     invite->request_frame);
}

/* A CANCEL that came when its INVITE was over, for its client too. */
static bool is_late_cancel(const struct exchange *exchange)
{
    const struct transaction *cancel = exchange->transaction, *invite = exchange->invite;
    const struct record *final = invite && invite->request_frame ? invite->final : NULL;

    return cancel->method == METHOD_CANCEL && final && final->frame <= exchange->record->frame &&
           (final->frame > cancel->request_frame || final->code >= 300 ||
            transaction_progress(invite)->ack_frame ||
            time_between(final->time, cancel->request_time) < CROSSING_TIME);
}

/* A PRACK that names its response rightly, and is the first to do so. */
static void tell_prack(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *record = reliable_response_record(exchange->reliable);
    char server[ENDPOINT_TEXT_MAX];

    draft_evidence(draft, record->frame);
    draft_detail(
        draft,
        "Its RAck and tags are those of the %u in frame %u, which waits for it: %s does not find "
        "that response, or no longer waits.",
        record->code, record->frame,
        endpoint_host_text(exchange->transaction->path->server, server));
}

/* The response that has confirmed what this PRACK names, before this 481; 0: none. */
static uint32_t confirmed_before(const struct exchange *exchange)
{
    const struct reliable_response *reliable = exchange->reliable;

    return reliable && reliable->prack_final_frame &&
                   reliable->prack_frame != exchange->transaction->request_frame
               ? reliable->prack_final_frame
               : 0;
}

static void tell_confirmed(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct reliable_response *reliable = exchange->reliable;

    draft_detail(draft,
                 "RSeq %u of the %u in frame %u was confirmed already by the PRACK in frame %u, "
                 "which got its answer in frame %u.",
                 reliable_response_rseq(reliable), reliable_response_record(reliable)->code,
                 reliable_response_record(reliable)->frame, reliable->prack_frame,
                 reliable->prack_final_frame);
    draft_evidence(draft, reliable->prack_frame);
    draft_evidence(draft, reliable->prack_final_frame);
}

/* Two BYEs of the two sides, neither of which can have known of the other. */
static bool crosses(const struct transaction *request, const struct transaction *bye)
{
    return request->method == METHOD_BYE && bye->from_tag_place != request->from_tag_place &&
           time_is_near(bye->request_time, request->request_time, CROSSING_TIME);
}

static void tell_ended(const struct transaction *request, const struct transaction *bye,
                       struct finding_draft *draft)
{
    char client[ENDPOINT_TEXT_MAX];

    if (crosses(request, bye))
        draft_detail(draft,
                     "Both sides hung up at the same time: this BYE and that of %s in frame %u "
                     "crossed. Nothing is wrong.",
                     endpoint_host_text(bye->path->client, client), bye->request_frame);
    else
        draft_detail(draft, "The dialog had ended with the BYE of %s in frame %u.",
                     endpoint_host_text(bye->path->client, client), bye->request_frame);
    draft_evidence(draft, bye->request_frame);
}

/* What is odd about the request is told by misfit.*, a wrong RAck by reliable.wrong-rack. */
static bool is_told(const struct transaction *request, const struct record *failure)
{
    const struct misfit *misfit = misfit_of_message(request);

    return (misfit && difference_explains(misfit, failure)) ||
           (request->method == METHOD_PRACK && !transaction_acknowledges(request));
}

/* A 481 that nothing else explains which is told elsewhere. */
static bool is_open_481(const struct exchange *exchange)
{
    return exchange->record->code == 481 && exchange_has_request(exchange) &&
           !exchange->relayed_from && !is_told(exchange->transaction, exchange->record);
}

/* What was to be done is done: nothing is lost. */
static bool find_over(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *request = exchange->transaction, *bye;

    if (!is_open_481(exchange))
        return false;
    bye = transaction_to_tag(request) && request->method != METHOD_CANCEL
              ? transaction_bye(request, exchange->record->frame)
              : NULL;
    if (bye)
        tell_ended(request, bye, draft);
    else if (confirmed_before(exchange))
        tell_confirmed(exchange, draft);
    else if (is_late_cancel(exchange))
        tell_late_cancel(request, exchange->invite, draft);
    else if (!named_dialog_find_refused(exchange, draft) &&
             !other_dialog_find_ended(exchange, draft) &&
             !other_dialog_find_notify_ended(exchange, draft))
        return false;
    draft_evidence(draft, request->request_frame);
    return true;
}

static bool find_expired(const struct exchange *exchange, struct finding_draft *draft)
{
    struct finding_draft other = { .rule = draft->rule };

    if (!is_open_481(exchange) || other_dialog_find_ended(exchange, &other) ||
        !other_dialog_find_expired(exchange, draft))
        return false;
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

/* A CANCEL has to wait for a provisional response, as it may overtake its INVITE (RFC 3261 section
 * 9.1). */
static bool find_early_cancel(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *cancel = exchange->transaction, *invite = exchange->invite;
    char server[ENDPOINT_TEXT_MAX];

    if (cancel->method != METHOD_CANCEL || !invite || !invite->request_frame ||
        (transaction_first_response(invite) &&
         transaction_first_response(invite)->frame < exchange->record->frame))
        return false;
    draft_detail(draft,
                 "The CANCEL in frame %u came %.3f s after the INVITE in frame %u, before any "
                 "provisional response: %s did not know the INVITE yet.",
                 cancel->request_frame, seconds_between(invite->request_time, cancel->request_time),
                 invite->request_frame, endpoint_host_text(cancel->path->server, server));
    draft_evidence(draft, cancel->request_frame);
    draft_evidence(draft, invite->request_frame);
    return true;
}

static bool find_too_early(const struct exchange *exchange, struct finding_draft *draft)
{
    return is_open_481(exchange) &&
           (find_early_cancel(exchange, draft) || named_dialog_find_early(exchange, draft));
}

/* What is told by the rules of which each knows one cause. */
static bool is_explained(const struct exchange *exchange)
{
    struct finding_draft other = { .rule = NULL };

    return find_over(exchange, &other) || find_too_early(exchange, &other) ||
           wrong_request_is_told(exchange) || other_dialog_find_expired(exchange, &other);
}

bool no_dialog_is_left_open(const struct exchange *exchange)
{
    struct finding_draft other = { .rule = NULL };

    return is_open_481(exchange) && !find_over(exchange, &other) &&
           !find_too_early(exchange, &other);
}

static bool find_without_dialog(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *request = exchange->transaction;

    if (!is_open_481(exchange) || named_dialog_is_odd(request) ||
        replaced_dialog_is_named(exchange) || is_explained(exchange))
        return false;
    draft_evidence(draft, request->request_frame);
    draft_headline(draft, "HOST does not know this %s",
                   method_is_of_call((enum method)request->method) ? "call" : "dialog");
    if (request->method == METHOD_CANCEL)
        tell_cancel(exchange, draft);
    else if (exchange->reliable)
        tell_prack(exchange, draft);
    else if (request->to_tag_place)
        named_dialog_tell(exchange, draft);
    else if (request->method == METHOD_BYE)
        draft_detail(draft, "The BYE has no tag in To: it names no dialog.");
    else
        draft_detail(draft, "The request has no To tag. The server does not find what its other "
                            "headers name (Replaces, Join, Event).");
    return true;
}

/* Its tags are nearly those of a subscription, or stand the wrong way round. */
static bool find_odd_dialog(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *request = exchange->transaction;

    if (!is_open_481(exchange) || request->method == METHOD_CANCEL || !named_dialog_is_odd(request))
        return false;
    draft_evidence(draft, request->request_frame);
    other_dialog_tell_odd(request, draft);
    return true;
}

static const struct rule rules[] = {
    {
        .id = "routing.over",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "the request came too late: what it names was already over",
        .headline = "METHOD came too late: what it names was over",
        .advice =
            "Nothing to correct if messages crossed. If this happens often, an earlier answer came "
            "late or did not arrive: look at the time between the two.",
        .reference = { 3261, "12.2.2" },
        .actor = ACTOR_NOBODY,
        .moments = AT_FAILURE,
        .codes = { 481 },
        .applies = find_over,
    },
    {
        .id = "routing.no-dialog",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "the server knows no such dialog or transaction",
        .headline = "the server does not know this call",
        .yields = true,
        .advice =
            "Compare Call-ID and tags with those of the 2xx, and check whether that answer reached "
            "both sides. If all is right, look for a restart, a failover or the wrong node of a "
            "cluster.",
        .reference = { 3261, "12.2.2" },
        .moments = AT_FAILURE,
        .codes = { 481 },
        .applies = find_without_dialog,
    },
    {
        .id = "routing.subscription-expired",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "the subscription had run out before this refresh",
        .advice = "Make the subscriber refresh before its time is over, counted from the 2xx and "
                  "not from the last NOTIFY. Now it must send a new SUBSCRIBE without a To tag.",
        .reference = { 6665, "4.1.2.2" },
        .actor = ACTOR_CLIENT,
        .moments = AT_FAILURE,
        .codes = { 481 },
        .leads = true,
        .applies = find_expired,
    },
    {
        .id = "routing.too-early",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "the request came too early: what it names was not set up yet",
        .headline = "METHOD came too early: nothing to find yet",
        .advice = "Make the sender wait: with a CANCEL for a provisional response, with other "
                  "requests until its ACK is sent. Then the request must be sent again.",
        .reference = { 3261, "9.1" },
        .actor = ACTOR_CLIENT,
        .moments = AT_FAILURE,
        .codes = { 481 },
        .applies = find_too_early,
    },
    {
        .id = "routing.odd-dialog",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "the request names its dialog by tags that do not fit",
        .advice = "Correct the sender: its own tag must be in From, the other side's tag in To, as "
                  "the request and the 2xx that began the dialog had them.",
        .reference = { 3261, "12.2.1.1" },
        .actor = ACTOR_CLIENT,
        .moments = AT_FAILURE,
        .codes = { 481 },
        .applies = find_odd_dialog,
    },
    {
        .id = "routing.replaces",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "this Replaces names no call that the server knows",
        .headline = "Replaces names no call that HOST knows",
        .advice = "Look at who wrote the Replaces, or the Refer-To that it came from. Call-ID and "
                  "tags must be those of the receiver's leg, with the receiver's own tag in "
                  "to-tag.",
        .reference = { 3891, "3" },
        .actor = ACTOR_CLIENT,
        .moments = AT_FAILURE,
        .codes = { 481 },
        .applies = replaced_dialog_find,
    },
    {
        .id = "routing.pickup-late",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "the call to take over was answered already, and early-only forbids that",
        .headline = "pickup too late: that call was answered",
        .advice = "Nothing to correct if somebody answered just before. To take over answered "
                  "calls too, leave early-only out of Replaces.",
        .reference = { 3891, "3" },
        .actor = ACTOR_NOBODY,
        .moments = AT_FAILURE,
        .codes = { 486 },
        .applies = replaced_dialog_find_answered,
    },
};

const struct rule_list no_dialog_rules = { .subject = "routing",
                                           .rules = rules,
                                           .count = array_length(rules) };
