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

/* The latest OPTIONS of this path's server to a host that is not its client, which had got no
 * response at time though there was time for one. NULL: none, or the latest one to some such host
 * was answered: then the server has a way to go on. */
const struct transaction *probe_unanswered(const struct path *path, int64_t time);

#endif
