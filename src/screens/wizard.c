/*
 * The first run: five small steps that end with a vault, a passphrase its officer knows, and a recovery code on paper.
 * The vault is made between the third and the fourth step; until the last one it is the wizard's, then the program's.
 */
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "flow_in.h"
#include "townkeep/base/path.h"
#include "townkeep/screens/passphrase_field.h"
#include "townkeep/store/backup.h"

enum step { STEP_WELCOME, STEP_NAMES, STEP_PASSPHRASE, STEP_CODE, STEP_BACKUP, STEP_COUNT };
enum question { ASKED_VAULT = 1 };
enum { LABEL_WIDTH = 22 };

struct wizard {
    struct screen screen;
    enum step step;
    int field; /* the one being typed, from 0 */
    struct line office, officer, group, backup;
    struct passphrase *first, *second;
    bool making, is_warned;
    struct store *store; /* made, not yet handed over */
    char code[RECOVERY_TEXT_SIZE];
    struct why refused;
};

static struct wizard *wizard_of(struct screen *screen)
{
    return (struct wizard *)screen;
}

static enum err open_wizard(struct screen *screen, struct flow *flow, struct why *why)
{
    struct wizard *wizard = wizard_of(screen);
    enum err e;

    if ((e = passphrase_new(&wizard->first, why)) || (e = passphrase_new(&wizard->second, why)))
        return e;
    if ((e = line_set(&wizard->backup, config_text(flow_config(flow), SETTING_BACKUP_FOLDER))) ||
        (e = line_set(&wizard->officer, flow->setup->officer ? flow->setup->officer : "")))
        return why_set(why, e, "%s", err_text(e));
    return OK;
}

/* --- the steps --- */
static bool names_are_given(struct wizard *wizard)
{
    bool office = line_text(&wizard->office)[0] != '\0', officer = line_text(&wizard->officer)[0] != '\0';

    if (!office || !officer) {
        wizard->field = office;
        why_set(&wizard->refused, E_INVALID, "%s",
                office ? _("Type your own name, as colleagues know it.") : _("Type the name of your office."));
    }
    return office && officer;
}

static bool passphrase_is_good(struct wizard *wizard)
{
    if (passphrase_check(wizard->first, &wizard->refused)) {
        wizard->field = 0;
        return false;
    }
    if (!passphrase_equal(wizard->first, wizard->second)) {
        passphrase_clear(wizard->second);
        wizard->field = 1;
        why_set(&wizard->refused, E_INVALID, "%s", _("The two are not the same. Type it a second time."));
        return false;
    }
    return true;
}

/* The last group of the code, to show that it is on paper. */
static bool code_is_written_down(struct wizard *wizard)
{
    if (recovery_group_is(wizard->code, line_text(&wizard->group)))
        return true;
    why_set(
        &wizard->refused, E_INVALID, "%s",
        _("That is not the last group. Look at what you have written down and type the group after the last hyphen."));
    return false;
}

/* What is unwise is said once; the second Enter goes on. */
static bool is_place_accepted(struct wizard *wizard, const struct flow *flow)
{
    const char *folder = line_text(&wizard->backup);

    if (wizard->is_warned)
        return true;
    if (!folder[0])
        why_set(&wizard->refused, E_INVALID, "%s",
                _("Without a second place a broken or stolen computer loses everything. Enter once more goes on "
                  "without; the home screen reminds you."));
    else if (backup_is_same_disk(folder, flow->vault))
        why_set(&wizard->refused, E_INVALID, "%s",
                _("This folder lies on the same disk as the vault: when the disk breaks, both are lost. Enter once "
                  "more takes it all the same."));
    else
        return true;
    wizard->is_warned = true;
    return false;
}

static void keep_backup_folder(struct wizard *wizard, struct flow *flow)
{
    struct config *config = flow_config(flow);
    const char *folder = line_text(&wizard->backup);

    if (folder[0] && folder[0] != '/') {
        why_set(&wizard->refused, E_INVALID, "%s", _("Give the folder with its whole path, beginning with a slash."));
        return;
    }
    if ((folder[0] && path_make_folders(folder, &wizard->refused)) || !is_place_accepted(wizard, flow))
        return;
    if (config_set(config, SETTING_BACKUP_FOLDER, line_text(&wizard->backup), &wizard->refused) ||
        config_save(config, &wizard->refused))
        return;
    lock_opened(flow, wizard->store, wizard->first);
    wizard->store = NULL;
    wizard->first = NULL;
}

static void next_step(struct wizard *wizard, struct flow *flow)
{
    wizard->refused = (struct why){ 0 };
    switch (wizard->step) {
    case STEP_WELCOME:
        break;
    case STEP_NAMES:
        if (!names_are_given(wizard))
            return;
        break;
    case STEP_PASSPHRASE:
        if (passphrase_is_good(wizard)) {
            wizard->making = true;
            flow_work(flow);
        }
        return;
    case STEP_CODE:
        if (!code_is_written_down(wizard))
            return;
        break;
    case STEP_BACKUP:
    case STEP_COUNT:
        keep_backup_folder(wizard, flow);
        return;
    }
    wizard->step++;
    wizard->field = 0;
}

static enum err make_vault(struct wizard *wizard, struct flow *flow)
{
    char folder[FLOW_PATH_SIZE];
    struct store_new fresh = {
        .path = flow->vault,
        .office = line_text(&wizard->office),
        .officer = line_text(&wizard->officer),
        .passphrase = wizard->first,
        .kdf = flow->setup->kdf,
        .assets = flow->setup->assets,
        .catalogue = flow->setup->catalogue,
        .vocabulary = flow->setup->vocabulary,
        .vocabulary_count = flow->setup->vocabulary_count,
        .state = flow->setup->state,
    };
    enum err e;

    snprintf(folder, sizeof folder, "%s", flow->vault);
    if ((e = path_make_folders(dirname(folder), &wizard->refused)) ||
        (e = store_create(&fresh, &wizard->store, &wizard->refused)))
        return e;
    return store_recovery_renew(wizard->store, wizard->code, flow->setup->kdf, &wizard->refused);
}

static void work(struct screen *screen, struct flow *flow)
{
    struct wizard *wizard = wizard_of(screen);

    wizard->making = false;
    if (wizard->store || make_vault(wizard, flow) == OK) {
        wizard->step = STEP_CODE;
        wizard->field = 0;
    }
}

/* --- events --- */
static int fields_of(enum step step)
{
    static const int counts[STEP_COUNT] = {
        [STEP_NAMES] = 2, [STEP_PASSPHRASE] = 2, [STEP_CODE] = 1, [STEP_BACKUP] = 1
    };

    return step < STEP_COUNT ? counts[step] : 0;
}

static bool handle_field(struct wizard *wizard, const struct event *event)
{
    struct line *line = NULL;

    switch (wizard->step) {
    case STEP_NAMES:
        line = wizard->field == 0 ? &wizard->office : &wizard->officer;
        break;
    case STEP_PASSPHRASE:
        return passphrase_field_handle(wizard->field == 0 ? wizard->first : wizard->second, event);
    case STEP_CODE:
        line = &wizard->group;
        break;
    case STEP_BACKUP:
        line = &wizard->backup;
        break;
    case STEP_WELCOME:
    case STEP_COUNT:
        break;
    }
    return line && line_handle(line, event) != LINE_IGNORED;
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct wizard *wizard = wizard_of(screen);
    int fields = fields_of(wizard->step);

    if (wizard->making || !wizard->first || event->kind == EVENT_TICK)
        return true;
    if (event->kind == EVENT_KEY && fields > 0 && (event->key == PRESS_TAB || event->key == PRESS_DOWN)) {
        wizard->field = (wizard->field + 1) % fields;
        return true;
    }
    if (event->kind == EVENT_KEY && fields > 0 && (event->key == PRESS_SHIFT_TAB || event->key == PRESS_UP)) {
        wizard->field = (wizard->field + fields - 1) % fields;
        return true;
    }
    if (event->kind == EVENT_KEY && event->key == PRESS_ENTER) {
        if (wizard->field < fields - 1)
            wizard->field++;
        else
            next_step(wizard, flow);
        return true;
    }
    if (!handle_field(wizard, event))
        return false;
    wizard->is_warned = false;
    wizard->refused = (struct why){ 0 };
    return true;
}

/* Esc goes one step back; behind the making of the vault there is no way back. */
static bool leave(struct screen *screen, struct flow *flow)
{
    struct wizard *wizard = wizard_of(screen);

    (void)flow;
    if (wizard->step == STEP_WELCOME)
        return true;
    if (wizard->step != STEP_CODE) {
        wizard->step--;
        wizard->field = 0;
    }
    wizard->refused = (struct why){ 0 };
    return false;
}

static void run_vault(struct screen *screen, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_PROMPT };

    (void)screen;
    snprintf(dialog.title, sizeof dialog.title, "%s", _("A vault that is there already"));
    snprintf(dialog.text, sizeof dialog.text, "%s", _("The file of the vault to unlock, with its folder:"));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Unlock this file"));
    flow_ask(flow, &dialog, ASKED_VAULT);
}

static const char *refuse_vault(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return ((const struct wizard *)screen)->step == STEP_WELCOME
               ? NULL
               : _("Another vault can be chosen in the first step only; Esc goes back.");
}

static const struct action actions[] = {
    { .id = "wizard.vault",
      .keys = { PRESS_FUNCTION(2), PRESS_CTRL('o') },
      .label = N_("Other vault"),
      .run = run_vault,
      .refuses = refuse_vault,
      .help = N_("Unlock a vault that is there already, instead of making one."),
      .bar = true },
};

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct wizard *wizard = wizard_of(screen);

    if (answer->question != ASKED_VAULT || answer->dialog != DIALOG_YES)
        return;
    if (!path_exists(answer->text)) {
        why_set(&wizard->refused, E_NOT_FOUND, _("There is no file %s. Look at its name and folder."), answer->text);
        return;
    }
    snprintf(flow->vault, sizeof flow->vault, "%s", answer->text);
    flow_replace(flow, unlock_screen_new());
}

/* --- drawing --- */
static const char *const headings[STEP_COUNT] = {
    [STEP_WELCOME] = N_("Welcome"),
    [STEP_NAMES] = N_("Your office and you"),
    [STEP_PASSPHRASE] = N_("Your passphrase"),
    [STEP_CODE] = N_("The recovery code"),
    [STEP_BACKUP] = N_("Where backups go"),
};
static const char *const texts[STEP_COUNT] = {
    [STEP_WELCOME] = N_("Townkeep keeps what your team knows: organisations, programmes, referrals, training. All of "
                        "it lies in one encrypted file on this "
                        "computer, the vault. Nothing is sent anywhere, and nobody can read the file without a "
                        "passphrase, not even the people who made the program.\n\n"
                        "Making a vault takes three minutes. You need a pen and a sheet of paper.\n\nEnter goes on. If "
                        "your office has a vault already, F2 opens it."),
    [STEP_NAMES] = N_("You become the vault's first officer, team lead and administrator: you may add the others and "
                      "give them their roles."),
    [STEP_PASSPHRASE] = N_("The passphrase is the only key. Take five or six words that do not belong together, with "
                           "blanks between them: long and easy to type beats "
                           "short and strange. Do not use it anywhere else."),
    [STEP_CODE] = N_("If the passphrase is lost, this code opens the vault. Write it on paper now, and put the paper "
                     "where the office keeps its keys. It is shown only "
                     "this once, and not kept on this computer."),
    [STEP_BACKUP] = N_("A folder on another disk or stick, with its whole path: encrypted copies of the vault go there "
                       "by themselves, while you pause and when you leave. Each is read back and checked. It may stay "
                       "empty now; the home screen reminds you."),
};

static int draw_field(const struct line *line, struct grid *grid, struct area area, int y, const char *label,
                      bool active)
{
    draw_text(grid, area.x, y, LABEL_WIDTH, active ? STYLE_STRONG : STYLE_TEXT, label);
    line_draw(line, grid, area.x + LABEL_WIDTH, y, area.width - LABEL_WIDTH, active);
    return y + 1;
}

static int draw_secret(const struct passphrase *passphrase, struct grid *grid, struct area area, int y,
                       const char *label, bool active)
{
    draw_text(grid, area.x, y, LABEL_WIDTH, active ? STYLE_STRONG : STYLE_TEXT, label);
    if (passphrase)
        passphrase_field_draw(passphrase, grid, area.x + LABEL_WIDTH, y, area.width - LABEL_WIDTH, active);
    return y + 1;
}

/* What is still weak about the passphrase, while it is typed. */
static int draw_quality(const struct wizard *wizard, struct grid *grid, struct area area, int y)
{
    struct why weak = { 0 };

    if (!wizard->first || passphrase_length(wizard->first) == 0)
        return y;
    if (passphrase_check(wizard->first, &weak))
        return y + draw_wrapped(grid, (struct area){ area.x, y, area.width, 2 }, 0, STYLE_WARN, why_text(&weak));
    draw_printf(
        grid, area.x, y, area.width, STYLE_GOOD,
        ngettext("%zu character: good enough.", "%zu characters: good enough.", passphrase_length(wizard->first)),
        passphrase_length(wizard->first));
    return y + 1;
}

static int draw_fields(const struct wizard *wizard, struct grid *grid, struct area area, int y)
{
    switch (wizard->step) {
    case STEP_NAMES:
        y = draw_field(&wizard->office, grid, area, y, _("Office"), wizard->field == 0);
        return draw_field(&wizard->officer, grid, area, y, _("Your name"), wizard->field == 1);
    case STEP_PASSPHRASE:
        y = draw_secret(wizard->first, grid, area, y, _("Passphrase"), wizard->field == 0);
        y = draw_secret(wizard->second, grid, area, y, _("Once more"), wizard->field == 1);
        return draw_quality(wizard, grid, area, y + 1);
    case STEP_CODE:
        draw_printf(grid, area.x + 2, y, area.width - 2, STYLE_STRONG, "%s", wizard->code);
        return draw_field(&wizard->group, grid, area, y + 2, _("Its last group"), true);
    case STEP_BACKUP:
        return draw_field(&wizard->backup, grid, area, y, _("Folder"), true);
    case STEP_WELCOME:
    case STEP_COUNT:
        break;
    }
    draw_printf(grid, area.x, y, area.width, STYLE_DIM, "%s", "");
    grid_cursor(grid, area.x, y);
    return y;
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct wizard *wizard = (const struct wizard *)screen;
    struct area area = area_centred(screen->body, 70, screen->body.height - 2);
    int y = area.y;

    draw_text(grid, area.x, y, area.width, STYLE_STRONG, _(headings[wizard->step]));
    y += 2;
    y += draw_wrapped(grid, (struct area){ area.x, y, area.width, 10 }, 0, STYLE_TEXT, _(texts[wizard->step])) + 1;
    y = draw_fields(wizard, grid, area, y) + 1;
    if (wizard->making)
        draw_text(grid, area.x, y, area.width, STYLE_STRONG, _("Making the vault. This takes a moment on purpose."));
    else if (wizard->refused.code)
        draw_wrapped(grid, (struct area){ area.x, y, area.width, 4 }, 0, STYLE_BAD, why_text(&wizard->refused));
    else if (wizard->step == STEP_WELCOME)
        draw_printf(grid, area.x, y, area.width, STYLE_DIM, _("The vault will be %s"), flow->vault);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct wizard *wizard = (const struct wizard *)screen;

    if (buf_printf(out, _("step %d of %d"), (int)wizard->step + 1, (int)STEP_COUNT))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    const struct wizard *wizard = (const struct wizard *)screen;

    if (buf_add_str(out, wizard->step == STEP_WELCOME || wizard->step == STEP_CODE
                             ? _("Enter goes on.")
                             : _("Enter goes on, Esc one step back.")))
        buf_clear(out);
}

static bool typing(const struct screen *screen)
{
    return fields_of(((const struct wizard *)screen)->step) > 0;
}

static void close_wizard(struct screen *screen)
{
    struct wizard *wizard = wizard_of(screen);

    store_close(wizard->store);
    passphrase_free(wizard->first);
    passphrase_free(wizard->second);
    line_release(&wizard->office);
    line_release(&wizard->officer);
    line_release(&wizard->group);
    line_release(&wizard->backup);
    explicit_bzero(wizard->code, sizeof wizard->code);
    free(wizard);
}

static const struct screen_kind kind = {
    .name = "wizard",
    .purpose = N_("Making your office's vault, in five small steps."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = open_wizard,
    .handle = handle,
    .leave = leave,
    .answered = answered,
    .work = work,
    .draw = draw,
    .status = status,
    .hint = hint,
    .typing = typing,
    .close = close_wizard,
};

struct screen *wizard_screen_new(void)
{
    return screen_alloc(sizeof(struct wizard), &kind);
}
