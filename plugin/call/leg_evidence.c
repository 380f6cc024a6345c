/* leg_evidence.c
 * What an initial INVITE carries that another leg of the same call may carry too.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "leg_evidence.h"

#include "leg_header.h"
#include "leg_proof.h"
#include "leg_text.h"
#include "memory/intern.h"
#include "memory/keyed_hash.h"

/* What a value is, so that the same text in another place is another key. Headers of one kind may
 * be compared with each other. */
enum key_kind {
    KEY_CALL_ID = 1,
    KEY_STEM,
    KEY_CALLER,
    KEY_CALLED,
    KEY_REFER,
    KEY_SENT,
    KEY_CORE,
    KEY_NAMED_BY,
    KEY_FROM_TAG,
    KEY_SDP_ORIGIN,
    KEY_SESSION_ID,
    KEY_CHARGING,
    KEY_GUID,
    KEY_CALL_NAME,
    KEY_SITE_HEADER
};

/* What a header's value is a key of. */
static const enum key_kind header_keys[] = {
    [LEG_HEADER_CALL_NAME] = KEY_CALL_NAME, [LEG_HEADER_GUID] = KEY_GUID,
    [LEG_HEADER_SESSION] = KEY_SESSION_ID,  [LEG_HEADER_CHARGING] = KEY_CHARGING,
    [LEG_HEADER_DIALOG] = KEY_CALL_ID,      [LEG_HEADER_SITE] = KEY_SITE_HEADER
};

/* As the preference says; its text is kept by Wireshark until it changes. */
static struct span site_headers[LEG_SITE_HEADERS_MAX];
static unsigned site_header_count;

void leg_evidence_use_headers(const char *names)
{
    struct span rest = { names, names ? strlen(names) : 0 };

    site_header_count = 0;
    while (site_header_count < LEG_SITE_HEADERS_MAX &&
           span_next_in_list(&rest, &site_headers[site_header_count]))
        site_header_count++;
}

static uint32_t key_hash(enum key_kind kind, const void *value, size_t length)
{
    const uint32_t both[] = { (uint32_t)kind, keyed_hash(value, length) };

    return keyed_hash(both, sizeof both);
}

static uint32_t host_key_hash(enum key_kind kind, struct endpoint host, struct span text)
{
    struct {
        uint32_t kind, text;
        uint8_t host[sizeof host.address];
    } both = { (uint32_t)kind, keyed_hash(text.text, text.length), { 0 } };

    memcpy(both.host, host.address, sizeof both.host);
    return keyed_hash(&both, sizeof both);
}

uint32_t leg_call_id_hash(struct span call_id)
{
    return key_hash(KEY_CALL_ID, call_id.text, call_id.length);
}

uint32_t leg_refer_hash(struct endpoint host, struct span number)
{
    return number.length ? host_key_hash(KEY_REFER, host, number) : 0;
}

uint32_t leg_number_hash(struct endpoint host, struct span number, bool is_caller)
{
    return host_key_hash(is_caller ? KEY_CALLER : KEY_CALLED, host, leg_number_tail(number));
}

uint32_t leg_sent_hash(struct endpoint host, struct span number)
{
    return host_key_hash(KEY_SENT, host, leg_number_tail(number));
}

uint32_t leg_core_hash(struct span call_id)
{
    return key_hash(KEY_CORE, call_id.text, call_id.length);
}

uint32_t leg_named_by_hash(struct endpoint host)
{
    return host_key_hash(KEY_NAMED_BY, host, SPAN_OF(""));
}

uint32_t leg_stem_hash(struct endpoint host, struct span stem)
{
    return host_key_hash(KEY_STEM, host, stem);
}

static struct leg_key *add_key(struct leg_evidence *evidence, enum leg_proof proof,
                               const char *name, uint32_t hash)
{
    struct leg_key *key = &evidence->keys[evidence->count];

    if (evidence->count >= LEG_KEYS_MAX)
        return NULL;
    *key = (struct leg_key){ .name = name, .hash = hash, .proof = (uint8_t)proof };
    evidence->count++;
    return key;
}

/* A number of one of the parties is not the call's, however many digits it has. */
static bool is_party(const struct leg_evidence *evidence, struct span value)
{
    char digits[LEG_NUMBER_MAX];
    const struct span number = leg_number(value, digits);

    for (unsigned i = 0; i < LEG_NUMBERS_MAX; i++) {
        const char *const parties[] = { leg_caller(&evidence->parties, i),
                                        leg_called(&evidence->parties, i) };

        for (unsigned p = 0; p < array_length(parties); p++) {
            if (parties[p] && leg_likeness(number, span_of_text(parties[p])))
                return true;
        }
    }
    return false;
}

static void add_named(struct leg_evidence *evidence, const char *name, struct span call_id)
{
    struct leg_key *key = add_key(evidence, LEG_PROOF_CALL_ID_NAMED, name, 0);

    if (key)
        key->call_id_hash = leg_call_id_hash(call_id);
}

/* In small letters: a UUID's letter case means nothing. */
static void add_value(struct leg_evidence *evidence, enum leg_header_kind kind, const char *name,
                      struct span value)
{
    char folded[INTERN_TEXT_MAX];
    struct leg_key *key;

    value = span_first(value, sizeof folded);
    for (size_t i = 0; i < value.length; i++)
        folded[i] = (char)g_ascii_tolower(value.text[i]);
    if (!leg_value_is_telling(value) || is_party(evidence, value))
        return;
    key = add_key(evidence, LEG_PROOF_HEADER, name,
                  key_hash(header_keys[kind], folded, value.length));
    if (key)
        key->is_weak = kind == LEG_HEADER_CALL_NAME && !leg_value_is_drawn(value);
}

static void add_session(struct leg_evidence *evidence, const char *name, struct span value)
{
    struct span ids[LEG_SESSION_IDS_MAX];
    const unsigned count = leg_session_ids(value, ids);

    for (unsigned i = 0; i < count; i++)
        add_value(evidence, LEG_HEADER_SESSION, name, ids[i]);
}

/* With the host that made it. The operator (orig-ioi) says nothing of the call. */
static void add_vector(struct leg_evidence *evidence, const char *name, struct span value)
{
    const struct span icid = leg_charging_id(value);
    char text[INTERN_TEXT_MAX];
    struct span host;

    if (!leg_value_is_telling(icid))
        return;
    if (!sip_parameter(value, SPAN_OF("icid-generated-at"), &host))
        host = span_first(icid, 0);
    snprintf(text, sizeof text, "%.*s %.*s", (int)icid.length, icid.text, (int)host.length,
             host.length ? host.text : "");
    add_value(evidence, LEG_HEADER_CHARGING, name, span_of_text(text));
}

static void add_header(struct leg_evidence *evidence, enum leg_header_kind kind, const char *name,
                       struct span value)
{
    switch (kind) {
    case LEG_HEADER_SESSION:
        add_session(evidence, name, value);
        break;
    case LEG_HEADER_CHARGING:
        add_vector(evidence, name, value);
        break;
    case LEG_HEADER_DIALOG:
        add_named(evidence, name, span_trimmed(span_first(value, span_part_length(value, ';'))));
        break;
    case LEG_HEADER_CALL_NAME:
    case LEG_HEADER_GUID:
    case LEG_HEADER_SITE:
        add_value(evidence, kind, name, value);
        add_named(evidence, name, span_first(value, INTERN_TEXT_MAX));
        break;
    }
}

static void add_other_row(struct leg_evidence *evidence, struct span name, struct span value)
{
    const struct leg_header *header = leg_header_find(name);

    if (header)
        add_header(evidence, header->kind, header->name.text, value);
    evidence->is_referred |= span_equals_ignoring_case(name, SPAN_OF("Referred-By"));
    for (unsigned i = 0; i < site_header_count; i++) {
        if (span_equals_ignoring_case(site_headers[i], name))
            add_header(evidence, LEG_HEADER_SITE, intern(site_headers[i]), value);
    }
}

static kept_place number_of(struct span uri)
{
    char digits[LEG_NUMBER_MAX];
    const struct sip_uri read = sip_uri_read(uri);

    return intern_place(leg_number(read.user, digits));
}

/* Keeps a number beside the first one, if it is another. */
static void add_number(kept_place numbers[LEG_NUMBERS_MAX], kept_place number)
{
    if (!numbers[0])
        numbers[0] = number;
    else if (numbers[0] != number)
        numbers[1] = number;
}

static void read_parties(struct leg_parties *parties, const struct sip_message *message)
{
    add_number(parties->caller,
               number_of(sip_address_uri(sip_message_header(message, SIP_HEADER_FROM))));
    add_number(parties->called, number_of(message->request_uri));
    add_number(parties->called,
               number_of(sip_address_uri(sip_message_header(message, SIP_HEADER_TO))));
}

/* A short tag is a test's, and the same in many calls: with the rest of From, CSeq and the o= line
 * it may tell one of them. */
static uint32_t from_hash(const struct transaction *invite, struct span tag)
{
    if (tag.length < LEG_TAG_MIN) {
        const uint32_t all[] = { keyed_hash(tag.text, tag.length),
                                 transaction_request(invite)->caller_hash, invite->cseq,
                                 transaction_offer(invite) ? transaction_offer(invite)->origin_hash
                                                           : 0 };

        return key_hash(KEY_FROM_TAG, all, sizeof all);
    }
    return key_hash(KEY_FROM_TAG, tag.text, tag.length);
}

/* What has a name of its own in the message: Call-ID in Replaces, From tag, o= line. */
static void read_named(const struct transaction *invite, const struct sip_message *message,
                       struct leg_evidence *evidence)
{
    const struct span replaces = sip_message_header(message, SIP_HEADER_REPLACES);
    const struct span tag = sip_message_tag(message, SIP_HEADER_FROM);
    const struct description *offer = transaction_offer(invite);

    if (replaces.length)
        add_named(evidence, "Replaces",
                  span_trimmed(span_first(replaces, span_part_length(replaces, ';'))));
    if (tag.length)
        add_key(evidence, LEG_PROOF_FROM_TAG,
                tag.length >= LEG_TAG_MIN ? "From tag" : "From and tag", from_hash(invite, tag));
    if (offer && offer->origin_is_telling)
        add_key(evidence, LEG_PROOF_SDP_ORIGIN, "o= line of the SDP",
                key_hash(KEY_SDP_ORIGIN, &offer->origin_hash, sizeof offer->origin_hash));
}

void leg_evidence_read(const struct transaction *invite, const struct sip_message *message,
                       struct leg_evidence *evidence)
{
    struct span rest = { NULL, 0 }, name, value;

    evidence->count = 0;
    evidence->is_referred = false;
    evidence->parties = (struct leg_parties){ { 0 }, { 0 } };
    read_parties(&evidence->parties, message);
    while (sip_message_next_other_row(message, &rest, &name, &value)) {
        if (span_equals_ignoring_case(name, SPAN_OF("P-Asserted-Identity")) ||
            span_equals_ignoring_case(name, SPAN_OF("Remote-Party-ID")))
            add_number(evidence->parties.caller, number_of(sip_address_uri(value)));
        else
            add_other_row(evidence, name, value);
    }
    read_named(invite, message, evidence);
}
