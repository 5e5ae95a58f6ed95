/*
 * What comes next for a case: the step that most likely follows, what of it is there already and what is still missing;
 * and how far along it is. Told from the same table and guards that take the step, so that page and step never differ.
 */
#ifndef TOWNKEEP_DOMAIN_OUTLOOK_H
#define TOWNKEEP_DOMAIN_OUTLOOK_H

#include <stdbool.h>

#include "townkeep/domain/casework.h"

enum { OUTLOOK_LINES = 32 };
struct outlook_line {
    bool met;
    char text[PROBLEM_TEXT_SIZE];
};
struct outlook {
    const struct transition *next; /* NULL: nothing follows */
    const struct record *waiting;  /* the step that waits for a second officer, which is `next` then; NULL none */
    struct outlook_line lines[OUTLOOK_LINES]; /* what is missing first */
    int count;
};
/* The case with its papers, sealed values open. What is asked on the form of the step itself is not among the lines. */
void casework_outlook(const struct casework *casework, const struct rule_context *context, struct outlook *out);

/* The step that most likely follows in the state of this case; NULL none. */
const struct transition *casework_likely_step(const struct record *episode);

/* The stations of a case in the order of its office, and at which it stands. */
enum { STATIONS_MAX = 8 };
struct stations {
    const char *labels[STATIONS_MAX]; /* in the program's language; the present one by its state */
    int count, now;
};
void casework_stations(const struct casework *casework, struct stations *out);

/* What was told or handed out and is to be called back, or still to be told to the person. */
enum recall_reason {
    RECALL_WITHDRAWN, /* the agreement it rests on was withdrawn */
    RECALL_DAY,       /* the day it was to be returned or destroyed by has come */
    RECALL_TELL,      /* the person was not told of it, and it was to be looked at again by now */
};
struct recall {
    enum recall_reason reason;
    const struct record *paper; /* a sharing or a copy; borrowed from the case */
    struct date on;             /* the day it is since */
};
/* Of what casework_of gave, the papers that say so; sealed fields closed. */
MUST_USE enum err casework_load_shared(struct store *store, struct casework *casework, struct why *why);
/* Newest papers first; how many there are, of which at most `max` are written. A sharing is called back once the agency
 * has acknowledged that, a copy once it came back. */
size_t casework_recalls(const struct casework *casework, struct date today, struct recall *out, size_t max);
/* Write down that the agency acknowledged it on that day. */
MUST_USE enum err sharing_acknowledge(struct store *store, int64_t sharing, struct date on, struct saved *out,
                                      struct why *why);

#endif
