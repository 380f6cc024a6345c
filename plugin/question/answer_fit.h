/* answer_fit.h
 * Does an SDP answer fit its offer, line by line (RFC 3264 section 6)?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_ANSWER_FIT_H
#define SIPEXPLAIN_ANSWER_FIT_H

#include "call/description.h"

/* The first thing that does not fit, in the order in which it hurts. */
enum answer_misfit_kind {
    ANSWER_FITS,
    ANSWER_LINES,      /* another number of media lines */
    ANSWER_TYPE,       /* audio answered by another type of media */
    ANSWER_PROFILE,    /* another transport profile */
    ANSWER_NO_KEYS,    /* an SRTP profile, but no keys */
    ANSWER_OTHER_KEYS, /* keys in the SDP answered by keys by DTLS, or the other way */
    ANSWER_CRYPTO,     /* a=crypto with a tag or suite that was not offered (RFC 4568) */
    ANSWER_SETUP,      /* nobody, or both, would begin the DTLS handshake */
    ANSWER_CODECS,     /* no codec that was offered */
    ANSWER_REVIVED,    /* a line in use that was offered with port 0 */
    ANSWER_DIRECTION   /* sendonly not answered by recvonly or inactive, and so on */
};

struct answer_misfit {
    enum answer_misfit_kind kind;
    unsigned line; /* of both descriptions, from 0 */
};

struct answer_misfit answer_misfit(const struct description *offer,
                                   const struct description *answer);

/* What does not fit, in a sentence; kind is not ANSWER_FITS. Returns text, which holds
 * ANSWER_MISFIT_MAX bytes. */
#define ANSWER_MISFIT_MAX 110
const char *answer_misfit_text(const struct description *offer, const struct description *answer,
                               const struct answer_misfit *misfit, char *text);

#endif
