/* The page of a referral: what referral.c, the screen, and referral_page.c, what it says, share. */
#ifndef TOWNKEEP_SCREENS_REFERRAL_IN_H
#define TOWNKEEP_SCREENS_REFERRAL_IN_H

#include "townkeep/domain/casework.h"
#include "townkeep/screens/screen.h"
#include "townkeep/ui/menu.h"

enum { REFERRAL_LABEL_WIDTH = 22 };

struct referral_screen {
    struct screen screen;
    int64_t id;
    struct casework work;
    struct possible_step steps[WORKFLOW_STEPS_MAX];
    size_t step_count;
    struct menu menu;
    struct page page;
    struct buf due;    /* the clocks in words */
    bool in_page;      /* the text has the arrows, not the menu */
    int64_t hidden_at; /* clock_monotonic when names are hidden again; 0 hidden now */
};

/* Who it is, what happened so far and what was told; names only while they are shown. */
MUST_USE enum err referral_fill_page(struct referral_screen *referral, struct flow *flow);

#endif
