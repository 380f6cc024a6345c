/* expert_items.c
 * The expert items of a record, as far as the preferences let them be made.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "expert_items.h"

#include "../catalogue/response_code.h"
#include "../preferences.h"
#include "expert_fields.h"

static bool is_wanted(enum severity severity)
{
    return (int)severity >= preferences->expert_severity;
}

void expert_item_of_finding(const struct finding *finding, packet_info *pinfo, proto_item *item)
{
    if (is_wanted(finding->rule->severity))
        expert_add_info_format(pinfo, item, expert_field_of_finding(finding->rule_index), "%s",
                               finding_text(finding, pinfo->pool));
}

void expert_item_of_code(const struct record *record, const char *summary, packet_info *pinfo,
                         proto_item *item)
{
    if (finding_verdict(record->findings) ||
        !is_wanted(response_code_lookup(record->code)->severity))
        return;
    expert_add_info_format(pinfo, item, expert_field_of_code(record->code), "%s", summary);
}
