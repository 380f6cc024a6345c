/* expired.c
 * A new call that ends by itself, as the Expires of its INVITE runs out.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/call_ending.h"
#include "diagnosis/subjects.h"

/* A server's timer is no more exact than this; seconds. */
#define EXPIRY_BEFORE 0.5
#define EXPIRY_AFTER 3.0

/* RFC 3261 section 13.3.1: the called side answers 487 then, without a CANCEL. */
static bool find_expired(const struct exchange *exchange, struct finding_draft *draft)
{
    const struct transaction *invite = exchange->transaction;
    const struct request_details *details = request_details(transaction_request(invite));
    const double waited = seconds_between(invite->request_time, exchange->record->time);
    char host[ENDPOINT_TEXT_MAX];

    if (!exchange_decides(exchange, 487, 487) || !transaction_opens_call(invite) ||
        !details->has_expires || !(waited >= details->expires - EXPIRY_BEFORE) ||
        !(waited <= details->expires + EXPIRY_AFTER) || call_is_cancelled_anywhere(invite) ||
        transaction_bye(invite, exchange->record->frame))
        return false;
    draft_headline(draft, "nobody answered in the %u s that the INVITE allows", details->expires);
    draft_detail(draft,
                 "The INVITE in frame %u says Expires: %u. %s ended it by itself after %.1f s%s.",
                 invite->request_frame, details->expires, endpoint_text(invite->path->server, host),
                 waited, call_first_ringing(invite) ? " with the phone still ringing" : "");
    draft_evidence(draft, invite->request_frame);
    return true;
}

static const struct rule rules[] = {
    { .id = "call.expired",
      .severity = SEVERITY_CHAT,
      .group = GROUP_SEQUENCE,
      .summary = "the call ended by itself: the Expires of its INVITE ran out",
      .headline = "the Expires of the INVITE ran out",
      .advice = "Nothing to do if the caller's side wants calls to ring no longer. Otherwise raise "
                "or remove Expires in its INVITEs.",
      .reference = { 3261, "13.3.1" },
      .actor = ACTOR_NOBODY,
      .moments = AT_FAILURE,
      .methods = METHOD_BIT(METHOD_INVITE),
      .needs = NEEDS_INITIAL,
      .codes = { 487 },
      .applies = find_expired },
};

const struct rule_list expired_call_rules = { .subject = "call",
                                              .rules = rules,
                                              .count = array_length(rules) };
