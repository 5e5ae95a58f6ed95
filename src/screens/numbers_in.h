/* Private to the screen of numbers: numbers.c what is asked and written, numbers_draw.c what is seen. */
#ifndef NUMBERS_SCREEN_IN_H
#define NUMBERS_SCREEN_IN_H

#include "townkeep/domain/numbers.h"
#include "townkeep/screens/screen.h"
#include "townkeep/ui/table.h"

struct numbers_screen {
    struct screen screen;
    struct numbers numbers;
    struct numbers_job *job; /* while they are counted */
    bool counted;
    int shown;        /* the number whose table is shown; -1 the list of all */
    int64_t list_row; /* where the list stood */
    struct table table;
    struct buf path, reason;
};

const struct number *numbers_at(const struct numbers_screen *numbers, int64_t row); /* NULL: none */
/* The rows of what is shown now. */
MUST_USE enum err numbers_fill(struct numbers_screen *numbers);
void numbers_place(struct numbers_screen *numbers);
void numbers_draw(const struct screen *screen, const struct flow *flow, struct grid *grid);

#endif
