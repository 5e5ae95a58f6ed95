/*
 * A small directory of services in HSDS 3.0, in the home of the scripts that begin with "#! directory": three tables,
 * and one row of a service that nobody offers.
 */
#ifndef TOWNKEEP_TESTS_PLAYER_DIRECTORY_H
#define TOWNKEEP_TESTS_PLAYER_DIRECTORY_H

#include <string.h>
#include <sys/stat.h>

#include "townkeep/base/path.h"

static const struct {
    const char *path, *text;
} player_tables[] = {
    { "services/organizations.csv", "id,name,description,parent_organization_id\r\n"
                                    "o1,Harbour Advice,Advice on rights and rent,\r\n"
                                    "o2,Harbour Library,Books and a warm room,o9\r\n" },
    { "services/locations.csv", "id,location_type,organization_id,name,latitude,longitude\r\n"
                                "l1,physical,o1,Harbour house,45.26,19.83\r\n" },
    { "services/services.csv", "id,organization_id,name,status\r\n"
                               "s1,o1,Rent and rights,active\r\n"
                               "s2,,Nobody's service,active\r\n" },
};

static inline enum err player_directory(struct why *why)
{
    enum err e = mkdir("services", 0700) == 0 ? OK : E_SYSTEM;

    for (size_t i = 0; i < sizeof player_tables / sizeof player_tables[0] && !e; i++)
        e = path_write_file(player_tables[i].path, player_tables[i].text, strlen(player_tables[i].text), why);
    return e;
}

#endif
