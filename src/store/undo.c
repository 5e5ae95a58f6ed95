/*
 * Undo: the inverse of an entry's changesets, applied as a new save. Later changes of the same fields stop it, and the
 * sentence says whose they are; nothing is ever overwritten. An undone entry can be undone back: its undo is an entry
 * like any other.
 */
#include <stdlib.h>
#include <string.h>

#include "changes_in.h"
#include "erased_in.h"

#include "townkeep/base/i18n.h"

struct touched {
    int64_t id;
    const struct record_type *type;
    int64_t owner;
    bool was_there, was_archived, gone;
    struct record *before; /* owned; as it stood, of a case's record; NULL for all others */
};

struct undo {
    struct store *store;
    struct save *save;
    int64_t entry;
    struct entry header;
    struct touched *rows; /* owned */
    size_t count, cap;
    int64_t owner;    /* of the part being walked */
    int64_t conflict; /* record in the way */
    const char *conflict_table;
};

/* --- what it touches --- */

static enum err look_at_row(struct undo *undo, const struct record_type *type, int64_t id, bool *there, bool *archived,
                            struct why *why)
{
    struct buf sql = { 0 };
    sqlite3_stmt *stmt = NULL;
    enum err e;

    *there = *archived = false;
    if ((e = buf_add_str(&sql, "SELECT archived_at IS NOT NULL FROM ")) || (e = sql_add_name(&sql, type->key)) ||
        (e = buf_add_str(&sql, " WHERE id = ?1")) || (e = sql_get(undo->store, buf_text(&sql), &stmt, why)))
        goto done;
    sqlite3_bind_int64(stmt, 1, id);
    if (!(e = sql_step(undo->store, stmt, there, why)) && *there)
        *archived = sqlite3_column_int(stmt, 0) != 0;
    sql_done(undo->store, stmt);
done:
    buf_release(&sql);
    return e;
}

static enum err note_row(void *context, sqlite3_changeset_iter *at, const struct row_change *row,
                         const struct secret *key, struct why *why)
{
    struct undo *undo = context;
    struct touched *touched;
    enum err e;

    (void)at;
    (void)key;
    if (!store_may_write(undo->store, row->columns->type))
        return why_set(why, E_PERMISSION,
                       N_("Your role does not let you change these records (%s). Ask an administrator of the office."),
                       gettext(row->columns->type->plural));
    if (row->columns->type->is_event)
        return why_set(
            why, E_INVALID,
            N_("This entry holds a step that was taken, and steps are not undone. Take a new step instead."));
    if (undo->count == undo->cap) {
        size_t cap = undo->cap ? undo->cap * 2 : 16;
        struct touched *grown = realloc(undo->rows, cap * sizeof *grown);

        if (!grown)
            return E_MEMORY;
        undo->rows = grown;
        undo->cap = cap;
    }
    touched = &undo->rows[undo->count];
    *touched = (struct touched){ .id = row->id, .type = row->columns->type };
    undo->count++;
    if ((e = look_at_row(undo, touched->type, touched->id, &touched->was_there, &touched->was_archived, why)))
        return e;
    if (touched->type->owner != RECORD_OF_CASE || !touched->was_there)
        return OK;
    if (!(touched->before = calloc(1, sizeof *touched->before)))
        return E_MEMORY;
    return record_fetch(undo->store, touched->type, touched->id, SEALED_FOR_PROGRAM, touched->before, why);
}

static void forget_before(struct touched *touched)
{
    if (touched->before)
        record_release(touched->before);
    free(touched->before);
}

static int compare_touched(const void *a, const void *b)
{
    const struct touched *left = a, *right = b;

    return (left->id > right->id) - (left->id < right->id);
}

/* A record may stand in several parts of an import. */
static void drop_doubles(struct undo *undo)
{
    size_t kept = 0;

    qsort(undo->rows, undo->count, sizeof *undo->rows, compare_touched);
    for (size_t i = 0; i < undo->count; i++) {
        if (kept == 0 || undo->rows[kept - 1].id != undo->rows[i].id)
            undo->rows[kept++] = undo->rows[i];
        else
            forget_before(&undo->rows[i]);
    }
    undo->count = kept;
}

/* --- whether it may be undone --- */

static enum err check_kind(struct undo *undo, struct why *why)
{
    static const char *const sentences[ENTRY_KIND_COUNT] = {
        [ENTRY_VIEW] = N_("That somebody looked cannot be undone."),
        [ENTRY_EXPORT] = N_("An export has left the vault; it cannot be undone here."),
        [ENTRY_MIGRATE] = N_("Bringing the tables up to date cannot be undone."),
        [ENTRY_ROSTER] =
            N_("Changes of officers and their keys are not undone; change them again under Office, Officers."),
        [ENTRY_ERASE] = N_("What was erased is gone; that cannot be undone."),
        [ENTRY_CHECKPOINT] = N_("A checkpoint cannot be undone."),
        [ENTRY_RESTORE] = N_("A restored backup cannot be undone here."),
        [ENTRY_SALVAGE] = N_("That the vault was salvaged cannot be undone."),
        [ENTRY_ALARM] = N_("That something was noticed cannot be undone."),
    };
    uint8_t kind = undo->header.kind;

    if (kind < ENTRY_KIND_COUNT && sentences[kind])
        return why_set(why, E_INVALID, "%s", gettext(sentences[kind]));
    return OK;
}

static enum err check_not_erased(struct undo *undo, struct why *why)
{
    const struct erasures *erasures;
    enum err e = erasures_of(undo->store, &erasures, why);

    for (size_t i = 0; i < undo->header.part_count && !e; i++) {
        if (erasures_cover(erasures, undo->header.parts[i].owner, undo->header.parts[i].key_id))
            e = why_set(why, E_INVALID,
                        N_("What this entry changed in a case was erased since; it cannot be undone any more."));
    }
    return e;
}

static enum err check_not_undone(struct undo *undo, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e = sql_get(undo->store, "SELECT undone_by FROM history WHERE id = ?1", &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, undo->entry);
    if (!(e = sql_step(undo->store, stmt, &row, why)) && row && sqlite3_column_type(stmt, 0) != SQLITE_NULL)
        e = why_set(why, E_CONFLICT, N_("This change was undone already."));
    sql_done(undo->store, stmt);
    return e;
}

/* Whose later entry stands in the way. */
static enum err say_conflict(struct undo *undo, struct why *why)
{
    struct history_row rows[1];
    const struct record_type *type =
        undo->conflict_table ? type_of_table(undo->store->catalogue, undo->conflict_table) : NULL;
    struct buf title = { 0 };
    char moment[DATE_TIME_TEXT_SIZE];
    size_t count = 0;
    enum err e = type ? store_history(undo->store, type, undo->conflict, 0, 1, rows, &count, NULL) : OK;

    if (!e && type && store_title(undo->store, type, undo->conflict, &title) == OK && count == 1 &&
        rows[0].entry > undo->entry) {
        moment_format(rows[0].at, moment);
        e = why_set(why, E_CONFLICT,
                    N_("%s changed \"%.120s\" later, on %s. Undo that first, or edit the record by hand."),
                    rows[0].officer, title.len > 0 ? buf_text(&title) : gettext(type->label), moment);
    } else {
        e = why_set(why, E_CONFLICT,
                    N_("A record was changed since, in the same fields. Undo the later change first, or edit the "
                       "record by hand."));
    }
    buf_release(&title);
    return e;
}

/* --- applying --- */

static int on_conflict(void *context, int kind, sqlite3_changeset_iter *at)
{
    struct undo *undo = context;
    sqlite3_value *id = NULL;
    const char *table = NULL;
    int columns, operation, indirect;

    if (kind != SQLITE_CHANGESET_FOREIGN_KEY &&
        sqlite3changeset_op(at, &table, &columns, &operation, &indirect) == SQLITE_OK) {
        if (operation == SQLITE_INSERT)
            sqlite3changeset_new(at, 0, &id);
        else
            sqlite3changeset_old(at, 0, &id);
        if (type_of_table(undo->store->catalogue, table))
            undo->conflict_table = type_of_table(undo->store->catalogue, table)->key;
    }
    undo->conflict = id ? sqlite3_value_int64(id) : 0;
    return SQLITE_CHANGESET_ABORT;
}

static int is_recorded_table(void *context, const char *table)
{
    const struct undo *undo = context;
    const struct record_type *type = type_of_table(undo->store->catalogue, table);

    return type && (type->owner == RECORD_OF_TEAM) == (undo->owner == 0);
}

static enum err apply_part(struct undo *undo, size_t number, struct why *why)
{
    struct save_owner *owner;
    struct part part = { 0 };
    void *inverse = NULL;
    int len = 0, rc;
    enum err e;

    undo->owner = undo->header.parts[number].owner;
    if ((e = part_open(undo->store, &undo->header, undo->entry, number, &part, why)) || part.changeset_len == 0 ||
        (e = save_owner(undo->save, undo->owner, &owner, why)) ||
        (undo->owner != 0 && (e = save_note(undo->save, undo->owner, why))))
        goto done;
    if ((rc = sqlite3changeset_invert((int)part.changeset_len, part.changeset, &len, &inverse)) == SQLITE_OK)
        rc = sqlite3changeset_apply(undo->store->db, len, inverse, is_recorded_table, on_conflict, undo);
    if (rc == SQLITE_ABORT)
        e = say_conflict(undo, why);
    else if (rc != SQLITE_OK)
        e = sql_fail(undo->store, rc, why);
    else
        e = save_relieve(undo->save, why);
    if (inverse)
        wipe(inverse, (size_t)len);
    sqlite3_free(inverse);
done:
    part_release(&part);
    return e;
}

/* --- records that go must not be named by any that stay --- */

static bool is_gone(const struct undo *undo, const struct record_type *type, int64_t id)
{
    struct touched key = { .id = id };
    const struct touched *found =
        undo->count > 0 ? bsearch(&key, undo->rows, undo->count, sizeof *undo->rows, compare_touched) : NULL;

    return found && found->gone && found->type == type;
}

static bool names_gone(const struct undo *undo, const struct record_type *type, sqlite3_stmt *stmt)
{
    const char *at = sql_text(stmt, 0);

    while (*at != '\0') {
        char *end;
        int64_t id = strtoll(at, &end, 10);

        if (end == at)
            return false;
        if (is_gone(undo, type, id))
            return true;
        at = *end == ';' ? end + 1 : end;
    }
    return false;
}

/* One walk over the field for all records that went; for one alone the index on the field answers. */
static enum err check_field(struct undo *undo, const struct record_type *by, int field, const struct record_type *type,
                            int64_t alone, struct why *why)
{
    bool narrow = alone != 0 && by->fields[field].kind == FIELD_REFERENCE, row = true;
    struct buf sql = { 0 };
    sqlite3_stmt *stmt = NULL;
    enum err e;

    if ((e = buf_add_str(&sql, "SELECT ")) || (e = sql_add_name(&sql, by->fields[field].key)) ||
        (e = buf_add_str(&sql, " FROM ")) || (e = sql_add_name(&sql, by->key)) || (e = buf_add_str(&sql, " WHERE ")) ||
        (e = sql_add_name(&sql, by->fields[field].key)) || (e = buf_add_str(&sql, narrow ? " = ?1" : " IS NOT NULL")) ||
        (e = sql_get(undo->store, buf_text(&sql), &stmt, why)))
        goto done;
    if (narrow)
        sqlite3_bind_int64(stmt, 1, alone);
    while (!e && !(e = sql_step(undo->store, stmt, &row, why)) && row) {
        if (names_gone(undo, type, stmt))
            e = why_set(
                why, E_CONFLICT,
                N_("Other records (%s) name what this change added. Take it out of them first, or archive it instead."),
                gettext(by->plural));
    }
    sql_done(undo->store, stmt);
done:
    buf_release(&sql);
    return e;
}

static enum err check_gone_of_type(struct undo *undo, const struct record_type *type, int64_t alone, struct why *why)
{
    const struct catalogue *catalogue = undo->store->catalogue;
    enum err e = OK;

    for (size_t i = 0; i < catalogue->count && !e; i++) {
        const struct record_type *by = catalogue->types[i];

        for (int field = 0; field < by->field_count && !e; field++) {
            if (by->fields[field].refers_to && catalogue_find(catalogue, by->fields[field].refers_to) == type)
                e = check_field(undo, by, field, type, alone, why);
        }
    }
    return e;
}

static enum err check_gone(struct undo *undo, struct why *why)
{
    enum err e = OK;

    for (size_t i = 0; i < undo->store->catalogue->count && !e; i++) {
        const struct record_type *type = undo->store->catalogue->types[i];
        int64_t first = 0;
        size_t gone = 0;

        for (size_t k = 0; k < undo->count; k++) {
            if (undo->rows[k].gone && undo->rows[k].type == type && gone++ == 0)
                first = undo->rows[k].id;
        }
        if (gone > 0)
            e = check_gone_of_type(undo, type, gone == 1 ? first : 0, why);
    }
    return e;
}

/* --- afterwards --- */

/* What a signature froze stays frozen: the rule of the type judges an undo as it judges an edit. */
static enum err check_rule(struct undo *undo, const struct touched *touched, const struct record *record,
                           struct why *why)
{
    struct rule_context context = {
        .today = clock_today(),
        .now = clock_now(),
        .officer_id = undo->store->officer_id,
        .roles = undo->store->roles,
        .calendar = &undo->store->calendar,
        .words = undo->store->words,
    };
    struct problems problems = { .count = 0 };
    struct record judged = { 0 };
    enum err e;

    if (!touched->before || !touched->type->rule)
        return OK;
    if (!(e = record_copy(&judged, record)))
        e = touched->type->rule(&judged, touched->before, &context, &problems);
    record_release(&judged);
    return !e && problems_refuse(&problems) ? why_set(why, E_INVALID, "%s", problems.items[0].text) : e;
}

/* And the catalogue, which knows what rests on it. What goes is judged as if it were archived; of a record of the team
 * that is gone its type and number are left. */
static enum err check_going(struct undo *undo, const struct touched *touched, struct why *why)
{
    struct record before = { 0 }, gone = { 0 };
    enum err e = touched->before ? record_copy(&before, touched->before) : record_init(&before, touched->type);

    before.id = touched->id;
    if (!e && !(e = record_copy(&gone, &before))) {
        gone.archived_at = 1;
        e = check_catalogue(undo->store, &gone, &before, why);
    }
    record_release(&before);
    record_release(&gone);
    return e;
}

static enum err check_changed(struct undo *undo, const struct touched *touched, const struct record *record,
                              struct why *why)
{
    enum err e = check_rule(undo, touched, record, why);

    return e || !touched->before ? e : check_catalogue(undo->store, record, touched->before, why);
}

static enum err settle_owner(struct undo *undo, const struct record *record, struct why *why)
{
    struct save_owner *owner;
    int64_t case_id;
    enum err e;

    if ((e = case_key_of(record, &case_id, why)) || (e = save_owner(undo->save, case_id, &owner, why)))
        return e;
    return save_touch(undo->save, owner, record, TOUCH_CHANGED, why);
}

static enum err settle_row(struct undo *undo, struct touched *touched, struct why *why)
{
    struct record record = { 0 };
    bool there, archived;
    enum err e;

    if ((e = look_at_row(undo, touched->type, touched->id, &there, &archived, why)) ||
        (e = save_note(undo->save, touched->id, why)))
        return e;
    save_count(undo->save, touched->type, (there && !archived) - (touched->was_there && !touched->was_archived),
               (there && archived) - (touched->was_there && touched->was_archived));
    undo->save->done.records_changed++;
    undo->save->words_touched = undo->save->words_touched || strcmp(touched->type->key, "vocabulary") == 0;
    undo->save->office_touched = undo->save->office_touched || strcmp(touched->type->key, "office") == 0;
    touched->gone = !there;
    if (!there)
        return (e = check_going(undo, touched, why)) ? e : index_drop(undo->store, touched->id, why);
    if (!(e = record_fetch(undo->store, touched->type, touched->id, SEALED_FOR_PROGRAM, &record, why)) &&
        !(e = check_changed(undo, touched, &record, why)) && !(e = index_put(undo->store, &record, false, why)))
        e = settle_owner(undo, &record, why);
    record_release(&record);
    return e;
}

static enum err mark(struct undo *undo, struct why *why)
{
    sqlite3_stmt *stmt;
    enum err e = sql_get(undo->store, "UPDATE history SET undone_by = ?1 WHERE id = ?2", &stmt, why);

    if (e)
        return e;
    sqlite3_bind_int64(stmt, 1, undo->save->entry);
    sqlite3_bind_int64(stmt, 2, undo->entry);
    if ((e = sql_finish(undo->store, stmt, why)))
        return e;
    /* Undoing an undo brings what it undid back into force. */
    if ((e = sql_get(undo->store,
                     "UPDATE history SET undone_by = NULL WHERE id = (SELECT undoes FROM history WHERE id = ?1)", &stmt,
                     why)))
        return e;
    sqlite3_bind_int64(stmt, 1, undo->entry);
    return sql_finish(undo->store, stmt, why);
}

static enum err apply_all(struct undo *undo, struct why *why)
{
    enum err e = OK;

    undo->save->undoes = undo->entry;
    for (size_t i = undo->header.part_count; i > 0 && !e; i--)
        e = apply_part(undo, i - 1, why);
    for (size_t i = 0; i < undo->count && !e; i++)
        e = settle_row(undo, &undo->rows[i], why);
    if (e || (e = check_gone(undo, why)) || (undo->save->words_touched && (e = words_check_gone(undo->store, why))))
        return e;
    return mark(undo, why);
}

static enum err undo_sentence(struct undo *undo, struct buf *out)
{
    struct history_row row = { .sentence = "" };
    enum err e = OK;

    for (size_t i = undo->header.part_count; i > 0 && !e && row.sentence[0] == '\0'; i--) {
        struct part part;

        if (part_open(undo->store, &undo->header, undo->entry, i - 1, &part, NULL) == OK && part.sentence[0] != '\0')
            e = buf_printf(out, _("Undid: %s"), part.sentence);
        part_release(&part);
        if (out->len > 0)
            break;
    }
    return e || out->len > 0 ? e : buf_add_str(out, _("Undid a change"));
}

enum err store_undo(struct store *store, int64_t entry, struct saved *out, struct why *why)
{
    struct undo undo = { .store = store, .entry = entry };
    struct buf sentence = { 0 };
    enum err e;

    if (out)
        *out = (struct saved){ 0 };
    if ((e = chain_header(store, entry, &undo.header, why)) || (e = check_kind(&undo, why)) ||
        (e = check_not_erased(&undo, why)) || (e = check_not_undone(&undo, why)))
        goto done;
    entry_release(&undo.header);
    if ((e = entry_walk(store, entry, &undo.header, note_row, &undo, why)) || (e = undo_sentence(&undo, &sentence)))
        goto done;
    if (undo.count == 0) {
        e = why_set(why, E_INVALID, N_("This entry changed no record; there is nothing to undo."));
        goto done;
    }
    drop_doubles(&undo);
    if ((e = save_begin(store, ENTRY_UNDO, &undo.save, why)))
        goto done;
    if ((e = apply_all(&undo, why)))
        save_cancel(undo.save);
    else
        e = save_commit(undo.save, buf_text(&sentence), out, why);
done:
    entry_release(&undo.header);
    for (size_t i = 0; i < undo.count; i++)
        forget_before(&undo.rows[i]);
    free(undo.rows);
    buf_wipe(&sentence);
    return e;
}
