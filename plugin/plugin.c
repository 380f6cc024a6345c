/* plugin.c
 * The symbols that Wireshark looks up when it loads the plugin.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "compat.h"
#include "sipexplain.h"

/* Wireshark's plugin interface: looked up by name, declared nowhere. */
WS_DLL_PUBLIC_DEF const char plugin_version[] = SIPEXPLAIN_VERSION;
WS_DLL_PUBLIC_DEF const int plugin_want_major = WS_BUILT_FOR_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = WS_BUILT_FOR_MINOR;

WS_DLL_PUBLIC void plugin_register(void);
WS_DLL_PUBLIC uint32_t plugin_describe(void);

/* Wireshark calls these members of an epan_plugin without asking whether they are there. */
static void do_nothing(void)
{
}

void plugin_register(void)
{
    static const epan_plugin dissections = {
        .init = do_nothing,
        .post_init = do_nothing,
        .dissect_init = sipexplain_begin_dissection,
        .dissect_cleanup = sipexplain_end_dissection,
        .cleanup = do_nothing,
    };
    static proto_plugin dissector;
    static tap_plugin statistics;

    dissector.register_protoinfo = sipexplain_register;
    dissector.register_handoff = sipexplain_register_handoff;
    proto_register_plugin(&dissector);
    statistics.register_tap_listener = sipexplain_register_statistics;
    tap_register_plugin(&statistics);
    epan_register_plugin(&dissections);
}

uint32_t plugin_describe(void)
{
    return WS_PLUGIN_DESC_DISSECTOR | WS_PLUGIN_DESC_TAP_LISTENER;
}
