/* leg_digest.h
 * Call-IDs that a host made of another one by a digest, to hide it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LEG_DIGEST_H
#define SIPEXPLAIN_LEG_DIGEST_H

#include "message/span.h"

/* Does it begin with a digest in hexadecimal, as long as MD5, SHA-1 or SHA-256 make it, with no
 * letter or digit behind it? */
bool leg_call_id_is_digest(struct span call_id);

/* Is it the digest of the whole of the other Call-ID? What stands behind the digest is the host's
 * own. */
bool leg_call_id_is_digest_of(struct span call_id, struct span other);

#endif
