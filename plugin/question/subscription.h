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

/* The latest NOTIFY of the subscription before this request, where it says that this has ended, or
 * was in vain. NULL: none is near, or it was taken. */
const struct transaction *subscription_last_notify(const struct transaction *request);

/* The NOTIFY that ended the subscription to the same event before this NOTIFY; NULL: none, or a new
 * one may have begun since. A REFER names its own by the id of the Event (RFC 3515 section 2.4.6).
 */
const struct transaction *subscription_ending_notify(const struct transaction *notify);

/* The latest SUBSCRIBE that was let in in the dialog of this one; NULL: none is near. */
const struct transaction *subscription_last_subscribe(const struct transaction *request);

/* Was a NOTIFY of the dialog taken after this time? Then the subscription went on. */
bool subscription_was_notified_after(const struct transaction *request, int64_t time);

#endif
