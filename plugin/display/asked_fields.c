/* asked_fields.c
 * The fields that somebody reads of a tree of which all seems to be wanted.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "asked_fields.h"

#define OURS "sipexplain"

/* What the command line says of them; it is read when they are first asked for, as all fields are
 * registered then. */
static enum { ASKED_UNKNOWN, ASKED_ALL, ASKED_SHOWN, ASKED_SOME } asked;

/* ASKED_SHOWN: all lines that are not hidden. ASKED_SOME: the ids of our fields behind -e, and of
 * their protocol where there is one. */
static wmem_map_t *ids;

/* The short options that an argument may hold: "-T", "-nT"; "": it holds none. What stands there
 * can also be the value of an option: "-rTHREE.pcap". */
static const char *short_options(const char *argument)
{
    return argument[0] == '-' && argument[1] != '-' ? argument + 1 : "";
}

/* The whole tree of tshark is printed as text where there is no -T. */
static bool prints_lines(char *const *arguments)
{
    char *program = arguments[0] ? g_path_get_basename(arguments[0]) : NULL;
    bool is_so =
        program && g_str_has_prefix(program, "tshark") && !prefs.display_hidden_proto_items;

    g_free(program);
    for (; is_so && *arguments; arguments++)
        is_so = !strchr(short_options(*arguments), 'T');
    return is_so;
}

/* Is it "-T fields", once, and no other argument that could be a second -T? */
static bool prints_fields(char *const *arguments)
{
    bool is_found = false;

    for (; *arguments; arguments++) {
        const char *options = short_options(*arguments);

        if (!strchr(options, 'T'))
            continue;
        if (is_found ||
            (strcmp(options, "Tfields") != 0 &&
             !(strcmp(options, "T") == 0 && arguments[1] && strcmp(arguments[1], "fields") == 0)))
            return false;
        is_found = true;
    }
    return is_found;
}

/* What may stand behind -e. The text of a line of ours is read by the protocol's own name, that of
 * a branch by "text", and that of an expert item by a field of Wireshark's: false. */
static bool take_name(const char *name)
{
    const header_field_info *field;

    if (strcmp(name, OURS) == 0 || strcmp(name, "text") == 0 || g_str_has_prefix(name, "_ws."))
        return false;
    field = g_str_has_prefix(name, OURS) ? proto_registrar_get_byname(name) : NULL;
    if (field) {
        wmem_map_insert(ids, GINT_TO_POINTER(field->id), ids);
        wmem_map_insert(ids, GINT_TO_POINTER(field->parent), ids);
    }
    return true;
}

/* Takes whatever stands behind a letter e of the short options, in the same argument or in the next
 * one: a field too many does no harm. */
static bool take_names(char *const *arguments)
{
    for (; *arguments; arguments++) {
        const char *option = short_options(*arguments);

        while ((option = strchr(option, 'e')) != NULL) {
            option++;
            if (*option ? !take_name(option) : arguments[1] && !take_name(arguments[1]))
                return false;
        }
    }
    return true;
}

/* The arguments of this program where the system shows them as Linux does; else none. They point
 * into *text, g_free() it. */
static GPtrArray *command_line(char **text)
{
    GPtrArray *arguments = g_ptr_array_new();
    size_t length = 0, at = 0;

    if (!g_file_get_contents("/proc/self/cmdline", text, &length, NULL))
        length = 0;
    for (; at < length; at += strlen(*text + at) + 1)
        g_ptr_array_add(arguments, *text + at);
    g_ptr_array_add(arguments, NULL);
    return arguments;
}

static void read_command_line(void)
{
    char *text = NULL;
    GPtrArray *read = command_line(&text);
    char *const *arguments = (char *const *)read->pdata;

    ids = wmem_map_new(wmem_epan_scope(), g_direct_hash, g_direct_equal);
    if (prints_lines(arguments))
        asked = ASKED_SHOWN;
    else
        asked = prints_fields(arguments) && take_names(arguments) ? ASKED_SOME : ASKED_ALL;
    g_ptr_array_free(read, TRUE);
    g_free(text);
}

/* By a filter, a column, a statistic, or behind -e. */
static bool is_named(int hf)
{
    return proto_registrar_get_nth((unsigned)hf)->ref_type != HF_REF_TYPE_NONE ||
           wmem_map_contains(ids, GINT_TO_POINTER(hf));
}

bool item_is_wanted(proto_tree *tree, int hf)
{
    if (!tree || !PTREE_DATA(tree)->visible)
        return proto_field_is_referenced(tree, hf);
    if (asked == ASKED_UNKNOWN)
        read_command_line();
    return asked != ASKED_SOME || is_named(hf);
}

bool unprinted_is_wanted(proto_tree *tree, int hf)
{
    return item_is_wanted(tree, hf) &&
           (asked != ASKED_SHOWN || !PTREE_DATA(tree)->visible || is_named(hf));
}
