/*
 * Casework as far as it is built: taking in a referral, screening it, and the one table of steps that moves it along.
 *
 * Every step is an event (record type referral_step) with the officer who took it and, where a second officer must
 * sign, the signature; the state of a referral is what its last signed event left it in. Screens and command line take
 * steps through workflow_step alone, so a guard cannot be walked around. Clocks are worked out from the events whenever
 * they are asked for and stand nowhere in the file.
 */
#ifndef TOWNKEEP_DOMAIN_CASEWORK_H
#define TOWNKEEP_DOMAIN_CASEWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/date.h"
#include "townkeep/base/err.h"
#include "townkeep/schema/schema.h"
#include "townkeep/store/store.h"

/* --- the guided intake --- */
enum { INTAKE_STEP_COUNT = 6, INTAKE_FIELDS_MAX = 16, SCREENING_QUESTION_COUNT = 12 };
struct intake_step {
    const char *title;                     /* N_() "What happened" */
    const char *hint;                      /* N_() one or two sentences at the head of the step */
    const char *fields[INTAKE_FIELDS_MAX]; /* keys of the referral, in order; NULL after the last. The review step has
                                              none of its own. */
};
extern const struct intake_step intake_steps[INTAKE_STEP_COUNT];

struct screening_question {
    const char *key, *note_key; /* "q1", "q1_note" */
    const char *question;       /* N_() */
    const char *help;           /* N_() what a good answer rests on */
};
extern const struct screening_question screening_questions[SCREENING_QUESTION_COUNT];

/* Whether the referral cannot be received while this field is empty: the mark beside its label. */
bool intake_needs(const char *key);
/* Everything that still keeps a draft from being received, each with the field it is about. */
void referral_missing(const struct record *referral, const struct rule_context *context, struct problems *problems);

/* --- the steps --- */
enum case_state {
    CASE_DRAFT,
    CASE_RECEIVED,
    CASE_SCREENING,
    CASE_SCREENED_IN,
    CASE_SIGNPOSTED,
    CASE_UNFOUNDED,
    CASE_OUT_OF_MANDATE,
    CASE_LINKED,
    CASE_DISCARDED,
    CASE_STATE_COUNT,
    CASE_SAME = CASE_STATE_COUNT, /* in a transition: the state stays */
};
const char *case_state_code(enum case_state state);  /* "screened_in", as it stands in the record; "" for CASE_SAME */
const char *case_state_label(enum case_state state); /* in the program's language */
enum case_state case_state_read(const char *code);   /* CASE_STATE_COUNT when unknown */
bool case_state_is_end(enum case_state state);       /* nothing follows, or another record does */

struct step_input {
    const char
        *key; /* a field of referral_step ("reason", "assignee"; "on" for happened_on) or of the referral ("q1") */
    const char *value; /* as an officer types it */
};

/* A referral with its events, oldest first. */
struct casework {
    struct record referral;
    struct record *steps; /* owned; sealed fields closed */
    size_t step_count;
};
void casework_release(struct casework *casework);
MUST_USE enum err casework_load(struct store *store, int64_t referral, struct casework *out, struct why *why);
/* The same from a row of a list: the referral is copied, its sealed fields closed as they are there. */
MUST_USE enum err casework_of(struct store *store, const struct record *referral, struct casework *out,
                              struct why *why);
enum case_state casework_state(const struct casework *casework); /* from the events */
/* The step that waits for a second officer: the one that would change the state first, else the oldest; NULL when none
 * waits. */
const struct record *casework_waiting(const struct casework *casework);

struct situation; /* what a guard looks at; private */
enum { TRANSITION_KEYS_MAX = 34 };
enum transition_kind {
    TRANSITION_DIRECT,    /* takes effect at once, no second signature */
    TRANSITION_PROPOSAL,  /* takes effect when a second officer signs */
    TRANSITION_CONFIRMED, /* takes effect at once; a second officer confirms afterwards */
    TRANSITION_ANSWER,    /* sign, return, take_back: answers a step that waits */
};
struct transition {
    const char *action;   /* what is typed: "screen_in" */
    const char *label;    /* N_() menu row: "Screen in" */
    const char *sentence; /* N_() what it does, for help and for the table a manager reads */
    const char *done;     /* N_() "%s was screened in." with the pseudonym, once it took effect */
    const char *proposed; /* N_() the same while it waits for a signature; NULL where none is needed first */
    enum transition_kind kind;
    unsigned from;        /* bits 1 << enum case_state */
    enum case_state to;   /* CASE_SAME: stays */
    const char *decision; /* code of the list screening_decision written when it takes effect; NULL none */
    unsigned who;         /* ROLE_ bits that may take it */
    unsigned signers;     /* ROLE_ bits that may sign it, never the proposer; 0 none */
    void (*guard)(const struct situation *situation, struct problems *problems); /* NULL: only what `asks` needs */
    const char *checks;                    /* N_() what the guard makes sure of, for the table a manager reads; every
                                              guard has it */
    const char *clock;                     /* N_() how long it may wait, in words; NULL */
    const char *needs[8];                  /* keys that must be filled */
    const char *asks[TRANSITION_KEYS_MAX]; /* keys it asks for beside `needs`, in order; NULL after the last */
};
const struct transition *workflow_transitions(size_t *count);
const struct transition *workflow_find(const char *action); /* NULL unknown */

/* Everything that keeps this officer from taking the step now, role and state included: one sentence a problem, none
 * when it can be taken. `referral` is the referral as it would be with the inputs, NULL as it stands; `step` the step's
 * own inputs, NULL none yet. */
void workflow_check(const struct casework *casework, const struct transition *transition, const struct record *referral,
                    const struct record *step, const struct rule_context *context, struct problems *problems);

/* One menu row. */
struct possible_step {
    const struct transition *transition;
    bool possible; /* the state and the role allow it: what is missing can still be filled in on its form */
    bool ready;    /* nothing at all is missing */
    char refusal[WHY_TEXT_SIZE]; /* why not, or what is still missing; "" when ready */
};
enum { WORKFLOW_STEPS_MAX = 24 };
/* All steps in table order, those that cannot be taken now with the reason. */
MUST_USE enum err workflow_possible(struct store *store, int64_t referral, struct possible_step out[WORKFLOW_STEPS_MAX],
                                    size_t *count, struct why *why);

struct step_taken {
    struct saved saved;
    int64_t step;       /* id of the event */
    bool waiting;       /* it waits for a second officer */
    char sentence[240]; /* what happened and what is next, pseudonym only */
};
/* Take one step. Inputs naming fields of the referral are saved with it. Refused with everything that is missing in
 * *problems (may be NULL) and joined in *why; nothing is saved then. E_PERMISSION when role, four eyes or closed
 * casework forbid it. */
MUST_USE enum err workflow_step(struct store *store, int64_t referral, const char *action,
                                const struct step_input *inputs, size_t input_count, struct step_taken *out,
                                struct problems *problems, struct why *why);

/* --- clocks --- */
enum casework_clock {
    CLOCK_DRAFT,  /* finish or discard a draft */
    CLOCK_DANGER, /* danger was named: hand over, or write down that nobody is in danger */
    CLOCK_ASSIGN,
    CLOCK_SCREEN,
    CLOCK_CONFIRM, /* a safety hand-off is to be confirmed */
    CLOCK_SIGN,    /* a proposal is to be signed or returned */
    CLOCK_TOLD,    /* the person is to be told that the record exists */
    CLOCK_COUNT
};
struct clock_limit {
    const char *label;                             /* N_() "screening decision" */
    int working_days, hours, urgent_hours, months; /* the one that is set; urgent_hours when the referral is urgent */
};
extern const struct clock_limit casework_clocks[CLOCK_COUNT];
struct clock_due {
    enum casework_clock clock;
    struct date on; /* the day */
    int64_t at;     /* the moment, where the limit is in hours; else 0 */
    bool overdue;
    int64_t step; /* the event it is about; 0 none */
};
/* The clocks that run, soonest first; returns how many (at most `max`). */
size_t casework_due(const struct casework *casework, const struct rule_context *context, struct clock_due *out,
                    size_t max);
/* What a rule may know, from an open store. */
void casework_context(const struct store *store, struct rule_context *out);

/* store_verify, and then whether the events of every referral obey the rules: the state follows from them, and nobody
 * signed a step of his own. The second only for who may read referrals. */
MUST_USE enum err casework_verify(struct store *store, struct verify_report *out, struct why *why);

#endif
