/* The people a stakeholder reaches, counted beside the map. */
#ifndef TOWNKEEP_DOMAIN_MAPPED_IN_H
#define TOWNKEEP_DOMAIN_MAPPED_IN_H

#include "townkeep/domain/mapped.h"
#include "townkeep/domain/same_as.h"

/* Sums keyed by a record: whom an activity is led by, or how many people a stakeholder reached. */
struct people_row {
    int64_t id, party, people;
    bool is_counted; /* an activity whose whole count is taken */
};
struct people_rows {
    struct people_row *items; /* by id once sorted; owned */
    size_t count, room;
};
struct people {
    struct people_rows programmes, activities;
    struct date from, to;
    const struct same_as *same; /* borrowed */
};
MUST_USE enum err people_read(struct store *store, struct people *people, struct why *why);
int64_t people_of(const struct people *people, int64_t party);
void people_release(struct people *people);

#endif
