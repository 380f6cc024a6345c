/* registered_way.h
 * Did a request for a registered phone go where that phone's REGISTER had come from?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_REGISTERED_WAY_H
#define SIPEXPLAIN_REGISTERED_WAY_H

#include "call/call.h"

enum registered_way {
    WAY_UNKNOWN,     /* the REGISTER at the host that sent the request is not known */
    WAY_THROUGH_NAT, /* it went there, and a NAT is in between */
    WAY_OTHER_PORT,  /* it went to another port of the same host */
    WAY_OLDER_PORT,  /* ... which the REGISTER before that one had come from */
    WAY_PAST_PATH,   /* it went to the Contact itself, though the REGISTER had come with Path */
    WAY_PAST_HOST    /* the same without Path */
};

/* Longest text of registered_way(), with its NUL. */
#define REGISTERED_WAY_MAX 130

/* For a request that nothing answered: what the last REGISTER of its phone tells of it, in a
 * sentence. message: the request, or a response to it on any hop. text holds
 * REGISTERED_WAY_MAX, *frame is that of the REGISTER; both are set unless it is WAY_UNKNOWN. */
enum registered_way registered_way(const struct transaction *request,
                                   const struct sip_message *message, char *text, uint32_t *frame);

#endif
