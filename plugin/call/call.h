/* call.h
 * A call as it is remembered: its transactions on each hop, its early dialogs and dialogs.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_CALL_H
#define SIPEXPLAIN_CALL_H

#include "capture/frame.h"
#include "description.h"
#include "media.h"
#include "record.h"
#include "request.h"

enum method {
    METHOD_INVITE,
    METHOD_ACK,
    METHOD_BYE,
    METHOD_CANCEL,
    METHOD_REGISTER,
    METHOD_OPTIONS,
    METHOD_PRACK,
    METHOD_UPDATE,
    METHOD_SUBSCRIBE,
    METHOD_NOTIFY,
    METHOD_PUBLISH,
    METHOD_REFER,
    METHOD_MESSAGE,
    METHOD_INFO,
    METHOD_OTHER
};

/* In a set of methods. */
#define METHOD_BIT(method) (1U << (method))

/* INVITE and what is sent within its dialogs only (RFC 3261, 3262, 3311, 6086). */
bool method_is_of_call(enum method method);

/* The two ends of a hop: who sends the requests of a transaction, and to whom. */
struct path {
    struct endpoint client, server;
    uint32_t hash; /* of a kept one: sip_frame_path_hash() of a frame that takes it */
};

/* The two endpoints, as bytes: what is compared and hashed. */
#define PATH_BYTES offsetof(struct path, hash)

/* The method of a request or of a CSeq; methods are case-sensitive (RFC 3261 section 7.1). */
enum method method_of(struct span name);

/* In place of one that was not seen: its frame and time are 0. */
extern const struct transaction no_transaction;

/* A reliable provisional response (RFC 3262) of one early dialog on one hop. */
struct reliable_response {
    kept_place older_place;
    kept_place record_place;     /* its first copy */
    kept_place contact_place;    /* its Contact, where the PRACK has to go; none: none */
    kept_place prack_place;      /* the latest that fits; none: none */
    uint32_t repeated_frame;     /* of its first retransmission; 0: none */
    uint32_t prack_frame;        /* of the first PRACK that fits it on this hop; 0: none */
    uint32_t prack_final_frame;  /* of the 2xx to a PRACK for it; 0: none, it is unconfirmed */
    uint16_t record_route_count; /* of its Record-Route; UINT16_MAX: so many, or more */
    bool prack_must_pass; /* its PRACK has to come by this hop too: a direct hop or a route */
    bool is_last;         /* RELIABLE_RESPONSES_MAX was reached with it, and more came */
};

KEPT_POINTER(struct reliable_response, reliable_response, older)
KEPT_POINTER(const struct record, reliable_response, record)
KEPT_POINTER(const char, reliable_response, contact)
KEPT_POINTER(const struct transaction, reliable_response, prack)

/* Its RSeq. */
static inline uint32_t reliable_response_rseq(const struct reliable_response *reliable)
{
    return record_details(reliable_response_record(reliable))->rseq;
}

/* One To tag under one INVITE on one hop (RFC 3261 section 12.1). */
struct early_dialog {
    kept_place first_place;      /* its first 101..199; none: only a 2xx came */
    kept_place answer_place;     /* the 2xx */
    uint32_t ack_frame;          /* the ACK with its tag; 0: none that fits was seen here */
    unsigned record_route_count; /* of the 2xx: they go by way of these */
    int64_t ack_time;
    kept_place next_place;
    kept_place reliable_place;        /* newest first */
    kept_place to_tag_place;          /* none: the responses have none */
    kept_place described_place;       /* the first of 101..199 with SDP */
    kept_place offered_place;         /* the first of them that offers early media */
    kept_place ringing_place;         /* the first 180 */
    kept_place last_place;            /* the last of them; retransmissions do not count */
    kept_place ack_path_place;        /* which way the ACK went; none: there is none */
    kept_place ack_description_place; /* SDP of that ACK */
    kept_place target_place;          /* the Contact of the 2xx, where requests of its client go */
};

KEPT_POINTER(struct early_dialog, early_dialog, next)
KEPT_POINTER(struct reliable_response, early_dialog, reliable)
KEPT_POINTER(const char, early_dialog, to_tag)
KEPT_POINTER(const struct record, early_dialog, first)
KEPT_POINTER(const struct record, early_dialog, answer)
KEPT_POINTER(const struct record, early_dialog, described)
KEPT_POINTER(const struct record, early_dialog, offered)
KEPT_POINTER(const struct record, early_dialog, ringing)
KEPT_POINTER(const struct record, early_dialog, last)
KEPT_POINTER(const struct path, early_dialog, ack_path)
KEPT_POINTER(const struct description, early_dialog, ack_description)
KEPT_POINTER(const char, early_dialog, target)

/* What has become of an INVITE. Times are microseconds since the epoch, frames 0: not seen. */
struct invite_progress {
    kept_place early_dialogs_place;        /* in order of appearance */
    kept_place last_provisional_place;     /* the last 101..199, retransmissions included */
    kept_place previous_provisional_place; /* the one before it */
    kept_place cancel_place;               /* the CANCEL of this INVITE on this hop */
    int64_t early_media_time; /* of RTP that the caller heard before the first final response */
    int64_t ack_time;
    uint32_t ack_frame;        /* the first ACK that fits a final response of it on this hop */
    kept_place ack_path_place; /* the way it went; none: there is none */
    struct packet_mark ack_mark;
};

KEPT_POINTER(struct early_dialog, invite_progress, early_dialogs)
KEPT_POINTER_OR(const struct record, invite_progress, last_provisional, no_record)
KEPT_POINTER_OR(const struct record, invite_progress, previous_provisional, no_record)
KEPT_POINTER_OR(const struct transaction, invite_progress, cancel, no_transaction)
KEPT_POINTER(const struct path, invite_progress, ack_path)

/* Of a transaction to which nothing has come that only an INVITE gets. */
extern const struct invite_progress no_progress;

/* The request of a transaction as it was seen between two other endpoints, on the other side of
 * a NAT. */
struct request_copy {
    const struct request_copy *older;
    const struct path *path;
    int64_t time;
    uint32_t frame;
};

/* So many of them are remembered of one transaction; responses on further paths answer the
 * first. */
#define REQUEST_COPIES_MAX 8

/* What came of a request again, and before it. */
struct request_repeats {
    const struct request_copy *copies; /* on other paths, newest first; NULL: none */
    const struct record *retries;      /* the failure that an initial request tries again; NULL:
                                          none */
    int64_t last_time;                 /* of the latest retransmission ... */
    uint32_t last_frame;               /* ... and its frame, where there is one */
    uint32_t count;                    /* retransmissions seen, mirror copies not counted */
    struct packet_mark last_mark;
};

/* Of a transaction whose request came once. */
extern const struct request_repeats no_repeats;

/* A request and its responses on one hop: the same Call-ID, CSeq and top Via branch (RFC 3261
 * section 17.1.3); without the magic cookie its sent-by and the From tag count too. The ACK
 * belongs to its INVITE. Times are microseconds since the epoch, frames 0: not seen. */
struct transaction {
    const struct path *path;    /* never NULL; of unknown endpoints until a message tells */
    const struct record *final; /* the first final response */
    int64_t request_time;
    kept_place from_tag_place;       /* of the request; none: none. From's also of a response */
    kept_place to_tag_place;         /* of the request */
    kept_place call_place;           /* never none */
    kept_place older_place;          /* the call's transaction that began before this one */
    kept_place newer_place;          /* ... and after it */
    kept_place upstream_place;       /* the nearest hop here that the request came over; hops.h */
    kept_place other_method_place;   /* its name, of METHOD_OTHER only */
    kept_place request_place;        /* what else it said; none: nothing */
    kept_place offer_place;          /* SDP in the request */
    kept_place repeats_place;        /* none: it came once */
    kept_place progress_place;       /* none: nothing came that only an INVITE gets */
    kept_place first_response_place; /* in order, with copies and repeats */
    kept_place last_response_place;
    kept_place acknowledges_place; /* of a PRACK: what its RAck names, if known */
    uint32_t request_frame;
    uint32_t cseq;
    uint32_t branch_hash, upstream_branch_hash; /* 0: no second Via */
    uint16_t via_count;                         /* UINT16_MAX: so many, or more */
    uint16_t index;                             /* in the order of the call's transactions */
    uint8_t method;                             /* enum method */
    bool is_stream : 1;
    bool has_cookie : 1; /* its branch is unique (RFC 3261 section 17.1.3) */
    bool request_is_cut : 1;
    bool offer_is_hidden : 1;  /* the request may hold an offer that could not be read */
    bool has_more_dialogs : 1; /* EARLY_DIALOGS_MAX was reached */
};

KEPT_POINTER(const char, transaction, from_tag)
KEPT_POINTER(const char, transaction, to_tag)
KEPT_POINTER(struct call, transaction, call)
KEPT_POINTER(struct transaction, transaction, older)
KEPT_POINTER(struct transaction, transaction, newer)
KEPT_POINTER(struct transaction, transaction, upstream)
KEPT_POINTER(const char, transaction, other_method)
KEPT_POINTER_OR(const struct request, transaction, request, no_request)
KEPT_POINTER(const struct description, transaction, offer)
KEPT_POINTER_OR(const struct request_repeats, transaction, repeats, no_repeats)
KEPT_POINTER_OR(const struct invite_progress, transaction, progress, no_progress)
KEPT_POINTER(struct record, transaction, first_response)
KEPT_POINTER(struct record, transaction, last_response)
KEPT_POINTER(const struct reliable_response, transaction, acknowledges)

/* The early dialogs of an INVITE, in order of appearance; NULL: none. */
static inline struct early_dialog *transaction_early_dialogs(const struct transaction *invite)
{
    return invite_progress_early_dialogs(transaction_progress(invite));
}

/* The CANCEL of an INVITE on its hop; no_transaction: none. */
static inline const struct transaction *transaction_cancel(const struct transaction *invite)
{
    return invite_progress_cancel(transaction_progress(invite));
}

/* The last 101..199 to an INVITE, retransmissions included; no_record: none. */
static inline const struct record *transaction_last_provisional(const struct transaction *invite)
{
    return invite_progress_last_provisional(transaction_progress(invite));
}

/* The method's name. */
const char *transaction_method_name(const struct transaction *transaction);

/* One Call-ID. */
struct call {
    int64_t first_time;         /* of its first message, microseconds since the epoch */
    uint32_t first_frame;       /* of its first message */
    kept_place newest_place;    /* of its transactions */
    kept_place opening_place;   /* the first that only a call has; none: no call (yet) */
    kept_place caller_place;    /* From of its first message, "alice@example.com" */
    kept_place callee_place;    /* To of it */
    kept_place cancelled_place; /* the first INVITE that waits for a final response */
    kept_place misfits_place;   /* see misfit.h */
    kept_place legs_place;      /* see legs.h; none: none began here */
    uint32_t transaction_count : 30;
    uint32_t is_full : 1;     /* CALL_TRANSACTIONS_MAX was reached: later ones are not remembered */
    uint32_t has_repeats : 1; /* some request was sent again */
    kept_place shown_place;   /* the Call-ID as it is shown; none: as it was sent */
    uint32_t sent_length;     /* bytes of ... */
    char sent[];              /* ... the Call-ID as it was sent; a NUL follows */
};

KEPT_POINTER(struct transaction, call, newest)
KEPT_POINTER(const struct transaction, call, opening)
KEPT_POINTER(const char, call, caller)
KEPT_POINTER(const char, call, callee)
KEPT_POINTER(const struct transaction, call, cancelled)
KEPT_POINTER(const struct misfit_entry, call, misfits)
KEPT_POINTER(struct leg, call, legs)

/* The Call-ID as it is shown. */
static inline const char *call_call_id(const struct call *call)
{
    return call->shown_place ? (const char *)kept_at(call->shown_place) : call->sent;
}

/* Transactions remembered of one call; a later one's messages are explained by themselves. */
#define CALL_TRANSACTIONS_MAX 20000 /* transaction.index holds no more than 65,536 */

/* How far back a call's transactions, or a transaction's responses, are searched. Where that
 * ends nothing is said: what is looked for is rarely there, so it would be said of ordinary
 * calls with many requests. */
#define CALL_SEARCH_MAX 64

/* How far back a message's transaction is looked for: past all branches of a fork
 * (HOP_BRANCHES_MAX). A call has a handful, and a response follows its request within minutes: a
 * table of all transactions would cost more than it finds. */
#define TRANSACTION_SEARCH_MAX 600

/* 64*T1 (RFC 3261 section 17.1.1.2): after it a client gives its request up, a server its response,
 * and a 2xx its ACK. Microseconds. */
#define TRANSACTION_TIME 32000000

/* What is repeated for so long was given up: the last repeat comes earlier than 64*T1, and some set
 * their timers shorter. Microseconds. */
#define GIVE_UP_TIME 25000000

/* Early dialogs remembered of one INVITE on one hop. */
#define EARLY_DIALOGS_MAX 32

/* Reliable responses remembered of one early dialog. */
#define RELIABLE_RESPONSES_MAX 64

/* A request outside of any dialog: without a To tag (RFC 3261 section 12.2). */
bool transaction_is_initial(const struct transaction *transaction);

/* Is it a part of a call that the capture shows: its INVITE, or a request within its dialog? */
bool transaction_is_of_call(const struct transaction *transaction);

/* An INVITE outside of any dialog. */
bool transaction_opens_call(const struct transaction *transaction);

/* Is there no PRACK for it on this hop, or only one that was refused? */
bool reliable_is_open(const struct reliable_response *reliable);

/* The first response that is more than 100 Trying; NULL: none among the first CALL_SEARCH_MAX. */
const struct record *transaction_first_sign(const struct transaction *transaction);

/* The early dialog with this interned To tag, or NULL. */
struct early_dialog *transaction_early_dialog(const struct transaction *invite, const char *to_tag);

/* Walks a call's transactions back from this one (NULL: there is none), itself first, over
 * CALL_SEARCH_MAX of them: from call->newest, or from transaction->older for those that began
 * before. after: NULL to begin. NULL at the end. */
struct transaction *transaction_back(const struct transaction *from,
                                     const struct transaction *after);

/* The frame and the time of the request's last copy on its path; 0: it is not in the capture. */
uint32_t transaction_last_frame(const struct transaction *transaction);
int64_t transaction_last_time(const struct transaction *transaction);

/* Its first frame: of its request, or of its first response. */
uint32_t transaction_frame(const struct transaction *transaction);

/* The newest transaction of the call as it was at frame, among the CALL_SEARCH_MAX that follow this
 * one: for statements that later frames must not change. */
const struct transaction *transaction_newest_at(const struct transaction *transaction,
                                                uint32_t frame);

/* Is its request not in the capture? Behind TRANSACTION_SEARCH_MAX others it may just not have been
 * found. */
bool transaction_lacks_request(const struct transaction *transaction);

/* Where to begin to look for a response like one with this code: past CALL_SEARCH_MAX provisional
 * responses a final one is found all the same. */
const struct record *transaction_responses_like(const struct transaction *transaction,
                                                unsigned code);

/* The frame and time of the request that this response answers, on the path that the response
 * came over if it was seen there. 0: it is not in the capture. */
uint32_t transaction_request_of(const struct record *response, int64_t *time);

/* Do two requests carry the same pair of tags, sent by either side? An INVITE a without a To tag
 * has those of all its early dialogs. */
bool transaction_same_dialog(const struct transaction *a, const struct transaction *b);

/* The latest BYE sent before frame in the dialog of this request, or in one that it began, and not
 * refused before frame; never this request itself on any hop. NULL: none is near. */
const struct transaction *transaction_bye(const struct transaction *transaction, uint32_t frame);

/* Was the BYE refused before frame? 408 and 481 end the dialog for its sender too (RFC 3261 section
 * 15.1.1). */
bool bye_was_refused(const struct transaction *bye, uint32_t frame);

/* Do walks of CALL_SEARCH_MAX from the newest transaction reach all of the call? Where not, what
 * was not found is not to be denied. */
bool call_is_searched_whole(const struct call *call);

/* The INVITE that began the call of this request in a dialog, over the same hop; the answered one
 * of several. NULL: it is not known. */
const struct transaction *transaction_opening_invite(const struct transaction *request);

/* Of two struct path, for tables too. */
gboolean path_equal(gconstpointer a, gconstpointer b);

/* Do two paths lead from the one host to the other one, whatever the ports? */
bool path_same_hosts(const struct path *a, const struct path *b);

/* The same path the other way round. */
struct path path_back(const struct path *path);

/* Were both requests sent by the same host? */
bool transaction_same_client(const struct transaction *a, const struct transaction *b);

/* Does a transaction come over the same hop: the same two hosts, in either direction? */
bool transaction_same_hop(const struct transaction *a, const struct transaction *b);

#endif
