/*
 * Plays a script of keys to the screens, without a terminal: player SCRIPT. Prints the windows it shows; the exit
 * status is 1 when something was not as expected, 2 when the script cannot be played. The clock stands still and home
 * is a new folder, so the same script gives the same windows.
 *
 * A first line "#! none" starts without a vault, with the wizard; else there is a vault of "Novi Grad prevention
 * office" with Ana K. (team lead, administrator, passphrase "one two three four") and a few records. "#! read-only":
 * that vault takes no writing. "#! damaged WORDS": of its pages one is damaged, the last of which verify uses these
 * words. "#! case STATE": with a case in that state. "#! shared": with
 * stakeholders that are marked for different circles. "#! papers": with a case and papers of many kinds. "#! panel":
 * with a meeting of the panel and a case that is listed for it. "#! numbers":
 * with figures of closed records. "#! ended": with a referral whose time has
 * passed. "#! agreements": with agreements and what is shared without one. "#! directory": with a directory of services
 * in the folder "services". "#! map": with a stakeholder map and a mapping round. "#! network":
 * with stakeholders and ties between them.
 */
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../src/vault/vault_in.h"
#include "../unit/plain_user.h"
#include "player_agreements.h"
#include "player_directory.h"
#include "player_ended.h"
#include "player_map.h"
#include "player_network.h"
#include "player_numbers.h"
#include "player_panel.h"
#include "player_papers.h"
#include "player_shared.h"

#include "townkeep/app/app.h"
#include "townkeep/base/date.h"
#include "townkeep/base/path.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/conduct.h"

static const int64_t start = INT64_C(1795428000000); /* 2026-11-23 10:00 UTC, a Monday */
static const char passphrase_text[] = "one two three four";

static int complain(const struct why *why)
{
    fprintf(stderr, "player: %s\n", why_text(why));
    return 2;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *ftw)
{
    (void)status;
    (void)kind;
    (void)ftw;
    return remove(path);
}

/* --- the records every script finds --- */
struct fill {
    const struct record_type *type;
    const char *pairs[8]; /* key, value … */
};
static const struct fill fills[] = {
    { &party_type, { "name", "Interfaith Council", "sectors", "faith", "verified_on", "2026-10-12" } },
    { &party_type, { "name", "Jamaat Nur, women's circle", "sectors", "faith", "verified_on", "2026-09-03" } },
    { &party_type, { "name", "Парохија Свете Ане", "sectors", "faith", "verified_on", "2025-02-20" } },
    { &party_type, { "name", "Youth House", "sectors", "youth", "verified_on", "2026-11-02" } },
    { &programme_type, { "title", "Youth House evenings" } },
    { &task_type, { "owner", "Ana K.", "what", "Call the Youth House about the spring plan", "due", "2026-11-20" } },
    { &task_type, { "owner", "Ana K.", "what", "Send the minutes of the panel", "due", "2026-11-26" } },
};

static enum err add(struct store *store, const struct fill *fill, struct why *why)
{
    struct record record = { 0 };
    struct saved saved;
    enum err e;

    if (!(e = record_init(&record, fill->type)))
        e = record_start(&record, store_words(store), clock_today(), why);
    for (int i = 0; i < 8 && fill->pairs[i] && !e; i += 2) {
        int field = field_find(fill->type, fill->pairs[i]);

        if (field >= 0)
            e = store_read_value(store, &fill->type->fields[field], fill->pairs[i + 1], &record.values[field], why);
    }
    if (!e)
        e = store_put(store, &record, NULL, &saved, why);
    record_release(&record);
    clock_advance(1000);
    return e;
}

/* The word behind "#! case ", NULL when the script wants no case. */
static const char *wanted_state(const char *script, char state[32])
{
    return sscanf(script, "#! case %31[a-z_]", state) == 1 ? state : NULL;
}

static enum err make_vault(const char *path, const char *script, struct why *why)
{
    char state[32];
    struct passphrase *passphrase = NULL;
    struct buf assets = { 0 };
    struct cli_words words = { 0 };
    struct store *store = NULL;
    struct store_new fresh = { .path = path,
                               .office = "Novi Grad prevention office",
                               .officer = "Ana K.",
                               .kdf = KDF_INTERACTIVE,
                               .catalogue = &domain_catalogue };
    enum err e;

    if ((e = passphrase_new(&passphrase, why)) ||
        (e = passphrase_add(passphrase, passphrase_text, strlen(passphrase_text))) || (e = path_assets(&assets, why)) ||
        (e = cli_words_load(buf_text(&assets), &words, why)))
        goto done;
    fresh.passphrase = passphrase;
    fresh.assets = buf_text(&assets);
    fresh.vocabulary = words.entries;
    fresh.vocabulary_count = words.count;
    if (!(e = store_create(&fresh, &store, why)) && strncmp(script, "#! conduct", 10) != 0)
        e = conduct_accept(store, why);
    for (size_t i = 0; i < sizeof fills / sizeof fills[0] && !e; i++)
        e = add(store, &fills[i], why);
    if (!e && wanted_state(script, state))
        e = player_case(store, passphrase, state, why);
    if (!e && strncmp(script, "#! shared", 9) == 0)
        e = player_shared(store, why);
    if (!e && strncmp(script, "#! papers", 9) == 0)
        e = player_case_with_papers(store, passphrase, why);
    if (!e && strncmp(script, "#! panel", 8) == 0)
        e = player_panel(store, passphrase, why);
    if (!e && strncmp(script, "#! network", 10) == 0)
        e = player_network(store, why);
    if (!e && strncmp(script, "#! ended", 8) == 0)
        e = player_ended(store, passphrase, why);
    if (!e && strncmp(script, "#! map", 6) == 0)
        e = player_map(store, passphrase, why);
    if (!e && strncmp(script, "#! numbers", 10) == 0)
        e = player_numbers(store, why);
    if (!e && strncmp(script, "#! agreements", 13) == 0)
        e = player_agreements(store, why);
    if (!e && strncmp(script, "#! directory", 12) == 0)
        e = player_directory(why);
done:
    store_close(store);
    cli_words_release(&words);
    buf_release(&assets);
    passphrase_free(passphrase);
    return e;
}

/* --- damage --- */
static bool flip(const char *path, int64_t at)
{
    uint8_t byte;
    int fd = open(path, O_RDWR | O_CLOEXEC);
    bool is_done = fd >= 0 && read_fully(fd, &byte, 1, at);

    byte = (uint8_t)(byte ^ 1);
    is_done = is_done && write_fully(fd, &byte, 1, at);
    if (fd >= 0)
        close(fd);
    return is_done;
}

static bool is_told(struct vault *vault, const char *words, size_t len)
{
    struct buf lines = { 0 };
    struct why why;
    bool is_there = store_tell_damage(vault, &domain_catalogue, &lines, &why) == E_DAMAGED &&
                    memmem(buf_text(&lines), lines.len, words, len) != NULL;

    buf_release(&lines);
    return is_there;
}

static enum err damage_page(const char *path, const char *words, struct why *why)
{
    struct passphrase *passphrase = NULL;
    struct vault *vault = NULL;
    struct stat status;
    bool is_found = false;
    enum err e;

    if ((e = passphrase_new(&passphrase, why)) ||
        (e = passphrase_add(passphrase, passphrase_text, strlen(passphrase_text))) ||
        (e = vault_open(path, NULL, passphrase, &vault, why)) || stat(path, &status) != 0)
        goto done;
    for (uint64_t page = vault_page_count(vault, status.st_size, NULL); page > 1 && !is_found; page--) {
        int64_t at = vault_page_place(vault, page) + 99;

        if (!flip(path, at))
            break;
        is_found = is_told(vault, words, strcspn(words, "\n"));
        if (!is_found && !flip(path, at))
            break;
    }
    if (!is_found)
        e = why_set(why, E_NOT_FOUND, "No page is told of in these words.");
done:
    vault_close(vault);
    passphrase_free(passphrase);
    return e;
}

/* --- playing --- */
static int play(const char *script)
{
    struct cli_screens wanted = { .wanted = true };
    struct app app = { 0 };
    struct buf out = { 0 };
    struct why why = { 0 };
    int failed = 0, status = 0;

    snprintf(wanted.vault, sizeof wanted.vault, "office.vault"); /* in the new folder, whose name differs each time */
    if (strncmp(script, "#! none", 7) != 0 && make_vault(wanted.vault, script, &why))
        return complain(&why);
    if (strncmp(script, "#! read-only", 12) == 0) {
        plain_user(true);
        if (chmod(wanted.vault, 0400) != 0)
            return 2;
    }
    if (strncmp(script, "#! damaged ", 11) == 0 && damage_page(wanted.vault, script + 11, &why))
        return complain(&why);
    clock_fix(start);
    if (app_open(&app, &wanted, KDF_INTERACTIVE, 80, 24, &why))
        return complain(&why);
    if (script_run(&app, script, &out, &failed, &why))
        status = complain(&why);
    fputs(buf_text(&out), stdout);
    app_close(&app);
    buf_release(&out);
    return status ? status : failed > 0;
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/townkeep-screen-XXXXXX";
    struct buf script = { 0 };
    struct why why = { 0 };
    int status;

    if (argc != 2 || path_read_file(argv[1], 1 << 20, &script, &why)) {
        fprintf(stderr, "usage: player SCRIPT\n%s\n", argc == 2 ? why_text(&why) : "");
        return 2;
    }
    if (!mkdtemp(folder) || chdir(folder) || setenv("HOME", folder, 1) || setenv("TZ", "UTC", 1) ||
        setenv("LANG", "C.UTF-8", 1))
        return 2;
    unsetenv("XDG_DATA_HOME");
    unsetenv("XDG_CONFIG_HOME");
    unsetenv("XDG_STATE_HOME");
    unsetenv("LANGUAGE");
    unsetenv("LC_ALL");
    clock_fix(start - INT64_C(3600000));
    status = cli_prepare();
    if (status == 0)
        status = play(buf_text(&script));
    buf_release(&script);
    nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    return status;
}
