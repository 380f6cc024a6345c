/* compat.h
 * Every difference between Wireshark 4.0 and 4.6 that this plugin meets, and nothing else.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_COMPAT_H
#define SIPEXPLAIN_COMPAT_H

#include <wireshark.h>

#include <stdio.h>

#include <epan/packet.h>

/* These speak of a packet_info without its declaration. */
#include <epan/conversation_filter.h>
#include <epan/epan.h>
#include <epan/epan_dissect.h>
#include <epan/expert.h>
#include <epan/prefs.h>
#include <epan/stat_tap_ui.h>
#include <epan/stats_tree.h>
#include <epan/tap-voip.h>
#include <epan/tap.h>
#include <epan/tfs.h>
#include <epan/uat.h>
#include <wiretap/wtap.h>

/* Wireshark loads a plugin that was built for its own X.Y only. */
#define WS_BUILT_FOR_MAJOR WIRESHARK_VERSION_MAJOR
#define WS_BUILT_FOR_MINOR WIRESHARK_VERSION_MINOR

#define WS_AT_LEAST(major, minor)                                                                  \
    (WIRESHARK_VERSION_MAJOR > (major) ||                                                          \
     (WIRESHARK_VERSION_MAJOR == (major) && WIRESHARK_VERSION_MINOR >= (minor)))

/* 4.0 has no plugin_describe(); exporting one does no harm there. */
#if defined(__has_include)
#if __has_include(<wsutil/plugins.h>)
#include <wsutil/plugins.h>
#endif
#endif
#ifndef WS_PLUGIN_DESC_DISSECTOR
#define WS_PLUGIN_DESC_DISSECTOR (1UL << 0)
#endif
#ifndef WS_PLUGIN_DESC_TAP_LISTENER
#define WS_PLUGIN_DESC_TAP_LISTENER (1UL << 4)
#endif

/* Wireshark's boolean is GLib's up to 4.2: what callbacks of a UAT and of a conversation filter
 * return. */
#if WS_AT_LEAST(4, 4)
typedef bool ws_bool;
#else
typedef gboolean ws_bool;
#endif
/* Preferences are written through a pointer, so a boolean's size matters: 4 bytes up to 4.2. */
typedef ws_bool ws_bool_preference;

/* So that "Export specified packets" takes along the frames that an explanation points to. */
#if WS_AT_LEAST(4, 4)
#define ws_mark_depended_upon(pinfo, frame) mark_frame_as_depended_upon((pinfo)->fd, (frame))
#else
#define ws_mark_depended_upon(pinfo, frame) mark_frame_as_depended_upon((pinfo), (frame))
#endif

/* A stat_tap_init_cb, which register_stat_tap_ui() takes, says since 4.6 whether it succeeded:
 * declare it ws_stat_tap_init and end it with WS_STAT_TAP_INIT_RETURN(is_ready). The callback of
 * the same name in a stat_tap_table_ui is void in all. */
#if WS_AT_LEAST(4, 6)
typedef bool ws_stat_tap_init;
#define WS_STAT_TAP_INIT_RETURN(is_ready) return (is_ready)
#else
typedef void ws_stat_tap_init;
#define WS_STAT_TAP_INIT_RETURN(is_ready)                                                          \
    do {                                                                                           \
        (void)(is_ready);                                                                          \
        return;                                                                                    \
    } while (0)
#endif

/* The menu Telephony, for stat_tap_ui.group and stat_tap_table_ui.group. */
#if WS_AT_LEAST(4, 4)
#define WS_STAT_GROUP_TELEPHONY REGISTER_TELEPHONY_GROUP_UNSORTED
#else
#define WS_STAT_GROUP_TELEPHONY REGISTER_STAT_GROUP_TELEPHONY
#endif

/* A statistics tree in the menu Telephony; up to 4.2 a plugin's are all in the menu Statistics. Its
 * path is split at "/" up to 4.2, at "//" since. */
#if WS_AT_LEAST(4, 4)
#define ws_stats_tree_register_telephony(tap, abbr, path, flags, packet, init)                     \
    stats_tree_set_group(                                                                          \
        stats_tree_register_plugin((tap), (abbr), (path), (flags), (packet), (init), NULL),        \
        WS_STAT_GROUP_TELEPHONY)
#else
#define ws_stats_tree_register_telephony(tap, abbr, path, flags, packet, init)                     \
    stats_tree_register_plugin((tap), (abbr), (path), (flags), (packet), (init), NULL)
#endif

/* A conversation filter's callbacks get a pointer of the registration since 4.4: declare them with
 * (WS_FILTER_PARAMETERS) and do not use the pointer. WS_CALL_FILTER asks a registered one. */
#if WS_AT_LEAST(4, 4)
#define WS_FILTER_PARAMETERS packet_info *pinfo, void *user_data _U_
#define ws_register_conversation_filter(protocol, name, is_valid, build)                           \
    register_conversation_filter((protocol), (name), (is_valid), (build), NULL)
#define WS_CALL_FILTER(filter, callback, pinfo) (filter)->callback((pinfo), (filter)->user_data)
#else
#define WS_FILTER_PARAMETERS packet_info *pinfo
#define ws_register_conversation_filter(protocol, name, is_valid, build)                           \
    register_conversation_filter((protocol), (name), (is_valid), (build))
#define WS_CALL_FILTER(filter, callback, pinfo) (filter)->callback((pinfo))
#endif

#endif
