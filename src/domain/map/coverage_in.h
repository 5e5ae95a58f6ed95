/* The inside of counting coverage: the places things are put down to, and what is gathered before it is counted. */
#ifndef TOWNKEEP_DOMAIN_MAP_COVERAGE_IN_H
#define TOWNKEEP_DOMAIN_MAP_COVERAGE_IN_H

#include "townkeep/domain/coverage.h"
#include "townkeep/domain/same_as.h"

struct coverage_place {
    int64_t id, parent, population;
    int rank; /* how large its kind is */
    const char *name;
    bool is_gone;  /* archived: what is in it counts for the place it lies in */
    size_t column; /* SIZE_MAX: none of its own */
};
/* Something counted, or what it hangs on. Lists as they are stored, "a;b"; "" none. */
struct coverage_unit {
    int64_t id;
    int64_t weight; /* 1, or people */
    bool is_counted, has_weight;
    const char *name;
    const char *sectors, *areas, *levels, *places;
};
struct coverage_units {
    struct coverage_unit *items; /* owned; ascending by id once sorted */
    size_t count, room;
};
struct coverage_job {
    struct store *store;
    struct coverage *out;
    struct arena text;             /* of what is gathered */
    struct coverage_place *places; /* owned; ascending by id */
    size_t place_count, place_room;
    struct same_as same;
    struct coverage_units parties, services, programmes, activities;
    bool *on_line, *on_column; /* owned: what the unit being counted has */
};

/* coverage_places.c: reads the places and makes a column of each that may have one, the last for no place known. */
MUST_USE enum err coverage_read_places(struct coverage_job *job, struct why *why);
size_t coverage_column_of(const struct coverage_job *job, int64_t place);

/* coverage_gather.c: reads what the wish needs. */
MUST_USE enum err coverage_gather(struct coverage_job *job, struct why *why);
const struct coverage_unit *coverage_unit_find(const struct coverage_units *units, int64_t id);

#endif
