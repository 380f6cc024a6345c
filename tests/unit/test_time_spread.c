/* test_time_spread.c
 * Median and percentiles against a sorted list of the same times.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "display/time_spread.h"

#include <stdlib.h>

#define TIMES 20000

/* Buckets that all times up to some years may need. */
#define BUCKETS_MAX 3500

static int compare(const void *a, const void *b)
{
    const int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

    return (left > right) - (left < right);
}

static void test_few(void)
{
    GArray *spread = time_spread_new();

    g_assert_cmpint(time_spread_percentile(spread, 50), ==, -1);
    time_spread_add(spread, 20000);
    g_assert_cmpint(time_spread_percentile(spread, 50), ==, 20000);
    time_spread_add(spread, 4000000);
    time_spread_add(spread, 100000);
    g_assert_cmpint(time_spread_percentile(spread, 50), ==, 100000);
    g_assert_cmpint(time_spread_percentile(spread, 95), ==, 4000000);
    g_assert_cmpint(time_spread_percentile(spread, 100), ==, 4000000);
    time_spread_add(spread, -5);
    g_assert_cmpint(time_spread_percentile(spread, 1), ==, 0);
    g_array_unref(spread);
}

/* Small times are told exactly, others by at most one part in 64 too long. */
static void test_many(void)
{
    static int64_t times[TIMES];
    GArray *spread = time_spread_new();
    GRand *random = g_rand_new_with_seed(7);

    for (unsigned i = 0; i < TIMES; i++) {
        times[i] = (int64_t)1 << g_rand_int_range(random, 0, 36);
        times[i] += g_rand_int_range(random, 0, 1000) * times[i] / 1000;
        time_spread_add(spread, times[i]);
    }
    qsort(times, TIMES, sizeof times[0], compare);
    for (unsigned percent = 1; percent <= 100; percent++) {
        const int64_t exact = times[(size_t)TIMES * percent / 100 - 1];
        const int64_t told = time_spread_percentile(spread, percent);

        g_assert_cmpint(told, >=, exact);
        g_assert_cmpint(told - exact, <=, exact / 64);
    }
    g_assert_cmpuint(spread->len, <, BUCKETS_MAX);
    g_rand_free(random);
    g_array_unref(spread);
}

static void test_extreme(void)
{
    GArray *spread = time_spread_new();

    time_spread_add(spread, INT64_MAX);
    time_spread_add(spread, 63);
    time_spread_add(spread, 64);
    time_spread_add(spread, 65);
    g_assert_cmpuint(spread->len, ==, 4);
    g_assert_cmpint(time_spread_percentile(spread, 25), ==, 63);
    g_assert_cmpint(time_spread_percentile(spread, 100), ==, INT64_MAX);
    g_array_unref(spread);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/time-spread/few", test_few);
    g_test_add_func("/time-spread/many", test_many);
    g_test_add_func("/time-spread/extreme", test_extreme);
    return g_test_run();
}
