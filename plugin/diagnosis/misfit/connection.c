/* connection.c
 * Messages on another connection or transport than the one they have to take.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/connection.h"

#include "diagnosis/subjects.h"

/* Longest word of a Via's transport that is told. */
#define TRANSPORT_MAX 12

/* Has a response of this transaction come this way before, or a repeat of one before this repeat?
 * Then it was told. */
static bool came_this_way_before(const struct record *record)
{
    const struct record *earlier = transaction_first_response(record_transaction(record));

    for (unsigned i = 0; earlier && earlier != record && i < CALL_SEARCH_MAX; i++) {
        if (earlier->path_hash == record->path_hash &&
            (earlier->is_retransmission || !record->is_retransmission))
            return true;
        earlier = record_next(earlier);
    }
    return false;
}

static bool find_other_connection(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    char client[ENDPOINT_TEXT_MAX], server[ENDPOINT_TEXT_MAX], target[ENDPOINT_TEXT_MAX];

    if (!connection_was_left(transaction, exchange->frame) ||
        came_this_way_before(exchange->record))
        return false;
    draft_evidence(draft, transaction->request_frame);
    draft_detail(draft,
                 "%s got the %.20s in frame %u over a connection from %s that is still open. It "
                 "sends this %u over another one, to %s.",
                 endpoint_text(transaction->path->server, server),
                 transaction_method_name(transaction), transaction->request_frame,
                 endpoint_text(transaction->path->client, client), exchange->record->code,
                 endpoint_text(exchange->frame->destination, target));
    return true;
}

static bool is_stream(struct span transport)
{
    static const struct span streams[] = { SPAN_TEXT("TCP"),  SPAN_TEXT("TLS"),
                                           SPAN_TEXT("WS"),   SPAN_TEXT("WSS"),
                                           SPAN_TEXT("SCTP"), SPAN_TEXT("TLS-SCTP") };

    for (unsigned i = 0; i < array_length(streams); i++) {
        if (span_equals_ignoring_case(transport, streams[i]))
            return true;
    }
    return false;
}

/* Has its sender sent a request of this call before? What it says in Via was told then. */
static bool sent_before(const struct transaction *transaction)
{
    const struct transaction *earlier = NULL;

    while ((earlier = transaction_back(transaction_older(transaction), earlier))) {
        if (transaction_same_client(earlier, transaction))
            return true;
    }
    return false;
}

/* Does Via begin as nearly all do: with UDP for a datagram, TCP for a stream? */
static bool names_usual(const struct sip_message *message, bool is_stream)
{
    const struct span via = sip_message_header(message, SIP_HEADER_VIA);

    return span_starts_with_ignoring_case(via, is_stream ? SPAN_OF("SIP/2.0/TCP")
                                                         : SPAN_OF("SIP/2.0/UDP"));
}

static bool find_other_transport(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct sip_frame *frame = exchange->frame;
    char source[ENDPOINT_TEXT_MAX], transport[TRANSPORT_MAX];
    struct sip_via via;
    bool says_udp, says_stream;

    if (!frame->is_plain || names_usual(exchange->message, frame->is_stream) ||
        sent_before(exchange->transaction) || !sip_message_top_via(exchange->message, &via))
        return false;
    says_udp = span_equals_ignoring_case(via.transport, SPAN_OF("UDP"));
    says_stream = is_stream(via.transport);
    if (frame->is_stream ? !says_udp : !says_stream)
        return false;
    draft_detail(
        draft, "%s sends this %.20s over %s, but its own Via says %s: the response goes to %s.",
        endpoint_text(frame->source, source), transaction_method_name(exchange->transaction),
        frame->is_stream ? "a connection" : "UDP",
        quote_span(via.transport, transport, sizeof transport),
        says_udp ? "a UDP port" : "a connection");
    return true;
}

static bool find_connection(const struct exchange *exchange, struct finding_draft *draft)
{
    return exchange->record ? find_other_connection(exchange, draft)
                            : find_other_transport(exchange, draft);
}

static const struct rule rules[] = {
    { .id = "misfit.connection",
      .severity = SEVERITY_WARN,
      .group = GROUP_PROTOCOL,
      .summary = "sent over the wrong connection or transport",
      .advice = "A client expects responses where it sent its request, and may never see this one: "
                "NAT and firewalls stop a new connection. Correct the sender's settings of "
                "connection reuse and transport.",
      .reference = { 3261, "18.2.2" },
      .actor = ACTOR_SERVER,
      .moments = AT_RESPONSE | AT_RESPONSE_REPEAT | AT_REQUEST,
      .applies = find_connection },
};

const struct rule_list misfit_connection_rules = { .subject = "misfit",
                                                   .rules = rules,
                                                   .count = array_length(rules) };
