/* named_dialog.h
 * What else the capture shows of the dialog that a request names, and that its server denies.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_NAMED_DIALOG_H
#define SIPEXPLAIN_NAMED_DIALOG_H

#include "diagnosis/rule.h"

/* Of a request with a To tag that got a 481: writes the detail, and adds its evidence. */
void named_dialog_tell(const struct exchange *exchange, struct finding_draft *draft);

#endif
