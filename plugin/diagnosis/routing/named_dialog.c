/* named_dialog.c
 * What else the capture shows of the dialog that a request names, and that its server denies.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "named_dialog.h"

#include "other_dialog.h"
#include "question/dialog_invite.h"
#include "question/flowing_media.h"

/* Longest tag shown in a detail, with its NUL. */
#define TAG_TEXT_MAX 48

/* A request this soon after the response that began its dialog may overtake it. Microseconds. */
#define SETTING_UP_TIME 50000

/* Had any of these got its PRACK before frame? */
static bool reliable_has_prack(const struct reliable_response *reliable, uint32_t frame)
{
    for (; reliable; reliable = reliable_response_older(reliable)) {
        if (reliable->prack_frame && reliable->prack_frame < frame)
            return true;
    }
    return false;
}

/* A request that has the tags of a dialog. */
struct known_dialog {
    const struct transaction *request, *invite;
    const struct early_dialog *dialog;
    const struct record *made; /* the first response with its tag, or the 2xx */
};

/* The BYE before the request that nearly names its dialog: its receiver may have taken it; NULL:
 * none. */
static const struct misfit *odd_bye(const struct transaction *request,
                                    const struct transaction *invite,
                                    const struct early_dialog *dialog)
{
    const struct misfit *odd = NULL;

    while ((odd = misfit_of_dialog(invite, early_dialog_to_tag(dialog), odd))) {
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

    while ((bye = transaction_back(transaction_older(request), bye))) {
        if (bye->method == METHOD_BYE && bye->final && bye->final->code >= 300 &&
            bye->from_tag_place == request->to_tag_place &&
            bye->to_tag_place == request->from_tag_place)
            return bye;
    }
    return NULL;
}

/* The server never got to know that its own call was answered. */
static bool tell_unconfirmed(const struct known_dialog *known, const char *server,
                             struct finding_draft *draft)
{
    const struct misfit *ack = early_dialog_answer(known->dialog)
                                   ? misfit_of_response(early_dialog_answer(known->dialog), NULL)
                                   : NULL;

    if (!known->dialog->answer_place || known->dialog->ack_frame ||
        known->request->from_tag_place == known->invite->from_tag_place)
        return false;
    if (ack)
        draft_detail(
            draft,
            "Its dialog began with the %u in frame %u. The ACK in frame %u of %s does not fit that "
            "(%s), so this host may not have the dialog.",
            known->made->code, known->made->frame, ack->frame, server,
            misfit_field_text(ack->field));
    else
        draft_detail(draft,
                     "Its dialog began with the %u in frame %u. No ACK of %s passed here: that "
                     "host does not hold the dialog.",
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
                 "(%s), but may have ended the dialog anyway.",
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
                 "Its tags are right (frame %u). %s had sent its own BYE in frame %u, which was "
                 "refused with %u.",
                 known->made->frame, server, bye->request_frame, bye->final->code);
    return true;
}

static bool tell_media(const struct known_dialog *known, const char *server, int64_t time,
                       struct finding_draft *draft)
{
    const struct media_stretch *stretch =
        flowing_media(known->request, known->invite, known->dialog, time);
    char source[ENDPOINT_TEXT_MAX];

    if (!stretch)
        return false;
    draft_evidence(draft, stretch->last_frame);
    if (endpoint_host_equals(stretch->other_side, known->request->path->server))
        draft_detail(
            draft,
            "Its tags are right (frame %u), and %s still sends RTP in this call. The call goes on "
            "there, but this request does not find it.",
            known->made->frame, server);
    else
        draft_detail(
            draft,
            "Its tags are right (frame %u), and RTP still comes from %s in this call. The call "
            "seems to go on, but %s does not find it by this request.",
            known->made->frame, endpoint_text(stretch->other_side, source), server);
    return true;
}

/* Did the host take part in the call on any hop of this INVITE? */
static bool takes_part(const struct transaction *invite, struct endpoint host)
{
    const struct transaction *hop = NULL;

    if (endpoint_host_equals(invite->path->client, host) ||
        endpoint_host_equals(invite->path->server, host))
        return true;
    while ((hop = hop_next(invite, hop))) {
        if (endpoint_host_equals(hop->path->client, host) ||
            endpoint_host_equals(hop->path->server, host))
            return true;
    }
    return false;
}

/* The request went to a host that the call was not made with: its name may have several addresses.
 */
static bool tell_other_host(const struct known_dialog *known, const char *server,
                            struct finding_draft *draft)
{
    const struct path *path = known->invite->path;
    const bool is_callers = known->request->from_tag_place == known->invite->from_tag_place;
    char host[ENDPOINT_TEXT_MAX];

    if (!known->dialog->answer_place || takes_part(known->invite, known->request->path->server))
        return false;
    draft_detail(draft,
                 "Call-ID and tags are right, but the call was made with %s (frame %u). %s, where "
                 "this %s went, took no part in that.",
                 endpoint_host_text(is_callers ? path->server : path->client, host),
                 known->made->frame, server, transaction_method_name(known->request));
    return true;
}

/* Nothing else in the capture speaks of the dialog. */
static void tell_lost(const struct known_dialog *known, const char *server, bool media_was_seen,
                      struct finding_draft *draft)
{
    if (!known->dialog->answer_place)
        draft_detail(draft,
                     "Its tags are those of frame %u, an early dialog that has no 2xx in this "
                     "capture.",
                     known->made->frame);
    else if (known->invite->request_is_cut || known->made->is_cut)
        draft_detail(draft,
                     "Call-ID and tags are right (frame %u). The capture cut off the route that it "
                     "must take.",
                     known->made->frame);
    else
        draft_detail(draft,
                     "Call-ID and tags are right (frame %u), no BYE came before%s: %s has lost or "
                     "ended the dialog.",
                     known->made->frame,
                     media_was_seen ? " and no RTP comes to its sender now" : "", server);
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
        !tell_media(known, server, exchange->record->time, draft) &&
        !tell_other_host(known, server, draft))
        tell_lost(known, server, exchange->media_was_seen, draft);
}

bool named_dialog_is_odd(const struct transaction *request)
{
    const struct early_dialog *dialog;

    return (request->to_tag_place || request->method == METHOD_NOTIFY) &&
           !dialog_invite(request, &dialog) && other_dialog_is_odd(request);
}

/* The early dialog that a request names while its INVITE has no 2xx; *invite: that. NULL: none. */
static const struct early_dialog *unanswered_dialog(const struct exchange *exchange,
                                                    const struct transaction **invite)
{
    const struct early_dialog *dialog;

    *invite = dialog_invite(exchange->transaction, &dialog);
    return *invite && !dialog->answer_place ? dialog : NULL;
}

bool named_dialog_find_refused(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *invite;

    if (!unanswered_dialog(exchange, &invite) || !invite->final || invite->final->code < 300 ||
        invite->final->frame > exchange->record->frame)
        return false;
    draft_detail(draft, "Its INVITE had ended with the %u in frame %u, and the dialog with it.",
                 invite->final->code, invite->final->frame);
    draft_evidence(draft, invite->final->frame);
    return true;
}

bool named_dialog_find_early_bye(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *bye = exchange->transaction, *invite;
    const struct early_dialog *dialog = unanswered_dialog(exchange, &invite);

    if (bye->method != METHOD_BYE || !dialog || invite->final ||
        bye->from_tag_place == invite->from_tag_place)
        return false;
    draft_detail(draft,
                 "No 2xx came by here before this BYE: its dialog is the early one of the %u in "
                 "frame %u. The called side has to refuse the INVITE of frame %u.",
                 early_dialog_first(dialog)->code, early_dialog_first(dialog)->frame,
                 invite->request_frame);
    draft_evidence(draft, bye->request_frame);
    draft_evidence(draft, early_dialog_first(dialog)->frame);
    return true;
}

/* The callee's request follows its reliable 18x so closely that the caller need not have seen that
 * first: no PRACK has come yet. */
static bool tell_before_prack(const struct transaction *request, const struct transaction *invite,
                              const struct early_dialog *dialog, struct finding_draft *draft)
{
    const struct record *first = early_dialog_first(dialog);
    const struct reliable_response *reliable = early_dialog_reliable(dialog);
    char client[ENDPOINT_TEXT_MAX];

    if (request->from_tag_place == invite->from_tag_place || !first ||
        early_dialog_answer(dialog) || reliable_has_prack(reliable, request->request_frame) ||
        !time_is_near(first->time, request->request_time, SETTING_UP_TIME))
        return false;
    draft_detail(draft,
                 "The %s in frame %u came %.4f s after the %u in frame %u, which began its dialog: "
                 "%s need not have taken that in yet.",
                 transaction_method_name(request), request->request_frame,
                 seconds_between(first->time, request->request_time), first->code, first->frame,
                 endpoint_host_text(request->path->server, client));
    draft_evidence(draft, request->request_frame);
    draft_evidence(draft, first->frame);
    return true;
}

bool named_dialog_find_early(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *request = exchange->transaction, *invite;
    const struct early_dialog *dialog;
    char server[ENDPOINT_TEXT_MAX];

    invite = dialog_invite(request, &dialog);
    if (invite && tell_before_prack(request, invite, dialog, draft))
        return true;
    if (!invite || !dialog->answer_place || request->from_tag_place != invite->from_tag_place ||
        dialog->ack_frame < request->request_frame)
        return false;
    draft_detail(draft,
                 "The %s in frame %u came before the ACK in frame %u, which confirms the %u of "
                 "frame %u. For %s the call was not set up yet.",
                 transaction_method_name(request), request->request_frame, dialog->ack_frame,
                 early_dialog_answer(dialog)->code, early_dialog_answer(dialog)->frame,
                 endpoint_host_text(request->path->server, server));
    draft_evidence(draft, request->request_frame);
    draft_evidence(draft, dialog->ack_frame);
    draft_evidence(draft, early_dialog_answer(dialog)->frame);
    return true;
}

void named_dialog_tell(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *request = exchange->transaction;
    struct known_dialog known = { .request = request };
    char tag[TAG_TEXT_MAX];

    known.invite = dialog_invite(request, &known.dialog);
    if (known.invite) {
        known.made = early_dialog_answer(known.dialog) ? early_dialog_answer(known.dialog)
                                                       : early_dialog_first(known.dialog);
        tell_known(exchange, &known, draft);
        return;
    }
    if (other_dialog_tell(request, draft))
        return;
    quote_text(transaction_to_tag(request), tag, sizeof tag);
    draft_detail(draft, "%s (To tag \"%s\"), so the tags cannot be checked.",
                 call_is_searched_whole(transaction_call(request))
                     ? "The capture does not show how its dialog began"
                     : "The start of its dialog is not among the latest requests",
                 tag);
}
