/* early_media_verdict.c
 * What an 18x comes to for the caller: is early media offered, and what became of it?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "early_media_verdict.h"

#include "call/hops.h"
#include "label.h"
#include "question/end_of_early_media.h"

#include <wsutil/str_util.h>

/* Longest name of a codec that is shown. */
#define CODEC_SHOWN_MAX 20

/* Stretches of RTP, each of another codec or sender, that are shown. */
#define STRETCHES_SHOWN_MAX 2

/* The first of its bytes, up to the end of a character. */
static const char *shown(const char *name, size_t length, wmem_allocator_t *scope)
{
    const char *end;

    g_utf8_validate(name, (gssize)MIN(length, (size_t)CODEC_SHOWN_MAX), &end);
    return wmem_strndup(scope, name, (size_t)(end - name));
}

/* "PCMA", the first codec of the line. */
static const char *codec_of(const struct description_line *line, wmem_allocator_t *scope)
{
    const char *codecs = description_codecs(line, scope);

    return *codecs ? shown(codecs, strcspn(codecs, ","), scope) : "no codec";
}

/* The name of the codec that was heard, by the number in the caller's SDP; NULL: it does not tell.
 */
static const char *codec_heard(const struct early_media *media, const struct media_stretch *stretch,
                               wmem_allocator_t *scope)
{
    const char *name = media->caller
                           ? description_payload_name(media->caller, stretch->payload_type, scope)
                           : NULL;

    return name ? shown(name, strlen(name), scope) : NULL;
}

/* How the early media of an INVITE ended on its hop, as far as the capture is read by now. */
static struct ending ending_of(const struct transaction *invite)
{
    const struct invite_progress *progress = transaction_progress(invite);
    struct ending ending = { .media = early_media_of(invite), .time = INT64_MAX };

    if (invite_progress_cancel(progress)->request_frame &&
        (!invite->final ||
         invite_progress_cancel(progress)->request_frame < invite->final->frame)) {
        ending.time = invite_progress_cancel(progress)->request_time;
    } else if (invite->final) {
        ending.final = invite->final;
        ending.time = invite->final->time;
    }
    return ending;
}

static uint32_t end_frame(const struct ending *ending)
{
    return ending->final ? ending->final->frame
                         : transaction_cancel(ending->media.invite)->request_frame;
}

/* "PCMU for 2.0 s, then G729 for 6.3 s", of what is heard by itself. */
static const char *stretches_text(const struct ending *ending, const struct heard *heard,
                                  const struct description_line *line, wmem_allocator_t *scope)
{
    wmem_strbuf_t *text = wmem_strbuf_new(scope, "");
    const struct media_stretch *stretch = NULL;
    unsigned count = 0;

    while ((stretch = heard_next(heard, stretch))) {
        const int64_t end = MIN(stretch->last_time, ending->time);
        const char *codec = codec_heard(&ending->media, stretch, scope);

        /* What began later is the answered call's, or that of the next call at the same port. */
        if (!heard_is_of_its_own(heard, stretch) ||
            (end_frame(ending) && stretch->first_frame > end_frame(ending)))
            continue;
        if (++count > STRETCHES_SHOWN_MAX) {
            wmem_strbuf_append(text, ", and more");
            break;
        }
        wmem_strbuf_append_printf(text, "%s%s", count > 1 ? ", then " : "",
                                  codec ? codec : codec_of(line, scope));
        if (ending->time != INT64_MAX)
            wmem_strbuf_append_printf(text, " for %.1f s",
                                      seconds_between(stretch->first_time, end));
    }
    return count ? wmem_strbuf_finalize(text) : codec_of(line, scope);
}

/* "early media heard: PCMA for 1.2 s from frame 4"; while it goes on "from frame 4 on". */
static const char *heard_text(const struct ending *ending, const struct heard *heard,
                              const struct description_line *line, wmem_allocator_t *scope)
{
    return wmem_strdup_printf(scope, "early media heard: %s from frame %u%s",
                              stretches_text(ending, heard, line, scope), heard->first_frame,
                              ending->time == INT64_MAX ? " on" : "");
}

/* "no early media came: first RTP in frame 5, 0.013 s after the 200"; NULL: that is not known. */
static const char *late_text(const struct ending *ending, wmem_allocator_t *scope)
{
    const struct media_stretch *first = heard_first(ending->media.invite);
    char code[NUMBER_TEXT_MAX];

    if (!end_frame(ending) || !ending_is_judgeable(ending) || !first ||
        first->first_frame < end_frame(ending) || heard_backward(&ending->media).first != first)
        return NULL;
    if (!ending->final || ending->final->code >= 300)
        return wmem_strdup_printf(scope, "no early media came before the %s in frame %u",
                                  ending->final ? number_text(ending->final->code, code) : "CANCEL",
                                  end_frame(ending));
    return wmem_strdup_printf(scope, "no early media came: first RTP in frame %u, after the %u",
                              first->first_frame, ending->final->code);
}

static const char *announced_text(const struct record *record, wmem_allocator_t *scope)
{
    const struct description_line *line = early_media_line(record);
    const struct transaction *invite = record_transaction(record);
    const char *late = NULL;

    /* The RTP of a fork's branches cannot be told apart. */
    if (invite && invite->request_frame && !hop_next_branch(invite, NULL)) {
        const struct ending ending = ending_of(invite);
        const struct heard heard = heard_by_caller(&ending.media, ending.time);

        if (heard.first && (!end_frame(&ending) || heard.first_frame < end_frame(&ending)))
            return heard_text(&ending, &heard, line, scope);
        late = late_text(&ending, scope);
    }
    if (late)
        return late;
    return wmem_strconcat(scope, "early media offered: ", codec_of(line, scope),
                          line->is_null ? ", ICE finds its address" : "", NULL);
}

/* "no early media: SDP is recvonly" */
static const char *inactive_text(const struct description *description, wmem_allocator_t *scope)
{
    for (unsigned i = 0; i < description->count; i++) {
        const struct description_line *line = &description->lines[i];

        if (line->port)
            return wmem_strdup_printf(scope, "no early media: SDP is %s",
                                      sdp_direction_name((enum sdp_direction)line->direction));
    }
    return description->count ? "no early media: SDP has port 0"
                              : "no early media: SDP has no line";
}

const char *early_media_verdict(const struct record *record, wmem_allocator_t *scope)
{
    static const char *const verdicts[] = {
        [EARLY_MEDIA_LATE_OFFER] = "SDP offer, INVITE had none: no early media yet",
        [EARLY_MEDIA_SUPPRESSED] = "the network forbids early media",
        [EARLY_MEDIA_CUT] = "SDP cut, media unknown",
        [EARLY_MEDIA_PRECONDITION] = "reserving resources, not ringing yet",
        [EARLY_MEDIA_NO_ADDRESS] = "SDP without an address, no early media",
        [EARLY_MEDIA_NULL_ADDRESS] = "SDP with a null address, no early media",
    };
    const enum early_media_state state = early_media_state(record);

    if (state == EARLY_MEDIA_ANNOUNCED)
        return announced_text(record, scope);
    if (state == EARLY_MEDIA_INACTIVE)
        return inactive_text(record_description(record), scope);
    if (state == EARLY_MEDIA_OVERTAKEN)
        return wmem_strdup_printf(scope, "came after the final response (frame %u)",
                                  record_transaction(record)->final->frame);
    return state < array_length(verdicts) && verdicts[state] ? verdicts[state] : "";
}
