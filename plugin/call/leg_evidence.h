/* leg_evidence.h
 * What an initial INVITE carries that another leg of the same call may carry too.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_LEG_EVIDENCE_H
#define SIPEXPLAIN_LEG_EVIDENCE_H

#include "call.h"
#include "memory/kept_memory.h"

/* Numbers of one party: of From and P-Asserted-Identity or its like, of the Request-URI and To. */
#define LEG_NUMBERS_MAX 2

/* Both parties, as leg_text.h reads them. Interned; none: none, or the same as the first. */
struct leg_parties {
    kept_place caller[LEG_NUMBERS_MAX], called[LEG_NUMBERS_MAX];
};

static inline const char *leg_caller(const struct leg_parties *parties, unsigned i)
{
    return (const char *)kept_at(parties->caller[i]);
}

static inline const char *leg_called(const struct leg_parties *parties, unsigned i)
{
    return (const char *)kept_at(parties->called[i]);
}

/* A value that two legs may share. */
struct leg_key {
    const char *name;      /* of its header, or what it is, in words */
    uint32_t hash;         /* of what it is and its value */
    uint8_t proof;         /* enum leg_proof, of a leg that has the same */
    bool is_weak;          /* it may stand on all calls of a site: it needs more than itself */
    uint32_t call_id_hash; /* of a value that may be another leg's Call-ID; 0: it never is */
};

/* Values kept of one INVITE; further ones are passed over. */
#define LEG_KEYS_MAX 16

struct leg_evidence {
    struct leg_parties parties;
    struct leg_key keys[LEG_KEYS_MAX]; /* of the rows in order, then From tag and o= line */
    unsigned count;
    bool is_referred; /* Referred-By (RFC 3892) */
};

/* Names in the preference that are used; further ones are not. */
#define LEG_SITE_HEADERS_MAX 8

/* Further headers that legs share, "X-Acme-Call, X-Trace"; NULL or empty: none. A change counts for
 * INVITEs that come from then on. */
void leg_evidence_use_headers(const char *names);

/* What the INVITE carries; its offer is read already. */
void leg_evidence_read(const struct transaction *invite, const struct sip_message *message,
                       struct leg_evidence *evidence);

/* The hash by which a leg with this Call-ID is found. */
uint32_t leg_call_id_hash(struct span call_id);

/* The same of where a REFER sends the one it is sent to; 0: nowhere that is a party. */
uint32_t leg_refer_hash(struct endpoint host, struct span number);

/* The same of a party at the host that an INVITE comes to, of that it comes from. */
uint32_t leg_number_hash(struct endpoint host, struct span number, bool is_caller);

/* The same of the called party at the host that sent an INVITE. */
uint32_t leg_sent_hash(struct endpoint host, struct span number);

/* The hash by which a leg is found whose Call-ID this one may be made of, or the other way round.
 */
uint32_t leg_core_hash(struct span call_id);

/* The hash by which the calls are found that a host gave weak values to. */
uint32_t leg_named_by_hash(struct endpoint host);

/* The same of a part of a Call-ID. */
uint32_t leg_stem_hash(struct endpoint host, struct span stem);

#endif
