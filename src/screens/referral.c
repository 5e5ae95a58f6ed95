/*
 * A referral: where it stands, what the next step needs and why it cannot be taken yet, and what was told. Names and
 * ways to reach people stay hidden until F3 shows them for twenty seconds; opening the page and showing the names are
 * both in the log before anything is drawn.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "referral_in.h"
#include "shown_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/clocks.h"
#include "townkeep/screens/screens.h"
#include "townkeep/ui/frame.h"

enum { HEAD_HEIGHT = 4 };

static struct referral_screen *referral_of(struct screen *screen)
{
    return (struct referral_screen *)screen;
}

static const struct referral_screen *referral_of_const(const struct screen *screen)
{
    return (const struct referral_screen *)screen;
}

/* --- loading --- */
static enum err fill_menu(struct referral_screen *referral, struct flow *flow, struct why *why)
{
    int selected = referral->menu.selected;
    enum err e =
        workflow_possible(flow_store(flow), &referral_type, referral->id, referral->steps, &referral->step_count, why);

    referral->menu.count = 0;
    for (int pass = 0; !e && pass < 2; pass++) {
        for (size_t i = 0; i < referral->step_count; i++) {
            const struct possible_step *step = &referral->steps[i];

            if (step->possible == (pass == 0))
                menu_add(&referral->menu, &(struct menu_item){ .label = _(step->transition->label),
                                                               .count = -1,
                                                               .refused = !step->possible,
                                                               .why = step->refusal,
                                                               .what = (int)i,
                                                               .detail = _(step->transition->sentence) });
        }
    }
    referral->menu.selected = selected < referral->menu.count ? selected : 0;
    return e;
}

static enum err fill_due(struct referral_screen *referral, struct flow *flow)
{
    struct clock_due due[CLOCKS_DUE_MAX];
    struct clock_limits limits;
    struct rule_context context;
    char text[200];
    size_t count;
    enum err e = clock_limits_load(flow_store(flow), &limits, NULL);

    casework_context(flow_store(flow), &context);
    buf_clear(&referral->due);
    count = e ? 0 : casework_due(&referral->work, &limits, &context, due, CLOCKS_DUE_MAX);
    for (size_t i = 0; !e && i < count; i++)
        e = buf_printf(&referral->due, "%s%s", i ? " · " : "", clock_due_tell(&due[i], &context, text, sizeof text));
    return e;
}

static void place(struct referral_screen *referral)
{
    struct area body = referral->screen.body, left, right;
    struct area rest = { body.x, body.y + HEAD_HEIGHT, body.width, body.height - HEAD_HEIGHT };

    if (frame_split(rest, &left, &right)) {
        page_place(&referral->page, left);
        menu_place(&referral->menu, (struct area){ right.x, right.y + 1, right.width, right.height - 1 });
        return;
    }
    menu_place(&referral->menu, (struct area){ rest.x, rest.y + 1, 26, rest.height - 1 });
    page_place(&referral->page, (struct area){ rest.x + 28, rest.y, rest.width - 28, rest.height });
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct referral_screen *referral = referral_of(screen);
    enum err e;

    referral->hidden_at = 0;
    casework_release(&referral->work);
    place(referral);
    if ((e = store_log_view(flow_store(flow), &referral_type, referral->id, "opened", why)) ||
        (e = casework_load(flow_store(flow), &referral_type, referral->id, &referral->work, why)) ||
        (e = fill_menu(referral, flow, why)))
        return e;
    return (e = fill_due(referral, flow)) || (e = referral_fill_page(referral, flow))
               ? why_set(why, e, "%s", err_text(e))
               : OK;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    struct referral_screen *referral = referral_of(screen);

    (void)flow;
    referral->hidden_at = 0;
    casework_release(&referral->work);
    page_release(&referral->page);
    buf_wipe(&referral->due);
}

/* --- events --- */
static void set_shown(struct referral_screen *referral, struct flow *flow, int64_t hidden_at)
{
    referral->hidden_at = hidden_at;
    referral->page.first = hidden_at ? 0 : referral->page.first; /* the names stand at the top */
    if (referral_fill_page(referral, flow)) {
        page_release(&referral->page);
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
    }
}

static void take_step(struct referral_screen *referral, struct flow *flow)
{
    const struct menu_item *item = menu_selected(&referral->menu);

    if (item)
        flow_push(flow, step_screen_new(&referral_type, referral->id, referral->steps[item->what].transition->action),
                  0);
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct referral_screen *referral = referral_of(screen);

    if (shown_is_over(referral->hidden_at, event)) {
        set_shown(referral, flow, 0);
        return true;
    }
    if (event->kind != EVENT_KEY)
        return false;
    if (event->key == PRESS_TAB) {
        referral->in_page = !referral->in_page;
        return true;
    }
    if (referral->in_page || event->key == PRESS_PAGE_DOWN || event->key == PRESS_PAGE_UP)
        return page_handle(&referral->page, event);
    if (event->key != PRESS_ENTER && event->key < PRESS_BEYOND)
        return false; /* letters are actions here */
    switch (menu_handle(&referral->menu, event)) {
    case MENU_CHOSEN:
        take_step(referral, flow);
        return true;
    case MENU_REFUSED:
        flow_refuse_text(flow, menu_selected(&referral->menu)->why);
        return true;
    case MENU_TAKEN:
        return true;
    default:
        return false;
    }
}

/* --- actions --- */
static const char *refuse_step(const struct screen *screen, const struct flow *flow)
{
    const struct menu_item *item = menu_selected(&referral_of_const(screen)->menu);

    (void)flow;
    return !item ? _("No step can be taken now.") : item->refused ? item->why : NULL;
}

static void run_step(struct screen *screen, struct flow *flow)
{
    take_step(referral_of(screen), flow);
}

static void run_reveal(struct screen *screen, struct flow *flow)
{
    struct referral_screen *referral = referral_of(screen);

    set_shown(referral, flow, shown_toggle(referral->hidden_at, flow, &referral_type, referral->id));
}

static void run_edit(struct screen *screen, struct flow *flow)
{
    flow_push(flow, form_screen_new(&referral_type, referral_of(screen)->id), 0);
}

static void run_intake(struct screen *screen, struct flow *flow)
{
    flow_push(flow, intake_screen_new(referral_of(screen)->id), 0);
}

static const char *refuse_intake(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return casework_state(&referral_of_const(screen)->work) == CASE_DRAFT
               ? NULL
               : _("It is received already. F4 edits what was told.");
}

static void run_history(struct screen *screen, struct flow *flow)
{
    flow_push(flow, history_screen_new(&referral_type, referral_of(screen)->id), 0);
}

static void run_case(struct screen *screen, struct flow *flow)
{
    flow_push(flow, record_screen_new(&episode_type, record_number(&referral_of(screen)->work.subject, "episode")), 0);
}

static const char *refuse_case(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return record_has(&referral_of_const(screen)->work.subject, "episode") ? NULL : _("No case was opened from it.");
}

static void run_earlier(struct screen *screen, struct flow *flow)
{
    flow_push(flow,
              record_screen_new(&episode_type, record_number(&referral_of(screen)->work.subject, "earlier_episode")),
              0);
}

static const char *refuse_earlier(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return record_has(&referral_of_const(screen)->work.subject, "earlier_episode")
               ? NULL
               : _("No earlier case of this person is known.");
}

static void add_about(struct screen *screen, struct flow *flow, const struct record_type *type)
{
    char fields[64];

    snprintf(fields, sizeof fields, "referral=%lld", (long long)referral_of(screen)->id);
    flow_push(flow, form_screen_new_with(type, fields), 0);
}

static void run_complaint(struct screen *screen, struct flow *flow)
{
    add_about(screen, flow, &complaint_type);
}

static void run_request(struct screen *screen, struct flow *flow)
{
    add_about(screen, flow, &access_request_type);
}

static const struct action actions[] = {
    { .id = "referral.step",
      .keys = { PRESS_FUNCTION(2), 'n' },
      .label = N_("Next step"),
      .help = N_("Take the chosen step; what it needs is asked on a form."),
      .run = run_step,
      .writes = true,
      .refuses = refuse_step,
      .bar = true },
    { .id = "referral.name",
      .keys = { PRESS_FUNCTION(3), 'v' },
      .label = N_("Name"),
      .help = N_("Show names and ways to reach people for 20 seconds. The log says that you looked."),
      .run = run_reveal,
      .writes = true,
      .bar = true },
    { .id = "referral.edit",
      .keys = { PRESS_FUNCTION(4), 'e' },
      .label = N_("Edit"),
      .help = N_("Change what was told, or answer the screening questions. The form shows names; the log says that you "
                 "looked."),
      .run = run_edit,
      .writes = true,
      .bar = true },
    { .id = "referral.intake",
      .keys = { 'i' },
      .label = N_("Intake"),
      .help = N_("Go on with the guided intake of a draft."),
      .run = run_intake,
      .writes = true,
      .refuses = refuse_intake,
      .bar = true },
    { .id = "referral.history",
      .keys = { PRESS_FUNCTION(6), 'h' },
      .label = N_("History"),
      .help = N_("Who changed or looked at this referral, when, and what."),
      .run = run_history,
      .bar = true },
    { .id = "referral.case",
      .keys = { PRESS_FUNCTION(8), 'c' },
      .label = N_("Case"),
      .help = N_("The case that was opened from this referral."),
      .run = run_case,
      .refuses = refuse_case,
      .bar = true },
    { .id = "referral.earlier",
      .keys = { 'b' },
      .label = N_("Earlier case"),
      .help = N_("A case this person had before."),
      .run = run_earlier,
      .refuses = refuse_earlier },
    { .id = "referral.complaint",
      .keys = { 'o' },
      .label = N_("Complaint"),
      .help = N_("Somebody objects to this referral: what they say, and who looks into it."),
      .run = run_complaint,
      .writes = true },
    { .id = "referral.request",
      .keys = { 'q' },
      .label = N_("Asks to see it"),
      .help = N_("The person, or somebody for them, asks what is kept about them."),
      .run = run_request,
      .writes = true },
};

/* --- drawing --- */
static void draw_head(const struct referral_screen *referral, struct grid *grid)
{
    static const enum case_state path[] = { CASE_DRAFT, CASE_RECEIVED, CASE_SCREENING, CASE_SCREENED_IN };
    struct area body = referral->screen.body;
    enum case_state now = casework_state(&referral->work);
    bool on_path = false;
    int x = body.x;

    for (int i = 0; i < ARRAY_COUNT(path); i++) {
        x += draw_printf(grid, x, body.y, body.x + body.width - x, path[i] == now ? STYLE_STRONG : STYLE_DIM,
                         path[i] == now ? "[%s]" : "%s", case_state_label(path[i]));
        x += draw_printf(grid, x, body.y, body.x + body.width - x, STYLE_DIM, " %s ",
                         i + 1 < ARRAY_COUNT(path) ? draw_mark(grid, MARK_PATH) : "");
        on_path |= path[i] == now;
    }
    if (!on_path)
        draw_printf(grid, x, body.y, body.x + body.width - x, STYLE_STRONG, "[%s]", case_state_label(now));
    draw_wrapped(grid, (struct area){ body.x, body.y + 1, body.width, 2 }, 0, STYLE_TEXT, buf_text(&referral->due));
    draw_rule(grid, body.x, body.y + HEAD_HEIGHT - 1, body.width);
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct referral_screen *referral = referral_of_const(screen);
    const struct area *menu = &referral->menu.area, *page = &referral->page.area;

    (void)flow;
    draw_head(referral, grid);
    draw_rule_down(grid, (menu->x > page->x ? menu->x : page->x) - 2, menu->y - 1, menu->height + 1);
    draw_text(grid, menu->x, menu->y - 1, menu->width, STYLE_STRONG, _("Next steps"));
    menu_draw(&referral->menu, grid, !referral->in_page);
    page_draw(&referral->page, grid);
}

static void title(const struct screen *screen, struct buf *out)
{
    const struct referral_screen *referral = referral_of_const(screen);

    if (referral->work.subject.type && buf_printf(out, "%s %s", record_text(&referral->work.subject, "reference"),
                                                  record_text(&referral->work.subject, "pseudonym")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct referral_screen *referral = referral_of_const(screen);
    enum err e = referral->hidden_at
                     ? buf_printf(out, _("names shown for %lld s"), shown_seconds_left(referral->hidden_at))
                     : buf_add_str(out, _("names hidden"));

    (void)e; /* no memory: an empty corner */
}

static void hint(const struct screen *screen, struct buf *out)
{
    const struct referral_screen *referral = referral_of_const(screen);
    const struct menu_item *item = menu_selected(&referral->menu);
    const char *text = referral->in_page || !item ? _("Arrows scroll the text. Tab goes to the steps.")
                       : item->refused            ? item->why
                                                  : item->detail;

    if (buf_add_str(out, text))
        buf_clear(out);
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    place(referral_of(screen));
}

static void close_referral(struct screen *screen)
{
    struct referral_screen *referral = referral_of(screen);

    casework_release(&referral->work);
    page_release(&referral->page);
    buf_wipe(&referral->due);
    free(referral);
}

static enum err help(const struct screen *screen, struct page *page)
{
    enum err e = page_add(page, STYLE_STRONG, 0, _("Steps"));
    const struct transition *row;

    (void)screen;
    for (size_t i = 0; !e && (row = workflow_transition(i)); i++) {
        if (workflow_is_of(row, &referral_type))
            e = page_add_labelled(page, REFERRAL_LABEL_WIDTH, _(row->label), _(row->sentence));
    }
    return e;
}

static const struct screen_kind referral_kind = {
    .name = "referral",
    .purpose = N_("Where a referral stands, what was told, and the steps that move it on. A step that cannot be taken "
                  "yet says why."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .needs_casework = true,
    .open = load,
    .suspend = suspend,
    .resume = load,
    .refresh = load,
    .handle = handle,
    .resized = resized,
    .draw = draw,
    .close = close_referral,
    .title = title,
    .status = status,
    .hint = hint,
    .is_casework = screen_is_always_casework,
    .help = help,
};

struct screen *referral_screen_new(int64_t referral)
{
    struct referral_screen *screen = screen_alloc(sizeof *screen, &referral_kind);

    if (!screen)
        return NULL;
    screen->id = referral;
    return &screen->screen;
}
