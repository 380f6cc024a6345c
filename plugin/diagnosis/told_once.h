/* told_once.h
 * Findings that are told once of a server and code, or of a request: what was told before.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_TOLD_ONCE_H
#define SIPEXPLAIN_TOLD_ONCE_H

#include "diagnosis.h"

/* What the same findings have in common. The first of them has the details. */
struct told_once {
    const struct finding *first; /* NULL: nothing was told yet */
    uint32_t frame;              /* of the first */
    uint32_t count;              /* of all up to now */
};

/* Called once, when the plugin registers. */
void told_once_init(void);

/* Of the finding that the rule of this index is about to make, whose rule.once is set. NULL when
 * there is no room to remember more; in the file's memory. */
struct told_once *told_once_of(size_t rule_index, const struct exchange *exchange,
                               const struct finding_draft *draft);

#endif
