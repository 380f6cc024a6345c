/* given_cause.c
 * What the host that sent a failure says of its cause, and how sure it is whose word that is.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/hops.h"
#include "call/leg_outcome.h"
#include "catalogue/warning_code.h"
#include "diagnosis/subjects.h"
#include "judgement.h"
#include "question/cause_source.h"
#include "question/own_words.h"

/* Longest header row that a detail quotes, with its NUL. */
#define ROW_MAX 110

/* The host in between may have made it from a failure that nobody saw. */
static bool lacks_other_leg(const struct record *record)
{
    const struct transaction *transaction = record_transaction(record);
    struct leg_attempt beside = { NULL, NULL };

    return transaction && transaction->request_frame &&
           hop_may_have_other_leg(transaction, record->code) &&
           !leg_went_on(transaction, record->frame) &&
           !leg_was_not_tried(transaction, record->frame, &beside);
}

/* How sure it is that a telephone cause came from the telephone network. */
static void say_source(const struct record *record, struct finding_draft *draft, const char *host)
{
    const char *evidence = cause_evidence(record);

    if (evidence)
        fault_say(draft, "The cause came from the telephone network: %s.", evidence);
    else if (cause_is_translated(record_server(record)))
        fault_say(draft, "%s makes such a cause of each SIP code by itself%s.", host,
                  lacks_other_leg(record) ? "; its other leg is not in this capture" : "");
    else
        fault_say(draft, "Given by %s, which may have made it itself.", host);
}

static void say_reason(const struct record *record, const struct reason_value *reason,
                       struct finding_draft *draft, const char *host)
{
    char text[OWN_WORDS_MAX];

    fault_say(draft, "%s.", own_words_of_reason(reason, text));
    if (!g_ascii_strcasecmp(reason->protocol, "Q.850")) {
        say_source(record, draft, host);
        /* What the product made of a SIP code says nothing of a trunk. */
        if (!cause_evidence(record) && cause_is_translated(record_server(record)))
            return;
    }
    fault_say_meaning(draft, reason);
}

static void say_warning(const struct warning_value *warning, struct finding_draft *draft)
{
    const struct warning_code *entry = warning_code_lookup(warning->code);
    char text[FAULT_QUOTE_MAX], agent[FAULT_QUOTE_MAX];

    fault_quote(warning->text, text);
    fault_say(draft, "Warning %u of %s%s%s%s.", warning->code,
              warning->agent ? fault_quote(warning->agent, agent) : "an unnamed host",
              text[0] ? ": \"" : "", text, text[0] ? "\"" : "");
    /* 399 has no meaning but its text. */
    if (entry && warning->code != 399)
        fault_say(draft, "%s", entry->meaning);
}

static void say_other_words(const struct words *words, struct finding_draft *draft)
{
    char text[ROW_MAX];

    if (words->ims_service)
        fault_say(draft, "IMS service: %s.",
                  quote_text(words->ims_service->type, text, sizeof text));
    if (words->isup_cause && words->isup_cause != words_cause(words, "Q.850"))
        fault_say(draft, "ISUP release cause: %u.", words->isup_cause);
    if (own_words_in_row(words))
        fault_say(draft, "%s.", quote_text(words->other_row, text, sizeof text));
    if (words->error_info)
        fault_say(draft, "Error-Info: %s.", quote_text(words->error_info, text, sizeof text));
}

/* Another finding is made of the same words. */
static bool is_told_by_another(const struct record *record, const struct reason_value *reason,
                               enum fault_verdict verdict)
{
    const bool is_q850 = !g_ascii_strcasecmp(reason->protocol, "Q.850");

    if (!g_ascii_strcasecmp(reason->protocol, "STIR") || own_words_is_of_analytics(reason))
        return true;
    if (verdict == FAULT_GATEWAY_CAUSE || verdict == FAULT_OWN_CAUSE || verdict == FAULT_OTHER_LEG)
        return is_q850 && reason->cause == record_q850_cause(record);
    return false;
}

/* A hop that only passes the failure on was given these words. */
static bool are_passed_on(const struct exchange *exchange)
{
    const struct transaction *origin = exchange->relayed_from;

    return origin && record_words(origin->final)->reason_count >=
                         record_words(exchange->record)->reason_count;
}

static bool find_cause(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *record = exchange->record;
    const enum fault_verdict verdict = draft->judgement->verdict;
    const struct words *words;
    char host[ENDPOINT_TEXT_MAX];

    if (record->code < 300 || verdict == FAULT_OWN_WORDS || verdict == FAULT_REQUEST ||
        verdict == FAULT_RESTORATION || are_passed_on(exchange))
        return false;
    words = record_words(record);
    endpoint_text(exchange->frame->source, host);
    for (unsigned i = 0; i < words->reason_count; i++) {
        if (own_words_tell(&words->reasons[i], record->code) &&
            !is_told_by_another(record, &words->reasons[i], verdict))
            say_reason(record, &words->reasons[i], draft, host);
    }
    for (unsigned i = 0; i < words->warning_count; i++) {
        if (own_words_in_warning(&words->warnings[i]))
            say_warning(&words->warnings[i], draft);
    }
    if (verdict != FAULT_REGISTRAR)
        say_other_words(words, draft);
    return draft->detail[0] != '\0';
}

static const struct rule rules[] = {
    { .id = "fault.cause",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the server gives its own reason",
      .advice = "Give these words to whoever runs the host that sent them. They say more than the "
                "code.",
      .reference = { 3326, "2" },
      .folds_into = { "fault.gateway-cause", "media.not-acceptable" },
      .moments = AT_RESPONSE,
      .needs = NEEDS_FAILURE,
      .is_aside = true,
      .applies = find_cause },
};

const struct rule_list fault_cause_rules = { .subject = "fault",
                                             .rules = rules,
                                             .count = array_length(rules) };
