/*
 * The lists behind the keys of a case and of a referral: what can be added, which steps there are, what was written.
 * Each is a menu whose selected row is explained beside it; what cannot be done now stays in it and says why.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/screens.h"

enum { MENU_WIDTH = 36, GAP = 3, COUNT_MOST = 999 };

struct case_menu {
    struct screen screen;
    const struct record_type *type;
    int64_t id;
    struct buf name; /* pseudonym */
    enum case_state state;
    const struct transition *likely; /* the step that most likely follows; NULL none */
    struct menu menu;
    struct possible_step steps[WORKFLOW_STEPS_MAX];
    size_t step_count;
};

static struct case_menu *menu_of(struct screen *screen)
{
    return (struct case_menu *)screen;
}

static const struct case_menu *menu_of_const(const struct screen *screen)
{
    return (const struct case_menu *)screen;
}

/* --- loading --- */
static void place(struct screen *screen, struct flow *flow)
{
    struct area body = screen->body;

    (void)flow;
    menu_place(&menu_of(screen)->menu, (struct area){ body.x, body.y, MENU_WIDTH, body.height });
}

static void let_go(struct case_menu *menu)
{
    buf_wipe(&menu->name);
    explicit_bzero(menu->steps, sizeof menu->steps);
    menu->step_count = 0;
    menu->menu.count = 0;
}

/* The record without its papers: its pseudonym and state are all that is wanted. */
static enum err load_subject(struct case_menu *menu, struct flow *flow, struct why *why)
{
    struct record subject = { 0 };
    enum err e;

    let_go(menu);
    if ((e = store_load(flow_store(flow), menu->type, menu->id, &subject, why)))
        return e;
    menu->state = case_state_read(record_text(&subject, "state"));
    menu->likely = menu->type == &episode_type ? casework_likely_step(&subject) : NULL;
    e = buf_add_str(&menu->name, record_text(&subject, "pseudonym"));
    record_release(&subject);
    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

static void finish(struct case_menu *menu, struct flow *flow, int selected)
{
    menu->menu.selected = selected < menu->menu.count ? selected : 0;
    place(&menu->screen, flow);
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    let_go(menu_of(screen));
}

/* --- steps --- */
/* The one that most likely follows or answers what waits, other steps that move it on, then those beside; last those
 * that cannot be taken. */
enum { STEP_PASSES = 4 };

static int pass_of(const struct case_menu *menu, const struct possible_step *step)
{
    if (!step->possible)
        return 3;
    if (step->transition == menu->likely || step->transition->kind == TRANSITION_ANSWER)
        return 0;
    return step->transition->to != CASE_SAME ? 1 : 2;
}

/* What did not fit into the refusal is seen to be left out; the page of the case tells all of it. */
static void mark_cut(char *refusal, size_t size)
{
    size_t used = strlen(refusal);

    if (used + 1 + sizeof "…" > size)
        text_print_into(refusal + text_cut(refusal, size - sizeof " …"), sizeof " …", " …");
}

static enum err load_steps(struct screen *screen, struct flow *flow, struct why *why)
{
    struct case_menu *menu = menu_of(screen);
    int selected = menu->menu.selected;
    enum err e = load_subject(menu, flow, why);

    if (!e)
        e = workflow_possible(flow_store(flow), menu->type, menu->id, menu->steps, &menu->step_count, why);
    for (int pass = 0; !e && pass < STEP_PASSES; pass++) {
        for (size_t i = 0; i < menu->step_count; i++) {
            struct possible_step *step = &menu->steps[i];

            mark_cut(step->refusal, sizeof step->refusal);
            if (pass_of(menu, step) == pass)
                menu_add(&menu->menu, &(struct menu_item){ .label = _(step->transition->label),
                                                           .detail = _(step->transition->sentence),
                                                           .count = -1,
                                                           .refused = !step->possible,
                                                           .why = step->refusal,
                                                           .what = (int)i });
        }
    }
    finish(menu, flow, selected);
    return e;
}

static struct screen *open_step(const struct case_menu *menu, int what)
{
    return step_screen_new(menu->type, menu->id, menu->steps[what].transition->action);
}

/* --- what can be added --- */
static enum err load_ways(struct screen *screen, struct flow *flow, struct why *why)
{
    struct case_menu *menu = menu_of(screen);
    int selected = menu->menu.selected;
    size_t count;
    const struct way *ways = case_ways(&count);
    enum err e = load_subject(menu, flow, why);

    for (int pass = 0; !e && pass < 2; pass++) {
        for (size_t i = 0; i < count; i++) {
            const char *refusal = case_way_refusal(&ways[i], menu->state, flow_store(flow));
            const char *help = ways[i].help ? ways[i].help : ways[i].type->hint;

            if ((refusal != NULL) == (pass == 1))
                menu_add(&menu->menu,
                         &(struct menu_item){ .label = _(ways[i].label ? ways[i].label : ways[i].type->label),
                                              .detail = help ? _(help) : NULL,
                                              .count = -1,
                                              .refused = refusal != NULL,
                                              .why = refusal,
                                              .what = (int)i });
        }
    }
    finish(menu, flow, selected);
    return e;
}

static struct screen *open_way(const struct case_menu *menu, int what)
{
    size_t count;

    return case_way_open(&case_ways(&count)[what], menu->id);
}

/* --- what was written: the kinds of which there are some, then the others --- */
/* Whatever names the case, also complaints and requests, which stand on their own. */
static bool is_paper(const struct record_type *type)
{
    int field = field_find(type, "episode");

    return field >= 0 && type->fields[field].kind == FIELD_REFERENCE && type != &episode_step_type &&
           type != &referral_type;
}

static enum err add_papers(struct case_menu *menu, struct flow *flow, int index, bool written, struct why *why)
{
    const struct record_type *type = store_catalogue(flow_store(flow))->types[index];
    struct query query;
    char filter[64];
    size_t count = 0;
    bool more = false;
    enum err e;

    if (!is_paper(type) || !flow_may_show(flow, type))
        return OK;
    query_init(&query, type);
    snprintf(filter, sizeof filter, "episode=%lld", (long long)menu->id);
    if ((e = query_add_filter(&query, filter, flow_words(flow), why)) ||
        (e = store_count(flow_store(flow), &query, COUNT_MOST, &count, &more, why)) || (count > 0) != written)
        return e;
    menu_add(&menu->menu,
             &(struct menu_item){
                 .label = _(type->plural),
                 .detail = type->hint ? _(type->hint) : NULL,
                 .count = (long)count,
                 .more = more,
                 .refused = count == 0,
                 .why = count > 0 ? NULL : _("None of these was written yet. F2 on the page of the case adds."),
                 .what = index });
    return OK;
}

static enum err load_papers(struct screen *screen, struct flow *flow, struct why *why)
{
    struct case_menu *menu = menu_of(screen);
    int selected = menu->menu.selected;
    int types = (int)store_catalogue(flow_store(flow))->count;
    enum err e = load_subject(menu, flow, why);

    for (int i = 0; i < types && !e; i++)
        e = add_papers(menu, flow, i, true, why);
    for (int i = 0; i < types && !e; i++)
        e = add_papers(menu, flow, i, false, why);
    finish(menu, flow, selected);
    return e;
}

static struct screen *open_papers(const struct case_menu *menu, int what)
{
    char filter[64];

    snprintf(filter, sizeof filter, "episode=%lld", (long long)menu->id);
    return list_screen_new_filtered(domain_catalogue.types[what], filter);
}

/* --- events and drawing --- */
/* What is chosen takes the place of the list, unless there is more to open in it: what was done is seen on the page. */
static bool handle_with(struct case_menu *menu, struct flow *flow, const struct event *event,
                        struct screen *(*open)(const struct case_menu *menu, int what), bool stays)
{
    enum menu_result result = menu_handle(&menu->menu, event);
    const struct menu_item *item = menu_selected(&menu->menu);

    if (result == MENU_CHOSEN && stays)
        flow_push(flow, open(menu, item->what), 0);
    else if (result == MENU_CHOSEN)
        flow_replace(flow, open(menu, item->what));
    else if (result == MENU_REFUSED)
        flow_refuse_text(flow, item->why);
    return result != MENU_IGNORED;
}

static bool handle_step(struct screen *screen, struct flow *flow, const struct event *event)
{
    return handle_with(menu_of(screen), flow, event, open_step, false);
}

static bool handle_way(struct screen *screen, struct flow *flow, const struct event *event)
{
    return handle_with(menu_of(screen), flow, event, open_way, false);
}

static bool handle_paper(struct screen *screen, struct flow *flow, const struct event *event)
{
    return handle_with(menu_of(screen), flow, event, open_papers, true);
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct case_menu *menu = menu_of_const(screen);
    const struct menu_item *item = menu_selected(&menu->menu);
    struct area body = screen->body;
    struct area text = { body.x + MENU_WIDTH + GAP, body.y, body.width - MENU_WIDTH - GAP, body.height };
    int rows;

    (void)flow;
    draw_rule_down(grid, text.x - 2, body.y, body.height);
    if (item) {
        draw_text(grid, text.x, text.y, text.width, STYLE_STRONG, item->label);
        text.y += 1;
        text.height -= 1;
        rows = item->detail ? draw_wrapped(grid, text, 0, STYLE_TEXT, item->detail) : 0;
        text.y += rows + 1;
        text.height -= rows + 1;
        if (item->why && item->why[0] && text.height > 0)
            draw_wrapped(grid, text, 0, item->refused ? STYLE_WARN : STYLE_DIM, item->why);
    }
    menu_draw(&menu->menu, grid, true);
}

static void title_steps(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Next step")))
        buf_clear(out);
}

static void title_ways(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Add")))
        buf_clear(out);
}

static void title_papers(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Papers")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct case_menu *menu = menu_of_const(screen);

    if (buf_printf(out, "%s · %s", buf_text(&menu->name), case_state_label(menu->state)))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Enter opens it. What is dimmed cannot be done now, and says why.")))
        buf_clear(out);
}

static void close_menu(struct screen *screen)
{
    let_go(menu_of(screen));
    free(screen);
}

#define MENU_KIND(load)                                                                                          \
    .needs_casework = true, .open = load, .suspend = suspend, .resume = load, .refresh = load, .resized = place, \
    .draw = draw, .close = close_menu, .status = status, .hint = hint, .is_casework = screen_is_always_casework

static const struct screen_kind steps_kind = {
    .name = "steps",
    .purpose =
        N_("The steps that move this on. Beside the selected one stands what it does, and what is still missing."),
    .handle = handle_step,
    .title = title_steps,
    MENU_KIND(load_steps),
};

static const struct screen_kind ways_kind = {
    .name = "add",
    .purpose = N_("What can be added to this case. Beside the selected row stands what it is."),
    .handle = handle_way,
    .title = title_ways,
    MENU_KIND(load_ways),
};

static const struct screen_kind papers_kind = {
    .name = "papers",
    .purpose = N_("Everything that was written on this case, by kind."),
    .handle = handle_paper,
    .title = title_papers,
    MENU_KIND(load_papers),
};

static struct screen *menu_new(const struct screen_kind *kind, const struct record_type *type, int64_t id)
{
    struct case_menu *menu = screen_alloc(sizeof *menu, kind);

    if (!menu)
        return NULL;
    menu->type = type;
    menu->id = id;
    return &menu->screen;
}

struct screen *steps_screen_new(const struct record_type *type, int64_t id)
{
    return menu_new(&steps_kind, type, id);
}

struct screen *case_add_screen_new(int64_t episode)
{
    return menu_new(&ways_kind, &episode_type, episode);
}

struct screen *case_papers_screen_new(int64_t episode)
{
    return menu_new(&papers_kind, &episode_type, episode);
}
