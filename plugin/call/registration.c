/* registration.c
 * The bindings that registrars granted, of each address of record: who can be called, and until
 * when.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "registration.h"

#include "hops.h"
#include "memory/intern.h"
#include "memory/kept_memory.h"
#include "memory/limit.h"
#include "message/sip_uri.h"

/* So long after its end a binding says something of a call, or as long as it held; microseconds. */
#define FORGOTTEN_TIME INT64_C(3600000000)

/* User name (interned) -> the first struct registration with it. Filled by the functions that add,
 * emptied with the file. */
static wmem_map_t *users;

void registration_init(void)
{
    users =
        wmem_map_new_autoreset(wmem_epan_scope(), wmem_file_scope(), g_direct_hash, g_direct_equal);
}

static struct sip_uri address_of_record(const struct sip_message *message)
{
    return sip_uri_read(sip_address_uri(sip_message_header(message, SIP_HEADER_TO)));
}

static struct registration *first_of(struct span user)
{
    const char *key = intern(user);

    return key ? (struct registration *)wmem_map_lookup(users, key) : NULL;
}

static struct registration *find(const struct sip_uri *of_record)
{
    struct registration *registration = first_of(of_record->user);

    while (registration &&
           !span_equals_ignoring_case(span_of_text(registration->host), of_record->host))
        registration = registration->next;
    return registration;
}

const struct registration *registration_of(const struct sip_message *message)
{
    const struct sip_uri of_record = address_of_record(message);

    return find(&of_record);
}

/* NULL: there is no room, or the address has no user. */
static struct registration *find_or_add(const struct sip_uri *of_record)
{
    struct registration *registration = find(of_record), *first = first_of(of_record->user);
    unsigned count = 0;

    for (const struct registration *other = first; other; other = other->next)
        count++;
    if (registration || !of_record->user.length || count >= REGISTRATION_HOSTS_MAX)
        return registration;
    if (!first && !limit_has_room(users))
        return NULL;
    registration = KEPT_NEW(struct registration);
    registration->user = intern(of_record->user);
    registration->host = intern(of_record->host);
    registration->next = first;
    wmem_map_insert(users, registration->user, registration);
    return registration;
}

static struct binding *find_binding(const struct registration *registration, const char *contact)
{
    struct binding *binding = registration->bindings;

    while (binding && binding->contact != contact &&
           sip_uri_difference(span_of_text(binding->contact), span_of_text(contact)) !=
               SIP_URI_SAME)
        binding = binding->next;
    return binding;
}

static struct binding *add_binding(struct registration *registration, const char *contact)
{
    struct binding *oldest = registration->bindings, *binding;
    unsigned count = 0;

    for (binding = registration->bindings; binding; binding = binding->next, count++) {
        if (binding->until < oldest->until)
            oldest = binding;
    }
    if (count >= REGISTRATION_BINDINGS_MAX) {
        *oldest = (struct binding){ .next = oldest->next, .contact = contact };
        return oldest;
    }
    binding = KEPT_NEW(struct binding);
    binding->contact = contact;
    binding->next = registration->bindings;
    registration->bindings = binding;
    return binding;
}

void registration_add_request(const struct transaction *transaction,
                              const struct sip_message *message)
{
    const struct registration *registration = registration_of(message);
    struct binding *binding;

    if (!registration || !request_contact(transaction_request(transaction)))
        return;
    binding = find_binding(registration, request_contact(transaction_request(transaction)));
    if (binding && binding->now.response && !binding->now.next_register)
        binding->now.next_register = transaction;
}

static int64_t end_of(int64_t time, uint32_t seconds)
{
    return time == TIME_UNKNOWN ? INT64_MAX : time + (int64_t)seconds * 1000000;
}

/* The seconds that the 2xx gives a contact: its own parameter, else Expires. false: it says
 * none. */
static bool seconds_of(const struct sip_message *message, struct span contact, uint32_t *seconds)
{
    struct span value;

    if (sip_parameter(contact, SPAN_OF("expires"), &value) && span_number(value, seconds))
        return true;
    return span_number(sip_message_header(message, SIP_HEADER_EXPIRES), seconds);
}

/* The same REGISTER on another hop, which has told it already. */
static bool is_told(const struct grant *grant, const struct transaction *transaction)
{
    const struct transaction *other = grant->response ? record_transaction(grant->response) : NULL;

    return other && transaction_call(other) == transaction_call(transaction) &&
           other->cseq == transaction->cseq;
}

static void grant(struct registration *registration, const struct transaction *transaction,
                  const uint32_t *seconds)
{
    const struct record *response = transaction->final;
    const struct request *request = transaction_request(transaction);
    struct binding *binding = find_binding(registration, request_contact(request));

    if (!binding)
        binding = add_binding(registration, request_contact(request));
    if (is_told(&binding->now, transaction))
        return;
    binding->before = binding->now;
    binding->now =
        (struct grant){ .response = response,
                        .asked = request_details(request)->expires,
                        .has_asked = request_details(request)->has_expires,
                        .granted = seconds ? *seconds : 0,
                        .until = seconds ? end_of(response->time, *seconds) : INT64_MAX };
    binding->until = binding->now.until;
}

static void take_away_all(struct registration *registration, const struct transaction *transaction)
{
    for (struct binding *binding = registration->bindings; binding; binding = binding->next) {
        if (is_told(&binding->now, transaction))
            continue;
        binding->before = binding->now;
        binding->now = (struct grant){ .response = transaction->final,
                                       .has_asked = true,
                                       .until = transaction->final->time };
        binding->until = transaction->final->time;
    }
}

/* The contact of the 2xx that the REGISTER was for: the same URI, or the only one, which some
 * registrars write anew. */
static bool own_contact(const struct transaction *transaction, const struct sip_message *message,
                        struct span *contact)
{
    const struct span asked = span_of_text(request_contact(transaction_request(transaction)));
    struct sip_header_cursor cursor = { 0 };

    while (sip_message_next_value(message, SIP_HEADER_CONTACT, &cursor, contact)) {
        if (sip_uri_difference(sip_address_uri(*contact), asked) == SIP_URI_SAME)
            return true;
    }
    cursor = (struct sip_header_cursor){ 0 };
    return sip_message_count_values(message, SIP_HEADER_CONTACT) == 1 &&
           sip_message_next_value(message, SIP_HEADER_CONTACT, &cursor, contact);
}

/* A 2xx lists all bindings of the address (RFC 3261 section 10.3): those of others are news too. */
static void read_list(struct registration *registration, const struct transaction *transaction,
                      const struct sip_message *message)
{
    struct sip_header_cursor cursor = { 0 };
    struct span contact;
    uint32_t seconds;

    for (unsigned i = 0; i < REGISTRATION_BINDINGS_MAX &&
                         sip_message_next_value(message, SIP_HEADER_CONTACT, &cursor, &contact);
         i++) {
        const char *uri = intern(sip_address_uri(contact));
        struct binding *binding = uri ? find_binding(registration, uri) : NULL;

        if (!uri || !seconds_of(message, contact, &seconds))
            continue;
        if (!binding)
            binding = add_binding(registration, uri);
        binding->until = end_of(transaction->final->time, seconds);
    }
}

static void add_success(struct registration *registration, const struct transaction *transaction,
                        const struct sip_message *message)
{
    const char *asked = request_contact(transaction_request(transaction));
    const bool is_end = request_details(transaction_request(transaction))->has_expires &&
                        request_details(transaction_request(transaction))->expires == 0;
    uint32_t seconds = 0;
    struct span contact;

    registration->too_brief_count = 0;
    if (asked && strcmp(asked, "*") == 0) {
        take_away_all(registration, transaction);
    } else if (asked && is_end) {
        grant(registration, transaction, &seconds);
    } else if (asked) {
        const bool is_known = own_contact(transaction, message, &contact) &&
                              seconds_of(message, contact, &seconds) && !message->is_cut;

        grant(registration, transaction, is_known ? &seconds : NULL);
    }
    if (!asked || sip_message_count_values(message, SIP_HEADER_CONTACT) > 1)
        read_list(registration, transaction, message);
}

void registration_add_final(const struct transaction *transaction,
                            const struct sip_message *message)
{
    const struct sip_uri of_record = address_of_record(message);
    struct registration *registration = find_or_add(&of_record);

    if (!registration)
        return;
    if (hop_next_behind(transaction, NULL))
        registration->edge = transaction->path->server;
    else
        registration->registrar = transaction->path->server;
    if (transaction->final->code == 423)
        registration->too_brief[registration->too_brief_count++ % REGISTRATION_REFUSALS_MAX] =
            transaction->final;
    else if (transaction->final->code < 300)
        add_success(registration, transaction, message);
}

const struct binding *registration_granted_by(const struct registration *registration,
                                              const struct record *response)
{
    const struct binding *binding = registration ? registration->bindings : NULL;

    while (binding && binding->now.response != response)
        binding = binding->next;
    return binding;
}

static bool is_host(const struct registration *registration, struct endpoint host)
{
    return endpoint_host_equals(registration->registrar, host) ||
           endpoint_host_equals(registration->edge, host);
}

/* Is this the registration of the one that the URI names: by its domain, or, where one of them is
 * an address, because its registrar is the host that the URI or the request goes to? Of two domains
 * at one registrar each has users of its own. */
static bool is_meant(const struct registration *registration, const struct sip_uri *uri,
                     const struct transaction *transaction)
{
    const struct endpoint host = endpoint_read(uri->host, 0);

    if (span_equals_ignoring_case(span_of_text(registration->host), uri->host))
        return true;
    return (host.length || endpoint_read(span_of_text(registration->host), 0).length) &&
           (is_host(registration, transaction->path->server) || is_host(registration, host));
}

/* Of equals, and of those that had ended by then, the one whose REGISTER was seen tells more. */
static bool ends_later(const struct binding *a, const struct binding *b, int64_t time)
{
    if (a->until <= time && b->until <= time && !a->now.response != !b->now.response)
        return a->now.response != NULL;
    return a->until > b->until || (a->until == b->until && a->now.response && !b->now.response);
}

static const struct binding *last_to_end(const struct transaction *transaction,
                                         const struct sip_uri *uri, int64_t time,
                                         const struct binding *last)
{
    for (const struct registration *registration = first_of(uri->user); registration;
         registration = registration->next) {
        if (!is_meant(registration, uri, transaction))
            continue;
        for (const struct binding *binding = registration->bindings; binding;
             binding = binding->next) {
            if (!last || ends_later(binding, last, time))
                last = binding;
        }
    }
    return last;
}

/* Has it ended so long ago that a REGISTER since may be in no capture, or the file holds another
 * time? A phone that is missed for as long as its binding held is looked for still. */
static bool is_forgotten(const struct binding *binding, int64_t time)
{
    const int64_t past = time_between(binding->until, time);

    return past > FORGOTTEN_TIME && past > (int64_t)binding->now.granted * 1000000;
}

enum callee_state registration_of_callee(const struct transaction *transaction,
                                         const struct sip_message *message, int64_t time,
                                         const struct binding **binding)
{
    const struct sip_uri asked =
        sip_uri_read(span_of_text(request_uri(transaction_request(transaction))));
    const struct sip_uri to = address_of_record(message);

    *binding = last_to_end(transaction, &asked, time, NULL);
    *binding = last_to_end(transaction, &to, time, *binding);
    if (*binding && is_forgotten(*binding, time))
        *binding = NULL;
    if (!*binding)
        return CALLEE_UNKNOWN;
    if (time == TIME_UNKNOWN || (*binding)->until > time)
        return CALLEE_REGISTERED;
    return (*binding)->now.response && (*binding)->now.granted == 0 ? CALLEE_DEREGISTERED
                                                                    : CALLEE_RUN_OUT;
}

/* *count: goes up by the bindings that were looked at. */
static const struct binding *with_contact(const struct transaction *transaction,
                                          const struct sip_uri *uri, unsigned *count,
                                          const struct binding **last)
{
    const struct span asked = span_of_text(request_uri(transaction_request(transaction)));

    for (const struct registration *registration = first_of(uri->user); registration;
         registration = registration->next) {
        if (!is_meant(registration, uri, transaction))
            continue;
        for (const struct binding *binding = registration->bindings; binding;
             binding = binding->next, ++*count) {
            if (sip_uri_difference(span_of_text(binding->contact), asked) == SIP_URI_SAME)
                return binding;
            *last = binding;
        }
    }
    return NULL;
}

const struct binding *registration_of_request(const struct transaction *transaction,
                                              const struct sip_message *message)
{
    const struct sip_uri to = address_of_record(message);
    const struct sip_uri asked =
        sip_uri_read(span_of_text(request_uri(transaction_request(transaction))));
    const struct binding *last = NULL, *binding;
    unsigned count = 0;

    binding = with_contact(transaction, &to, &count, &last);
    if (!binding && !span_equals(to.user, asked.user))
        binding = with_contact(transaction, &asked, &count, &last);
    if (binding || count != 1)
        return binding;
    return last;
}
