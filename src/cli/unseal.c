/* `townkeep unseal`: what is in a sealed file, for whoever was told its passphrase. Needs no vault. */
#include <unistd.h>

#include "cli_in.h"
#include "townkeep/base/text.h"
#include "townkeep/exchange/sealed_file.h"

/* To a file or a pipe byte for byte; to a terminal nothing that could drive it. */
static enum err print(struct cli *cli, const struct buf *plain, struct why *why)
{
    struct buf clean = { 0 };
    enum err e;

    if (cli->in_run || !isatty(STDOUT_FILENO))
        return plain->len > 0 ? cli_data(cli, plain->data, plain->len) : OK;
    e = text_clean(&clean, buf_text(plain), plain->len, TEXT_MANY_LINES);
    if (e == E_INVALID)
        e = why_set(why, e, N_("What is in it is no text. Send it to a file: townkeep unseal FILE > NAME."));
    else if (!e)
        e = cli_data(cli, buf_text(&clean), clean.len);
    buf_wipe(&clean);
    return e;
}

enum err command_unseal(struct cli *cli, struct args *args, struct why *why)
{
    struct passphrase *passphrase = NULL;
    struct buf plain = { 0 };
    enum err e;

    if ((e = args_check(args, 1, 1, why)) || (e = cli_check_memory(cli, why)) ||
        (e = cli_read_passphrase(cli->passphrase_file, _("Passphrase of the file"), false, &passphrase, why)))
        return e;
    if (!(e = sealed_file_read(args->items[0], passphrase, &plain, why)))
        e = print(cli, &plain, why);
    passphrase_free(passphrase);
    buf_wipe(&plain);
    return e;
}
