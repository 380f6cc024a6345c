/* judgement.c
 * What a 5xx means here: exactly one verdict, decided in one order.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "judgement.h"

#include "catalogue/product_mark.h"

/* Timer B and F, 64*T1: a request older than this without any response is dead. Microseconds, as
 * all times below. */
#define REQUEST_TIME_MAX 32000000

/* When a callee that waits for PRACK gives up: near 64*T1 (RFC 3262 section 3). */
#define PRACK_WAIT_MIN 25000000
#define PRACK_WAIT_MAX 40000000

/* The copies of a reliable response come at 0.5, 1.5, 3.5, 7.5 s and so on: with the last one this
 * late the callee still waited. */
#define PRACK_COPIES_MIN 7000000

/* A refusal this soon after a copy of a request answers the copy. */
#define COPY_ANSWER_TIME 100000

bool fault_is_5xx(const struct exchange *exchange)
{
    return exchange->record && exchange->transaction && exchange->record->code >= 500 &&
           exchange->record->code <= 599;
}

bool fault_is_in_dialog(const struct transaction *transaction)
{
    return transaction->request_frame && transaction->to_tag;
}

/* Did the earlier request begin the dialog that the later one is in? */
static bool began_dialog(const struct transaction *earlier, const struct transaction *later)
{
    if (earlier->to_tag)
        return earlier->to_tag == later->to_tag;
    if (earlier->method == METHOD_INVITE)
        return transaction_early_dialog(earlier, later->to_tag) != NULL;
    return earlier->final && earlier->final->to_tag == later->to_tag;
}

const struct transaction *fault_next_earlier(const struct transaction *transaction,
                                             const struct transaction *after)
{
    const struct transaction *earlier = after ? after->older : transaction->older;

    if (!fault_is_in_dialog(transaction))
        return NULL;
    for (; earlier && transaction->index - earlier->index < CALL_SEARCH_MAX;
         earlier = earlier->older) {
        if (earlier->request_frame && earlier->request_frame < transaction->request_frame &&
            earlier->method != METHOD_CANCEL && earlier->from_tag == transaction->from_tag &&
            endpoint_host_equals(earlier->path->client, transaction->path->client) &&
            endpoint_host_equals(earlier->path->server, transaction->path->server) &&
            began_dialog(earlier, transaction) && !hop_is_branch(earlier, transaction))
            return earlier;
    }
    return NULL;
}

/* RFC 3261 section 12.2.2: a CSeq that is not higher than the last one is out of order. */
static const struct transaction *higher_cseq(const struct transaction *transaction)
{
    const struct transaction *earlier = NULL;

    if (transaction->method == METHOD_CANCEL)
        return NULL;
    while ((earlier = fault_next_earlier(transaction, earlier))) {
        if (earlier->cseq >= transaction->cseq)
            return earlier;
    }
    return NULL;
}

/* Without its final response, as far as the capture tells, when the later request came. */
static bool is_open(const struct transaction *earlier, const struct transaction *later)
{
    if (earlier->final && earlier->final->frame < later->request_frame)
        return false;
    if (earlier->progress->ack_frame && earlier->progress->ack_frame < later->request_frame)
        return false;
    return (earlier->method == METHOD_INVITE && earlier->first_response) ||
           later->request_time - earlier->request_time < REQUEST_TIME_MAX;
}

static const struct transaction *open_invite(const struct transaction *transaction)
{
    const struct transaction *earlier = NULL;

    if (transaction->method != METHOD_INVITE)
        return NULL;
    while ((earlier = fault_next_earlier(transaction, earlier))) {
        if (earlier->method == METHOD_INVITE && is_open(earlier, transaction))
            return earlier;
    }
    return NULL;
}

/* The answer to the INVITE's offer came in a reliable response (RFC 6337 section 2.2). */
static bool is_offer_answered(const struct transaction *invite, const struct transaction *later)
{
    const struct early_dialog *dialog = transaction_early_dialog(invite, later->to_tag);
    const struct reliable_response *reliable = dialog ? dialog->reliable : NULL;

    for (; reliable; reliable = reliable->older) {
        if (reliable->record->description && reliable->record->frame < later->request_frame)
            return true;
    }
    return false;
}

/* The offer that the callee sent, as the INVITE had none, waits for its answer in PRACK or ACK. */
static bool awaits_answer(const struct transaction *invite, const struct transaction *later)
{
    const struct early_dialog *dialog = transaction_early_dialog(invite, later->to_tag);
    const struct reliable_response *reliable = dialog ? dialog->reliable : NULL;

    if (invite->offer || invite->offer_is_hidden)
        return false;
    for (; reliable; reliable = reliable->older) {
        if (reliable->record->description && reliable->record->frame < later->request_frame)
            return !reliable->prack_final_frame ||
                   reliable->prack_final_frame > later->request_frame;
    }
    return false;
}

static bool has_open_offer(const struct transaction *earlier, const struct transaction *later)
{
    if (!is_open(earlier, later))
        return false;
    /* RFC 3311 section 5.2: two UPDATEs exclude each other, with or without an offer. */
    if (earlier->method == METHOD_UPDATE)
        return later->method != METHOD_PRACK || (earlier->offer && later->offer);
    if (!later->offer)
        return false;
    if (earlier->method == METHOD_PRACK)
        return earlier->offer != NULL;
    return earlier->method == METHOD_INVITE && later->method != METHOD_INVITE &&
           ((earlier->offer && !is_offer_answered(earlier, later)) ||
            awaits_answer(earlier, later));
}

static const struct transaction *open_offer(const struct transaction *transaction)
{
    const struct transaction *earlier = NULL;

    if (transaction->method != METHOD_UPDATE && transaction->method != METHOD_PRACK &&
        transaction->method != METHOD_INVITE)
        return NULL;
    while ((earlier = fault_next_earlier(transaction, earlier))) {
        if (has_open_offer(earlier, transaction))
            return earlier;
    }
    return NULL;
}

/* A subscription outlives the BYE of a dialog that it shares (RFC 5057 section 4). */
static bool ends_with_bye(const struct transaction *transaction)
{
    return transaction->method == METHOD_INVITE || transaction->method == METHOD_UPDATE ||
           transaction->method == METHOD_PRACK || transaction->method == METHOD_INFO ||
           transaction->method == METHOD_BYE;
}

static bool was_refused(const struct transaction *bye, uint32_t frame)
{
    return bye->final && bye->final->frame < frame && bye->final->code >= 300 &&
           bye->final->code != 408 && bye->final->code != 481;
}

/* The BYE that had ended the dialog: an earlier one, or this one, whose copy is refused. */
static const struct transaction *ending_bye(const struct transaction *transaction,
                                            const struct record *record)
{
    const struct transaction *bye;

    if (!fault_is_in_dialog(transaction) || !ends_with_bye(transaction))
        return NULL;
    if (transaction->method == METHOD_BYE && transaction->request_copies &&
        record->time - transaction->last_request_time < COPY_ANSWER_TIME)
        return transaction;
    bye = transaction_bye(transaction, transaction->last_request_frame);
    return bye && !was_refused(bye, record->frame) ? bye : NULL;
}

static const struct reliable_response *unconfirmed(const struct transaction *invite,
                                                   const struct record *record)
{
    for (const struct early_dialog *dialog = invite->progress->early_dialogs; dialog;
         dialog = dialog->next) {
        const struct reliable_response *reliable = dialog->reliable;

        for (; reliable; reliable = reliable->older) {
            const int64_t wait = record->time - reliable->record->time;

            if (reliable->repeated_frame && !reliable->prack_frame && wait >= PRACK_WAIT_MIN &&
                wait <= PRACK_WAIT_MAX &&
                invite->progress->last_provisional_time - reliable->record->time >=
                    PRACK_COPIES_MIN)
                return reliable;
        }
    }
    return NULL;
}

/* What the phrase tells where the request that was in the way is not in the capture. */
static enum fault_verdict verdict_of_phrase(const struct transaction *transaction,
                                            const struct record *record)
{
    const struct product_mark *mark =
        product_mark_lookup(MARK_PHRASE, record->code, record->phrase);
    const struct span phrase = { record->phrase, record->phrase ? strlen(record->phrase) : 0 };

    if (transaction->request_frame && !transaction->to_tag)
        return FAULT_NONE;
    if (mark && mark->sense == SENSE_OVERLAP)
        return transaction->method == METHOD_INVITE ? FAULT_OVERLAPPING_INVITE
                                                    : FAULT_OVERLAPPING_UPDATE;
    if ((mark && mark->sense == SENSE_CSEQ_ORDER) ||
        span_contains_ignoring_case(phrase, SPAN_OF("out of order")))
        return FAULT_CSEQ_ORDER;
    return FAULT_NONE;
}

static bool phrase_is_503(const struct record *record)
{
    const struct product_mark *mark =
        product_mark_lookup(MARK_PHRASE, record->code, record->phrase);

    return (mark && mark->sense == SENSE_FROM_503) || record_sip_cause(record) == 503;
}

/* B: what is left of a 500 once the ordering answers are excluded. */
static struct fault_judgement judge_failure(const struct transaction *transaction,
                                            const struct record *record)
{
    const struct transaction *behind = hop_failed_behind(transaction, 503, record->frame);
    const uint32_t cause = record_q850_cause(record);

    if (behind || phrase_is_503(record))
        return (struct fault_judgement){ .verdict = FAULT_FROM_503, .other = behind };
    if (transaction->method == METHOD_REGISTER)
        return (struct fault_judgement){ .verdict = FAULT_REGISTRAR };
    /* 16, normal clearing, is no reason for a failure. */
    if (cause && cause != 16)
        return (struct fault_judgement){ .verdict = FAULT_GATEWAY_CAUSE };
    return (struct fault_judgement){ .verdict = FAULT_INTERNAL };
}

static struct fault_judgement judge_500(const struct transaction *transaction,
                                        const struct record *record)
{
    const struct transaction *other;
    enum fault_verdict verdict;

    if ((other = higher_cseq(transaction)))
        return (struct fault_judgement){ .verdict = FAULT_CSEQ_ORDER, .other = other };
    if ((other = open_invite(transaction)))
        return (struct fault_judgement){ .verdict = FAULT_OVERLAPPING_INVITE, .other = other };
    if ((other = open_offer(transaction)))
        return (struct fault_judgement){ .verdict = FAULT_OVERLAPPING_UPDATE, .other = other };
    if ((other = ending_bye(transaction, record)))
        return (struct fault_judgement){ .verdict = FAULT_AFTER_BYE, .other = other };
    verdict = verdict_of_phrase(transaction, record);
    if (verdict)
        return (struct fault_judgement){ .verdict = verdict };
    return judge_failure(transaction, record);
}

static enum fault_verdict verdict_of_code(const struct record *record)
{
    static const struct {
        uint16_t code;
        enum fault_verdict verdict;
    } codes[] = { { 501, FAULT_NOT_IMPLEMENTED },
                  { 502, FAULT_BAD_GATEWAY },
                  { 503, FAULT_UNAVAILABLE },
                  { 504, FAULT_GATEWAY_TIMEOUT },
                  { 505, FAULT_VERSION },
                  { 513, FAULT_TOO_LARGE },
                  { 555, FAULT_PUSH },
                  { 580, FAULT_PRECONDITION } };

    if (record->code == 503 && record->details && record->details->has_retry_after)
        return FAULT_OVERLOADED;
    for (unsigned i = 0; i < array_length(codes); i++) {
        if (codes[i].code == record->code)
            return codes[i].verdict;
    }
    return FAULT_NONE;
}

struct fault_judgement fault_judge(const struct exchange *exchange)
{
    const struct transaction *transaction = exchange->transaction;
    const struct record *record = exchange->record;
    struct fault_judgement judgement = { .verdict = FAULT_NONE };

    if (!fault_is_5xx(exchange))
        return judgement;
    if (transaction->method == METHOD_INVITE && transaction->progress->cancel_frame &&
        transaction->progress->cancel_frame < record->frame) {
        judgement.verdict = FAULT_AFTER_CANCEL;
        return judgement;
    }
    judgement.other = hop_failed_behind(transaction, record->code, record->frame);
    judgement.reliable = judgement.other ? NULL : unconfirmed(transaction, record);
    if (judgement.other)
        judgement.verdict = FAULT_RELAYED;
    else if (judgement.reliable)
        judgement.verdict = FAULT_PRACK_TIMEOUT;
    else if (record->code == 500)
        judgement = judge_500(transaction, record);
    else
        judgement.verdict = verdict_of_code(record);
    return judgement;
}
