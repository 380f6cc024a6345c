/* early_media.c
 * Is early media announced, and may it flow? The summary, the fields and all findings ask here.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "early_media.h"

struct early_media_gate early_media_gate(const struct record *record)
{
    struct span rest = record_p_early_media(record), value;
    struct early_media_gate gate = { false, false, false };
    bool is_open = false;

    while (span_next_in_list(&rest, &value)) {
        const bool is_inactive = span_equals_ignoring_case(value, SPAN_OF("inactive"));

        gate.is_closed |= is_inactive;
        gate.stops_backward |= is_inactive || span_equals_ignoring_case(value, SPAN_OF("recvonly"));
        gate.stops_forward |= is_inactive || span_equals_ignoring_case(value, SPAN_OF("sendonly"));
        is_open |= !is_inactive && !span_equals_ignoring_case(value, SPAN_OF("gated"));
    }
    gate.is_closed &= !is_open;
    return gate;
}

bool early_media_awaits_resources(const struct record *record)
{
    const struct description *description = record_description(record);

    if (description && description->has_preconditions)
        return !description->preconditions_met;
    /* The phone that rings has its resources. */
    return record->code != 180 && record_details(record) &&
           record_details(record)->requires_precondition;
}

/* The INVITE is here, had no SDP, and could not hide any. */
static bool is_late_offer(const struct transaction *invite)
{
    return invite && invite->request_frame && !invite->request_is_cut &&
           !transaction_offer(invite) && !invite->offer_is_hidden;
}

static enum early_media_state line_state(const struct description *description)
{
    const struct description_line *line = description_sending_line(description);

    if (!line)
        return EARLY_MEDIA_INACTIVE;
    if (!description_line_address(line))
        return EARLY_MEDIA_NO_ADDRESS;
    /* With ICE the address is a default only, and the candidates may still be to come. */
    return line->is_null && !description->has_candidates ? EARLY_MEDIA_NULL_ADDRESS
                                                         : EARLY_MEDIA_ANNOUNCED;
}

enum early_media_state early_media_state(const struct record *record)
{
    const struct transaction *invite = record_transaction(record);

    /* A re-INVITE's 18x changes a session that is up. */
    if (!record_is_18x(record) || !record_description(record) ||
        (invite && !transaction_opens_call(invite)))
        return EARLY_MEDIA_NONE;
    if (record->is_overtaken)
        return EARLY_MEDIA_OVERTAKEN;
    if (is_late_offer(invite))
        return EARLY_MEDIA_LATE_OFFER;
    if (early_media_gate(record).is_closed)
        return EARLY_MEDIA_SUPPRESSED;
    if (record_description(record)->is_incomplete)
        return EARLY_MEDIA_CUT;
    if (early_media_awaits_resources(record))
        return EARLY_MEDIA_PRECONDITION;
    return line_state(record_description(record));
}

const struct description_line *early_media_line(const struct record *record)
{
    return early_media_state(record) == EARLY_MEDIA_ANNOUNCED
               ? description_sending_line(record_description(record))
               : NULL;
}

/* The index of the first line on which RTP goes from the callee to the caller, or -1. */
static int backward_line(const struct description *offer, const struct description *answer)
{
    if (!offer || offer->is_incomplete || answer->is_incomplete)
        return -1;
    for (int i = 0; i < offer->count && i < answer->count; i++) {
        const struct description_line *line = &offer->lines[i];

        if (line->stream_place && answer->lines[i].stream_place &&
            (line->direction == SDP_SENDRECV || line->direction == SDP_RECVONLY) &&
            description_line_sends(&answer->lines[i]))
            return i;
    }
    return -1;
}

struct early_media early_media_of(const struct transaction *invite)
{
    struct early_media media = { .invite = invite };
    int line;

    for (const struct early_dialog *dialog = transaction_early_dialogs(invite); dialog;
         dialog = early_dialog_next(dialog)) {
        if (early_dialog_offered(dialog) &&
            (!media.announced || early_dialog_offered(dialog)->frame < media.announced->frame))
            media.announced = early_dialog_offered(dialog);
    }
    line = media.announced
               ? backward_line(transaction_offer(invite), record_description(media.announced))
               : -1;
    if (line >= 0) {
        media.caller = &transaction_offer(invite)->lines[line];
        media.callee = &record_description(media.announced)->lines[line];
    }
    return media;
}
