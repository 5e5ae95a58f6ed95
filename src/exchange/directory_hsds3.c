/* HSDS 3.0 as one of the formats for others (sharing.c): the files of a folder, made from what leaves. */
#include <stdio.h>
#include <string.h>

#include "directory_give_in.h"
#include "sharing_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"

/* --- what the file does not hold --- */
static enum stay of_party(const struct record *party)
{
    return which_fits(WHICH_PEOPLE, party) && strcmp(record_text(party, "sens"), "public") != 0 ? STAY_PEOPLE
                                                                                                : STAY_NOT;
}

/* The standard has a table of telephones and none of other ways; a number rings in the place it is of. */
static enum stay of_contact_point(struct store *store, const struct record *point)
{
    int64_t place = record_number(point, "place");

    if (!which_fits(WHICH_CALLED, point))
        return STAY_KIND;
    return place && directory_is_hidden(store, &place_type, place) ? STAY_HIDDEN : STAY_NOT;
}

/* The standard has no service of nobody. */
static enum err of_service(struct gate *gate, const struct record *service, enum stay *stay, struct why *why)
{
    bool is_offered;
    enum err e = gate_names(gate, service, "party", &is_offered, why);

    if (!e && !is_offered)
        *stay = STAY_NOBODY;
    return e;
}

enum err hsds3_rule(struct store *store, struct gate *gate, const struct record *record, enum stay *stay,
                    struct why *why)
{
    const struct record_type *type = record->type;

    *stay = STAY_NOT;
    if (type == &party_type)
        *stay = of_party(record);
    else if (type == &contact_point_type)
        *stay = of_contact_point(store, record);
    else if (type == &opening_type && !which_fits(WHICH_OPEN, record))
        *stay = STAY_KIND;
    else if (type == &place_type && which_fits(WHICH_AREAS, record))
        *stay = STAY_NAMED;
    return type == &service_type ? of_service(gate, record, stay, why) : OK;
}

/* --- the files --- */
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
