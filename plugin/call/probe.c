/* probe.c
 * The OPTIONS by which hosts probe each other, and whether they are answered.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "probe.h"

/* A host that is up answers sooner, and what is older says nothing of now. Microseconds. */
#define ANSWER_TIME 4000000
#define MEMORY_TIME 300000000

/* The latest two of one pair of hosts. */
struct probe {
    const struct transaction *latest, *before; /* NULL: none */
};

/* In no order. Filled by probe_add(), emptied with the file. */
static struct probe probes[PROBES_MAX];

static void forget(void)
{
    memset(probes, 0, sizeof probes);
}

void probe_init(void)
{
    register_cleanup_routine(forget);
}

/* The place of this pair, or of the one that was asked longest ago. */
static struct probe *place_of(const struct transaction *transaction)
{
    struct probe *oldest = probes;

    for (unsigned i = 0; i < PROBES_MAX; i++) {
        struct probe *probe = &probes[i];

        if (!probe->latest || path_same_hosts(probe->latest->path, transaction->path))
            return probe;
        if (probe->latest->request_frame < oldest->latest->request_frame)
            oldest = probe;
    }
    *oldest = (struct probe){ NULL, NULL };
    return oldest;
}

void probe_add(const struct transaction *transaction)
{
    struct probe *probe;

    if (transaction->method != METHOD_OPTIONS || !transaction_is_initial(transaction))
        return;
    probe = place_of(transaction);
    probe->before = probe->latest;
    probe->latest = transaction;
}

static bool is_silent(const struct transaction *transaction, int64_t time)
{
    const int64_t age = transaction ? time_between(transaction->request_time, time) : TIME_UNKNOWN;

    return age != TIME_UNKNOWN && !transaction_first_response(transaction) && age >= ANSWER_TIME &&
           age <= MEMORY_TIME;
}

const struct transaction *probe_unanswered(const struct path *path, int64_t time)
{
    const struct transaction *found = NULL;

    for (unsigned i = 0; i < PROBES_MAX && probes[i].latest; i++) {
        const struct probe *probe = &probes[i];

        if (!endpoint_host_equals(probe->latest->path->client, path->server) ||
            endpoint_host_equals(probe->latest->path->server, path->client))
            continue;
        if (transaction_first_response(probe->latest))
            return NULL;
        if (!found)
            found = is_silent(probe->latest, time)   ? probe->latest
                    : is_silent(probe->before, time) ? probe->before
                                                     : NULL;
    }
    return found;
}
