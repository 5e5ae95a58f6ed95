/* Backups made at once, by whoever waits for them: asked for on the command line, or needed before something final. */
#include <stdio.h>
#include <string.h>

#include "backup_in.h"

#include "townkeep/base/path.h"

static enum err run(struct store *store, const struct backup_plan *plan, char *name, struct why *why)
{
    struct backup_job *job = NULL;
    bool over = false;
    enum err e = backup_begin(store, plan, &job, why);

    if (job)
        backup_do_at_once(job);
    while (!e && job && !over)
        e = backup_step(job, &over, why);
    if (!e && job && name)
        snprintf(name, BACKUP_NAME_SIZE, "%s", strrchr(backup_path(job), '/') + 1);
    backup_free(job);
    return e;
}

enum err store_backup(struct store *store, const char *path, struct why *why)
{
    return run(store, &(struct backup_plan){ .file = path }, NULL, why);
}

enum err store_backup_to(struct store *store, const char *folder, enum backup_reason reason, char *name,
                         struct why *why)
{
    return run(store, &(struct backup_plan){ .folder = folder, .reason = reason }, name, why);
}

enum err backup_before(struct store *store, const char *folder, const char *word, char **path, struct why *why)
{
    char name[BACKUP_NAME_SIZE];
    struct buf out = { 0 };
    enum err e;

    *path = NULL;
    if (store->must_roll_back)
        sql_roll_back(store); /* of a save that had no memory to end itself */
    if (folder && folder[0] && store_backup_to(store, folder, BACKUP_BEFORE, name, NULL) == OK)
        e = path_join(&out, folder, name);
    else if (!(e = buf_printf(&out, "%s-before-%s", store->path, word)) && !path_exists(buf_text(&out)))
        e = vault_copy(store->vault, buf_text(&out), why); /* one that stands there is of an earlier try, and stays */
    if (!e)
        *path = buf_take(&out);
    buf_release(&out);
    return e;
}
