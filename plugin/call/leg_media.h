/* leg_media.h
 * RTP that leaves a host as it came in: it joins the two legs of a call that announced where to.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LEG_MEDIA_H
#define SIPEXPLAIN_LEG_MEDIA_H

#include "media.h"

/* Called once, when the plugin registers. */
void leg_media_init(void);

/* The first datagram of a source at this stream, which is counted in it already. Joins the stream's
 * call with the one of another stream, at the host that sent this datagram, to which the same
 * source is sending the same sequence numbers. */
void leg_media_began(const struct media_stream *stream, const struct rtp_packet *packet);

#endif
