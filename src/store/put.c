/*
 * Putting one record into a save: who may, what the program alone may set, the type's own checks, references, sealed
 * columns, then the row itself. Everything is done on a copy; the caller's record changes only when the row is written.
 */
#include <stdlib.h>
#include <string.h>

#include "store_in.h"

#include "townkeep/base/i18n.h"

struct put {
    struct save *save;
    struct store *store;
    const struct record_type *type;
    enum put_by by;
    bool fresh;
    struct record copy, before, given;
    int64_t owner;
    int64_t reference; /* number used up; 0 none */
    struct problems *problems;
};

static void put_release(struct put *put)
{
    record_release(&put->copy);
    record_release(&put->before);
    record_release(&put->given);
}

/* --- checks --- */

static const struct value nothing = { .form = VALUE_EMPTY };

static const struct value *value_before(const struct put *put, int field)
{
    return put->fresh ? &nothing : &put->before.values[field];
}

/* E_MEMORY alone. */
static enum err check_initial(const struct put *put, int field, bool *is_initial)
{
    const struct field *described = &put->type->fields[field];
    struct value initial = { 0 };
    enum err e = OK;

    *is_initial = false;
    if (put->fresh && described->initial &&
        !(e = field_read(described, described->initial, put->store->words, clock_today(), &initial, NULL)))
        *is_initial = value_equal(&initial, &put->copy.values[field]);
    value_release(&initial);
    return e == E_MEMORY ? e : OK;
}

/* What the program sets is put back before the type's rule runs, so that a value can only come from the rule. A form
 * may have run the rule already: its values are then made again. The given ones are kept to see whether the officer
 * tried. */
static enum err take_back(struct put *put)
{
    int reference = field_find(put->type, "reference");
    enum err e = OK;

    for (int i = 0; i < put->type->field_count && !e; i++) {
        const struct value *now = &put->copy.values[i];
        bool is_initial;

        if (put->by != PUT_BY_OFFICER || !(put->type->fields[i].flags & FIELD_BY_PROGRAM) ||
            value_equal(now, value_before(put, i)) || (put->reference > 0 && i == reference) ||
            (e = check_initial(put, i, &is_initial)) || is_initial)
            continue;
        if (!put->given.type && (e = record_copy(&put->given, &put->copy)))
            break;
        e = value_copy(&put->copy.values[i], value_before(put, i));
    }
    return e;
}

static void check_who_sets(const struct put *put, struct problems *problems)
{
    for (int i = 0; i < put->type->field_count && put->by == PUT_BY_OFFICER; i++) {
        const struct field *field = &put->type->fields[i];
        const struct value *now = &put->copy.values[i];

        if (put->given.type && (field->flags & FIELD_BY_PROGRAM) && !value_equal(&put->given.values[i], now) &&
            value_equal(now, value_before(put, i)))
            problems_add(problems, i, N_("%s is set by the program; leave it as it is."), gettext(field->label));
        else if ((field->flags & FIELD_ONCE) && !put->fresh && !value_equal(now, value_before(put, i)))
            problems_add(problems, i, N_("%s is fixed once the record is made. Add a new record instead."),
                         gettext(field->label));
    }
}

/* Names and roles of officers are bound to keys and signatures: they change by their own ways (officers.c). */
static enum err check_officer(const struct put *put, struct why *why)
{
    static const char *const bound[] = { "name", "roles" };

    if (put->by == PUT_BY_ROSTER || strcmp(put->type->key, "officer") != 0)
        return OK;
    if (put->fresh)
        return why_set(why, E_PERMISSION,
                       N_("A new officer needs a passphrase: use \"officer add\" or Office, Officers."));
    for (size_t i = 0; i < sizeof bound / sizeof bound[0]; i++) {
        int field = field_find(put->type, bound[i]);

        if (field >= 0 && !value_equal(&put->copy.values[field], &put->before.values[field]))
            return why_set(why, E_PERMISSION,
                           N_("%s of an officer is not edited like other fields: use \"officer\" or Office, Officers."),
                           gettext(put->type->fields[field].label));
    }
    return OK;
}

static enum err check_reference(struct put *put, int field, struct why *why)
{
    const struct field *described = &put->type->fields[field];
    const struct value *value = &put->copy.values[field];
    const struct record_type *type = catalogue_find(put->store->catalogue, described->refers_to);
    const char *at = value->form == VALUE_TEXT ? value->text : "";
    bool exists = true;
    enum err e = OK;

    if (!type)
        return why_set(why, E_INVALID, N_("%s: this program keeps no %s."), gettext(described->label),
                       described->refers_to);
    if (value->form == VALUE_NUMBER)
        e = record_exists(put->store, type, value->number, &exists, why);
    while (!e && exists && *at != '\0') {
        char *end;
        int64_t id = strtoll(at, &end, 10);

        exists = end != at;
        if (exists)
            e = record_exists(put->store, type, id, &exists, why);
        at = *end == ';' ? end + 1 : end;
    }
    if (!e && !exists)
        problems_add(put->problems, field, N_("%s: there is no such record (%s) any more. Choose another."),
                     gettext(described->label), gettext(type->label));
    return e;
}

static enum err check_references(struct put *put, struct why *why)
{
    enum err e = OK;

    for (int i = 0; i < put->type->field_count && !e; i++) {
        enum field_kind kind = put->type->fields[i].kind;

        if ((kind == FIELD_REFERENCE || kind == FIELD_REFERENCES) && put->copy.values[i].form != VALUE_CLOSED &&
            !value_equal(&put->copy.values[i], value_before(put, i)))
            e = check_reference(put, i, why);
    }
    return e;
}

static void check_case(const struct put *put, struct problems *problems)
{
    int field = put->type->case_field ? field_find(put->type, put->type->case_field) : -1;

    if (field >= 0 && !put->fresh && !value_equal(&put->copy.values[field], &put->before.values[field]))
        problems_add(problems, field, N_("A record cannot be moved to another case. Archive it and add it there."));
}

static enum err first_problem(const struct put *put, struct why *why)
{
    for (int i = 0; i < put->problems->count; i++) {
        if (problems_refuse(put->problems))
            return why_set(why, E_INVALID, "%s", put->problems->items[i].text);
    }
    return OK;
}

/* What the record has to do with others, as the catalogue knows. */
static enum err check_beside(const struct put *put, struct why *why)
{
    const struct catalogue *catalogue = put->store->catalogue;

    if (put->by != PUT_BY_OFFICER || !catalogue->check)
        return OK;
    return catalogue->check(put->store, &put->copy, put->fresh ? NULL : &put->before, put->problems, why);
}

enum err check_catalogue(struct store *store, const struct record *record, const struct record *before, struct why *why)
{
    struct problems problems = { .count = 0 };
    enum err e = OK;

    if (store->catalogue->check)
        e = store->catalogue->check(store, record, before, &problems, why);
    return !e && problems_refuse(&problems) ? why_set(why, E_INVALID, "%s", problems.items[0].text) : e;
}

static enum err check(struct put *put, struct why *why)
{
    struct rule_context context = {
        .today = clock_today(),
        .now = clock_now(),
        .officer_id = put->store->officer_id,
        .roles = put->store->roles,
        .calendar = &put->store->calendar,
        .words = put->store->words,
    };
    enum err e;

    if ((e = take_back(put)))
        return e;
    e = record_check(&put->copy, put->fresh ? NULL : &put->before, &context, put->problems);
    if (e && e != E_INVALID)
        return why_set(why, e, "%s", err_text(e));
    check_who_sets(put, put->problems);
    check_case(put, put->problems);
    if ((e = check_references(put, why)) || (e = unique_check(put->store, &put->copy, put->problems, why)) ||
        (e = check_beside(put, why)) || (e = first_problem(put, why)))
        return e;
    return case_key_of(&put->copy, &put->owner, why);
}

/* --- before the checks --- */

static enum err fill_reference(struct put *put, struct why *why)
{
    int field = field_find(put->type, "reference");
    struct buf text = { 0 };
    enum err e;

    if (!put->fresh || !put->type->reference_prefix || field < 0)
        return OK;
    if (put->by == PUT_BY_PROGRAM && record_has(&put->copy, "reference"))
        return OK;
    e = reference_next(put->store, put->type->reference_prefix, &text, &put->reference, why);
    if (!e)
        e = value_set_text(&put->copy.values[field], buf_text(&text));
    buf_release(&text);
    return e;
}

/* The program's own steps are guarded where they are taken. */
static enum err check_gate(const struct put *put, int64_t case_id, struct why *why)
{
    return put->by == PUT_BY_OFFICER ? gate_pass(put->store, put->type, case_id, why) : OK;
}

static enum err load_before(struct put *put, struct why *why)
{
    const struct secret *key;
    enum err e = record_fetch(put->store, put->type, put->copy.id, SEALED_FOR_PROGRAM, &put->before, why);

    if (e)
        return e;
    if (put->before.archived_at != 0)
        return why_set(why, E_INVALID, N_("This record is archived. Take it back into use before changing it."));
    if ((e = case_key_of(&put->before, &put->owner, why)) || (e = check_gate(put, put->owner, why)))
        return e;
    if (put->owner != 0 && (e = case_key_open(put->store, put->owner, &key, why)))
        return e;
    for (int i = 0; i < put->type->field_count && !e; i++) {
        if (put->copy.values[i].form == VALUE_CLOSED)
            e = value_copy(&put->copy.values[i], &put->before.values[i]);
    }
    put->copy.import_batch = put->before.import_batch;
    return e;
}

/* A new case gets its key; a record of a case needs the case's. */
static enum err open_owner(struct put *put, struct why *why)
{
    const struct secret *key;

    if (put->owner == 0)
        return OK;
    if (put->fresh && !put->type->case_field)
        return case_key_make(put->store, put->owner, why);
    return case_key_open(put->store, put->owner, &key, why);
}

/* --- the row --- */

static enum err bind_field(struct put *put, sqlite3_stmt *stmt, int at, int field, const struct secret *key)
{
    const struct value *value = &put->copy.values[field];
    struct buf sealed = { 0 };
    enum err e;

    if (!(put->type->fields[field].flags & FIELD_SEALED) || value->form == VALUE_EMPTY) {
        value_bind(stmt, at, value);
        return OK;
    }
    if (!key || value->form == VALUE_CLOSED)
        return E_PERMISSION;
    if (!(e = sealed_write(put->type, put->copy.id, field, value, key, &sealed)))
        sql_bind_blob(stmt, at, sealed.data, sealed.len);
    buf_release(&sealed);
    return e;
}

static enum err insert_sql(const struct record_type *type, struct buf *sql)
{
    enum err e;

    if ((e = buf_add_str(sql, "INSERT INTO ")) || (e = sql_add_name(sql, type->key)) ||
        (e = buf_add_str(sql, " (id, import_batch")))
        return e;
    for (int i = 0; i < type->field_count && !e; i++) {
        if (!(e = buf_add_str(sql, ", ")))
            e = sql_add_name(sql, type->fields[i].key);
    }
    if (!e)
        e = buf_add_str(sql, ") VALUES (?1, nullif(?2, 0)");
    for (int i = 0; i < type->field_count && !e; i++)
        e = buf_printf(sql, ", ?%d", i + 3);
    return e ? e : buf_add_char(sql, ')');
}

static enum err insert_row(struct put *put, const struct secret *key, struct why *why)
{
    struct buf sql = { 0 };
    sqlite3_stmt *stmt = NULL;
    enum err e;

    if ((e = insert_sql(put->type, &sql)) || (e = sql_get(put->store, buf_text(&sql), &stmt, why)))
        goto done;
    sqlite3_bind_int64(stmt, 1, put->copy.id);
    sqlite3_bind_int64(stmt, 2, put->copy.import_batch);
    for (int i = 0; i < put->type->field_count && !e; i++) {
        e = bind_field(put, stmt, i + 3, i, key);
        put->save->done.fields_changed += put->copy.values[i].form != VALUE_EMPTY;
    }
    if (e)
        sql_done(put->store, stmt);
    else
        e = sql_finish(put->store, stmt, why);
done:
    buf_release(&sql);
    return e;
}

static bool is_changed(const struct put *put, int field)
{
    return !value_equal(&put->copy.values[field], &put->before.values[field]);
}

static enum err update_sql(const struct put *put, struct buf *sql, int *changed)
{
    enum err e;

    *changed = 0;
    if ((e = buf_add_str(sql, "UPDATE ")) || (e = sql_add_name(sql, put->type->key)) || (e = buf_add_str(sql, " SET ")))
        return e;
    for (int i = 0; i < put->type->field_count && !e; i++) {
        if (!is_changed(put, i))
            continue;
        if (!(e = buf_add_str(sql, *changed > 0 ? ", " : "")) && !(e = sql_add_name(sql, put->type->fields[i].key)))
            e = buf_printf(sql, " = ?%d", *changed + 2);
        ++*changed;
    }
    return e ? e : buf_add_str(sql, " WHERE id = ?1");
}

static enum err update_row(struct put *put, const struct secret *key, int *changed, struct why *why)
{
    struct buf sql = { 0 };
    sqlite3_stmt *stmt = NULL;
    int at = 2;
    enum err e;

    if ((e = update_sql(put, &sql, changed)) || *changed == 0 || (e = sql_get(put->store, buf_text(&sql), &stmt, why)))
        goto done;
    sqlite3_bind_int64(stmt, 1, put->copy.id);
    for (int i = 0; i < put->type->field_count && !e; i++) {
        if (is_changed(put, i))
            e = bind_field(put, stmt, at++, i, key);
    }
    if (e)
        sql_done(put->store, stmt);
    else
        e = sql_finish(put->store, stmt, why);
    put->save->done.fields_changed += *changed;
done:
    buf_release(&sql);
    return e;
}

static bool is_one_of(const struct record_type *type, const char *key)
{
    return strcmp(type->key, key) == 0;
}

static enum err after_row(struct put *put, struct save_owner *owner, struct why *why)
{
    struct save *save = put->save;
    enum err e;

    if ((e = index_put(put->store, &put->copy, put->fresh, why)) || (e = save_note(save, put->copy.id, why)) ||
        (e = save_touch(save, owner, &put->copy, put->fresh ? TOUCH_ADDED : TOUCH_CHANGED, why)))
        return e;
    if (put->owner != 0 && put->owner != put->copy.id && (e = save_note(save, put->owner, why)))
        return e;
    if (put->reference > 0 && (e = reference_take(put->store, put->type->reference_prefix, put->reference, why)))
        return e;
    if (put->fresh)
        save_count(save, put->type, 1, 0);
    save->done.records_added += put->fresh;
    save->done.records_changed += !put->fresh;
    save->words_touched = save->words_touched || is_one_of(put->type, "vocabulary");
    save->office_touched = save->office_touched || is_one_of(put->type, "office");
    save->roster_touched = save->roster_touched || is_one_of(put->type, "officer");
    return save_relieve(save, why);
}

static enum err write_row(struct put *put, struct why *why)
{
    struct save_owner *owner;
    int changed = 1;
    enum err e;

    if ((e = open_owner(put, why)) || (e = save_owner(put->save, put->owner, &owner, why)))
        return e;
    e = put->fresh ? insert_row(put, owner->key, why) : update_row(put, owner->key, &changed, why);
    return e || changed == 0 ? e : after_row(put, owner, why);
}

static enum err prepare(struct put *put, const struct record *record, struct why *why)
{
    enum err e;

    if (put->by != PUT_BY_ROSTER && (e = require_writer(put->store, put->type, why)))
        return e;
    if (put->by == PUT_BY_OFFICER && put->type->is_event)
        return why_set(why, E_INVALID,
                       N_("Steps are taken, not written: use \"step\", or take it on the record's own screen."));
    if ((e = record_copy(&put->copy, record)))
        return e;
    if (!put->fresh)
        return load_before(put, why);
    if (put->type->owner == RECORD_OF_CASE && put->type->case_field &&
        (e = check_gate(put, record_number(&put->copy, put->type->case_field), why)))
        return e;
    put->copy.id = put->save->chosen_id ? put->save->chosen_id : id_next(put->store);
    put->save->chosen_id = 0;
    put->copy.import_batch = put->save->kind == ENTRY_IMPORT ? put->save->entry : 0;
    return OK;
}

enum err save_put_as(struct save *save, struct record *record, enum put_by by, struct problems *problems,
                     struct why *why)
{
    struct problems own = { .count = 0 };
    struct why reason = { .code = OK };
    struct put put = { .save = save, .store = save->store, .type = record->type, .by = by, .fresh = record->id == 0 };
    enum err e = save->failed;

    put.problems = problems ? problems : &own;
    memset(put.problems, 0, sizeof *put.problems);
    if (e)
        reason = save->failure;
    if (e || (e = prepare(&put, record, &reason)) || (e = fill_reference(&put, &reason)) ||
        (e = check_officer(&put, &reason)) || (e = check(&put, &reason)))
        goto done;
    if ((e = write_row(&put, &reason))) {
        if (e != E_PERMISSION) /* refused before anything was written */
            save_fail(save, e, &reason);
        goto done;
    }
    record_release(record);
    *record = put.copy;
    put.copy = (struct record){ 0 };
done:
    put_release(&put);
    if (e && why)
        *why = reason;
    return e;
}

enum err save_put(struct save *save, struct record *record, struct problems *problems, struct why *why)
{
    return save_put_as(save, record, PUT_BY_OFFICER, problems, why);
}

enum err save_put_by_program(struct save *save, struct record *record, struct problems *problems, struct why *why)
{
    return save_put_as(save, record, PUT_BY_PROGRAM, problems, why);
}
