/* pass.h
 * The pass over the file that goes on: whether anything remembered of it can ever be seen.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_PASS_H
#define SIPEXPLAIN_PASS_H

#include "compat.h"

/* Who looks at what the plugin makes of a frame: nobody, the statistics alone, or whoever sees
 * items and columns. */
enum pass_look { LOOK_NOWHERE, LOOK_AT_STATISTICS, LOOK_AT_ITEMS };

/* tshark that only lists packets builds no tree, and the plugin needs one: without this file it
 * would make such a run slower by two fifths with SIP, by a fifth with HTTP and RTP (measured, user
 * seconds; 37, 27 and 21 % of instructions), though nobody looks at what it finds. The price are an
 * interface that only plugins have (epan_plugin) and a tree that is put into an epan_dissect_t. A
 * build that wants neither, as one within Wireshark's sources, leaves pass.c and this macro out. */
#ifdef SIPEXPLAIN_SPARES_TREES

/* Called once, when the plugin registers. look: who looks at what the plugin makes of this frame?
 */
void pass_init(enum pass_look (*look)(packet_info *pinfo, proto_tree *tree));

/* To be asked of each frame. Can nobody ever see what is remembered of it? tshark in a single pass
 * forgets each of them: if nobody looks at the second one as it passes, then the tree and the tap
 * are given back; for statistics the tree alone, and in a first pass without taps too (tshark -2,
 * sharkd's load: 1.15 of stock's instructions instead of 1.30). A frame that is kept, in a second
 * pass, can always be seen. */
bool pass_is_unseen(packet_info *pinfo, proto_tree *tree);

/* Can the frame still be written to a file when a later one asks for it? Not in a single pass, as
 * far as that is known: from the second frame on. */
bool pass_keeps_frames(const packet_info *pinfo);

/* Gives back a tree that was spared, from the next frame on: this one was hard to read without. */
void pass_need_tree(void);

#else

static inline void pass_init(enum pass_look (*look)(packet_info *pinfo, proto_tree *tree) _U_)
{
}

static inline bool pass_is_unseen(packet_info *pinfo _U_, proto_tree *tree _U_)
{
    return false;
}

static inline bool pass_keeps_frames(const packet_info *pinfo _U_)
{
    return true;
}

static inline void pass_need_tree(void)
{
}

#endif

#endif
