/* fuzz_message.c
 * libFuzzer target: a message of any bytes is read with all value readers, cut or whole.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * With the environment variable EVERY_CUT an input is read cut at every length, besides. */

#include "message/sip_message.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What a reader gives has to lie in the input. */
static void use(struct span text, struct span all)
{
    if (text.length && (text.text < all.text || text.length > all.length ||
                        text.text - all.text > (ptrdiff_t)(all.length - text.length)))
        abort();
}

static void use_uri(struct span uri, struct span all)
{
    const struct sip_uri parts = sip_uri_read(uri);

    use(uri, all);
    use(parts.scheme, all);
    use(parts.user, all);
    use(parts.host, all);
}

/* The readers of one value, each on a value of any header: none may trust the header's name. */
static void use_value(struct span value, struct span all)
{
    static const char *const names[] = { "tag", "branch", "nonce", "cause", "boundary" };
    struct sip_reason reason;
    struct sip_warning warning;
    struct sip_via via;
    struct span found;

    use(value, all);
    use_uri(sip_address_uri(value), all);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct span name = { names[i], strlen(names[i]) };

        if (sip_parameter(value, name, &found))
            use(found, all);
        if (sip_auth_parameter(value, name, &found))
            use(found, all);
    }
    if (sip_via_read(value, &via)) {
        use(via.transport, all);
        use(via.sent_by, all);
    }
    if (sip_reason_read(value, &reason)) {
        use(reason.protocol, all);
        use(reason.text, all);
    }
    if (sip_warning_read(value, &warning)) {
        use(warning.agent, all);
        use(warning.text, all);
    }
}

static void use_headers(const struct sip_message *message, struct span all)
{
    for (unsigned id = 0; id < SIP_HEADER_COUNT; id++) {
        struct sip_header_cursor cursor = { 0 };
        const enum sip_header_id header = (enum sip_header_id)id;
        unsigned count = 0;
        struct span value;

        while (sip_message_next_value(message, header, &cursor, &value)) {
            use_value(value, all);
            count++;
        }
        if (count != sip_message_count_values(message, header) ||
            (count && !sip_message_has_header(message, header)))
            abort();
        sip_message_lists(message, header, SPAN_OF("100rel"));
        use(sip_message_tag(message, header), all);
    }
}

static void use_single_values(const struct sip_message *message, struct span all)
{
    struct sip_via via;
    struct span method;
    uint32_t number, other;

    if (sip_message_cseq(message, &number, &method))
        use(method, all);
    if (sip_message_rack(message, &number, &other, &method))
        use(method, all);
    if (sip_message_top_via(message, &via))
        use(via.sent_by, all);
}

static void use_body(const struct sip_message *message, struct span all)
{
    struct sip_body_part parts[SIP_BODY_PARTS_MAX];
    const unsigned count = sip_message_body_parts(message, parts);
    struct sip_ims_service service;
    struct span text;
    unsigned code;

    if (count > SIP_BODY_PARTS_MAX)
        abort();
    for (unsigned i = 0; i < count; i++) {
        use(parts[i].content_type, all);
        use(parts[i].disposition, all);
        use(parts[i].content, all);
    }
    if (sip_message_sdp(message, &text))
        use(text, all);
    if (sip_message_sipfrag_status(message, &code, &text)) {
        use(text, all);
        if (code > 999)
            abort();
    }
    if (sip_message_ims_service(message, &service)) {
        use(service.type, all);
        use(service.reason, all);
        use(service.action, all);
    }
    if (sip_message_isup(message, &code) && code > 127)
        abort();
    use(message->cause_row, all);
}

static void read_all(struct span all, size_t reported_length)
{
    struct sip_message message;
    const ptrdiff_t used = sip_message_read(all.text, all.length, reported_length, &message);

    if (used < -1 || used > (ptrdiff_t)all.length)
        abort();
    if (used < 0)
        return;
    use(message.whole, all);
    use(message.reason_phrase, all);
    use(message.method, all);
    use(message.request_uri, all);
    use(message.version, all);
    use(message.body, all);
    use_headers(&message, all);
    use_single_values(&message, all);
    use_body(&message, all);
}

/* Each time an allocation of its own, so that nothing can be read behind it: as if no more had been
 * sent, and as if no more had been captured. */
static void read_every_cut(struct span all)
{
    for (size_t length = 1; length < all.length; length++) {
        char *text = (char *)malloc(length);

        memcpy(text, all.text, length);
        read_all((struct span){ text, length }, length);
        read_all((struct span){ text, length }, all.length);
        free(text);
    }
}

/* The first byte says how much more was on the wire than captured: mostly nothing. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span all;

    if (size == 0)
        return 0;
    all = (struct span){ (const char *)data + 1, size - 1 };
    read_all(all, all.length);
    if (data[0] & 1)
        read_all(all, all.length + data[0]);
    if (getenv("EVERY_CUT"))
        read_every_cut(all);
    return 0;
}
