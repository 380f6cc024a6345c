/* ack_way.c
 * What became of the ACK of a final response that is sent again, and why it cannot arrive.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "ack_way.h"

#include "call/call_ending.h"
#include "call/connection.h"
#include "call/hops.h"
#include "call/response_way.h"
#include "message/sip_uri.h"
#include "question/difference.h"
#include "question/quote.h"
#include "question/repeated_response.h"

/* Longest URI in a detail, with its NUL. */
#define URI_TEXT_MAX 44

static const char *sender_text(const struct exchange *exchange, char *text)
{
    return endpoint_host_text(exchange->frame->source, text);
}

static struct span contact_of(const struct exchange *exchange)
{
    return sip_address_uri(sip_message_header(exchange->message, SIP_HEADER_CONTACT));
}

/* What speaks against this host as the target of an ACK that has to come to its own sender. */
static const char *kind_of_target(struct endpoint target, struct endpoint sender)
{
    if (endpoint_is_loopback(target))
        return "a loopback address";
    if (endpoint_is_unspecified(target))
        return "no address at all";
    return endpoint_is_private(target) && !endpoint_is_private(sender) ? "a private address"
                                                                       : "another host";
}

bool ack_contact_text(const struct exchange *exchange, char *text)
{
    const struct span uri = contact_of(exchange);
    const struct endpoint contact = endpoint_of_uri(uri);
    char quoted[URI_TEXT_MAX], sender[ENDPOINT_TEXT_MAX];

    if (exchange->record->code >= 300 || repeat_ack_must_pass(exchange) || !contact.length)
        return false;
    snprintf(text, ACK_WAY_TEXT_MAX,
             "the %s goes to its Contact %s, %s, not to %s: there is no Record-Route",
             exchange->record->code < 200 ? "PRACK" : "ACK", quote_span(uri, quoted, sizeof quoted),
             kind_of_target(contact, exchange->frame->source), sender_text(exchange, sender));
    return true;
}

/* Did the ACK go to another port than the one that took the INVITE, and that answers? */
static bool is_other_port(const struct exchange *exchange, struct endpoint target)
{
    const struct endpoint source = exchange->frame->source;

    return !exchange->transaction->is_stream && target.port != source.port &&
           exchange->transaction->path->server.port == source.port;
}

/* Does the Contact of the 2xx ask for this port? */
static const char *contact_port_text(const struct exchange *exchange, uint16_t port)
{
    const struct sip_uri contact = sip_uri_read(contact_of(exchange));

    if (!contact.host.length || sip_message_has_header(exchange->message, SIP_HEADER_RECORD_ROUTE))
        return "";
    if (!contact.port && port == 5060)
        return ", as its Contact names none";
    return contact.port == port ? ", as its Contact says" : "";
}

/* The Contact names the host that sends the 2xx again, but another port than the ACK went to. */
static bool is_beside_contact(const struct exchange *exchange, struct endpoint server, char *text,
                              uint32_t ack_frame)
{
    const struct sip_uri contact = sip_uri_read(contact_of(exchange));
    const uint16_t port = contact.port ? contact.port : 5060;

    if (exchange->transaction->is_stream || server.port == port ||
        !endpoint_host_equals(endpoint_read(contact.host, port), exchange->frame->source))
        return false;
    snprintf(text, ACK_WAY_TEXT_MAX,
             "the ACK in frame %u went to port %u, but its Contact names port %u", ack_frame,
             server.port, port);
    return true;
}

bool ack_way_text(const struct exchange *exchange, char *text)
{
    const struct early_dialog *dialog =
        exchange->record->code < 300
            ? transaction_early_dialog(exchange->transaction, record_to_tag(exchange->record))
            : NULL;
    char target[ENDPOINT_TEXT_MAX], sender[ENDPOINT_TEXT_MAX];
    struct endpoint server;

    if (!dialog || !early_dialog_ack_path(dialog) ||
        !endpoint_host_equals(early_dialog_ack_path(dialog)->client, exchange->frame->destination))
        return false;
    server = early_dialog_ack_path(dialog)->server;
    if (endpoint_host_equals(server, exchange->frame->source)) {
        if (is_beside_contact(exchange, server, text, dialog->ack_frame))
            return true;
        if (!is_other_port(exchange, server))
            return false;
        snprintf(text, ACK_WAY_TEXT_MAX,
                 "the ACK in frame %u went to port %u%s, but port %u answers", dialog->ack_frame,
                 server.port, contact_port_text(exchange, server.port),
                 exchange->frame->source.port);
        return true;
    }
    snprintf(text, ACK_WAY_TEXT_MAX, "the ACK in frame %u went to %s, %s, not to %s",
             dialog->ack_frame, endpoint_text(server, target),
             kind_of_target(server, exchange->frame->source), sender_text(exchange, sender));
    return true;
}

/* The caller tries to bring its ACK to the route or the Contact of this 2xx, by a connection that
 * it does not get. */
static bool refused_text(const struct exchange *exchange, const struct record *first, char *text,
                         struct finding_draft *draft)
{
    struct connection_failure failure;
    struct span uri;
    char quoted[URI_TEXT_MAX];
    const char *name = repeat_ack_refused(exchange, first->frame, &uri, &failure);

    if (!name)
        return false;
    snprintf(text, ACK_WAY_TEXT_MAX, "the caller's connection to its %s %s %s (frame %u)", name,
             quote_span(uri, quoted, sizeof quoted),
             failure.error_frame ? "is refused" : "gets no answer",
             failure.error_frame ? failure.error_frame : failure.last_frame);
    draft_evidence(draft, failure.first_frame);
    draft_evidence(draft, failure.error_frame);
    return true;
}

/* The latest INVITE that the client of a refused one has sent since, on another branch or again: it
 * knows of the refusal, or has given the host up. NULL: none. */
static const struct transaction *next_attempt(const struct exchange *exchange,
                                              const struct record *first)
{
    const struct transaction *refused = exchange->transaction, *later = NULL;

    if (exchange->record->code < 300)
        return NULL;
    while ((later = transaction_back(call_newest(transaction_call(refused)), later))) {
        if (later->method == METHOD_INVITE && later->request_frame > first->frame &&
            later->from_tag_place == refused->from_tag_place &&
            transaction_same_client(later, refused))
            return later;
    }
    return NULL;
}

/* Who cancels in vain, as the answer came first, often takes the call for gone. */
static bool cancelled_text(const struct exchange *exchange, char *text, struct finding_draft *draft)
{
    const struct transaction *cancel =
        exchange->record->code < 300 ? call_cancel_of(exchange->transaction) : NULL;

    if (!cancel || !cancel->request_frame)
        return false;
    snprintf(
        text, ACK_WAY_TEXT_MAX,
        "no ACK has come here yet: the CANCEL in frame %u did not stop the answer, which needs "
        "an ACK and a BYE all the same",
        cancel->request_frame);
    draft_evidence(draft, cancel->request_frame);
    return true;
}

void ack_tell(const struct exchange *exchange, const struct record *first, char *text,
              struct finding_draft *draft)
{
    const struct misfit *misfit = misfit_of_response(first, NULL);
    const uint32_t here = repeat_ack_frame(exchange), before = repeat_ack_before(exchange);
    const struct other_way other = response_other_way(exchange->record);
    const struct transaction *bye = transaction_bye(exchange->transaction, exchange->record->frame);
    const struct transaction *next = next_attempt(exchange, first);
    char difference[DIFFERENCE_TEXT_MAX], host[ENDPOINT_TEXT_MAX], client[ENDPOINT_TEXT_MAX];

    if (!here && other_way_is_to_host(&other)) {
        snprintf(text, ACK_WAY_TEXT_MAX, "the INVITE came from %s, but the %u goes to %s",
                 endpoint_host_text(other.sent_from, client), exchange->record->code,
                 endpoint_host_text(other.answered, host));
    } else if (!here && other.answered.length) {
        snprintf(text, ACK_WAY_TEXT_MAX, "the INVITE came from port %u, but the %u goes to port %u",
                 other.sent_from.port, exchange->record->code, other.answered.port);
    } else if (here && !misfit && ack_way_text(exchange, text)) {
        draft_evidence(draft, here);
    } else if (here && !misfit) {
        snprintf(text, ACK_WAY_TEXT_MAX,
                 "the ACK in frame %u passed here, but did not arrive, or is not accepted", here);
        draft_evidence(draft, here);
    } else if (misfit) {
        snprintf(text, ACK_WAY_TEXT_MAX, "the ACK in frame %u has %s", misfit->frame,
                 difference_text(misfit, difference));
        draft_evidence(draft, misfit->frame);
    } else if (before) {
        snprintf(text, ACK_WAY_TEXT_MAX, "the ACK in frame %u came to %s, which did not pass it on",
                 before, endpoint_host_text(exchange->transaction->path->client, host));
        draft_evidence(draft, before);
    } else if (repeat_is_kept_back(exchange)) {
        snprintf(
            text, ACK_WAY_TEXT_MAX, "%s did not pass it on to %s, where the INVITE came from",
            endpoint_host_text(exchange->transaction->path->client, host),
            endpoint_host_text(transaction_upstream(exchange->transaction)->path->client, client));
        draft_evidence(draft, transaction_upstream(exchange->transaction)->request_frame);
    } else if (next) {
        snprintf(text, ACK_WAY_TEXT_MAX, "%s went on with the INVITE in frame %u, without an ACK",
                 endpoint_host_text(next->path->client, client), next->request_frame);
        draft_evidence(draft, next->request_frame);
    } else if (bye) {
        snprintf(text, ACK_WAY_TEXT_MAX,
                 "no ACK has come here. The BYE in frame %u ended the call, but this INVITE needs "
                 "its ACK all the same",
                 bye->request_frame);
        draft_evidence(draft, bye->request_frame);
    } else if (!cancelled_text(exchange, text, draft) &&
               !refused_text(exchange, first, text, draft) && !ack_contact_text(exchange, text)) {
        snprintf(text, ACK_WAY_TEXT_MAX,
                 "no ACK has come here yet (the response or its ACK is late or lost, or was not "
                 "sent)");
    }
}
