/*
 * Which vault, whose passphrase, and unlocking: once for a command, or once for all commands of `run`. A passphrase
 * comes from a file, from standard input, or from the terminal without echo; never from an argument or the environment.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "cli_in.h"
#include "townkeep/base/date.h"
#include "townkeep/base/path.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/conduct.h"
#include "townkeep/domain/retention.h"

enum err cli_find_vault(struct cli *cli, struct why *why)
{
    const char *setting = config_text(&cli->config, SETTING_VAULT);
    struct buf folder = { 0 };
    enum err e;

    buf_clear(&cli->path);
    if (cli->vault)
        return buf_add_str(&cli->path, cli->vault);
    if (setting && setting[0])
        return buf_add_str(&cli->path, setting);
    if (!(e = path_data(&folder, why)))
        e = path_join(&cli->path, buf_text(&folder), "office.townkeep");
    buf_release(&folder);
    return e;
}

enum err cli_check_memory(struct cli *cli, struct why *why)
{
    if (strcmp(config_text(&cli->config, SETTING_LOCKED_MEMORY), "require") != 0 || crypt_memory_is_locked())
        return OK;
    return why_set(
        why, E_SYSTEM,
        N_("This computer does not let the program keep its keys out of swap, and your settings require that "
           "(locked_memory). Ask whoever looks after it to raise the limit of locked memory."));
}

enum err cli_load_words(struct cli *cli, struct why *why)
{
    enum err e;

    if (cli->words.count > 0)
        return OK;
    buf_clear(&cli->assets);
    if ((e = path_assets(&cli->assets, why)))
        return e;
    return cli_words_load(buf_text(&cli->assets), &cli->words, why);
}

/* One line from the terminal without showing it. */
static enum err ask(const char *prompt, struct passphrase *out, struct why *why)
{
    struct termios before, silent;
    enum err e;

    if (tcgetattr(STDIN_FILENO, &before) != 0)
        return why_set(why, E_USAGE,
                       N_("No passphrase: give --passphrase-file FILE, or - for the first line of standard input."));
    silent = before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    fprintf(stderr, "%s: ", prompt);
    fflush(stderr);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    e = passphrase_read(STDIN_FILENO, out, why);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    fputc('\n', stderr);
    return e;
}

static enum err ask_again(const struct passphrase *first, struct why *why)
{
    struct passphrase *second = NULL;
    enum err e = passphrase_new(&second, why);

    if (!e && !(e = ask(_("The same once more"), second, why)) && !passphrase_equal(first, second))
        e = why_set(why, E_INVALID, N_("The two passphrases differ: nothing was changed. Try again."));
    passphrase_free(second);
    return e;
}

static enum err read_from_file(const char *file, struct passphrase *out, struct why *why)
{
    struct stat status;
    enum err e;
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY);

    if (fd < 0)
        return why_errno(why, errno, N_("The passphrase file \"%s\" cannot be read"), file);
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && (status.st_mode & 077))
        fprintf(stderr, "%s\n", _("Others on this computer can read the passphrase file: chmod 600 it."));
    e = passphrase_read(fd, out, why);
    close(fd);
    return e;
}

enum err cli_read_passphrase(const char *file, const char *prompt, bool twice, struct passphrase **out, struct why *why)
{
    enum err e = passphrase_new(out, why);

    if (e)
        return e;
    if (file && strcmp(file, "-") == 0)
        e = passphrase_read(STDIN_FILENO, *out, why);
    else if (file)
        e = read_from_file(file, *out, why);
    else if (!(e = ask(prompt, *out, why)) && twice)
        e = ask_again(*out, why);
    if (e) {
        passphrase_free(*out);
        *out = NULL;
    }
    return e;
}

const char *cli_state(struct cli *cli)
{
    if (cli->state.len == 0 && path_state(&cli->state, NULL))
        buf_clear(&cli->state);
    return cli->state.len > 0 ? buf_text(&cli->state) : NULL;
}

/* After several wrong passphrases the next one is not tried at once. */
static void wait_for_turn(struct cli *cli, const struct store_opening *opening)
{
    int64_t wait = store_unlock_wait(opening->state, opening->path);
    struct timespec left = { .tv_sec = wait / 1000, .tv_nsec = wait % 1000 * 1000000 };

    if (wait == 0)
        return;
    cli_say(cli,
            ngettext("After so many wrong passphrases this one is tried in %lld second.",
                     "After so many wrong passphrases this one is tried in %lld seconds.",
                     (unsigned long)(wait + 999) / 1000),
            (long long)(wait + 999) / 1000);
    while (nanosleep(&left, &left) != 0 && errno == EINTR)
        continue;
}

static void tell_of_opening(struct cli *cli)
{
    int64_t since;
    int failed = store_failed_unlocks(cli->store, &since);
    char when[DATE_TIME_TEXT_SIZE];

    moment_format(since, when);
    if (failed > 0)
        cli_say(cli,
                ngettext("%d wrong passphrase was tried before this, on %s.",
                         "%d wrong passphrases were tried before this, the first on %s.", (unsigned long)failed),
                failed, when);
    if (store_notices(cli->store)[0])
        cli_say_text(cli, store_notices(cli->store));
    if (store_kept_before(cli->store))
        cli_say(
            cli,
            N_("The vault's tables were brought up to date. The vault as it was stands in %s: delete that copy when "
               "all is well."),
            store_kept_before(cli->store));
    if (store_read_only(cli->store))
        cli_say_text(cli, store_read_only(cli->store));
    if (!crypt_memory_is_locked())
        cli_say(cli,
                N_("This computer does not let the program keep its keys out of swap. Ask whoever looks after it to "
                   "raise the limit of locked memory."));
}

enum err cli_unlock(struct cli *cli, struct why *why)
{
    struct store_opening opening = { .officer = cli->officer, .catalogue = &domain_catalogue };
    enum err e;

    if (cli->store)
        return OK;
    if ((e = cli_check_memory(cli, why)) || (e = cli_find_vault(cli, why)) || (e = cli_load_words(cli, why)))
        return e;
    if (!path_exists(buf_text(&cli->path)))
        return why_set(why, E_NOT_FOUND,
                       N_("There is no vault \"%s\": name one with --vault FILE, or make it with `townkeep init`."),
                       buf_text(&cli->path));
    if (!cli->passphrase &&
        (e = cli_read_passphrase(cli->passphrase_file, _("Passphrase"), false, &cli->passphrase, why)))
        return e;
    opening.path = buf_text(&cli->path);
    opening.passphrase = cli->passphrase;
    opening.assets = buf_text(&cli->assets);
    opening.vocabulary = cli->words.entries;
    opening.vocabulary_count = cli->words.count;
    opening.state = cli_state(cli);
    opening.accept_older = cli->accept_older;
    opening.only_looking = cli->only_looking;
    opening.backup_folder = config_text(&cli->config, SETTING_BACKUP_FOLDER);
    wait_for_turn(cli, &opening);
    if (!(e = store_open(&opening, &cli->store, why)))
        tell_of_opening(cli);
    return e;
}

/* What should be gone by now and was interrupted. It keeps nobody from working that it cannot be done now. */
static void catch_up(struct cli *cli)
{
    struct why why = { .code = OK };
    size_t count = 0;

    if (retention_catch_up(cli->store, config_text(&cli->config, SETTING_BACKUP_FOLDER), &count, &why))
        cli_say_text(cli, why_text(&why));
}

/* Nothing is to be opened twice, nor without a role for it. */
static bool wants_casework(const struct cli *cli)
{
    return !store_casework_is_open(cli->store) && (store_roles(cli->store) & ROLES_OF_CASEWORK) && cli->passphrase &&
           !store_read_only(cli->store);
}

enum err cli_open_casework(struct cli *cli, struct why *why)
{
    enum err e;

    if (!wants_casework(cli))
        return OK;
    if ((e = store_casework_open(cli->store, cli->passphrase, why)))
        return e;
    catch_up(cli);
    return OK;
}

enum err cli_read_casework(struct cli *cli, struct why *why)
{
    enum err e;

    if (!wants_casework(cli))
        return OK;
    if ((e = casework_open(cli->store, cli->passphrase, why)))
        return e;
    catch_up(cli);
    return OK;
}

enum err cli_read_kdf(const char *name, enum kdf_level *out, struct why *why)
{
    static const char *const names[KDF_LEVEL_COUNT] = {
        [KDF_INTERACTIVE] = "interactive", [KDF_MODERATE] = "moderate", [KDF_SENSITIVE] = "sensitive"
    };

    *out = KDF_MODERATE;
    for (int i = 0; name && i < KDF_LEVEL_COUNT; i++) {
        if (strcmp(name, names[i]) == 0) {
            *out = (enum kdf_level)i;
            return OK;
        }
    }
    return name ? why_set(why, E_USAGE, N_("--kdf is interactive, moderate or sensitive, not \"%s\"."), name) : OK;
}

enum err cli_read_cipher(const char *name, enum cipher *out, struct why *why)
{
    *out = name && strcmp(name, "aes256gcm") == 0 ? CIPHER_AES256_GCM : CIPHER_XCHACHA20_POLY1305;
    if (!name || *out == CIPHER_AES256_GCM || strcmp(name, "xchacha20") == 0)
        return OK;
    return why_set(why, E_USAGE, N_("--cipher is xchacha20 or aes256gcm, not \"%s\"."), name);
}

enum err cli_type(const struct cli *cli, const char *name, const struct record_type **out, struct why *why)
{
    struct buf names = { 0 };

    (void)cli;
    *out = catalogue_find(&domain_catalogue, name);
    if (*out)
        return OK;
    for (size_t i = 0; i < domain_catalogue.count; i++) {
        if (buf_printf(&names, "%s%s", i > 0 ? ", " : "", domain_catalogue.types[i]->key))
            break;
    }
    why_set(why, E_USAGE, N_("\"%s\" is no kind of record. There are: %s."), name, buf_text(&names));
    buf_release(&names);
    return E_USAGE;
}

enum err cli_reading(struct cli *cli, const struct record_type *type, struct why *why)
{
    if (!store_may_read(cli->store, type))
        return why_set(why, E_PERMISSION, N_("Your role does not let you see \"%s\"."), gettext(type->plural));
    return type->owner == RECORD_OF_CASE ? cli_read_casework(cli, why) : OK;
}
