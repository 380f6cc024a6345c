/* dialog_fate.h
 * What becomes of a dialog in which a change was refused.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_DIALOG_FATE_H
#define SIPEXPLAIN_DIALOG_FATE_H

#include "call/exchange.h"

/* Longest text of dialog_fate_text(), with its NUL. */
#define DIALOG_FATE_MAX 72

/* " What was agreed before stays in use." into text, or that the call is over, as far as it is
 * known at this response; "" outside a dialog. Returns the frame that ended it; 0: none. */
uint32_t dialog_fate_text(const struct exchange *exchange, char *text);

/* A re-INVITE or UPDATE within a dialog was refused with a code that speaks of who was called, or
 * who called. */
bool dialog_change_is_misnamed(const struct exchange *exchange);

#endif
