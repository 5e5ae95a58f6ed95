/* What Home shows: what is due for whom, what closed casework and meeting mode leave out, and the figures of the
 * quarters. */
#include <CUnit/Basic.h>

#include "due_help.h"
#include "town.h"
#include "townkeep/store/backup.h"

void suite_due(void);

static int64_t add_referral(struct town *town, const char *person)
{
    return TOWN_ADD(town, referral_type, "channel", "phone", "referrer_type", "family", "how_known", "saw",
                    "reliability", "first_hand", "may_contact", "no", "stay_unnamed", "no", "person_name", person,
                    "age_band", "16_17", "what_happened", "He was pressed to carry a parcel.", "where_happened", "Tram",
                    "last_noticed", "yesterday", "conduct", "targeted", "told", "agrees", "safety", "nobody");
}

static void take(struct town *town, int64_t referral, const char *action, const char *on)
{
    const struct step_input input = { "on", on };
    struct step_taken taken;

    town_must(town, workflow_step(town->store, &referral_type, referral, action, &input, 1, &taken, NULL, &town->why));
}

/* A pause of months is no matter for a clock that can be stopped. */
static struct town *begin(void)
{
    clock_fix(INT64_C(1795435200000)); /* Monday 2026-11-23, noon */
    return town_begin();
}

static void end(struct town *town)
{
    town_end(town);
    clock_fix(-1);
}

static const struct due *collect(struct town *town, bool casework)
{
    static struct due due;

    town_must(town, due_collect(town->store, casework, &due, &town->why));
    return &due;
}

static void rows_come_by_group_and_day(void)
{
    struct town *town = begin();
    const struct due *due;

    TOWN_ADD(town, task_type, "what", "Next week's call", "due", "+6");
    TOWN_ADD(town, task_type, "what", "Letter to the school", "due", "-2");
    TOWN_ADD(town, task_type, "what", "Room for today", "due", "today");
    TOWN_ADD(town, task_type, "what", "In a month", "due", "+30");
    TOWN_ADD(town, task_type, "what", "Done already", "due", "-5", "status", "done");
    due = collect(town, true);
    CU_ASSERT_EQUAL_FATAL(due_count_of(due, &task_type), 3);
    CU_ASSERT_EQUAL(due_find(due, "Letter")->group, DUE_OVERDUE);
    CU_ASSERT_EQUAL(due_find(due, "Room")->group, DUE_TODAY);
    CU_ASSERT_EQUAL(due_find(due, "Next week")->group, DUE_WEEK);
    for (size_t i = 1; i < due->count; i++) {
        CU_ASSERT(due->rows[i - 1].group <= due->rows[i].group);
        if (due->rows[i - 1].group == due->rows[i].group)
            CU_ASSERT(date_compare(due->rows[i - 1].on, due->rows[i].on) <= 0);
    }
    end(town);
}

static void tasks_of_others_are_theirs(void)
{
    struct town *town = begin();

    TOWN_ADD(town, task_type, "what", "For Boris", "due", "today", "owner", "Boris");
    CU_ASSERT_PTR_NULL(due_find(collect(town, true), "For Boris"));
    town_as(town, "Boris", true);
    CU_ASSERT_PTR_NOT_NULL(due_find(collect(town, true), "For Boris"));
    end(town);
}

static void a_missing_backup_is_told(void)
{
    struct town *town = begin();
    char path[UNIT_PATH_SIZE];

    CU_ASSERT_PTR_NOT_NULL(due_find(collect(town, true), "No backup"));
    unit_path(town->folder, "backup.tkv", path);
    town_must(town, store_backup(town->store, path, &town->why));
    CU_ASSERT_EQUAL(due_count_of(collect(town, true), NULL), 0);
    clock_advance(INT64_C(5) * 24 * 3600 * 1000);
    CU_ASSERT_PTR_NOT_NULL(due_find(collect(town, true), "5 days old"));
    end(town);
}

static void clocks_of_casework_are_told_by_pseudonym(void)
{
    struct town *town = begin();
    int64_t referral = add_referral(town, "Nenad Marsh");
    const struct due_row *row;

    row = due_find(collect(town, true), "draft to be finished");
    CU_ASSERT_PTR_NOT_NULL_FATAL(row);
    CU_ASSERT(row->id == referral && row->type == &referral_type && row->group == DUE_WEEK);
    take(town, referral, "receive", "-4");
    row = due_find(collect(town, true), "assignment");
    CU_ASSERT_PTR_NOT_NULL_FATAL(row);
    CU_ASSERT_EQUAL(row->group, DUE_OVERDUE);
    CU_ASSERT_PTR_NOT_NULL(due_find(collect(town, true), "screening decision"));
    CU_ASSERT_PTR_NULL(due_find(collect(town, true), "Marsh"));
    end(town);
}

/* R22: not even a count. */
static void closed_casework_and_meeting_mode_show_none_of_it(void)
{
    struct town *town = begin();
    struct figure figures[FIGURES_MAX];
    size_t count, with;
    int64_t referral = add_referral(town, "Nenad Marsh");
    struct record draft = { 0 };

    take(town, referral, "receive", "today");
    town_must(town, record_init(&draft, &referral_type));
    town_set(town, &draft, "channel", "phone");
    town_must(town, store_draft_keep(town->store, &draft, &town->why));
    CU_ASSERT(due_count_of(collect(town, true), &referral_type) >= 2);
    CU_ASSERT_EQUAL(due_count_of(collect(town, false), &referral_type), 0);
    town_must(town, due_figures(town->store, true, figures, &with, &town->why));
    town_must(town, due_figures(town->store, false, figures, &count, &town->why));
    CU_ASSERT_EQUAL(count + 1, with);
    store_casework_close(town->store);
    CU_ASSERT_EQUAL(due_count_of(collect(town, true), &referral_type), 0);
    town_must(town, due_figures(town->store, true, figures, &count, &town->why));
    CU_ASSERT_EQUAL(count + 1, with);
    record_release(&draft);
    end(town);
}

static void a_signature_is_asked_of_those_who_may_give_it(void)
{
    struct town *town = begin();
    int64_t referral = add_referral(town, "Nenad Marsh");
    struct step_taken taken;
    const struct step_input handoff[] = { { "code", "child" },
                                          { "to_whom", "Child protection" },
                                          { "what", "A parcel" } };

    town_must(town, workflow_step(town->store, &referral_type, referral, "safety_handoff", handoff, 3, &taken, NULL,
                                  &town->why));
    CU_ASSERT_PTR_NULL(due_find(collect(town, true), "signature"));
    town_as(town, "Boris", true);
    CU_ASSERT_PTR_NOT_NULL(due_find(collect(town, true), "waits for your signature"));
    town_must(town, workflow_step(town->store, &referral_type, referral, "sign", NULL, 0, &taken, NULL, &town->why));
    CU_ASSERT_PTR_NULL(due_find(collect(town, true), "signature"));
    end(town);
}

static void officers_see_their_own_referrals_and_leads_all(void)
{
    struct town *town = begin();

    add_referral(town, "Nenad Marsh");
    town_as(town, "Boris", true);
    CU_ASSERT_EQUAL(due_count_of(collect(town, true), &referral_type), 0);
    add_referral(town, "Alma Rivers");
    CU_ASSERT_EQUAL(due_count_of(collect(town, true), &referral_type), 1);
    town_as(town, "Mira", true);
    CU_ASSERT_EQUAL(due_count_of(collect(town, true), &referral_type), 2);
    end(town);
}

static void who_was_not_told_is_due_after_a_month(void)
{
    struct town *town = begin();
    int64_t referral = add_referral(town, "Nenad Marsh");
    const struct step_input told[] = { { "way", "talk" } };
    struct step_taken taken;
    const struct due_row *row;

    take(town, referral, "receive", "-33");
    row = due_find(collect(town, true), "person to be told");
    CU_ASSERT_PTR_NOT_NULL_FATAL(row);
    CU_ASSERT_EQUAL(row->group, DUE_OVERDUE);
    town_must(town, workflow_step(town->store, &referral_type, referral, "told", told, 1, &taken, NULL, &town->why));
    CU_ASSERT_PTR_NULL(due_find(collect(town, true), "person to be told"));
    end(town);
}

static void a_next_contact_is_settled_by_meeting_again(void)
{
    struct town *town = begin();

    TOWN_ADD(town, party_type, "name", "Women of the Ropewalk");
    TOWN_ADD(town, engagement_type, "title", "Sewing room", "held_on", "-40", "parties", "Women of the Ropewalk",
             "next_due", "-3");
    CU_ASSERT_PTR_NOT_NULL(due_find(collect(town, true), "Sewing room"));
    TOWN_ADD(town, engagement_type, "title", "Again", "held_on", "-1", "parties", "Women of the Ropewalk");
    CU_ASSERT_PTR_NULL(due_find(collect(town, true), "Sewing room"));
    end(town);
}

static void what_was_held_asks_how_many_came(void)
{
    struct town *town = begin();

    TOWN_ADD(town, activity_type, "title", "Cooking night", "planned_on", "-3", "status", "held");
    TOWN_ADD(town, activity_type, "title", "Film night", "planned_on", "-3");
    CU_ASSERT_PTR_NOT_NULL(due_find(collect(town, true), "Cooking night: write down how many"));
    CU_ASSERT_PTR_NOT_NULL(due_find(collect(town, true), "Film night: was it held?"));
    TOWN_ADD(town, participation_count_type, "activity", "Cooking night", "attended", "31");
    CU_ASSERT_PTR_NULL(due_find(collect(town, true), "Cooking night"));
    end(town);
}

static void services_nobody_verified_are_one_row_with_its_filter(void)
{
    struct town *town = begin();
    struct query query;
    const struct due_row *row;

    TOWN_ADD(town, party_type, "name", "Open Door");
    TOWN_ADD(town, service_type, "name", "Advice", "party", "Open Door", "verified_on", "-400");
    TOWN_ADD(town, service_type, "name", "Group", "party", "Open Door", "verified_on", "-500");
    TOWN_ADD(town, service_type, "name", "Fresh", "party", "Open Door", "verified_on", "-10");
    row = due_find(collect(town, true), "2 services");
    CU_ASSERT_PTR_NOT_NULL_FATAL(row);
    CU_ASSERT_EQUAL(row->group, DUE_DECIDE);
    query_init(&query, &service_type);
    town_must(town, query_add_filter(&query, row->filter, store_words(town->store), &town->why));
    end(town);
}

static const struct figure *figure_of(const struct figure *figures, size_t count, const struct record_type *type)
{
    for (size_t i = 0; i < count; i++) {
        if (figures[i].type == type)
            return &figures[i];
    }
    return NULL;
}

static void figures_count_quarters_and_never_add_parts(void)
{
    struct town *town = begin();
    struct figure figures[FIGURES_MAX];
    const struct figure *people, *meetings;
    size_t count;

    TOWN_ADD(town, activity_type, "title", "This quarter", "planned_on", "-3", "status", "held");
    TOWN_ADD(town, activity_type, "title", "Last quarter", "planned_on", "2026-09-30", "status", "held");
    TOWN_ADD(town, participation_count_type, "activity", "This quarter", "attended", "30");
    TOWN_ADD(town, participation_count_type, "activity", "This quarter", "sex", "female", "attended", "14");
    TOWN_ADD(town, participation_count_type, "activity", "Last quarter", "reached", "200", "attended", "50");
    TOWN_ADD(town, party_type, "name", "Open Door");
    TOWN_ADD(town, engagement_type, "title", "Old", "held_on", "2025-09-30", "parties", "Open Door");
    TOWN_ADD(town, engagement_type, "title", "Too old", "held_on", "2025-06-30", "parties", "Open Door");
    town_must(town, due_figures(town->store, true, figures, &count, &town->why));
    people = figure_of(figures, count, &participation_count_type);
    meetings = figure_of(figures, count, &engagement_type);
    CU_ASSERT_FATAL(people != NULL && meetings != NULL);
    CU_ASSERT_EQUAL(people->values[FIGURE_QUARTERS - 1], 30);
    CU_ASSERT_EQUAL(people->values[FIGURE_QUARTERS - 2], 200);
    CU_ASSERT_EQUAL(meetings->values[0], 1);
    CU_ASSERT_EQUAL(meetings->values[1], 0);
    end(town);
}

void suite_due(void)
{
    CU_pSuite s = CU_add_suite("due", NULL, NULL);

    CU_add_test(s, "rows come by group and day", rows_come_by_group_and_day);
    CU_add_test(s, "tasks of others are theirs", tasks_of_others_are_theirs);
    CU_add_test(s, "a missing backup is told", a_missing_backup_is_told);
    CU_add_test(s, "clocks of casework are told by pseudonym", clocks_of_casework_are_told_by_pseudonym);
    CU_add_test(s, "closed casework and meeting mode show none of it (R22)",
                closed_casework_and_meeting_mode_show_none_of_it);
    CU_add_test(s, "a signature is asked of those who may give it", a_signature_is_asked_of_those_who_may_give_it);
    CU_add_test(s, "officers see their own referrals, leads all", officers_see_their_own_referrals_and_leads_all);
    CU_add_test(s, "who was not told is due after a month", who_was_not_told_is_due_after_a_month);
    CU_add_test(s, "a next contact is settled by meeting again", a_next_contact_is_settled_by_meeting_again);
    CU_add_test(s, "what was held asks how many came", what_was_held_asks_how_many_came);
    CU_add_test(s, "services nobody verified are one row with its filter",
                services_nobody_verified_are_one_row_with_its_filter);
    CU_add_test(s, "figures count quarters and never add parts", figures_count_quarters_and_never_add_parts);
}
