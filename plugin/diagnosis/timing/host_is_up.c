/* host_is_up.c
 * Says of a request that nothing answered that its host answers others.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "host_is_up.h"

#include "diagnosis/fault/judgement.h"
#include "question/why_silent.h"

void timing_say_host_is_up(const struct transaction *request, struct finding_draft *draft)
{
    const struct why_silent why = why_silent(request);
    const struct transaction *other = why.other ? record_transaction(why.other) : NULL;
    char host[ENDPOINT_TEXT_MAX];

    if (!other)
        return;
    draft_headline(draft, "%s is up, but gives %s no answer",
                   endpoint_host_text(request->path->server, host),
                   transaction_method_name(request));
    draft_evidence(draft, other->request_frame);
    draft_evidence(draft, why.other->frame);
    fault_say(draft, "The host answered %s meanwhile (frame %u).", transaction_method_name(other),
              why.other->frame);
    if (why.branch) {
        draft_evidence(draft, why.branch->request_frame);
        fault_say(draft, "Its branch is that of frame %u: it may pass for a copy.",
                  why.branch->request_frame);
    } else if (why.size) {
        fault_say(draft, "Its %u bytes may come in fragments, and one may be lost.", why.size);
    }
}
