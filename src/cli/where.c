/* `townkeep where`: the paths in use and what protects the process, for scripts and for whoever asks on the phone. */
#include "cli_in.h"
#include "townkeep/base/path.h"

static enum err print_path(struct cli *cli, const char *name, enum err (*find)(struct buf *, struct why *),
                           struct why *why)
{
    struct buf path = { 0 };
    enum err e = find(&path, why);

    if (!e)
        e = cli_print(cli, "%s\t%s\n", name, buf_text(&path));
    buf_release(&path);
    return e;
}

static enum err print_guards(struct cli *cli, const struct guards *guards)
{
    enum err e = OK;

    for (int kind = 0; kind < GUARD_COUNT && guards && !e; kind++) {
        const struct guard *guard = &guards->of[kind];

        e = cli_print(cli, "guard-%s\t%s\t%s\n", guard_name((enum guard_kind)kind), guard_word(guard->state),
                      guard->sentence ? gettext(guard->sentence) : "");
    }
    return e;
}

enum err command_where(struct cli *cli, struct args *args, struct why *why)
{
    enum err e;

    if ((e = args_check(args, 0, 0, why)) || (e = cli_find_vault(cli, why)) ||
        (e = cli_print(cli, "vault\t%s\n", buf_text(&cli->path))) || (e = print_path(cli, "data", path_data, why)) ||
        (e = print_path(cli, "config", path_config, why)) || (e = print_path(cli, "state", path_state, why)) ||
        (e = print_path(cli, "assets", path_assets, why)) ||
        (e = print_guards(cli, cli->process ? cli->process->guards : NULL)))
        return e;
    if (!path_exists(buf_text(&cli->path)))
        cli_say(cli, N_("The vault is not there yet: `townkeep init` makes one."));
    return OK;
}
