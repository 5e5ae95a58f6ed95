/* `townkeep restore`: a backup becomes a vault beside the one in use, never over it. */
#include "cli_in.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/store/backup.h"

static void say_what_it_lacks(const struct cli *cli, const struct restore_report *report)
{
    char from[DATE_TIME_TEXT_SIZE], to[DATE_TIME_TEXT_SIZE], text[300];

    if (!report->was_compared) {
        cli_say(cli, N_("The vault in use could not be compared: what was saved after the backup is not in it."));
        return;
    }
    if (report->missing == 0) {
        cli_say(cli, N_("It holds everything the vault in use holds."));
        return;
    }
    moment_format(report->missing_from, from);
    moment_format(report->missing_to, to);
    text_print_into(text, sizeof text,
                    ngettext("%llu save, between %s and %s, is not in this backup.",
                             "%llu saves, between %s and %s, are not in this backup.", (unsigned long)report->missing),
                    (unsigned long long)report->missing, from, to);
    cli_say_text(cli, text);
}

static enum err tell(struct cli *cli, const struct restore *restore, const struct restore_report *report)
{
    char when[DATE_TIME_TEXT_SIZE], text[300];

    moment_format(report->backup_at, when);
    cli_say(cli,
            N_("Restored and checked: %llu entries, %llu records; the newest save is of %s. It opens with the "
               "passphrases of that time."),
            (unsigned long long)report->entries, (unsigned long long)report->records, when);
    say_what_it_lacks(cli, report);
    if (report->erased > 0) {
        text_print_into(text, sizeof text,
                        ngettext("%zu case that was erased since the backup was made was erased in it again.",
                                 "%zu cases that were erased since the backup was made were erased in it again.",
                                 report->erased),
                        report->erased);
        cli_say_text(cli, text);
    }
    return cli_print(cli, "%s\n", restore->path);
}

enum err command_restore(struct cli *cli, struct args *args, struct why *why)
{
    struct restore restore = { 0 };
    struct restore_report report;
    struct store_opening opening = { .officer = cli->officer, .catalogue = &domain_catalogue };
    enum err e;

    if ((e = args_check(args, 2, 2, why)) || (e = cli_find_vault(cli, why)) || (e = cli_load_words(cli, why)))
        return e;
    restore = (struct restore){ .backup = args->items[0], .path = args->items[1], .live = buf_text(&cli->path) };
    if (path_exists(restore.path))
        return why_set(why, E_CONFLICT,
                       N_("%s is there already. A backup is restored beside what there is, never over it: give the new "
                          "vault another name."),
                       restore.path);
    if (!cli->passphrase && (e = cli_read_passphrase(cli->passphrase_file, _("Passphrase of the day of the backup"),
                                                     false, &cli->passphrase, why)))
        return e;
    opening.passphrase = cli->passphrase;
    opening.assets = buf_text(&cli->assets);
    opening.vocabulary = cli->words.entries;
    opening.vocabulary_count = cli->words.count;
    if ((e = store_restore(&restore, &opening, &report, why)))
        return e;
    return tell(cli, &restore, &report);
}
