/* named_dialog.h
 * What else the capture shows of the dialog that a request names, and that its server denies.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_NAMED_DIALOG_H
#define SIPEXPLAIN_NAMED_DIALOG_H

#include "diagnosis/rule.h"

/* Of a request with a To tag that got a 481: writes the detail, and adds its evidence. */
void named_dialog_tell(const struct exchange *exchange, struct finding_draft *draft);

/* Has the request, a NOTIFY or one with a To tag, not the tags of the dialog that no INVITE has
 * made, or those of the other side? */
bool named_dialog_is_odd(const struct transaction *request);

/* Did the caller's request overtake the ACK of the answer that made its dialog, or the callee's its
 * own 18x? Writes the detail, and adds its evidence, if so. */
bool named_dialog_find_early(const struct exchange *exchange, struct finding_draft *draft);

/* Had the INVITE whose early dialog the request names failed before? Writes the detail, and adds
 * its evidence, if so. */
bool named_dialog_find_refused(const struct exchange *exchange, struct finding_draft *draft);

/* Is it a BYE of the called side in an early dialog, while the INVITE waits for its final response?
 * The same. */
bool named_dialog_find_early_bye(const struct exchange *exchange, struct finding_draft *draft);

#endif
