/* sdp_itself.c
 * An SDP that has to come and does not (RFC 3261 section 13.3.1.4), that refuses all, or that
 * cannot be read. SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/hops.h"
#include "call/offer_answer.h"
#include "diagnosis/subjects.h"
#include "question/no_media_left.h"
#include "question/sdp_text.h"

/* However long before on another hop; microseconds. */
#define ANY_TIME (INT64_MAX / 2)

/* Longest line shown, with its NUL. */
#define LINE_TEXT_MAX 64

/* Is an earlier response of the dialog cut? The rest of it may hold SDP. */
static bool has_cut_response(const struct exchange *exchange)
{
    const struct record *response = transaction_first_response(exchange->transaction);

    for (unsigned i = 0; response && i < CALL_SEARCH_MAX; i++, response = record_next(response)) {
        if (response->is_cut && response->to_tag_place == exchange->record->to_tag_place)
            return true;
    }
    return response != NULL;
}

/* Did anything else in the dialog of this 2xx bring SDP, since its INVITE, or may it have? */
static bool has_other_sdp(const struct exchange *exchange)
{
    const struct transaction *invite = exchange->transaction, *other = NULL;
    const struct early_dialog *dialog = exchange->early_dialog;

    if (!dialog || early_dialog_described(dialog) || invite->has_more_dialogs ||
        has_cut_response(exchange))
        return true;
    while ((other = transaction_back(call_newest(transaction_call(invite)), other)) &&
           other != invite) {
        if ((transaction_offer(other) || other->offer_is_hidden) &&
            transaction_same_dialog(other, invite))
            return true;
    }
    return !other;
}

static bool find_no_offer(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *invite = exchange->transaction;
    const struct record *behind;

    if (invite->method != METHOD_INVITE || exchange->description || transaction_offer(invite) ||
        !exchange_has_request(exchange) || invite->offer_is_hidden ||
        description_is_hidden(exchange->message) || has_other_sdp(exchange))
        return false;
    behind = hop_same_response(exchange->record, ANY_TIME);
    if (behind && !record_description(behind))
        return false;
    draft_detail(draft, "The INVITE in frame %u has no SDP, and this %u brings no offer either.",
                 invite->request_frame, exchange->record->code);
    draft_evidence(draft, invite->request_frame);
    return true;
}

/* The same SDP came before, in an 18x of the dialog or on the hop behind: told there. */
static bool came_before(const struct exchange *exchange)
{
    const struct early_dialog *dialog = exchange->early_dialog;
    const struct record *record = exchange->record, *behind;

    if (!record)
        return false;
    if (dialog && early_dialog_described(dialog) && early_dialog_described(dialog) != record &&
        description_malformed(record_description(early_dialog_described(dialog))) ==
            description_malformed(exchange->description))
        return true;
    behind = hop_same_response(record, ANY_TIME);
    return behind && record_description(behind) &&
           description_malformed(record_description(behind)) ==
               description_malformed(exchange->description);
}

static bool find_malformed(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct description *description = exchange->description;
    char message[SDP_PLACE_MAX], line[LINE_TEXT_MAX], host[ENDPOINT_TEXT_MAX];
    struct offer_answer turn;

    if (!description || !description_malformed(description) || description->is_incomplete)
        return false;
    turn = offer_answer_of(exchange);
    if ((turn.role != SDP_ANSWER && turn.role != SDP_PREVIEW) || came_before(exchange))
        return false;
    draft_detail(draft, "The answer of %s in %s has the line \"%s\", which cannot be read.",
                 endpoint_host_text(exchange->frame->source, host),
                 sdp_message_text(exchange, message),
                 quote_text(description_malformed(description), line, sizeof line));
    draft_evidence(draft, turn.offer.frame);
    return true;
}

static bool find_all_refused(const struct exchange *exchange, struct finding_draft *draft)
{
    struct offer_answer turn;
    char offer[SDP_PLACE_MAX], message[SDP_PLACE_MAX], host[ENDPOINT_TEXT_MAX];

    if (!no_media_is_left(exchange, &turn))
        return false;
    draft_detail(draft,
                 "%s accepts the %s, but %s has port 0 on every media line of the %s: no media can "
                 "flow.",
                 endpoint_host_text(exchange->frame->source, host),
                 transaction_method_name(exchange->transaction),
                 sdp_message_text(exchange, message), sdp_place_text(&turn.offer, offer));
    draft_evidence(draft, turn.offer.frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "media.all-refused",
      .severity = SEVERITY_WARN,
      .group = GROUP_SEQUENCE,
      .summary = "the answer refuses every media line: the call has no media",
      .headline = "answer refuses every media line: no media",
      .advice = "Look at the element that wrote the answer: which codec, profile or address of the "
                "offer does it not take? It should have refused the request with 488.",
      .reference = { 3264, "6" },
      .actor = ACTOR_SENDER,
      .moments = AT_SUCCESS,
      .methods = METHOD_BIT(METHOD_INVITE) | METHOD_BIT(METHOD_UPDATE),
      .needs = NEEDS_SDP | NEEDS_OFFER,
      .is_of_outcome = true,
      .applies = find_all_refused },
    { .id = "media.no-offer",
      .severity = SEVERITY_WARN,
      .group = GROUP_PROTOCOL,
      .summary = "an INVITE without SDP gets no offer in its 2xx",
      .advice = "Look at the element that wrote the 2xx: after an INVITE without SDP it must send "
                "the offer. Without an offer the two sides agree on no media.",
      .reference = { 3261, "13.3.1.4" },
      .moments = AT_SUCCESS,
      .methods = METHOD_BIT(METHOD_INVITE),
      .needs = NEEDS_NO_SDP | NEEDS_NO_OFFER,
      .applies = find_no_offer },
    { .id = "media.malformed",
      .severity = SEVERITY_NOTE,
      .group = GROUP_PROTOCOL,
      .summary = "the SDP answer has a line that cannot be read",
      .advice = "Look at the element that wrote the line. Some devices ignore it, others refuse "
                "the whole SDP and hang up: see what the other side does next.",
      .reference = { 8866, "6.6" },
      .moments = AT_REQUEST | AT_ACK | AT_18X | AT_SUCCESS,
      .needs = NEEDS_SDP,
      .applies = find_malformed },
};

const struct rule_list sdp_itself_rules = { .subject = "media",
                                            .rules = rules,
                                            .count = array_length(rules) };
