/* transfer.c
 * What a NOTIFY after a REFER reports of the transfer (RFC 3515).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "subjects.h"

const struct rule_list transfer_rules = { NULL, 0 };
