/* refused_offer.c
 * What a refusal for media refuses: the media, a refresh, fax, or another offer.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/hops.h"
#include "call/session_timer.h"
#include "diagnosis/subjects.h"
#include "question/agreed_codec.h"
#include "question/dialog_fate.h"
#include "question/own_words.h"
#include "question/sdp_text.h"

/* Longest texts of an offer and a malformed line, with their NUL. */
#define OFFER_MAX 80
#define BAD_LINE_MAX 40

/* Longest codec name shown, with its NUL. */
#define CODEC_MAX 16

/* Longest text of changed_text(), with its NUL. */
#define CHANGED_MAX 140

/* Only a request with SDP can be refused for its media. A 400 tells of the SDP where that is
 * broken. */
static bool is_refused_offer(const struct exchange *exchange)
{
    const struct description *offer = transaction_offer(exchange->transaction);
    const unsigned code = exchange->record->code;

    if (!offer || !exchange_has_request(exchange) || exchange->relayed_from)
        return false;
    if (code == 400)
        return description_malformed(offer) != NULL;
    return (code == 488 || code == 606 || code == 415) &&
           (offer->count || description_malformed(offer));
}

/* Nothing is offered but a fax in place of the sound of a running call (RFC 6913, ITU-T T.38 annex
 * D). */
static bool offers_fax(const struct transaction *transaction)
{
    const struct description *offer = transaction_offer(transaction);
    bool has_fax = false;

    for (unsigned i = 0; i < offer->count; i++) {
        const bool is_image =
            g_ascii_strcasecmp(description_line_type(&offer->lines[i]), "image") == 0;

        if (offer->lines[i].port && !is_image)
            return false;
        has_fax |= offer->lines[i].port && is_image;
    }
    return has_fax && !transaction_is_initial(transaction);
}

/* The SDP in force that the refused request only repeats; description NULL: it changes it, or that
 * SDP is not in the capture. */
static struct sdp_place refreshed(const struct transaction *transaction)
{
    struct sdp_place place;

    if (transaction_is_initial(transaction))
        return no_sdp_place;
    place = offer_answer_in_force(transaction);
    return place.description &&
                   description_repeats(place.description, transaction_offer(transaction))
               ? place
               : no_sdp_place;
}

/* ` Malformed: "a=rtpmap:101".` */
static const char *malformed_text(const struct description *offer, char *text)
{
    char line[BAD_LINE_MAX];

    text[0] = '\0';
    if (description_malformed(offer))
        snprintf(text, BAD_LINE_MAX + 16, " Malformed: \"%s\".",
                 quote_text(description_malformed(offer), line, sizeof line));
    return text;
}

/* The INVITE's offer was taken before, and an UPDATE has brought another one: that is what is
 * refused. */
static bool tell_update(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *invite = exchange->transaction, *update;
    const uint32_t frame = exchange->frame->number;
    char offer[OFFER_MAX];
    struct sdp_place answer;

    if (!transaction_opens_call(invite))
        return false;
    answer = offer_answer_answered(invite, frame);
    update = answer.description ? offer_answer_open_update(invite, frame) : NULL;
    if (!update)
        return false;
    draft_detail(
        draft,
        "The INVITE's offer has its answer in frame %u. The UPDATE in frame %u is refused: %s. "
        "That should not change the early dialog.",
        answer.frame, update->request_frame,
        sdp_lines_text(transaction_offer(update), offer, sizeof offer));
    draft_evidence(draft, answer.frame);
    draft_evidence(draft, update->request_frame);
    return true;
}

/* A host on the way has given a media line another transport profile than it came with: " 10.0.0.1
 * made image udptl of frame 4 RTP/AVP." into text; 0: none has, else that frame. */
static uint32_t changed_text(const struct transaction *transaction, char *text)
{
    const struct transaction *before = transaction_upstream(transaction);
    const struct description *offer = transaction_offer(transaction),
                             *came = before ? transaction_offer(before) : NULL;
    char host[ENDPOINT_TEXT_MAX];

    text[0] = '\0';
    for (unsigned i = 0; came && i < MIN(came->count, offer->count); i++) {
        const struct description_line *a = &came->lines[i], *b = &offer->lines[i];

        if (!a->port || !b->port ||
            g_ascii_strcasecmp(description_line_type(a), description_line_type(b)) != 0 ||
            g_ascii_strcasecmp(description_line_protocol(a), description_line_protocol(b)) == 0)
            continue;
        snprintf(text, CHANGED_MAX, " %s made %.20s of the %.10s %.20s in frame %u.",
                 endpoint_host_text(transaction->path->client, host), description_line_protocol(b),
                 description_line_type(a), description_line_protocol(a), before->request_frame);
        return before->request_frame;
    }
    return 0;
}

/* The fax that both sides had agreed on when the request asked for sound in its place; description
 * NULL: none ran. */
static struct sdp_place running_fax(const struct transaction *transaction)
{
    const struct description *offer = transaction_offer(transaction);
    struct sdp_place place = no_sdp_place;

    if (transaction_is_initial(transaction))
        return no_sdp_place;
    for (unsigned i = 0; i < offer->count; i++) {
        if (offer->lines[i].port && offer->lines[i].is_sound)
            place = offer_answer_in_force(transaction);
    }
    for (unsigned i = 0; place.description && i < place.description->count; i++) {
        const struct description_line *line = &place.description->lines[i];

        if (line->port && g_ascii_strcasecmp(description_line_type(line), "image") == 0)
            return place;
    }
    return no_sdp_place;
}

/* An offer keeps each media line of the session, those that were rejected too (RFC 3264 section 8):
 * " It has 1 media line; its sender had 2 in frame 4." into text; 0: it does, else that frame. */
static uint32_t dropped_text(const struct transaction *transaction, struct finding_draft *draft,
                             char *text)
{
    const struct description *offer = transaction_offer(transaction);
    struct sdp_place before = no_sdp_place;

    text[0] = '\0';
    if (!transaction_is_initial(transaction))
        before = offer_answer_in_force(transaction);
    if (!before.description || before.description->count <= offer->count)
        return 0;
    snprintf(text, CHANGED_MAX, " It has %u m= line%s, its sender had %u in frame %u.",
             offer->count, offer->count == 1 ? "" : "s", before.description->count, before.frame);
    draft_headline(draft, "the offer leaves out an m= line that there was");
    return before.frame;
}

static bool find_not_acceptable(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    char offer[OFFER_MAX], words[OWN_WORDS_MAX], malformed[BAD_LINE_MAX + 16],
        fate[DIALOG_FATE_MAX];
    char changed[CHANGED_MAX];
    uint32_t frame;

    if (!is_refused_offer(exchange) || offers_fax(transaction) ||
        refreshed(transaction).description || running_fax(transaction).description)
        return false;
    draft_evidence(draft, transaction->request_frame);
    if (tell_update(exchange, draft))
        return true;
    own_words(record_words(exchange->record), words);
    frame = dialog_fate_text(exchange, fate);
    draft_evidence(draft, changed_text(transaction, changed));
    if (!changed[0])
        draft_evidence(draft, dropped_text(transaction, draft, changed));
    draft_detail(draft, "Offered: %s.%s%s%s%s%s%s",
                 sdp_lines_text(transaction_offer(transaction), offer, sizeof offer), changed,
                 malformed_text(transaction_offer(transaction), malformed), words[0] ? " " : "",
                 words, words[0] ? "." : "", fate);
    draft_evidence(draft, frame);
    return true;
}

static bool find_fax_kept(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    struct sdp_place fax;

    if (!is_refused_offer(exchange) || offers_fax(transaction))
        return false;
    fax = running_fax(transaction);
    if (!fax.description)
        return false;
    draft_detail(draft,
                 "Fax (image t38) was agreed in frame %u. The %s in frame %u asks for audio again, "
                 "and is refused.",
                 fax.frame, transaction_method_name(transaction), transaction->request_frame);
    draft_evidence(draft, fax.frame);
    draft_evidence(draft, transaction->request_frame);
    return true;
}

static bool find_fax_stuck(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    struct sdp_place agreed;
    struct span codec;
    char name[CODEC_MAX];

    if (!is_refused_offer(exchange) || !offers_fax(transaction))
        return false;
    codec = agreed_speech_codec(transaction, &agreed);
    if (!codec.length)
        return false;
    quote_span(codec, name, sizeof name);
    draft_headline(draft, "T.38 refused, and %s carries no fax", name);
    draft_detail(
        draft,
        "The %s in frame %u offers only image t38 (fax). The call uses %s (frame %u), made "
        "for speech: the fax fails unless both change to PCMA or PCMU.",
        transaction_method_name(transaction), transaction->request_frame, name, agreed.frame);
    draft_evidence(draft, transaction->request_frame);
    draft_evidence(draft, agreed.frame);
    return true;
}

static bool find_fax_refused(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    char fate[DIALOG_FATE_MAX], changed[CHANGED_MAX];
    struct sdp_place agreed;
    uint32_t frame;

    if (!is_refused_offer(exchange) || !offers_fax(transaction) ||
        agreed_speech_codec(transaction, &agreed).length)
        return false;
    frame = dialog_fate_text(exchange, fate);
    draft_evidence(draft, changed_text(transaction, changed));
    draft_detail(draft, "The %s in frame %u offers only image t38 (fax) in a running call.%s%s",
                 transaction_method_name(transaction), transaction->request_frame, changed,
                 changed[0] ? "" : fate);
    draft_evidence(draft, transaction->request_frame);
    draft_evidence(draft, frame);
    return true;
}

static bool find_refresh_refused(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *transaction = exchange->transaction;
    const struct session_timer *session =
        request_details(transaction_request(transaction))->session;
    char timer[40] = "";
    struct sdp_place place;

    if (!is_refused_offer(exchange) || offers_fax(transaction))
        return false;
    place = refreshed(transaction);
    if (!place.description)
        return false;
    if (session && session->expires)
        snprintf(timer, sizeof timer, " (Session-Expires %u)", session->expires);
    draft_detail(draft,
                 "The %s in frame %u%s repeats the SDP of frame %u unchanged. The other side "
                 "refuses the session refresh, not the media.",
                 transaction_method_name(transaction), transaction->request_frame, timer,
                 place.frame);
    draft_evidence(draft, transaction->request_frame);
    draft_evidence(draft, place.frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "media.not-acceptable",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the other side cannot use the media that was offered",
      .headline = "media refused",
      .yields = true,
      .advice = "Compare the offered codecs, profile (RTP/AVP, SAVP) and addresses with what the "
                "other side allows. A Warning names the part.",
      .reference = { 3261, "21.4.26" },
      .moments = AT_FAILURE,
      .needs = NEEDS_OFFER,
      .codes = { 400, 415, 488, 606 },
      .applies = find_not_acceptable },
    { .id = "media.fax-kept",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "audio was refused while a fax runs over T.38",
      .advice = "If the fax had not ended, the sender asked too early: a session refresh repeats "
                "the SDP in force, image t38. If it had, the other side should take audio again.",
      .reference = { 4028, "7.4" },
      .actor = ACTOR_CLIENT,
      .moments = AT_FAILURE,
      .needs = NEEDS_OFFER,
      .codes = { 400, 415, 488, 606 },
      .is_of_outcome = true,
      .applies = find_fax_kept },
    { .id = "media.fax-refused",
      .severity = SEVERITY_CHAT,
      .group = GROUP_RESPONSE_CODE,
      .summary = "T.38 was refused: normal, the fax can use audio",
      .headline = "T.38 refused, normal: the fax can use audio",
      .advice = "Nothing to do if the fax continues as sound, with a codec like PCMA or PCMU. If "
                "not, allow T.38 on both sides.",
      .reference = { 3261, "14.1" },
      .actor = ACTOR_NOBODY,
      .moments = AT_FAILURE,
      .needs = NEEDS_OFFER,
      .codes = { 400, 415, 488, 606 },
      .applies = find_fax_refused },
    { .id = "media.fax-stuck",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "T.38 was refused, and the codec in use carries no fax",
      .advice = "Allow T.38 on both sides, or make the side with the fax machine ask for PCMA or "
                "PCMU when T.38 is refused.",
      .reference = { 3261, "14.1" },
      .actor = ACTOR_SERVER,
      .moments = AT_FAILURE,
      .needs = NEEDS_OFFER,
      .codes = { 400, 415, 488, 606 },
      .is_of_outcome = true,
      .applies = find_fax_stuck },
    { .id = "media.refresh-refused",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "a session refresh was refused: no media has changed",
      .headline = "session refresh refused: no media has changed",
      .advice = "The other side does not accept this request within the call. Make it refresh the "
                "session itself (refresher), use UPDATE, or switch session timers off for it.",
      .reference = { 4028, "7.4" },
      .moments = AT_FAILURE,
      .needs = NEEDS_OFFER,
      .codes = { 400, 415, 488, 606 },
      .applies = find_refresh_refused },
};

const struct rule_list refused_media_rules = { .subject = "media",
                                               .rules = rules,
                                               .count = array_length(rules) };
