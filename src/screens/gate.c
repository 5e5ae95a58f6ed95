/* Stands for a screen that shows casework while casework is still closed: asks for the passphrase, and makes way for
 * that screen or goes. */
#include <stdlib.h>

#include "townkeep/screens/screens.h"

enum question { ASKED_CASEWORK = 1 };

struct gate {
    struct screen screen;
    struct screen *next; /* owned until it is put on the stack */
};

static enum err open_gate(struct screen *screen, struct flow *flow, struct why *why)
{
    (void)screen;
    (void)why;
    flow_open_casework(flow, ASKED_CASEWORK);
    return OK;
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct gate *gate = (struct gate *)screen;

    if (answer->dialog == DIALOG_YES) {
        flow_replace(flow, gate->next);
        gate->next = NULL;
        return;
    }
    flow_pop(flow);
}

/* Back after a lock: what was to be shown has to be asked for again. */
static enum err resume(struct screen *screen, struct flow *flow, struct why *why)
{
    (void)screen;
    (void)why;
    flow_pop(flow);
    return OK;
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    (void)flow;
    draw_text(grid, screen->body.x, screen->body.y, screen->body.width, STYLE_DIM, _("Casework is closed."));
}

static void close_gate(struct screen *screen)
{
    struct gate *gate = (struct gate *)screen;

    if (gate->next)
        gate->next->kind->close(gate->next);
    free(gate);
}

static const struct screen_kind gate_kind = {
    .name = "gate",
    .purpose = N_("Casework is closed. It opens with your passphrase."),
    .open = open_gate,
    .resume = resume,
    .answered = answered,
    .draw = draw,
    .close = close_gate,
};

struct screen *gate_screen_new(struct screen *next)
{
    struct gate *gate = screen_alloc(sizeof *gate, &gate_kind);

    if (!gate) {
        next->kind->close(next);
        return NULL;
    }
    gate->next = next;
    return &gate->screen;
}
