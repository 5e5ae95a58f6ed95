/*
 * The child of a round: it works at the vault or at the store, reports each time what it was told is saved, and never
 * ends by itself. Whatever it is refused is a failure of the round.
 */
#include <unistd.h>

#include "../../src/store/store_in.h"
#include "../unit/store_office.h"
#include "crash_in.h"
#include "townkeep/store/erase.h"

/* --- the child at the vault: one row counts transactions that rewrite others --- */

static void die_of(const char *what, const struct why *why)
{
    fprintf(stderr, "child: %s: %s\n", what, why_text(why));
    _exit(3);
}

static void tell(int to, struct report report)
{
    if (write(to, &report, sizeof report) != sizeof report)
        _exit(4);
}

void crash_work_at_vault(struct crash *crash, int to)
{
    static const char *const changes[] = {
        "INSERT INTO t SELECT NULL, abs(random() % 1000), randomblob(700) FROM generated",
        "DELETE FROM t WHERE r < 500",
        "UPDATE t SET r = abs(random() % 1000), pad = randomblob(300 + abs(random() % 900)) WHERE id % 3 = 0",
        "UPDATE t SET r = r + 1 WHERE id % 17 = 0",
        "UPDATE t SET r = r + 1 WHERE id % 7 = 0; SAVEPOINT a; DELETE FROM t WHERE id % 2; ROLLBACK TO a",
    };
    struct vault *vault = NULL;
    struct why why = { 0 };
    sqlite3 *database = NULL;
    char sql[512];

    if (vault_open(crash->place.copy, NULL, crash->place.ana, &vault, &why) || vault_database(vault, &database, &why))
        die_of("open", &why);
    if (chance_below(&crash->chance, 2))
        sqlite3_exec(database, "PRAGMA cache_size = 8", NULL, NULL, NULL);
    tell(to, (struct report){ .what = REPORT_READY });
    for (;;) {
        int rc;

        sqlite3_snprintf(sizeof sql, sql, "BEGIN; UPDATE c SET n = n + 1; %s; COMMIT",
                         changes[chance_below(&crash->chance, sizeof changes / sizeof changes[0])]);
        rc = sqlite3_exec(database, sql, NULL, NULL, NULL);
        if (rc != SQLITE_OK) {
            (void)vault_sqlite_error(vault, rc, &why);
            die_of("change", &why);
        }
        tell(to, (struct report){ .what = REPORT_NUMBER });
    }
}

/* --- the child at the store: what an office does --- */

static const struct record_type *type_of(struct store *store, const char *key)
{
    return catalogue_find(store_catalogue(store), key);
}

static void add_record(struct crash *crash, struct store *store, const char *key, int to)
{
    struct record record = office_new(type_of(store, key));
    struct why why = { 0 };
    struct saved saved;

    if (key[0] == 'p') {
        office_set(&record, "name", "Someone");
        value_set_number(record_value(&record, "size"), 1);
    } else {
        office_set(&record, "source", "the school");
        office_set(&record, "person", "Karim Zane");
    }
    if (store_put(store, &record, NULL, &saved, &why))
        die_of("save", &why);
    if (key[0] == 'p')
        tell(to, (struct report){ .what = REPORT_RECORD, .id = record.id, .version = 1, .entry = saved.entry });
    else
        tell(to, (struct report){ .what = REPORT_ENTRY, .entry = saved.entry });
    record_release(&record);
    (void)crash;
}

static void change_record(struct crash *crash, struct store *store, int to)
{
    struct record record = { 0 };
    struct why why = { 0 };
    struct saved saved;
    int64_t version;

    if (crash->record_count == 0)
        return;
    if (store_load(store, type_of(store, "party"), crash->records[chance_below(&crash->chance, crash->record_count)].id,
                   &record, &why))
        die_of("load", &why);
    version = record_number(&record, "size") + 1;
    value_set_number(record_value(&record, "size"), version);
    office_set(&record, "note", "changed again and again");
    if (store_put(store, &record, NULL, &saved, &why))
        die_of("change", &why);
    tell(to, (struct report){ .what = REPORT_RECORD, .id = record.id, .version = version, .entry = saved.entry });
    record_release(&record);
}

/* Twenty records in one entry, and half the time taken back again. */
static void import_records(struct crash *crash, struct store *store, int to)
{
    struct why why = { 0 };
    struct saved saved;
    struct save *save;

    if (save_begin(store, ENTRY_IMPORT, &save, &why))
        die_of("import", &why);
    for (int i = 0; i < 20; i++) {
        struct record record = office_new(type_of(store, "party"));

        office_set(&record, "name", "Imported");
        if (save_put(save, &record, NULL, &why))
            die_of("import", &why);
        record_release(&record);
    }
    if (save_commit(save, NULL, &saved, &why))
        die_of("import", &why);
    tell(to, (struct report){ .what = REPORT_ENTRY, .entry = saved.entry });
    if (chance_below(&crash->chance, 2))
        return;
    if (store_undo(store, saved.entry, &saved, &why))
        die_of("undo", &why);
    tell(to, (struct report){ .what = REPORT_ENTRY, .entry = saved.entry });
}

static void back_up(struct crash *crash, struct store *store)
{
    struct why why = { 0 };

    (void)unlink(crash->place.copy);
    if (store_backup(store, crash->place.copy, &why))
        die_of("backup", &why);
}

/* The whole file is written anew behind it. */
static void erase_case(struct store *store)
{
    struct record_page page = { 0 };
    struct erase_report report;
    struct query query;
    struct why why = { 0 };

    query_init(&query, type_of(store, "referral"));
    if (store_page(store, &query, NULL, false, 1, &page, &why) ||
        (page.count > 0 &&
         store_erase(store, &page.records[0].id, 1, &(struct erasing){ .sentence = "Erased a case" }, &report, &why)))
        die_of("erase", &why);
    record_page_release(&page);
}

/* Somebody comes and goes: the header changes beside the entry. */
static void come_and_go(struct crash *crash, struct store *store)
{
    struct record officer = office_new(type_of(store, "officer"));
    struct why why = { 0 };
    char name[40];

    snprintf(name, sizeof name, "Ben %llx", (unsigned long long)chance_next(&crash->chance));
    office_set(&officer, "name", name);
    office_set(&officer, "roles", "programme_officer");
    if (store_officer_add(store, &officer, crash->place.ben, KDF_INTERACTIVE, &why) ||
        store_officer_remove(store, officer.id, &why))
        die_of("officer", &why);
    record_release(&officer);
}

/* Somebody sets the clock, or its battery is empty: 1970, beyond 2038, 2090, beyond 2100, two days back, right again.
 */
static void set_clock(struct crash *crash)
{
    static const int64_t moments[] = { 0, 2200000000000, 3786912000000, 4200000000000, 1789827200000, -1 };

    clock_fix(moments[chance_below(&crash->chance, sizeof moments / sizeof moments[0])]);
}

void crash_work_at_store(struct crash *crash, int to)
{
    struct store *store;
    struct why why = { 0 };

    if (place_open(&crash->place, crash->place.ana, &why))
        die_of("open", &why);
    store = crash->place.office->store;
    if (chance_below(&crash->chance, 3) == 0 && store_casework_open(store, crash->place.ana, &why))
        die_of("casework", &why);
    tell(to, (struct report){ .what = REPORT_READY });
    for (;;) {
        if (chance_below(&crash->chance, 6) == 0)
            set_clock(crash);
        switch (chance_below(&crash->chance, 16)) {
        case 0:
            import_records(crash, store, to);
            break;
        case 1:
            back_up(crash, store);
            break;
        case 2:
            come_and_go(crash, store);
            break;
        case 3:
            if (store_casework_is_open(store))
                add_record(crash, store, "referral", to);
            break;
        case 4:
            erase_case(store);
            break;
        case 5:
        case 6:
        case 7:
        case 8:
            change_record(crash, store, to);
            break;
        default:
            add_record(crash, store, "party", to);
        }
    }
}
