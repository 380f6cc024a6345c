/* probe.h
 * The OPTIONS by which hosts probe each other, and whether they are answered.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_PROBE_H
#define SIPEXPLAIN_PROBE_H

#include "call.h"

/* Pairs of hosts whose latest OPTIONS are remembered; the one that was asked longest ago makes
 * room. */
#define PROBES_MAX 64

/* Called once, when the plugin registers. */
void probe_init(void);

/* A new request outside a dialog; all but OPTIONS are passed over. */
void probe_add(const struct transaction *transaction);

/* The latest OPTIONS of this host to another one that had got no response at time, though there was
 * time for one; NULL: none, or a later one to the same host was answered. */
const struct transaction *probe_unanswered(struct endpoint host, int64_t time);

#endif
