/* cause_source.c
 * Whose a telephone cause in a response is: the network's, or one that the answering host made up.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "cause_source.h"

#include "call/heard.h"
#include "catalogue/reason_cause.h"

/* Is one of the words in text, in any letter case? text may be NULL. */
static bool has_word(const char *text, const struct span *words, unsigned count)
{
    return span_contains_one_of(span_of_text(text), words, count);
}

/* What gateways to the telephone network call themselves, as far as it is plain. */
static const struct span gateways[] = {
    SPAN_TEXT("gateway"),  SPAN_TEXT("MGCF"),      SPAN_TEXT("softswitch"), SPAN_TEXT("Sonus"),
    SPAN_TEXT("GSX"),      SPAN_TEXT("SmartNode"), SPAN_TEXT("SoftX"),      SPAN_TEXT("Patton"),
    SPAN_TEXT("Dialogic"), SPAN_TEXT("media-gw"),  SPAN_TEXT("ISUP"),       SPAN_TEXT("ISDN")
};

/* Hosts that write a cause of their own on nearly every rejection. */
static const struct span translators[] = {
    SPAN_TEXT("Asterisk"), SPAN_TEXT("FPBX"),    SPAN_TEXT("FreeSWITCH"), SPAN_TEXT("FusionPBX"),
    SPAN_TEXT("3CX"),      SPAN_TEXT("Elastix"), SPAN_TEXT("Issabel"),    SPAN_TEXT("Sippy"),
    SPAN_TEXT("yate"),     SPAN_TEXT("PSTNHub"), SPAN_TEXT("SIPSBA"),     SPAN_TEXT("Wazo")
};

/* Words of the network in the text of a Reason, or in a Warning. A "trunk" alone may be one of SIP.
 */
static const struct span networks[] = { SPAN_TEXT("ISUP"),    SPAN_TEXT("ISDN"),
                                        SPAN_TEXT("PSTN"),    SPAN_TEXT("SS7"),
                                        SPAN_TEXT("carrier"), SPAN_TEXT("trunk group"),
                                        SPAN_TEXT("Q.931"),   SPAN_TEXT("switch ") };

static bool is_gateway(const char *product)
{
    return !cause_is_translated(product) && has_word(product, gateways, array_length(gateways));
}

static bool has_words_of_network(const struct words *words)
{
    for (unsigned i = 0; i < words->reason_count; i++) {
        if (has_word(words->reasons[i].text, networks, array_length(networks)))
            return true;
    }
    for (unsigned i = 0; i < words->warning_count; i++) {
        if (has_word(words->warnings[i].text, networks, array_length(networks)))
            return true;
    }
    return false;
}

static bool has_location(const struct words *words)
{
    for (unsigned i = 0; i < words->reason_count; i++) {
        if (words->reasons[i].location && g_ascii_strcasecmp(words->reasons[i].location, "U") != 0)
            return true;
    }
    return false;
}

/* A network tells the caller in a voice before it releases the call, and gives the cause there
 * too. A host that translates plays its own. */
static bool had_announcement(const struct record *record)
{
    const struct transaction *invite = record_transaction(record);

    if (!invite || invite->method != METHOD_INVITE || cause_is_translated(record_server(record)))
        return false;
    for (const struct early_dialog *dialog = transaction_early_dialogs(invite); dialog;
         dialog = early_dialog_next(dialog)) {
        if (early_dialog_described(dialog) && record_q850_cause(early_dialog_described(dialog)))
            return true;
        if (early_dialog_offered(dialog) && heard_first(invite) && !early_dialog_ringing(dialog))
            return true;
    }
    return false;
}

bool cause_is_translated(const char *product)
{
    return has_word(product, translators, array_length(translators));
}

const char *cause_evidence_of(const struct words *words, const char *product)
{
    if (words->has_isup)
        return "the body comes from the telephone network (ISUP)";
    if (has_location(words))
        return "it names a location in the telephone network";
    if (is_gateway(product))
        return "the host calls itself a gateway";
    if (has_words_of_network(words))
        return "the text comes from the telephone network";
    return NULL;
}

const char *cause_evidence(const struct record *record)
{
    const char *evidence = cause_evidence_of(record_words(record), record_server(record));

    if (!evidence && had_announcement(record))
        return "early media, perhaps an announcement, came before it";
    return evidence;
}

bool cause_is_of_network(const struct record *record)
{
    return cause_evidence(record) != NULL;
}
