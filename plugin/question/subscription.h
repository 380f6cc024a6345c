/* subscription.h
 * Which SUBSCRIBE or REFER has made the dialog that a request names or nearly names.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_SUBSCRIPTION_H
#define SIPEXPLAIN_SUBSCRIPTION_H

#include "call/call.h"

/* How a request stands to a dialog that no INVITE has made. */
enum subscription_fit {
    SUBSCRIPTION_NONE,    /* the capture shows no such dialog */
    SUBSCRIPTION_FOREIGN, /* a NOTIFY back over its hop, without the tag that its server chose */
    SUBSCRIPTION_NEAR,    /* the tag that its server chose is right, the other one is not */
    SUBSCRIPTION_SWAPPED, /* both are, but From is the receiver's and To the sender's */
    SUBSCRIPTION_FITS
};

/* The latest SUBSCRIBE or REFER without a To tag whose 2xx gave a dialog that the request fits
 * best; NULL: none is near. */
const struct transaction *subscription_beginning(const struct transaction *request,
                                                 enum subscription_fit *fit);

#endif
