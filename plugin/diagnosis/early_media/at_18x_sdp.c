/* at_18x_sdp.c
 * What an 18x response offers the caller before the call is answered.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/heard.h"
#include "diagnosis/subjects.h"
#include "question/sdp_questions.h"

/* A refresh repeats the first SDP of its early dialog: what there is to say of it has been said. */
static bool is_refresh(const struct exchange *exchange)
{
    const struct record *first = early_dialog_described(exchange->early_dialog);

    if (!first || first == exchange->record ||
        !description_equals(record_description(first), exchange->description))
        return false;
    for (unsigned i = 0; i < exchange->description->count; i++) {
        if (record_description(first)->lines[i].direction !=
            exchange->description->lines[i].direction)
            return false;
    }
    return true;
}

static bool find_offered(const struct exchange *exchange, struct finding_draft *draft _U_)
{
    return exchange->early_media == EARLY_MEDIA_ANNOUNCED;
}

/* The line is the one of early_media_line(), which may know more of the INVITE by now. */
static void tell_offered(const struct record *record, struct finding_draft *draft)
{
    const struct description_line *line = description_sending_line(record_description(record));
    char text[EARLY_MEDIA_LINE_MAX];

    draft_detail(draft, "The callee announces %s.", early_media_line_text(line, text));
}

/* Another branch of the same fork has SDP: the caller may hear that one. */
static bool is_described_beside(const struct transaction *invite)
{
    const struct transaction *branch = NULL;

    while ((branch = hop_next_branch(invite, branch))) {
        if (early_media_of(branch).announced)
            return true;
    }
    return false;
}

static bool find_without_sdp(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *invite = exchange->transaction;

    /* Without an offer there is no address that early media could come to. */
    if (exchange->record->code != 183 || exchange->description || !exchange_opens_call(exchange) ||
        !transaction_offer(invite) || exchange->record->has_earlier_sdp ||
        early_media_other_described(exchange) || is_described_beside(invite) ||
        description_is_hidden(exchange->message) ||
        early_media_awaits_resources(exchange->record) || heard_first(invite) ||
        !early_media_is_first_since(exchange->record, transaction_first_response(invite)))
        return false;
    draft_detail(draft, "No SDP in this 183, %.3f s after the INVITE, and none before it.",
                 seconds_between(invite->request_time, exchange->record->time));
    draft_evidence(draft, invite->request_frame);
    return true;
}

static bool find_inactive(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct description_line *line = early_media_live_line(exchange->description);
    char text[EARLY_MEDIA_LINE_MAX];

    if (!line || exchange->early_media != EARLY_MEDIA_INACTIVE || !exchange_opens_call(exchange) ||
        is_refresh(exchange))
        return false;
    draft_detail(draft, "The callee announces %s.", early_media_line_text(line, text));
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

static bool find_rejected(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct description *answer = exchange->description;
    const struct description_line *line;
    char text[EARLY_MEDIA_LINE_MAX];

    /* A bundled line has port 0 and is not rejected (RFC 9143 section 6); it has ICE attributes. */
    if (!early_media_is_answer(exchange) || !answer->count || answer->has_candidates ||
        is_refresh(exchange))
        return false;
    for (unsigned i = 0; i < answer->count; i++) {
        if (answer->lines[i].port)
            return false;
    }
    line = early_media_live_line(transaction_offer(exchange->transaction));
    if (!line)
        return false;
    draft_detail(draft, "Port 0 on every media line (%u); the INVITE offered %s.", answer->count,
                 early_media_line_text(line, text));
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

/* The first line of sound in use that has a null address; NULL: none. */
static const struct description_line *null_line(const struct description *description)
{
    for (unsigned i = 0; description && i < description->count; i++) {
        const struct description_line *line = &description->lines[i];

        if (line->is_null && line->port && line->direction != SDP_INACTIVE && line->is_sound)
            return line;
    }
    return NULL;
}

static bool find_null_address(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct description *answer = exchange->description;
    const struct description_line *line = null_line(answer);

    if (!line || !early_media_is_answer(exchange) || answer->has_candidates ||
        early_media_awaits_resources(exchange->record) || is_refresh(exchange))
        return false;
    draft_detail(draft, "The %s line has the address %s. Nothing can be sent there.",
                 description_line_type(line), description_line_address(line));
    return true;
}

/* Has RTP come to the caller from the announced host, or from its port to anywhere? */
static bool has_sent(const struct transaction *invite, const struct media_stream *stream)
{
    const struct media_stretch *stretch = heard_first(invite);

    return media_stream_from(stream) ||
           (stretch && endpoint_host_equals(stretch->other_side, media_stream_at(stream)));
}

static bool find_private_address(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct endpoint source = exchange->frame->source;
    const struct description_line *line = early_media_live_line(exchange->description);
    char announced[ENDPOINT_TEXT_MAX], sender[ENDPOINT_TEXT_MAX];

    if (!line || !line->stream_place || line->direction == SDP_INACTIVE ||
        exchange->description->has_candidates || exchange->description->is_incomplete ||
        !endpoint_is_private(media_stream_at(description_line_stream(line))) || !source.length ||
        endpoint_is_private(source) || !exchange_opens_call(exchange) || is_refresh(exchange) ||
        has_sent(exchange->transaction, description_line_stream(line)))
        return false;
    draft_detail(draft, "The SDP announces media at %s, but this response came from %s.",
                 endpoint_text(media_stream_at(description_line_stream(line)), announced),
                 endpoint_text(source, sender));
    return true;
}

/* An answer line whose codecs no offered line of its type has; NULL: none, or it cannot be told. */
static const struct description_line *
mismatched_line(const struct description *offer, const struct description *answer, unsigned *number)
{
    for (unsigned i = 0; i < answer->count; i++) {
        const struct description_line *line = &answer->lines[i];
        bool has_type = false, is_shared = false;

        if (!line->port || !line->is_sound)
            continue;
        for (unsigned o = 0; o < offer->count; o++) {
            const struct description_line *offered = &offer->lines[o];

            if (offered->type_place != line->type_place &&
                g_ascii_strcasecmp(description_line_type(offered), description_line_type(line)) !=
                    0)
                continue;
            has_type = true;
            is_shared |=
                !description_line_formats(offered) || description_lines_share_codec(offered, line);
            *number = o;
        }
        if (has_type && !is_shared)
            return line;
    }
    return NULL;
}

static bool find_codec_mismatch(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct description *offer = transaction_offer(exchange->transaction);
    const struct description_line *line;
    char *offered, *answered;
    unsigned number = 0;

    if (!early_media_is_answer(exchange) ||
        early_dialog_described(exchange->early_dialog) != exchange->record)
        return false;
    line = mismatched_line(offer, exchange->description, &number);
    if (!line)
        return false;
    offered = (char *)description_codecs(&offer->lines[number], NULL);
    answered = (char *)description_codecs(line, NULL);
    draft_detail(draft, "The INVITE offers %s %.70s; the answer names %.70s.",
                 description_line_type(line), offered, answered);
    draft_evidence(draft, exchange->transaction->request_frame);
    wmem_free(NULL, offered);
    wmem_free(NULL, answered);
    return true;
}

static const struct rule rules[] = {
    {
        .id = "early-media.offered",
        .severity = SEVERITY_CHAT,
        .group = GROUP_RESPONSE_CODE,
        .summary = "early media offered: the callee may send before it answers",
        .headline = "early media offered",
        .advice = "Nothing to do. If the caller hears nothing, look for RTP to the address in the "
                  "INVITE's SDP.",
        .reference = { 3960, "3" },
        .actor = ACTOR_NOBODY,
        .folds_into = { "early-media.suppressed", "early-media.forked", "early-media.late-offer",
                        "early-media.authorized" },
        .moments = AT_18X,
        .needs = NEEDS_SDP,
        .applies = find_offered,
        .tells = tell_offered,
    },
    {
        .id = "early-media.no-sdp",
        .severity = SEVERITY_NOTE,
        .group = GROUP_RESPONSE_CODE,
        .summary = "no SDP: the caller hears only what its own phone makes",
        .headline = "no SDP: caller hears only its own phone",
        .advice = "Should the caller hear a tone or announcement from the network? Then find the "
                  "hop where the SDP is missing. If not, make the callee send 180.",
        .reference = { 3960, "3.2" },
        .actor = ACTOR_SERVER,
        .moments = AT_18X,
        .needs = NEEDS_NO_SDP | NEEDS_OFFER,
        .applies = find_without_sdp,
    },
    {
        .id = "early-media.inactive",
        .severity = SEVERITY_NOTE,
        .group = GROUP_RESPONSE_CODE,
        .summary = "the early SDP lets the callee send nothing: no early media",
        .headline = "no early media: the SDP lets the callee send nothing",
        .advice = "If the caller should hear an announcement, make the callee or its SBC answer "
                  "sendrecv or sendonly. Compare with the direction in the INVITE's SDP.",
        .reference = { 3264, "6.1" },
        .actor = ACTOR_SERVER,
        .moments = AT_18X,
        .needs = NEEDS_SDP,
        .applies = find_inactive,
    },
    {
        .id = "early-media.rejected",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "the early answer rejects every offered stream (port 0)",
        .headline = "all media rejected (port 0)",
        .advice = "Compare profile (RTP/AVP, RTP/SAVP) and codecs of the offer with the callee's "
                  "settings. A 488 would tell the reason.",
        .reference = { 3264, "6" },
        .actor = ACTOR_SERVER,
        .moments = AT_18X,
        .needs = NEEDS_SDP | NEEDS_OFFER,
        .tells_sdp = true,
        .applies = find_rejected,
    },
    {
        .id = "early-media.null-address",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "the early answer has a null connection address (0.0.0.0 or ::)",
        .headline = "early answer has a null address",
        .advice = "Check the media address setting of the element that wrote this SDP. The caller "
                  "cannot send there, and a relay that waits for the caller's RTP never starts.",
        .reference = { 3264, "8.4" },
        .actor = ACTOR_SERVER,
        .moments = AT_18X,
        .needs = NEEDS_SDP | NEEDS_OFFER,
        .tells_sdp = true,
        .applies = find_null_address,
    },
    {
        .id = "early-media.private-address",
        .severity = SEVERITY_NOTE,
        .group = GROUP_RESPONSE_CODE,
        .summary = "the SDP announces a private address, but came from a public one",
        .headline = "early media announced at a private address",
        .advice = "Normal if an SBC or RTP relay learns the true address from the first RTP "
                  "packet. If the audio stays one-way, set the public media address at the callee.",
        .reference = { 3264, "5" },
        .actor = ACTOR_SERVER,
        .moments = AT_18X,
        .needs = NEEDS_SDP,
        .applies = find_private_address,
    },
    {
        .id = "early-media.codec-mismatch",
        .severity = SEVERITY_ERROR,
        .group = GROUP_PROTOCOL,
        .summary = "the early answer names no offered codec",
        .headline = "answer names no offered codec",
        .advice = "Compare the codec lists of both sides. Set up a common codec (PCMA, PCMU) or a "
                  "transcoder at the element that wrote this answer.",
        .reference = { 3264, "6.1" },
        .actor = ACTOR_SERVER,
        .moments = AT_18X,
        .needs = NEEDS_SDP | NEEDS_OFFER,
        .applies = find_codec_mismatch,
    },
};

const struct rule_list early_media_rules = {
    .subject = "early-media", .rules = rules, .count = array_length(rules), .is_aside = true
};
