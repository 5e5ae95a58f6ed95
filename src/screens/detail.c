/*
 * Any record in full, and what hangs on it: for every record type that refers to this one, a row with their number,
 * which opens their list. Sealed fields stay hidden until F3 shows them for twenty seconds; that look is in the log
 * before the text is on the screen.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive_in.h"
#include "record_view_in.h"
#include "related_in.h"
#include "shown_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/agreement.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/screens.h"
#include "townkeep/ui/frame.h"

enum { RELATED_HEIGHT = 8 };
enum question { ASKED_CASEWORK = 1, ASKED_ARCHIVE };

struct detail {
    struct screen screen;
    const struct record_type *type;
    int64_t id;
    struct record record;
    struct page page;
    struct related_rows related;
    char name[200];
    bool in_menu;      /* the related rows have the cursor */
    int64_t hidden_at; /* clock_monotonic when sealed text is hidden again; 0 hidden now */
};

static struct detail *detail_of(struct screen *screen)
{
    return (struct detail *)screen;
}

static const struct detail *detail_of_const(const struct screen *screen)
{
    return (const struct detail *)screen;
}

/* --- loading --- */
static void place(struct detail *detail)
{
    struct area body = detail->screen.body, left, right;

    if (!detail->related.menu.count) {
        page_place(&detail->page, body);
    } else if (frame_split(body, &left, &right)) {
        page_place(&detail->page, left);
        menu_place(&detail->related.menu, (struct area){ right.x, right.y + 1, right.width, right.height - 1 });
    } else {
        int height = detail->related.menu.count + 2 < RELATED_HEIGHT ? detail->related.menu.count + 2 : RELATED_HEIGHT;

        page_place(&detail->page, (struct area){ body.x, body.y, body.width, body.height - height });
        menu_place(&detail->related.menu,
                   (struct area){ body.x, body.y + body.height - height + 2, body.width, height - 2 });
    }
}

static enum err fill_page(struct detail *detail, struct flow *flow, struct why *why)
{
    int first = detail->page.first;
    enum err e;

    page_release(&detail->page);
    if (!(e = record_view_remarks(&detail->page, flow_store(flow), &detail->record, why)))
        e = record_view(&detail->page, flow_store(flow), &detail->record,
                        detail->hidden_at ? SEALED_SHOWN : SEALED_HIDDEN, why);
    detail->page.first = first;
    place(detail);
    return e;
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct detail *detail = detail_of(screen);
    struct buf name = { 0 };
    enum err e;

    detail->hidden_at = 0;
    record_release(&detail->record);
    if ((e = store_load(flow_store(flow), detail->type, detail->id, &detail->record, why)))
        return e;
    if ((e = store_title(flow_store(flow), detail->type, detail->id, &name)))
        return why_set(why, e, "%s", err_text(e));
    snprintf(detail->name, sizeof detail->name, "%.*s", (int)text_fit(buf_text(&name), 40), buf_text(&name));
    buf_release(&name);
    if ((e = related_find(&detail->related, flow, &detail->record, why)))
        return e;
    return fill_page(detail, flow, why);
}

static void suspend(struct screen *screen, struct flow *flow)
{
    struct detail *detail = detail_of(screen);

    (void)flow;
    detail->hidden_at = 0;
    record_release(&detail->record);
    page_release(&detail->page);
    wipe(detail->name, sizeof detail->name);
}

/* --- events --- */
static void hide(struct detail *detail, struct flow *flow)
{
    struct why why = { 0 };

    detail->hidden_at = 0;
    if (fill_page(detail, flow, &why))
        flow_refuse(flow, &why);
}

static void open_related(struct detail *detail, struct flow *flow)
{
    const struct related *related = related_selected(&detail->related);
    struct why why = { 0 };
    struct screen *list =
        related_list_new(flow_store(flow), &detail->related.group, related->type, related->field, detail->name, &why);

    if (why.code)
        flow_refuse(flow, &why);
    else
        flow_push(flow, list, 0);
}

static bool handle_menu(struct detail *detail, struct flow *flow, const struct event *event)
{
    switch (menu_handle(&detail->related.menu, event)) {
    case MENU_CHOSEN:
        open_related(detail, flow);
        return true;
    case MENU_TAKEN:
    case MENU_REFUSED:
        return true;
    default:
        return false;
    }
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct detail *detail = detail_of(screen);

    if (shown_is_over(detail->hidden_at, event)) {
        hide(detail, flow);
        return true;
    }
    if (event->kind != EVENT_KEY)
        return false;
    if (event->key == PRESS_TAB && detail->related.menu.count) {
        detail->in_menu = !detail->in_menu;
        return true;
    }
    /* Arrows and Enter belong to the related rows; letters stay with the actions. */
    if (detail->in_menu && (event->key == PRESS_ENTER || event->key >= PRESS_BEYOND))
        return handle_menu(detail, flow, event);
    return page_handle(&detail->page, event);
}

/* --- actions --- */
static const char *refuse_edit(const struct screen *screen, const struct flow *flow)
{
    return store_may_write(flow_store(flow), detail_of_const(screen)->type)
               ? NULL
               : _("Your role may look at this record, not change it.");
}

static void run_edit(struct screen *screen, struct flow *flow)
{
    struct detail *detail = detail_of(screen);

    flow_push(flow, form_screen_new(detail->type, detail->id), 0);
}

static const char *refuse_add(const struct screen *screen, const struct flow *flow)
{
    const struct related *related = related_selected(&detail_of_const(screen)->related);

    if (!related)
        return _("Nothing can be added to this kind of record.");
    return store_may_write(flow_store(flow), related->type)
               ? NULL
               : _("Your role may look at these records, not add to them.");
}

/* A new record of the related type that is chosen, with this one filled in. */
static void run_add(struct screen *screen, struct flow *flow)
{
    struct detail *detail = detail_of(screen);
    char fields[200];

    if (!detail->in_menu) {
        detail->in_menu = true;
        flow_toast(flow, STYLE_TEXT, "%s", _("Choose what to add, then press the key again."));
        return;
    }
    related_filter(&detail->related, detail->id, fields, sizeof fields);
    flow_push(flow, record_screen_new_with(related_selected(&detail->related)->type, fields), 0);
}

static void run_history(struct screen *screen, struct flow *flow)
{
    struct detail *detail = detail_of(screen);

    flow_push(flow, history_screen_new(detail->type, detail->id), 0);
}

static const char *refuse_reveal(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return record_view_has_sealed(&detail_of_const(screen)->record) ? NULL : _("Nothing is sealed in this record.");
}

static void reveal(struct detail *detail, struct flow *flow)
{
    struct why why = { 0 };

    record_release(&detail->record);
    if (store_log_view(flow_store(flow), detail->type, detail->id, "shown", &why) ||
        store_load(flow_store(flow), detail->type, detail->id, &detail->record, &why)) {
        flow_refuse(flow, &why);
        flow_pop(flow);
        return;
    }
    detail->hidden_at = shown_from_now();
    if (fill_page(detail, flow, &why))
        flow_refuse(flow, &why);
}

static void run_reveal(struct screen *screen, struct flow *flow)
{
    struct detail *detail = detail_of(screen);

    if (detail->hidden_at)
        hide(detail, flow);
    else if (store_casework_is_open(flow_store(flow)))
        reveal(detail, flow);
    else
        flow_open_casework(flow, ASKED_CASEWORK);
}

static bool has_picture(const struct screen *screen)
{
    return picture_around(detail_of_const(screen)->type) != NULL;
}

/* This record in the middle of what is around it. */
static void run_picture(struct screen *screen, struct flow *flow)
{
    struct detail *detail = detail_of(screen);
    const struct picture *picture = picture_around(detail->type);
    struct picture_view view;

    picture_view_start(&view, picture);
    view.wish.settings[picture->centre - 1].id = detail->id;
    flow_push(flow, picture_screen_new(picture, &view.wish), 0);
}

static void run_archive(struct screen *screen, struct flow *flow)
{
    archive_ask(flow, detail_of(screen)->name, ASKED_ARCHIVE);
}

static bool is_agreement(const struct screen *screen)
{
    return detail_of_const(screen)->type == &agreement_type;
}

/* One that goes on from it already is shown instead. */
static void run_renew(struct screen *screen, struct flow *flow)
{
    struct detail *detail = detail_of(screen);
    struct why why = { 0 };
    int64_t later;

    if (agreement_renewed_by(flow_store(flow), detail->id, &later, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    if (later) {
        flow_push(flow, record_screen_new(detail->type, later), 0);
        flow_toast(flow, STYLE_TEXT, "%s", _("This one renews it already."));
    } else {
        flow_push(flow, renewal_screen_new(detail->id), 0);
    }
}

static bool is_casework(const struct screen *screen)
{
    return detail_of_const(screen)->type->owner == RECORD_OF_CASE;
}

/* Nothing but what is of a case is sealed. */
static const struct action actions[] = {
    { .id = "detail.renew",
      .keys = { PRESS_FUNCTION(3), 'r' },
      .label = N_("Renew"),
      .help = N_("A new agreement that goes on from this one: the same parties and purposes, the dates following."),
      .run = run_renew,
      .writes = true,
      .refuses = refuse_edit,
      .stands = is_agreement,
      .bar = true },
    { .id = "detail.edit",
      .keys = { PRESS_FUNCTION(4), 'e' },
      .label = N_("Edit"),
      .help = N_("Change this record."),
      .run = run_edit,
      .writes = true,
      .refuses = refuse_edit,
      .bar = true },
    { .id = "detail.add",
      .keys = { PRESS_FUNCTION(2), 'n' },
      .label = N_("Add to it"),
      .help = N_("Make a new record of the chosen related kind, tied to this one. Tab moves to the related kinds."),
      .run = run_add,
      .writes = true,
      .refuses = refuse_add,
      .bar = true },
    { .id = "detail.history",
      .keys = { PRESS_FUNCTION(6), 'h' },
      .label = N_("History"),
      .help = N_("Who changed this record, when, and what."),
      .run = run_history,
      .bar = true },
    { .id = "detail.picture",
      .keys = { 'p' },
      .label = N_("Around it"),
      .help = N_("Who this stakeholder works with, as a picture."),
      .run = run_picture,
      .stands = has_picture,
      .bar = true },
    { .id = "detail.archive",
      .keys = { PRESS_FUNCTION(8), 'x' },
      .label = N_("Archive"),
      .help = N_("Take this record out of the lists. Nothing is destroyed."),
      .run = run_archive,
      .writes = true,
      .refuses = refuse_edit,
      .bar = true },
    { .id = "detail.reveal",
      .keys = { PRESS_FUNCTION(3), 'v' },
      .label = N_("Show sealed"),
      .help = N_("Show the sealed fields for 20 seconds. The log says that you looked."),
      .run = run_reveal,
      .writes = true,
      .refuses = refuse_reveal,
      .stands = is_casework,
      .bar = true },
};

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct detail *detail = detail_of(screen);

    if (answer->dialog != DIALOG_YES)
        return;
    if (answer->question == ASKED_CASEWORK)
        reveal(detail, flow);
    else if (answer->question == ASKED_ARCHIVE && archive_record(flow, detail->type, detail->id, false, answer->text))
        flow_pop(flow);
}

/* --- drawing --- */
static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct detail *detail = detail_of_const(screen);
    const struct area *menu = &detail->related.menu.area;

    (void)flow;
    page_draw(&detail->page, grid);
    if (!detail->related.menu.count)
        return;
    if (menu->x > screen->body.x)
        draw_rule_down(grid, menu->x - 2, screen->body.y, screen->body.height);
    else
        draw_rule(grid, menu->x, menu->y - 2, menu->width);
    draw_text(grid, menu->x, menu->y - 1, menu->width, STYLE_STRONG, _("Related"));
    menu_draw(&detail->related.menu, grid, detail->in_menu);
}

static void title(const struct screen *screen, struct buf *out)
{
    const struct detail *detail = detail_of_const(screen);

    if (buf_add_str(out, detail->name[0] ? detail->name : _(detail->type->label)))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct detail *detail = detail_of_const(screen);
    enum err e = detail->hidden_at ? buf_printf(out, _("%s · sealed text shown for %lld s"), _(detail->type->label),
                                                shown_seconds_left(detail->hidden_at))
                                   : buf_add_str(out, _(detail->type->label));

    (void)e; /* no memory: an empty corner */
}

static void hint(const struct screen *screen, struct buf *out)
{
    const struct detail *detail = detail_of_const(screen);

    if (detail->related.menu.count &&
        buf_add_str(out, detail->in_menu ? _("Enter opens these records. Tab goes back to the text.")
                                         : _("Tab goes to the related records.")))
        buf_clear(out);
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    place(detail_of(screen));
}

static void close_detail(struct screen *screen)
{
    struct detail *detail = detail_of(screen);

    record_release(&detail->record);
    page_release(&detail->page);
    wipe(detail->name, sizeof detail->name);
    free(detail);
}

static enum err help(const struct screen *screen, struct page *page)
{
    return detail_of_const(screen)->type->hint ? page_add(page, STYLE_TEXT, 0, _(detail_of_const(screen)->type->hint))
                                               : OK;
}

static const struct screen_kind kind = {
    .name = "detail",
    .purpose = N_("One record with everything that is known of it, and the records that belong to it."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = load,
    .suspend = suspend,
    .resume = load,
    .refresh = load,
    .handle = handle,
    .answered = answered,
    .resized = resized,
    .draw = draw,
    .close = close_detail,
    .title = title,
    .status = status,
    .hint = hint,
    .is_casework = is_casework,
    .help = help,
};

struct screen *detail_screen_new(const struct record_type *type, int64_t id)
{
    struct detail *detail = screen_alloc(sizeof *detail, &kind);

    if (!detail)
        return NULL;
    detail->type = type;
    detail->id = id;
    return &detail->screen;
}
