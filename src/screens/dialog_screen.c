/* A dialog on the stack: the question of a screen, answered to it, or of the program itself, answered to a function. */
#include <stdio.h>
#include <stdlib.h>

#include "flow_in.h"

struct asking {
    struct screen screen;
    struct dialog dialog;
    void (*yes)(struct flow *flow, int64_t number);
    int64_t number;
};

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct asking *asking = (struct asking *)screen;
    struct answer answer = { 0 };

    if (!dialog_handle(&asking->dialog, event))
        return false;
    if (asking->dialog.answer == DIALOG_OPEN)
        return true;
    answer.dialog = asking->dialog.answer;
    answer.chosen = asking->dialog.chosen;
    flow_answer(flow, &answer, line_text(&asking->dialog.line));
    if (asking->yes && answer.dialog == DIALOG_YES)
        asking->yes(flow, asking->number);
    return true;
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    (void)flow;
    dialog_draw(&((const struct asking *)screen)->dialog, grid, screen->body);
}

static int hints(const struct screen *screen, struct key_hint *out, int max)
{
    return dialog_hints(&((const struct asking *)screen)->dialog, out, max);
}

static bool typing(const struct screen *screen)
{
    const struct asking *asking = (const struct asking *)screen;

    return asking->dialog.kind == DIALOG_PROMPT || asking->dialog.kind == DIALOG_TYPED;
}

static void close_dialog(struct screen *screen)
{
    dialog_release(&((struct asking *)screen)->dialog);
    free(screen);
}

static const struct screen_kind kind = {
    .name = "dialog",
    .purpose = N_("A question. Esc is always the harmless answer."),
    .overlay = true,
    .handle = handle,
    .draw = draw,
    .hints = hints,
    .typing = typing,
    .close = close_dialog,
};

static struct asking *asking_new(const struct dialog *dialog)
{
    struct asking *asking = screen_alloc(sizeof *asking, &kind);

    if (asking) {
        asking->dialog = *dialog;
        asking->dialog.answer = DIALOG_OPEN;
        if (dialog->kind == DIALOG_LEAVE && !dialog->text[0])
            snprintf(asking->dialog.text, sizeof asking->dialog.text, "%s",
                     _("s saves them, d discards what was typed, k keeps editing."));
    }
    return asking;
}

struct screen *dialog_screen_new(const struct dialog *dialog)
{
    struct asking *asking = asking_new(dialog);

    return asking ? &asking->screen : NULL;
}

void flow_confirm(struct flow *flow, const struct dialog *dialog, void (*yes)(struct flow *flow, int64_t number),
                  int64_t number)
{
    struct asking *asking = asking_new(dialog);

    if (asking) {
        asking->yes = yes;
        asking->number = number;
        flow->drain = true;
    }
    flow_push(flow, asking ? &asking->screen : NULL, 0);
}
