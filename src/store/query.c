/*
 * Lists: filters as SQL, and keyset paging. A list is walked as up to three ranges, each served by the index
 * <type>_by_<field> on (sort key, id): rows that tie with the anchor, rows past it, and rows whose sort field is empty,
 * which stand last in either direction. So a page costs the same wherever it is.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "query_in.h"

#include "townkeep/base/i18n.h"

void query_init(struct query *query, const struct record_type *type)
{
    memset(query, 0, sizeof *query);
    query->type = type;
    query->sort_field = type->sort ? field_find(type, type->sort) : type->title_field;
    query->descending = type->sort_descending;
    query->which = QUERY_IN_USE;
}

void record_page_release(struct record_page *page)
{
    for (size_t i = 0; i < page->count; i++)
        record_release(&page->records[i]);
    free(page->records);
    memset(page, 0, sizeof *page);
}

/* --- conditions
 * ------------------------------------------------------------------------------------------------------------------ */

void condition_release(struct condition *condition)
{
    buf_release(&condition->sql);
    for (int i = 0; i < condition->count; i++)
        value_release(&condition->values[i]);
    memset(condition, 0, sizeof *condition);
}

/* Append "?N" for a value that is bound later. */
static enum err add_value(struct condition *condition, struct value *value)
{
    if (condition->count == CONDITION_VALUES)
        return E_INVALID;
    condition->values[condition->count++] = *value;
    *value = (struct value){ 0 };
    return buf_printf(&condition->sql, "?%d", condition->count);
}

static enum err add_text_value(struct condition *condition, const char *text)
{
    struct value value = { 0 };
    enum err e = value_set_text(&value, text);

    if (!e && value.form == VALUE_EMPTY) {
        value.form = VALUE_TEXT;
        e = text_copy(&value.text, "");
    }
    if (!e)
        e = add_value(condition, &value);
    value_release(&value);
    return e;
}

void condition_bind(const struct condition *condition, sqlite3_stmt *stmt)
{
    for (int i = 0; i < condition->count; i++)
        value_bind(stmt, i + 1, &condition->values[i]);
}

static bool is_list(enum field_kind kind)
{
    return kind == FIELD_CHOICES || kind == FIELD_REFERENCES || kind == FIELD_TAGS;
}

static enum err add_equal(struct condition *condition, const struct field *field, struct value *value)
{
    struct buf *sql = &condition->sql;
    enum err e;

    if (is_list(field->kind)) {
        if ((e = buf_add_str(sql, "list_has(")) || (e = sql_add_name(sql, field->key)) ||
            (e = buf_add_str(sql, ", ")) || (e = add_value(condition, value)))
            return e;
        return buf_add_char(sql, ')');
    }
    if (kind_is_folded(field->kind)) {
        if ((e = buf_add_str(sql, "fold(")) || (e = sql_add_name(sql, field->key)) ||
            (e = buf_add_str(sql, ") = fold(")) || (e = add_value(condition, value)))
            return e;
        return buf_add_char(sql, ')');
    }
    if ((e = sql_add_name(sql, field->key)) || (e = buf_add_str(sql, " = ")))
        return e;
    return add_value(condition, value);
}

static enum err add_compare(struct condition *condition, const struct field *field, const char *operator,
                            struct value * value)
{
    enum err e;

    if ((e = sql_add_name(&condition->sql, field->key)) || (e = buf_add_str(&condition->sql, operator)))
        return e;
    return add_value(condition, value);
}

static enum err add_filled(struct condition *condition, const struct field *field, bool filled)
{
    enum err e = sql_add_name(&condition->sql, field->key);

    return e ? e : buf_add_str(&condition->sql, filled ? " IS NOT NULL" : " IS NULL");
}

static enum err add_words_of_field(struct condition *condition, const struct field *field, const char *words)
{
    struct buf *sql = &condition->sql;
    enum err e;

    if ((e = buf_add_str(sql, "has_words(")) || (e = sql_add_name(sql, field->key)) || (e = buf_add_str(sql, ", ")) ||
        (e = add_text_value(condition, words)))
        return e;
    return buf_add_char(sql, ')');
}

/* The plus keeps SQLite from starting at a long list of candidates instead of the sort index. */
static enum err add_candidates(struct condition *condition, const char *match, bool few)
{
    enum err e;

    if ((e = buf_add_str(&condition->sql, few ? "" : "+")) ||
        (e = buf_add_str(&condition->sql, "id IN (SELECT rowid FROM found WHERE found MATCH ")) ||
        (e = add_text_value(condition, match)))
        return e;
    return buf_add_char(&condition->sql, ')');
}

/* Any searchable field: without an index, each of them in turn. */
static enum err add_words_in_all(struct condition *condition, const struct record_type *type, const char *words)
{
    int count = 0;
    enum err e = buf_add_str(&condition->sql, "has_words(");

    for (int i = 0; i < type->field_count && !e; i++) {
        if (!(type->fields[i].flags & FIELD_FOUND) || (type->fields[i].flags & FIELD_SEALED) ||
            !kind_is_text(type->fields[i].kind))
            continue;
        if (!(e = buf_add_str(&condition->sql, count++ > 0 ? " || ' ' || coalesce(" : "coalesce(")) &&
            !(e = sql_add_name(&condition->sql, type->fields[i].key)))
            e = buf_add_str(&condition->sql, ", '')");
    }
    if (!e)
        e = buf_add_str(&condition->sql, count > 0 ? ", " : "'', ");
    if (!e)
        e = add_text_value(condition, words);
    return e ? e : buf_add_char(&condition->sql, ')');
}

/* Few candidates: the index alone. Many: most rows of the list match by their own text, so that SQLite seldom has to
 * ask the index, and then once. */
static enum err add_anywhere(struct condition *condition, const struct record_type *type, const char *words,
                             const char *match, bool few)
{
    enum err e;

    if (!match)
        return add_words_in_all(condition, type, words);
    if (few)
        return add_candidates(condition, match, few);
    if ((e = buf_add_char(&condition->sql, '(')) || (e = add_words_in_all(condition, type, words)) ||
        (e = buf_add_str(&condition->sql, " OR ")) || (e = add_candidates(condition, match, few)))
        return e;
    return buf_add_char(&condition->sql, ')');
}

enum { CANDIDATES_MAX = 2000 };

/* Whether the index names few enough rows that starting from them beats walking the list. */
static enum err few_candidates(struct store *store, const char *match, bool *few, struct why *why)
{
    sqlite3_stmt *stmt;
    int count = 0;
    bool row = true;
    enum err e = sql_get(store, "SELECT rowid FROM found WHERE found MATCH ?1", &stmt, why);

    if (e)
        return e;
    sql_bind_text(stmt, 1, match);
    while (!e && count <= CANDIDATES_MAX && !(e = sql_step(store, stmt, &row, why)) && row)
        count++;
    sql_done(store, stmt);
    *few = count <= CANDIDATES_MAX;
    return e;
}

static enum err match_of(const struct query *query, const struct filter *filter, struct buf *match)
{
    char kind[80];
    const char *columns = filter->field >= 0 && filter->field == query->type->title_field ? "title" : "{title body}";
    enum err e;

    if (query->which != QUERY_IN_USE)
        return OK;
    if (filter->field >= 0 && filter->field != query->type->title_field &&
        !(query->type->fields[filter->field].flags & FIELD_FOUND))
        return OK;
    index_kind(query->type, kind);
    if ((e = words_to_match(filter->value, columns, match)) || match->len == 0)
        return e;
    return buf_printf(match, " AND kind : %s", kind);
}

static enum err add_words(struct store *store, const struct query *query, const struct filter *filter,
                          struct condition *condition, struct why *why)
{
    struct buf match = { 0 };
    bool few = false, indexed;
    enum err e;

    if ((e = match_of(query, filter, &match)))
        goto done;
    indexed = match.len > 0;
    if (indexed && (e = few_candidates(store, buf_text(&match), &few, why)))
        goto done;
    if (filter->field < 0) {
        e = add_anywhere(condition, query->type, filter->value, indexed ? buf_text(&match) : NULL, few);
        goto done;
    }
    if (indexed && few &&
        ((e = add_candidates(condition, buf_text(&match), few)) || (e = buf_add_str(&condition->sql, " AND "))))
        goto done;
    e = add_words_of_field(condition, &query->type->fields[filter->field], filter->value);
done:
    buf_release(&match);
    return e;
}

static enum err add_filter(struct store *store, const struct query *query, const struct filter *filter,
                           struct condition *condition, struct why *why)
{
    const struct field *field = filter->field >= 0 ? &query->type->fields[filter->field] : NULL;
    struct value value = { 0 };
    enum err e;

    if (filter->test == FILTER_WORDS)
        return add_words(store, query, filter, condition, why);
    if (!field)
        return E_INVALID;
    if (filter->test == FILTER_EMPTY || filter->test == FILTER_FILLED)
        return add_filled(condition, field, filter->test == FILTER_FILLED);
    if (field->flags & FIELD_SEALED)
        return why_set(why, E_PERMISSION,
                       N_("%s is sealed: lists cannot be narrowed by it. Search sealed fields instead."),
                       gettext(field->label));
    if ((e = store_read_value(store, field, filter->value, &value, why)))
        return e;
    if (value.form == VALUE_EMPTY)
        e = add_filled(condition, field, filter->test == FILTER_IS_NOT);
    else if (filter->test == FILTER_IS)
        e = add_equal(condition, field, &value);
    else if (filter->test == FILTER_AT_LEAST)
        e = add_compare(condition, field, " >= ", &value);
    else if (filter->test == FILTER_AT_MOST)
        e = add_compare(condition, field, " <= ", &value);
    else if (!(e = buf_add_str(&condition->sql, "NOT coalesce(")) && !(e = add_equal(condition, field, &value)))
        e = buf_add_str(&condition->sql, ", 0)");
    value_release(&value);
    return e;
}

enum err condition_make(struct store *store, const struct query *query, struct condition *out, struct why *why)
{
    static const char *const which[] = {
        [QUERY_IN_USE] = "archived_at IS NULL",
        [QUERY_ARCHIVED] = "archived_at IS NOT NULL",
        [QUERY_ALL] = "1",
    };
    enum err e = buf_add_str(&out->sql, which[query->which]);

    for (int i = 0; i < query->filter_count && !e; i++) {
        if (!(e = buf_add_str(&out->sql, " AND ")))
            e = add_filter(store, query, &query->filters[i], out, why);
    }
    if (e == E_INVALID && why && why->text[0] == '\0')
        why_set(why, e, N_("This filter cannot be used here."));
    return e;
}

/* --- ranges
 * -----------------------------------------------------------------------------------------------------------------------
 */

/* Which rows of the list a statement walks, seen from the anchor, in the direction of reading. */
enum range { RANGE_TIES, RANGE_PAST, RANGE_EMPTY, RANGE_EMPTY_PAST, RANGE_FILLED };

struct walk {
    struct store *store;
    const struct query *query;
    const struct condition *condition;
    const struct record *anchor;
    bool ascending; /* in the direction of reading, of the sort key */
    bool id_ascending;
    bool sorts_folded;
    size_t wanted;
    struct record *records; /* wanted + 1, owned by the caller */
    size_t count;
};

static enum err add_key(struct buf *sql, const struct walk *walk)
{
    const char *key = walk->query->type->fields[walk->query->sort_field].key;
    enum err e;

    if (!walk->sorts_folded)
        return sql_add_name(sql, key);
    if ((e = buf_add_str(sql, "fold(")) || (e = sql_add_name(sql, key)))
        return e;
    return buf_add_char(sql, ')');
}

static enum err add_range(struct buf *sql, const struct walk *walk, enum range range)
{
    int key = walk->condition->count + 1, id = key + 1;
    enum err e;

    if ((e = buf_add_str(sql, " AND ")) || (e = add_key(sql, walk)))
        return e;
    if (range == RANGE_EMPTY || range == RANGE_EMPTY_PAST)
        e = buf_add_str(sql, " IS NULL");
    else if (range == RANGE_FILLED)
        e = buf_add_str(sql, " IS NOT NULL");
    else if (!(e = buf_add_str(sql, range == RANGE_TIES ? " = " : walk->ascending ? " > " : " < ")))
        e = buf_printf(sql, walk->sorts_folded ? "fold(?%d)" : "?%d", key);
    if (!e && (range == RANGE_TIES || range == RANGE_EMPTY_PAST))
        e = buf_printf(sql, " AND id %s ?%d", walk->id_ascending ? ">" : "<", id);
    return e;
}

static enum err range_sql(struct buf *sql, const struct walk *walk, enum range range)
{
    const char *direction = walk->ascending ? "" : " DESC";
    bool one_key = range == RANGE_TIES || range == RANGE_EMPTY || range == RANGE_EMPTY_PAST;
    enum err e;

    if ((e = buf_add_str(sql, "SELECT ")) || (e = columns_add(sql, walk->query->type, false)) ||
        (e = buf_add_str(sql, " FROM ")) || (e = sql_add_name(sql, walk->query->type->key)) ||
        (e = buf_add_str(sql, " WHERE ")) || (e = buf_add_str(sql, buf_text(&walk->condition->sql))) ||
        (e = add_range(sql, walk, range)) || (e = buf_add_str(sql, " ORDER BY ")))
        return e;
    if (!one_key && ((e = add_key(sql, walk)) || (e = buf_printf(sql, "%s, ", direction))))
        return e;
    return buf_printf(sql, "id%s LIMIT ?%d", walk->id_ascending ? "" : " DESC", walk->condition->count + 3);
}

static enum err read_rows(struct walk *walk, sqlite3_stmt *stmt, struct why *why)
{
    bool row = true;
    enum err e = OK;

    while (!e && walk->count <= walk->wanted && !(e = sql_step(walk->store, stmt, &row, why)) && row) {
        if (!(e = record_column(walk->store, stmt, walk->query->type, NULL, &walk->records[walk->count], why)))
            walk->count++;
    }
    return e;
}

static enum err read_range(struct walk *walk, enum range range, struct why *why)
{
    int at = walk->condition->count;
    struct buf sql = { 0 };
    sqlite3_stmt *stmt = NULL;
    enum err e;

    if (walk->count > walk->wanted)
        return OK;
    if ((e = range_sql(&sql, walk, range)) || (e = sql_get(walk->store, buf_text(&sql), &stmt, why)))
        goto done;
    condition_bind(walk->condition, stmt);
    if (walk->anchor) {
        value_bind(stmt, at + 1, &walk->anchor->values[walk->query->sort_field]);
        sqlite3_bind_int64(stmt, at + 2, walk->anchor->id);
    }
    sqlite3_bind_int64(stmt, at + 3, (int64_t)(walk->wanted + 1 - walk->count));
    e = read_rows(walk, stmt, why);
    sql_done(walk->store, stmt);
done:
    buf_release(&sql);
    return e;
}

/* Filled rows first, empty ones last; backwards the other way round. */
static enum err read_ranges(struct walk *walk, bool backwards, struct why *why)
{
    bool anchored = walk->anchor != NULL;
    bool at_empty = anchored && walk->anchor->values[walk->query->sort_field].form == VALUE_EMPTY;
    enum err e = OK;

    if (!anchored) {
        e = read_range(walk, backwards ? RANGE_EMPTY : RANGE_FILLED, why);
        return e ? e : read_range(walk, backwards ? RANGE_FILLED : RANGE_EMPTY, why);
    }
    if (at_empty) {
        e = read_range(walk, RANGE_EMPTY_PAST, why);
        return e || !backwards ? e : read_range(walk, RANGE_FILLED, why);
    }
    if ((e = read_range(walk, RANGE_TIES, why)) || (e = read_range(walk, RANGE_PAST, why)))
        return e;
    return backwards ? OK : read_range(walk, RANGE_EMPTY, why);
}

static void take_page(struct walk *walk, bool backwards, struct record_page *out)
{
    bool more = walk->count > walk->wanted;

    if (more)
        record_release(&walk->records[--walk->count]);
    for (size_t i = 0; backwards && i < walk->count / 2; i++) {
        struct record swap = walk->records[i];

        walk->records[i] = walk->records[walk->count - 1 - i];
        walk->records[walk->count - 1 - i] = swap;
    }
    out->records = walk->records;
    out->count = walk->count;
    out->more_before = backwards ? more : walk->anchor != NULL;
    out->more_after = backwards ? walk->anchor != NULL : more;
}

static enum err require_list(const struct store *store, const struct query *query, struct why *why)
{
    const struct field *sort = query->sort_field >= 0 && query->sort_field < query->type->field_count
                                   ? &query->type->fields[query->sort_field]
                                   : NULL;

    if (!store_may_read(store, query->type))
        return why_set(why, E_PERMISSION,
                       N_("Your role does not let you see these records (%s). Ask an administrator of the office."),
                       gettext(query->type->plural));
    if (!sort || (sort->flags & FIELD_SEALED))
        return why_set(why, E_INVALID, N_("This list cannot be sorted by that field. Choose another."));
    return OK;
}

enum err store_page(struct store *store, const struct query *query, const struct record *anchor, bool backwards,
                    size_t limit, struct record_page *out, struct why *why)
{
    struct condition condition = { 0 };
    struct walk walk = { .store = store, .query = query, .condition = &condition, .anchor = anchor, .wanted = limit };
    enum err e;

    memset(out, 0, sizeof *out);
    if ((e = require_list(store, query, why)))
        return e;
    walk.ascending = query->descending == backwards;
    walk.id_ascending = walk.ascending;
    walk.sorts_folded = kind_is_folded(query->type->fields[query->sort_field].kind);
    if (!(walk.records = calloc(limit + 1, sizeof *walk.records)))
        return E_MEMORY;
    if (!(e = condition_make(store, query, &condition, why)))
        e = read_ranges(&walk, backwards, why);
    condition_release(&condition);
    if (!e) {
        take_page(&walk, backwards, out);
        return OK;
    }
    *out = (struct record_page){ .records = walk.records, .count = walk.count };
    record_page_release(out);
    return e;
}

/* --- counting
 * -----------------------------------------------------------------------------------------------------------------------
 */

static enum err count_kept(struct store *store, const struct query *query, size_t *count, struct why *why)
{
    struct type_count kept;
    enum err e = count_read(store, query->type, &kept, why);

    *count = (size_t)((query->which != QUERY_ARCHIVED ? kept.in_use : 0) +
                      (query->which != QUERY_IN_USE ? kept.archived : 0));
    return e;
}

static enum err count_rows(struct store *store, const struct query *query, const struct condition *condition,
                           size_t most, size_t *count, struct why *why)
{
    struct buf sql = { 0 };
    sqlite3_stmt *stmt = NULL;
    bool row;
    enum err e;

    if ((e = buf_add_str(&sql, "SELECT count(*) FROM (SELECT 1 FROM ")) || (e = sql_add_name(&sql, query->type->key)) ||
        (e = buf_printf(&sql, " WHERE %s LIMIT ?%d)", buf_text(&condition->sql), condition->count + 1)) ||
        (e = sql_get(store, buf_text(&sql), &stmt, why)))
        goto done;
    condition_bind(condition, stmt);
    sqlite3_bind_int64(stmt, condition->count + 1, (int64_t)most + 1);
    if (!(e = sql_step(store, stmt, &row, why)) && row)
        *count = (size_t)sqlite3_column_int64(stmt, 0);
    sql_done(store, stmt);
done:
    buf_release(&sql);
    return e;
}

enum err store_count(struct store *store, const struct query *query, size_t most, size_t *count, bool *more,
                     struct why *why)
{
    struct condition condition = { 0 };
    enum err e;

    *count = 0;
    *more = false;
    if ((e = require_list(store, query, why)))
        return e;
    if (query->filter_count == 0)
        return count_kept(store, query, count, why);
    if (!(e = condition_make(store, query, &condition, why)))
        e = count_rows(store, query, &condition, most, count, why);
    condition_release(&condition);
    if (*count > most) {
        *count = most;
        *more = true;
    }
    return e;
}
