/* response_tree.c
 * "-z sipexplain,tree": responses, findings and answering servers, counted.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "response_tree.h"

#include "catalogue/response_code.h"
#include "diagnosis/diagnosis.h"
#include "message_tap.h"

#define RESPONSES "Responses"
#define SUBJECTS "Findings by subject"
#define SEVERITIES "Findings by severity"
#define SERVERS "Answering servers"

/* Their nodes; set when a tree is begun, and the same in every tree. */
static int responses, subjects, severities, servers;

static void begin_tree(stats_tree *tree)
{
    responses = stats_tree_create_node(tree, RESPONSES, 0, STAT_DT_INT, TRUE);
    subjects = stats_tree_create_node(tree, SUBJECTS, 0, STAT_DT_INT, TRUE);
    severities = stats_tree_create_node(tree, SEVERITIES, 0, STAT_DT_INT, TRUE);
    servers = stats_tree_create_node(tree, SERVERS, 0, STAT_DT_INT, TRUE);
}

/* The interned phrases and the endpoints that have a node, in whichever tree; emptied with the
 * file. */
static GHashTable *phrases, *addresses;

static void forget(void)
{
    g_hash_table_remove_all(phrases);
    g_hash_table_remove_all(addresses);
}

static void destroy(void)
{
    g_hash_table_destroy(phrases);
    g_hash_table_destroy(addresses);
}

static bool has_room(GHashTable *names, const void *name)
{
    return g_hash_table_size(names) < TREE_NAMES_MAX || g_hash_table_contains(names, name);
}

static const char *phrase_node(const char *phrase)
{
    if (!phrase)
        return "(no reason phrase)";
    if (!has_room(phrases, phrase))
        return "(further reason phrases)";
    g_hash_table_add(phrases, (char *)phrase);
    return phrase;
}

/* text holds ENDPOINT_TEXT_MAX. */
static const char *server_node(struct endpoint at, char *text)
{
    if (!has_room(addresses, &at))
        return "(further servers)";
    if (!g_hash_table_contains(addresses, &at))
        g_hash_table_add(addresses, g_memdup2(&at, sizeof at));
    return endpoint_text(at, text);
}

/* Class, code and the reason phrase that was sent. */
static void count_response(stats_tree *tree, const struct record *record, wmem_allocator_t *scope)
{
    const unsigned class = response_class(record->code);
    const struct response_code *entry = response_code_lookup(record->code);
    int node;

    tick_stat_node(tree, RESPONSES, 0, TRUE);
    node = tick_stat_node(tree,
                          wmem_strdup_printf(scope, "%uxx %s", class, response_class_name(class)),
                          responses, TRUE);
    node = tick_stat_node(tree, wmem_strdup_printf(scope, "%u %s", record->code, entry->phrase),
                          node, TRUE);
    tick_stat_node(tree, phrase_node(record_phrase(record)), node, FALSE);
}

static void count_finding(stats_tree *tree, const struct finding *finding)
{
    const struct rule *rule = finding_rule(finding);
    const char *subject = diagnosis_list_at(finding->rule_index)->subject;
    int node;

    tick_stat_node(tree, SUBJECTS, 0, TRUE);
    node = tick_stat_node(tree, subject, subjects, TRUE);
    tick_stat_node(tree, rule->id, node, FALSE);
    tick_stat_node(tree, SEVERITIES, 0, TRUE);
    node = tick_stat_node(tree, severity_name(rule->severity), severities, TRUE);
    tick_stat_node(tree, rule->id, node, FALSE);
}

static void count_server(stats_tree *tree, const struct record *record, const packet_info *pinfo)
{
    char host[ENDPOINT_TEXT_MAX], code[8];
    int node;

    snprintf(code, sizeof code, "%u", record->code);
    tick_stat_node(tree, SERVERS, 0, TRUE);
    node = tick_stat_node(tree, server_node(endpoint_of(&pinfo->src, pinfo->srcport), host),
                          servers, TRUE);
    tick_stat_node(tree, code, node, FALSE);
}

static void add_record(stats_tree *tree, const struct record *record, const packet_info *pinfo)
{
    if (!record->is_request) {
        count_response(tree, record, pinfo->pool);
        count_server(tree, record, pinfo);
    }
    for (const struct finding *finding = record_findings(record); finding;
         finding = finding_next(finding))
        count_finding(tree, finding);
}

static tap_packet_status add_frame(stats_tree *tree, packet_info *pinfo, epan_dissect_t *edt _U_,
                                   const void *data, tap_flags_t flags _U_)
{
    const struct tapped_frame *frame = (const struct tapped_frame *)data;

    for (unsigned i = 0; i < frame->count; i++) {
        if (frame->messages[i].record)
            add_record(tree, frame->messages[i].record, pinfo);
    }
    return TAP_PACKET_REDRAW;
}

void response_tree_register(void)
{
    phrases = g_hash_table_new(NULL, NULL);
    addresses = g_hash_table_new_full(endpoint_hash, endpoint_equal, g_free, NULL);
    register_init_routine(forget);
    register_shutdown_routine(destroy);
    ws_stats_tree_register_telephony(
        "sipexplain", "sipexplain", "SIP Explain Responses and Findings", 0, add_frame, begin_tree);
}
