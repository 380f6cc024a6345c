/* test_media_flow.c
 * RTP in stretches: sources, payload types, copies, the end of an earlier call, SRTP.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call/media_flow.h"
#include "capture/frame.h"
#include "memory/kept_memory.h"

#include <string.h>

/* In place of memory that lives as long as a file: it lives as long as the tests. */
static GSList *kept;

void *kept_alloc(size_t size)
{
    kept = g_slist_prepend(kept, g_malloc0(size));
    return kept->data;
}

/* Microseconds between two datagrams, and samples of G.711. */
#define EVERY 20000
#define SAMPLES 160

/* A sender, and what it sends next. */
struct sender {
    struct rtp_packet next;
};

static struct sender begin(unsigned payload_type, uint32_t ssrc, int64_t time)
{
    struct sender sender = { { .time = time,
                               .ssrc = ssrc,
                               .sequence = 65530,
                               .payload_type = (uint8_t)payload_type,
                               .payload_length = SAMPLES } };

    return sender;
}

static void send(struct media_flow **flow, struct sender *sender, unsigned count)
{
    static uint32_t frame;

    for (unsigned i = 0; i < count; i++) {
        sender->next.frame = ++frame;
        media_flow_add(flow, &sender->next);
        sender->next.time += EVERY;
        sender->next.sequence++;
        sender->next.timestamp += SAMPLES;
    }
}

static unsigned count_stretches(const struct media_flow *flow)
{
    const struct media_stretch *stretch = NULL;
    unsigned count = 0;

    while ((stretch = media_flow_next(flow, stretch, 0)))
        count++;
    return count;
}

/* Speech with key tones in between are two stretches, a second source is a third. */
static void test_sources(void)
{
    struct sender speech = begin(8, 1, 0), tones = begin(101, 1, 100000), other = begin(8, 2, 0);
    struct media_flow *flow = NULL;

    g_assert_false(media_flow_goes_on(NULL, 0));
    g_assert_null(media_flow_next(NULL, NULL, 0));
    send(&flow, &speech, 10);
    send(&flow, &tones, 3);
    send(&flow, &speech, 10);
    g_assert_cmpuint(count_stretches(flow), ==, 2);
    send(&flow, &other, 1);
    g_assert_cmpuint(count_stretches(flow), ==, 3);
    g_assert_cmpuint(flow->first->packets, ==, 20);
    g_assert_cmpint(flow->first->last_time - flow->first->first_time, ==, 19 * (gint64)EVERY);
    g_assert_false(flow->first->is_joined);
}

/* Past the maximum the last one takes in what comes. */
static void test_many(void)
{
    struct media_flow *flow = NULL;
    const struct media_stretch *last = NULL, *stretch = NULL;

    for (uint32_t ssrc = 0; ssrc < 2 * MEDIA_STRETCHES_MAX; ssrc++) {
        struct sender sender = begin(8, ssrc, (int64_t)ssrc * 1000000);

        send(&flow, &sender, 1);
    }
    g_assert_cmpuint(count_stretches(flow), ==, MEDIA_STRETCHES_MAX);
    while ((stretch = media_flow_next(flow, stretch, 0)))
        last = stretch;
    g_assert_true(last && last->is_joined);
    g_assert_false(flow->first->is_joined);
}

/* The same datagram again counts once, also out of order; a file that is played again is new. */
static void test_copies(void)
{
    struct sender sender = begin(8, 1, 0), copy = sender;
    struct media_flow *flow = NULL;

    for (unsigned i = 0; i < 40; i++) {
        send(&flow, &sender, 1);
        copy.next.time = sender.next.time - EVERY + 300;
        send(&flow, &copy, 1);
    }
    g_assert_cmpuint(flow->first->packets, ==, 40);
    copy = sender;
    copy.next.sequence = (uint16_t)(sender.next.sequence - 3);
    send(&flow, &copy, 3);
    g_assert_cmpuint(flow->first->packets, ==, 40);
    copy = sender;
    copy.next.sequence = (uint16_t)(sender.next.sequence - 3);
    copy.next.time = sender.next.time + 200000;
    send(&flow, &copy, 1);
    g_assert_cmpuint(flow->first->packets, ==, 41);
}

/* What comes without a pause behind a new call's INVITE is the end of the earlier one. */
static void test_earlier_call(void)
{
    struct sender sender = begin(8, 1, 0);
    struct media_flow *flow = NULL;
    uint32_t announced;

    media_flow_announce(NULL, 1);
    send(&flow, &sender, 10);
    announced = flow->last_frame;
    media_flow_announce(flow, announced + 1);
    sender.next.frame += 1;
    send(&flow, &sender, 10);
    g_assert_cmpuint(count_stretches(flow), ==, 1);
    g_assert_true(media_flow_goes_on(flow, announced));
    g_assert_null(media_flow_next(flow, NULL, announced));
    media_flow_announce(flow, flow->last_frame + 1);
    sender.next.time += 300000;
    send(&flow, &sender, 10);
    g_assert_cmpuint(count_stretches(flow), ==, 2);
    g_assert_nonnull(media_flow_next(flow, NULL, announced + 10));
}

/* Without times the numbers of the datagrams tell the rest of an earlier call from a new stream;
 * and nobody knows how far apart two times are when the clock was set back. */
static void test_unknown_times(void)
{
    struct rtp_packet packet = { .time = TIME_UNKNOWN, .frame = 1000, .sequence = 40 };
    struct media_flow *flow = NULL;

    media_flow_add(&flow, &packet);
    media_flow_announce(flow, ++packet.frame);
    packet.frame++, packet.sequence++;
    media_flow_add(&flow, &packet);
    g_assert_cmpuint(count_stretches(flow), ==, 1);
    media_flow_announce(flow, ++packet.frame);
    packet.frame++, packet.sequence += 60;
    media_flow_add(&flow, &packet);
    g_assert_cmpuint(count_stretches(flow), ==, 2);
    g_assert_false(media_flow_is_full(flow));
    g_assert_cmpint(time_between(5000000, 1000000), ==, TIME_UNKNOWN);
    g_assert_cmpint(time_between(1000000, 5000000), ==, 4000000);
    g_assert_cmpint(time_between(1000000, TIME_UNKNOWN), ==, TIME_UNKNOWN);
    g_assert_cmpint(time_between(TIME_UNKNOWN, TIME_UNKNOWN), ==, TIME_UNKNOWN);
    g_assert_true(time_is_near(5000000, 1000000, 4000001));
    g_assert_false(time_is_near(5000000, TIME_UNKNOWN, INT64_MAX));
}

/* Bytes beside the samples are an SRTP tag; few datagrams, or another codec, show nothing. */
static void test_encryption(void)
{
    static const struct {
        unsigned payload_type, count, length;
        bool is_encrypted, is_plain;
    } cases[] = {
        { 8, 40, SAMPLES, false, true },        { 0, 40, SAMPLES + 10, true, false },
        { 0, 40, SAMPLES + 4, true, false },    { 0, 40, SAMPLES + 2, false, false },
        { 8, 40, 2 * SAMPLES, false, false },   { 8, 5, SAMPLES + 10, false, false },
        { 18, 40, SAMPLES + 10, false, false }, { 8, 40, 0, false, false },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct sender sender = begin(cases[i].payload_type, 1, 0);
        struct media_flow *flow = NULL;

        sender.next.payload_length = (uint16_t)cases[i].length;
        send(&flow, &sender, cases[i].count);
        g_assert_cmpint(media_stretch_is_encrypted(flow->first), ==, cases[i].is_encrypted);
        g_assert_cmpint(media_stretch_is_plain(flow->first), ==, cases[i].is_plain);
    }
}

int main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/media-flow/sources", test_sources);
    g_test_add_func("/media-flow/many", test_many);
    g_test_add_func("/media-flow/copies", test_copies);
    g_test_add_func("/media-flow/earlier-call", test_earlier_call);
    g_test_add_func("/media-flow/unknown-times", test_unknown_times);
    g_test_add_func("/media-flow/encryption", test_encryption);
    status = g_test_run();
    g_slist_free_full(kept, g_free);
    return status;
}
