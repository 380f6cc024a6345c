/* difference.c
 * In words: how a message that came but does not fit differs from what it nearly fits.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "difference.h"

#include "call/hops.h"
#include "own_words.h"
#include "quote.h"

/* Longest value that is quoted, with its NUL. */
#define VALUE_TEXT_MAX 34

bool difference_is_of_way(enum misfit_field field)
{
    return field == FIELD_REQUEST_URI || field == FIELD_STRICT || field == FIELD_ROUTE ||
           field == FIELD_TRANSPORT;
}

bool difference_was_outdone(const struct misfit *misfit)
{
    return difference_is_of_way(misfit->field) && misfit->message &&
           hop_next_behind(misfit->message, NULL);
}

/* Do requests of the dialog go by proxies, which look at the Request-URI? Who is at the other end
 * finds its dialog by Call-ID and tags alone (RFC 3261 section 12.2.2). */
static bool goes_by_proxies(const struct misfit *misfit)
{
    return transaction_request(misfit->about)->record_route_count ||
           (misfit->dialog && misfit->dialog->record_route_count);
}

/* Does a server that does not find what the request names say so by this code? */
static bool is_telling_code(const struct misfit *misfit, unsigned code, uint32_t frame)
{
    static const uint16_t of_way[] = { 403, 404, 416, 482, 483, 503 };
    const bool is_of_way = difference_is_of_way(misfit->field);

    if (code == 481 && misfit->kind == MISFIT_IN_DIALOG && misfit->field == FIELD_REQUEST_URI)
        return goes_by_proxies(misfit) && !transaction_bye(misfit->message, frame);
    /* Its branch finds the INVITE, if that still waits. */
    if (misfit->kind == MISFIT_CANCEL && (is_of_way || misfit->field == FIELD_DESTINATION))
        return transaction_first_response(misfit->about) &&
               !(misfit->about->final && misfit->about->final->frame < frame) &&
               (code == 481 || code == 404);
    if (code == 481)
        return true;
    if (misfit->kind == MISFIT_PRACK && !is_of_way)
        return code == 400 || code == 500;
    for (unsigned i = 0; is_of_way && i < array_length(of_way); i++) {
        if (of_way[i] == code)
            return true;
    }
    return false;
}

/* Do its own words speak of what the request names, or of the way to it? */
static bool has_telling_words(const char *words)
{
    static const struct span telling[] = { { "dialog", 6 },
                                           { "transaction", 11 },
                                           { "call leg", 8 },
                                           { "call-leg", 8 },
                                           { " tag", 4 },
                                           { "-tag", 4 },
                                           { "\"tag", 4 },
                                           { "call-id", 7 },
                                           { "callid", 6 },
                                           { "cseq", 4 },
                                           { "rack", 4 },
                                           { "rseq", 4 },
                                           { "request-uri", 11 },
                                           { "request uri", 11 },
                                           { "route", 5 },
                                           { "not found", 9 },
                                           { "does not exist", 14 },
                                           { "unknown call", 12 } };

    for (unsigned i = 0; i < array_length(telling); i++) {
        if (span_contains_ignoring_case(span_of_text(words), telling[i]))
            return true;
    }
    return false;
}

bool difference_explains(const struct misfit *misfit, const struct record *failure)
{
    char words[OWN_WORDS_MAX];

    if ((record_details(failure) && record_details(failure)->has_retry_after) ||
        hop_relayed_from(failure))
        return false;
    own_words_of_response(failure, words);
    /* "All systems unresponsive" fits a request that went astray too. */
    if (words[0] && failure->code != 481 &&
        (failure->code == 403 || !difference_is_of_way(misfit->field)))
        return has_telling_words(words);
    return is_telling_code(misfit, failure->code, failure->frame);
}

/* The frame of this INVITE's early dialog with the tag; 0: there is none. */
static uint32_t frame_of_tag(const struct transaction *invite, const char *tag)
{
    const struct early_dialog *dialog = tag ? transaction_early_dialog(invite, tag) : NULL;

    if (!dialog)
        return 0;
    return early_dialog_first(dialog)    ? early_dialog_first(dialog)->frame
           : early_dialog_answer(dialog) ? early_dialog_answer(dialog)->frame
                                         : 0;
}

static void tag_text(const struct misfit *misfit, const char *value, const char *wanted, char *text)
{
    const char *name = misfit->field == FIELD_FROM_TAG ? "From" : "To";
    const uint32_t frame = frame_of_tag(misfit->about, misfit->value);
    char from[sizeof " (that of frame 4294967295)"] = "";

    if (frame)
        snprintf(from, sizeof from, " (that of frame %u)", frame);
    if (!misfit->value)
        snprintf(text, DIFFERENCE_TEXT_MAX, "no tag in %s, where frame %u has \"%s\"", name,
                 misfit->wanted_frame, wanted);
    else if (!misfit->wanted)
        snprintf(text, DIFFERENCE_TEXT_MAX, "%s tag \"%s\", where frame %u has none", name, value,
                 misfit->wanted_frame);
    else
        snprintf(text, DIFFERENCE_TEXT_MAX, "%s tag \"%s\"%s instead of \"%s\" (frame %u)", name,
                 value, from, wanted, misfit->wanted_frame);
}

static void rack_text(const struct misfit *misfit, const char *value, char *text)
{
    if (misfit->field == FIELD_RELIABLE)
        snprintf(text, DIFFERENCE_TEXT_MAX, "a RAck, but the %u in frame %u asked for no PRACK",
                 misfit->response->code, misfit->response->frame);
    else if (misfit->value)
        snprintf(text, DIFFERENCE_TEXT_MAX, "a RAck that cannot be read: \"%s\"", value);
    else
        snprintf(text, DIFFERENCE_TEXT_MAX, "no RAck");
}

/* The frame of an INVITE whose branch the odd message has; 0: none, or another message. */
static uint32_t frame_of_branch(const struct misfit *misfit)
{
    const struct transaction *other = NULL;

    while (misfit->message &&
           (other = transaction_back(transaction_older(misfit->message), other))) {
        if (other->method == METHOD_INVITE && other->request_frame &&
            other->branch_hash == misfit->message->branch_hash)
            return other->request_frame;
    }
    return 0;
}

static void branch_text(const struct misfit *misfit, const char *value, char *text)
{
    const uint32_t frame = misfit->wanted_frame, older = frame_of_branch(misfit);

    if (misfit->value && older)
        snprintf(text, DIFFERENCE_TEXT_MAX,
                 "Via branch \"%s\", that of the INVITE in frame %u, not that of frame %u", value,
                 older, frame);
    else if (misfit->value)
        snprintf(text, DIFFERENCE_TEXT_MAX, "Via branch \"%s\", not that of frame %u", value,
                 frame);
    else
        snprintf(text, DIFFERENCE_TEXT_MAX, "no Via branch, where frame %u has one", frame);
}

/* "CSeq 102 instead of 103 (frame 4)" */
static void plain_text(const struct misfit *misfit, const char *value, const char *wanted,
                       char *text)
{
    const char *name = misfit_field_text(misfit->field);

    if (misfit->value)
        snprintf(text, DIFFERENCE_TEXT_MAX, "%s %s instead of %s (frame %u)", name, value, wanted,
                 misfit->wanted_frame);
    else
        snprintf(text, DIFFERENCE_TEXT_MAX, "no %s, which frame %u has", name,
                 misfit->wanted_frame);
}

const char *difference_text(const struct misfit *misfit, char *text)
{
    char value_text[VALUE_TEXT_MAX], wanted_text[VALUE_TEXT_MAX];
    const char *value = quote_text(misfit->value, value_text, sizeof value_text);
    const char *wanted = quote_text(misfit->wanted, wanted_text, sizeof wanted_text);
    const uint32_t frame = misfit->wanted_frame;

    switch (misfit->field) {
    case FIELD_FROM_TAG:
    case FIELD_TO_TAG:
        tag_text(misfit, value, wanted, text);
        break;
    case FIELD_BOTH_TAGS:
        snprintf(text, DIFFERENCE_TEXT_MAX, "From and To tag swapped (frame %u)", frame);
        break;
    case FIELD_RACK:
    case FIELD_RELIABLE:
        rack_text(misfit, value, text);
        break;
    case FIELD_BRANCH:
        branch_text(misfit, value, text);
        break;
    case FIELD_OWN_VIA:
        snprintf(text, DIFFERENCE_TEXT_MAX, "its own Via %s, of frame %u, still on top", value,
                 frame);
        break;
    case FIELD_STRICT:
        snprintf(text, DIFFERENCE_TEXT_MAX,
                 "a first Route %s without lr (a strict router), but %s as Request-URI", wanted,
                 value);
        break;
    case FIELD_ROUTE:
        if (misfit->value)
            snprintf(text, DIFFERENCE_TEXT_MAX,
                     "%s Route %s, where frame %u has %s in Record-Route", value,
                     misfit->value[0] == '1' && !misfit->value[1] ? "value" : "values", frame,
                     wanted);
        else
            snprintf(text, DIFFERENCE_TEXT_MAX, "no Route, though frame %u has Record-Route",
                     frame);
        break;
    default:
        plain_text(misfit, value, wanted, text);
        break;
    }
    return text;
}

/* The same mistake on the hop before. An ACK has no transaction that tells its hop: its INVITE's
 * does. */
static const struct misfit *on_hop_before(const struct misfit *misfit)
{
    const struct transaction *before =
        misfit->message ? transaction_upstream(misfit->message) : NULL;
    const struct misfit *other = before ? misfit_of_message(before) : NULL;

    if (misfit->kind == MISFIT_ACK && transaction_upstream(misfit->about))
        other = misfit_of_transaction(transaction_upstream(misfit->about), MISFIT_ACK, NULL);
    return other && other->field == misfit->field && other->value == misfit->value &&
                   other->frame < misfit->frame
               ? other
               : NULL;
}

const char *difference_sender(const struct misfit *misfit, char *text)
{
    for (unsigned hop = 0; hop < HOPS_FOLLOWED_MAX; hop++) {
        const struct misfit *before = on_hop_before(misfit);

        if (!before)
            break;
        misfit = before;
    }
    return endpoint_host_text(misfit->path->client, text);
}

const struct transaction *difference_renumbered(const struct misfit *misfit)
{
    const struct transaction *before = transaction_upstream(misfit->about);
    uint32_t number;

    if ((misfit->field != FIELD_CSEQ && misfit->field != FIELD_RACK_CSEQ) || !misfit->value ||
        !before || !before->request_frame ||
        !span_whole_number(span_of_text(misfit->value), &number))
        return NULL;
    return before->cseq == number ? before : NULL;
}

uint32_t difference_came_right(const struct misfit *misfit)
{
    const struct transaction *before =
        misfit->message ? transaction_upstream(misfit->message) : NULL;
    const struct early_dialog *dialog = NULL;

    if (difference_is_of_way(misfit->field))
        return 0;
    if (misfit->kind == MISFIT_ACK && misfit->dialog && transaction_upstream(misfit->about))
        dialog = transaction_early_dialog(transaction_upstream(misfit->about),
                                          early_dialog_to_tag(misfit->dialog));
    if (dialog && dialog->ack_frame && dialog->ack_frame < misfit->frame &&
        endpoint_host_equals(early_dialog_ack_path(dialog)->server, misfit->path->client))
        return dialog->ack_frame;
    return before && before->request_frame && !misfit_of_message(before) &&
                   endpoint_host_equals(before->path->server, misfit->path->client)
               ? before->request_frame
               : 0;
}
