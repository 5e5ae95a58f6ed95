/*
 * An office on the disk that can be put back as it was: a vault with a few parties and a case, made once and kept in
 * memory. Its rows have a digest, so that "nothing was changed" means every byte of every row.
 */
#include <dirent.h>
#include <ftw.h>
#include <unistd.h>

#include "../../src/store/store_in.h"
#include "../unit/store_office.h"
#include "fault.h"
#include "town_in.h"

enum { PARTIES = 8, SQL_SIZE = 256 };

/* What store_office.h wants of the unit tests. */
void unit_folder(char out[UNIT_PATH_SIZE])
{
    const char *parent = getenv("TMPDIR");

    if (parent == NULL && access("/dev/shm", W_OK) == 0)
        parent = "/dev/shm";
    snprintf(out, UNIT_PATH_SIZE, "%s/townkeep-fault-XXXXXX", parent != NULL ? parent : "/tmp");
    if (mkdtemp(out) == NULL) {
        perror(out);
        exit(2);
    }
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *ftw)
{
    (void)status;
    (void)kind;
    (void)ftw;
    return remove(path);
}

void unit_folder_remove(const char *folder)
{
    if (nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS) != 0)
        perror(folder);
}

void unit_path(const char *folder, const char *name, char out[UNIT_PATH_SIZE])
{
    if (snprintf(out, UNIT_PATH_SIZE, "%s/%s", folder, name) >= UNIT_PATH_SIZE)
        abort();
}

/* --- opening --- */

enum err place_create(struct place *place, struct why *why)
{
    struct office *office = place->office;

    return store_create(&(struct store_new){ .path = office->vault,
                                             .office = "Hazel",
                                             .officer = "Ana",
                                             .passphrase = place->ana,
                                             .cost = { .operations = 1, .memory = 8 << 20 },
                                             .assets = place->assets,
                                             .catalogue = place->catalogue,
                                             .vocabulary = place->words,
                                             .vocabulary_count = place->word_count },
                        &office->store, why);
}

static enum err open_at(const struct place *place, const char *path, const struct passphrase *passphrase,
                        struct store **out, struct why *why)
{
    return store_open(&(struct store_opening){ .path = path,
                                               .passphrase = passphrase,
                                               .cost = { .operations = 1, .memory = 8 << 20 },
                                               .assets = place->assets,
                                               .catalogue = place->catalogue,
                                               .vocabulary = place->words,
                                               .vocabulary_count = place->word_count },
                      out, why);
}

enum err place_open(struct place *place, const struct passphrase *passphrase, struct why *why)
{
    return open_at(place, place->office->vault, passphrase, &place->office->store, why);
}

bool place_opens(const struct place *place, const char *path, const struct passphrase *passphrase, struct why *why)
{
    struct store *store = NULL;
    bool opens = open_at(place, path, passphrase, &store, why) == OK;

    store_close(store);
    return opens;
}

void place_close(struct place *place)
{
    store_close(place->office->store);
    place->office->store = NULL;
}

/* --- looking --- */

int64_t place_number(struct place *place, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int64_t out = -1;

    if (sqlite3_prepare_v2(place->office->store->db, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        out = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return out;
}

bool place_is_sound(struct place *place, struct why *why)
{
    struct verify_report report;
    bool is_sound = store_verify(place->office->store, &report, why) == OK;

    verify_report_release(&report);
    return is_sound;
}

/* What the program notes of backups, also of those that failed. */
static bool is_a_note(const char *table, sqlite3_stmt *row)
{
    const char *key = (const char *)sqlite3_column_text(row, 0);

    return strcmp(table, "meta") == 0 && key != NULL &&
           (strncmp(key, "backup_", 7) == 0 || strncmp(key, "copied_", 7) == 0);
}

static bool digest_rows(sqlite3 *db, const char *table, struct buf *out)
{
    char sql[SQL_SIZE];
    sqlite3_stmt *rows = NULL;
    int rc;

    sqlite3_snprintf(sizeof sql, sql, "SELECT * FROM \"%w\"", table);
    if (buf_add_str(out, table))
        abort();
    rc = sqlite3_prepare_v2(db, sql, -1, &rows, NULL);
    while (rc == SQLITE_OK && (rc = sqlite3_step(rows)) == SQLITE_ROW) {
        rc = SQLITE_OK;
        if (is_a_note(table, rows))
            continue;
        for (int i = 0; i < sqlite3_column_count(rows); i++) {
            const void *bytes = sqlite3_column_blob(rows, i);
            int len = sqlite3_column_bytes(rows, i);

            if (buf_printf(out, "|%d:%d:", sqlite3_column_type(rows, i), len) ||
                buf_add(out, len ? bytes : "", (size_t)len))
                abort();
        }
    }
    sqlite3_finalize(rows);
    return rc == SQLITE_DONE;
}

/* Of every row of every table. */
bool place_digest(struct place *place, uint8_t out[HASH_SIZE])
{
    sqlite3 *db = place->office->store->db;
    sqlite3_stmt *tables = NULL;
    struct buf bytes = { 0 };
    bool is_read = true;
    int rc;

    rc = sqlite3_prepare_v2(
        db,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'found%' AND name NOT "
        "LIKE 'sqlite%' ORDER BY name",
        -1, &tables, NULL);
    while (rc == SQLITE_OK && (rc = sqlite3_step(tables)) == SQLITE_ROW) {
        rc = SQLITE_OK;
        is_read = digest_rows(db, (const char *)sqlite3_column_text(tables, 0), &bytes) && is_read;
    }
    sqlite3_finalize(tables);
    hash_bytes(out, "rows", bytes.data, bytes.len, NULL);
    buf_release(&bytes);
    return is_read && rc == SQLITE_DONE;
}

bool place_is_same(struct place *place)
{
    uint8_t digest[HASH_SIZE];

    return place_digest(place, digest) && memcmp(digest, place->digest, sizeof digest) == 0;
}

/* --- making and putting back --- */

static void must(enum err e, const struct why *why)
{
    if (e == OK)
        return;
    fprintf(stderr, "fault: the office cannot be made: %s\n", why_text(why));
    exit(2);
}

/* A second officer, who may read cases. */
static void add_cleo(struct place *place)
{
    struct record cleo = office_new(&office_officer);

    office_set(&cleo, "name", "Cleo");
    office_set(&cleo, "roles", "intake_officer");
    must(store_officer_add(place->office->store, &cleo, place->cleo, KDF_INTERACTIVE, &place->office->why),
         &place->office->why);
    place->cleo_id = cleo.id;
    record_release(&cleo);
}

static void archive_one(struct place *place)
{
    struct why *why = &place->office->why;
    struct save *save = NULL;

    place->archived = office_party_add(place->office, "Gone", "club", "no longer there");
    must(save_begin(place->office->store, ENTRY_CHANGE, &save, why), why);
    must(save_archive(save, &office_party, place->archived, "moved away", why), why);
    must(save_commit(save, NULL, NULL, why), why);
}

static void keep_draft(struct place *place)
{
    struct record link = office_new(&office_link);

    office_set(&link, "what", "half typed");
    must(store_draft_keep(place->office->store, &link, &place->office->why), &place->office->why);
    record_release(&link);
}

static void fill(struct place *place)
{
    struct office *office = place->office;
    struct record party = { 0 };
    struct saved saved;
    char name[40];

    must(store_casework_open(office->store, place->ana, &office->why), &office->why);
    for (int i = 0; i < PARTIES; i++) {
        snprintf(name, sizeof name, "Club %d", i);
        place->party = office_party_add(office, name, "club", "as it was");
    }
    place->referral = office_referral_add(office, "Karim Zane", "a story");
    if (place->referral == 0)
        must(E_SYSTEM, &office->why);
    add_cleo(place);
    archive_one(place);
    keep_draft(place);
    must(store_load(office->store, &office_party, place->party, &party, &office->why), &office->why);
    office_set(&party, "note", "to be undone");
    must(store_put(office->store, &party, NULL, &saved, &office->why), &office->why);
    record_release(&party);
    place->last_entry = saved.entry;
}

static void set_up(struct place *place)
{
    struct office *office = calloc(1, sizeof *office);

    *place = (struct place){ .office = office };
    if (office == NULL)
        abort();
    place->ana = office_passphrase("correct horse battery");
    place->ben = office_passphrase("ben counts nine herons");
    place->cleo = office_passphrase("cleo has twelve lanterns");
    office_make_assets(office);
    unit_path(office->folder, "vault", place->folder);
    if (mkdir(place->folder, 0700) != 0)
        abort();
    unit_path(office->folder, "vault/office.tkv", office->vault);
    unit_path(office->folder, "vault/copy.tkv", place->copy);
}

static void keep(struct place *place)
{
    if (!place_digest(place, place->digest))
        abort();
    place->entries = place_number(place, "SELECT count(*) FROM history");
    place_close(place);
    place->kept = bytes_of(place->office->vault, &place->kept_len);
}

void place_begin(struct place *place)
{
    set_up(place);
    place->assets = place->office->assets;
    place->catalogue = &office_catalogue;
    place->words = office_words;
    place->word_count = OFFICE_WORDS;
    must(place_create(place, &place->office->why), &place->office->why);
    fill(place);
    keep(place);
}

void place_begin_town(struct place *place)
{
    set_up(place);
    place->assets = "assets";
    town_words(place);
    must(place_create(place, &place->office->why), &place->office->why);
    must(town_fill(place, place->office->store, &place->office->why), &place->office->why);
    keep(place);
}

static void empty_folder(const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    char path[2 * UNIT_PATH_SIZE];

    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.')
            (void)unlink(path);
    }
    if (dir != NULL)
        closedir(dir);
}

void place_migration_path(const struct place *place, char out[FAULT_PATH_SIZE])
{
    if (snprintf(out, FAULT_PATH_SIZE, "%s/schema/0002_more.sql", place->office->assets) >= FAULT_PATH_SIZE)
        abort();
}

void place_restore(struct place *place)
{
    char migration[FAULT_PATH_SIZE];

    place_migration_path(place, migration);
    (void)unlink(migration);
    empty_folder(place->folder);
    bytes_put(place->office->vault, place->kept, place->kept_len);
}

void place_end(struct place *place)
{
    place_close(place);
    unit_folder_remove(place->office->folder);
    passphrase_free(place->ana);
    passphrase_free(place->ben);
    passphrase_free(place->cleo);
    free(place->kept);
    free(place->office);
}
