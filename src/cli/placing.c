/* `townkeep placing`: places for stakeholders and sites that have none. */
#include "townkeep/domain/placing.h"
#include "cli_in.h"

enum err cli_place(struct cli *cli, bool trial, struct why *why)
{
    struct placing placing = { 0 };
    struct buf text = { 0 };
    enum err e = placing_run(cli->store, trial, &placing, why);

    if (!e && !(e = placing_show(&placing, trial, &text)))
        e = cli_data(cli, buf_text(&text), text.len);
    if (!e && trial)
        cli_say(cli, N_("This was a trial: nothing was changed."));
    else if (!e && placing.entry)
        cli_say(cli, N_("`townkeep undo %lld` takes the places away again."), (long long)placing.entry);
    buf_release(&text);
    return e;
}

enum err command_placing(struct cli *cli, struct args *args, struct why *why)
{
    bool trial = args_flag(args, "--dry-run");
    enum err e = args_check(args, 0, 0, why);

    return e ? e : cli_place(cli, trial, why);
}
