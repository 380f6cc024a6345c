/* routing.c
 * Refusals on the way to the callee: relayed, not found, looped, redirected, no dialog.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "subjects.h"

const struct rule_list routing_rules = { NULL, 0 };
