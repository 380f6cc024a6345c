/* subjects.h
 * The subjects of diagnosis: one file each, one table of rules each.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SUBJECTS_H
#define SIPEXPLAIN_SUBJECTS_H

#include "rule.h"

extern const struct rule_list early_media_rules;       /* early_media.c: what an 18x offers */
extern const struct rule_list early_media_end_rules;   /* early_media_end.c: what came of it */
extern const struct rule_list reliability_rules;       /* reliability.c */

#endif
