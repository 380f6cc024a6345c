/* beside_setup.c
 * A 5xx to anything but the INVITE of a new call: no call has failed by it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/in_the_way.h"
#include "diagnosis/misfit/odd_message.h"
#include "diagnosis/subjects.h"
#include "judgement.h"
#include "question/own_words.h"

static bool find_registrar(const struct exchange *exchange, struct finding_draft *draft)
{
    char text[FAULT_QUOTE_MAX];

    fault_say_sender(exchange, draft);
    if (sip_message_has_header(exchange->message, SIP_HEADER_P_REGISTRAR_ERROR))
        fault_say(draft, "P-Registrar-Error: %s.",
                  quote_header(exchange->message, SIP_HEADER_P_REGISTRAR_ERROR, text, sizeof text));
    fault_say_server(exchange, draft);
    return true;
}

/* What the request that failed leaves undone. */
static const char *consequence(const struct transaction *transaction)
{
    switch (transaction->method) {
    case METHOD_BYE:
        return "The side that sent the BYE has hung up anyway.";
    case METHOD_PRACK:
        return "The 18x stays unconfirmed: its sender repeats it and gives up after 32 s.";
    case METHOD_REGISTER:
        return "The phone stays registered only until its last REGISTER expires.";
    case METHOD_CANCEL:
        return "The INVITE may continue.";
    default:
        return NULL;
    }
}

static bool find_odd_request(const struct exchange *exchange, struct finding_draft *draft)
{
    draft_odd_request(draft, misfit_of_message(exchange->transaction), NULL);
    return true;
}

static bool find_request(const struct exchange *exchange, struct finding_draft *draft)
{
    const char *left_undone = consequence(exchange->transaction);
    char words[OWN_WORDS_MAX];

    fault_say_sender(exchange, draft);
    fault_say_of_code(exchange, draft);
    if (own_words_of_response(exchange->record, words)[0])
        fault_say(draft, "It says: %s.", words);
    if (left_undone)
        fault_say(draft, "%s", left_undone);
    if (exchange->record->code == 500 && fault_is_in_dialog(exchange->transaction) &&
        !misfit_of_message(exchange->transaction) &&
        !earlier_requests_are_known(exchange->transaction))
        fault_say(draft, "Earlier requests are not in this capture: this may be a refusal of their "
                         "order (CSeq).");
    fault_say_hop_behind(exchange, draft);
    fault_say_server(exchange, draft);
    return true;
}

static bool find_returned(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct transaction *sent = draft->judgement->other;
    char host[ENDPOINT_TEXT_MAX], proxy[ENDPOINT_TEXT_MAX];

    endpoint_text(transaction->path->server, host);
    if (!sent) {
        fault_say(draft, "The last Via names %s itself: that host sent this %s first.", host,
                  transaction_method_name(transaction));
    } else {
        draft_evidence(draft, sent->request_frame);
        fault_say(draft,
                  "%s sent this %s itself in frame %u. The request came back from %s in frame %u.",
                  host, transaction_method_name(transaction), sent->request_frame,
                  endpoint_text(transaction->path->client, proxy), transaction->request_frame);
    }
    return true;
}

static bool find_restoration(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct ims_service *service = record_words(exchange->record)->ims_service;
    char text[FAULT_QUOTE_MAX];

    fault_say_sender(exchange, draft);
    fault_say(draft, "Its body asks to restore the IMS registration.");
    if (service->reason)
        fault_say(draft, "Reason given: \"%s\".", fault_quote(service->reason, text));
    if (service->action)
        fault_say(draft, "Action wanted: \"%s\".", fault_quote(service->action, text));
    return true;
}

static const struct rule rules[] = {
    { .id = "fault.registrar",
      .severity = SEVERITY_WARN,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the registrar could not store the registration",
      .headline = "HOST did not store the registration",
      .advice = "Look at the registrar's database and log at that second. Calls reach the phone "
                "only until its last REGISTER expires.",
      .reference = { 3261, "10.3" },
      .actor = ACTOR_SERVER,
      .moments = AT_RESPONSE,
      .verdict = FAULT_REGISTRAR,
      .applies = find_registrar },
    { .id = "fault.request",
      .severity = SEVERITY_WARN,
      .group = GROUP_RESPONSE_CODE,
      .summary = "a server error for a request that sets up no call",
      .headline = "METHOD: GIST",
      .advice =
          "Look in the log of the host that sent it, at that second, by Call-ID. Find out first "
          "what the request was for: it sets up no call.",
      .reference = { 3261, "21.5" },
      .actor = ACTOR_SERVER,
      .moments = AT_RESPONSE,
      .verdict = FAULT_REQUEST,
      .applies = find_request },
    { .id = "fault.odd-request",
      .severity = SEVERITY_WARN,
      .group = GROUP_PROTOCOL,
      .summary = "the server failed at a request that does not fit its dialog",
      .headline = "METHOD does not fit its dialog, no server fault",
      .advice =
          "Correct the sender of the request first. Look at the server only if requests that fit "
          "fail too.",
      .reference = { 3261, "12.2.1.1" },
      .actor = ACTOR_CLIENT,
      .moments = AT_RESPONSE,
      .verdict = FAULT_ODD_REQUEST,
      .applies = find_odd_request },
    { .id = "fault.method-unknown",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the host does not know this method: no call is affected",
      .headline = "HOST does not know METHOD, no call is affected",
      .advice =
          "Switch off the feature that sends this method, or direct it to a server that lists the "
          "method in Allow. Calls do not need it.",
      .reference = { 3261, "21.5.2" },
      .actor = ACTOR_CLIENT,
      .moments = AT_RESPONSE,
      .verdict = FAULT_METHOD_UNKNOWN,
      .applies = fault_find_unknown_method },
    { .id = "fault.returned",
      .severity = SEVERITY_WARN,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the request came back to the host that had sent it",
      .headline = "the request came back to its sender",
      .advice = "Correct the route of this target at the proxy that sent the request back. The "
                "code says nothing about the host that gave it.",
      .reference = { 3261, "16.5" },
      .actor = ACTOR_SERVER,
      .actor_more = "and the hosts behind it",
      .moments = AT_RESPONSE,
      .verdict = FAULT_RETURNED,
      .applies = find_returned },
    { .id = "fault.restoration",
      .severity = SEVERITY_WARN,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the mobile core lost this user: the phone must register again",
      .headline = "mobile core lost the user: register again",
      .yields = true,
      .advice = "Look for a REGISTER of the phone after this. If many users get this at once, the "
                "S-CSCF or the HSS failed or restarted.",
      .reference = { 3261, "21.5.5" },
      .actor = ACTOR_SERVER,
      .actor_more = "and the IMS core",
      .moments = AT_RESPONSE,
      .verdict = FAULT_RESTORATION,
      .applies = find_restoration },
};

const struct rule_list fault_beside_setup_rules = { .subject = "fault",
                                                    .rules = rules,
                                                    .count = array_length(rules) };
