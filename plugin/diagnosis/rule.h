/* rule.h
 * A finding's rule: its texts as data, and one question over the exchange.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_RULE_H
#define SIPEXPLAIN_RULE_H

#include "call/exchange.h"
#include "call/hops.h"
#include "catalogue/rfc_reference.h"
#include "catalogue/severity.h"
#include "fault/verdict.h"
#include "need.h"
#include "question/of_exchange.h"
#include "question/quote.h"

/* Frames that a finding points to; further ones are left out. */
#define FINDING_EVIDENCE_MAX 6

/* Longest detail, with its NUL: what Wireshark shows of an item. */
#define FINDING_DETAIL_MAX 220

/* Longest headline of this call, with its NUL: what a column shows, in ASCII. */
#define FINDING_HEADLINE_MAX 68

/* Who has to act on what was found; shown with the host's name. */
enum actor {
    ACTOR_OF_CODE, /* as the catalogue says for the response's code */
    ACTOR_NOBODY,
    ACTOR_SERVER,     /* who runs the host that failed or refused first, or was asked */
    ACTOR_CLIENT,     /* ... the one that sent the request first */
    ACTOR_SENDER,     /* ... the one that sent this message */
    ACTOR_HOP_CLIENT, /* ... the one that sent the request over this hop */
    ACTOR_ASKED /* ... the one to which the request went that is the finding's evidence, and the
                   network on the way */
};

struct rule;
struct refusal;

/* What a rule fills in when it applies. */
struct finding_draft {
    const struct rule *rule; /* the one that is asked */
    /* What a 5xx means, judged once before the rules are asked; FAULT_NONE for other messages. */
    const struct fault_judgement *judgement;
    /* How an AT_FAILURE refuses credentials: refusal_by(), asked once. */
    const struct refusal *refusal;
    char detail[FINDING_DETAIL_MAX];     /* this call's values, a full sentence; "" for none */
    char headline[FINDING_HEADLINE_MAX]; /* the headline with this call's values; "": the rule's */
    uint32_t evidence[FINDING_EVIDENCE_MAX];
    unsigned evidence_count;
};

/* Writes the detail, printf-like. */
void draft_detail(struct finding_draft *draft, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Writes the headline of this call, printf-like. */
void draft_headline(struct finding_draft *draft, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Adds a frame; 0 and frames already named are passed over. */
void draft_evidence(struct finding_draft *draft, uint32_t frame);

/* Which of Wireshark's expert groups the finding goes into. */
enum finding_group {
    GROUP_RESPONSE_CODE, /* what the code says */
    GROUP_SEQUENCE,      /* the order and repetition of messages */
    GROUP_PROTOCOL,      /* a violation of an RFC */
    GROUP_SECURITY       /* authentication */
};

/* How often a finding is told. Where it was told before, it is counted and can be filtered for, but
 * it is neither loud nor in the headline nor in the Expert Information. */
enum finding_once {
    ONCE_NEVER,     /* each time */
    ONCE_OF_SERVER, /* once with the same detail of one address and status code */
    ONCE_OF_REQUEST /* once of one request, however many hops and branches it has */
};

/* Codes that a rule can name, none of them above CODE_LAST. */
#define RULE_CODES_MAX 9
#define CODE_LAST 699

/* Findings that one may fold into. */
#define FOLDS_MAX 4

/* One finding. All there is to know of it stands here or in its list. Texts are static ASCII and
 * never NULL. */
struct rule {
    const char *id; /* "early-media.no-rtp"; its expert field has "_" for "-" */
    enum severity severity;
    enum finding_group group;
    const char *summary; /* short, without values of the call: the Expert panel groups by it */
    /* What stands for the summary in a column, where that is too long for one or names nobody;
     * NULL: the summary does. draft_headline() has it of one call. HOST in it is the host that the
     * request came to, CLIENT the one that sent it, METHOD its method, GIST what the code means. */
    const char *headline;
    const char *advice; /* what to do next, one or two sentences, at most CATALOGUE_LINE_MAX */
    struct rfc_reference reference;
    enum actor actor;
    const char *actor_more;         /* who else acts; in place of "nobody" too. NULL: no one */
    unsigned moments;               /* enum moment bits at which it is asked */
    unsigned methods;               /* METHOD_BIT of each request that it is asked about; 0: any */
    unsigned needs;                 /* enum need bits, without which it cannot find anything */
    uint16_t codes[RULE_CODES_MAX]; /* of an AT_FAILURE, if it is asked about these only; 0 behind
                                       the last, which may be missing */
    /* Set: it tells this meaning of a 5xx. It is asked for its detail where that is the judgement,
     * its request is its first evidence, and its expert item stands in place of the code's own. */
    enum fault_verdict verdict;
    /* It says what the code means here: where the code by itself is louder, its expert item stands
     * in place of the code's own. */
    bool stands_for_code;
    /* It tells something beside the answer itself, or good news: it heads no failure. */
    bool is_aside;
    /* It says little more than the code: where the parties' own words do not fit behind it, they
     * stand in its place. */
    bool yields;
    bool leads; /* it is the cause: it heads what is said of the message, before a verdict too */
    /* A note that matters to who used the call: an answered call's verdict tells it at its end. */
    bool is_of_outcome;
    bool never_heads; /* what it tells is never what became of the message */
    bool tells_sdp;   /* it says what the SDP of an 18x comes to: the headline says no more of it */
    enum finding_once once;
    /* It only says that the answer began on a hop further on: what it means there heads it here
     * too. */
    bool is_relay;
    /* It is asked behind all others, knows then what had no room, and has room itself. */
    bool is_last;
    /* The ids of findings that say the same and more: at a message that has one of them too this
     * one is there for filters only. NULL behind the last. */
    const char *folds_into[FOLDS_MAX];
    bool adds_detail; /* what it folds into shows its detail too */
    /* Does it apply to this message? Const data only: no order between rules, no state. Asked for
     * exchanges with at least one of the moments; they have a transaction, but for AT_UNPLACED, and
     * for an AT_ACK whose INVITE is not known. */
    bool (*applies)(const struct exchange *exchange, struct finding_draft *draft);
    /* Of what ordinary calls have: writes the detail when it is shown, as applies() does not then.
     * Only from what no later message changes, of responses only, and without rule.once. NULL:
     * applies() writes it. */
    void (*tells)(const struct record *record, struct finding_draft *draft);
};

/* The rules of one file. */
struct rule_list {
    const char *subject; /* "early-media": what their ids begin with, and, with "_", their folder */
    const struct rule *rules;
    size_t count;
    bool is_aside;       /* all of them are */
    bool is_conformance; /* notes on the form of a message: they head no response at all */
};

#endif
