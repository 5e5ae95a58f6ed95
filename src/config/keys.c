/*
 * keys.ini: sections are screens, names are actions, values the keys that call them. Whether an action exists is known
 * further up; here a key's name is checked.
 */
#include <stdlib.h>
#include <string.h>

#include "ini_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"
#include "townkeep/draw/event.h"

/* The keys of one value, blanks between them. */
static bool read_keys(const char *text, struct key_binding *binding)
{
    if (strcmp(text, "none") == 0)
        return true;
    while (*(text += strspn(text, " ")) != '\0') {
        char name[KEY_NAME_SIZE];
        size_t len = strcspn(text, " ");

        if (len >= sizeof name || binding->count == KEY_BINDING_KEYS)
            return false;
        memcpy(name, text, len);
        name[len] = '\0';
        if (!key_parse(name, &binding->keys[binding->count]))
            return false;
        binding->count++;
        text += len;
    }
    return binding->count > 0;
}

static enum err take_binding(struct key_bindings *out, const struct ini *ini, const struct ini_entry *entry,
                             struct config_notes *notes)
{
    struct key_binding binding = { 0 };
    struct buf action = { 0 };
    enum err e;

    if (entry->key[0] == '\0')
        return OK;
    if (!read_keys(entry->value, &binding)) {
        notes_add(
            notes,
            _("%s: the keys of \"%s\" in [%s] are not understood. Write up to %d names as the key bar shows them, "
              "with blanks between, or none."),
            ini->name, entry->key, entry->section, (int)KEY_BINDING_KEYS);
        return OK;
    }
    if ((e = buf_printf(&action, "%s.%s", entry->section, entry->key)) != OK)
        return e;
    binding.action = buf_take(&action);
    out->rows[out->count++] = binding;
    return OK;
}

enum err config_keys(const char *path, struct key_bindings *out, struct config_notes *notes, struct why *why)
{
    struct buf place = { 0 };
    struct ini ini = { 0 };
    enum err e;

    memset(out, 0, sizeof *out);
    e = path != NULL ? buf_add_str(&place, path) : config_own_path(NULL, "keys.ini", &place, why);
    if (e != OK || !path_exists(buf_text(&place)))
        goto done;
    if ((e = ini_read_or_note(buf_text(&place), &ini, notes, why)) != OK || ini.count == 0)
        goto done;
    out->rows = calloc(ini.count, sizeof *out->rows);
    if (out->rows == NULL)
        e = E_MEMORY;
    for (size_t i = 0; e == OK && i < ini.count; i++)
        e = take_binding(out, &ini, &ini.entries[i], notes);
done:
    if (e != OK)
        config_keys_release(out);
    ini_release(&ini);
    buf_release(&place);
    return e;
}

const struct key_binding *config_key_binding(const struct key_bindings *bindings, const char *action)
{
    for (size_t i = 0; i < bindings->count; i++) {
        if (strcmp(bindings->rows[i].action, action) == 0)
            return &bindings->rows[i];
    }
    return NULL;
}

void config_keys_release(struct key_bindings *bindings)
{
    for (size_t i = 0; i < bindings->count; i++)
        free(bindings->rows[i].action);
    free(bindings->rows);
    memset(bindings, 0, sizeof *bindings);
}
