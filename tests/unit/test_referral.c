/* The referral's own rules: pseudonyms, what follows from other fields, what is frozen, the nudge, and what receiving
 * needs. */
#include <CUnit/Basic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/domain/casework.h"
#include "townkeep/domain/catalogue.h"

#include "casework_help.h"

static int compare_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void pseudonyms_of_years_never_repeat(void)
{
    enum { YEARS = 6, A_YEAR = 500 };
    static char names[YEARS * A_YEAR][24];
    char reference[24];
    size_t count = 0, same = 0;

    for (int year = 0; year < YEARS; year++) {
        for (int number = 1; number <= A_YEAR; number++) {
            struct record referral = help_referral();

            snprintf(reference, sizeof reference, "R-%d-%04d", 2026 + year, number);
            help_set(&referral, "reference", reference);
            help_rule(&referral, NULL, NULL);
            snprintf(names[count++], sizeof names[0], "%s", record_text(&referral, "pseudonym"));
            record_release(&referral);
        }
    }
    qsort(names, count, sizeof names[0], compare_text);
    for (size_t i = 1; i < count; i++)
        same += strcmp(names[i], names[i - 1]) == 0;
    CU_ASSERT_EQUAL(same, 0);
}

static void a_new_referral_is_a_draft_with_a_pseudonym(void)
{
    struct record referral = help_referral();
    const char *pseudonym;

    help_rule(&referral, NULL, NULL);
    pseudonym = record_text(&referral, "pseudonym");
    CU_ASSERT_STRING_EQUAL(record_text(&referral, "state"), "draft");
    CU_ASSERT_STRING_EQUAL(record_text(&referral, "started_on"), HELP_TODAY);
    CU_ASSERT_EQUAL(record_number(&referral, "started_by"), HELP_INTAKE);
    CU_ASSERT(strlen(pseudonym) >= 5 && strchr(pseudonym, '-') != NULL);
    CU_ASSERT_EQUAL(strspn(pseudonym, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), strcspn(pseudonym, "-"));
    record_release(&referral);
}

static void the_age_band_follows_from_the_year_of_birth(void)
{
    static const struct {
        const char *born, *band;
    } ages[] = { { "2015", "under_12" },    { "2010-11-23", "16_17" }, { "2010-11-24", "12_15" },
                 { "2008-11-24", "16_17" }, { "2008-11-23", "18_24" }, { "2008", "16_17" },
                 { "1990", "25_39" },       { "1950", "65_over" } };

    for (size_t i = 0; i < sizeof ages / sizeof ages[0]; i++) {
        struct record referral = help_referral();

        help_set(&referral, "age_band", "");
        help_set(&referral, "birth", ages[i].born);
        help_rule(&referral, NULL, NULL);
        CU_ASSERT_STRING_EQUAL(record_text(&referral, "age_band"), ages[i].band);
        record_release(&referral);
    }
}

static void a_band_the_officer_chose_stays(void)
{
    struct record referral = help_referral();

    help_set(&referral, "birth", "1990");
    help_rule(&referral, NULL, NULL);
    CU_ASSERT_STRING_EQUAL(record_text(&referral, "age_band"), "16_17");
    record_release(&referral);
}

static void days_in_the_future_or_out_of_order_are_refused(void)
{
    struct problems problems = { 0 };
    struct record referral = help_referral();

    help_set(&referral, "last_noticed", "2026-11-24");
    help_rule(&referral, NULL, &problems);
    CU_ASSERT(help_says(&problems, "last_noticed", "future"));
    help_set(&referral, "last_noticed", "2026-03");
    help_set(&referral, "first_noticed", "2026-04-01");
    memset(&problems, 0, sizeof problems);
    help_rule(&referral, NULL, &problems);
    CU_ASSERT(help_says(&problems, "first_noticed", "after"));
    help_set(&referral, "first_noticed", "2026-03-31");
    memset(&problems, 0, sizeof problems);
    help_rule(&referral, NULL, &problems);
    CU_ASSERT_FALSE(problems_refuse(&problems));
    record_release(&referral);
}

static void a_word_of_the_list_asks_and_does_not_refuse(void)
{
    struct problems problems = { 0 };
    struct record referral = help_referral();

    help_set(&referral, "what_happened", "He prays at lunch and shouted at a classmate on 3 November.");
    help_rule(&referral, NULL, &problems);
    CU_ASSERT_EQUAL(problems.warnings, 1);
    CU_ASSERT(help_says(&problems, "what_happened", "faith or its practice"));
    CU_ASSERT_FALSE(problems_refuse(&problems));
    record_release(&referral);
}

static void a_text_that_did_not_change_is_not_asked_about_again(void)
{
    struct problems problems = { 0 };
    struct record before = help_referral(), referral = { 0 };

    help_set(&before, "what_happened", "He prays at lunch.");
    help_rule(&before, NULL, NULL);
    CU_ASSERT_EQUAL_FATAL(record_copy(&referral, &before), OK);
    help_rule(&referral, &before, &problems);
    CU_ASSERT_EQUAL(problems.count, 0);
    record_release(&before);
    record_release(&referral);
}

static void check_change(const char *state, bool proposed, const char *key, const char *value, bool refused)
{
    struct problems problems = { 0 };
    struct record before = help_referral(), referral = { 0 };

    help_set(&before, "state", state);
    if (proposed)
        help_set(&before, "proposal", "77");
    CU_ASSERT_EQUAL_FATAL(record_copy(&referral, &before), OK);
    help_set(&referral, key, value);
    help_rule(&referral, &before, &problems);
    CU_ASSERT_EQUAL(problems_refuse(&problems), refused);
    record_release(&before);
    record_release(&referral);
}

static void what_is_proposed_or_signed_cannot_be_rewritten(void)
{
    check_change("screening", false, "q5", "no", false);
    check_change("screening", true, "q5", "no", true);
    check_change("screening", true, "what_happened", "Something else.", true);
    check_change("screening", true, "person_contact", "0700 000 001", false);
    check_change("screened_in", false, "conduct", "hate_acts", true);
    check_change("screened_in", false, "guardian", "Her aunt", true); /* it is learned better in the case */
    check_change("unfounded", false, "person_name", "Somebody else", true);
    check_change("unfounded", false, "what_happened", "Something else.", true);
}

static void a_complete_intake_misses_nothing(void)
{
    struct problems problems = { 0 };
    struct record referral = help_referral();

    referral_missing(&referral, help_context(HELP_INTAKE, ROLE_INTAKE), &problems);
    CU_ASSERT_EQUAL(problems.count, 0);
    record_release(&referral);
}

static void each_needed_field_is_missed_by_name(void)
{
    for (int i = 0; i < referral_type.field_count; i++) {
        const char *key = referral_type.fields[i].key;
        struct problems problems = { 0 };
        struct record referral = help_referral();

        help_set(&referral, key, "");
        referral_missing(&referral, help_context(HELP_INTAKE, ROLE_INTAKE), &problems);
        if (intake_needs(key))
            CU_ASSERT(help_says(&problems, key, "missing"));
        record_release(&referral);
    }
}

static void who_somebody_is_makes_no_referral(void)
{
    struct problems problems = { 0 };
    struct record referral = help_referral();

    help_set(&referral, "conduct", "");
    referral_missing(&referral, help_context(HELP_INTAKE, ROLE_INTAKE), &problems);
    CU_ASSERT(help_says(&problems, "conduct", "no referral"));
    memset(&problems, 0, sizeof problems);
    help_set(&referral, "needs", "housing");
    referral_missing(&referral, help_context(HELP_INTAKE, ROLE_INTAKE), &problems);
    CU_ASSERT_EQUAL(problems.count, 0);
    record_release(&referral);
}

static void conduct_without_a_month_is_not_dated(void)
{
    struct problems problems = { 0 };
    struct record referral = help_referral();

    help_set(&referral, "last_noticed", "2026");
    referral_missing(&referral, help_context(HELP_INTAKE, ROLE_INTAKE), &problems);
    CU_ASSERT(help_says(&problems, "last_noticed", "month"));
    memset(&problems, 0, sizeof problems);
    help_set(&referral, "conduct", "targeted");
    referral_missing(&referral, help_context(HELP_INTAKE, ROLE_INTAKE), &problems);
    CU_ASSERT_EQUAL(problems.count, 0);
    record_release(&referral);
}

static void answers_bring_their_follow_ups(void)
{
    struct problems problems = { 0 };
    struct record referral = help_referral();

    help_set(&referral, "may_contact", "1");
    help_set(&referral, "referrer_contact", "");
    help_set(&referral, "told", "no");
    help_set(&referral, "safety", "not_known");
    referral_missing(&referral, help_context(HELP_INTAKE, ROLE_INTAKE), &problems);
    CU_ASSERT(help_says(&problems, "referrer_contact", "called back"));
    CU_ASSERT(help_says(&problems, "told_because", "why"));
    CU_ASSERT(help_says(&problems, "safety_action", "danger"));
    CU_ASSERT_EQUAL(problems.count, 3);
    record_release(&referral);
}

static void a_person_who_calls_for_themself_knows_of_it(void)
{
    struct record referral = help_referral();

    help_set(&referral, "referrer_type", "self");
    help_set(&referral, "told", "");
    help_rule(&referral, NULL, NULL);
    CU_ASSERT_STRING_EQUAL(record_text(&referral, "told"), "agrees");
    record_release(&referral);
}

static void the_guided_intake_asks_each_field_once(void)
{
    for (int i = 0; i < referral_type.field_count; i++) {
        const struct field *field = &referral_type.fields[i];
        int asked = 0;

        for (int step = 0; step < INTAKE_STEP_COUNT; step++) {
            for (int f = 0; f < INTAKE_FIELDS_MAX && intake_steps[step].fields[f]; f++)
                asked += strcmp(intake_steps[step].fields[f], field->key) == 0;
        }
        CU_ASSERT(asked <= 1);
        if (field->flags & FIELD_BY_PROGRAM)
            CU_ASSERT_EQUAL(asked, 0);
        if (intake_needs(field->key))
            CU_ASSERT_EQUAL(asked, 1);
    }
}

static void steps_and_questions_name_real_fields(void)
{
    for (int step = 0; step < INTAKE_STEP_COUNT; step++) {
        for (int f = 0; f < INTAKE_FIELDS_MAX && intake_steps[step].fields[f]; f++)
            CU_ASSERT(field_find(&referral_type, intake_steps[step].fields[f]) >= 0);
    }
    for (int i = 0; i < SCREENING_QUESTION_COUNT; i++) {
        int answer = field_find(&referral_type, screening_questions[i].key),
            note = field_find(&referral_type, screening_questions[i].note_key);

        CU_ASSERT_FATAL(answer >= 0 && note >= 0);
        CU_ASSERT_EQUAL(referral_type.fields[answer].flags & FIELD_SEALED, 0);
        CU_ASSERT_NOT_EQUAL(referral_type.fields[note].flags & FIELD_SEALED, 0);
    }
}

static void every_text_a_person_writes_is_sealed(void)
{
    static const struct record_type *const types[] = { &referral_type, &referral_step_type };

    for (size_t t = 0; t < 2; t++) {
        for (int i = 0; i < types[t]->field_count; i++) {
            const struct field *field = &types[t]->fields[i];

            if (field->kind == FIELD_NOTE || (field->kind == FIELD_TEXT && !(field->flags & FIELD_BY_PROGRAM)))
                CU_ASSERT_NOT_EQUAL(field->flags & FIELD_SEALED, 0);
        }
    }
}

static void nothing_that_must_not_be_asked_is_a_field(void)
{
    static const char *const never[] = { "religion",  "faith", "politic", "ethnic", "nationality", "migration",
                                         "diagnosis", "score", "risk",    "party",  "sexual",      "race" };

    for (int i = 0; i < referral_type.field_count; i++) {
        for (size_t n = 0; n < sizeof never / sizeof never[0]; n++)
            CU_ASSERT_PTR_NULL(strstr(referral_type.fields[i].key, never[n]));
    }
}

static void only_officers_of_casework_read_it(void)
{
    CU_ASSERT_EQUAL(referral_type.readers, ROLES_OF_CASEWORK);
    CU_ASSERT_EQUAL(referral_type.writers, ROLES_OF_CASEWORK);
    CU_ASSERT_EQUAL(referral_step_type.readers & (ROLE_REVIEWER | ROLE_ADMINISTRATOR | ROLE_TRAINER | ROLE_PROGRAMME),
                    0);
}

void suite_referral(void);
void suite_referral(void)
{
    CU_pSuite s = CU_add_suite("referral", help_start, help_stop);

    CU_add_test(s, "pseudonyms of six years never repeat", pseudonyms_of_years_never_repeat);
    CU_add_test(s, "a new referral is a draft with a pseudonym", a_new_referral_is_a_draft_with_a_pseudonym);
    CU_add_test(s, "the age band follows from the year of birth", the_age_band_follows_from_the_year_of_birth);
    CU_add_test(s, "a band the officer chose stays", a_band_the_officer_chose_stays);
    CU_add_test(s, "days in the future or out of order are refused", days_in_the_future_or_out_of_order_are_refused);
    CU_add_test(s, "a word of the list asks and does not refuse (R2)", a_word_of_the_list_asks_and_does_not_refuse);
    CU_add_test(s, "a text that did not change is not asked about again",
                a_text_that_did_not_change_is_not_asked_about_again);
    CU_add_test(s, "what is proposed or signed cannot be rewritten", what_is_proposed_or_signed_cannot_be_rewritten);
    CU_add_test(s, "a complete intake misses nothing", a_complete_intake_misses_nothing);
    CU_add_test(s, "each needed field is missed by name", each_needed_field_is_missed_by_name);
    CU_add_test(s, "who somebody is makes no referral (R1)", who_somebody_is_makes_no_referral);
    CU_add_test(s, "conduct without a month is not dated", conduct_without_a_month_is_not_dated);
    CU_add_test(s, "answers bring their follow-ups", answers_bring_their_follow_ups);
    CU_add_test(s, "a person who calls for themself knows of it", a_person_who_calls_for_themself_knows_of_it);
    CU_add_test(s, "the guided intake asks each field once", the_guided_intake_asks_each_field_once);
    CU_add_test(s, "steps and questions name real fields", steps_and_questions_name_real_fields);
    CU_add_test(s, "every text a person writes is sealed", every_text_a_person_writes_is_sealed);
    CU_add_test(s, "nothing that must not be asked is a field", nothing_that_must_not_be_asked_is_a_field);
    CU_add_test(s, "only officers of casework read it", only_officers_of_casework_read_it);
}
