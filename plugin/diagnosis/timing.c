/* timing.c
 * Requests and responses that are repeated, late or never answered.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "subjects.h"

const struct rule_list timing_rules = { NULL, 0 };
