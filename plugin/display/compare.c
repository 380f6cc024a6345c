/* compare.c
 * Sets a response against the one before it in the same call: two codes side by side.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "compare.h"

#include "call/call.h"
#include "catalogue/response_code.h"
#include "fields.h"
#include "items.h"
#include "label.h"
#include "preferences.h"

#include <wsutil/str_util.h>

/* The last response of the transaction before the record's frame with another code. */
static const struct record *last_other(const struct transaction *transaction,
                                       const struct record *record)
{
    const struct record *found = NULL, *response = transaction_first_response(transaction);

    for (unsigned i = 0; response && i < CALL_SEARCH_MAX; i++, response = record_next(response)) {
        if (response->frame < record->frame && !response->original_frame && response->code > 100 &&
            response->code != record->code)
            found = response;
    }
    return found;
}

/* In the transaction itself, else in the call's earlier ones of the same method on this hop: the
 * challenge before an answer, the refusal before a new attempt. */
static const struct record *earlier_response(const struct record *record)
{
    const struct record *found = last_other(record_transaction(record), record);
    const struct transaction *transaction = NULL;

    while (!found && (transaction = transaction_back(transaction_older(record_transaction(record)),
                                                     transaction))) {
        if (transaction->method == record_transaction(record)->method &&
            transaction_same_hop(transaction, record_transaction(record)))
            found = last_other(transaction, record);
    }
    return found;
}

/* What the later response means for the call, seen from the earlier one; NULL: nothing. */
static const char *consequence(const struct record *earlier, const struct record *record)
{
    /* A branch of a fork that is late tells nothing of the call. */
    if (response_class(earlier->code) == 2)
        return record_transaction(earlier) == record_transaction(record)
                   ? NULL
                   : "Each answers a request of its own: the earlier one succeeded, the later one "
                     "did not.";
    if (record->code < 200)
        return "The earlier refusal is past: a later attempt makes progress, and its final "
               "response has yet to come.";
    if (record->code < 300)
        return "The earlier refusal was overcome: a later attempt was accepted.";
    if (record->code < 400)
        return "The attempt goes on elsewhere: the caller has to try the addresses in Contact.";
    if (earlier->code >= 300)
        return method_is_of_call((enum method)record_transaction(record)->method)
                   ? "Two attempts of the same call were refused, and not for the same reason."
                   : "Two requests with this Call-ID were refused, and not for the same reason.";
    return description_sending_line(record_description(earlier))
               ? "The attempt has failed although it made progress: early media ends here, and "
                 "what the "
                 "caller heard may have told why."
               : "The attempt has failed although it made progress: what the earlier response "
                 "announced "
                 "will not come.";
}

/* What the later code does stands beside this in the tree: only filters see the pair. */
static void draw_pair(proto_tree *tree, tvbuff_t *tvb, packet_info *pinfo, const char *name,
                      const struct response_code *a, const char *of_a,
                      const struct response_code *b, const char *of_b)
{
    const bool is_hidden = strcmp(of_a, of_b) == 0;
    char code_a[NUMBER_TEXT_MAX], code_b[NUMBER_TEXT_MAX];
    proto_item *item;

    if (is_hidden && !unprinted_is_wanted(tree, hf_sipexplain_compare))
        return;
    item =
        item_worded(tree, tvb, hf_sipexplain_compare,
                    wmem_strconcat(pinfo->pool, name, ": ", number_text(a->code, code_a), ": ",
                                   of_a, ". ", number_text(b->code, code_b), ": ", of_b, ".", NULL),
                    wmem_strconcat(pinfo->pool, name, ": ", of_a, NULL));
    if (is_hidden)
        item_hide(item);
}

static const char *difference_from(const struct response_code *a, const struct response_code *b)
{
    for (const struct code_difference *other = a->differs; other->difference; other++) {
        if (other->code == b->code)
            return other->difference;
    }
    return NULL;
}

static const char *code_text(packet_info *pinfo, const struct response_code *entry)
{
    char code[NUMBER_TEXT_MAX];

    return wmem_strconcat(pinfo->pool, number_text(entry->code, code), " ", entry->phrase, ": ",
                          first_line(entry->description, pinfo->pool), NULL);
}

/* What the tree tells of the later code elsewhere, in "About" itself and below "Not to be confused
 * with", is here for filters only. */
static void draw_codes(proto_tree *branch, tvbuff_t *tvb, packet_info *pinfo,
                       const struct response_code *a, const struct response_code *b)
{
    const char *difference = difference_from(a, b), *other_difference = difference_from(b, a);
    const bool has_hidden = unprinted_is_wanted(branch, hf_sipexplain_compare);

    item_worded(branch, tvb, hf_sipexplain_compare, code_text(pinfo, a),
                first_line(a->description, pinfo->pool));
    if (has_hidden)
        item_hide(item_statement(branch, tvb, hf_sipexplain_compare, code_text(pinfo, b)));
    if (difference)
        item_statement(branch, tvb, hf_sipexplain_compare, difference);
    if (other_difference && has_hidden)
        item_hide(item_statement(branch, tvb, hf_sipexplain_compare, other_difference));
    draw_pair(branch, tvb, pinfo, "Media", a, a->media, b, b->media);
    draw_pair(branch, tvb, pinfo, "Retry", a, a->retry, b, b->retry);
    draw_pair(branch, tvb, pinfo, "Who acts", a, a->actor, b, b->actor);
    draw_pair(branch, tvb, pinfo, "The caller hears", a, a->caller_hears, b, b->caller_hears);
}

void compare_draw(const struct record *record, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    const struct record *earlier;
    struct response_code a, b;
    struct label more;
    const char *text;
    proto_tree *branch;

    if (!record_transaction(record) || record->code <= 100 || record->original_frame)
        return;
    earlier = earlier_response(record);
    /* Progress after progress, and an answer after it, needs no second look. */
    if (!earlier || (earlier->code < 300 && record->code < 300))
        return;
    a = *response_code_lookup(earlier->code);
    b = *response_code_lookup(record->code);
    /* A class's fallback entry stands for the code that was sent. */
    a.code = earlier->code;
    b.code = record->code;
    label_begin(&more, " ");
    label_add_number(&more, a.code);
    label_add(&more, " ");
    label_add(&more, a.phrase);
    branch = proto_item_add_subtree(
        item_frame_and(tree, tvb, hf_sipexplain_compare_with, earlier->frame, more.text),
        ett_sipexplain_compare);
    if (preferences->omit_texts || !item_is_wanted(tree, hf_sipexplain_compare))
        return;
    draw_codes(branch, tvb, pinfo, &a, &b);
    text = consequence(earlier, record);
    if (text)
        item_statement(branch, tvb, hf_sipexplain_compare,
                       wmem_strconcat(pinfo->pool, "For this call: ", text, NULL));
}
