/*
 * A row of a file on its way in: what it is by its id and table, the row kept, and what is told about it. What a row is
 * becomes a record (directory_record.c), an item of one, or is only kept.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "directory_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

enum { KEPT_BYTES_MAX = 100000, NOTES_MAX = 4000 };

/* --- the file --- */
enum err taking_start(struct taking *taking, struct directory *directory, int table, const struct sheet_row *headings,
                      const char *file, struct why *why)
{
    const struct directory_table *of = &directory->rules->tables[table];
    int known = 0;

    *taking = (struct taking){ .directory = directory, .table = table, .headings = headings };
    for (size_t i = 0; i < of->column_count; i++) {
        taking->columns[i] = column_find(of->columns[i].heading, strlen(of->columns[i].heading), headings);
        known += taking->columns[i] >= 0;
    }
    if (taking->columns[0] < 0)
        return why_set(why, E_INVALID, N_("\"%s\" has no column \"%s\": it is no table of %s. Nothing was changed."),
                       file, of->columns[0].heading, directory->rules->title);
    if (known < 2)
        return why_set(why, E_INVALID, N_("\"%s\" has none of the columns of %s but %s. Nothing was changed."), file,
                       directory->rules->title, of->columns[0].heading);
    return OK;
}

/* --- what is told --- */
enum err taken_count(struct taken *taken, const struct record_type *type, enum outcome outcome)
{
    struct import_report *report = taken->directory->run->report;
    struct import_tally *tally;
    enum err e = import_tally_of(taken->directory->run, type, &tally);

    if (e)
        return e;
    tally->added += outcome == TAKEN_ADDED;
    tally->changed += outcome == TAKEN_CHANGED;
    tally->unchanged += outcome == TAKEN_UNCHANGED;
    tally->refused += outcome == TAKEN_REFUSED;
    report->added += outcome == TAKEN_ADDED;
    report->changed += outcome == TAKEN_CHANGED;
    report->unchanged += outcome == TAKEN_UNCHANGED;
    report->refused += outcome == TAKEN_REFUSED;
    return OK;
}

static const struct record_type *own_type(const struct taken *taken)
{
    const char *key = taken->table->views[0].type;

    return key ? catalogue_find(store_catalogue(taken->directory->store), key) : taken->directory->kept_type;
}

enum err taken_refuse(struct taken *taken, const char *column, const char *value, const char *reason)
{
    struct import_run *run = taken->directory->run;
    enum err e;

    if ((e = taken_count(taken, own_type(taken), TAKEN_REFUSED)) ||
        (e = import_refuse(run, taken->row->line, column, value, reason)))
        return e;
    return import_keep_refused(run, taken->row, taken->row->line, reason);
}

enum err taken_left_out(struct taken *taken, const char *key, const char *reason)
{
    struct buf *notes = &taken->directory->run->report->notes;
    const char *heading = key;
    enum err e = OK;

    for (size_t i = 0; taken->view && i < taken->table->column_count && !e; i++) {
        if (!column_feeds(view_column(taken->table, taken->view, i), key) || taken->texts[i][0] == '\0')
            continue;
        heading = taken->table->columns[i].heading;
        e = items_add(&taken->left_out, heading, strlen(heading));
    }
    if (e || notes->len > NOTES_MAX)
        return e;
    return buf_printf(notes, _("%s, line %llu, column %s, only kept as it came: %s\n"), taken->directory->run->file,
                      (unsigned long long)taken->row->line, heading, reason);
}

/* --- the row kept --- */
static json_t *row_json(const struct taken *taken)
{
    const struct sheet_row *headings = taken->taking->headings;
    json_t *out = json_object();

    for (size_t i = 0; out && i < headings->count && i < taken->row->count; i++) {
        if (headings->cells[i][0] == '\0' || json_object_get(out, headings->cells[i]))
            continue;
        if (json_object_set_new(out, headings->cells[i], json_string(csv_unguarded(taken->row->cells[i]))) != 0) {
            json_decref(out);
            return NULL;
        }
    }
    return out;
}

/* In letters of the field's own: what it would clean away is written as \u. */
static enum err json_text(const json_t *row, struct buf *out)
{
    char *text = json_dumps(row, JSON_COMPACT | JSON_PRESERVE_ORDER);
    struct buf clean = { 0 };
    enum err e = text ? text_clean(&clean, text, strlen(text), TEXT_MANY_LINES) : E_MEMORY;

    if (!e && strcmp(buf_text(&clean), text) != 0) {
        free(text);
        text = json_dumps(row, JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_ENSURE_ASCII);
    }
    if (!e)
        e = text ? buf_add_str(out, text) : E_MEMORY;
    free(text);
    buf_release(&clean);
    return e;
}

/* What became of the row, and which cells were not read: now, or before where the cell is the same still. */
static enum err write_said(const struct taken *taken, int view, struct buf *out)
{
    static const char *const said[] = {
        [VIEW_KEPT] = "kept", [VIEW_RECORD] = "record", [VIEW_PART] = "record", [VIEW_ITEMS] = "item"
    };
    enum err e = buf_add_str(out, said[view < 0 ? 0 : taken->table->views[view].kind]);

    for (size_t i = 0; i < taken->table->column_count && !e; i++) {
        const char *heading = taken->table->columns[i].heading;
        const char *was = json_string_value(json_object_get(taken->before, heading));

        if (items_have(&taken->left_out, heading) ||
            (was && strcmp(was, taken->texts[i]) == 0 && text_list_has(taken->left_out_before, heading)))
            e = buf_printf(out, ";%s", heading);
    }
    return e;
}

static enum err fill_row(const struct taken *taken, int view, const struct record_type *type, int64_t about,
                         const char *columns, struct record *out)
{
    struct buf said = { 0 };
    enum err e;

    if ((e = write_said(taken, view, &said)) ||
        (e = value_set_text(record_value(out, "standard"), buf_text(&taken->directory->key))) ||
        (e = value_set_text(record_value(out, "sheet"), taken->table->name)) ||
        (e = value_set_text(record_value(out, "outside_id"), taken->id)) ||
        (e = value_set_text(record_value(out, "type"), type ? type->key : "")) ||
        (e = value_set_text(record_value(out, "columns"), columns)) ||
        (e = value_set_text(record_value(out, "said"), buf_text(&said))))
        goto done;
    value_release(record_value(out, "about"));
    if (about != 0)
        value_set_number(record_value(out, "about"), about);
done:
    buf_release(&said);
    return e;
}

static enum err remember(struct taken *taken, int view, const struct record_type *type, int64_t about, int64_t row)
{
    struct ids *ids = &taken->directory->ids;
    struct id_entry entry = {
        .outside_id = taken->id, .table = taken->taking->table, .view = view, .type = type, .about = about
    };
    enum err e = taken->number ? OK : ids_add(ids, &entry, &taken->number);

    if (e)
        return e;
    ids->entries[taken->number - 1].row = row;
    ids->entries[taken->number - 1].line = taken->row->line;
    return OK;
}

enum err taken_keep(struct taken *taken, int view, const struct record_type *type, int64_t about, bool *changed,
                    struct why *why)
{
    struct directory *directory = taken->directory;
    int64_t row = taken->number ? directory->ids.entries[taken->number - 1].row : 0;
    struct record kept = { 0 };
    struct buf columns = { 0 };
    json_t *now = row_json(taken);
    enum err e = E_MEMORY;

    *changed = !taken->before || !json_equal(now, taken->before);
    if (now && !*changed) {
        e = remember(taken, view, type, about, row);
        goto done;
    }
    if (!now || (e = json_text(now, &columns)))
        goto done;
    e = row ? store_load(directory->store, directory->kept_type, row, &kept, why)
            : record_init(&kept, directory->kept_type);
    if (e || (e = fill_row(taken, view, type, about, buf_text(&columns), &kept)) ||
        (e = save_put(directory->run->save, &kept, NULL, why)))
        goto done;
    e = remember(taken, view, type, about, kept.id);
done:
    json_decref(now);
    buf_release(&columns);
    record_release(&kept);
    return e == E_MEMORY ? why_set(why, e, "%s", err_text(e)) : e;
}

/* --- rows that are only kept --- */
enum err take_kept(struct taken *taken, struct why *why)
{
    const struct record_type *type = NULL;
    int64_t about = 0;
    bool changed, is_new = taken->number == 0;
    enum err e = OK;

    for (size_t i = 1; i < taken->table->column_count && about == 0 && !e; i++) {
        if (taken->table->columns[i].sheet)
            e = directory_link(taken->directory, taken->table->columns[i].sheet, taken->texts[i], &type, &about, why);
    }
    if (e || (e = taken_keep(taken, -1, about ? type : NULL, about, &changed, why)))
        return e;
    return taken_count(taken, taken->directory->kept_type,
                       !changed ? TAKEN_UNCHANGED
                       : is_new ? TAKEN_ADDED
                                : TAKEN_CHANGED);
}

/* --- rows that are an item --- */
static enum err find_owner(struct taken *taken, const struct view *view, const struct record_type **type,
                           int64_t *about, struct why *why)
{
    enum err e = OK;

    *about = 0;
    for (size_t i = 0; i < taken->table->column_count && !e; i++) {
        const struct column *column = view_column(taken->table, view, i);

        if (column->how == HOW_OWNER)
            e = directory_link(taken->directory, column->sheet, taken->texts[i], type, about, why);
    }
    if (*about && strcmp((*type)->key, view->type) != 0)
        *about = 0;
    return e;
}

/* What the row said before and no longer says goes from the list, what it says now is there. */
static enum err change_list(struct taken *taken, const struct view *view, struct record *owner, const struct items *now,
                            bool *changed, struct why *why)
{
    const struct directory_table *table = taken->table;
    int field = field_find(owner->type, view->field);
    const char *old[COLUMNS_MAX];
    struct items less = { 0 };
    struct record before = { 0 };
    struct value value = { 0 };
    bool refused = false;
    enum err e = OK;

    *changed = false;
    for (size_t i = 0; i < table->column_count; i++) {
        const char *text = json_string_value(json_object_get(taken->before, table->columns[i].heading));

        old[i] = text ? text : "";
    }
    if ((taken->before && (e = items_of_row(taken->directory, table, view, old, &less, why))) ||
        (e = value_with_items(&owner->type->fields[field], &owner->values[field], &less, now,
                              store_words(taken->directory->store), &value, why)))
        goto done;
    *changed = !value_equal(&value, &owner->values[field]);
    if (!*changed || owner->archived_at || (e = record_copy(&before, owner)) ||
        (e = value_copy(&owner->values[field], &value)))
        goto done;
    e = take_put(taken, owner, &before, &refused, why);
done:
    items_release(&less);
    value_release(&value);
    record_release(&before);
    return e;
}

static enum err is_our_own(struct taken *taken, const struct view *view, const struct record *owner,
                           const struct items *items, bool *own, struct why *why)
{
    struct cells cells = { 0 };
    enum err e = OK;

    *own = false;
    if (!view->is_made || items->count == 0)
        return OK;
    e = items_write(taken->directory, taken->taking->table, view, owner,
                    view->item == ITEM_LINES ? record_text(owner, view->field) : items->texts[0], &cells, own, why);
    for (size_t i = 0; i < taken->table->column_count && !e; i++)
        *own = *own && strcmp(buf_text(&cells.at[i]), taken->texts[i]) == 0;
    cells_release(&cells);
    return e;
}

enum err take_items(struct taken *taken, struct why *why)
{
    const struct view *view = &taken->table->views[0];
    const struct record_type *type = NULL;
    struct record owner = { 0 };
    struct items items = { 0 };
    bool listed = false, kept = false, own = false, is_new = taken->number == 0;
    int64_t about = 0;
    enum err e = find_owner(taken, view, &type, &about, why);

    if (!e && about == 0)
        return take_kept(taken, why);
    if (e || (e = items_of_row(taken->directory, taken->table, view, taken->texts, &items, why)) ||
        (e = store_load(taken->directory->store, type, about, &owner, why)))
        goto done;
    if ((e = change_list(taken, view, &owner, &items, &listed, why)) ||
        (is_new && (e = is_our_own(taken, view, &owner, &items, &own, why))))
        goto done;
    if (own)
        e = remember(taken, 0, type, about, 0);
    else
        e = taken_keep(taken, 0, type, about, &kept, why);
    if (!e)
        e = taken_count(taken, taken->directory->kept_type,
                        is_new && !own     ? TAKEN_ADDED
                        : (listed || kept) ? TAKEN_CHANGED
                                           : TAKEN_UNCHANGED);
done:
    items_release(&items);
    record_release(&owner);
    return e;
}

/* --- every row --- */
/* An id may be any short text; a second row with it is refused. */
static enum err check_id(struct taken *taken, bool *refused, struct why *why)
{
    struct directory *directory = taken->directory;
    const char *heading = taken->table->columns[0].heading;
    struct buf clean = { 0 };
    enum err e = text_clean(&clean, taken->id, strlen(taken->id), TEXT_ONE_LINE);

    *refused = true;
    if (e == E_INVALID || taken->id[0] == '\0' || strcmp(buf_text(&clean), taken->id) != 0 ||
        taken->id[strspn(taken->id, " ")] == '\0' || text_width(taken->id) > OUTSIDE_ID_MAX) {
        e = taken_refuse(taken, heading, taken->id, _("Every row needs an id of its own, a short text."));
    } else if (!e && !(e = directory_find(directory, taken->taking->table, taken->id, &taken->number, why))) {
        char reason[160];

        if (taken->number && directory->ids.entries[taken->number - 1].line) {
            snprintf(reason, sizeof reason, _("Line %llu has this id already."),
                     (unsigned long long)directory->ids.entries[taken->number - 1].line);
            e = taken_refuse(taken, heading, taken->id, reason);
        } else {
            *refused = false;
        }
    }
    buf_release(&clean);
    return e;
}

static bool is_too_long(const struct taken *taken)
{
    size_t len = 0;

    for (size_t i = 0; i < taken->row->count; i++)
        len += strlen(taken->row->cells[i]);
    return len > KEPT_BYTES_MAX;
}

static enum err dispatch(struct taken *taken, struct why *why)
{
    struct directory *directory = taken->directory;
    const struct view *view = &taken->table->views[0];

    if (taken->number) {
        const struct id_entry *entry = &directory->ids.entries[taken->number - 1];
        enum err e = kept_load(directory, entry->row, &taken->before, why);
        const char *left_out = json_string_value(json_object_get(taken->before, KEPT_LEFT_OUT));

        if (e || (left_out && (e = text_copy(&taken->left_out_before, left_out))))
            return e;
        json_object_del(taken->before, KEPT_LEFT_OUT);
        if (entry->view < 0)
            return take_kept(taken, why);
        view = &taken->table->views[entry->view];
    }
    if (view->kind == VIEW_KEPT)
        return take_kept(taken, why);
    return view->kind == VIEW_ITEMS ? take_items(taken, why) : take_record(taken, why);
}

enum err take_row(struct taking *taking, const struct sheet_row *row, struct why *why)
{
    struct taken taken = { .taking = taking,
                           .directory = taking->directory,
                           .table = &taking->directory->rules->tables[taking->table],
                           .row = row };
    bool refused = false;
    enum err e;

    for (size_t i = 0; i < taken.table->column_count; i++) {
        int at = taking->columns[i];

        taken.texts[i] = at >= 0 && (size_t)at < row->count ? csv_unguarded(row->cells[at]) : "";
    }
    taken.id = taken.texts[0] ? taken.texts[0] : "";
    if ((e = check_id(&taken, &refused, why)) || refused)
        return e;
    if (is_too_long(&taken))
        return taken_refuse(&taken, "", "", _("The row is too long to be kept; shorten its texts."));
    if (!(e = dispatch(&taken, why)))
        e = links_note(&taken, why);
    json_decref(taken.before);
    items_release(&taken.left_out);
    free(taken.left_out_before);
    return e;
}
