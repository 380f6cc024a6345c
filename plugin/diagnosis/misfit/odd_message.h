/* odd_message.h
 * The detail of a message that came but does not fit.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_ODD_MESSAGE_H
#define SIPEXPLAIN_ODD_MESSAGE_H

#include "diagnosis/rule.h"
#include "question/difference.h"

/* Writes the detail: "ACK in frame 157 from 10.8.0.5 has <difference>: <consequence>", or that a
 * proxy renumbered; and the frames. name: of the message, "ACK". */
void draft_difference(struct finding_draft *draft, const struct misfit *misfit, const char *name,
                      const char *consequence);

/* The same of an odd PRACK, CANCEL or request in a dialog. consequence: NULL for what it fails to
 * do. */
void draft_odd_request(struct finding_draft *draft, const struct misfit *misfit,
                       const char *consequence);

#endif
