/* The home screen's state, shared by its handling and its drawing. */
#ifndef TOWNKEEP_SCREENS_HOME_IN_H
#define TOWNKEEP_SCREENS_HOME_IN_H

#include "flow_in.h"
#include "townkeep/domain/due.h"

enum { HOME_DRAFTS = 8, HOME_LINES = DUE_ROWS_MAX + HOME_DRAFTS + DUE_GROUP_COUNT + 1 };

enum home_line_kind { HOME_HEADING, HOME_DRAFT, HOME_DUE };
struct home_line {
    enum home_line_kind kind;
    enum due_group group; /* HEADING; DUE_GROUP_COUNT: the drafts */
    size_t row;           /* DRAFT, DUE */
};
struct home {
    struct screen screen;
    struct menu menu;
    struct due *due; /* owned */
    struct draft_row drafts[HOME_DRAFTS];
    size_t draft_count;
    struct home_line lines[HOME_LINES];
    int line_count, selected;
    bool on_due; /* the keys go to what is due, else to the menu */
    struct figure figures[FIGURES_MAX];
    size_t figure_count;
    int64_t backup_at, looked_at;
    bool casework_open, casework_role, damaged;
    char officer[120], roles[200];
    struct area due_area, right;
};

void home_draw(const struct screen *screen, const struct flow *flow, struct grid *grid);

#endif
