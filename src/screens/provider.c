/*
 * Choosing who carries out an action of a plan, from the mapped services: ranked, each with all that speaks for and
 * against it; what must not be used stands last and says why. What is looked for comes from the case and the action,
 * and each part of it can be left aside with a letter. Services are compared here, never people.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/provider.h"
#include "townkeep/screens/screens.h"
#include "townkeep/ui/table.h"

enum { HEAD_HEIGHT = 3, TABLE_HEIGHT = 8 };
enum { COLUMN_NAME = 0, COLUMN_BY, COLUMN_VERIFIED, COLUMNS };
enum aside { ASIDE_LEVEL, ASIDE_AREA, ASIDE_PLACE, ASIDE_AGE, ASIDE_LANGUAGE, ASIDE_COUNT };

struct providers {
    struct screen screen;
    int64_t episode, action; /* action 0: any */
    struct provider_need whole;
    bool aside[ASIDE_COUNT]; /* not asked for now */
    bool free_only;          /* without those that said they have no place */
    struct provider_list *list;
    struct table table;
    struct page page;
    char wanted[240], told[200];
};

static struct providers *providers_of(struct screen *screen)
{
    return (struct providers *)screen;
}

static const struct providers *providers_of_const(const struct screen *screen)
{
    return (const struct providers *)screen;
}

static const struct table_column columns[COLUMNS] = {
    [COLUMN_NAME] = { .label = N_("Service"), .width = 26, .field = -1 },
    [COLUMN_BY] = { .label = N_("Offered by"), .width = 24, .field = -1 },
    [COLUMN_VERIFIED] = { .label = N_("Verified"), .width = 10, .field = -1 },
};

/* --- what is looked for --- */
static struct provider_need need_of(const struct providers *providers)
{
    struct provider_need need = providers->whole;

    if (providers->aside[ASIDE_LEVEL])
        need.level[0] = '\0';
    if (providers->aside[ASIDE_AREA])
        need.area_count = 0;
    if (providers->aside[ASIDE_PLACE])
        need.district = 0;
    if (providers->aside[ASIDE_AGE])
        need.youngest = need.oldest = -1;
    if (providers->aside[ASIDE_LANGUAGE])
        need.language[0] = '\0';
    return need;
}

static enum err add_part(struct buf *text, const char *part)
{
    return part[0] ? buf_printf(text, "%s%s", text->len ? " · " : "", part) : OK;
}

static enum err add_areas(const struct provider_need *need, const struct vocabularies *words, struct buf *text)
{
    enum err e = OK;

    for (size_t i = 0; i < need->area_count && !e; i++)
        e = buf_printf(text, "%s%s",
                       i           ? ", "
                       : text->len ? " · "
                                   : "",
                       vocabulary_label(words, "area", need->areas[i]));
    return e;
}

static enum err add_ages(const struct provider_need *need, struct buf *text)
{
    char ages[40];

    if (need->youngest < 0)
        return OK;
    if (need->youngest == need->oldest)
        snprintf(ages, sizeof ages, _("age %d"), need->oldest);
    else
        snprintf(ages, sizeof ages, _("age %d to %d"), need->youngest, need->oldest);
    return add_part(text, ages);
}

static enum err tell_needs(struct providers *providers, struct flow *flow)
{
    struct provider_need need = need_of(providers);
    const struct vocabularies *words = flow_words(flow);
    struct buf text = { 0 }, place = { 0 };
    enum err e = OK;

    if (need.district)
        e = store_title(flow_store(flow), &place_type, need.district, &place);
    if (!e && !(e = add_part(&text, need.level[0] ? vocabulary_label(words, "case_level", need.level) : "")) &&
        !(e = add_areas(&need, words, &text)) && !(e = add_ages(&need, &text)) &&
        !(e = add_part(&text, buf_text(&place))) &&
        !(e = add_part(&text, need.language[0] ? vocabulary_label(words, "language", need.language) : "")))
        e = add_part(&text, providers->free_only ? _("with free places") : "");
    text_cut_into(providers->wanted, sizeof providers->wanted, text.len ? buf_text(&text) : _("every service"));
    buf_release(&text);
    buf_release(&place);
    return e;
}

/* --- rows --- */
static void place(struct providers *providers)
{
    struct area body = providers->screen.body;
    int top = body.y + HEAD_HEIGHT, below = top + TABLE_HEIGHT + 1;

    table_place(&providers->table, (struct area){ body.x, top, body.width, TABLE_HEIGHT });
    page_place(&providers->page, (struct area){ body.x, below, body.width, body.y + body.height - below });
}

static const struct provider *selected(const struct providers *providers)
{
    int64_t service = table_selected_id(&providers->table);

    for (size_t i = 0; providers->list && i < providers->list->count; i++) {
        if (providers->list->rows[i].service == service)
            return &providers->list->rows[i];
    }
    return NULL;
}

static enum err tell_reasons(struct providers *providers)
{
    static const struct {
        enum style style;
        const char *label;
    } words[] = {
        [PROVIDER_REFUSES] = { STYLE_WARN, N_("Not to be used") },
        [PROVIDER_AGAINST] = { STYLE_TEXT, N_("Against") },
        [PROVIDER_FOR] = { STYLE_TEXT, N_("For") },
    };
    const struct provider *provider = selected(providers);
    enum err e = OK;

    page_release(&providers->page);
    for (size_t i = 0; provider && i < provider->reason_count && !e; i++) {
        const struct provider_reason *reason = &provider->reasons[i];
        bool first = i == 0 || provider->reasons[i - 1].word != reason->word;

        e = page_add_labelled(&providers->page, 16, first ? _(words[reason->word].label) : "", reason->text);
    }
    place(providers);
    return e;
}

/* Whether it said that no place is free; unknown is no refusal. */
static enum err is_full(struct store *store, int64_t service, bool *full, struct why *why)
{
    struct record record = { 0 };
    enum err e = store_load(store, &service_type, service, &record, why);

    *full = !e && record_has(&record, "capacity_available") && record_number(&record, "capacity_available") == 0;
    record_release(&record);
    return e;
}

static enum err add_row(struct providers *providers, const struct provider *provider)
{
    struct table_row row = { .id = provider->service,
                             .style = provider->refused ? STYLE_DIM : STYLE_TEXT,
                             .warning = provider->refused ? "x" : NULL };

    row.cells[COLUMN_NAME] = provider->name;
    row.cells[COLUMN_BY] = provider->offered_by;
    row.cells[COLUMN_VERIFIED] = provider->verified_on;
    return table_add(&providers->table, TABLE_AFTER, &row);
}

static enum err fill(struct providers *providers, struct flow *flow, struct why *why)
{
    int64_t kept = table_selected_id(&providers->table);
    enum err e = OK;

    table_clear(&providers->table);
    for (size_t i = 0; i < providers->list->count && !e; i++) {
        bool full = false;

        if (providers->free_only)
            e = is_full(flow_store(flow), providers->list->rows[i].service, &full, why);
        if (!e && !full && (e = add_row(providers, &providers->list->rows[i])))
            why_set(why, e, "%s", err_text(e));
    }
    table_select(&providers->table, kept);
    text_print_into(providers->told, sizeof providers->told,
                    ngettext("%zu can be used, of %zu looked at", "%zu can be used, of %zu looked at",
                             (unsigned long)providers->list->usable),
                    providers->list->usable, providers->list->looked_at);
    return e;
}

static enum err match(struct providers *providers, struct flow *flow, struct why *why)
{
    struct provider_need need = need_of(providers);
    enum err e;

    if ((e = provider_match(flow_store(flow), &need, providers->list, why)) || (e = fill(providers, flow, why)))
        return e;
    if ((e = tell_needs(providers, flow)) || (e = tell_reasons(providers)))
        why_set(why, e, "%s", err_text(e));
    return e;
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
    memcpy(providers->table.columns, columns, sizeof columns);
    providers->table.column_count = COLUMNS;
    providers->table.sort_column = -1;
    providers->table.empty = _("No mapped service fits. Leave a part of it aside with its letter, or map a service.");
    providers->list = calloc(1, sizeof *providers->list);
    if (!providers->list)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    if ((e = store_log_view(flow_store(flow), &episode_type, providers->episode, "plan", why)) ||
        (e = find_need(providers, flow, why)))
        return e;
    return match(providers, flow, why);
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
    if (match(providers_of(screen), flow, &why))
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
    const struct provider *provider = selected(providers_of(screen));

    flow_done(flow, &service_type, provider->service, provider->name);
}

static void run_record(struct screen *screen, struct flow *flow)
{
    flow_push(flow, detail_screen_new(&service_type, table_selected_id(&providers_of(screen)->table)), 0);
}

static const char *refuse_record(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return selected(providers_of_const(screen)) ? NULL : _("No service is selected.");
}

static const char *refuse_choose(const struct screen *screen, const struct flow *flow)
{
    const struct provider *provider = selected(providers_of_const(screen));

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
    if (tell_reasons(providers))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
    return true;
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct providers *providers = providers_of_const(screen);
    struct area body = screen->body;

    (void)flow;
    draw_wrapped(grid, (struct area){ body.x, body.y, body.width, HEAD_HEIGHT - 1 }, 0, STYLE_STRONG,
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

static bool is_casework(const struct screen *screen)
{
    (void)screen;
    return true;
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    place(providers_of(screen));
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
    .is_casework = is_casework,
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
