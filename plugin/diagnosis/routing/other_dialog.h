/* other_dialog.h
 * Dialogs that a SUBSCRIBE or a REFER has made, and requests that name or nearly name them.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_OTHER_DIALOG_H
#define SIPEXPLAIN_OTHER_DIALOG_H

#include "diagnosis/rule.h"

/* Has the request only nearly the tags of such a dialog, or those of the other side? */
bool other_dialog_is_odd(const struct transaction *request);

/* Tells how; it is odd. */
void other_dialog_tell_odd(const struct transaction *request, struct finding_draft *draft);

/* Tells that its tags are right; false: the capture does not show such a dialog. */
bool other_dialog_tell(const struct transaction *request, struct finding_draft *draft);

/* Has its notifier ended the subscription that the request refreshes, as a NOTIFY stayed without an
 * answer (RFC 6665 section 4.2.2)? Writes the detail, and adds its evidence, if so. */
bool other_dialog_find_ended(const struct exchange *exchange, struct finding_draft *draft);

/* Of a NOTIFY: had another one ended the subscription that it names? Writes the detail, and adds
 * its evidence, if so. */
bool other_dialog_find_notify_ended(const struct exchange *exchange, struct finding_draft *draft);

/* Of a SUBSCRIBE in a dialog: had its subscription run out before? The same. */
bool other_dialog_find_expired(const struct exchange *exchange, struct finding_draft *draft);

#endif
