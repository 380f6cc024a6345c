/* place_dialog.c
 * Which dialog a request inside a dialog belongs to, and which one it nearly belongs to.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "hops.h"
#include "memory/intern.h"
#include "placing.h"
#include "recent.h"

/* How a request's tags stand to one dialog's. */
enum fit {
    FIT_NONE,    /* neither is the dialog's */
    FIT_FROM,    /* From only is wrong */
    FIT_TO,      /* To only is wrong */
    FIT_EARLY,   /* both right, but this early dialog was not answered */
    FIT_SWAPPED, /* both right, but From is the receiver's and To the sender's */
    FIT
};

/* The search for the dialog of one request. */
struct search {
    const struct transaction *request;
    const struct sip_frame *frame;
    enum fit best;
    const struct transaction *invite;
    const struct early_dialog *dialog;
    bool is_of_invite; /* the wrong tag is to be that of the INVITE's client */
    bool is_answered;  /* some dialog of the call is */
};

/* These are sent inside a dialog only; others are when they have a To tag. A SUBSCRIBE or a NOTIFY
 * can belong to a dialog that no INVITE has made. */
static bool is_in_dialog(const struct transaction *request)
{
    switch (request->method) {
    case METHOD_BYE:
    case METHOD_UPDATE:
    case METHOD_INFO:
        return true;
    case METHOD_INVITE:
    case METHOD_REFER:
    case METHOD_MESSAGE:
    case METHOD_NOTIFY:
        return request->to_tag_place != 0;
    default:
        return false;
    }
}

/* Is it the INVITE's client who sent the request? -1: its server; 0: it came another way. */
static int side_of(const struct search *search, const struct transaction *invite)
{
    const struct path *path = search->request->path, back = path_back(invite->path);

    if (path_equal(path, invite->path))
        return 1;
    if (path_equal(path, &back))
        return -1;
    if (endpoint_host_equals(invite->path->client, invite->path->server))
        return 0;
    return path_same_hosts(path, invite->path) - path_same_hosts(path, &back);
}

static enum fit fit_of(const struct search *search, const struct transaction *invite,
                       const struct early_dialog *dialog, bool *is_of_invite)
{
    const char *from = transaction_from_tag(search->request),
               *to = transaction_to_tag(search->request);
    const bool sent = from && from == transaction_from_tag(invite),
               heard = to && to == early_dialog_to_tag(dialog);
    const bool sent_back = from && from == early_dialog_to_tag(dialog),
               heard_back = to == transaction_from_tag(invite);
    const int side = side_of(search, invite);

    if ((sent && heard) || (sent_back && to && heard_back)) {
        if ((sent && heard && side < 0) || (sent_back && heard_back && side > 0))
            return FIT_SWAPPED;
        return early_dialog_answer(dialog) ? FIT : FIT_EARLY;
    }
    *is_of_invite = sent_back || (heard && !sent);
    if (sent || sent_back)
        return FIT_TO;
    return heard || (to && heard_back) ? FIT_FROM : FIT_NONE;
}

static void compare_dialogs(struct search *search, const struct transaction *invite)
{
    const struct early_dialog *dialog = transaction_early_dialogs(invite);

    for (; dialog; dialog = early_dialog_next(dialog)) {
        bool is_of_invite = false;
        const enum fit fit = fit_of(search, invite, dialog, &is_of_invite);
        search->is_answered |= early_dialog_answer(dialog) != NULL;
        if (fit < search->best || fit == FIT_NONE ||
            (fit == search->best && (!dialog->answer_place || early_dialog_answer(search->dialog))))
            continue;
        search->best = fit;
        search->invite = invite;
        search->dialog = dialog;
        search->is_of_invite = is_of_invite;
    }
}

/* The call of a request whose INVITE the capture does not hold cannot judge its tags. */
static bool has_dialogs(const struct search *search)
{
    const struct transaction *other = NULL;

    while ((other = transaction_back(transaction_older(search->request), other))) {
        if (other->method == METHOD_INVITE && transaction_early_dialogs(other))
            return true;
    }
    return false;
}

/* An earlier request with these two tags was accepted: they are right, wherever they come from. One
 * of the same side with the same Request-URI shows that the way is right too. */
static bool was_accepted(const struct search *search)
{
    const struct transaction *request = search->request, *other = NULL;

    while ((other = transaction_back(transaction_older(request), other))) {
        if (!other->final || other->final->code >= 300 || !other->to_tag_place)
            continue;
        if (other->from_tag_place == request->from_tag_place &&
            other->to_tag_place == request->to_tag_place &&
            (search->best != FIT ||
             request_uri(transaction_request(other)) == request_uri(transaction_request(request))))
            return true;
        if (other->from_tag_place == request->to_tag_place &&
            other->to_tag_place == request->from_tag_place && search->best != FIT)
            return true;
    }
    return false;
}

static uint32_t dialog_frame(const struct early_dialog *dialog)
{
    return early_dialog_answer(dialog)  ? early_dialog_answer(dialog)->frame
           : early_dialog_first(dialog) ? early_dialog_first(dialog)->frame
                                        : 0;
}

/* What is wrong with it; false: nothing is known to be. */
static bool find_difference(const struct search *search, struct misfit *misfit)
{
    const struct transaction *request = search->request;
    const bool is_from = search->best == FIT_FROM;

    misfit->wanted_frame = dialog_frame(search->dialog);
    if (search->best == FIT_SWAPPED) {
        misfit->field = FIELD_BOTH_TAGS;
        misfit->value = transaction_from_tag(request);
        misfit->wanted = transaction_to_tag(request);
        return true;
    }
    if (search->best == FIT_EARLY) {
        /* The caller may end one early dialog among several; it is odd once another was
         * answered. */
        misfit->field =
            request->to_tag_place == search->dialog->to_tag_place ? FIELD_TO_TAG : FIELD_FROM_TAG;
        misfit->value = early_dialog_to_tag(search->dialog);
        return search->is_answered;
    }
    misfit->field = is_from ? FIELD_FROM_TAG : FIELD_TO_TAG;
    misfit->value = is_from ? transaction_from_tag(request) : transaction_to_tag(request);
    misfit->wanted = search->is_of_invite ? transaction_from_tag(search->invite)
                                          : early_dialog_to_tag(search->dialog);
    if (search->is_of_invite)
        misfit->wanted_frame = placing_frame_of(search->invite);
    return true;
}

/* With the tags of a dialog that has another Call-ID, between the same two hosts. */
static bool find_other_call(struct search *search, struct misfit *misfit)
{
    const struct transaction *request = search->request;
    struct transaction *invite;
    const struct early_dialog *dialog =
        recent_dialog(transaction_from_tag(request), transaction_to_tag(request), &invite);

    if (!dialog || transaction_call(invite) == transaction_call(request) ||
        !side_of(search, invite))
        return false;
    search->invite = invite;
    search->dialog = dialog;
    misfit->field = FIELD_CALL_ID;
    misfit->value = call_call_id(transaction_call(request));
    misfit->wanted = call_call_id(transaction_call(invite));
    misfit->wanted_frame = placing_frame_of(invite);
    return true;
}

/* The answered dialog of an EARLY one's INVITE: the one that it should have named. */
static void name_answered(const struct search *search, struct misfit *misfit)
{
    const struct early_dialog *dialog = transaction_early_dialogs(search->invite);

    for (; dialog; dialog = early_dialog_next(dialog)) {
        if (!dialog->answer_place)
            continue;
        misfit->wanted = early_dialog_to_tag(dialog);
        misfit->wanted_frame = early_dialog_answer(dialog)->frame;
        misfit->dialog = dialog;
    }
}

static void keep(const struct search *search, struct misfit *misfit, struct exchange *exchange)
{
    misfit->about = search->invite;
    misfit->dialog = search->dialog;
    if (search->best == FIT_EARLY && misfit->field != FIELD_CALL_ID)
        name_answered(search, misfit);
    exchange->misfit = misfit_keep(misfit);
}

/* The Contact that the other side gave with this older request of the dialog, or in answer to it;
 * NULL: none. *frame: where. */
static const char *contact_given(const struct transaction *request, const struct transaction *older,
                                 uint32_t *frame)
{
    const struct early_dialog *dialog;

    if (older->from_tag_place == request->to_tag_place) {
        *frame = older->request_frame;
        return !older->to_tag_place || older->to_tag_place == request->from_tag_place
                   ? request_contact(transaction_request(older))
                   : NULL;
    }
    dialog = older->from_tag_place == request->from_tag_place
                 ? transaction_early_dialog(older, transaction_to_tag(request))
                 : NULL;
    *frame = dialog && dialog->answer_place ? early_dialog_answer(dialog)->frame : 0;
    return dialog ? early_dialog_target(dialog) : NULL;
}

/* Its tags are right, but its Request-URI names none of the hosts in the Contacts that the other
 * side gave over this hop. Their newest is the one to go to (RFC 3261 section 12.2.1.1), but an
 * older one may have been meant. */
static bool find_astray(const struct search *search, const struct exchange *exchange,
                        struct misfit *misfit)
{
    const struct transaction *request = search->request, *older = NULL;
    struct misfit astray = *misfit, first = { .wanted = NULL };
    uint32_t frame;

    if (sip_message_count_values(exchange->message, SIP_HEADER_VIA) != 1)
        return false;
    while ((older = transaction_back(transaction_older(request), older))) {
        const char *contact;

        if (!side_of(search, older))
            continue;
        /* What the 2xx of an UPDATE gave is not kept. */
        if (older->method == METHOD_UPDATE && older->from_tag_place == request->from_tag_place)
            return false;
        contact = older->method == METHOD_INVITE || older->method == METHOD_UPDATE
                      ? contact_given(request, older, &frame)
                      : NULL;
        if (contact && (!placing_is_astray(&astray, exchange, contact) ||
                        placing_same_place(exchange->message->request_uri, contact)))
            return false;
        if (contact && !first.wanted) {
            first = astray;
            first.wanted_frame = frame;
        }
    }
    if (first.wanted)
        *misfit = first;
    return first.wanted != NULL;
}

/* The hop of the dialog's INVITE that the sender of the request is at the end of: the request may
 * go past the next proxy, over no hop of the INVITE. NULL: none. */
static const struct transaction *hop_of_sender(const struct search *search, bool is_callers)
{
    const struct transaction *hop = search->invite, *other = NULL;
    const struct endpoint sender = search->request->path->client;

    while (hop && !endpoint_host_equals(sender, is_callers ? hop->path->client : hop->path->server))
        hop = other = hop_next(search->invite, other);
    return hop;
}

/* Its tags are right, but it does not go by the way that Record-Route asks for. */
static bool find_other_way(const struct search *search, const struct exchange *exchange,
                           struct misfit *misfit)
{
    const bool is_callers = search->request->from_tag_place == search->invite->from_tag_place;
    const struct transaction *invite = hop_of_sender(search, is_callers);
    const struct early_dialog *dialog;

    if (!invite || side_of(search, invite) ||
        sip_message_has_header(exchange->message, SIP_HEADER_ROUTE))
        invite = search->invite;
    dialog = transaction_early_dialog(invite, early_dialog_to_tag(search->dialog));
    if (!dialog)
        return false;
    misfit->wanted_frame = is_callers ? dialog_frame(dialog) : invite->request_frame;
    return placing_has_other_route(misfit, exchange, invite,
                                   is_callers ? dialog->record_route_count
                                              : transaction_request(invite)->record_route_count);
}

/* Its tags are right, but it goes to a strict router as to a loose one. */
static bool find_too_loose(const struct search *search, const struct exchange *exchange,
                           struct misfit *misfit)
{
    const bool is_callers = search->request->from_tag_place == search->invite->from_tag_place;

    return placing_is_too_loose(misfit, exchange,
                                is_callers ? early_dialog_target(search->dialog)
                                           : request_contact(transaction_request(search->invite)));
}

void place_in_dialog(const struct transaction *request, struct exchange *exchange)
{
    struct search search = { .request = request, .frame = exchange->frame };
    const struct transaction *other = NULL;
    struct misfit misfit = {
        .kind = MISFIT_IN_DIALOG,
        .frame = exchange->frame->number,
        .time = exchange->frame->time,
        .path = request->path,
        .message = request,
    };

    if (!is_in_dialog(request) || exchange->message->headers_are_cut)
        return;
    if (!has_dialogs(&search)) {
        if (find_other_call(&search, &misfit))
            keep(&search, &misfit, exchange);
        return;
    }
    while ((other = transaction_back(transaction_older(request), other))) {
        if (other->method == METHOD_INVITE && other->request_frame)
            compare_dialogs(&search, other);
    }
    if (!search.dialog || was_accepted(&search))
        return;
    if (search.best == FIT ? find_astray(&search, exchange, &misfit) ||
                                 find_other_way(&search, exchange, &misfit) ||
                                 find_too_loose(&search, exchange, &misfit)
                           : find_difference(&search, &misfit))
        keep(&search, &misfit, exchange);
}
