/* What the files of this folder share: the fields by name, and what a guard looks at. */
#ifndef TOWNKEEP_DOMAIN_CASEWORK_IN_H
#define TOWNKEEP_DOMAIN_CASEWORK_IN_H

#include "townkeep/domain/casework.h"
#include "townkeep/domain/catalogue.h"

enum referral_field {
    /* set by the program */
    REFERRAL_REFERENCE,
    REFERRAL_PSEUDONYM,
    REFERRAL_STATE,
    REFERRAL_STATE_ON,
    REFERRAL_STARTED_ON,
    REFERRAL_STARTED_BY,
    REFERRAL_RECEIVED_ON,
    REFERRAL_ASSIGNEE,
    REFERRAL_TOLD_ON,
    REFERRAL_PROPOSAL,
    REFERRAL_DECISION,
    /* the caller */
    REFERRAL_CHANNEL,
    REFERRAL_OPERATOR,
    REFERRAL_REFERRER_TYPE,
    REFERRAL_REFERRER_NAME,
    REFERRAL_REFERRER_CONTACT,
    REFERRAL_RELATION,
    REFERRAL_HOW_KNOWN,
    REFERRAL_RELIABILITY,
    REFERRAL_MAY_CONTACT,
    REFERRAL_STAY_UNNAMED,
    REFERRAL_WANTS_FEEDBACK,
    /* the person */
    REFERRAL_PERSON_NAME,
    REFERRAL_OTHER_NAMES,
    REFERRAL_BIRTH,
    REFERRAL_AGE_BAND,
    REFERRAL_PERSON_CONTACT,
    REFERRAL_LANGUAGE,
    REFERRAL_INTERPRETER,
    REFERRAL_GUARDIAN,
    REFERRAL_GUARDIAN_CONTACT,
    REFERRAL_AREA,
    /* what happened */
    REFERRAL_WHAT_HAPPENED,
    REFERRAL_WHERE_HAPPENED,
    REFERRAL_FIRST_NOTICED,
    REFERRAL_LAST_NOTICED,
    REFERRAL_CONDUCT,
    REFERRAL_NEEDS,
    REFERRAL_WORRY,
    REFERRAL_WOULD_HELP,
    REFERRAL_ASKS_FOR_HELP,
    REFERRAL_TOLD,
    REFERRAL_TOLD_BECAUSE,
    /* safety */
    REFERRAL_SAFETY,
    REFERRAL_SAFETY_ACTION,
    REFERRAL_URGENCY,
    REFERRAL_URGENT_NEEDS,
    REFERRAL_SERVICES_INVOLVED,
    /* strengths */
    REFERRAL_STRENGTHS,
    /* screening: answer and note of each question, in turn */
    REFERRAL_Q1,
    REFERRAL_Q1_NOTE,
    REFERRAL_Q12 = REFERRAL_Q1 + 2 * (SCREENING_QUESTION_COUNT - 1),
    REFERRAL_Q12_NOTE,
    REFERRAL_BASIS,
    REFERRAL_TERTIARY_BASIS,
    REFERRAL_SOURCES_CONTACTED,
    REFERRAL_OTHER_HELP,
    REFERRAL_PROGRAMME,
    REFERRAL_LINKED_TO,
    REFERRAL_FEEDBACK,
    /* what comes after and before it */
    REFERRAL_EPISODE,
    REFERRAL_EARLIER_EPISODE,
    REFERRAL_FIELD_COUNT
};
extern const struct field referral_fields[REFERRAL_FIELD_COUNT];

enum episode_field {
    /* set by the program */
    EPISODE_REFERENCE,
    EPISODE_PSEUDONYM,
    EPISODE_STATE,
    EPISODE_STATE_ON,
    EPISODE_OPENED_ON,
    EPISODE_LEVEL,
    EPISODE_OWNER,
    EPISODE_LEAD,
    EPISODE_REFERRAL,
    EPISODE_EARLIER,
    EPISODE_PROFILE,
    EPISODE_PROPOSAL,
    EPISODE_AGREED_ON,
    EPISODE_CLOSED_ON,
    EPISODE_SHORTENED_ON,
    /* the person */
    EPISODE_URGENCY,
    EPISODE_AGE_BAND,
    EPISODE_AREA,
    EPISODE_PERSON_NAME,
    EPISODE_OTHER_NAMES,
    EPISODE_BIRTH,
    EPISODE_PERSON_CONTACT,
    EPISODE_LANGUAGE,
    EPISODE_INTERPRETER,
    EPISODE_GUARDIAN,
    EPISODE_GUARDIAN_CONTACT,
    /* the first talk */
    EPISODE_SPEAKS_FIRST,
    EPISODE_FIRST_LANGUAGE,
    EPISODE_SAFETY_NOTE,
    EPISODE_LAWFUL_BASIS,
    EPISODE_NOTICE_VERSION,
    /* a person who comes back */
    EPISODE_SUPERVISING_AUTHORITY,
    EPISODE_SINGLE_CONTACT,
    EPISODE_CONDITIONS,
    EPISODE_SECURITY_LIAISON,
    EPISODE_RECEPTION_STEPS,
    EPISODE_STIGMA_STEPS,
    EPISODE_MEDIA_LINE,
    EPISODE_HORIZON_YEARS,
    EPISODE_FIELD_COUNT
};

enum step_field {
    STEP_SUBJECT, /* the referral or the case it moves along */
    STEP_ACTION,
    STEP_FROM_STATE,
    STEP_TO_STATE,
    STEP_AT,
    STEP_HAPPENED_ON,
    STEP_OFFICER,
    STEP_REASON_CODE,
    STEP_REASON,
    STEP_DISSENT,
    STEP_RECIPIENT,
    STEP_DETAIL,
    STEP_WAY,
    STEP_ASSIGNEE,
    STEP_UNTIL,
    STEP_ANSWERS,
    STEP_CONSENT,
    STEP_CONFIRMED,
    STEP_SAFETY,
    STEP_OUTCOME,
    STEP_SIGNED_BY,
    STEP_SIGNED_AT,
    STEP_FIELD_COUNT
};

/* Outcome of a step that needs a second officer; empty for all others. */
#define OUTCOME_WAITING    "waiting"
#define OUTCOME_SIGNED     "signed"
#define OUTCOME_RETURNED   "returned"
#define OUTCOME_TAKEN_BACK "taken_back"

/* Sets of states. */
#define IN(state) (UINT64_C(1) << CASE_##state)
/* A case after which nothing is asked of the person any more. */
#define CASE_ENDED \
    (IN(DECLINED) | IN(NOT_ADOPTED) | IN(CLOSED) | IN(AFTER_6M) | IN(AFTER_12M) | IN(WITHDRAWN) | IN(TRANSFERRED))
/* From when the person was invited on; and from when a case is there. */
#define CASE_JOINED                                                                                     \
    (IN(INVITED) | IN(ASSESSING) | IN(PANEL_LISTED) | IN(PANEL_DECIDED) | IN(DEFERRED) | IN(PLANNING) | \
     IN(PLAN_AGREED) | IN(ACTIVE) | IN(PAUSED) | IN(REVIEWING) | IN(CLOSING))
#define CASE_ALIVE (IN(SCREENED_IN) | CASE_JOINED)
#define CASE_ANY   (CASE_ALIVE | IN(SIGNPOSTED) | CASE_ENDED)

struct situation {
    const struct casework *casework;
    const struct transition *transition;
    const struct record *subject;   /* with the inputs put in */
    const struct record *step;      /* with the inputs put in; NULL none yet */
    const struct record *companion; /* what is written with the step, with the inputs put in; NULL none yet */
    const struct record *waiting;   /* ANSWER: the step that is answered; else NULL */
    enum case_state state;
    const struct rule_context *context;
};

/* workflow.c. `subject` NULL: as it stands. ANSWER: the step named in `step`'s field answers, else the one that waits.
 */
struct situation situation_of(const struct casework *casework, const struct transition *transition,
                              const struct record *subject, const struct record *step,
                              const struct rule_context *context);
/* All problems as one text, cut at a whole character. */
void problems_join(const struct problems *problems, char *out, size_t size);
/* Whether it may be taken from this state, in this order of steps. */
bool transition_is_from(const struct transition *transition, const struct record *subject, enum case_state state);

/* The tables of steps: those of referrals, of cases, and of both. */
struct transitions {
    const struct transition *rows;
    size_t count;
};
extern const struct transitions referral_transitions, episode_transitions, rights_transitions, shared_transitions,
    ending_transitions;

/* access.c: whether an officer may open what these events are of. */
enum access { ACCESS_OPEN, ACCESS_NOT_THEIRS, ACCESS_STEPPED_ASIDE };
enum access access_of(const struct record_type *type, const struct record *steps, size_t count,
                      const struct rule_context *context);
/* The officer a case is with, from its events; 0 nobody yet. */
int64_t access_owner(const struct record *steps, size_t count);
bool access_stepped_aside(const struct record *steps, size_t count, int64_t officer);

/* casework.c: added to *rows, in the order of the query; those of the query, and those that name `id` in the field
 * `key`, in place of the query's own filters. */
MUST_USE enum err all_rows(struct store *store, const struct query *query, struct record **rows, size_t *count,
                           struct why *why);
MUST_USE enum err rows_of(struct store *store, struct query *query, const char *key, int64_t id, struct record **rows,
                          size_t *count, struct why *why);
MUST_USE enum err steps_load(struct store *store, const struct record_type *type, int64_t id, struct record **steps,
                             size_t *count, struct why *why);
bool casework_is_case(const struct casework *casework);
/* kept.c: what a step rested on stays, what a person has a right to is not put away, and no paper names one of another
 * case. `before` NULL: a new record; to be put away is to be archived, which `record` is then. */
MUST_USE enum err casework_check_kept(struct store *store, const struct record *record, const struct record *before,
                                      struct problems *problems, struct why *why);
/* papers.c: one more; takes over what `record` holds, unless it fails. */
MUST_USE enum err casework_add_paper(struct casework *casework, struct record *record);

/* guard_screening.c, guard_answer.c …: one a transition that has one. */
void guard_receive(const struct situation *situation, struct problems *problems);
void guard_assign(const struct situation *situation, struct problems *problems);
void guard_screening(const struct situation *situation, struct problems *problems);
void guard_signpost(const struct situation *situation, struct problems *problems);
void guard_community(const struct situation *situation, struct problems *problems);
void guard_linked(const struct situation *situation, struct problems *problems);
void guard_screen_in(const struct situation *situation, struct problems *problems);
void guard_extend(const struct situation *situation, struct problems *problems);
void guard_told_later(const struct situation *situation, struct problems *problems);
void guard_answer(const struct situation *situation, struct problems *problems);
void guard_recuse(const struct situation *situation, struct problems *problems);
void guard_assign_case(const struct situation *situation, struct problems *problems);
void guard_break_glass(const struct situation *situation, struct problems *problems);
void guard_invite(const struct situation *situation, struct problems *problems);
void guard_decline(const struct situation *situation, struct problems *problems);
void guard_agree(const struct situation *situation, struct problems *problems);
void guard_no_need(const struct situation *situation, struct problems *problems);
void guard_list_for_panel(const struct situation *situation, struct problems *problems);
void guard_panel_decide(const struct situation *situation, struct problems *problems);
void guard_defer(const struct situation *situation, struct problems *problems);
void guard_not_adopt(const struct situation *situation, struct problems *problems);
void guard_plan(const struct situation *situation, struct problems *problems);
void guard_agree_plan(const struct situation *situation, struct problems *problems);
void guard_start(const struct situation *situation, struct problems *problems);
void guard_pause(const struct situation *situation, struct problems *problems);
void guard_finish_review(const struct situation *situation, struct problems *problems);
void guard_begin_closing(const struct situation *situation, struct problems *problems);
void guard_close(const struct situation *situation, struct problems *problems);
void guard_check_6m(const struct situation *situation, struct problems *problems);
void guard_check_12m(const struct situation *situation, struct problems *problems);
void guard_share(const struct situation *situation, struct problems *problems);
void guard_transfer(const struct situation *situation, struct problems *problems);
void guard_transfer_acknowledged(const struct situation *situation, struct problems *problems);
void guard_keep(const struct situation *situation, struct problems *problems);
void guard_withdraw_consent(const struct situation *situation, struct problems *problems);

/* Whether the code is what the field holds. */
bool referral_is(const struct record *referral, enum referral_field field, const char *code);
bool referral_lists(const struct record *referral, enum referral_field field, const char *code);
bool referral_holds(const struct record *referral, enum referral_field field); /* not empty */

/* The state before the event `count`, from those before it. */
enum case_state casework_state_before(const struct casework *casework, size_t count);
/* The last step of this action that stands (not returned, not taken back); NULL none. */
const struct record *casework_last(const struct casework *casework, const char *action);
/* The step an officer answers with sign, return or take_back; `wanted` an action, "" the one that waits. */
const struct record *casework_answered(const struct casework *casework, const char *wanted);
/* The day a step counts from: when it happened, else when it was written down. */
struct date step_date(const struct record *step);
bool step_stands(const struct record *step);      /* direct, waiting or signed */
bool step_took_effect(const struct record *step); /* the state it leads to has been reached */
bool step_is(const struct record *step, const char *action);
/* The same event for another subject: without the states it was between, and without what is sealed and closed. */
MUST_USE enum err step_copy(const struct record *step, const struct record_type *subject, int64_t id,
                            struct record *out);

/* HAZEL-27 from "R-2026-0042": unlike any other of 16 years with up to 720 referrals each; from the seed when there is
 * no reference. */
enum { PSEUDONYM_SIZE = 24 };
void pseudonym_make(const char *reference, uint64_t seed, char out[PSEUDONYM_SIZE]);

#endif
