/* `townkeep salvage`: from a damaged vault to a whole one, and the list of what is lost. */
#include "cli_in.h"
#include "townkeep/base/path.h"

static enum err write_list(const char *file, const struct salvage_report *report, struct why *why)
{
    if (path_exists(file))
        return why_set(why, E_CONFLICT, N_("%s already exists. Give the list another name."), file);
    return path_write_file(file, buf_text(&report->lost), report->lost.len, why);
}

/* What verify says of the new vault stands last: it decides what to do next. */
static enum err tell(struct cli *cli, const struct salvage_report *report)
{
    enum err e;

    if ((e = cli_data(cli, buf_text(&report->lost), report->lost.len)) ||
        (e = cli_data(cli, buf_text(&report->findings), report->findings.len)))
        return e;
    cli_say(cli, N_("%zu records were copied, %zu more came back from the history, %zu are lost."), report->copied,
            report->restored, report->lost_records);
    if (report->findings.len > 0)
        cli_say(cli, N_("The new vault was checked, and not all of it is as it should be. Show these lines to whoever "
                        "helps you, and look for a backup."));
    else
        cli_say(cli,
                N_("The new vault was checked and is sound. Go on in it; keep the damaged file until all is well."));
    return OK;
}

enum err command_salvage(struct cli *cli, struct args *args, struct why *why)
{
    struct salvaging how = { .assets = buf_text(&cli->assets), .state = cli_state(cli), .passphrase = cli->passphrase };
    struct salvage_report report = { 0 };
    const char *list;
    enum err e;

    if ((e = args_take(args, "--list", &list, why)) || (e = args_check(args, 1, 1, why)))
        return e;
    if (list && path_exists(list))
        return why_set(why, E_CONFLICT, N_("%s already exists. Give the list another name."), list);
    how.path = args->items[0];
    if (!(e = store_salvage(cli->store, &how, &report, why)) && !(e = tell(cli, &report)) && list)
        e = write_list(list, &report, why);
    salvage_report_release(&report);
    return e;
}
