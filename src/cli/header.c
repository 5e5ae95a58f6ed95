/* `townkeep header`: the vault's header on paper, and back. Putting it back is done to a file that nothing can unlock,
 * so the vault room does it alone. */
#include <string.h>

#include "cli_in.h"
#include "townkeep/base/path.h"
#include "townkeep/vault/vault.h"

enum { SHEET_BYTES_MAX = 1 << 20 };

static enum err print_sheet(struct cli *cli, struct args *args, struct why *why)
{
    struct buf text = { 0 };
    enum err e;

    if ((e = args_check(args, 1, 2, why)) || (e = cli_unlock(cli, why)))
        return e;
    if (args->count == 2 && path_exists(args->items[1]))
        return why_set(why, E_CONFLICT, N_("%s is there already. Give the sheet another name."), args->items[1]);
    if ((e = store_header_sheet(cli->store, &text, why)))
        goto done;
    e = args->count == 2 ? path_write_file(args->items[1], text.data, text.len, why)
                         : cli_data(cli, text.data, text.len);
    if (!e)
        cli_say(cli, N_("Print it, lock it away, and delete the file: officers removed later could unlock with it."));
done:
    buf_release(&text);
    return e;
}

static enum err restore_sheet(struct cli *cli, struct args *args, struct why *why)
{
    struct buf text = { 0 };
    enum err e;

    if ((e = args_check(args, 2, 2, why)) || (e = cli_find_vault(cli, why)) ||
        (e = cli_read_input(args->items[1], SHEET_BYTES_MAX, &text, why)) ||
        (e = cli_read_passphrase(cli->passphrase_file, _("Passphrase of that day"), false, &cli->passphrase, why)))
        goto done;
    e = vault_header_restore(buf_text(&cli->path), buf_text(&text), cli->officer, cli->passphrase, why);
    if (!e)
        cli_say(cli, N_("The header is back and the vault opens. Whoever was removed since the sheet was printed could "
                        "unlock again: look at Office, Officers, then run verify."));
done:
    buf_release(&text);
    return e;
}

enum err command_header(struct cli *cli, struct args *args, struct why *why)
{
    enum err e = args_check(args, 1, -1, why);

    if (e)
        return e;
    if (strcmp(args->items[0], "print") == 0)
        return print_sheet(cli, args, why);
    if (strcmp(args->items[0], "restore") == 0)
        return cli->store ? why_set(why, E_USAGE, N_("\"header restore\" is not for a vault that is open."))
                          : restore_sheet(cli, args, why);
    return why_set(why, E_USAGE, N_("After \"header\" stands print or restore, not \"%s\"."), args->items[0]);
}
