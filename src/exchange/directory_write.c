/*
 * Fields into cells, and the cells a row once had where they still say what the record holds. `record` is what is given
 * out, perhaps without what must stay; whether a cell still holds is asked of the whole record, because what others
 * published they know already.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "directory_in.h"
#include "townkeep/base/text.h"

static const char extension_mark[] = ", ext. ";

void cells_release(struct cells *cells)
{
    for (int i = 0; i < COLUMNS_MAX; i++)
        buf_release(&cells->at[i]);
}

static const struct value *value_of(const struct record *record, const char *key)
{
    static const struct value none = { .form = VALUE_EMPTY };
    int field = key ? field_find(record->type, key) : -1;

    return field >= 0 ? &record->values[field] : &none;
}

static enum err write_field(const struct record *record, const char *key, struct buf *out)
{
    int field = key ? field_find(record->type, key) : -1;

    if (field < 0 || record->values[field].form == VALUE_CLOSED)
        return OK;
    return field_write(&record->type->fields[field], &record->values[field], out);
}

/* Ours into the first of theirs. */
static enum err write_word(const struct column *column, const char *ours, struct buf *out)
{
    size_t len = strlen(ours);

    for (const char *at = column->words; at && *at;) {
        size_t whole = strcspn(at, ";"), left = strcspn(at, "=");

        if (whole - left - 1 == len && strncmp(at + left + 1, ours, len) == 0)
            return buf_add(out, at, left);
        at += whole + (at[whole] == ';');
    }
    return buf_add_str(out, ours);
}

static enum err write_link(struct directory *directory, const struct column *column, const struct record *record,
                           struct buf *out, struct why *why)
{
    int field = field_find(record->type, column->field);
    const struct value *value = value_of(record, column->field);
    const struct record_type *type;

    const struct view *view = &directory->rules->tables[table_find(directory->rules, column->sheet)].views[0];

    /* What was reached by a detour only the row itself can tell. */
    if (value->form != VALUE_NUMBER || view->kind != VIEW_RECORD ||
        strcmp(view->type, record->type->fields[field].refers_to) != 0)
        return OK;
    type = catalogue_find(store_catalogue(directory->store), view->type);
    return directory_id_of(directory, column->sheet, type, value->number, out, why);
}

static enum err write_works_here(struct directory *directory, const struct column *column, const struct record *record,
                                 struct buf *out, struct why *why)
{
    int64_t party;
    enum err e = directory_works_at(directory, record->id, &party, why);

    if (e || party == 0)
        return e;
    return directory_id_of(directory, column->sheet, catalogue_find(store_catalogue(directory->store), "party"), party,
                           out, why);
}

/* An address on one line: its end is the town, when there are two parts or more. */
static enum err write_address(const struct column *column, const char *address, struct buf *out)
{
    const char *town = NULL;

    for (const char *at = address; (at = strstr(at, ", ")); at += 2)
        town = at + 2;
    if (strcmp(column->words, "1") == 0)
        return buf_add(out, address, town ? (size_t)(town - 2 - address) : strlen(address));
    return strcmp(column->words, "city") == 0 && town ? buf_add_str(out, town) : OK;
}

static enum err write_number(const struct column *column, const char *value, struct buf *out)
{
    const char *mark = strstr(value, extension_mark);

    if (column->how == HOW_NUMBER)
        return buf_add(out, value, mark ? (size_t)(mark - value) : strlen(value));
    return mark ? buf_add_str(out, mark + strlen(extension_mark)) : OK;
}

static enum err write_days(const char *days, struct buf *out)
{
    static const char *const codes[] = { "monday", "MO",     "tuesday", "TU",       "wednesday", "WE",     "thursday",
                                         "TH",     "friday", "FR",      "saturday", "SA",        "sunday", "SU" };
    size_t start = out->len;
    enum err e = OK;

    while (*days && !e) {
        size_t len = strcspn(days, ";");

        for (int i = 0; i < 14 && !e; i += 2) {
            if (strlen(codes[i]) == len && strncmp(codes[i], days, len) == 0)
                e = buf_printf(out, "%s%s", out->len > start ? "," : "", codes[i + 1]);
        }
        days += len + (days[len] == ';');
    }
    return e;
}

static enum err write_rule(const struct column *column, const struct record *record, struct buf *out)
{
    const char *rule = record_text(record, column->field), *days = record_text(record, "days");
    size_t part = strlen(column->words);

    if (rule[0] == '\0' && days[0] && strcmp(column->words, "FREQ") == 0)
        return buf_add_str(out, "WEEKLY");
    if (rule[0] == '\0' && strcmp(column->words, "BYDAY") == 0)
        return write_days(days, out);
    while (*rule) {
        size_t len = strcspn(rule, ";");

        if (strncasecmp(rule, column->words, part) == 0 && rule[part] == '=')
            return buf_add(out, rule + part + 1, len - part - 1);
        rule += len + (rule[len] == ';');
    }
    return OK;
}

static enum err write_otherwise(const struct directory *directory, const struct column *column,
                                const struct record *record, struct buf *out)
{
    const char *text = column->otherwise;
    char key[40];

    if (!text)
        return OK;
    if (strcmp(text, "@country") == 0)
        return buf_add_str(out, directory->country[0] ? directory->country : "unknown");
    if (text[0] != '{')
        return buf_add_str(out, text);
    snprintf(key, sizeof key, "%.*s", (int)strcspn(text + 1, "}"), text + 1);
    return write_field(record, key, out);
}

/* A cell by itself. */
static enum err write_cell(struct directory *directory, const struct column *column, const struct record *record,
                           struct buf *out, struct why *why)
{
    const struct value *value = value_of(record, column->field);
    const char *text = value->form == VALUE_TEXT ? value->text : "";

    switch (column->how) {
    case HOW_FIELD:
    case HOW_SHOWN:
    case HOW_DAY:
        return write_field(record, column->field, out);
    case HOW_WORD:
    case HOW_WORDS:
        return write_word(column, text, out);
    case HOW_YEAR:
        return buf_add(out, text, strlen(text) < 4 ? strlen(text) : 4);
    case HOW_TIME:
        return write_field(record, column->field, out);
    case HOW_LINK:
        return write_link(directory, column, record, out, why);
    case HOW_SELF:
        return directory_id_of(directory, column->sheet, record->type, record->id, out, why);
    case HOW_WORKS_HERE:
        return write_works_here(directory, column, record, out, why);
    case HOW_LABEL:
        return buf_add_str(out, text);
    case HOW_ADDRESS:
        return write_address(column, text, out);
    case HOW_NUMBER:
    case HOW_EXTENSION:
        return write_number(column, text, out);
    case HOW_RULE:
        return write_rule(column, record, out);
    default:
        return OK;
    }
}

static enum err write_fresh(struct directory *directory, int table, const struct view *view,
                            const struct record *record, struct cells *out, struct why *why)
{
    const struct directory_table *of = &directory->rules->tables[table];
    char uuid[UUID_SIZE];
    enum err e = OK;

    for (size_t i = 0; i < of->column_count && !e; i++) {
        const struct column *column = view_column(of, view, i);

        if (column->how == HOW_ID) {
            directory_uuid(directory, table, record->type, record->id, "", uuid);
            e = buf_add_str(&out->at[i], uuid);
            continue;
        }
        e = write_cell(directory, column, record, &out->at[i], why);
        if (!e && out->at[i].len == 0)
            e = write_otherwise(directory, &of->columns[i], record, &out->at[i]);
    }
    return e;
}

/* --- cells of before --- */
static enum err link_holds(struct directory *directory, const struct column *column, const struct record *record,
                           const char *text, bool *hold, struct why *why)
{
    const struct record_type *type;
    int64_t about, party;
    enum err e = directory_link(directory, column->sheet, text, &type, &about, why);

    *hold = !e && (about == 0 || column->how == HOW_SELF);
    if (e || *hold)
        return e;
    if (!(e = directory_works_at(directory, record->id, &party, why)))
        *hold = party == about;
    return e;
}

/* A link to a record that stays here is not given back. */
static enum err link_goes(struct directory *directory, const struct column *column, const char *text, bool *goes,
                          struct why *why)
{
    const struct record_type *type;
    int64_t about;
    enum err e = directory_link_as_said(directory, column->sheet, text, &type, &about, why);

    *goes = !e && (!about || !directory->giving || giving_record(directory->giving, type, about));
    return e;
}

static enum err column_holds(const struct cell_reading *reading, const char *left_out, size_t at, bool *hold,
                             struct why *why)
{
    const struct column *column = view_column(reading->table, reading->view, at);
    enum err e = OK;

    *hold = true;
    if (column->field && text_list_has(left_out, reading->table->columns[at].heading))
        *hold = field_is_initial(reading->record, column->field);
    else if (column->how == HOW_WORKS_HERE)
        e = link_holds(reading->directory, column, reading->record, reading->texts[at], hold, why);
    else if (column->field && column->how != HOW_SHOWN)
        e = cells_hold(reading, column->field, hold, why);
    if (!e && *hold && column->also && !text_list_has(left_out, reading->table->columns[at].heading))
        e = cells_hold(reading, column->also, hold, why);
    if (!e && *hold && reading->table->columns[at].sheet)
        e = link_goes(reading->directory, &reading->table->columns[at], reading->texts[at], hold, why);
    return e;
}

/* The row as it was kept, and where a column is new, as it is now. */
static void candidates(const struct directory_table *table, const json_t *kept, const struct cells *fresh,
                       const char *texts[COLUMNS_MAX])
{
    for (size_t i = 0; i < table->column_count; i++) {
        const char *was = json_string_value(json_object_get(kept, table->columns[i].heading));

        texts[i] = was ? was : buf_text(&fresh->at[i]);
    }
}

static enum err give_back(struct directory *directory, int table, const struct view *view, int64_t id,
                          const struct record_type *type, const json_t *kept, struct cells *out, struct why *why)
{
    const struct directory_table *of = &directory->rules->tables[table];
    const char *texts[COLUMNS_MAX];
    struct record whole = { 0 };
    struct cell_reading reading = {
        .directory = directory, .table = of, .view = view, .record = &whole, .texts = texts
    };
    const char *left_out = json_string_value(json_object_get(kept, KEPT_LEFT_OUT));
    struct cells back = { 0 };
    enum err e = store_load(directory->store, type, id, &whole, why);

    candidates(of, kept, out, texts);
    for (size_t i = 0; i < of->column_count && !e; i++) {
        bool hold = false;

        if (!json_object_get(kept, of->columns[i].heading) || strcmp(texts[i], buf_text(&out->at[i])) == 0 ||
            ((of->columns[i].flags & COLUMN_NEEDED) && texts[i][0] == '\0'))
            continue;
        if (!(e = column_holds(&reading, left_out, i, &hold, why)) && hold)
            e = buf_add_str(&back.at[i], texts[i]);
        if (!e && hold)
            buf_clear(&out->at[i]);
    }
    for (size_t i = 0; i < of->column_count && !e; i++) {
        if (back.at[i].len > 0)
            e = buf_add_str(&out->at[i], buf_text(&back.at[i]));
    }
    cells_release(&back);
    record_release(&whole);
    return e;
}

enum err cells_write(struct directory *directory, int table, const struct view *view, const struct record *record,
                     const json_t *kept, struct cells *out, struct why *why)
{
    enum err e = write_fresh(directory, table, view, record, out, why);

    return e || !kept ? e : give_back(directory, table, view, record->id, record->type, kept, out, why);
}
