/* no_dialog.c
 * 481: the server knows no dialog or transaction that the request names rightly.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/offer_answer.h"
#include "diagnosis/misfit/difference.h"
#include "diagnosis/subjects.h"

/* Longest tag shown in a detail, with its NUL. */
#define TAG_TEXT_MAX 48

/* A CANCEL and an answer this close have crossed. Microseconds. */
#define CROSSING_TIME 500000

/* RTP this short before comes of a call that goes on. Microseconds. */
#define FLOWING_TIME 1000000

static void tell_cancel(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *invite = exchange->invite;
    const struct record *final = invite ? invite->final : NULL;
    const struct misfit *odd = final ? misfit_of_response(final, NULL) : NULL;
    int64_t wait;

    if (!invite || !invite->request_frame) {
        draft_detail(draft, "The INVITE with the branch and CSeq of this CANCEL is not in the "
                            "capture.");
        return;
    }
    draft_evidence(draft, invite->request_frame);
    if (!final || final->frame > exchange->record->frame) {
        draft_detail(draft,
                     "The server does not match it with the INVITE in frame %u, which has no "
                     "final response yet.",
                     invite->request_frame);
        return;
    }
    draft_evidence(draft, final->frame);
    wait = time_between(final->time, exchange->transaction->request_time);
    if (wait < 0)
        draft_detail(draft, "It has crossed the %u in frame %u: nothing was left to cancel.",
                     final->code, final->frame);
    else if (final->code >= 300 || invite->progress->ack_frame || wait < CROSSING_TIME)
        draft_detail(draft,
                     "The INVITE already had its %u in frame %u, %.2f s before the CANCEL: nothing "
                     "was left to cancel.",
                     final->code, final->frame,
                     seconds_between(final->time, exchange->transaction->request_time));
    else if (odd)
        draft_detail(
            draft,
            "The INVITE was answered with %u in frame %u, and the ACK in frame %u does not "
            "fit that (%s).",
            final->code, final->frame, odd->frame, misfit_field_text(odd->field));
    else
        draft_detail(draft,
                     "The INVITE was answered with %u in frame %u. No ACK came for it by here, and "
                     "%.1f s later the client still cancels: it never got that answer.",
                     final->code, final->frame,
                     seconds_between(final->time, exchange->transaction->request_time));
}

/* An earlier INVITE whose dialog the request names by its tags; *dialog is that. NULL: none is
 * near. */
static const struct transaction *dialog_invite(const struct transaction *request,
                                               const struct early_dialog **dialog)
{
    const struct transaction *other = NULL;

    while ((other = transaction_back(request->older, other))) {
        const bool is_callers = other->from_tag == request->from_tag;

        if (other->method != METHOD_INVITE || (!is_callers && other->from_tag != request->to_tag))
            continue;
        *dialog = transaction_early_dialog(other, is_callers ? request->to_tag : request->from_tag);
        if (*dialog && ((*dialog)->answer || (*dialog)->first))
            return other;
    }
    return NULL;
}

/* A request that has the tags of a dialog. */
struct known_dialog {
    const struct transaction *request, *invite;
    const struct early_dialog *dialog;
    const struct record *made; /* the first response with its tag, or the 2xx */
};

/* RTP that came to the description's endpoints just now, from host or, length 0, from anywhere;
 * NULL: none. */
static const struct media_stretch *came_just_now(const struct description *description,
                                                 struct endpoint host, int64_t time)
{
    for (unsigned i = 0; description && i < description->count; i++) {
        const struct media_stream *stream = description->lines[i].stream;
        const struct media_stretch *stretch = NULL;

        while (stream && (stretch = media_flow_next(stream->to, stretch, 0))) {
            if ((!host.length || endpoint_host_equals(stretch->other_side, host)) &&
                time_is_near(stretch->last_time, time, FLOWING_TIME))
                return stretch;
        }
    }
    return NULL;
}

/* RTP that still comes to where the sender of the request announced it, last or at first: of the
 * refusing side itself or, where there is none, of a media relay; NULL: none just now. */
static const struct media_stretch *flowing_media(const struct known_dialog *known, int64_t time)
{
    const struct transaction *request = known->request;
    const struct early_dialog *dialog = known->dialog;
    const struct record *answer = dialog->answer ? dialog->answer : dialog->described;
    const bool is_callers = request->from_tag == known->invite->from_tag;
    const struct description *descriptions[] = {
        offer_answer_in_force(request).description,
        is_callers ? known->invite->offer
        : answer   ? answer->description
                   : NULL,
    };
    const struct endpoint hosts[] = { request->path->server, { .length = 0 } };
    const struct media_stretch *stretch = NULL;

    for (unsigned i = 0; !stretch && i < array_length(hosts) * array_length(descriptions); i++)
        stretch = came_just_now(descriptions[i % 2], hosts[i / 2], time);
    return stretch;
}

/* The BYE before the request that nearly names its dialog: its receiver may have taken it; NULL:
 * none. */
static const struct misfit *odd_bye(const struct transaction *request,
                                    const struct transaction *invite,
                                    const struct early_dialog *dialog)
{
    const struct misfit *odd = NULL;

    while ((odd = misfit_of_dialog(invite, dialog->to_tag, odd))) {
        if (odd->kind == MISFIT_IN_DIALOG && odd->message && odd->message->method == METHOD_BYE &&
            odd->frame < request->request_frame)
            return odd;
    }
    return NULL;
}

/* A BYE of the other side that was refused: that side takes the dialog for ended all the same. */
static const struct transaction *refused_bye(const struct transaction *request)
{
    const struct transaction *bye = NULL;

    while ((bye = transaction_back(request->older, bye))) {
        if (bye->method == METHOD_BYE && bye->final && bye->final->code >= 300 &&
            bye->from_tag == request->to_tag && bye->to_tag == request->from_tag)
            return bye;
    }
    return NULL;
}

/* The server never got to know that its own call was answered. */
static bool tell_unconfirmed(const struct known_dialog *known, const char *server,
                             struct finding_draft *draft)
{
    const struct misfit *ack =
        known->dialog->answer ? misfit_of_response(known->dialog->answer, NULL) : NULL;

    if (!known->dialog->answer || known->dialog->ack_frame ||
        known->request->from_tag == known->invite->from_tag)
        return false;
    if (ack)
        draft_detail(
            draft,
            "Its dialog is that of the %u in frame %u, which the ACK in frame %u of %s does "
            "not fit (%s): it may not hold that dialog.",
            known->made->code, known->made->frame, ack->frame, server,
            misfit_field_text(ack->field));
    else
        draft_detail(draft,
                     "Its dialog is that of the %u in frame %u, which %s never confirmed with an "
                     "ACK that came by here: it does not hold that dialog.",
                     known->made->code, known->made->frame, server);
    draft_evidence(draft, ack ? ack->frame : 0);
    return true;
}

/* A BYE that nearly names the dialog came before: its receiver may have taken it. */
static bool tell_odd_bye(const struct known_dialog *known, struct finding_draft *draft)
{
    const struct misfit *odd = odd_bye(known->request, known->invite, known->dialog);

    if (!odd)
        return false;
    draft_evidence(draft, odd->frame);
    draft_detail(draft,
                 "Its tags are right (frame %u). The BYE in frame %u before it does not fit them "
                 "(%s), and may have ended the dialog all the same.",
                 known->made->frame, odd->frame, misfit_field_text(odd->field));
    return true;
}

/* The server had hung up itself: its BYE was refused. */
static bool tell_own_bye(const struct known_dialog *known, const char *server,
                         struct finding_draft *draft)
{
    const struct transaction *bye = refused_bye(known->request);

    if (!bye)
        return false;
    draft_evidence(draft, bye->request_frame);
    draft_detail(draft,
                 "Its tags are right (frame %u). %s had sent a BYE of its own in frame %u, which "
                 "was refused with %u.",
                 known->made->frame, server, bye->request_frame, bye->final->code);
    return true;
}

static bool tell_media(const struct known_dialog *known, const char *server, int64_t time,
                       struct finding_draft *draft)
{
    const struct media_stretch *stretch = flowing_media(known, time);
    char source[ENDPOINT_TEXT_MAX];

    if (!stretch)
        return false;
    draft_evidence(draft, stretch->last_frame);
    if (endpoint_host_equals(stretch->other_side, known->request->path->server))
        draft_detail(
            draft,
            "Its tags are right (frame %u), and %s still sends RTP in this call: it has not "
            "ended it, but does not find it by this request.",
            known->made->frame, server);
    else
        draft_detail(
            draft,
            "Its tags are right (frame %u), and RTP still comes from %s in this call: it seems "
            "to go on, but %s does not find it by this request.",
            known->made->frame, endpoint_text(stretch->other_side, source), server);
    return true;
}

/* Nothing else in the capture speaks of the dialog. */
static void tell_lost(const struct known_dialog *known, const char *server, bool media_was_seen,
                      struct finding_draft *draft)
{
    if (!known->dialog->answer)
        draft_detail(draft,
                     "Its tags are those of frame %u, an early dialog that has no 2xx in this "
                     "capture.",
                     known->made->frame);
    else if (known->invite->request_is_cut || known->made->is_cut)
        draft_detail(draft,
                     "Call-ID and tags are right (frame %u). The way it must take is cut off in "
                     "this capture.",
                     known->made->frame);
    else
        draft_detail(draft,
                     "Call-ID and tags are right (frame %u), no BYE came before%s: %s has lost or "
                     "ended the dialog.",
                     known->made->frame,
                     media_was_seen ? " and no RTP comes to its sender just now" : "", server);
}

/* The tags are those of a dialog: what else in the capture speaks of it? */
static void tell_known(const struct exchange *exchange, const struct known_dialog *known,
                       struct finding_draft *draft)
{
    char server[ENDPOINT_TEXT_MAX];

    endpoint_host_text(known->request->path->server, server);
    draft_evidence(draft, known->made->frame);
    if (!tell_unconfirmed(known, server, draft) && !tell_odd_bye(known, draft) &&
        !tell_own_bye(known, server, draft) &&
        !tell_media(known, server, exchange->record->time, draft))
        tell_lost(known, server, exchange->media_was_seen, draft);
}

/* A PRACK that names its response rightly, and is the first to do so. */
static void tell_prack(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *record = exchange->reliable->record;
    char server[ENDPOINT_TEXT_MAX];

    draft_evidence(draft, record->frame);
    draft_detail(
        draft,
        "Its RAck and tags are those of the %u in frame %u, which waits for it: %s does not "
        "find that response, or has given it up.",
        record->code, record->frame,
        endpoint_host_text(exchange->transaction->path->server, server));
}

static void tell_dialog(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *request = exchange->transaction;
    struct known_dialog known = { .request = request };
    char tag[TAG_TEXT_MAX];

    known.invite = dialog_invite(request, &known.dialog);
    if (known.invite) {
        known.made = known.dialog->answer ? known.dialog->answer : known.dialog->first;
        tell_known(exchange, &known, draft);
        return;
    }
    quote_text(request->to_tag, tag, sizeof tag);
    draft_detail(draft,
                 "The capture does not show how its dialog began (To tag \"%s\"): it cannot tell "
                 "whether the tags are right.",
                 tag);
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
                 "RSeq %u of the %u in frame %u was confirmed already: by the PRACK in frame %u, "
                 "which got its answer in frame %u.",
                 reliable->rseq, reliable->record->code, reliable->record->frame,
                 reliable->prack_frame, reliable->prack_final_frame);
    draft_evidence(draft, reliable->prack_frame);
    draft_evidence(draft, reliable->prack_final_frame);
}

/* The 481 answers a copy of a request that had got its 2xx: the server has forgotten it. */
static bool is_of_answered_copy(const struct exchange *exchange)
{
    const struct transaction *request = exchange->transaction;
    const struct record *final = request->final;

    return final && final != exchange->record && final->code < 300 &&
           request->last_request_frame > final->frame;
}

static void tell_answered(const struct transaction *request, struct finding_draft *draft)
{
    draft_detail(draft,
                 "The %s had got its %u in frame %u. The copy in frame %u came to a server that "
                 "had forgotten it.",
                 request->method_name, request->final->code, request->final->frame,
                 request->last_request_frame);
    draft_evidence(draft, request->final->frame);
    draft_evidence(draft, request->last_request_frame);
}

static void tell_ended(const struct transaction *bye, struct finding_draft *draft)
{
    char client[ENDPOINT_TEXT_MAX];

    draft_detail(draft, "The dialog had ended with the BYE of %s in frame %u.",
                 endpoint_host_text(bye->path->client, client), bye->request_frame);
    draft_evidence(draft, bye->request_frame);
}

/* What is odd about the request is told by misfit.*, a wrong RAck by reliable.wrong-rack. */
static bool is_told(const struct transaction *request, const struct record *failure)
{
    const struct misfit *misfit = misfit_of_message(request);

    return (misfit && difference_explains(misfit, failure)) ||
           (request->method == METHOD_PRACK && !request->acknowledges);
}

/* What was to be done is done: nothing is lost. */
static bool find_over(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *request = exchange->transaction, *bye;

    if (exchange->record->code != 481 || !exchange_has_request(exchange) ||
        hop_relayed_from(exchange->record))
        return false;
    bye = request->to_tag && request->method != METHOD_CANCEL
              ? transaction_bye(request, exchange->record->frame)
              : NULL;
    if (is_of_answered_copy(exchange))
        tell_answered(request, draft);
    else if (!(exchange->moments & AT_FAILURE) || is_told(request, exchange->record))
        return false;
    else if (bye)
        tell_ended(bye, draft);
    else if (confirmed_before(exchange))
        tell_confirmed(exchange, draft);
    else
        return false;
    draft_evidence(draft, request->request_frame);
    return true;
}

static bool find_without_dialog(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *request = exchange->transaction;

    if (exchange->record->code != 481 || !exchange_has_request(exchange) ||
        hop_relayed_from(exchange->record) || is_told(request, exchange->record) ||
        confirmed_before(exchange) ||
        (request->method != METHOD_CANCEL && request->to_tag &&
         transaction_bye(request, exchange->record->frame)))
        return false;
    draft_evidence(draft, request->request_frame);
    if (request->method == METHOD_CANCEL)
        tell_cancel(exchange, draft);
    else if (exchange->reliable)
        tell_prack(exchange, draft);
    else if (request->to_tag)
        tell_dialog(exchange, draft);
    else if (request->method == METHOD_BYE)
        draft_detail(draft, "The BYE has no tag in To: it names no dialog.");
    else
        draft_detail(draft, "The request has no To tag: the server misses what its other headers "
                            "refer to (Replaces, Join, Event).");
    return true;
}

static const struct rule rules[] = {
    {
        .id = "routing.over",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "the request came too late: what it names was over or done already",
        .advice =
            "Nothing to correct when messages crossed. If it is usual: the answer before it came "
            "late or did not arrive, so look at the time between the two.",
        .reference = { 3261, "12.2.2" },
        .moments = AT_RESPONSE,
        .applies = find_over,
    },
    {
        .id = "routing.no-dialog",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "the server knows no such dialog or transaction",
        .advice =
            "Compare Call-ID and tags with those of the 2xx, and look whether that answer reached "
            "both sides. If all is right: a restart, a failover, or the wrong node of a cluster.",
        .reference = { 3261, "12.2.2" },
        .moments = AT_FAILURE,
        .applies = find_without_dialog,
    },
};

const struct rule_list no_dialog_rules = { .subject = "routing",
                                           .rules = rules,
                                           .count = array_length(rules) };
