/* An attack on everything that is published of the numbers at once: no small count may follow from the others. */
#include <math.h>

#include "numbers_help.h"

enum { UNKNOWNS = 700, EQUATIONS = 700 };

/* Every row of every number in every column is an unknown; those that are told are known. Rows that tell of the same
 * count are one, by their words. */
struct attack {
    const struct number_row *rows[UNKNOWNS];
    size_t columns[UNKNOWNS];
    size_t count;
    double equations[EQUATIONS][UNKNOWNS + 1]; /* the last: what is on the right */
    size_t equation_count;
};

static size_t unknown_of(struct attack *attack, const struct number_row *row, size_t column)
{
    for (size_t i = 0; i < attack->count; i++) {
        if (attack->columns[i] == column && strcmp(attack->rows[i]->label, row->label) == 0)
            return i;
    }
    CU_ASSERT_FATAL(attack->count < UNKNOWNS);
    attack->rows[attack->count] = row;
    attack->columns[attack->count] = column;
    return attack->count++;
}

static void add_term(struct attack *attack, const struct number_row *row, size_t column, double sign)
{
    double *equation = attack->equations[attack->equation_count];

    if (isnan(row->values[column]))
        equation[unknown_of(attack, row, column)] += sign;
    else
        equation[UNKNOWNS] -= sign * row->values[column];
}

static const struct number_row *row_of(const char *key, const char *label)
{
    const struct number *number = number_of(key);

    for (size_t i = 0; number && i < number->row_count; i++) {
        if (strcmp(number->rows[i].label, label) == 0)
            return &number->rows[i];
    }
    CU_FAIL_FATAL("a row is missing");
    return NULL;
}

/* A year is its quarters, for every row that counts. */
static void add_years(struct attack *attack, const char *key)
{
    const struct number *number = number_of(key);

    for (size_t i = 0; i < number->row_count; i++) {
        if (strstr(number->rows[i].label, "in per cent") || strstr(number->rows[i].label, "median"))
            continue;
        for (size_t column = 0; column < numbers.column_count; column++) {
            bool is_year = strlen(numbers.columns[column]) == 4;

            if (strncmp(numbers.columns[column], "2026", 4) == 0)
                add_term(attack, &number->rows[i], column, is_year ? -1 : 1);
        }
        attack->equation_count++;
    }
}

static bool ends_with(const char *text, const char *ending)
{
    size_t len = strlen(text), end = strlen(ending);

    return len >= end && strcmp(text + len - end, ending) == 0;
}

/* The rows behind the first ones are the parts of the first. */
static void add_parts(struct attack *attack, const char *key, const char *whole, const char *ending)
{
    const struct number *number = number_of(key);

    for (size_t column = 0; column < numbers.column_count; column++) {
        add_term(attack, row_of(key, whole), column, -1);
        for (size_t i = 1; i < number->row_count; i++) {
            const char *label = number->rows[i].label;

            if (ends_with(label, ending) && strcmp(label, whole) != 0 &&
                strcmp(label, "of them anonymised since") != 0 && !strstr(label, "in per cent"))
                add_term(attack, &number->rows[i], column, 1);
        }
        attack->equation_count++;
    }
}

static void eliminate(struct attack *attack)
{
    size_t done = 0;

    for (size_t at = 0; at < attack->count && done < attack->equation_count; at++) {
        size_t found = done;

        while (found < attack->equation_count && fabs(attack->equations[found][at]) < 1e-9)
            found++;
        if (found == attack->equation_count)
            continue;
        for (size_t i = 0; i <= UNKNOWNS; i++) {
            double kept = attack->equations[done][i];

            attack->equations[done][i] = attack->equations[found][i];
            attack->equations[found][i] = kept;
        }
        for (size_t row = 0; row < attack->equation_count; row++) {
            double times = row == done ? 0 : attack->equations[row][at] / attack->equations[done][at];

            for (size_t i = 0; i <= UNKNOWNS && times != 0; i++)
                attack->equations[row][i] -= times * attack->equations[done][i];
        }
        done++;
    }
}

/* Counts under five that came out of it. */
static size_t given_away(const struct attack *attack)
{
    size_t found = 0;

    for (size_t row = 0; row < attack->equation_count; row++) {
        size_t terms = 0, last = 0;

        for (size_t i = 0; i < attack->count; i++) {
            if (fabs(attack->equations[row][i]) > 1e-9) {
                terms++;
                last = i;
            }
        }
        if (terms == 1 && attack->equations[row][UNKNOWNS] / attack->equations[row][last] < 4.5) {
            printf("\n    %s in %s follows", attack->rows[last]->label, numbers.columns[attack->columns[last]]);
            found++;
        }
    }
    return found;
}

static unsigned next_random(unsigned *state)
{
    *state = *state * 1103515245u + 12345u;
    return *state >> 8;
}

static void write_at_random(unsigned seed, int count)
{
    static const char *const sources[] = { "parent", "school", "police", "self", "health" },
                             *const channels[] = { "phone", "letter", "in_person" },
                             *const days[] = { "2026-01-12", "2026-04-13", "2026-07-13", "2026-10-12", "2025-10-13" },
                             *const decisions[] = { "",          "signpost",       "unfounded",
                                                    "screen_in", "out_of_mandate", "community" };

    save_begin_here();
    for (int i = 0; i < count; i++) {
        const char *decision = decisions[next_random(&seed) % 6], *day = days[next_random(&seed) % 5];
        unsigned source = next_random(&seed) % 7;

        refer(sources[source < 5 ? source : 0], channels[next_random(&seed) % 3], day, decision, day);
    }
    save_end_here();
}

static void attack_all(void)
{
    struct attack *attack = calloc(1, sizeof *attack);

    CU_ASSERT_PTR_NOT_NULL_FATAL(attack);
    add_years(attack, "received");
    add_years(attack, "decisions");
    add_years(attack, "days_to_screen");
    add_years(attack, "screened_in_by_source");
    add_years(attack, "screened_in_by_channel");
    add_parts(attack, "decisions", "Referrals received", "");
    add_parts(attack, "screened_in_by_source", "Referrals received", ": received");
    eliminate(attack);
    CU_ASSERT(attack->count > 100);
    CU_ASSERT_EQUAL(given_away(attack), 0);
    free(attack);
}

static void nothing_published_gives_a_small_count_away(void)
{
    begin();
    for (unsigned seed = 1; seed <= 3; seed++) {
        write_at_random(seed, 40);
        collect();
        attack_all();
    }
    end();
}

void suite_numbers_attack(void);
void suite_numbers_attack(void)
{
    CU_pSuite suite = CU_add_suite("numbers_attack", NULL, tidy);

    CU_ADD_TEST(suite, nothing_published_gives_a_small_count_away);
}
