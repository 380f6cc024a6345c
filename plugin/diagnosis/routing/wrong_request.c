/* wrong_request.c
 * 481 to a request that its sender should not have sent, or not so: no dialog need be lost.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "wrong_request.h"

#include "call/in_the_way.h"
#include "diagnosis/subjects.h"
#include "named_dialog.h"

static bool find_out_of_order(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *request = exchange->transaction, *higher;

    higher =
        no_dialog_is_left_open(exchange) && request->to_tag_place ? taken_before(request) : NULL;
    if (!higher)
        return false;
    draft_detail(draft, "%s has CSeq %u, but %s in frame %u of the same side had %u already.",
                 transaction_method_name(request), request->cseq, transaction_method_name(higher),
                 higher->request_frame, higher->cseq);
    draft_evidence(draft, request->request_frame);
    draft_evidence(draft, higher->request_frame);
    return true;
}

static bool find_early_bye(const struct exchange *exchange, struct finding_draft *draft)
{
    return no_dialog_is_left_open(exchange) && named_dialog_find_early_bye(exchange, draft);
}

/* A notifier needs a subscription, whose tags its NOTIFY has (RFC 6665 section 4.2.2). */
static bool find_unsolicited(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *notify = exchange->transaction;

    if (!no_dialog_is_left_open(exchange) || notify->method != METHOD_NOTIFY ||
        notify->to_tag_place || named_dialog_is_odd(notify))
        return false;
    draft_detail(draft,
                 "The NOTIFY in frame %u has no tag in To: it is in no dialog, and the capture "
                 "shows no SUBSCRIBE that it answers.",
                 notify->request_frame);
    draft_evidence(draft, notify->request_frame);
    return true;
}

bool wrong_request_is_told(const struct exchange *exchange)
{
    struct finding_draft other = { .rule = NULL };

    return find_out_of_order(exchange, &other) || find_early_bye(exchange, &other) ||
           find_unsolicited(exchange, &other);
}

static const struct rule rules[] = {
    {
        .id = "routing.cseq-order",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "the refused request is out of order in its dialog (CSeq)",
        .headline = "METHOD is out of order: CSeq not above the last",
        .advice = "Make the sender raise its CSeq by one for each request of a dialog. Its call "
                  "need not be lost: the refusal may be of this request alone.",
        .reference = { 3261, "12.2.2" },
        .actor = ACTOR_CLIENT,
        .moments = AT_FAILURE,
        .codes = { 481 },
        .applies = find_out_of_order,
    },
    {
        .id = "routing.early-bye",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "the called side sent BYE before it had answered the call",
        .headline = "BYE of the called side before its answer",
        .advice = "Make the called side refuse the INVITE, as with 480 or 486: before its 2xx, and "
                  "the ACK to it, only the caller may send BYE.",
        .reference = { 3261, "15" },
        .actor = ACTOR_CLIENT,
        .moments = AT_FAILURE,
        .codes = { 481 },
        .applies = find_early_bye,
    },
    {
        .id = "routing.unsolicited",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "a NOTIFY without any subscription was refused",
        .headline = "NOTIFY without subscription, HOST takes none",
        .advice = "Make the receiver subscribe first, or let it take such a NOTIFY. If it has "
                  "subscribed, the NOTIFY needs the subscriber's tag in To.",
        .reference = { 6665, "4.2.2" },
        .actor = ACTOR_CLIENT,
        .moments = AT_FAILURE,
        .codes = { 481 },
        .applies = find_unsolicited,
    },
};

const struct rule_list wrong_request_rules = { .subject = "routing",
                                               .rules = rules,
                                               .count = array_length(rules) };
