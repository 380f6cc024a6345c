/* registration.h
 * The bindings that registrars granted, of each address of record: who can be called, and until
 * when.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_REGISTRATION_H
#define SIPEXPLAIN_REGISTRATION_H

#include "call.h"

/* Addresses of record of one user name, contacts of one address, and refusals of it that are
 * remembered; the one that ends first, or the oldest, makes room. */
#define REGISTRATION_HOSTS_MAX 8
#define REGISTRATION_BINDINGS_MAX 16
#define REGISTRATION_REFUSALS_MAX 4

/* What the 2xx to a REGISTER granted for one contact. */
struct grant {
    const struct record *response; /* NULL: none was seen */
    uint32_t asked, granted;       /* seconds; granted 0: the binding was taken away */
    bool has_asked;
    int64_t until; /* INT64_MAX: for a time that is not known */
    const struct transaction
        *next_register; /* the first that named the contact after it; NULL: none */
};

/* One contact of an address of record (RFC 3261 section 10). */
struct binding {
    struct binding *next;
    const char *contact;
    struct grant now,
        before;    /* by the latest REGISTER that named the contact, and the one before */
    int64_t until; /* when it ends, by the latest 2xx that lists it */
};

/* One address of record: the To of REGISTER. */
struct registration {
    struct registration *next; /* of the same user at another host */
    const char *user, *host;   /* the user is interned */
    struct binding *bindings;
    struct endpoint
        registrar;        /* that answered last, where the capture shows no hop behind it ... */
    struct endpoint edge; /* ... and a proxy before it */
    const struct record *too_brief[REGISTRATION_REFUSALS_MAX]; /* 423 since the last 2xx, a ring */
    unsigned too_brief_count;
};

/* Called once, when the plugin registers. */
void registration_init(void);

/* A new REGISTER, and the first final response to one. */
void registration_add_request(const struct transaction *transaction,
                              const struct sip_message *message);
void registration_add_final(const struct transaction *transaction,
                            const struct sip_message *message);

/* The address of record that To of a message of REGISTER names; NULL: not known. */
const struct registration *registration_of(const struct sip_message *message);

/* The binding that this 2xx granted anew; NULL: none. */
const struct binding *registration_granted_by(const struct registration *registration,
                                              const struct record *response);

/* What the capture knows of the bindings of the one who is called. */
enum callee_state {
    CALLEE_UNKNOWN,     /* no REGISTER of the address was seen, or long ago only */
    CALLEE_REGISTERED,  /* a binding holds, or it is not known when it ends */
    CALLEE_RUN_OUT,     /* all that were seen have ended, the last one by itself ... */
    CALLEE_DEREGISTERED /* ... or because its phone took it away */
};

/* message: a request or response of the transaction. *binding: the one that ends last, NULL when
 * nothing is known. */
enum callee_state registration_of_callee(const struct transaction *transaction,
                                         const struct sip_message *message, int64_t time,
                                         const struct binding **binding);

/* The binding that a request to a phone is for: its contact is the Request-URI, or it is the only
 * one that is known of whom it calls. message: as above. NULL: not known. */
const struct binding *registration_of_request(const struct transaction *transaction,
                                              const struct sip_message *message);

#endif
