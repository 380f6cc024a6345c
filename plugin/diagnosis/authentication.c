/* authentication.c
 * Challenges, and what clients answer to them (RFC 3261 section 22).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "subjects.h"

const struct rule_list authentication_rules = { NULL, 0 };
