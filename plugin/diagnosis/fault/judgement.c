/* judgement.c
 * What a 5xx means here: exactly one verdict, decided in one order.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "judgement.h"

#include "call/connection.h"
#include "call/hops.h"
#include "call/in_the_way.h"
#include "call/offer_answer.h"
#include "catalogue/product_mark.h"
#include "catalogue/reason_cause.h"
#include "diagnosis/leg/leg_verdict.h"
#include "diagnosis/reliable/prack.h"
#include "question/cause_source.h"
#include "question/difference.h"
#include "question/own_words.h"
#include "question/via_chain.h"

/* A refusal this soon after a copy of a request answers the copy, after a PRACK is about it. */
#define COPY_ANSWER_TIME 100000
#define PRACK_ANSWER_TIME 1000000

bool fault_is_5xx(const struct exchange *exchange)
{
    return exchange->record && exchange->transaction && exchange->record->code >= 500 &&
           exchange->record->code <= 599;
}

bool fault_is_in_dialog(const struct transaction *transaction)
{
    return transaction->request_frame && transaction->to_tag_place;
}

/* What is known of one 5xx when it is judged. */
struct case_of_5xx {
    const struct exchange *exchange;
    const struct transaction *transaction;
    const struct record *record;
};

/* Each question below gives its verdict, or FAULT_NONE; they are asked in the order of the
 * table. */
typedef struct fault_judgement (*question)(const struct case_of_5xx *it);

static struct fault_judgement verdict_if(const void *found, enum fault_verdict verdict)
{
    return (struct fault_judgement){ .verdict = found ? verdict : FAULT_NONE };
}

static struct fault_judgement verdict_by(const struct transaction *other,
                                         enum fault_verdict verdict)
{
    struct fault_judgement judgement = verdict_if(other, verdict);

    judgement.other = other;
    return judgement;
}

static struct fault_judgement ask_cancel(const struct case_of_5xx *it)
{
    const uint32_t frame = transaction_cancel(it->transaction)->request_frame;

    return verdict_if(frame && frame < it->record->frame ? it : NULL, FAULT_AFTER_CANCEL);
}

static struct fault_judgement ask_hop_behind(const struct case_of_5xx *it)
{
    return verdict_by(hop_failed_behind(it->transaction, it->record->code, it->record->frame),
                      FAULT_RELAYED);
}

/* A failure after the 2xx of the same request. Each branch of an INVITE's fork may give one. */
static struct fault_judgement ask_first_answer(const struct case_of_5xx *it)
{
    const struct record *first = it->transaction->final;

    return verdict_if(it->transaction->method != METHOD_INVITE && first && first->code < 300 &&
                              first->frame < it->record->frame && !it->exchange->relayed_from
                          ? it
                          : NULL,
                      FAULT_SECOND_ANSWER);
}

static struct fault_judgement ask_legs(const struct case_of_5xx *it)
{
    return leg_verdict(it->record);
}

static struct fault_judgement ask_missing_leg(const struct case_of_5xx *it)
{
    return leg_verdict_of_none(it->record);
}

/* The host that answers had sent this very request, to somebody else: it was routed back. */
static struct fault_judgement ask_own_request(const struct case_of_5xx *it)
{
    return verdict_by(hop_own_request(it->transaction), FAULT_RETURNED);
}

/* The same where only the Via values tell: what it sent is not in the capture. */
static struct fault_judgement ask_own_via(const struct case_of_5xx *it)
{
    return verdict_if(via_chain_begins_at_server(it->exchange) ? it : NULL, FAULT_RETURNED);
}

/* A second copy of a request gets another answer than the first, or the first one another than the
 * second. 482 says that it is one; else it has to be the same in all that can be seen. */
static struct fault_judgement ask_twin(const struct case_of_5xx *it)
{
    const struct transaction *transaction = it->transaction, *twin = hop_twin(transaction);

    if (twin && it->record->code != 482 &&
        (!endpoint_equals(twin->path->server, transaction->path->server) ||
         !request_uri(transaction_request(twin)) ||
         request_uri(transaction_request(twin)) != request_uri(transaction_request(transaction)) ||
         (twin->final && twin->final->code == it->record->code)))
        twin = NULL;
    return verdict_by(twin ? twin : hop_taken_copy(transaction, it->record->frame),
                      FAULT_DUPLICATE);
}

static struct fault_judgement ask_missing_prack(const struct case_of_5xx *it)
{
    const struct reliable_response *reliable = prack_waited_for(it->record);
    struct fault_judgement judgement = verdict_if(reliable, FAULT_PRACK_TIMEOUT);

    judgement.reliable = reliable;
    return judgement;
}

/* An INVITE without an offer is answered with one, which its PRACK has to answer: the newest one,
 * just before the refusal, did not. */
static struct fault_judgement ask_unanswered_offer(const struct case_of_5xx *it)
{
    const struct transaction *prack = offer_answer_unanswered_prack(it->transaction);

    return verdict_by(
        prack && time_is_near(prack->request_time, it->record->time, PRACK_ANSWER_TIME) ? prack
                                                                                        : NULL,
        FAULT_OFFER_UNANSWERED);
}

/* The RFCs ask for a 500 when requests of a dialog overlap or come out of order. Whoever has sent
 * an 18x has taken the request on, and a first INVITE comes after none. */
static bool may_be_order(const struct case_of_5xx *it)
{
    return it->record->code == 500 &&
           (it->transaction->to_tag_place || it->transaction->method == METHOD_REGISTER) &&
           !transaction_last_provisional(it->transaction)->frame;
}

static struct fault_judgement ask_cseq(const struct case_of_5xx *it)
{
    return verdict_by(may_be_order(it) ? higher_cseq(it->transaction) : NULL, FAULT_CSEQ_ORDER);
}

static struct fault_judgement ask_open_invite(const struct case_of_5xx *it)
{
    return verdict_by(may_be_order(it) ? open_invite(it->transaction, it->record->frame) : NULL,
                      FAULT_OVERLAPPING_INVITE);
}

static struct fault_judgement ask_open_offer(const struct case_of_5xx *it)
{
    return verdict_by(may_be_order(it) ? open_offer(it->transaction, it->record->frame) : NULL,
                      FAULT_OVERLAPPING_UPDATE);
}

/* A subscription outlives the BYE of a dialog that it shares (RFC 5057 section 4). */
static bool ends_with_bye(const struct transaction *transaction)
{
    return transaction->method == METHOD_INVITE || transaction->method == METHOD_UPDATE ||
           transaction->method == METHOD_PRACK || transaction->method == METHOD_INFO ||
           transaction->method == METHOD_BYE;
}

/* A server that takes a retransmission for a new request finds its CSeq too low. */
static struct fault_judgement ask_copy(const struct case_of_5xx *it)
{
    const struct transaction *transaction = it->transaction;

    return verdict_if(
        it->record->code == 500 && transaction->method == METHOD_BYE &&
                transaction_repeats(transaction)->count &&
                time_is_near(transaction_last_time(transaction), it->record->time, COPY_ANSWER_TIME)
            ? it
            : NULL,
        FAULT_COPY_REFUSED);
}

/* The same of a host that has passed the request on, so that it knew the way, and waits. */
static struct fault_judgement ask_waiting_copy(const struct case_of_5xx *it)
{
    const struct transaction *transaction = it->transaction,
                             *behind = hop_behind(transaction, it->record->frame);

    return verdict_if(
        (it->record->code == 404 || it->record->code == 604) && fault_is_in_dialog(transaction) &&
                behind && !behind->final &&
                behind->request_frame < transaction_last_frame(transaction) &&
                time_is_near(transaction_last_time(transaction), it->record->time, COPY_ANSWER_TIME)
            ? it
            : NULL,
        FAULT_COPY_REFUSED);
}

/* The earlier BYE that had ended the dialog. */
static struct fault_judgement ask_bye(const struct case_of_5xx *it)
{
    const struct transaction *transaction = it->transaction, *bye;

    if (it->record->code != 500 || !fault_is_in_dialog(transaction) || !ends_with_bye(transaction))
        return verdict_by(NULL, FAULT_AFTER_BYE);
    bye = transaction_bye(transaction, transaction_last_frame(transaction));
    return verdict_by(bye && !bye_was_refused(bye, it->record->frame) ? bye : NULL,
                      FAULT_AFTER_BYE);
}

static enum product_mark_sense sense_of_phrase(const struct record *record)
{
    const struct product_mark *mark =
        product_mark_lookup(MARK_PHRASE, record->code, record_phrase(record));

    return mark ? mark->sense : SENSE_FAULT;
}

/* What the phrase tells where the request that was in the way is not in the capture. */
static struct fault_judgement ask_phrase(const struct case_of_5xx *it)
{
    const struct record *record = it->record;
    const struct span phrase = span_of_text(record_phrase(record));

    if (record->code != 500 || (it->transaction->request_frame && !may_be_order(it)))
        return verdict_if(NULL, FAULT_NONE);
    if (sense_of_phrase(record) == SENSE_OVERLAP)
        return verdict_if(record, it->transaction->method == METHOD_INVITE
                                      ? FAULT_OVERLAPPING_INVITE
                                      : FAULT_OVERLAPPING_UPDATE);
    return verdict_if(sense_of_phrase(record) == SENSE_CSEQ_ORDER ||
                              span_contains_ignoring_case(phrase, SPAN_OF("out of order"))
                          ? record
                          : NULL,
                      FAULT_CSEQ_ORDER);
}

static struct fault_judgement ask_503_behind(const struct case_of_5xx *it)
{
    const struct record *record = it->record;
    const struct transaction *behind =
        record->code == 500 ? hop_failed_behind(it->transaction, 503, record->frame) : NULL;

    if (record->code == 500 && !behind &&
        (sense_of_phrase(record) == SENSE_FROM_503 || record_sip_cause(record) == 503))
        return verdict_if(record, FAULT_FROM_503);
    return verdict_by(behind, FAULT_FROM_503);
}

/* An IMS core that lost the state of a user asks the phone to register again (3GPP TS 24.229). */
static struct fault_judgement ask_restoration(const struct case_of_5xx *it)
{
    const struct ims_service *service = record_words(it->record)->ims_service;

    return verdict_if(it->record->code == 504 && service &&
                              g_ascii_strcasecmp(service->type, "restoration") == 0
                          ? service
                          : NULL,
                      FAULT_RESTORATION);
}

/* These tell of themselves what they touch, whatever the method. */
static struct fault_judgement ask_any_method(const struct case_of_5xx *it)
{
    const struct record *record = it->record;

    /* A wait of 0 s asks for none. */
    if (record->code == 503 && record_details(record) && record_details(record)->retry_after)
        return verdict_if(record, FAULT_OVERLOADED);
    return verdict_if(record, record->code == 505   ? FAULT_VERSION
                              : record->code == 555 ? FAULT_PUSH
                                                    : FAULT_NONE);
}

/* A phone that is not registered, or a call that does not end or progress, is hurt. */
static bool is_needed(enum method method)
{
    return method == METHOD_REGISTER || method == METHOD_INVITE || method == METHOD_BYE ||
           method == METHOD_CANCEL || method == METHOD_PRACK;
}

/* What fails beside the set-up of a call fails no call. */
static struct fault_judgement ask_method(const struct case_of_5xx *it)
{
    const struct transaction *transaction = it->transaction;
    const struct misfit *misfit = misfit_of_message(transaction);

    if (transaction_opens_call(transaction))
        return verdict_if(NULL, FAULT_NONE);
    if (misfit && difference_explains(misfit, it->record))
        return verdict_if(it, FAULT_ODD_REQUEST);
    if (transaction->method == METHOD_REGISTER && it->record->code == 500)
        return verdict_if(it, FAULT_REGISTRAR);
    if (it->record->code == 501 && !is_needed((enum method)transaction->method))
        return verdict_if(it, FAULT_METHOD_UNKNOWN);
    return verdict_if(it, FAULT_REQUEST);
}

/* What is left of a 500 to the INVITE of a new call. */
static struct fault_judgement ask_500(const struct case_of_5xx *it)
{
    const uint32_t cause = record_q850_cause(it->record);
    struct connection_failure failure;
    char words[OWN_WORDS_MAX];

    /* A next hop that it could not reach explains it, and is told by itself. */
    if (it->record->code != 500 || !hop_knows_all_behind(it->transaction) ||
        connection_failed_behind(it->transaction, it->record->frame, &failure))
        return verdict_if(NULL, FAULT_NONE);
    if (cause && !reason_cause_is_normal("Q.850", cause))
        return verdict_if(it,
                          cause_is_of_network(it->record) ? FAULT_GATEWAY_CAUSE : FAULT_OWN_CAUSE);
    own_words_of_response(it->record, words);
    return verdict_if(it, words[0] ? FAULT_OWN_WORDS : FAULT_INTERNAL);
}

static struct fault_judgement ask_code(const struct case_of_5xx *it)
{
    static const struct {
        uint16_t code;
        enum fault_verdict verdict;
    } codes[] = { { 501, FAULT_NOT_IMPLEMENTED }, { 502, FAULT_BAD_GATEWAY },
                  { 503, FAULT_UNAVAILABLE },     { 504, FAULT_GATEWAY_TIMEOUT },
                  { 513, FAULT_TOO_LARGE },       { 580, FAULT_PRECONDITION } };

    for (unsigned i = 0; i < array_length(codes); i++) {
        if (codes[i].code == it->record->code)
            return verdict_if(it, codes[i].verdict);
    }
    return verdict_if(NULL, FAULT_NONE);
}

/* What takes the blame from the server is no matter of the class. */
static struct fault_judgement judge_other_failure(const struct case_of_5xx *it)
{
    struct fault_judgement judgement = ask_first_answer(it);

    if (!judgement.verdict)
        judgement = ask_legs(it);
    if (!judgement.verdict)
        judgement = ask_twin(it);
    if (!judgement.verdict && it->record->code == 482)
        judgement = ask_own_request(it);
    if (!judgement.verdict)
        judgement = ask_missing_leg(it);
    if (!judgement.verdict)
        judgement = ask_waiting_copy(it);
    return judgement;
}

struct fault_judgement fault_judge(const struct exchange *exchange)
{
    /* First what takes the blame from the server, then what it fails at. */
    static const question questions[] = {
        ask_first_answer, ask_cancel,      ask_hop_behind, ask_legs,
        ask_twin,         ask_own_request, ask_own_via,    ask_missing_prack,
        ask_cseq,         ask_open_invite, ask_open_offer, ask_copy,
        ask_bye,          ask_phrase,      ask_503_behind, ask_unanswered_offer,
        ask_restoration,  ask_any_method,  ask_method,     ask_missing_leg,
        ask_500,          ask_code,
    };
    const struct case_of_5xx it = { exchange, exchange->transaction, exchange->record };
    struct fault_judgement judgement = { .verdict = FAULT_NONE };

    /* Nobody asked for an answer to an ACK. */
    if (exchange->transaction && exchange->transaction->method == METHOD_ACK)
        return verdict_if(exchange->record, FAULT_ACK_ANSWERED);
    if (!exchange->transaction || !exchange->record || exchange->record->code < 300)
        return judgement;
    if (!fault_is_5xx(exchange))
        return judge_other_failure(&it);
    for (unsigned i = 0;
         fault_is_5xx(exchange) && !judgement.verdict && i < array_length(questions); i++)
        judgement = questions[i](&it);
    return judgement;
}
