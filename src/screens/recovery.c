/* The two codes on paper: when each was made, tested and used; a fresh one, shown once, written down and proved by its
 * last group; testing one, which opens nothing; and what the one for casework is for. The older code stops opening as
 * soon as the new one is made. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "secrets_in.h"
#include "townkeep/base/date.h"

enum question { ASKED_OFFICE = 1, ASKED_CASEWORK, ASKED_OPEN, ASKED_SECRET };

struct recovery {
    struct screen screen;
    struct code_state states[CODE_CASEWORK + 1]; /* by kind */
    char code[RECOVERY_TEXT_SIZE];               /* being shown */
    struct line group;
    enum code_kind making; /* CODE_NONE: nothing is being made */
    size_t cases;          /* how many the code for casework opens */
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

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct recovery *recovery = recovery_of(screen);
    enum err e = store_code_state(flow_store(flow), CODE_OFFICE, &recovery->states[CODE_OFFICE], why);

    return e ? e : store_code_state(flow_store(flow), CODE_CASEWORK, &recovery->states[CODE_CASEWORK], why);
}

/* --- making --- */

static void ask_to_make(struct flow *flow, const char *title, const char *text, enum question question)
{
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'y' };

    snprintf(dialog.title, sizeof dialog.title, "%s", title);
    snprintf(dialog.text, sizeof dialog.text, "%s", text);
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Make a new code"));
    flow_ask(flow, &dialog, question);
}

static void run_make(struct screen *screen, struct flow *flow)
{
    (void)screen;
    ask_to_make(flow, _("A new recovery code?"),
                _("The code written down before will not open the vault any more. Have pen and paper ready."),
                ASKED_OFFICE);
}

static void run_make_casework(struct screen *screen, struct flow *flow)
{
    (void)screen;
    if (store_casework_is_open(flow_store(flow)))
        ask_to_make(flow, _("A new recovery code for casework?"),
                    _("The one written down before will not open the cases any more. Have pen and paper ready, and "
                      "another envelope: it belongs in another place than the code of the office."),
                    ASKED_CASEWORK);
    else
        flow_open_casework(flow, ASKED_OPEN);
}

static const char *refuse_shown(const struct screen *screen)
{
    return ((const struct recovery *)screen)->code[0] ? _("Write down the code that is shown first.") : NULL;
}

static const char *refuse_make(const struct screen *screen, const struct flow *flow)
{
    const char *reason = refuse_shown(screen);

    if (reason)
        return reason;
    return store_roles(flow_store(flow)) & ROLE_ADMINISTRATOR ? NULL
                                                              : _("Only an administrator may make a recovery code.");
}

static const char *refuse_casework(const struct screen *screen, const struct flow *flow)
{
    const char *reason = refuse_shown(screen);

    if (reason)
        return reason;
    return store_roles(flow_store(flow)) & ROLES_OF_CASEWORK ? NULL : _("This is for officers with a casework role.");
}

/* --- testing and using --- */

static enum err test_code(struct flow *flow, struct screen *below, struct passphrase *const given[SECRETS_MAX],
                          int64_t number, struct why *why)
{
    enum code_kind kind;

    (void)below;
    (void)number;
    return store_code_test(flow_store(flow), given[0], &kind, why);
}

static const struct secrets_wish test_wish = {
    .title = N_("Is the code still right?"),
    .text = N_("Type either code from its paper. Nothing is opened; the history says that it was tested."),
    .labels = { N_("Code") },
    .count = 1,
    .done = N_("The code is right. Nothing was opened."),
    .run = test_code,
};

static void run_test(struct screen *screen, struct flow *flow)
{
    (void)screen;
    flow_push(flow, secrets_screen_new(&test_wish, 0), ASKED_SECRET);
}

static enum err use_code(struct flow *flow, struct screen *below, struct passphrase *const given[SECRETS_MAX],
                         int64_t number, struct why *why)
{
    size_t opened, kept_closed;

    (void)below;
    (void)number;
    return store_casework_code_use(flow_store(flow), given[0], &opened, &kept_closed, why);
}

static const struct secrets_wish use_wish = {
    .title = N_("Open the cases with their code"),
    .text = N_("For a caseworker whose passphrase is a fresh one. Everybody will see in the history that it was done."),
    .labels = { N_("Code for casework") },
    .count = 1,
    .done = N_("The cases are open to you again. Make both codes anew: they have been out of their envelopes."),
    .run = use_code,
};

static void run_use(struct screen *screen, struct flow *flow)
{
    (void)screen;
    if (store_casework_is_open(flow_store(flow)))
        flow_push(flow, secrets_screen_new(&use_wish, 0), ASKED_SECRET);
    else
        flow_open_casework(flow, ASKED_OPEN);
}

static const struct action actions[] = {
    { .id = "recovery.make",
      .keys = { PRESS_FUNCTION(2), PRESS_CTRL('n') },
      .label = N_("New code"),
      .run = run_make,
      .refuses = refuse_make,
      .help = N_("Make a new recovery code of the office and show it once."),
      .writes = true,
      .bar = true },
    { .id = "recovery.casework",
      .keys = { PRESS_FUNCTION(4), PRESS_CTRL('k') },
      .label = N_("For casework"),
      .run = run_make_casework,
      .refuses = refuse_casework,
      .help = N_("Make a new recovery code for casework and show it once."),
      .writes = true,
      .bar = true },
    { .id = "recovery.test",
      .keys = { PRESS_FUNCTION(6), PRESS_CTRL('t') },
      .label = N_("Test"),
      .run = run_test,
      .help = N_("Say whether a code on paper is still the right one; nothing is opened."),
      .bar = true },
    { .id = "recovery.use",
      .keys = { PRESS_FUNCTION(8), PRESS_CTRL('o') },
      .label = N_("Open cases"),
      .run = run_use,
      .refuses = refuse_casework,
      .help = N_("Open the cases with the recovery code for casework, after a passphrase was lost."),
      .writes = true,
      .bar = true },
};

static void start_making(struct recovery *recovery, struct flow *flow, enum code_kind kind)
{
    recovery->making = kind;
    flow_work(flow);
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct recovery *recovery = recovery_of(screen);
    struct why why = { 0 };

    if (answer->dialog == DIALOG_YES && answer->question == ASKED_OFFICE)
        start_making(recovery, flow, CODE_OFFICE);
    else if (answer->dialog == DIALOG_YES && answer->question == ASKED_CASEWORK)
        start_making(recovery, flow, CODE_CASEWORK);
    else if (answer->dialog == DIALOG_YES && answer->question == ASKED_OPEN)
        flow_toast(flow, STYLE_GOOD, "%s", _("Casework is open. Now press the key again."));
    if (load(screen, flow, &why))
        flow_refuse(flow, &why);
}

static void work(struct screen *screen, struct flow *flow)
{
    struct recovery *recovery = recovery_of(screen);
    bool casework = recovery->making == CODE_CASEWORK;
    enum err e;

    recovery->making = CODE_NONE;
    recovery->refused = (struct why){ 0 };
    recovery->cases = 0;
    e = casework ? store_casework_code_renew(flow_store(flow), recovery->code, flow->setup->kdf, &recovery->cases,
                                             &recovery->refused)
                 : store_recovery_renew(flow_store(flow), recovery->code, flow->setup->kdf, &recovery->refused);
    if (e)
        forget(recovery);
    else if (load(screen, flow, &recovery->refused))
        flow_refuse(flow, &recovery->refused);
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct recovery *recovery = recovery_of(screen);

    if (recovery->making != CODE_NONE)
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

/* --- drawing --- */

/* When it was made and last tested, on one line. */
static void draw_days(struct grid *grid, int x, int y, int width, const struct code_state *state)
{
    char made[DATE_TEXT_SIZE], tested[DATE_TEXT_SIZE];

    date_format(moment_date(state->made_at), made);
    date_format(moment_date(state->tested_at), tested);
    if (state->tested_at != 0)
        draw_printf(grid, x, y, width, STYLE_DIM, _("Made %s, last tested %s."), made, tested);
    else
        draw_printf(grid, x, y, width, STYLE_DIM, _("Made %s, not tested yet."), made);
}

/* One code: what it opens, and what became of it. Returns the lines used. */
static int draw_state(struct grid *grid, struct area at, const char *name, const char *what,
                      const struct code_state *state, const char *missing)
{
    draw_text(grid, at.x, at.y, at.width, STYLE_STRONG, name);
    draw_text(grid, at.x + 16, at.y, at.width - 16, STYLE_TEXT, what);
    if (state->made_at == 0)
        draw_text(grid, at.x + 2, at.y + 1, at.width - 2, STYLE_WARN, missing);
    else if (state->used_at != 0)
        draw_text(grid, at.x + 2, at.y + 1, at.width - 2, STYLE_WARN,
                  _("It has been out of its envelope: it was used. Make a new one."));
    else
        draw_days(grid, at.x + 2, at.y + 1, at.width - 2, state);
    return 3;
}

static int draw_code(const struct recovery *recovery, struct grid *grid, struct area body, int y)
{
    draw_text(grid, body.x + 2, y, body.width, STYLE_STRONG, recovery->code);
    if (recovery->cases > 0)
        draw_printf(grid, body.x + 2, y + 1, body.width, STYLE_DIM,
                    ngettext("It opens %zu case, and those to come.", "It opens %zu cases, and those to come.",
                             (unsigned long)recovery->cases),
                    recovery->cases);
    draw_text(grid, body.x, y + 2, 24, STYLE_TEXT, _("Its last group"));
    line_draw(&recovery->group, grid, body.x + 24, y + 2, 12, true);
    return 3;
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct recovery *recovery = (const struct recovery *)screen;
    struct area body = screen->body;
    int y = body.y;

    (void)flow;
    y += draw_wrapped(grid, (struct area){ body.x, y, body.width, 4 }, 0, STYLE_TEXT,
                      _("Two codes on paper, kept in two places, for the day a passphrase is lost. Each is shown once "
                        "and kept nowhere on this computer."));
    y++;
    y += draw_state(grid, (struct area){ body.x, y, body.width, 2 }, _("The office"),
                    _("opens the vault in place of a passphrase, and no case"), &recovery->states[CODE_OFFICE],
                    _("There is none. Without it a lost passphrase may close the vault for ever."));
    y += draw_state(grid, (struct area){ body.x, y, body.width, 2 }, _("Casework"),
                    _("opens the cases to a caseworker with a fresh passphrase"), &recovery->states[CODE_CASEWORK],
                    _("There is none. Without it a case may stay closed for ever."));
    grid_cursor(grid, body.x, y);
    if (recovery->making != CODE_NONE)
        draw_text(grid, body.x, y, body.width, STYLE_STRONG, _("Making the code. This takes a moment on purpose."));
    if (recovery->code[0])
        y += draw_code(recovery, grid, body, y);
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
    if (buf_add_str(out, _("Recovery codes")))
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
    .open = load,
    .refresh = load,
    .resume = load,
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
