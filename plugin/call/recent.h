/* recent.h
 * The latest requests and dialogs of the whole file, found whatever their Call-ID is.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_RECENT_H
#define SIPEXPLAIN_RECENT_H

#include "call.h"

/* Requests and dialogs that are found; of a busy server those of the last seconds. An older one is
 * looked for in its own call only, so a message with another Call-ID is not recognised then. */
#define RECENT_MAX 4096

/* Called once, when the plugin registers. */
void recent_init(void);

/* A request of which a response may come; not an ACK, nor a CANCEL, which has its INVITE's
 * branch. */
void recent_add_request(struct transaction *transaction);

/* The latest request with this branch; NULL: none, or several calls have it. */
struct transaction *recent_request(uint32_t branch_hash);

/* A response has made a dialog of this INVITE. */
void recent_add_dialog(struct transaction *invite, struct early_dialog *dialog);

/* The latest dialog between these two interned tags, in either order; NULL: none, several calls
 * have it (legs that keep the tags, or a test's constant ones), or a tag is NULL. */
struct early_dialog *recent_dialog(const char *tag, const char *other_tag,
                                   struct transaction **invite);

#endif
