/* no_call.c
 * Codes that speak of a called user or of media, in answer to requests that call nobody.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "no_call.h"

#include "call/hops.h"
#include "diagnosis/subjects.h"

/* What the request wanted, and was refused. REGISTER and REFER have rules of their own. */
static const char *wish_of(enum method method)
{
    switch (method) {
    case METHOD_SUBSCRIBE:
        return "the subscription";
    case METHOD_PUBLISH:
        return "the state that is published";
    case METHOD_MESSAGE:
        return "the text message";
    case METHOD_NOTIFY:
        return "the notification";
    case METHOD_OPTIONS:
        return "the OPTIONS test";
    default:
        return NULL;
    }
}

/* Of a called user, or of media, which none of the requests above offers. */
static bool speaks_of_a_call(unsigned code)
{
    return code == 410 || code == 480 || code == 486 || code == 488 || code == 600 || code == 603 ||
           code == 606;
}

bool no_call_is_refused(const struct exchange *exchange)
{
    return speaks_of_a_call(exchange->record->code) && exchange_has_request(exchange) &&
           !exchange->relayed_from;
}

static bool find_request_refused(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const char *wish = wish_of((enum method)transaction->method);
    char host[ENDPOINT_TEXT_MAX];

    if (!wish || !no_call_is_refused(exchange))
        return false;
    draft_detail(draft, "%s refuses %s of frame %u, which sets up no call.",
                 endpoint_text(transaction->path->server, host), wish, transaction->request_frame);
    draft_evidence(draft, transaction->request_frame);
    return true;
}

/* Of the request, its address or its way: no word of a server that is out of order. */
static bool shows_life(unsigned code)
{
    return (code >= 403 && code <= 405) || code == 415 || (code >= 481 && code <= 484) ||
           code == 604;
}

/* Who asks a host with OPTIONS whether it is there has the answer in any response of its own. Codes
 * that speak of hops do not count where others have passed the request on. */
static bool find_alive(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct request *request = transaction_request(transaction);
    const unsigned code = exchange->record->code;
    char host[ENDPOINT_TEXT_MAX];

    if (transaction->method != METHOD_OPTIONS || !transaction_is_initial(transaction) ||
        !shows_life(code) || !exchange_has_request(exchange) || exchange->relayed_from ||
        request_has_credentials(request) ||
        ((code == 482 || code == 483) && transaction->via_count != 1))
        return false;
    draft_detail(draft,
                 "%s answered the OPTIONS of frame %u after %.0f ms%s. OPTIONS sets up no call.",
                 endpoint_text(transaction->path->server, host), transaction->request_frame,
                 1000 * seconds_between(transaction->request_time, exchange->record->time),
                 code == 483 && request->max_forwards == 0
                     ? ", which came with Max-Forwards 0 and so went no further"
                     : "");
    draft_evidence(draft, transaction->request_frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "call.no-call",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "a request that sets up no call was refused",
      .headline = "METHOD refused, no call is affected",
      .yields = true,
      .advice = "Read what the refusing host says. Check whether it offers this service for the "
                "address in To.",
      .reference = { 3261, "21" },
      .actor = ACTOR_SERVER,
      .moments = AT_FAILURE,
      .codes = { 410, 480, 486, 488, 600, 603, 606 },
      .applies = find_request_refused },
    { .id = "call.alive",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "a host that refuses a test by OPTIONS is alive all the same",
      .headline = "HOST is alive, though it refuses OPTIONS",
      .yields = true,
      .stands_for_code = true,
      .advice =
          "Nothing to do where OPTIONS only tests whether the host is there. A monitor should "
          "take any response for a sign of life but 408, 500, 503 and 504.",
      .reference = { 3261, "11.2" },
      .actor = ACTOR_NOBODY,
      .moments = AT_FAILURE,
      .methods = METHOD_BIT(METHOD_OPTIONS),
      .needs = NEEDS_INITIAL,
      .codes = { 403, 404, 405, 415, 481, 482, 483, 484, 604 },
      .applies = find_alive },
};

const struct rule_list no_call_rules = { .subject = "call",
                                         .rules = rules,
                                         .count = array_length(rules) };
