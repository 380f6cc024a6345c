/* first_steps.c
 * Draws what an item starts with: what to do, and who acts.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "first_steps.h"

#include "catalogue/response_code.h"
#include "fields.h"
#include "host_words.h"
#include "items.h"
#include "preferences.h"

#include <wsutil/str_util.h>

const char *first_steps_what_to_do(const struct record *record, const struct finding *leading,
                                   wmem_allocator_t *scope)
{
    const char *text = leading              ? finding_rule(leading)->advice
                       : record->is_request ? NULL
                                            : response_code_lookup(record->code)->fix;

    return text ? host_words_named(leading ? text : first_line(text, scope), record, false, scope)
                : NULL;
}

/* "What to do: nothing. If the caller ..." */
static void draw_advice(const char *advice, int hf, tvbuff_t *tvb, packet_info *pinfo,
                        proto_tree *tree)
{
    static const char nothing[] = "Nothing to do";
    const bool is_nothing = g_str_has_prefix(advice, nothing);

    item_worded(tree, tvb, hf, advice,
                wmem_strconcat(pinfo->pool, "What to do: ", is_nothing ? "nothing" : "",
                               advice + (is_nothing ? strlen(nothing) : 0), NULL));
}

struct first_steps first_steps_draw(const struct record *record, const struct finding *leading,
                                    tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    const int hf = leading ? hf_sipexplain_finding_advice : hf_sipexplain_fix;
    struct first_steps told = { false, false };
    const char *text;

    if (preferences->omit_texts)
        return told;
    text = item_is_wanted(tree, hf) ? first_steps_what_to_do(record, leading, pinfo->pool) : NULL;
    if (text)
        draw_advice(text, hf, tvb, pinfo, tree);
    text = item_is_wanted(tree, hf_sipexplain_actor)
               ? host_words_actor(record, leading, pinfo->pool)
               : NULL;
    if (text)
        item_prose(tree, tvb, hf_sipexplain_actor, text);
    told.has_fix = !leading && !record->is_request;
    told.has_actor = !leading || finding_rule(leading)->actor == ACTOR_OF_CODE;
    return told;
}
