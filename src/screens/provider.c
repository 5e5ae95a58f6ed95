/*
 * Choosing who carries out an action of a plan, from the mapped services: ranked, each with all that speaks for and
 * against it; what must not be used stands last and says why. What is looked for comes from the case and the action,
 * and each part of it can be left aside with a letter. Services are compared here, never people.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "provider_in.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/screens.h"

static struct providers *providers_of(struct screen *screen)
{
    return (struct providers *)screen;
}

static const struct providers *providers_of_const(const struct screen *screen)
{
    return (const struct providers *)screen;
}

/* --- loading --- */
static enum err find_need(struct providers *providers, struct flow *flow, struct why *why)
{
    struct record episode = { 0 }, action = { 0 };
    struct store *store = flow_store(flow);
    enum err e;

    if (!(e = store_load(store, &episode_type, providers->episode, &episode, why)) &&
        (!providers->action || !(e = store_load(store, &plan_action_type, providers->action, &action, why))))
        provider_need_of(&episode, providers->action ? &action : NULL, flow_words(flow), clock_today(),
                         &providers->whole);
    record_release(&episode);
    record_release(&action);
    return e;
}

static void let_go(struct providers *providers)
{
    table_clear(&providers->table);
    page_release(&providers->page);
    wipe(&providers->whole, sizeof providers->whole);
    wipe(providers->wanted, sizeof providers->wanted);
    free(providers->list);
    providers->list = NULL;
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct providers *providers = providers_of(screen);
    enum err e;

    let_go(providers);
    providers->list = calloc(1, sizeof *providers->list);
    if (!providers->list)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    if ((e = store_log_view(flow_store(flow), &episode_type, providers->episode, "plan", why)) ||
        (e = find_need(providers, flow, why)))
        return e;
    return providers_match(providers, flow, why);
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    let_go(providers_of(screen));
}

/* --- actions --- */
static void set_aside(struct screen *screen, struct flow *flow, bool *what)
{
    struct why why = { 0 };

    *what = !*what;
    if (providers_match(providers_of(screen), flow, &why))
        flow_refuse(flow, &why);
}

static void run_level(struct screen *screen, struct flow *flow)
{
    set_aside(screen, flow, &providers_of(screen)->aside[ASIDE_LEVEL]);
}

static void run_area(struct screen *screen, struct flow *flow)
{
    set_aside(screen, flow, &providers_of(screen)->aside[ASIDE_AREA]);
}

static void run_place(struct screen *screen, struct flow *flow)
{
    set_aside(screen, flow, &providers_of(screen)->aside[ASIDE_PLACE]);
}

static void run_age(struct screen *screen, struct flow *flow)
{
    set_aside(screen, flow, &providers_of(screen)->aside[ASIDE_AGE]);
}

static void run_language(struct screen *screen, struct flow *flow)
{
    set_aside(screen, flow, &providers_of(screen)->aside[ASIDE_LANGUAGE]);
}

static void run_free(struct screen *screen, struct flow *flow)
{
    set_aside(screen, flow, &providers_of(screen)->free_only);
}

static void run_choose(struct screen *screen, struct flow *flow)
{
    const struct provider *provider = providers_selected(providers_of(screen));

    flow_done(flow, &service_type, provider->service, provider->name);
}

static void run_record(struct screen *screen, struct flow *flow)
{
    flow_push(flow, detail_screen_new(&service_type, table_selected_id(&providers_of(screen)->table)), 0);
}

static const char *refuse_record(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return providers_selected(providers_of_const(screen)) ? NULL : _("No service is selected.");
}

static const char *refuse_choose(const struct screen *screen, const struct flow *flow)
{
    const struct provider *provider = providers_selected(providers_of_const(screen));

    (void)flow;
    if (!provider)
        return _("No service is selected.");
    return provider->refused ? _("This service must not be used: the reasons stand below.") : NULL;
}

static const struct action actions[] = {
    { .id = "provider.choose",
      .keys = { PRESS_ENTER },
      .label = N_("Choose"),
      .help = N_("This service carries out the action, once it has agreed."),
      .run = run_choose,
      .refuses = refuse_choose,
      .bar = true },
    { .id = "provider.record",
      .keys = { PRESS_FUNCTION(3), 'v' },
      .label = N_("Service"),
      .help = N_("The service as it is mapped: how to reach it, hours, papers to bring."),
      .run = run_record,
      .refuses = refuse_record,
      .bar = true },
    { .id = "provider.level",
      .keys = { 'l' },
      .label = N_("Level"),
      .help = N_("Look at every level of prevention, or at that of the case again."),
      .run = run_level,
      .bar = true },
    { .id = "provider.area",
      .keys = { 'a' },
      .label = N_("Area"),
      .help = N_("Look at every area, or at those that fit the action again."),
      .run = run_area,
      .bar = true },
    { .id = "provider.free",
      .keys = { 'c' },
      .label = N_("Free places"),
      .help = N_("Leave out services that said they have no place free, or bring them back."),
      .run = run_free,
      .bar = true },
    { .id = "provider.place",
      .keys = { 'p' },
      .label = N_("Where"),
      .help = N_("Look everywhere, or where the person lives again."),
      .run = run_place,
      .bar = true },
    { .id = "provider.age",
      .keys = { 'g' },
      .label = N_("Age"),
      .help = N_("Look at services for any age, or for the person's again."),
      .run = run_age,
      .bar = true },
    { .id = "provider.language",
      .keys = { 's' },
      .label = N_("Language"),
      .help = N_("Look at services in any language, or in the person's again."),
      .run = run_language,
      .bar = true },
};

/* --- events and drawing --- */
static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct providers *providers = providers_of(screen);

    if (event->kind != EVENT_KEY || event->key == PRESS_ENTER)
        return false;
    if ((event->key == PRESS_PAGE_DOWN || event->key == PRESS_PAGE_UP) && page_handle(&providers->page, event))
        return true;
    if (table_handle(&providers->table, event) == TABLE_IGNORED)
        return false;
    if (providers_tell_reasons(providers))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
    return true;
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct providers *providers = providers_of_const(screen);
    struct area body = screen->body;

    (void)flow;
    draw_wrapped(grid, (struct area){ body.x, body.y, body.width, PROVIDER_HEAD_HEIGHT - 1 }, 0, STYLE_STRONG,
                 providers->wanted);
    table_draw(&providers->table, grid, true);
    draw_rule(grid, body.x, providers->page.area.y - 1, body.width);
    page_draw(&providers->page, grid);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Who could do it")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    if (buf_add_str(out, providers_of_const(screen)->told))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("A letter leaves that part aside. Those marked x must not be used, and say why.")))
        buf_clear(out);
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    providers_place(providers_of(screen));
}

static void close_providers(struct screen *screen)
{
    let_go(providers_of(screen));
    table_release(&providers_of(screen)->table);
    free(screen);
}

static const struct screen_kind provider_kind = {
    .name = "provider",
    .purpose = N_("Who could carry out an action: the mapped services that fit, best first, with what speaks for and "
                  "against each. Those that must not be used stand last."),
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
    .close = close_providers,
    .title = title,
    .status = status,
    .hint = hint,
    .is_casework = screen_is_always_casework,
};

struct screen *provider_screen_new(int64_t episode, int64_t action)
{
    struct providers *providers = screen_alloc(sizeof *providers, &provider_kind);

    if (!providers)
        return NULL;
    providers->episode = episode;
    providers->action = action;
    return &providers->screen;
}
