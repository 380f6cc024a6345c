/* leg_media.h
 * RTP that leaves a host as it came in: it joins the two legs of a call that announced where to.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LEG_MEDIA_H
#define SIPEXPLAIN_LEG_MEDIA_H

/* Called once, when the plugin registers. From then on it watches the sources of RTP: where one
 * begins at a stream, that stream's call is joined with the one of another stream, at the host that
 * sends it, to which the same source is sending the same sequence numbers. */
void leg_media_init(void);

#endif
