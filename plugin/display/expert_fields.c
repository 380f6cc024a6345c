/* expert_fields.c
 * One expert field for each response code, each finding and each severity of site notes.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "expert_fields.h"

#include "catalogue/response_code.h"
#include "diagnosis/diagnosis.h"

/* Status codes are three digits. */
#define CODES 1000

/* The expert field of each status code; codes without an entry of their own share their class's.
 * Filled when registering. */
static expert_field *field_of_code[CODES];

/* Those of codes, and behind them one for each rule, in the order of diagnosis_rule_at(). Filled
 * when registering. */
static expert_field *all_fields, *field_of_finding;
static unsigned all_count;

/* The user chooses a note's severity, and Wireshark ties one to a field. Set when registering. */
static expert_field note_fields[] = { EI_INIT, EI_INIT, EI_INIT, EI_INIT };

static int wireshark_severity(enum severity severity)
{
    static const int severities[] = {
        [SEVERITY_CHAT] = PI_CHAT,
        [SEVERITY_NOTE] = PI_NOTE,
        [SEVERITY_WARN] = PI_WARN,
        [SEVERITY_ERROR] = PI_ERROR,
    };

    return severities[severity];
}

static int wireshark_group(enum finding_group group)
{
    static const int groups[] = {
        [GROUP_RESPONSE_CODE] = PI_RESPONSE_CODE,
        [GROUP_SEQUENCE] = PI_SEQUENCE,
        [GROUP_PROTOCOL] = PI_PROTOCOL,
        [GROUP_SECURITY] = PI_SECURITY,
    };

    return groups[group];
}

/* "sipexplain.response.183"; the fallbacks are "sipexplain.response.1xx" to ".6xx",
 * ".impossible". */
static const char *code_filter(const struct response_code *entry, unsigned fallback)
{
    wmem_allocator_t *scope = wmem_epan_scope();

    if (entry->code)
        return wmem_strdup_printf(scope, "sipexplain.response.%u", entry->code);
    if (fallback <= 6)
        return wmem_strdup_printf(scope, "sipexplain.response.%uxx", fallback);
    return "sipexplain.response.impossible";
}

/* The Expert panel groups by this text, so it explains the code by itself. */
static const char *code_summary(const struct response_code *entry, unsigned fallback)
{
    wmem_allocator_t *scope = wmem_epan_scope();

    if (entry->code)
        return wmem_strdup_printf(scope, "%u %s: %s", entry->code, entry->phrase, entry->gist);
    if (fallback <= 6)
        return wmem_strdup_printf(scope, "Other %uxx: %s", fallback, entry->gist);
    return wmem_strdup_printf(scope, "Impossible code: %s", entry->gist);
}

static void make_fields(size_t code_count, size_t rule_count)
{
    all_count = (unsigned)(code_count + rule_count);
    all_fields = wmem_alloc_array(wmem_epan_scope(), expert_field, all_count);
    field_of_finding = all_fields + code_count;
    for (unsigned i = 0; i < all_count; i++)
        all_fields[i] = (expert_field)EI_INIT;
}

static void register_codes(expert_module_t *expert, size_t count)
{
    unsigned fallback = 0;
    ei_register_info *infos;

    infos = wmem_alloc0_array(wmem_epan_scope(), ei_register_info, count);
    for (size_t i = 0; i < count; i++) {
        const struct response_code *entry = response_code_at(i);

        if (!entry->code)
            fallback++;
        infos[i].ids = &all_fields[i];
        infos[i].eiinfo.name = code_filter(entry, fallback);
        infos[i].eiinfo.group = PI_RESPONSE_CODE;
        infos[i].eiinfo.severity = wireshark_severity(entry->severity);
        infos[i].eiinfo.summary = code_summary(entry, fallback);
    }
    expert_register_field_array(expert, infos, (int)count);
    for (unsigned code = 0; code < CODES; code++) {
        for (size_t i = 0; i < count; i++) {
            if (response_code_at(i) == response_code_lookup(code))
                field_of_code[code] = &all_fields[i];
        }
    }
}

/* "early-media.no-rtp" is the filter "sipexplain.early_media.no_rtp". */
static const char *finding_filter(const char *id)
{
    char *filter = wmem_strdup_printf(wmem_epan_scope(), "sipexplain.%s", id);

    return g_strdelimit(filter, "-", '_');
}

static void register_findings(expert_module_t *expert, size_t count)
{
    ei_register_info *infos;

    infos = wmem_alloc0_array(wmem_epan_scope(), ei_register_info, count);
    for (size_t i = 0; i < count; i++) {
        const struct rule *rule = diagnosis_rule_at(i);

        infos[i].ids = &field_of_finding[i];
        infos[i].eiinfo.name = finding_filter(rule->id);
        infos[i].eiinfo.group = wireshark_group(rule->group);
        infos[i].eiinfo.severity = wireshark_severity(rule->severity);
        infos[i].eiinfo.summary = rule->summary;
    }
    expert_register_field_array(expert, infos, (int)count);
}

static void register_notes(expert_module_t *expert)
{
    static ei_register_info infos[] = {
        { &note_fields[SEVERITY_CHAT],
          { "sipexplain.site_note.chat", PI_RESPONSE_CODE, PI_CHAT,
            "site note: your own table knows this response", EXPFILL } },
        { &note_fields[SEVERITY_NOTE],
          { "sipexplain.site_note.note", PI_RESPONSE_CODE, PI_NOTE,
            "site note: your own table knows this response", EXPFILL } },
        { &note_fields[SEVERITY_WARN],
          { "sipexplain.site_note.warn", PI_RESPONSE_CODE, PI_WARN,
            "site note: your own table warns of this response", EXPFILL } },
        { &note_fields[SEVERITY_ERROR],
          { "sipexplain.site_note.error", PI_RESPONSE_CODE, PI_ERROR,
            "site note: your own table calls this response an error", EXPFILL } },
    };

    expert_register_field_array(expert, infos, array_length(infos));
}

void expert_fields_register(int proto)
{
    expert_module_t *expert = expert_register_protocol(proto);
    size_t code_count = 0, rule_count = 0;

    while (response_code_at(code_count))
        code_count++;
    while (diagnosis_rule_at(rule_count))
        rule_count++;
    make_fields(code_count, rule_count);
    register_codes(expert, code_count);
    register_findings(expert, rule_count);
    register_notes(expert);
}

expert_field *expert_field_of_code(unsigned code)
{
    return field_of_code[code < CODES ? code : 0];
}

expert_field *expert_field_of_finding(unsigned rule_index)
{
    return &field_of_finding[rule_index];
}

unsigned expert_field_count(void)
{
    return all_count;
}

unsigned expert_field_index(const expert_field *field)
{
    return (unsigned)(field - all_fields);
}

const expert_field *expert_field_at(unsigned index)
{
    return &all_fields[index];
}

expert_field *expert_field_of_note(enum severity severity)
{
    return &note_fields[severity];
}
