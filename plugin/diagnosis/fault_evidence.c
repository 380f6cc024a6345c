/* fault_evidence.c
 * What else the capture shows of a server failure: when to retry, how bad, whose product.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "subjects.h"

const struct rule_list fault_evidence_rules = { NULL, 0 };
