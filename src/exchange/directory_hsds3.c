/* HSDS 3.0 as one of the formats for others (sharing.c): the files of a folder, made from what leaves. */
#include <stdio.h>

#include "directory_give_in.h"
#include "sharing_in.h"
#include "townkeep/base/i18n.h"

static enum err write_tables(const struct giving *giving, struct sharing_files *files, struct why *why)
{
    const struct standard_rules *rules = giving->directory->rules;
    struct buf *text;
    enum err e = OK;

    for (size_t i = 0; i < rules->table_count && !e; i++) {
        char name[SHARING_NAME_SIZE];

        if (giving->tables[i].count == 0)
            continue;
        snprintf(name, sizeof name, "%s.csv", rules->tables[i].name);
        e = (text = sharing_add(files, name)) ? give_csv(giving, (int)i, text) : E_MEMORY;
    }
    if (!e && files->count == 0)
        return why_set(why, E_NOT_FOUND, N_("Nothing here may leave for them: there is nothing to write."));
    if (!e)
        e = (text = sharing_add(files, "datapackage.json")) ? give_description(giving, text) : E_MEMORY;
    return e;
}

enum err hsds3_write(const struct parcel *parcel, struct sharing_files *files, struct why *why)
{
    struct directory directory = { 0 };
    struct giving giving = { .directory = &directory, .parcel = parcel };
    enum err e = directory_open(&directory, parcel->store, &standard_hsds3, "", why);

    directory.giving = &giving;
    if (!e && !(e = give_tables(&giving, why)))
        e = write_tables(&giving, files, why);
    giving_release(&giving);
    directory_close(&directory);
    return e;
}
