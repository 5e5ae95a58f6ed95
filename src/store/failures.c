/*
 * Wrong passphrases, counted for each vault in the person's state folder, because the vault is closed then. The count
 * is told at the next unlock and becomes an entry of the history. From the fifth on the next try has to wait, twice as
 * long each time, up to half a minute: hashing alone would let somebody at an unattended desk try all day.
 *
 * The file is one line, "COUNT FIRST LAST" (milliseconds). There is no key yet to authenticate it with: whoever may
 * write here could remove it as well.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"

enum { FREE_TRIES = 4, WAIT_FIRST = 1000, WAIT_MOST = 30000 /* milliseconds */, LINE_MAX_SIZE = 100 };

struct failures {
    long long count, first, last;
};

enum err state_file(const char *folder, const uint8_t *id, const char *suffix, struct buf *out)
{
    enum err e = path_join(out, folder, "vault-");

    for (size_t i = 0; i < VAULT_ID_SIZE && !e; i++)
        e = buf_printf(out, "%02x", id[i]);
    return e ? e : buf_printf(out, ".%s", suffix);
}

static void read_failures(const char *file, struct failures *out)
{
    struct buf text = { 0 };
    char *end;

    *out = (struct failures){ .count = 0 };
    if (path_read_file(file, LINE_MAX_SIZE, &text, NULL) == OK) {
        out->count = strtoll(buf_text(&text), &end, 10);
        out->first = strtoll(end, &end, 10);
        out->last = strtoll(end, &end, 10);
        if (out->count < 0 || out->first <= 0 || out->last <= 0)
            *out = (struct failures){ .count = 0 };
    }
    buf_release(&text);
}

static enum err find_file(const char *folder, const char *vault, struct buf *out)
{
    uint8_t id[VAULT_ID_SIZE];
    enum err e = vault_id_at(vault, id, NULL);

    return e ? e : state_file(folder, id, "failed", out);
}

void failures_count(const char *folder, const char *vault)
{
    struct buf file = { 0 };
    struct failures failures;
    char line[LINE_MAX_SIZE];
    int len;

    if (!folder || find_file(folder, vault, &file))
        goto done;
    read_failures(buf_text(&file), &failures);
    failures.last = clock_now();
    if (failures.count++ == 0)
        failures.first = failures.last;
    len = snprintf(line, sizeof line, "%lld %lld %lld\n", failures.count, failures.first, failures.last);
    if (path_make_folders(folder, NULL) == OK && path_write_quickly(buf_text(&file), line, (size_t)len, NULL) == OK)
        goto done; /* where it cannot be written, trying goes on uncounted */
done:
    buf_release(&file);
}

int64_t store_unlock_wait(const char *folder, const char *vault)
{
    struct buf file = { 0 };
    struct failures failures = { .count = 0 };
    int64_t wait = 0, left;

    if (folder && find_file(folder, vault, &file) == OK)
        read_failures(buf_text(&file), &failures);
    buf_release(&file);
    if (failures.count <= FREE_TRIES)
        return 0;
    wait = failures.count - FREE_TRIES > 5 ? WAIT_MOST : (int64_t)WAIT_FIRST << (failures.count - FREE_TRIES - 1);
    left = failures.last + wait - clock_now();
    return left < 0 ? 0 : left < wait ? left : wait; /* the clock may have been set back since */
}

static enum err log_failures(struct store *store, struct why *why)
{
    char since[DATE_TIME_TEXT_SIZE];
    struct buf sentence = { 0 };
    enum err e;

    moment_format(store->failed_since, since);
    e = buf_printf(&sentence,
                   ngettext("%d wrong passphrase was tried before this unlocking, on %s",
                            "%d wrong passphrases were tried before this unlocking, the first on %s",
                            (unsigned long)store->failed),
                   store->failed, since);
    if (!e)
        e = store_log(store, ENTRY_ALARM, buf_text(&sentence), 0, why);
    buf_release(&sentence);
    return e;
}

void failures_settle(struct store *store, const char *folder)
{
    struct buf file = { 0 };
    struct failures failures;

    if (!folder || state_file(folder, vault_id(store->vault), "failed", &file))
        goto done;
    read_failures(buf_text(&file), &failures);
    if (failures.count == 0)
        goto done;
    store->failed = failures.count < 1000000 ? (int)failures.count : 1000000;
    store->failed_since = failures.first;
    if (log_failures(store, NULL) == OK)
        unlink(buf_text(&file)); /* what could not be recorded is told again next time */
done:
    buf_release(&file);
}

int store_failed_unlocks(const struct store *store, int64_t *since)
{
    *since = store->failed_since;
    return store->failed;
}
