/* reason_cause.c
 * What the cause numbers of a Reason header mean, for each protocol it can name (RFC 3326).
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "reason_cause.h"

#include "plain.h"
#include "q850_cause.h"
#include "response_code.h"

/* A cause of a protocol whose numbers no other table has. */
struct named_cause {
    const char *protocol;
    unsigned cause;
    const char *name;
    bool is_normal;
};

static const struct named_cause causes[] = {
    { "FAILURE_CAUSE", 1, "Media bearer or QoS lost", false },
    { "FAILURE_CAUSE", 2, "Release of signalling bearer", false },
    { "FAILURE_CAUSE", 3, "Indication of failed resources allocation", false },
    { "Preemption", 1, "UA Preemption", false },
    { "Preemption", 2, "Reserved Resources Preempted", false },
    { "Preemption", 3, "Generic Preemption", false },
    { "Preemption", 4, "Non-IP Preemption", false },
    { "Preemption", 5, "Network Preemption", false },
    { "RELEASE_CAUSE", 1, "User ends call", true },
    { "RELEASE_CAUSE", 2, "RTP/RTCP time-out", false },
    { "RELEASE_CAUSE", 3, "Media bearer loss", false },
    { "RELEASE_CAUSE", 4, "SIP timeout - no ACK", false },
    { "RELEASE_CAUSE", 5, "SIP response time-out", false },
    { "RELEASE_CAUSE", 6, "Call-setup time-out", false },
    { "RELEASE_CAUSE", 7, "Redirection failure", false },
};

static const struct {
    const char *protocol, *source;
} sources[] = {
    { "5GMM", "the mobility management of the 5G network" },
    { "5GSM", "the session management of the 5G network" },
    { "DIAMETER", "the policy server of the mobile network" },
    { "EMM", "the mobility management of the LTE network" },
    { "ESM", "the session management of the LTE network" },
    { "FAILURE_CAUSE", "the mobile network" },
    { "IKEv2", "the gateway for calls over Wi-Fi" },
    { "NGAP-MISC", "the 5G radio network" },
    { "NGAP-NAS", "the 5G radio network" },
    { "NGAP-PROTOCOL", "the 5G radio network" },
    { "NGAP-RNL", "the 5G radio network" },
    { "NGAP-TL", "the 5G radio network" },
    { "Preemption", "a call of higher precedence" },
    { "Q.850", "the telephone network or a PBX" },
    { "RELEASE_CAUSE", "the phone or the mobile network" },
    { "S1AP-MISC", "the LTE radio network" },
    { "S1AP-NAS", "the LTE radio network" },
    { "S1AP-PROT", "the LTE radio network" },
    { "S1AP-RNL", "the LTE radio network" },
    { "S1AP-TL", "the LTE radio network" },
    { "S1AP-TRN", "the LTE radio network" },
    { "STIR", "the check of the caller's identity" },
};

static const struct named_cause *lookup(const char *protocol, unsigned cause)
{
    for (size_t i = 0; i < PLAIN_COUNT(causes); i++) {
        if (causes[i].cause == cause && plain_same_text(causes[i].protocol, protocol))
            return &causes[i];
    }
    return NULL;
}

/* RFC 8224 section 6.2.2: STIR gives its own meaning to this code. */
#define STALE_DATE 403

const char *reason_cause_name(const char *protocol, unsigned cause)
{
    const struct named_cause *named = lookup(protocol, cause);
    const struct q850_cause *q850;

    if (named)
        return named->name;
    if (plain_same_text(protocol, "Q.850")) {
        q850 = q850_cause_lookup(cause);
        return q850 ? q850->name : NULL;
    }
    if (plain_same_text(protocol, "STIR") && cause == STALE_DATE)
        return "Stale Date";
    if ((plain_same_text(protocol, "SIP") || plain_same_text(protocol, "STIR")) &&
        response_code_lookup(cause)->code)
        return response_code_lookup(cause)->phrase;
    return NULL;
}

const char *reason_protocol_source(const char *protocol)
{
    for (size_t i = 0; i < PLAIN_COUNT(sources); i++) {
        if (plain_same_text(sources[i].protocol, protocol))
            return sources[i].source;
    }
    return NULL;
}

bool reason_cause_is_normal(const char *protocol, unsigned cause)
{
    const struct named_cause *named = lookup(protocol, cause);

    if (cause == 0)
        return true;
    if (plain_same_text(protocol, "Q.850"))
        return cause == 16 || cause == 31;
    if (plain_same_text(protocol, "SIP"))
        return cause == 200 || cause == 487;
    return named && named->is_normal;
}
