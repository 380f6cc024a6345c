/* fault_verdict.c
 * Which of its many meanings a 500, or another 5xx, has here.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "subjects.h"

const struct rule_list fault_verdict_rules = { NULL, 0 };
