/* replaced_dialog.h
 * An INVITE that is to take the place of another call: does its Replaces name that?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_REPLACED_DIALOG_H
#define SIPEXPLAIN_REPLACED_DIALOG_H

#include "diagnosis/rule.h"

/* Of an INVITE outside a dialog that got a 481 and has Replaces: writes how that stands to the
 * calls of the capture, and adds its evidence. A rule's question; false: it is no such INVITE. */
bool replaced_dialog_find(const struct exchange *exchange, struct finding_draft *draft);

/* The same of a 486: the call that Replaces may take over only while it rings was answered (RFC
 * 3891 section 3). */
bool replaced_dialog_find_answered(const struct exchange *exchange, struct finding_draft *draft);

/* Is it such an INVITE? */
bool replaced_dialog_is_named(const struct exchange *exchange);

#endif
