/* voip_tap.h
 * The public tap "voip" (epan/tap-voip.h), which Telephony > VoIP Calls listens to: each call with
 * its verdict, and each message as an arrow of the Flow Sequence.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_VOIP_TAP_H
#define SIPEXPLAIN_VOIP_TAP_H

#include "compat.h"

/* tests/voip_tap.py builds with lower ones. */
#ifndef VOIP_CALLS_MAX
/* Calls of one file that are listed. Wireshark looks a call up by walking its list, once for each
 * message; beyond this that would take longer than all else that it does. */
#define VOIP_CALLS_MAX 5000

/* Messages of one frame that become arrows: Wireshark's queue holds 5,000 items of all taps. */
#define VOIP_FRAME_MESSAGES_MAX 500
#endif

/* Called once, when the plugin registers. Where another plugin has registered the tap, it is the
 * same one. */
void voip_tap_register(void);

/* Does the window of VoIP calls listen, and is the preference voip_calls on? */
bool voip_tap_is_heard(void);

/* Hands the messages of the frame at this place (frame_number.h) to it, in order. */
void voip_tap_queue(packet_info *pinfo, uint32_t place);

#endif
