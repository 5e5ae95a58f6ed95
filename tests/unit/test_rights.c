/* Complaints, and what is known of who looked: who may answer, what stands in the log, and who reads it. */
#include "case_town.h"
#include "townkeep/store/access.h"

enum { ROWS = 20, SUMS = 8 };

static enum err complain(int64_t episode, const char *handler, int64_t *id)
{
    struct record complaint = { 0 };
    enum err e;

    town_must(town, record_init(&complaint, &complaint_type));
    town_must(town, record_start(&complaint, store_words(town->store), clock_today(), &town->why));
    value_set_number(record_value(&complaint, "episode"), episode);
    town_set(town, &complaint, "by_whom", "guardian");
    town_set(town, &complaint, "about", "record");
    town_set(town, &complaint, "text", "Why is there a record of my son?");
    town_set(town, &complaint, "handler", handler);
    e = store_put(town->store, &complaint, NULL, NULL, &town->why);
    if (id)
        *id = complaint.id;
    record_release(&complaint);
    return e;
}

/* Boris works on the case and Ana signed it; Mira had no part. */
static void a_complaint_is_handled_by_who_had_no_part(void)
{
    int64_t episode = case_opened(case_proposed()), complaint = 0;

    case_invite(episode);
    CU_ASSERT_EQUAL(complain(episode, "Boris", NULL), E_INVALID);
    case_says("had a part");
    CU_ASSERT_EQUAL(complain(episode, "Ana", NULL), E_INVALID);
    town_must(town, complain(episode, "Mira", &complaint));
    CU_ASSERT_EQUAL(case_change(&complaint_type, complaint, "handler", "Ana"), E_INVALID);
}

static void and_answered_by_nobody_who_had(void)
{
    int64_t episode = case_opened(case_proposed()), complaint = 0;

    case_invite(episode);
    town_must(town, complain(episode, "Mira", &complaint));
    CU_ASSERT_EQUAL(case_change(&complaint_type, complaint, "handled", "Nothing to it."), E_INVALID);
    case_says("Leave the answer");
    town_as(town, "Mira", true);
    town_must(town, case_change(&complaint_type, complaint, "handled", "Talked to the mother and to Boris."));
}

static const struct access_row *row_of(const struct access_row *rows, size_t count, enum access_kind kind)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i].kind == kind)
            return &rows[i];
    }
    return NULL;
}

/* What an officer did beside opening it: by the steps of the case itself. */
static void emergencies_and_stepping_aside_stand_in_the_log(void)
{
    int64_t episode = case_opened(case_proposed());
    struct access_row rows[ROWS];
    const struct access_row *row;
    size_t count = 0;

    case_invite(episode);
    town_as(town, "Ana", true);
    (void)town_officer(town, "Cleo", "case_officer");
    town_as(town, "Cleo", true);
    CASE_MUST(episode, "break_glass", { "reason_code", "somebody_in_danger" },
              { "reason", "He called the office in distress." });
    town_as(town, "Boris", true);
    CASE_MUST(episode, "recuse", { "reason", "He is my neighbour." });
    town_as(town, "Mira", true);
    town_must(town, store_access_log(town->store, episode, 0, ROWS, rows, &count, &town->why));
    row = row_of(rows, count, ACCESS_BREAK_GLASS);
    CU_ASSERT_PTR_NOT_NULL_FATAL(row);
    CU_ASSERT_STRING_EQUAL(row->officer, "Cleo");
    CU_ASSERT_TRUE(row->verified);
    row = row_of(rows, count, ACCESS_ASIDE);
    CU_ASSERT_PTR_NOT_NULL_FATAL(row);
    CU_ASSERT_STRING_EQUAL(row->officer, "Boris");
}

static void what_each_did_is_counted(void)
{
    int64_t episode = case_opened(case_proposed()), ids[2];
    struct access_sum sums[SUMS];
    size_t count = 0, found;

    town_must(town, store_log_view(town->store, &episode_type, episode, "opened", &town->why));
    town_must(town, store_log_view(town->store, &episode_type, episode, "name", &town->why));
    town_must(town, store_search_sealed(town->store, &referral_type, "milan", "his mother called", 2, ids, &found,
                                        &town->why));
    town_must(town, store_access_sums(town->store, 0, 0, sums, SUMS, &count, &town->why));
    CU_ASSERT_EQUAL_FATAL(count, 1);
    CU_ASSERT_STRING_EQUAL(sums[0].officer, "Ana");
    CU_ASSERT_EQUAL(sums[0].opened, 2);
    CU_ASSERT_EQUAL(sums[0].names, 1);
    CU_ASSERT_EQUAL(sums[0].searches, 1);
    town_must(town, store_access_sums(town->store, episode, 0, sums, SUMS, &count, &town->why));
    CU_ASSERT_EQUAL(sums[0].searches, 0); /* which is of no one case */
    town_must(town, store_access_sums(town->store, 0, clock_now() + 1000, sums, SUMS, &count, &town->why));
    CU_ASSERT_EQUAL(count, 0);
    town_as(town, "Boris", true);
    CU_ASSERT_EQUAL(store_access_sums(town->store, 0, 0, sums, SUMS, &count, &town->why), E_PERMISSION);
}

void suite_rights(void);
void suite_rights(void)
{
    CU_pSuite suite = CU_add_suite_with_setup_and_teardown("rights", NULL, NULL, case_town_begin, case_town_end);

    CU_add_test(suite, "a complaint is handled by who had no part", a_complaint_is_handled_by_who_had_no_part);
    CU_add_test(suite, "and answered by nobody who had", and_answered_by_nobody_who_had);
    CU_add_test(suite, "emergencies and stepping aside stand in the log",
                emergencies_and_stepping_aside_stand_in_the_log);
    CU_add_test(suite, "what each did is counted", what_each_did_is_counted);
}
