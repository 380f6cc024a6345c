/* redirected.c
 * Responses that name other addresses to try.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/subjects.h"
#include "question/redirection.h"

/* Longest list shown in a detail, with its NUL. */
#define LIST_TEXT_MAX 110

static const char *server_text(const struct exchange *exchange, char *text)
{
    return endpoint_text(exchange->transaction->path->server, text);
}

/* The Contact URIs of the response, in words; "" when there is none. */
static unsigned contacts_text(const struct sip_message *message, char *text, size_t size)
{
    wmem_strbuf_t *list = wmem_strbuf_new(NULL, "");
    struct sip_header_cursor cursor = { 0 };
    struct span value;
    unsigned count = 0;

    while (sip_message_next_value(message, SIP_HEADER_CONTACT, &cursor, &value)) {
        const struct span uri = sip_address_uri(value);

        if (uri.length)
            wmem_strbuf_append_printf(list, "%s%.*s", count++ ? ", " : "", (int)uri.length,
                                      uri.text);
    }
    quote_span((struct span){ wmem_strbuf_get_str(list), wmem_strbuf_get_len(list) }, text, size);
    wmem_strbuf_destroy(list);
    return count;
}

static void tell_contacts(const struct exchange *exchange, const char *contacts, unsigned count,
                          struct finding_draft *draft)
{
    const struct transaction *before = count == 1 ? redirection_before(exchange) : NULL;
    char host[ENDPOINT_TEXT_MAX];

    server_text(exchange, host);
    if (redirection_names_no_sip(exchange->message)) {
        draft_headline(draft, "no SIP address to try: %.40s%s", contacts,
                       strlen(contacts) > 40 ? "..." : "");
        draft_detail(draft, "%s names %u Contact%s: %s. No phone can call that.", host, count,
                     count == 1 ? "" : "s", contacts);
    } else if (count == 1 && redirection_names_asked(exchange)) {
        draft_headline(draft, "redirected to the address that was asked for");
        draft_detail(draft,
                     "%s names %s, which frame %u asked for already: that address is to be asked, "
                     "and not this host again.",
                     host, contacts, exchange->transaction->request_frame);
    } else if (before) {
        draft_headline(draft, "redirected in a circle, back to %.32s", contacts);
        draft_detail(draft,
                     "%s names %s again: frame %u asked for it, and was redirected in frame %u.",
                     host, contacts, before->request_frame, before->final->frame);
        draft_evidence(draft, before->final->frame);
    } else {
        draft_headline(draft, "redirected to %.48s%s", contacts,
                       strlen(contacts) > 48 ? "..." : "");
        draft_detail(draft, "%s names %u Contact%s: %s.", host, count, count == 1 ? "" : "s",
                     contacts);
    }
}

static bool find_redirected(const struct exchange *exchange, struct finding_draft *draft)
{
    char contacts[LIST_TEXT_MAX], host[ENDPOINT_TEXT_MAX];
    unsigned count;

    /* An IMS network that names another service wants no other address tried. */
    if (exchange->record->code / 100 != 3 || !exchange_has_request(exchange) ||
        exchange->relayed_from || record_words(exchange->record)->ims_service)
        return false;
    count = contacts_text(exchange->message, contacts, sizeof contacts);
    server_text(exchange, host);
    if (count)
        tell_contacts(exchange, contacts, count, draft);
    else if (!exchange->message->is_cut)
        draft_detail(draft, "%s names no Contact: there is nothing to try.", host);
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

static bool find_ambiguous(const struct exchange *exchange, struct finding_draft *draft)
{
    char contacts[LIST_TEXT_MAX];

    if (!exchange_decides(exchange, 485, 485))
        return false;
    if (contacts_text(exchange->message, contacts, sizeof contacts))
        draft_detail(draft, "The server suggests: %s.", contacts);
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "routing.redirected",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "redirected: the client must try another address",
      .headline = "redirected: try another address",
      .advice = "Look for a new request to one of the Contacts. If none follows, the client or "
                "the proxy before it does not follow redirections.",
      .reference = { 3261, "8.1.3.4" },
      .moments = AT_FAILURE,
      .applies = find_redirected },
    { .id = "routing.ambiguous",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the address fits several users",
      .advice = "Call one of the suggested addresses, or make the address unique in the server.",
      .reference = { 3261, "21.4.23" },
      .moments = AT_FAILURE,
      .codes = { 485 },
      .applies = find_ambiguous },
};

const struct rule_list redirected_rules = { .subject = "routing",
                                            .rules = rules,
                                            .count = array_length(rules) };
