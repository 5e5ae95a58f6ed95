/*
 * A round of mapping at work: what it still asks, who is to be made sure of, and how far it has come.
 *
 * Its questions follow from the records and are worked out each time, so that what is added anywhere answers them: a
 * sector nobody works on in a place, a level of prevention that is missing there, a group nobody is there for, and for
 * every group that is hard to reach, who has its ear and the trust of both sides; and who else could link those whom
 * one stakeholder alone holds together. What an officer answered is kept as a mapping_answer, also when the question
 * itself has gone because the gap is filled.
 *
 * Cost: the coverage once and once for each level, one pass over places, stakeholders, assessments, ties and answers.
 */
#ifndef TOWNKEEP_DOMAIN_ROUND_H
#define TOWNKEEP_DOMAIN_ROUND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/date.h"
#include "townkeep/base/err.h"
#include "townkeep/schema/schema.h"
#include "townkeep/store/store.h"

enum round_state {
    ROUND_OPEN,
    ROUND_LATER,    /* put off: asked again at the end */
    ROUND_ASKED,    /* somebody was asked and has not answered yet */
    ROUND_ANSWERED, /* found, nobody, or not needed */
};
struct round_question {
    const char *question;                  /* code of mapping_question */
    const char *sector, *audience, *level; /* codes; "" none */
    int64_t place;                         /* 0: the whole of the round */
    const char *text;                      /* "Who works on youth in Old Port?" */
    const char *known;                     /* what the map knows of it already, in a sentence */
    const int64_t *candidates;             /* stakeholders that may be the answer, likeliest first */
    size_t candidate_count;
    enum round_state state;
    int64_t answer;   /* the mapping_answer; 0 none yet */
    const char *said; /* "Nobody: we looked (Ana, 2026-11-20)"; "" */
};

struct round_progress {
    size_t parties;                    /* in its scope */
    size_t verified, assessed;         /* of them, since it began */
    size_t today, daily;               /* verified today, and how many are meant to be */
    size_t questions, answered, asked; /* `asked` of the answered still wait for somebody */
};

struct round {
    struct record record;
    bool is_running;
    struct date opened;
    struct round_question *questions; /* what is open first, as they are to be asked; then what was answered */
    size_t count, room;
    size_t open;    /* how many of them have no answer, or "later" */
    int64_t *queue; /* stakeholders in its scope not verified in it yet, the stalest first; owned */
    size_t queue_count, queue_room;
    struct round_progress progress;
    struct arena text;
};
/* `id` 0: the running round, of several the newest; E_NOT_FOUND without a sentence when none is running. */
MUST_USE enum err round_load(struct store *store, int64_t id, struct round *out, struct why *why);
void round_release(struct round *round); /* overwrites; a zeroed one will do */

/* What Home says of the running round, in two small queries; id 0 when there is none. */
struct round_today {
    int64_t id;
    char title[160];
    size_t done, daily;
};
MUST_USE enum err round_today(struct store *store, struct round_today *out, struct why *why);
MUST_USE enum err round_running(struct store *store, int64_t *id, struct why *why); /* 0 none */

/* The fields a new record begins with, one a line as "key=value": a stakeholder that would fill the gap, and the answer
 * itself where an officer writes it out. `kind` NULL: left open. */
MUST_USE enum err round_party_fields(const struct round_question *question, struct buf *out);
MUST_USE enum err round_answer_fields(const struct round *round, const struct round_question *question,
                                      const char *kind, struct buf *out);
/* Write the answer down, or change it. `kind` is a code of mapping_answer_kind; `party` 0 none; `note` NULL: as it was.
 */
MUST_USE enum err round_answer(struct store *store, const struct round *round, const struct round_question *question,
                               const char *kind, int64_t party, const char *note, struct why *why);
/* The question that a mapping_answer answers, in words. */
MUST_USE enum err round_question_words(struct store *store, const struct record *answer, struct buf *out,
                                       struct why *why);
/* Somebody made sure today that a stakeholder's record is right; `status` NULL: as it was, else "closed", "dormant". */
MUST_USE enum err round_verify(struct store *store, int64_t party, const char *status, struct why *why);

#endif
