/* call_ladder.c
 * The ladder of a call: its messages on all hops and legs, its RTP, and what they mean.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "call_ladder.h"

#include "arrow_words.h"
#include "call/legs.h"
#include "call_ladder_media.h"
#include "capture/frame_number.h"
#include "diagnosis/diagnosis.h"
#include "shown_text.h"
#include "summary.h"

static void add_arrow(struct call_ladder *ladder, const struct ladder_message *message)
{
    if (frame_number_at(message->frame))
        g_array_append_vals(ladder->messages, message, 1);
}

/* What was found at any copy of a request: the loudest, of equals the last. */
static const struct record *found_at(const struct logged_call *logged,
                                     const struct transaction *transaction)
{
    const struct record *found = NULL;

    for (unsigned i = 0; logged && logged->found && i < logged->found->len; i++) {
        const struct record *record = (const struct record *)g_ptr_array_index(logged->found, i);

        if (record->is_request && record_transaction(record) == transaction &&
            (!found || record_severity(record) >= record_severity(found)))
            found = record;
    }
    return found;
}

static void add_request(struct call_ladder *ladder, const struct logged_call *logged,
                        const struct transaction *transaction)
{
    if (!transaction->request_frame)
        return;
    add_arrow(ladder, &(const struct ladder_message){
                          .frame = transaction->request_frame,
                          .time = transaction->request_time,
                          .last_time = transaction_last_time(transaction),
                          .path = *transaction->path,
                          .record = found_at(logged, transaction),
                          .label = arrow_request_label(transaction, false, ladder->scope),
                          .repeats = transaction_repeats(transaction)->count,
                      });
}

/* Counts a repeat at its first copy, which stands among the last ones. */
static void add_repeat(struct call_ladder *ladder, const struct record *repeat)
{
    const unsigned count = ladder->messages->len;

    for (unsigned i = 0; i < MIN(count, CALL_SEARCH_MAX); i++) {
        struct ladder_message *message =
            &g_array_index(ladder->messages, struct ladder_message, count - 1 - i);

        if (message->frame != repeat->original_frame || !message->record ||
            message->record->is_request)
            continue;
        message->repeats++;
        message->last_time = repeat->time;
        return;
    }
}

static void add_responses(struct call_ladder *ladder, const struct transaction *transaction)
{
    const struct path back = path_back(transaction->path);
    const struct record *response = transaction_first_response(transaction);

    for (; response; response = record_next(response)) {
        if (response->is_copy || response->is_quoted)
            continue;
        if (response->is_retransmission)
            add_repeat(ladder, response);
        else
            add_arrow(ladder, &(const struct ladder_message){
                                  .frame = response->frame,
                                  .time = response->time,
                                  .path = back,
                                  .record = response,
                                  .label = arrow_response_label(response, ladder->scope),
                              });
    }
}

static void add_ack(struct call_ladder *ladder, const struct transaction *invite, uint32_t frame,
                    int64_t time, const struct path *path)
{
    if (frame)
        add_arrow(ladder, &(const struct ladder_message){
                              .frame = frame,
                              .time = time,
                              .path = path ? *path : *invite->path,
                              .label = arrow_request_label(invite, true, ladder->scope),
                              .is_ack = true,
                          });
}

static void add_acks(struct call_ladder *ladder, const struct transaction *invite)
{
    const struct invite_progress *progress = transaction_progress(invite);
    const struct early_dialog *dialog = invite_progress_early_dialogs(progress);

    add_ack(ladder, invite, progress->ack_frame, progress->ack_time,
            invite_progress_ack_path(progress));
    for (; dialog; dialog = early_dialog_next(dialog)) {
        if (dialog->ack_frame != progress->ack_frame)
            add_ack(ladder, invite, dialog->ack_frame, dialog->ack_time,
                    early_dialog_ack_path(dialog));
    }
}

static void add_call(struct call_ladder *ladder, const struct call_log *log,
                     const struct call *call)
{
    const struct logged_call *logged = call_log_find(log, call);
    const struct transaction *transaction = call_newest(call);

    while (transaction && transaction_older(transaction))
        transaction = transaction_older(transaction);
    for (; transaction; transaction = transaction_newer(transaction)) {
        if (!transaction_is_of_call(transaction))
            continue;
        add_request(ladder, logged, transaction);
        add_responses(ladder, transaction);
        add_acks(ladder, transaction);
        call_ladder_find_streams(ladder, transaction);
    }
}

static gint by_frame(gconstpointer a, gconstpointer b)
{
    const struct ladder_message *one = (const struct ladder_message *)a;
    const struct ladder_message *other = (const struct ladder_message *)b;

    if (one->frame != other->frame)
        return one->frame < other->frame ? -1 : 1;
    return one->order < other->order ? -1 : one->order > other->order;
}

/* In the order of the capture; of one frame in that of its messages. */
static void sort(struct call_ladder *ladder)
{
    for (unsigned i = 0; i < ladder->messages->len; i++)
        g_array_index(ladder->messages, struct ladder_message, i).order = i;
    g_array_sort(ladder->messages, by_frame);
}

/* An ACK that goes straight to the callee confirms the answer on all hops: it is one arrow. */
static bool is_same_ack(const struct ladder_message *message, const struct ladder_message *before)
{
    return before && message->is_ack && before->is_ack && message->frame == before->frame;
}

/* One address that talks to itself is several hosts, on ports of their own. */
static void find_crowded(struct call_ladder *ladder)
{
    for (unsigned i = 0; i < ladder->messages->len; i++) {
        const struct path *path = &g_array_index(ladder->messages, struct ladder_message, i).path;
        struct endpoint host = path->client;

        host.port = 0;
        if (endpoint_host_equals(path->client, path->server) &&
            !g_hash_table_contains(ladder->crowded, &host))
            g_hash_table_add(ladder->crowded, wmem_memdup(ladder->scope, &host, sizeof host));
    }
}

static unsigned host_of(const struct call_ladder *ladder, struct ladder *drawn,
                        struct endpoint host)
{
    struct endpoint alone = host;
    char text[ENDPOINT_TEXT_MAX];

    alone.port = 0;
    if (!host.length)
        return ladder_host(drawn, "unknown");
    return ladder_host(drawn, g_hash_table_contains(ladder->crowded, &alone)
                                  ? endpoint_text(host, text)
                                  : endpoint_host_text(host, text));
}

/* What the message means, unless the arrow above said so too: one response on several hops. */
static char *verdict_of(const struct ladder_message *message, const char **latest,
                        wmem_allocator_t *scope)
{
    const char *verdict;

    if (message->record) {
        verdict = arrow_verdict(message->record, scope);
        if (!*verdict || (*latest && strcmp(verdict, *latest) == 0))
            return NULL;
        *latest = verdict;
        return g_strdup(verdict);
    }
    return NULL;
}

/* "INVITE (SDP) x 7 in 31.5 s" */
static char *label_of(const struct ladder_message *message)
{
    const int64_t time = time_between(message->time, message->last_time);

    if (!message->repeats)
        return g_strdup(message->label);
    if (time == TIME_UNKNOWN)
        return g_strdup_printf("%s x %u", message->label, message->repeats + 1);
    return g_strdup_printf("%s x %u in %.1f s", message->label, message->repeats + 1,
                           (double)time / 1e6);
}

static struct ladder *draw(const struct call_ladder *ladder)
{
    const struct ladder_message *before = NULL;
    struct ladder *drawn = ladder_new();
    const char *latest = NULL;

    for (unsigned i = 0; i < ladder->messages->len; i++) {
        const struct ladder_message *message =
            &g_array_index(ladder->messages, struct ladder_message, i);
        const int64_t time = time_between(
            g_array_index(ladder->messages, struct ladder_message, 0).time, message->time);

        if (is_same_ack(message, before))
            continue;
        before = message;
        ladder_add(drawn,
                   &(const struct ladder_arrow){
                       .time = time == TIME_UNKNOWN ? LADDER_NO_TIME : time,
                       .frame = frame_number_at(message->frame),
                       .from = host_of(ladder, drawn, message->path.client),
                       .to = host_of(ladder, drawn, message->path.server),
                       .label = label_of(message),
                       .verdict = verdict_of(message, &latest, ladder->scope),
                       .tone = message->record ? (enum ladder_tone)record_severity(message->record)
                                               : LADDER_CHAT,
                       .is_media = message->is_media,
                   });
    }
    return drawn;
}

struct ladder *call_ladder_new(const struct call_log *log, const struct logged_call *logged,
                               wmem_allocator_t *scope)
{
    struct call_ladder ladder = {
        .scope = scope,
        .messages = g_array_new(FALSE, FALSE, sizeof(struct ladder_message)),
        .streams = g_ptr_array_new(),
        .lines = g_hash_table_new(NULL, NULL),
        .crowded = g_hash_table_new(endpoint_hash, endpoint_equal),
    };
    const struct transaction *opening = leg_first(call_opening(logged->call), UINT32_MAX);
    const struct leg_link *link = NULL;
    struct ladder *drawn;

    add_call(&ladder, log, transaction_call(opening));
    while ((link = leg_next_of_call(opening, link, UINT32_MAX)))
        add_call(&ladder, log, transaction_call(link->outgoing));
    call_ladder_add_media(&ladder);
    sort(&ladder);
    find_crowded(&ladder);
    drawn = draw(&ladder);
    g_array_unref(ladder.messages);
    g_ptr_array_unref(ladder.streams);
    g_hash_table_destroy(ladder.lines);
    g_hash_table_destroy(ladder.crowded);
    return drawn;
}
