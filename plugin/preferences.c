/* preferences.c
 * What the user can set in Preferences > Protocols > SIP Explain, or with -o sipexplain.NAME:VALUE.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "preferences.h"

#include "catalogue/severity.h"

/* Set by Wireshark; the defaults stand here. */
static struct preferences current = {
    .tree_on_first_pass = true,
    .explain_provisional = true,
    .expert_severity = SEVERITY_CHAT,
    .slow_fault_seconds = 4,
    .slow_setup_seconds = 5,
    .burst_count = 5,
    .burst_seconds = 10,
    .leg_headers = "",
};

const struct preferences *const preferences = &current;

static const enum_val_t severities[] = {
    { "chat", "Chat", SEVERITY_CHAT },
    { "note", "Note", SEVERITY_NOTE },
    { "warn", "Warn", SEVERITY_WARN },
    { "error", "Error", SEVERITY_ERROR },
    { NULL, NULL, 0 },
};

static void register_display(module_t *module)
{
    prefs_register_bool_preference(
        module, "explain_provisional", "Explain provisional responses",
        "Off: a 1xx gets neither an item in the packet details nor in the Expert Information. What "
        "it says about its call is remembered all the same.",
        &current.explain_provisional);
    prefs_register_enum_preference(
        module, "expert_severity", "Lowest severity in the Expert Information",
        "Codes, findings and site notes below this severity are no expert items. The packet "
        "details stay as they are.",
        &current.expert_severity, severities, FALSE);
    prefs_register_bool_preference(
        module, "info_column", "Begin the Info column with the verdict",
        "What each message means stands before Wireshark's own text: \"500 - 10.0.0.1 failed, no "
        "reason given: see its log | Status: 500 ...\". The rows of the Expert Information and "
        "the arrows of Statistics > Flow Graph show it too.",
        &current.info_column);
    prefs_register_bool_preference(
        module, "voip_calls", "List the calls in Telephony > VoIP Calls",
        "Each call has a second row there, of the protocol SIP Explain: its verdict is the "
        "comment, and the arrows of its Flow Sequence say what each message means.",
        &current.voip_calls);
    prefs_register_bool_preference(
        module, "omit_texts", "Hide the general texts of each code",
        "The packet details then hold what is particular to this response only: no description, "
        "no advice, no comparison in words, no references. For exports of many packets.",
        &current.omit_texts);
}

static void register_thresholds(module_t *module)
{
    prefs_register_uint_preference(
        module, "slow_fault_seconds", "Slow server failure (seconds)",
        "A server failure that took longer is the finding fault.slow. 0: never.", 10,
        &current.slow_fault_seconds);
    prefs_register_uint_preference(
        module, "slow_setup_seconds", "Slow call setup (seconds)",
        "A call whose caller heard nothing for longer is the finding timing.slow-setup. 0: never.",
        10, &current.slow_setup_seconds);
    prefs_register_uint_preference(
        module, "burst_count", "Burst of server failures (calls)",
        "This many calls or registrations, 2 to 100, that one server failed are the finding "
        "fault.burst. 0: never.",
        10, &current.burst_count);
    prefs_register_uint_preference(module, "burst_seconds", "Burst of server failures (seconds)",
                                   "They are a burst if they came within this time. 0: never.", 10,
                                   &current.burst_seconds);
}

module_t *preferences_register(int proto, void (*apply)(void))
{
    module_t *module = prefs_register_protocol(proto, apply);

    register_display(module);
    register_thresholds(module);
    prefs_register_string_preference(
        module, "leg_headers", "Headers that join the legs of a call",
        "Names of further header fields, with commas between, whose value a PBX or SBC passes from "
        "the INVITE it gets to the one it sends, as X-Acme-Call. Session-ID, X-CID, X-Call-ID, "
        "P-Charging-Vector, Cisco-Guid and h323-conf-id are known.",
        &current.leg_headers);
    prefs_register_bool_preference(
        module, "tree_on_first_pass", "Find SIP messages in the protocol tree",
        "Right in every program; for the statistics of tshark (-z) the SIP dissector's tap serves "
        "as well, and is used by itself. Off: they come from the tap alone, and there are none in "
        "the first pass of tshark -2 and in sharkd.",
        &current.tree_on_first_pass);
    return module;
}
