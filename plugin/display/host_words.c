/* host_words.c
 * Puts the hosts of a call into the catalogue's words: "whoever runs 10.0.0.1:5060 (Gateway/3.1)".
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "host_words.h"

#include "call/frame_index.h"
#include "call/hops.h"
#include "catalogue/response_code.h"
#include "label.h"

/* What a host calls itself is shown so far; and the longest text that gets a name. */
#define PRODUCT_SHOWN 48
#define NAMED_MAX 215

/* The words that the catalogue and the rules have for a host, the longest first. */
struct host_words {
    const char *words;
    enum actor host;
    bool stays; /* the name stands behind the words, else in their place */
};

static const struct host_words vocabulary[] = {
    { "the server that sent it first", ACTOR_SERVER, false },
    { "the device that sent the request", ACTOR_CLIENT, true },
    { "the server that sent it", ACTOR_SERVER, false },
    { "the server that refused", ACTOR_SERVER, false },
    { "the gateway or proxy", ACTOR_SERVER, true },
    { "the answering server", ACTOR_SERVER, true },
    { "the answering host", ACTOR_SERVER, true },
    { "the caller's device", ACTOR_CLIENT, true },
    { "this server", ACTOR_SERVER, false },
    { "the client", ACTOR_CLIENT, true },
    { "the server", ACTOR_SERVER, false },
};

/* Where the words stand in text by themselves, and speak of no further host; NULL: nowhere. */
static const char *find_words(const char *text, const char *words)
{
    const char *at = strstr(text, words);
    const char *end = at ? at + strlen(words) : NULL;

    if (!at || (at != text && at[-1] != ' ') || g_ascii_isalnum(*end) || *end == '\'' ||
        g_str_has_prefix(end, " behind") || g_str_has_prefix(end, " further"))
        return NULL;
    return at;
}

static const struct record *failure_at(uint32_t frame, unsigned code)
{
    unsigned first;
    const unsigned count = frame_index_find(frame, &first);

    for (unsigned i = 0; i < count; i++) {
        const struct frame_entry entry = frame_index_at(first + i);

        if (!entry.is_request && entry.record->code == code)
            return entry.record;
    }
    return NULL;
}

/* The host that failed first, else the one that was asked. product: what it calls itself. */
static struct endpoint server_of(const struct record *record, const char **product)
{
    const struct record *first;
    struct endpoint host;
    uint32_t frame;

    if (record->is_request)
        return record_transaction(record)->path->server;
    *product = record_server(record);
    if (record->code < 300 || !hop_failure_began(record, &host, &frame))
        return record_transaction(record)->path->server;
    if (frame != record->frame) {
        first = failure_at(frame, record->code);
        *product = first ? record_server(first) : NULL;
    }
    return host;
}

/* Who sent the request first, as far as the capture shows its way. */
static struct endpoint first_client(const struct transaction *transaction)
{
    for (unsigned i = 0; transaction_upstream(transaction) && i < HOPS_FOLLOWED_MAX; i++)
        transaction = transaction_upstream(transaction);
    return transaction->path->client;
}

/* The request that is the only message of its frame; a finding may have been made at it. NULL:
 * there is none. */
static const struct transaction *only_request_of(uint32_t frame)
{
    const struct transaction *request = NULL;
    unsigned first;
    const unsigned count = frame_index_find(frame, &first);

    for (unsigned i = 0; i < count; i++) {
        const struct frame_entry entry = frame_index_at(first + i);

        if (entry.is_request ? request != NULL : !entry.record->is_request)
            return NULL;
        if (entry.is_request)
            request = entry.request;
    }
    return request;
}

/* Where the first request among the evidence went to, else this one. finding: NULL for none. */
static struct endpoint asked_host(const struct record *record, const struct finding *finding)
{
    for (unsigned i = 0; finding && i < finding->evidence_count; i++) {
        const struct transaction *request = only_request_of(finding->evidence[i]);

        if (request)
            return request->path->server;
    }
    return record_transaction(record)->path->server;
}

/* Of the one who acts. product: what it calls itself; NULL: not known. */
static struct endpoint host_of(enum actor actor, const struct record *record,
                               const struct finding *finding, const char **product)
{
    const struct path *path = record_transaction(record)->path;

    *product = NULL;
    switch (actor) {
    case ACTOR_CLIENT:
        return first_client(record_transaction(record));
    case ACTOR_HOP_CLIENT:
        return path->client;
    case ACTOR_SENDER:
        return record->is_request ? path->client : path->server;
    case ACTOR_ASKED:
        return asked_host(record, finding);
    default:
        return server_of(record, product);
    }
}

/* Writes "10.0.0.1:5060 (Gateway/3.1)"; false: the host is not known. */
static bool name_host(enum actor actor, const struct record *record, const struct finding *finding,
                      bool with_product, struct label *name)
{
    char text[ENDPOINT_TEXT_MAX], quoted[PRODUCT_SHOWN];
    struct endpoint host;
    const char *product;

    if (!record_transaction(record) || record->is_quoted)
        return false;
    host = host_of(actor, record, finding, &product);
    if (!host.length)
        return false;
    label_begin(name, endpoint_text(host, text));
    if (product && with_product) {
        label_add(name, " (");
        label_add(name, quote_text(product, quoted, sizeof quoted));
        label_add(name, ")");
    }
    return true;
}

const char *host_words_named(const char *text, const struct record *record, bool with_product,
                             wmem_allocator_t *scope)
{
    struct label name;

    for (unsigned i = 0; i < array_length(vocabulary); i++) {
        const struct host_words *entry = &vocabulary[i];
        /* Behind the words a name would be in the way of advice. */
        const bool is_meant = with_product || !entry->stays;
        const char *at = is_meant ? find_words(text, entry->words) : NULL;
        size_t before;

        if (!at)
            continue;
        if (!name_host(entry->host, record, NULL, with_product, &name) ||
            strlen(text) + name.length > NAMED_MAX)
            return text;
        before = (size_t)(at - text) + (entry->stays ? strlen(entry->words) : 0);
        return wmem_strdup_printf(scope, "%.*s%s%s%s", (int)before, text, entry->stays ? " " : "",
                                  name.text, at + strlen(entry->words));
    }
    return text;
}

static const char *actor_of_rule(const struct record *record, const struct finding *finding,
                                 wmem_allocator_t *scope)
{
    const struct rule *rule = finding_rule(finding);
    struct label text, name;

    if (rule->actor == ACTOR_NOBODY)
        return rule->actor_more ? rule->actor_more : "nobody";
    label_begin(&text, "whoever runs ");
    if (name_host(rule->actor, record, finding, true, &name))
        label_add(&text, name.text);
    else
        label_add(&text, rule->actor == ACTOR_CLIENT ? "the client" : "the server");
    if (rule->actor == ACTOR_ASKED)
        label_add(&text, ", and the network on the way");
    if (rule->actor_more) {
        label_add(&text, ", ");
        label_add(&text, rule->actor_more);
    }
    return wmem_strdup(scope, text.text);
}

/* "for INVITE the caller's device; otherwise nobody": what holds for this method. */
static const char *clause_for(const char *actor, const struct record *record,
                              wmem_allocator_t *scope)
{
    static const char invite[] = "for INVITE ", others[] = "; otherwise ";
    const char *rest = strstr(actor, others);

    if (!record_transaction(record) || !rest || !g_str_has_prefix(actor, invite))
        return actor;
    if (record_transaction(record)->method != METHOD_INVITE)
        return rest + strlen(others);
    actor += strlen(invite);
    return wmem_strndup(scope, actor, (size_t)(rest - actor));
}

/* Of the code: the host that its text speaks of first. */
static enum actor actor_of_code(const struct record *record)
{
    const char *text = response_code_lookup(record->code)->actor;

    for (unsigned i = 0; !record->is_request && i < array_length(vocabulary); i++) {
        if (find_words(text, vocabulary[i].words))
            return vocabulary[i].host;
    }
    return ACTOR_NOBODY;
}

bool host_words_who_acts(const struct record *record, const struct finding *leading,
                         struct endpoint *host)
{
    enum actor actor = leading ? finding_rule(leading)->actor : ACTOR_OF_CODE;
    const char *product;

    if (actor == ACTOR_OF_CODE)
        actor = actor_of_code(record);
    if (actor == ACTOR_NOBODY || !record_transaction(record) || record->is_quoted)
        return false;
    *host = host_of(actor, record, leading, &product);
    return host->length != 0;
}

const char *host_words_actor(const struct record *record, const struct finding *leading,
                             wmem_allocator_t *scope)
{
    if (leading && finding_rule(leading)->actor != ACTOR_OF_CODE)
        return actor_of_rule(record, leading, scope);
    if (record->is_request)
        return NULL;
    return host_words_named(clause_for(response_code_lookup(record->code)->actor, record, scope),
                            record, true, scope);
}
