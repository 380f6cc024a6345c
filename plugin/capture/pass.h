/* pass.h
 * The pass over the file that goes on: whether anything remembered of it can ever be seen, and the
 * means that the hook gets in it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_PASS_H
#define SIPEXPLAIN_PASS_H

#include "compat.h"

/* Called once, when the plugin registers. */
void pass_init(void);

/* Called whenever a program begins and ends to use an epan_dissect_t. Before the first frame of a file
 * the hook gets what it wants: a tree where Wireshark itself would build none. */
void pass_begin(epan_dissect_t *edt);
void pass_end(const epan_dissect_t *edt);

/* A new file, or the same one dissected anew. */
void pass_forget(void);

/* Is it known what kind of pass this is? It is from the second frame on. */
bool pass_is_known(void);

/* Learns it from the frame that is being dissected. is_looked_at: somebody looks at what the plugin
 * makes of it, or listens. */
void pass_learn(packet_info *pinfo, bool is_looked_at);

/* Can nobody ever see what is remembered of a frame? tshark in a single pass forgets each of them.
 * If nobody looks at the second one as it passes, then the tree and the tap are given back. A frame that
 * is kept after all, in a second pass, never is in vain. */
bool pass_is_in_vain(const packet_info *pinfo);

#endif
