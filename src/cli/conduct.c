/* `townkeep conduct`: the code of conduct, and accepting it, without which casework stays closed. */
#include <string.h>

#include "cli_in.h"
#include "townkeep/domain/conduct.h"

static enum err print_rules(struct cli *cli, struct why *why)
{
    bool accepted = false;
    enum err e = conduct_is_accepted(cli->store, &accepted, why);

    if (!e)
        e = cli_print(cli, _("Code of conduct %s\n"), CONDUCT_VERSION);
    for (size_t i = 0; i < conduct_rule_count && !e; i++)
        e = cli_print(cli, "%2zu. %s\n", i + 1, gettext(conduct_rules[i]));
    if (!e)
        cli_say(cli, accepted ? N_("You have accepted it.")
                              : N_("You have not accepted it yet: `townkeep conduct accept`."));
    return e;
}

enum err command_conduct(struct cli *cli, struct args *args, struct why *why)
{
    enum err e = args_check(args, 0, 1, why);

    if (e || args->count == 0)
        return e ? e : print_rules(cli, why);
    if (strcmp(args->items[0], "accept") != 0)
        return why_set(why, E_USAGE, N_("`townkeep conduct` shows it, `townkeep conduct accept` accepts it."));
    if (!(e = conduct_accept(cli->store, why)))
        cli_say(cli, N_("You have accepted the code of conduct %s."), CONDUCT_VERSION);
    return e;
}
