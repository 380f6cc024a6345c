/* sort.c
 * Which group a frame belongs to: its call, its connection, or that of its two hosts.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "sort.h"

#include <arpa/inet.h>
#include <glib.h>
#include <string.h>

#include "call/leg_text.h"
#include "sorter.h"

/* A transaction, INVITE with all that is sent again. */
#define BRANCH_LIFE (INT64_C(64) * 1000000000)
/* A port that was announced, or had media, so shortly before another call announces it: of both. */
#define SHARED_PORT_LIFE (INT64_C(4) * 1000000000)
/* Media are awaited, and missed, for so long. */
#define MEDIA_LIFE (INT64_C(3600) * 1000000000)
/* Fragments of one datagram come together. */
#define PART_LIFE (INT64_C(60) * 1000000000)

struct sorter *sorter_new(struct groups *groups, const char *const *leg_headers)
{
    struct sorter *sorter = g_new0(struct sorter, 1);

    sorter->groups = groups;
    sorter->leg_headers = leg_headers;
    return sorter;
}

void sorter_free(struct sorter *sorter)
{
    g_free(sorter);
}

void sorter_belong(struct sorter *sorter, uint32_t group)
{
    if (sorter->group == NO_GROUP)
        sorter->group = group;
    else if (group != NO_GROUP)
        group_join(sorter->groups, sorter->group, group);
}

bool sorter_belong_to(struct sorter *sorter, enum key_kind kind, const void *key, size_t size,
                      int64_t life)
{
    const uint32_t group = group_of(sorter->groups, kind, key, size, sorter->now, life);

    sorter_belong(sorter, group);
    return group != NO_GROUP;
}

void sorter_name(struct sorter *sorter, enum key_kind kind, const void *key, size_t size,
                 int64_t life)
{
    sorter_belong_to(sorter, kind, key, size, life);
    if (sorter->group == NO_GROUP)
        sorter->group = group_new(sorter->groups);
    group_name(sorter->groups, kind, key, size, sorter->now, sorter->group);
}

void sorter_name_text(struct sorter *sorter, enum key_kind kind, struct span text, int64_t life)
{
    sorter_name(sorter, kind, text.text, text.length, life);
}

/* ---- media ---- */

static bool read_address(struct span text, struct host_port *host)
{
    char address[INET6_ADDRSTRLEN] = "";

    memset(host, 0, sizeof *host);
    if (!text.length || text.length >= sizeof address)
        return false;
    memcpy(address, text.text, text.length);
    if (inet_pton(AF_INET6, address, host->address) == 1)
        return true;
    host->address[10] = host->address[11] = 0xFF;
    return inet_pton(AF_INET, address, host->address + 12) == 1;
}

static void add_media(struct sorter *sorter, const struct sdp_media *media)
{
    struct host_port host;

    if (!media->port || !read_address(media->address, &host))
        return;
    host.port = (uint16_t)media->port;
    sorter_name(sorter, KEY_MEDIA, &host, sizeof host, SHARED_PORT_LIFE);
    host.port = (uint16_t)(media->rtcp_port ? media->rtcp_port : media->port + 1);
    sorter_name(sorter, KEY_MEDIA, &host, sizeof host, SHARED_PORT_LIFE);
}

static void add_descriptions(struct sorter *sorter)
{
    struct sip_body_part parts[SIP_BODY_PARTS_MAX];
    const unsigned count = sip_message_body_parts(&sorter->message, parts);

    for (unsigned i = 0; i < count; i++) {
        if (!span_equals_ignoring_case(parts[i].content_type, SPAN_OF("application/sdp")) ||
            !sdp_read(parts[i].content, &sorter->sdp))
            continue;
        for (unsigned m = 0; m < sorter->sdp.media_count; m++)
            add_media(sorter, &sorter->sdp.media[m]);
    }
}

/* Who sends to, or from, a port that was announced */
static void find_media(struct sorter *sorter)
{
    const struct packet *packet = sorter->packet;

    sorter_belong_to(sorter, KEY_MEDIA, &packet->destination, sizeof packet->destination,
                     MEDIA_LIFE);
    sorter_belong_to(sorter, KEY_MEDIA, &packet->source, sizeof packet->source, MEDIA_LIFE);
}

/* ---- signalling ---- */

/* A response may come with a Call-ID that is not its request's, and is told from its branch. */
static void add_branch(struct sorter *sorter)
{
    struct span branch;

    if (sip_parameter(sip_message_header(&sorter->message, SIP_HEADER_VIA), SPAN_OF("branch"),
                      &branch) &&
        leg_value_is_telling(branch))
        sorter_name_text(sorter, KEY_BRANCH, branch, BRANCH_LIFE);
}

static void add_message(struct sorter *sorter)
{
    const struct sip_message *message = &sorter->message;
    const struct span call_id = sip_message_header(message, SIP_HEADER_CALL_ID);

    if (!call_id.length)
        return;
    sorter_name_text(sorter, KEY_CALL_ID, call_id, KEY_LIFE);
    group_set_call(sorter->groups, sorter->group);
    add_branch(sorter);
    if (!message->is_response)
        legs_add_request(sorter);
    add_descriptions(sorter);
}

/* The SIP messages that begin here, one behind the other. Returns how many. */
static unsigned add_messages(struct sorter *sorter)
{
    struct span text = sorter->packet->payload;
    size_t sent = sorter->packet->sent;
    unsigned count = 0;
    ptrdiff_t used = 1;

    while (used > 0 && text.length) {
        used = sip_message_read(text.text, text.length, sent, &sorter->message);
        if (used < 0)
            break;
        count++;
        add_message(sorter);
        text = span_behind(text, (size_t)used);
        sent -= MIN(sent, (size_t)used);
    }
    return count;
}

/* Wherever in a connection's bytes, or in a fragment: Call-IDs at the begin of a line. */
static void add_call_id_lines(struct sorter *sorter)
{
    struct span rest = sorter->packet->payload, line;

    while (span_next_line(&rest, &line)) {
        const size_t colon = line.length ? span_part_length(span_first(line, 16), ':') : 0;
        const struct span header = span_trimmed(span_first(line, colon));

        if (colon >= line.length || !(span_equals_ignoring_case(header, SPAN_OF("Call-ID")) ||
                                      span_equals_ignoring_case(header, SPAN_OF("i"))))
            continue;
        line = span_trimmed(span_behind(line, colon + 1));
        if (!line.length)
            continue;
        sorter_name_text(sorter, KEY_CALL_ID, line, KEY_LIFE);
        group_set_call(sorter->groups, sorter->group);
    }
}

/* ---- one frame ---- */

static void order(struct host_port pair[2])
{
    const struct host_port first = pair[0];

    if (memcmp(&pair[0], &pair[1], sizeof first) > 0) {
        pair[0] = pair[1];
        pair[1] = first;
    }
}

static void add_connection(struct sorter *sorter)
{
    struct host_port pair[] = { sorter->packet->source, sorter->packet->destination };

    order(pair);
    sorter_name(sorter, KEY_CONNECTION, pair, sizeof pair, KEY_LIFE);
    add_messages(sorter);
    add_call_id_lines(sorter);
}

static void add_part(struct sorter *sorter)
{
    const struct packet *packet = sorter->packet;
    struct {
        struct host_port source, destination;
        uint32_t part_of;
    } key;

    memset(&key, 0, sizeof key);
    key.source = packet->source;
    key.destination = packet->destination;
    /* Later fragments know no ports. */
    key.source.port = key.destination.port = 0;
    key.part_of = packet->part_of;
    sorter_name(sorter, KEY_PART, &key, sizeof key, PART_LIFE);
}

/* The quoted datagram's, if it tells: an error that only names a port may be of any call. */
static void add_error(struct sorter *sorter)
{
    add_call_id_lines(sorter);
    if (sorter->group == NO_GROUP)
        find_media(sorter);
}

static void add_pair(struct sorter *sorter)
{
    struct host_port pair[] = { sorter->packet->source, sorter->packet->destination };

    pair[0].port = pair[1].port = 0;
    order(pair);
    sorter_name(sorter, KEY_PAIR, pair, sizeof pair, KEY_LIFE);
}

uint32_t sort_frame(struct sorter *sorter, const struct packet *packet, int64_t time)
{
    sorter->packet = packet;
    sorter->now = time;
    sorter->group = NO_GROUP;
    if (!packet->is_ip)
        return NO_GROUP;
    switch (packet->transport) {
    case TRANSPORT_UDP:
        if (!add_messages(sorter))
            find_media(sorter);
        break;
    case TRANSPORT_STREAM:
        add_connection(sorter);
        break;
    case TRANSPORT_FRAGMENT:
        add_call_id_lines(sorter);
        break;
    case TRANSPORT_ERROR:
        add_error(sorter);
        return sorter->group;
    default:
        break;
    }
    if (packet->is_part)
        add_part(sorter);
    if (sorter->group == NO_GROUP)
        add_pair(sorter);
    return sorter->group;
}
