/*
 * A row that is a record, or a part of one (the address of a place). Known by its id, else by what tells records of the
 * type apart anyway, else it is new. Only what the row says otherwise than before is read into the record. A cell that
 * cannot be, or that a rule of the record refuses, is left out and told: the row is kept whole all the same.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "directory_in.h"
#include "townkeep/base/i18n.h"

struct record_work {
    struct taken *taken;
    int view_at;
    const struct view *view;
    const struct record_type *type;
    struct record record, before; /* before.type NULL: new */
    const char *old[COLUMNS_MAX]; /* the row as it was, or as we would have given it */
    struct cells fresh;           /* where `old` points for rows of our own */
    bool refused;
};

static void work_release(struct record_work *work)
{
    record_release(&work->record);
    record_release(&work->before);
    cells_release(&work->fresh);
}

static struct cell_reading reading_of(const struct record_work *work)
{
    return (struct cell_reading){ .directory = work->taken->directory,
                                  .table = work->taken->table,
                                  .view = work->view,
                                  .record = &work->record,
                                  .texts = work->taken->texts,
                                  .old = work->before.type ? work->old : NULL };
}

/* --- which record --- */
static enum err set_fixed(struct record_work *work, const char *fixed, struct why *why)
{
    struct directory *directory = work->taken->directory;
    enum err e = OK;

    while (fixed && *fixed && !e) {
        char key[40], text[40];
        size_t len = strcspn(fixed, ";"), left = strcspn(fixed, "=");

        snprintf(key, sizeof key, "%.*s", (int)left, fixed);
        snprintf(text, sizeof text, "%.*s", (int)(len - left - 1), fixed + left + 1);
        e = field_read(&work->type->fields[field_find(work->type, key)], text, store_words(directory->store),
                       directory->today, record_value(&work->record, key), why);
        fixed += len + (fixed[len] == ';');
    }
    return e;
}

static enum err start_new(struct record_work *work, struct why *why)
{
    struct directory *directory = work->taken->directory;
    enum err e;

    if ((e = record_init(&work->record, work->type)) ||
        (e = record_start(&work->record, store_words(directory->store), directory->today, why)) ||
        (e = set_fixed(work, work->view->fixed, why)))
        return e;
    return field_find(work->type, "sens") >= 0 ? value_set_text(record_value(&work->record, "sens"), directory->sens)
                                               : OK;
}

/* The row as it was kept; of a record without one, as it would be given out. */
static enum err know(struct record_work *work, int64_t id, struct why *why)
{
    struct taken *taken = work->taken;
    enum err e;

    record_release(&work->record);
    work->record = (struct record){ 0 };
    if ((e = store_load(taken->directory->store, work->type, id, &work->before, why)) ||
        (e = record_copy(&work->record, &work->before)))
        return e;
    if (!taken->before &&
        (e = cells_write(taken->directory, taken->taking->table, work->view, &work->before, NULL, &work->fresh, why)))
        return e;
    for (size_t i = 0; i < taken->table->column_count; i++) {
        const char *was = json_string_value(json_object_get(taken->before, taken->table->columns[i].heading));

        work->old[i] = taken->before ? (was ? was : "") : buf_text(&work->fresh.at[i]);
    }
    return OK;
}

/* Whether a row from elsewhere is this record already, under another id than the row at hand. */
static bool bears_another_id(const struct record_work *work, const struct record_type *type, int64_t id)
{
    const struct ids *ids = &work->taken->directory->ids;
    size_t number = ids_being(ids, work->taken->taking->table, work->view_at, type, id);

    return number != 0 && (ids->entries[number - 1].row != 0 || ids->entries[number - 1].line != 0);
}

/* The record whose part the row is. */
static enum err find_whole(struct record_work *work, int64_t *id, struct why *why)
{
    struct taken *taken = work->taken;
    const struct record_type *type = NULL;
    enum err e = OK;

    *id = 0;
    for (size_t i = 0; i < taken->table->column_count && *id == 0 && !e; i++) {
        const struct column *column = &taken->table->columns[i];

        if (column->how == HOW_SELF)
            e = directory_link(taken->directory, column->sheet, taken->texts[i], &type, id, why);
    }
    for (size_t i = 0; i < taken->table->view_count && *id; i++) {
        if (strcmp(taken->table->views[i].type, type->key) == 0)
            work->view_at = (int)i;
    }
    if (*id && bears_another_id(work, type, *id))
        *id = 0; /* another row is that part already */
    return e;
}

static enum err match(struct record_work *work, int64_t *id, struct why *why)
{
    struct directory *directory = work->taken->directory;
    struct match_index *index;
    enum err e;

    *id = 0;
    if (!work->type->match || (e = import_index(directory->run, work->type, &index, why)))
        return work->type->match ? e : OK;
    e = match_index_find(index, directory->store, &work->record, &directory->run->taken, NULL, id, why);
    /* What bears another id is another one, whatever its name. */
    if (!e && *id && bears_another_id(work, work->type, *id))
        *id = 0;
    return e;
}

/* --- its fields --- */
static void look_at(const struct record_work *work, const char *key, bool *differs, bool *filled)
{
    const struct directory_table *table = work->taken->table;

    *differs = *filled = false;
    for (size_t i = 0; i < table->column_count; i++) {
        if (!column_feeds(view_column(table, work->view, i), key))
            continue;
        *filled = *filled || work->taken->texts[i][0];
        *differs = *differs || !work->before.type || strcmp(work->taken->texts[i], work->old[i]) != 0;
    }
}

/* The row no longer says what the record still holds from it. */
static enum err withdraw(struct record_work *work, const char *key, struct why *why)
{
    struct cell_reading then = reading_of(work);
    int field = field_find(work->type, key);
    bool hold = false;
    enum err e;

    then.texts = work->old;
    then.old = NULL;
    if (!work->taken->before || (work->type->fields[field].flags & FIELD_REQUIRED))
        return OK;
    if (!(e = cells_hold(&then, key, &hold, why)) && hold)
        value_release(&work->record.values[field]);
    return e;
}

static bool is_round(const struct record_work *work, int field, const struct value *value)
{
    const struct field *of = &work->type->fields[field];
    bool round = false;

    return value->form == VALUE_NUMBER && of->kind == FIELD_REFERENCE && strcmp(of->refers_to, work->type->key) == 0 &&
           !links_go_round(work->taken->directory, work->type, of->key, work->record.id, value->number, &round, NULL) &&
           round;
}

static enum err set_field(struct record_work *work, const char *key, struct why *why)
{
    struct cell_reading reading = reading_of(work);
    int field = field_find(work->type, key);
    bool differs, filled;
    struct value value = { 0 };
    struct why problem = { 0 };
    enum err e;

    look_at(work, key, &differs, &filled);
    if (!differs || (!filled && field != work->type->title_field))
        return differs && work->before.type ? withdraw(work, key, why) : OK;
    e = cells_read(&reading, key, &value, &problem);
    if (!e && is_round(work, field, &value))
        e = why_set(&problem, E_INVALID, N_("The link would make a circle."));
    if (!e && value.form != VALUE_EMPTY)
        e = value_copy(&work->record.values[field], &value);
    else if (e == E_INVALID)
        e = taken_left_out(work->taken, key, why_text(&problem));
    else if (e)
        e = why_set(why, e, "%s", why_text(&problem));
    value_release(&value);
    return e;
}

static enum err set_fields(struct record_work *work, struct why *why)
{
    size_t at = 0;
    const char *key;
    enum err e = OK;

    while (!e && (key = view_field(work->taken->table, work->view, &at)))
        e = set_field(work, key, why);
    return e;
}

/* --- saving --- */
static bool is_equal(const struct record *a, const struct record *b)
{
    for (int i = 0; i < a->type->field_count; i++) {
        if (!value_equal(&a->values[i], &b->values[i]))
            return false;
    }
    return true;
}

/* Undo what the rules refuse, field by field; false when nothing can be left out. */
static enum err leave_out(struct taken *taken, struct record *record, const struct record *before,
                          const struct problems *problems, bool *less, struct why *why)
{
    enum err e = OK;

    (void)why;
    *less = false;
    for (int i = 0; i < problems->count - problems->warnings && !e; i++) {
        int field = problems->items[i].field;

        if (field < 0 || record->values[field].form == VALUE_EMPTY ||
            (before && value_equal(&record->values[field], &before->values[field])) ||
            (!before && (record->type->fields[field].flags & FIELD_REQUIRED)))
            continue;
        *less = true;
        if (!(e = taken_left_out(taken, record->type->fields[field].key, problems->items[i].text))) {
            if (before)
                e = value_copy(&record->values[field], &before->values[field]);
            else
                value_release(&record->values[field]);
        }
    }
    return e;
}

static bool is_refusal(enum err e)
{
    return e == E_INVALID || e == E_NOT_FOUND || e == E_CONFLICT;
}

/* A rule may find fault with one field for the sake of another: try without each in turn. */
static enum err put_without_one(struct taken *taken, struct record *record, const struct record *before,
                                const struct why *problem, enum err refusal, struct why *why)
{
    enum err e = refusal;

    for (int i = 0; i < record->type->field_count && is_refusal(e); i++) {
        const struct field *field = &record->type->fields[i];
        struct value value = record->values[i];
        struct why none = { 0 };
        enum err told;

        if (value.form == VALUE_EMPTY || (field->flags & (FIELD_REQUIRED | FIELD_BY_PROGRAM)) ||
            (before && value_equal(&value, &before->values[i])))
            continue;
        record->values[i] = (struct value){ 0 };
        if ((before && (told = value_copy(&record->values[i], &before->values[i]))) ||
            ((e = save_put(taken->directory->run->save, record, NULL, &none)) && !is_refusal(e))) {
            value_release(&value);
            return why_set(why, before && told ? told : e, "%s", why_text(&none));
        }
        if (e) {
            value_release(&record->values[i]);
            record->values[i] = value;
            continue;
        }
        value_release(&value);
        if ((told = taken_left_out(taken, field->key, why_text(problem))))
            return told;
    }
    return e;
}

/* The column that gives the field which is at fault; "" when none does. */
static const char *heading_at_fault(const struct taken *taken, const struct record *record,
                                    const struct problems *problems)
{
    int field = problems->count > problems->warnings ? problems->items[0].field : -1;

    for (size_t i = 0; taken->view && field >= 0 && i < taken->table->column_count; i++) {
        if (column_feeds(view_column(taken->table, taken->view, i), record->type->fields[field].key))
            return taken->table->columns[i].heading;
    }
    return "";
}

enum err take_put(struct taken *taken, struct record *record, const struct record *before, bool *refused,
                  struct why *why)
{
    struct problems problems = { 0 };
    struct why problem = { 0 };
    bool less = true;
    enum err e = E_INVALID, told;

    *refused = false;
    for (int tries = 0; tries < 4 && less && is_refusal(e); tries++) {
        less = false;
        problem = (struct why){ 0 };
        e = save_put(taken->directory->run->save, record, &problems, &problem);
        if (is_refusal(e) && (told = leave_out(taken, record, before, &problems, &less, why)))
            return told;
    }
    if (is_refusal(e))
        e = put_without_one(taken, record, before, &problem, e, why);
    if (is_refusal(e)) {
        *refused = true;
        return taken_refuse(taken, heading_at_fault(taken, record, &problems), "", why_text(&problem));
    }
    return e ? why_set(why, e, "%s", why_text(&problem)) : OK;
}

static enum err put(struct record_work *work, bool *changed, struct why *why)
{
    struct import_run *run = work->taken->directory->run;
    const struct record *before = work->before.type ? &work->before : NULL;
    struct match_index *index;
    enum err e;

    *changed = !before || !is_equal(&work->record, before);
    if (!*changed || (e = take_put(work->taken, &work->record, before, &work->refused, why)) || work->refused)
        return *changed ? e : OK;
    work->taken->view = NULL;
    if (!work->type->match)
        return OK;
    return (e = import_index(run, work->type, &index, why)) ? e : match_index_add(index, &work->record);
}

/* The organisation works at this place: that stands with the organisation. */
static enum err set_works_here(struct record_work *work, struct why *why)
{
    struct taken *taken = work->taken;
    const struct record_type *type = NULL;
    struct record party = { 0 }, before = { 0 };
    struct items more = { 0 };
    char id[24];
    int64_t about = 0;
    bool refused;
    enum err e = OK;

    for (size_t i = 0; i < taken->table->column_count && about == 0 && !e; i++) {
        const struct column *column = view_column(taken->table, work->view, i);

        if (column->how == HOW_WORKS_HERE)
            e = directory_link(taken->directory, column->sheet, taken->texts[i], &type, &about, why);
    }
    if (e || about == 0)
        return e;
    snprintf(id, sizeof id, "%lld", (long long)work->record.id);
    if ((e = store_load(taken->directory->store, type, about, &party, why)) || (e = record_copy(&before, &party)) ||
        (e = items_add(&more, id, strlen(id))) ||
        (e = value_with_items(&type->fields[field_find(type, "places")], record_value(&before, "places"), NULL, &more,
                              store_words(taken->directory->store), record_value(&party, "places"), why)))
        goto done;
    if (!party.archived_at && !is_equal(&party, &before)) {
        taken->directory->works_known = false;
        e = take_put(taken, &party, &before, &refused, why);
    }
done:
    record_release(&party);
    record_release(&before);
    items_release(&more);
    return e;
}

/* A row of an id that this vault made, which says nothing but what we would: not kept. */
static bool is_our_own(const struct record_work *work)
{
    const struct taken *taken = work->taken;

    if (!taken->number || taken->before || !work->before.type)
        return false;
    for (size_t i = 0; i < taken->table->column_count; i++) {
        if (taken->taking->columns[i] >= 0 && strcmp(taken->texts[i], work->old[i]) != 0)
            return false;
    }
    return true;
}

static enum err finish(struct record_work *work, bool changed, struct why *why)
{
    struct taken *taken = work->taken;
    bool is_new = !work->before.type, kept = false;
    enum err e = OK;

    if (is_our_own(work))
        taken->directory->ids.entries[taken->number - 1].line = taken->row->line;
    else
        e = taken_keep(taken, work->view_at, work->type, work->record.id, &kept, why);
    if (!e && strcmp(work->type->key, "place") == 0)
        e = set_works_here(work, why);
    if (e)
        return e;
    return taken_count(taken, work->type, is_new ? TAKEN_ADDED : changed || kept ? TAKEN_CHANGED : TAKEN_UNCHANGED);
}

static enum err recognise(struct record_work *work, struct why *why)
{
    struct taken *taken = work->taken;
    int64_t id = 0;
    enum err e = OK;

    work->view_at = taken->number ? taken->directory->ids.entries[taken->number - 1].view : 0;
    if (taken->number)
        id = taken->directory->ids.entries[taken->number - 1].about;
    else if (taken->table->views[0].kind == VIEW_PART && ((e = find_whole(work, &id, why)) || id == 0))
        return e;
    taken->view = work->view = &taken->table->views[work->view_at];
    work->type = catalogue_find(store_catalogue(taken->directory->store), work->view->type);
    if (id)
        return know(work, id, why);
    if ((e = start_new(work, why)) || (e = set_fields(work, why)) || (e = match(work, &id, why)) || id == 0)
        return e;
    return know(work, id, why);
}

enum err take_record(struct taken *taken, struct why *why)
{
    struct record_work work = { .taken = taken };
    bool changed = false;
    enum err e = recognise(&work, why);

    if (!e && !work.record.type) {
        e = take_kept(taken, why); /* a part of nothing that is here */
    } else if (!e && work.before.archived_at) {
        taken->directory->ids.entries[taken->number ? taken->number - 1 : 0].line =
            taken->number ? taken->row->line : 0;
        e = taken_count(taken, work.type, TAKEN_UNCHANGED);
    } else if (!e) {
        if (work.before.type)
            e = set_fields(&work, why);
        if (!e && !(e = put(&work, &changed, why)) && !work.refused)
            e = finish(&work, changed, why);
    }
    work_release(&work);
    return e;
}
