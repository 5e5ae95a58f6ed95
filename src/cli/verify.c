/*
 * `townkeep verify` and `townkeep backup`. A vault too damaged to be opened as records is still looked at page by page,
 * so that the answer names the places and not only the first.
 */
#include "cli_in.h"
#include "townkeep/base/path.h"
#include "townkeep/domain/casework.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/vault/vault.h"

/* The records cannot be opened: look at the bare pages. `first` says why they cannot. */
static enum err check_pages(struct cli *cli, const struct why *first, struct why *why)
{
    struct vault *vault = NULL;
    struct buf lines = { 0 };
    struct why problem = { 0 };
    enum err e = OK;

    if (!vault_open(buf_text(&cli->path), cli->officer, cli->passphrase, &vault, &problem)) {
        if (store_tell_damage(vault, &domain_catalogue, &lines, &problem) == E_DAMAGED)
            e = cli_data(cli, buf_text(&lines), lines.len);
        vault_close(vault);
    }
    buf_release(&lines);
    return e ? e : why_set(why, E_DAMAGED, "%s", why_text(first));
}

enum err command_verify(struct cli *cli, struct args *args, struct why *why)
{
    struct verify_report report = { 0 };
    enum err e, written;

    if ((e = args_check(args, 0, 0, why)))
        return e;
    cli->only_looking = !cli->accept_older; /* a backup is looked at too, and stays as it is */
    if ((e = cli_unlock(cli, why)) == E_DAMAGED && cli->passphrase) {
        struct why first = *why;

        return check_pages(cli, &first, why);
    }
    if (e)
        return e;
    if ((e = cli_open_casework(cli, why))) /* cases too are compared with their history, as far as keys are at hand */
        return e;
    e = casework_verify(cli->store, &report, why);
    written = cli_data(cli, buf_text(&report.lines), report.lines.len);
    if (!e && !written)
        written =
            cli_print(cli, _("Sound: %llu pages, %llu entries, %llu records.\n"), (unsigned long long)report.pages,
                      (unsigned long long)report.entries, (unsigned long long)report.records);
    if (!e && !written)
        written = cli_data(cli, buf_text(&report.known), report.known.len);
    verify_report_release(&report);
    return e ? e : written;
}

enum err command_backup(struct cli *cli, struct args *args, struct why *why)
{
    enum err e;

    if ((e = args_check(args, 1, 1, why)) || (e = store_backup(cli->store, args->items[0], why)))
        return e;
    cli_say(cli, N_("The copy was read back and is sound. It opens with the passphrases of today."));
    return cli_print(cli, "%s\n", args->items[0]);
}
