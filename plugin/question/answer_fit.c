/* answer_fit.c
 * Does an SDP answer fit its offer, line by line (RFC 3264 section 6)?
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "answer_fit.h"

static bool fits_type(const struct description_line *offer, const struct description_line *answer)
{
    return offer->type_place == answer->type_place ||
           g_ascii_strcasecmp(description_line_type(offer), description_line_type(answer)) == 0;
}

/* RFC 8643 lets SRTP keys stand in an offer of RTP/AVP, and the answer is RTP/AVP then too. */
static bool fits_profile(const struct description_line *offer,
                         const struct description_line *answer)
{
    return offer->protocol_place == answer->protocol_place || !fits_type(offer, answer) ||
           g_ascii_strcasecmp(description_line_protocol(offer),
                              description_line_protocol(answer)) == 0;
}

static bool fits_keys(const struct description_line *offer, const struct description_line *answer)
{
    return !answer->is_secure || !description_line_has_keys(offer) ||
           description_line_has_keys(answer);
}

static bool fits_kind_of_keys(const struct description_line *offer,
                              const struct description_line *answer)
{
    return !description_line_has_keys(offer) || !description_line_has_keys(answer) ||
           (offer->has_crypto && answer->has_crypto) ||
           (offer->has_fingerprint && answer->has_fingerprint) ||
           (offer->has_other_keys && answer->has_other_keys);
}

/* An answer takes one of the keys that were offered: its tag and its suite are that one's (RFC 4568
 * section 5.1.3). */
static bool fits_crypto(const struct description_line *offer, const struct description_line *answer)
{
    char **offered, **answered;
    bool is_offered = false;

    if (!description_line_crypto(offer) || !description_line_crypto(answer))
        return true;
    offered = g_strsplit(description_line_crypto(offer), ", ", -1);
    answered = g_strsplit(description_line_crypto(answer), ", ", -1);
    for (char **one = answered; *one; one++)
        is_offered |= g_strv_contains((const char *const *)offered, *one);
    g_strfreev(offered);
    g_strfreev(answered);
    return is_offered;
}

/* An answer is active or passive, and the other one of what the offer says (RFC 5763 section 5). */
static bool fits_setup(const struct description_line *offer, const struct description_line *answer)
{
    if (!offer->has_fingerprint || !answer->has_fingerprint || answer->setup == SDP_SETUP_NONE)
        return true;
    return answer->setup != SDP_SETUP_ACTPASS && answer->setup != offer->setup;
}

static bool fits_codecs(const struct description_line *offer, const struct description_line *answer)
{
    return !description_line_formats(offer) || description_lines_share_codec(offer, answer) ||
           !answer->is_sound;
}

/* RFC 3264 section 6.1. What is received on one side has to be sent on the other one. */
static bool fits_direction(const struct description_line *offer,
                           const struct description_line *answer)
{
    const bool offers_to_send =
        offer->direction == SDP_SENDRECV || offer->direction == SDP_SENDONLY;
    const bool offers_to_receive =
        offer->direction == SDP_SENDRECV || offer->direction == SDP_RECVONLY;
    const bool sends = answer->direction == SDP_SENDRECV || answer->direction == SDP_SENDONLY;
    const bool receives = answer->direction == SDP_SENDRECV || answer->direction == SDP_RECVONLY;

    return ((!sends || offers_to_receive) && (!receives || offers_to_send)) || !answer->is_sound;
}

/* Each question is about two lines in use, and asked of all lines before the next one. */
struct fit {
    enum answer_misfit_kind kind;
    bool (*fits)(const struct description_line *offer, const struct description_line *answer);
};

static const struct fit fits[] = {
    { ANSWER_TYPE, fits_type },     { ANSWER_PROFILE, fits_profile },
    { ANSWER_NO_KEYS, fits_keys },  { ANSWER_OTHER_KEYS, fits_kind_of_keys },
    { ANSWER_CRYPTO, fits_crypto }, { ANSWER_SETUP, fits_setup },
    { ANSWER_CODECS, fits_codecs }, { ANSWER_DIRECTION, fits_direction },
};

static bool are_in_use(const struct description_line *offer, const struct description_line *answer)
{
    return offer->port && answer->port && !answer->is_bundled;
}

static bool has_malformed_line(const struct description *description)
{
    return description_malformed(description) &&
           g_str_has_prefix(description_malformed(description), "m=");
}

/* An answer has a line for each that was offered. That one is missing which was offered with port
 * 0, as of a video long refused, hurts nobody; and a line that cannot be read is not counted. */
static bool lacks_lines(const struct description *offer, const struct description *answer)
{
    if (has_malformed_line(offer) || has_malformed_line(answer))
        return false;
    for (unsigned i = answer->count; i < offer->count; i++) {
        if (offer->lines[i].port)
            return true;
    }
    return answer->count > offer->count;
}

struct answer_misfit answer_misfit(const struct description *offer,
                                   const struct description *answer)
{
    if (lacks_lines(offer, answer))
        return (struct answer_misfit){ ANSWER_LINES, 0 };
    for (unsigned f = 0; f < array_length(fits); f++) {
        for (unsigned i = 0; i < MIN(offer->count, answer->count); i++) {
            if (are_in_use(&offer->lines[i], &answer->lines[i]) &&
                !fits[f].fits(&offer->lines[i], &answer->lines[i]))
                return (struct answer_misfit){ fits[f].kind, i };
        }
    }
    for (unsigned i = 0; i < MIN(offer->count, answer->count); i++) {
        if (!offer->lines[i].port && answer->lines[i].port && !offer->lines[i].is_bundled)
            return (struct answer_misfit){ ANSWER_REVIVED, i };
    }
    return (struct answer_misfit){ ANSWER_FITS, 0 };
}

static const char *direction(const struct description_line *line)
{
    return sdp_direction_name((enum sdp_direction)line->direction);
}

/* What a direction may be answered by. */
static const char *fitting_directions(const struct description_line *offer)
{
    static const char *const answers[] = {
        [SDP_SENDRECV] = "any direction",
        [SDP_SENDONLY] = "recvonly or inactive",
        [SDP_RECVONLY] = "sendonly or inactive",
        [SDP_INACTIVE] = "inactive",
    };

    return answers[offer->direction];
}

static void codecs_text(const struct description_line *offer, const struct description_line *answer,
                        char *text)
{
    char *offered = (char *)description_codecs(offer, NULL);
    char *answered = (char *)description_codecs(answer, NULL);
    const bool is_alike = strcmp(offered, answered) == 0;

    if (is_alike)
        snprintf(text, ANSWER_MISFIT_MAX, "%.10s %.36s is answered %.36s.",
                 description_line_type(offer), description_line_formats(offer),
                 description_line_formats(answer));
    else
        snprintf(text, ANSWER_MISFIT_MAX, "%.10s %.34s is answered %.34s.",
                 description_line_type(offer), offered, answered);
    wmem_free(NULL, offered);
    wmem_free(NULL, answered);
}

static const char *kind_of_keys(const struct description_line *line)
{
    return line->has_crypto        ? "keys in the SDP (crypto)"
           : line->has_fingerprint ? "keys by DTLS (fingerprint)"
                                   : "keys of another kind";
}

static void keys_text(const struct description_line *offer, const struct description_line *answer,
                      char *text)
{
    if (!description_line_has_keys(answer))
        snprintf(text, ANSWER_MISFIT_MAX, "%.10s %.24s has no keys (crypto, fingerprint).",
                 description_line_type(answer), description_line_protocol(answer));
    else
        snprintf(text, ANSWER_MISFIT_MAX, "%.10s with %s is answered %s.",
                 description_line_type(offer), kind_of_keys(offer), kind_of_keys(answer));
}

static void line_text(const struct description_line *offer, const struct description_line *answer,
                      enum answer_misfit_kind kind, char *text)
{
    switch (kind) {
    case ANSWER_TYPE:
        snprintf(text, ANSWER_MISFIT_MAX, "%.16s is answered %.16s.", description_line_type(offer),
                 description_line_type(answer));
        break;
    case ANSWER_PROFILE:
        snprintf(text, ANSWER_MISFIT_MAX, "%.10s %.24s is answered %.24s.",
                 description_line_type(offer), description_line_protocol(offer),
                 description_line_protocol(answer));
        break;
    case ANSWER_CRYPTO:
        snprintf(text, ANSWER_MISFIT_MAX, "%.10s crypto \"%.32s\" was not offered (\"%.32s\").",
                 description_line_type(answer), description_line_crypto(answer),
                 description_line_crypto(offer));
        break;
    case ANSWER_SETUP:
        snprintf(text, ANSWER_MISFIT_MAX, "%.10s setup:%s is answered setup:%s.",
                 description_line_type(offer), sdp_setup_name((enum sdp_setup)offer->setup),
                 sdp_setup_name((enum sdp_setup)answer->setup));
        break;
    case ANSWER_REVIVED:
        snprintf(text, ANSWER_MISFIT_MAX, "%.10s offered with port 0 is answered with port %u.",
                 description_line_type(offer), answer->port);
        break;
    case ANSWER_DIRECTION:
        snprintf(text, ANSWER_MISFIT_MAX, "%.10s %s is answered %s (%s would fit).",
                 description_line_type(offer), direction(offer), direction(answer),
                 fitting_directions(offer));
        break;
    default:
        text[0] = '\0';
        break;
    }
}

const char *answer_misfit_text(const struct description *offer, const struct description *answer,
                               const struct answer_misfit *misfit, char *text)
{
    const struct description_line *offered = &offer->lines[misfit->line];
    const struct description_line *answered = &answer->lines[misfit->line];

    if (misfit->kind == ANSWER_LINES)
        snprintf(text, ANSWER_MISFIT_MAX, "%u media line%s answered by %u.", offer->count,
                 offer->count == 1 ? "" : "s", answer->count);
    else if (misfit->kind == ANSWER_NO_KEYS || misfit->kind == ANSWER_OTHER_KEYS)
        keys_text(offered, answered, text);
    else if (misfit->kind == ANSWER_CODECS)
        codecs_text(offered, answered, text);
    else
        line_text(offered, answered, misfit->kind, text);
    return text;
}
