/* transfer.c
 * A REFER that is refused, and what a NOTIFY after it reports of the transfer (RFC 3515).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "catalogue/response_code.h"
#include "diagnosis/call/no_call.h"
#include "diagnosis/subjects.h"
#include "question/transfer_report.h"
#include "question/unreported_refer.h"

/* Longest reason phrase and URI shown, with their NUL. */
#define PHRASE_MAX 48
#define URI_TEXT_MAX 60

/* " to sip:carol@example.com", as the REFER names it; "": that is not known. */
static const char *target_text(const struct transaction *refer, char *text)
{
    const struct span uri = transfer_target(refer);
    char shown[URI_TEXT_MAX];

    text[0] = '\0';
    if (uri.length)
        snprintf(text, URI_TEXT_MAX + sizeof " to ", " to %s",
                 quote_span(uri, shown, sizeof shown));
    return text;
}

/* Does the NOTIFY report a status of this range? */
static bool reports(const struct exchange *exchange, unsigned lowest, unsigned highest,
                    struct finding_draft *draft)
{
    char phrase[PHRASE_MAX], target[URI_TEXT_MAX + sizeof " to "];
    const struct transaction *refer;
    const struct response_code *entry;
    struct span sent;
    const unsigned code = transfer_status(exchange, &sent);
    bool is_sure;

    if (code < lowest || code > highest)
        return false;
    entry = response_code_lookup(code);
    refer = transfer_refer(exchange, &is_sure);
    if (code >= 300)
        draft_headline(draft, "the transfer failed: %u %s", code, entry->code ? entry->phrase : "");
    /* Whoever is called by a REFER may tell each failure so (RFC 3515 section 2.4.5). */
    draft_detail(draft, "The transfer%s got %u %s: %s.",
                 target_text(is_sure ? refer : NULL, target), code,
                 entry->code ? entry->phrase : quote_span(sent, phrase, sizeof phrase),
                 code == 503 ? "in a NOTIFY this stands for any failure" : entry->gist);
    draft_evidence(draft, refer ? refer->request_frame : 0);
    return true;
}

/* These answers say that nobody is known at the address, or nothing. */
static bool is_of_target(unsigned code)
{
    return code == 400 || code == 404 || code == 416 || code == 484 || code == 500 || code == 503 ||
           code == 604;
}

static bool find_no_user(const struct exchange *exchange, struct finding_draft *draft)
{
    bool is_sure;
    const struct transaction *refer = transfer_refer(exchange, &is_sure);
    char target[URI_TEXT_MAX];
    struct span sent;
    const unsigned code = transfer_status(exchange, &sent);

    if (!is_of_target(code) || !is_sure || !transfer_lacks_user(refer))
        return false;
    draft_detail(draft,
                 "The transfer got %u. The Refer-To of frame %u names %s, a host without a user: "
                 "it says nobody that could be called there.",
                 code, refer->request_frame,
                 quote_span(transfer_target(refer), target, sizeof target));
    draft_evidence(draft, refer->request_frame);
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
    struct finding_draft other = { .rule = draft->rule };

    return !find_no_user(exchange, &other) && reports(exchange, 300, 699, draft);
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

static bool find_unreported(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *refer = unreported_refer(exchange);
    char host[ENDPOINT_TEXT_MAX];

    if (!refer)
        return false;
    draft_detail(draft,
                 "%s accepted the REFER of frame %u in frame %u. No NOTIFY tells what became of it "
                 "in the %.1f s up to this BYE.",
                 endpoint_text(refer->path->server, host), refer->request_frame,
                 refer->final->frame, seconds_between(refer->final->time, exchange->frame->time));
    draft_evidence(draft, refer->request_frame);
    draft_evidence(draft, refer->final->frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "transfer.unreported",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SEQUENCE,
      .summary = "the transfer was accepted, but no NOTIFY tells what became of it",
      .headline = "transfer accepted, its outcome never told",
      .advice =
          "Look at the host that accepted the REFER: it has to send a NOTIFY at once, and one "
          "with the outcome. Does a firewall or proxy on the way drop them?",
      .reference = { 3515, "2.4.4" },
      .actor = ACTOR_NOBODY,
      .actor_more = "whoever runs the host that accepted the REFER",
      .moments = AT_REQUEST,
      .methods = METHOD_BIT(METHOD_BYE),
      .is_of_outcome = true,
      .applies = find_unreported },
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
    { .id = "transfer.no-user",
      .severity = SEVERITY_WARN,
      .group = GROUP_SEQUENCE,
      .summary = "the transfer failed: its REFER names a host without a user",
      .headline = "the transfer failed: Refer-To without user",
      .advice = "Make the side that transferred put the number or name of the target into "
                "Refer-To. The first call is still there unless somebody ended it.",
      .reference = { 3515, "2.1" },
      .actor = ACTOR_SERVER,
      .moments = AT_REQUEST,
      .methods = METHOD_BIT(METHOD_NOTIFY),
      .applies = find_no_user },
};

const struct rule_list transfer_rules = { .subject = "transfer",
                                          .rules = rules,
                                          .count = array_length(rules) };
