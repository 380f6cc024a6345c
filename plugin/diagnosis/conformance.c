/* conformance.c
 * What RFCs demand of a response and this one lacks.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "subjects.h"

const struct rule_list conformance_rules = { NULL, 0 };
