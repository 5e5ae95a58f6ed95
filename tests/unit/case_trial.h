/* One step of a case with everything it asks for, and what is said when one thing of it is changed. */
#ifndef TOWNKEEP_TESTS_CASE_TRIAL_H
#define TOWNKEEP_TESTS_CASE_TRIAL_H

#include "case_help.h"

/* --- a step with all its inputs --- */
struct trial {
    const char *action;
    enum case_state from;
    const char *step[8][2];    /* fields of the event */
    const char *subject[8][2]; /* fields of the case, as they must be */
    const char *sharing[9][2]; /* fields of what is written with it */
    unsigned roles;
};
#define FIRST_TALK                                                                                                \
    {                                                                                                             \
        { "speaks_first", "The teacher" }, { "first_language", "English" }, { "interpreter", "0" },               \
            { "safety_note", "Not at home." }, { "lawful_basis", "public_task" }, { "notice_version", "2026-1" }, \
            { "agreed_on", "" },                                                                                  \
    }
#define SHARE                                                                                          \
    {                                                                                                  \
        { "agency", "77" }, { "what", "The plan." }, { "purpose", "support" }, { "basis", "consent" }, \
            { "necessity", "They give the mentor." }, { "method", "talk" }, { "person_told", "yes" },  \
        {                                                                                              \
            "direction", "out"                                                                         \
        }                                                                                              \
    }
static const struct trial trials[] = {
    { "invite", CASE_SCREENED_IN, { { "assignee", "11" } }, FIRST_TALK, { { 0 } }, ROLE_LEAD },
    { "assign_case", CASE_ACTIVE, { { "assignee", "11" } }, { { 0 } }, { { 0 } }, ROLE_LEAD },
    { "decline",
      CASE_INVITED,
      { { "reason_code", "clear_no" }, { "safety", "nobody" }, { "reason", "No." }, { "confirmed", "1" } },
      { { 0 } },
      { { 0 } },
      ROLE_CASE },
    { "agree", CASE_INVITED, { { 0 } }, { { 0 } }, { { 0 } }, ROLE_CASE },
    { "no_need",
      CASE_ASSESSING,
      { { "reason_code", "ordinary" }, { "safety", "nobody" }, { "reason", "A school task." } },
      { { 0 } },
      { { 0 } },
      ROLE_CASE },
    { "list_for_panel", CASE_ASSESSING, { { 0 } }, { { 0 } }, { { 0 } }, ROLE_CASE },
    { "panel_decide", CASE_PANEL_LISTED, { { 0 } }, { { 0 } }, { { 0 } }, ROLE_CASE },
    { "list_again", CASE_DEFERRED, { { "reason", "The school answered." } }, { { 0 } }, { { 0 } }, ROLE_CASE },
    { "plan", CASE_PANEL_DECIDED, { { 0 } }, { { 0 } }, { { 0 } }, ROLE_CASE },
    { "agree_plan", CASE_PLANNING, { { 0 } }, { { 0 } }, { { 0 } }, ROLE_CASE },
    { "start", CASE_PLAN_AGREED, { { 0 } }, { { 0 } }, { { 0 } }, ROLE_CASE },
    { "pause",
      CASE_ACTIVE,
      { { "reason_code", "illness" }, { "until", "2026-12-20" } },
      { { 0 } },
      { { 0 } },
      ROLE_CASE },
    { "resume", CASE_PAUSED, { { 0 } }, { { 0 } }, { { 0 } }, ROLE_CASE },
    { "significant_change", CASE_ACTIVE, { { "reason", "He lost his home." } }, { { 0 } }, { { 0 } }, ROLE_CASE },
    { "begin_review", CASE_PAUSED, { { 0 } }, { { 0 } }, { { 0 } }, ROLE_CASE },
    { "finish_review", CASE_REVIEWING, { { 0 } }, { { 0 } }, { { 0 } }, ROLE_CASE },
    { "begin_closing", CASE_ACTIVE, { { 0 } }, { { 0 } }, { { 0 } }, ROLE_CASE },
    { "close", CASE_CLOSING, { { 0 } }, { { 0 } }, { { 0 } }, ROLE_CASE },
    { "check_6m", CASE_CLOSED, { { "reason", "Well." } }, { { "closed_on", "2026-05-20" } }, { { 0 } }, ROLE_CASE },
    { "check_12m", CASE_AFTER_6M, { { "reason", "Well." } }, { { "closed_on", "2025-11-20" } }, { { 0 } }, ROLE_CASE },
    { "keep",
      CASE_CLOSED,
      { { "reason_code", "support_goes_on" }, { "reason", "His brother's case is open." }, { "until", "2027-05-20" } },
      { { 0 } },
      { { 0 } },
      ROLE_LEAD },
    { "anonymise", CASE_AFTER_12M, { { "reason_code", "no_longer_needed" } }, { { 0 } }, { { 0 } }, ROLE_LEAD },
    { "erase", CASE_WITHDRAWN, { { "reason_code", "asked_for" } }, { { 0 } }, { { 0 } }, ROLE_LEAD },
    { "withdraw", CASE_ACTIVE, { { "way", "phone" }, { "confirmed", "1" } }, { { 0 } }, { { 0 } }, ROLE_INTAKE },
    { "withdraw_consent", CASE_ACTIVE, { { "consent", "101" } }, { { 0 } }, { { 0 } }, ROLE_INTAKE },
    { "share", CASE_ACTIVE, { { 0 } }, { { 0 } }, SHARE, ROLE_CASE },
    { "share_refused",
      CASE_ACTIVE,
      { { "reason", "No part in it." } },
      { { 0 } },
      { { "requester", "elected_official" }, { "what", "The name." } },
      ROLE_CASE },
    { "receive_info", CASE_ACTIVE, { { 0 } }, { { 0 } }, SHARE, ROLE_CASE },
    { "transfer", CASE_ACTIVE, { { "reason_code", "moved_away" }, { "confirmed", "1" } }, { { 0 } }, SHARE, ROLE_LEAD },
    { "transfer_acknowledged", CASE_TRANSFERRED, { { 0 } }, { { 0 } }, { { 0 } }, ROLE_CASE },
    { "recuse", CASE_ACTIVE, { { "reason", "A cousin." }, { "assignee", "11" } }, { { 0 } }, { { 0 } }, ROLE_CASE },
    { "told", CASE_ACTIVE, { { "way", "talk" } }, { { 0 } }, { { 0 } }, ROLE_CASE },
    { "told_later",
      CASE_ACTIVE,
      { { "reason_code", "at_risk" }, { "reason", "He would be hurt." }, { "until", "2026-12-20" } },
      { { 0 } },
      { { 0 } },
      ROLE_CASE },
    { "safety_handoff",
      CASE_ACTIVE,
      { { "reason_code", "violence" }, { "recipient", "Police" }, { "detail", "Place and day." } },
      { { 0 } },
      { { 0 } },
      ROLE_CASE },
};
enum { TRIALS = sizeof trials / sizeof trials[0] };

struct stage {
    struct casework casework;
    struct record step, companion;
    const struct trial *trial;
};

static inline void fill(struct record *record, const char *const (*pairs)[2], size_t most)
{
    for (size_t i = 0; i < most && pairs[i][0]; i++)
        help_set(record, pairs[i][0], pairs[i][1]);
}

static inline struct stage set_up(const char *action)
{
    struct stage stage = { 0 };

    for (size_t i = 0; i < TRIALS; i++)
        stage.trial = strcmp(trials[i].action, action) == 0 ? &trials[i] : stage.trial;
    CU_ASSERT_PTR_NOT_NULL_FATAL(stage.trial);
    stage.casework = help_case(stage.trial->from);
    CU_ASSERT_EQUAL_FATAL(record_init(&stage.step, &episode_step_type), OK);
    CU_ASSERT_EQUAL_FATAL(record_init(&stage.companion, &sharing_type), OK);
    fill(&stage.step, stage.trial->step, 8);
    fill(&stage.casework.subject, stage.trial->subject, 8);
    fill(&stage.companion, stage.trial->sharing, 9);
    return stage;
}

static inline void tear_down(struct stage *stage)
{
    casework_release(&stage->casework);
    record_release(&stage->step);
    record_release(&stage->companion);
}

static inline struct problems judged_for(struct stage *stage, int64_t officer, unsigned roles)
{
    const struct transition *transition = workflow_find(stage->trial->action);
    struct problems problems = { 0 };

    workflow_check(&stage->casework, transition, NULL, &stage->step, transition->writes ? &stage->companion : NULL,
                   help_context(officer, roles), &problems);
    return problems;
}

static inline struct problems judged(struct stage *stage)
{
    return judged_for(stage, HELP_OWNER, stage->trial->roles);
}

static inline void says(const struct problems *problems, const char *action, const char *words)
{
    bool found = help_says(problems, NULL, words);

    if (!found)
        printf("\n    %s: not \"%s\" but: %s", action, words, problems->count > 0 ? problems->items[0].text : "taken");
    CU_ASSERT(found);
}

#endif
