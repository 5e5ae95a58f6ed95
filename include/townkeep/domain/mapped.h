/*
 * Who stands on the map, for pictures of it: each stakeholder with its name, its standing, and how far it reaches. On
 * the map stand those of quality.h; linked duplicates stand for the other. One pass over the stakeholders and what
 * standing.h asks; with people, one over programmes, activities and counts of people as well.
 */
#ifndef TOWNKEEP_DOMAIN_MAPPED_H
#define TOWNKEEP_DOMAIN_MAPPED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/date.h"
#include "townkeep/base/err.h"
#include "townkeep/domain/standing.h"
#include "townkeep/store/store.h"

enum { MAPPED_CODE_SIZE = 80 };

struct mapped_wish {
    struct date as_of;
    char sector[MAPPED_CODE_SIZE], audience[MAPPED_CODE_SIZE]; /* codes: only who has them; "" all */
    bool with_people;
};
struct mapped {
    int64_t party;
    const char *name, *acronym;      /* "" none */
    const struct standing *standing; /* NULL: never assessed */
    int groups; /* hard to reach that it is there for: those the running round names, else all but everybody */
    int languages;
    int64_t people; /* at activities it led in the twelve months before, 0 unless asked for */
};
struct mapped_all {
    struct mapped_wish wish;
    struct standings standings;
    struct mapped *items; /* by name; owned */
    size_t count, room;
    size_t others; /* on the map, but without the sector or audience that was wished for */
    struct arena text;
};
MUST_USE enum err mapped_load(struct store *store, const struct mapped_wish *wish, struct mapped_all *out,
                              struct why *why);
void mapped_release(struct mapped_all *all); /* overwrites; a zeroed one will do */
/* The smaller of the two ways of trust, 1 to 5: as far as both sides trust. 0 when either is unknown. */
int mapped_trust(const struct mapped *mapped);

#endif
