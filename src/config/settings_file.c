/*
 * townkeep.ini, read over the defaults and written from the table, each setting under its description. Surprise: in
 * texts the four characters that mean something to some version of the ini reader (" ' \ %) are written as %22 %27 %5C
 * %25, so that every path survives.
 */
#include <stdlib.h>
#include <string.h>

#include "ini_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"

enum { COMMENT_WIDTH = 90, COMMENT_LINES = 8 };

static const char escaped[] = "\"'\\%";

static enum err add_escaped(struct buf *out, const char *text)
{
    enum err e = OK;

    for (; e == OK && *text != '\0'; text++) {
        if (strchr(escaped, *text) != NULL)
            e = buf_printf(out, "%%%02X", (unsigned)(unsigned char)*text);
        else
            e = buf_add_char(out, *text);
    }
    return e;
}

/* Only what add_escaped writes is undone; any other % stands for itself. */
static enum err add_unescaped(struct buf *out, const char *text)
{
    static const char *const codes[] = { "%22", "%27", "%5C", "%25" };
    enum err e = OK;

    while (e == OK && *text != '\0') {
        size_t code = 0;

        while (code < sizeof codes / sizeof codes[0] && strncmp(text, codes[code], 3) != 0)
            code++;
        if (code < sizeof codes / sizeof codes[0]) {
            e = buf_add_char(out, escaped[code]);
            text += 3;
        } else {
            e = buf_add_char(out, *text++);
        }
    }
    return e;
}

static enum err add_comment(struct buf *out, const char *text)
{
    struct text_span spans[COMMENT_LINES];
    size_t lines = text_wrap(text, COMMENT_WIDTH, spans, COMMENT_LINES);
    enum err e = OK;

    for (size_t i = 0; e == OK && i < lines && i < COMMENT_LINES; i++)
        e = buf_printf(out, "# %.*s\n", (int)spans[i].len, text + spans[i].start);
    return e;
}

/* What the setting takes: "From 1 to 15 minutes.", or each choice with what it means. */
static enum err add_accepted(struct buf *out, const struct setting_row *row)
{
    struct buf line = { 0 };
    enum err e = OK;

    if (row->kind == SETTING_KIND_NUMBER)
        e = buf_printf(&line, _("From %d to %d %s."), row->least, row->most, _(row->unit));
    else if (row->kind == SETTING_KIND_YES_NO)
        e = buf_add_str(&line, _("yes or no."));
    for (int i = 0; e == OK && i < row->choice_count; i++) {
        const char *value = row->choices[i].value[0] != '\0' ? row->choices[i].value : "\"\"";
        const char *label = _(row->choices[i].label);

        e = buf_printf(&line, "%s%s", i > 0 ? ", " : "", value);
        if (e == OK && strcmp(value, label) != 0)
            e = buf_printf(&line, " (%s)", label);
    }
    if (e == OK && line.len > 0)
        e = add_comment(out, buf_text(&line));
    buf_release(&line);
    return e;
}

static enum err print_setting(const struct config *config, enum setting setting, struct buf *out)
{
    const struct setting_row *row = setting_row(setting);
    const char *text = config_text(config, setting);
    bool is_quoted = row->kind == SETTING_KIND_TEXT || text[0] == '\0';
    const char *section_before = setting > 0 ? setting_row((enum setting)(setting - 1))->section : "";
    enum err e = OK;

    if (strcmp(row->section, section_before) != 0)
        e = buf_printf(out, "\n[%s]\n", row->section);
    if (e == OK)
        e = buf_add_char(out, '\n');
    if (e == OK)
        e = add_comment(out, _(row->help));
    if (e == OK)
        e = add_accepted(out, row);
    if (e == OK)
        e = buf_printf(out, "%s = %s", row->key, is_quoted ? "\"" : "");
    if (e == OK)
        e = add_escaped(out, text);
    if (e == OK)
        e = buf_add_str(out, is_quoted ? "\"\n" : "\n");
    return e;
}

enum err config_print(const struct config *config, struct buf *out)
{
    enum err e = add_comment(
        out, _("Townkeep's settings. The program writes this file when settings are changed on its screens; "
               "comments of your own are not kept."));

    for (int i = 0; e == OK && i < SETTING_COUNT; i++)
        e = print_setting(config, (enum setting)i, out);
    return e;
}

static enum err usual_path(const char *path, struct buf *out, struct why *why)
{
    return path != NULL ? buf_add_str(out, path) : config_own_path(NULL, "townkeep.ini", out, why);
}

static enum err take_entry(struct config *config, const struct ini *ini, const struct ini_entry *entry,
                           struct config_notes *notes)
{
    struct buf value = { 0 };
    struct why why = { 0 };
    int found = 0;
    enum err e;

    while (found < SETTING_COUNT && (strcmp(setting_row((enum setting)found)->section, entry->section) != 0 ||
                                     strcmp(setting_row((enum setting)found)->key, entry->key) != 0))
        found++;
    if (found == SETTING_COUNT) {
        if (entry->key[0] != '\0')
            notes_add(notes, _("%s: there is no setting \"%s\" in [%s]; it was left out."), ini->name, entry->key,
                      entry->section);
        return OK;
    }
    e = add_unescaped(&value, entry->value);
    if (e == OK)
        e = config_set(config, (enum setting)found, buf_text(&value), &why);
    if (e == E_INVALID) {
        notes_add(notes, _("%s: %s It stays at %s."), ini->name, why_text(&why),
                  config_text(config, (enum setting)found)[0] != '\0' ? config_text(config, (enum setting)found)
                                                                      : "\"\"");
        e = OK;
    }
    buf_release(&value);
    return e;
}

enum err config_load(struct config *config, const char *path, struct config_notes *notes, struct why *why)
{
    struct buf place = { 0 };
    struct ini ini = { 0 };
    char *copy = NULL;
    enum err e;

    if ((e = usual_path(path, &place, why)) != OK || (e = text_copy(&copy, buf_text(&place))) != OK)
        goto done;
    free(config->path);
    config->path = copy;
    if (!path_exists(copy))
        goto done;
    if ((e = ini_read_or_note(copy, &ini, notes, why)) != OK)
        goto done;
    for (size_t i = 0; e == OK && i < ini.count; i++)
        e = take_entry(config, &ini, &ini.entries[i], notes);
done:
    ini_release(&ini);
    buf_release(&place);
    return e;
}

static enum err make_folder_of(const char *path, struct why *why)
{
    const char *slash = strrchr(path, '/');
    struct buf folder = { 0 };
    enum err e = OK;

    if (slash == NULL || slash == path)
        return OK;
    e = buf_add(&folder, path, (size_t)(slash - path));
    if (e == OK)
        e = path_make_folders(buf_text(&folder), why);
    buf_release(&folder);
    return e;
}

enum err config_save(const struct config *config, struct why *why)
{
    struct buf place = { 0 };
    struct buf text = { 0 };
    enum err e = usual_path(config->path, &place, why);

    if (e == OK)
        e = make_folder_of(buf_text(&place), why);
    if (e == OK && (e = config_print(config, &text)) != OK)
        why_set(why, e, "%s", err_text(e));
    if (e == OK)
        e = path_write_file(buf_text(&place), buf_text(&text), text.len, why);
    buf_release(&text);
    buf_release(&place);
    return e;
}
