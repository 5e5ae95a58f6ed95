/*
 * An unlocked vault as the rest of the program knows it: who opened it, what that officer may do, the office and its
 * words. Nothing here grows with the number of records: opening reads the words, the office, the officer and the newest
 * link of the chain.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "damage_in.h"
#include "erased_in.h"
#include "losses_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

enum err store_new_for(const char *path, const struct catalogue *catalogue, struct store **out)
{
    struct store *store = calloc(1, sizeof *store);

    *out = NULL;
    if (!store)
        return E_MEMORY;
    store->catalogue = catalogue;
    store->device = DEVICE_FIRST;
    store->calendar.weekend = 1u << 5 | 1u << 6;
    if (text_copy(&store->path, path) || text_copy(&store->office, "") || text_copy(&store->officer_name, "") ||
        vocabularies_new(NULL, 0, &store->words)) {
        store_free(store);
        return E_MEMORY;
    }
    *out = store;
    return OK;
}

void store_free(struct store *store)
{
    if (!store)
        return;
    save_cancel(store->save);
    newest_free(store->newest);
    buf_release(&store->notices);
    case_keys_forget(store);
    names_forget(store);
    roster_forget(store);
    losses_free(store->losses);
    erasures_free(store->erasures);
    if (store->damage)
        damage_release(store->damage);
    free(store->damage);
    box_key_free(store->box_key);
    secret_free(store->team_key);
    secret_free(store->draft_key);
    sql_release(store);
    vault_close(store->vault);
    vocabularies_free(store->words);
    free(store->path);
    free(store->office);
    free(store->officer_name);
    free(store->holidays);
    free(store->kept_before);
    free(store);
}

void store_close(struct store *store)
{
    if (store) {
        save_cancel(store->save);
        newest_note(store, true);
    }
    store_free(store);
}

enum err store_start(struct store *store, struct why *why)
{
    enum err e;

    store->officer_id = vault_officer_id(store->vault);
    if ((e = vault_database(store->vault, &store->db, why)) || (e = sql_start(store, why)) ||
        (e = vault_derive(store->vault, "team parts", &store->team_key, why)))
        return e;
    return vault_derive(store->vault, "drafts", &store->draft_key, why);
}

/* --- loading --- */

enum err officer_load(struct store *store, struct why *why)
{
    const struct record_type *type = catalogue_find(store->catalogue, "officer");
    struct record officer = { 0 };
    enum err e;

    if (vault_opened_with(store->vault) == SLOT_RECOVERY) {
        store->roles = ROLE_ADMINISTRATOR;
        free(store->officer_name);
        return text_copy(&store->officer_name, _("Recovery code"));
    }
    if (!type)
        return why_set(why, E_SYSTEM, N_("This program keeps no officers."));
    if ((e = record_fetch(store, type, store->officer_id, SEALED_FOR_NOBODY, &officer, why)))
        return e == E_NOT_FOUND
                   ? why_set(why, E_DAMAGED,
                             N_("Your passphrase opens the vault, but your record is gone. Ask an administrator."))
                   : e;
    if (officer.archived_at != 0) {
        e = why_set(why, E_PERMISSION, N_("You no longer work with this vault. Ask an administrator."));
    } else if (!(e = roles_read(record_text(&officer, "roles"), &store->roles, why))) {
        free(store->officer_name);
        e = text_copy(&store->officer_name, record_text(&officer, "name"));
        if (!(store->roles & ROLES_OF_CASEWORK))
            store_casework_close(store);
    }
    record_release(&officer);
    return e;
}

static unsigned read_weekend(const struct record *office)
{
    static const char *const days[] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" };
    int field = field_find(office->type, "weekend");
    unsigned weekend = 0;

    for (unsigned i = 0; field >= 0 && i < 7; i++) {
        if (value_list_has(&office->values[field], days[i]))
            weekend |= 1u << i;
    }
    return weekend;
}

static int compare_days(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;

    return (*left > *right) - (*left < *right);
}

static enum err read_holidays(struct store *store, const char *text)
{
    size_t count = 0, most = 1;

    for (const char *at = text; *at != '\0'; at++)
        most += *at == ';';
    free(store->holidays);
    store->calendar.holiday_count = 0;
    store->calendar.holidays = NULL;
    if (!(store->holidays = calloc(most, sizeof *store->holidays)))
        return E_MEMORY;
    for (const char *at = text; *at != '\0';) {
        size_t len = strcspn(at, ";");
        char day[DATE_TEXT_SIZE] = "";
        struct date date;

        if (len < sizeof day) {
            memcpy(day, at, len);
            if (date_parse(day, false, &date))
                store->holidays[count++] = date_to_days(date);
        }
        at += len + (at[len] == ';');
    }
    qsort(store->holidays, count, sizeof *store->holidays, compare_days);
    store->calendar.holidays = store->holidays;
    store->calendar.holiday_count = count;
    return OK;
}

enum err office_load(struct store *store, struct why *why)
{
    const struct record_type *type = catalogue_find(store->catalogue, "office");
    struct query query;
    struct record_page page = { 0 };
    char *name = NULL;
    enum err e;

    if (!type)
        return OK;
    query_init(&query, type);
    if ((e = store_page(store, &query, NULL, false, 1, &page, why)) || page.count == 0)
        goto done;
    if ((e = text_copy(&name, record_text(&page.records[0], "name"))))
        goto done;
    free(store->office);
    store->office = name;
    store->calendar.weekend = read_weekend(&page.records[0]);
    e = read_holidays(store, record_text(&page.records[0], "holidays"));
done:
    record_page_release(&page);
    return e;
}

enum err store_reload(struct store *store, bool words, bool office, bool roster, struct why *why)
{
    enum err e = OK;

    if (roster)
        roster_forget(store);
    if (words)
        e = words_load(store, why);
    if (!e && office)
        e = office_load(store, why);
    if (!e && roster)
        e = officer_load(store, why);
    return e;
}

/* --- what others ask --- */

void store_notice(struct store *store, const char *format, ...)
{
    char text[WHY_TEXT_SIZE];
    va_list args;

    va_start(args, format);
    text_print_args_into(text, sizeof text, format, args);
    va_end(args);
    if (buf_printf(&store->notices, "%s%s", store->notices.len > 0 ? "\n" : "", text))
        return;
}

const char *store_notices(const struct store *store)
{
    return buf_text(&store->notices);
}

const uint8_t *store_vault_id(const struct store *store)
{
    _Static_assert((int)STORE_VAULT_ID_SIZE == (int)VAULT_ID_SIZE, "the same number");
    return vault_id(store->vault);
}

const char *store_path(const struct store *store)
{
    return store->path;
}

const char *store_kept_before(const struct store *store)
{
    return store->kept_before;
}

const struct catalogue *store_catalogue(const struct store *store)
{
    return store->catalogue;
}

const struct vocabularies *store_words(const struct store *store)
{
    return store->words;
}

const char *store_office(const struct store *store)
{
    return store->office;
}

int64_t store_officer_id(const struct store *store)
{
    return store->officer_id;
}

const char *store_officer_name(const struct store *store)
{
    return store->officer_name;
}

unsigned store_roles(const struct store *store)
{
    return store->roles;
}

enum cipher store_cipher(const struct store *store)
{
    return vault_cipher(store->vault);
}

const struct work_calendar *store_calendar(const struct store *store)
{
    return &store->calendar;
}

bool store_may_read(const struct store *store, const struct record_type *type)
{
    return type->readers == 0 || (type->readers & store->roles) != 0;
}

bool store_may_write(const struct store *store, const struct record_type *type)
{
    return store_may_read(store, type) && (type->writers == 0 || (type->writers & store->roles) != 0);
}

enum err store_require(const struct store *store, unsigned roles, struct why *why)
{
    char names[240];

    if (roles == 0 || (store->roles & roles) != 0)
        return OK;
    return why_set(why, E_PERMISSION, N_("This takes another role (%s). Ask a colleague who has it."),
                   roles_show(roles, names, sizeof names));
}
