/*
 * Where the command line begins: a clean process, the options that stand for every command, and the one command. Exit
 * statuses are err_exit_status's.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli_in.h"
#include "townkeep/base/path.h"

/* --- a clean process --- */
/* Names of variables the program or its libraries may read; a * stands for any ending. */
static bool is_kept(const char *variable)
{
    static const char *const kept[] = { "TERM", "LANG", "LANGUAGE", "LC_*",      "TZ",
                                        "HOME", "USER", "XDG_*",    "COLORTERM", "NO_COLOR" };
    size_t len = strcspn(variable, "=");

    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        size_t kept_len = strlen(kept[i]);

        if (kept[i][kept_len - 1] == '*' ? strncmp(variable, kept[i], kept_len - 1) == 0
                                         : len == kept_len && strncmp(variable, kept[i], len) == 0)
            return true;
    }
    return false;
}

/* The libraries make file names of these values: a way out of their folders would bring in somebody else's tables,
 * translations among them, which are formats of sentences. */
static bool is_harmless(const char *variable)
{
    const char *value = strchr(variable, '=');
    bool is_path = strncmp(variable, "XDG_", 4) == 0 || strncmp(variable, "HOME=", 5) == 0;

    if (!value || is_path)
        return true;
    if (strncmp(variable, "TZ=", 3) == 0)
        return value[1] != '/' && value[1] != ':' && !strstr(value, "..");
    return !strchr(value, '/');
}

static void clean_environment(void)
{
    size_t kept = 0;

    for (size_t i = 0; environ && environ[i]; i++) {
        if (is_kept(environ[i]) && is_harmless(environ[i]))
            environ[kept++] = environ[i];
    }
    if (environ)
        environ[kept] = NULL;
}

/* What the process was given closed must not become the vault's descriptor. */
static bool descriptors_are_open(void)
{
    struct stat status;

    return fstat(STDIN_FILENO, &status) == 0 && fstat(STDOUT_FILENO, &status) == 0 &&
           fstat(STDERR_FILENO, &status) == 0;
}

int cli_prepare(void)
{
    struct buf locale = { 0 };
    struct why why = { 0 };
    enum err e;

    umask(077);
    clean_environment();
    if (!descriptors_are_open())
        return err_exit_status(E_SYSTEM);
    signal(SIGPIPE, SIG_IGN);
    e = path_locale(&locale, NULL);
    i18n_start("", e ? NULL : buf_text(&locale));
    buf_release(&locale);
    if ((e = crypt_start(&why)))
        fprintf(stderr, "%s\n", why_text(&why));
    return err_exit_status(e);
}

/* --- the run --- */
static enum err take_globals(struct cli *cli, struct args *args, struct why *why)
{
    enum err e;

    cli->accept_older = args_flag(args, "--accept-older");
    if ((e = args_take(args, "--vault", &cli->vault, why)) || (e = args_take(args, "--officer", &cli->officer, why)) ||
        (e = args_take(args, "--passphrase-file", &cli->passphrase_file, why)))
        return e;
    return args_take(args, "--config", &cli->config_file, why);
}

static enum err load_config(struct cli *cli, struct why *why)
{
    struct config_notes notes = { 0 };
    struct buf locale = { 0 };
    const char *language;
    enum err e;

    if ((e = config_init(&cli->config, why)) || (e = config_load(&cli->config, cli->config_file, &notes, why)))
        goto done;
    for (size_t i = 0; i < notes.count; i++)
        cli_say_text(cli, notes.text[i]);
    language = config_text(&cli->config, SETTING_LANGUAGE);
    if (language && language[0] && strcmp(language, "auto") != 0) {
        bool found = path_locale(&locale, NULL) == OK;

        i18n_start(language, found ? buf_text(&locale) : NULL);
    }
done:
    buf_release(&locale);
    config_notes_release(&notes);
    return e;
}

/* No command: the screens. */
static enum err want_screens(struct cli *cli, struct why *why)
{
    struct cli_screens *screens = cli->screens;
    enum err e;

    if ((e = cli_check_memory(cli, why)) || (e = cli_find_vault(cli, why)))
        return e;
    if (cli->passphrase_file)
        return why_set(why, E_USAGE, N_("The screens ask for the passphrase themselves: leave --passphrase-file out."));
    if (cli->path.len >= sizeof screens->vault || (cli->officer && strlen(cli->officer) >= sizeof screens->officer) ||
        (cli->config_file && strlen(cli->config_file) >= sizeof screens->config))
        return why_set(why, E_USAGE, N_("A name on the command line is too long."));
    snprintf(screens->vault, sizeof screens->vault, "%s", buf_text(&cli->path));
    snprintf(screens->officer, sizeof screens->officer, "%s", cli->officer ? cli->officer : "");
    snprintf(screens->config, sizeof screens->config, "%s", cli->config_file ? cli->config_file : "");
    screens->wanted = true;
    return OK;
}

static enum err run_command(struct cli *cli, struct args *args, struct why *why)
{
    struct args rest;
    char *name;

    if (args_flag(args, "--version"))
        return cli_print(cli, "townkeep %s\n", TOWNKEEP_VERSION);
    if (args_flag(args, "--help") || args_flag(args, "-h"))
        return command_help(cli, args, why);
    if (args->count == 0)
        return want_screens(cli, why);
    name = args->items[0];
    rest = (struct args){ .items = args->items + 1, .count = args->count - 1, .literal = args->literal };
    if (rest.literal > rest.count)
        rest.literal = rest.count;
    return command_run(cli, name, &rest, why);
}

static void confine(struct cli *cli, const struct args *args)
{
    const struct command *command = args->count > 0 ? command_find(args->items[0]) : NULL;
    struct cli_reach reach = {
        .named = { NULL, config_text(&cli->config, SETTING_BACKUP_FOLDER), cli->passphrase_file, cli->config_file },
        .words = args->items,
        .word_count = args->count,
        .is_wide = args->count == 0 || (command && command->wide),
        .is_for_screens = args->count == 0 || (command && command->run == command_demo),
    };

    if (!cli->process || !cli->process->confine)
        return;
    if (cli_find_vault(cli, NULL) == OK)
        reach.named[0] = buf_text(&cli->path);
    cli->process->confine(cli->process->guards, &reach);
    buf_clear(&cli->path);
}

static void cli_release(struct cli *cli)
{
    store_close(cli->store);
    passphrase_free(cli->passphrase);
    cli_words_release(&cli->words);
    config_release(&cli->config);
    buf_release(&cli->assets);
    buf_release(&cli->path);
    buf_release(&cli->state);
    buf_wipe(&cli->gathered);
}

int cli_main(int argc, char **argv, const struct cli_process *process, struct cli_screens *screens)
{
    struct cli cli = { .screens = screens, .process = process };
    struct why why = { 0 };
    struct args args;
    enum err e;

    *screens = (struct cli_screens){ .guards = process ? process->guards : NULL };
    args_init(&args, argv + (argc > 0), argc - (argc > 0));
    if (!(e = take_globals(&cli, &args, &why)) && !(e = load_config(&cli, &why))) {
        confine(&cli, &args);
        e = run_command(&cli, &args, &why);
    }
    if (fflush(stdout) != 0 && !e)
        e = why_errno(&why, errno, N_("The output cannot be written"));
    if (e) {
        why.code = why.code ? why.code : e;
        cli_say_text(&cli, why_text(&why));
        if (e == E_OLDER)
            cli_say(&cli, N_("The option --accept-older opens it all the same, and the history will say so."));
    }
    cli_release(&cli);
    return err_exit_status(e);
}
