/*
 * Any picture on the screen: loaded once, then the cursor goes from spot to spot without asking the store; Enter opens
 * the records behind one, or offers to fill the gap that is there. What a picture shows and how it is drawn is the
 * picture room's.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "picture_screen_in.h"
#include "townkeep/base/text.h"
#include "townkeep/config/config.h"
#include "townkeep/screens/screens.h"

/* --- what is shown --- */
/* The spot that stands where the cursor was, else the first. */
static void find_cursor(struct picture_screen *picture, struct area was, bool had_one)
{
    const struct canvas *canvas = &picture->view.canvas;

    picture->at = canvas->first;
    for (size_t i = 0; had_one && i < canvas->count; i++) {
        if (canvas->spots[i].area.x == was.x && canvas->spots[i].area.y == was.y)
            picture->at = i;
    }
    if (picture->at < canvas->count) {
        picture->goal_x = canvas->spots[picture->at].area.x + canvas->spots[picture->at].area.width / 2;
        picture->goal_y = canvas->spots[picture->at].area.y;
    }
    picture_scroll(picture);
}

static enum err lay(struct picture_screen *picture, const struct flow *flow, struct area was, bool had_one,
                    struct why *why)
{
    struct area window = picture_window(picture);
    bool ascii = config_wants_ascii(flow_config(flow), i18n_is_utf8() != 0);
    enum err e = picture_lay(&picture->view, window.width, window.height, ascii, why);

    if (!e)
        find_cursor(picture, was, had_one);
    return e;
}

static struct area cursor_area(const struct picture_screen *picture, bool *has_one)
{
    const struct spot *spot = picture_spot(picture);

    *has_one = spot != NULL;
    return spot ? spot->area : (struct area){ 0 };
}

enum err picture_lay_again(struct picture_screen *picture, const struct flow *flow, struct why *why)
{
    bool had_one;
    struct area was = cursor_area(picture, &had_one);

    return picture->view.data ? lay(picture, flow, was, had_one, why) : OK;
}

enum err picture_reload(struct picture_screen *picture, struct flow *flow, struct why *why)
{
    bool had_one;
    struct area was = cursor_area(picture, &had_one);
    enum err e = picture_load(&picture->view, flow_store(flow), why);

    return e ? e : lay(picture, flow, was, had_one, why);
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct picture_screen *picture = picture_of(screen);
    enum err e;

    if ((e = picture_reload(picture, flow, why)) || (e = picture_show_settings(picture, flow_store(flow))))
        return why && why->code ? e : why_set(why, e, "%s", err_text(e));
    return OK;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    struct picture_screen *picture = picture_of(screen);

    (void)flow;
    picture_view_release(&picture->view);
    picker_release(&picture->picker);
    picture->picking = -1;
    memset(picture->shown, 0, sizeof picture->shown);
    buf_wipe(&picture->reason);
}

static void resized(struct screen *screen, struct flow *flow)
{
    struct why why = { 0 };

    if (picture_lay_again(picture_of(screen), flow, &why))
        flow_refuse(flow, &why);
    if (picture_of(screen)->picking >= 0)
        picker_place(&picture_of(screen)->picker, screen->body);
}

/* --- opening what is behind a spot --- */
static void offer_fresh(struct flow *flow, const struct spot *spot)
{
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'a' };

    snprintf(dialog.title, sizeof dialog.title, "%s", _("Nothing is known here"));
    text_print_into(dialog.text, sizeof dialog.text, _("%s. A new record can begin with that filled in."),
                    spot->label ? spot->label : spot->sentence);
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Add one"));
    flow_ask(flow, &dialog, ASKED_FRESH);
}

static void run_open(struct screen *screen, struct flow *flow)
{
    const struct spot *spot = picture_spot(picture_of(screen));

    if (!spot || !spot->type)
        return;
    if (spot->filters)
        flow_push(flow, list_screen_new_filtered(spot->type, spot->filters), 0);
    else if (spot->id_count == 1)
        flow_push(flow, record_screen_new(spot->type, spot->ids[0]), 0);
    else if (spot->id_count > 1)
        flow_push(flow,
                  list_screen_new_of(spot->type, spot->ids, spot->id_count, spot->label ? spot->label : spot->sentence),
                  0);
    else
        offer_fresh(flow, spot);
}

static const char *refuse_open(const struct screen *screen, const struct flow *flow)
{
    const struct spot *spot = picture_spot(picture_of_const(screen));

    if (!spot || !spot->type)
        return _("There is no record behind this.");
    if (spot->filters || spot->id_count > 0)
        return NULL;
    if (!spot->fresh)
        return _("There is no record here.");
    return store_may_write(flow_store(flow), spot->type) ? store_read_only(flow_store(flow))
                                                         : _("Your role may look at this, not add to it.");
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct picture_screen *picture = picture_of(screen);
    const struct spot *spot = picture_spot(picture);
    struct why why = { 0 };

    if (answer->question == ASKED_ADDED) { /* whatever came of it */
        if (load(screen, flow, &why))
            flow_refuse(flow, &why);
        return;
    }
    if (answer->dialog == DIALOG_NO || !picture->view.data)
        return;
    if (answer->question == ASKED_FRESH && spot && spot->fresh)
        flow_push(flow, record_screen_new_with(spot->type, spot->fresh), ASKED_ADDED);
    else if (answer->question == ASKED_SWITCH)
        picture_switch_turn(picture, flow, answer->chosen);
    else if (answer->question == ASKED_DAY)
        picture_take_day(picture, flow, answer->text);
    else
        picture_out_answered(picture, flow, answer);
}

/* --- moving --- */
static void go_to(struct picture_screen *picture, enum canvas_way way)
{
    picture->at = canvas_move(&picture->view.canvas, picture->at, way, &picture->goal_x, &picture->goal_y);
    picture_scroll(picture);
}

/* A window's height at once, in rows of spots. */
static void go_page(struct picture_screen *picture, enum canvas_way way)
{
    const struct spot *spot = picture_spot(picture);
    int from = spot ? spot->area.y : 0, page = picture_window(picture).height - picture->view.canvas.frozen_rows;
    size_t before;

    do {
        before = picture->at;
        go_to(picture, way);
    } while (picture->at != before && abs(picture->view.canvas.spots[picture->at].area.y - from) < page - 1);
}

/* Tab: every spot in the order they are read. */
static void go_next(struct picture_screen *picture, int step)
{
    size_t count = picture->view.canvas.count;

    picture->at = step > 0 ? (picture->at + 1) % count : (picture->at + count - 1) % count;
    picture->goal_x = picture_spot(picture)->area.x;
    picture->goal_y = picture_spot(picture)->area.y;
    picture_scroll(picture);
}

static bool handle_key(struct picture_screen *picture, struct flow *flow, uint32_t key)
{
    static const struct {
        uint32_t key;
        enum canvas_way way;
    } ways[] = { { PRESS_UP, CANVAS_UP },       { PRESS_DOWN, CANVAS_DOWN },      { PRESS_LEFT, CANVAS_LEFT },
                 { PRESS_RIGHT, CANVAS_RIGHT }, { PRESS_HOME, CANVAS_ROW_START }, { PRESS_END, CANVAS_ROW_END } };

    if (picture_switch_key(picture, flow, key))
        return true;
    if (!picture_spot(picture))
        return false;
    for (int i = 0; i < ARRAY_COUNT(ways); i++) {
        if (ways[i].key == key) {
            go_to(picture, ways[i].way);
            return true;
        }
    }
    if (key == PRESS_PAGE_UP || key == PRESS_PAGE_DOWN)
        go_page(picture, key == PRESS_PAGE_UP ? CANVAS_UP : CANVAS_DOWN);
    else if (key == PRESS_TAB || key == PRESS_SHIFT_TAB)
        go_next(picture, key == PRESS_TAB ? 1 : -1);
    else
        return false;
    return true;
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct picture_screen *picture = picture_of(screen);

    if (picture->picking >= 0)
        return picture_picker_handle(picture, flow, event);
    if (event->kind == EVENT_MOUSE)
        return picture_spot_at(picture, event->x, event->y, &picture->at);
    return event->kind == EVENT_KEY && handle_key(picture, flow, event->key);
}

/* --- the other keys --- */
static void run_switch(struct screen *screen, struct flow *flow)
{
    picture_switch_ask(picture_of(screen), flow);
}

static const char *refuse_switch(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return picture_of_const(screen)->view.picture->switch_count ? NULL : _("This picture has nothing to switch.");
}

static void run_centre(struct screen *screen, struct flow *flow)
{
    const struct spot *spot = picture_spot(picture_of(screen));

    if (spot && spot->ids)
        picture_switch_centre(picture_of(screen), flow, spot->ids[0]);
}

static bool has_centre(const struct screen *screen)
{
    return picture_of_const(screen)->view.picture->centre != 0;
}

static const char *refuse_centre(const struct screen *screen, const struct flow *flow)
{
    const struct picture *picture = picture_of_const(screen)->view.picture;
    const struct spot *spot = picture_spot(picture_of_const(screen));

    (void)flow;
    return spot && spot->id_count == 1 && spot->type == picture->switches[picture->centre - 1].type
               ? NULL
               : _("Put the cursor on a single stakeholder.");
}

static void run_day(struct screen *screen, struct flow *flow)
{
    picture_ask_day(picture_of(screen), flow);
}

static const char *refuse_day(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return picture_of_const(screen)->view.picture->has_past ? NULL : _("This picture shows what is known now.");
}

static void run_write(struct screen *screen, struct flow *flow)
{
    picture_ask_format(picture_of(screen), flow);
}

static const char *refuse_write(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return picture_of_const(screen)->view.data ? NULL : _("There is nothing to write yet.");
}

static const struct action actions[] = {
    { .id = "picture.open",
      .keys = { PRESS_ENTER },
      .label = N_("Open"),
      .help = N_("The records behind the place of the cursor; where there are none, a new one that begins there."),
      .run = run_open,
      .refuses = refuse_open,
      .bar = true },
    { .id = "picture.switch",
      .keys = { PRESS_FUNCTION(3), 'v' },
      .label = N_("View"),
      .help = N_("Choose what the picture shows; each choice has its own letter above the picture."),
      .run = run_switch,
      .refuses = refuse_switch,
      .bar = true },
    { .id = "picture.centre",
      .keys = { 'c' },
      .label = N_("Centre"),
      .help = N_("Make the stakeholder under the cursor the centre of the picture."),
      .run = run_centre,
      .refuses = refuse_centre,
      .stands = has_centre,
      .bar = true },
    { .id = "picture.day",
      .keys = { PRESS_FUNCTION(4) },
      .label = N_("As of"),
      .help = N_("The picture as it was on another day."),
      .run = run_day,
      .refuses = refuse_day,
      .bar = true },
    { .id = "picture.write",
      .keys = { 'x' },
      .label = N_("To a file"),
      .help = N_("Write the picture to a file: text, a drawing, or rows for a spreadsheet; the log says so."),
      .run = run_write,
      .refuses = refuse_write,
      .writes = true,
      .bar = true },
};

/* --- the frame --- */
static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    (void)flow;
    picture_draw(picture_of_const(screen), grid);
}

static void title(const struct screen *screen, struct buf *out)
{
    if (buf_add_str(out, _(picture_of_const(screen)->view.picture->label)))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct picture_view *view = &picture_of_const(screen)->view;
    char day[DATE_TEXT_SIZE];
    enum err e = buf_add_str(out, view->canvas.head);

    date_format(view->wish.as_of, day);
    if (!e && view->picture->has_past && date_compare(view->wish.as_of, clock_today()) != 0)
        e = buf_printf(out, _(" · as of %s"), day);
    if (e)
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    const struct spot *spot = picture_spot(picture_of_const(screen));

    if (buf_add_str(out, spot ? spot->sentence : _(picture_of_const(screen)->view.picture->sentence)))
        buf_clear(out);
}

static bool typing(const struct screen *screen)
{
    return picture_of_const(screen)->picking >= 0;
}

static enum err help(const struct screen *screen, struct page *page)
{
    const struct picture *picture = picture_of_const(screen)->view.picture;
    enum err e = page_add(page, STYLE_TEXT, 0, _(picture->sentence));

    for (int i = 0; i < picture->switch_count && !e; i++) {
        char key[2] = { picture->switches[i].key, '\0' };

        e = page_add_labelled(page, 4, key, _(picture->switches[i].help));
    }
    return e || picture_of_const(screen)->view.canvas.legend[0] == '\0'
               ? e
               : page_add(page, STYLE_TEXT, 0, picture_of_const(screen)->view.canvas.legend);
}

static void close_picture(struct screen *screen)
{
    struct picture_screen *picture = picture_of(screen);

    picture_view_release(&picture->view);
    picker_release(&picture->picker);
    buf_release(&picture->path);
    buf_wipe(&picture->reason);
    free(picture);
}

static const struct screen_kind picture_kind = {
    .name = "picture",
    .purpose =
        N_("A picture of the stakeholders. Arrows go from place to place, the line below says what is there, Enter "
           "opens the records behind it; the letters above the picture change what it shows."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = load,
    .suspend = suspend,
    .resume = load,
    .refresh = load,
    .resized = resized,
    .handle = handle,
    .answered = answered,
    .draw = draw,
    .title = title,
    .status = status,
    .hint = hint,
    .typing = typing,
    .help = help,
    .close = close_picture,
};

struct screen *picture_screen_new(const struct picture *picture, const struct picture_wish *wish)
{
    struct picture_screen *screen = screen_alloc(sizeof *screen, &picture_kind);

    if (!screen)
        return NULL;
    picture_view_start(&screen->view, picture);
    screen->view.canvas = (struct canvas){ .head = "", .legend = "", .paper = "" };
    screen->picking = -1;
    if (wish)
        screen->view.wish = *wish;
    return &screen->screen;
}
