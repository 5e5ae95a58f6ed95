/* A round while it is worked out. */
#ifndef TOWNKEEP_DOMAIN_ROUND_IN_H
#define TOWNKEEP_DOMAIN_ROUND_IN_H

#include "offers_in.h"
#include "townkeep/domain/coverage.h"
#include "townkeep/domain/round.h"
#include "townkeep/domain/same_as.h"
#include "townkeep/domain/standing.h"

struct round_place {
    int64_t id, parent;
};
/* Somebody there for a group: who may have its ear. */
struct round_candidate {
    int64_t party;
    int trust; /* the smaller of both ways of trust, 0 unknown */
};
struct round_group {
    const char *code, *label;
    bool is_hard;                       /* named by the round as hard to reach */
    struct round_candidate *candidates; /* owned */
    size_t count, room;
};
/* In the queue, until it is sorted. */
struct round_stale {
    int64_t party;
    struct date verified; /* zero: never */
};
struct round_job {
    struct store *store;
    struct round *round;
    struct same_as same;
    struct standings standings;
    struct offers offers;
    struct round_place *places; /* owned; by id */
    size_t place_count, place_room;
    struct round_group *groups; /* owned; of every audience but "everyone" */
    size_t group_count;
    struct round_stale *stale; /* owned */
    size_t stale_count, stale_room;
    struct date today;
};

/* round_scope.c: the places, and the stakeholders that are in the round. */
MUST_USE enum err round_read_places(struct round_job *job, struct why *why);
bool round_has_place(const struct round_job *job, int64_t place); /* in one of the round's, or it names none */
MUST_USE enum err round_read_parties(struct round_job *job, struct why *why);

/* round_questions.c */
MUST_USE enum err round_ask(struct round_job *job, struct why *why);
/* A new question, its texts to be set; NULL without memory. */
struct round_question *round_add_question(struct round *round, const char *question);

/* round_answers.c: what was answered is put to its question, or behind them. */
MUST_USE enum err round_read_answers(struct round_job *job, struct why *why);
/* "Who works on youth in Old Port, at the level secondary?", from its codes; E_MEMORY. */
MUST_USE enum err round_word_question(struct round_job *job, struct round_question *question, struct why *why);

#endif
