/* server_table.c
 * "-z sipexplain,servers": one row for each address that answers, or was asked in vain.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "server_table.h"

#include "call/hops.h"
#include "catalogue/response_code.h"
#include "message_tap.h"
#include "stat_listener.h"
#include "stat_table.h"
#include "time_spread.h"

#define NAME "sipexplain,servers"
#define TITLE "Servers, those that began most 5xx first"

/* A burst is the most 5xx within this time; microseconds. */
#define BURST_WINDOW 5000000

/* The names are padded to the width of their column, since tshark prints both as they are. */
enum column {
    RANK,
    ADDRESS,
    SERVER,
    OWN_FAILURES,
    SERVER_FAILURES,
    UNANSWERED,
    REQUESTS,
    RESPONSES,
    SUCCESSES,
    REDIRECTIONS,
    CLIENT_FAILURES,
    GLOBAL_FAILURES,
    BURST,
    MEDIAN,
    PERCENTILE,
    LONGEST,
    REPEATED_REQUESTS,
    REPEATED_RESPONSES
};

/* The rank comes first: a window sorts by the first column, and draws an arrow into its title. */
static stat_tap_table_item columns[] = {
    [RANK] = { TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "  Rank", "%6u" },
    [ADDRESS] = { TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Address             ", "%-20s" },
    [SERVER] = { TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Server              ", "%-20s" },
    [OWN_FAILURES] = { TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "Own 5xx", "%7u" },
    [SERVER_FAILURES] = { TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "  5xx", "%5u" },
    [UNANSWERED] = { TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "No answer", "%9u" },
    [REQUESTS] = { TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "Requests", "%8u" },
    [RESPONSES] = { TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "Responses", "%9u" },
    [SUCCESSES] = { TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "  2xx", "%5u" },
    [REDIRECTIONS] = { TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "  3xx", "%5u" },
    [CLIENT_FAILURES] = { TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "  4xx", "%5u" },
    [GLOBAL_FAILURES] = { TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "  6xx", "%5u" },
    [BURST] = { TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "5xx in 5 s", "%10u" },
    [MEDIAN] = { TABLE_ITEM_STRING, TAP_ALIGN_RIGHT, "Median, s", "%9s" },
    [PERCENTILE] = { TABLE_ITEM_STRING, TAP_ALIGN_RIGHT, "  95 %, s", "%9s" },
    [LONGEST] = { TABLE_ITEM_STRING, TAP_ALIGN_RIGHT, "Longest, s", "%10s" },
    [REPEATED_REQUESTS] = { TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "Resent to", "%9u" },
    [REPEATED_RESPONSES] = { TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "Resent by", "%9u" },
};

/* What is counted of one address and port. */
struct server {
    struct endpoint at;
    char *name; /* of its Server; of a response that it only passes on it is another's */
    unsigned row;
    unsigned requests, answered, responses, own_failures, worst_burst;
    unsigned repeated_requests, repeated_responses;
    unsigned of_class[7]; /* responses by their first digit */
    int64_t longest;
    GArray *times;         /* time_spread.h: requests to their first response */
    GArray *failures;      /* int64_t: when the latest 5xx came ... */
    unsigned first_recent; /* ... and the first of them within BURST_WINDOW */
};

/* What is counted for one listener: struct endpoint -> struct server, and the servers by row. */
struct servers {
    GHashTable *by_address;
    GPtrArray *by_row;
};

static void free_server(gpointer data)
{
    struct server *server = (struct server *)data;

    g_array_unref(server->times);
    g_array_unref(server->failures);
    g_free(server->name);
    g_free(server);
}

static void *make_servers(void)
{
    struct servers *servers = g_new(struct servers, 1);

    servers->by_address = g_hash_table_new_full(endpoint_hash, endpoint_equal, NULL, free_server);
    servers->by_row = g_ptr_array_new();
    return servers;
}

static void free_servers(void *memory)
{
    struct servers *servers = (struct servers *)memory;

    g_hash_table_destroy(servers->by_address);
    g_ptr_array_unref(servers->by_row);
    g_free(servers);
}

static void init_table(stat_tap_table_ui *ui)
{
    static const char *const titles[] = { TITLE };

    stat_listener_prepare(ui, titles, array_length(titles));
}

/* 1 is the worst. */
static void show_rank(stat_tap_table *table, unsigned row)
{
    stat_table_set_number(table, row, RANK, row + 1);
}

static struct server *server_at(struct servers *servers, stat_tap_table *table, struct endpoint at)
{
    struct server *server = (struct server *)g_hash_table_lookup(servers->by_address, &at);
    char text[ENDPOINT_TEXT_MAX];

    if (server)
        return server;
    server = g_new0(struct server, 1);
    server->at = at;
    server->row = stat_table_add_row(table, columns);
    server->times = time_spread_new();
    server->failures = g_array_new(FALSE, FALSE, sizeof(int64_t));
    stat_table_set_text(table, server->row, ADDRESS, endpoint_text(at, text));
    show_rank(table, server->row);
    g_hash_table_insert(servers->by_address, &server->at, server);
    g_ptr_array_add(servers->by_row, server);
    return server;
}

static unsigned unanswered(const struct server *server)
{
    return server->requests - MIN(server->answered, server->requests);
}

/* Who is to blame first: own 5xx before requests without an answer. */
static bool is_worse(const struct server *a, const struct server *b)
{
    if (a->own_failures != b->own_failures)
        return a->own_failures > b->own_failures;
    return unanswered(a) > unanswered(b);
}

static struct server *server_in(const struct servers *servers, unsigned row)
{
    return (struct server *)g_ptr_array_index(servers->by_row, row);
}

static void exchange(struct servers *servers, stat_tap_table *table, unsigned upper_row,
                     unsigned lower_row)
{
    struct server *lower = server_in(servers, lower_row), *upper = server_in(servers, upper_row);

    stat_table_swap_rows(table, upper_row, lower_row);
    show_rank(table, upper_row);
    show_rank(table, lower_row);
    servers->by_row->pdata[lower_row] = upper;
    servers->by_row->pdata[upper_row] = lower;
    upper->row = lower_row;
    lower->row = upper_row;
}

/* The first row of those above `row` that are as bad as the one just above it. */
static unsigned first_like_above(const struct servers *servers, unsigned row)
{
    const struct server *above = server_in(servers, row - 1);
    unsigned low = 0, high = row - 1;

    while (low < high) {
        const unsigned middle = low + (high - low) / 2;

        if (is_worse(server_in(servers, middle), above))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The last row of those below `row` that are as bad as the one just below it. */
static unsigned last_like_below(const struct servers *servers, unsigned row)
{
    const struct server *below = server_in(servers, row + 1);
    unsigned low = row + 1, high = servers->by_row->len - 1;

    while (low < high) {
        const unsigned middle = high - (high - low) / 2;

        if (is_worse(below, server_in(servers, middle)))
            high = middle - 1;
        else
            low = middle;
    }
    return low;
}

/* Moves the server until the table is in order again: past all that are equally bad in one step,
 * or a capture of many addresses would cost their number with each message. */
static void put_in_order(struct servers *servers, stat_tap_table *table,
                         const struct server *server)
{
    while (server->row > 0 && is_worse(server, server_in(servers, server->row - 1)))
        exchange(servers, table, first_like_above(servers, server->row), server->row);
    while (server->row + 1 < servers->by_row->len &&
           is_worse(server_in(servers, server->row + 1), server))
        exchange(servers, table, server->row, last_like_below(servers, server->row));
}

/* The most failures that any BURST_WINDOW up to this one holds. */
static void count_burst(struct server *server, int64_t time)
{
    GArray *failures = server->failures;

    while (server->first_recent < failures->len &&
           g_array_index(failures, int64_t, server->first_recent) <= time - BURST_WINDOW)
        server->first_recent++;
    /* Not with each message, or each would move all the others. */
    if (server->first_recent > failures->len / 2) {
        g_array_remove_range(failures, 0, server->first_recent);
        server->first_recent = 0;
    }
    g_array_append_val(failures, time);
    server->worst_burst = MAX(server->worst_burst, failures->len - server->first_recent);
}

/* Did the capture get the response before the request? Then the request counts as answered when it
 * comes, in each pass. */
static bool overtook(const struct transaction *transaction)
{
    return transaction_first_response(transaction) &&
           transaction_first_response(transaction)->frame < transaction->request_frame;
}

static void count_response_time(struct server *server, const struct record *record)
{
    const struct transaction *transaction = record_transaction(record);
    int64_t time;

    if (!transaction || !transaction->request_frame ||
        transaction_first_response(transaction) != record || overtook(transaction))
        return;
    server->answered++;
    time = time_between(transaction->request_time, record->time);
    if (time == TIME_UNKNOWN)
        return;
    server->longest = MAX(server->longest, time);
    time_spread_add(server->times, time);
}

static void count_request(struct server *server, const struct transaction *transaction)
{
    server->requests++;
    server->answered += transaction && overtook(transaction);
}

static void count_response(struct server *server, const struct record *record)
{
    struct endpoint host;
    uint32_t frame;

    if (record->is_retransmission) {
        server->repeated_responses++;
        return;
    }
    server->responses++;
    server->of_class[response_class(record->code)]++;
    count_response_time(server, record);
    if (response_class(record->code) != 5)
        return;
    if (record->time != TIME_UNKNOWN)
        count_burst(server, record->time);
    if (!hop_failure_began(record, &host, &frame) || frame == record->frame)
        server->own_failures++;
}

static void show_counts(stat_tap_table *table, const struct server *server)
{
    const struct {
        enum column column;
        unsigned number;
    } cells[] = {
        { REQUESTS, server->requests },
        { UNANSWERED, unanswered(server) },
        { RESPONSES, server->responses },
        { SUCCESSES, server->of_class[2] },
        { REDIRECTIONS, server->of_class[3] },
        { CLIENT_FAILURES, server->of_class[4] },
        { SERVER_FAILURES, server->of_class[5] },
        { OWN_FAILURES, server->own_failures },
        { GLOBAL_FAILURES, server->of_class[6] },
        { BURST, server->worst_burst },
        { REPEATED_REQUESTS, server->repeated_requests },
        { REPEATED_RESPONSES, server->repeated_responses },
    };

    for (unsigned i = 0; i < array_length(cells); i++)
        stat_table_set_number(table, server->row, cells[i].column, cells[i].number);
}

static void show_response(stat_tap_table *table, struct server *server, const struct record *record)
{
    if (record_server(record) && g_strcmp0(server->name, record_server(record)) != 0 &&
        !hop_response_behind(record)) {
        g_free(server->name);
        server->name = g_strdup(record_server(record));
        stat_table_set_text(table, server->row, SERVER, record_server(record));
    }
    if (server->times->len) {
        stat_table_set_seconds(table, server->row, MEDIAN,
                               time_spread_percentile(server->times, 50));
        stat_table_set_seconds(table, server->row, PERCENTILE,
                               time_spread_percentile(server->times, 95));
        stat_table_set_seconds(table, server->row, LONGEST, server->longest);
    }
}

static void add_message(struct servers *servers, stat_tap_table *table,
                        const struct tapped_message *message, const packet_info *pinfo)
{
    struct server *server;

    if (message->record && !message->record->is_request) {
        server = server_at(servers, table, endpoint_of(&pinfo->src, pinfo->srcport));
        count_response(server, message->record);
        show_response(table, server, message->record);
    } else if (!message->record) {
        server = server_at(servers, table, endpoint_of(&pinfo->dst, pinfo->destport));
        if (message->is_repeat)
            server->repeated_requests++;
        else
            count_request(server, message->transaction);
    } else {
        return;
    }
    show_counts(table, server);
    put_in_order(servers, table, server);
}

static tap_packet_status add_frame(void *tapdata, packet_info *pinfo, epan_dissect_t *edt _U_,
                                   const void *data, tap_flags_t flags _U_)
{
    const struct tapped_frame *frame = (const struct tapped_frame *)data;
    struct servers *servers = (struct servers *)stat_listener_memory(tapdata);

    for (unsigned i = 0; i < frame->count; i++)
        add_message(servers, stat_listener_table(tapdata, 0), &frame->messages[i], pinfo);
    return TAP_PACKET_REDRAW;
}

static void check_argument(const char *argument, const char **filter _U_, char **error)
{
    stat_listener_check_argument(NAME, argument, error);
}

void server_table_register(void)
{
    static const struct stat_memory memory = { make_servers, free_servers, false, NULL };
    static stat_tap_table_ui ui = {
        .title = "SIP Explain Servers",
        .cli_string = NAME,
        .stat_tap_init_cb = init_table,
        .packet_func = add_frame,
        .stat_filter_check_cb = check_argument,
        .nfields = array_length(columns),
        .fields = columns,
    };

    stat_listener_register(&ui, &memory);
}
