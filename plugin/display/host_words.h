/* host_words.h
 * Puts the hosts of a call into the catalogue's words: "whoever runs 10.0.0.1:5060 (Gateway/3.1)".
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_HOST_WORDS_H
#define SIPEXPLAIN_HOST_WORDS_H

#include "diagnosis/diagnosis.h"

/* The text with the name of the host that it first speaks of, made in scope; text itself where it
 * speaks of none, or none is known. with_product: what calls itself so, too. */
const char *host_words_named(const char *text, const struct record *record, bool with_product,
                             wmem_allocator_t *scope);

/* Who acts on a finding that leads: of its rule (rule.actor), else of the code. NULL: nobody is
 * known. */
const char *host_words_actor(const struct record *record, const struct finding *leading,
                             wmem_allocator_t *scope);

/* The host that acts first; false: nobody has to, or it is not known. */
bool host_words_who_acts(const struct record *record, const struct finding *leading,
                         struct endpoint *host);

#endif
