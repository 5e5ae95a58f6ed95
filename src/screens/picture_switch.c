/* What is switched on a picture: two choices turn into each other, more stand in a box, a record is looked for there by
 * its name. What needs no other data is laid out again at once. */
#include "picture_screen_in.h"

#include <stdio.h>
#include <stdlib.h>

#include "townkeep/base/text.h"

enum { FOUND_MOST = 50 };

static const struct picture_switch *switch_of(const struct picture_screen *picture, int at)
{
    return &picture->view.picture->switches[at];
}

enum err picture_show_settings(struct picture_screen *picture, struct store *store)
{
    struct buf text = { 0 };
    enum err e = OK;

    for (int i = 0; i < picture->view.picture->switch_count && !e; i++) {
        buf_clear(&text);
        if (!(e = picture_setting_show(&picture->view, i, store, &text)))
            text_cut_into(picture->shown[i], sizeof picture->shown[i], buf_text(&text));
    }
    buf_release(&text);
    return e;
}

static void was_set(struct picture_screen *picture, struct flow *flow, int at)
{
    struct why why = { 0 };
    enum err e = switch_of(picture, at)->lays_only ? picture_lay_again(picture, flow, &why)
                                                   : picture_reload(picture, flow, &why);
    enum err shown = picture_show_settings(picture, flow_store(flow));

    if (e)
        flow_refuse(flow, &why);
    else if (shown)
        flow_refuse_text(flow, err_text(shown));
}

/* --- the box --- */
static enum err add_row(struct picture_screen *picture, int64_t id, const char *code, const char *label)
{
    struct picker_row row = { .id = id };

    text_cut_into(row.code, sizeof row.code, code);
    text_cut_into(row.label, sizeof row.label, label);
    return picker_add(&picture->picker, &row);
}

static enum err add_choices(struct picture_screen *picture, const struct picture_switch *one)
{
    enum err e = OK;

    for (int i = 0; i < one->choice_count && !e; i++)
        e = add_row(picture, i, one->choices[i].name, _(one->choices[i].label));
    picture->picker.selected = picture->view.wish.settings[picture->picking].choice;
    return e;
}

static enum err add_words(struct picture_screen *picture, const struct picture_switch *one,
                          const struct vocabularies *words)
{
    size_t count;
    const struct vocabulary_entry *entries = vocabulary_entries(words, one->vocabulary, &count);
    enum err e = add_row(picture, 0, "", _("all"));

    for (size_t i = 0; i < count && !e; i++) {
        if (!entries[i].retired)
            e = add_row(picture, 0, entries[i].code, vocabulary_label(words, one->vocabulary, entries[i].code));
    }
    return e;
}

static enum err add_found(struct picture_screen *picture, const struct picture_switch *one, struct store *store,
                          struct why *why)
{
    struct found *found = calloc(FOUND_MOST, sizeof *found);
    const char *words = line_text(&picture->picker.words);
    size_t count = 0;
    enum err e = found ? OK : E_MEMORY;

    picker_clear_rows(&picture->picker);
    if (!e && words[0])
        e = store_search(store, one->type, words, FOUND_MOST, found, &count, why);
    for (size_t i = 0; i < count && !e; i++)
        e = add_row(picture, found[i].id, "", found[i].title);
    free(found);
    return e;
}

static void close_picker(struct picture_screen *picture)
{
    picker_release(&picture->picker);
    picture->picking = -1;
}

static void open_picker(struct picture_screen *picture, struct flow *flow, int at)
{
    const struct picture_switch *one = switch_of(picture, at);
    enum err e = OK;

    picker_release(&picture->picker);
    picture->picking = at;
    snprintf(picture->picker.title, sizeof picture->picker.title, "%s", _(one->label));
    picture->picker.fed = one->kind == SWITCH_RECORD;
    picture->picker.may_empty = one->kind == SWITCH_RECORD;
    if (one->kind == SWITCH_CHOICE)
        e = add_choices(picture, one);
    else if (one->kind == SWITCH_WORD)
        e = add_words(picture, one, flow_words(flow));
    picker_place(&picture->picker, picture->screen.body);
    if (e) {
        close_picker(picture);
        flow_refuse_text(flow, err_text(e));
    }
}

static void take(struct picture_screen *picture, struct flow *flow, const struct picker_row *row)
{
    int at = picture->picking;
    struct picture_setting *setting = &picture->view.wish.settings[at];

    if (switch_of(picture, at)->kind == SWITCH_CHOICE)
        setting->choice = row ? (int)row->id : 0;
    else
        setting->id = row ? row->id : 0;
    text_cut_into(setting->code, sizeof setting->code, row ? row->code : "");
    close_picker(picture);
    was_set(picture, flow, at);
}

bool picture_picker_handle(struct picture_screen *picture, struct flow *flow, const struct event *event)
{
    struct why why = { 0 };

    switch (picker_handle(&picture->picker, event)) {
    case PICKER_WORDS_CHANGED:
        if (add_found(picture, switch_of(picture, picture->picking), flow_store(flow), &why))
            flow_refuse(flow, &why);
        return true;
    case PICKER_CHOSEN:
        if (picker_chosen(&picture->picker))
            take(picture, flow, picker_chosen(&picture->picker));
        return true;
    case PICKER_EMPTIED:
        take(picture, flow, NULL);
        return true;
    case PICKER_CANCELLED:
        close_picker(picture);
        return true;
    case PICKER_IGNORED:
        return event->kind == EVENT_KEY || event->kind == EVENT_PASTE;
    default:
        return true;
    }
}

/* --- keys --- */
void picture_switch_turn(struct picture_screen *picture, struct flow *flow, int at)
{
    const struct picture_switch *one = switch_of(picture, at);
    struct picture_setting *setting = &picture->view.wish.settings[at];

    if (one->kind != SWITCH_CHOICE || one->choice_count > 2) {
        open_picker(picture, flow, at);
        return;
    }
    setting->choice = (setting->choice + 1) % one->choice_count;
    was_set(picture, flow, at);
}

/* The choice that has this key. */
static bool choose(struct picture_screen *picture, struct flow *flow, int at, uint32_t key)
{
    const struct picture_switch *one = switch_of(picture, at);

    for (int i = 0; i < one->choice_count; i++) {
        if (one->choices[i].key && key == (uint32_t)one->choices[i].key) {
            picture->view.wish.settings[at].choice = i;
            was_set(picture, flow, at);
            return true;
        }
    }
    return false;
}

bool picture_switch_key(struct picture_screen *picture, struct flow *flow, uint32_t key)
{
    for (int i = 0; i < picture->view.picture->switch_count; i++) {
        if (key == (uint32_t)switch_of(picture, i)->key) {
            picture_switch_turn(picture, flow, i);
            return true;
        }
        if (choose(picture, flow, i, key))
            return true;
    }
    return false;
}

void picture_switch_centre(struct picture_screen *picture, struct flow *flow, int64_t id)
{
    int at = picture->view.picture->centre - 1;

    picture->view.wish.settings[at].id = id;
    was_set(picture, flow, at);
}

/* For whoever does not know the letters. */
void picture_switch_ask(struct picture_screen *picture, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_CHOICE };

    snprintf(dialog.title, sizeof dialog.title, "%s", _("What to show?"));
    snprintf(dialog.text, sizeof dialog.text, "%s", _("Each has its own letter above the picture."));
    for (int i = 0; i < picture->view.picture->switch_count && dialog.choice_count < DIALOG_CHOICES; i++)
        text_print_into(dialog.choices[dialog.choice_count++], DIALOG_TITLE_SIZE, "%s: %s",
                        _(switch_of(picture, i)->label), picture->shown[i]);
    flow_ask(flow, &dialog, ASKED_SWITCH);
}

/* --- the day --- */
void picture_ask_day(struct picture_screen *picture, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_PROMPT };
    char day[DATE_TEXT_SIZE];

    date_format(picture->view.wish.as_of, day);
    snprintf(dialog.title, sizeof dialog.title, "%s", _("As of which day?"));
    snprintf(dialog.text, sizeof dialog.text, "%s",
             _("The picture as it was on that day, as far as the records know it. 2026-03-01, 1.3., today, -30."));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Show it"));
    if (line_set(&dialog.line, day) == OK)
        flow_ask(flow, &dialog, ASKED_DAY);
}

void picture_take_day(struct picture_screen *picture, struct flow *flow, const char *typed)
{
    struct why why = { 0 };
    struct date day;

    if (!date_read(typed, clock_today(), &day)) {
        flow_refuse_text(flow, _("That is no day. Write 2026-03-01, 1.3., today or -30."));
        return;
    }
    picture->view.wish.as_of = day;
    if (picture_reload(picture, flow, &why))
        flow_refuse(flow, &why);
}
