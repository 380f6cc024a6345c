/* cause_source.h
 * Whose a telephone cause in a response is: the network's, or one that the answering host made up.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_CAUSE_SOURCE_H
#define SIPEXPLAIN_CAUSE_SOURCE_H

#include "call/record.h"

/* Does more than the header say that a Q.850 cause came from the telephone network? "it calls
 * itself a gateway": what does, in words; NULL: nothing. PBXs write a cause on nearly every
 * rejection by themselves. Of a response, and of the words of any message whose sender calls itself
 * `product` (NULL: nothing). */
const char *cause_evidence(const struct record *record);
const char *cause_evidence_of(const struct words *words, const char *product);

bool cause_is_of_network(const struct record *record);

/* Is the product one of those that translate each SIP code into a cause? */
bool cause_is_translated(const char *product);

#endif
