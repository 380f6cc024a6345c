/* replaced_dialog.c
 * An INVITE that is to take the place of another call: does its Replaces name that?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "replaced_dialog.h"

#include "call/call_memory.h"

/* Longest Call-ID shown in a detail, with its NUL. */
#define CALL_ID_TEXT_MAX 40

/* Replaces (RFC 3891 section 6.1). Lengths 0: not there. */
struct replaces {
    struct span call_id, to_tag, from_tag;
};

/* How it stands to one dialog that its receiver has a part in, worst first. */
enum likeness {
    LIKE_NONE,  /* the tags are others */
    LIKE_ONE,   /* one of them is right */
    LIKE_SWAP,  /* both are, but the receiver's own one stands in from-tag */
    LIKE_EARLY, /* both are, but the receiver is called and has not answered */
    LIKE_FULL
};

/* The dialog that it is most like. */
struct named {
    enum likeness likeness;
    const struct transaction *invite; /* NULL: its receiver has a part in none */
    const struct early_dialog *dialog;
    const struct transaction *elsewhere; /* an INVITE of that call on another hop; NULL: none */
};

static struct replaces read_replaces(const char *text)
{
    const struct span value = span_of_text(text);
    struct replaces replaces = {
        .call_id = span_trimmed(span_first(value, span_part_length(value, ';'))),
    };

    sip_parameter(value, SPAN_OF("to-tag"), &replaces.to_tag);
    sip_parameter(value, SPAN_OF("from-tag"), &replaces.from_tag);
    return replaces;
}

/* own: the tag of the receiver of the Replaces, which belongs into to-tag (RFC 3891 section 3). */
static enum likeness likeness_of(const struct replaces *replaces, const char *own,
                                 const char *others, bool is_open)
{
    const struct span own_tag = span_of_text(own), other_tag = span_of_text(others);
    const bool to = span_equals(replaces->to_tag, own_tag);
    const bool from = span_equals(replaces->from_tag, other_tag);

    if (to && from)
        return is_open ? LIKE_EARLY : LIKE_FULL;
    if (span_equals(replaces->to_tag, other_tag) && span_equals(replaces->from_tag, own_tag))
        return LIKE_SWAP;
    return to || from ? LIKE_ONE : LIKE_NONE;
}

static void compare(const struct replaces *replaces, const struct transaction *invite,
                    bool is_called, struct named *named)
{
    const struct early_dialog *dialog = transaction_early_dialogs(invite);

    for (; dialog; dialog = early_dialog_next(dialog)) {
        const enum likeness likeness = likeness_of(
            replaces, is_called ? early_dialog_to_tag(dialog) : transaction_from_tag(invite),
            is_called ? transaction_from_tag(invite) : early_dialog_to_tag(dialog),
            is_called && !dialog->answer_place);

        if (named->invite && likeness <= named->likeness)
            continue;
        *named = (struct named){ likeness, invite, dialog, NULL };
    }
}

static struct named find_named(const struct call *call, const struct replaces *replaces,
                               struct endpoint receiver)
{
    const struct transaction *invite = NULL;
    struct named named = { .likeness = LIKE_NONE };

    while ((invite = transaction_back(call_newest(call), invite))) {
        if (!transaction_opens_call(invite) || !invite->request_frame)
            continue;
        if (endpoint_host_equals(invite->path->server, receiver))
            compare(replaces, invite, true, &named);
        else if (endpoint_host_equals(invite->path->client, receiver))
            compare(replaces, invite, false, &named);
        else
            named.elsewhere = invite;
    }
    return named;
}

bool replaced_dialog_is_named(const struct exchange *exchange)
{
    const struct transaction *request = exchange->transaction;

    return exchange->record->code == 481 && request->method == METHOD_INVITE &&
           !request->to_tag_place && request_details(transaction_request(request))->replaces &&
           exchange_has_request(exchange);
}

/* It may take over a call only while that rings. */
static bool is_early_only(const struct transaction *request)
{
    struct span value;

    return request->method == METHOD_INVITE &&
           request_details(transaction_request(request))->replaces &&
           sip_parameter(span_of_text(request_details(transaction_request(request))->replaces),
                         SPAN_OF("early-only"), &value);
}

bool replaced_dialog_find_answered(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *request = exchange->transaction;
    const char *text = request_details(transaction_request(request))->replaces;
    struct named named = { .invite = NULL };
    struct replaces replaces;
    const struct call *call;

    if (exchange->record->code != 486 || !is_early_only(request) || exchange->relayed_from)
        return false;
    replaces = read_replaces(text);
    call = call_memory_find(replaces.call_id);
    if (call)
        named = find_named(call, &replaces, request->path->server);
    if (!named.invite || named.likeness != LIKE_FULL || !named.dialog->answer_place)
        return false;
    draft_detail(draft,
                 "Replaces in frame %u has early-only, but the call of frame %u was answered "
                 "already in frame %u.",
                 request->request_frame, named.invite->request_frame,
                 early_dialog_answer(named.dialog)->frame);
    draft_evidence(draft, request->request_frame);
    draft_evidence(draft, early_dialog_answer(named.dialog)->frame);
    return true;
}

/* "Replaces in frame 6 has no to-tag and no from-tag: it names no dialog." */
static void tell_missing(const struct replaces *replaces, uint32_t frame,
                         struct finding_draft *draft)
{
    draft_detail(draft, "Replaces in frame %u has no %s%s%s: it names no dialog.", frame,
                 replaces->to_tag.length ? "" : "to-tag",
                 replaces->to_tag.length || replaces->from_tag.length ? "" : " and no ",
                 replaces->from_tag.length ? "" : "from-tag");
}

/* The receiver is seen in no dialog with that Call-ID. */
static void tell_elsewhere(const struct exchange *exchange, const struct transaction *elsewhere,
                           const char *call_id, struct finding_draft *draft)
{
    const uint32_t frame = exchange->transaction->request_frame;
    char host[ENDPOINT_TEXT_MAX], a[ENDPOINT_TEXT_MAX], b[ENDPOINT_TEXT_MAX];

    endpoint_host_text(exchange->transaction->path->server, host);
    if (elsewhere)
        draft_detail(draft,
                     "Replaces in frame %u names \"%s\", the Call-ID between %s and %s (frame %u). "
                     "If %s knows that call, then by another Call-ID.",
                     frame, call_id, endpoint_host_text(elsewhere->path->client, a),
                     endpoint_host_text(elsewhere->path->server, b), elsewhere->request_frame,
                     host);
    else
        draft_detail(
            draft,
            "Replaces in frame %u names the Call-ID \"%s\". This capture shows no such call of %s.",
            frame, call_id, host);
    draft_evidence(draft, elsewhere ? elsewhere->request_frame : 0);
}

/* Both tags are the dialog's: why not? */
static void tell_fitting(const struct named *named, const struct exchange *exchange,
                         const char *host, struct finding_draft *draft)
{
    const struct record *made = early_dialog_answer(named->dialog)
                                    ? early_dialog_answer(named->dialog)
                                    : early_dialog_first(named->dialog);
    const struct transaction *bye = transaction_bye(named->invite, exchange->record->frame);

    if (named->likeness == LIKE_EARLY)
        draft_detail(draft,
                     "Replaces names the call of frame %u, which %s had not answered yet. While a "
                     "call rings, only its caller can accept a Replaces for it.",
                     named->invite->request_frame, host);
    else if (bye)
        draft_detail(draft,
                     "Replaces names the call of frame %u, which had ended with the BYE in frame "
                     "%u.",
                     named->invite->request_frame, bye->request_frame);
    else
        draft_detail(draft,
                     "Replaces names the call of frame %u correctly, by Call-ID and tags (frame "
                     "%u), but %s does not find it.",
                     named->invite->request_frame, made ? made->frame : 0, host);
    draft_evidence(draft, named->likeness == LIKE_FULL && bye ? bye->request_frame : 0);
}

static void tell_named(const struct named *named, const struct exchange *exchange,
                       struct finding_draft *draft)
{
    const uint32_t frame = named->invite->request_frame;
    char host[ENDPOINT_TEXT_MAX];

    endpoint_host_text(exchange->transaction->path->server, host);
    draft_evidence(draft, frame);
    if (named->likeness >= LIKE_EARLY)
        tell_fitting(named, exchange, host, draft);
    else if (named->likeness == LIKE_SWAP)
        draft_detail(
            draft,
            "Replaces has to-tag and from-tag swapped: to-tag must be the one that %s itself has "
            "in the call of frame %u.",
            host, frame);
    else
        draft_detail(draft,
                     "Replaces has the Call-ID of the call in frame %u, but %s: to-tag must be the "
                     "one that %s itself has there.",
                     frame,
                     named->likeness == LIKE_ONE ? "one of its tags is not that dialog's"
                                                 : "the tags are not that dialog's",
                     host);
}

bool replaced_dialog_find(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *request = exchange->transaction;
    struct named named = { .invite = NULL };
    struct replaces replaces;
    const struct call *call;
    char call_id[CALL_ID_TEXT_MAX];

    if (!replaced_dialog_is_named(exchange) || exchange->relayed_from)
        return false;
    replaces = read_replaces(request_details(transaction_request(request))->replaces);
    quote_span(replaces.call_id, call_id, sizeof call_id);
    call = call_memory_find(replaces.call_id);
    if (call)
        named = find_named(call, &replaces, request->path->server);
    draft_evidence(draft, request->request_frame);
    if (!replaces.to_tag.length || !replaces.from_tag.length)
        tell_missing(&replaces, request->request_frame, draft);
    else if (named.invite)
        tell_named(&named, exchange, draft);
    else
        tell_elsewhere(exchange, named.elsewhere, call_id, draft);
    return true;
}
