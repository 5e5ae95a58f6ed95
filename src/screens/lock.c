/*
 * Locking, and coming back. Locking may happen at any moment between two events: questions go unanswered, every screen
 * keeps its draft and drops its text, then the store is closed, which wipes the keys. The screens themselves stay on
 * the stack, empty, and fill again when the same officer unlocks; for another officer they go.
 */
#include <stdlib.h>

#include "flow_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/conduct.h"

enum { WARN_SECONDS = 30 };

bool screen_shows_casework(const struct screen *screen)
{
    return screen->kind->needs_casework || (screen->kind->is_casework && screen->kind->is_casework(screen));
}

static void suspend(struct flow *flow, struct screen *screen)
{
    if (screen->suspended)
        return;
    if (screen->kind->suspend)
        screen->kind->suspend(screen, flow);
    screen->suspended = true;
}

static void drop_questions(struct flow *flow)
{
    while (flow->top && flow->top->kind->overlay && flow->top->below)
        stack_drop(flow);
}

/* From `first` down; then the vault is closed. */
static void close_below(struct flow *flow, struct screen *first)
{
    for (struct screen *screen = first; screen; screen = screen->below)
        suspend(flow, screen);
    flow->locked_officer = store_officer_id(flow->store);
    flow->locked_casework = store_casework_is_open(flow->store);
    keeper_stop(flow);
    store_close(flow->store);
    flow->store = NULL;
    flow->working = NULL;
    flow->toast[0] = '\0';
    flow->blank = flow->forget = true;
}

void lock_below(struct flow *flow)
{
    if (flow->store)
        close_below(flow, flow->top->below);
}

void lock_now(struct flow *flow)
{
    struct screen *unlock;

    if (!flow->store)
        return;
    drop_questions(flow);
    close_below(flow, flow->top);
    unlock = unlock_screen_new();
    if (unlock)
        stack_put(flow, unlock, 0);
    else
        flow->over = true;
}

void lock_opened(struct flow *flow, struct store *store, struct passphrase *passphrase)
{
    flow->store = store;
    keeper_start(flow);
    passphrase_free(flow->typed);
    flow->typed = passphrase;
    request_add(flow, (struct request){ .kind = REQUEST_OPENED });
}

static void tell(struct flow *flow, const struct why *why)
{
    flow_tell(flow, _("Not everything could be opened again"), why_text(why));
}

/* From the lowest screen up; one that cannot come back takes those above it with it. */
static bool bring_back(struct flow *flow, struct screen *screen)
{
    struct why why = { 0 };

    if (screen->below && !bring_back(flow, screen->below))
        return false;
    if (!screen->suspended)
        return true;
    if (screen->kind->needs_casework && !store_casework_is_open(flow->store)) {
        flow_toast(flow, STYLE_WARN, "%s",
                   _("What you were writing about a case is kept as a draft; open casework (F3 on the home screen) to "
                     "go on."));
    } else {
        screen->suspended = false;
        if (!screen->kind->resume || screen->kind->resume(screen, flow, &why) == OK)
            return true;
        tell(flow, &why);
    }
    while (flow->top != screen)
        stack_drop(flow);
    if (screen->below)
        stack_drop(flow);
    return false;
}

/* The code on paper is for one thing: giving an officer a passphrase again. */
static void after_recovery(struct flow *flow)
{
    flow_push(flow, officers_screen_new(), 0);
    flow_tell(
        flow, _("Unlocked with the recovery code"),
        _("Choose the officer who lost the passphrase and press p to give a fresh one. Who works on cases opens them "
          "afterwards with the code for casework, under Office, Recovery codes. Then make both codes anew: they have "
          "been out of their envelopes."));
}

enum { FAILURES_TOLD_LOUDLY = 3 };

/* A slip of one's own fingers is told in passing. */
static void tell_of_failures(struct flow *flow)
{
    int64_t since;
    int failed = store_failed_unlocks(flow->store, &since);
    char when[DATE_TIME_TEXT_SIZE], text[TOAST_SIZE];

    if (failed == 0)
        return;
    moment_format(since, when);
    text_print_into(text, sizeof text,
                    ngettext("%d wrong passphrase was tried before this, on %s.",
                             "%d wrong passphrases were tried before this, the first on %s.", (unsigned long)failed),
                    failed, when);
    if (failed < FAILURES_TOLD_LOUDLY)
        flow_toast(flow, STYLE_WARN, "%s", text);
    else
        flow_tell(flow, _("Wrong passphrases"), text);
}

static void tell_of_opening(struct flow *flow)
{
    tell_of_failures(flow);
    if (store_notices(flow->store)[0])
        flow_tell(flow, _("Before you go on"), store_notices(flow->store));
}

static void tell_of_copy(struct flow *flow)
{
    struct buf text = { 0 };

    if (buf_printf(&text, _("The vault as it was stands in %s. Delete that copy when all is well."),
                   store_kept_before(flow->store)) == OK)
        flow_tell(flow, _("The vault's tables were brought up to date"), buf_text(&text));
    buf_release(&text);
}

static void tell_of_damage(struct flow *flow)
{
    struct buf text = { 0 };
    uint64_t damaged, pages;

    store_is_damaged(flow->store, &damaged, &pages);
    if (buf_printf(
            &text,
            ngettext("%llu of %llu pages is damaged.", "%llu of %llu pages are damaged.", (unsigned long)damaged),
            (unsigned long long)damaged, (unsigned long long)pages) == OK &&
        buf_printf(&text, " %s", store_read_only(flow->store)) == OK)
        flow_tell(flow, _("This vault is damaged"), buf_text(&text));
    buf_release(&text);
}

static void tell_what_is_to_know(struct flow *flow)
{
    tell_of_opening(flow);
    if (store_is_damaged(flow->store, NULL, NULL))
        tell_of_damage(flow);
    else if (store_read_only(flow->store))
        flow_tell(flow, _("This vault is only read"), store_read_only(flow->store));
    if (store_kept_before(flow->store))
        tell_of_copy(flow);
    if (store_officer_id(flow->store) == 0)
        after_recovery(flow);
}

void lock_bring_back(struct flow *flow)
{
    struct why why = { 0 };
    struct screen *home;
    bool same = flow->locked_officer != 0 && store_officer_id(flow->store) == flow->locked_officer;

    stack_drop(flow);
    while (flow->top && !same)
        stack_drop(flow);
    if (same && flow->locked_casework && casework_open(flow->store, flow->typed, &why))
        tell(flow, &why);
    passphrase_free(flow->typed);
    flow->typed = NULL;
    flow->locked_officer = 0;
    flow->used_at = flow->casework_at = clock_monotonic();
    if (flow->top) {
        bring_back(flow, flow->top);
        tell_of_opening(flow);
        return;
    }
    home = home_screen_new();
    if (home)
        stack_put(flow, home, 0);
    else
        flow->over = true;
    if (home)
        tell_what_is_to_know(flow);
}

void casework_opened(struct flow *flow)
{
    flow->casework_at = clock_monotonic();
    for (struct screen *screen = flow->top; screen; screen = screen->below)
        stack_reload(flow, screen);
}

/* Screens that cannot stand without casework go, with what is above them; their drafts are kept. */
static void drop_needers(struct flow *flow)
{
    struct screen *lowest = NULL;

    for (struct screen *screen = flow->top; screen; screen = screen->below) {
        if (screen->kind->needs_casework && screen->below)
            lowest = screen;
    }
    if (!lowest)
        return;
    while (flow->top != lowest) {
        suspend(flow, flow->top);
        stack_drop(flow);
    }
    stack_drop(flow);
    flow_toast(flow, STYLE_WARN, "%s", _("Casework is closed. What you were writing is kept as a draft."));
}

void casework_close(struct flow *flow)
{
    if (!flow->store || !store_casework_is_open(flow->store))
        return;
    flow_toast(flow, STYLE_TEXT, "%s", _("Casework is closed."));
    drop_questions(flow);
    for (struct screen *screen = flow->top; screen; screen = screen->below) {
        if (screen_shows_casework(screen))
            suspend(flow, screen);
    }
    store_casework_close(flow->store);
    flow->forget = true;
    drop_needers(flow);
    bring_back(flow, flow->top);
    for (struct screen *screen = flow->top; screen; screen = screen->below) {
        if (!screen_shows_casework(screen))
            stack_reload(flow, screen);
    }
}

/* No casework at all on the screen: close it, and leave every screen that shows any. */
void meeting_set(struct flow *flow, bool on)
{
    struct screen *lowest = NULL;

    if (!flow->store || flow->meeting == on)
        return;
    if (on)
        casework_close(flow);
    flow->meeting = on;
    for (struct screen *screen = flow->top; screen && on; screen = screen->below) {
        if (screen_shows_casework(screen) && screen->below)
            lowest = screen;
    }
    while (lowest) {
        bool last = flow->top == lowest;

        suspend(flow, flow->top);
        stack_drop(flow);
        if (last)
            break;
    }
    for (struct screen *screen = flow->top; screen; screen = screen->below)
        stack_reload(flow, screen);
    flow_toast(flow, STYLE_TEXT, "%s",
               on ? _("Meeting mode: no casework is shown, not even a count. Ctrl-Y ends it.")
                  : _("Meeting mode has ended."));
}

static int64_t idle_left(const struct flow *flow)
{
    int64_t limit = (int64_t)config_number(flow->setup->config, SETTING_IDLE_LOCK_MINUTES) * 60000;

    return limit - (clock_monotonic() - flow->used_at);
}

int lock_seconds_left(const struct flow *flow)
{
    int64_t left = idle_left(flow);

    if (!flow->store || left > (int64_t)WARN_SECONDS * 1000)
        return -1;
    return left > 0 ? (int)((left + 999) / 1000) : 0;
}

void lock_tick(struct flow *flow)
{
    int64_t limit = (int64_t)config_number(flow->setup->config, SETTING_CASEWORK_CLOSE_MINUTES) * 60000;

    if (!flow->store)
        return;
    if (idle_left(flow) <= 0)
        lock_now(flow);
    else if (store_casework_is_open(flow->store) && clock_monotonic() - flow->casework_at >= limit)
        casework_close(flow);
}
