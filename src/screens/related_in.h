/* The records that hang on one: for every field of any type that names it, a row with their number. */
#ifndef TOWNKEEP_SCREENS_RELATED_IN_H
#define TOWNKEEP_SCREENS_RELATED_IN_H

#include "related_group_in.h"
#include "townkeep/screens/screen.h"
#include "townkeep/ui/menu.h"

/* A record type that refers to the record, by which field, and how many do. */
struct related {
    const struct record_type *type;
    int field;
    size_t count;
    bool more;
};
struct related_rows {
    struct menu menu;
    struct related_group group; /* the record itself, and the linked duplicates it stands for */
    struct related rows[MENU_ITEMS];
    char labels[MENU_ITEMS][120]; /* of the menu's rows */
};
/* Count them all; those of which there are some come first, the others can be added. The selected row stays. */
MUST_USE enum err related_find(struct related_rows *related, struct flow *flow, const struct record *record,
                               struct why *why);
const struct related *related_selected(const struct related_rows *related); /* NULL when there are no rows */
/* "field=id": a filter for the list of the selected row, and the field of a new record of its type. */
void related_filter(const struct related_rows *related, int64_t id, char *out, size_t size);

#endif
