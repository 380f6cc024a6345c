/* flowing_media.h
 * Whether RTP still comes in a dialog.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_FLOWING_MEDIA_H
#define SIPEXPLAIN_FLOWING_MEDIA_H

#include "call/call.h"

/* RTP that still comes to where the sender of the request announced it, last or at first: of the
 * refusing side itself or, where there is none, of a media relay. dialog: the one that the request
 * names, begun by the INVITE. NULL: none just before time. */
const struct media_stretch *flowing_media(const struct transaction *request,
                                          const struct transaction *invite,
                                          const struct early_dialog *dialog, int64_t time);

#endif
