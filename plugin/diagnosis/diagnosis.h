/* diagnosis.h
 * Asks every rule about a message and keeps what they find.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_DIAGNOSIS_H
#define SIPEXPLAIN_DIAGNOSIS_H

#include "memory/kept_memory.h"
#include "rule.h"

/* Called once, before anything else here. */
void diagnosis_init(void);

/* tests/bounds.py builds with lower ones. */
#ifndef FINDINGS_MAX
/* Findings kept of one message; further ones are left out. */
#define FINDINGS_MAX 16

/* Findings kept of one frame, all messages together. Wireshark takes a tree of a million items for
 * an endless loop, and gives up the frame: the items of so many findings, of HOOK_MESSAGES_MAX
 * messages and of stock's own dissectors stay well below that. */
#define FRAME_FINDINGS_MAX 20000
#endif

/* A finding that was made; in the file's memory. */
struct finding {
    kept_place next_place;
    kept_place folded_place; /* of this message, which says the same and more */
    uint16_t rule_index;     /* as for diagnosis_rule_at() */
    uint8_t evidence_count;
    bool was_told; /* another one told the same before (rule.once) */
    /* evidence_count of them. Behind lie the texts of detail and headline or, where it was told,
     * the place of the first one that did, and which of those this one is. */
    uint32_t evidence[];
};

KEPT_POINTER(struct finding, finding, next)
KEPT_POINTER(const struct finding, finding, folded)

/* Which told the same before; NULL: this one tells it. */
static inline const struct finding *finding_first(const struct finding *finding)
{
    return finding->was_told
               ? (const struct finding *)kept_at(finding->evidence[finding->evidence_count])
               : NULL;
}

/* The number of one that was told among those that tell the same: the first is 1. */
static inline uint32_t finding_number(const struct finding *finding)
{
    return finding->evidence[finding->evidence_count + 1];
}

/* What made it. */
const struct rule *finding_rule(const struct finding *finding);

/* It, or its list, is an aside; is a note on conformance (rule.h). */
bool finding_is_aside(const struct finding *finding);
bool finding_is_conformance(const struct finding *finding);

unsigned finding_count(const struct finding *findings);

/* What a finding of this message says of this call, or the first one that told the same; "" for
 * nothing. It may be written into text, which holds FINDING_DETAIL_MAX. */
const char *finding_detail(const struct finding *finding, const struct record *record, char *text);

/* Writes the findings into ordered, which holds FINDINGS_MAX + 1 of them, and returns their number:
 * leading (NULL: none) first, then the loudest first, and last what another one tells: what was
 * told before, and what is folded. */
unsigned findings_ordered(const struct finding *findings, const struct finding *leading,
                          const struct finding **ordered);

/* What the finding says where it heads a message: in a few words, with this call's values. */
const char *finding_headline(const struct finding *finding);

/* The cause among the findings (rule.leads); NULL: none is known. */
const struct finding *finding_cause(const struct finding *findings);

/* The verdict among the findings; NULL: none. */
const struct finding *finding_verdict(const struct finding *findings);

/* The one that stands for the code in the Expert Information: the verdict, or what says that the
 * code, of this severity, means less here (rule.stands_for_code); NULL: the code does itself. */
const struct finding *finding_for_code(const struct finding *findings, enum severity severity);

/* The loudest of another finding (NULL: none) and of those that are told here. Of two that are as
 * loud the other one counts, and then the one that stands first. NULL when there is none. */
const struct finding *finding_loudest(const struct finding *other, const struct finding *findings);

/* The findings about the message, in the order of the rules; NULL when there are none. Past one of
 * the two maxima the last one says so, in addition: capture.limit-reached. */
const struct finding *diagnose(const struct exchange *exchange);

/* All rules of all subjects in one order; NULL at the end. */
const struct rule *diagnosis_rule_at(size_t index);

/* The list that it stands in. */
const struct rule_list *diagnosis_list_at(size_t index);

#endif
