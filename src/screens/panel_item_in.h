/* A case before the panel on the screen: what its files share. panel_item.c is the screen, panel_item_keys.c its keys,
 * panel_item_page.c what it says. */
#ifndef TOWNKEEP_SCREENS_PANEL_ITEM_IN_H
#define TOWNKEEP_SCREENS_PANEL_ITEM_IN_H

#include "townkeep/domain/document.h"
#include "townkeep/domain/panel.h"
#include "townkeep/screens/screen.h"
#include "townkeep/ui/picker.h"
#include "townkeep/ui/table.h"

struct item_screen {
    struct screen screen;
    int64_t id, of; /* id 0: the newest item of the case `of` */
    struct panel_papers papers;
    struct record episode;
    struct page page;
    struct table table; /* contributions, conflicts, actions */
    int64_t selected;   /* its row, over a suspend */
    bool in_table;
    struct picker picker; /* which member has the conflict */
    bool picking;
    char summary[160];
    size_t missing;
    int64_t hidden_at; /* clock_monotonic when the name is hidden again; 0 hidden now */
};

enum { ITEM_ACTIONS = 7, ITEM_DOCUMENTS = 3 };
enum item_question { ITEM_ASKED_ADD = 1, ITEM_ASKED_DISCUSSED, ITEM_ASKED_DOCUMENT };
extern const struct action item_actions[ITEM_ACTIONS];
extern const enum document_kind item_documents[ITEM_DOCUMENTS]; /* what is given out of it */

/* The page anew, with or without the name. */
void item_show_again(struct item_screen *item, struct flow *flow);
/* Whether it was discussed without the name. */
bool item_is_discussed(const struct item_screen *item);
/* Contributions, conflicts and actions, in this order, from the papers. */
MUST_USE enum err item_fill_table(struct item_screen *item, const struct vocabularies *words);
/* Sheet F2 until it was discussed so; then what is missing for a decision, and the item. Keeps where it stands. */
MUST_USE enum err item_fill_page(struct item_screen *item, struct flow *flow, struct why *why);

#endif
