/* call_end.c
 * How the called side ended the call: busy, declined, cancelled, media refused.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "subjects.h"

const struct rule_list call_end_rules = { NULL, 0 };
