/* The boxes a form opens over itself: the picker for long choices and for references, and the calendar. */
#include <stdio.h>
#include <string.h>

#include "form_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

static enum err add_entries(struct form *form, const struct field *field, const struct value *value)
{
    size_t count = 0;
    const struct vocabulary_entry *entries = vocabulary_entries(form->words, field->vocabulary, &count);
    enum err e = OK;

    for (size_t i = 0; i < count && !e; i++) {
        struct picker_row row = { 0 };
        bool chosen = field->kind == FIELD_CHOICES ? value_list_has(value, entries[i].code)
                                                   : value->text && strcmp(value->text, entries[i].code) == 0;

        if (entries[i].retired && !chosen)
            continue;
        snprintf(row.code, sizeof row.code, "%s", entries[i].code);
        text_cut_into(row.label, sizeof row.label, vocabulary_label(form->words, field->vocabulary, entries[i].code));
        if (entries[i].parent[0])
            text_cut_into(
                row.detail, sizeof row.detail,
                vocabulary_label(form->words, field->parents ? field->parents : field->vocabulary, entries[i].parent));
        row.on = chosen;
        e = picker_add(&form->picker, &row);
        if (chosen && field->kind == FIELD_CHOICE)
            form->picker.selected = form->picker.count - 1;
    }
    return e;
}

bool form_open_picker(struct form *form, struct form_field *f)
{
    const struct field *field = form_field_of(form, f);

    picker_release(&form->picker);
    snprintf(form->picker.title, sizeof form->picker.title, "%s", _(field->label));
    form->picker.may_empty = !(field->flags & FIELD_REQUIRED);
    if (f->editor == EDIT_REFERENCE) {
        form->picker.fed = form->picker.may_create = true;
        form->request = FORM_ASKS_ROWS;
        form->request_field = f->field;
    } else {
        form->picker.many = field->kind == FIELD_CHOICES;
        if (add_entries(form, field, form_value_of(form, f)))
            return false;
    }
    form->overlay = FORM_PICKER;
    picker_place(&form->picker, form->area);
    return true;
}

/* "code;code" of the rows that are on: rows stand in the vocabulary's order. */
static enum err take_many(struct form *form, struct form_field *f)
{
    struct buf codes = { 0 };
    enum err e = OK;

    for (int i = 0; i < form->picker.count && !e; i++) {
        if (form->picker.rows[i].on)
            e = buf_printf(&codes, "%s%s", codes.len > 0 ? ";" : "", form->picker.rows[i].code);
    }
    if (!e)
        e = value_set_text(form_value_of(form, f), buf_text(&codes));
    buf_release(&codes);
    return e;
}

static void take_chosen(struct form *form, struct form_field *f)
{
    const struct picker_row *row = picker_chosen(&form->picker);

    if (form->picker.many) {
        if (take_many(form, f) == OK)
            form_touch(form, f);
    } else if (row && f->editor == EDIT_REFERENCE) {
        if (form_give(form, f->field, row->id, row->label) != OK)
            return;
    } else if (row && value_set_text(form_value_of(form, f), row->code) == OK) {
        form_touch(form, f);
    }
}

static void handle_picker(struct form *form, struct form_field *f, const struct event *event)
{
    switch (picker_handle(&form->picker, event)) {
    case PICKER_WORDS_CHANGED:
        form->request = FORM_ASKS_ROWS;
        form->request_field = f->field;
        break;
    case PICKER_CHOSEN:
        form->overlay = FORM_NO_OVERLAY;
        take_chosen(form, f);
        break;
    case PICKER_EMPTIED:
        form->overlay = FORM_NO_OVERLAY;
        value_release(form_value_of(form, f));
        form_touch(form, f);
        if (f->editor == EDIT_REFERENCE && form_set_shown(form, f->field, ""))
            return;
        break;
    case PICKER_CREATE:
        form->overlay = FORM_NO_OVERLAY;
        form->request = FORM_ASKS_CREATE;
        form->request_field = f->field;
        break;
    case PICKER_CANCELLED:
        form->overlay = FORM_NO_OVERLAY;
        break;
    case PICKER_IGNORED:
    case PICKER_TAKEN:
        break;
    }
}

void form_open_calendar(struct form *form, struct form_field *f)
{
    const struct value *value = form_value_of(form, f);
    struct date day = form->today;

    if (value->form == VALUE_TEXT && !date_parse(value->text, false, &day))
        day = form->today;
    calendar_init(&form->month, day, form->today, form->calendar);
    form->overlay = FORM_CALENDAR;
}

static void handle_calendar(struct form *form, struct form_field *f, const struct event *event)
{
    enum calendar_result result = calendar_handle(&form->month, event);
    char day[DATE_TEXT_SIZE];

    if (result == CALENDAR_CHOSEN) {
        date_format(form->month.day, day);
        if (line_set(&f->line, day) == OK) {
            form_touch(form, f);
            form_read_field(form, f, NULL);
        }
    }
    if (result == CALENDAR_CHOSEN || result == CALENDAR_CANCELLED)
        form->overlay = FORM_NO_OVERLAY;
}

void form_handle_overlay(struct form *form, const struct event *event)
{
    if (form->overlay == FORM_PICKER)
        handle_picker(form, form_current(form), event);
    else
        handle_calendar(form, form_current(form), event);
}
