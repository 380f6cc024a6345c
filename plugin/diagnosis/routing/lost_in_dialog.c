/* lost_in_dialog.c
 * A 404 within a dialog: the number was right, but the way or the state of the dialog is lost.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/subjects.h"
#include "question/dialog_invite.h"
#include "question/difference.h"

/* Longest URI shown in a detail, with its NUL. */
#define URI_TEXT_MAX 60

/* Told by misfit.in-dialog. */
static bool was_not_addressed_rightly(const struct exchange *exchange)
{
    const struct misfit *misfit = misfit_of_message(exchange->transaction);

    return misfit && difference_explains(misfit, exchange->record);
}

/* The request that a dialog's other side refuses, and what it is to follow. */
struct lost_request {
    const struct transaction *request, *invite;
    const char *target;    /* the Contact that the other side gave; NULL: not known */
    uint32_t target_frame; /* where, with the Record-Route */
    uint32_t routes;       /* values of that Record-Route */
    bool is_over_hop;      /* between the two hosts of the INVITE's hop */
    bool is_to_end;        /* and no other host is behind the one that answers */
};

static bool find_lost(const struct transaction *request, struct lost_request *lost)
{
    const struct early_dialog *dialog;
    const struct transaction *invite = dialog_invite(request, &dialog);
    bool is_callers;

    if (!invite || !dialog->answer_place)
        return false;
    is_callers = request->from_tag_place == invite->from_tag_place;
    *lost = (struct lost_request){
        .request = request,
        .invite = invite,
        .target =
            is_callers ? early_dialog_target(dialog) : request_contact(transaction_request(invite)),
        .target_frame = is_callers ? early_dialog_answer(dialog)->frame : invite->request_frame,
        .routes = is_callers ? dialog->record_route_count
                             : transaction_request(invite)->record_route_count,
        .is_to_end = is_callers ? !hop_behind(invite, request->request_frame)
                                : !transaction_upstream(invite),
    };
    lost->is_over_hop = is_callers
                            ? path_same_hosts(request->path, invite->path)
                            : endpoint_host_equals(request->path->server, invite->path->client) &&
                                  endpoint_host_equals(request->path->client, invite->path->server);
    return lost->target_frame != 0;
}

/* Writes what the host that answers fails at, as far as the capture shows it. */
static void tell_lost(const struct transaction *request, struct finding_draft *draft)
{
    struct lost_request lost;
    char host[ENDPOINT_TEXT_MAX], uri[URI_TEXT_MAX];

    endpoint_text(request->path->server, host);
    if (!find_lost(request, &lost) || !lost.is_over_hop) {
        draft_detail(draft,
                     "%s finds no next hop inside this dialog: its route or its state is lost. "
                     "This says nothing about the number.",
                     host);
        return;
    }
    draft_evidence(draft, lost.target_frame);
    if (lost.is_to_end && !lost.routes && lost.target == request_uri(transaction_request(request)))
        draft_detail(draft,
                     "The Request-URI %s is the Contact that %s itself gave in frame %u: it does "
                     "not know its own address, or has lost the call.",
                     quote_text(lost.target, uri, sizeof uri), host, lost.target_frame);
    else if (lost.routes && transaction_request(request)->has_route && !misfit_of_message(request))
        draft_detail(draft,
                     "The request goes by the Record-Route of frame %u and to its Contact. %s does "
                     "not take the Route for its own, or has lost the dialog.",
                     lost.target_frame, host);
    else
        draft_detail(draft,
                     "Call-ID and tags are those of frame %u, but %s finds no next hop inside this "
                     "dialog.",
                     lost.target_frame, host);
}

/* A REFER may mean that the target of the transfer is not known. */
static bool find_lost_in_dialog(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;

    if (draft->judgement->verdict == FAULT_COPY_REFUSED || !exchange_decides(exchange, 404, 604) ||
        transaction_is_initial(transaction) || transaction->method == METHOD_REGISTER ||
        transaction->method == METHOD_REFER || was_not_addressed_rightly(exchange))
        return false;
    draft_evidence(draft, transaction->request_frame);
    tell_lost(transaction, draft);
    return true;
}

static const struct rule rules[] = {
    { .id = "routing.lost-in-dialog",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "not found, but within a dialog: no number is wrong",
      .headline = "HOST finds no way within this dialog",
      .yields = true,
      .advice = "The number is right: the dialog was made with it. Look at the host that answers: "
                "does it know its own names and ports in Route and Request-URI, and this dialog?",
      .reference = { 3261, "16.4" },
      .actor = ACTOR_SERVER,
      .moments = AT_FAILURE,
      .codes = { 404, 604 },
      .applies = find_lost_in_dialog },
};

const struct rule_list lost_in_dialog_rules = { .subject = "routing",
                                                .rules = rules,
                                                .count = array_length(rules) };
