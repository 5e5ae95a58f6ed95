/*
 * Counts under five, and what would tell them. Beside cases counted by hand: tables made at random are attacked, by
 * elimination, which must give no count away that is not shown, and by trying every table of whole numbers that agrees
 * with what is shown: each count of one to four must still be able to be two different ones.
 */
#include <CUnit/Basic.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/domain/casework/disclosure_in.h"

static struct disclosure *begin(void)
{
    struct disclosure *disclosure = NULL;

    CU_ASSERT_EQUAL_FATAL(disclosure_new(&disclosure), OK);
    return disclosure;
}

static int add(struct disclosure *disclosure, int64_t value, bool is_published)
{
    int cell = -1;

    CU_ASSERT_EQUAL_FATAL(disclosure_add(disclosure, value, is_published, &cell), OK);
    return cell;
}

static void sum(struct disclosure *disclosure, int whole, int first, int second, int third)
{
    int parts[] = { first, second, third };

    CU_ASSERT_EQUAL_FATAL(disclosure_sum(disclosure, whole, parts, third < 0 ? 2 : 3), OK);
}

static void settle(struct disclosure *disclosure)
{
    CU_ASSERT_EQUAL_FATAL(disclosure_settle(disclosure), OK);
}

#define SHOWN_AS(cell, how) CU_ASSERT_EQUAL(disclosure_of(disclosure, cell), how)

static void a_count_alone_is_shown_from_five_on(void)
{
    struct disclosure *disclosure = begin();
    int none = add(disclosure, 0, true), four = add(disclosure, 4, true), five = add(disclosure, 5, true);

    settle(disclosure);
    SHOWN_AS(none, DISCLOSED_UNDER);
    SHOWN_AS(four, DISCLOSED_UNDER);
    SHOWN_AS(five, DISCLOSED);
    disclosure_free(disclosure);
}

static void the_one_small_part_of_a_whole_takes_the_smallest_other_with_it(void)
{
    struct disclosure *disclosure = begin();
    int whole = add(disclosure, 30, true), a = add(disclosure, 3, true), b = add(disclosure, 7, true),
        c = add(disclosure, 20, true);

    sum(disclosure, whole, a, b, c);
    settle(disclosure);
    SHOWN_AS(a, DISCLOSED_UNDER);
    SHOWN_AS(b, DISCLOSED_HELD_BACK);
    SHOWN_AS(c, DISCLOSED);
    SHOWN_AS(whole, DISCLOSED);
    disclosure_free(disclosure);
}

/* 4 + 4 + 4 = 12: each is under five, so the whole would tell all three. */
static void a_whole_that_leaves_one_way_only_is_held_back(void)
{
    struct disclosure *disclosure = begin();
    int whole = add(disclosure, 12, true), a = add(disclosure, 4, true), b = add(disclosure, 4, true),
        c = add(disclosure, 4, true);

    sum(disclosure, whole, a, b, c);
    settle(disclosure);
    SHOWN_AS(a, DISCLOSED_UNDER);
    SHOWN_AS(b, DISCLOSED_UNDER);
    SHOWN_AS(c, DISCLOSED_UNDER);
    SHOWN_AS(whole, DISCLOSED_HELD_BACK);
    disclosure_free(disclosure);
}

/* Nobody is no secret of anybody; it is kept from taking off alone. */
static void a_count_of_nobody_does_not_follow_by_taking_off(void)
{
    struct disclosure *disclosure = begin();
    int whole = add(disclosure, 14, true), a = add(disclosure, 8, true), b = add(disclosure, 6, true),
        none = add(disclosure, 0, true);
    int other = add(disclosure, 14, true), c = add(disclosure, 14, true), d = add(disclosure, 0, true),
        e = add(disclosure, 0, true);

    sum(disclosure, whole, a, b, none);
    sum(disclosure, other, c, d, e);
    settle(disclosure);
    SHOWN_AS(none, DISCLOSED_UNDER);
    SHOWN_AS(b, DISCLOSED_HELD_BACK);
    SHOWN_AS(d, DISCLOSED_UNDER);
    SHOWN_AS(c, DISCLOSED);
    disclosure_free(disclosure);
}

/* 46 of 48 agreed: two did not. */
static void a_share_does_not_tell_who_is_left(void)
{
    struct disclosure *disclosure = begin();
    int whole = add(disclosure, 48, true), share = add(disclosure, 46, true), left = add(disclosure, 2, false);

    sum(disclosure, whole, share, left, -1);
    settle(disclosure);
    SHOWN_AS(whole, DISCLOSED);
    SHOWN_AS(share, DISCLOSED_NEARLY);
    CU_ASSERT_EQUAL(disclosure_more_than(disclosure, share), 43);
    disclosure_free(disclosure);
}

/* 12 of 12 were on time: nobody was late. */
static void a_whole_may_be_shown_as_all_of_it(void)
{
    struct disclosure *disclosure = begin();
    int whole = add(disclosure, 12, true), share = add(disclosure, 12, true), left = add(disclosure, 0, false);

    sum(disclosure, whole, share, left, -1);
    settle(disclosure);
    SHOWN_AS(whole, DISCLOSED);
    SHOWN_AS(share, DISCLOSED);
    disclosure_free(disclosure);
}

/* The quarter that is held back must not come back out of the year. */
static void a_year_does_not_tell_a_quarter(void)
{
    struct disclosure *disclosure = begin();
    int quarters[4], year = add(disclosure, 33, true);

    quarters[0] = add(disclosure, 12, true);
    quarters[1] = add(disclosure, 2, true);
    quarters[2] = add(disclosure, 9, true);
    quarters[3] = add(disclosure, 10, true);
    CU_ASSERT_EQUAL_FATAL(disclosure_sum(disclosure, year, quarters, 4), OK);
    settle(disclosure);
    SHOWN_AS(quarters[1], DISCLOSED_UNDER);
    SHOWN_AS(quarters[2], DISCLOSED_HELD_BACK);
    SHOWN_AS(quarters[3], DISCLOSED);
    SHOWN_AS(year, DISCLOSED);
    disclosure_free(disclosure);
}

/* Each of two tables keeps its secret, and laid over each other they would not. */
static void two_tables_with_one_total_keep_each_others_secrets(void)
{
    struct disclosure *disclosure = begin();
    int whole = add(disclosure, 20, true), a = add(disclosure, 12, true), b = add(disclosure, 8, true),
        x = add(disclosure, 9, true), y = add(disclosure, 9, true), z = add(disclosure, 2, true);

    sum(disclosure, whole, a, b, -1);
    sum(disclosure, whole, x, y, z);
    settle(disclosure);
    SHOWN_AS(z, DISCLOSED_UNDER);
    CU_ASSERT(disclosure_of(disclosure, x) == DISCLOSED_HELD_BACK ||
              disclosure_of(disclosure, y) == DISCLOSED_HELD_BACK);
    disclosure_free(disclosure);
}

/* --- attacks --- */
enum { ROWS = 3, COLUMNS = 3, INNER = ROWS * COLUMNS, TRIES = 400000 };

/* A table with its sums to the right and below, and a share of each row, of which the rest is not shown. */
struct attacked {
    struct disclosure *disclosure;
    int64_t inner[INNER];
    int cells[ROWS + 1][COLUMNS + 1];
    int shares[ROWS], rests[ROWS];
    int64_t share[ROWS];
    int64_t seen[INNER]; /* a value each inner cell could have; -1 none yet */
    bool two[INNER];     /* and another */
    bool rest_two[ROWS];
    int64_t rest_seen[ROWS];
    long tried;
};

static unsigned next_random(unsigned *state)
{
    *state = *state * 1103515245u + 12345u;
    return *state >> 8;
}

static int64_t value_at(const int64_t inner[INNER], int row, int column)
{
    int64_t value = 0;

    for (int r = 0; r < ROWS; r++) {
        for (int c = 0; c < COLUMNS; c++)
            value += (row == ROWS || r == row) && (column == COLUMNS || c == column) ? inner[r * COLUMNS + c] : 0;
    }
    return value;
}

static void build(struct attacked *table, unsigned *state)
{
    *table = (struct attacked){ .disclosure = begin() };
    for (int i = 0; i < INNER; i++) {
        table->inner[i] = next_random(state) % 3 ? (int64_t)(next_random(state) % 8) : 0;
        table->seen[i] = -1;
    }
    for (int r = 0; r <= ROWS; r++) {
        for (int c = 0; c <= COLUMNS; c++)
            table->cells[r][c] = add(table->disclosure, value_at(table->inner, r, c), true);
    }
    for (int r = 0; r <= ROWS; r++)
        CU_ASSERT_EQUAL_FATAL(disclosure_sum(table->disclosure, table->cells[r][COLUMNS], table->cells[r], COLUMNS),
                              OK);
    for (int c = 0; c <= COLUMNS; c++)
        sum(table->disclosure, table->cells[ROWS][c], table->cells[0][c], table->cells[1][c], table->cells[2][c]);
    for (int r = 0; r < ROWS; r++) {
        int64_t whole = value_at(table->inner, r, COLUMNS);

        table->share[r] = whole - (int64_t)(next_random(state) % (unsigned)(whole + 1)) / 2;
        table->shares[r] = add(table->disclosure, table->share[r], true);
        table->rests[r] = add(table->disclosure, whole - table->share[r], false);
        table->rest_seen[r] = -1;
        sum(table->disclosure, table->cells[r][COLUMNS], table->shares[r], table->rests[r], -1);
    }
    settle(table->disclosure);
}

/* Whether a cell may hold this value, for all that is printed. */
static bool agrees(const struct attacked *table, int cell, int64_t truth, int64_t value)
{
    switch (disclosure_of(table->disclosure, cell)) {
    case DISCLOSED:
        return value == truth;
    case DISCLOSED_UNDER:
        return value < DISCLOSURE_LEAST;
    case DISCLOSED_NEARLY:
        return value >= DISCLOSURE_LEAST && value > disclosure_more_than(table->disclosure, cell);
    case DISCLOSED_HELD_BACK:
        return value >= DISCLOSURE_LEAST;
    default:
        return true;
    }
}

static bool sums_agree(const struct attacked *table, const int64_t inner[INNER])
{
    for (int r = 0; r <= ROWS; r++) {
        for (int c = 0; c <= COLUMNS; c++) {
            if ((r == ROWS || c == COLUMNS) &&
                !agrees(table, table->cells[r][c], value_at(table->inner, r, c), value_at(inner, r, c)))
                return false;
        }
    }
    return true;
}

/* Every share that goes with these rows. */
static bool note_shares(struct attacked *table, const int64_t inner[INNER])
{
    bool some[ROWS] = { false };

    for (int pass = 0; pass < 2; pass++) {
        for (int r = 0; r < ROWS; r++) {
            int64_t whole = value_at(inner, r, COLUMNS);

            for (int64_t share = 0; share <= whole; share++) {
                if (!agrees(table, table->shares[r], table->share[r], share))
                    continue;
                some[r] = true;
                if (pass == 1 && table->rest_seen[r] >= 0 && table->rest_seen[r] != whole - share)
                    table->rest_two[r] = true;
                if (pass == 1)
                    table->rest_seen[r] = whole - share;
            }
        }
        if (!some[0] || !some[1] || !some[2])
            return false;
    }
    return true;
}

static bool is_small(int64_t value)
{
    return value > 0 && value < DISCLOSURE_LEAST;
}

/* Nothing is left to find out. */
static bool is_beaten(const struct attacked *table)
{
    for (int i = 0; i < INNER; i++) {
        if (is_small(table->inner[i]) && !table->two[i])
            return false;
    }
    for (int r = 0; r < ROWS; r++) {
        if (is_small(value_at(table->inner, r, COLUMNS) - table->share[r]) && !table->rest_two[r])
            return false;
    }
    return true;
}

/* The row that is just full. */
static bool row_agrees(const struct attacked *table, const int64_t inner[INNER], int at)
{
    int row = at / COLUMNS - 1;

    return agrees(table, table->cells[row][COLUMNS], value_at(table->inner, row, COLUMNS),
                  value_at(inner, row, COLUMNS));
}

static void attack(struct attacked *table, int64_t inner[INNER], int at)
{
    int cell = at < INNER ? table->cells[at / COLUMNS][at % COLUMNS] : -1;

    if (at == INNER) {
        if (!sums_agree(table, inner) || !note_shares(table, inner))
            return;
        for (int i = 0; i < INNER; i++) {
            table->two[i] = table->two[i] || (table->seen[i] >= 0 && table->seen[i] != inner[i]);
            table->seen[i] = inner[i];
        }
        return;
    }
    if (is_beaten(table) || ++table->tried > TRIES || (at > 0 && at % COLUMNS == 0 && !row_agrees(table, inner, at)))
        return;
    for (int64_t value = 0; value <= 12; value++) {
        if (!agrees(table, cell, table->inner[at], value))
            continue;
        inner[at] = value;
        attack(table, inner, at + 1);
    }
}

/* --- by elimination --- */
enum { CELLS = (ROWS + 1) * (COLUMNS + 1) + 2 * ROWS, SUMS = 2 * ROWS + COLUMNS + 2 };

/* The sums as equations over all cells; column CELLS is what stands on the right. */
static size_t equations_of(const struct attacked *table, double rows[SUMS][CELLS])
{
    size_t count = 0;

    memset(rows, 0, sizeof(double) * SUMS * CELLS);
    for (int r = 0; r <= ROWS; r++, count++) {
        for (int c = 0; c <= COLUMNS; c++)
            rows[count][table->cells[r][c]] = c == COLUMNS ? 1 : -1;
    }
    for (int c = 0; c <= COLUMNS; c++, count++) {
        for (int r = 0; r <= ROWS; r++)
            rows[count][table->cells[r][c]] = r == ROWS ? 1 : -1;
    }
    for (int r = 0; r < ROWS; r++, count++) {
        rows[count][table->cells[r][COLUMNS]] = 1;
        rows[count][table->shares[r]] = rows[count][table->rests[r]] = -1;
    }
    return count;
}

/* What is shown is known and goes to the right. */
static void take_out_known(const struct attacked *table, double rows[SUMS][CELLS], size_t count)
{
    for (size_t row = 0; row < count; row++) {
        for (int cell = 0; cell < CELLS; cell++) {
            if (disclosure_of(table->disclosure, cell) == DISCLOSED)
                rows[row][cell] = 0;
        }
    }
}

static void eliminate(double rows[SUMS][CELLS], size_t count)
{
    size_t done = 0;

    for (int cell = 0; cell < CELLS && done < count; cell++) {
        size_t found = done;

        while (found < count && rows[found][cell] * rows[found][cell] < 1e-12)
            found++;
        if (found == count)
            continue;
        for (int i = 0; i < CELLS; i++) {
            double kept = rows[done][i];

            rows[done][i] = rows[found][i];
            rows[found][i] = kept;
        }
        for (size_t row = 0; row < count; row++) {
            double times = row == done ? 0 : rows[row][cell] / rows[done][cell];

            for (int i = 0; i < CELLS && times != 0; i++)
                rows[row][i] -= times * rows[done][i];
        }
        done++;
    }
}

/* Cells of which an equation is left that has nothing else in it. */
static int64_t value_of(const struct attacked *table, int cell)
{
    for (int r = 0; r < ROWS; r++) {
        if (table->shares[r] == cell)
            return table->share[r];
        if (table->rests[r] == cell)
            return value_at(table->inner, r, COLUMNS) - table->share[r];
    }
    return value_at(table->inner, cell / (COLUMNS + 1), cell % (COLUMNS + 1));
}

static int small_counts_by_elimination(const struct attacked *table)
{
    double rows[SUMS][CELLS];
    size_t count = equations_of(table, rows);
    int found = 0;

    take_out_known(table, rows, count);
    eliminate(rows, count);
    for (size_t row = 0; row < count; row++) {
        int terms = 0, last = 0;

        for (int cell = 0; cell < CELLS; cell++) {
            if (rows[row][cell] * rows[row][cell] > 1e-12) {
                terms++;
                last = cell;
            }
        }
        found += terms == 1 && value_of(table, last) < DISCLOSURE_LEAST &&
                 (value_of(table, last) > 0 || disclosure_of(table->disclosure, last) != DISCLOSED_NOTHING);
    }
    return found;
}

static void no_table_made_at_random_gives_a_small_count_away(void)
{
    unsigned state = 5;
    int attacked = 0, given_up = 0;

    for (int round = 0; round < 300; round++) {
        struct attacked table;
        int64_t inner[INNER] = { 0 };

        build(&table, &state);
        CU_ASSERT_EQUAL(small_counts_by_elimination(&table), 0);
        attack(&table, inner, 0);
        for (int i = 0; i < INNER && table.tried <= TRIES; i++) {
            attacked += is_small(table.inner[i]);
            if (is_small(table.inner[i]))
                CU_ASSERT_TRUE(table.two[i]);
        }
        for (int r = 0; r < ROWS && table.tried <= TRIES; r++) {
            if (is_small(value_at(table.inner, r, COLUMNS) - table.share[r]))
                CU_ASSERT_TRUE(table.rest_two[r]);
        }
        given_up += table.tried > TRIES;
        disclosure_free(table.disclosure);
    }
    CU_ASSERT(attacked > 700);
    printf("(%d small counts, %d tables given up) ", attacked, given_up);
}

void suite_disclosure(void);
void suite_disclosure(void)
{
    CU_pSuite suite = CU_add_suite("disclosure", NULL, NULL);

    CU_ADD_TEST(suite, a_count_alone_is_shown_from_five_on);
    CU_ADD_TEST(suite, the_one_small_part_of_a_whole_takes_the_smallest_other_with_it);
    CU_ADD_TEST(suite, a_whole_that_leaves_one_way_only_is_held_back);
    CU_ADD_TEST(suite, a_count_of_nobody_does_not_follow_by_taking_off);
    CU_ADD_TEST(suite, a_share_does_not_tell_who_is_left);
    CU_ADD_TEST(suite, a_whole_may_be_shown_as_all_of_it);
    CU_ADD_TEST(suite, a_year_does_not_tell_a_quarter);
    CU_ADD_TEST(suite, two_tables_with_one_total_keep_each_others_secrets);
    CU_ADD_TEST(suite, no_table_made_at_random_gives_a_small_count_away);
}
