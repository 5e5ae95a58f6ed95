/* A whole case without a store: all its papers as every step needs them, in any state a test asks for. */
#ifndef TOWNKEEP_TESTS_CASE_HELP_H
#define TOWNKEEP_TESTS_CASE_HELP_H

#include <stdarg.h>

#include "casework_help.h"

enum { HELP_CASE_ID = 1, HELP_AGENCY = 77, HELP_MEETING = 300, HELP_ITEM = 310, HELP_PLAN = 400, HELP_REVIEW = 500 };
enum { HELP_ASSESSMENT = 200, HELP_CONSENT = 100, HELP_SHARE_CONSENT = 101, HELP_AGREEMENT = 150 };

/* Papers of a type stand together; the newest last. */
static inline struct record *help_paper(struct casework *casework, const struct record_type *type, int64_t id, ...)
{
    struct record *grown = realloc(casework->papers, (casework->paper_count + 1) * sizeof *grown);
    struct record fresh = { 0 };
    const char *key;
    size_t at = casework->paper_count;
    va_list pairs;

    CU_ASSERT_PTR_NOT_NULL_FATAL(grown);
    CU_ASSERT_EQUAL_FATAL(record_init(&fresh, type), OK);
    casework->papers = grown;
    for (size_t i = 0; i < casework->paper_count; i++)
        at = grown[i].type == type ? i + 1 : at;
    memmove(grown + at + 1, grown + at, (casework->paper_count - at) * sizeof *grown);
    casework->paper_count++;
    fresh.id = id;
    if (field_find(type, "episode") >= 0)
        help_set(&fresh, "episode", "1");
    va_start(pairs, id);
    while ((key = va_arg(pairs, const char *)))
        help_set(&fresh, key, va_arg(pairs, const char *));
    va_end(pairs);
    grown[at] = fresh;
    return &grown[at];
}

/* The newest of a type. */
static inline struct record *help_newest(struct casework *casework, const struct record_type *type)
{
    struct record *found = NULL;

    for (size_t i = 0; i < casework->paper_count; i++)
        found = casework->papers[i].type == type ? &casework->papers[i] : found;
    CU_ASSERT_PTR_NOT_NULL_FATAL(found);
    return found;
}

/* Take all of a type away. */
static inline void help_without(struct casework *casework, const struct record_type *type)
{
    size_t kept = 0;

    for (size_t i = 0; i < casework->paper_count; i++) {
        if (casework->papers[i].type == type)
            record_release(&casework->papers[i]);
        else
            casework->papers[kept++] = casework->papers[i];
    }
    casework->paper_count = kept;
}

/* An event that leads to a state, as take.c leaves it. */
static inline struct record *help_event(struct casework *casework, const char *action, enum case_state to,
                                        int64_t officer, const char *outcome)
{
    struct record *grown = realloc(casework->steps, (casework->step_count + 1) * sizeof *grown), *step;

    CU_ASSERT_PTR_NOT_NULL_FATAL(grown);
    casework->steps = grown;
    step = &grown[casework->step_count++];
    memset(step, 0, sizeof *step);
    CU_ASSERT_EQUAL_FATAL(record_init(step, &episode_step_type), OK);
    step->id = 10 + (int64_t)casework->step_count;
    value_set_number(record_value(step, "episode"), HELP_CASE_ID);
    value_set_number(record_value(step, "officer"), officer);
    value_set_number(record_value(step, "at"), clock_now());
    help_set(step, "action", action);
    help_set(step, "to_state", case_state_code(to));
    help_set(step, "happened_on", HELP_TODAY);
    help_set(step, "outcome", outcome);
    return step;
}

static inline void help_agreements(struct casework *casework)
{
    for (int i = 0; i < 3; i++)
        help_paper(casework, &contact_attempt_type, 90 + i, "on", HELP_TODAY, "result",
                   i == 2 ? "clear_no" : "no_answer", NULL);
    help_paper(casework, &consent_type, HELP_CONSENT, "purpose", "take_part", "given_by", "person", "capacity",
               "Understood.", "on", HELP_TODAY, NULL);
    help_paper(casework, &consent_type, HELP_SHARE_CONSENT, "purpose", "share", "party", "77", "given_by", "person",
               "on", HELP_TODAY, NULL);
    help_paper(casework, &agreement_type, HELP_AGREEMENT, "kind", "data_sharing", "status", "active", "signed_on",
               "2026-01-10", "valid_from", "2026-01-10", "parties", "77", NULL);
}

static inline void help_assessment(struct casework *casework)
{
    help_paper(casework, &assessment_type, HELP_ASSESSMENT, "version", "1", "status", "draft", "sources",
               "school;person", "person_view", "Wants to finish school.", "shared", "1", "summary", "Bullied.",
               "priority", "prompt", "intensity", "standard", "intensity_reason", "One worker.", NULL);
    help_paper(casework, &assessment_item_type, HELP_ASSESSMENT + 1, "assessment", "200", "item_group", "protective",
               "item", "trusted_adult", "answer", "some", NULL);
    help_paper(casework, &assessment_item_type, HELP_ASSESSMENT + 2, "assessment", "200", "item_group", "need", "item",
               "work", "answer", "unknown", "find_out", "Ask the school.", NULL);
}

static inline void help_panel(struct casework *casework)
{
    static const char *const disciplines[] = { "education", "health", "youth", "security" };

    help_paper(casework, &panel_meeting_type, HELP_MEETING, "on", HELP_TODAY, "status", "held", "confidentiality_read",
               "1", NULL);
    for (int i = 0; i < 4; i++)
        help_paper(casework, &panel_member_type, HELP_MEETING + 1 + i, "meeting", "300", "discipline", disciplines[i],
                   "security", i == 3 ? "1" : "0", "presence", "present", "confidentiality", "1", NULL);
    help_paper(casework, &panel_item_type, HELP_ITEM, "meeting", "300", "stage", "f3", "f2_first", "1", "sharing_basis",
               "consent", "conflicts_asked", "1", "explanation_discussed", "1", "options", "Nothing; a mentor.",
               "adopted", "1", "decision", "plan", "reasons", "Asks for a mentor.", "agreement", "consensus",
               "lead_person", "Boris", "tells", "Boris", "other_help", "Youth House", "answer_by", "School",
               "answer_on", "2026-12-01", NULL);
    for (int i = 0; i < 3; i++)
        help_paper(casework, &panel_contribution_type, HELP_ITEM + 1 + i, "item", "310", "category", disciplines[i],
                   NULL);
}

static inline void help_plan(struct casework *casework)
{
    help_paper(casework, &support_plan_type, HELP_PLAN, "status", "draft", "version", "1", "lead_person", "Boris",
               "aim", "Finish school.", "aim_why", "His mother.", "intensity", "standard", "intensity_reason",
               "One worker.", "contacts_per_week", "3", "max_actions", "3", "unintended", "Classmates.", "benefits",
               "He.", "crisis_contact", "112", "exit_criteria", "Six months.", "agreed_how", "paper", "agreed_on",
               HELP_TODAY, "copy_given", "1", "review_on", "2026-12-20", "first_session", "2026-11-26", NULL);
    help_paper(casework, &plan_action_type, HELP_PLAN + 1, "plan", "400", "kind", "mentoring", "serves",
               "trusted_adult", "party", "77", "provider_agreed", "1", "contacts_per_week", "1", "status", "accepted",
               NULL);
    help_paper(casework, &review_type, HELP_REVIEW, "on", HELP_TODAY, "reaffirmed", "1", "proportionate",
               "Asks for it.", "decision", "go_on", "unchanged_because", "Works.", "needed_because", "Until summer.",
               "next_on", "2027-01-20", NULL);
    help_paper(casework, &review_change_type, HELP_REVIEW + 1, "review", "500", "item", "trusted_adult", "change",
               "better", NULL);
}

static inline void help_end(struct casework *casework)
{
    help_paper(casework, &closure_type, 600, "reason", "aims_reached", "helped", "The mentor.", "not_helped", "Groups.",
               "strengths", "Friends.", "feedback_offered", "1", "complaint_route_given", "1", "referrer_informed",
               "thanked", "partners_told", "1", "copies_recalled", "1", "follow_on", "Youth House", "panel_informed",
               "1", NULL);
    help_paper(casework, &copy_type, 700, "what", "packet", "return_by", "2026-12-01", "returned_on", HELP_TODAY, NULL);
}

/* In this state, with HELP_OWNER and everything that any step could ask for. */
enum { HELP_OWNER = HELP_INTAKE };
static inline struct casework help_case(enum case_state state)
{
    struct casework casework = { 0 };

    CU_ASSERT_EQUAL_FATAL(record_init(&casework.subject, &episode_type), OK);
    casework.subject.id = HELP_CASE_ID;
    help_set(&casework.subject, "pseudonym", "HAZEL-27");
    help_set(&casework.subject, "state", case_state_code(state));
    help_set(&casework.subject, "level", "secondary");
    help_set(&casework.subject, "profile", "consent_first");
    help_set(&casework.subject, "agreed_on", HELP_TODAY);
    value_set_number(record_value(help_event(&casework, "invite", state, HELP_LEAD, ""), "assignee"), HELP_OWNER);
    help_agreements(&casework);
    help_assessment(&casework);
    help_panel(&casework);
    help_plan(&casework);
    help_end(&casework);
    return casework;
}

#endif
