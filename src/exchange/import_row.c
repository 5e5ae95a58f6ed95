/*
 * One row becomes one record, and perhaps further ones that hang on it. Everything wrong with a row is collected before
 * it is refused, so that a person mends it once. A further record that is refused does not take the row's own with it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

/* What is wrong with the record being made; what was in the cells, field by field. */
struct row_work {
    struct import_run *run;
    const struct mapping_part *part;
    struct mapping_context context;
    struct record record;
    char **texts;       /* by field; NULL where no rule gave one */
    bool *from_column;  /* by field: a cell was filled */
    bool *yielding;     /* by field: the rule only fills what is empty, or adds to a list */
    struct buf reasons; /* for the file of refused rows */
    bool refused;
    bool is_taken; /* an earlier row stood for the record: this one only fills what is empty */
};

static void work_release(struct row_work *work)
{
    for (int i = 0; work->texts && i < work->part->type->field_count; i++)
        free(work->texts[i]);
    free(work->texts);
    free(work->from_column);
    free(work->yielding);
    record_release(&work->record);
    buf_release(&work->reasons);
}

static enum err refuse(struct row_work *work, int field, const char *reason)
{
    const struct mapping_rule *rule = field >= 0 ? mapping_rule_find(work->part, field) : NULL;
    const char *column = rule ? mapping_rule_column(&work->context, rule) : "";
    enum err e;

    work->refused = true;
    if (field >= 0 && column[0] == '\0')
        column = work->part->type->fields[field].key;
    if (work->reasons.len > 0 && (e = buf_add_char(&work->reasons, ' ')))
        return e;
    if ((e = buf_printf(&work->reasons, "%s%s%s", column, column[0] ? ": " : "", reason)))
        return e;
    return import_refuse(work->run, work->context.row->line, column,
                         field >= 0 && work->texts[field] ? work->texts[field] : "", reason);
}

static enum err read_value(struct row_work *work, int field_index, const char *text, struct why *why)
{
    const struct field *field = &work->part->type->fields[field_index];
    struct value *value = &work->record.values[field_index];
    struct import_run *run = work->run;
    struct buf ids = { 0 };
    enum err e;

    if (field->kind != FIELD_REFERENCE && field->kind != FIELD_REFERENCES)
        return field_read(field, text, store_words(run->store), run->today, value, why);
    if (!(e = import_resolve_references(run, field, text, &ids, why)))
        e = store_read_value(run->store, field, buf_text(&ids), value, why);
    buf_release(&ids);
    return e;
}

/* --- words that are no choice here --- */
static char *trimmed(const char *text, size_t len)
{
    while (len > 0 && text[len - 1] == ' ')
        len--;
    while (len > 0 && *text == ' ') {
        text++;
        len--;
    }
    return strndup(text, len);
}

/* Other people's lists are not ours: of a field that may stay empty the known words are kept, the others left out and
 * told. */
static enum err read_known_words(struct row_work *work, const struct mapping_rule *rule, const char *text,
                                 struct why *why)
{
    const struct field *field = &work->part->type->fields[rule->field];
    const char *separators = field->kind == FIELD_CHOICES ? ";,/|" : "";
    struct buf known = { 0 };
    enum err e = OK;

    while (*text && !e) {
        size_t len = strcspn(text, separators);
        char *word = trimmed(text, len);
        const struct vocabulary_entry *entry =
            word ? vocabulary_read(store_words(work->run->store), field->vocabulary, word) : NULL;

        if (!word)
            e = E_MEMORY;
        else if (entry)
            e = buf_printf(&known, "%s%s", known.len > 0 ? ";" : "", entry->code);
        else if (word[0])
            e = import_leave_out(work->run, mapping_rule_column(&work->context, rule), word);
        free(word);
        text += len + (text[len] != '\0');
    }
    if (!e)
        e = field_read(field, buf_text(&known), store_words(work->run->store), work->run->today,
                       &work->record.values[rule->field], why);
    buf_release(&known);
    return e;
}

static bool may_be_left_out(const struct field *field)
{
    return (field->kind == FIELD_CHOICE || field->kind == FIELD_CHOICES) && !(field->flags & FIELD_REQUIRED);
}

/* --- making the record --- */
static bool is_refusal(enum err e)
{
    return e == E_INVALID || e == E_NOT_FOUND || e == E_CONFLICT;
}

static enum err apply_rule(struct row_work *work, const struct mapping_rule *rule, struct why *why)
{
    const struct field *field = &work->part->type->fields[rule->field];
    struct why problem = { 0 };
    struct buf text = { 0 };
    bool filled = false;
    enum err e = mapping_apply(&work->context, field, rule, &text, &filled);

    if (e || text.len == 0)
        goto done;
    work->from_column[rule->field] = filled;
    work->yielding[rule->field] = mapping_rule_adds(rule) || mapping_rule_is_gentle(rule);
    if ((e = text_copy(&work->texts[rule->field], buf_text(&text))))
        goto done;
    e = read_value(work, rule->field, buf_text(&text), &problem);
    if (e == E_INVALID && may_be_left_out(field))
        e = read_known_words(work, rule, buf_text(&text), why);
    else if (is_refusal(e))
        e = refuse(work, rule->field, why_text(&problem));
    else if (e)
        e = why_set(why, e, "%s", why_text(&problem));
done:
    buf_release(&text);
    return e;
}

static enum err make_record(struct row_work *work, struct why *why)
{
    int count = work->part->type->field_count;
    enum err e;

    work->texts = calloc((size_t)count, sizeof *work->texts);
    work->from_column = calloc((size_t)count, sizeof *work->from_column);
    work->yielding = calloc((size_t)count, sizeof *work->yielding);
    if (!work->texts || !work->from_column || !work->yielding)
        return E_MEMORY;
    if ((e = record_init(&work->record, work->part->type)) ||
        (e = record_start(&work->record, store_words(work->run->store), work->run->today, why)))
        return e;
    for (size_t i = 0; i < work->part->rule_count && !e; i++)
        e = apply_rule(work, &work->part->rules[i], why);
    return e;
}

/* A further record hangs on columns of its own: without them there is none. */
static bool has_any(const struct row_work *work)
{
    for (int i = 0; i < work->part->type->field_count; i++) {
        if (work->from_column[i])
            return true;
    }
    return false;
}

/* --- a record already there --- */
/* Tags are added to, not replaced: an outside id from another register stays. So are other lists where the mapping says
 * so: a second branch of an organisation is one more place. */
static enum err merge_list(struct value *old, const struct value *fresh, struct why *why, const struct field *field,
                           struct row_work *work)
{
    struct buf all = { 0 };
    enum err e = buf_add_str(&all, old->text);

    for (const char *at = fresh->text; *at && !e;) {
        size_t len = strcspn(at, ";");
        char *item = strndup(at, len);

        if (!item)
            e = E_MEMORY;
        else if (!value_list_has(old, item))
            e = buf_printf(&all, ";%s", item);
        free(item);
        at += len + (at[len] == ';');
    }
    if (!e && field->kind == FIELD_REFERENCES)
        e = store_read_value(work->run->store, field, buf_text(&all), old, why);
    else if (!e)
        e = field_read(field, buf_text(&all), store_words(work->run->store), work->run->today, old, why);
    buf_release(&all);
    return e;
}

static enum err merge_field(struct row_work *work, struct record *old, int field, struct why *why)
{
    struct value *was = &old->values[field];
    const struct value *is = &work->record.values[field];
    const struct mapping_rule *rule = mapping_rule_find(work->part, field);
    bool grows = work->part->type->fields[field].kind == FIELD_TAGS || (rule && mapping_rule_adds(rule));

    if (!work->texts[field] || is->form == VALUE_EMPTY || was->form == VALUE_CLOSED)
        return OK;
    if (was->form != VALUE_EMPTY && (work->is_taken || mapping_rule_is_gentle(rule)) && !grows)
        return OK;
    if (grows && was->form == VALUE_TEXT && is->form == VALUE_TEXT)
        return merge_list(was, is, why, &work->part->type->fields[field], work);
    return value_copy(was, is);
}

static bool records_equal(const struct record *a, const struct record *b)
{
    for (int i = 0; i < a->type->field_count; i++) {
        if (!value_equal(&a->values[i], &b->values[i]))
            return false;
    }
    return true;
}

static enum err add_problems(struct row_work *work, const struct problems *problems, const struct why *why)
{
    enum err e = OK;
    int refusals = problems->count - problems->warnings;

    for (int i = 0; i < refusals && !e; i++)
        e = refuse(work, problems->items[i].field, problems->items[i].text);
    return refusals == 0 ? refuse(work, -1, why_text(why)) : e;
}

static enum err put(struct row_work *work, struct record *record, struct import_tally *tally, size_t *count,
                    struct why *why)
{
    struct problems problems = { 0 };
    struct why problem = { 0 };
    struct match_index *index;
    enum err e = save_put(work->run->save, record, &problems, &problem);

    if (is_refusal(e)) {
        tally->refused++;
        return add_problems(work, &problems, &problem);
    }
    if (e)
        return why_set(why, e, "%s", why_text(&problem));
    ++*count;
    if ((e = match_index_take(&work->run->taken, record->id)) ||
        (e = import_index(work->run, record->type, &index, why)))
        return e;
    return match_index_add(index, record);
}

static enum err change(struct row_work *work, int64_t id, struct import_tally *tally, struct why *why)
{
    struct record old = { 0 }, changed = { 0 };
    enum err e;

    if ((e = store_load(work->run->store, work->part->type, id, &old, why)) || (e = record_copy(&changed, &old)))
        goto done;
    work->record.id = id;
    /* What was archived here stays as it was, whatever a file says. */
    for (int i = 0; i < old.type->field_count && !old.archived_at && !e; i++)
        e = merge_field(work, &changed, i, why);
    if (e)
        goto done;
    if (records_equal(&old, &changed) && !(e = match_index_take(&work->run->taken, id)))
        tally->unchanged++;
    else if (!e)
        e = put(work, &changed, tally, &tally->changed, why);
done:
    record_release(&old);
    record_release(&changed);
    return e;
}

static const char *cell_under(const struct row_work *work, const char *heading)
{
    int column = column_find(heading, strlen(heading), work->context.headings);

    return column >= 0 ? csv_unguarded(work->context.row->cells[column]) : "";
}

/* A file that this program wrote says which record it is: by the column "id", or where there is none, by "reference".
 * Ids of ours are large (41 bits of milliseconds above 22 others); a small number is somebody else's. */
static enum err find_exported(struct row_work *work, int64_t *id, struct why *why)
{
    const struct record_type *type = work->part->type;
    const char *id_cell = cell_under(work, "id"), *reference = cell_under(work, "reference");
    struct record probe = { 0 };
    struct why none = { 0 };
    int64_t number = 0;
    enum err e = OK;

    if (text_to_int(id_cell, &number) && number >= 1 << 22) {
        e = store_load(work->run->store, type, number, &probe, &none);
        *id = e ? 0 : number;
        record_release(&probe);
    } else if (reference[0] && field_find(type, "reference") >= 0) {
        e = store_find(work->run->store, type, reference, id, &none);
        *id = e ? 0 : *id;
    }
    return e && !is_refusal(e) ? why_set(why, e, "%s", why_text(&none)) : OK;
}

static enum err recognise(struct row_work *work, int64_t *id, struct why *why)
{
    struct match_index *index;
    enum err e;

    *id = 0;
    if (work->part == &work->run->mapping.parts[0] && (e = find_exported(work, id, why)))
        return e;
    if (*id != 0)
        return OK;
    if ((e = import_index(work->run, work->part->type, &index, why)))
        return e;
    return match_index_find(index, work->run->store, &work->record, &work->run->taken, work->yielding, id, why);
}

static enum err take_part(struct row_work *work, struct why *why)
{
    struct import_tally *tally;
    int64_t id = 0;
    enum err e;

    if ((e = import_tally_of(work->run, work->part->type, &tally)) || (e = make_record(work, why)))
        return e;
    if (!has_any(work) && work->part != &work->run->mapping.parts[0])
        return OK;
    if (!has_any(work) && (e = refuse(work, -1, _("None of the columns in use holds anything."))))
        return e;
    if (work->refused) {
        tally->refused++;
        return OK;
    }
    if ((e = recognise(work, &id, why)))
        return e;
    work->is_taken = match_index_is_taken(&work->run->taken, id);
    return id != 0 ? change(work, id, tally, why) : put(work, &work->record, tally, &tally->added, why);
}

/* One part of the row; what was wrong with it goes to `reasons`. made[part]: its record, 0 none. */
static enum err take_one(struct import_run *run, size_t part, int64_t *made, struct buf *reasons, struct why *why)
{
    struct row_work work = { .run = run, .part = &run->mapping.parts[part] };
    enum err e;

    work.context = (struct mapping_context){ .mapping = &run->mapping,
                                             .headings = &run->lookups.headings,
                                             .row = &run->lookups.row,
                                             .source = run->source,
                                             .made = made };
    e = take_part(&work, why);
    if (!e && work.refused)
        e = buf_printf(reasons, "%s%s", reasons->len > 0 ? "; " : "", buf_text(&work.reasons));
    made[part] = e || work.refused ? 0 : work.record.id;
    work_release(&work);
    return e;
}

static enum err keep_own(struct import_report *report, int64_t id)
{
    int64_t *more = report->records;

    if (report->record_count % 256 == 0)
        more = reallocarray(report->records, report->record_count + 256, sizeof *more);
    if (!more)
        return E_MEMORY;
    report->records = more;
    more[report->record_count++] = id;
    return OK;
}

/* The parts that the row's own record names come before it, all others need it. */
enum err import_row(struct import_run *run, struct why *why)
{
    const struct sheet_row *row = &run->lookups.row;
    int64_t made[MAPPING_PARTS_MAX] = { 0 };
    struct import_tally before, *own;
    struct buf reasons = { 0 };
    bool own_refused = false;
    enum err e = import_tally_of(run, run->mapping.parts[0].type, &own);

    for (size_t i = 0; i < run->mapping.part_count && !e && !own_refused; i++) {
        size_t part = run->order[i];

        before = *own;
        e = take_one(run, part, made, &reasons, why);
        if (e || part != 0)
            continue;
        own_refused = made[0] == 0;
        run->report->added += own->added - before.added;
        run->report->changed += own->changed - before.changed;
        run->report->unchanged += own->unchanged - before.unchanged;
        run->report->refused += own->refused - before.refused;
        e = own_refused ? OK : keep_own(run->report, made[0]);
    }
    if (!e && reasons.len > 0)
        e = import_keep_refused(run, row, row->line, buf_text(&reasons));
    buf_release(&reasons);
    return e;
}
