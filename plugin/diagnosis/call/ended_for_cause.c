/* ended_for_cause.c
 * Calls that a side ends for a cause that it names: a BYE or CANCEL with a Reason.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "catalogue/q850_cause.h"
#include "catalogue/reason_cause.h"
#include "diagnosis/own_words.h"
#include "diagnosis/subjects.h"

/* Longest meaning of a cause that is shown, with its NUL. */
#define MEANING_MAX 110

/* What the cause means where it comes from, in a sentence; "" where its own text says enough. */
static const char *meaning_of(const struct reason_value *reason)
{
    const bool is_q850 = g_ascii_strcasecmp(reason->protocol, "Q.850") == 0;
    const struct q850_cause *cause = is_q850 ? q850_cause_lookup(reason->cause) : NULL;

    if (!cause || (reason->text && !own_words_fit(reason->text, cause->name)) ||
        strlen(cause->meaning) >= MEANING_MAX)
        return "";
    return cause->meaning;
}

/* The value that tells most, as own_words() quotes it. */
static const struct reason_value *told_reason(const struct words *words)
{
    const struct reason_value *told = NULL;

    for (unsigned i = 0; i < words->reason_count; i++) {
        if (own_words_tell(&words->reasons[i], 0) &&
            (!told || (!told->text && words->reasons[i].text)))
            told = &words->reasons[i];
    }
    return told;
}

static bool is_same(const struct reason_value *a, const struct reason_value *b)
{
    return a && b && a->cause == b->cause && a->text == b->text && a->protocol == b->protocol;
}

/* Another request of this call told the same before: on another hop, or the BYE to the other side
 * of a host in between. */
static bool was_told(const struct transaction *request, const struct reason_value *reason)
{
    const struct transaction *other = request->older;

    for (unsigned i = 0; other && i < CALL_SEARCH_MAX; i++, other = other->older) {
        if (other->method == request->method && other->request_frame &&
            is_same(told_reason(other->request->words), reason))
            return true;
    }
    return false;
}

static const char *protocol_source(const struct reason_value *reason, char *text, size_t size)
{
    const char *source = reason_protocol_source(reason->protocol);

    text[0] = '\0';
    if (source && g_ascii_strcasecmp(reason->protocol, "Q.850") != 0)
        snprintf(text, size, " It comes from %s.", source);
    return text;
}

static bool find_ended_for_cause(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *request = exchange->transaction;
    const struct reason_value *reason;
    char words[OWN_WORDS_MAX], host[ENDPOINT_TEXT_MAX], source[72];
    const char *meaning;

    if (request->method != METHOD_BYE && request->method != METHOD_CANCEL)
        return false;
    reason = told_reason(request->request->words);
    if (!reason || was_told(request, reason))
        return false;
    meaning = meaning_of(reason);
    draft_detail(
        draft, "%s %s the call with %s.%s%s%s", endpoint_text(exchange->frame->source, host),
        request->method == METHOD_BYE ? "ends" : "gives up", own_words_of_reason(reason, words),
        meaning[0] ? " " : "", meaning, protocol_source(reason, source, sizeof source));
    draft_evidence(draft, exchange->invite ? exchange->invite->request_frame : 0);
    return true;
}

static const struct rule rules[] = {
    { .id = "call.ended-for-cause",
      .severity = SEVERITY_NOTE,
      .group = GROUP_RESPONSE_CODE,
      .summary = "the call is ended for a cause that is named",
      .advice =
          "Look at the host that gave the cause, and at what came just before: the cause is its "
          "word for what it met, nobody just hung up.",
      .reference = { 3326, "2" },
      .folds_into = "session.expired",
      .moments = AT_REQUEST,
      .applies = find_ended_for_cause },
};

const struct rule_list ended_for_cause_rules = { .subject = "call",
                                                 .rules = rules,
                                                 .count = array_length(rules) };
