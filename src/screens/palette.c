/*
 * Anything by its name: actions of every screen on the stack, places, errands, lists of records, and records
 * themselves. Refused actions are found too, with the reason behind them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "flow_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/ui/picker.h"

enum { ENTRIES_MAX = 160, FOUND_MAX = 60, FOUND_SHOWN = 12 };

struct entry {
    struct screen *under; /* an action of this screen */
    const struct action *action;
    struct screen *(*open)(void);
    const struct record_type *type; /* id 0: its list */
    int64_t id;
};
struct palette {
    struct screen screen;
    struct picker picker;
    struct entry entries[ENTRIES_MAX];
    int count;
};

static enum err add(struct palette *palette, struct entry entry, const char *label, const char *detail)
{
    struct picker_row row = { .id = palette->count };
    char both[2 * PICKER_LABEL_SIZE];

    snprintf(both, sizeof both, "%s %s", label, detail);
    if (palette->count == ENTRIES_MAX || (!entry.id && !text_has_words(both, line_text(&palette->picker.words))))
        return OK;
    text_cut_into(row.label, sizeof row.label, label);
    text_cut_into(row.detail, sizeof row.detail, detail);
    palette->entries[palette->count++] = entry;
    return picker_add(&palette->picker, &row);
}

static enum err add_action(struct palette *palette, const struct flow *flow, struct screen *under,
                           const struct action *action)
{
    uint32_t keys[ACTION_KEYS];
    char name[KEY_NAME_SIZE] = "", detail[2 * PICKER_LABEL_SIZE];
    const char *refusal = action_refusal(under, flow, action);

    if (action_keys(flow, action, keys) > 0)
        key_name(keys[0], name, sizeof name);
    snprintf(detail, sizeof detail, "%s  %s", name, refusal ? refusal : _(action->help));
    return add(palette, (struct entry){ .under = under, .action = action }, _(action->label), detail);
}

static enum err add_stack(struct palette *palette, const struct flow *flow)
{
    int globals;
    const struct action *global = global_actions(&globals);
    enum err e = OK;

    for (struct screen *screen = palette->screen.below; screen && !e; screen = screen->below) {
        for (int i = 0; i < screen->kind->action_count && !e; i++) {
            if (action_stands(screen, &screen->kind->actions[i]))
                e = add_action(palette, flow, screen, &screen->kind->actions[i]);
        }
    }
    for (int i = 0; i < globals && !e; i++) {
        if (strcmp(global[i].id, "global.palette") != 0)
            e = add_action(palette, flow, palette->screen.below, &global[i]);
    }
    return e;
}

static enum err add_places(struct palette *palette, const struct flow *flow)
{
    int count;
    const struct place *place = places(&count);
    const struct errand *errand;
    enum err e = OK;

    for (int i = 0; i < count && !e; i++) {
        if (!place_refusal(flow, &place[i]))
            e = add(palette, (struct entry){ .open = place[i].open }, _(place[i].label), _(place[i].help));
    }
    errand = errands(&count);
    for (int i = 0; i < count && !e; i++) {
        if (errand_is_there(flow, &errand[i]) && !errand_refusal(flow, &errand[i]))
            e = add(palette, (struct entry){ .open = errand[i].open }, _(errand[i].label), _(errand[i].help));
    }
    for (size_t i = 0; i < domain_catalogue.count && !e; i++) {
        const struct record_type *type = domain_catalogue.types[i];

        if (type->menu != MENU_NONE && flow_may_show(flow, type))
            e = add(palette, (struct entry){ .type = type }, _(type->plural), _("the list"));
    }
    return e;
}

/* Records only: the words of the lists would stand before them for every second search. */
static enum err add_records(struct palette *palette, struct flow *flow, struct why *why)
{
    const char *words = line_text(&palette->picker.words);
    struct found *found;
    size_t count = 0;
    int shown = 0;
    enum err e;

    if (words[0] == '\0')
        return OK;
    if (!(found = calloc(FOUND_MAX, sizeof *found)))
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    e = store_search(flow_store(flow), NULL, words, FOUND_MAX, found, &count, why);
    for (size_t i = 0; i < count && shown < FOUND_SHOWN && !e; i++) {
        if (!flow_may_show(flow, found[i].type) || found[i].type == &vocabulary_type)
            continue;
        shown++;
        e = add(palette, (struct entry){ .type = found[i].type, .id = found[i].id }, found[i].title,
                _(found[i].type->label));
    }
    free(found);
    return e;
}

static enum err fill(struct screen *screen, struct flow *flow, struct why *why)
{
    struct palette *palette = (struct palette *)screen;
    enum err e;

    picker_clear_rows(&palette->picker);
    palette->count = 0;
    if ((e = add_stack(palette, flow)) || (e = add_places(palette, flow)))
        return why_set(why, e, "%s", err_text(e));
    if ((e = add_records(palette, flow, why)))
        return e;
    picker_place(&palette->picker, screen->body);
    return OK;
}

static enum err open_palette(struct screen *screen, struct flow *flow, struct why *why)
{
    struct palette *palette = (struct palette *)screen;

    palette->picker.fed = true;
    snprintf(palette->picker.title, sizeof palette->picker.title, "%s", _("Anything: an action, a place, a record"));
    return fill(screen, flow, why);
}

static void choose(struct palette *palette, struct flow *flow)
{
    const struct picker_row *row = picker_chosen(&palette->picker);
    const struct entry *entry;

    if (!row)
        return;
    entry = &palette->entries[row->id];
    flow_pop(flow);
    if (entry->action)
        flow_run(flow, entry->under, entry->action);
    else if (entry->open)
        flow_push(flow, entry->open(), 0);
    else
        flow_push(flow, entry->id ? record_screen_new(entry->type, entry->id) : records_screen_new(entry->type), 0);
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct palette *palette = (struct palette *)screen;
    struct why why = { 0 };

    switch (picker_handle(&palette->picker, event)) {
    case PICKER_WORDS_CHANGED:
        if (fill(screen, flow, &why))
            flow_refuse(flow, &why);
        return true;
    case PICKER_CHOSEN:
        choose(palette, flow);
        return true;
    case PICKER_CANCELLED:
        flow_pop(flow);
        return true;
    case PICKER_IGNORED:
        return false;
    default:
        return true;
    }
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    picker_place(&((struct palette *)screen)->picker, screen->body);
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    (void)flow;
    picker_draw(&((const struct palette *)screen)->picker, grid);
}

static bool typing(const struct screen *screen)
{
    (void)screen;
    return true;
}

static void close_palette(struct screen *screen)
{
    picker_release(&((struct palette *)screen)->picker);
    free(screen);
}

static const struct screen_kind kind = {
    .name = "palette",
    .purpose =
        N_("Type a few letters of what you want to do, where you want to go, or what you look for; Enter takes it."),
    .overlay = true,
    .open = open_palette,
    .resized = resized,
    .handle = handle,
    .draw = draw,
    .typing = typing,
    .close = close_palette,
};

struct screen *palette_screen_new(void)
{
    return screen_alloc(sizeof(struct palette), &kind);
}
