/*
 * Tables as CSV, and datapackage.json, which says of the files what is so and no more: a type or a key is named only
 * where every row has it. Cells that a spreadsheet would run are guarded; a number, and a telephone number with its +,
 * is nothing to run and stays as others must read it.
 */
#include "directory_give_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *cell(const struct given_row *row, size_t at)
{
    return at < row->count && row->cells[at] ? row->cells[at] : "";
}

static bool has_only(const char *text, const char *letters)
{
    return text[strspn(text, letters)] == '\0';
}

static enum err add_cell(const struct directory_table *table, size_t at, const char *text, struct buf *out)
{
    bool is_harmless =
        at < table->column_count && (table->columns[at].flags & COLUMN_NUMBER) && has_only(text, "0123456789 +-.,()/");

    return csv_add(out, text, is_harmless ? CSV_AS_IS : CSV_GUARDED);
}

static enum err add_headings(const struct directory_table *table, const struct given_table *given, struct buf *out)
{
    enum err e = OK;

    for (size_t i = 0; i < table->column_count && !e; i++)
        e = buf_printf(out, "%s%s", i > 0 ? "," : "", table->columns[i].heading);
    for (size_t i = 0; i < given->extra_count && !e; i++) {
        if (!(e = buf_add_char(out, ',')))
            e = csv_add(out, given->extras[i], CSV_GUARDED);
    }
    return e ? e : buf_add_str(out, "\r\n");
}

enum err give_csv(const struct giving *giving, int table, struct buf *out)
{
    const struct directory_table *of = &giving->directory->rules->tables[table];
    const struct given_table *given = &giving->tables[table];
    enum err e = add_headings(of, given, out);

    for (size_t i = 0; i < given->count && !e; i++) {
        for (size_t at = 0; at < of->column_count + given->extra_count && !e; at++) {
            if (at == 0 || !(e = buf_add_char(out, ',')))
                e = add_cell(of, at, cell(&given->rows[i], at), out);
        }
        if (!e)
            e = buf_add_str(out, "\r\n");
    }
    return e;
}

/* --- the description --- */
static bool is_number(const char *text)
{
    char *end;

    if (text[0] == '\0' || !has_only(text, "0123456789.-"))
        return false;
    (void)strtod(text, &end);
    return *end == '\0';
}

struct column_facts {
    bool is_filled, is_number; /* in every row; numbers where there is anything */
    bool is_key;               /* everything in it is the id of a row of the table it links to */
};

static int compare_id(const void *id, const void *row)
{
    return strcmp(id, ((const struct given_row *)row)->cells[0]);
}

static bool has_id(const struct given_table *target, const char *id)
{
    return target->count > 0 && bsearch(id, target->rows, target->count, sizeof *target->rows, compare_id);
}

static struct column_facts look_at(const struct giving *giving, int table, size_t at)
{
    const struct directory_table *of = &giving->directory->rules->tables[table];
    const struct given_table *given = &giving->tables[table];
    const struct column *column = at < of->column_count ? &of->columns[at] : NULL;
    int target = column && column->sheet ? table_find(giving->directory->rules, column->sheet) : -1;
    struct column_facts facts = {
        .is_filled = true,
        .is_number = column && (column->flags & COLUMN_NUMBER) && column->how != HOW_NUMBER,
        .is_key = target >= 0 && giving->tables[target].count > 0,
    };

    for (size_t i = 0; i < given->count; i++) {
        const char *text = cell(&given->rows[i], at);

        facts.is_filled = facts.is_filled && text[0];
        facts.is_number = facts.is_number && (text[0] == '\0' || is_number(text));
        facts.is_key = facts.is_key && (text[0] == '\0' || has_id(&giving->tables[target], text));
    }
    return facts;
}

static json_t *describe_field(const char *name, bool is_id, const struct column_facts *facts)
{
    json_t *field = json_pack("{s:s, s:s}", "name", name, "type", facts->is_number ? "number" : "string");

    if (field && is_id)
        json_object_set_new(field, "constraints", json_pack("{s:b, s:b}", "required", 1, "unique", 1));
    else if (field && facts->is_filled)
        json_object_set_new(field, "constraints", json_pack("{s:b}", "required", 1));
    return field;
}

static json_t *describe_schema(const struct giving *giving, int table)
{
    const struct directory_table *of = &giving->directory->rules->tables[table];
    const struct given_table *given = &giving->tables[table];
    json_t *fields = json_array(), *keys = json_array();

    for (size_t at = 0; at < of->column_count + given->extra_count; at++) {
        bool is_own = at < of->column_count;
        struct column_facts facts = look_at(giving, table, at);

        json_array_append_new(
            fields,
            describe_field(is_own ? of->columns[at].heading : given->extras[at - of->column_count], at == 0, &facts));
        if (is_own && facts.is_key)
            json_array_append_new(keys, json_pack("{s:s, s:{s:s, s:s}}", "fields", of->columns[at].heading, "reference",
                                                  "resource", of->columns[at].sheet, "fields", "id"));
    }
    return json_pack("{s:o, s:s, s:o}", "fields", fields, "primaryKey", "id", "foreignKeys", keys);
}

enum err give_description(const struct giving *giving, struct buf *out)
{
    const struct standard_rules *rules = giving->directory->rules;
    json_t *resources = json_array(), *root;
    char *text;
    enum err e = E_MEMORY;

    for (size_t i = 0; i < rules->table_count; i++) {
        char path[80];

        if (giving->tables[i].count == 0)
            continue;
        snprintf(path, sizeof path, "%s.csv", rules->tables[i].name);
        json_array_append_new(resources, json_pack("{s:s, s:s, s:s, s:s, s:o}", "name", rules->tables[i].name, "path",
                                                   path, "profile", "tabular-data-resource", "encoding", "utf-8",
                                                   "schema", describe_schema(giving, (int)i)));
    }
    root = json_pack("{s:s, s:s, s:s, s:o}", "name", "human-services", "profile", "tabular-data-package", "title",
                     "Human Services Data Specification 3.0", "resources", resources);
    if ((text = root ? json_dumps(root, JSON_INDENT(2) | JSON_PRESERVE_ORDER) : NULL))
        e = buf_printf(out, "%s\n", text);
    free(text);
    json_decref(root);
    return e;
}
