/* first_steps.c
 * Draws what an item starts with: what to do, and who acts.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "first_steps.h"

#include "catalogue/response_code.h"
#include "fields.h"
#include "items.h"
#include "preferences.h"

#define WHAT_TO_DO "What to do"

struct first_steps first_steps_draw(const struct record *record, const struct finding *leading,
                                    tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    const struct response_code *entry = response_code_lookup(record->code);
    struct first_steps told = { false, false };

    if (preferences->omit_texts)
        return told;
    if (leading) {
        item_named(tree, tvb, hf_sipexplain_finding_advice, WHAT_TO_DO, leading->rule->advice);
    } else if (!record->is_request) {
        told.has_fix = true;
        item_named(tree, tvb, hf_sipexplain_fix, WHAT_TO_DO, first_line(entry->fix, pinfo->pool));
    }
    if (!record->is_request) {
        told.has_actor = true;
        item_text(tree, tvb, hf_sipexplain_actor, entry->actor);
    }
    return told;
}
