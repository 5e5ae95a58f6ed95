/*
 * Record types' rules without a vault: fields as "key=stored text or number", and what the rule makes of them on
 * Monday 2026-11-23, for an officer without any role.
 */
#ifndef TOWNKEEP_TESTS_RULE_CASES_H
#define TOWNKEEP_TESTS_RULE_CASES_H

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/domain/catalogue.h"

enum { RULE_OFFICER = 77, RULE_PAIRS = 10 };

struct rule_case {
    const struct record_type *type;
    const char *key; /* the field it is about */
    const char *fields[RULE_PAIRS];
};

static inline struct rule_context rule_context(void)
{
    return (
        struct rule_context){ .today = { 2026, 11, 23 }, .now = INT64_C(1795435200000), .officer_id = RULE_OFFICER };
}

static inline void rule_fill(struct record *record, const struct record_type *type, const char *const *fields)
{
    CU_ASSERT_EQUAL_FATAL(record_init(record, type), OK);
    record->id = 5;
    for (int i = 0; i < RULE_PAIRS && fields[i]; i++) {
        const char *equals = strchr(fields[i], '=');
        char key[60];
        int field;

        snprintf(key, sizeof key, "%.*s", (int)(equals - fields[i]), fields[i]);
        field = field_find(type, key);
        if (field < 0)
            printf("\n    %s has no %s", type->key, key);
        CU_ASSERT_FATAL(field >= 0);
        if (field_is_text(&type->fields[field]))
            CU_ASSERT_EQUAL(value_set_text(&record->values[field], equals + 1), OK);
        if (!field_is_text(&type->fields[field]))
            value_set_number(&record->values[field], atoll(equals + 1));
    }
}

/* What the rule says of a new record at the field: "", "warned" or "refused"; with key "" of any field. */
static inline const char *rule_verdict(const struct rule_case *given)
{
    const struct rule_context context = rule_context();
    struct problems problems = { 0 };
    struct record record = { 0 };
    const char *answer = "";

    rule_fill(&record, given->type, given->fields);
    CU_ASSERT_EQUAL(given->type->rule(&record, NULL, &context, &problems), OK);
    for (int i = 0; i < problems.count; i++) {
        if (!given->key[0] || problems.items[i].field == field_find(given->type, given->key))
            answer = i < problems.count - problems.warnings ? "refused" : "warned";
    }
    record_release(&record);
    return answer;
}

static inline void rule_cases_are(const struct rule_case *cases, size_t count, const char *expected)
{
    for (size_t i = 0; i < count; i++) {
        const char *answer = rule_verdict(&cases[i]);

        if (strcmp(answer, expected) != 0)
            printf("\n    %s.%s, %s: \"%s\" and not \"%s\"", cases[i].type->key, cases[i].key, cases[i].fields[0],
                   answer, expected);
        CU_ASSERT_STRING_EQUAL(answer, expected);
    }
}

static inline void rule_cases_refused(const struct rule_case *cases, size_t count)
{
    rule_cases_are(cases, count, "refused");
}

static inline void rule_cases_warned(const struct rule_case *cases, size_t count)
{
    rule_cases_are(cases, count, "warned");
}

static inline void rule_cases_pass(const struct rule_case *cases, size_t count)
{
    rule_cases_are(cases, count, "");
}

/* Whether `key` is filled after the rule ran over a record of one field; and with what. */
static inline bool rule_case_filled(const struct record_type *type, const char *key, const char *given, int64_t *number)
{
    const struct rule_context context = rule_context();
    struct problems problems = { 0 };
    struct record record = { 0 };
    bool filled;

    rule_fill(&record, type, (const char *const[]){ given, NULL });
    CU_ASSERT_EQUAL(type->rule(&record, NULL, &context, &problems), OK);
    filled = record_has(&record, key);
    *number = record_number(&record, key);
    record_release(&record);
    return filled;
}

static inline bool rule_case_fills(const struct record_type *type, const char *key, const char *given)
{
    int64_t number;

    return rule_case_filled(type, key, given, &number);
}

static inline int64_t rule_case_number(const struct record_type *type, const char *key, const char *given)
{
    int64_t number;

    (void)rule_case_filled(type, key, given, &number);
    return number;
}

#endif
