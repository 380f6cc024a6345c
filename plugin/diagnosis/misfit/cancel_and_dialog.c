/* cancel_and_dialog.c
 * CANCELs and requests inside a dialog that name no INVITE or dialog of their receiver.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/subjects.h"
#include "odd_message.h"

/* Copies of a request, the first one counted, at which it is plain that nobody takes it: 0, 0.5 and
 * 1.5 s. */
#define COPIES_TILL_PLAIN 3

/* What is odd about this request, at the frame where it is plain that it came to nothing. A 5xx is
 * told as fault.odd-request. */
static const struct misfit *plain_request(const struct exchange *exchange, enum misfit_kind kind)
{
    const struct transaction *request = exchange->transaction;
    const struct misfit *misfit = misfit_of_message(request);

    if (!misfit || misfit->kind != kind || !request->request_frame)
        return NULL;
    if (exchange->moments & AT_FAILURE)
        return exchange->record->code < 500 && difference_explains(misfit, exchange->record)
                   ? misfit
                   : NULL;
    return !transaction_first_response(request) && !request->is_stream &&
                   transaction_repeats(request)->count + 1 == COPIES_TILL_PLAIN &&
                   !difference_was_outdone(misfit)
               ? misfit
               : NULL;
}

static bool find_cancel(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct misfit *misfit = plain_request(exchange, MISFIT_CANCEL);

    if (misfit)
        draft_odd_request(draft, misfit, NULL);
    return misfit != NULL;
}

static bool find_in_dialog(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct misfit *misfit = plain_request(exchange, MISFIT_IN_DIALOG);

    if (misfit)
        draft_odd_request(draft, misfit, NULL);
    return misfit != NULL;
}

/* Not of a request that took an odd way: another refusal says that it has arrived. A challenge
 * comes before the server looks at the dialog. */
static bool find_beside(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct misfit *misfit = misfit_of_message(exchange->transaction);
    const unsigned code = exchange->record->code;
    char consequence[80];

    if (!misfit || misfit->kind == MISFIT_RESPONSE || difference_is_of_way(misfit->field) ||
        code == 401 || code == 407 || exchange->relayed_from ||
        difference_explains(misfit, exchange->record))
        return false;
    snprintf(consequence, sizeof consequence, "this %u does not name that as its reason", code);
    draft_odd_request(draft, misfit, consequence);
    return true;
}

static const struct rule rules[] = {
    {
        .id = "misfit.cancel",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "a CANCEL came, but does not fit its INVITE",
        .advice =
            "Correct the sender of the CANCEL. Request-URI, Call-ID, To, From, CSeq number and top "
            "Via must be those of the INVITE that this host sent.",
        .reference = { 3261, "9.1" },
        .actor = ACTOR_CLIENT,
        .moments = AT_FAILURE | AT_REQUEST_REPEAT,
        .needs = NEEDS_MISFIT,
        .applies = find_cancel,
    },
    {
        .id = "misfit.in-dialog",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "a request came, but does not fit its dialog",
        .headline = "METHOD does not fit its dialog",
        .advice =
            "Correct its sender. A request in a dialog has the dialog's Call-ID, the sender's tag "
            "in From and the other side's tag in To. Its Route has the values of Record-Route.",
        .reference = { 3261, "12.2.1.1" },
        .actor = ACTOR_CLIENT,
        .moments = AT_FAILURE | AT_REQUEST_REPEAT,
        .needs = NEEDS_MISFIT,
        .applies = find_in_dialog,
    },
    {
        .id = "misfit.beside",
        .severity = SEVERITY_NOTE,
        .group = GROUP_PROTOCOL,
        .summary = "the refused request does not fit its dialog either",
        .advice =
            "Look first at what the refusal says. Then correct the sender of the request too: "
            "another server may refuse the request for its dialog, mostly with 481.",
        .reference = { 3261, "12.2.2" },
        .actor = ACTOR_CLIENT,
        .moments = AT_FAILURE,
        .needs = NEEDS_MISFIT,
        .is_aside = true,
        .applies = find_beside,
    },
};

const struct rule_list refused_misfit_rules = { .subject = "misfit",
                                                .rules = rules,
                                                .count = array_length(rules) };
