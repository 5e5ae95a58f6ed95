/* A damaged page in an officer's words: whose records stood there, which, or that nothing is lost with it. */
#include <string.h>

#include "changes_in.h"
#include "damage_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

enum { TITLE_SIZE = 160 };

/* --- what is not a record --- */

static const struct {
    const char *table, *words;
} tables[] = {
    { "history", N_("The history: entries") },
    { "history_part", N_("The history: what entries changed") },
    { "history_row", N_("The list of which entries speak of a record. It can be made anew; nothing is lost") },
    { "record_count", N_("The counts of records. They can be made anew; nothing is lost") },
    { "case_key", N_("Keys of cases") },
    { "access", N_("The log of who looked at cases. The history has it too; nothing is lost") },
    { "tombstone", N_("The list of cases that were erased. The history has it too; nothing is lost") },
    { "officer_key", N_("Public keys of officers") },
    { "draft", N_("Drafts that were not saved") },
    { "meta", N_("What the vault notes of itself") },
    { "device_seen", N_("Which computers the vault knows") },
    { "dictionary", N_("The names of its tables") },
};

static const char *words_of(const char *table)
{
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        if (strcmp(tables[i].table, table) == 0)
            return gettext(tables[i].words);
    }
    if (strncmp(table, "found", 5) == 0)
        return _("The search index. It can be made anew; nothing is lost");
    return NULL;
}

/* --- when --- */

/* Ids begin with the moment they were given. */
static enum err add_span(const struct damage_place *place, struct buf *out)
{
    char from[DATE_TIME_TEXT_SIZE], to[DATE_TIME_TEXT_SIZE];

    if (place->after > 0)
        moment_format(id_moment(place->after), from);
    if (place->until > 0 && place->until < INT64_MAX)
        moment_format(id_moment(place->until), to);
    if (place->after > 0 && place->until < INT64_MAX)
        return buf_printf(out, _(", saved between %s and %s"), from, to);
    if (place->after > 0)
        return buf_printf(out, _(", saved after %s"), from);
    return place->until > 0 && place->until < INT64_MAX ? buf_printf(out, _(", saved before %s"), to) : OK;
}

/* --- which --- */

struct lookup {
    int64_t id;
    char *out;
    size_t size;
};

/* Its title as it was first saved, or as an entry changed it later. */
static enum err take_title(void *context, sqlite3_changeset_iter *at, const struct row_change *row,
                           const struct secret *key, struct why *why)
{
    struct lookup *lookup = context;
    sqlite3_value *value = NULL;

    (void)key;
    (void)why;
    for (int i = 0; i < row->column_count && i < row->columns->count; i++) {
        const struct record_type *type = row->columns->type;
        int field = row->columns->fields[i];

        if (row->id != lookup->id || field != type->title_field || row->operation == SQLITE_DELETE ||
            (type->fields[field].flags & FIELD_SEALED) || !kind_is_text(type->fields[field].kind) ||
            sqlite3changeset_new(at, i, &value) != SQLITE_OK || !value || !sqlite3_value_text(value))
            continue;
        text_cut_into(lookup->out, lookup->size, (const char *)sqlite3_value_text(value));
    }
    return OK;
}

static bool title_by_history(struct store *store, int64_t id, char *out, size_t size)
{
    struct lookup lookup = { .id = id, .out = out, .size = size };
    sqlite3_stmt *stmt;
    bool row = true;
    enum err e =
        sql_get(store, "SELECT entry FROM history_row WHERE record = ?1 ORDER BY entry DESC LIMIT 50", &stmt, NULL);

    if (e)
        return false;
    sqlite3_bind_int64(stmt, 1, id);
    while (out[0] == '\0' && !sql_step(store, stmt, &row, NULL) && row) {
        struct entry header = { 0 };

        e = entry_walk(store, sqlite3_column_int64(stmt, 0), &header, take_title, &lookup, NULL);
        entry_release(&header);
        if (e == E_MEMORY)
            break;
    }
    sql_done(store, stmt);
    return out[0] != '\0';
}

/* Folded, as the search has it. */
static bool title_by_index(struct store *store, int64_t id, char *out, size_t size)
{
    sqlite3_stmt *stmt;
    bool row = false;
    enum err e = sql_get(store, "SELECT title FROM found WHERE rowid = ?1", &stmt, NULL);

    if (e)
        return false;
    sqlite3_bind_int64(stmt, 1, id);
    if (!sql_step(store, stmt, &row, NULL) && row)
        text_cut_into(out, size, sql_text(stmt, 0));
    sql_done(store, stmt);
    return out[0] != '\0';
}

bool lost_title(struct store *store, const struct record_type *type, int64_t id, char *out, size_t size)
{
    out[0] = '\0';
    if (!store || !store_may_read(store, type) || (type->owner == RECORD_OF_CASE && !store_casework_is_open(store)))
        return false;
    return title_by_history(store, id, out, size) || title_by_index(store, id, out, size);
}

static enum err tell_records(struct store *store, const struct record_type *type, const struct damage_place *place,
                             struct buf *out)
{
    char first[TITLE_SIZE], last[TITLE_SIZE];
    bool has_titles;
    struct type_count kept = { 0 };
    enum err e;

    if (!place->is_counted && store && !count_read(store, type, &kept, NULL) && kept.in_use + kept.archived == 0)
        return buf_printf(out, _("%s: no record. Nothing is lost"), gettext(type->plural));
    if (!place->is_counted) {
        e = buf_printf(out, _("%s: records"), gettext(type->plural));
        return e ? e : add_span(place, out);
    }
    if (place->rows == 0)
        return buf_printf(out, _("%s: no record. Nothing is lost"), gettext(type->plural));
    has_titles = lost_title(store, type, place->first, first, sizeof first) &&
                 (place->rows == 1 || lost_title(store, type, place->last, last, sizeof last));
    if (has_titles && place->rows == 1)
        return buf_printf(out, _("%s: the record “%s”"), gettext(type->plural), first);
    e = buf_printf(out, ngettext("%s: %zu record", "%s: %zu records", place->rows), gettext(type->plural), place->rows);
    if (!e && has_titles)
        e = buf_printf(out, _(", from “%s” to “%s”"), first, last);
    return e || has_titles ? e : add_span(place, out);
}

/* An index has the name of its table, of which nothing is gone. */
static enum err tell_index(const struct record_type *type, struct buf *out)
{
    return type ? buf_printf(out, _("An index of %s. It can be made anew; nothing is lost"), gettext(type->plural))
                : buf_add_str(out, _("An index. It can be made anew; nothing is lost"));
}

enum err damage_tell(struct store *store, const struct catalogue *catalogue, const struct damage_place *place,
                     struct buf *out)
{
    const struct record_type *type;
    const char *words;
    enum err e;

    if (!place)
        return buf_add_str(out, _("The page that would say what stood here is damaged too"));
    if (place->part == TREE_FREE)
        return buf_add_str(out, _("A page not in use. Nothing is lost"));
    if (!place->object)
        return buf_add_str(out, _("The list of all tables"));
    type = type_of_table(catalogue, place->object->table);
    words = words_of(place->object->table);
    if (strcmp(place->object->kind, "index") == 0)
        return tell_index(type, out);
    if (type)
        return tell_records(store, type, place, out);
    if (!words)
        return buf_printf(out, _("The table %s"), place->object->table);
    e = buf_add_str(out, words);
    return e || strncmp(place->object->table, "history", 7) != 0 || strcmp(place->object->table, "history_row") == 0
               ? e
               : add_span(place, out);
}

/* --- all of it --- */

static enum err tell_page(struct store *store, const struct catalogue *catalogue, const struct damage *places,
                          uint64_t page, bool is_old, struct buf *lines)
{
    enum err e = buf_printf(lines,
                            is_old ? _("Page %llu of the vault is an older one that was put back. ")
                                   : _("Page %llu of the vault is damaged. "),
                            (unsigned long long)page);

    if (!e)
        e = damage_tell(store, catalogue, damage_at(places, page), lines);
    return e ? e : buf_add_str(lines, ".\n");
}

/* Pages that the file no longer has. */
static enum err tell_cut(struct store *store, const struct catalogue *catalogue, const struct damage *places,
                         uint64_t pages, struct buf *lines)
{
    enum err e = buf_printf(lines, _("The vault was cut short after page %llu.\n"), (unsigned long long)pages);

    for (size_t i = 0; i < places->count && !e; i++) {
        if (places->places[i].page > pages)
            e = tell_page(store, catalogue, places, places->places[i].page, false, lines);
    }
    return e;
}

static enum err tell_headers(const struct vault_damage *damage, struct buf *lines)
{
    enum err e = OK;

    for (int i = 0; i < 2 && !e; i++) {
        if (damage->header_damaged[i])
            e = buf_printf(lines, _("Copy %d of the vault's header is damaged.\n"), i + 1);
    }
    if (!e && damage->is_map_damaged)
        e = buf_add_str(lines, _("The map of the newest pages is damaged: an older page put back would not be "
                                 "noticed.\n"));
    return e;
}

enum err damage_tell_all(struct store *store, struct vault *vault, const struct catalogue *catalogue,
                         const struct vault_damage *damage, struct buf *lines, struct why *why)
{
    const uint64_t listed = sizeof damage->bad / sizeof damage->bad[0];
    struct damage places;
    enum err e = tell_headers(damage, lines);

    if (e || damage->bad_count == 0 || (e = damage_find(vault, &places, why)))
        return e;
    for (uint64_t i = 0; i < damage->bad_count && i < listed && !e; i++)
        e = damage->bad[i] > damage->pages
                ? tell_cut(store, catalogue, &places, damage->pages, lines)
                : tell_page(store, catalogue, &places, damage->bad[i], damage->is_old[i], lines);
    if (!e && damage->bad_count > listed)
        e = buf_printf(lines, _("%llu of %llu pages are damaged in all.\n"), (unsigned long long)damage->bad_count,
                       (unsigned long long)damage->pages);
    damage_release(&places);
    return e;
}

enum err store_tell_damage(struct vault *vault, const struct catalogue *catalogue, struct buf *lines, struct why *why)
{
    struct vault_damage damage = { 0 };
    struct why found = { .code = OK };
    enum err e = vault_check_pages(vault, &damage, &found), told;

    if (e != E_DAMAGED) {
        if (e && why)
            *why = found;
        return e;
    }
    told = damage_tell_all(NULL, vault, catalogue, &damage, lines, why);
    if (!told && why)
        *why = found;
    return told ? told : E_DAMAGED;
}
