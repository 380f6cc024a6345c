/* reliability.c
 * Reliable provisional responses and their PRACK (RFC 3262).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "subjects.h"

const struct rule_list reliability_rules = { NULL, 0 };
