/*
 * Casework: taking in a referral and screening it, the case that is opened from it, and the one table of steps that
 * moves both along. What a step moves, a referral or a case, is called its subject here.
 *
 * Every step is an event (record type referral_step or episode_step) with the officer who took it and, where a second
 * officer must sign, the signature; the state of a subject is what its last signed event left it in. Screens and
 * command line take steps through workflow_step alone, so a guard cannot be walked around. Clocks are worked out from
 * the events whenever they are asked for and stand nowhere in the file.
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
    /* of a case, which begins as CASE_SCREENED_IN and may be signposted too */
    CASE_INVITED,
    CASE_DECLINED,
    CASE_ASSESSING,
    CASE_PANEL_LISTED,
    CASE_PANEL_DECIDED,
    CASE_DEFERRED,
    CASE_NOT_ADOPTED,
    CASE_PLANNING,
    CASE_PLAN_AGREED,
    CASE_ACTIVE,
    CASE_PAUSED,
    CASE_REVIEWING,
    CASE_CLOSING,
    CASE_CLOSED,
    CASE_AFTER_6M,
    CASE_AFTER_12M,
    CASE_WITHDRAWN,
    CASE_TRANSFERRED,
    CASE_STATE_COUNT,
    CASE_SAME = CASE_STATE_COUNT, /* in a transition: the state stays */
};
const char *case_state_code(enum case_state state);  /* "screened_in", as it stands in the record; "" for CASE_SAME */
const char *case_state_label(enum case_state state); /* in the program's language */
enum case_state case_state_read(const char *code);   /* CASE_STATE_COUNT when unknown */
bool case_state_is_end(enum case_state state);       /* nothing follows, or another record does */

struct step_input {
    const char *key; /* a field of the step ("reason", "assignee"; "on" for happened_on), of what is written with it, or
                        of the referral or case ("q1") */
    const char *value; /* as an officer types it */
};

/* A referral or a case with its events, oldest first; a case also with what was written on it. */
struct casework {
    struct record subject;
    struct record *steps; /* owned; sealed fields closed */
    size_t step_count;
    struct record *papers; /* owned; by type, of each the newest last */
    size_t paper_count;
    struct record origin; /* of a case: the referral it was opened from; .type NULL when it was not asked for */
    bool knows_retention; /* complaints and decisions about it are among the papers */
};
void casework_release(struct casework *casework);
/* `type` referral or episode. With the papers, their sealed fields open where this officer may open the case. */
MUST_USE enum err casework_load(struct store *store, const struct record_type *type, int64_t id, struct casework *out,
                                struct why *why);
/* The same from a row of a list: the subject is copied, its sealed fields closed as they are there; no papers. */
MUST_USE enum err casework_of(struct store *store, const struct record *subject, struct casework *out, struct why *why);
/* The papers of a case, once, beside what casework_of gave; sealed fields open when `open`. Nothing for a referral. */
MUST_USE enum err casework_load_papers(struct store *store, struct casework *casework, bool open, struct why *why);
/* Those of one type, the newest last; *count 0 when there are none. The meeting that the newest item of a panel stands
 * on, and who was there, are among them. */
const struct record *casework_papers(const struct casework *casework, const struct record_type *type, size_t *count);
enum case_state casework_state(const struct casework *casework); /* from the events */
/* The step that waits for a second officer: the one that would change the state first, else the oldest; NULL when none
 * waits. */
const struct record *casework_waiting(const struct casework *casework);
/* The events of a subject: referral_step or episode_step. */
const struct record_type *casework_steps_of(const struct record_type *subject);

/* Who may open what: a referral every officer of casework, a case the team lead, the officer it is with, who opened it
 * in an emergency within the last day, and who may sign what waits there; never an officer who stepped aside. Given to
 * the store as its gate, so that it holds for every screen and command. Reads events only. */
MUST_USE enum err casework_may_open(struct store *store, const struct record_type *type, int64_t id, struct why *why);

/* What a list may say of a referral or case without opening it. */
struct glance {
    bool is_theirs; /* this officer's, or any for a team lead; never of an officer who stepped aside */
    bool is_aside;
    enum case_state state;
    char pseudonym[32];
};
/* Whether this officer stepped aside from it. */
bool casework_stepped_aside(const struct casework *casework, int64_t officer);
MUST_USE enum err casework_glance(struct store *store, const struct record_type *type, int64_t id, struct glance *out,
                                  struct why *why);

/* Whether an officer had no part in what a complaint is about: did not start, screen, lead or sign anything in its
 * referral or case, and so may handle it. */
MUST_USE enum err complaint_may_handle(struct store *store, const struct record *complaint, int64_t officer, bool *may,
                                       struct why *why);

/* What the rules of papers cannot see: that whoever handles or answers a complaint had no part in what it is about;
 * that a step that was taken rests on a paper; that a paper is of another case. Given to the store in the catalogue, so
 * that it holds for every screen and command. */
MUST_USE enum err casework_check_saved(struct store *store, const struct record *record, const struct record *before,
                                       struct problems *problems, struct why *why);

struct situation; /* what a guard looks at; private */
struct taking;    /* a step that is being taken; private */
enum { TRANSITION_KEYS_MAX = 34, TRANSITION_NEEDS_MAX = 10, TRANSITION_PAPERS_MAX = 5 };
enum transition_kind {
    TRANSITION_DIRECT,    /* takes effect at once, no second signature */
    TRANSITION_PROPOSAL,  /* takes effect when a second officer signs */
    TRANSITION_CONFIRMED, /* takes effect at once; a second officer confirms afterwards */
    TRANSITION_ANSWER,    /* sign, return, take_back: answers a step that waits */
};
enum { OF_REFERRAL = 1 << 0, OF_EPISODE = 1 << 1 };
struct transition {
    const char *action;   /* what is typed: "screen_in" */
    const char *label;    /* N_() menu row: "Screen in" */
    const char *sentence; /* N_() what it does, for help and for the table a manager reads */
    const char *done;     /* N_() "%s was screened in." with the pseudonym, once it took effect */
    const char *proposed; /* N_() the same while it waits for a signature; NULL where none is needed first */
    enum transition_kind kind;
    unsigned of;               /* OF_ bits: what it moves along */
    uint64_t from;             /* bits 1 << enum case_state */
    uint64_t from_panel_first; /* besides those, where the panel meets before the person is asked */
    enum case_state to;        /* CASE_SAME: stays */
    const char *decision;      /* code of the list screening_decision written when it takes effect; NULL none */
    unsigned who;              /* ROLE_ bits that may take it */
    bool by_anybody;           /* of a case: also by those it is not with */
    bool opens;                /* the case to an officer it is not with: the log of who looked says so */
    unsigned signers;          /* ROLE_ bits that may sign it, never the proposer; 0 none */
    const char *confirm;       /* N_() what must have been read before it is taken (confirmed=yes); NULL nothing */
    const struct record_type *writes; /* a record written with it, whose fields may be given too; NULL none */
    /* The papers a second officer signs: none may have changed since it was proposed; NULL after the last. */
    const struct record_type *rests_on[TRANSITION_PAPERS_MAX];
    void (*guard)(const struct situation *situation, struct problems *problems); /* NULL: only what `asks` needs */
    bool is_final; /* what the guard refuses cannot be mended on the step's form */
    /* What changes beside the state once it takes effect on `day`: `step` is the event that does; NULL nothing. */
    enum err (*effect)(struct taking *taking, const struct record *step, struct date day, struct why *why);
    const char *checks;                      /* N_() what the guard makes sure of, for the table a manager reads; every
                                                guard has it */
    const char *clock;                       /* N_() how long it may wait, in words; NULL */
    const char *needs[TRANSITION_NEEDS_MAX]; /* keys that must be filled; NULL after the last */
    const char *asks[TRANSITION_KEYS_MAX];   /* keys it asks for beside `needs`, in order; NULL after the last */
};
const struct transition *workflow_transition(size_t at);    /* in the order of menus; NULL beyond the last */
const struct transition *workflow_find(const char *action); /* NULL unknown */
bool workflow_is_of(const struct transition *transition, const struct record_type *subject);

/* Everything that keeps this officer from taking the step now, role and state included: one sentence a problem, none
 * when it can be taken. `subject` is the referral or case as it would be with the inputs, NULL as it stands; `step` the
 * step's own inputs and `companion` those of what is written with it, NULL none yet. */
void workflow_check(const struct casework *casework, const struct transition *transition, const struct record *subject,
                    const struct record *step, const struct record *companion, const struct rule_context *context,
                    struct problems *problems);

/* One menu row. */
struct possible_step {
    const struct transition *transition;
    bool possible; /* the state and the role allow it: what is missing can still be filled in on its form */
    bool ready;    /* nothing at all is missing */
    char refusal[WHY_TEXT_SIZE]; /* why not, or what is still missing; "" when ready */
};
enum { WORKFLOW_STEPS_MAX = 48 }; /* of one subject */
/* All steps of the subject in table order, those that cannot be taken now with the reason. */
MUST_USE enum err workflow_possible(struct store *store, const struct record_type *type, int64_t id,
                                    struct possible_step out[WORKFLOW_STEPS_MAX], size_t *count, struct why *why);

struct step_taken {
    struct saved saved;
    int64_t step;       /* id of the event */
    int64_t opened;     /* id of the case that began with it; 0 none */
    bool waiting;       /* it waits for a second officer */
    char sentence[480]; /* what happened and what is next, pseudonym only */
};
/* Take one step. Inputs naming fields of the subject are saved with it. Refused with everything that is missing in
 * *problems (may be NULL) and joined in *why; nothing is saved then. E_PERMISSION when role, four eyes or closed
 * casework forbid it. */
MUST_USE enum err workflow_step(struct store *store, const struct record_type *type, int64_t id, const char *action,
                                const struct step_input *inputs, size_t input_count, struct step_taken *out,
                                struct problems *problems, struct why *why);

/* What a rule may know, from an open store. */
void casework_context(const struct store *store, struct rule_context *out);

/* store_verify, and then whether the events of every referral and case obey the rules: the state follows from them, and
 * nobody signed a step of their own. The second only for who may read them. */
MUST_USE enum err casework_verify(struct store *store, struct verify_report *out, struct why *why);

#endif
