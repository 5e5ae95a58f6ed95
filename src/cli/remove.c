/* `townkeep remove` archives; `townkeep undo` takes an entry back. */
#include "cli_in.h"
#include "townkeep/base/text.h"

enum err command_remove(struct cli *cli, struct args *args, struct why *why)
{
    const struct record_type *type;
    struct saved saved = { 0 };
    struct save *save = NULL;
    const char *reason;
    int64_t id;
    enum err e;

    if ((e = args_take(args, "--reason", &reason, why)) || (e = args_check(args, 2, 2, why)) ||
        (e = cli_type(cli, args->items[0], &type, why)))
        return e;
    if (!reason || !reason[0])
        return why_set(why, E_USAGE, N_("Say why, for those who look for it later: --reason \"…\"."));
    if ((e = cli_reading(cli, type, why)) || (e = store_find(cli->store, type, args->items[1], &id, why)) ||
        (e = save_begin(cli->store, ENTRY_CHANGE, &save, why)))
        return e;
    if ((e = save_archive(save, type, id, reason, why))) {
        save_cancel(save);
        return e;
    }
    if ((e = save_commit(save, NULL, &saved, why)))
        return e;
    cli_say(cli, N_("Archived; `townkeep undo %lld` brings it back."), (long long)saved.entry);
    return cli_print(cli, "%lld\n", (long long)saved.entry);
}

enum err command_undo(struct cli *cli, struct args *args, struct why *why)
{
    struct saved saved = { 0 };
    int64_t entry;
    enum err e;

    if ((e = args_check(args, 1, 1, why)))
        return e;
    if (!text_to_int(args->items[0], &entry))
        return why_set(why, E_USAGE, N_("\"%s\" is no entry: `townkeep history` shows their numbers."), args->items[0]);
    if ((e = cli_open_casework(cli, why)) || (e = store_undo(cli->store, entry, &saved, why)))
        return e;
    cli_say(cli, N_("Taken back, as an entry of its own."));
    return cli_print(cli, "%lld\n", (long long)saved.entry);
}
