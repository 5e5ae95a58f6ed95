/*
 * Who works on what, where: sectors (or areas of prevention) against places, so that the gaps are seen first. One pass
 * over the places, one over what is counted, and one over those it hangs on; memory is bounded by their number.
 *
 * What is counted in a cell is counted there once, whatever it has in the cell's row and column: a stakeholder with two
 * places of one district is one stakeholder of the district, and the sum of a row or a column is how many different
 * ones there are, never the cells added up. People are those of whole activities (participation.h): added over
 * activities, so that who came to two is counted twice, and said so.
 */
#ifndef TOWNKEEP_DOMAIN_COVERAGE_H
#define TOWNKEEP_DOMAIN_COVERAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/date.h"
#include "townkeep/base/err.h"
#include "townkeep/store/store.h"

enum coverage_measure {
    COVERAGE_PARTIES,    /* in use and not closed, but for people in a role */
    COVERAGE_SERVICES,   /* running, or closed for a time */
    COVERAGE_PROGRAMMES, /* at work on the day `as_of` */
    COVERAGE_PEOPLE,     /* reached by activities held in the twelve months up to `as_of` */
};
/* What the rows are. Who has no sector of its own takes them from whom it hangs on: a service from who offers it, a
 * programme from who leads it, an activity from its programme; a stakeholder has the areas of the services it offers.
 */
enum coverage_rows { COVERAGE_SECTORS, COVERAGE_AREAS };
/* What the columns are: places of this kind, and those that hold more than one of them, where something is for all of
 * it ("whole town"). A smaller place counts for the one it lies in. */
enum coverage_depth {
    COVERAGE_DISTRICTS,
    COVERAGE_NEIGHBOURHOODS,
    COVERAGE_EVERY_PLACE, /* as it was recorded */
};
struct coverage_wish {
    struct date as_of;
    enum coverage_measure measure;
    enum coverage_rows rows;
    enum coverage_depth depth;
    char level[80]; /* code of a level: only what has it, or works across all; "" all */
};

/* How many, and the records themselves (activities for people), each once. */
struct coverage_tally {
    int64_t sum;
    int64_t *ids; /* owned */
    size_t count, room;
};
struct coverage_line {
    const char *code; /* of the sector or area; NULL: none was said */
    const char *label;
    struct coverage_tally all;
    size_t gaps; /* columns with nothing, those of "no place known" and of whole towns aside */
};
struct coverage_column {
    int64_t place; /* 0: no place known, or one that lies in no place of this kind; always the last */
    const char *name;
    bool is_wider;      /* holds several of the kind: nothing for all of it is no gap */
    bool is_site;       /* a site or a venue: shown when it has something */
    int64_t population; /* -1 not known */
    struct coverage_tally all;
    size_t gaps;
};
struct coverage_name {
    int64_t id;
    const char *name;
};
struct coverage {
    struct coverage_wish wish;
    const struct record_type *type; /* of the ids */
    struct coverage_line *lines;
    size_t line_count;
    struct coverage_column *columns;
    size_t column_count;
    struct coverage_tally *cells; /* line by line */
    struct coverage_tally all;
    size_t gaps;
    struct coverage_name *names; /* of all that was counted, ascending by id */
    struct arena text;
};
MUST_USE enum err coverage_load(struct store *store, const struct coverage_wish *wish, struct coverage *out,
                                struct why *why);
void coverage_release(struct coverage *coverage); /* a zeroed one will do */
const struct coverage_tally *coverage_cell(const struct coverage *coverage, size_t line, size_t column);
const char *coverage_name_of(const struct coverage *coverage, int64_t id);
bool coverage_is_gap(const struct coverage *coverage, size_t line, size_t column);

#endif
