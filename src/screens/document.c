/*
 * A paper of a case before it leaves: what stands on it, who gets it, and by which day it comes back or is destroyed.
 * Only Ctrl-S, and one more question, makes a numbered copy of it: a text file, or a sealed one where it tells who the
 * person is.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document_screen_in.h"
#include "panel_in.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/exchange/document.h"
#include "townkeep/screens/screens.h"

enum { FORM_HEIGHT = 5, RETURN_DAYS = 14 };

static const char *const keys[] = { "recipient", "party", "return_by" };

static struct document_screen *document_of(struct screen *screen)
{
    return (struct document_screen *)screen;
}

static const struct document_screen *document_of_const(const struct screen *screen)
{
    return (const struct document_screen *)screen;
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

/* The pages as they would leave now. */
static enum err fill_page(struct document_screen *document, struct flow *flow)
{
    struct copy_wish wish = document_wish_of(document);
    struct document_stamp stamp = { .what = vocabulary_label(flow_words(flow), "copy_kind",
                                                             document_form(document->kind)->code),
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
    document->is_sealed |= document_form(document->kind)->is_sealed;
    place(document);
    return (e = fill_page(document, flow)) ? why_set(why, e, "%s", err_text(e)) : OK;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    struct document_screen *document = document_of(screen);

    editing_keep_draft(&document->editing, flow);
    document_release(&document->document);
    editing_release(&document->editing);
    page_release(&document->page);
    picker_release(&document->picker);
    document->picking = false;
}

/* What was typed before a lock comes back, and is kept nowhere else. */
static enum err resume(struct screen *screen, struct flow *flow, struct why *why)
{
    struct document_screen *document = document_of(screen);
    enum err e = load(screen, flow, why);

    if (e)
        return e;
    if ((e = editing_take_draft(&document->editing, flow, why)) == E_NOT_FOUND)
        return OK;
    if (e || (e = editing_show(&document->editing, flow, form_area(document), keys, ARRAY_COUNT(keys), why)))
        return e;
    editing_drop_draft(&document->editing, flow);
    return (e = fill_page(document, flow)) ? why_set(why, e, "%s", err_text(e)) : OK;
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
    if (document_form(document->kind)->of != &panel_item_type)
        return OK;
    if (!(e = store_load(store, &panel_item_type, document->subject, &item, why)))
        *id = record_number(&item, "meeting");
    record_release(&item);
    return e;
}

static enum err offer_members(struct document_screen *document, struct flow *flow, struct why *why)
{
    struct record *members = NULL;
    size_t count = 0;
    int64_t meeting = 0;
    enum err e = find_meeting(document, flow_store(flow), &meeting, why);

    if (!e)
        e = panel_rows(flow_store(flow), &panel_member_type, "meeting", meeting, true, &members, &count, why);
    if (!e)
        e = panel_offer_members(&document->picker, _("Who gets this copy?"), members, count, flow_words(flow));
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

/* --- actions --- */
static void run_write(struct screen *screen, struct flow *flow)
{
    document_ask_place(document_of(screen), flow);
}

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
    return document_form(document_of_const(screen)->kind)->of == &support_plan_type
               ? _("This paper belongs to no meeting: type who gets it.")
               : NULL;
}

static const char *refuse_person(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return document_form(document_of_const(screen)->kind)->may_be_kept
               ? NULL
               : _("This is no paper for the person: the letter and the plan are.");
}

static const char *refuse_seal(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return document_form(document_of_const(screen)->kind)->is_sealed
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
    if (!editing_handle(&document->editing, flow, event, DOCUMENT_ASKED_CREATE))
        return false;
    if (document->editing.form.overlay == FORM_NO_OVERLAY)
        show_again(document, flow);
    return true;
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct document_screen *document = document_of(screen);
    struct why why = { 0 };

    if (answer->question == DOCUMENT_ASKED_CREATE &&
        form_feed_created(&document->editing.form, flow_store(flow), answer, &why))
        flow_refuse(flow, &why);
    if (answer->question == DOCUMENT_ASKED_PLACE && answer->dialog == DIALOG_YES)
        document_ask_write(document, flow, answer->text);
    if (answer->question == DOCUMENT_ASKED_WRITE && answer->dialog == DIALOG_YES && document_write_copy(document, flow))
        take_recipient(document, flow, "", false);
}

/* --- drawing --- */
static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct document_screen *document = document_of_const(screen);
    struct area body = screen->body;

    (void)flow;
    draw_text(grid, body.x, body.y, body.width, STYLE_STRONG, _(document_form(document->kind)->sentence));
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
    .resume = resume,
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
    .is_casework = screen_is_always_casework,
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
