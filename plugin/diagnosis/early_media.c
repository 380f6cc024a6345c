/* early_media.c
 * What an 18x response offers the caller before the call is answered.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "subjects.h"

const struct rule_list early_media_rules = { NULL, 0 };
