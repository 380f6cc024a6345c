/* registered.c
 * Says of a request that nothing answered which way its phone had registered.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "registered.h"

#include "diagnosis/fault/judgement.h"
#include "question/registered_way.h"

bool timing_say_way(const struct exchange *exchange, const struct transaction *request,
                    struct finding_draft *draft)
{
    char text[REGISTERED_WAY_MAX];
    uint32_t frame;
    const enum registered_way way = registered_way(request, exchange->message, text, &frame);

    if (way == WAY_UNKNOWN)
        return false;
    fault_say(draft, "%s", text);
    draft_evidence(draft, frame);
    if (way == WAY_OLDER_PORT)
        draft_headline(draft, "%s did not go to the port that last registered",
                       transaction_method_name(request));
    else if (way == WAY_PAST_PATH)
        draft_headline(draft, "%s went past the Path of its REGISTER",
                       transaction_method_name(request));
    return true;
}
