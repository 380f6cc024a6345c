/* response_code.c
 * The look-up of a status code, and the entries for numbers that have none of their own.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "response_code.h"

#define CLASS_COUNT 6

static const struct response_code_list *const class_lists[CLASS_COUNT] = {
    &responses_1xx, &responses_2xx, &responses_3xx, &responses_4xx, &responses_5xx, &responses_6xx,
};

static const char *const class_names[CLASS_COUNT + 1] = {
    "not a SIP class", "Provisional",    "Successful",     "Redirection",
    "Request Failure", "Server Failure", "Global Failure",
};

/* What a code without an entry is treated as, index class - 1: RFC 3261 section 8.1.3.2. */
static const struct response_code class_fallbacks[CLASS_COUNT] = {
    {
        .code = 0,
        .phrase = "Provisional",
        .registered = false,
        .severity = SEVERITY_CHAT,
        .gist = "handled like a 183",
        .description
        = "This code is not registered or not known here. It belongs to the provisional "
          "responses (1xx): the request is being worked on.\n"
          "A caller that does not know it treats it as 183 (Session Progress).",
        .when = "During call setup, from a product with codes of its own.",
        .fix
        = "Nothing to fix while a final response follows.\n"
          "Read the reason phrase and the Server header: they tell which product sent it "
          "and what it means by it.\n"
          "If the call stalls here, compare captures before and after each proxy, SBC or "
          "ALG: one of them may drop unknown codes.",
        .methods = "INVITE",
        .media = "early media when it carries SDP",
        .retry = "no: wait for the final response",
        .actor = "nobody",
        .caller_hears = "nothing by itself, or early media if SDP and RTP come",
        .reference = { 3261, "8.1.3.2" },
        .differs = {
            { 183, "A 183 is the registered code that an unknown 1xx is treated as." },
        },
    },
    {
        .code = 0,
        .phrase = "Successful",
        .registered = false,
        .severity = SEVERITY_CHAT,
        .gist = "handled like a 200",
        .description
        = "This code is not registered or not known here. It belongs to the successful "
          "responses (2xx): the request was accepted.\n"
          "A caller that does not know it treats it as 200 (OK).",
        .when = "As the end of a request, from a product with codes of its own.",
        .fix
        = "Nothing to fix while the request has its effect.\n"
          "If it does not, read the reason phrase and the Server header, and ask that "
          "product's documentation what the code means.\n"
          "If it answers an INVITE, the caller still has to send an ACK: look for it.",
        .methods = "any request",
        .media = "as for 200",
        .retry = "not needed",
        .actor = "nobody; for INVITE the caller's device sends the ACK",
        .caller_hears = "for INVITE: the called party; otherwise nothing",
        .reference = { 3261, "8.1.3.2" },
        .differs = {
            { 200, "A 200 is the registered code that an unknown 2xx is treated as." },
        },
    },
    {
        .code = 0,
        .phrase = "Redirection",
        .registered = false,
        .severity = SEVERITY_NOTE,
        .gist = "handled like a 300",
        .description
        = "This code is not registered or not known here. It belongs to the redirections "
          "(3xx): the request should go elsewhere.\n"
          "A caller that does not know it treats it as 300 (Multiple Choices) and uses the "
          "Contact headers.",
        .when = "Instead of an answer, from a redirect server or phone with codes of its own.",
        .fix
        = "Look for Contact in the response and for a new request to that address.\n"
          "If there is no Contact, read the reason phrase and the Server header, and ask "
          "that product's documentation what the code means.",
        .methods = "any request",
        .media = "none; this attempt ends",
        .retry = "yes: to a Contact address, if there is one",
        .actor = "the caller's device or its proxy",
        .caller_hears = "nothing if a new attempt follows, else a failure tone",
        .reference = { 3261, "8.1.3.2" },
        .differs = {
            { 300, "A 300 is the registered code that an unknown 3xx is treated as." },
        },
    },
    {
        .code = 0,
        .phrase = "Request Failure",
        .registered = false,
        .severity = SEVERITY_NOTE,
        .gist = "handled like a 400",
        .description
        = "This code is not registered or not known here. It belongs to the request "
          "failures (4xx): this server does not accept the request as it is.\n"
          "A caller that does not know it treats it as 400 (Bad Request).",
        .when = "As a refusal from a server, proxy or SBC with codes of its own.",
        .fix
        = "Read the reason phrase, the Warning and the Reason header: they usually tell the "
          "cause.\n"
          "Find the host that made it up: Server or User-Agent header, or the last hop at "
          "which a capture shows it.\n"
          "Look in that host's log and documentation for the code.",
        .methods = "any request",
        .media = "none; this request has no effect",
        .retry = "not unchanged, as far as the code tells",
        .actor = "whoever runs the host that sent it",
        .caller_hears = "failure tone, or nothing if another attempt succeeds",
        .reference = { 3261, "8.1.3.2" },
        .differs = {
            { 400,
              "A 400 is the registered code that an unknown 4xx is treated as; its syntax "
              "error need not be the cause here." },
        },
    },
    {
        .code = 0,
        .phrase = "Server Failure",
        .registered = false,
        .severity = SEVERITY_ERROR,
        .gist = "handled like a 500",
        .description
        = "This code is not registered or not known here. It belongs to the server failures "
          "(5xx): the server could not carry out the request.\n"
          "A caller that does not know it treats it as 500 (Server Internal Error).",
        .when = "As a failure from a server, gateway or SBC with codes of its own.",
        .fix
        = "Read the reason phrase, the Warning and the Reason header: they usually tell the "
          "cause.\n"
          "Find the host that made it up: Server or User-Agent header, or the last hop at "
          "which a capture shows it.\n"
          "Look in that host's log at the time of this frame, by Call-ID.",
        .methods = "any request",
        .media = "none; this request has no effect",
        .retry = "perhaps at another server, or after Retry-After if it is there",
        .actor = "whoever runs the host that sent it",
        .caller_hears = "failure tone, or nothing if another attempt succeeds",
        .reference = { 3261, "8.1.3.2" },
        .differs = {
            { 500, "A 500 is the registered code that an unknown 5xx is treated as." },
        },
    },
    {
        .code = 0,
        .phrase = "Global Failure",
        .registered = false,
        .severity = SEVERITY_NOTE,
        .gist = "handled like a 600",
        .description
        = "This code is not registered or not known here. It belongs to the global failures "
          "(6xx): no other place will accept the request.\n"
          "A caller that does not know it treats it as 600 (Busy Everywhere).",
        .when
        = "As a refusal on behalf of all of the user's devices, from a product with codes "
          "of its own.",
        .fix
        = "Read the reason phrase and the Reason header: they usually tell the cause.\n"
          "Find the host that made it up: Server or User-Agent header, or the last hop at "
          "which a capture shows it.\n"
          "Look in that host's log and documentation for the code.",
        .methods = "any request",
        .media = "none; this request has no effect",
        .retry = "no, as far as the code tells",
        .actor = "the caller, or whoever runs the host that sent it",
        .caller_hears = "busy or failure tone",
        .reference = { 3261, "8.1.3.2" },
        .differs = {
            { 600,
              "A 600 is the registered code that an unknown 6xx is treated as; the user "
              "need not be busy here." },
        },
    },
};

static const struct response_code impossible_code = {
    .code = 0,
    .phrase = "Not a SIP Status Code",
    .registered = false,
    .severity = SEVERITY_ERROR,
    .gist = "not a SIP status code",
    .description
    = "The number is outside 100 to 699, and SIP has no class of responses for it.\n"
      "No rule tells a receiver what to do with it.",
    .when
    = "From faulty or home-made software, from test tools, or in a damaged message.\n"
      "Some libraries use numbers above 699 inside (701 to 703, 900) for local "
      "failures; they belong in a log and not on the wire.",
    .fix
    = "Find the sender by the source address and the Server or User-Agent header, and "
      "have its program or script corrected.\n"
      "Check that the bytes really are SIP: a message cut or joined wrongly on TCP may "
      "show a wrong status line.\n"
      "Look in the sender's log at the time of this frame for the failure behind the "
      "number.",
    .methods = "none",
    .media = "none that can be relied on",
    .retry = "unknown: the request has no valid answer",
    .actor = "the maintainer of the sender",
    .caller_hears = "unknown; often silence until a timeout",
    .reference = { 3261, "7.2" },
    .differs = {
        { 408,
          "A 408 is the status for no answer in time; pjsip's local number for a "
          "similar case, 701, is no status code." },
        { 503,
          "A 503 is a status that a server sends; pjsip's local number 703 for an error "
          "in sending is no status code." },
    },
};

unsigned response_class(unsigned code)
{
    /* RFC 3261 section 7.2: the first digit of three is the class, and it is 1 to 6. */
    return code >= 100 && code <= 699 ? code / 100 : 0;
}

const char *response_class_name(unsigned response_class)
{
    return class_names[response_class <= CLASS_COUNT ? response_class : 0];
}

/* No two entries have the same code: one stands no further from its list's first than their codes
 * are apart. */
static const struct response_code *entry_of(const struct response_code_list *list, unsigned code)
{
    size_t at = code - list->entries[0].code;

    if (code < list->entries[0].code)
        return NULL;
    if (at >= list->count)
        at = list->count - 1;
    while (list->entries[at].code > code)
        at--;
    return list->entries[at].code == code ? &list->entries[at] : NULL;
}

static const struct response_code *search(unsigned code)
{
    const unsigned number = response_class(code);
    const struct response_code *entry;

    if (!number)
        return &impossible_code;
    entry = entry_of(class_lists[number - 1], code);
    return entry ? entry : &class_fallbacks[number - 1];
}

const struct response_code *response_code_lookup(unsigned code)
{
    /* One response is asked about again and again. */
    static const struct response_code *latest = &impossible_code;

    /* What has no entry of its own has no code. */
    if (!code || latest->code != code)
        latest = search(code);
    return latest;
}

const struct response_code *response_code_at(size_t index)
{
    for (size_t i = 0; i < CLASS_COUNT; i++) {
        if (index < class_lists[i]->count)
            return &class_lists[i]->entries[index];
        index -= class_lists[i]->count;
    }
    if (index < CLASS_COUNT)
        return &class_fallbacks[index];
    return index == CLASS_COUNT ? &impossible_code : NULL;
}
