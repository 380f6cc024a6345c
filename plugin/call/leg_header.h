/* leg_header.h
 * The headers by which hosts tell that two calls are legs of one, and how their values are read.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LEG_HEADER_H
#define SIPEXPLAIN_LEG_HEADER_H

#include "message/span.h"

#include <stdbool.h>

/* What a header's value names. */
enum leg_header_kind {
    LEG_HEADER_CALL_NAME, /* X-CID and its like: a name of the call, often the other leg's Call-ID
                           */
    LEG_HEADER_GUID,      /* Cisco-Guid, h323-conf-id: numbers drawn for the call */
    LEG_HEADER_SESSION,   /* Session-ID (RFC 7989, RFC 7329): leg_session_ids() */
    LEG_HEADER_CHARGING,  /* P-Charging-Vector (RFC 7315): leg_charging_id() */
    LEG_HEADER_DIALOG,    /* Target-Dialog (RFC 4538): the other leg's Call-ID and nothing else */
    LEG_HEADER_SITE       /* one that the user named; leg_header_find() gives none */
};

struct leg_header {
    struct span name; /* as its standard writes it, ended by a zero byte */
    enum leg_header_kind kind;
};

/* The header of this name in any letter case; NULL: it tells nothing of legs. */
const struct leg_header *leg_header_find(struct span name);

/* The UUIDs of a Session-ID: its own, and "remote", which are swapped on the far side of a call
 * (RFC 7989 section 5). Returns how many. */
#define LEG_SESSION_IDS_MAX 2
unsigned leg_session_ids(struct span value, struct span ids[LEG_SESSION_IDS_MAX]);

/* icid-value of a P-Charging-Vector (RFC 7315 section 5.6), without quotes; empty: there is none.
 */
struct span leg_charging_id(struct span value);

#endif
