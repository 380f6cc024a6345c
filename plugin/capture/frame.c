/* frame.c
 * Where and when a SIP message was captured.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "frame.h"

#include "memory/keyed_hash.h"

/* A pcapng file can hold any 64 bits as a number of seconds. Times within this, some 70,000 years
 * from the epoch, can be subtracted and added to without overflow, TIME_UNKNOWN from them too. */
#define SECONDS_MAX (INT64_MAX / 4 / 1000000)

int64_t frame_time(const packet_info *pinfo)
{
    const int64_t seconds = CLAMP((int64_t)pinfo->abs_ts.secs, -SECONDS_MAX, SECONDS_MAX);

    /* Simple Packet Blocks of pcapng have no time. */
    if (pinfo->presence_flags & PINFO_HAS_TS)
        return seconds * 1000000 + pinfo->abs_ts.nsecs / 1000;
    return TIME_UNKNOWN;
}

int64_t time_between(int64_t from, int64_t to)
{
    return from == TIME_UNKNOWN || to < from ? TIME_UNKNOWN : to - from;
}

bool time_is_near(int64_t a, int64_t b, int64_t limit)
{
    const int64_t distance = a < b ? time_between(a, b) : time_between(b, a);

    return distance != TIME_UNKNOWN && distance < limit;
}

struct sip_frame sip_frame_of(packet_info *pinfo, uint32_t place, bool is_quoted)
{
    /* What an ICMP error quotes has no port type of its own since Wireshark 4.4: it was a datagram.
     */
    const bool is_stream = pinfo->ptype != PT_UDP && !is_quoted;

    return (struct sip_frame){
        .number = place,
        .time = frame_time(pinfo),
        .source = endpoint_of(&pinfo->src, pinfo->srcport),
        .destination = endpoint_of(&pinfo->dst, pinfo->destport),
        .is_stream = is_stream,
        .is_tcp = is_stream && pinfo->ptype == PT_TCP,
        .is_quoted = is_quoted,
    };
}

uint32_t sip_frame_path_hash(const struct sip_frame *frame)
{
    const struct endpoint path[2] = { frame->source, frame->destination };

    return keyed_hash(path, sizeof path);
}
