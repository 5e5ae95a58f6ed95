/* Looking into the tables of a standard, and which records have a row in one. */
#include <string.h>

#include "directory_in.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"

static const struct {
    const char *name;
    const struct standard_rules *rules;
} standards[DIRECTORY_STANDARDS] = {
    [DIRECTORY_HSDS_3] = { "hsds3", &standard_hsds3 },
    [DIRECTORY_OHANA] = { "hsds", &standard_ohana },
};

bool directory_standard_find(const char *name, enum directory_standard *out)
{
    for (int i = 0; i < DIRECTORY_STANDARDS; i++) {
        if (strcmp(name, standards[i].name) == 0) {
            *out = (enum directory_standard)i;
            return true;
        }
    }
    return false;
}

const char *directory_standard_label(enum directory_standard standard)
{
    return standards[standard].rules->title;
}

/* How many headings of a file are columns of the table. */
static int known_headings(const char *folder, const struct directory_table *table)
{
    struct buf path = { 0 };
    struct sheet *sheet = NULL;
    int known = 0;

    if (path_join(&path, folder, table->name) || buf_add_str(&path, ".csv") || !path_exists(buf_text(&path)) ||
        sheet_open(buf_text(&path), NULL, &sheet, NULL))
        goto done;
    for (size_t i = 0; i < sheet_headings(sheet)->count; i++)
        known += table_column(table, sheet_headings(sheet)->cells[i]) >= 0;
done:
    sheet_close(sheet);
    buf_release(&path);
    return known;
}

bool directory_standard_of(const char *folder, enum directory_standard *out)
{
    int best = 0;

    for (int i = 0; i < DIRECTORY_STANDARDS; i++) {
        int known = 0;

        for (size_t j = 0; j < standards[i].rules->table_count; j++)
            known += known_headings(folder, &standards[i].rules->tables[j]);
        if (known > best) {
            best = known;
            *out = (enum directory_standard)i;
        }
    }
    return best > 1;
}

const struct standard_rules *standard_rules_of(enum directory_standard standard)
{
    return standards[standard].rules;
}

int table_find(const struct standard_rules *rules, const char *name)
{
    for (size_t i = 0; i < rules->table_count; i++) {
        if (strcmp(rules->tables[i].name, name) == 0 ||
            (rules->tables[i].other && strcmp(rules->tables[i].other, name) == 0))
            return (int)i;
    }
    return -1;
}

int table_column(const struct directory_table *table, const char *heading)
{
    for (size_t i = 0; i < table->column_count; i++) {
        if (strcmp(table->columns[i].heading, heading) == 0)
            return (int)i;
    }
    return -1;
}

const struct column *view_column(const struct directory_table *table, const struct view *view, size_t column)
{
    static const struct column kept = { .how = HOW_KEPT };

    if (!view->columns || table->columns[column].how == HOW_ID)
        return &table->columns[column];
    for (size_t i = 0; i < view->column_count; i++) {
        if (strcmp(view->columns[i].heading, table->columns[column].heading) == 0)
            return &view->columns[i];
    }
    return &kept;
}

bool column_feeds(const struct column *column, const char *key)
{
    return column->how != HOW_SHOWN &&
           ((column->field && strcmp(column->field, key) == 0) || (column->also && strcmp(column->also, key) == 0));
}

static bool is_fed_before(const struct directory_table *table, const struct view *view, size_t column, const char *key)
{
    for (size_t i = 0; i < column; i++) {
        if (column_feeds(view_column(table, view, i), key))
            return true;
    }
    return false;
}

/* *at counts two for each column: its field and the second one. */
const char *view_field(const struct directory_table *table, const struct view *view, size_t *at)
{
    while (*at < 2 * table->column_count) {
        const struct column *column = view_column(table, view, *at / 2);
        const char *key = *at % 2 == 0 ? column->field : column->also;

        ++*at;
        if (key && column->how != HOW_SHOWN && !is_fed_before(table, view, (*at - 1) / 2, key))
            return key;
    }
    return NULL;
}

static bool is_one_of(const struct record *record, const char *key, const char *const *codes)
{
    for (; *codes; codes++) {
        if (strcmp(record_text(record, key), *codes) == 0)
            return true;
    }
    return false;
}

bool which_fits(enum which which, const struct record *record)
{
    static const char *const areas[] = { "city", "district", "neighbourhood", "region", NULL };
    static const char *const called[] = { "phone", "mobile", "sms", "fax", "tty", NULL };
    bool is_person = strcmp(record_text(record, "kind"), "person") == 0;

    switch (which) {
    case WHICH_ORGANISATIONS:
        return !is_person;
    case WHICH_PEOPLE:
        return is_person;
    case WHICH_SITES:
        return !is_one_of(record, "kind", areas);
    case WHICH_AREAS:
        return is_one_of(record, "kind", areas);
    case WHICH_ADDRESSED:
        return !is_person && record_has(record, "address");
    case WHICH_PHONED:
        return !is_person && record_has(record, "phone");
    case WHICH_CALLED:
        return is_one_of(record, "channel", called);
    case WHICH_OPEN:
        return record_number(record, "closed") == 0;
    case WHICH_SHOWN:
        return record_number(record, "address_hidden") == 0;
    case WHICH_ALL:
        break;
    }
    return true;
}
