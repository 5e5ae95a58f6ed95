/* All pictures with the question each answers. */
#include <stdlib.h>

#include "flow_in.h"

enum { HELP_ROWS = 3, MENU_WIDTH = 52 };

struct pictures_menu {
    struct screen screen;
    struct menu menu;
};

static struct pictures_menu *menu_of(struct screen *screen)
{
    return (struct pictures_menu *)screen;
}

static void place(struct screen *screen, struct flow *flow)
{
    struct area body = screen->body;

    (void)flow;
    menu_place(&menu_of(screen)->menu,
               (struct area){ body.x + 2, body.y + 1, body.width - 4 < MENU_WIDTH ? body.width - 4 : MENU_WIDTH,
                              body.height - HELP_ROWS - 3 });
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct menu *menu = &menu_of(screen)->menu;
    size_t count;
    const struct picture *const *pictures = pictures_all(&count);
    int selected = menu->selected;

    (void)why;
    menu->count = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_refused = !flow_may_show(flow, pictures[i]->type);

        menu_add(menu, &(struct menu_item){ .digit = i < 9 ? (char)('1' + i) : '\0',
                                            .label = _(pictures[i]->label),
                                            .detail = _(pictures[i]->sentence),
                                            .count = -1,
                                            .refused = is_refused,
                                            .why = is_refused ? _("Your role does not open this part.") : NULL,
                                            .what = (int)i });
    }
    menu->selected = selected < menu->count ? selected : 0;
    place(screen, flow);
    return OK;
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct menu *menu = &menu_of(screen)->menu;
    enum menu_result result = menu_handle(menu, event);
    size_t count;

    if (result == MENU_CHOSEN)
        flow_push(flow, picture_screen_new(pictures_all(&count)[menu->items[menu->selected].what], NULL), 0);
    else if (result == MENU_REFUSED)
        flow_refuse_text(flow, menu->items[menu->selected].why);
    return result != MENU_IGNORED;
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct menu *menu = &((const struct pictures_menu *)screen)->menu;
    const struct menu_item *item = menu_selected(menu);
    struct area body = screen->body, area = { body.x + 2, body.y + body.height - HELP_ROWS, body.width - 4, HELP_ROWS };

    (void)flow;
    menu_draw(menu, grid, true);
    if (item)
        draw_wrapped(grid, area, 0, STYLE_DIM, item->detail);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Pictures")))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Arrows and Enter, the number, or the first letter.")))
        buf_clear(out);
}

static void close_menu(struct screen *screen)
{
    free(screen);
}

static const struct screen_kind kind = {
    .name = "pictures",
    .purpose = N_("The stakeholders as pictures. The sentence below says which question each one answers."),
    .open = load,
    .resume = load,
    .refresh = load,
    .resized = place,
    .handle = handle,
    .draw = draw,
    .title = title,
    .hint = hint,
    .close = close_menu,
};

struct screen *pictures_screen_new(void)
{
    struct pictures_menu *menu = screen_alloc(sizeof *menu, &kind);

    return menu ? &menu->screen : NULL;
}
