/* The keys of a form: between fields, and into the editor of the current one. */
#include <stdio.h>
#include <string.h>

#include "form_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

enum { FORM_PAGE = 5 };

static bool may_stop_at(const struct form *form, int index)
{
    return form->fields[index].editor != EDIT_FIXED && form_is_shown(form, &form->fields[index]);
}

/* `count` fields on; at either end Tab goes round, arrows stay. */
static void move(struct form *form, int direction, int count, bool round)
{
    int at = form->current;

    form_leave_field(form);
    while (count > 0) {
        int next = at + direction;

        while (next >= 0 && next < form->count && !may_stop_at(form, next))
            next += direction;
        if (next < 0 || next >= form->count) {
            if (!round)
                break;
            round = false;
            at = direction > 0 ? -1 : form->count;
            continue;
        }
        at = next;
        count--;
    }
    if (at >= 0 && at < form->count && may_stop_at(form, at))
        form->current = at;
    form_settle(form);
}

int form_options(const struct form *form, const struct field *field, int width, struct option out[OPTIONS_MAX])
{
    size_t count = 0;
    const struct vocabulary_entry *entries;
    int used = 0, taken = 0;

    if (field->kind == FIELD_BOOLEAN) {
        out[0] = (struct option){ "1", _("yes") };
        out[1] = (struct option){ "0", _("no") };
        return 2;
    }
    if (field->kind != FIELD_CHOICE)
        return 0;
    entries = vocabulary_entries(form->words, field->vocabulary, &count);
    for (size_t i = 0; i < count; i++) {
        if (entries[i].retired)
            continue;
        if (taken == OPTIONS_MAX)
            return 0;
        out[taken] =
            (struct option){ entries[i].code, vocabulary_label(form->words, field->vocabulary, entries[i].code) };
        used += 4 + (int)text_width(out[taken].label) + 3;
        taken++;
    }
    return used - 3 <= width ? taken : 0;
}

int form_option_chosen(const struct form *form, const struct form_field *f, const struct option *options, int count)
{
    const struct value *value = form_value_of(form, f);

    if (value->form == VALUE_EMPTY)
        return -1;
    for (int i = 0; i < count; i++) {
        if (form_field_of(form, f)->kind == FIELD_BOOLEAN ? value->number == (options[i].code[0] == '1')
                                                          : value->text && strcmp(value->text, options[i].code) == 0)
            return i;
    }
    return -1;
}

static void choose_option(struct form *form, struct form_field *f, const struct option *options, int chosen)
{
    struct value *value = form_value_of(form, f);
    struct value fresh = { 0 };

    if (chosen >= 0 && form_field_of(form, f)->kind == FIELD_BOOLEAN)
        value_set_number(&fresh, options[chosen].code[0] == '1');
    else if (chosen >= 0 && value_set_text(&fresh, options[chosen].code))
        return;
    value_release(value);
    *value = fresh;
    form_touch(form, f);
}

static int option_by_letter(const struct option *options, int count, uint32_t key)
{
    char letter[KEY_TEXT_SIZE];

    if (key_to_text(key, letter) == 0 || letter[0] == ' ')
        return -1;
    for (int i = 0; i < count; i++) {
        if (text_has_words(options[i].label, letter))
            return i;
    }
    return -1;
}

static bool handle_options(struct form *form, struct form_field *f, uint32_t key)
{
    struct option options[OPTIONS_MAX];
    int count = form_options(form, form_field_of(form, f), form_editor_width(form), options);
    int chosen = form_option_chosen(form, f, options, count), letter = option_by_letter(options, count, key);

    if (count == 0)
        return false;
    if (key == PRESS_RIGHT || key == ' ')
        choose_option(form, f, options, key == ' ' || chosen < count - 1 ? (chosen + 1) % count : chosen);
    else if (key == PRESS_LEFT)
        choose_option(form, f, options, chosen > 0 ? chosen - 1 : 0);
    else if (key == PRESS_DELETE || key == PRESS_BACKSPACE)
        choose_option(form, f, options, -1);
    else if (letter >= 0)
        choose_option(form, f, options, letter);
    else
        return false;
    return true;
}

static bool is_text_key(uint32_t key)
{
    char text[KEY_TEXT_SIZE];

    return key_to_text(key, text) > 0;
}

/* Fields whose value is picked: letters start the picker's filter. */
static bool handle_pick(struct form *form, struct form_field *f, const struct event *event)
{
    if (event->kind != EVENT_KEY)
        return false;
    if (event->key == PRESS_DELETE || event->key == PRESS_BACKSPACE)
        return form_take_away(form, f) == OK;
    if (event->key == PRESS_ENTER)
        return form_open_picker(form, f);
    if (!is_text_key(event->key) || !form_open_picker(form, f))
        return false;
    if (event->key != ' ')
        form_handle_overlay(form, event);
    return true;
}

static bool handle_text(struct form *form, struct form_field *f, const struct event *event)
{
    enum line_result result = f->editor == EDIT_AREA ? text_area_handle(&f->area, event) : line_handle(&f->line, event);

    if (result == LINE_CHANGED) {
        form_touch(form, f);
        form_read_field(form, f, NULL);
    }
    return result != LINE_IGNORED;
}

static void switch_more(struct form *form)
{
    form->more_open = !form->more_open;
    if (!form_is_shown(form, form_current(form))) {
        for (int i = 0; i < form->count; i++) {
            if (form->fields[i].editor == EDIT_FOLD)
                form->current = i;
        }
    }
}

static bool handle_editor(struct form *form, struct form_field *f, const struct event *event)
{
    switch (f->editor) {
    case EDIT_LINE:
    case EDIT_AREA:
        return handle_text(form, f, event);
    case EDIT_OPTIONS:
        return event->kind == EVENT_KEY && handle_options(form, f, event->key);
    case EDIT_PICK:
    case EDIT_REFERENCE:
        return handle_pick(form, f, event);
    case EDIT_FOLD:
        if (event->kind == EVENT_KEY && (event->key == PRESS_ENTER || event->key == ' ')) {
            switch_more(form);
            return true;
        }
        return false;
    case EDIT_FIXED:
        break;
    }
    return false;
}

static bool is_date(const struct field *field)
{
    return field && (field->kind == FIELD_DATE || field->kind == FIELD_PARTIAL_DATE);
}

static bool handle_moves(struct form *form, struct form_field *f, uint32_t key)
{
    switch (key) {
    case PRESS_TAB:
        move(form, 1, 1, true);
        return true;
    case PRESS_SHIFT_TAB:
        move(form, -1, 1, true);
        return true;
    case PRESS_DOWN:
    case PRESS_ENTER:
        move(form, 1, 1, false);
        return true;
    case PRESS_UP:
        move(form, -1, 1, false);
        return true;
    case PRESS_PAGE_DOWN:
        move(form, 1, FORM_PAGE, false);
        return true;
    case PRESS_PAGE_UP:
        move(form, -1, FORM_PAGE, false);
        return true;
    case PRESS_CTRL('o'):
        switch_more(form);
        return true;
    case PRESS_CTRL('z'): /* nothing left to undo here is no reason to undo the last save */
        return true;
    case PRESS_FUNCTION(4):
    case PRESS_CTRL('t'):
        if (is_date(form_field_of(form, f)) && f->editor == EDIT_LINE)
            form_open_calendar(form, f);
        else if (f->editor == EDIT_PICK || f->editor == EDIT_REFERENCE)
            return form_open_picker(form, f);
        else
            return false;
        return true;
    default:
        return false;
    }
}

/* Tab takes what is chosen and goes on, as it does in every other field: who types on must not type into the list. */
static void handle_overlay(struct form *form, const struct event *event)
{
    const struct event enter = { .kind = EVENT_KEY, .key = PRESS_ENTER };
    bool goes_on = event->kind == EVENT_KEY && event->key == PRESS_TAB;

    form_handle_overlay(form, goes_on ? &enter : event);
    if (goes_on && form->overlay == FORM_NO_OVERLAY && form->request == FORM_ASKS_NOTHING)
        move(form, 1, 1, true);
}

bool form_handle(struct form *form, const struct event *event)
{
    struct form_field *f = form_current(form);
    bool taken;

    form->request = FORM_ASKS_NOTHING;
    if (!f || (event->kind != EVENT_KEY && event->kind != EVENT_PASTE))
        return false;
    if (form->overlay != FORM_NO_OVERLAY) {
        handle_overlay(form, event);
        form_settle(form);
        return true;
    }
    taken = handle_editor(form, f, event) || (event->kind == EVENT_KEY && handle_moves(form, f, event->key));
    if (taken)
        form_settle(form);
    return taken;
}

bool form_is_typing(const struct form *form)
{
    const struct form_field *f = form_current(form);

    return form->overlay == FORM_PICKER || (f && f->editor != EDIT_FIXED && f->editor != EDIT_FOLD);
}
