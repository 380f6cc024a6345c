/* at_18x_context.c
 * What an 18x response tells about early media beside its media lines.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/heard.h"
#include "call/offer_answer.h"
#include "catalogue/q850_cause.h"
#include "catalogue/reason_cause.h"
#include "diagnosis/subjects.h"
#include "question/sdp_questions.h"

/* Bytes of a tag that a detail names. */
#define TAG_SHOWN 32

static bool find_suppressed(const struct exchange *exchange, struct finding_draft *draft)
{
    if (!early_media_gate(exchange->record).is_closed ||
        !transaction_is_initial(exchange->transaction))
        return false;
    draft_detail(draft, "P-Early-Media: %.60s.",
                 record_details_p_early_media(record_details(exchange->record)));
    return true;
}

static bool find_authorized(const struct exchange *exchange, struct finding_draft *draft)
{
    char text[EARLY_MEDIA_LINE_MAX];

    if (early_media_gate(exchange->record).is_closed ||
        !transaction_is_initial(exchange->transaction) ||
        !*early_media_authorization_text(exchange->record, text))
        return false;
    draft_detail(draft, "P-Early-Media %s.", text);
    return true;
}

static void tell_unmet(const struct sip_message *message, struct finding_draft *draft)
{
    struct sdp sdp = { .media_count = 0 };
    struct span text;

    if (!sip_message_sdp(message, &text) || !sdp_read(text, &sdp))
        return;
    for (unsigned i = 0; i < sdp.media_count; i++) {
        const struct span unmet = sdp.media[i].precondition_line;

        if (unmet.length) {
            draft_detail(draft, "Not met yet: %.*s.", (int)MIN(unmet.length, 60), unmet.text);
            break;
        }
    }
}

static bool find_precondition(const struct exchange *exchange, struct finding_draft *draft)
{
    if (exchange->record->code == 180 || !early_media_awaits_resources(exchange->record) ||
        !transaction_is_initial(exchange->transaction))
        return false;
    draft_detail(draft, "Require: precondition.");
    tell_unmet(exchange->message, draft);
    return true;
}

/* The SDP of this 18x is no answer: the INVITE had no offer, and could not hide one. */
static bool has_late_offer(const struct exchange *exchange)
{
    return exchange->early_media == EARLY_MEDIA_LATE_OFFER;
}

/* The first reliable one has the offer; SDP in a later one is another exchange's. */
static bool find_late_offer(const struct exchange *exchange, struct finding_draft *draft)
{
    if (!has_late_offer(exchange) || !exchange->reliable ||
        offer_answer_of_response(exchange->record).role != SDP_OFFER)
        return false;
    draft_detail(draft, "The INVITE in frame %u has no SDP. The offer comes here, with RSeq %u.",
                 exchange->transaction->request_frame, reliable_response_rseq(exchange->reliable));
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

static bool find_late_offer_unreliable(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record_details *details = record_details(exchange->record);

    /* Half of what makes it reliable is a fault of its own. */
    if (!has_late_offer(exchange) || (details && (details->requires_100rel || details->has_rseq)) ||
        early_dialog_described(exchange->early_dialog) != exchange->record)
        return false;
    draft_detail(draft, "The INVITE in frame %u has no SDP, and this %u with SDP is not reliable.",
                 exchange->transaction->request_frame, exchange->record->code);
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

static bool find_forked(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *record = exchange->record, *other = early_media_other_described(exchange);

    if (!other || !record_to_tag(record) || !record_to_tag(other) ||
        early_dialog_described(exchange->early_dialog) != record ||
        !transaction_is_initial(exchange->transaction))
        return false;
    draft_detail(draft, "To tag %.*s sends SDP here. To tag %.*s sent SDP in frame %u.", TAG_SHOWN,
                 record_to_tag(record), TAG_SHOWN, record_to_tag(other), other->frame);
    draft_evidence(draft, other->frame);
    return true;
}

static bool find_ringing_after(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *record = exchange->record,
                        *offered = early_dialog_offered(exchange->early_dialog);

    if (record->code != 180 || exchange->description || !offered ||
        !transaction_is_initial(exchange->transaction) ||
        description_is_hidden(exchange->message) || !early_media_is_first_since(record, offered))
        return false;
    draft_evidence(draft, offered->frame);
    return true;
}

static void tell_ringing_after(const struct record *record, struct finding_draft *draft)
{
    const struct record *offered = early_dialog_offered(
        transaction_early_dialog(record_transaction(record), record_to_tag(record)));

    draft_detail(draft, "Early media was offered in the %u in frame %u, %.3f s before.",
                 offered->code, offered->frame, seconds_between(offered->time, record->time));
}

/* Causes of no failure, or of none that is known (response to STATUS ENQUIRY, interworking). */
static bool is_harmless_cause(unsigned cause)
{
    return reason_cause_is_normal("Q.850", cause) || cause == 30 || cause == 127;
}

static bool find_cause_in_band(const struct exchange *exchange, struct finding_draft *draft)
{
    const unsigned value = record_q850_cause(exchange->record);
    const struct q850_cause *cause = q850_cause_lookup(value);

    /* 180 to 182 tell what goes on instead; a 199 is about a branch that has failed already. */
    if (exchange->record->code != 183 || !cause || is_harmless_cause(value) ||
        !transaction_is_initial(exchange->transaction))
        return false;
    draft_detail(draft, "Q.850 cause %u, %s: %s", value, cause->name, cause->meaning);
    return true;
}

static bool find_rtp_first(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *invite = exchange->transaction;
    const struct description *description = exchange->description;
    const struct media_stretch *stretch = heard_first(invite);

    if (!stretch || !description || stretch->first_frame > exchange->record->frame ||
        !exchange_opens_call(exchange) || early_media_other_described(exchange) ||
        early_dialog_described(exchange->early_dialog) != exchange->record)
        return false;
    for (unsigned i = 0; i < description->count; i++) {
        const struct media_stream *stream = description_line_stream(&description->lines[i]);

        if (!stream || !endpoint_host_equals(media_stream_at(stream), stretch->other_side))
            continue;
        draft_detail(draft, "RTP came to the caller in frame %u, %.3f s before this SDP.",
                     stretch->first_frame,
                     seconds_between(stretch->first_time, exchange->record->time));
        draft_evidence(draft, stretch->first_frame);
        draft_evidence(draft, invite->request_frame);
        return true;
    }
    return false;
}

static const struct rule rules[] = {
    {
        .id = "early-media.suppressed",
        .severity = SEVERITY_NOTE,
        .group = GROUP_RESPONSE_CODE,
        .summary = "the network forbids early media (P-Early-Media: inactive)",
        .headline = "the network forbids early media",
        .advice = "The network may drop RTP before the answer: the caller's phone must make the "
                  "ringing tone. If an announcement is missing, find the element that set the "
                  "header.",
        .reference = { 5009, "8" },
        .moments = AT_18X,
        .needs = NEEDS_DETAILS | NEEDS_INITIAL,
        .applies = find_suppressed,
    },
    {
        .id = "early-media.authorized",
        .severity = SEVERITY_CHAT,
        .group = GROUP_RESPONSE_CODE,
        .summary = "the network allows early media (P-Early-Media)",
        .advice = "Nothing to do. The permission lasts until another P-Early-Media value or the "
                  "200. The SDP's direction must allow the media too.",
        .reference = { 5009, "8" },
        .actor = ACTOR_NOBODY,
        .moments = AT_18X,
        .needs = NEEDS_DETAILS | NEEDS_INITIAL,
        .applies = find_authorized,
    },
    {
        .id = "early-media.precondition",
        .severity = SEVERITY_CHAT,
        .group = GROUP_RESPONSE_CODE,
        .summary = "both sides reserve resources first: no early media, no ringing yet",
        .headline = "reserving resources, not ringing yet",
        .advice = "Expect PRACK, then UPDATE when the resources are reserved, then 180. If the "
                  "call stops here, find the side that sent no PRACK or UPDATE.",
        .reference = { 3312, "3" },
        .actor = ACTOR_NOBODY,
        .moments = AT_18X,
        .applies = find_precondition,
    },
    {
        .id = "early-media.late-offer",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "late offer: this SDP is the offer, the PRACK must bring the answer",
        .headline = "SDP offer: the PRACK must bring the answer",
        .advice = "Look for SDP in the PRACK. Without this answer no media can flow, and the call "
                  "ends without an agreed codec.",
        .reference = { 3262, "5" },
        .actor = ACTOR_CLIENT,
        .actor_more = "or the called side",
        .moments = AT_18X,
        .needs = NEEDS_SDP | NEEDS_NO_OFFER | NEEDS_RELIABLE,
        .applies = find_late_offer,
    },
    {
        .id = "early-media.late-offer-unreliable",
        .severity = SEVERITY_WARN,
        .group = GROUP_PROTOCOL,
        .summary = "SDP in this unreliable 18x is no valid offer: the INVITE had no SDP",
        .headline = "SDP must not be here: no 100rel, no offer in INVITE",
        .advice = "Use 100rel on both sides, or put the offer into the 200. Without 100rel the "
                  "caller may ignore this SDP, and cannot answer before the ACK.",
        .reference = { 3262, "5" },
        .actor = ACTOR_CLIENT,
        .actor_more = "or the called side",
        .moments = AT_18X,
        .needs = NEEDS_SDP | NEEDS_NO_OFFER,
        .tells_sdp = true,
        .applies = find_late_offer_unreliable,
    },
    {
        .id = "early-media.forked",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "forked call: a second destination offers early media",
        .headline = "forked: a second destination offers early media",
        .advice = "Most phones play only one of them, and phones choose differently. If the caller "
                  "hears the wrong one, ring one destination after the other.",
        .reference = { 3960, "3.1" },
        .moments = AT_18X,
        .needs = NEEDS_SDP | NEEDS_INITIAL,
        .applies = find_forked,
    },
    {
        .id = "early-media.ringing-after",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "no SDP after early media: phones differ in what they play",
        .headline = "after early media: caller may hear two tones or none",
        .advice = "This is legal. If the caller hears two tones or none, check the phone's setting "
                  "for 180 after 183. Or make the gateway send only one of the two.",
        .reference = { 3960, "3.2" },
        .actor = ACTOR_SERVER,
        .moments = AT_18X,
        .needs = NEEDS_NO_SDP | NEEDS_INITIAL,
        .applies = find_ringing_after,
        .tells = tell_ringing_after,
    },
    {
        .id = "early-media.cause-in-band",
        .severity = SEVERITY_NOTE,
        .group = GROUP_RESPONSE_CODE,
        .summary = "183 with a telephone network cause: the call will probably fail",
        .headline = "telephone network cause: call will probably fail",
        .advice = "Expect an announcement, then a final response with this cause. Look for the "
                  "reason at the gateway to the telephone network.",
        .reference = { 6432, "3" },
        .moments = AT_18X,
        .needs = NEEDS_DETAILS | NEEDS_INITIAL,
        .applies = find_cause_in_band,
    },
    {
        .id = "early-media.rtp-first",
        .severity = SEVERITY_NOTE,
        .group = GROUP_SEQUENCE,
        .summary = "RTP came before its SDP: the start of the media may be lost",
        .headline = "RTP came before its SDP: the start may be lost",
        .advice = "A caller must accept media from its offer on. If the first words are missing, "
                  "find the phone, SBC or firewall that waits for the SDP.",
        .reference = { 3264, "5.1" },
        .moments = AT_18X,
        .needs = NEEDS_SDP | NEEDS_INITIAL,
        .applies = find_rtp_first,
    },
};

const struct rule_list early_media_progress_rules = {
    .subject = "early-media", .rules = rules, .count = array_length(rules), .is_aside = true
};
