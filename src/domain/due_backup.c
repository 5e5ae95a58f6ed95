/* What is due about backups: that there is one, that it lies on another disk, that the last try succeeded, and that
 * somebody has lately seen one restored. */
#include <stdio.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/due.h"
#include "townkeep/store/backup.h"

#include "due_in.h"

enum { BACKUP_DAYS = 3, DRILL_DAYS = 40 };

static int64_t days_since(int64_t moment)
{
    return (clock_now() - moment) / (INT64_C(24) * 60 * 60 * 1000);
}

/* Due so many days after `moment`. */
static struct due_row *add(struct collect *collect, int64_t moment, int days)
{
    return collect_day(collect, days_from(moment_date(moment), days), NULL, 0);
}

static void say_plainly(struct due_row *row, const char *text)
{
    if (row)
        text_cut_into(row->text, sizeof row->text, text);
}

static void collect_age(struct collect *collect, const struct backup_status *status)
{
    int64_t age = days_since(status->at);
    struct due_row *row;

    if (status->at == 0) {
        say_plainly(add(collect, clock_now(), 0), _("No backup was made yet"));
        return;
    }
    if (age <= BACKUP_DAYS || !(row = add(collect, status->at, BACKUP_DAYS)))
        return;
    snprintf(row->text, sizeof row->text,
             ngettext("The newest backup is %lld day old", "The newest backup is %lld days old", (unsigned long)age),
             (long long)age);
}

/* A copy beside the vault goes with it when the disk does. */
static void collect_elsewhere(struct collect *collect, const struct backup_status *status)
{
    int64_t last = status->elsewhere_at != 0 ? status->elsewhere_at : status->first_at, age = days_since(last);
    struct due_row *row;

    if (status->at == 0 || days_since(status->at) > BACKUP_DAYS || age <= BACKUP_DAYS ||
        !(row = add(collect, last, BACKUP_DAYS)))
        return;
    snprintf(row->text, sizeof row->text,
             ngettext("No backup on another disk for %lld day", "No backup on another disk for %lld days",
                      (unsigned long)age),
             (long long)age);
}

static void collect_drill(struct collect *collect, const struct backup_status *status)
{
    int64_t last = status->drill_at != 0 ? status->drill_at : status->first_at;

    if (status->at != 0 && days_since(last) > DRILL_DAYS)
        say_plainly(add(collect, last, DRILL_DAYS), status->drill_at != 0 ? _("Try a restore: the last one is long ago")
                                                                          : _("Try a restore: it was never done"));
}

enum err collect_backups(struct collect *collect)
{
    struct backup_status status;
    enum err e = backup_status(collect->store, &status, collect->why);

    if (e)
        return e;
    collect_age(collect, &status);
    collect_elsewhere(collect, &status);
    if (status.failed_at != 0)
        say_plainly(add(collect, status.failed_at, 0), _("The last backup failed: Enter says why"));
    if (status.old_at != 0)
        say_plainly(add(collect, clock_now(), 0), _("An old backup is kept until there are newer ones"));
    collect_drill(collect, &status);
    return OK;
}
