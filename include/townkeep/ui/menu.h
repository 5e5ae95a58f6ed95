/* A short list of places to go, chosen by arrows, by number or by first letter; each may carry a count and may be
 * refused. */
#ifndef TOWNKEEP_UI_MENU_H
#define TOWNKEEP_UI_MENU_H

#include <stdbool.h>

#include "townkeep/draw/event.h"
#include "townkeep/draw/grid.h"

enum { MENU_ITEMS = 64 };

struct menu_item {
    char digit;         /* '1' … '9', '0'; 0 none */
    const char *label;  /* translated; borrowed */
    const char *detail; /* translated; under the menu when selected; NULL none; borrowed */
    long count;         /* at the right; negative: none */
    bool more;          /* "9999+" */
    bool refused;       /* dimmed */
    const char *why;    /* the sentence, when refused; borrowed */
    int what;           /* the owner's number */
};
struct menu {
    struct menu_item items[MENU_ITEMS];
    int count, selected, first;
    struct area area; /* set by menu_place */
};
enum menu_result { MENU_IGNORED, MENU_TAKEN, MENU_CHOSEN, MENU_REFUSED /* show items[selected].why */ };

void menu_add(struct menu *menu, const struct menu_item *item); /* beyond MENU_ITEMS nothing is added */
void menu_place(struct menu *menu, struct area area);
enum menu_result menu_handle(struct menu *menu, const struct event *event);
const struct menu_item *menu_selected(const struct menu *menu); /* NULL when empty */
void menu_draw(const struct menu *menu, struct grid *grid, bool active);

#endif
