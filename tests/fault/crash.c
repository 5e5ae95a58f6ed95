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
#include "crash_in.h"

enum { ROUNDS_A_VAULT = 40, GIVE_UP = 10, CHANGES_MOST = 400 };

/* --- the parent: what was reported --- */

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
    if (i == crash->record_count && report->id <= crash->last_id)
        complain(crash, "ids went back", NULL);
    if (i == crash->record_count)
        crash->last_id = report->id;
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
        (crash->at_vault ? crash_work_at_vault : crash_work_at_store)(crash, ends[1]);
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
    sqlite3 *database = NULL;
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
    sqlite3 *database = NULL;

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

/* --- rounds --- */

static void begin_vault(struct crash *crash)
{
    struct vault *vault = NULL;
    struct why why = { 0 };
    sqlite3 *database = NULL;

    crash->record_count = crash->entry_count = 0;
    crash->number = crash->last_id = 0;
    place_restore(&crash->place);
    if (!crash->at_vault)
        return;
    if (vault_create(crash->place.copy, CIPHER_XCHACHA20_POLY1305, 1, "Ana", crash->place.ana,
                     (struct kdf_cost){ 1, 8 << 20 }, &vault, &why) ||
        vault_database(vault, &database, &why) ||
        sqlite3_exec(database,
                     "CREATE TABLE c (n); INSERT INTO c VALUES (0); CREATE TABLE t (id INTEGER PRIMARY KEY, r INT, pad "
                     "BLOB); CREATE INDEX ti ON t (r); CREATE VIEW generated AS "
                     "WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < 50) SELECT i FROM i",
                     NULL, NULL, NULL) != SQLITE_OK)
        complain(crash, "cannot be made", &why);
    vault_close(vault);
}

static void run_rounds(struct crash *crash, int64_t rounds)
{
    int64_t failed = crash->tally->failed;

    place_begin(&crash->place);
    calls_watch(crash->place.folder);
    for (crash->round = 0; crash->round < rounds && crash->tally->failed - failed < crash->give_up; crash->round++) {
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
    printf(
        "  %-9s at the %s %6lld rounds, %lld with a live journal, %lld with a torn header copy, %lld reported saved, "
        "%lld wrong\n",
        crash->by_power ? "power cut" : "kill -9", crash->at_vault ? "vault" : "store", (long long)crash->round,
        (long long)crash->hot, (long long)crash->torn, (long long)crash->reported,
        (long long)(crash->tally->failed - failed));
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
        crash->give_up = GIVE_UP;
        crash->chance.state = seed + i;
        crash->by_power = i & 1;
        crash->at_vault = i & 2;
        run_rounds(crash, (rounds + 3) / 4);
        free(crash);
    }
}

/* Power cuts on a disk that leaves out the syncs of folders, then those of files: the first loss ends it, and the test
 * fails when there is none. Only a harness that can fail shows anything. */
void fault_proof(struct tally *tally, int64_t rounds, uint64_t seed)
{
    static const struct {
        enum cut_lie lie;
        bool at_vault;
        const char *name;
    } lies[] = { { CUT_NO_FOLDER_SYNC, false, "no syncs of folders" },
                 { CUT_NO_FILE_SYNC, true, "no syncs of files, at the vault" },
                 { CUT_NO_FILE_SYNC, false, "no syncs of files, at the store" } };

    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        struct crash *crash = calloc(1, sizeof *crash);
        struct tally expected = { .is_quiet = true };

        if (crash == NULL)
            abort();
        crash->tally = &expected;
        crash->give_up = 1;
        crash->chance.state = seed + i;
        crash->by_power = true;
        crash->at_vault = lies[i].at_vault;
        cut_lie(lies[i].lie);
        run_rounds(crash, rounds);
        cut_lie(CUT_HONEST);
        if (expected.failed == 0)
            tally_fail(tally, "%s: not noticed in %lld rounds", lies[i].name, (long long)rounds);
        else
            printf("  %s: found out in round %lld\n", lies[i].name, (long long)crash->round);
        tally->passed += expected.failed > 0;
        free(crash);
    }
}
