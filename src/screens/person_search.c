/*
 * Finding a person by name, for those who have only that: a reason is asked first, and both the search and the reason
 * are in the log before anything is found. What is found is told by pseudonym.
 */
#include <stdio.h>
#include <stdlib.h>

#include "townkeep/base/text.h"
#include "townkeep/domain/known.h"
#include "townkeep/screens/screens.h"
#include "townkeep/ui/menu.h"

enum question { ASKED_REASON = 1, ASKED_NAME };
enum { HEAD_HEIGHT = 3 };

struct person_search {
    struct screen screen;
    char reason[300];
    struct known known[KNOWN_MOST];
    size_t count;
    bool searched;
    struct menu menu;
};

static struct person_search *search_of(struct screen *screen)
{
    return (struct person_search *)screen;
}

static const struct person_search *search_of_const(const struct screen *screen)
{
    return (const struct person_search *)screen;
}

/* --- asking --- */
static void ask_reason(struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_PROMPT };
    char searched[160];

    snprintf(dialog.title, sizeof dialog.title, "%s", _("Find a person by name"));
    snprintf(dialog.text, sizeof dialog.text, "%s\n%s",
             _("Why do you look for a person by name? The reason is written into the log, the name is not. With a "
               "pseudonym or a number, F7 finds without a reason."),
             known_searches(flow_store(flow), searched, sizeof searched));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Go on"));
    flow_ask(flow, &dialog, ASKED_REASON);
}

static void ask_name(struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_PROMPT };

    snprintf(dialog.title, sizeof dialog.title, "%s", _("Find a person by name"));
    snprintf(dialog.text, sizeof dialog.text, "%s", _("The name, or the beginning of a part of it."));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Search"));
    flow_ask(flow, &dialog, ASKED_NAME);
}

static enum err open_search(struct screen *screen, struct flow *flow, struct why *why)
{
    (void)screen;
    (void)why;
    ask_reason(flow);
    return OK;
}

static void place(struct screen *screen, struct flow *flow)
{
    struct area body = screen->body;

    (void)flow;
    menu_place(&search_of(screen)->menu,
               (struct area){ body.x, body.y + HEAD_HEIGHT, body.width, body.height - HEAD_HEIGHT });
}

static void search(struct person_search *search, struct flow *flow, const char *name)
{
    struct why why = { 0 };

    search->menu.count = 0;
    search->menu.selected = 0;
    if (known_by_name(flow_store(flow), name, search->reason, search->known, &search->count, &why)) {
        search->count = 0;
        flow_refuse(flow, &why);
        return;
    }
    search->searched = true;
    for (size_t i = 0; i < search->count; i++)
        menu_add(&search->menu, &(struct menu_item){ .label = search->known[i].line, .count = -1, .what = (int)i });
    place(&search->screen, flow);
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct person_search *search_screen = search_of(screen);

    if (answer->dialog != DIALOG_YES) {
        if (!search_screen->searched)
            flow_pop(flow);
        return;
    }
    if (answer->question == ASKED_REASON) {
        text_cut_into(search_screen->reason, sizeof search_screen->reason, answer->text);
        ask_name(flow);
    } else {
        search(search_screen, flow, answer->text);
    }
}

/* What was found is asked for again after a lock. */
static void suspend(struct screen *screen, struct flow *flow)
{
    struct person_search *search = search_of(screen);

    (void)flow;
    wipe(search->reason, sizeof search->reason);
    search->menu.count = 0;
    search->count = 0;
    search->searched = false;
}

/* --- events and drawing --- */
static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct person_search *search = search_of(screen);
    enum menu_result result = event->kind == EVENT_KEY && (event->key == PRESS_ENTER || event->key >= PRESS_BEYOND)
                                  ? menu_handle(&search->menu, event)
                                  : MENU_IGNORED;
    const struct menu_item *item = menu_selected(&search->menu);

    if (result == MENU_CHOSEN && item)
        flow_push(flow, record_screen_new(search->known[item->what].type, search->known[item->what].id), 0);
    return result != MENU_IGNORED;
}

static void run_again(struct screen *screen, struct flow *flow)
{
    (void)screen;
    ask_reason(flow);
}

static const struct action actions[] = {
    { .id = "person_search.again",
      .keys = { PRESS_FUNCTION(2), 'n' },
      .label = N_("Search"),
      .help = N_("Look for somebody else, with a reason of its own."),
      .run = run_again,
      .writes = true,
      .bar = true },
};

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct person_search *search = search_of_const(screen);
    struct area body = screen->body;

    (void)flow;
    if (!search->searched)
        return;
    if (search->count == 0)
        draw_wrapped(grid, body, 0, STYLE_TEXT,
                     _("Nobody of that name in the referrals and cases you may open. The search is in the log."));
    else
        draw_wrapped(grid, (struct area){ body.x, body.y, body.width, HEAD_HEIGHT - 1 }, 0, STYLE_STRONG,
                     search->count == KNOWN_MOST ? _("The first that fit, by pseudonym. Type more of the name to find "
                                                     "others.")
                                                 : _("These fit, by pseudonym. Enter opens one."));
    menu_draw(&search->menu, grid, true);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Find a person by name")))
        buf_clear(out);
}

static void close_search(struct screen *screen)
{
    suspend(screen, NULL);
    free(screen);
}

static const struct screen_kind person_search_kind = {
    .name = "person_search",
    .purpose = N_("A person is looked for by name in referrals and cases. Each search has a reason, is in the log, and "
                  "is counted."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .needs_casework = true,
    .open = open_search,
    .suspend = suspend,
    .resume = open_search,
    .resized = place,
    .handle = handle,
    .answered = answered,
    .draw = draw,
    .title = title,
    .is_casework = screen_is_always_casework,
    .close = close_search,
};

struct screen *person_search_screen_new(void)
{
    return screen_alloc(sizeof(struct person_search), &person_search_kind);
}
