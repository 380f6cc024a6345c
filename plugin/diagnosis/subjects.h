/* subjects.h
 * The subjects of diagnosis: one file each, one table of rules each.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SUBJECTS_H
#define SIPEXPLAIN_SUBJECTS_H

#include "rule.h"

extern const struct rule_list early_media_rules;          /* early_media.c: what an 18x offers */
extern const struct rule_list early_media_progress_rules; /* early_media_progress.c */
extern const struct rule_list early_media_end_rules; /* early_media_end.c: what RTP came of it */
extern const struct rule_list early_media_outcome_rules; /* early_media_outcome.c: how it went on */
extern const struct rule_list reliability_rules;         /* reliability.c */
extern const struct rule_list fault_order_rules;         /* fault_order.c: no server broke */
extern const struct rule_list fault_verdict_rules;  /* fault_verdict.c: 500, and relayed ones */
extern const struct rule_list fault_code_rules;     /* fault_code.c: the other 5xx */
extern const struct rule_list fault_evidence_rules; /* fault_evidence.c */
extern const struct rule_list fault_history_rules;  /* fault_history.c */
extern const struct rule_list authentication_rules; /* authentication.c */
extern const struct rule_list routing_rules;        /* routing.c */
extern const struct rule_list call_end_rules;       /* call_end.c */
extern const struct rule_list transfer_rules;       /* transfer.c */
extern const struct rule_list timing_rules;         /* timing.c */
extern const struct rule_list conformance_rules;    /* conformance.c */
extern const struct rule_list limit_rules;          /* limits.c */

#endif
