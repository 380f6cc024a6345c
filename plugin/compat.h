/* compat.h
 * Every difference between Wireshark 4.0 and 4.6 that this plugin meets, and nothing else.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#ifndef SIPEXPLAIN_COMPAT_H
#define SIPEXPLAIN_COMPAT_H

#include <wireshark.h>

#include <epan/expert.h>
#include <epan/packet.h>
#include <epan/prefs.h>
#include <epan/tap.h>
#include <epan/tfs.h>

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

/* Preferences are written through a pointer, so the size of a boolean matters: 4 bytes up to 4.2. */
#if WS_AT_LEAST(4, 4)
typedef bool ws_bool_preference;
#else
typedef gboolean ws_bool_preference;
#endif

/* So that "Export specified packets" takes along the frames that an explanation points to. */
#if WS_AT_LEAST(4, 4)
#define ws_mark_depended_upon(pinfo, frame) mark_frame_as_depended_upon((pinfo)->fd, (frame))
#else
#define ws_mark_depended_upon(pinfo, frame) mark_frame_as_depended_upon((pinfo), (frame))
#endif

#endif
