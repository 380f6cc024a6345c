/* early_media_group.c
 * Draws what an 18x response says about early media, and what came of it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "early_media_group.h"

#include "call/heard.h"
#include "fields.h"
#include "items.h"
#include "label.h"

#include <wsutil/str_util.h>

/* "audio sendrecv 10.0.0.2:4000 PCMA, telephone-event" */
static const char *line_text(const struct description_line *line, const char *codecs,
                             wmem_allocator_t *scope)
{
    const char *direction = sdp_direction_name((enum sdp_direction)line->direction);
    const bool is_ipv6 =
        description_line_address(line) && strchr(description_line_address(line), ':');
    char port[NUMBER_TEXT_MAX];

    return wmem_strconcat(scope, description_line_type(line), " ",
                          line->port ? direction : "rejected", is_ipv6 ? " [" : " ",
                          description_line_address(line) ? description_line_address(line)
                                                         : "no address",
                          is_ipv6 ? "]:" : ":", number_text(line->port, port), " ",
                          *codecs ? codecs : "no codec", NULL);
}

/* What the line says, each for itself. */
static void draw_parts(const struct description_line *line, const char *codecs, tvbuff_t *tvb,
                       proto_tree *branch)
{
    item_text(branch, tvb, hf_sipexplain_early_media_type, description_line_type(line));
    if (description_line_address(line))
        item_text(branch, tvb, hf_sipexplain_early_media_address, description_line_address(line));
    item_number(branch, tvb, hf_sipexplain_early_media_port, line->port);
    item_text(branch, tvb, hf_sipexplain_early_media_direction,
              sdp_direction_name((enum sdp_direction)line->direction));
    if (*codecs)
        item_list(branch, tvb, hf_sipexplain_early_media_codec, codecs);
}

/* Does anybody look at one of them? */
static bool are_parts_wanted(proto_tree *branch)
{
    const int parts[] = { hf_sipexplain_early_media_type, hf_sipexplain_early_media_address,
                          hf_sipexplain_early_media_port, hf_sipexplain_early_media_direction,
                          hf_sipexplain_early_media_codec };

    for (unsigned i = 0; i < array_length(parts); i++) {
        if (unprinted_is_wanted(branch, parts[i]))
            return true;
    }
    return false;
}

static void draw_line(const struct description_line *line, unsigned number, tvbuff_t *tvb,
                      packet_info *pinfo, proto_tree *tree)
{
    const bool is_shown = item_is_wanted(tree, hf_sipexplain_early_media_stream);
    const char *codecs = is_shown || item_is_wanted(tree, hf_sipexplain_early_media_codec)
                             ? description_codecs(line, pinfo->pool)
                             : "";
    const char *text = is_shown ? line_text(line, codecs, pinfo->pool) : "";
    proto_item *item = proto_tree_add_string_format(tree, hf_sipexplain_early_media_stream, tvb, 0,
                                                    0, text, "Stream %u: %s", number, text);
    proto_tree *branch = proto_item_add_subtree(item, ett_sipexplain_stream);

    proto_item_set_generated(item);
    if (are_parts_wanted(branch))
        draw_parts(line, codecs, tvb, branch);
}

static void draw_description(const struct record *record, tvbuff_t *tvb, packet_info *pinfo,
                             proto_tree *branch)
{
    const struct description *description = record_description(record);

    /* The branch's own name tells it. */
    if (unprinted_is_wanted(branch, hf_sipexplain_early_media))
        item_flag(branch, tvb, hf_sipexplain_early_media, early_media_line(record) != NULL);
    for (unsigned i = 0; i < description->count; i++)
        draw_line(&description->lines[i], i + 1, tvb, pinfo, branch);
    if (description->has_preconditions)
        item_text(branch, tvb, hf_sipexplain_early_media_precondition,
                  description->preconditions_met ? "met" : "not met yet");
}

/* The PRACK is in the future of this response: known in the GUI and in a second pass. */
static void draw_reliability(const struct record *record, tvbuff_t *tvb, proto_tree *branch)
{
    const struct early_dialog *dialog =
        record_transaction(record)
            ? transaction_early_dialog(record_transaction(record), record_to_tag(record))
            : NULL;
    const struct reliable_response *reliable = dialog ? early_dialog_reliable(dialog) : NULL;
    const bool is_reliable = record_is_reliable(record);

    item_flag(branch, tvb, hf_sipexplain_early_media_reliable, is_reliable);
    if (!is_reliable)
        return;
    item_number(branch, tvb, hf_sipexplain_early_media_rseq, record_details(record)->rseq);
    while (reliable && reliable_response_rseq(reliable) != record_details(record)->rseq)
        reliable = reliable_response_older(reliable);
    if (reliable && reliable->prack_frame)
        item_frame(branch, tvb, hf_sipexplain_prack_in, reliable->prack_frame);
}

/* The RTP is in the future of this response, like the PRACK. */
static void draw_first_rtp(const struct record *record, tvbuff_t *tvb, proto_tree *branch)
{
    const struct media_stretch *rtp =
        record_transaction(record) ? heard_first(record_transaction(record)) : NULL;
    proto_item *item;
    bool is_before;
    int64_t delay;

    if (!rtp)
        return;
    item = item_frame(branch, tvb, hf_sipexplain_first_rtp_in, rtp->first_frame);
    is_before = rtp->first_frame < record->frame;
    delay = is_before ? time_between(rtp->first_time, record->time)
                      : time_between(record->time, rtp->first_time);
    if (delay != TIME_UNKNOWN)
        proto_item_append_text(item, ", %.3f s %s this response", (double)delay / 1e6,
                               is_before ? "before" : "after");
}

/* "Early media: PCMA, telephone-event; the callee receives at 10.0.0.3:6000" */
static const char *branch_name(const struct record *record, packet_info *pinfo, proto_tree *tree)
{
    const struct description_line *line = early_media_line(record);
    const char *codecs;
    bool is_ipv6;
    char port[NUMBER_TEXT_MAX];

    if (!item_is_wanted(tree, hf_sipexplain_early_media_stream))
        return "Early media";
    if (!line)
        return "Early media: none announced";
    codecs = description_codecs(line, pinfo->pool);
    is_ipv6 = strchr(description_line_address(line), ':') != NULL;
    return wmem_strconcat(pinfo->pool, "Early media: ", *codecs ? codecs : "no codec",
                          "; the callee receives at ", is_ipv6 ? "[" : "",
                          description_line_address(line), is_ipv6 ? "]:" : ":",
                          number_text(line->port, port), NULL);
}

void early_media_group_draw(const struct record *record, tvbuff_t *tvb, packet_info *pinfo,
                            proto_tree *tree)
{
    proto_tree *branch;

    if (!record_is_18x(record) || (!record_description(record) && !record_details(record)))
        return;
    branch = item_branch(tree, tvb, ett_sipexplain_early_media, branch_name(record, pinfo, tree));
    if (record_description(record))
        draw_description(record, tvb, pinfo, branch);
    draw_reliability(record, tvb, branch);
    if (record_details(record) && record_details_p_early_media(record_details(record)))
        item_text(branch, tvb, hf_sipexplain_early_media_p_early_media,
                  record_details_p_early_media(record_details(record)));
    if (record_description(record))
        draw_first_rtp(record, tvb, tree);
}
