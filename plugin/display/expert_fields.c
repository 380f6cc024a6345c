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

/* One for each rule, in the order of diagnosis_rule_at(); filled when registering. */
static expert_field *field_of_finding;

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

static void register_codes(expert_module_t *expert)
{
    size_t count = 0;
    unsigned fallback = 0;
    ei_register_info *infos;
    expert_field *fields;

    while (response_code_at(count))
        count++;
    fields = wmem_alloc_array(wmem_epan_scope(), expert_field, count);
    infos = wmem_alloc0_array(wmem_epan_scope(), ei_register_info, count);
    for (size_t i = 0; i < count; i++) {
        const struct response_code *entry = response_code_at(i);

        if (!entry->code)
            fallback++;
        fields[i] = (expert_field)EI_INIT;
        infos[i].ids = &fields[i];
        infos[i].eiinfo.name = code_filter(entry, fallback);
        infos[i].eiinfo.group = PI_RESPONSE_CODE;
        infos[i].eiinfo.severity = wireshark_severity(entry->severity);
        infos[i].eiinfo.summary = code_summary(entry, fallback);
    }
    expert_register_field_array(expert, infos, (int)count);
    for (unsigned code = 0; code < CODES; code++) {
        for (size_t i = 0; i < count; i++) {
            if (response_code_at(i) == response_code_lookup(code))
                field_of_code[code] = &fields[i];
        }
    }
}

/* "early-media.no-rtp" is the filter "sipexplain.early_media.no_rtp". */
static const char *finding_filter(const char *id)
{
    char *filter = wmem_strdup_printf(wmem_epan_scope(), "sipexplain.%s", id);

    return g_strdelimit(filter, "-", '_');
}

static void register_findings(expert_module_t *expert)
{
    size_t count = 0;
    ei_register_info *infos;

    while (diagnosis_rule_at(count))
        count++;
    field_of_finding = wmem_alloc_array(wmem_epan_scope(), expert_field, count);
    infos = wmem_alloc0_array(wmem_epan_scope(), ei_register_info, count);
    for (size_t i = 0; i < count; i++) {
        const struct rule *rule = diagnosis_rule_at(i);

        field_of_finding[i] = (expert_field)EI_INIT;
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

    register_codes(expert);
    register_findings(expert);
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

expert_field *expert_field_of_note(enum severity severity)
{
    return &note_fields[severity];
}
