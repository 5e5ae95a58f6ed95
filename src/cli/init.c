/* `townkeep init`: a new vault with its office and first officer. */
#include <stdlib.h>
#include <string.h>

#include "cli_in.h"
#include "townkeep/base/path.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/store/backup.h"

/* The folder the file is to stand in. */
static enum err make_folder(const char *path, struct why *why)
{
    const char *slash = strrchr(path, '/');
    char *folder;
    enum err e;

    if (!slash || slash == path)
        return OK;
    folder = strndup(path, (size_t)(slash - path));
    e = folder ? path_make_folders(folder, why) : E_MEMORY;
    free(folder);
    return e;
}

/* It is made when it is not there yet, and stands in the settings from then on. */
static enum err keep_backup_folder(struct cli *cli, const char *folder, struct why *why)
{
    enum err e;

    if (folder[0] != '/')
        return why_set(why, E_USAGE, N_("Give the folder of backups with its whole path, beginning with a slash."));
    if ((e = path_make_folders(folder, why)) || (e = config_set(&cli->config, SETTING_BACKUP_FOLDER, folder, why)))
        return e;
    return config_save(&cli->config, why);
}

static void say_of_backups(const struct cli *cli)
{
    const char *folder = config_text(&cli->config, SETTING_BACKUP_FOLDER);

    if (!folder[0])
        cli_say(cli, N_("No folder for backups is set: none will be made by themselves, and a broken disk loses "
                        "everything. Choose one on another disk (townkeep.ini, backup_folder)."));
    else if (backup_is_same_disk(folder, buf_text(&cli->path)))
        cli_say(cli, N_("The folder for backups lies on the same disk as the vault: a broken disk loses both. Choose "
                        "one on another disk."));
}

enum err command_init(struct cli *cli, struct args *args, struct why *why)
{
    struct store_new fresh = { .catalogue = &domain_catalogue };
    const char *kdf, *cipher, *backups;
    enum err e;

    if ((e = args_take(args, "--office", &fresh.office, why)) ||
        (e = args_take(args, "--backup-folder", &backups, why)) || (e = args_take(args, "--kdf", &kdf, why)) ||
        (e = args_take(args, "--cipher", &cipher, why)) || (e = args_check(args, 0, 0, why)) ||
        (e = cli_read_kdf(kdf, &fresh.kdf, why)) || (e = cli_read_cipher(cipher, &fresh.cipher, why)))
        return e;
    if (!fresh.office || !cli->officer)
        return why_set(why, E_USAGE, N_("Name the office and its first officer: --office \"…\" --officer \"…\"."));
    if ((e = cli_check_memory(cli, why)) || (e = cli_find_vault(cli, why)) || (e = cli_load_words(cli, why)))
        return e;
    if (path_exists(buf_text(&cli->path)))
        return why_set(why, E_CONFLICT, N_("\"%s\" is there already: name another file with --vault."),
                       buf_text(&cli->path));
    if ((e = cli_read_passphrase(cli->passphrase_file, _("Passphrase for the new vault"), true, &cli->passphrase,
                                 why)) ||
        (e = passphrase_check(cli->passphrase, why)) || (e = make_folder(buf_text(&cli->path), why)))
        return e;
    if (backups && (e = keep_backup_folder(cli, backups, why)))
        return e;
    fresh.path = buf_text(&cli->path);
    fresh.officer = cli->officer;
    fresh.passphrase = cli->passphrase;
    fresh.assets = buf_text(&cli->assets);
    fresh.vocabulary = cli->words.entries;
    fresh.vocabulary_count = cli->words.count;
    fresh.state = cli_state(cli);
    if ((e = store_create(&fresh, &cli->store, why)))
        return e;
    if (store_notices(cli->store)[0])
        cli_say_text(cli, store_notices(cli->store));
    say_of_backups(cli);
    cli_say(cli, N_("The vault of %s is made. Next: `townkeep officer recovery`, and put the code into the safe."),
            fresh.office);
    return cli_print(cli, "%s\n", buf_text(&cli->path));
}
