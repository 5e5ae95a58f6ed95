/* The stakeholders of a grid of squares for a spreadsheet: a row each, with the least and the most of every measure. */
#include "squares_in.h"

#include <string.h>

enum {
    COLUMN_NAME,
    COLUMN_STANCE,
    COLUMN_ON,
    COLUMN_RATERS,
    COLUMN_GROUPS,
    COLUMN_LANGUAGES,
    COLUMN_PEOPLE,
    COLUMN_MEASURES,
    COLUMNS_OF_A_MEASURE = 3,
    COLUMNS = COLUMN_MEASURES + COLUMNS_OF_A_MEASURE * STANDING_MEASURES
};

static const char *number(struct picture_table *table, long long value)
{
    const char *text = arena_printf(&table->text, "%lld", value);

    return text ? text : "";
}

/* Where the cells of a measure begin in a row. */
static const char **cells_of(const char **row, int measure)
{
    return row + COLUMN_MEASURES + (size_t)COLUMNS_OF_A_MEASURE * (size_t)measure;
}

static enum err fill_headings(struct picture_table *table)
{
    static const char *const keys[COLUMN_MEASURES] = {
        "name", "stance", "on", "raters", "groups", "languages", "people"
    };
    const char **row = picture_table_row(table);

    if (!row)
        return E_MEMORY;
    memcpy(row, keys, sizeof keys);
    for (int i = 0; i < STANDING_MEASURES; i++) {
        const char *key = standing_key((enum standing_measure)i);
        const char **cells = cells_of(row, i);

        cells[0] = key;
        if (!(cells[1] = arena_printf(&table->text, "%s_least", key)) ||
            !(cells[2] = arena_printf(&table->text, "%s_most", key)))
            return E_MEMORY;
    }
    return OK;
}

static void fill_standing(struct picture_table *table, const struct standing *standing, const char **row)
{
    char day[DATE_TEXT_SIZE];

    date_format(standing->on, day);
    row[COLUMN_STANCE] = arena_copy(&table->text, standing->stance);
    row[COLUMN_ON] = arena_copy(&table->text, day);
    row[COLUMN_RATERS] = number(table, standing->raters);
    for (int i = 0; i < STANDING_MEASURES; i++) {
        const struct standing_score *score = &standing->now[i];
        const char **cells = cells_of(row, i);

        if (score->raters == 0)
            continue;
        cells[0] = arena_printf(&table->text, "%d.%02d", score->sum / score->raters,
                                score->sum % score->raters * 100 / score->raters);
        cells[1] = number(table, score->least);
        cells[2] = number(table, score->most);
    }
}

enum err squares_fill(const struct squares *squares, struct picture_table *table)
{
    const struct mapped_all *all = squares->all;
    enum err e = picture_table_start(table, COLUMNS, all->count + 1);

    if (!e)
        e = fill_headings(table);
    for (size_t i = 0; i < all->count && !e; i++) {
        const struct mapped *mapped = &all->items[i];
        const char **row = picture_table_row(table);

        if (!row || !(row[COLUMN_NAME] = arena_copy(&table->text, mapped->name)))
            return E_MEMORY;
        row[COLUMN_GROUPS] = number(table, mapped->groups);
        row[COLUMN_LANGUAGES] = number(table, mapped->languages);
        if (all->wish.with_people)
            row[COLUMN_PEOPLE] = number(table, mapped->people);
        if (mapped->standing)
            fill_standing(table, mapped->standing, row);
    }
    return e;
}
