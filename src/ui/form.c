/*
 * A form over a struct record: its editors, and the way between what is typed and the record. Keys are form_keys.c,
 * pickers and the calendar form_pick.c, drawing form_draw.c. A value the form cannot show (sealed) or may not change is
 * never written back.
 */
#include <stdlib.h>
#include <string.h>

#include "form_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

const struct field *form_field_of(const struct form *form, const struct form_field *f)
{
    return f->field >= 0 ? &form->record->type->fields[f->field] : NULL;
}

struct value *form_value_of(const struct form *form, const struct form_field *f)
{
    return &form->record->values[f->field];
}

bool form_is_shown(const struct form *form, const struct form_field *f)
{
    return !f->folded || form->more_open;
}

struct form_field *form_current(const struct form *form)
{
    return form->count > 0 ? &form->fields[form->current] : NULL;
}

static enum editor editor_for(const struct form *form, int index)
{
    const struct field *field = &form->record->type->fields[index];

    if ((field->flags & FIELD_BY_PROGRAM) || ((field->flags & FIELD_ONCE) && form->record->id != 0) ||
        form->record->values[index].form == VALUE_CLOSED)
        return EDIT_FIXED;
    switch (field->kind) {
    case FIELD_NOTE:
        return EDIT_AREA;
    case FIELD_BOOLEAN:
        return EDIT_OPTIONS;
    case FIELD_CHOICE:
    case FIELD_CHOICES:
        return EDIT_PICK; /* a short list becomes EDIT_OPTIONS when the width is known */
    case FIELD_REFERENCE:
    case FIELD_REFERENCES:
        return EDIT_REFERENCE;
    case FIELD_MOMENT:
        return EDIT_FIXED;
    default:
        return EDIT_LINE;
    }
}

static bool is_reference(const struct field *field)
{
    return field && (field->kind == FIELD_REFERENCE || field->kind == FIELD_REFERENCES);
}

/* Text of a fixed field; references wait for their titles. */
static enum err show_fixed(const struct form *form, struct form_field *f)
{
    struct buf text = { 0 };
    enum err e = OK;

    if (form_value_of(form, f)->form == VALUE_CLOSED)
        e = buf_add_str(&text, _("(sealed)"));
    else if (is_reference(form_field_of(form, f)))
        return OK;
    else
        e = field_show(form_field_of(form, f), form_value_of(form, f), form->words, &text);
    if (!e)
        e = text_copy(&f->shown, buf_text(&text));
    buf_wipe(&text);
    return e;
}

/* Put the record's value into the editor. */
static enum err load_field(const struct form *form, struct form_field *f)
{
    const struct field *field = form_field_of(form, f);
    struct buf text = { 0 };
    enum err e = OK;

    if (f->editor == EDIT_FIXED)
        return show_fixed(form, f);
    if (!field || (f->editor != EDIT_LINE && f->editor != EDIT_AREA))
        return OK;
    if ((e = field_write(field, form_value_of(form, f), &text)))
        goto done;
    if (f->editor == EDIT_AREA) {
        f->area.line.max = (size_t)field_max_len(field);
        e = text_area_set(&f->area, buf_text(&text));
    } else {
        f->line.max = field->kind == FIELD_TEXT ? (size_t)field_max_len(field) : field->kind == FIELD_TAGS ? 2000 : 60;
        e = line_set(&f->line, buf_text(&text));
    }
done:
    buf_wipe(&text);
    return e;
}

static enum err add_field(struct form *form, int index, bool folded)
{
    struct form_field *f = &form->fields[form->count];

    *f = (struct form_field){ .field = index, .editor = editor_for(form, index), .folded = folded };
    if (f->editor == EDIT_FIXED && form->record->values[index].form == VALUE_EMPTY)
        return OK;
    form->count++;
    return load_field(form, f);
}

static bool may_be_current(const struct form *form, int index)
{
    return form->fields[index].editor != EDIT_FIXED && form_is_shown(form, &form->fields[index]);
}

static enum err start(struct form *form, struct record *record, const struct record *before,
                      const struct vocabularies *words, struct date today, const struct work_calendar *calendar,
                      int most)
{
    *form = (struct form){
        .record = record, .before = before, .words = words, .today = today, .calendar = calendar, .request_field = -1
    };
    form->fields = calloc((size_t)most + 1, sizeof *form->fields);
    return form->fields ? OK : E_MEMORY;
}

static void choose_first(struct form *form)
{
    for (int i = 0; i < form->count; i++) {
        if (may_be_current(form, i)) {
            form->current = i;
            return;
        }
    }
}

enum err form_init(struct form *form, struct record *record, const struct record *before,
                   const struct vocabularies *words, struct date today, const struct work_calendar *calendar)
{
    const struct record_type *type = record->type;
    enum err e = start(form, record, before, words, today, calendar, type->field_count);
    bool any_more = false;

    for (int i = 0; i < type->field_count && !e; i++) {
        if (type->fields[i].flags & FIELD_MORE)
            any_more = true;
        else
            e = add_field(form, i, false);
    }
    if (!e && any_more)
        form->fields[form->count++] = (struct form_field){ .field = -1, .editor = EDIT_FOLD };
    for (int i = 0; i < type->field_count && !e; i++) {
        if (type->fields[i].flags & FIELD_MORE)
            e = add_field(form, i, true);
    }
    if (form->count && form->fields[form->count - 1].editor == EDIT_FOLD)
        form->count--; /* all behind it is the program's and still empty: nothing to unfold */
    choose_first(form);
    if (e)
        form_release(form);
    return e;
}

enum err form_init_step(struct form *form, struct record *record, const struct record *before,
                        const struct vocabularies *words, struct date today, const struct work_calendar *calendar,
                        const char *const *keys, int count)
{
    enum err e = start(form, record, before, words, today, calendar, count);

    for (int i = 0; i < count && !e; i++) {
        int field = field_find(record->type, keys[i]);

        if (field >= 0)
            e = add_field(form, field, false);
    }
    choose_first(form);
    if (e)
        form_release(form);
    return e;
}

static void forget_shown(struct form_field *f)
{
    if (f->shown)
        explicit_bzero(f->shown, strlen(f->shown));
    free(f->shown);
    f->shown = NULL;
}

void form_release(struct form *form)
{
    for (int i = 0; i < form->count; i++) {
        line_release(&form->fields[i].line);
        text_area_release(&form->fields[i].area);
        forget_shown(&form->fields[i]);
    }
    free(form->fields);
    picker_release(&form->picker);
    explicit_bzero(form, sizeof *form);
}

/* What was told about a field is no longer so once it is changed. */
static void forget_problem(struct problems *problems, int field)
{
    int kept = 0, warnings_from = problems->count - problems->warnings;

    for (int i = 0; i < problems->count; i++) {
        if (problems->items[i].field != field)
            problems->items[kept++] = problems->items[i];
        else if (i >= warnings_from)
            problems->warnings--;
    }
    problems->count = kept;
}

void form_touch(struct form *form, struct form_field *f)
{
    f->problem[0] = '\0';
    f->warning = false;
    forget_problem(&form->problems, f->field);
    form->changed = true;
    form->changed_at = clock_monotonic();
}

bool form_read_field(struct form *form, struct form_field *f, struct why *why)
{
    struct value value = { 0 };

    if (f->editor != EDIT_LINE && f->editor != EDIT_AREA)
        return true;
    f->unread =
        field_read(form_field_of(form, f), f->editor == EDIT_AREA ? text_area_text(&f->area) : line_text(&f->line),
                   form->words, form->today, &value, why) != OK;
    if (!f->unread && !value_equal(&value, form_value_of(form, f))) {
        value_release(form_value_of(form, f));
        *form_value_of(form, f) = value;
        value = (struct value){ 0 };
    }
    value_release(&value);
    return !f->unread;
}

void form_leave_field(struct form *form)
{
    struct form_field *f = form_current(form);
    struct why why = { 0 };

    if (f && !form_read_field(form, f, &why))
        text_cut_into(f->problem, sizeof f->problem, why_text(&why));
}

bool form_finish(struct form *form, struct problems *problems)
{
    bool all = true;

    for (int i = 0; i < form->count; i++) {
        struct why why = { 0 };

        if (form->fields[i].editor == EDIT_FOLD || form_read_field(form, &form->fields[i], &why))
            continue;
        problems_add(problems, form->fields[i].field, "%s", why_text(&why));
        all = false;
    }
    return all;
}

static struct form_field *find(const struct form *form, int field)
{
    for (int i = 0; i < form->count; i++) {
        if (form->fields[i].field == field && form->fields[i].editor != EDIT_FOLD)
            return &form->fields[i];
    }
    return NULL;
}

void form_go(struct form *form, int field)
{
    struct form_field *f = find(form, field);

    if (!f)
        return;
    if (f->folded)
        form->more_open = true;
    if (f->editor != EDIT_FIXED)
        form->current = (int)(f - form->fields);
    form_settle(form);
}

void form_problems(struct form *form, const struct problems *problems)
{
    bool moved = false;

    form->problems = *problems;
    for (int i = 0; i < form->count; i++)
        form->fields[i].problem[0] = '\0';
    for (int i = 0; i < problems->count && i < PROBLEMS_MAX; i++) {
        struct form_field *f = problems->items[i].field >= 0 ? find(form, problems->items[i].field) : NULL;

        if (!f || f->problem[0])
            continue;
        text_cut_into(f->problem, sizeof f->problem, problems->items[i].text);
        f->warning = i >= problems->count - problems->warnings;
        if (!moved)
            form_go(form, f->field);
        moved = true;
    }
    form_settle(form);
}

void form_saved(struct form *form)
{
    form->changed = false;
    form->problems = (struct problems){ 0 };
}

int form_current_field(const struct form *form)
{
    const struct form_field *f = form_current(form);

    return f ? f->field : -1;
}

enum err form_set_shown(struct form *form, int field, const char *text)
{
    struct form_field *f = find(form, field);
    char *copy = NULL;
    enum err e = text_copy(&copy, text);

    if (e || !f) {
        free(copy);
        return e;
    }
    forget_shown(f);
    f->shown = copy;
    return OK;
}

int form_untitled(const struct form *form)
{
    for (int i = 0; i < form->count; i++) {
        const struct form_field *f = &form->fields[i];

        if (f->field >= 0 && is_reference(form_field_of(form, f)) && !f->shown &&
            form_value_of(form, f)->form != VALUE_EMPTY)
            return f->field;
    }
    return -1;
}

/* Add the id to a list "id;id" kept ascending, or take it away when it is there. */
static enum err switch_id(struct value *value, int64_t id)
{
    struct buf list = { 0 };
    const char *at = value->text ? value->text : "";
    bool placed = false;
    enum err e = OK;

    while (*at && !e) {
        long long one = strtoll(at, NULL, 10);

        if (!placed && one >= id) {
            placed = true;
            if (one > id)
                e = buf_printf(&list, "%lld;", (long long)id);
        }
        if (!e && one != id)
            e = buf_printf(&list, "%lld;", one);
        at += strcspn(at, ";");
        at += *at == ';';
    }
    if (!e && !placed)
        e = buf_printf(&list, "%lld;", (long long)id);
    if (!e && list.len > 0)
        list.data[list.len - 1] = '\0';
    if (!e)
        e = value_set_text(value, list.len > 0 ? list.data : "");
    buf_release(&list);
    return e;
}

enum err form_give(struct form *form, int field, int64_t id, const char *title)
{
    struct form_field *f = find(form, field);
    enum err e;

    form->request = FORM_ASKS_NOTHING;
    if (!f || f->editor != EDIT_REFERENCE)
        return OK;
    form_touch(form, f);
    if (form->record->type->fields[field].kind == FIELD_REFERENCE) {
        value_release(form_value_of(form, f));
        value_set_number(form_value_of(form, f), id);
        return form_set_shown(form, field, title);
    }
    e = switch_id(form_value_of(form, f), id);
    forget_shown(f);
    form->request = FORM_ASKS_TITLE;
    form->request_field = field;
    return e;
}

enum err form_take_away(struct form *form, struct form_field *f)
{
    struct value *value = form_value_of(form, f);
    char *last = value->form == VALUE_TEXT ? strrchr(value->text, ';') : NULL;

    form_touch(form, f);
    if (last)
        *last = '\0';
    else
        value_release(value);
    if (f->editor != EDIT_REFERENCE)
        return OK;
    forget_shown(f);
    if (!last)
        return form_set_shown(form, f->field, "");
    form->request = FORM_ASKS_TITLE;
    form->request_field = f->field;
    return OK;
}

enum err form_type(struct form *form, int field, const char *text)
{
    struct form_field *f = find(form, field);
    enum err e = OK;

    if (!f)
        return OK;
    if (f->editor == EDIT_LINE)
        e = line_set(&f->line, text);
    else if (f->editor == EDIT_AREA)
        e = text_area_set(&f->area, text);
    else
        return field_read(form_field_of(form, f), text, form->words, form->today, form_value_of(form, f), NULL);
    if (!e)
        form_read_field(form, f, NULL);
    return e;
}
