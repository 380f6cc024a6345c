/* held.c
 * A re-INVITE without SDP, and an offer in its answer that keeps the call on hold.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "diagnosis/subjects.h"
#include "question/sdp_text.h"

static const char *const directions[] = { [SDP_SENDRECV] = "sendrecv",
                                          [SDP_SENDONLY] = "sendonly",
                                          [SDP_RECVONLY] = "recvonly",
                                          [SDP_INACTIVE] = "inactive" };

/* The first line that carries sound; NULL: none. */
static const struct description_line *sound_of(const struct description *description)
{
    for (unsigned i = 0; description && i < description->count; i++) {
        if (description->lines[i].port && description->lines[i].is_sound)
            return &description->lines[i];
    }
    return NULL;
}

/* What the same side had agreed before. */
struct agreed_before {
    struct sdp_place latest; /* in force by now */
    bool ran_both_ways;      /* one of them was sendrecv: a call that never ran so is not on hold */
};

static struct agreed_before agreed_before(const struct sdp_place *place)
{
    struct agreed_before before = { no_sdp_place, false };
    struct sdp_cursor cursor = { 0 };
    struct sdp_place other;

    while (sdp_place_next(transaction_call(place->transaction), &cursor, &other)) {
        const struct description_line *line = sound_of(other.description);

        if (other.frame >= place->frame || !sdp_place_same_side(&other, place) ||
            !sdp_place_agreed(&other))
            continue;
        before.ran_both_ways |= line && line->direction == SDP_SENDRECV;
        if (other.frame > before.latest.frame)
            before.latest = other;
    }
    return before;
}

static bool find_still_held(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *invite = exchange->transaction;
    const struct description_line *line = sound_of(exchange->description), *earlier;
    struct agreed_before before;
    struct sdp_place place;

    if (invite->method != METHOD_INVITE || !invite->to_tag_place ||
        !exchange_has_request(exchange) || transaction_offer(invite) || invite->offer_is_hidden ||
        !line || line->direction == SDP_SENDRECV)
        return false;
    place = sdp_place_of_response(exchange->record);
    before = agreed_before(&place);
    earlier = sound_of(before.latest.description);
    if (!before.ran_both_ways || !earlier || earlier->direction != line->direction)
        return false;
    draft_evidence(draft, invite->request_frame);
    draft_evidence(draft, before.latest.frame);
    draft_detail(draft,
                 "The INVITE in frame %u has no SDP, so it asks for an offer. This offer is %s, "
                 "like that in frame %u: the hold continues.",
                 invite->request_frame, directions[line->direction], before.latest.frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "media.still-held",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the requested offer keeps the call on hold",
      .advice = "If the INVITE should resume the call, this offer must say what its sender can do "
                "(sendrecv). Or make the INVITE bring its own offer.",
      .reference = { 6337, "5.3" },
      .moments = AT_SUCCESS,
      .methods = METHOD_BIT(METHOD_INVITE),
      .needs = NEEDS_SDP | NEEDS_NO_OFFER | NEEDS_IN_DIALOG,
      .applies = find_still_held },
};

const struct rule_list held_rules = { .subject = "media",
                                      .rules = rules,
                                      .count = array_length(rules) };
