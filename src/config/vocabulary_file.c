/*
 * The shipped vocabularies: rows for the vault's own tables, in file order. Strict where the settings are forgiving: a
 * list with an entry missing would be worse than none. What the rows mean, and whether a parent exists, is the schema's
 * to check.
 */
#include <string.h>

#include "ini_in.h"
#include "townkeep/base/i18n.h"

static const char list_section[] = "list";

static enum err refuse(struct why *why, const struct ini *ini, const struct ini_entry *entry)
{
    return why_set(why, E_INVALID,
                   N_("%s: \"%s\" in [%s] is not known. An entry has label, label_fr, parent and aliases; [list] has "
                      "label, label_fr, description and description_fr."),
                   ini->name, entry->key, entry->section);
}

static enum err take_list(struct vocabulary_file *out, const struct ini *ini, const struct ini_entry *entry,
                          struct why *why)
{
    const char *value = arena_copy(&out->text, entry->value);

    if (value == NULL)
        return E_MEMORY;
    if (strcmp(entry->key, "label") == 0)
        out->label = value;
    else if (strcmp(entry->key, "label_fr") == 0)
        out->label_fr = value;
    else if (strcmp(entry->key, "description") == 0)
        out->description = value;
    else if (strcmp(entry->key, "description_fr") == 0)
        out->description_fr = value;
    else
        return refuse(why, ini, entry);
    return OK;
}

static enum err begin_row(struct vocabulary_file *out, const struct ini_entry *entry)
{
    struct vocabulary_row *row = &out->rows[out->count];

    *row = (struct vocabulary_row){ .list = out->list, .label = "", .label_fr = "", .parent = "", .aliases = "" };
    row->code = arena_copy(&out->text, entry->section);
    row->order = (int)++out->count;
    return row->code != NULL ? OK : E_MEMORY;
}

static enum err take_row(struct vocabulary_file *out, const struct ini *ini, const struct ini_entry *entry,
                         struct why *why)
{
    struct vocabulary_row *row = &out->rows[out->count - 1];
    const char *value = arena_copy(&out->text, entry->value);

    if (value == NULL)
        return E_MEMORY;
    if (strcmp(entry->key, "label") == 0)
        row->label = value;
    else if (strcmp(entry->key, "label_fr") == 0)
        row->label_fr = value;
    else if (strcmp(entry->key, "parent") == 0)
        row->parent = value;
    else if (strcmp(entry->key, "aliases") == 0)
        row->aliases = value;
    else
        return refuse(why, ini, entry);
    return OK;
}

static enum err check_labels(const struct vocabulary_file *file, const struct ini *ini, struct why *why)
{
    if (file->label[0] == '\0')
        return why_set(why, E_INVALID, N_("%s: the list has no label. Write one under [list]."), ini->name);
    for (size_t i = 0; i < file->count; i++) {
        if (file->rows[i].label[0] == '\0')
            return why_set(why, E_INVALID, N_("%s: the entry [%s] has no label. Write one under it."), ini->name,
                           file->rows[i].code);
    }
    return OK;
}

static enum err name_list(struct vocabulary_file *out, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *start = slash != NULL ? slash + 1 : path;
    char *name = arena_copy(&out->text, start);
    size_t len;

    if (name == NULL)
        return E_MEMORY;
    len = strlen(name);
    if (len > 4 && strcmp(name + len - 4, ".ini") == 0)
        name[len - 4] = '\0';
    out->list = name;
    out->label = out->label_fr = out->description = out->description_fr = "";
    return OK;
}

enum err config_read_vocabulary(const char *path, struct vocabulary_file *out, struct why *why)
{
    struct config_notes notes = { 0 };
    struct ini ini = { 0 };
    enum err e;

    memset(out, 0, sizeof *out);
    if ((e = ini_read(path, &ini, &notes, why)) != OK || (e = name_list(out, path)) != OK)
        goto done;
    if (notes.count > 0) {
        e = why_set(why, E_INVALID, "%s", notes.text[0]);
        goto done;
    }
    out->rows = arena_alloc(&out->text, (ini.count + 1) * sizeof *out->rows);
    if (out->rows == NULL)
        e = E_MEMORY;
    for (size_t i = 0; e == OK && i < ini.count; i++) {
        const struct ini_entry *entry = &ini.entries[i];
        bool is_list = strcmp(entry->section, list_section) == 0;

        if (entry->key[0] == '\0')
            e = is_list ? OK : begin_row(out, entry);
        else
            e = is_list ? take_list(out, &ini, entry, why) : take_row(out, &ini, entry, why);
    }
    if (e == OK)
        e = check_labels(out, &ini, why);
done:
    if (e != OK)
        config_vocabulary_release(out);
    ini_release(&ini);
    config_notes_release(&notes);
    return e;
}

void config_vocabulary_release(struct vocabulary_file *file)
{
    arena_release(&file->text);
    memset(file, 0, sizeof *file);
}
