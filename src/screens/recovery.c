/* A fresh recovery code: shown once, written down, proved by its last group. The old ones stop opening as soon as the
 * new one is made. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "flow_in.h"

enum question { ASKED_MAKE = 1 };

struct recovery {
    struct screen screen;
    char code[RECOVERY_TEXT_SIZE];
    struct line group;
    bool making;
    struct why refused;
};

static struct recovery *recovery_of(struct screen *screen)
{
    return (struct recovery *)screen;
}

bool recovery_group_is(const char *code, const char *typed)
{
    const char *hyphen = strrchr(code, '-'), *last = hyphen ? hyphen + 1 : code;
    size_t len = strlen(last);

    typed += strspn(typed, " ");
    return strncasecmp(typed, last, len) == 0 && typed[len + strspn(typed + len, " ")] == '\0';
}

static void forget(struct recovery *recovery)
{
    explicit_bzero(recovery->code, sizeof recovery->code);
    line_release(&recovery->group);
}

static void run_make(struct screen *screen, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'y' };

    (void)screen;
    snprintf(dialog.title, sizeof dialog.title, "%s", _("A new recovery code?"));
    snprintf(dialog.text, sizeof dialog.text, "%s",
             _("The code written down before will not open the vault any more. Have pen and paper ready."));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Make a new code"));
    flow_ask(flow, &dialog, ASKED_MAKE);
}

static const char *refuse_make(const struct screen *screen, const struct flow *flow)
{
    if (((const struct recovery *)screen)->code[0])
        return _("Write down the code that is shown first.");
    return store_roles(flow_store(flow)) & ROLE_ADMINISTRATOR ? NULL
                                                              : _("Only an administrator may make a recovery code.");
}

static const struct action actions[] = {
    { .id = "recovery.make",
      .keys = { PRESS_FUNCTION(2), PRESS_CTRL('n') },
      .label = N_("New code"),
      .run = run_make,
      .writes = true,
      .refuses = refuse_make,
      .help = N_("Make a new recovery code and show it once."),
      .bar = true },
};

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    if (answer->question != ASKED_MAKE || answer->dialog != DIALOG_YES)
        return;
    recovery_of(screen)->making = true;
    flow_work(flow);
}

static void work(struct screen *screen, struct flow *flow)
{
    struct recovery *recovery = recovery_of(screen);

    recovery->making = false;
    recovery->refused = (struct why){ 0 };
    if (store_recovery_renew(flow_store(flow), recovery->code, flow->setup->kdf, &recovery->refused))
        forget(recovery);
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct recovery *recovery = recovery_of(screen);

    if (recovery->making)
        return true;
    if (!recovery->code[0])
        return false;
    if (event->kind == EVENT_KEY && event->key == PRESS_ENTER) {
        if (recovery_group_is(recovery->code, line_text(&recovery->group))) {
            flow_toast(flow, STYLE_GOOD, "%s",
                       _("The new code is in force. Put the paper where the office keeps its keys."));
            flow_pop(flow);
        } else {
            why_set(&recovery->refused, E_INVALID, "%s",
                    _("That is not the last group. Look at what you have written down."));
        }
        return true;
    }
    return line_handle(&recovery->group, event) != LINE_IGNORED;
}

static bool leave(struct screen *screen, struct flow *flow)
{
    if (!recovery_of(screen)->code[0])
        return true;
    flow_toast(flow, STYLE_WARN, "%s",
               _("Write the code down and type its last group: the older code does not open any more."));
    return false;
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct recovery *recovery = (const struct recovery *)screen;
    struct area body = screen->body;
    int y = body.y;

    (void)flow;
    y += draw_wrapped(grid, (struct area){ body.x, y, body.width, 6 }, 0, STYLE_TEXT,
                      _("Whoever loses the passphrase opens the vault with this code, typed in place of the "
                        "passphrase. It opens no casework. It is shown once, belongs on "
                        "paper, and is kept nowhere on this computer."));
    y++;
    grid_cursor(grid, body.x, y);
    if (recovery->making)
        draw_text(grid, body.x, y, body.width, STYLE_STRONG, _("Making the code. This takes a moment on purpose."));
    if (recovery->code[0]) {
        draw_text(grid, body.x + 2, y, body.width, STYLE_STRONG, recovery->code);
        draw_text(grid, body.x, y + 2, 24, STYLE_TEXT, _("Its last group"));
        line_draw(&recovery->group, grid, body.x + 24, y + 2, 12, true);
        y += 3;
    }
    if (recovery->refused.code)
        draw_wrapped(grid, (struct area){ body.x, y + 1, body.width, 4 }, 0, STYLE_BAD, why_text(&recovery->refused));
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    forget(recovery_of(screen));
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Recovery code")))
        buf_clear(out);
}

static bool typing(const struct screen *screen)
{
    return ((const struct recovery *)screen)->code[0] != '\0';
}

static void close_recovery(struct screen *screen)
{
    forget(recovery_of(screen));
    free(screen);
}

static const struct screen_kind kind = {
    .name = "recovery",
    .purpose = N_("The way in when a passphrase is lost: a code on paper."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .suspend = suspend,
    .handle = handle,
    .leave = leave,
    .answered = answered,
    .work = work,
    .draw = draw,
    .title = title,
    .typing = typing,
    .close = close_recovery,
};

struct screen *recovery_screen_new(void)
{
    return screen_alloc(sizeof(struct recovery), &kind);
}
