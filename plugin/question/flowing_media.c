/* flowing_media.c
 * Whether RTP still comes in a dialog.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "flowing_media.h"

#include "call/offer_answer.h"

/* RTP this short before comes of a call that goes on. Microseconds. */
#define FLOWING_TIME 1000000

/* RTP that came to the description's endpoints just now, from host or, length 0, from anywhere;
 * NULL: none. */
static const struct media_stretch *came_just_now(const struct description *description,
                                                 struct endpoint host, int64_t time)
{
    for (unsigned i = 0; description && i < description->count; i++) {
        const struct media_stream *stream = description_line_stream(&description->lines[i]);
        const struct media_stretch *stretch = NULL;

        while (stream && (stretch = media_flow_next(media_stream_to(stream), stretch, 0))) {
            if ((!host.length || endpoint_host_equals(stretch->other_side, host)) &&
                time_is_near(stretch->last_time, time, FLOWING_TIME))
                return stretch;
        }
    }
    return NULL;
}

const struct media_stretch *flowing_media(const struct transaction *request,
                                          const struct transaction *invite,
                                          const struct early_dialog *dialog, int64_t time)
{
    const struct record *answer =
        early_dialog_answer(dialog) ? early_dialog_answer(dialog) : early_dialog_described(dialog);
    const bool is_callers = request->from_tag_place == invite->from_tag_place;
    const struct description *descriptions[] = {
        offer_answer_in_force(request).description,
        is_callers ? transaction_offer(invite)
        : answer   ? record_description(answer)
                   : NULL,
    };
    const struct endpoint hosts[] = { request->path->server, { .length = 0 } };
    const struct media_stretch *stretch = NULL;

    for (unsigned i = 0; !stretch && i < array_length(hosts) * array_length(descriptions); i++)
        stretch = came_just_now(descriptions[i % 2], hosts[i / 2], time);
    return stretch;
}
