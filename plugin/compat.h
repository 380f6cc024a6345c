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

/* How the headers declare what differs: compat.cmake has looked. */
#ifndef SIPEXPLAIN_BOOL_PREFERENCE
#error "built without compat.cmake"
#endif

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

/* Wireshark's boolean was GLib's up to 4.2. Preferences are written through a pointer, so there its
 * size matters, 4 bytes or 1; a UAT's, a conversation filter's and a memory pool's callbacks return
 * it. */
#if SIPEXPLAIN_BOOL_PREFERENCE
typedef bool ws_bool_preference;
#else
typedef gboolean ws_bool_preference;
#endif
#if SIPEXPLAIN_BOOL_UAT
typedef bool ws_bool_uat;
#else
typedef gboolean ws_bool_uat;
#endif
#if SIPEXPLAIN_BOOL_FILTER
typedef bool ws_bool_filter;
#else
typedef gboolean ws_bool_filter;
#endif
#if SIPEXPLAIN_BOOL_MEMORY
typedef bool ws_bool_memory;
#else
typedef gboolean ws_bool_memory;
#endif

/* So that "Export specified packets" takes along the frames that an explanation points to. */
#if SIPEXPLAIN_FRAME_DEPENDS
#define ws_mark_depended_upon(pinfo, frame) mark_frame_as_depended_upon((pinfo)->fd, (frame))
#else
#define ws_mark_depended_upon(pinfo, frame) mark_frame_as_depended_upon((pinfo), (frame))
#endif

/* A stat_tap_init_cb, which register_stat_tap_ui() takes, says since 4.6 whether it succeeded:
 * declare it ws_stat_tap_init and end it with WS_STAT_TAP_INIT_RETURN(is_ready). The callback of
 * the same name in a stat_tap_table_ui is void in all. */
#if SIPEXPLAIN_TAP_INIT_SUCCEEDS
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
#if SIPEXPLAIN_TELEPHONY_UNSORTED
#define WS_STAT_GROUP_TELEPHONY REGISTER_TELEPHONY_GROUP_UNSORTED
#else
#define WS_STAT_GROUP_TELEPHONY REGISTER_STAT_GROUP_TELEPHONY
#endif

/* A statistics tree in the menu Telephony; up to 4.2 a plugin's are all in the menu Statistics. Its
 * path is split at "/" up to 4.2, at "//" since. */
#if SIPEXPLAIN_TREE_HAS_GROUP
#define ws_stats_tree_register_telephony(tap, abbr, path, flags, packet, init)                     \
    stats_tree_set_group(                                                                          \
        stats_tree_register_plugin((tap), (abbr), (path), (flags), (packet), (init), NULL),        \
        WS_STAT_GROUP_TELEPHONY)
#else
#define ws_stats_tree_register_telephony(tap, abbr, path, flags, packet, init)                     \
    stats_tree_register_plugin((tap), (abbr), (path), (flags), (packet), (init), NULL)
#endif

/* An item's line knows since 4.6 where in it the value stands; 0 and 0: nowhere. */
#if SIPEXPLAIN_LABEL_HAS_VALUE
#define WS_LABEL_SET_VALUE(label, position, length)                                                \
    ((label)->value_pos = (position), (label)->value_len = (length))
#else
#define WS_LABEL_SET_VALUE(label, position, length) ((void)(position), (void)(length))
#endif

/* A conversation filter's callbacks get a pointer of the registration since 4.4: declare them with
 * (WS_FILTER_PARAMETERS) and do not use the pointer. WS_CALL_FILTER asks a registered one. */
#if SIPEXPLAIN_FILTER_HAS_DATA
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
