/* `townkeep backup`: a verified copy, to a file or into the folder of backups. For a timetable (cron) as for a person.
 */
#include "townkeep/store/backup.h"
#include "cli_in.h"
#include "townkeep/base/path.h"

/* Into the folder that is set: a name is made, and the older ones are let go. */
static enum err backup_to_folder(struct cli *cli, const char *folder, struct why *why)
{
    char name[BACKUP_NAME_SIZE];
    struct buf path = { 0 };
    enum err e;

    if (!folder[0])
        return why_set(why, E_USAGE,
                       N_("Name the file to write, or set the folder of backups (townkeep.ini, backup_folder)."));
    if (!(e = store_backup_to(cli->store, folder, BACKUP_ASKED, name, why)) && !(e = path_join(&path, folder, name)))
        e = cli_print(cli, "%s\n", buf_text(&path));
    if (!e && backup_is_same_disk(folder, store_path(cli->store)))
        cli_say(cli, N_("The backup lies on the same disk as the vault: it is lost with it. Choose another disk."));
    buf_release(&path);
    return e;
}

enum err command_backup(struct cli *cli, struct args *args, struct why *why)
{
    enum err e;

    if ((e = args_check(args, 0, 1, why)))
        return e;
    e = args->count == 0 ? backup_to_folder(cli, config_text(&cli->config, SETTING_BACKUP_FOLDER), why)
                         : store_backup(cli->store, args->items[0], why);
    if (e)
        return e;
    cli_say(cli, N_("The backup is verified: it was read back, opened and compared. It opens with the passphrases of "
                    "today."));
    return args->count == 0 ? OK : cli_print(cli, "%s\n", args->items[0]);
}
