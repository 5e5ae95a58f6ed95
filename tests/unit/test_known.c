/* Who is known already, and advice that becomes a referral: through the store. */
#include "town.h"
#include "townkeep/domain/advice.h"
#include "townkeep/domain/known.h"

static struct town *town;

static void begin(void)
{
    town = town_begin();
}

static void end(void)
{
    town_end(town);
    town = NULL;
}

/* --- who is known --- */
static int64_t referred(const char *name)
{
    return TOWN_ADD(town, referral_type, "channel", "phone", "referrer_type", "family", "person_name", name);
}

/* A case of Milan, with the referral it was opened from: as the signature on it leaves them. */
static int64_t opened_case(const char *state)
{
    struct record referral = { 0 }, episode = { 0 };
    int64_t from = referred("Milan Dragan"), id;
    struct save *save;

    town_must(town, record_init(&episode, &episode_type));
    town_must(town, value_set_text(record_value(&episode, "pseudonym"), "HAZEL-27"));
    town_must(town, value_set_text(record_value(&episode, "state"), state));
    town_must(town, value_set_text(record_value(&episode, "person_name"), "Milan Dragan"));
    town_must(town, store_load(town->store, &referral_type, from, &referral, &town->why));
    town_must(town, save_begin(town->store, ENTRY_CHANGE, &save, &town->why));
    town_must(town, save_put_by_program(save, &episode, NULL, &town->why));
    value_set_number(record_value(&referral, "episode"), episode.id);
    town_must(town, save_put_by_program(save, &referral, NULL, &town->why));
    town_must(town, save_commit(save, NULL, NULL, &town->why));
    id = episode.id;
    record_release(&episode);
    record_release(&referral);
    return id;
}

static size_t searches_logged(void)
{
    struct history_row rows[40];
    size_t count = 0, searches = 0;

    town_must(town, store_history(town->store, NULL, 0, 0, 40, rows, &count, &town->why));
    for (size_t i = 0; i < count; i++) {
        CU_ASSERT_PTR_NULL(strstr(rows[i].sentence, "Milan"));
        searches += strstr(rows[i].sentence, "search before a new referral") != NULL;
    }
    return searches;
}

static void a_case_stands_for_the_referral_it_came_from(void)
{
    struct known known[KNOWN_MOST];
    size_t count;
    int64_t id;

    town_as(town, "Ana", true);
    id = opened_case("active");
    town_must(town, known_by_name(town->store, "milan", NULL, known, &count, &town->why));
    CU_ASSERT_EQUAL_FATAL(count, 1);
    CU_ASSERT_PTR_EQUAL(known[0].type, &episode_type);
    CU_ASSERT_EQUAL(known[0].id, id);
    CU_ASSERT_FALSE(known[0].has_ended);
    CU_ASSERT_PTR_NOT_NULL(strstr(known[0].line, "HAZEL-27"));
    CU_ASSERT_PTR_NULL(strstr(known[0].line, "Milan"));
    CU_ASSERT(searches_logged() > 0);
}

/* Its names are closed to Boris, but the referral's are not. */
static void a_case_with_another_officer_is_found_too(void)
{
    struct known known[KNOWN_MOST];
    size_t count;

    town_as(town, "Ana", true);
    (void)opened_case("closed");
    town_as(town, "Boris", true);
    town_must(town, known_by_name(town->store, "Dragan", NULL, known, &count, &town->why));
    CU_ASSERT_EQUAL_FATAL(count, 1);
    CU_ASSERT_PTR_EQUAL(known[0].type, &episode_type);
    CU_ASSERT(known[0].has_ended);
}

static void at_most_so_many_are_told(void)
{
    struct known known[KNOWN_MOST];
    size_t count;

    town_as(town, "Ana", true);
    for (int i = 0; i < KNOWN_MOST + 2; i++)
        (void)referred("Petar");
    town_must(town, known_by_name(town->store, "petar", NULL, known, &count, &town->why));
    CU_ASSERT_EQUAL(count, KNOWN_MOST);
    town_must(town, known_by_name(town->store, "nobody of that name", "a call", known, &count, &town->why));
    CU_ASSERT_EQUAL(count, 0);
}

static void searches_are_counted(void)
{
    struct known known[KNOWN_MOST];
    char told[160];
    size_t count;

    town_as(town, "Boris", true);
    CU_ASSERT_STRING_EQUAL(known_searches(town->store, told, sizeof told),
                           "You searched by name 0 times in the last 30 days.");
    town_must(town, known_by_name(town->store, "Milan", "The school called.", known, &count, &town->why));
    CU_ASSERT_STRING_EQUAL(known_searches(town->store, told, sizeof told),
                           "You searched by name 1 time in the last 30 days.");
    CU_ASSERT_EQUAL(known_by_name(town->store, "Milan", " ", known, &count, &town->why), E_INVALID);
    CU_ASSERT_EQUAL(known_by_name(town->store, "Milan", "The mother of MILAN called.", known, &count, &town->why),
                    E_INVALID);
    CU_ASSERT_PTR_NOT_NULL(strstr(town->why.text, "without the name"));
    town_as(town, "Ana", true);
    CU_ASSERT_STRING_EQUAL(known_searches(town->store, told, sizeof told),
                           "You searched by name 0 times in the last 30 days.");
}

/* --- advice --- */
static int64_t advised(const char *agrees)
{
    return TOWN_ADD(town, advice_contact_type, "caller_type", "school", "question", "A boy draws violent things.",
                    "advice", "Talk with him first.", "caller_agrees", agrees);
}

static void a_referral_is_made_only_when_the_caller_agrees(void)
{
    int64_t referral;

    town_as(town, "Boris", true);
    CU_ASSERT_EQUAL(advice_make_referral(town->store, advised("no"), &referral, &town->why), E_INVALID);
    CU_ASSERT_EQUAL(referral, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(town->why.text, "caller agrees"));
}

static void both_are_saved_at_once(void)
{
    struct record advice = { 0 }, referral = { 0 };
    int64_t contact, id, again;

    town_as(town, "Boris", true);
    contact = advised("yes");
    town_must(town, advice_make_referral(town->store, contact, &id, &town->why));
    town_must(town, store_load(town->store, &referral_type, id, &referral, &town->why));
    town_must(town, store_load(town->store, &advice_contact_type, contact, &advice, &town->why));
    CU_ASSERT_EQUAL(record_number(&advice, "referral"), id);
    CU_ASSERT_STRING_EQUAL(record_text(&referral, "state"), "draft");
    CU_ASSERT_STRING_EQUAL(record_text(&referral, "referrer_type"), "school");
    CU_ASSERT_STRING_EQUAL(record_text(&referral, "worry"), "A boy draws violent things.");
    CU_ASSERT_STRING_EQUAL(record_text(&referral, "person_name"), "");
    CU_ASSERT_EQUAL(advice_make_referral(town->store, contact, &again, &town->why), E_INVALID);
    record_release(&advice);
    record_release(&referral);
}

void suite_known(void);
void suite_known(void)
{
    CU_pSuite suite = CU_add_suite_with_setup_and_teardown("known", NULL, NULL, begin, end);

    CU_add_test(suite, "a case stands for the referral it came from", a_case_stands_for_the_referral_it_came_from);
    CU_add_test(suite, "a case with another officer is found too", a_case_with_another_officer_is_found_too);
    CU_add_test(suite, "at most so many are told", at_most_so_many_are_told);
    CU_add_test(suite, "searches are counted, and have a reason", searches_are_counted);
    CU_add_test(suite, "a referral is made only when the caller agrees",
                a_referral_is_made_only_when_the_caller_agrees);
    CU_add_test(suite, "both are saved at once", both_are_saved_at_once);
}
