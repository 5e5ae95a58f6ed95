/*
 * `townkeep rekey`: a new vault key, and another cipher where asked. The vault is closed for it, because every page is
 * written anew; who may do it is asked before, and what was done is written down afterwards.
 */
#include <stdio.h>
#include <unistd.h>

#include "cli_in.h"

/* How far it is, where a person may be looking. */
static void show_position(const struct rekey *rekey, bool is_last)
{
    uint64_t done, pages;

    if (!isatty(STDERR_FILENO))
        return;
    store_rekey_position(rekey, &done, &pages);
    fprintf(stderr, "\r");
    fprintf(stderr, _("%llu of %llu pages"), (unsigned long long)done, (unsigned long long)pages);
    fprintf(stderr, "%s", is_last ? "\n" : " ");
}

static enum err run_to_the_end(struct cli *cli, enum cipher cipher, struct why *why)
{
    struct rekey *rekey = NULL;
    bool more = true;
    enum err e = store_rekey_start(buf_text(&cli->path), cli->officer, cli->passphrase, cipher, &rekey, why);

    while (!e && more) {
        e = store_rekey_step(rekey, &more, why);
        show_position(rekey, !more);
    }
    store_rekey_end(rekey);
    return e;
}

static enum err close_and_rekey(struct cli *cli, const char *cipher_name, bool *had_code, struct why *why)
{
    enum cipher cipher = store_cipher(cli->store);
    struct code_state state;
    enum err e;

    if ((e = store_require_writable(cli->store, why)) || (e = store_require(cli->store, ROLE_ADMINISTRATOR, why)) ||
        (cipher_name && (e = cli_read_cipher(cipher_name, &cipher, why))) ||
        (e = store_code_state(cli->store, CODE_OFFICE, &state, why)))
        return e;
    *had_code = state.made_at != 0;
    store_close(cli->store);
    cli->store = NULL;
    return run_to_the_end(cli, cipher, why);
}

static enum err discard(struct cli *cli, struct why *why)
{
    enum err e = cli_find_vault(cli, why);

    if (!e)
        e = store_rekey_discard(buf_text(&cli->path), why);
    if (!e)
        cli_say(cli, N_("What an interrupted run left behind is removed. The vault is as it was."));
    return e;
}

enum err command_rekey(struct cli *cli, struct args *args, struct why *why)
{
    const char *cipher, *kdf_name;
    bool had_code = false, is_discarding = args_flag(args, "--discard");
    enum kdf_level kdf;
    enum err e;

    if ((e = args_take(args, "--cipher", &cipher, why)) || (e = args_take(args, "--kdf", &kdf_name, why)) ||
        (e = args_check(args, 0, 0, why)) || (e = cli_read_kdf(kdf_name, &kdf, why)))
        return e;
    if (is_discarding)
        return discard(cli, why);
    if ((e = cli_unlock(cli, why)) || (e = close_and_rekey(cli, cipher, &had_code, why)) ||
        (e = cli_unlock(cli, why)) || (e = store_note_rekey(cli->store, why)))
        return e;
    cli_say(cli, N_("The vault has a new key. Other officers unlock as before. Backups made before still open with the "
                    "old key: make a new one, and remove them when you may."));
    return had_code ? cli_renew_office_code(cli, kdf, why) : OK;
}
