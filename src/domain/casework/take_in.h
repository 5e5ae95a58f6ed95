/* What taking a step is made of: shared by the tables of steps and the files that carry one out. */
#ifndef TOWNKEEP_DOMAIN_CASEWORK_TAKE_IN_H
#define TOWNKEEP_DOMAIN_CASEWORK_TAKE_IN_H

#include "guard_in.h"

struct taking {
    struct store *store;
    const struct transition *transition;
    struct casework casework;
    struct rule_context context;
    struct record subject;   /* as it will be */
    struct record step;      /* the event */
    struct record companion; /* what is written with it; .type NULL nothing */
    struct record waiting;   /* ANSWER: the step that is answered, as it will be */
    struct record opened;    /* the case that begins with it; .type NULL none */
    struct record *beside;   /* other records that change or begin with it, owned */
    size_t beside_count;
    int64_t assessment; /* whose status changes with it; 0 none */
    const char *assessment_status;
    struct buf told; /* what is said beside the step's own sentence */
};
/* A record more that is saved with the step, which takes over what `record` holds; it is released on failure too. */
MUST_USE enum err taking_add(struct taking *taking, struct record *record);
/* An event that another subject gets in the same save: who, when and why as in the step that is taken. */
MUST_USE enum err taking_add_event(struct taking *taking, const struct record *step, const struct record_type *subject,
                                   int64_t id);

/* inputs.c: what was typed, put into step, companion and subject. */
MUST_USE enum err inputs_read(struct taking *taking, const struct step_input *inputs, size_t count, struct why *why);

/* unchanged.c: refuse a signature under papers that changed after they were proposed. */
MUST_USE enum err unchanged_check(struct taking *taking, const struct record *waiting, struct problems *problems,
                                  struct why *why);

/* opening.c: the case that a signature opens. */
MUST_USE enum err opening_prepare(struct taking *taking, struct date day, struct why *why);
MUST_USE enum err opening_put(struct taking *taking, struct save *save, struct problems *problems, struct why *why);

/* companion.c: what is written with a step. */
MUST_USE enum err companion_complete(struct taking *taking, struct why *why);
MUST_USE enum err companion_put(struct taking *taking, struct save *save, struct problems *problems, struct why *why);

/* effects.c, effects_case.c: what changes beside the state when a step takes effect. */
typedef enum err effect(struct taking *taking, const struct record *step, struct date day, struct why *why);
effect effect_received, effect_assigned, effect_linked, effect_screened_in, effect_told, effect_recused,
    effect_case_assigned, effect_agreed, effect_listed, effect_panel_decided, effect_plan_agreed, effect_withdrawn,
    effect_consent_withdrawn, effect_shared, effect_transfer_acknowledged, effect_decision;

MUST_USE enum err put_code(struct record *record, const char *key, const char *code);
MUST_USE enum err put_day(struct record *record, const char *key, struct date day);
void put_number(struct record *record, const char *key, int64_t number);

#endif
