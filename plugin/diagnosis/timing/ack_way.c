/* ack_way.c
 * Which way the ACK of a 2xx goes that is sent again, and why it cannot arrive there.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "ack_way.h"

#include "message/sip_uri.h"
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
