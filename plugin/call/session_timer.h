/* session_timer.h
 * What a message says of the session timer (RFC 4028).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SESSION_TIMER_H
#define SIPEXPLAIN_SESSION_TIMER_H

#include "message/sip_message.h"

/* Who has to refresh: the client or the server of the transaction that says so. */
enum refresher { REFRESHER_OPEN, REFRESHER_UAC, REFRESHER_UAS };

struct session_timer {
    uint32_t expires; /* Session-Expires, seconds; 0: none */
    uint32_t min_se;  /* Min-SE, seconds; 0: none, which means 90 */
    uint8_t refresher;
};

/* Kept; NULL when the message has neither header. */
const struct session_timer *session_timer_new(const struct sip_message *message);

#endif
