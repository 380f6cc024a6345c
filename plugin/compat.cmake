# compat.cmake
# Asks Wireshark's headers how they declare what differs between versions; compat.h goes by that.
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Not the version decides but the declaration: a version that nobody has tried builds, or one is
# told what it declares in a way that is not known here. A new difference is one call in
# sipexplain_know_wireshark() and one #if in compat.h.

include(CheckCSourceCompiles)

set(SIPEXPLAIN_OLDEST 4.0)
set(SIPEXPLAIN_NEWEST_TESTED 4.6)

# Whether a source compiles after HEADER, which is one of ${includes}. What was found is kept as long
# as the header stays the same: the build folder may be kept over an upgrade of Wireshark.
function(sipexplain_compiles result header source)
    set(key "")
    foreach(folder IN LISTS includes)
        if(EXISTS "${folder}/${header}")
            file(SHA256 "${folder}/${header}" key)
            break()
        endif()
    endforeach()
    string(SHA256 key "${key} ${source}")
    string(SUBSTRING ${key} 0 16 key)
    set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
    set(CMAKE_REQUIRED_INCLUDES ${includes})
    set(CMAKE_REQUIRED_QUIET TRUE)
    check_c_source_compiles("
#ifdef __GNUC__
#pragma GCC diagnostic ignored \"-Wredundant-decls\"
#endif
#include <stdbool.h>
#include <wireshark.h>
#include <epan/packet.h>
#include <${header}>
${source}
void sipexplain_end(void);
void sipexplain_end(void) {}
" SIPEXPLAIN_COMPILES_${key})
    mark_as_advanced(SIPEXPLAIN_COMPILES_${key})
    set(${result} "${SIPEXPLAIN_COMPILES_${key}}" PARENT_SCOPE)
endfunction()

# Defines MACRO, for all that is compiled in this folder and below, as 1 if NAME is there and the
# source NEW compiles, as 0 if OLD does. A source declares NAME once more: that two declarations
# contradict each other is an error for each compiler, a pointer of another type often just a warning.
function(sipexplain_choose macro kind name header new old)
    if(kind STREQUAL FUNCTION)
        set(use "void sipexplain_use(void); void sipexplain_use(void) { (void)&${name}; }")
    elseif(kind STREQUAL TYPE)
        set(use "typedef ${name} *sipexplain_use;")
    elseif(kind STREQUAL ONE_OF_TWO)
        set(use "")
    endif()
    set(value "")
    sipexplain_compiles(is_new ${header} "${use} ${new}")
    sipexplain_compiles(is_old ${header} "${use} ${old}")
    if(is_new)
        set(value 1)
    elseif(is_old)
        set(value 0)
    else()
        set(unknown "${unknown}\n    ${name} of <${header}>" PARENT_SCOPE)
        return()
    endif()
    add_compile_definitions(${macro}=${value})
    set(${macro} ${value} PARENT_SCOPE)
    set(known "${known} ${macro}=${value}" PARENT_SCOPE)
endfunction()

# To be called before the targets are made. INCLUDES: the folders of Wireshark's and GLib's headers.
function(sipexplain_know_wireshark version includes)
    set(unknown "")
    set(known "")
    if(version VERSION_LESS SIPEXPLAIN_OLDEST)
        message(FATAL_ERROR "sipexplain needs Wireshark ${SIPEXPLAIN_OLDEST}, this is ${version}")
    endif()
    sipexplain_compiles(has_headers epan/packet.h "")
    if(NOT has_headers)
        message(FATAL_ERROR "The headers of Wireshark ${version} do not compile. They were looked "
            "for in: ${includes}. What the compiler says is in CMakeFiles below the build folder, "
            "CMakeError.log or CMakeConfigureLog.yaml")
    endif()

    sipexplain_choose(SIPEXPLAIN_BOOL_PREFERENCE
        FUNCTION prefs_register_bool_preference epan/prefs.h
        "void prefs_register_bool_preference(module_t *, const char *, const char *, const char *,
             bool *);"
        "void prefs_register_bool_preference(module_t *, const char *, const char *, const char *,
             gboolean *);")
    set(field "void *, const char *, unsigned, const void *, const void *, char **")
    sipexplain_choose(SIPEXPLAIN_BOOL_UAT TYPE uat_fld_chk_cb_t epan/uat.h
        "typedef bool (*uat_fld_chk_cb_t)(${field});"
        "typedef gboolean (*uat_fld_chk_cb_t)(${field});")
    sipexplain_choose(SIPEXPLAIN_BOOL_MEMORY TYPE wmem_user_cb_t wsutil/wmem/wmem_user_cb.h
        "typedef bool (*wmem_user_cb_t)(wmem_allocator_t *, wmem_cb_event_t, void *);"
        "typedef gboolean (*wmem_user_cb_t)(wmem_allocator_t *, wmem_cb_event_t, void *);")
    sipexplain_choose(SIPEXPLAIN_FILTER_HAS_DATA
        TYPE build_filter_string_func epan/conversation_filter.h
        "typedef char *(*build_filter_string_func)(struct _packet_info *, void *);"
        "typedef char *(*build_filter_string_func)(struct _packet_info *);")
    set(filter "struct _packet_info *")
    if(SIPEXPLAIN_FILTER_HAS_DATA)
        string(APPEND filter ", void *")
    endif()
    sipexplain_choose(SIPEXPLAIN_BOOL_FILTER TYPE is_filter_valid_func epan/conversation_filter.h
        "typedef bool (*is_filter_valid_func)(${filter});"
        "typedef gboolean (*is_filter_valid_func)(${filter});")
    sipexplain_choose(SIPEXPLAIN_FRAME_DEPENDS
        FUNCTION mark_frame_as_depended_upon epan/packet.h
        "void mark_frame_as_depended_upon(frame_data *, guint32);"
        "void mark_frame_as_depended_upon(packet_info *, guint32);")
    sipexplain_choose(SIPEXPLAIN_TAP_INIT_SUCCEEDS TYPE stat_tap_init_cb epan/stat_tap_ui.h
        "typedef bool (*stat_tap_init_cb)(const char *, void *);"
        "typedef void (*stat_tap_init_cb)(const char *, void *);")
    sipexplain_choose(SIPEXPLAIN_TELEPHONY_UNSORTED
        ONE_OF_TWO "REGISTER_TELEPHONY_GROUP_UNSORTED or REGISTER_STAT_GROUP_TELEPHONY"
        epan/stat_groups.h
        "enum { sipexplain_group = REGISTER_TELEPHONY_GROUP_UNSORTED };"
        "enum { sipexplain_group = REGISTER_STAT_GROUP_TELEPHONY };")
    # A structure that is larger compiles with the old source too: the new one is asked first.
    set(label "size_t sipexplain_label(const item_label_t *label);
         size_t sipexplain_label(const item_label_t *label)")
    sipexplain_choose(SIPEXPLAIN_LABEL_HAS_VALUE TYPE item_label_t epan/proto.h
        "${label} { return label->value_pos + label->value_len; }"
        "${label} { return sizeof label->representation; }")
    # The old one compiles with the new declaration too: it does not use what is returned.
    set(register "stats_tree_register_plugin(\"\", \"\", \"\", 0, NULL, NULL, NULL)")
    sipexplain_choose(SIPEXPLAIN_TREE_HAS_GROUP
        FUNCTION stats_tree_register_plugin epan/stats_tree.h
        "void sipexplain_group(void (**set)(stats_tree_cfg *, register_stat_group_t));
         void sipexplain_group(void (**set)(stats_tree_cfg *, register_stat_group_t))
         {
             *set = stats_tree_set_group;
         }
         stats_tree_cfg *stats_tree_register_plugin(const char *, const char *, const char *,
             unsigned, stat_tree_packet_cb, stat_tree_init_cb, stat_tree_cleanup_cb);"
        "void sipexplain_register(void);
         void sipexplain_register(void) { ${register}; }")

    if(unknown)
        message(FATAL_ERROR "Wireshark ${version} declares in a way that sipexplain does not know "
            "(plugin/compat.cmake):${unknown}")
    endif()
    message(STATUS "Wireshark ${version} declares:${known}")
    if(version VERSION_GREATER_EQUAL "${SIPEXPLAIN_NEWEST_TESTED}.999"
       AND NOT SIPEXPLAIN_WARNED_OF STREQUAL version)
        set(SIPEXPLAIN_WARNED_OF "${version}" CACHE INTERNAL "Of this version it was warned already")
        message(WARNING "Wireshark ${version} is newer than ${SIPEXPLAIN_NEWEST_TESTED}, the newest "
            "that sipexplain was tested with. What differed so far is declared as expected.")
    endif()
endfunction()
