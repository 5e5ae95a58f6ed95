/* The numbers of casework for tests: a few records as the steps would have left them, and what is told of them. */
#ifndef TOWNKEEP_TESTS_NUMBERS_HELP_H
#define TOWNKEEP_TESTS_NUMBERS_HELP_H

#include "town.h"
#include "townkeep/domain/numbers.h"

static struct town *town;
static struct save *saving;

static inline void begin(void)
{
    clock_fix(INT64_C(1795435200000)); /* Monday 2026-11-23, noon */
    town = town_begin();
}

static inline void end(void)
{
    town_end(town);
    town = NULL;
    clock_fix(-1);
}

/* --- records as the steps would have left them --- */
static inline void save_begin_here(void)
{
    town_must(town, save_begin(town->store, ENTRY_CHANGE, &saving, &town->why));
}

static inline void save_end_here(void)
{
    struct saved saved;

    town_must(town, save_commit(saving, "Written for a test", &saved, &town->why));
    saving = NULL;
}

static inline void put(struct record *record)
{
    struct problems problems = { 0 };
    enum err e = save_put_by_program(saving, record, &problems, &town->why);

    if (e && problems.count > 0)
        printf("\n    %s", problems.items[0].text);
    town_must(town, e);
}

static inline void fill(struct record *record, const char *const *pairs)
{
    for (; pairs && pairs[0]; pairs += 2)
        town_set(town, record, pairs[0], pairs[1]);
}

/* A new record; NULL ends the pairs. */
static inline int64_t write(const struct record_type *type, const char *const *pairs)
{
    struct record record = { 0 };
    int64_t id;

    town_must(town, record_init(&record, type));
    fill(&record, pairs);
    put(&record);
    id = record.id;
    record_release(&record);
    return id;
}
#define WRITE(type, ...) write(&(type), (const char *const[]){ __VA_ARGS__, NULL })
#define ID(text, id) \
    char text[24];   \
    snprintf(text, sizeof text, "%lld", (long long)(id))

/* A referral that was received and, unless "", decided. */
static inline int64_t refer(const char *source, const char *channel, const char *received, const char *decision,
                            const char *decided)
{
    struct record record = { 0 };
    int64_t id;

    town_must(town, record_init(&record, &referral_type));
    fill(&record,
         (const char *const[]){ "referrer_type", source, "channel", channel, "person_name", "Nenad Marsh", NULL });
    put(&record);
    fill(&record, (const char *const[]){ "received_on", received, "state", decision[0] ? "signposted" : "screening",
                                         "state_on", decision[0] ? decided : received, "decision", decision, NULL });
    put(&record);
    id = record.id;
    record_release(&record);
    return id;
}

/* --- what is told --- */
static struct numbers numbers;

static inline void collect(void)
{
    numbers_release(&numbers);
    town_must(town, numbers_collect(town->store, (struct date){ 0 }, (struct date){ 0 }, &numbers, &town->why));
}

static inline const struct number *number_of(const char *key)
{
    for (size_t i = 0; i < numbers.count; i++) {
        if (strcmp(numbers.numbers[i].key, key) == 0)
            return &numbers.numbers[i];
    }
    return NULL;
}

static inline size_t column_of(const char *heading)
{
    size_t at = 0;

    while (at < numbers.column_count && strcmp(numbers.columns[at], heading) != 0)
        at++;
    CU_ASSERT_FATAL(at < numbers.column_count);
    return at;
}

static inline const char *told(const char *key, const char *label, const char *heading)
{
    const struct number *number = number_of(key);

    CU_ASSERT_PTR_NOT_NULL_FATAL(number);
    for (size_t i = 0; i < number->row_count; i++) {
        if (strcmp(number->rows[i].label, label) == 0)
            return number->rows[i].texts[column_of(heading)];
    }
    printf("\n    %s has no row \"%s\"", key, label);
    return "no such row";
}

static inline int tidy(void)
{
    numbers_release(&numbers);
    return 0;
}

#endif
