/* dialog_invite.h
 * Which INVITE has begun the dialog that a request names.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_DIALOG_INVITE_H
#define SIPEXPLAIN_DIALOG_INVITE_H

#include "call/call.h"

/* An earlier INVITE whose dialog the request names by its tags; *dialog is that. NULL: none is
 * near. */
const struct transaction *dialog_invite(const struct transaction *request,
                                        const struct early_dialog **dialog);

#endif
