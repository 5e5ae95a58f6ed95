/*
 * The way in: name and passphrase. Hashing takes about half a second on purpose; the screen says so before it starts.
 * The same screen stands over locked screens, and takes a recovery code where a passphrase is asked.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "secrets_in.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"
#include "townkeep/screens/passphrase_field.h"

enum question { ASKED_VAULT = 1, ASKED_OLDER, ASKED_TEST };
enum { LABEL_WIDTH = 14, FIELD_WIDTH = 42, FORGET_AFTER = 60000 /* milliseconds */ };

struct unlock {
    struct screen screen;
    struct line name;
    struct passphrase *passphrase;
    bool on_name; /* the name is being typed, else the passphrase */
    bool checking;
    bool accept_older; /* asked about it, and told to go on */
    int64_t typed_at;
    int64_t tried_from; /* clock_monotonic from which the next passphrase is tried */
    struct why refused;
};

static struct unlock *unlock_of(struct screen *screen)
{
    return (struct unlock *)screen;
}

static void note_wait(struct unlock *unlock, const struct flow *flow)
{
    unlock->tried_from = clock_monotonic() + store_unlock_wait(flow->setup->state, flow->vault);
}

static int seconds_to_wait(const struct unlock *unlock)
{
    int64_t left = unlock->tried_from - clock_monotonic();

    return left > 0 ? (int)((left + 999) / 1000) : 0;
}

static enum err open_unlock(struct screen *screen, struct flow *flow, struct why *why)
{
    struct unlock *unlock = unlock_of(screen);
    const char *officer = flow->setup->officer ? flow->setup->officer : "";

    note_wait(unlock, flow);
    if (line_set(&unlock->name, officer))
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    return passphrase_new(&unlock->passphrase, why);
}

/* --- opening the vault --- */
static void start_checking(struct unlock *unlock, struct flow *flow)
{
    unlock->refused = (struct why){ 0 };
    if (passphrase_length(unlock->passphrase) == 0) {
        why_set(&unlock->refused, E_INVALID, "%s", _("Type your passphrase, then Enter."));
        unlock->on_name = false;
        return;
    }
    if (seconds_to_wait(unlock) > 0)
        return;
    unlock->checking = true;
    flow_work(flow);
}

/* Going on takes the passphrase once more: nobody who comes by can do it. */
static void ask_about_older(struct unlock *unlock, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'o' };

    snprintf(dialog.title, sizeof dialog.title, "%s", _("Not the vault you know"));
    snprintf(dialog.text, sizeof dialog.text, "%s", why_text(&unlock->refused));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Open it all the same"));
    flow_ask(flow, &dialog, ASKED_OLDER);
}

static void refused(struct unlock *unlock, struct flow *flow)
{
    passphrase_clear(unlock->passphrase);
    unlock->accept_older = false;
    if (unlock->refused.code == E_PASSPHRASE)
        note_wait(unlock, flow);
    else if (unlock->refused.code == E_OLDER)
        ask_about_older(unlock, flow);
}

static void work(struct screen *screen, struct flow *flow)
{
    struct unlock *unlock = unlock_of(screen);
    const char *name = line_text(&unlock->name);
    struct store_opening opening = {
        .path = flow->vault,
        .officer = name[0] ? name : NULL,
        .passphrase = unlock->passphrase,
        .assets = flow->setup->assets,
        .catalogue = flow->setup->catalogue,
        .vocabulary = flow->setup->vocabulary,
        .vocabulary_count = flow->setup->vocabulary_count,
        .state = flow->setup->state,
        .accept_older = unlock->accept_older,
        .backup_folder = config_text(flow_config(flow), SETTING_BACKUP_FOLDER),
    };
    struct store *store = NULL;

    unlock->checking = false;
    if (store_open(&opening, &store, &unlock->refused)) {
        refused(unlock, flow);
        return;
    }
    lock_opened(flow, store, unlock->passphrase);
    unlock->passphrase = NULL;
}

/* --- events --- */
static void forget_after_a_while(struct unlock *unlock)
{
    if (unlock->typed_at && clock_monotonic() - unlock->typed_at > FORGET_AFTER && !unlock->checking) {
        passphrase_clear(unlock->passphrase);
        unlock->typed_at = 0;
    }
}

static bool handle_move(struct unlock *unlock, struct flow *flow, uint32_t key)
{
    switch (key) {
    case PRESS_TAB:
    case PRESS_SHIFT_TAB:
    case PRESS_UP:
    case PRESS_DOWN:
        unlock->on_name = !unlock->on_name;
        return true;
    case PRESS_ENTER:
        if (unlock->on_name)
            unlock->on_name = false;
        else
            start_checking(unlock, flow);
        return true;
    default:
        return false;
    }
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct unlock *unlock = unlock_of(screen);

    if (!unlock->passphrase)
        return true;
    if (event->kind == EVENT_TICK) {
        forget_after_a_while(unlock);
        return true;
    }
    if (event->kind == EVENT_KEY && handle_move(unlock, flow, event->key))
        return true;
    if (unlock->on_name)
        return line_handle(&unlock->name, event) != LINE_IGNORED;
    if (!passphrase_field_handle(unlock->passphrase, event))
        return false;
    unlock->typed_at = clock_monotonic();
    unlock->refused = (struct why){ 0 };
    return true;
}

static void run_vault(struct screen *screen, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_PROMPT };

    (void)screen;
    snprintf(dialog.title, sizeof dialog.title, "%s", _("Another vault"));
    snprintf(dialog.text, sizeof dialog.text, "%s", _("The file of the vault to unlock, with its folder:"));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Use this file"));
    if (line_set(&dialog.line, flow->vault) == OK)
        flow_ask(flow, &dialog, ASKED_VAULT);
}

static void run_recovery(struct screen *screen, struct flow *flow)
{
    unlock_of(screen)->on_name = false;
    flow_tell(flow, _("Passphrase lost?"),
              _("Type the recovery code of the office in place of the passphrase, with or without its hyphens, and "
                "leave the name "
                "empty. It was written down when the vault was "
                "made. Then give yourself a new passphrase under Office, Officers.\n\nWithout code and passphrase "
                "nobody can open the vault, "
                "not even its makers. A colleague who is administrator can give you a new passphrase.\n\nF6 tells "
                "whether a code on paper is still the right one, and opens nothing."));
}

static void run_restore(struct screen *screen, struct flow *flow)
{
    (void)screen;
    flow_push(flow, restore_screen_new(NULL), 0);
}

static enum err test_code(struct flow *flow, struct screen *below, struct passphrase *const given[SECRETS_MAX],
                          int64_t number, struct why *why)
{
    enum code_kind kind;

    (void)below;
    (void)number;
    return store_code_test_closed(flow->vault, given[0], &kind, why);
}

static const struct secrets_wish test_wish = {
    .title = N_("Is the code still right?"),
    .text = N_("Type either recovery code from its paper. Nothing is opened."),
    .labels = { N_("Code") },
    .count = 1,
    .done = N_("The code is right. Nothing was opened."),
    .run = test_code,
};

static void run_test(struct screen *screen, struct flow *flow)
{
    (void)screen;
    flow_push(flow, secrets_screen_new(&test_wish, 0), ASKED_TEST);
}

static const struct action actions[] = {
    { .id = "unlock.vault",
      .keys = { PRESS_FUNCTION(2), PRESS_CTRL('o') },
      .label = N_("Other vault"),
      .run = run_vault,
      .help = N_("Unlock another file."),
      .bar = true },
    { .id = "unlock.recovery",
      .keys = { PRESS_FUNCTION(3), PRESS_CTRL('r') },
      .label = N_("Passphrase lost"),
      .run = run_recovery,
      .help = N_("How to get in with the recovery code."),
      .bar = true },
    { .id = "unlock.restore",
      .keys = { PRESS_FUNCTION(4), PRESS_CTRL('b') },
      .label = N_("Restore"),
      .run = run_restore,
      .help = N_("Make a vault of a backup."),
      .bar = true },
    { .id = "unlock.test",
      .keys = { PRESS_FUNCTION(6), PRESS_CTRL('t') },
      .label = N_("Test"),
      .run = run_test,
      .help = N_("Say whether a recovery code on paper is still the right one; nothing is opened."),
      .bar = true },
};

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct unlock *unlock = unlock_of(screen);

    if (answer->dialog != DIALOG_YES)
        return;
    unlock->refused = (struct why){ 0 };
    if (answer->question == ASKED_OLDER) {
        unlock->accept_older = true;
        return;
    }
    unlock->accept_older = false;
    if (path_exists(answer->text)) {
        snprintf(flow->vault, sizeof flow->vault, "%s", answer->text);
        note_wait(unlock, flow);
    } else {
        why_set(&unlock->refused, E_NOT_FOUND, _("There is no file %s. Look at its name and folder."), answer->text);
    }
}

/* --- drawing --- */
static void draw_wait(struct grid *grid, struct area in, int y, int seconds)
{
    char text[200];

    text_print_into(text, sizeof text,
                    ngettext("After so many wrong passphrases the next one is tried in %d second.",
                             "After so many wrong passphrases the next one is tried in %d seconds.",
                             (unsigned long)seconds),
                    seconds);
    draw_wrapped(grid, (struct area){ in.x, y, in.width, 4 }, 0, STYLE_BAD, text);
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct unlock *unlock = (const struct unlock *)screen;
    struct area box = area_centred(screen->body, 64, 14), in = area_inside(box, 2);
    const char *demo = flow->setup->demo_passphrase;
    int field = in.x + LABEL_WIDTH, width = in.width - LABEL_WIDTH < FIELD_WIDTH ? in.width - LABEL_WIDTH : FIELD_WIDTH,
        y = in.y;

    draw_box(grid, box, flow->locked_officer ? _("Locked") : _("Unlock"));
    draw_text(grid, in.x, y, LABEL_WIDTH, STYLE_DIM, _("Vault"));
    draw_text(grid, field, y++, in.width - LABEL_WIDTH, STYLE_DIM, flow->vault);
    y++;
    draw_text(grid, in.x, y, LABEL_WIDTH, STYLE_TEXT, _("Name"));
    line_draw(&unlock->name, grid, field, y++, width, unlock->on_name);
    draw_text(grid, in.x, y, LABEL_WIDTH, STYLE_TEXT, _("Passphrase"));
    if (unlock->passphrase)
        passphrase_field_draw(unlock->passphrase, grid, field, y, width, !unlock->on_name && !unlock->checking);
    y += 2;
    if (unlock->checking)
        draw_text(grid, in.x, y, in.width, STYLE_STRONG, _("Checking the passphrase. This takes a moment on purpose."));
    else if (seconds_to_wait(unlock) > 0)
        draw_wait(grid, in, y, seconds_to_wait(unlock));
    else if (unlock->accept_older)
        draw_wrapped(grid, (struct area){ in.x, y, in.width, 4 }, 0, STYLE_WARN,
                     _("Type your passphrase once more to open it all the same. The history will say so."));
    else if (unlock->refused.code)
        draw_wrapped(grid, (struct area){ in.x, y, in.width, 4 }, 0, STYLE_BAD, why_text(&unlock->refused));
    else if (demo)
        draw_wrapped(grid, (struct area){ in.x, y, in.width, 3 }, 0, STYLE_TEXT,
                     _("This is the demonstration: an invented town, safe to play with. Its passphrase is:"));
    else
        draw_wrapped(grid, (struct area){ in.x, y, in.width, 3 }, 0, STYLE_DIM,
                     flow->locked_officer ? _("Your screens come back as they were once you unlock.")
                                          : _("Tab goes to the name, which may stay empty. Enter unlocks."));
    if (demo && !unlock->checking)
        draw_text(grid, in.x, in.y + in.height - 1, in.width, STYLE_STRONG, demo);
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    if (unlock_of(screen)->passphrase)
        passphrase_clear(unlock_of(screen)->passphrase);
}

static void close_unlock(struct screen *screen)
{
    line_release(&unlock_of(screen)->name);
    passphrase_free(unlock_of(screen)->passphrase);
    free(screen);
}

static bool typing(const struct screen *screen)
{
    (void)screen;
    return true;
}

static const struct screen_kind kind = {
    .name = "unlock",
    .purpose = N_("Everything in the vault is encrypted. Your passphrase opens it; your name tells the program whose "
                  "it is, and may stay empty."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = open_unlock,
    .suspend = suspend,
    .handle = handle,
    .answered = answered,
    .work = work,
    .draw = draw,
    .close = close_unlock,
    .typing = typing,
};

struct screen *unlock_screen_new(void)
{
    return screen_alloc(sizeof(struct unlock), &kind);
}
