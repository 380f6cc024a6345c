/* expert_fields.h
 * One expert field for each response code, each finding and each severity of site notes.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_EXPERT_FIELDS_H
#define SIPEXPLAIN_EXPERT_FIELDS_H

#include "catalogue/severity.h"
#include "compat.h"

/* Registers sipexplain.response.<code> for each entry of the catalogue, sipexplain.<id> for each
 * rule of diagnosis, and sipexplain.site_note.<severity>. Called once. */
void expert_fields_register(int proto);

/* The expert field of a status code; one without an entry of its own has its class's. */
expert_field *expert_field_of_code(unsigned code);

/* The expert field of a rule, by its index in diagnosis_rule_at(). */
expert_field *expert_field_of_finding(unsigned rule_index);

/* How many fields those two give in all, and the place of one among them, from 0. */
unsigned expert_field_count(void);
unsigned expert_field_index(const expert_field *field);
const expert_field *expert_field_at(unsigned index);

/* The expert field of the site notes of a severity. */
expert_field *expert_field_of_note(enum severity severity);

#endif
