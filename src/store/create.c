/*
 * Making a vault and opening one. The first entry of the history holds everything a new vault begins with: the tables,
 * the office, the first officer with both keys, the words; it is signed by that officer, and all later rights go back
 * to it.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "erased_in.h"
#include "newest_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"
#include "townkeep/store/backup.h"

/* --- the first entry --- */

static enum err put_named(struct save *save, const struct record_type *type, const char *name, const char *roles,
                          int64_t *id, struct why *why)
{
    struct record record = { 0 };
    enum err e;

    if ((e = record_init(&record, type)) || (e = record_start(&record, save->store->words, clock_today(), why)) ||
        (e = value_set_text(record_value(&record, "name"), name)))
        goto done;
    if (roles && (e = value_set_text(record_value(&record, "roles"), roles)))
        goto done;
    record.id = 0;
    e = save_put_as(save, &record, PUT_BY_ROSTER, NULL, why);
    *id = record.id;
done:
    record_release(&record);
    return e;
}

static enum err make_device(struct store *store, struct why *why)
{
    static const uint8_t none[HASH_SIZE];
    sqlite3_stmt *stmt;
    enum err e;

    random_bytes(store->device_id, sizeof store->device_id);
    if ((e = meta_set(store, "device", store->device, why)) ||
        (e = sql_get(
             store, "INSERT INTO device_seen (slot, device_id, name, seq, hash, lamport) VALUES (?1, ?2, ?3, 0, ?4, 0)",
             &stmt, why)))
        return e;
    sqlite3_bind_int64(stmt, 1, store->device);
    sql_bind_blob(stmt, 2, store->device_id, sizeof store->device_id);
    sql_bind_text(stmt, 3, _("Office"));
    sql_bind_blob(stmt, 4, none, sizeof none);
    return sql_finish(store, stmt, why);
}

static enum err put_people(struct save *save, const struct store_new *fresh, struct why *why)
{
    struct store *store = save->store;
    const struct record_type *office = catalogue_find(store->catalogue, "office");
    const struct record_type *officer = catalogue_find(store->catalogue, "officer");
    struct save_owner *owner;
    struct new_slot keys;
    char roles[120];
    int64_t id;
    enum err e;

    if (!officer)
        return why_set(why, E_SYSTEM, N_("This program keeps no officers."));
    if (office && (e = put_named(save, office, fresh->office, NULL, &id, why)))
        return e;
    save->chosen_id = store->officer_id; /* the vault's first slot already names it */
    if ((e = put_named(save, officer, fresh->officer, roles_write(ROLE_LEAD | ROLE_ADMINISTRATOR, roles, sizeof roles),
                       &id, why)) ||
        (e = vault_first_keys(store->vault, &keys)) || (e = save_owner(save, 0, &owner, why)))
        return e;
    return officer_key_add(store, id, &keys, id, why);
}

static enum err put_words(struct save *save, const struct store_new *fresh, struct why *why)
{
    struct vocabularies *words;
    enum err e;

    if ((e = words_seed(save, fresh->vocabulary, fresh->vocabulary_count, why)) ||
        (e = vocabularies_new(fresh->vocabulary, fresh->vocabulary_count, &words)))
        return e;
    vocabularies_free(save->store->words);
    save->store->words = words;
    return OK;
}

static enum err first_entry(struct save *save, const struct store_new *fresh, struct why *why)
{
    struct store *store = save->store;
    int ran;
    enum err e;

    save->roster = true;
    if ((e = migrate_run(store, fresh->assets, &ran, why)) || (e = migrate_check(store, why)) ||
        (e = migrate_keep_dictionary(store, why)) || (e = make_device(store, why)) || (e = put_words(save, fresh, why)))
        return e;
    return put_people(save, fresh, why);
}

static enum err write_first(struct store *store, const struct store_new *fresh, struct why *why)
{
    char sentence[240];
    struct save *save;
    enum err e;

    if ((e = save_begin(store, ENTRY_ROSTER, &save, why)))
        return e;
    if ((e = first_entry(save, fresh, why))) {
        save_cancel(save);
        return e;
    }
    text_print_into(sentence, sizeof sentence, _("Created the vault of %s"), fresh->office);
    return save_commit(save, sentence, NULL, why);
}

/* --- creating --- */

static enum err check_names(const struct store_new *fresh, struct why *why)
{
    struct buf clean = { 0 };
    enum err e;

    if (fresh->office[strspn(fresh->office, " ")] == '\0')
        return why_set(why, E_INVALID, N_("Give the office a name."));
    if (fresh->officer[strspn(fresh->officer, " ")] == '\0')
        return why_set(why, E_INVALID, N_("Give the first officer's name."));
    e = text_clean(&clean, fresh->officer, strlen(fresh->officer), TEXT_ONE_LINE);
    if (!e && strcmp(buf_text(&clean), fresh->officer) != 0)
        e = E_INVALID;
    buf_release(&clean);
    return e == E_INVALID
               ? why_set(why, e,
                         N_("The officer's name holds characters that cannot be typed again; write it plainly."))
               : e;
}

static void remove_files(const char *path)
{
    static const char *const suffixes[] = { "", "-journal", "-lock" };
    char name[PATH_MAX + 16]; /* not from the heap: it may be want of memory that made this fail */

    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        int len = snprintf(name, sizeof name, "%s%s", path, suffixes[i]);

        if (len > 0 && (size_t)len < sizeof name)
            unlink(name);
    }
}

/* What is to be told of the place is told before it counts as known. */
static void settle_place(struct store *store)
{
    place_tell(store);
    newest_settle(store);
}

enum err store_create(const struct store_new *fresh, struct store **out, struct why *why)
{
    struct kdf_cost cost = fresh->cost.operations > 0 ? fresh->cost : kdf_costs[fresh->kdf];
    enum cipher cipher = fresh->cipher ? fresh->cipher : CIPHER_XCHACHA20_POLY1305;
    struct store *store = NULL;
    int64_t officer = id_after(0, clock_now(), DEVICE_FIRST);
    enum err e;

    *out = NULL;
    if ((e = check_names(fresh, why)) || (e = passphrase_check(fresh->passphrase, why)) ||
        (e = store_new_for(fresh->path, fresh->catalogue, &store)))
        goto done;
    if ((e = vault_create(fresh->path, cipher, officer, fresh->officer, fresh->passphrase, cost, &store->vault, why)))
        goto done; /* what stands there is not ours to remove */
    store->last_id = officer;
    store->cost = fresh->cost;
    if (!(e = store_start(store, why)) && !(e = write_first(store, fresh, why)) && !(e = words_load(store, why)) &&
        !(e = office_load(store, why)) && !(e = officer_load(store, why)) &&
        !(e = newest_start(store, fresh->state, why)))
        settle_place(store);
    if (e) {
        store_free(store);
        store = NULL;
        remove_files(fresh->path);
    }
done:
    if (e)
        store_free(store);
    else
        *out = store;
    return e;
}

/* --- opening --- */

enum err device_load(struct store *store, struct why *why)
{
    sqlite3_stmt *stmt;
    bool row;
    enum err e;

    if ((e = meta_get(store, "device", &store->device, why)) ||
        (e = meta_get(store, "last_id", &store->last_id, why)) ||
        (e = sql_get(store, "SELECT device_id FROM device_seen WHERE slot = ?1", &stmt, why)))
        return e;
    sqlite3_bind_int64(stmt, 1, store->device);
    if (!(e = sql_step(store, stmt, &row, why))) {
        if (row && sqlite3_column_bytes(stmt, 0) == ENTRY_DEVICE_ID_SIZE)
            memcpy(store->device_id, sqlite3_column_blob(stmt, 0), ENTRY_DEVICE_ID_SIZE);
        else
            e = why_set(why, E_DAMAGED, N_("The vault does not know its own device. Go back to a backup."));
    }
    sql_done(store, stmt);
    return e;
}

static enum err migrate_within(struct save *save, const struct store_opening *opening, struct why *why)
{
    struct store *store = save->store;
    int ran;
    enum err e;

    if ((e = migrate_run(store, opening->assets, &ran, why)) || (e = migrate_check(store, why)) ||
        (e = migrate_keep_dictionary(store, why)) || (e = words_load(store, why)))
        return e;
    return words_seed(save, opening->vocabulary, opening->vocabulary_count, why);
}

static enum err migrate(struct store *store, const struct store_opening *opening, struct why *why)
{
    struct save_owner *owner;
    char sentence[240];
    struct save *save;
    enum err e;

    if ((e = save_begin(store, ENTRY_MIGRATE, &save, why)))
        return e;
    if ((e = migrate_within(save, opening, why)) || (e = save_owner(save, 0, &owner, why))) {
        save_cancel(save);
        return e;
    }
    owner->logged = true;
    snprintf(sentence, sizeof sentence, _("Brought the tables up to version %u"), store->schema_version);
    return save_commit(save, sentence, NULL, why);
}

/* The vault as it is, before its tables change. */
static enum err keep_copy(struct store *store, const char *folder, uint32_t version, struct why *why)
{
    char word[32];

    snprintf(word, sizeof word, "schema-%u", version);
    return backup_before(store, folder, word, &store->kept_before, why);
}

static enum err require_place_to_migrate(const struct store *store, struct why *why)
{
    return store->read_only == READ_ONLY_NOT
               ? OK
               : why_set(
                     why, E_SYSTEM,
                     N_("An older Townkeep wrote this vault. Its tables must be brought up to date before it can be "
                        "read, and where it lies nothing can be written. Copy it to a folder of your own, then open "
                        "it there."));
}

static enum err open_records(struct store *store, const struct store_opening *opening, struct why *why)
{
    struct buf accepted = { 0 };
    int pending;
    enum err e;

    if ((e = store_start(store, why)) || (e = migrate_pending(store, opening->assets, &pending, why)) ||
        (e = device_load(store, why)) || (e = chain_check_head(store, why)) ||
        (e = newest_start(store, opening->state, why)) || (e = newest_compare(store, opening, &accepted, why)))
        goto done;
    if (pending > 0 && (e = require_place_to_migrate(store, why)))
        goto done;
    store->was_migrated = pending > 0;
    if (pending > 0 && !opening->is_copy &&
        (e = keep_copy(store, opening->backup_folder, store->schema_version + (uint32_t)pending, why)))
        goto done;
    if ((e = pending > 0 ? migrate(store, opening, why) : migrate_check(store, why)) || (e = words_load(store, why)) ||
        (e = office_load(store, why)) || (e = officer_load(store, why)))
        goto done;
    clock_tell(store);
    if (!store->read_only && !opening->only_looking && erase_finish(store, NULL))
        store_notice(store, _("What was erased is gone, but this file still has to be written anew, and that did not "
                              "succeed: there must be room for it twice on the disk. It is tried again next time."));
    if (!opening->is_copy &&
        (e = erase_at_opening(store, opening->backup_folder, !store->read_only && !opening->only_looking, why)))
        goto done;
    if (store_only_looks(store, opening))
        goto done;
    failures_settle(store, opening->state);
    if (accepted.len == 0 || !(e = store_log(store, ENTRY_ALARM, buf_text(&accepted), 0, why)))
        settle_place(store);
done:
    buf_release(&accepted);
    return e;
}

enum err store_open(const struct store_opening *opening, struct store **out, struct why *why)
{
    struct store *store = NULL;
    enum err e;

    *out = NULL;
    if (!(e = store_new_for(opening->path, opening->catalogue, &store)) &&
        !(e = vault_open(opening->path, opening->officer, opening->passphrase, &store->vault, why))) {
        store->cost = opening->cost;
        store->read_only = vault_is_read_only(store->vault) ? READ_ONLY_PLACE : READ_ONLY_NOT;
        e = open_records(store, opening, why);
        if (e == E_DAMAGED)
            e = damage_open(store, opening, why);
    } else if (e == E_PASSPHRASE) {
        failures_count(opening->state, opening->path);
    }
    if (e) {
        store_free(store);
    } else {
        codes_notice(store);
        *out = store;
    }
    return e;
}
