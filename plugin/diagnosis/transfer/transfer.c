/* transfer.c
 * A REFER that is refused, and what a NOTIFY after it reports of the transfer (RFC 3515).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "catalogue/response_code.h"
#include "diagnosis/call/no_call.h"
#include "diagnosis/subjects.h"

/* Longest reason phrase shown, with its NUL. */
#define PHRASE_MAX 48

/* The latest REFER of the call before this request; NULL: none is near. */
static const struct transaction *refer_before(const struct transaction *notify)
{
    const struct transaction *refer = NULL;

    while ((refer = transaction_back(transaction_older(notify), refer))) {
        if (refer->method == METHOD_REFER && refer->request_frame)
            return refer;
    }
    return NULL;
}

/* Does the NOTIFY report a status of this range? Told at its first hop only. */
static bool reports(const struct exchange *exchange, unsigned lowest, unsigned highest,
                    struct finding_draft *draft)
{
    const struct transaction *notify = exchange->transaction, *refer;
    const struct span event = sip_message_header(exchange->message, SIP_HEADER_EVENT);
    const struct response_code *entry;
    struct span sent;
    unsigned code;
    char phrase[PHRASE_MAX];

    if (notify->method != METHOD_NOTIFY || transaction_upstream(notify) ||
        (event.length && !span_starts_with_ignoring_case(event, SPAN_OF("refer"))) ||
        !sip_message_sipfrag_status(exchange->message, &code, &sent) || code < lowest ||
        code > highest)
        return false;
    entry = response_code_lookup(code);
    refer = refer_before(notify);
    if (code >= 300)
        draft_headline(draft, "the transfer failed: %u %s", code, entry->code ? entry->phrase : "");
    draft_detail(draft, "The call to the transfer target got %u %s: %s.", code,
                 entry->code ? entry->phrase : quote_span(sent, phrase, sizeof phrase),
                 entry->gist);
    draft_evidence(draft, refer ? refer->request_frame : 0);
    return true;
}

static bool find_progress(const struct exchange *exchange, struct finding_draft *draft)
{
    return reports(exchange, 100, 199, draft);
}

static bool find_success(const struct exchange *exchange, struct finding_draft *draft)
{
    return reports(exchange, 200, 299, draft);
}

static bool find_failure(const struct exchange *exchange, struct finding_draft *draft)
{
    return reports(exchange, 300, 699, draft);
}

static bool find_refused(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *refer = exchange->transaction;
    char host[ENDPOINT_TEXT_MAX];

    if (refer->method != METHOD_REFER || !no_call_is_refused(exchange))
        return false;
    draft_detail(draft, "%s refuses the REFER of frame %u%s.",
                 endpoint_text(refer->path->server, host), refer->request_frame,
                 transaction_is_initial(refer) ? "" : "; the call that it came in goes on");
    draft_evidence(draft, refer->request_frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "transfer.refused",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the transfer was refused",
      .advice = "The host that should call the new target did not try. Read its words, and check "
                "whether it allows transfers for this account or line.",
      .reference = { 3515, "2.4.2" },
      .actor = ACTOR_SERVER,
      .moments = AT_FAILURE,
      .methods = METHOD_BIT(METHOD_REFER),
      .applies = find_refused },
    { .id = "transfer.progress",
      .severity = SEVERITY_CHAT,
      .group = GROUP_SEQUENCE,
      .summary = "the transfer is in progress",
      .advice = "Nothing to do: a NOTIFY with the final status follows.",
      .reference = { 3515, "2.4.5" },
      .actor = ACTOR_NOBODY,
      .moments = AT_REQUEST,
      .methods = METHOD_BIT(METHOD_NOTIFY),
      .applies = find_progress },
    { .id = "transfer.succeeded",
      .severity = SEVERITY_CHAT,
      .group = GROUP_SEQUENCE,
      .summary = "the transfer succeeded",
      .advice = "Nothing to do: the side that transferred may now end its own call.",
      .reference = { 3515, "2.4.5" },
      .actor = ACTOR_NOBODY,
      .moments = AT_REQUEST,
      .methods = METHOD_BIT(METHOD_NOTIFY),
      .applies = find_success },
    { .id = "transfer.failed",
      .severity = SEVERITY_WARN,
      .group = GROUP_SEQUENCE,
      .summary = "the transfer failed",
      .advice = "Find the INVITE to the Refer-To address: its final response says why. The first "
                "call is still there unless somebody ended it.",
      .reference = { 3515, "2.4.5" },
      .actor = ACTOR_NOBODY,
      .actor_more = "whoever runs the transfer target",
      .moments = AT_REQUEST,
      .methods = METHOD_BIT(METHOD_NOTIFY),
      .applies = find_failure },
};

const struct rule_list transfer_rules = { .subject = "transfer",
                                          .rules = rules,
                                          .count = array_length(rules) };
