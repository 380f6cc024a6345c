/* ladder_svg.h
 * A ladder as a picture in a page: SVG, whose colours are the page's.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LADDER_SVG_H
#define SIPEXPLAIN_LADDER_SVG_H

#include "ladder.h"

/* Appends one svg element. Its classes: ladder; of each arrow's group chat, note, warn or error,
 * and media; host, life, at, label, verdict and left of what is in it. */
void ladder_append_svg(GString *to, const struct ladder *ladder);

#endif
