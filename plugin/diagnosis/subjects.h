/* subjects.h
 * The subjects of diagnosis: a folder each, in it one table of rules a file.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SUBJECTS_H
#define SIPEXPLAIN_SUBJECTS_H

#include "rule.h"

/* The folder of a rule has the name that its id has before the dot, with "_" for "-". */

/* early_media/ */
extern const struct rule_list early_media_rules;          /* at_18x_sdp.c */
extern const struct rule_list early_media_progress_rules; /* at_18x_context.c */
extern const struct rule_list early_media_end_rules;      /* at_end_rtp.c */
extern const struct rule_list early_media_outcome_rules;  /* at_end_result.c */
/* reliable/ */
extern const struct rule_list reliability_rules; /* reliable_18x.c */
/* fault/ */
extern const struct rule_list fault_order_rules;    /* order.c: no server broke */
extern const struct rule_list fault_verdict_rules;  /* failure_500.c: 500, and relayed ones */
extern const struct rule_list fault_code_rules;     /* other_5xx.c */
extern const struct rule_list fault_evidence_rules; /* beside_verdict.c */
extern const struct rule_list fault_history_rules;  /* across_calls.c */
/* auth/, routing/, call/, transfer/, timing/, protocol/, capture/ */
extern const struct rule_list authentication_rules; /* challenge_and_answer.c */
extern const struct rule_list routing_rules;        /* refused_on_the_way.c */
extern const struct rule_list call_end_rules;       /* call_end.c */
extern const struct rule_list transfer_rules;       /* transfer.c */
extern const struct rule_list timing_rules;         /* timing.c */
extern const struct rule_list conformance_rules;    /* conformance.c */
extern const struct rule_list limit_rules;          /* limit_reached.c */

#endif
