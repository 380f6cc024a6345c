/* call.c
 * A call as it is remembered: its transactions on each hop, its early dialogs and dialogs.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call.h"

enum method method_of(struct span name)
{
    static const struct span names[] = {
        [METHOD_INVITE] = { "INVITE", 6 },
        [METHOD_ACK] = { "ACK", 3 },
        [METHOD_BYE] = { "BYE", 3 },
        [METHOD_CANCEL] = { "CANCEL", 6 },
        [METHOD_REGISTER] = { "REGISTER", 8 },
        [METHOD_OPTIONS] = { "OPTIONS", 7 },
        [METHOD_PRACK] = { "PRACK", 5 },
        [METHOD_UPDATE] = { "UPDATE", 6 },
        [METHOD_SUBSCRIBE] = { "SUBSCRIBE", 9 },
        [METHOD_NOTIFY] = { "NOTIFY", 6 },
        [METHOD_PUBLISH] = { "PUBLISH", 7 },
        [METHOD_REFER] = { "REFER", 5 },
        [METHOD_MESSAGE] = { "MESSAGE", 7 },
        [METHOD_INFO] = { "INFO", 4 },
    };

    for (unsigned i = 0; i < array_length(names); i++) {
        if (span_equals(name, names[i]))
            return (enum method)i;
    }
    return METHOD_OTHER;
}

bool transaction_is_initial(const struct transaction *transaction)
{
    return transaction->to_tag == NULL;
}

struct early_dialog *transaction_early_dialog(const struct transaction *invite, const char *to_tag)
{
    for (struct early_dialog *dialog = invite->early_dialogs; dialog; dialog = dialog->next) {
        if (dialog->to_tag == to_tag)
            return dialog;
    }
    return NULL;
}

bool transaction_same_hop(const struct transaction *a, const struct transaction *b)
{
    return (endpoint_host_equals(a->client, b->client)
               && endpoint_host_equals(a->server, b->server))
        || (endpoint_host_equals(a->client, b->server)
            && endpoint_host_equals(a->server, b->client));
}
