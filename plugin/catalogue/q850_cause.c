/* q850_cause.c
 * The release causes of ITU-T Q.850, 1 to 127, and the SIP response a gateway makes of each.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "q850_cause.h"

#include "plain.h"

/* A value that Q.850 leaves free. A gateway answers an unlisted cause with 500. */
#define UNASSIGNED(value)                                                                          \
    {                                                                                              \
        value, "Unassigned",                                                                       \
            "Q.850 gives this value no meaning; ask the network that sent it what it stands for.", \
            500                                                                                    \
    }

/* A free value that older switches of some countries still send with a meaning of their own. */
#define UNASSIGNED_BUT_SEEN(value, seen_as)                                                        \
    {                                                                                              \
        value, "Unassigned",                                                                       \
            "Q.850 gives this value no meaning; older national switches use it for: " seen_as ".", \
            500                                                                                    \
    }

/* Index value - 1. The response is that of RFC 3398 section 7.2.4.1; its default is 500. Cause 16
 * ends a call with BYE or CANCEL, and after 44 the gateway tries another circuit: no response. */
static const struct q850_cause causes[] = {
    { 1, "Unallocated (unassigned) number",
      "The number has a valid form but is assigned to nobody: a wrong number, or one that the "
      "answering exchange does not know.",
      404 },
    { 2, "No route to specified transit network",
      "The exchange does not know the transit carrier that the call asks for, or has no way to "
      "reach it.",
      404 },
    { 3, "No route to destination",
      "No route leads to the called number from the exchange that answered.", 404 },
    { 4, "Send special information tone",
      "The called number is out of use for a longer time, and the caller should hear the "
      "special information tone.",
      500 },
    { 5, "Misdialled trunk prefix",
      "The caller dialled a trunk prefix that is wrong or in the wrong place.", 500 },
    { 6, "Channel unacceptable",
      "The channel that was proposed for the call is not acceptable to the other side.", 500 },
    { 7, "Call awarded and being delivered in an established channel",
      "The incoming call is joined to a channel that is already set up for this user.", 500 },
    { 8, "Preemption", "The call was taken down to make room for a call of higher priority.", 500 },
    { 9, "Preemption - circuit reserved for reuse",
      "The call was taken down for one of higher priority, and its circuit is kept for that "
      "call.",
      500 },
    UNASSIGNED_BUT_SEEN(10, "a prefix 1 was dialled that is not needed"),
    UNASSIGNED_BUT_SEEN(11, "more digits than needed were dialled, and the call goes on"),
    UNASSIGNED(12),
    UNASSIGNED(13),
    { 14, "QoR: ported number",
      "The number was ported to another network, so the call has to be routed anew (national "
      "use, query on release).",
      500 },
    UNASSIGNED(15),
    { 16, "Normal call clearing", "One of the parties hung up in the normal way; this is no error.",
      0 },
    { 17, "User busy", "The called user is busy.", 486 },
    { 18, "No user responding",
      "The called equipment did not react to the call set-up in time: it neither rang nor "
      "answered.",
      408 },
    { 19, "No answer from user (user alerted)", "The phone rang, but nobody answered in time.",
      480 },
    { 20, "Subscriber absent",
      "The called mobile or registered subscriber is switched off, out of coverage or logged "
      "off.",
      480 },
    { 21, "Call rejected",
      "The call was refused although it could have been taken: by the called user, or by a "
      "policy or authentication rule.",
      403 },
    { 22, "Number changed",
      "The called number has been replaced by another one, which the diagnostics may "
      "give.",
      410 },
    { 23, "Redirection to new destination",
      "The network or the called user asks that the call be sent to another destination.", 410 },
    { 24, "Call rejected due to feature at the destination",
      "A feature at the destination refused the call, such as the rejection of anonymous "
      "calls.",
      500 },
    { 25, "Exchange routing error",
      "An exchange could not route the call: the routes form a loop, or the hop counter ran "
      "out.",
      500 },
    { 26, "Non-selected user clearing",
      "Another terminal of the called line took the call; in North America it tells of a ported "
      "number routed wrongly.",
      404 },
    { 27, "Destination out of order",
      "The line or the equipment of the destination is out of order: a physical or data link "
      "fault, or power off.",
      502 },
    { 28, "Invalid number format (address incomplete)",
      "The called number is incomplete or has a wrong format.", 484 },
    { 29, "Facility rejected",
      "The network cannot provide the supplementary service that the call asks for.", 501 },
    { 30, "Response to STATUS ENQUIRY",
      "The message is only an answer to a status enquiry, and the call goes on.", 500 },
    { 31, "Normal unspecified",
      "A normal event for which there is no better cause; look at the switch that sent it for "
      "the reason.",
      480 },
    UNASSIGNED(32),
    { 33, "Circuit out of order",
      "An older value that current lists of Q.850 leave out: the circuit of the call is out of "
      "order.",
      500 },
    { 34, "No circuit/channel available",
      "All circuits or channels of the trunk group are in use at the moment.", 503 },
    UNASSIGNED_BUT_SEEN(35, "the destination cannot be reached"),
    UNASSIGNED(36),
    UNASSIGNED_BUT_SEEN(37, "the service is degraded"),
    { 38, "Network out of order",
      "The network is out of order, and this will probably last: an attempt made at once fails "
      "again.",
      503 },
    { 39, "Permanent frame mode connection out of service",
      "A permanent frame mode connection is out of service (status report, not a failed "
      "call).",
      500 },
    { 40, "Permanent frame mode connection operational",
      "A permanent frame mode connection works again (status report, not a failed call).", 500 },
    { 41, "Temporary failure",
      "The network has trouble that should pass soon: another attempt is worthwhile.", 503 },
    { 42, "Switching equipment congestion", "The switch is overloaded by traffic.", 503 },
    { 43, "Access information discarded",
      "The network could not deliver extra information of the call, such as user-to-user data "
      "or a sub-address.",
      500 },
    { 44, "Requested circuit/channel not available",
      "The other side cannot use the very circuit that was asked for; another circuit may "
      "work.",
      0 },
    UNASSIGNED_BUT_SEEN(45, "the call was pre-empted"),
    { 46, "Precedence call blocked",
      "No circuit could be freed for this priority call, or the called user is busy with one of "
      "equal or higher priority.",
      500 },
    { 47, "Resources unavailable, unspecified",
      "A resource that the call needs is not available, and no better cause applies.", 503 },
    UNASSIGNED(48),
    { 49, "Quality of service unavailable",
      "The network cannot give the quality of service (throughput, delay) that the call asks "
      "for.",
      500 },
    { 50, "Requested facility not subscribed",
      "The user has not subscribed to the facility that the call asks for.", 500 },
    UNASSIGNED_BUT_SEEN(51, "reverse charging is not allowed"),
    UNASSIGNED_BUT_SEEN(52, "outgoing calls are barred"),
    { 53, "Outgoing calls barred within CUG",
      "The caller's closed user group does not allow outgoing calls.", 500 },
    UNASSIGNED_BUT_SEEN(54, "incoming calls are barred"),
    { 55, "Incoming calls barred within CUG",
      "The called closed user group does not allow incoming calls.", 403 },
    { 56, "Call waiting not subscribed", "The user has not subscribed to call waiting.", 500 },
    { 57, "Bearer capability not authorized",
      "The caller is not allowed to use this bearer capability, for instance data or "
      "video.",
      403 },
    { 58, "Bearer capability not presently available",
      "The bearer capability is known and allowed, but not free at the moment.", 503 },
    UNASSIGNED(59),
    UNASSIGNED(60),
    UNASSIGNED(61),
    { 62, "Inconsistency in designated outgoing access information and subscriber class",
      "The outgoing access data of the call does not fit the caller's subscriber class.", 500 },
    { 63, "Service or option not available, unspecified",
      "A service or option cannot be used now, and no better cause applies.", 500 },
    UNASSIGNED(64),
    { 65, "Bearer capability not implemented",
      "The equipment does not support the bearer capability that the call asks for.", 488 },
    { 66, "Channel type not implemented",
      "The equipment does not support the type of channel that the call asks for.", 500 },
    UNASSIGNED_BUT_SEEN(67, "transit network selection is not supported"),
    UNASSIGNED_BUT_SEEN(68, "the message is not supported"),
    { 69, "Requested facility not implemented",
      "The equipment does not support the supplementary service that the call asks for.", 500 },
    { 70, "Only restricted digital information bearer capability is available",
      "Only a restricted form of the digital bearer is available, such as 56 instead of 64 "
      "kbit/s.",
      488 },
    UNASSIGNED(71),
    UNASSIGNED(72),
    UNASSIGNED(73),
    UNASSIGNED(74),
    UNASSIGNED(75),
    UNASSIGNED(76),
    UNASSIGNED(77),
    UNASSIGNED(78),
    { 79, "Service or option not implemented, unspecified",
      "The equipment does not support a service or option, and no better cause applies.", 501 },
    UNASSIGNED(80),
    { 81, "Invalid call reference value",
      "A message belongs to a call that the receiver does not know.", 500 },
    { 82, "Identified channel does not exist",
      "The channel named in the message does not exist on this interface.", 500 },
    { 83, "Call identity does not exist for suspended call",
      "A call is suspended, but not under the identity that was given.", 500 },
    { 84, "Call identity in use", "The identity given for suspending the call is already in use.",
      500 },
    { 85, "No call suspended", "There is no suspended call to resume.", 500 },
    { 86, "Call having the requested call identity has been cleared",
      "The suspended call with this identity has been cleared in the meantime.", 500 },
    { 87, "Called user not member of CUG",
      "The called user is not a member of the caller's closed user group.", 403 },
    { 88, "Incompatible destination",
      "The called equipment is not compatible with the call, for instance a voice phone called "
      "by a fax or data terminal.",
      503 },
    UNASSIGNED_BUT_SEEN(89, "the short number does not exist"),
    { 90, "Non-existing CUG", "The closed user group that the call names does not exist.", 500 },
    { 91, "Invalid transit network selection (national use)",
      "The transit network was selected in a wrong format (national use).", 500 },
    UNASSIGNED_BUT_SEEN(92, "a facility parameter is invalid"),
    UNASSIGNED_BUT_SEEN(93, "a required information element is missing"),
    UNASSIGNED(94),
    { 95, "Invalid message, unspecified",
      "The receiver got an invalid message, and no better cause applies.", 500 },
    { 96, "Mandatory information element is missing",
      "A message lacks an information element that it must have.", 500 },
    { 97, "Message type non-existent or not implemented",
      "The receiver does not know or does not support the type of a message.", 500 },
    { 98, "Message not compatible with call state or message type non-existent or not implemented",
      "A message does not fit the state of the call, or its type is not known or not "
      "supported.",
      500 },
    { 99, "Information element nonexistent or not implemented",
      "The receiver does not know or does not support an information element, and went on "
      "without it.",
      500 },
    { 100, "Invalid information element contents",
      "An information element has contents that the receiver cannot accept.", 500 },
    { 101, "Message not compatible with call state",
      "A message does not fit the state of the call.", 500 },
    { 102, "Recovery on timer expiry",
      "A protocol timer ran out because the other side did not answer, and the call was "
      "cleared.",
      504 },
    { 103, "Parameter non-existent or not implemented - passed on",
      "A parameter that the switch does not know was passed on unchanged.", 500 },
    UNASSIGNED(104),
    UNASSIGNED(105),
    UNASSIGNED(106),
    UNASSIGNED(107),
    UNASSIGNED(108),
    UNASSIGNED(109),
    { 110, "Message with unrecognized parameter discarded",
      "A message was thrown away because of a parameter that the switch does not know.", 500 },
    { 111, "Protocol error, unspecified", "A protocol error for which there is no better cause.",
      500 },
    UNASSIGNED(112),
    UNASSIGNED(113),
    UNASSIGNED(114),
    UNASSIGNED(115),
    UNASSIGNED(116),
    UNASSIGNED(117),
    UNASSIGNED(118),
    UNASSIGNED(119),
    UNASSIGNED(120),
    UNASSIGNED(121),
    UNASSIGNED(122),
    UNASSIGNED(123),
    UNASSIGNED(124),
    UNASSIGNED(125),
    UNASSIGNED(126),
    { 127, "Interworking, unspecified",
      "The call came from or went to a network that gives no causes, so the true reason is not "
      "known.",
      500 },
};

_Static_assert(PLAIN_COUNT(causes) == 127, "Q.850 has the causes 1 to 127");

const struct q850_cause *q850_cause_lookup(unsigned value)
{
    if (value == 0 || value > PLAIN_COUNT(causes))
        return NULL;
    return &causes[value - 1];
}
