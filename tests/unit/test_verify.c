/* Verify: green on a sound vault, and every kind of tampering named with its place. */
#include <fcntl.h>
#include <unistd.h>

#include "../../src/store/store_in.h"
#include "store_office.h"
#include "townkeep/store/backup.h"

static void fill(struct office *office)
{
    office_create(office);
    CU_ASSERT_EQUAL_FATAL(office_casework(office, "correct horse battery"), OK);
    office_party_add(office, "Youth House", "club", "football");
    office_party_add(office, "Town Hall", "", "");
    office_referral_add(office, "Karim Zane", "story");
    office_officer_add(office, "Ben", "programme_officer", "bens own passphrase");
}

static enum err verify(struct office *office, struct verify_report *report)
{
    enum err e = store_verify(office->store, report, &office->why);

    CU_ASSERT_EQUAL(e == OK, report->lines.len == 0);
    return e;
}

static void a_sound_vault_is_green(void)
{
    struct office office;
    struct verify_report report;

    fill(&office);
    CU_ASSERT_EQUAL(verify(&office, &report), OK);
    if (report.lines.len > 0)
        printf("\n%s", buf_text(&report.lines));
    CU_ASSERT_EQUAL(report.entries, 5);
    CU_ASSERT_EQUAL(report.bad_entries, 0);
    CU_ASSERT_TRUE(report.pages > 10);
    CU_ASSERT_EQUAL(report.records, 2 + 1 + 2 + 1 + OFFICE_WORDS);
    verify_report_release(&report);
    office_end(&office);
}

/* Done with a tool on the open vault; each must be found, and the finding must name what the second column says. */
static const struct {
    const char *sql, *named;
} tampering[] = {
    { "UPDATE history SET officer = officer + 1 WHERE seq = 2", "Entry" },
    { "UPDATE history SET at = at + 1 WHERE seq = 2", "Entry" },
    { "UPDATE history SET kind = 3 WHERE seq = 3", "Entry" },
    { "UPDATE history SET header = zeroblob(length(header)) WHERE seq = 3", "Entry" },
    { "UPDATE history SET signature = zeroblob(64) WHERE seq = 4", "signature" },
    { "DELETE FROM history WHERE seq = 2", "Entry" },
    { "DELETE FROM history WHERE seq = (SELECT max(seq) FROM history)", "device" },
    { "UPDATE history_part SET body = zeroblob(length(body)) WHERE entry = (SELECT id FROM history WHERE seq = 2)",
      "Entry" },
    { "DELETE FROM history_part WHERE entry = (SELECT id FROM history WHERE seq = 4)", "Entry" },
    { "UPDATE history_part SET owner = 7 WHERE entry = (SELECT id FROM history WHERE seq = 4)", "Entry" },
    { "INSERT INTO history_part (entry, number, owner, state) VALUES (99, 0, 0, 0)", "99" },
    { "UPDATE device_seen SET hash = zeroblob(32)", "device" },
    { "UPDATE officer SET roles = 'administrator' WHERE name = 'Ben'", "roles" },
    { "UPDATE officer_key SET box_public = randomblob(32)", "key" },
    { "UPDATE officer_key SET admitted_by = officer", "key" },
    { "DELETE FROM officer_key WHERE admitted_by = 0", "key" },
    { "DELETE FROM party WHERE name = 'Town Hall'", "Parties" },
    { "DELETE FROM found WHERE title = 'town hall'", "search index" },
    { "UPDATE party SET note = 'handball' WHERE name = 'Youth House'", "note" },
    { "UPDATE referral SET state = 'screened_in'", "state" },
    { "UPDATE referral SET archived_at = 1", "archived_at" },
    { "DELETE FROM history_row WHERE record = (SELECT id FROM referral)", "leaves an entry out" },
    { "INSERT INTO step (id, referral, what) SELECT 7, id, 'signed' FROM referral", "being there" },
    { "DELETE FROM referral", "being gone" },
    { "UPDATE vocabulary SET label = 'Pub' WHERE code = 'club'", "label" },
    { "UPDATE record_count SET in_use = in_use + 1 WHERE type = 'party'", "Parties" },
};

static void each_tampering_is_found_and_named(void)
{
    struct office office;
    struct verify_report report;
    size_t count = sizeof tampering / sizeof tampering[0];

    fill(&office);
    for (size_t i = 0; i < count; i++) {
        CU_ASSERT_EQUAL_FATAL(sqlite3_exec(office.store->db, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
        CU_ASSERT_EQUAL_FATAL(sqlite3_exec(office.store->db, tampering[i].sql, NULL, NULL, NULL), SQLITE_OK);
        CU_ASSERT_TRUE(sqlite3_changes(office.store->db) > 0);
        CU_ASSERT_EQUAL(verify(&office, &report), E_DAMAGED);
        CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&report.lines), tampering[i].named));
        if (!strstr(buf_text(&report.lines), tampering[i].named))
            printf("\n    %s: %s", tampering[i].sql, buf_text(&report.lines));
        verify_report_release(&report);
        CU_ASSERT_EQUAL_FATAL(sqlite3_exec(office.store->db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    }
    CU_ASSERT_EQUAL(verify(&office, &report), OK);
    verify_report_release(&report);
    office_end(&office);
}

static void a_role_signed_by_no_administrator_counts_for_nothing(void)
{
    struct office office;
    struct verify_report report;
    struct record officer;
    struct save *save;

    fill(&office);
    store_close(office.store);
    office.store = NULL;
    CU_ASSERT_EQUAL_FATAL(office_open(&office, "Ben", "bens own passphrase"), OK);
    CU_ASSERT_EQUAL_FATAL(
        store_load(office.store, &office_officer, store_officer_id(office.store), &officer, &office.why), OK);
    office_set(&officer, "roles", "administrator");
    CU_ASSERT_EQUAL_FATAL(roster_begin(office.store, &save, &office.why), OK); /* as a changed program would */
    CU_ASSERT_EQUAL_FATAL(save_put_as(save, &officer, PUT_BY_ROSTER, NULL, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(save_commit(save, NULL, NULL, &office.why), OK);
    record_release(&officer);
    CU_ASSERT_EQUAL(verify(&office, &report), E_DAMAGED);
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&report.lines), "no administrator"));
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&report.lines), "roles of officer"));
    verify_report_release(&report);
    office_end(&office);
}

static void a_chain_cut_short_does_not_open(void)
{
    struct office office;

    fill(&office);
    CU_ASSERT_EQUAL_FATAL(sqlite3_exec(office.store->db,
                                       "DELETE FROM history WHERE seq = (SELECT max(seq) FROM history)", NULL, NULL,
                                       NULL),
                          SQLITE_OK);
    store_close(office.store);
    office.store = NULL;
    CU_ASSERT_EQUAL(office_open(&office, "Ana", "correct horse battery"), E_DAMAGED);
    office_end(&office);
}

static void a_flipped_byte_is_found_with_its_page(void)
{
    struct office office;
    struct verify_report report;
    off_t at;
    uint8_t byte;
    int fd;

    fill(&office);
    office_reopen(&office);
    fd = open(office.vault, O_RDWR | O_CLOEXEC);
    CU_ASSERT_FATAL(fd >= 0);
    at = lseek(fd, 0, SEEK_END) - 3000;
    CU_ASSERT_EQUAL_FATAL(pread(fd, &byte, 1, at), 1);
    byte = (uint8_t)(byte ^ 4);
    CU_ASSERT_EQUAL_FATAL(pwrite(fd, &byte, 1, at), 1);
    close(fd);
    CU_ASSERT_EQUAL(verify(&office, &report), E_DAMAGED);
    CU_ASSERT_EQUAL(report.bad_pages, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&report.lines), "Page"));
    verify_report_release(&report);
    office_end(&office);
}

static void a_trigger_is_noticed_at_opening(void)
{
    struct office office;

    fill(&office);
    CU_ASSERT_EQUAL_FATAL(sqlite3_exec(office.store->db, "CREATE TRIGGER sly AFTER UPDATE ON party BEGIN SELECT 1; END",
                                       NULL, NULL, NULL),
                          SQLITE_OK);
    store_close(office.store);
    office.store = NULL;
    CU_ASSERT_EQUAL(office_open(&office, "Ana", "correct horse battery"), E_DAMAGED);
    CU_ASSERT_PTR_NOT_NULL(strstr(office.why.text, "sly"));
    office_end(&office);
}

static void a_table_without_a_number_for_a_key_is_refused(void)
{
    static const char tables[] =
        "DROP TABLE link; CREATE TABLE link (id TEXT PRIMARY KEY NOT NULL, party INTEGER, what TEXT);";
    struct office office;

    fill(&office);
    office_write(&office, "0002_wrong.sql", tables, sizeof tables - 1);
    store_close(office.store);
    office.store = NULL;
    CU_ASSERT_EQUAL(office_open(&office, "Ana", "correct horse battery"), E_DAMAGED);
    CU_ASSERT_PTR_NOT_NULL(strstr(office.why.text, "link"));
    office_end(&office);
}

static void a_newer_schema_is_an_entry_and_an_older_program_is_told(void)
{
    static const char tables[] = "ALTER TABLE party ADD COLUMN motto TEXT;";
    struct office office;
    struct history_row row;
    struct verify_report report;
    size_t count;
    char path[2 * UNIT_PATH_SIZE];

    fill(&office);
    office_write(&office, "0002_motto.sql", tables, sizeof tables - 1);
    office_reopen(&office);
    CU_ASSERT_EQUAL_FATAL(store_history(office.store, NULL, 0, 0, 1, &row, &count, &office.why), OK);
    CU_ASSERT_EQUAL(row.kind, ENTRY_MIGRATE);
    CU_ASSERT_TRUE(row.verified);
    CU_ASSERT_EQUAL(verify(&office, &report), OK);
    verify_report_release(&report);
    snprintf(path, sizeof path, "%s/schema/0002_motto.sql", office.assets);
    CU_ASSERT_EQUAL_FATAL(unlink(path), 0);
    store_close(office.store);
    office.store = NULL;
    CU_ASSERT_EQUAL(office_open(&office, "Ana", "correct horse battery"), E_INVALID);
    CU_ASSERT_PTR_NOT_NULL(strstr(office.why.text, "newer"));
    office_end(&office);
}

static void a_backup_opens_like_the_vault(void)
{
    struct office office;
    struct record_page page;
    struct query query;
    char path[UNIT_PATH_SIZE];

    fill(&office);
    unit_path(office.folder, "copy.tkv", path);
    CU_ASSERT_EQUAL_FATAL(store_backup(office.store, path, &office.why), OK);
    store_close(office.store);
    office.store = NULL;
    snprintf(office.vault, sizeof office.vault, "%s", path);
    CU_ASSERT_EQUAL_FATAL(office_open(&office, "Ana", "correct horse battery"), OK);
    query_init(&query, &office_party);
    CU_ASSERT_EQUAL_FATAL(store_page(office.store, &query, NULL, false, 5, &page, &office.why), OK);
    CU_ASSERT_EQUAL(page.count, 2);
    record_page_release(&page);
    office_end(&office);
}

void suite_verify(void);
void suite_verify(void)
{
    CU_pSuite s = CU_add_suite("verify", NULL, NULL);

    CU_add_test(s, "a sound vault is green", a_sound_vault_is_green);
    CU_add_test(s, "each tampering is found and named (A01)", each_tampering_is_found_and_named);
    CU_add_test(s, "a role signed by no administrator counts for nothing (R05)",
                a_role_signed_by_no_administrator_counts_for_nothing);
    CU_add_test(s, "a chain cut short does not open (A02)", a_chain_cut_short_does_not_open);
    CU_add_test(s, "a flipped byte is found with its page", a_flipped_byte_is_found_with_its_page);
    CU_add_test(s, "a trigger is noticed at opening", a_trigger_is_noticed_at_opening);
    CU_add_test(s, "a table without a number for a key is refused (S40)",
                a_table_without_a_number_for_a_key_is_refused);
    CU_add_test(s, "a newer schema is an entry, and an older program is told (S46)",
                a_newer_schema_is_an_entry_and_an_older_program_is_told);
    CU_add_test(s, "a backup opens like the vault", a_backup_opens_like_the_vault);
}
