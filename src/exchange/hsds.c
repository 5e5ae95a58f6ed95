/*
 * HSDS 1.x, the directory standard as the Ohana API writes it: which files, in which order, by which shipped mapping.
 * Everything else the mappings say.
 */
#include <string.h>

#include "townkeep/exchange/import.h"

static const struct {
    const char *file, *mapping;
} hsds_files[] = {
    { "organizations.csv", "hsds1_organizations" },
    { "locations.csv", "hsds1_locations" },
    { "services.csv", "hsds1_services" },
    { "contacts.csv", "hsds1_contacts" },
    { "phones.csv", "hsds1_phones" },
};

enum err import_hsds(struct store *store, const struct import_wish *wish, struct import_report *report, struct why *why)
{
    enum { COUNT = sizeof hsds_files / sizeof *hsds_files };
    struct import_set_file files[COUNT] = { 0 };
    enum err e = OK;

    *report = (struct import_report){ 0 };
    for (size_t i = 0; i < COUNT && !e; i++) {
        files[i].name = hsds_files[i].file;
        e = mapping_load_named(hsds_files[i].mapping, store_catalogue(store), &files[i].mapping, why);
    }
    if (!e)
        e = import_folder(store, wish, files, COUNT, report, why);
    for (size_t i = 0; i < COUNT; i++)
        mapping_release(&files[i].mapping);
    return e;
}
