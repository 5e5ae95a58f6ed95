/* The rules of the record types: what each refuses, lets pass with a word of warning, or completes. */
#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/domain/catalogue.h"

void suite_rules(void);

enum { OFFICER = 77, PAIRS = 6 };
static const struct rule_context context = { .today = { 2026, 11, 23 }, .officer_id = OFFICER };

/* Fields as "key=stored text or number". */
struct given {
    const struct record_type *type;
    const char *fields[PAIRS];
};

static void fill(struct record *record, const struct given *given)
{
    CU_ASSERT_EQUAL_FATAL(record_init(record, given->type), OK);
    record->id = 5;
    for (int i = 0; i < PAIRS && given->fields[i]; i++) {
        const char *equals = strchr(given->fields[i], '=');
        char key[60];
        int field;
        snprintf(key, sizeof key, "%.*s", (int)(equals - given->fields[i]), given->fields[i]);
        field = field_find(given->type, key);
        CU_ASSERT_FATAL(field >= 0);
        if (field_is_text(&given->type->fields[field]))
            CU_ASSERT_EQUAL(value_set_text(&record->values[field], equals + 1), OK);
        if (!field_is_text(&given->type->fields[field]))
            value_set_number(&record->values[field], atoll(equals + 1));
    }
}

/* Run the rule on a new record; what it says about `key` ("" nothing, "refused" or "warned"). */
static const char *verdict(const struct given *given, const char *key)
{
    struct problems problems = { 0 };
    struct record record = { 0 };
    const char *answer = "";

    fill(&record, given);
    CU_ASSERT_EQUAL(given->type->rule(&record, NULL, &context, &problems), OK);
    for (int i = 0; i < problems.count; i++) {
        if (problems.items[i].field == field_find(given->type, key))
            answer = i < problems.count - problems.warnings ? "refused" : "warned";
    }
    if (!*key && problems.count > 0) {
        printf("\n    %s: %s", given->type->key, problems.items[0].text);
        answer = "something";
    }
    record_release(&record);
    return answer;
}

static void what_is_wrong_is_refused(void)
{
    static const struct {
        struct given given;
        const char *key;
    } wrong[] = {
        { { &place_type, { "parent=5" } }, "parent" },
        { { &place_type, { "latitude=53400000" } }, "longitude" },
        { { &place_type, { "longitude=0" } }, "latitude" },
        { { &party_type, { "parent=5" } }, "parent" },
        { { &party_type, { "contact_by=5" } }, "contact_by" },
        { { &party_type, { "founded=2027" } }, "founded" },
        { { &party_type, { "verified_on=2026-11-24" } }, "verified_on" },
        { { &contact_point_type, { "channel=phone", "value=+44 161" } }, "party" },
        { { &contact_point_type, { "channel=phone", "value=ring the bell" } }, "value" },
        { { &contact_point_type, { "verified_on=2027-01-01" } }, "verified_on" },
        { { &relationship_type, { "from_party=3", "to_party=3" } }, "to_party" },
        { { &relationship_type, { "valid_from=2026-05", "valid_to=2026-04-30" } }, "valid_to" },
        { { &relationship_type, { "type=in_tension_with", "sens=partner" } }, "sens" },
        { { &relationship_type, { "type=in_tension_with" } }, "sens" },
        { { &engagement_type, { "held_on=2026-11-20", "next_due=2026-11-19" } }, "next_due" },
        { { &service_type, { "min_age=18", "max_age=12" } }, "max_age" },
        { { &service_type, { "capacity_available=9", "capacity_max=8" } }, "capacity_available" },
        { { &programme_type, { "planned_from=2026-02-01", "planned_to=2026-01-31" } }, "planned_to" },
        { { &programme_type, { "actual_from=2026-02-01", "actual_to=2026-01-31" } }, "actual_to" },
        { { &programme_type, { "actual_to=2026-12-01" } }, "actual_to" },
        { { &activity_type, { "held_from=2026-02-02", "held_to=2026-02-01" } }, "held_to" },
        { { &activity_type, { "status=held" } }, "held_from" },
        { { &activity_type, { "status=held", "held_from=2026-12-01" } }, "held_from" },
        { { &participation_count_type, { "activity=3" } }, "attended" },
        { { &participation_count_type, { "reached=9", "attended=10" } }, "reached" },
        { { &participation_count_type, { "attended=9", "completed=10" } }, "completed" },
        { { &course_type, { "refresher_of=5" } }, "refresher_of" },
        { { &session_type, { "starts_on=2026-11-02", "ends_on=2026-11-01" } }, "ends_on" },
        { { &session_type, { "starts_on=2026-11-02", "starts_at=600", "ends_at=540" } }, "ends_at" },
        { { &session_type, { "starts_on=2026-12-02", "status=held" } }, "status" },
        { { &enrolment_type, { "certificate_on=2026-05-01", "certificate_until=2026-04-01" } }, "certificate_until" },
        { { &enrolment_type, { "certificate_on=2026-11-24" } }, "certificate_on" },
        { { &enrolment_type, { "certificate_number=12" } }, "certificate_on" },
        { { &enrolment_type, { "certificate_on=2026-05-01", "result=fail" } }, "result" },
        { { &attendance_type, { "day=2026-11-24" } }, "day" },
        { { &task_type, { "status=open", "closed_on=2026-11-01" } }, "closed_on" },
        { { &task_type, { "status=done", "closed_on=2026-11-24" } }, "closed_on" },
        { { &officer_type, { "active_from=2026-05-01", "active_to=2026-04-01" } }, "active_to" },
        { { &office_type, { "holidays=2026-12-25;26 Dec" } }, "holidays" },
        { { &office_type, { "holidays=2026-02-30" } }, "holidays" },
        { { &office_type, { "weekend=monday;tuesday;wednesday;thursday;friday;saturday;sunday" } }, "weekend" },
        { { &office_type, { "emergency_number=call 112" } }, "emergency_number" },
        { { &vocabulary_type, { "code=Youth Club" } }, "code" },
        { { &vocabulary_type, { "list=Org-Type" } }, "list" },
        { { &vocabulary_type, { "code=cso", "parent=cso" } }, "parent" },
    };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        const char *answer = verdict(&wrong[i].given, wrong[i].key);
        if (strcmp(answer, "refused") != 0)
            printf("\n    %s.%s is not refused (%s)", wrong[i].given.type->key, wrong[i].key, wrong[i].given.fields[0]);
        CU_ASSERT_STRING_EQUAL(answer, "refused");
    }
}

static void what_is_odd_gets_a_word_of_warning(void)
{
    CU_ASSERT_STRING_EQUAL(verdict(&(struct given){ &party_type, { "email=ana(at)town.example" } }, "email"), "warned");
    CU_ASSERT_STRING_EQUAL(verdict(&(struct given){ &party_type, { "kind=org", "job_title=Head" } }, "job_title"),
                           "warned");
    CU_ASSERT_STRING_EQUAL(
        verdict(&(struct given){ &service_type, { "status=defunct", "takes_referrals=yes" } }, "takes_referrals"),
        "warned");
    CU_ASSERT_STRING_EQUAL(verdict(&(struct given){ &programme_type, { "status=stopped" } }, "actual_to"), "warned");
}

static void what_is_right_passes(void)
{
    static const struct given right[] = {
        { &place_type, { "parent=6", "latitude=53400000", "longitude=-2300000" } },
        { &party_type,
          { "kind=person", "job_title=Head", "email=ana@town.example", "founded=2026", "verified_on=2026-11-23" } },
        { &contact_point_type, { "party=3", "channel=phone", "value=+44 161" } },
        { &relationship_type,
          { "from_party=3", "to_party=4", "type=in_tension_with", "sens=team", "valid_from=2026-04-12",
            "valid_to=2026-04" } },
        { &engagement_type, { "held_on=2026-11-20", "next_due=2026-11-20" } },
        { &service_type, { "min_age=12", "max_age=12", "status=active", "takes_referrals=yes" } },
        { &programme_type, { "status=active", "planned_from=2026-01-01" } },
        { &activity_type, { "status=planned", "planned_on=2027-01-01" } },
        { &participation_count_type, { "reached=10", "attended=10", "completed=0" } },
        { &session_type, { "starts_on=2026-11-02", "ends_on=2026-11-03", "starts_at=600", "ends_at=540" } },
        { &enrolment_type, { "certificate_on=2026-05-01", "certificate_until=2028-05-01", "result=pass" } },
        { &attendance_type, { "day=2026-11-23" } },
        { &officer_type, { "active_from=2026-05-01" } },
        { &office_type, { "holidays=2026-12-25;2026-12-26", "weekend=friday;saturday", "emergency_number=112" } },
        { &vocabulary_type, { "list=org_type", "code=cso2" } },
    };

    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++)
        CU_ASSERT_STRING_EQUAL(verdict(&right[i], ""), "");
}

/* What `key` holds after the rule has run. */
static int64_t number_after(const struct given *given, const char *key)
{
    struct problems problems = { 0 };
    struct record record = { 0 };
    int64_t number;

    fill(&record, given);
    CU_ASSERT_EQUAL(given->type->rule(&record, NULL, &context, &problems), OK);
    number = record_number(&record, key);
    record_release(&record);
    return number;
}

static void text_after(const struct given *given, const char *key, const char *expected)
{
    struct problems problems = { 0 };
    struct record record = { 0 };

    fill(&record, given);
    CU_ASSERT_EQUAL(given->type->rule(&record, NULL, &context, &problems), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&record, key), expected);
    record_release(&record);
}

static void what_follows_is_filled_in(void)
{
    CU_ASSERT_EQUAL(number_after(&(struct given){ &engagement_type, { "title=x" } }, "officer"), OFFICER);
    CU_ASSERT_EQUAL(number_after(&(struct given){ &engagement_type, { "officer=8" } }, "officer"), 8);
    CU_ASSERT_EQUAL(number_after(&(struct given){ &task_type, { "what=x" } }, "owner"), OFFICER);
    CU_ASSERT_EQUAL(number_after(&(struct given){ &party_type, { "verified_on=2026-11-01" } }, "verified_by"), OFFICER);
    CU_ASSERT_EQUAL(number_after(&(struct given){ &party_type, { "name=x" } }, "verified_by"), 0);
    text_after(&(struct given){ &session_type, { "starts_on=2026-11-02" } }, "ends_on", "2026-11-02");
    text_after(&(struct given){ &task_type, { "status=done" } }, "closed_on", "2026-11-23");
    text_after(&(struct given){ &service_type, { "capacity_available=3" } }, "capacity_on", "2026-11-23");
    text_after(&(struct given){ &activity_type, { "status=held", "planned_on=2026-11-20" } }, "held_from",
               "2026-11-20");
}

static void reopening_a_task_clears_its_closing_day(void)
{
    struct record before = { 0 }, task = { 0 };
    struct problems problems = { 0 };

    fill(&before, &(struct given){ &task_type, { "status=done", "closed_on=2026-11-01", "owner=8" } });
    fill(&task, &(struct given){ &task_type, { "status=doing", "closed_on=2026-11-01", "owner=8" } });
    CU_ASSERT_EQUAL(task_type.rule(&task, &before, &context, &problems), OK);
    CU_ASSERT_EQUAL(problems.count, 0);
    CU_ASSERT_FALSE(record_has(&task, "closed_on"));
    CU_ASSERT_EQUAL(record_number(&task, "owner"), 8);
    record_release(&before);
    record_release(&task);
}

static void verifying_again_names_who_did(void)
{
    struct record before = { 0 }, party = { 0 };
    struct problems problems = { 0 };

    fill(&before, &(struct given){ &party_type, { "verified_on=2026-01-01", "verified_by=8" } });
    fill(&party, &(struct given){ &party_type, { "verified_on=2026-11-01", "verified_by=8" } });
    CU_ASSERT_EQUAL(party_type.rule(&party, &before, &context, &problems), OK);
    CU_ASSERT_EQUAL(record_number(&party, "verified_by"), OFFICER);
    record_release(&party);
    fill(&party, &(struct given){ &party_type, { "verified_on=2026-11-01", "verified_by=9" } });
    CU_ASSERT_EQUAL(party_type.rule(&party, &before, &context, &problems), OK);
    CU_ASSERT_EQUAL(record_number(&party, "verified_by"), 9);
    record_release(&before);
    record_release(&party);
}

void suite_rules(void)
{
    CU_pSuite suite = CU_add_suite("rules", NULL, NULL);

    CU_add_test(suite, "what is wrong is refused at its field", what_is_wrong_is_refused);
    CU_add_test(suite, "what is odd gets a word of warning", what_is_odd_gets_a_word_of_warning);
    CU_add_test(suite, "what is right passes", what_is_right_passes);
    CU_add_test(suite, "what follows from other fields is filled in", what_follows_is_filled_in);
    CU_add_test(suite, "reopening a task clears its closing day", reopening_a_task_clears_its_closing_day);
    CU_add_test(suite, "verifying again names who did", verifying_again_names_who_did);
}
