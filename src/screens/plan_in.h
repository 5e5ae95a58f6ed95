/* The plan screen: what its files share. plan.c is the screen with its keys, plan_rows.c what it shows of the actions,
 * plan_add.c what is done to them, plan_draw.c draws. */
#ifndef TOWNKEEP_SCREENS_PLAN_IN_H
#define TOWNKEEP_SCREENS_PLAN_IN_H

#include "townkeep/domain/assessment.h"
#include "townkeep/domain/support_plan.h"
#include "townkeep/screens/screen.h"
#include "townkeep/ui/picker.h"
#include "townkeep/ui/table.h"

enum { PLAN_HEAD_HEIGHT = 4 };
enum plan_question { ASKED_PROVIDER = 1, ASKED_WHY_MORE, ASKED_ACTION };

struct planning {
    struct screen screen;
    int64_t episode, id; /* id 0: the newest; stays 0 while the case has none. episode 0: that of the version */
    bool is_alone;       /* opened without the page of its case */
    char pseudonym[64];
    struct record subject; /* the case */
    struct support_plan plan;
    struct assessment assessment; /* the newest; all zero when there is none */
    struct problems problems;     /* what keeps it from being agreed */
    struct table table;           /* the actions */
    struct page pane;             /* the selected one in full */
    struct page missing;
    bool tells_missing;   /* the page of what is missing stands in the place of the plan */
    struct picker picker; /* what a new action serves */
    bool picks;
    bool asked_why; /* that it is more than usual was asked about already */
};

static inline struct planning *planning_of(struct screen *screen)
{
    return (struct planning *)screen;
}

static inline const struct planning *planning_of_const(const struct screen *screen)
{
    return (const struct planning *)screen;
}

bool planning_is_draft(const struct planning *planning);
const struct record *planning_selected(const struct planning *planning); /* NULL none */

/* --- what it shows --- */
MUST_USE enum err planning_load(struct planning *planning, struct flow *flow, struct why *why);
void planning_let_go(struct planning *planning);
void planning_place(struct planning *planning);
MUST_USE enum err planning_tell_action(struct planning *planning, struct flow *flow, struct why *why);
MUST_USE enum err planning_tell_missing(struct planning *planning);

/* --- what is done to the actions --- */
void planning_pick_need(struct planning *planning, struct flow *flow);
/* While it is picked what a new action serves. */
void planning_handle_picker(struct planning *planning, struct flow *flow, const struct event *event);
/* This service carries out the selected action. */
void planning_set_service(struct planning *planning, struct flow *flow, int64_t service);
/* Asks once why the plan does more than usual. */
void planning_ask_why_more(struct planning *planning, struct flow *flow);
void planning_set_why_more(struct planning *planning, struct flow *flow, const char *reason);

/* --- drawing --- */
void plan_draw(const struct screen *screen, const struct flow *flow, struct grid *grid);

#endif
