/*
 * Death in the middle of work, over and over: kill -9 at some moment, or the power going at the N-th change to the
 * disk, also while an earlier death is being mended. A child works and says through a pipe what was reported saved;
 * after its death the vault must open, verify, and hold all of that. Of what was never reported, the whole or nothing.
 */
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../../src/store/store_in.h"
#include "../unit/store_office.h"
#include "fault.h"

enum { RECORDS_MAX = 4000, ENTRIES_MAX = 4000, ROUNDS_A_VAULT = 40, GIVE_UP = 10, CHANGES_MOST = 400 };

/* What the child reports: nothing yet, a number (vault level), a record at a version, or an entry alone. */
struct report {
    enum { REPORT_READY, REPORT_NUMBER, REPORT_RECORD, REPORT_ENTRY } what;
    int64_t id, version, entry;
};

struct crash {
    struct tally *tally;
    struct place place;
    struct chance chance;
    bool by_power, at_vault; /* else by kill; else at the store */
    int64_t round, reported, hot, torn;
    int64_t number; /* vault level: the last reported */
    struct {
        int64_t id, version;
    } records[RECORDS_MAX];
    int64_t entries[ENTRIES_MAX];
    size_t record_count, entry_count;
};

/* --- the child at the vault: one row counts transactions that rewrite others ------------------------------------------ */

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

static void work_at_vault(struct crash *crash, int to)
{
    static const char *const changes[] = {
        "INSERT INTO t SELECT NULL, abs(random() % 1000), randomblob(700) FROM "
        "(WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < 50) SELECT i FROM i)",
        "DELETE FROM t WHERE r < 500",
        "UPDATE t SET r = abs(random() % 1000), pad = randomblob(300 + abs(random() % 900)) WHERE id % 3 = 0",
        "UPDATE t SET r = r + 1 WHERE id % 17 = 0",
        "UPDATE t SET r = r + 1 WHERE id % 7 = 0; SAVEPOINT a; DELETE FROM t WHERE id % 2; ROLLBACK TO a",
    };
    struct vault *vault = NULL;
    struct why why = { 0 };
    sqlite3 *database;
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

/* --- the child at the store: what an office does ----------------------------------------------------------------------- */

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
    if (store_load(store, type_of(store, "party"),
                   crash->records[chance_below(&crash->chance, crash->record_count)].id, &record, &why))
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

static void work_at_store(struct crash *crash, int to)
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

/* --- the parent: what was reported ----------------------------------------------------------------------------------------- */

static void complain(struct crash *crash, const char *what, const struct why *why)
{
    tally_fail(crash->tally, "%s at the %s, round %lld: %s%s%s", crash->by_power ? "power cut" : "kill -9",
               crash->at_vault ? "vault" : "store", (long long)crash->round, what, why != NULL ? ": " : "",
               why != NULL ? why_text(why) : "");
}

static void note_record(struct crash *crash, const struct report *report)
{
    size_t i = 0;

    while (i < crash->record_count && crash->records[i].id != report->id)
        i++;
    if (i == RECORDS_MAX)
        return;
    crash->records[i].id = report->id;
    crash->records[i].version = report->version;
    if (i == crash->record_count)
        crash->record_count++;
}

static void note_report(struct crash *crash, const struct report *report)
{
    if (report->what == REPORT_READY)
        return;
    crash->reported++;
    crash->number += report->what == REPORT_NUMBER;
    if (report->what == REPORT_RECORD)
        note_record(crash, report);
    if (report->what != REPORT_NUMBER && crash->entry_count < ENTRIES_MAX)
        crash->entries[crash->entry_count++] = report->entry;
}

static void sleep_some(struct crash *crash, int most_ms)
{
    struct timespec time = { .tv_nsec = (long)chance_below(&crash->chance, (uint64_t)most_ms * 1000000) };

    nanosleep(&time, NULL);
}

/* Let a child work until it dies. False when it gave up by itself. */
static bool live_and_die(struct crash *crash)
{
    struct report report;
    int ends[2], status = 0;
    uint64_t seed = chance_next(&crash->chance), most = crash->round % 3 == 0 ? 60 : CHANGES_MOST;
    pid_t child;

    if (pipe(ends) != 0 || (child = fork()) < 0)
        abort();
    if (child == 0) {
        close(ends[0]);
        crash->chance.state = seed;
        if (crash->by_power)
            cut_arm(seed, 1 + (int64_t)chance_below(&crash->chance, most));
        (crash->at_vault ? work_at_vault : work_at_store)(crash, ends[1]);
    }
    close(ends[1]);
    if (!crash->by_power) {
        /* One in four dies before it has opened the vault, perhaps while mending the death before. */
        if (crash->round % 4 != 0 && read(ends[0], &report, sizeof report) == sizeof report)
            note_report(crash, &report);
        sleep_some(crash, 25);
        kill(child, SIGKILL);
    }
    while (read(ends[0], &report, sizeof report) == sizeof report)
        note_report(crash, &report);
    close(ends[0]);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

static bool has_live_journal(const char *vault)
{
    char path[FAULT_PATH_SIZE + 16];
    size_t len;
    uint8_t *bytes;
    bool is_live;

    snprintf(path, sizeof path, "%s-journal", vault);
    bytes = bytes_of(path, &len);
    is_live = len > 0 && bytes[0] == 'T';
    free(bytes);
    return is_live;
}

static int64_t number_of(sqlite3 *database, const char *sql, int64_t with)
{
    sqlite3_stmt *statement = NULL;
    int64_t out = -1;

    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) == SQLITE_OK) {
        sqlite3_bind_int64(statement, 1, with);
        if (sqlite3_step(statement) == SQLITE_ROW)
            out = sqlite3_column_int64(statement, 0);
    }
    sqlite3_finalize(statement);
    return out;
}

static void check_at_vault(struct crash *crash)
{
    struct vault_damage damage;
    struct vault *vault = NULL;
    struct why why = { 0 };
    sqlite3 *database;
    int64_t number;

    if (vault_open(crash->place.copy, NULL, crash->place.ana, &vault, &why) || vault_database(vault, &database, &why)) {
        complain(crash, "does not open", &why);
        vault_close(vault);
        return;
    }
    number = number_of(database, "SELECT n FROM c", 0);
    if (number < crash->number)
        complain(crash, "a transaction reported saved is lost", NULL);
    if (number_of(database, "SELECT integrity_check = 'ok' FROM pragma_integrity_check", 0) != 1)
        complain(crash, "the tables contradict each other", NULL);
    if (vault_check_pages(vault, &damage, &why))
        complain(crash, "pages", &why);
    crash->number = number;
    vault_close(vault);
}

/* A header copy half written when the power went is named by verify until the next change; the other one serves. */
static bool is_torn_header(struct crash *crash, struct why *why)
{
    struct place *place = &crash->place;

    if (!crash->by_power || strstr(why_text(why), "header") == NULL)
        return false;
    crash->torn++;
    return store_passphrase_change(place->office->store, place->ana, place->ana, KDF_INTERACTIVE, why) == OK &&
           place_is_sound(place, why);
}

static void check_at_store(struct crash *crash)
{
    struct place *place = &crash->place;
    struct why why = { 0 };
    sqlite3 *database;

    if (place_open(place, place->ana, &why)) {
        complain(crash, "does not open", &why);
        return;
    }
    database = place->office->store->db;
    for (size_t i = 0; i < crash->record_count; i++)
        if (number_of(database, "SELECT size FROM party WHERE id = ?1", crash->records[i].id) <
            crash->records[i].version)
            complain(crash, "a record reported saved is lost", NULL);
    for (size_t i = 0; i < crash->entry_count; i++)
        if (number_of(database, "SELECT 1 FROM history WHERE id = ?1", crash->entries[i]) != 1)
            complain(crash, "an entry reported saved is lost", NULL);
    if (!place_is_sound(place, &why) && !is_torn_header(crash, &why))
        complain(crash, "does not verify", &why);
    place_close(place);
    /* A copy has its name only when it is whole. */
    if (access(place->copy, F_OK) == 0 && !place_opens(place, place->copy, place->ana, &why))
        complain(crash, "a copy is not whole", &why);
}

/* --- rounds ------------------------------------------------------------------------------------------------------------------ */

static void begin_vault(struct crash *crash)
{
    struct vault *vault = NULL;
    struct why why = { 0 };
    sqlite3 *database;

    crash->record_count = crash->entry_count = 0;
    crash->number = 0;
    place_restore(&crash->place);
    if (!crash->at_vault)
        return;
    if (vault_create(crash->place.copy, 1, "Ana", crash->place.ana, (struct kdf_cost){ 1, 8 << 20 }, &vault, &why) ||
        vault_database(vault, &database, &why) ||
        sqlite3_exec(database,
                     "CREATE TABLE c (n); INSERT INTO c VALUES (0); CREATE TABLE t (id INTEGER PRIMARY KEY, r INT, pad "
                     "BLOB); CREATE INDEX ti ON t (r)",
                     NULL, NULL, NULL) != SQLITE_OK)
        complain(crash, "cannot be made", &why);
    vault_close(vault);
}

static void run_rounds(struct crash *crash, int64_t rounds)
{
    int64_t failed = crash->tally->failed;

    place_begin(&crash->place);
    calls_watch(crash->place.folder);
    for (crash->round = 0; crash->round < rounds && crash->tally->failed - failed < GIVE_UP; crash->round++) {
        int64_t before = crash->tally->failed;

        if (crash->round % ROUNDS_A_VAULT == 0)
            begin_vault(crash);
        if (!live_and_die(crash))
            complain(crash, "the child gave up", NULL);
        crash->hot += has_live_journal(crash->at_vault ? crash->place.copy : crash->place.office->vault);
        /* One in three is left to the next child to mend. */
        if (chance_below(&crash->chance, 3) != 0 || crash->round % ROUNDS_A_VAULT == ROUNDS_A_VAULT - 1 ||
            crash->round == rounds - 1)
            (crash->at_vault ? check_at_vault : check_at_store)(crash);
        crash->tally->passed += crash->tally->failed == before;
    }
    printf("  %-9s at the %s %6lld rounds, %lld with a live journal, %lld with a torn header copy, %lld reported saved, "
           "%lld wrong\n",
           crash->by_power ? "power cut" : "kill -9", crash->at_vault ? "vault" : "store", (long long)crash->round,
           (long long)crash->hot, (long long)crash->torn, (long long)crash->reported, (long long)(crash->tally->failed - failed));
    fflush(stdout);
    place_end(&crash->place);
}

/* A quarter of the rounds for each death at each level. */
void fault_crash(struct tally *tally, int64_t rounds, uint64_t seed)
{
    for (unsigned i = 0; i < 4; i++) {
        struct crash *crash = calloc(1, sizeof *crash);

        if (crash == NULL)
            abort();
        crash->tally = tally;
        crash->chance.state = seed + i;
        crash->by_power = i & 1;
        crash->at_vault = i & 2;
        run_rounds(crash, (rounds + 3) / 4);
        free(crash);
    }
}
