/*
 * A paper of a case before it leaves: what stands on it, who gets it, and by which day it comes back or is destroyed.
 * Only Ctrl-S, and one more question, makes a numbered copy of it: a text file, or a sealed one where it tells who the
 * person is.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "editing_in.h"
#include "file_chooser_in.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/panel.h"
#include "townkeep/exchange/document.h"
#include "townkeep/screens/screens.h"

enum { FORM_HEIGHT = 5, RETURN_DAYS = 14 };
enum question { ASKED_CREATE = 1, ASKED_PLACE, ASKED_WRITE };

struct document_screen {
    struct screen screen;
    enum document_kind kind;
    int64_t subject, episode; /* subject 0: the newest of the case `episode` */
    struct document document;
    struct editing editing; /* of a copy that is not there yet: recipient, agency, day */
    bool to_person;
    bool is_sealed;
    struct buf path;
    struct page page;
    struct picker picker; /* who sits at the table */
    bool picking;
};

static const char *const keys[] = { "recipient", "party", "return_by" };

static struct document_screen *document_of(struct screen *screen)
{
    return (struct document_screen *)screen;
}

static const struct document_screen *document_of_const(const struct screen *screen)
{
    return (const struct document_screen *)screen;
}

static const struct document_form *form_of(const struct document_screen *document)
{
    return document_form(document->kind);
}

/* --- loading --- */
static struct area form_area(const struct document_screen *document)
{
    struct area body = document->screen.body;

    return (struct area){ body.x, body.y + 1, body.width, FORM_HEIGHT };
}

static void place(struct document_screen *document)
{
    struct area body = document->screen.body;
    int top = FORM_HEIGHT + 2;

    if (document->editing.open)
        form_place(&document->editing.form, form_area(document));
    page_place(&document->page, (struct area){ body.x, body.y + top, body.width, body.height - top });
    picker_place(&document->picker, body);
}

static struct copy_wish wish_of(const struct document_screen *document)
{
    const struct record *copy = &document->editing.record;
    struct copy_wish wish = { .recipient = record_text(copy, "recipient"),
                              .to_person = document->to_person,
                              .party = record_number(copy, "party") };

    if (!document->to_person)
        (void)date_parse(record_text(copy, "return_by"), false, &wish.return_by);
    return wish;
}

/* The pages as they would leave now. */
static enum err fill_page(struct document_screen *document, struct flow *flow)
{
    struct copy_wish wish = wish_of(document);
    struct document_stamp stamp = { .what = vocabulary_label(flow_words(flow), "copy_kind", form_of(document)->code),
                                    .recipient = copy_recipient(&wish),
                                    .on = clock_today(),
                                    .return_by = wish.return_by };
    struct area area = document->page.area;
    int first = document->page.first;
    struct buf text = { 0 };
    enum err e = document_pages(&document->document, &stamp, &text);

    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '\f')
            text.data[i] = '\n';
    }
    page_release(&document->page);
    e = e ? e : page_add_lines(&document->page, STYLE_TEXT, 0, buf_text(&text));
    buf_wipe(&text);
    page_place(&document->page, area);
    document->page.first = first;
    return e;
}

/* What the person gets need not come back. */
static enum err set_return_day(struct document_screen *document)
{
    struct value *return_by = record_value(&document->editing.record, "return_by");
    char day[DATE_TEXT_SIZE];

    if (document->to_person)
        value_release(return_by);
    if (document->to_person || return_by->form != VALUE_EMPTY)
        return OK;
    date_format(date_from_days(date_to_days(clock_today()) + RETURN_DAYS), day);
    return value_set_text(return_by, day);
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct document_screen *document = document_of(screen);
    enum err e;

    document_release(&document->document);
    if (!document->subject &&
        (e = document_subject(flow_store(flow), document->kind, document->episode, &document->subject, why)))
        return e;
    if ((e = document_make(flow_store(flow), document->kind, document->subject, &document->document, why)) ||
        (!document->editing.record.type && (e = editing_load(&document->editing, flow, why))) ||
        (e = set_return_day(document)) ||
        (e = editing_show(&document->editing, flow, form_area(document), keys, ARRAY_COUNT(keys), why)))
        return e;
    document->is_sealed |= form_of(document)->is_sealed;
    place(document);
    return (e = fill_page(document, flow)) ? why_set(why, e, "%s", err_text(e)) : OK;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    struct document_screen *document = document_of(screen);

    (void)flow;
    document_release(&document->document);
    editing_release(&document->editing);
    page_release(&document->page);
    picker_release(&document->picker);
    document->picking = false;
}

static void show_again(struct document_screen *document, struct flow *flow)
{
    if (fill_page(document, flow))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
}

/* --- who gets it --- */
/* The meeting it belongs to: the one itself, or that of the item. */
static enum err find_meeting(const struct document_screen *document, struct store *store, int64_t *id, struct why *why)
{
    struct record item = { 0 };
    enum err e = OK;

    *id = document->subject;
    if (form_of(document)->of != &panel_item_type)
        return OK;
    if (!(e = store_load(store, &panel_item_type, document->subject, &item, why)))
        *id = record_number(&item, "meeting");
    record_release(&item);
    return e;
}

static enum err add_member(struct document_screen *document, const struct record *member,
                           const struct vocabularies *words)
{
    struct picker_row row = { .id = member->id };

    text_print_into(row.label, sizeof row.label, "%s, %s", record_text(member, "person"),
                    record_text(member, "agency"));
    text_cut_into(row.detail, sizeof row.detail,
                  vocabulary_label(words, "panel_presence", record_text(member, "presence")));
    return picker_add(&document->picker, &row);
}

static enum err offer_members(struct document_screen *document, struct flow *flow, struct why *why)
{
    struct record *members = NULL;
    size_t count = 0;
    int64_t meeting = 0;
    enum err e = find_meeting(document, flow_store(flow), &meeting, why);

    picker_release(&document->picker);
    snprintf(document->picker.title, sizeof document->picker.title, "%s", _("Who gets this copy?"));
    if (!e)
        e = panel_rows(flow_store(flow), &panel_member_type, "meeting", meeting, true, &members, &count, why);
    for (size_t i = 0; i < count && !e; i++)
        e = add_member(document, &members[i], flow_words(flow));
    panel_rows_release(&members, &count);
    document->picking = !e && document->picker.count > 0;
    if (!e && !document->picking)
        return why_set(why, E_NOT_FOUND, "%s", _("Nobody is at the table of the meeting yet."));
    place(document);
    return e;
}

static void take_recipient(struct document_screen *document, struct flow *flow, const char *recipient, bool to_person)
{
    struct why why = { 0 };
    enum err e;

    editing_hide(&document->editing);
    document->to_person = to_person;
    if ((e = value_set_text(record_value(&document->editing.record, "recipient"), recipient)) ||
        (e = set_return_day(document)))
        why_set(&why, e, "%s", err_text(e));
    if (e || editing_show(&document->editing, flow, form_area(document), keys, ARRAY_COUNT(keys), &why))
        flow_refuse(flow, &why);
    show_again(document, flow);
}

static bool handle_picker(struct document_screen *document, struct flow *flow, const struct event *event)
{
    const struct picker_row *row;

    switch (picker_handle(&document->picker, event)) {
    case PICKER_CHOSEN:
        document->picking = false;
        if ((row = picker_chosen(&document->picker)))
            take_recipient(document, flow, row->label, false);
        return true;
    case PICKER_CANCELLED:
        document->picking = false;
        return true;
    default:
        return event->kind != EVENT_TICK;
    }
}

/* --- writing --- */
/* In the person's own folder, named after the number the copy will have. */
static enum err suggest_path(struct document_screen *document, struct store *store, struct why *why)
{
    char name[80];
    struct buf folder = { 0 };
    int64_t number = 0;
    enum err e = copy_next_number(store, &number, why);

    snprintf(name, sizeof name, "copy-%lld-%s.%s", (long long)number, form_of(document)->code,
             document->is_sealed ? "sealed" : "txt");
    buf_clear(&document->path);
    if (!e && !(e = path_home(&folder, why)) && (e = path_join(&document->path, buf_text(&folder), name)))
        why_set(why, e, "%s", err_text(e));
    buf_release(&folder);
    return e;
}

static void run_write(struct screen *screen, struct flow *flow)
{
    struct document_screen *document = document_of(screen);
    struct dialog dialog = { .kind = DIALOG_PROMPT };
    struct copy_wish wish;
    struct why why = { 0 };

    if (!editing_finish(&document->editing))
        return;
    wish = wish_of(document);
    if (copy_check(flow_store(flow), &document->document, &wish, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    snprintf(dialog.title, sizeof dialog.title, "%s", _("Where to?"));
    snprintf(dialog.text, sizeof dialog.text, "%s",
             document->is_sealed
                 ? _("A new file, sealed: only the passphrase that is shown then opens it. Its full path, or from your "
                     "own folder on.")
                 : _("A new text file, to print and then delete. Its full path, or from your own folder on."));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Take it"));
    if (suggest_path(document, flow_store(flow), &why) || line_set(&dialog.line, buf_text(&document->path)))
        flow_refuse(flow, &why);
    else
        flow_ask(flow, &dialog, ASKED_PLACE);
}

static void ask_write(struct document_screen *document, struct flow *flow, const char *typed)
{
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'y' };
    struct copy_wish wish = wish_of(document);
    struct buf shown = { 0 };
    struct why why = { 0 };

    buf_clear(&document->path);
    if (path_as_typed(typed, &document->path, &why) || name_shown(buf_text(&document->path), &shown)) {
        flow_refuse(flow, &why);
        return;
    }
    snprintf(dialog.title, sizeof dialog.title, "%s", _("Give out this copy?"));
    text_print_into(dialog.text, sizeof dialog.text,
                    document->is_sealed
                        ? _("For %s, to %s. The case says so before the file is there. The file is sealed.")
                        : _("For %s, to %s. The case says so before the file is there. The file is not sealed: "
                            "whoever holds it can read it."),
                    copy_recipient(&wish), buf_text(&shown));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Give it out"));
    flow_ask(flow, &dialog, ASKED_WRITE);
    buf_release(&shown);
}

static void tell_given(struct document_screen *document, struct flow *flow, const struct document_given *given)
{
    char text[500];

    if (!document->is_sealed) {
        flow_toast(flow, STYLE_GOOD, _("Copy %lld was written. Print it, hand it over, and delete the file."),
                   (long long)given->number);
        return;
    }
    text_print_into(text, sizeof text,
                    _("Copy %lld was written. Its passphrase is shown only now:\n\n    %s\n\nTell it to the recipient "
                      "by another way than the file. They open it with “townkeep unseal”."),
                    (long long)given->number, given->passphrase);
    flow_tell(flow, _("The copy is sealed"), text);
    explicit_bzero(text, sizeof text);
}

static void write_copy(struct document_screen *document, struct flow *flow)
{
    struct document_wish wish = { .copy = wish_of(document),
                                  .path = buf_text(&document->path),
                                  .is_sealed = document->is_sealed };
    struct document_given given;
    struct why why = { 0 };

    if (document_give(flow_store(flow), &document->document, &wish, &given, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    tell_given(document, flow, &given);
    explicit_bzero(&given, sizeof given);
    take_recipient(document, flow, "", false);
}

/* --- actions --- */
static void run_members(struct screen *screen, struct flow *flow)
{
    struct why why = { 0 };

    if (offer_members(document_of(screen), flow, &why))
        flow_refuse(flow, &why);
}

static void run_person(struct screen *screen, struct flow *flow)
{
    struct document_screen *document = document_of(screen);

    take_recipient(document, flow, document->to_person ? "" : _("the person"), !document->to_person);
}

static void run_seal(struct screen *screen, struct flow *flow)
{
    struct document_screen *document = document_of(screen);

    document->is_sealed = !document->is_sealed;
    flow_toast(flow, STYLE_TEXT, "%s",
               document->is_sealed ? _("It leaves as a sealed file.") : _("It leaves as a text file to print."));
}

static const char *refuse_members(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return form_of(document_of_const(screen))->of == &support_plan_type
               ? _("This paper belongs to no meeting: type who gets it.")
               : NULL;
}

static const char *refuse_person(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return form_of(document_of_const(screen))->may_be_kept
               ? NULL
               : _("This is no paper for the person: the letter and the plan are.");
}

static const char *refuse_seal(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return form_of(document_of_const(screen))->is_sealed
               ? _("This paper tells who the person is: it leaves as a sealed file only.")
               : NULL;
}

static const struct action actions[] = {
    { .id = "document.write",
      .keys = { PRESS_CTRL('s') },
      .label = N_("Give out"),
      .help = N_("Write a numbered copy to a file. It asks where to, and once more; the case says so."),
      .run = run_write,
      .writes = true,
      .bar = true },
    { .id = "document.members",
      .keys = { PRESS_FUNCTION(2) },
      .label = N_("At the table"),
      .help = N_("Choose the recipient among those who sit at the meeting."),
      .run = run_members,
      .refuses = refuse_members,
      .bar = true },
    { .id = "document.person",
      .keys = { PRESS_FUNCTION(3) },
      .label = N_("The person"),
      .help = N_("The copy is for the person, who may keep it; pressed again: for somebody else."),
      .run = run_person,
      .refuses = refuse_person,
      .bar = true },
    { .id = "document.seal",
      .keys = { PRESS_FUNCTION(6) },
      .label = N_("Seal"),
      .help = N_("As a sealed file with a passphrase of its own, or as a text file to print."),
      .run = run_seal,
      .refuses = refuse_seal,
      .bar = true },
};

/* --- events --- */
static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct document_screen *document = document_of(screen);
    bool scrolls = event->kind == EVENT_KEY && (event->key == PRESS_PAGE_DOWN || event->key == PRESS_PAGE_UP);

    if (event->kind == EVENT_TICK)
        return false; /* nothing typed here is worth a draft */
    if (document->picking)
        return handle_picker(document, flow, event);
    if (scrolls && document->editing.form.overlay == FORM_NO_OVERLAY)
        return page_handle(&document->page, event);
    if (!editing_handle(&document->editing, flow, event, ASKED_CREATE))
        return false;
    if (document->editing.form.overlay == FORM_NO_OVERLAY)
        show_again(document, flow);
    return true;
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct document_screen *document = document_of(screen);
    struct why why = { 0 };

    if (answer->question == ASKED_CREATE && form_feed_created(&document->editing.form, flow_store(flow), answer, &why))
        flow_refuse(flow, &why);
    if (answer->question == ASKED_PLACE && answer->dialog == DIALOG_YES)
        ask_write(document, flow, answer->text);
    if (answer->question == ASKED_WRITE && answer->dialog == DIALOG_YES)
        write_copy(document, flow);
}

/* --- drawing --- */
static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct document_screen *document = document_of_const(screen);
    struct area body = screen->body;

    (void)flow;
    draw_text(grid, body.x, body.y, body.width, STYLE_STRONG, _(form_of(document)->sentence));
    draw_rule(grid, body.x, document->page.area.y - 1, body.width);
    page_draw(&document->page, grid);
    if (document->editing.open)
        form_draw(&document->editing.form, grid);
    if (document->picking)
        picker_draw(&document->picker, grid);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Give out")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct document_screen *document = document_of_const(screen);

    if (buf_add_str(out, document->is_sealed ? _("sealed file") : _("text file")))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("PageDown scrolls the paper. Read it before it leaves; Ctrl-S gives it out.")))
        buf_clear(out);
}

static bool typing(const struct screen *screen)
{
    const struct document_screen *document = document_of_const(screen);

    return document->picking || (document->editing.open && form_is_typing(&document->editing.form));
}

static bool is_casework(const struct screen *screen)
{
    (void)screen;
    return true;
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    place(document_of(screen));
}

static void close_document(struct screen *screen)
{
    struct document_screen *document = document_of(screen);

    document_release(&document->document);
    editing_release(&document->editing);
    page_release(&document->page);
    picker_release(&document->picker);
    buf_wipe(&document->path);
    free(document);
}

static const struct screen_kind document_kind_of_screen = {
    .name = "document",
    .purpose = N_("A paper of a case before it leaves: read it, say who gets it and when it comes back."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .needs_casework = true,
    .open = load,
    .suspend = suspend,
    .resume = load,
    .refresh = load,
    .handle = handle,
    .answered = answered,
    .resized = resized,
    .draw = draw,
    .close = close_document,
    .title = title,
    .status = status,
    .hint = hint,
    .typing = typing,
    .is_casework = is_casework,
};

static struct screen *document_new(enum document_kind kind, int64_t subject, int64_t episode)
{
    struct document_screen *document = screen_alloc(sizeof *document, &document_kind_of_screen);

    if (!document)
        return NULL;
    document->kind = kind;
    document->subject = subject;
    document->episode = episode;
    document->editing.type = &copy_type;
    return &document->screen;
}

struct screen *document_screen_new(enum document_kind kind, int64_t subject)
{
    return document_new(kind, subject, 0);
}

struct screen *document_screen_new_of(enum document_kind kind, int64_t episode)
{
    return document_new(kind, 0, episode);
}
