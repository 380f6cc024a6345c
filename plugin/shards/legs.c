/* legs.c
 * What makes a call a leg of another, or an attempt after it: keys that both have.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include <glib.h>
#include <string.h>

#include "call/leg_header.h"
#include "call/leg_text.h"
#include "sorter.h"

/* How long after one another two INVITEs may be two legs, for what is no value of one call only;
 * the plugin waits no longer for the INVITE that a REFER asks for. Nanoseconds. */
#define LEG_LIFE (INT64_C(32) * 1000000000)
/* The same where only the called number is compared, by its last digits. */
#define NEXT_LEG_LIFE (INT64_C(4) * 1000000000)
#define LAST_DIGITS 6u
#define LAST_DIGITS_MIN 3u
/* An attempt after another. */
#define ATTEMPT_LIFE (INT64_C(64) * 1000000000)
/* Bytes of a key that is put together. */
#define TEXT_MAX 256

/* From now on the key is of the frame's group, whatever it was of. */
static void rename_key(struct sorter *sorter, enum key_kind kind, const void *key, size_t size)
{
    group_name(sorter->groups, kind, key, size, sorter->now, sorter->group);
}

/* Two numbers, or one, at a host: a key of at most TEXT_MAX bytes. */
static size_t numbers_key(char key[TEXT_MAX], const struct host_port *host, struct span caller,
                          struct span called)
{
    const struct span numbers[] = { caller, called };
    size_t size = sizeof host->address;

    memcpy(key, host->address, size);
    for (unsigned i = 0; i < G_N_ELEMENTS(numbers); i++) {
        if (numbers[i].length)
            memcpy(key + size, numbers[i].text, numbers[i].length);
        size += numbers[i].length;
        key[size++] = '\0';
    }
    return size;
}

/* An INVITE that comes to a host, and one with the same numbers that it sends, in any order. The
 * latest one counts: those that come to one number are not each other's legs. */
static void add_numbers(struct sorter *sorter, struct span caller, struct span called, int64_t life)
{
    char at_source[TEXT_MAX], at_destination[TEXT_MAX];
    const size_t source_size = numbers_key(at_source, &sorter->packet->source, caller, called);
    const size_t destination_size =
        numbers_key(at_destination, &sorter->packet->destination, caller, called);

    sorter_belong_to(sorter, KEY_NUMBERS, at_source, source_size, life);
    sorter_belong_to(sorter, KEY_NUMBERS_SENT, at_destination, destination_size, life);
    rename_key(sorter, KEY_NUMBERS, at_destination, destination_size);
    rename_key(sorter, KEY_NUMBERS_SENT, at_source, source_size);
}

static struct span number_of(struct span uri, char digits[LEG_NUMBER_MAX])
{
    return leg_number(sip_uri_read(uri).user, digits);
}

/* Who is registered, and who is called: what became of a registration explains a call's end. */
static size_t address_key(char key[TEXT_MAX], struct span uri)
{
    const struct sip_uri read = sip_uri_read(uri);
    const struct span user = span_first(read.user, TEXT_MAX / 2 - 1);
    const struct span host = span_first(read.host, TEXT_MAX / 2 - 1);

    if (!user.length || !host.length)
        return 0;
    memcpy(key, user.text, user.length);
    key[user.length] = '@';
    memcpy(key + user.length + 1, host.text, host.length);
    return user.length + 1 + host.length;
}

static void add_registration(struct sorter *sorter)
{
    char key[TEXT_MAX];
    const size_t size =
        address_key(key, sip_address_uri(sip_message_header(&sorter->message, SIP_HEADER_TO)));

    if (size)
        sorter_name(sorter, KEY_ADDRESS, key, size, KEY_LIFE);
}

static void find_registration(struct sorter *sorter, struct span uri)
{
    char key[TEXT_MAX];
    const size_t size = address_key(key, uri);

    if (size)
        sorter_belong_to(sorter, KEY_ADDRESS, key, size, KEY_LIFE);
}

static void add_parties(struct sorter *sorter)
{
    const struct sip_message *message = &sorter->message;
    const struct span from = sip_address_uri(sip_message_header(message, SIP_HEADER_FROM));
    const struct span called[] = { message->request_uri,
                                   sip_address_uri(sip_message_header(message, SIP_HEADER_TO)) };
    char caller_digits[LEG_NUMBER_MAX], digits[LEG_NUMBER_MAX], refer[TEXT_MAX];
    const struct span caller = number_of(from, caller_digits);

    for (unsigned i = 0; i < G_N_ELEMENTS(called); i++) {
        const struct span number = number_of(called[i], digits);

        find_registration(sorter, called[i]);
        if (number.length < LAST_DIGITS_MIN)
            continue;
        if (caller.length)
            add_numbers(sorter, leg_number_tail(caller), leg_number_tail(number), LEG_LIFE);
        add_numbers(sorter, NO_SPAN,
                    span_behind(number, number.length - MIN(number.length, LAST_DIGITS)),
                    NEXT_LEG_LIFE);
        sorter_belong_to(
            sorter, KEY_REFER, refer,
            numbers_key(refer, &sorter->packet->source, NO_SPAN, leg_number_tail(number)),
            LEG_LIFE);
    }
}

/* The same caller asks for the same party again: an attempt after one that failed. */
static void add_attempt(struct sorter *sorter)
{
    static const enum sip_header_id parties[] = { SIP_HEADER_FROM, SIP_HEADER_TO };
    char texts[G_N_ELEMENTS(parties)][TEXT_MAX], key[3 * TEXT_MAX];
    size_t size = sizeof sorter->packet->source.address;

    memcpy(key, sorter->packet->source.address, size);
    for (unsigned i = 0; i < G_N_ELEMENTS(parties); i++) {
        const size_t length = address_key(
            texts[i], sip_address_uri(sip_message_header(&sorter->message, parties[i])));

        if (!length)
            return;
        memcpy(key + size, texts[i], length);
        size += length;
        key[size++] = '\0';
    }
    sorter_name(sorter, KEY_ATTEMPT, key, size, ATTEMPT_LIFE);
}

/* A REFER asks its receiver to call somebody. */
static void add_refer(struct sorter *sorter)
{
    const struct span target =
        sip_address_uri(sip_message_header(&sorter->message, SIP_HEADER_REFER_TO));
    char digits[LEG_NUMBER_MAX], key[TEXT_MAX];
    const struct span number = number_of(target, digits);

    if (number.length)
        rename_key(
            sorter, KEY_REFER, key,
            numbers_key(key, &sorter->packet->destination, NO_SPAN, leg_number_tail(number)));
}

/* A value of one call only, in small letters: a UUID's letter case means nothing. */
static void add_value(struct sorter *sorter, struct span value)
{
    char folded[TEXT_MAX];

    if (!leg_value_is_telling(value))
        return;
    value = span_first(value, sizeof folded);
    for (size_t i = 0; i < value.length; i++)
        folded[i] = (char)g_ascii_tolower(value.text[i]);
    sorter_name(sorter, KEY_HEADER, folded, value.length, KEY_LIFE);
}

/* It may be another call's Call-ID. One that is not seen yet counts if it can be of one call only:
 * a site's name stands on all of its calls. */
static void add_call_id(struct sorter *sorter, struct span value)
{
    value = span_trimmed(span_first(value, span_part_length(value, ';')));
    if (!value.length)
        return;
    if (leg_value_is_telling(value) && leg_value_is_drawn(value))
        sorter_name_text(sorter, KEY_CALL_ID, value, KEY_LIFE);
    else
        sorter_belong_to(sorter, KEY_CALL_ID, value.text, value.length, KEY_LIFE);
}

/* A name that a host gives to calls, and may give to all of them: it counts where one host gets it
 * and sends it on at once. */
static void add_weak(struct sorter *sorter, struct span value)
{
    add_numbers(sorter, span_first(value, TEXT_MAX / 2), SPAN_OF("="), NEXT_LEG_LIFE);
}

static void add_session(struct sorter *sorter, struct span value)
{
    struct span ids[LEG_SESSION_IDS_MAX];
    const unsigned count = leg_session_ids(value, ids);

    for (unsigned i = 0; i < count; i++)
        add_value(sorter, ids[i]);
}

static void add_plain(struct sorter *sorter, struct span value)
{
    if (leg_value_is_drawn(value))
        add_value(sorter, value);
    else if (leg_value_is_telling(value))
        add_weak(sorter, value);
}

static bool is_site_header(const struct sorter *sorter, struct span header)
{
    for (unsigned i = 0; sorter->leg_headers && sorter->leg_headers[i]; i++) {
        if (span_equals_ignoring_case(header, span_of_text(sorter->leg_headers[i])))
            return true;
    }
    return false;
}

/* By the headers that the plugin joins legs by. */
static void add_header(struct sorter *sorter, struct span name, struct span value)
{
    const struct leg_header *header = leg_header_find(name);

    if (!header && !is_site_header(sorter, name))
        return;
    switch (header ? header->kind : LEG_HEADER_SITE) {
    case LEG_HEADER_SESSION:
        add_session(sorter, value);
        return;
    case LEG_HEADER_CHARGING:
        add_value(sorter, leg_charging_id(value));
        return;
    case LEG_HEADER_GUID:
        add_value(sorter, value);
        break;
    case LEG_HEADER_CALL_NAME:
    case LEG_HEADER_SITE:
        add_plain(sorter, value);
        break;
    case LEG_HEADER_DIALOG:
        break;
    }
    add_call_id(sorter, value);
}

/* Call-IDs that are made of one another. */
static void add_related(struct sorter *sorter, struct span call_id)
{
    struct span cores[LEG_CORES_MAX], stems[LEG_STEMS_MAX];
    const unsigned count = leg_call_id_cores(call_id, cores);
    const unsigned stem_count = leg_call_id_stems(call_id, stems);

    sorter_belong_to(sorter, KEY_CORE, call_id.text, call_id.length, LEG_LIFE);
    for (unsigned i = 0; i < count; i++) {
        sorter_belong_to(sorter, KEY_CALL_ID, cores[i].text, cores[i].length, LEG_LIFE);
        sorter_name_text(sorter, KEY_CORE, cores[i], LEG_LIFE);
    }
    for (unsigned i = 0; i < stem_count; i++)
        add_weak(sorter, stems[i]);
}

static size_t append(char key[], size_t size, struct span text)
{
    text = span_first(text, TEXT_MAX - 1);
    if (text.length)
        memcpy(key + size, text.text, text.length);
    key[size + text.length] = '\0';
    return size + text.length + 1;
}

/* Some hosts pass the caller's tag on. A short one, as of a test, tells a call together with the
 * rest of From, CSeq and the o= line. */
static void add_tag(struct sorter *sorter)
{
    const struct span tag = sip_message_tag(&sorter->message, SIP_HEADER_FROM);
    const struct span from = sip_address_uri(sip_message_header(&sorter->message, SIP_HEADER_FROM));
    char key[4 * TEXT_MAX];
    size_t size = append(key, 0, tag);
    struct span sdp;

    if (!tag.length)
        return;
    if (tag.length < LEG_TAG_MIN) {
        size = append(key, size, from);
        size = append(key, size, sip_message_header(&sorter->message, SIP_HEADER_CSEQ));
        if (sip_message_sdp(&sorter->message, &sdp) && sdp_read(sdp, &sorter->sdp))
            size = append(key, size, sorter->sdp.origin);
    }
    sorter_name(sorter, KEY_TAG, key, size, KEY_LIFE);
}

static void add_invite(struct sorter *sorter)
{
    struct span rest = { NULL, 0 }, header, value;

    add_tag(sorter);

    while (sip_message_next_other_row(&sorter->message, &rest, &header, &value))
        add_header(sorter, header, value);
    add_call_id(sorter, sip_message_header(&sorter->message, SIP_HEADER_REPLACES));
    add_related(sorter, sip_message_header(&sorter->message, SIP_HEADER_CALL_ID));
    if (!sip_message_tag(&sorter->message, SIP_HEADER_TO).length)
        add_parties(sorter);
}

void legs_add_request(struct sorter *sorter)
{
    const struct span method = sorter->message.method;

    if (!sip_message_tag(&sorter->message, SIP_HEADER_TO).length)
        add_attempt(sorter);
    if (span_equals(method, SPAN_OF("INVITE")))
        add_invite(sorter);
    else if (span_equals(method, SPAN_OF("REFER")))
        add_refer(sorter);
    else if (span_equals(method, SPAN_OF("REGISTER")))
        add_registration(sorter);
}
