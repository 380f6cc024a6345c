/* misfit.h
 * Messages that came but do not fit: what each nearly fits, and in which field it differs.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_MISFIT_H
#define SIPEXPLAIN_MISFIT_H

#include "call.h"

/* What the odd message is. */
enum misfit_kind {
    MISFIT_ACK,       /* confirms no final response */
    MISFIT_PRACK,     /* confirms no reliable response, or is sent where it cannot arrive */
    MISFIT_CANCEL,    /* cancels no INVITE */
    MISFIT_IN_DIALOG, /* another request whose dialog there is not */
    MISFIT_RESPONSE,  /* its receiver cannot match it with its request */
    MISFIT_SENT_BY    /* a response whose receiver may take it for another host's */
};

/* The field in which it differs: the first that does, in the order in which a receiver looks. */
enum misfit_field {
    FIELD_CALL_ID,
    FIELD_CSEQ,        /* number, or the whole CSeq where it is missing */
    FIELD_CSEQ_METHOD, /* of a response */
    FIELD_BRANCH,      /* of the top Via */
    FIELD_SENT_BY,     /* of the top Via */
    FIELD_OWN_VIA, /* on top of a response that a proxy passes on: its own, value is its sent-by */
    FIELD_FROM_TAG,
    FIELD_TO_TAG,
    FIELD_BOTH_TAGS,   /* From and To tag have changed places */
    FIELD_RACK,        /* not readable, or not there */
    FIELD_RACK_RSEQ,   /* response number */
    FIELD_RACK_CSEQ,   /* CSeq number */
    FIELD_RACK_METHOD, /* method */
    FIELD_RELIABLE,    /* the 18x of its dialog asked for no PRACK */
    FIELD_REQUEST_URI, /* not the Contact */
    FIELD_STRICT,      /* the Request-URI where the first Route, wanted, has no lr */
    FIELD_ROUTE,       /* value: how many there are; wanted: of Record-Route */
    FIELD_DESTINATION, /* of a CANCEL: another host than that of its INVITE */
    FIELD_TRANSPORT    /* another one than the INVITE's; value and wanted name them */
};

/* An odd message. Strings are interned, and all memory is the file's. Its first copy only: the same
 * mistake about the same thing is kept once. */
struct misfit {
    enum misfit_kind kind;
    enum misfit_field field;
    uint32_t frame;
    int64_t time; /* microseconds since the epoch */
    const struct path *path;
    const struct transaction *message; /* its own transaction; NULL: an ACK, or it has none */
    const struct transaction *about;   /* the transaction that it nearly fits; of an ACK, PRACK,
                                          CANCEL or request in a dialog: an INVITE */
    const struct early_dialog *dialog; /* of an ACK of a 2xx, a PRACK, a request in a dialog: the
                                          one that it nearly fits; NULL: none, or not known */
    const struct record *response;     /* what the ACK or PRACK nearly confirms; else NULL */
    const char *value, *wanted;        /* of the field; NULL: missing */
    uint32_t wanted_frame;             /* where the wanted value stands */
};

/* Odd messages remembered of one call; later ones are not: a sender that does it wrong does it
 * again. */
#define MISFITS_MAX 16

/* What takes `after` walks: NULL to begin, NULL at the end. The first found is the newest. */

/* Messages of this kind that nearly fit this transaction: this hop only. */
const struct misfit *misfit_of_transaction(const struct transaction *about, enum misfit_kind kind,
                                           const struct misfit *after);

/* The response to this request that its client could not match; NULL: none. */
const struct misfit *misfit_odd_response(const struct transaction *request);

/* Messages of any kind that nearly fit the dialog of this INVITE with that interned To tag. */
const struct misfit *misfit_of_dialog(const struct transaction *invite, const char *to_tag,
                                      const struct misfit *after);

/* ACKs and PRACKs that nearly confirm this response. */
const struct misfit *misfit_of_response(const struct record *response, const struct misfit *after);

/* What is odd about the request, or the responses, of this transaction itself; NULL: nothing. */
const struct misfit *misfit_of_message(const struct transaction *message);

/* "CSeq", "To tag": the field in words. */
const char *misfit_field_text(enum misfit_field field);

/* Keeps a copy of it with the call of the transaction it nearly fits, and with its own. Used by
 * call/ only. Returns the copy; NULL: there is no more room, or the mistake was kept before. */
const struct misfit *misfit_keep(const struct misfit *misfit);

#endif
