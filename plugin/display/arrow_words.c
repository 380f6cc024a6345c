/* arrow_words.c
 * What an arrow of a ladder says: a short label, and what the message means in its call.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "arrow_words.h"

#include "catalogue/response_code.h"
#include "diagnosis/diagnosis.h"
#include "shown_text.h"
#include "verdict.h"

static const struct description *description_of(const struct transaction *transaction, bool is_ack)
{
    const struct early_dialog *dialog = transaction_early_dialogs(transaction);

    if (!is_ack)
        return transaction_offer(transaction);
    while (dialog && !early_dialog_ack_description(dialog))
        dialog = early_dialog_next(dialog);
    return dialog ? early_dialog_ack_description(dialog) : NULL;
}

const char *arrow_request_label(const struct transaction *transaction, bool is_ack,
                                wmem_allocator_t *scope)
{
    return wmem_strdup_printf(scope, "%s%s", is_ack ? "ACK" : transaction_method_name(transaction),
                              description_of(transaction, is_ack) ? " (SDP)" : "");
}

/* The last part of a finding's id: "gateway cause" of "fault.gateway-cause". */
static char *short_words(const struct finding *finding, wmem_allocator_t *scope)
{
    char *words = wmem_strdup(scope, strchr(finding_rule(finding)->id, '.') + 1);

    return g_strdelimit(words, "-", ' ');
}

const char *arrow_response_label(const struct record *record, wmem_allocator_t *scope)
{
    const struct response_code *entry = response_code_lookup(record->code);
    const struct finding *leading = record_leading_finding(record);
    const char *words = entry->registered ? entry->phrase : "(unregistered)";

    if (record_is_original(record) && leading && finding_rule(leading)->severity > SEVERITY_CHAT)
        words = short_words(leading, scope);
    return wmem_strdup_printf(scope, "%u %s%s", record->code, words,
                              record_description(record) ? " (SDP)" : "");
}

const char *arrow_verdict(const struct record *record, wmem_allocator_t *scope)
{
    return shown_text(record_verdict(record, scope), scope);
}
