/* dialog_invite.c
 * Which INVITE has begun the dialog that a request names.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "dialog_invite.h"

static bool is_named_by(const struct transaction *request, const struct transaction *invite,
                        const struct early_dialog **dialog)
{
    const bool is_callers = invite->from_tag_place == request->from_tag_place;

    if (invite->method != METHOD_INVITE ||
        (!is_callers && invite->from_tag_place != request->to_tag_place))
        return false;
    *dialog = transaction_early_dialog(invite, is_callers ? transaction_to_tag(request)
                                                          : transaction_from_tag(request));
    return *dialog && (early_dialog_answer(*dialog) || early_dialog_first(*dialog));
}

const struct transaction *dialog_invite(const struct transaction *request,
                                        const struct early_dialog **dialog)
{
    const struct transaction *other = NULL, *opening = call_opening(transaction_call(request));

    if (!request->to_tag_place)
        return NULL;
    while ((other = transaction_back(transaction_older(request), other))) {
        if (is_named_by(request, other, dialog))
            return other;
    }
    /* A call with many requests began long ago. */
    return opening && is_named_by(request, opening, dialog) ? opening : NULL;
}
