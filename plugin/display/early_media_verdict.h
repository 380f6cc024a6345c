/* early_media_verdict.h
 * What an 18x comes to for the caller: is early media offered, and what became of it?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_EARLY_MEDIA_VERDICT_H
#define SIPEXPLAIN_EARLY_MEDIA_VERDICT_H

#include "call/early_media.h"

/* "early media offered: PCMA", made in scope, and, once that is known, "early media heard: PCMA for
 * 1.2 s from frame 4"; of an 18x whose state (early_media.h) is not EARLY_MEDIA_NONE. */
const char *early_media_verdict(const struct record *record, wmem_allocator_t *scope);

#endif
