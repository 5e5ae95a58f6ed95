/*
 * Fields of which no two records in use hold the same: asked here, where every way of writing comes through, because a
 * type's rule sees one record alone. No UNIQUE stands in the schema: the same change made on two laptops must merge.
 */
#include "store_in.h"

#include "townkeep/base/i18n.h"

static enum err another_sql(const struct record_type *type, int field, struct buf *sql)
{
    enum err e;

    if ((e = buf_add_str(sql, "SELECT id FROM ")) || (e = sql_add_name(sql, type->key)) ||
        (e = buf_add_str(sql, " WHERE ")) || (e = sql_add_name(sql, type->fields[field].key)))
        return e;
    return buf_add_str(sql, " = ?1 AND id <> ?2 AND archived_at IS NULL");
}

static enum err has_another(struct store *store, const struct record *record, int field, bool *another, struct why *why)
{
    struct buf sql = { 0 };
    sqlite3_stmt *stmt = NULL;
    enum err e;

    *another = false;
    if (!(e = another_sql(record->type, field, &sql)) && !(e = sql_get(store, buf_text(&sql), &stmt, why))) {
        value_bind(stmt, 1, &record->values[field]);
        sqlite3_bind_int64(stmt, 2, record->id);
        e = sql_step(store, stmt, another, why);
    }
    sql_done(store, stmt);
    buf_release(&sql);
    return e;
}

enum err unique_check(struct store *store, const struct record *record, struct problems *problems, struct why *why)
{
    enum err e = OK;

    for (int i = 0; i < record->type->field_count && !e; i++) {
        bool another = false;

        if (!(record->type->fields[i].flags & FIELD_UNIQUE) || record->values[i].form == VALUE_EMPTY ||
            (e = has_another(store, record, i, &another, why)) || !another)
            continue;
        problems_add(problems, i, N_("%s: there is a record for this already. Change that one."),
                     gettext(record->type->fields[i].label));
    }
    return e;
}
