/* granted_time.c
 * For how long a phone is registered: intervals that are too short, and bindings that ran out.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/hops.h"
#include "call/registration.h"
#include "diagnosis/subjects.h"
#include "question/listed_contact.h"
#include "question/own_words.h"

/* Registrars clear their bindings once in a while: that little later a binding may still hold;
 * seconds. */
#define CLEARING_TIME 1.0

/* Longest contact shown, with its NUL. */
#define CONTACT_MAX 56

static bool is_too_brief(const struct exchange *exchange)
{
    return exchange->record->code == 423 && exchange_has_request(exchange) &&
           request_details(transaction_request(exchange->transaction))->has_expires &&
           !exchange->relayed_from;
}

/* Was an earlier request of the same kind, by the same client, refused by the same server because
 * it asked for too little? */
static bool is_like(const struct record *earlier, const struct record *record)
{
    const struct transaction *before = record_transaction(earlier),
                             *now = record_transaction(record);

    return earlier->code == 423 && earlier->frame < record->frame &&
           before->method == now->method &&
           request_details(transaction_request(before))->has_expires &&
           (transaction_call(before) != transaction_call(now) || before->cseq != now->cseq) &&
           path_same_hosts(before->path, now->path);
}

/* A client may register anew with another Call-ID each time. */
static const struct record *refused_register(const struct exchange *exchange)
{
    const struct registration *registration = registration_of(exchange->message);
    const struct record *found = NULL;

    for (unsigned i = 0;
         registration && i < REGISTRATION_REFUSALS_MAX && i < registration->too_brief_count; i++) {
        const struct record *earlier = registration->too_brief[i];

        if (is_like(earlier, exchange->record) && (!found || earlier->frame > found->frame))
            found = earlier;
    }
    return found;
}

static const struct record *refused_other(const struct exchange *exchange)
{
    const struct transaction *older = NULL;

    while ((older = transaction_back(transaction_older(exchange->transaction), older))) {
        if (older->method == exchange->transaction->method && older->final &&
            older->final->code < 300)
            return NULL;
        if (older->final && is_like(older->final, exchange->record))
            return older->final;
    }
    return NULL;
}

static uint32_t minimum_of(const struct record *record)
{
    return record_details(record) ? record_details(record)->min_expires : 0;
}

/* The earlier 423 whose minimum this request ignores; NULL: none. */
static const struct record *ignored_minimum(const struct exchange *exchange)
{
    const struct transaction *transaction = exchange->transaction;
    const struct record *earlier = transaction->method == METHOD_REGISTER
                                       ? refused_register(exchange)
                                       : refused_other(exchange);
    uint32_t minimum;

    if (!earlier)
        return NULL;
    minimum = minimum_of(earlier);
    if (minimum ? request_details(transaction_request(transaction))->expires >= minimum
                : request_details(transaction_request(transaction))->expires >
                      request_details(transaction_request(record_transaction(earlier)))->expires)
        return NULL;
    return earlier;
}

static bool find_too_brief(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const uint32_t minimum = is_too_brief(exchange) ? minimum_of(exchange->record) : 0;
    char host[ENDPOINT_TEXT_MAX];

    if (!is_too_brief(exchange) || ignored_minimum(exchange))
        return false;
    endpoint_text(transaction->path->server, host);
    if (minimum > request_details(transaction_request(transaction))->expires)
        draft_detail(draft, "%s asks for %u s; %s grants no less than %u s (Min-Expires).",
                     transaction_method_name(transaction),
                     request_details(transaction_request(transaction))->expires, host, minimum);
    else if (minimum)
        draft_detail(draft, "%s asks for %u s, although %s itself says that %u s are enough.",
                     transaction_method_name(transaction),
                     request_details(transaction_request(transaction))->expires, host, minimum);
    else
        draft_detail(draft, "%s asks for %u s. %s wants more, but does not say how much.",
                     transaction_method_name(transaction),
                     request_details(transaction_request(transaction))->expires, host);
    draft_evidence(draft, transaction->request_frame);
    return true;
}

static bool find_interval(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct record *earlier = is_too_brief(exchange) ? ignored_minimum(exchange) : NULL;
    char wanted[32] = "more";

    if (!earlier)
        return false;
    if (minimum_of(earlier))
        snprintf(wanted, sizeof wanted, "Min-Expires %u", minimum_of(earlier));
    draft_detail(draft,
                 "Frame %u asks for %u s, although frame %u wanted %s after frame %u had asked "
                 "for %u s.",
                 transaction->request_frame,
                 request_details(transaction_request(transaction))->expires, earlier->frame, wanted,
                 record_transaction(earlier)->request_frame,
                 request_details(transaction_request(record_transaction(earlier)))->expires);
    draft_evidence(draft, earlier->frame);
    draft_evidence(draft, transaction->request_frame);
    draft_evidence(draft, record_transaction(earlier)->request_frame);
    return true;
}

/* "granted 50 s in frame 2 (asked for 300 s)" */
static void tell_grant(const struct grant *grant, char *text, size_t size)
{
    if (grant->has_asked && grant->asked != grant->granted)
        snprintf(text, size, "granted %u s in frame %u (asked for %u s)", grant->granted,
                 grant->response->frame, grant->asked);
    else
        snprintf(text, size, "granted %u s in frame %u", grant->granted, grant->response->frame);
}

static bool is_of_same_host(const struct binding *a, const struct binding *b)
{
    return span_equals_ignoring_case(sip_uri_read(span_of_text(a->contact)).host,
                                     sip_uri_read(span_of_text(b->contact)).host);
}

/* Did another contact of the same phone hold at that time? That of another one does not help it. */
static bool another_held(const struct registration *registration, const struct binding *binding,
                         int64_t time)
{
    for (const struct binding *other = registration->bindings; other; other = other->next) {
        if (other != binding && other->until > time && is_of_same_host(other, binding))
            return true;
    }
    return false;
}

/* A refresh that came when the binding had ended: the first one after its grant, of the same
 * Call-ID, since a phone that starts anew has another one. */
static bool find_late_refresh(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct registration *registration = registration_of(exchange->message);
    const struct binding *binding = registration_granted_by(registration, exchange->record);
    const struct transaction *first;
    char contact[CONTACT_MAX], granted[96];
    double late;

    if (!binding || !binding->before.granted || !binding->before.response ||
        binding->before.until == INT64_MAX)
        return false;
    first = binding->before.next_register;
    if (!first ||
        transaction_call(first) != transaction_call(record_transaction(binding->before.response)) ||
        another_held(registration, binding, first->request_time))
        return false;
    late = seconds_between(binding->before.until, first->request_time);
    if (!(late > CLEARING_TIME))
        return false;
    tell_grant(&binding->before, granted, sizeof granted);
    quote_text(binding->contact, contact, sizeof contact);
    draft_detail(draft,
                 "%s was %s. The next REGISTER, frame %u, came %.1f s after that time had "
                 "expired.",
                 contact, granted, first->request_frame, late);
    draft_evidence(draft, record_transaction(binding->before.response)->request_frame);
    draft_evidence(draft, binding->before.response->frame);
    draft_evidence(draft, first->request_frame);
    return true;
}

/* The phone itself said no, or rang: it was reached. */
static bool was_reached(const struct transaction *transaction, const struct binding *binding)
{
    const struct sip_uri contact = sip_uri_read(span_of_text(binding->contact));

    return transaction_early_dialogs(transaction) ||
           endpoint_host_equals(endpoint_read(contact.host, 0), transaction->path->server) ||
           (binding->now.response &&
            endpoint_host_equals(record_transaction(binding->now.response)->path->client,
                                 transaction->path->server));
}

static bool is_call_to_nobody(const struct exchange *exchange)
{
    const struct transaction *transaction = exchange->transaction;
    const unsigned code = exchange->record->code;

    if ((code != 404 && code != 410 && code != 480) ||
        (transaction->method != METHOD_INVITE && transaction->method != METHOD_MESSAGE) ||
        !exchange_has_request(exchange) || !transaction_is_initial(transaction) ||
        exchange->relayed_from)
        return false;
    return true;
}

/* Does the server name another cause than that nobody is registered? */
static bool names_other_cause(const struct record *record)
{
    static const struct span absences[] = { SPAN_TEXT("regist"),        SPAN_TEXT("absent"),
                                            SPAN_TEXT("offline"),       SPAN_TEXT("unavail"),
                                            SPAN_TEXT("not available"), SPAN_TEXT("not found"),
                                            SPAN_TEXT("endpoint"),      SPAN_TEXT("contact") };
    char words[OWN_WORDS_MAX];

    own_words_of_response(record, words);
    return words[0] && !span_contains_one_of(span_of_text(words), absences, array_length(absences));
}

/* The REGISTER that was to renew the binding before the call; NULL: none. */
static const struct transaction *renewal(const struct binding *binding, int64_t time)
{
    const struct transaction *next = binding->now.next_register;

    return next && next->request_time <= time ? next : NULL;
}

/* "; the REGISTER in frame 9 got 503" */
static void tell_renewal(const struct transaction *next, char *text, size_t size)
{
    text[0] = '\0';
    if (next)
        snprintf(text, size, "; the REGISTER in frame %u got %u", next->request_frame,
                 next->final->code);
}

static bool find_callee_gone(const struct exchange *exchange, struct finding_draft *draft)
{
    const int64_t time = exchange->transaction->request_time;
    const struct binding *binding;
    const struct transaction *next;
    enum callee_state state;
    char contact[CONTACT_MAX], granted[80], refused[48], host[ENDPOINT_TEXT_MAX];
    double late;

    if (!is_call_to_nobody(exchange) || names_other_cause(exchange->record))
        return false;
    state = registration_of_callee(exchange->transaction, exchange->message, time, &binding);
    if ((state != CALLEE_RUN_OUT && state != CALLEE_DEREGISTERED) || !binding->now.response ||
        was_reached(exchange->transaction, binding))
        return false;
    late = seconds_between(binding->until, time);
    next = renewal(binding, time);
    if ((state == CALLEE_RUN_OUT && !(late > CLEARING_TIME)) || (next && !next->final))
        return false; /* what became of the renewal is not in this capture */
    tell_renewal(next, refused, sizeof refused);
    quote_text(binding->contact, contact, sizeof contact);
    tell_grant(&binding->now, granted, sizeof granted);
    if (state == CALLEE_DEREGISTERED)
        draft_detail(draft, "%s removed the called user's binding %s in frame %u, %.1f s before.",
                     endpoint_text(record_transaction(binding->now.response)->path->client, host),
                     contact, record_transaction(binding->now.response)->request_frame, late);
    else
        draft_detail(draft,
                     "The called user's binding %s was %s and expired %.1f s before this call%s.",
                     contact, granted, late, refused);
    draft_evidence(draft, record_transaction(binding->now.response)->request_frame);
    draft_evidence(draft, binding->now.response->frame);
    draft_evidence(draft, next ? next->request_frame : 0);
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

static bool find_expired(const struct exchange *exchange, struct finding_draft *draft)
{
    if (exchange->transaction->method != METHOD_REGISTER)
        return find_callee_gone(exchange, draft);
    return exchange->record->code < 300 && find_late_refresh(exchange, draft);
}

static bool find_not_listed(const struct exchange *exchange, struct finding_draft *draft)
{
    struct span listed;
    const unsigned count = listed_contacts_of_others(exchange, &listed);
    const char *own = request_contact(transaction_request(exchange->transaction));
    char contact[CONTACT_MAX], other[CONTACT_MAX];

    if (!count)
        return false;
    draft_detail(draft, "The REGISTER in frame %u is for %s. Its %u lists %s%s, not that one.",
                 exchange->transaction->request_frame, quote_text(own, contact, sizeof contact),
                 exchange->record->code, quote_span(listed, other, sizeof other),
                 count > 1 ? " and others" : "");
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "registration.not-listed",
      .severity = SEVERITY_NOTE,
      .group = GROUP_PROTOCOL,
      .summary = "the registration was accepted, but its Contact is not among those listed",
      .headline = "accepted, but its Contact is not listed",
      .advice = "Look at the registrar: does the account allow one phone only, or is the binding "
                "not stored? Calls go to the listed Contacts, not to this phone.",
      .reference = { 3261, "10.3" },
      .actor = ACTOR_SERVER,
      .moments = AT_SUCCESS,
      .methods = METHOD_BIT(METHOD_REGISTER),
      .applies = find_not_listed },
    { .id = "registration.too-brief",
      .severity = SEVERITY_CHAT,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the server wants a longer interval",
      .advice = "Nothing to do if the client asks again for Min-Expires or more.",
      .reference = { 3261, "10.2.8" },
      .actor = ACTOR_NOBODY,
      .moments = AT_FAILURE,
      .codes = { 423 },
      .applies = find_too_brief },
    { .id = "registration.interval",
      .severity = SEVERITY_WARN,
      .group = GROUP_PROTOCOL,
      .summary = "the client asks again for an interval that was refused as too short",
      .headline = "client asks again for an interval refused as too short",
      .advice =
          "Make the client use the Min-Expires of the 423, or set its interval to that value. This "
          "interval is always refused.",
      .reference = { 3261, "10.2.8" },
      .actor = ACTOR_CLIENT,
      .moments = AT_FAILURE,
      .codes = { 423 },
      .applies = find_interval },
    { .id = "registration.expired",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SEQUENCE,
      .summary = "the phone's registration had ended",
      .advice = "Make the phone register again before the time in the 200 is over. That time may "
                "be shorter than the phone asked for.",
      .reference = { 3261, "10.2.4" },
      .actor = ACTOR_CLIENT,
      .moments = AT_SUCCESS | AT_FAILURE,
      .methods =
          METHOD_BIT(METHOD_REGISTER) | METHOD_BIT(METHOD_INVITE) | METHOD_BIT(METHOD_MESSAGE),
      .codes = { 404, 410, 480 },
      .applies = find_expired },
};

const struct rule_list granted_time_rules = { .subject = "registration",
                                              .rules = rules,
                                              .count = array_length(rules) };
