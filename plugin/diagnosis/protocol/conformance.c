/* conformance.c
 * What RFCs demand of a response and this one lacks.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "catalogue/response_code.h"
#include "diagnosis/diagnosis.h"
#include "diagnosis/subjects.h"
#include "question/reason_phrase.h"
#include "response_duties.h"

/* Bytes of a reason phrase that a detail shows; the whole of it is a field of its own. */
#define PHRASE_SHOWN_MAX 60

static bool has_finding(const struct record *record, const struct rule *rule)
{
    for (const struct finding *finding = record_findings(record); finding;
         finding = finding_next(finding)) {
        if (finding_rule(finding) == rule)
            return true;
    }
    return false;
}

/* A proxy passes a response on as it came: what it lacks was said on the hop further on. */
static bool is_told_behind(const struct exchange *exchange, const struct rule *rule)
{
    const struct record *behind =
        exchange->transaction ? hop_response_behind(exchange->record) : NULL;

    return behind && has_finding(behind, rule);
}

static bool find_missing_header(const struct exchange *exchange, struct finding_draft *draft)
{
    return exchange->record && response_duties_missing(exchange, DUTY_MUST, draft) &&
           !is_told_behind(exchange, draft->rule);
}

static bool find_missing_should(const struct exchange *exchange, struct finding_draft *draft)
{
    return exchange->record && response_duties_missing(exchange, DUTY_SHOULD, draft) &&
           !is_told_behind(exchange, draft->rule);
}

/* A To without a tag that was whole enough to tell. */
static bool has_untagged_to(const struct record *record)
{
    return record->code > 100 && !record_to_tag(record) && !record->is_cut;
}

static bool find_no_to_tag(const struct exchange *exchange, struct finding_draft *draft)
{
    struct span to = sip_message_header(exchange->message, SIP_HEADER_TO);

    /* A tag inside <> belongs to the URI: another fault, whose writer meant well. Nobody looks at
     * the tag of a response to CANCEL. */
    if (!to.text || !has_untagged_to(exchange->record) ||
        exchange->transaction->method == METHOD_CANCEL ||
        span_contains_ignoring_case(to, SPAN_OF(";tag=")) || is_told_behind(exchange, draft->rule))
        return false;
    draft_evidence(draft, exchange->transaction->request_frame);
    draft_detail(draft, "The To header of this %u has no tag. Only a 100 may have none.",
                 exchange->record->code);
    return true;
}

/* Was the status line captured as far as the code? */
static bool has_code(const struct exchange *exchange)
{
    return exchange->record &&
           (!exchange->message->is_cut || exchange->message->version.length > 0);
}

static bool find_unregistered(const struct exchange *exchange, struct finding_draft *draft)
{
    const unsigned code = exchange->message->status_code;

    if (!has_code(exchange) || !response_class(code) || response_code_lookup(code)->registered)
        return false;
    draft_detail(draft,
                 "%u is not in the IANA registry: a receiver that does not know it treats it "
                 "as %u.",
                 code, code < 200 ? 183 : code / 100 * 100);
    return true;
}

static bool find_impossible_code(const struct exchange *exchange, struct finding_draft *draft)
{
    const unsigned code = exchange->message->status_code;

    if (!has_code(exchange) || response_class(code))
        return false;
    draft_detail(draft, "%03u is outside 100 to 699.", code);
    return true;
}

/* Bytes of the text to show, at most PHRASE_SHOWN_MAX and none of them half a UTF-8 character. */
static int shown_length(const char *text)
{
    size_t length = strlen(text);

    if (length <= PHRASE_SHOWN_MAX)
        return (int)length;
    length = PHRASE_SHOWN_MAX;
    while (length && ((unsigned char)text[length] & 0xC0) == 0x80)
        length--;
    return (int)length;
}

/* Letter case does not count: a phrase is for people. */
static bool find_phrase(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct sip_message *message = exchange->message;
    const struct response_code *entry = response_code_lookup(message->status_code);
    const struct span registered = { entry->phrase, strlen(entry->phrase) };
    const struct span sent = message->reason_phrase;
    const char *hint, *text;
    unsigned owner;

    if (!exchange->record || message->is_cut || !entry->registered ||
        span_equals_ignoring_case(sent, registered))
        return false;
    text = record_phrase(exchange->record) ? record_phrase(exchange->record) : "";
    hint = reason_phrase_hint(entry->code, sent);
    owner = hint ? 0 : reason_phrase_owner(entry->code, sent);
    if (owner)
        draft_detail(draft, "Sent: \"%.*s\", the phrase of %u. Registered for %u: \"%s\".",
                     shown_length(text), text, owner, entry->code, entry->phrase);
    else
        draft_detail(draft, "Sent: \"%.*s\". Registered for %u: \"%s\".%s%s", shown_length(text),
                     text, entry->code, entry->phrase, hint ? " " : "", hint ? hint : "");
    return true;
}

/* A request over the same hop that came before this transaction's request must have come: the
 * capture was running by then. *is_sent: the request itself is there, under another branch. */
static const struct transaction *earlier_request(const struct transaction *transaction,
                                                 bool *is_sent)
{
    const struct transaction *found = NULL, *earlier = NULL;

    *is_sent = false;
    while ((earlier = transaction_back(transaction_older(transaction), earlier))) {
        if (!earlier->request_frame || !path_same_hosts(earlier->path, transaction->path))
            continue;
        if (earlier->cseq == transaction->cseq &&
            transaction_method_name(earlier) == transaction_method_name(transaction))
            *is_sent = true;
        if (!found && (earlier->cseq < transaction->cseq || (earlier->cseq == transaction->cseq &&
                                                             transaction->method == METHOD_CANCEL)))
            found = earlier;
    }
    return found;
}

static bool find_unmatched(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction, *earlier;
    bool is_sent;

    /* misfit.response knows the request. */
    if (transaction->request_frame || transaction_first_response(transaction) != exchange->record ||
        exchange->misfit)
        return false;
    earlier = earlier_request(transaction, &is_sent);
    if (!earlier || is_sent)
        return false;
    draft_evidence(draft, earlier->request_frame);
    draft_detail(draft,
                 "This hop shows no %s with CSeq %u before, but %s with CSeq %u in frame %u.",
                 transaction_method_name(transaction), transaction->cseq,
                 transaction_method_name(earlier), earlier->cseq, earlier->request_frame);
    return true;
}

static bool find_cut(const struct exchange *exchange, struct finding_draft *draft)
{
    if (!exchange->record || !exchange->message->is_cut || exchange->message->is_too_large)
        return false;
    draft_detail(draft, "Only the first %u bytes of this message were captured%s.",
                 (unsigned)exchange->message->whole.length,
                 exchange->message->headers_are_cut ? ", not even all of its headers" : "");
    return true;
}

static const struct rule rules[] = {
    {
        .id = "protocol.missing-header",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "mandatory header missing",
        .advice =
            "Report it to the maker of the answering host (Server header, source address). The "
            "other side may ignore this response.",
        .reference = { 3261, "20" },
        .actor = ACTOR_SENDER,
        .moments = AT_RESPONSE | AT_UNPLACED,
        .once = ONCE_OF_SERVER,
        .applies = find_missing_header,
    },
    {
        .id = "protocol.missing-should",
        .severity = SEVERITY_NOTE,
        .group = GROUP_PROTOCOL,
        .summary = "recommended header missing",
        .advice = "The missing header would tell the client what to change. Look for an option in "
                  "the configuration of the answering host, and for the reason in its log.",
        .reference = { 3261, "20" },
        .actor = ACTOR_SENDER,
        .moments = AT_RESPONSE | AT_UNPLACED,
        .needs = NEEDS_FAILURE,
        .once = ONCE_OF_SERVER,
        .applies = find_missing_should,
    },
    {
        .id = "protocol.no-to-tag",
        .severity = SEVERITY_NOTE,
        .group = GROUP_PROTOCOL,
        .summary = "response without a To tag",
        .advice =
            "Harmless in a failure. In an 18x or 2xx it breaks the call. The usual source is a "
            "stateless reply of a server script.",
        .reference = { 3261, "8.2.6.2" },
        .actor = ACTOR_SENDER,
        .moments = AT_RESPONSE,
        .needs = NEEDS_NO_TO_TAG,
        .once = ONCE_OF_SERVER,
        .applies = find_no_to_tag,
    },
    {
        .id = "protocol.unregistered",
        .severity = SEVERITY_NOTE,
        .group = GROUP_PROTOCOL,
        .summary = "status code is not registered with IANA",
        .advice =
            "The reason phrase and the Server header may tell what it means. Most receivers treat "
            "it like the first code of its class. An SBC can map it to a registered code.",
        .reference = { 3261, "8.1.3.2" },
        .moments = AT_RESPONSE | AT_UNPLACED,
        .needs = NEEDS_ODD_STATUS,
        .once = ONCE_OF_SERVER,
        .applies = find_unregistered,
    },
    {
        .id = "protocol.impossible-code",
        .severity = SEVERITY_ERROR,
        .group = GROUP_PROTOCOL,
        .summary = "status code outside 100 to 699",
        .advice =
            "No SIP code begins like this: receivers discard the response. Look for a fault or "
            "a wrong mapping in the host that made it, or for a damaged packet.",
        .reference = { 3261, "7.2" },
        .actor = ACTOR_SENDER,
        .moments = AT_RESPONSE | AT_UNPLACED,
        .needs = NEEDS_ODD_STATUS,
        .once = ONCE_OF_SERVER,
        .applies = find_impossible_code,
    },
    {
        .id = "protocol.phrase",
        .severity = SEVERITY_CHAT,
        .group = GROUP_PROTOCOL,
        .summary = "reason phrase is not the registered one",
        .advice = "This is allowed: programs read only the code. The words point to the product "
                  "and the reason: search for them in its manual or source.",
        .reference = { 3261, "7.2" },
        .folds_into = { "fault.signature" },
        .moments = AT_RESPONSE | AT_UNPLACED,
        .needs = NEEDS_ODD_STATUS,
        .once = ONCE_OF_SERVER,
        .applies = find_phrase,
    },
    {
        .id = "protocol.unmatched",
        .severity = SEVERITY_CHAT,
        .group = GROUP_PROTOCOL,
        .summary = "the request of this response is not in the capture",
        .advice = "The capture lost packets, or the request came by another path, encrypted or in "
                  "fragments. Check the capture filter (fragments have no ports) and interface.",
        .reference = { 3261, "17.1.3" },
        .actor = ACTOR_NOBODY,
        .actor_more = "whoever takes the capture",
        .moments = AT_RESPONSE,
        .needs = NEEDS_NO_REQUEST,
        .applies = find_unmatched,
    },
    {
        .id = "protocol.cut",
        .severity = SEVERITY_CHAT,
        .group = GROUP_PROTOCOL,
        .summary = "the capture cut this message short",
        .advice =
            "Capture again with full packets (tcpdump -s 0, tshark without -s). The missing part "
            "is not judged here.",
        .reference = { 3261, "7" },
        .actor = ACTOR_NOBODY,
        .actor_more = "whoever takes the capture",
        .moments = AT_RESPONSE | AT_UNPLACED,
        .needs = NEEDS_CUT,
        .applies = find_cut,
    },
};

const struct rule_list conformance_rules = { .subject = "protocol",
                                             .rules = rules,
                                             .count = array_length(rules),
                                             .is_aside = true,
                                             .is_conformance = true };
