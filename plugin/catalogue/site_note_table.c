/* site_note_table.c
 * The user's table of notes: the file sipexplain_notes of the profile, edited in the preferences.
 * SPDX-License-Identifier: GPL-2.0-or-later */

#include "site_note_table.h"

#include "plain.h"

/* Kept by Wireshark: the valid lines of the table. */
static struct site_note *notes;
static unsigned note_count;

static const value_string places[] = {
    { SITE_NOTE_PHRASE, "Phrase" },
    { SITE_NOTE_SERVER, "Server" },
    { SITE_NOTE_REASON, "Reason" },
    { 0, NULL },
};

static const value_string severities[] = {
    { SEVERITY_CHAT, "Chat" },
    { SEVERITY_NOTE, "Note" },
    { SEVERITY_WARN, "Warn" },
    { SEVERITY_ERROR, "Error" },
    { 0, NULL },
};

/* The choice of that name; the first when there is none. */
static uint32_t choice_of(const value_string *choices, const char *text, unsigned length)
{
    for (const value_string *choice = choices; choice->strptr; choice++) {
        if (strlen(choice->strptr) == length && !g_ascii_strncasecmp(choice->strptr, text, length))
            return choice->value;
    }
    return choices->value;
}

static bool is_choice(const value_string *choices, const char *text, unsigned length)
{
    const char *name = try_val_to_str(choice_of(choices, text, length), choices);

    return strlen(name) == length && !g_ascii_strncasecmp(name, text, length);
}

static ws_bool_uat refuse(char **error, char *message)
{
    *error = message;
    return false;
}

static ws_bool_uat check_codes(void *record _U_, const char *text, unsigned length,
                               const void *data _U_, const void *field_data _U_, char **error)
{
    struct site_note_codes codes;

    if (site_note_codes_read(text, length, &codes))
        return true;
    return refuse(error, g_strdup_printf("Codes: \"%.*s\" is no list of status codes from 100 to "
                                         "699, such as 500, 503-504, 4xx",
                                         (int)length, text));
}

/* Short enough to be shown, and nothing in it that cannot be. */
static ws_bool_uat check_words(const char *name, const char *text, unsigned length, char **error)
{
    const char *end = text + length;

    if (length > SITE_NOTE_TEXT_MAX)
        return refuse(error, g_strdup_printf("%s: %u bytes; %u are the most", name, length,
                                             (unsigned)SITE_NOTE_TEXT_MAX));
    if (!g_utf8_validate(text, (gssize)length, NULL))
        return refuse(error, g_strdup_printf("%s: not in UTF-8", name));
    for (; text < end; text = g_utf8_next_char(text)) {
        if (!g_unichar_isprint(g_utf8_get_char(text)))
            return refuse(error, g_strdup_printf("%s: a character that cannot be shown", name));
    }
    return true;
}

static ws_bool_uat check_pattern(void *record _U_, const char *text, unsigned length,
                                 const void *data _U_, const void *field_data _U_, char **error)
{
    return check_words("Pattern", text, length, error);
}

static ws_bool_uat check_text(void *record _U_, const char *text, unsigned length,
                              const void *data _U_, const void *field_data _U_, char **error)
{
    if (!length)
        return refuse(error, g_strdup("Note: it is empty"));
    return check_words("Note", text, length, error);
}

/* An empty place is the first one: without a pattern there is none to choose. */
static ws_bool_uat check_place(void *record _U_, const char *text, unsigned length,
                               const void *data _U_, const void *field_data _U_, char **error)
{
    if (!length || is_choice(places, text, length))
        return true;
    return refuse(error, g_strdup_printf("Found in: \"%.*s\" is not Phrase, Server or Reason",
                                         (int)length, text));
}

static ws_bool_uat check_severity(void *record _U_, const char *text, unsigned length,
                                  const void *data _U_, const void *field_data _U_, char **error)
{
    if (is_choice(severities, text, length))
        return true;
    return refuse(error, g_strdup_printf("Severity: \"%.*s\" is not Chat, Note, Warn or Error",
                                         (int)length, text));
}

static bool is_word(const char *word, const char *text, unsigned length)
{
    return strlen(word) == length && !g_ascii_strncasecmp(word, text, length);
}

static ws_bool_uat check_mute(void *record _U_, const char *text, unsigned length,
                              const void *data _U_, const void *field_data _U_, char **error)
{
    if (is_word("TRUE", text, length) || is_word("FALSE", text, length))
        return true;
    return refuse(error, g_strdup_printf("Mute: \"%.*s\" is not TRUE or FALSE", (int)length, text));
}

UAT_CSTRING_CB_DEF(note, codes_text, struct site_note)
UAT_CSTRING_CB_DEF(note, pattern, struct site_note)
UAT_CSTRING_CB_DEF(note, text, struct site_note)

static void set_codes(void *record, const char *text, unsigned length, const void *data,
                      const void *field_data)
{
    struct site_note *note = (struct site_note *)record;

    note_codes_text_set_cb(record, text, length, data, field_data);
    site_note_codes_read(text, length, &note->codes);
}

static void set_place(void *record, const char *text, unsigned length, const void *data _U_,
                      const void *field_data _U_)
{
    ((struct site_note *)record)->place = (enum site_note_place)choice_of(places, text, length);
}

static void set_severity(void *record, const char *text, unsigned length, const void *data _U_,
                         const void *field_data _U_)
{
    ((struct site_note *)record)->severity = (enum severity)choice_of(severities, text, length);
}

static void set_mute(void *record, const char *text, unsigned length, const void *data _U_,
                     const void *field_data _U_)
{
    ((struct site_note *)record)->is_muting = is_word("TRUE", text, length);
}

static void tell(const char *text, char **out, unsigned *out_length)
{
    *out = g_strdup(text);
    *out_length = (unsigned)strlen(text);
}

static void tell_place(void *record, char **out, unsigned *out_length, const void *data _U_,
                       const void *field_data _U_)
{
    const struct site_note *note = (const struct site_note *)record;

    tell(val_to_str_const(note->place, places, ""), out, out_length);
}

static void tell_severity(void *record, char **out, unsigned *out_length, const void *data _U_,
                          const void *field_data _U_)
{
    const struct site_note *note = (const struct site_note *)record;

    tell(val_to_str_const(note->severity, severities, ""), out, out_length);
}

static void tell_mute(void *record, char **out, unsigned *out_length, const void *data _U_,
                      const void *field_data _U_)
{
    tell(((const struct site_note *)record)->is_muting ? "TRUE" : "FALSE", out, out_length);
}

static void *copy(void *to, const void *from, size_t size _U_)
{
    struct site_note *note = (struct site_note *)to;

    *note = *(const struct site_note *)from;
    note->codes_text = g_strdup(note->codes_text);
    note->pattern = g_strdup(note->pattern);
    note->text = g_strdup(note->text);
    return to;
}

static void release(void *record)
{
    struct site_note *note = (struct site_note *)record;

    g_free(note->codes_text);
    g_free(note->pattern);
    g_free(note->text);
}

/* The window offers the choices of a field by its data, and gives the last one the room that is
 * left. */
static uat_field_t columns[] = {
    { "codes",
      "Codes",
      PT_TXTMOD_STRING,
      { check_codes, set_codes, note_codes_text_tostr_cb },
      { NULL, NULL, NULL },
      NULL,
      "Status codes, ranges and classes: 500, 503-504, 4xx",
      FLDFILL },
    { "place",
      "Found in",
      PT_TXTMOD_ENUM,
      { check_place, set_place, tell_place },
      { NULL, NULL, NULL },
      places,
      "Where the pattern is looked for: the reason phrase, Server (or User-Agent), or Reason, each "
      "value of it as Q.850;cause=41;text=\"...\"",
      FLDFILL },
    { "pattern",
      "Pattern",
      PT_TXTMOD_STRING,
      { check_pattern, note_pattern_set_cb, note_pattern_tostr_cb },
      { NULL, NULL, NULL },
      NULL,
      "Words that the response must hold, in either case; empty: every response with these codes",
      FLDFILL },
    { "severity",
      "Severity",
      PT_TXTMOD_ENUM,
      { check_severity, set_severity, tell_severity },
      { NULL, NULL, NULL },
      severities,
      "Severity of the note in the Expert Information",
      FLDFILL },
    { "mute",
      "Mute",
      PT_TXTMOD_BOOL,
      { check_mute, set_mute, tell_mute },
      { NULL, NULL, NULL },
      NULL,
      "No expert items of the response and its findings, nor of this note",
      FLDFILL },
    { "text",
      "Note",
      PT_TXTMOD_STRING,
      { check_text, note_text_set_cb, note_text_tostr_cb },
      { NULL, NULL, NULL },
      NULL,
      "What to tell whoever sees such a response",
      FLDFILL },
    UAT_END_FIELDS,
};

void site_note_table_register(module_t *module)
{
    uat_t *table = uat_new("SIP Explain Site Notes", sizeof *notes, "sipexplain_notes", true,
                           &notes, &note_count, UAT_AFFECTS_DISSECTION, NULL, copy, NULL, release,
                           NULL, NULL, columns);

    prefs_register_uat_preference(
        module, "site_notes", "Site notes",
        "Notes of your own about responses: by code, and by words of the reason phrase, Server or "
        "Reason. They are shown with the response, and can take it out of the Expert Information.",
        table);
}

const struct site_note *site_note_at(size_t index)
{
    return index < note_count ? &notes[index] : NULL;
}
