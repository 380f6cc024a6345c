/* test_answer_fit.c
 * An answer against its offer: what fits, and which of several faults is told.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "question/answer_fit.h"

#include "memory/intern.h"
#include "player.h"

#include <string.h>

/* A description of one audio line. */
union audio {
    struct description description;
    char room[sizeof(struct description) + sizeof(struct description_line)];
};

static void set_up(union audio *audio, const char *protocol, unsigned direction)
{
    memset(audio, 0, sizeof *audio);
    audio->description.count = 1;
    audio->description.lines[0] = (struct description_line){
        .type_place = intern_place(SPAN_OF("audio")),
        .protocol_place = intern_place(span_of_text(protocol)),
        .formats_place = intern_place(SPAN_OF("8=PCMA/8000")),
        .port = 4000,
        .direction = (uint8_t)direction,
        .is_sound = true,
        .is_secure = strcmp(protocol, "RTP/SAVP") == 0,
    };
}

static enum answer_misfit_kind misfit(const union audio *offer, const union audio *answer)
{
    const struct answer_misfit found = answer_misfit(&offer->description, &answer->description);
    char text[ANSWER_MISFIT_MAX];

    answer_misfit_text(&offer->description, &answer->description, &found, text);
    g_assert_cmpint(text[0] != '\0', ==, found.kind != ANSWER_FITS);
    return found.kind;
}

/* RFC 3264 section 6.1, all sixteen. */
static void test_directions(void)
{
    static const bool fits[4][4] = {
        [SDP_SENDRECV] = { true, true, true, true },
        [SDP_SENDONLY] = { false, false, true, true },
        [SDP_RECVONLY] = { false, true, false, true },
        [SDP_INACTIVE] = { false, false, false, true },
    };
    union audio offer, answer;

    for (unsigned o = 0; o < 4; o++) {
        for (unsigned a = 0; a < 4; a++) {
            set_up(&offer, "RTP/AVP", o);
            set_up(&answer, "RTP/AVP", a);
            g_assert_cmpint(misfit(&offer, &answer), ==,
                            fits[o][a] ? ANSWER_FITS : ANSWER_DIRECTION);
            answer.description.lines[0].port = 0;
            g_assert_cmpint(misfit(&offer, &answer), ==, ANSWER_FITS);
        }
    }
}

static void test_profiles_and_keys(void)
{
    union audio offer, answer;

    set_up(&offer, "RTP/AVP", SDP_SENDRECV);
    set_up(&answer, "rtp/avp", SDP_SENDRECV);
    offer.description.lines[0].has_crypto = true;
    g_assert_cmpint(misfit(&offer, &answer), ==, ANSWER_FITS);
    set_up(&answer, "RTP/SAVP", SDP_SENDRECV);
    g_assert_cmpint(misfit(&offer, &answer), ==, ANSWER_PROFILE);
    set_up(&offer, "RTP/SAVP", SDP_SENDRECV);
    offer.description.lines[0].has_crypto = true;
    g_assert_cmpint(misfit(&offer, &answer), ==, ANSWER_NO_KEYS);
    answer.description.lines[0].has_fingerprint = true;
    g_assert_cmpint(misfit(&offer, &answer), ==, ANSWER_OTHER_KEYS);
    offer.description.lines[0].has_fingerprint = true;
    g_assert_cmpint(misfit(&offer, &answer), ==, ANSWER_FITS);
    offer.description.lines[0].setup = SDP_SETUP_ACTPASS;
    answer.description.lines[0].setup = SDP_SETUP_ACTPASS;
    g_assert_cmpint(misfit(&offer, &answer), ==, ANSWER_SETUP);
    answer.description.lines[0].setup = SDP_SETUP_PASSIVE;
    g_assert_cmpint(misfit(&offer, &answer), ==, ANSWER_FITS);
}

static void test_lines(void)
{
    union audio offer, answer;

    set_up(&offer, "RTP/AVP", SDP_SENDRECV);
    set_up(&answer, "RTP/AVP", SDP_SENDRECV);
    answer.description.count = 0;
    g_assert_cmpint(misfit(&offer, &answer), ==, ANSWER_LINES);
    offer.description.lines[0].port = 0;
    g_assert_cmpint(misfit(&offer, &answer), ==, ANSWER_FITS);
    answer.description.count = 1;
    g_assert_cmpint(misfit(&offer, &answer), ==, ANSWER_REVIVED);
    offer.description.lines[0].port = 4000;
    answer.description.malformed_place = intern_place(SPAN_OF("m=audio"));
    answer.description.count = 0;
    g_assert_cmpint(misfit(&offer, &answer), ==, ANSWER_FITS);
    set_up(&answer, "RTP/AVP", SDP_SENDRECV);
    answer.description.lines[0].formats_place = intern_place(SPAN_OF("18=G729/8000"));
    g_assert_cmpint(misfit(&offer, &answer), ==, ANSWER_CODECS);
    answer.description.lines[0].type_place = intern_place(SPAN_OF("video"));
    g_assert_cmpint(misfit(&offer, &answer), ==, ANSWER_TYPE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    player_init();
    g_test_add_func("/answer-fit/directions", test_directions);
    g_test_add_func("/answer-fit/profiles-and-keys", test_profiles_and_keys);
    g_test_add_func("/answer-fit/lines", test_lines);
    return g_test_run();
}
