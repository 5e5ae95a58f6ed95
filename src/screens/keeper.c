/*
 * Backups that make themselves: after some time of work with changes, in a pause of typing, a few hundredths of a
 * second at a time; and once a month a trial whether the newest can be restored. Nobody is asked anything; only what
 * fails is told, and tried again.
 */
#include <stdlib.h>
#include <string.h>

#include "flow_in.h"
#include "townkeep/base/path.h"
#include "townkeep/store/backup.h"

enum {
    PAUSE_BEFORE = 5000, /* milliseconds without a key before it begins */
    PAUSE_WITHIN = 1500, /* and before it goes on */
    AGAIN_AFTER = 5 * 60 * 1000,
    LOOK_AFTER = 60 * 1000,
    MINUTE = 60 * 1000,
    DRILL_DAYS = 30,
};

const char *keeper_folder(const struct flow *flow)
{
    const char *folder = config_text(flow->setup->config, SETTING_BACKUP_FOLDER);

    return flow->setup->demo_passphrase || !folder[0] ? NULL : folder;
}

bool keeper_is_due_at_closing(const struct flow *flow)
{
    struct backup_status status;

    return flow->store && keeper_folder(flow) && !store_read_only(flow->store) &&
           backup_status(flow->store, &status, NULL) == OK && status.is_changed;
}

void keeper_start(struct flow *flow)
{
    struct backup_status status = { 0 };
    bool is_known = backup_status(flow->store, &status, NULL) == OK;

    flow->keeper.due_at = clock_monotonic();
    if (is_known && status.at != 0)
        flow->keeper.due_at += (int64_t)config_number(flow->setup->config, SETTING_BACKUP_MINUTES) * MINUTE;
}

void keeper_stop(struct flow *flow)
{
    backup_free(flow->keeper.backup);
    drill_free(flow->keeper.drill);
    flow->keeper = (struct keeper){ .due_at = flow->keeper.due_at };
}

static int64_t pause_of(const struct flow *flow)
{
    return clock_monotonic() - flow->used_at;
}

static void tell_failure(struct flow *flow, const struct why *why)
{
    flow_toast(flow, STYLE_WARN, _("No backup: %s"), why_text(why));
    flow->keeper.due_at = clock_monotonic() + AGAIN_AFTER;
}

/* --- beginning --- */

static bool is_drill_due(const struct backup_status *status)
{
    int64_t last = status->drill_at != 0 ? status->drill_at : status->first_at;

    return status->at != 0 && clock_now() - last > (int64_t)DRILL_DAYS * 24 * 60 * MINUTE;
}

enum err keeper_newest(struct flow *flow, struct buf *path, struct why *why)
{
    struct backup_file *files = NULL;
    size_t count = 0;
    enum err e = backup_list(flow->store, keeper_folder(flow), &files, &count, why);

    if (!e && count == 0)
        e = why_set(why, E_NOT_FOUND, "%s", _("There is no backup in the folder yet."));
    if (!e)
        e = path_join(path, keeper_folder(flow), files[0].name);
    free(files);
    return e;
}

enum err keeper_scratch(struct buf *out, struct why *why)
{
    return path_state(out, why);
}

static void begin_drill(struct flow *flow)
{
    struct buf newest = { 0 }, scratch = { 0 };
    struct why why = { 0 };

    if (keeper_newest(flow, &newest, &why) || keeper_scratch(&scratch, &why) ||
        drill_begin(flow->store, buf_text(&newest), buf_text(&scratch), &flow->keeper.drill, &why))
        flow->keeper.due_at = clock_monotonic() + AGAIN_AFTER; /* the home screen reminds */
    buf_release(&newest);
    buf_release(&scratch);
}

static void begin_backup(struct flow *flow)
{
    struct backup_plan plan = { .folder = keeper_folder(flow), .reason = BACKUP_TIMED };
    struct why why = { 0 };

    if (backup_begin(flow->store, &plan, &flow->keeper.backup, &why)) {
        tell_failure(flow, &why);
        return;
    }
    backup_let_ask(flow->keeper.backup, flow->setup->is_key_waiting, flow->setup->key_context);
}

static void begin(struct flow *flow)
{
    struct backup_status status;

    flow->keeper.due_at = clock_monotonic() + LOOK_AFTER;
    if (backup_status(flow->store, &status, NULL))
        return;
    if (status.is_changed)
        begin_backup(flow);
    else if (is_drill_due(&status))
        begin_drill(flow);
}

/* Where the officer does the same by hand. */
static bool is_on_backup_screen(const struct flow *flow)
{
    for (const struct screen *screen = flow->top; screen; screen = screen->below) {
        if (strcmp(screen->kind->name, "backup") == 0 || strcmp(screen->kind->name, "closing") == 0)
            return true;
    }
    return false;
}

void keeper_tick(struct flow *flow)
{
    if (!flow->store || !keeper_folder(flow) || store_read_only(flow->store) || flow->keeper.backup ||
        flow->keeper.drill || flow->working || clock_monotonic() < flow->keeper.due_at ||
        pause_of(flow) < PAUSE_BEFORE || is_on_backup_screen(flow))
        return;
    begin(flow);
}

/* --- going on --- */

bool keeper_wants(const struct flow *flow)
{
    return (flow->keeper.backup || flow->keeper.drill) && !flow->working && pause_of(flow) >= PAUSE_WITHIN;
}

static void look_again_at_home(struct flow *flow)
{
    if (flow->top == stack_home(flow))
        flow_refresh(flow);
}

static void end_backup(struct flow *flow)
{
    backup_free(flow->keeper.backup);
    flow->keeper.backup = NULL;
    flow->keeper.due_at =
        clock_monotonic() + (int64_t)config_number(flow->setup->config, SETTING_BACKUP_MINUTES) * MINUTE;
    look_again_at_home(flow);
}

void keeper_work(struct flow *flow)
{
    struct why why = { 0 };
    bool over = false;
    enum err e = flow->keeper.backup ? backup_step(flow->keeper.backup, &over, &why)
                                     : drill_step(flow->keeper.drill, &over, &why);

    if (!e && !over)
        return;
    if (flow->keeper.backup) {
        end_backup(flow);
    } else {
        drill_free(flow->keeper.drill);
        flow->keeper.drill = NULL;
        look_again_at_home(flow);
    }
    if (e)
        tell_failure(flow, &why);
}
