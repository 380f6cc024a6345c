/* misfit.c
 * Messages that came but do not fit: what each nearly fits, and in which field it differs.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "misfit.h"

#include "memory/kept_memory.h"

/* One of a call's list, newest first. A message with another Call-ID stands in two lists. */
struct misfit_entry {
    const struct misfit_entry *older;
    const struct misfit *misfit;
    unsigned count; /* of this and the older ones */
};

static const struct misfit_entry *entries_of(const struct transaction *transaction)
{
    return transaction ? call_misfits(transaction_call(transaction)) : NULL;
}

/* The entry that stands before this misfit, or the first one. */
static const struct misfit_entry *next_entry(const struct misfit_entry *entry,
                                             const struct misfit *after)
{
    while (after && entry) {
        const bool is_it = entry->misfit == after;

        entry = entry->older;
        if (is_it)
            break;
    }
    return entry;
}

const struct misfit *misfit_of_transaction(const struct transaction *about, enum misfit_kind kind,
                                           const struct misfit *after)
{
    const struct misfit_entry *entry = next_entry(entries_of(about), after);

    for (; entry; entry = entry->older) {
        if (entry->misfit->about == about && entry->misfit->kind == kind)
            return entry->misfit;
    }
    return NULL;
}

const struct misfit *misfit_odd_response(const struct transaction *request)
{
    return misfit_of_transaction(request, MISFIT_RESPONSE, NULL);
}

const struct misfit *misfit_of_dialog(const struct transaction *invite, const char *to_tag,
                                      const struct misfit *after)
{
    const struct misfit_entry *entry = next_entry(entries_of(invite), after);

    for (; entry; entry = entry->older) {
        const struct misfit *misfit = entry->misfit;

        if (misfit->about == invite && misfit->dialog &&
            early_dialog_to_tag(misfit->dialog) == to_tag)
            return misfit;
    }
    return NULL;
}

const struct misfit *misfit_of_response(const struct record *response, const struct misfit *after)
{
    const struct misfit_entry *entry = next_entry(entries_of(record_transaction(response)), after);

    for (; entry; entry = entry->older) {
        if (entry->misfit->response == response)
            return entry->misfit;
    }
    return NULL;
}

const struct misfit *misfit_of_message(const struct transaction *message)
{
    const struct misfit_entry *entry = entries_of(message);

    for (; entry; entry = entry->older) {
        if (entry->misfit->message == message)
            return entry->misfit;
    }
    return NULL;
}

const char *misfit_field_text(enum misfit_field field)
{
    static const char *const texts[] = {
        [FIELD_CALL_ID] = "Call-ID",
        [FIELD_CSEQ] = "CSeq",
        [FIELD_CSEQ_METHOD] = "method of CSeq",
        [FIELD_BRANCH] = "branch of the top Via",
        [FIELD_SENT_BY] = "sent-by of the top Via",
        [FIELD_OWN_VIA] = "top Via",
        [FIELD_FROM_TAG] = "From tag",
        [FIELD_TO_TAG] = "To tag",
        [FIELD_BOTH_TAGS] = "From and To tags",
        [FIELD_RACK] = "RAck",
        [FIELD_RACK_RSEQ] = "response number in RAck",
        [FIELD_RACK_CSEQ] = "CSeq number in RAck",
        [FIELD_RACK_METHOD] = "method in RAck",
        [FIELD_RELIABLE] = "RAck",
        [FIELD_REQUEST_URI] = "Request-URI",
        [FIELD_STRICT] = "Request-URI",
        [FIELD_ROUTE] = "Route",
        [FIELD_DESTINATION] = "destination",
        [FIELD_TRANSPORT] = "transport",
    };

    return texts[field];
}

/* Was the mistake kept before? Copies of the message make it again. */
static bool is_known(const struct misfit_entry *entry, const struct misfit *misfit)
{
    for (; entry; entry = entry->older) {
        const struct misfit *other = entry->misfit;

        if (other->kind == misfit->kind && other->field == misfit->field &&
            other->message == misfit->message && other->about == misfit->about &&
            other->dialog == misfit->dialog && other->response == misfit->response &&
            other->value == misfit->value && other->path == misfit->path)
            return true;
    }
    return false;
}

static bool add_entry(struct call *call, const struct misfit *misfit)
{
    const unsigned count = call_misfits(call) ? call_misfits(call)->count : 0;
    struct misfit_entry *entry;

    if (count >= MISFITS_MAX)
        return false;
    entry = KEPT_NEW(struct misfit_entry);
    entry->older = call_misfits(call);
    entry->misfit = misfit;
    entry->count = count + 1;
    call->misfits_place = kept_place_of(entry);
    return true;
}

const struct misfit *misfit_keep(const struct misfit *misfit)
{
    struct call *about = transaction_call(misfit->about);
    struct call *own = misfit->message ? transaction_call(misfit->message) : about;
    const struct misfit *kept;

    if ((call_misfits(about) && call_misfits(about)->count >= MISFITS_MAX) ||
        is_known(call_misfits(about), misfit))
        return NULL;
    kept = (const struct misfit *)kept_copy(misfit, sizeof *misfit);
    add_entry(about, kept);
    if (own != about)
        add_entry(own, kept);
    return kept;
}
