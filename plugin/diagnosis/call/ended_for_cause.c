/* ended_for_cause.c
 * Calls that a side ends for a cause that it names: a BYE or CANCEL with a Reason.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "catalogue/reason_cause.h"
#include "diagnosis/fault/judgement.h"
#include "diagnosis/subjects.h"
#include "question/cause_source.h"
#include "question/own_words.h"

/* Longest text of product_of(), with its NUL. */
#define PRODUCT_MAX 40

static bool is_same(const struct reason_value *a, const struct reason_value *b)
{
    return a && b && a->cause == b->cause && a->text == b->text && a->protocol == b->protocol;
}

/* Another request of this call told the same before: on another hop, or the BYE to the other side
 * of a host in between. */
static bool was_told(const struct transaction *request, const struct reason_value *reason)
{
    const struct transaction *other = NULL;

    while ((other = transaction_back(transaction_older(request), other))) {
        if (other->method == request->method && other->request_frame &&
            is_same(own_words_telling_reason(request_details(transaction_request(other))->words, 0),
                    reason))
            return true;
    }
    return false;
}

/* What the sender calls itself. Returns text. */
static const char *product_of(const struct sip_message *message, char *text)
{
    struct span product = sip_message_header(message, SIP_HEADER_USER_AGENT);

    if (product.length == 0)
        product = sip_message_header(message, SIP_HEADER_SERVER);
    return quote_span(product, text, PRODUCT_MAX);
}

/* How sure it is whose word the cause is, and what it means. */
static void say_source(const struct exchange *exchange, const struct reason_value *reason,
                       struct finding_draft *draft)
{
    const char *source = reason_protocol_source(reason->protocol), *evidence;
    char product[PRODUCT_MAX];

    if (g_ascii_strcasecmp(reason->protocol, "Q.850") != 0) {
        if (source)
            fault_say(draft, "The cause comes from %s.", source);
        return;
    }
    product_of(exchange->message, product);
    evidence = cause_evidence_of(request_details(transaction_request(exchange->transaction))->words,
                                 product);
    if (cause_is_translated(product)) {
        fault_say(draft, "Such a host (%s) writes its own cause for what happened.", product);
        return;
    }
    if (evidence)
        fault_say(draft, "The cause came from the telephone network: %s.", evidence);
    else
        fault_say(draft, "This host may have made the cause itself.");
    fault_say_meaning(draft, reason);
}

/* A message may have a Reason of each protocol (RFC 3326 section 2). */
static void say_others(const struct words *words, const struct reason_value *told,
                       struct finding_draft *draft)
{
    char text[OWN_WORDS_MAX];

    for (unsigned i = 0; i < words->reason_count; i++) {
        if (&words->reasons[i] != told && own_words_tell(&words->reasons[i], 0))
            fault_say(draft, "It also says %s.", own_words_of_reason(&words->reasons[i], text));
    }
}

static bool find_ended_for_cause(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *request = exchange->transaction;
    const struct reason_value *reason;
    char words[OWN_WORDS_MAX], host[ENDPOINT_TEXT_MAX];

    /* The CANCEL of a re-INVITE ends no call: call.change-ended has its words. */
    if (request->method != METHOD_BYE &&
        (request->method != METHOD_CANCEL ||
         (exchange->invite && !transaction_is_initial(exchange->invite))))
        return false;
    reason = own_words_telling_reason(request_details(transaction_request(request))->words, 0);
    if (!reason || was_told(request, reason))
        return false;
    fault_say(draft, "%s %s the call with %s.", endpoint_text(exchange->frame->source, host),
              request->method == METHOD_BYE ? "ends" : "gives up",
              own_words_of_reason(reason, words));
    say_others(request_details(transaction_request(request))->words, reason, draft);
    say_source(exchange, reason, draft);
    fault_say_waited(request, draft);
    draft_evidence(draft, exchange->invite ? exchange->invite->request_frame : 0);
    return true;
}

static const struct rule rules[] = {
    { .id = "call.ended-for-cause",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the call ended for a named cause",
      .headline = "call ended for a cause",
      .advice =
          "Look at the host that gave the cause, and at what happened just before. The cause is "
          "that host's own word for it: no user ended the call.",
      .reference = { 3326, "2" },
      .actor = ACTOR_SENDER,
      .folds_into = { "session.expired" },
      .moments = AT_REQUEST,
      .methods = METHOD_BIT(METHOD_BYE) | METHOD_BIT(METHOD_CANCEL),
      .applies = find_ended_for_cause },
};

const struct rule_list ended_for_cause_rules = { .subject = "call",
                                                 .rules = rules,
                                                 .count = array_length(rules) };
