/* A short list of places to go. Where several begin with the same letter, pressing it again goes to the next. */
#include "townkeep/ui/menu.h"

#include <stdio.h>
#include <string.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/text.h"

void menu_add(struct menu *menu, const struct menu_item *item)
{
    if (menu->count < MENU_ITEMS)
        menu->items[menu->count++] = *item;
}

static void show_selected(struct menu *menu)
{
    if (menu->selected < menu->first)
        menu->first = menu->selected;
    if (menu->area.height > 0 && menu->selected >= menu->first + menu->area.height)
        menu->first = menu->selected - menu->area.height + 1;
}

void menu_place(struct menu *menu, struct area area)
{
    menu->area = area;
    menu->first = 0;
    show_selected(menu);
}

const struct menu_item *menu_selected(const struct menu *menu)
{
    return menu->count > 0 ? &menu->items[menu->selected] : NULL;
}

static enum menu_result choose(struct menu *menu, int item)
{
    menu->selected = item;
    show_selected(menu);
    return menu->items[item].refused ? MENU_REFUSED : MENU_CHOSEN;
}

static bool begins_with(const char *label, const char *letter)
{
    struct buf folded_label = { 0 }, folded_letter = { 0 };
    bool same = text_fold(&folded_label, label) == OK && text_fold(&folded_letter, letter) == OK &&
                folded_letter.len > 0 &&
                strncmp(buf_text(&folded_label), buf_text(&folded_letter), folded_letter.len) == 0;

    buf_release(&folded_label);
    buf_release(&folded_letter);
    return same;
}

static enum menu_result handle_letter(struct menu *menu, uint32_t key)
{
    char letter[KEY_TEXT_SIZE];

    if (key_to_text(key, letter) == 0 || letter[0] == ' ')
        return MENU_IGNORED;
    for (int i = 0; i < menu->count; i++) {
        if (menu->items[i].digit && letter[0] == menu->items[i].digit && letter[1] == '\0')
            return choose(menu, i);
    }
    for (int step = 1; step <= menu->count; step++) {
        int i = (menu->selected + step) % menu->count;

        if (begins_with(menu->items[i].label, letter)) {
            menu->selected = i;
            show_selected(menu);
            return MENU_TAKEN;
        }
    }
    return MENU_IGNORED;
}

static enum menu_result handle_click(struct menu *menu, const struct event *event)
{
    int row = event->y - menu->area.y + menu->first;

    if (event->x < menu->area.x || event->x >= menu->area.x + menu->area.width || event->y < menu->area.y ||
        event->y >= menu->area.y + menu->area.height || row >= menu->count)
        return MENU_IGNORED;
    return choose(menu, row);
}

enum menu_result menu_handle(struct menu *menu, const struct event *event)
{
    int to = menu->selected, last = menu->count - 1;

    if (menu->count == 0)
        return MENU_IGNORED;
    if (event->kind == EVENT_MOUSE)
        return handle_click(menu, event);
    if (event->kind != EVENT_KEY)
        return MENU_IGNORED;
    switch (event->key) {
    case PRESS_UP:
        to = to > 0 ? to - 1 : last;
        break;
    case PRESS_DOWN:
        to = to < last ? to + 1 : 0;
        break;
    case PRESS_HOME:
    case PRESS_PAGE_UP:
        to = 0;
        break;
    case PRESS_END:
    case PRESS_PAGE_DOWN:
        to = last;
        break;
    case PRESS_ENTER:
        return choose(menu, menu->selected);
    default:
        return handle_letter(menu, event->key);
    }
    menu->selected = to;
    show_selected(menu);
    return MENU_TAKEN;
}

static void draw_item(const struct menu *menu, struct grid *grid, int item, int y, bool active)
{
    const struct menu_item *it = &menu->items[item];
    bool selected = item == menu->selected;
    enum style style = it->refused ? STYLE_DIM : selected && active ? STYLE_SELECTED : STYLE_TEXT;
    int x = menu->area.x, width = menu->area.width;
    char digit[2] = { it->digit ? it->digit : ' ', '\0' }, count[32];

    if (selected && active)
        draw_fill(grid, (struct area){ x, y, width, 1 }, STYLE_SELECTED);
    draw_text(grid, x, y, 1, style, selected && active ? draw_mark(grid, MARK_SELECTED) : " ");
    draw_text(grid, x + 1, y, 1, style, digit);
    /* What cannot be chosen stands in brackets: dimming alone is seen by some people and terminals only. */
    draw_printf(grid, x + 3, y, width - 3 - (it->count >= 0 ? 8 : 0), style, it->refused ? "(%s)" : "%s", it->label);
    if (it->count >= 0) {
        snprintf(count, sizeof count, "%ld%s", it->count, it->more ? "+" : "");
        draw_text_right(grid, x + width - 8, y, 8, style, count);
    }
    if (selected && active)
        grid_cursor(grid, x, y);
}

void menu_draw(const struct menu *menu, struct grid *grid, bool active)
{
    for (int row = 0; row < menu->area.height && menu->first + row < menu->count; row++)
        draw_item(menu, grid, menu->first + row, menu->area.y + row, active);
    if (menu->first > 0)
        draw_text(grid, menu->area.x + 2, menu->area.y, 1, STYLE_DIM, draw_mark(grid, MARK_MORE_UP));
    if (menu->first + menu->area.height < menu->count)
        draw_text(grid, menu->area.x + 2, menu->area.y + menu->area.height - 1, 1, STYLE_DIM,
                  draw_mark(grid, MARK_MORE_DOWN));
}
