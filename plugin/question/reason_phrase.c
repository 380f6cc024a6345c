/* reason_phrase.c
 * Reason phrases that products write instead of the registered ones.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "reason_phrase.h"

#include "catalogue/response_code.h"
#include "plain.h"

#include <string.h>

/* A phrase that begins like this, in any letter case, under this code. Only what points to one
 * product, document or meaning is listed. Ascending by code. */
struct phrase_variant {
    unsigned code;
    struct span beginning;
    const char *hint;
};

#define PHRASE(text)                                                                               \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

static const struct phrase_variant variants[] = {
    { 100, PHRASE("Giving a try"), "OpenSIPS says so." },
    { 100, PHRASE("trying -- your call is important"), "Kamailio and its relatives say so." },
    { 200, PHRASE("ok -- no more pending branches"), "Kamailio and its relatives say so." },
    { 403, PHRASE("Not relaying"), "Kamailio's default configuration says so." },
    { 403, PHRASE("Stale Date"), "The caller's signed identity is too old (RFC 8224)." },
    { 404, PHRASE("Not here"), "Kamailio's default configuration says so." },
    { 412, PHRASE("Precondition Failed"), "It is HTTP's wording." },
    { 436, PHRASE("Bad Identity-Info"), "RFC 4474, now replaced, named it so." },
    { 437, PHRASE("Unsupported Certificate"), "RFC 4474, now replaced, named it so." },
    { 482, PHRASE("Merged Request"), "The same request came twice, over two paths." },
    { 482, PHRASE("Request Merged"), "The same request came twice, over two paths." },
    { 500, PHRASE("Another INVITE transaction in progress"),
      "PJSIP (Asterisk): overlap, no fault." },
    { 500, PHRASE("I'm terribly sorry, server error"), "Kamailio's core says so." },
    { 500, PHRASE("Internal Server Error"), "It is HTTP's wording." },
    { 500, PHRASE("Invalid CSeq"), "PJSIP (Asterisk): the CSeq is not above the last one." },
    { 500, PHRASE("JsSIP Internal Error"), "JsSIP, a WebRTC client, says so." },
    { 500, PHRASE("Overlapping Requests"), "FreeSWITCH or OpenSIPS: overlap, no fault." },
    { 500, PHRASE("SDP negotiation failed"), "PJSIP (Asterisk) says so." },
    { 500, PHRASE("Server error occurred ("), "OpenSIPS says so." },
    { 500, PHRASE("Unhandled by dialog usages"), "PJSIP (Asterisk) says so." },
    { 503, PHRASE("Maximum Calls In Progress"), "FreeSWITCH: its limit of sessions is reached." },
    { 503, PHRASE("System Busy"), "FreeSWITCH says so." },
    { 503, PHRASE("System Paused"), "FreeSWITCH: it was told to take no calls." },
    { 504, PHRASE("Gateway Time"), "It is HTTP's wording." },
    { 603, PHRASE("Network Blocked"), "Call analytics blocked it: see its Reason header." },
};

const char *reason_phrase_hint(unsigned code, struct span phrase)
{
    for (size_t i = 0; i < PLAIN_COUNT(variants); i++) {
        if (variants[i].code == code &&
            span_starts_with_ignoring_case(phrase, variants[i].beginning))
            return variants[i].hint;
    }
    return NULL;
}

unsigned reason_phrase_owner(unsigned code, struct span phrase)
{
    const struct response_code *entry;

    for (size_t i = 0; (entry = response_code_at(i)) != NULL; i++) {
        const struct span registered = { entry->phrase, strlen(entry->phrase) };

        if (entry->registered && entry->code != code &&
            span_equals_ignoring_case(phrase, registered))
            return entry->code;
    }
    return 0;
}
