/* sdp_attribute.c
 * The a= lines of a description, and what those of preconditions say (RFC 3312, 5027, 5898).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "sdp_attribute.h"

#include "plain.h"

static bool attribute_value(struct span attribute, struct span name, struct span *value)
{
    if (!span_starts_with_ignoring_case(attribute, name))
        return false;
    if (attribute.length > name.length && attribute.text[name.length] != ':')
        return false;
    *value = span_trimmed(span_behind(attribute, name.length + 1));
    return true;
}

bool sdp_next_attribute(struct span *rest, struct span name, struct span *value)
{
    struct span line;

    while (span_next_line(rest, &line)) {
        if (line.length > 2 && line.text[0] == 'a' && line.text[1] == '=' &&
            attribute_value(span_behind(line, 2), name, value))
            return true;
    }
    return false;
}

bool sdp_next_crypto(struct span *rest, struct span *tag, struct span *suite)
{
    struct span value;

    while (sdp_next_attribute(rest, SPAN_OF("crypto"), &value)) {
        if (span_next_word(&value, tag) && span_next_word(&value, suite))
            return true;
    }
    return false;
}

static const struct span precondition_types[] = { SPAN_TEXT("qos"), SPAN_TEXT("sec"),
                                                  SPAN_TEXT("conn") };
static const struct span status_types[] = { SPAN_TEXT("e2e"), SPAN_TEXT("local"),
                                            SPAN_TEXT("remote") };
/* The index is a set: 1 send, 2 receive. */
static const struct span direction_tags[] = { SPAN_TEXT("none"), SPAN_TEXT("send"),
                                              SPAN_TEXT("recv"), SPAN_TEXT("sendrecv") };

/* Takes the next word off *rest and finds it in a table; false when it is not there. */
static bool take_keyword(struct span *rest, const struct span *table, size_t count, unsigned *index)
{
    struct span word;

    span_next_word(rest, &word);
    for (unsigned i = 0; i < count; i++) {
        if (span_equals_ignoring_case(word, table[i])) {
            *index = i;
            return true;
        }
    }
    return false;
}

struct precondition {
    unsigned type;
    unsigned status;
    unsigned directions;
};

/* "qos local sendrecv", or "qos mandatory local sendrecv" when strength is asked for. */
static bool read_precondition(struct span text, struct span *strength,
                              struct precondition *precondition)
{
    return take_keyword(&text, precondition_types, PLAIN_COUNT(precondition_types),
                        &precondition->type) &&
           (!strength || span_next_word(&text, strength)) &&
           take_keyword(&text, status_types, PLAIN_COUNT(status_types), &precondition->status) &&
           take_keyword(&text, direction_tags, PLAIN_COUNT(direction_tags),
                        &precondition->directions);
}

/* The curr lines may stand behind the des lines, so it takes two walks. */
void sdp_read_preconditions(struct sdp_media *media)
{
    unsigned current[PLAIN_COUNT(precondition_types)][PLAIN_COUNT(status_types)] = { { 0 } };
    struct span rest = media->block;
    struct precondition precondition;
    struct span strength;
    struct span value;

    while (sdp_next_attribute(&rest, SPAN_OF("curr"), &value)) {
        if (read_precondition(value, NULL, &precondition))
            current[precondition.type][precondition.status] |= precondition.directions;
    }
    rest = media->block;
    while (sdp_next_attribute(&rest, SPAN_OF("des"), &value)) {
        if (!read_precondition(value, &strength, &precondition))
            continue;
        if (media->precondition == SDP_PRECONDITION_NONE)
            media->precondition = SDP_PRECONDITION_MET;
        if (!span_equals_ignoring_case(strength, SPAN_OF("mandatory")) ||
            !(precondition.directions & ~current[precondition.type][precondition.status]))
            continue;
        media->precondition = SDP_PRECONDITION_UNMET;
        media->precondition_line = value;
        return;
    }
}
