/* leg_proof.h
 * What shows that two INVITEs are legs of one call.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LEG_PROOF_H
#define SIPEXPLAIN_LEG_PROOF_H

/* The strongest first. */
enum leg_proof {
    LEG_PROOF_CALL_ID_NAMED, /* a header of the later INVITE names the other Call-ID */
    LEG_PROOF_HEADER,        /* both carry one value that no other call has */
    LEG_PROOF_REFERRED,      /* the host was asked for this INVITE by REFER */
    LEG_PROOF_CALL_ID,       /* one Call-ID is made of the other */
    LEG_PROOF_SAME_CALL_ID,  /* the Call-ID is the same, the From tag is another */
    LEG_PROOF_FROM_TAG,      /* the From tag is carried over */
    LEG_PROOF_SDP_ORIGIN,    /* the o= line is carried over */
    LEG_PROOF_RTP,           /* RTP leaves the host as it came in: SSRC and sequence numbers */
    LEG_PROOF_NUMBERS        /* numbers and time, and no other call fits: never certain */
};

#endif
