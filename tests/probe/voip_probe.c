/* voip_probe.c
 * A plugin for tests only: prints what comes over the tap "voip", as "-z voip_probe".
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Up to 4.2 only Wireshark's window listens to that tap. This one registers it too, as another
 * plugin with calls of its own would. */

#include "../../plugin/compat.h"

WS_DLL_PUBLIC_DEF const char plugin_version[] = "1";
WS_DLL_PUBLIC_DEF const int plugin_want_major = WS_BUILT_FOR_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = WS_BUILT_FOR_MINOR;

WS_DLL_PUBLIC void plugin_register(void);
WS_DLL_PUBLIC uint32_t plugin_describe(void);

static int tap = -1;

static const char *state_name(voip_call_state state)
{
    static const char *const names[] = {
        [VOIP_NO_STATE] = "no state",   [VOIP_CALL_SETUP] = "setup",
        [VOIP_RINGING] = "ringing",     [VOIP_IN_CALL] = "in call",
        [VOIP_CANCELLED] = "cancelled", [VOIP_COMPLETED] = "completed",
        [VOIP_REJECTED] = "rejected",   [VOIP_UNKNOWN] = "unknown",
    };

    return names[state];
}

static tap_packet_status print(void *data _U_, packet_info *pinfo, epan_dissect_t *edt _U_,
                               const void *item, tap_flags_t flags _U_)
{
    const voip_packet_info_t *arrow = (const voip_packet_info_t *)item;

    printf("%u|%s|%s|%s|%s|%s|%s|%s|%s\n", pinfo->num, arrow->call_id, arrow->protocol_name,
           state_name(arrow->call_state), arrow->from_identity, arrow->to_identity,
           arrow->frame_label, arrow->frame_comment, arrow->call_comment);
    return TAP_PACKET_DONT_REDRAW;
}

static ws_stat_tap_init listen(const char *argument _U_, void *data _U_)
{
    static int listener;

    WS_STAT_TAP_INIT_RETURN(
        register_tap_listener("voip", &listener, NULL, 0, NULL, print, NULL, NULL) == NULL);
}

static void register_probe(void)
{
    tap = register_tap("voip");
}

static void register_listener(void)
{
    static stat_tap_ui ui = { .title = "voip", .cli_string = "voip_probe", .tap_init_cb = listen };

    register_stat_tap_ui(&ui, NULL);
}

static void hand_off_probe(void)
{
}

void plugin_register(void)
{
    static proto_plugin dissector;
    static tap_plugin listener;

    dissector.register_protoinfo = register_probe;
    dissector.register_handoff = hand_off_probe;
    proto_register_plugin(&dissector);
    listener.register_tap_listener = register_listener;
    tap_register_plugin(&listener);
}

uint32_t plugin_describe(void)
{
    return WS_PLUGIN_DESC_DISSECTOR | WS_PLUGIN_DESC_TAP_LISTENER;
}
