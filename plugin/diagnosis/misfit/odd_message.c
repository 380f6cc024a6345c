/* odd_message.c
 * The detail of a message that came but does not fit.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "odd_message.h"

void draft_difference(struct finding_draft *draft, const struct misfit *misfit, const char *name,
                      const char *consequence)
{
    const struct transaction *before = difference_renumbered(misfit);
    const uint32_t right = difference_came_right(misfit);
    char difference[DIFFERENCE_TEXT_MAX], sender[ENDPOINT_TEXT_MAX];

    difference_sender(misfit, sender);
    draft_evidence(draft, misfit->frame);
    draft_evidence(draft, misfit->wanted_frame);
    if (before) {
        draft_evidence(draft, before->request_frame);
        draft_detail(draft,
                     "%s changed CSeq %s of the INVITE (frame %u) to %s (frame %u), but left %s in "
                     "the %s of frame %u: %s.",
                     sender, misfit->value, before->request_frame, misfit->wanted,
                     misfit->wanted_frame, misfit->value,
                     misfit->field == FIELD_RACK_CSEQ ? "PRACK's RAck" : name, misfit->frame,
                     consequence);
        return;
    }
    difference_text(misfit, difference);
    if (right) {
        draft_evidence(draft, right);
        draft_detail(draft, "%s passed on the %s of frame %u in frame %u with %s: %s.", sender,
                     name, right, misfit->frame, difference, consequence);
        return;
    }
    draft_detail(draft, "The %s in frame %u from %s has %s: %s.", name, misfit->frame, sender,
                 difference, consequence);
}

/* What the odd request fails to do. */
static void consequence_text(const struct misfit *misfit, char *text, size_t size)
{
    const struct record *response = misfit->response;

    if (misfit->kind == MISFIT_CANCEL)
        snprintf(text, size, "it does not cancel the INVITE of frame %u",
                 misfit->about->request_frame);
    else if (misfit->kind == MISFIT_PRACK && misfit->field == FIELD_RELIABLE)
        snprintf(text, size, "there is nothing to confirm");
    else if (misfit->kind == MISFIT_PRACK && misfit->field == FIELD_TO_TAG &&
             record_details(response))
        snprintf(text, size, "its RAck names RSeq %u of the %u in frame %u",
                 record_details(response)->rseq, response->code, response->frame);
    else if (misfit->kind == MISFIT_PRACK)
        snprintf(text, size, "the %u of frame %u stays unconfirmed", response->code,
                 response->frame);
    else if (misfit->field == FIELD_REQUEST_URI)
        snprintf(text, size, "it is not addressed to the other side of its dialog");
    else if (difference_is_of_way(misfit->field))
        snprintf(text, size, "the hosts on the way cannot route it there");
    else
        snprintf(text, size, "it names no dialog of this call%s",
                 misfit->field == FIELD_BOTH_TAGS ? " as its receiver knows it" : "");
}

/* "the 200 in frame 5 has made the dialog with another one" */
static void tell_early(const struct misfit *misfit, const struct early_dialog *early,
                       struct finding_draft *draft)
{
    const struct record *first = early_dialog_first(early);
    char sender[ENDPOINT_TEXT_MAX], tag[40];

    quote_text(misfit->value, tag, sizeof tag);
    draft_detail(
        draft,
        "The %s in frame %u from %s has the tag \"%s\" of the %u in frame %u, but that side did "
        "not answer. The 2xx in frame %u has another tag.",
        transaction_method_name(misfit->message), misfit->frame, difference_sender(misfit, sender),
        tag, first->code, first->frame, misfit->wanted_frame);
    draft_evidence(draft, misfit->frame);
    draft_evidence(draft, first->frame);
    draft_evidence(draft, misfit->wanted_frame);
}

void draft_odd_request(struct finding_draft *draft, const struct misfit *misfit,
                       const char *consequence)
{
    const struct early_dialog *early = NULL;
    char text[96];

    if (misfit->kind == MISFIT_IN_DIALOG && misfit->value && misfit->dialog &&
        early_dialog_answer(misfit->dialog))
        early = transaction_early_dialog(misfit->about, misfit->value);
    if (early && early->first_place && !early->answer_place) {
        tell_early(misfit, early, draft);
        return;
    }
    consequence_text(misfit, text, sizeof text);
    draft_difference(draft, misfit, transaction_method_name(misfit->message),
                     consequence ? consequence : text);
    if (misfit->kind == MISFIT_CANCEL)
        draft_evidence(draft, misfit->about->request_frame);
    if (misfit->kind == MISFIT_PRACK)
        draft_evidence(draft, misfit->response->frame);
}
