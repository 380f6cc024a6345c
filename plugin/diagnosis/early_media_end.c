/* early_media_end.c
 * What came of the early media that was offered.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "subjects.h"

const struct rule_list early_media_end_rules = { NULL, 0 };
