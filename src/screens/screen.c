/* The memory of a screen, and what many kinds answer alike. Everything else a screen has is its kind's. */
#include "townkeep/screens/screen.h"

#include <stdlib.h>

void *screen_alloc(size_t size, const struct screen_kind *kind)
{
    struct screen *screen = calloc(1, size);

    if (screen)
        screen->kind = kind;
    return screen;
}

bool screen_is_always_casework(const struct screen *screen)
{
    (void)screen;
    return true;
}
