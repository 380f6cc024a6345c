/* rule.c
 * What rules write in common.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "rule.h"

void draft_detail(struct finding_draft *draft, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(draft->detail, sizeof draft->detail, format, arguments);
    va_end(arguments);
    drop_cut_characters(draft->detail);
}

void draft_headline(struct finding_draft *draft, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(draft->headline, sizeof draft->headline, format, arguments);
    va_end(arguments);
    drop_cut_characters(draft->headline);
}

void draft_evidence(struct finding_draft *draft, uint32_t frame)
{
    for (unsigned i = 0; i < draft->evidence_count; i++) {
        if (draft->evidence[i] == frame)
            return;
    }
    if (frame && draft->evidence_count < FINDING_EVIDENCE_MAX)
        draft->evidence[draft->evidence_count++] = frame;
}
