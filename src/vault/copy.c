/* Reading the vault's own bytes, not SQLite's cache of them: every page is opened, all at once or some at a time. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "townkeep/base/i18n.h"
#include "vault_in.h"

enum { DAMAGE_LISTED = sizeof((struct vault_damage *)0)->bad / sizeof(uint64_t) };

static void add_bad(struct vault_damage *damage, uint64_t number, bool is_old)
{
    if (damage->bad_count < DAMAGE_LISTED) {
        damage->bad[damage->bad_count] = number;
        damage->is_old[damage->bad_count] = is_old;
    }
    damage->bad_count++;
}

static uint32_t get_be(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* How many pages page 1 says there are; 0 when it does not say (SQLite's file format, section 1.3.7). */
static uint64_t promised_pages(const uint8_t *first_page)
{
    return memcmp(first_page + 24, first_page + 92, 4) == 0 ? get_be(first_page + 28) : 0;
}

static enum err check_page(struct vault *vault, uint64_t number, struct vault_check *check, struct why *why)
{
    uint8_t page[VAULT_PAGE_SIZE];
    enum page_state state;

    if (page_is_never_written(vault, number))
        return OK;
    state = page_get(vault, vault->fd, number, page);
    if (state == PAGE_UNREAD)
        return why_errno(why, errno, N_("The vault cannot be read at page %llu"), (unsigned long long)number);
    if (state != PAGE_SOUND)
        add_bad(&check->damage, number, state == PAGE_PUT_BACK);
    else if (number == 1)
        check->promised = promised_pages(page);
    wipe(page, sizeof page);
    return OK;
}

static enum err say_damage(const struct vault_damage *damage, struct why *why)
{
    if (damage->bad_count > 0 && damage->bad[0] > damage->pages)
        return why_set(why, E_DAMAGED, N_("The vault was cut short after page %llu. Restore a backup."),
                       (unsigned long long)damage->pages);
    if (damage->bad_count > 0 && damage->is_old[0])
        return why_set(why, E_DAMAGED,
                       N_("Page %llu of the vault is an older one: someone put it back (%llu of %llu pages are not as "
                          "they were saved). Restore a backup."),
                       (unsigned long long)damage->bad[0], (unsigned long long)damage->bad_count,
                       (unsigned long long)damage->pages);
    if (damage->bad_count > 0)
        return why_set(why, E_DAMAGED,
                       N_("Page %llu of the vault is damaged (%llu of %llu pages are). Restore a backup."),
                       (unsigned long long)damage->bad[0], (unsigned long long)damage->bad_count,
                       (unsigned long long)damage->pages);
    if (damage->is_map_damaged)
        return why_set(why, E_DAMAGED,
                       N_("The map of the newest pages is damaged, so an older page put back would not be noticed. "
                          "Restore a backup."));
    if (damage->header_damaged[0] || damage->header_damaged[1])
        return why_set(why, E_DAMAGED,
                       damage->header_damaged[0]
                           ? N_("The first header copy of the vault is damaged; the second serves. "
                                "Changing a passphrase writes both anew.")
                           : N_("The second header copy of the vault is damaged; the first serves. "
                                "Changing a passphrase writes both anew."));
    return OK;
}

static enum err check_headers(struct vault *vault, bool damaged[2], struct why *why)
{
    uint8_t expected[VAULT_HEADER_SIZE], found[VAULT_HEADER_SIZE];

    header_encode(&vault->header, vault->header_key, expected);
    for (int i = 0; i < 2; i++) {
        if (!read_fully(vault->fd, found, sizeof found, (int64_t)i * VAULT_HEADER_SIZE))
            return why_errno(why, errno, N_("The vault cannot be read"));
        damaged[i] = memcmp(expected, found, sizeof found) != 0;
    }
    return OK;
}

/* A piece of a page at the end, and pages page 1 promises beyond it, count as bad. */
static enum err measure(struct vault *vault, struct vault_check *check, int64_t *rest, struct why *why)
{
    struct stat status;

    if (fstat(vault->fd, &status) != 0)
        return why_errno(why, errno, N_("The vault cannot be read"));
    check->damage.pages = vault_page_count(vault, status.st_size, rest);
    return OK;
}

enum err vault_check_step(struct vault *vault, struct vault_check *check, uint64_t most, bool *over, struct why *why)
{
    struct vault_damage *damage = &check->damage;
    int64_t rest;
    enum err e;

    *over = false;
    if ((e = measure(vault, check, &rest, why)) ||
        (check->next == 0 && (e = check_headers(vault, damage->header_damaged, why))))
        return e;
    for (uint64_t i = 0; i < most && check->next < damage->pages; i++) {
        if ((e = check_page(vault, ++check->next, check, why)))
            return e;
    }
    if (check->next < damage->pages)
        return OK;
    *over = true;
    if (damage->pages == 0 || rest != 0 || check->promised > damage->pages)
        add_bad(damage, damage->pages + 1, false);
    damage->is_map_damaged = !freshness_is_whole(vault);
    return say_damage(damage, why);
}

bool vault_page_is_sound(struct vault *vault, uint64_t number)
{
    struct vault_check check = { .next = 0 };

    return check_page(vault, number, &check, NULL) == OK && check.damage.bad_count == 0;
}

enum err vault_check_pages(struct vault *vault, struct vault_damage *out, struct why *why)
{
    struct vault_check check = { .next = 0 };
    bool over;
    enum err e = vault_check_step(vault, &check, UINT64_MAX, &over, why);

    *out = check.damage;
    return e;
}
