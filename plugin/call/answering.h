/* answering.h
 * What each host answered last, over all calls.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_ANSWERING_H
#define SIPEXPLAIN_ANSWERING_H

#include "call.h"

/* Called once, when the plugin registers. */
void answering_init(void);

/* The first response of a transaction whose request is in the capture. */
void answering_add(const struct record *record);

/* The latest response to a request over UDP that this host and port has answered, if that came
 * after frame; NULL: none is known. */
const struct record *answering_since(struct endpoint server, uint32_t frame);

#endif
