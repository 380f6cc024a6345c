/* other_5xx.c
 * What the capture shows of the server failures other than 500.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/subjects.h"
#include "judgement.h"

#define LINE_TEXT_MAX 60

static bool find_bad_gateway(const struct exchange *exchange, struct finding_draft *draft)
{
    fault_say_sender(exchange, draft);
    fault_say_hop_behind(exchange, draft);
    fault_say_server(exchange, draft);
    return true;
}

static bool find_unavailable(const struct exchange *exchange, struct finding_draft *draft)
{
    fault_say_sender(exchange, draft);
    fault_say_hop_behind(exchange, draft);
    if (record_details(exchange->record) && record_details(exchange->record)->has_retry_after)
        fault_say(draft, "Retry-After: 0 asks for no wait.");
    else if (!exchange->message->headers_are_cut)
        fault_say(draft, "Without Retry-After a 503 counts as a 500.");
    fault_say_server(exchange, draft);
    return true;
}

static bool find_overloaded(const struct exchange *exchange, struct finding_draft *draft)
{
    fault_say_sender(exchange, draft);
    draft_headline(draft, "HOST wants a wait of %u s",
                   record_details(exchange->record)->retry_after);
    fault_say(draft, "It asks for a wait of %u s.", record_details(exchange->record)->retry_after);
    fault_say_hop_behind(exchange, draft);
    fault_say_server(exchange, draft);
    return true;
}

static bool find_gateway_timeout(const struct exchange *exchange, struct finding_draft *draft)
{
    fault_say_sender(exchange, draft);
    fault_say_hop_behind(exchange, draft);
    fault_say_server(exchange, draft);
    return true;
}

static bool find_version(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;

    fault_say_sender(exchange, draft);
    if (transaction->request_frame)
        fault_say(draft, "The request in frame %u says %s.", transaction->request_frame,
                  transaction_request(transaction)->has_other_version
                      ? "another version than SIP/2.0"
                      : "SIP/2.0, which every server must "
                        "know");
    return true;
}

static void say_size(const struct transaction *transaction, struct finding_draft *draft)
{
    if (transaction->request_frame)
        fault_say(draft, "The %s in frame %u has %s%u bytes and came over a %s, with %u Via.",
                  transaction_method_name(transaction), transaction->request_frame,
                  transaction->request_is_cut ? "more than " : "",
                  transaction_request(transaction)->size,
                  transaction->is_stream ? "stream" : "datagram", transaction->via_count);
}

static bool find_too_large(const struct exchange *exchange, struct finding_draft *draft)
{
    say_size(exchange->transaction, draft);
    fault_say_sender(exchange, draft);
    return true;
}

/* The first precondition that is not met in the SDP of the 580 (RFC 3312 section 8). */
static void say_precondition(const struct exchange *exchange, struct finding_draft *draft)
{
    char text[LINE_TEXT_MAX];
    struct span body;
    struct sdp sdp;

    if (!sip_message_sdp(exchange->message, &body) || !sdp_read(body, &sdp))
        return;
    for (unsigned i = 0; i < sdp.media_count; i++) {
        if (sdp.media[i].precondition != SDP_PRECONDITION_UNMET)
            continue;
        fault_say(draft, "Not met: %s (media line %u).",
                  quote_span(sdp.media[i].precondition_line, text, sizeof text), i + 1);
        return;
    }
}

void fault_say_of_code(const struct exchange *exchange, struct finding_draft *draft)
{
    if (exchange->record->code == 513)
        say_size(exchange->transaction, draft);
    if (exchange->record->code == 580)
        say_precondition(exchange, draft);
}

static bool find_precondition(const struct exchange *exchange, struct finding_draft *draft)
{
    fault_say_sender(exchange, draft);
    say_precondition(exchange, draft);
    if (!exchange->description && !exchange->message->is_cut &&
        !description_is_hidden(exchange->message))
        fault_say(draft, "It has no SDP to name the condition.");
    return true;
}

static bool find_push(const struct exchange *exchange, struct finding_draft *draft)
{
    fault_say_sender(exchange, draft);
    fault_say_server(exchange, draft);
    return true;
}

/* What all rules here share: each is the verdict on its code. */
#define VERDICT .group = GROUP_RESPONSE_CODE, .moments = AT_RESPONSE

static const struct rule rules[] = {
    { .id = "fault.not-implemented",
      VERDICT,
      .severity = SEVERITY_ERROR,
      .summary = "the server says that it does not know this method",
      .headline = "HOST says that it does not know METHOD",
      .advice = "Find out who sent the request here and why. Send only methods that the server "
                "lists in Allow. If it knows the method but refuses it, the right code is 405.",
      .reference = { 3261, "21.5.2" },
      .verdict = FAULT_NOT_IMPLEMENTED,
      .actor = ACTOR_CLIENT,
      .applies = fault_find_unknown_method },
    { .id = "fault.bad-gateway",
      VERDICT,
      .severity = SEVERITY_ERROR,
      .summary = "the server cannot use the answer of the next server",
      .headline = "HOST cannot use the answer of the next server",
      .yields = true,
      .advice = "Capture between this server and the next one and look for the malformed or "
                "unknown answer. Check DNS for the next hop.",
      .reference = { 3261, "21.5.3" },
      .verdict = FAULT_BAD_GATEWAY,
      .actor = ACTOR_SERVER,
      .actor_more = "and the next server",
      .applies = find_bad_gateway },
    { .id = "fault.unavailable",
      VERDICT,
      .severity = SEVERITY_ERROR,
      .summary = "the server cannot serve requests now",
      .headline = "HOST cannot serve requests now",
      .yields = true,
      .advice = "Read first what the server itself says, and the other findings here. Then look in "
                "its log at that second. A caller may try its next target (RFC 3263, 4.3).",
      .reference = { 3261, "21.5.4" },
      .verdict = FAULT_UNAVAILABLE,
      .actor = ACTOR_SERVER,
      .applies = find_unavailable },
    { .id = "fault.gateway-timeout",
      VERDICT,
      .severity = SEVERITY_ERROR,
      .summary = "the server waited for another one and got no answer",
      .headline = "HOST got no answer from behind it",
      .yields = true,
      .advice = "Find out what it waited for: the next hop, DNS or ENUM, a database, the telephone "
                "network. Capture behind this server.",
      .reference = { 3261, "21.5.5" },
      .verdict = FAULT_GATEWAY_TIMEOUT,
      .actor = ACTOR_SERVER,
      .applies = find_gateway_timeout },
    { .id = "fault.too-large",
      VERDICT,
      .severity = SEVERITY_ERROR,
      .summary = "the request is too large for the server",
      .headline = "the request is too large for HOST",
      .advice = "Use TCP or TLS from 1300 bytes on (RFC 3261 section 18.1.1), drop codecs and "
                "header fields that nobody needs, or raise the server's limit.",
      .reference = { 3261, "21.5.7" },
      .verdict = FAULT_TOO_LARGE,
      .actor = ACTOR_CLIENT,
      .applies = find_too_large },
    { .id = "fault.precondition",
      VERDICT,
      .severity = SEVERITY_ERROR,
      .summary = "a required precondition cannot be met: no resources reserved",
      .headline = "precondition not met: no resources reserved",
      .advice = "Find out why the reservation (bearer, QoS, security) failed on the side that "
                "sent this, or send the offer without mandatory preconditions.",
      .reference = { 3312, "8" },
      .verdict = FAULT_PRECONDITION,
      .applies = find_precondition },
    { .id = "fault.overloaded",
      VERDICT,
      .severity = SEVERITY_WARN,
      .summary = "the server is overloaded or in maintenance and says for how long",
      .headline = "HOST wants a wait",
      .advice = "Send nothing to it until that time is over, and use another server. Look at its "
                "load and maintenance plan.",
      .reference = { 3261, "21.5.4" },
      .verdict = FAULT_OVERLOADED,
      .actor = ACTOR_SERVER,
      .applies = find_overloaded },
    { .id = "fault.version",
      VERDICT,
      .severity = SEVERITY_WARN,
      .summary = "the server does not support this version of SIP",
      .headline = "HOST does not support this SIP version",
      .advice = "Only SIP/2.0 exists. If the request says another version, look for a scanner or "
                "another protocol on this port. If not, look for a defect in the server.",
      .reference = { 3261, "21.5.6" },
      .verdict = FAULT_VERSION,
      .actor = ACTOR_CLIENT,
      .applies = find_version },
    { .id = "fault.push",
      VERDICT,
      .severity = SEVERITY_WARN,
      .summary = "the network does not support the push service that the phone asked for",
      .headline = "push service not supported",
      .advice = "Compare the pn-provider in the REGISTER's Contact with what the proxy or "
                "registrar supports. Without push a sleeping phone cannot be woken for calls.",
      .reference = { 8599, "8" },
      .verdict = FAULT_PUSH,
      .applies = find_push },
};

const struct rule_list fault_code_rules = { .subject = "fault",
                                            .rules = rules,
                                            .count = array_length(rules) };
