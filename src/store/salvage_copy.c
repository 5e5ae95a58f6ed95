/*
 * The rows of a damaged vault, read from its trees around the lost pages and put into the tables of a new one. Stored
 * values are copied as they are: what is sealed stays sealed.
 */
#include <stdlib.h>
#include <string.h>

#include "salvage_in.h"

#include "townkeep/base/i18n.h"

/* --- one table --- */

struct copying {
    struct salvage *salvage;
    sqlite3_stmt *insert;
    int columns;
    size_t rows;
    struct why *why;
};

static enum err pass_over(void *context, const struct tree_loss *loss)
{
    (void)context;
    (void)loss;
    return OK; /* known from damage_find */
}

static int bind_value(sqlite3_stmt *stmt, int at, const struct tree_value *value)
{
    switch (value->form) {
    case TREE_INTEGER:
        return sqlite3_bind_int64(stmt, at, value->integer);
    case TREE_REAL:
        return sqlite3_bind_double(stmt, at, value->real);
    case TREE_TEXT:
        return sqlite3_bind_text64(stmt, at, (const char *)value->bytes, value->len, SQLITE_STATIC, SQLITE_UTF8);
    case TREE_BLOB:
        return sqlite3_bind_blob64(stmt, at, value->bytes, value->len, SQLITE_STATIC);
    default:
        return sqlite3_bind_null(stmt, at);
    }
}

/* In a row with an id the id's own column is empty; in our tables it is the first. */
static enum err copy_row(void *context, const struct tree_row *row)
{
    struct copying *copying = context;
    struct tree_value values[TREE_COLUMNS_MAX];
    int count = tree_values(row, values), rc = SQLITE_OK;
    bool more;
    enum err e;

    for (int i = 0; i < copying->columns && i < count && i < TREE_COLUMNS_MAX && rc == SQLITE_OK; i++)
        rc = bind_value(copying->insert, i + 1, &values[i]);
    if (rc == SQLITE_OK && row->id != 0 && count > 0 && values[0].form == TREE_NULL)
        rc = sqlite3_bind_int64(copying->insert, 1, row->id);
    e = rc == SQLITE_OK ? sql_step(copying->salvage->to, copying->insert, &more, copying->why)
                        : sql_fail(copying->salvage->to, rc, copying->why);
    copying->rows += e == OK && sqlite3_changes(copying->salvage->to->db) > 0;
    sqlite3_reset(copying->insert);
    sqlite3_clear_bindings(copying->insert);
    return e;
}

static enum err prepare_insert(struct salvage *salvage, const char *table, struct copying *out, struct why *why)
{
    struct buf sql = { 0 };
    sqlite3_stmt *stmt;
    bool row = false;
    enum err e = sql_get(salvage->to, "SELECT count(*) FROM pragma_table_info(?1)", &stmt, why);

    if (e)
        return e;
    sql_bind_text(stmt, 1, table);
    if (!(e = sql_step(salvage->to, stmt, &row, why)) && row)
        out->columns = sqlite3_column_int(stmt, 0);
    sql_done(salvage->to, stmt);
    if (e || (e = buf_add_str(&sql, "INSERT OR IGNORE INTO ")) || (e = sql_add_name(&sql, table)) ||
        (e = buf_add_str(&sql, " VALUES (")))
        goto done;
    for (int i = 0; i < out->columns && !e; i++)
        e = buf_printf(&sql, i > 0 ? ", ?%d" : "?%d", i + 1);
    if (!e && !(e = buf_add_char(&sql, ')')))
        e = sql_get(salvage->to, buf_text(&sql), &out->insert, why);
done:
    buf_release(&sql);
    return e;
}

static const struct tree_object *object_of(const struct salvage *salvage, const char *table)
{
    for (size_t i = 0; i < salvage->damage.objects.count; i++) {
        const struct tree_object *object = &salvage->damage.objects.items[i];

        if (strcmp(object->name, table) == 0 && strcmp(object->kind, "table") == 0 && object->root > 1)
            return object;
    }
    return NULL;
}

static enum err copy_table(struct salvage *salvage, const char *table, size_t *rows, struct why *why)
{
    struct copying copying = { .salvage = salvage, .why = why };
    const struct tree_object *object = object_of(salvage, table);
    enum err e;

    if (!object)
        return OK;
    if ((e = prepare_insert(salvage, table, &copying, why)))
        return e;
    memset(salvage->source.seen, 0, (size_t)salvage->source.pages + 1);
    e = tree_walk(&salvage->source, object->root,
                  &(struct tree_visitor){ .context = &copying, .lost = pass_over, .row = copy_row });
    sql_done(salvage->to, copying.insert);
    *rows += copying.rows;
    return e;
}

enum err salvage_copy_own(struct salvage *salvage, struct why *why)
{
    static const char *const tables[] = {
        "meta",        "device_seen", "dictionary", "history",   "history_part", "history_row",
        "officer_key", "case_key",    "known_loss", "tombstone", "access",       "draft",
    };
    size_t rows = 0;
    enum err e = OK;

    for (size_t i = 0; i < sizeof tables / sizeof tables[0] && !e; i++)
        e = copy_table(salvage, tables[i], &rows, why);
    return e;
}

enum err salvage_copy_records(struct salvage *salvage, struct why *why)
{
    const struct catalogue *catalogue = salvage->to->catalogue;
    enum err e = OK;

    for (size_t i = 0; i < catalogue->count && !e; i++)
        e = copy_table(salvage, catalogue->types[i]->key, &salvage->out->copied, why);
    return e;
}

/* --- what may have stood on lost pages --- */

bool salvage_is_hit(const struct salvage *salvage, const char *table)
{
    for (size_t i = 0; i < salvage->damage.count; i++) {
        const struct tree_object *object = salvage->damage.places[i].object;

        if (object && strcmp(object->name, table) == 0)
            return true;
    }
    return false;
}

bool salvage_may_be_lost(const struct salvage *salvage, const char *table, int64_t id)
{
    for (size_t i = 0; i < salvage->damage.count; i++) {
        const struct damage_place *place = &salvage->damage.places[i];

        /* Of a table whose first page is lost it is not even known whether its rows have ids. */
        if (place->object && strcmp(place->object->name, table) == 0 &&
            (!place->has_ids || (id > place->after && id <= place->until)))
            return true;
    }
    return false;
}

/* --- search index and counts --- */

static enum err index_type_anew(struct salvage *salvage, const struct record_type *type, struct why *why)
{
    struct buf sql = { 0 };
    sqlite3_stmt *stmt = NULL;
    bool row = true;
    enum err e;

    if ((e = buf_add_str(&sql, "SELECT id FROM ")) || (e = sql_add_name(&sql, type->key)) ||
        (e = sql_get(salvage->to, buf_text(&sql), &stmt, why)))
        goto done;
    while (!e && !(e = sql_step(salvage->to, stmt, &row, why)) && row) {
        struct record record = { 0 };

        if (!(e = record_fetch(salvage->to, type, sqlite3_column_int64(stmt, 0), SEALED_FOR_NOBODY, &record, why)) &&
            !(e = index_put(salvage->to, &record, true, why)))
            save_count(salvage->save, type, record.archived_at == 0, record.archived_at != 0);
        record_release(&record);
    }
done:
    sql_done(salvage->to, stmt);
    buf_release(&sql);
    return e;
}

enum err salvage_index(struct salvage *salvage, struct why *why)
{
    const struct catalogue *catalogue = salvage->to->catalogue;
    enum err e = words_load(salvage->to, why);

    for (size_t i = 0; i < catalogue->count && !e; i++)
        e = index_type_anew(salvage, catalogue->types[i], why);
    return e;
}

/* --- what is lost --- */

struct missing {
    struct salvage *salvage;
    const struct record_type *type;
    size_t count;
    struct why *why;
};

static enum err is_there(struct store *store, const struct record_type *type, int64_t id, bool *there, struct why *why)
{
    struct buf sql = { 0 };
    sqlite3_stmt *stmt = NULL;
    enum err e;

    if (!(e = buf_add_str(&sql, "SELECT 1 FROM ")) && !(e = sql_add_name(&sql, type->key)) &&
        !(e = buf_add_str(&sql, " WHERE id = ?1")) && !(e = sql_get(store, buf_text(&sql), &stmt, why))) {
        sqlite3_bind_int64(stmt, 1, id);
        e = sql_step(store, stmt, there, why);
        sql_done(store, stmt);
    }
    buf_release(&sql);
    return e;
}

static enum err tell_row(void *context, int64_t id)
{
    struct missing *missing = context;
    struct salvage *salvage = missing->salvage;
    const struct record_type *type = missing->type;
    char title[160];
    bool there;
    enum err e = is_there(salvage->to, type, id, &there, missing->why);

    if (e || there)
        return e;
    missing->count++;
    salvage->out->lost_records++;
    if (type->owner == RECORD_OF_CASE)
        return salvage_note_record(salvage, id, missing->why);
    if (lost_title(salvage->to, type, id, title, sizeof title) ||
        lost_title(salvage->from, type, id, title, sizeof title))
        return buf_printf(&salvage->out->lost, "%s: “%s”\n", gettext(type->plural), title);
    return buf_printf(&salvage->out->lost, _("%s: record %lld\n"), gettext(type->plural), (long long)id);
}

static enum err tell_type(struct salvage *salvage, const struct record_type *type, struct why *why)
{
    struct missing missing = { .salvage = salvage, .type = type, .why = why };
    bool is_known;
    enum err e = damage_rows(&salvage->damage, &salvage->source, type->key, tell_row, &missing, &is_known);

    if (e)
        return e;
    if (!is_known)
        return buf_printf(&salvage->out->lost,
                          _("%s: what stood on the damaged pages, as far as the history does not have it\n"),
                          gettext(type->plural));
    return type->owner == RECORD_OF_CASE && missing.count > 0
               ? buf_printf(&salvage->out->lost, ngettext("%s: %zu record\n", "%s: %zu records\n", missing.count),
                            gettext(type->plural), missing.count)
               : OK;
}

/* Of the store's own tables, those that nothing gives back. */
static enum err tell_own(struct salvage *salvage)
{
    static const struct {
        const char *table, *words;
    } tables[] = {
        { "case_key", N_("Keys of cases: some cases may not open any more, unless a colleague holds their keys") },
        { "draft", N_("Drafts that were not saved") },
    };
    enum err e = OK;

    for (size_t i = 0; i < sizeof tables / sizeof tables[0] && !e; i++) {
        if (salvage_is_hit(salvage, tables[i].table))
            e = buf_printf(&salvage->out->lost, "%s\n", gettext(tables[i].words));
    }
    return e;
}

enum err salvage_tell_lost(struct salvage *salvage, struct why *why)
{
    const struct catalogue *catalogue = salvage->to->catalogue;
    enum err e = OK;

    for (size_t i = 0; i < catalogue->count && !e; i++) {
        if (salvage_is_hit(salvage, catalogue->types[i]->key))
            e = tell_type(salvage, catalogue->types[i], why);
    }
    return e ? e : tell_own(salvage);
}
