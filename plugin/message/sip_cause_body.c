/* sip_cause_body.c
 * Bodies in which a network names a cause: an IMS network's XML, the telephone network's ISUP.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "sip_message.h"

/* Message type of an ISUP release (ITU-T Q.763 table 4). */
#define ISUP_RELEASE 0x0c

static bool find_part(const struct sip_message *message, struct span type, struct span *content)
{
    struct sip_body_part parts[SIP_BODY_PARTS_MAX];
    const unsigned count = sip_message_body_parts(message, parts);

    for (unsigned i = 0; i < count; i++) {
        if (span_equals_ignoring_case(parts[i].content_type, type)) {
            *content = parts[i].content;
            return true;
        }
    }
    return false;
}

/* What comes behind the first `mark` in text; length 0: nothing, or no mark. */
static struct span behind_mark(struct span text, struct span mark)
{
    for (; text.length >= mark.length; text = span_behind(text, 1)) {
        if (span_equals(span_first(text, mark.length), mark))
            return span_behind(text, mark.length);
    }
    return (struct span){ NULL, 0 };
}

/* The word in an element: "<type>emergency</type>" and "<type><emergency/></type>" both say so. */
static struct span element_word(struct span xml, struct span open)
{
    struct span word = span_trimmed(behind_mark(xml, open));
    size_t length = 0;

    if (word.length && word.text[0] == '<')
        word = span_behind(word, 1);
    while (length < word.length && word.text[length] != '<' && word.text[length] != '>')
        length++;
    word = span_first(word, length);
    if (word.length && word.text[word.length - 1] == '/')
        word.length--;
    /* "<reason></reason>": what follows is the closing tag. */
    if (word.length && word.text[0] == '/')
        word.length = 0;
    return span_trimmed(word);
}

bool sip_message_ims_service(const struct sip_message *message, struct sip_ims_service *service)
{
    struct span xml;

    if (!find_part(message, SPAN_OF("application/3gpp-ims+xml"), &xml))
        return false;
    service->type = element_word(xml, SPAN_OF("<type>"));
    service->reason = element_word(xml, SPAN_OF("<reason>"));
    service->action = element_word(xml, SPAN_OF("<action>"));
    return service->type.length > 0;
}

/* Behind the message type a pointer leads to the length of the cause indicators; their first byte
 * is the location, and the cause follows, after a byte more where bit 8 of the first is 0. */
static unsigned release_cause(struct span isup)
{
    const unsigned char *bytes = (const unsigned char *)isup.text;
    size_t at;

    if (isup.length < 2 || bytes[0] != ISUP_RELEASE)
        return 0;
    at = 1 + (size_t)bytes[1] + 1;
    if (at >= isup.length)
        return 0;
    if (!(bytes[at] & 0x80))
        at++;
    return at + 1 < isup.length ? bytes[at + 1] & 0x7f : 0;
}

bool sip_message_isup(const struct sip_message *message, unsigned *cause)
{
    struct span content;

    *cause = 0;
    if (find_part(message, SPAN_OF("application/isup"), &content)) {
        *cause = release_cause(content);
        return true;
    }
    return find_part(message, SPAN_OF("application/qsig"), &content);
}
