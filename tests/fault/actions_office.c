/* What an officer does with the office: its words and people, settings, files in and out, the vault as a whole. */
#include <unistd.h>

#include "../../src/store/store_in.h"
#include "../unit/store_office.h"
#include "actions_in.h"
#include "townkeep/base/path.h"
#include "townkeep/config/config.h"
#include "townkeep/exchange/export.h"
#include "townkeep/exchange/import.h"

enum { SQL_SIZE = 200 };

static void file_in(const struct place *place, const char *name, char out[FAULT_PATH_SIZE])
{
    if (snprintf(out, FAULT_PATH_SIZE, "%s/%s", place->folder, name) >= FAULT_PATH_SIZE)
        abort();
}

/* --- words and the office's own record --- */

static void give_word(struct place *place, struct record *record)
{
    *record = office_new(type_of(place, "vocabulary"));
    office_set(record, "list", "kind");
    office_set(record, "code", "library");
    office_set(record, "label", "Library");
    value_set_number(record_value(record, "position"), 9);
}

static bool is_word_added(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM vocabulary WHERE code = 'library'") == 1 &&
           has_entries_more(place, 1);
}

static void give_changed_word(struct place *place, struct record *record)
{
    int64_t id = place_number(place, "SELECT id FROM vocabulary WHERE code = 'club'");

    if (store_load(place->office->store, type_of(place, "vocabulary"), id, record, NULL))
        abort();
    office_set(record, "label", "Society");
    office_set(record, "aliases", "club;circle");
}

static bool is_word_changed(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM vocabulary WHERE label = 'Society'") == 1 &&
           has_entries_more(place, 1);
}

static void give_office(struct place *place, struct record *record)
{
    int64_t id = place_number(place, "SELECT id FROM office");

    if (store_load(place->office->store, type_of(place, "office"), id, record, NULL))
        abort();
    office_set(record, "name", "Hazel and Ash");
    office_set(record, "holidays", "2026-12-25;2027-01-01");
}

static bool is_office_changed(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM office WHERE name = 'Hazel and Ash'") == 1 &&
           has_entries_more(place, 1);
}

/* --- officers and their slots --- */

static enum err run_rename(struct place *place, struct record *record, struct why *why)
{
    (void)record;
    return store_officer_rename(place->office->store, place->cleo_id, "Cleopatra", why);
}

static bool is_renamed(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM officer WHERE name = 'Cleopatra'") == 1 &&
           has_entries_more(place, 1) && opens_with(place, place->cleo);
}

static enum err run_roles(struct place *place, struct record *record, struct why *why)
{
    (void)record;
    return store_officer_roles(place->office->store, place->cleo_id, ROLE_CASE | ROLE_PROGRAMME, why);
}

static bool has_roles(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM officer WHERE roles LIKE '%case_officer%'") == 1 &&
           has_entries_more(place, 1);
}

static enum err run_remove(struct place *place, struct record *record, struct why *why)
{
    (void)record;
    return store_officer_remove(place->office->store, place->cleo_id, why);
}

static bool is_removed(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM officer WHERE archived_at IS NOT NULL") == 1 &&
           has_entries_more(place, 1) && !opens_with(place, place->cleo);
}

static bool opens_for_cleo(struct place *place)
{
    return opens_with(place, place->cleo);
}

static enum err run_reset(struct place *place, struct record *record, struct why *why)
{
    (void)record;
    return store_passphrase_reset(place->office->store, place->cleo_id, place->ben, KDF_INTERACTIVE, why);
}

static bool is_reset(struct place *place)
{
    return has_entries_more(place, 1) && opens_with(place, place->ben) && !opens_with(place, place->cleo);
}

static enum err run_renew(struct place *place, struct record *record, struct why *why)
{
    char shown[RECOVERY_TEXT_SIZE] = "";
    enum err e = store_recovery_renew(place->office->store, shown, KDF_INTERACTIVE, why);

    (void)record;
    wipe(shown, sizeof shown);
    return e;
}

static bool is_logged(struct place *place)
{
    return has_entries_more(place, 1);
}

static enum err run_hand_over(struct place *place, struct record *record, struct why *why)
{
    size_t handed = 0;

    (void)record;
    return store_grant_keys(place->office->store, place->cleo_id, &handed, why);
}

/* --- files out and in --- */

static enum err run_export_as(struct place *place, enum export_format format, const char *name, struct why *why)
{
    struct query query;
    char path[FAULT_PATH_SIZE];
    size_t count;

    file_in(place, name, path);
    query_init(&query, type_of(place, "party"));
    return export_file(place->office->store, &query,
                       &(struct export_wish){ .path = path, .format = format, .reason = "for the council" }, &count,
                       why);
}

static enum err run_export(struct place *place, struct record *record, struct why *why)
{
    (void)record;
    return run_export_as(place, EXPORT_CSV, "out.csv", why);
}

static enum err run_export_json(struct place *place, struct record *record, struct why *why)
{
    (void)record;
    return run_export_as(place, EXPORT_JSON, "out.json", why);
}

static bool is_file_whole(struct place *place, const char *name, const char *end)
{
    char path[FAULT_PATH_SIZE];
    size_t len, end_len = strlen(end);
    uint8_t *bytes;
    bool is_whole;

    file_in(place, name, path);
    bytes = bytes_of(path, &len);
    is_whole = len > end_len && memcmp(bytes + len - end_len, end, end_len) == 0;
    free(bytes);
    return is_whole;
}

static bool is_exported(struct place *place)
{
    return has_entries_more(place, 1) && is_file_whole(place, "out.csv", "\r\n");
}

static bool is_exported_json(struct place *place)
{
    return has_entries_more(place, 1) && is_file_whole(place, "out.json", "]\n");
}

/* The log says that an export was begun before the first byte is written; a file has its name only when it is whole. */
static bool is_half_export(struct place *place)
{
    char path[FAULT_PATH_SIZE];

    file_in(place, "out.csv", path);
    if (access(path, F_OK) == 0 && !is_file_whole(place, "out.csv", "\r\n"))
        return false;
    file_in(place, "out.json", path);
    return access(path, F_OK) != 0 || is_file_whole(place, "out.json", "]\n");
}

static void put_list(struct place *place)
{
    static const char list[] =
        "Name,Kind,Note\r\nFile one,club,first\r\nFile two,school,\"two, too\"\r\nClub 3,club,again\r\n";
    char path[FAULT_PATH_SIZE];

    file_in(place, "list.csv", path);
    bytes_put(path, list, sizeof list - 1);
}

static enum err run_import_file(struct place *place, bool dry_run, struct why *why)
{
    static const char *const headings[] = { "Name", "Kind", "Note" };
    struct sheet_row row = { .cells = (const char **)(uintptr_t)headings, .count = 3 };
    struct import_report report = { 0 };
    struct mapping mapping = { 0 };
    char path[FAULT_PATH_SIZE];
    enum err e;

    file_in(place, "list.csv", path);
    if (!(e = mapping_start(&mapping, type_of(place, "party"))) && !(e = mapping_guess(&mapping, &row)))
        e = import_file(place->office->store,
                        &(struct import_wish){ .path = path, .mapping = &mapping, .dry_run = dry_run }, &report, why);
    mapping_release(&mapping);
    import_report_release(&report);
    return e;
}

static enum err run_import_list(struct place *place, struct record *record, struct why *why)
{
    (void)record;
    return run_import_file(place, false, why);
}

static enum err run_import_dry(struct place *place, struct record *record, struct why *why)
{
    (void)record;
    return run_import_file(place, true, why);
}

static bool is_list_imported(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM party WHERE name LIKE 'File %'") == 2 &&
           has_entries_more(place, 1);
}

/* --- settings --- */

static void put_settings(struct place *place)
{
    static const char settings[] = "[screen]\ntheme = night\n";
    char path[FAULT_PATH_SIZE];

    file_in(place, "townkeep.ini", path);
    bytes_put(path, settings, sizeof settings - 1);
}

/* Read from the file in the folder: changed, and saved. */
static enum err run_settings(struct place *place, struct record *record, struct why *why)
{
    struct config config = { 0 };
    struct config_notes notes = { 0 };
    char path[FAULT_PATH_SIZE];
    enum err e;

    (void)record;
    file_in(place, "townkeep.ini", path);
    if (!(e = config_init(&config, why)) && !(e = config_load(&config, path, &notes, why)) &&
        !(e = config_set(&config, SETTING_IDLE_LOCK_MINUTES, "7", why)))
        e = config_save(&config, why);
    config_notes_release(&notes);
    config_release(&config);
    return e;
}

static bool has_line(struct place *place, const char *line)
{
    char path[FAULT_PATH_SIZE];
    size_t len;
    uint8_t *bytes;
    bool has;

    file_in(place, "townkeep.ini", path);
    bytes = bytes_of(path, &len);
    has = bytes != NULL && memmem(bytes, len, line, strlen(line)) != NULL;
    free(bytes);
    return has;
}

static bool is_setting_saved(struct place *place)
{
    return has_line(place, "= 7\n") && has_line(place, "ascii");
}

static bool is_setting_kept(struct place *place)
{
    return has_line(place, "[screen]\ntheme = night\n");
}

/* --- the vault as a whole --- */

static enum err run_compact(struct place *place, struct record *record, struct why *why)
{
    (void)record;
    return vault_compact(place->office->store->vault, why);
}

static enum err run_close(struct place *place, struct record *record, struct why *why)
{
    (void)record;
    (void)why;
    place_close(place);
    return OK;
}

static enum err run_casework_and_close(struct place *place, struct record *record, struct why *why)
{
    enum err e = store_casework_open(place->office->store, place->ana, why);

    (void)record;
    store_casework_close(place->office->store);
    return e;
}

static void put_migration(struct place *place)
{
    static const char more[] = "CREATE INDEX party_by_state ON party (state, id);\n";
    char path[FAULT_PATH_SIZE];

    place_migration_path(place, path);
    bytes_put(path, more, sizeof more - 1);
    place_close(place);
}

/* Opening brings the tables up to date; one that failed leaves it to the next. */
static enum err run_migrate(struct place *place, struct record *record, struct why *why)
{
    (void)record;
    return place_open(place, place->ana, why);
}

static bool is_migrated(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM sqlite_schema WHERE name = 'party_by_state'") == 1;
}

const struct action office_actions[] = {
    { .name = "add a word", .give = give_word, .run = run_put, .is_done = is_word_added },
    { .name = "change a word", .give = give_changed_word, .run = run_put, .is_done = is_word_changed },
    { .name = "the office", .give = give_office, .run = run_put, .is_done = is_office_changed },
    { .name = "rename officer", .run = run_rename, .is_done = is_renamed, .is_undone = opens_for_cleo },
    { .name = "roles", .run = run_roles, .is_done = has_roles, .is_undone = opens_for_cleo },
    { .name = "remove officer", .run = run_remove, .is_done = is_removed },
    { .name = "reset passphrase", .run = run_reset, .is_done = is_reset, .admitted = "passphrase" },
    { .name = "recovery code", .run = run_renew, .is_done = is_logged, .admitted = "code" },
    { .name = "hand over", .has_casework = true, .run = run_hand_over, .is_done = place_is_same },
    { .name = "export", .is_of_town = true, .run = run_export, .is_done = is_exported, .is_half_fine = is_half_export },
    { .name = "export JSON",
      .is_of_town = true,
      .run = run_export_json,
      .is_done = is_exported_json,
      .is_half_fine = is_half_export },
    { .name = "import a file", .prepare = put_list, .run = run_import_list, .is_done = is_list_imported },
    { .name = "try an import", .prepare = put_list, .run = run_import_dry, .is_done = place_is_same },
    { .name = "settings",
      .prepare = put_settings,
      .run = run_settings,
      .is_done = is_setting_saved,
      .is_undone = is_setting_kept },
    { .name = "compact", .run = run_compact, .is_done = place_is_same },
    { .name = "close", .run = run_close, .is_done = place_is_same },
    { .name = "open and close", .run = run_casework_and_close, .is_done = place_is_same },
    { .name = "migrate", .prepare = put_migration, .run = run_migrate, .is_done = is_migrated },
};
const size_t office_action_count = sizeof office_actions / sizeof office_actions[0];
