/*
 * Where each stakeholder stands, as those who assessed it see it. Several officers assess, each on their own day: of
 * each officer the newest word up to the day "as of" counts, and what they say is told as a mean with the least and the
 * most, so that disagreement stays visible. A value that an assessment leaves empty says nothing: what the same officer
 * said before still counts.
 *
 * Movement compares with the day before the newest round of mapping began; where there was none, with what stood 90
 * days before the stakeholder's newest assessment.
 *
 * One query over the assessments, newest first, one for the round and one for linked duplicates; memory is bounded by
 * stakeholders times officers. Assessments never leave the office.
 */
#ifndef TOWNKEEP_DOMAIN_STANDING_H
#define TOWNKEEP_DOMAIN_STANDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/date.h"
#include "townkeep/base/err.h"
#include "townkeep/store/store.h"

enum standing_measure {
    STANDING_INFLUENCE,
    STANDING_INTEREST,
    STANDING_CAPACITY,
    STANDING_TRUST_TOWARD_CITY,
    STANDING_CITY_TRUST,
    STANDING_MEASURES
};
enum { STANDING_LEVELS = 5, STANDING_APART_DAYS = 90, STANDING_CODE_SIZE = 32 };

struct standing_score {
    int raters, sum; /* how many gave a value, and the values added; 0: nobody did */
    int least, most;
};
struct standing {
    int64_t party; /* whom linked duplicates stand for */
    int raters;    /* officers who assessed it at all */
    struct standing_score now[STANDING_MEASURES], before[STANDING_MEASURES];
    struct date on; /* of the newest assessment */
    /* Codes, the newest that was given by anybody; "" never. */
    char stance[STANDING_CODE_SIZE], engagement_now[STANDING_CODE_SIZE], engagement_wanted[STANDING_CODE_SIZE];
};
struct standings {
    struct date as_of;
    struct date since;     /* the newest round began the day after; zero: there was none */
    struct standing *rows; /* by party; owned */
    size_t count;
};
MUST_USE enum err standings_load(struct store *store, struct date as_of, struct standings *out, struct why *why);
void standings_release(struct standings *standings); /* overwrites; a zeroed one will do */
const struct standing *standings_of(const struct standings *standings, int64_t party); /* NULL: never assessed */

const char *standing_key(enum standing_measure measure); /* of the field of party_assessment */
int standing_level(const struct standing_score *score);  /* the mean, rounded half up: 1 to 5; 0 nobody said */
/* The mean has changed by half a step or more: 1 up, -1 down, 0 not, or there was nothing before. */
int standing_moved(const struct standing *standing, enum standing_measure measure);
/* "4", "3.5 (2–5, 3 officers)", in the program's language; "?" where nobody said. Into out; returns out. */
const char *standing_show(const struct standing_score *score, char *out, size_t size);
/* What one officer said last, up to a day: the newest value each. */
struct standing_word {
    int values[STANDING_MEASURES]; /* 0: not said */
    char stance[STANDING_CODE_SIZE];
    struct date on; /* zero: never */
};
/* Of this stakeholder alone: what `officer` said last, and the standing of all others (their `party` set). */
MUST_USE enum err standing_beside(struct store *store, int64_t party, int64_t officer, struct date as_of,
                                  struct standing_word *own, struct standing *others, struct why *why);

#endif
