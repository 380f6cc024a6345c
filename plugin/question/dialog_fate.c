/* dialog_fate.c
 * What becomes of a dialog in which a change was refused.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "dialog_fate.h"

uint32_t dialog_fate_text(const struct exchange *exchange, char *text)
{
    const struct transaction *request = exchange->transaction, *invite, *bye;

    text[0] = '\0';
    if (transaction_is_initial(request))
        return 0;
    invite = transaction_opening_invite(request);
    if (invite && invite->final && invite->final->code >= 300) {
        snprintf(text, DIALOG_FATE_MAX,
                 " The INVITE had ended with %u in frame %u: the call is over.",
                 invite->final->code, invite->final->frame);
        return invite->final->frame;
    }
    bye = transaction_bye(request, exchange->frame->number);
    if (bye) {
        snprintf(text, DIALOG_FATE_MAX, " The BYE in frame %u ends the call.", bye->request_frame);
        return bye->request_frame;
    }
    snprintf(text, DIALOG_FATE_MAX, " What was agreed before stays in use.");
    return 0;
}

static bool speaks_of_people(unsigned code)
{
    return code == 402 || code == 403 || code == 410 || code == 433 || code == 480 || code == 484 ||
           code == 486 || code == 600 || code == 603;
}

bool dialog_change_is_misnamed(const struct exchange *exchange)
{
    const struct transaction *change = exchange->transaction;

    return !transaction_is_initial(change) &&
           (change->method == METHOD_INVITE || change->method == METHOD_UPDATE) &&
           speaks_of_people(exchange->record->code);
}
