/*
 * Lists: keyset paging and counting. A list is walked as up to three ranges, each served by the index
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

static enum err read_page(struct walk *walk, bool backwards, struct why *why)
{
    struct condition condition = { 0 };
    enum err e;

    walk->condition = &condition;
    if (!(e = condition_make(walk->store, walk->query, &condition, why)))
        e = read_ranges(walk, backwards, why);
    walk->condition = NULL;
    condition_release(&condition);
    return e;
}

enum err store_page(struct store *store, const struct query *query, const struct record *anchor, bool backwards,
                    size_t limit, struct record_page *out, struct why *why)
{
    struct walk walk = { .store = store, .query = query, .anchor = anchor, .wanted = limit };
    bool knew = store_is_damaged(store, NULL, NULL);
    enum err e;

    memset(out, 0, sizeof *out);
    if ((e = require_list(store, query, why)))
        return e;
    walk.ascending = query->descending == backwards;
    walk.id_ascending = walk.ascending;
    walk.sorts_folded = kind_is_folded(query->type->fields[query->sort_field].kind);
    if (!(walk.records = calloc(limit + 1, sizeof *walk.records)))
        return E_MEMORY;
    e = read_page(&walk, backwards, why);
    if (e == E_DAMAGED && !knew) { /* now it is known where not to look */
        while (walk.count > 0)
            record_release(&walk.records[--walk.count]);
        e = read_page(&walk, backwards, why);
    }
    if (!e) {
        take_page(&walk, backwards, out);
        return OK;
    }
    *out = (struct record_page){ .records = walk.records, .count = walk.count };
    record_page_release(out);
    return e;
}

/* --- counting --- */

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
    bool is_counted;
    enum err e;

    *count = 0;
    *more = false;
    if ((e = require_list(store, query, why)))
        return e;
    if (query->filter_count == 0 && !query->ids)
        return count_kept(store, query, count, why);
    e = condition_count_in_index(store, query, most, count, &is_counted, why);
    if (!e && !is_counted && !(e = condition_make(store, query, &condition, why)))
        e = count_rows(store, query, &condition, most, count, why);
    condition_release(&condition);
    if (*count > most) {
        *count = most;
        *more = true;
    }
    return e;
}
