/* steady.c
 * Preloaded by bench.py, so that the same run takes as many instructions each time, however busy
 * the machine is. Wireshark seeds its hash tables from GLib's random numbers, and Lua from the
 * time; and it registers the protocols in a thread of its own. Where memory comes to lie depends
 * on each, and with it how often keys that are addresses share a place: up to 4 % of a short
 * capture. So there is one random number, one time and one thread.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include <glib.h>
#include <time.h>

static const time_t SOME_TIME = 1000000000;

guint32 g_random_int(void)
{
    return 0x9E3779B1;
}

time_t time(time_t *timer)
{
    if (timer)
        *timer = SOME_TIME;
    return SOME_TIME;
}

GThread *g_thread_new(const gchar *name G_GNUC_UNUSED, GThreadFunc func, gpointer data)
{
    func(data);
    return g_thread_ref(g_thread_self());
}

gpointer g_thread_join(GThread *thread)
{
    g_thread_unref(thread);
    return NULL;
}
