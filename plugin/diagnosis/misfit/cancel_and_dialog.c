/* cancel_and_dialog.c
 * CANCELs and requests inside a dialog that name no INVITE or dialog of their receiver.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/subjects.h"
#include "difference.h"

/* Copies of a request, the first one counted, after which it stays unanswered: 0, 0.5 and 1.5 s. */
#define COPIES_UNANSWERED 3

/* What is odd about this request, at the frame where it is plain that it came to nothing. */
static const struct misfit *plain_request(const struct exchange *exchange, enum misfit_kind kind)
{
    const struct transaction *request = exchange->transaction;
    const struct misfit *misfit = misfit_of_message(request);

    if (!misfit || misfit->kind != kind || !request->request_frame)
        return NULL;
    if (exchange->moments & AT_FAILURE)
        return difference_explains(misfit, exchange->record) ? misfit : NULL;
    return !request->first_response && !request->is_stream &&
                   request->request_copies + 1 == COPIES_UNANSWERED
               ? misfit
               : NULL;
}

static bool find_cancel(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct misfit *misfit = plain_request(exchange, MISFIT_CANCEL);
    char consequence[80];

    if (!misfit)
        return false;
    snprintf(consequence, sizeof consequence, "it does not cancel the INVITE of frame %u",
             misfit->about->request_frame);
    draft_difference(draft, misfit, "CANCEL", consequence);
    draft_evidence(draft, misfit->about->request_frame);
    return true;
}

/* "the 200 in frame 5 has made the dialog with another one" */
static void tell_early(const struct misfit *misfit, const char *method, struct finding_draft *draft)
{
    const struct early_dialog *early = transaction_early_dialog(misfit->about, misfit->value);
    char sender[ENDPOINT_TEXT_MAX], tag[40];

    quote_text(misfit->value, tag, sizeof tag);
    draft_detail(
        draft,
        "The %s in frame %u from %s has the tag \"%s\" of the %u in frame %u, which was not "
        "answered: the 2xx in frame %u has another one.",
        method, misfit->frame, difference_sender(misfit, sender), tag,
        early->first ? early->first->code : 0, early->first ? early->first->frame : 0,
        misfit->wanted_frame);
    draft_evidence(draft, misfit->frame);
    draft_evidence(draft, early->first ? early->first->frame : 0);
    draft_evidence(draft, misfit->wanted_frame);
}

static bool find_in_dialog(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct misfit *misfit = plain_request(exchange, MISFIT_IN_DIALOG);
    const struct early_dialog *early;
    char consequence[96];

    if (!misfit)
        return false;
    early = misfit->value ? transaction_early_dialog(misfit->about, misfit->value) : NULL;
    if (early && early->first && !early->answer && misfit->dialog && misfit->dialog->answer) {
        tell_early(misfit, exchange->transaction->method_name, draft);
        return true;
    }
    if (difference_is_of_way(misfit->field))
        snprintf(consequence, sizeof consequence, "the hosts on the way cannot bring it there");
    else
        snprintf(consequence, sizeof consequence, "it names no dialog of this call%s",
                 misfit->field == FIELD_BOTH_TAGS ? " as its receiver knows it" : "");
    draft_difference(draft, misfit, exchange->transaction->method_name, consequence);
    return true;
}

static const struct rule rules[] = {
    {
        .id = "misfit.cancel",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "a CANCEL came, but does not fit its INVITE",
        .advice =
            "Correct the sender of the CANCEL: Request-URI, Call-ID, To, From, CSeq number and "
            "top Via are those of the INVITE as this host sent it, after each change of its own.",
        .reference = { 3261, "9.1" },
        .moments = AT_FAILURE | AT_REQUEST_REPEAT,
        .applies = find_cancel,
    },
    {
        .id = "misfit.in-dialog",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "a request came, but does not fit its dialog",
        .advice =
            "Correct its sender: each request in a dialog has the dialog's Call-ID, its own tag in "
            "From, the other side's in To, and as Route what Record-Route was.",
        .reference = { 3261, "12.2.1.1" },
        .moments = AT_FAILURE | AT_REQUEST_REPEAT,
        .applies = find_in_dialog,
    },
};

const struct rule_list refused_misfit_rules = { .subject = "misfit",
                                                .rules = rules,
                                                .count = array_length(rules) };
