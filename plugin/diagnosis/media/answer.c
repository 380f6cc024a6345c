/* answer.c
 * Does the answer come, and does it fit the offer (RFC 3264 section 6)?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/hops.h"
#include "diagnosis/subjects.h"
#include "question/dtls_role.h"
#include "question/odd_answer.h"
#include "question/sdp_text.h"

/* Moments at which an answer may come or has to. */
#define AT_ANSWER (AT_REQUEST | AT_ACK | AT_18X | AT_SUCCESS)

/* However long before on another hop; microseconds. */
#define ANY_TIME (INT64_MAX / 2)

/* Was the same said of the message on another hop before, by which it came here? */
static bool came_without_elsewhere(const struct exchange *exchange)
{
    const struct transaction *other = NULL;
    const struct early_dialog *dialog;

    if (exchange->record) {
        const struct record *same = hop_same_response(exchange->record, ANY_TIME);

        return same && !record_description(same);
    }
    while ((other = hop_next(exchange->transaction, other))) {
        if (!(exchange->moments & AT_ACK)) {
            if (other->request_frame && !transaction_offer(other))
                return true;
            continue;
        }
        for (dialog = transaction_early_dialogs(other); dialog;
             dialog = early_dialog_next(dialog)) {
            if (dialog->ack_frame && dialog->ack_frame < exchange->frame->number)
                return true;
        }
    }
    return false;
}

/* The preview of the answer in an unreliable 18x, which does not do in place of it. */
static const struct record *preview_of(const struct exchange *exchange)
{
    const struct early_dialog *dialog = exchange->early_dialog;

    return exchange->record && exchange->transaction->method == METHOD_INVITE && dialog
               ? early_dialog_described(dialog)
               : NULL;
}

static bool find_no_answer(const struct exchange *exchange, struct finding_draft *draft)
{
    char offer[SDP_PLACE_MAX], message[SDP_PLACE_MAX], more[80] = "";
    const struct record *preview;
    struct offer_answer turn;

    if (exchange->description || !offer_answer_may_answer(exchange))
        return false;
    turn = offer_answer_of(exchange);
    if (!turn.answer_is_due || turn.role != SDP_NONE || came_without_elsewhere(exchange))
        return false;
    preview = preview_of(exchange);
    if (preview)
        snprintf(more, sizeof more,
                 " The SDP in frame %u does not count: that response was not "
                 "reliable.",
                 preview->frame);
    draft_detail(draft, "The %s has an offer, but %s has no SDP to answer it.%s",
                 sdp_place_text(&turn.offer, offer), sdp_message_text(exchange, message), more);
    draft_evidence(draft, turn.offer.frame);
    draft_evidence(draft, preview ? preview->frame : 0);
    return true;
}

static const char *keys_text(const struct description_line *line)
{
    return line->has_crypto        ? " with keys (crypto)"
           : line->has_fingerprint ? " with keys by DTLS (fingerprint)"
           : line->has_other_keys  ? " with keys"
                                   : " without keys";
}

static bool find_profile(const struct exchange *exchange, struct finding_draft *draft)
{
    struct offer_answer turn;
    struct answer_misfit misfit;
    char offer[SDP_PLACE_MAX], message[SDP_PLACE_MAX];
    const struct description_line *offered, *answered;

    if (!odd_answer_read(exchange, &turn, &misfit) || misfit.kind != ANSWER_PROFILE)
        return false;
    offered = &turn.offer.description->lines[misfit.line];
    answered = &exchange->description->lines[misfit.line];
    draft_detail(draft, "The %s offers %.10s as %.24s%s, %s answers %.24s%s.",
                 sdp_place_text(&turn.offer, offer), description_line_type(offered),
                 description_line_protocol(offered), keys_text(offered),
                 sdp_message_text(exchange, message), description_line_protocol(answered),
                 keys_text(answered));
    draft_evidence(draft, turn.offer.frame);
    return true;
}

/* What the same side's SDP was before, where this answer is the same: taken from store. */
static uint32_t repeated_frame(const struct exchange *exchange)
{
    const struct transaction *other = NULL;
    const struct record *response;

    while (exchange->record &&
           (other = transaction_back(transaction_older(exchange->transaction), other))) {
        for (response = transaction_first_response(other); response;
             response = record_next(response)) {
            if (record_description(response) &&
                response->to_tag_place == exchange->record->to_tag_place &&
                transaction_same_hop(other, exchange->transaction) &&
                description_repeats(record_description(response), exchange->description))
                return response->frame;
            if (response == other->final)
                break;
        }
    }
    return 0;
}

/* The answer fits its offer, but not what was agreed before. */
static bool tell_role_turned(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *earlier = exchange->record && (exchange->moments & AT_SUCCESS)
                                       ? dtls_role_turned(exchange->record)
                                       : NULL;
    char message[SDP_PLACE_MAX], sender[ENDPOINT_TEXT_MAX];

    if (!earlier)
        return false;
    draft_detail(
        draft,
        "setup:%s in %s gives %s the other DTLS role than frame %u had, with the same "
        "keys and ports: only a new association may change it.",
        sdp_setup_name((enum sdp_setup)record_description(exchange->record)->lines[0].setup),
        sdp_message_text(exchange, message), endpoint_host_text(exchange->frame->source, sender),
        earlier->frame);
    draft_evidence(draft, earlier->frame);
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

static bool tell_unasked(const struct exchange *exchange, struct finding_draft *draft)
{
    char message[SDP_PLACE_MAX], host[ENDPOINT_TEXT_MAX];

    if (!odd_answer_is_unasked(exchange))
        return false;
    draft_headline(draft, "SDP in a response whose request offers none");
    draft_detail(
        draft,
        "The %s in frame %u has no SDP, but %s puts SDP into %s: there is no offer that "
        "it could answer.",
        transaction_method_name(exchange->transaction), exchange->transaction->request_frame,
        endpoint_host_text(exchange->frame->source, host), sdp_message_text(exchange, message));
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

static bool find_answer_mismatch(const struct exchange *exchange, struct finding_draft *draft)
{
    struct offer_answer turn;
    struct answer_misfit misfit;
    char offer[SDP_PLACE_MAX], message[SDP_PLACE_MAX], text[ANSWER_MISFIT_MAX], more[64] = "";
    uint32_t repeated = 0;

    if (!odd_answer_read(exchange, &turn, &misfit))
        return tell_role_turned(exchange, draft) || tell_unasked(exchange, draft);
    if (misfit.kind == ANSWER_PROFILE ||
        (misfit.kind == ANSWER_CODECS && (exchange->moments & AT_18X)))
        return false;
    if (misfit.kind == ANSWER_DIRECTION) {
        repeated = repeated_frame(exchange);
        if (repeated)
            snprintf(more, sizeof more, " Its SDP is that of frame %u, unchanged.", repeated);
    }
    answer_misfit_text(turn.offer.description, exchange->description, &misfit, text);
    draft_detail(draft, "The answer in %s does not fit the %s: %s%s",
                 sdp_message_text(exchange, message), sdp_place_text(&turn.offer, offer), text,
                 more);
    draft_evidence(draft, turn.offer.frame);
    draft_evidence(draft, repeated);
    return true;
}

/* The first audio line in use, where all formats of the description are known; NULL: none. */
static const struct description_line *audio_line(const struct description *description)
{
    for (unsigned i = 0; description && i < description->count; i++) {
        const struct description_line *line = &description->lines[i];

        if (line->port && strcmp(description_line_type(line), "audio") == 0)
            return description->is_incomplete || description->has_more_formats ? NULL : line;
    }
    return NULL;
}

/* Does the host between two hops take telephone-event out of the audio line? */
static bool loses_key_tones(const struct description *before, const struct description *behind)
{
    const struct description_line *line = audio_line(before), *next = audio_line(behind);

    return line && next && line->formats_place != next->formats_place &&
           description_line_has_key_tones(line) && !description_line_has_key_tones(next);
}

/* Where the same SDP still had telephone-event, one hop before; 0: nowhere. */
static uint32_t had_key_tones(const struct exchange *exchange)
{
    const struct transaction *transaction = exchange->transaction;
    const struct transaction *upstream = transaction_upstream(transaction);
    const struct description_line *offered = audio_line(transaction_offer(transaction));
    const struct record *behind;

    if (!exchange->record)
        return upstream &&
                       loses_key_tones(transaction_offer(upstream), transaction_offer(transaction))
                   ? upstream->request_frame
                   : 0;
    if (!exchange->description || !exchange->early_dialog || !offered ||
        odd_answer_repeats(exchange))
        return 0;
    behind = hop_response_behind(exchange->record);
    return behind && loses_key_tones(record_description(behind), exchange->description) &&
                   description_line_has_key_tones(offered)
               ? behind->frame
               : 0;
}

static bool find_key_tones_dropped(const struct exchange *exchange, struct finding_draft *draft)
{
    const uint32_t frame = had_key_tones(exchange);
    char host[ENDPOINT_TEXT_MAX];

    if (!frame)
        return false;
    draft_detail(draft, "%s removed telephone-event from the %s: frame %u has it.",
                 endpoint_host_text(exchange->frame->source, host),
                 exchange->record ? "answer" : "offer", frame);
    draft_evidence(draft, frame);
    return true;
}

static const struct rule rules[] = {
    {
        .id = "media.no-answer",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "an SDP offer gets no answer",
        .advice = "Look at the element that wrote this message: it must answer with SDP. Without "
                  "an answer the two sides agree on no media, and many phones hang up at once.",
        .reference = { 3264, "5" },
        .actor = ACTOR_SENDER,
        .moments = AT_REQUEST | AT_ACK | AT_SUCCESS,
        .methods = METHOD_BIT(METHOD_INVITE) | METHOD_BIT(METHOD_PRACK) | METHOD_BIT(METHOD_UPDATE),
        .needs = NEEDS_NO_SDP,
        .applies = find_no_answer,
    },
    {
        .id = "media.profile",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "the answer has another transport profile than the offer",
        .headline = "answer has another profile than the offer",
        .advice = "Set SRTP (off, optional, required; keys in SDP or by DTLS) the same on both "
                  "sides. The answer must repeat the profile, or refuse the line with port 0.",
        .reference = { 3264, "6" },
        .actor = ACTOR_SENDER,
        .moments = AT_ANSWER,
        .needs = NEEDS_SDP | NEEDS_ODD_ANSWER,
        .applies = find_profile,
    },
    {
        .id = "media.answer-mismatch",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "the SDP answer does not fit the offer",
        .advice = "Look at the element that wrote the answer: it may repeat an older SDP. The "
                  "other side may end the call, or media runs one way or not at all.",
        .reference = { 3264, "6" },
        .actor = ACTOR_SENDER,
        .moments = AT_ANSWER,
        .needs = NEEDS_SDP | NEEDS_ODD_ANSWER,
        .applies = find_answer_mismatch,
    },
    {
        .id = "media.key-tones-dropped",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "a host on the way removes telephone-event from the SDP",
        .headline = "a host removes telephone-event from the SDP",
        .advice =
            "Key tones (DTMF) then go as sound, which a compressing codec can destroy. Look at the "
            "DTMF and codec settings of that host.",
        .reference = { 4733, "2.4.1" },
        .actor = ACTOR_SENDER,
        .moments = AT_REQUEST | AT_18X | AT_SUCCESS,
        .needs = NEEDS_SDP,
        .applies = find_key_tones_dropped,
    },
};

const struct rule_list media_answer_rules = { .subject = "media",
                                              .rules = rules,
                                              .count = array_length(rules) };
