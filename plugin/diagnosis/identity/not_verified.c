/* not_verified.c
 * The caller's signed identity (STIR, RFC 8224) that a network could not verify.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/hops.h"
#include "diagnosis/subjects.h"
#include "question/own_words.h"

/* 403 is of STIR with this phrase only (RFC 8224 section 6.2.2). */
#define STALE_DATE SPAN_OF("Stale Date")

static bool is_stir_code(const struct record *record)
{
    return record->code == 428 || record->code == 436 || record->code == 437 ||
           record->code == 438 ||
           (record->code == 403 &&
            span_starts_with_ignoring_case(span_of_text(record_phrase(record)), STALE_DATE));
}

/* An earlier response to the same INVITE told the same cause. */
static bool was_told(const struct record *record, const struct reason_value *reason)
{
    const struct record *earlier = transaction_first_response(record_transaction(record));

    for (unsigned i = 0; earlier && earlier != record && i < CALL_SEARCH_MAX;
         i++, earlier = record_next(earlier)) {
        if (words_cause(record_words(earlier), "STIR") == reason->cause)
            return true;
    }
    return hop_response_behind(record) != NULL;
}

static bool find_not_verified(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct record *record = exchange->record;
    const struct reason_value *reason =
        record_words(record) != &no_words ? words_reason(record_words(record), "STIR") : NULL;
    char words[OWN_WORDS_MAX], host[ENDPOINT_TEXT_MAX];

    if (!reason && !is_stir_code(record))
        return false;
    if (reason ? was_told(record, reason) : exchange->relayed_from != NULL)
        return false;
    endpoint_text(exchange->frame->source, host);
    if (reason)
        own_words_of_reason(reason, words);
    else
        snprintf(words, sizeof words, "%u", record->code);
    if (!reason && record->code == 428)
        draft_detail(draft, "%s requires a signed identity of the caller (Identity header).", host);
    else
        draft_detail(draft, "%s says %s: it could not verify the caller's identity. %s", host,
                     words,
                     record->code < 300 ? "The call goes on."
                                        : "It refuses the request because of "
                                          "this.");
    draft_evidence(draft, exchange->transaction->request_frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "identity.not-verified",
      .severity = SEVERITY_NOTE,
      .group = GROUP_SECURITY,
      .summary = "the caller's identity (STIR) was not verified",
      .headline = "caller's identity (STIR) not verified",
      .yields = true,
      .advice = "Check the Identity header of the INVITE at the network that signed it: "
                "certificate, date, number. Look also for elements that change From or Date on the "
                "way.",
      .reference = { 8224, "6.2.2" },
      .moments = AT_RESPONSE,
      .applies = find_not_verified },
};

const struct rule_list identity_rules = { .subject = "identity",
                                          .rules = rules,
                                          .count = array_length(rules) };
