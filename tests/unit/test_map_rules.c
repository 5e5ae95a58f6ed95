/* The rules of the stakeholder map: what each refuses or warns of, in which words; first alone, then among other
 * records. */
#include <CUnit/Basic.h>

#include "rule_cases.h"
#include "town.h"

void suite_map_rules(void);

/* --- alone --- */
enum said { REFUSED, WARNED };

/* A record that is right but for one thing, and what is said of that. */
static const struct wrong {
    struct rule_case given;
    enum said said;
    const char *words;
} wrongs[] = {
    { { &party_assessment_type, "influence", { "party=3", "on=2026-11-20", "evidence=Seen", "sens=team" } },
      REFUSED,
      "Nothing is assessed yet" },
    { { &party_assessment_type, "on", { "party=3", "on=2026-11-24", "influence=3", "evidence=Seen", "sens=team" } },
      REFUSED,
      "lies in the future" },
    { { &party_assessment_type, "evidence", { "party=3", "on=2026-11-20", "influence=3", "sens=team" } },
      WARNED,
      "Say what it rests on" },
    { { &party_assessment_type,
        "sens",
        { "party=3", "on=2026-11-20", "stance=neutral", "evidence=Seen", "sens=partner" } },
      REFUSED,
      "stays in the team" },
    { { &party_assessment_type,
        "sens",
        { "party=3", "on=2026-11-20", "stance=neutral", "evidence=Seen", "sens=public" } },
      REFUSED,
      "stays in the team" },
    { { &seat_type, "party", { "body=3", "role=member" } }, REFUSED, "Say who holds the seat" },
    { { &seat_type, "party", { "body=3", "party=3", "role=member" } }, REFUSED, "no seat in itself" },
    { { &seat_type, "person", { "body=3", "person=3", "role=member" } }, REFUSED, "no seat in itself" },
    { { &seat_type, "valid_to", { "body=3", "party=4", "role=member", "valid_from=2026-05", "valid_to=2026-04" } },
      REFUSED,
      "ends before it begins" },
    { { &signatory_type, "party", { "agreement=3", "role=Mayor" } }, REFUSED, "Say who signed" },
    { { &signatory_type, "on", { "agreement=3", "name=Ana Marsh", "on=2026-11-24" } }, REFUSED, "in the future" },
    { { &opening_type, "service", { "days=monday", "opens=540" } }, REFUSED, "Say what is open" },
    { { &opening_type, "closes", { "service=3", "days=friday", "opens=1200", "closes=120" } },
      WARNED,
      "open past midnight" },
    { { &opening_type, "valid_to", { "place=3", "valid_from=2026-08-01", "valid_to=2026-07-01" } },
      REFUSED,
      "end before they begin" },
    { { &opening_type, "rrule", { "place=3", "rrule=every other Tuesday" } }, WARNED, "says how often" },
    { { &mapping_round_type,
        "closed_on",
        { "title=Autumn", "status=finished", "opened_on=2026-10-01", "closed_on=2026-09-30" } },
      REFUSED,
      "ends before it begins" },
    { { &mapping_round_type,
        "closed_on",
        { "title=Autumn", "status=running", "opened_on=2026-10-01", "closed_on=2026-10-30" } },
      REFUSED,
      "Only a finished round" },
    { { &mapping_answer_type, "party", { "round=3", "question=gap", "answer=found" } }, REFUSED, "Say who was found" },
    { { &mapping_answer_type, "on", { "round=3", "question=gap", "answer=nobody", "on=2026-11-24" } },
      REFUSED,
      "in the future" },
    { { &duplicate_decision_type, "party_b", { "party_a=3", "party_b=3", "decision=same" } },
      REFUSED,
      "one record already" },
    { { &duplicate_decision_type, "on", { "party_a=3", "party_b=4", "decision=same", "on=2026-11-24" } },
      REFUSED,
      "in the future" },
    { { &contact_point_type, "party", { "channel=phone", "value=12" } }, REFUSED, "Say whom it reaches" },
    { { &party_type, "mandate", { "kind=org", "mandate=To advise" } }, WARNED, "only a standing body" },
    { { &party_type, "quorum", { "kind=unit", "quorum=4" } }, WARNED, "only a standing body" },
    { { &party_type, "same_as", { "kind=org", "same_as=5" } }, REFUSED, "another record that stands for this one" },
    { { &agreement_type, "renews", { "kind=mou", "renews=5" } }, REFUSED, "cannot renew itself" },
    { { &engagement_type, "absent", { "parties=3;4", "absent=2;4" } }, REFUSED, "under With and under Apologies" },
    { { &relationship_type, "sens", { "from_party=3", "to_party=4", "type=in_tension_with", "sens=public" } },
      REFUSED,
      "stays in the team" },
};

static const struct rule_case rights[] = {
    { &party_assessment_type, "", { "party=3", "on=2026-11-23", "influence=3", "evidence=Seen", "sens=restricted" } },
    { &party_assessment_type, "", { "party=3", "on=2026-11-23", "stance=unknown", "evidence=Seen", "sens=team" } },
    { &seat_type, "", { "body=3", "party=4", "person=6", "role=chair", "valid_from=2026", "valid_to=2026-05" } },
    { &signatory_type, "", { "agreement=3", "name=Ana Marsh", "on=2026-11-23" } },
    { &opening_type, "", { "place=3", "days=monday;friday", "opens=540", "closes=1020" } },
    { &opening_type, "", { "service=3", "rrule=FREQ=MONTHLY;BYDAY=1TU" } },
    { &mapping_round_type, "", { "title=Autumn", "status=running", "opened_on=2026-10-01", "lead=77" } },
    { &mapping_answer_type, "", { "round=3", "question=gap", "answer=found", "party=4", "on=2026-11-23" } },
    { &duplicate_decision_type, "", { "party_a=3", "party_b=4", "decision=different", "on=2026-11-23" } },
    { &contact_point_type, "", { "service=3", "channel=phone", "value=12" } },
    { &contact_point_type, "", { "party=3", "service=4", "place=6", "channel=phone", "value=12" } },
    { &party_type, "", { "kind=body", "mandate=To advise", "quorum=4", "meets=monthly" } },
    { &engagement_type, "", { "parties=3;4", "absent=2;34" } },
    { &relationship_type, "", { "from_party=3", "to_party=4", "type=funds", "sens=public" } },
};

static void check_wrong(const struct wrong *wrong)
{
    const struct rule_context context = rule_context();
    struct problems problems = { 0 };
    struct record record = { 0 };
    int field = field_find(wrong->given.type, wrong->given.key), found = -1;

    rule_fill(&record, wrong->given.type, wrong->given.fields);
    CU_ASSERT_EQUAL(wrong->given.type->rule(&record, NULL, &context, &problems), OK);
    for (int i = 0; i < problems.count; i++) {
        if (problems.items[i].field == field && strstr(problems.items[i].text, wrong->words))
            found = i;
    }
    if (found < 0)
        printf("\n    %s.%s: \"%s\" is not said", wrong->given.type->key, wrong->given.key, wrong->words);
    CU_ASSERT(found >= 0 && (found >= problems.count - problems.warnings) == (wrong->said == WARNED));
    CU_ASSERT_EQUAL(problems.count, 1);
    record_release(&record);
}

static void what_is_wrong_is_said_in_its_words(void)
{
    for (size_t i = 0; i < sizeof wrongs / sizeof wrongs[0]; i++)
        check_wrong(&wrongs[i]);
}

static void what_is_right_passes(void)
{
    for (size_t i = 0; i < sizeof rights / sizeof rights[0]; i++)
        CU_ASSERT_STRING_EQUAL(rule_verdict(&rights[i]), "");
}

static void run_rule(struct record *record, const struct record *before)
{
    const struct rule_context context = rule_context();
    struct problems problems = { 0 };

    CU_ASSERT_EQUAL(record->type->rule(record, before, &context, &problems), OK);
}

static void a_pair_stands_in_the_order_of_its_ids(void)
{
    static const char *const fields[RULE_PAIRS] = { "party_a=9", "party_b=4", "decision=same" };
    struct record pair = { 0 };

    rule_fill(&pair, &duplicate_decision_type, fields);
    run_rule(&pair, NULL);
    CU_ASSERT_EQUAL(record_number(&pair, "party_a"), 4);
    CU_ASSERT_EQUAL(record_number(&pair, "party_b"), 9);
    CU_ASSERT_EQUAL(record_number(&pair, "by"), RULE_OFFICER);
    record_release(&pair);
}

static void a_finished_round_gets_its_last_day(void)
{
    static const char *const fields[RULE_PAIRS] = { "title=Autumn", "status=finished", "opened_on=2026-10-01" };
    struct record round = { 0 };

    rule_fill(&round, &mapping_round_type, fields);
    run_rule(&round, NULL);
    CU_ASSERT_STRING_EQUAL(record_text(&round, "closed_on"), "2026-11-23");
    record_release(&round);
}

static void a_rater_who_is_named_stays(void)
{
    static const char *const unnamed[RULE_PAIRS] = { "party=3", "influence=2" };
    static const char *const named[RULE_PAIRS] = { "party=3", "influence=2", "by=12" };
    struct record assessment = { 0 };

    rule_fill(&assessment, &party_assessment_type, unnamed);
    run_rule(&assessment, NULL);
    CU_ASSERT_EQUAL(record_number(&assessment, "by"), RULE_OFFICER);
    record_release(&assessment);
    rule_fill(&assessment, &party_assessment_type, named);
    run_rule(&assessment, NULL);
    CU_ASSERT_EQUAL(record_number(&assessment, "by"), 12);
    record_release(&assessment);
}

/* --- among others --- */
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

/* What is said of a record made of "key", "value", …: "refused", "warned", or "" and then it is saved. */
static const char *try_it(struct town *town, const struct record_type *type, int64_t id, const char *words,
                          const char *const *pairs)
{
    struct problems problems = { 0 };
    struct record record = { 0 };
    bool said;
    enum err e;

    if (id)
        town_must(town, store_load(town->store, type, id, &record, &town->why));
    else
        town_must(town, record_init(&record, type));
    if (!id)
        town_must(town, record_start(&record, store_words(town->store), clock_today(), &town->why));
    for (; pairs[0]; pairs += 2)
        town_set(town, &record, pairs[0], pairs[1]);
    e = store_put(town->store, &record, &problems, NULL, &town->why);
    record_release(&record);
    said = town_says(&problems, words);
    if (problems.count > 0 && !said)
        printf("\n    %s", problems.items[0].text);
    if (problems.count == 0)
        return e ? "failed" : "";
    return !said ? "something else" : problems_refuse(&problems) ? "refused" : "warned";
}
#define TRY(town, type, words, ...)        try_it(town, &(type), 0, words, (const char *const[]){ __VA_ARGS__, NULL })
#define CHANGE(town, type, id, words, ...) try_it(town, &(type), id, words, (const char *const[]){ __VA_ARGS__, NULL })

static void put_away(struct town *town, const struct record_type *type, int64_t id)
{
    struct save *save = NULL;

    town_must(town, save_begin(town->store, ENTRY_CHANGE, &save, &town->why));
    town_must(town, save_archive(save, type, id, "typed twice", &town->why));
    town_must(town, save_commit(save, NULL, NULL, &town->why));
}

static void seats_are_in_bodies_and_held_by_people(void)
{
    struct town *town = begin();

    TOWN_ADD(town, party_type, "name", "Peace Committee", "kind", "body");
    TOWN_ADD(town, party_type, "name", "Harbour Club", "kind", "org");
    TOWN_ADD(town, party_type, "name", "Vera Lind", "kind", "person", "job_title", "Teacher");
    CU_ASSERT_STRING_EQUAL(
        TRY(town, seat_type, "Seats are in a standing body", "body", "Harbour Club", "person", "Vera Lind"), "refused");
    CU_ASSERT_STRING_EQUAL(
        TRY(town, seat_type, "This is no person", "body", "Peace Committee", "person", "Harbour Club"), "refused");
    CU_ASSERT_STRING_EQUAL(TRY(town, seat_type, "This is a person", "body", "Peace Committee", "party", "Vera Lind"),
                           "refused");
    CU_ASSERT_STRING_EQUAL(
        TRY(town, seat_type, "", "body", "Peace Committee", "party", "Harbour Club", "person", "Vera Lind"), "");
    end(town);
}

static void a_body_with_seats_stays_a_body(void)
{
    struct town *town = begin();
    int64_t body = TOWN_ADD(town, party_type, "name", "Peace Committee", "kind", "body"), seat;

    TOWN_ADD(town, party_type, "name", "Harbour Club", "kind", "org");
    seat = TOWN_ADD(town, seat_type, "body", "Peace Committee", "party", "Harbour Club");
    CU_ASSERT_STRING_EQUAL(CHANGE(town, party_type, body, "has seats", "kind", "org"), "refused");
    put_away(town, &seat_type, seat);
    CU_ASSERT_STRING_EQUAL(CHANGE(town, party_type, body, "", "kind", "org"), "");
    end(town);
}

static void a_second_chair_at_one_time_is_warned_of(void)
{
    struct town *town = begin();

    TOWN_ADD(town, party_type, "name", "Peace Committee", "kind", "body");
    TOWN_ADD(town, party_type, "name", "Vera Lind", "kind", "person", "job_title", "Teacher");
    TOWN_ADD(town, party_type, "name", "Omar Reed", "kind", "person", "job_title", "Coach");
    TOWN_ADD(town, seat_type, "body", "Peace Committee", "person", "Vera Lind", "role", "chair", "valid_from", "2024",
             "valid_to", "2025-06");
    CU_ASSERT_STRING_EQUAL(TRY(town, seat_type, "another chair at that time", "body", "Peace Committee", "person",
                               "Omar Reed", "role", "chair", "valid_from", "2025-06-15"),
                           "warned");
    CU_ASSERT_STRING_EQUAL(TRY(town, seat_type, "", "body", "Peace Committee", "person", "Omar Reed", "role", "deputy",
                               "valid_from", "2025"),
                           "");
    CU_ASSERT_STRING_EQUAL(TRY(town, seat_type, "", "body", "Peace Committee", "person", "Omar Reed", "role", "chair",
                               "valid_from", "2020", "valid_to", "2023"),
                           "");
    end(town);
}

static void people_are_assessed_in_a_role_only(void)
{
    struct town *town = begin();
    int64_t person = TOWN_ADD(town, party_type, "name", "Vera Lind", "kind", "person");

    TOWN_ADD(town, party_type, "name", "Peace Committee", "kind", "body");
    CU_ASSERT_STRING_EQUAL(TRY(town, party_assessment_type, "in their role only", "party", "Vera Lind", "influence",
                               "4", "evidence", "Heard"),
                           "refused");
    CU_ASSERT_STRING_EQUAL(
        TRY(town, party_assessment_type, "", "party", "Peace Committee", "influence", "4", "evidence", "Heard"), "");
    CU_ASSERT_STRING_EQUAL(TRY(town, relationship_type, "in which role this person is", "from_party", "Vera Lind",
                               "type", "coordinates_with", "to_party", "Peace Committee"),
                           "warned");
    TOWN_ADD(town, seat_type, "body", "Peace Committee", "person", "Vera Lind");
    CU_ASSERT_STRING_EQUAL(
        TRY(town, party_assessment_type, "", "party", "Vera Lind", "influence", "4", "evidence", "Heard"), "");
    CU_ASSERT_STRING_EQUAL(CHANGE(town, party_type, person, "", "job_title", "Teacher"), "");
    CU_ASSERT_STRING_EQUAL(
        TRY(town, relationship_type, "", "from_party", "Vera Lind", "type", "refers_to", "to_party", "Peace Committee"),
        "");
    end(town);
}

static void two_records_are_not_each_the_same_as_the_other(void)
{
    struct town *town = begin();
    int64_t first = TOWN_ADD(town, party_type, "name", "Harbour Club", "kind", "org");

    TOWN_ADD(town, party_type, "name", "Harbor Club", "kind", "org", "same_as", "Harbour Club");
    TOWN_ADD(town, party_type, "name", "The Harbour", "kind", "org", "same_as", "Harbor Club");
    CU_ASSERT_STRING_EQUAL(CHANGE(town, party_type, first, "same as this one already", "same_as", "Harbor Club"),
                           "refused");
    CU_ASSERT_STRING_EQUAL(CHANGE(town, party_type, first, "same as this one already", "same_as", "The Harbour"),
                           "refused");
    CU_ASSERT_STRING_EQUAL(CHANGE(town, party_type, first, "", "description", "Boats for the young"), "");
    end(town);
}

static void a_second_round_is_warned_of(void)
{
    struct town *town = begin();
    int64_t first = TOWN_ADD(town, mapping_round_type, "title", "Autumn");

    CU_ASSERT_STRING_EQUAL(TRY(town, mapping_round_type, "Another round is running", "title", "Winter"), "warned");
    CU_ASSERT_STRING_EQUAL(TRY(town, mapping_round_type, "", "title", "Spring", "status", "planned"), "");
    CU_ASSERT_STRING_EQUAL(CHANGE(town, mapping_round_type, first, "", "aim", "Sports clubs"), "");
    end(town);
}

static void terms_and_meetings_are_of_the_right_kind(void)
{
    struct town *town = begin();

    TOWN_ADD(town, party_type, "name", "Harbour Club", "kind", "org");
    TOWN_ADD(town, agreement_type, "kind", "mou", "title", "Working together", "parties", "Harbour Club");
    TOWN_ADD(town, agreement_type, "kind", "tor", "title", "How we work", "parties", "Harbour Club");
    CU_ASSERT_STRING_EQUAL(TRY(town, party_type, "Terms of reference", "name", "Youth Council", "kind", "body", "terms",
                               "Working together"),
                           "refused");
    CU_ASSERT_STRING_EQUAL(TRY(town, party_type, "", "name", "Youth Council", "kind", "body", "terms", "How we work"),
                           "");
    CU_ASSERT_STRING_EQUAL(TRY(town, engagement_type, "Only a standing body", "title", "First meeting", "parties",
                               "Harbour Club", "body", "Harbour Club"),
                           "refused");
    CU_ASSERT_STRING_EQUAL(
        TRY(town, engagement_type, "", "title", "First meeting", "parties", "Harbour Club", "body", "Youth Council"),
        "");
    CU_ASSERT_STRING_EQUAL(
        TRY(town, signatory_type, "This is no person", "agreement", "How we work", "person", "Harbour Club"),
        "refused");
    end(town);
}

static void the_script_of_a_name_is_seen_from_its_letters(void)
{
    struct town *town = begin();
    struct record name = { 0 };
    int64_t id;

    TOWN_ADD(town, party_type, "name", "Peace Committee", "kind", "body");
    id = TOWN_ADD(town, party_name_type, "party", "Peace Committee", "name", "Комитет мира", "language", "ru");
    town_must(town, store_load(town->store, &party_name_type, id, &name, &town->why));
    CU_ASSERT_STRING_EQUAL(record_text(&name, "script"), "cyrl");
    town_set(town, &name, "name", "لجنة السلام");
    town_must(town, store_put(town->store, &name, NULL, NULL, &town->why));
    CU_ASSERT_STRING_EQUAL(record_text(&name, "script"), "arab");
    town_set(town, &name, "script", "other");
    town_must(town, store_put(town->store, &name, NULL, NULL, &town->why));
    CU_ASSERT_STRING_EQUAL(record_text(&name, "script"), "other");
    record_release(&name);
    end(town);
}

void suite_map_rules(void)
{
    CU_pSuite s = CU_add_suite("map_rules", NULL, NULL);

    CU_add_test(s, "what is wrong is said in its words", what_is_wrong_is_said_in_its_words);
    CU_add_test(s, "what is right passes", what_is_right_passes);
    CU_add_test(s, "a pair stands in the order of its ids", a_pair_stands_in_the_order_of_its_ids);
    CU_add_test(s, "a finished round gets its last day", a_finished_round_gets_its_last_day);
    CU_add_test(s, "a rater who is named stays", a_rater_who_is_named_stays);
    CU_add_test(s, "seats are in bodies and held by people", seats_are_in_bodies_and_held_by_people);
    CU_add_test(s, "a body with seats stays a body", a_body_with_seats_stays_a_body);
    CU_add_test(s, "a second chair at one time is warned of", a_second_chair_at_one_time_is_warned_of);
    CU_add_test(s, "people are assessed in a role only", people_are_assessed_in_a_role_only);
    CU_add_test(s, "two records are not each the same as the other", two_records_are_not_each_the_same_as_the_other);
    CU_add_test(s, "a second round is warned of", a_second_round_is_warned_of);
    CU_add_test(s, "terms and meetings are of the right kind", terms_and_meetings_are_of_the_right_kind);
    CU_add_test(s, "the script of a name is seen from its letters", the_script_of_a_name_is_seen_from_its_letters);
}
