/*
 * Home: what is due, the way in, and how the quarter goes. Everything is looked up when the screen opens, comes back or
 * is refreshed (F5, and every few minutes), in bounded queries; drawing is home_draw.c.
 */
#include "home_in.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"

enum { COUNT_MOST = 9999, LOOK_AGAIN = 300000 /* milliseconds */ };

static struct home *home_of(struct screen *screen)
{
    return (struct home *)screen;
}

/* --- loading --- */
static enum err add_place(struct home *home, struct flow *flow, const struct place *place, int what, struct why *why)
{
    const char *refusal = place_refusal(flow, place);
    struct menu_item item = { .digit = place->digit,
                              .label = _(place->label),
                              .detail = _(place->help),
                              .count = -1,
                              .refused = refusal != NULL,
                              .why = refusal,
                              .what = what };
    struct query query;
    size_t count = 0;
    enum err e = OK;

    if (refusal && flow_meeting(flow) && place->type->owner == RECORD_OF_CASE)
        return OK;
    if (place->type && !refusal) {
        query_init(&query, place->type);
        for (int i = 0; !e && i < ARRAY_COUNT(place->only) && place->only[i]; i++)
            e = query_add_filter(&query, place->only[i], flow_words(flow), why);
        e = e ? e : store_count(flow_store(flow), &query, COUNT_MOST, &count, &item.more, why);
        item.count = (long)count;
    }
    if (!e)
        menu_add(&home->menu, &item);
    return e;
}

static enum err load_menu(struct home *home, struct flow *flow, struct why *why)
{
    int count, selected = home->menu.selected;
    const struct place *place = places(&count);
    enum err e = OK;

    home->menu.count = 0;
    for (int i = 0; i < count && !e; i++)
        e = add_place(home, flow, &place[i], i, why);
    home->menu.selected = selected < home->menu.count ? selected : 0;
    return e;
}

static void add_line(struct home *home, struct home_line line)
{
    if (home->line_count < HOME_LINES)
        home->lines[home->line_count++] = line;
}

/* The list as drawn: drafts, then each group under its heading. */
static void lay_out_due(struct home *home)
{
    home->line_count = 0;
    if (home->draft_count > 0)
        add_line(home, (struct home_line){ .kind = HOME_HEADING, .group = DUE_GROUP_COUNT });
    for (size_t i = 0; i < home->draft_count; i++)
        add_line(home, (struct home_line){ .kind = HOME_DRAFT, .row = i });
    for (size_t i = 0; i < home->due->count; i++) {
        if (i == 0 || home->due->rows[i].group != home->due->rows[i - 1].group)
            add_line(home, (struct home_line){ .kind = HOME_HEADING, .group = home->due->rows[i].group });
        add_line(home, (struct home_line){ .kind = HOME_DUE, .row = i });
    }
    if (home->selected >= home->line_count)
        home->selected = 0;
    while (home->selected < home->line_count && home->lines[home->selected].kind == HOME_HEADING)
        home->selected++;
}

static enum err load_drafts(struct home *home, struct flow *flow, struct why *why)
{
    size_t count = 0, kept = 0;
    enum err e = store_drafts(flow_store(flow), HOME_DRAFTS, home->drafts, &count, why);

    for (size_t i = 0; i < count && !e; i++) {
        if (flow_may_show(flow, home->drafts[i].type) && !due_draft_is_part(home->drafts, i))
            home->drafts[kept++] = home->drafts[i];
    }
    home->draft_count = e ? 0 : kept;
    return e;
}

static void place_parts(struct screen *screen, struct flow *flow)
{
    struct home *home = home_of(screen);
    struct area body = screen->body;
    int right = body.width >= FRAME_PANE_WIDTH - 2 ? 40 : 31;

    (void)flow;
    home->due_area = (struct area){ body.x, body.y, body.width - right - 3, body.height };
    home->right = (struct area){ body.x + body.width - right, body.y, right, body.height };
    menu_place(&home->menu, (struct area){ home->right.x, body.y + 1, right, home->menu.count });
}

/* What cannot be looked up is told and left out: the way to everything else, backup and checks too, must stay open.
 * Whoever came in with a recovery code is no officer, and nothing is due for nobody. */
static void look_up(struct home *home, struct flow *flow)
{
    struct store *store = flow_store(flow);
    bool casework = !flow_meeting(flow);
    struct why why = { 0 };

    home->due->count = home->draft_count = home->figure_count = 0;
    home->due->more = false;
    if (load_menu(home, flow, &why))
        flow_refuse(flow, &why);
    if (store_officer_id(store) == 0)
        return;
    if (backup_status(store, &home->backup, &why) || due_collect(store, casework, home->due, &why) ||
        load_drafts(home, flow, &why) || due_figures(store, casework, home->figures, &home->figure_count, &why))
        flow_refuse(flow, &why);
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct home *home = home_of(screen);
    struct store *store = flow_store(flow);

    if (!home->due && !(home->due = calloc(1, sizeof *home->due)))
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    look_up(home, flow);
    home->casework_open = store_casework_is_open(store);
    home->damaged = store_is_damaged(store, NULL, NULL);
    home->casework_role = (store_roles(store) & ROLES_OF_CASEWORK) && !store_read_only(store);
    home->looked_at = clock_monotonic();
    text_cut_into(home->officer, sizeof home->officer, store_officer_name(store));
    roles_show(store_roles(store), home->roles, sizeof home->roles);
    lay_out_due(home);
    place_parts(screen, flow);
    return OK;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    struct home *home = home_of(screen);

    (void)flow;
    if (home->due)
        explicit_bzero(home->due, sizeof *home->due);
    explicit_bzero(home->drafts, sizeof home->drafts);
    explicit_bzero(home->officer, sizeof home->officer);
    explicit_bzero(home->figures, sizeof home->figures);
    home->draft_count = home->figure_count = 0;
    home->line_count = 0;
}

/* --- events --- */
static void open_draft(struct flow *flow, const struct draft_row *draft)
{
    flow_push(flow, draft_screen_new(draft->type, draft->id), 0);
}

static void open_due(struct flow *flow, const struct due_row *row)
{
    if (!row->type)
        flow_push(flow, backup_screen_new(), 0);
    else if (row->id)
        flow_push(flow, record_screen_new(row->type, row->id), 0);
    else
        flow_push(flow, list_screen_new_filtered(row->type, row->filter), 0);
}

static void open_line(struct home *home, struct flow *flow)
{
    const struct home_line *line = &home->lines[home->selected];

    if (home->selected >= home->line_count)
        return;
    if (line->kind == HOME_DRAFT)
        open_draft(flow, &home->drafts[line->row]);
    else if (line->kind == HOME_DUE)
        open_due(flow, &home->due->rows[line->row]);
}

static void step_line(struct home *home, int direction)
{
    int to = home->selected + direction;

    while (to >= 0 && to < home->line_count && home->lines[to].kind == HOME_HEADING)
        to += direction;
    if (to >= 0 && to < home->line_count)
        home->selected = to;
}

static bool handle_due(struct home *home, struct flow *flow, uint32_t key)
{
    switch (key) {
    case PRESS_UP:
        step_line(home, -1);
        return true;
    case PRESS_DOWN:
        step_line(home, 1);
        return true;
    case PRESS_ENTER:
        open_line(home, flow);
        return true;
    default:
        return false;
    }
}

static void go(struct home *home, struct flow *flow)
{
    int count;
    const struct place *place = places(&count);

    flow_push(flow, place[home->menu.items[home->menu.selected].what].open(), 0);
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct home *home = home_of(screen);
    enum menu_result result;

    if (event->kind == EVENT_TICK) {
        if (clock_monotonic() - home->looked_at > LOOK_AGAIN)
            flow_refresh(flow);
        return true;
    }
    if (event->kind == EVENT_KEY && (event->key == PRESS_TAB || event->key == PRESS_SHIFT_TAB)) {
        home->on_due = !home->on_due && home->line_count > 0;
        return true;
    }
    if (home->on_due && event->kind == EVENT_KEY && handle_due(home, flow, event->key))
        return true;
    result = menu_handle(&home->menu, event);
    if (result != MENU_IGNORED)
        home->on_due = false;
    if (result == MENU_CHOSEN)
        go(home, flow);
    else if (result == MENU_REFUSED)
        flow_refuse_text(flow, home->menu.items[home->menu.selected].why);
    return result != MENU_IGNORED;
}

/* --- actions --- */
static void run_casework(struct screen *screen, struct flow *flow)
{
    if (home_of(screen)->casework_open)
        flow_close_casework(flow);
    else
        flow_open_casework(flow, 0);
}

static const char *refuse_casework(const struct screen *screen, const struct flow *flow)
{
    if (flow_meeting(flow))
        return _("Casework stays closed in meeting mode. Ctrl-Y ends it.");
    return ((const struct home *)screen)->casework_role
               ? NULL
               : _("Casework opens to intake officers, case officers and team leads only.");
}

static void run_panes(struct screen *screen, struct flow *flow)
{
    struct home *home = home_of(screen);

    (void)flow;
    home->on_due = !home->on_due && home->line_count > 0;
}

static void run_quit(struct screen *screen, struct flow *flow)
{
    (void)screen;
    global_quit(flow);
}

static void run_refresh(struct screen *screen, struct flow *flow)
{
    (void)screen;
    flow_refresh(flow);
}

static const struct action actions[] = {
    { .id = "home.casework",
      .keys = { PRESS_FUNCTION(3), 'c' },
      .label = N_("Casework"),
      .run = run_casework,
      .writes = true,
      .refuses = refuse_casework,
      .help = N_("Open casework with your passphrase, or close it."),
      .bar = true },
    { .id = "home.refresh",
      .keys = { PRESS_FUNCTION(5), PRESS_CTRL('r') },
      .label = N_("Refresh"),
      .run = run_refresh,
      .help = N_("Look again what is due."),
      .bar = true },
    { .id = "home.panes",
      .keys = { PRESS_FUNCTION(6), 'w' },
      .label = N_("Other side"),
      .run = run_panes,
      .help = N_("Between what is due and the places; Tab does the same.") },
    { .id = "home.quit",
      .keys = { 'q' },
      .label = N_("Quit"),
      .run = run_quit,
      .help = N_("Leave the program, after asking.") },
};

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Home")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct home *home = (const struct home *)screen;

    if (buf_printf(out, "%s · %s", home->officer, home->roles))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    const struct home *home = (const struct home *)screen;
    const struct menu_item *item = menu_selected(&home->menu);
    const char *text = home->damaged         ? _("Damaged. 0 Office: check, salvage.")
                       : home->casework_open ? _("Casework is open. F3 closes it.")
                       : home->casework_role ? _("Casework is closed. F3 opens it.")
                       : item                ? item->detail
                                             : "";

    if (buf_add_str(out, text))
        buf_clear(out);
}

static void note(const struct screen *screen, struct buf *out)
{
    const struct home *home = (const struct home *)screen;
    char when[DATE_TIME_TEXT_SIZE], day[40];
    enum err e;

    if (home->backup.failed_at != 0) {
        e = buf_add_str(out, _("The last backup failed"));
    } else if (home->backup.at == 0) {
        e = buf_add_str(out, _("No backup yet"));
    } else {
        date_relative(moment_date(home->backup.at), clock_today(), day, sizeof day);
        moment_format(home->backup.at, when);
        e = buf_printf(out, _("Backup verified %s %s"), day, when + DATE_TEXT_SIZE);
    }
    if (!e)
        e = buf_printf(out, " · %s", _("unlocked, Ctrl-L locks"));
    if (e)
        buf_clear(out);
}

static void close_home(struct screen *screen)
{
    free(home_of(screen)->due);
    explicit_bzero(screen, sizeof(struct home));
    free(screen);
}

static const struct screen_kind kind = {
    .name = "home",
    .purpose = N_("What is due, and the way to everything. Numbers, first letters or arrows and Enter open a place; "
                  "Tab goes over to what is due."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = load,
    .suspend = suspend,
    .resume = load,
    .refresh = load,
    .resized = place_parts,
    .handle = handle,
    .draw = home_draw,
    .title = title,
    .status = status,
    .hint = hint,
    .note = note,
    .close = close_home,
};

struct screen *home_screen_new(void)
{
    return screen_alloc(sizeof(struct home), &kind);
}
