/* call.c
 * A call as it is remembered: its transactions on each hop, its early dialogs and dialogs.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call.h"

#include "memory/intern.h"

static const struct span method_names[] = {
    [METHOD_INVITE] = SPAN_TEXT("INVITE"),
    [METHOD_ACK] = SPAN_TEXT("ACK"),
    [METHOD_BYE] = SPAN_TEXT("BYE"),
    [METHOD_CANCEL] = SPAN_TEXT("CANCEL"),
    [METHOD_REGISTER] = SPAN_TEXT("REGISTER"),
    [METHOD_OPTIONS] = SPAN_TEXT("OPTIONS"),
    [METHOD_PRACK] = SPAN_TEXT("PRACK"),
    [METHOD_UPDATE] = SPAN_TEXT("UPDATE"),
    [METHOD_SUBSCRIBE] = SPAN_TEXT("SUBSCRIBE"),
    [METHOD_NOTIFY] = SPAN_TEXT("NOTIFY"),
    [METHOD_PUBLISH] = SPAN_TEXT("PUBLISH"),
    [METHOD_REFER] = SPAN_TEXT("REFER"),
    [METHOD_MESSAGE] = SPAN_TEXT("MESSAGE"),
    [METHOD_INFO] = SPAN_TEXT("INFO"),
};

const struct transaction no_transaction;
const struct invite_progress no_progress;
const struct request_repeats no_repeats;

enum method method_of(struct span name)
{
    for (unsigned i = 0; i < array_length(method_names); i++) {
        if (span_equals(name, method_names[i]))
            return (enum method)i;
    }
    return METHOD_OTHER;
}

const char *transaction_method_name(const struct transaction *transaction)
{
    return transaction->method == METHOD_OTHER ? transaction_other_method(transaction)
                                               : method_names[transaction->method].text;
}

bool method_is_of_call(enum method method)
{
    static const enum method methods[] = { METHOD_INVITE, METHOD_BYE,    METHOD_CANCEL,
                                           METHOD_PRACK,  METHOD_UPDATE, METHOD_INFO };

    for (unsigned i = 0; i < array_length(methods); i++) {
        if (methods[i] == method)
            return true;
    }
    return false;
}

bool transaction_is_initial(const struct transaction *transaction)
{
    return !transaction->to_tag_place;
}

bool transaction_is_of_call(const struct transaction *transaction)
{
    return call_opening(transaction_call(transaction)) &&
           (method_is_of_call((enum method)transaction->method) ||
            !transaction_is_initial(transaction));
}

bool transaction_opens_call(const struct transaction *transaction)
{
    return transaction->method == METHOD_INVITE && transaction_is_initial(transaction);
}

bool reliable_is_open(const struct reliable_response *reliable)
{
    const struct record *final =
        reliable_response_prack(reliable) ? reliable_response_prack(reliable)->final : NULL;

    return !reliable->prack_final_frame &&
           (!reliable->prack_frame || (final && final->code >= 300));
}

struct early_dialog *transaction_early_dialog(const struct transaction *invite, const char *to_tag)
{
    for (struct early_dialog *dialog = transaction_early_dialogs(invite); dialog;
         dialog = early_dialog_next(dialog)) {
        if (early_dialog_to_tag(dialog) == to_tag)
            return dialog;
    }
    return NULL;
}

bool transaction_same_dialog(const struct transaction *a, const struct transaction *b)
{
    if (a->from_tag_place == b->from_tag_place)
        return a->to_tag_place ? a->to_tag_place == b->to_tag_place
                               : transaction_early_dialog(a, transaction_to_tag(b)) != NULL;
    if (a->from_tag_place != b->to_tag_place)
        return false;
    return a->to_tag_place ? a->to_tag_place == b->from_tag_place
                           : transaction_early_dialog(a, transaction_from_tag(b)) != NULL;
}

/* Does a response over this path go back to its client? */
static bool is_way_back(const struct path *path, const struct record *response)
{
    const struct sip_frame back = { .source = path->server, .destination = path->client };

    return sip_frame_path_hash(&back) == response->path_hash;
}

uint32_t transaction_last_frame(const struct transaction *transaction)
{
    const struct request_repeats *repeats = transaction_repeats(transaction);

    return repeats->count ? repeats->last_frame : transaction->request_frame;
}

int64_t transaction_last_time(const struct transaction *transaction)
{
    const struct request_repeats *repeats = transaction_repeats(transaction);

    return repeats->count ? repeats->last_time : transaction->request_time;
}

uint32_t transaction_request_of(const struct record *response, int64_t *time)
{
    const struct transaction *transaction = record_transaction(response);
    const struct request_copy *copy = transaction_repeats(transaction)->copies;

    if (copy && is_way_back(transaction->path, response))
        copy = NULL;
    while (copy && !is_way_back(copy->path, response))
        copy = copy->older;
    *time = copy ? copy->time : transaction->request_time;
    return copy ? copy->frame : transaction->request_frame;
}

struct transaction *transaction_back(const struct transaction *from,
                                     const struct transaction *after)
{
    const struct transaction *next = after ? transaction_older(after) : from;

    return next && from->index - next->index < CALL_SEARCH_MAX ? (struct transaction *)next : NULL;
}

bool bye_was_refused(const struct transaction *bye, uint32_t frame)
{
    return bye->final && bye->final->frame < frame && bye->final->code >= 300 &&
           bye->final->code != 408 && bye->final->code != 481;
}

const struct transaction *transaction_bye(const struct transaction *transaction, uint32_t frame)
{
    const struct transaction *bye = NULL;

    while ((bye = transaction_back(call_newest(transaction_call(transaction)), bye))) {
        if (bye->method != METHOD_BYE || !bye->request_frame || bye->request_frame >= frame ||
            !transaction_same_dialog(transaction, bye) || bye_was_refused(bye, frame))
            continue;
        if (transaction->method != METHOD_BYE || bye->cseq != transaction->cseq ||
            bye->from_tag_place != transaction->from_tag_place)
            return bye;
    }
    return NULL;
}

gboolean path_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, PATH_BYTES) == 0;
}

bool path_same_hosts(const struct path *a, const struct path *b)
{
    return endpoint_host_equals(a->client, b->client) && endpoint_host_equals(a->server, b->server);
}

struct path path_back(const struct path *path)
{
    return (struct path){ path->server, path->client, 0 };
}

const struct record *transaction_first_sign(const struct transaction *transaction)
{
    const struct record *response = transaction_first_response(transaction);

    for (unsigned i = 0; response && i < CALL_SEARCH_MAX; i++, response = record_next(response)) {
        if (response->code > 100)
            return response;
    }
    return NULL;
}

bool transaction_same_client(const struct transaction *a, const struct transaction *b)
{
    return endpoint_host_equals(a->path->client, b->path->client);
}

bool transaction_same_hop(const struct transaction *a, const struct transaction *b)
{
    const struct path back = path_back(b->path);

    return path_same_hosts(a->path, b->path) || path_same_hosts(a->path, &back);
}

bool call_is_searched_whole(const struct call *call)
{
    return call->transaction_count <= CALL_SEARCH_MAX;
}

static bool is_opening_of(const struct transaction *invite, const struct transaction *request)
{
    return transaction_opens_call(invite) && transaction_same_hop(invite, request) &&
           (invite->from_tag_place == request->from_tag_place ||
            invite->from_tag_place == request->to_tag_place);
}

const struct transaction *transaction_opening_invite(const struct transaction *request)
{
    const struct transaction *invite = NULL, *found = NULL,
                             *first = call_opening(transaction_call(request));

    while ((invite = transaction_back(transaction_older(request), invite))) {
        if (!is_opening_of(invite, request))
            continue;
        if (invite->final && invite->final->code < 300)
            return invite;
        if (!found)
            found = invite;
    }
    /* A call with many requests began long ago. */
    return !found && first && is_opening_of(first, request) ? first : found;
}

bool transaction_lacks_request(const struct transaction *transaction)
{
    return !transaction->request_frame && transaction->index <= TRANSACTION_SEARCH_MAX;
}

const struct record *transaction_responses_like(const struct transaction *transaction,
                                                unsigned code)
{
    return code >= 200 && transaction->final ? transaction->final
                                             : transaction_first_response(transaction);
}

uint32_t transaction_frame(const struct transaction *transaction)
{
    const uint32_t response_frame = transaction_first_response(transaction)
                                        ? transaction_first_response(transaction)->frame
                                        : UINT32_MAX;

    return transaction->request_frame ? MIN(transaction->request_frame, response_frame)
                                      : response_frame;
}

const struct transaction *transaction_newest_at(const struct transaction *transaction,
                                                uint32_t frame)
{
    for (unsigned i = 0; i < CALL_SEARCH_MAX; i++) {
        if (!transaction_newer(transaction) ||
            transaction_frame(transaction_newer(transaction)) > frame)
            break;
        transaction = transaction_newer(transaction);
    }
    return transaction;
}
