/*
 * Any ini file, line by line, for rooms that know what its sections mean but do not read ini themselves.
 */
#include "ini_in.h"

enum err config_read_ini(const char *path,
                         enum err (*take)(void *data, const char *section, const char *key, const char *value,
                                          struct why *why),
                         void *data, struct config_notes *notes, struct why *why)
{
    struct ini ini = { 0 };
    enum err e = ini_read(path, &ini, notes, why);

    for (size_t i = 0; i < ini.count && !e; i++) {
        const struct ini_entry *entry = &ini.entries[i];

        if (entry->key[0] != '\0')
            e = take(data, entry->section, entry->key, entry->value, why);
    }
    ini_release(&ini);
    return e;
}
