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

void plugin_register(void)
{
    static proto_plugin dissector;
    static tap_plugin statistics;

    dissector.register_protoinfo = proto_register_sipexplain;
    dissector.register_handoff = proto_reg_handoff_sipexplain;
    proto_register_plugin(&dissector);
    statistics.register_tap_listener = register_tap_listener_sipexplain;
    tap_register_plugin(&statistics);
}

uint32_t plugin_describe(void)
{
    return WS_PLUGIN_DESC_DISSECTOR | WS_PLUGIN_DESC_TAP_LISTENER;
}
