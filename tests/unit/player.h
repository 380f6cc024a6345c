/* player.h
 * Plays a capture, message by message, to the memory of calls and the rules, without Wireshark.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_PLAYER_H
#define SIPEXPLAIN_PLAYER_H

#include "call/call.h"

/* When each capture begins: 2026-01-01. */
#define PLAYER_BEGIN_TIME 1767225600000000

/* Once, before anything else. */
void player_init(void);

/* Begins a new capture. */
void open_capture(void);

/* One datagram from 10.0.0.FROM to 10.0.0.TO, so many seconds after the begin. Lines end in "\n"
 * here; a message without a body is meant. */
void send_message(double seconds, unsigned from, unsigned to, const char *text);

/* The call of the first message. */
const struct call *player_first_call(void);

/* Adds words to what was said of the capture: a line for each headline and each finding. */
void player_say(const char *words);

/* All of it. */
const char *player_said(void);

/* Does any of it match this regular expression? */
bool is_said(const char *words);

#endif
