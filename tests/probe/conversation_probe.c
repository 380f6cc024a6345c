/* conversation_probe.c
 * A plugin for tests only: prints the conversation filters that Wireshark offers for a frame.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Neither tshark nor sharkd asks for conversation filters; only the window does. This asks for each
 * frame, when all other dissectors are done with it, and adds the answers as fields. */

#include "../../plugin/compat.h"

WS_DLL_PUBLIC_DEF const char plugin_version[] = "1";
WS_DLL_PUBLIC_DEF const int plugin_want_major = WS_BUILT_FOR_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = WS_BUILT_FOR_MINOR;

WS_DLL_PUBLIC void plugin_register(void);
WS_DLL_PUBLIC uint32_t plugin_describe(void);

static int proto_probe = -1;
static int hf_offered = -1, hf_filter = -1, hf_first = -1;
static dissector_handle_t probe_handle;

static void add(proto_tree *tree, tvbuff_t *tvb, int hf, char *text)
{
    if (text)
        proto_tree_add_string(tree, hf, tvb, 0, 0, text);
    g_free(text);
}

static int dissect_probe(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    for (GList *entry = packet_conv_filter_list; entry; entry = entry->next) {
        const conversation_filter_t *filter = (const conversation_filter_t *)entry->data;

        if (strcmp(filter->proto_name, "sip") != 0 ||
            !WS_CALL_FILTER(filter, is_filter_valid, pinfo))
            continue;
        proto_tree_add_string(tree, hf_offered, tvb, 0, 0, filter->display_name);
        add(tree, tvb, hf_filter, WS_CALL_FILTER(filter, build_filter_string, pinfo));
    }
    add(tree, tvb, hf_first, conversation_filter_from_packet(pinfo));
    return 0;
}

/* After the handoff of all plugins, so that it is asked last. */
static void begin(void)
{
    register_postdissector(probe_handle);
}

static void register_probe(void)
{
    static hf_register_info fields[] = {
        { &hf_offered,
          { "Offered", "conversation_probe.offered", FT_STRING, BASE_NONE, NULL, 0,
            "Name of a filter", HFILL } },
        { &hf_filter,
          { "Filter", "conversation_probe.filter", FT_STRING, BASE_NONE, NULL, 0, "What it selects",
            HFILL } },
        { &hf_first,
          { "First", "conversation_probe.first", FT_STRING, BASE_NONE, NULL, 0,
            "The filter that Go > Next Packet in Conversation uses", HFILL } },
    };

    proto_probe = proto_register_protocol("Conversation Probe", "Probe", "conversation_probe");
    proto_register_field_array(proto_probe, fields, array_length(fields));
    probe_handle = register_dissector("conversation_probe", dissect_probe, proto_probe);
    register_final_registration_routine(begin);
}

static void hand_off_probe(void)
{
}

void plugin_register(void)
{
    static proto_plugin plugin;

    plugin.register_protoinfo = register_probe;
    plugin.register_handoff = hand_off_probe;
    proto_register_plugin(&plugin);
}

uint32_t plugin_describe(void)
{
    return WS_PLUGIN_DESC_DISSECTOR;
}
