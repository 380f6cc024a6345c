/* payload.c
 * Where in a frame the payload of its own UDP or TCP packet stands.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "payload.h"

#include "ip_header.h"

#include <epan/ipproto.h>

/* A UDP header's length, and where TCP's header tells its own. */
#define UDP_HEADER_LENGTH 8
#define TCP_OFFSET 12

static int proto_udp = -1, proto_tcp = -1;

void payload_init(void)
{
    proto_udp = proto_get_id_by_filter_name("udp");
    proto_tcp = proto_get_id_by_filter_name("tcp");
}

int payload_datagram_length(const packet_info *pinfo, tvbuff_t *tvb, int start)
{
    const uint8_t *header;

    if (pinfo->ptype != PT_UDP || start < UDP_HEADER_LENGTH)
        return 0;
    header = tvb_get_ptr(tvb, start - UDP_HEADER_LENGTH, UDP_HEADER_LENGTH);
    if ((header[0] << 8 | header[1]) != (int)pinfo->srcport ||
        (header[2] << 8 | header[3]) != (int)pinfo->destport)
        return 0;
    return MAX((header[4] << 8 | header[5]) - UDP_HEADER_LENGTH, 0);
}

struct payload payload_of_frame(tvbuff_t *frame, const packet_info *pinfo)
{
    const struct ip_header ip = ip_header_of_frame(frame, pinfo);
    struct payload payload = { .start = 0 };
    int start;

    if (!ip_header_has_ports(&ip, pinfo))
        return payload;
    start = ip.depth + (int)(ip.payload - ip.bytes);
    if (ip.protocol == IP_PROTO_UDP) {
        payload.is_datagram = true;
        payload.start = start + UDP_HEADER_LENGTH;
        payload.length = payload_datagram_length(pinfo, frame, payload.start);
    } else if (ip.payload_length > TCP_OFFSET) {
        payload.start = start + (ip.payload[TCP_OFFSET] >> 4) * 4;
        payload.length = MAX(ip.depth + ip_header_packet_length(&ip) - payload.start, 0);
    }
    return payload;
}

/* Stands the protocol once among the frame's layers, upon UDP or TCP? */
static bool is_once_upon_transport(int proto, const packet_info *pinfo)
{
    wmem_list_frame_t *layer;
    int before = -1, found = 0;

    for (layer = wmem_list_head(pinfo->layers); layer; layer = wmem_list_frame_next(layer)) {
        const int id = GPOINTER_TO_INT(wmem_list_frame_data(layer));

        if (id == proto && (found++ || (before != proto_udp && before != proto_tcp)))
            return false;
        before = id;
    }
    return found == 1;
}

struct payload payload_handed_to(int proto, tvbuff_t *frame, const packet_info *pinfo)
{
    const bool is_reassembled = pinfo->data_src && pinfo->data_src->next;

    if (is_reassembled || !is_once_upon_transport(proto, pinfo))
        return (struct payload){ .start = 0 };
    return payload_of_frame(frame, pinfo);
}
