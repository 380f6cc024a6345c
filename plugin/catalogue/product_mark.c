/* product_mark.c
 * How well-known servers word their 5xx, as far as their sources or documents show it.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "product_mark.h"

#include "plain.h"

#include <string.h>

#define KAMAILIO "Kamailio or SER"
#define PJSIP "pjsip (Asterisk and others)"
#define SOFIA "FreeSWITCH (Sofia-SIP)"

/* Kamailio writes the negative number of its error, and SL (stateless) or TM (transaction). */
#define KAMAILIO_ERROR(number, what, look)                                                         \
    {                                                                                              \
        MARK_PHRASE, "I'm terribly sorry, server error occurred (" number "/", true, 500,          \
            SENSE_FAULT, KAMAILIO, what " (error " number ")", look                                \
    }

#define FREESWITCH_LIMIT(phrase, what)                                                             \
    {                                                                                              \
        MARK_PHRASE, phrase, false, 503, SENSE_FAULT, SOFIA, what,                                 \
            "See max-sessions, sessions-per-second and the pause state in fs_cli."                 \
    }

#define FREESWITCH_CAUSE(name)                                                                     \
    {                                                                                              \
        MARK_REASON_TEXT, name, false, 0, SENSE_FAULT, SOFIA, "the hang-up cause was " name,       \
            "Look for that cause in the log of FreeSWITCH, often that of the outgoing call."       \
    }

#define ASTERISK_HANGUP(name)                                                                      \
    {                                                                                              \
        MARK_HEADER, name, false, 0, SENSE_FAULT, "Asterisk (chan_sip)",                           \
            "the channel was hung up with the cause in the " name " header",                       \
            "Look for that channel's hang-up cause in the Asterisk log."                           \
    }

/* A text that begins with another one comes before it. */
static const struct product_mark marks[] = {
    KAMAILIO_ERROR("1", "an unspecified error was met", "Look above this call in its log."),
    KAMAILIO_ERROR("2", "memory ran out", "Look for shm or pkg memory errors in its log."),
    KAMAILIO_ERROR("5", "it met a bug of its own", "Look for BUG lines in its log."),
    KAMAILIO_ERROR("6", "its configuration is wrong", "Look for configuration errors in its log."),
    KAMAILIO_ERROR("7", "it has no socket to send from",
                   "Compare its listen lines with the next hop."),
    KAMAILIO_ERROR("8", "a Via was bad", "Compare the Via rows of the request."),
    KAMAILIO_ERROR("10", "the routing script failed", "Look for script errors in its log."),
    { MARK_PHRASE, "I'm terribly sorry, server error occurred", true, 500, SENSE_FAULT, KAMAILIO,
      "an internal error was met", "Look for the error at that second in its log." },
    { MARK_PHRASE, "Server error occurred (", true, 500, SENSE_FAULT, "OpenSIPS",
      "an internal error was met; SL is a stateless answer, TM that of a transaction",
      "Look for the error at that second in its log." },
    { MARK_PHRASE, "Message processing error", true, 500, SENSE_FAULT, KAMAILIO,
      "memory ran out while the message was handled",
      "Look for shm or pkg memory errors in its log." },
    { MARK_PHRASE, "Internal processing error", true, 500, SENSE_FAULT, KAMAILIO,
      "it came into a state that it did not expect", "Look for BUG lines in its log." },
    { MARK_PHRASE, "Error in external logic", true, 500, SENSE_FAULT, "Kamailio or OpenSIPS",
      "a module or script outside its core failed", "Look for that module in its log." },
    { MARK_PHRASE, "Forking capacity exceeded", true, 500, SENSE_FAULT, "Kamailio or OpenSIPS",
      "the call had more branches than it allows", "Count the registered contacts of the target." },
    { MARK_PHRASE, "Server Sanity Failure", false, 500, SENSE_FAULT, KAMAILIO,
      "its sanity module could not check the request", "Look for sanity lines in its log." },
    { MARK_PHRASE, "Cancel error", false, 500, SENSE_FAULT, KAMAILIO,
      "the CANCEL could not be handled", "Look for the CANCEL in its log." },
    { MARK_PHRASE, "Reply processing error", false, 500, SENSE_FAULT, KAMAILIO,
      "a response could not be handled", "Look for that response in its log." },
    { MARK_PHRASE, "Service Unavailable", false, 500, SENSE_FROM_503, "Kamailio",
      "a 503 was received and passed on as 500 (tm: remap_503_500)",
      "Look for the 503 on the hop behind this server." },
    { MARK_HEADER, "P-Registrar-Error", false, 0, SENSE_FAULT, KAMAILIO,
      "the registrar module refused, for the reason in P-Registrar-Error",
      "Look for the registrar and its database in the log." },
    { MARK_PHRASE, "No destination available", false, 500, SENSE_FAULT, "OpenSIPS",
      "no branch was left to send the request to", "Look at the routing of that target." },
    { MARK_PHRASE, "Overlapping Requests", true, 500, SENSE_OVERLAP,
      SOFIA " or the B2B of OpenSIPS", "another request was still open",
      "Compare the two requests." },
    { MARK_PHRASE, "Overlapping Offer/Answer", false, 500, SENSE_OVERLAP, SOFIA,
      "another offer was still open", "Compare the two offers." },
    { MARK_PHRASE, "Invalid CSeq", false, 500, SENSE_CSEQ_ORDER, PJSIP,
      "the CSeq was not higher than the last one", "Compare the CSeq with earlier requests." },
    { MARK_PHRASE, "Another INVITE transaction in progress", false, 500, SENSE_OVERLAP, PJSIP,
      "another INVITE was still open", "Compare the two INVITEs." },
    { MARK_PHRASE, "Unhandled by dialog usages", false, 500, SENSE_FAULT, PJSIP,
      "no part of the application took the request", "Look at which module handles that method." },
    { MARK_PHRASE, "SDP negotiation failed", false, 500, SENSE_FAULT, PJSIP,
      "offer and answer could not be matched", "Compare the codecs of both descriptions." },
    ASTERISK_HANGUP("X-Asterisk-HangupCause"),
    ASTERISK_HANGUP("X-Asterisk-HangupCauseCode"),
    FREESWITCH_LIMIT("Maximum Calls In Progress", "its limit of calls was reached"),
    FREESWITCH_LIMIT("System Busy", "it takes no call now"),
    FREESWITCH_LIMIT("System Paused", "it was paused by its operator"),
    FREESWITCH_CAUSE("DESTINATION_OUT_OF_ORDER"),
    FREESWITCH_CAUSE("INTERWORKING"),
    FREESWITCH_CAUSE("NETWORK_OUT_OF_ORDER"),
    FREESWITCH_CAUSE("NORMAL_CIRCUIT_CONGESTION"),
    FREESWITCH_CAUSE("NORMAL_TEMPORARY_FAILURE"),
    FREESWITCH_CAUSE("PROTOCOL_ERROR"),
    FREESWITCH_CAUSE("RECOVERY_ON_TIMER_EXPIRE"),
    FREESWITCH_CAUSE("SWITCH_CONGESTION"),
    { MARK_PHRASE, "JsSIP Internal Error", true, 500, SENSE_FAULT, "JsSIP",
      "the browser's phone met an error of its own", "Look at the console of that browser." },
    { MARK_PHRASE, "Licensed session capacity reached", false, 503, SENSE_FAULT,
      "the session border controller of Oracle", "all licensed sessions were in use",
      "Compare the licence with the sessions at that time." },
    { MARK_REASON_TEXT, "local", false, 0, SENSE_FAULT, "AudioCodes",
      "the device made the release itself; it came from no other network",
      "Look for the call in the device's syslog." },
    { MARK_WARNING_AGENT, "GS", false, 0, SENSE_FAULT, "Grandstream",
      "the text of the Warning is the device's reason", "Look at the account on that phone." },
};

static bool is_same(const char *a, const char *b, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (plain_lower(a[i]) != plain_lower(b[i]))
            return false;
    }
    return true;
}

static bool matches(const struct product_mark *mark, const char *text, size_t length)
{
    const size_t wanted = strlen(mark->text);

    return (mark->is_begin ? length >= wanted : length == wanted) &&
           is_same(text, mark->text, wanted);
}

const struct product_mark *product_mark_lookup(enum product_mark_place place, unsigned code,
                                               const char *text)
{
    const size_t length = text ? strlen(text) : 0;

    for (size_t i = 0; i < PLAIN_COUNT(marks); i++) {
        const struct product_mark *mark = &marks[i];

        if (mark->place == place && (!mark->code || mark->code == code) &&
            matches(mark, text, length))
            return mark;
    }
    return NULL;
}

const struct product_mark *product_mark_at(size_t index)
{
    return index < PLAIN_COUNT(marks) ? &marks[index] : NULL;
}
