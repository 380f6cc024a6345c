/* sdp_attribute.h
 * The a= lines of a description; for the files of this folder only.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SDP_ATTRIBUTE_H
#define SIPEXPLAIN_SDP_ATTRIBUTE_H

#include "sdp.h"

/* Takes the next a=name: line off *rest. */
bool sdp_next_attribute(struct span *rest, struct span name, struct span *value);

/* Reads whether the preconditions of a media block are met, and the first line that is not. */
void sdp_read_preconditions(struct sdp_media *media);

#endif
