/*
 * `townkeep demo`: a vault of an invented town, safe to play with. It is made once and kept until --fresh; only a file
 * that opens with the demonstration's own passphrase is ever replaced.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "demo_in.h"
#include "townkeep/base/path.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/conduct.h"

/* Not a secret: it is shown on the demonstration's unlock screen. */
const char demo_passphrase[] = "a walk through Talvin";

const char *cli_demo_passphrase(void)
{
    return demo_passphrase;
}

enum err demo_open_as(struct cli *cli, const char *officer, bool casework, struct why *why)
{
    struct store_opening opening = {
        .path = buf_text(&cli->path),
        .officer = officer,
        .passphrase = cli->passphrase,
        .assets = buf_text(&cli->assets),
        .catalogue = &domain_catalogue,
        .vocabulary = cli->words.entries,
        .vocabulary_count = cli->words.count,
    };
    enum err e;

    store_close(cli->store);
    cli->store = NULL;
    if ((e = store_open(&opening, &cli->store, why)))
        return e;
    if (!casework)
        return OK;
    return (e = conduct_accept(cli->store, why)) ? e : cli_open_casework(cli, why);
}

static enum err find_place(struct cli *cli, struct why *why)
{
    struct buf folder = { 0 };
    enum err e;

    if (cli->vault)
        return buf_add_str(&cli->path, cli->vault);
    if (!(e = path_data(&folder, why)) && !(e = path_make_folders(buf_text(&folder), why)))
        e = path_join(&cli->path, buf_text(&folder), "demonstration.townkeep");
    buf_release(&folder);
    return e;
}

static void remove_vault(const char *path)
{
    static const char *const endings[] = { "", "-journal", "-lock" };
    char name[CLI_PATH_SIZE + 16];

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        unlink(name);
    }
}

/* The vault with everything in it; on failure nothing remains. */
static enum err make_vault(struct cli *cli, struct why *why)
{
    struct store_new fresh = { .path = buf_text(&cli->path),
                               .passphrase = cli->passphrase,
                               .kdf = KDF_INTERACTIVE,
                               .assets = buf_text(&cli->assets),
                               .catalogue = &domain_catalogue,
                               .vocabulary = cli->words.entries,
                               .vocabulary_count = cli->words.count };
    struct buf officer = { 0 };
    enum err e;

    fresh.office = _("Prevention office of Talvin (demonstration)");
    if ((e = demo_first_officer(buf_text(&cli->assets), &officer, why)))
        goto done;
    fresh.officer = buf_text(&officer);
    if ((e = store_create(&fresh, &cli->store, why)))
        goto done;
    e = demo_load(cli, why);
    store_close(cli->store);
    cli->store = NULL;
    if (e)
        remove_vault(buf_text(&cli->path));
done:
    buf_release(&officer);
    return e;
}

/* Kept under another name: it may be somebody's, or what is left of it. */
static enum err set_aside(struct cli *cli, struct why *why)
{
    char name[CLI_PATH_SIZE + 16];
    int number = 1;

    do
        snprintf(name, sizeof name, "%s.old-%d", buf_text(&cli->path), number++);
    while (path_exists(name));
    if (rename(buf_text(&cli->path), name))
        return why_errno(why, errno, N_("The file %s cannot be put aside"), buf_text(&cli->path));
    remove_vault(buf_text(&cli->path));
    cli_say(cli,
            N_("The demonstration that was there cannot be opened by this version. It is kept as %s; a new one is "
               "made."),
            name);
    return OK;
}

/* What is there must be a demonstration of ours, before it is opened as one or thrown away. Our own place makes way for
 * a new one when it holds what this version cannot read. */
static enum err check_there(struct cli *cli, struct why *why)
{
    struct why problem = { 0 };
    enum err e = demo_open_as(cli, NULL, false, &problem);

    store_close(cli->store);
    cli->store = NULL;
    if (e == E_PASSPHRASE)
        return why_set(why, E_CONFLICT,
                       N_("\"%s\" is no demonstration vault: it is left as it is. Name another file with --vault."),
                       buf_text(&cli->path));
    if ((e == E_DAMAGED || e == E_INVALID) && !cli->vault)
        return set_aside(cli, why);
    return e ? why_set(why, e, "%s", why_text(&problem)) : OK;
}

static enum err provide_vault(struct cli *cli, bool renew, struct why *why)
{
    enum err e;

    if (path_exists(buf_text(&cli->path)) && (e = check_there(cli, why)))
        return e;
    if (path_exists(buf_text(&cli->path)) && !renew) {
        cli_say(cli, N_("The demonstration is as you left it; --fresh makes it anew."));
        return OK;
    }
    remove_vault(buf_text(&cli->path));
    return make_vault(cli, why);
}

static enum err take_passphrase(struct cli *cli, struct why *why)
{
    enum err e;

    if (cli->passphrase_file)
        return why_set(why, E_USAGE, N_("The demonstration has a passphrase of its own: leave --passphrase-file out."));
    if ((e = passphrase_new(&cli->passphrase, why)))
        return e;
    return passphrase_add(cli->passphrase, demo_passphrase, strlen(demo_passphrase));
}

enum err command_demo(struct cli *cli, struct args *args, struct why *why)
{
    bool renew = args_flag(args, "--fresh"), no_screens = args_flag(args, "--no-screens");
    struct cli_screens *screens = cli->screens;
    enum err e;

    if ((e = args_check(args, 0, 0, why)) || (e = take_passphrase(cli, why)) || (e = find_place(cli, why)) ||
        (e = cli_load_words(cli, why)) || (e = provide_vault(cli, renew, why)))
        return e;
    if (no_screens) {
        cli_say(cli, N_("Passphrase of every officer there: %s"), demo_passphrase);
        return cli_print(cli, "%s\n", buf_text(&cli->path));
    }
    snprintf(screens->vault, sizeof screens->vault, "%s", buf_text(&cli->path));
    snprintf(screens->officer, sizeof screens->officer, "%s", cli->officer ? cli->officer : "");
    snprintf(screens->config, sizeof screens->config, "%s", cli->config_file ? cli->config_file : "");
    screens->demonstration = true;
    screens->wanted = true;
    return OK;
}
