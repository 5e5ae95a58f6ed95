/* Actions that every screen has, how actions are bound to keys, and how one is run or refused. */
#include <stdio.h>
#include <string.h>

#include "flow_in.h"
#include "townkeep/base/text.h"

enum { LOOK_BACK = 200 }; /* entries of others looked past for the one to undo */

static const char *refuse_locked(const struct screen *screen, const struct flow *flow)
{
    (void)screen;
    return flow->store ? NULL : _("Unlock the vault first.");
}

static const char *refuse_refresh(const struct screen *screen, const struct flow *flow)
{
    return screen->kind->refresh ? refuse_locked(screen, flow) : _("There is nothing to look up again here.");
}

static void run_help(struct screen *screen, struct flow *flow)
{
    if (strcmp(screen->kind->name, "help") != 0)
        flow_push(flow, help_screen_new(), 0);
}

static void run_refresh(struct screen *screen, struct flow *flow)
{
    (void)screen;
    flow_refresh(flow);
}

static void run_find(struct screen *screen, struct flow *flow)
{
    if (strcmp(screen->kind->name, "search") != 0)
        flow_push(flow, search_screen_new(NULL), 0);
}

static void run_palette(struct screen *screen, struct flow *flow)
{
    (void)screen;
    flow_push(flow, palette_screen_new(), 0);
}

static void run_menu(struct screen *screen, struct flow *flow)
{
    (void)screen;
    flow_push(flow, places_screen_new(), 0);
}

static void run_lock(struct screen *screen, struct flow *flow)
{
    (void)screen;
    flow_lock(flow);
}

static void run_meeting(struct screen *screen, struct flow *flow)
{
    (void)screen;
    flow_set_meeting(flow, !flow->meeting);
}

static void undo_it(struct flow *flow, int64_t entry)
{
    struct saved saved = { 0 };
    struct why why = { 0 };

    if (store_undo(flow->store, entry, &saved, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    if (saved.fields_changed > 0)
        flow_toast(flow, STYLE_GOOD,
                   ngettext("Undone. %d field changed back.", "Undone. %d fields changed back.",
                            (unsigned long)saved.fields_changed),
                   saved.fields_changed);
    else
        flow_toast(flow, STYLE_GOOD, "%s", _("Undone."));
    flow_refresh(flow);
}

/* What the entry was, in the words of the history. */
static enum err entry_sentence(struct flow *flow, int64_t entry, char *out, size_t size, struct why *why)
{
    struct history_row row = { 0 };
    size_t count = 0;
    enum err e;
    char when[DATE_TIME_TEXT_SIZE];
    int64_t before = 0;

    out[0] = '\0';
    for (int looked = 0; looked < LOOK_BACK; looked++) {
        if ((e = store_history(flow->store, NULL, 0, before, 1, &row, &count, why)) || count == 0)
            return e;
        before = row.entry;
        if (row.entry != entry)
            continue;
        moment_format(row.at, when);
        text_print_into(out, size, _("“%s”, saved %s."), row.sentence, when);
        break;
    }
    return OK;
}

static void run_undo(struct screen *screen, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'u' };
    struct why why = { 0 };
    int64_t entry = 0;

    (void)screen;
    if (store_last_entry(flow->store, &entry, &why) ||
        (entry && entry_sentence(flow, entry, dialog.text, sizeof dialog.text, &why))) {
        flow_refuse(flow, &why);
        return;
    }
    if (!entry) {
        flow_toast(flow, STYLE_TEXT, "%s", _("There is nothing of yours to undo."));
        return;
    }
    snprintf(dialog.title, sizeof dialog.title, "%s", _("Undo your last save?"));
    snprintf(dialog.text + strlen(dialog.text), sizeof dialog.text - strlen(dialog.text), "\n%s",
             _("What it changed goes back to what it was before. Both stay in the history."));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Undo it"));
    flow_confirm(flow, &dialog, undo_it, entry);
}

static void quit_it(struct flow *flow, int64_t number)
{
    (void)number;
    flow_quit(flow);
}

void global_quit(struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'y' };

    if (!flow->store) {
        flow_quit(flow);
        return;
    }
    snprintf(dialog.title, sizeof dialog.title, "%s", _("Leave Townkeep?"));
    snprintf(dialog.text, sizeof dialog.text, "%s",
             _("The vault is locked and the screen cleared. Everything saved is on the disk."));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Lock and leave"));
    snprintf(dialog.no_label, sizeof dialog.no_label, "%s", _("Stay"));
    flow_confirm(flow, &dialog, quit_it, 0);
}

static void run_quit(struct screen *screen, struct flow *flow)
{
    (void)screen;
    global_quit(flow);
}

/* Help comes first and Quit last: the key bar counts on it. */
static const struct action actions[] = {
    { .id = "global.help",
      .keys = { PRESS_FUNCTION(1), '?' },
      .label = N_("Help"),
      .run = run_help,
      .help = N_("What this screen is for, and its keys."),
      .bar = true },
    { .id = "global.refresh",
      .keys = { PRESS_FUNCTION(5), PRESS_CTRL('r') },
      .label = N_("Refresh"),
      .run = run_refresh,
      .refuses = refuse_refresh,
      .help = N_("Look everything on this screen up again.") },
    { .id = "global.find",
      .keys = { PRESS_FUNCTION(7), PRESS_CTRL('f') },
      .label = N_("Find"),
      .run = run_find,
      .refuses = refuse_locked,
      .help = N_("Search every record you may read for words."),
      .bar = true },
    { .id = "global.palette",
      .keys = { PRESS_CTRL('p') },
      .label = N_("Anything"),
      .run = run_palette,
      .refuses = refuse_locked,
      .help = N_("Find any action, place or record by its name."),
      .bar = true },
    { .id = "global.menu",
      .keys = { PRESS_FUNCTION(9), PRESS_CTRL('g') },
      .label = N_("Menu"),
      .run = run_menu,
      .refuses = refuse_locked,
      .help = N_("All places of the program, from any screen."),
      .bar = true },
    { .id = "global.undo",
      .keys = { PRESS_CTRL('z') },
      .label = N_("Undo"),
      .run = run_undo,
      .writes = true,
      .refuses = refuse_locked,
      .help = N_("Take your last save back, after asking.") },
    { .id = "global.meeting",
      .keys = { PRESS_CTRL('y') },
      .label = N_("Meeting"),
      .run = run_meeting,
      .refuses = refuse_locked,
      .help = N_("Meeting mode on or off: no casework is shown, not even a count.") },
    { .id = "global.lock",
      .keys = { PRESS_CTRL('l') },
      .label = N_("Lock"),
      .run = run_lock,
      .refuses = refuse_locked,
      .help = N_("Lock at once: drafts are kept, the screen is blanked.") },
    { .id = "global.quit",
      .keys = { PRESS_FUNCTION(10), PRESS_CTRL('q'), PRESS_CTRL('c') },
      .label = N_("Quit"),
      .run = run_quit,
      .help = N_("Leave the program, after asking."),
      .bar = true },
};

const struct action *global_actions(int *count)
{
    *count = ARRAY_COUNT(actions);
    return actions;
}

int action_keys(const struct flow *flow, const struct action *action, uint32_t out[ACTION_KEYS])
{
    const struct key_binding *bound = flow->setup->keys ? config_key_binding(flow->setup->keys, action->id) : NULL;
    int count = 0;

    if (bound) {
        for (; count < bound->count && count < ACTION_KEYS; count++)
            out[count] = bound->keys[count];
        return count;
    }
    while (count < ACTION_KEYS && action->keys[count]) {
        out[count] = action->keys[count];
        count++;
    }
    return count;
}

bool action_has_key(const struct flow *flow, const struct action *action, uint32_t key)
{
    uint32_t keys[ACTION_KEYS];
    int count = action_keys(flow, action, keys);

    for (int i = 0; i < count; i++) {
        if (keys[i] == key)
            return true;
    }
    return false;
}

bool action_stands(const struct screen *screen, const struct action *action)
{
    return !action->stands || action->stands(screen);
}

const char *action_refusal(const struct screen *screen, const struct flow *flow, const struct action *action)
{
    if (action->writes && flow->store && store_read_only(flow->store))
        return store_read_only(flow->store);
    return action->refuses ? action->refuses(screen, flow) : NULL;
}

void action_run(struct screen *screen, struct flow *flow, const struct action *action)
{
    const char *why_not = action_refusal(screen, flow, action);

    if (why_not)
        flow_refuse_text(flow, why_not);
    else
        action->run(screen, flow);
}

bool global_run(struct flow *flow, uint32_t key)
{
    for (int i = 0; i < ARRAY_COUNT(actions); i++) {
        if (action_has_key(flow, &actions[i], key)) {
            action_run(flow->top, flow, &actions[i]);
            return true;
        }
    }
    return false;
}
