/* A vault with one damaged page, each in turn: it opens to be read, and salvage makes a whole vault of it. */
#include "../../src/store/store_in.h"
#include "store_office.h"
#include "townkeep/store/erase.h"
#include "vault_unit.h"

void suite_salvage(void);

static const char words[] = "correct horse battery";

/* One case gone, another reduced. */
static void erase_some(struct office *office, const int64_t *referrals)
{
    static const struct kept_field kept = { "referral", "person" };
    const struct erasing how = { .sentence = "Kept no longer than allowed" };
    struct erase_report report;

    CU_ASSERT_EQUAL(store_erase(office->store, &referrals[3], 1, &how, &report, &office->why), OK);
    CU_ASSERT_EQUAL(store_reduce(office->store, referrals[5], &kept, 1, &how, &report, &office->why), OK);
}

/* An office with records in the tables and changes in the history, closed. */
static void fill(struct office *office)
{
    struct record party = office_new(&office_party);
    struct save *save;
    char name[40];
    int64_t first = 0, referrals[12];

    office_create(office);
    CU_ASSERT_EQUAL_FATAL(save_begin(office->store, ENTRY_IMPORT, &save, &office->why), OK);
    for (int i = 0; i < 120; i++) {
        snprintf(name, sizeof name, "Party %03d", i);
        party.id = 0;
        office_set(&party, "name", name);
        office_set(&party, "note", "met at the town hall");
        CU_ASSERT_EQUAL_FATAL(save_put(save, &party, NULL, &office->why), OK);
        first = first ? first : party.id;
    }
    CU_ASSERT_EQUAL_FATAL(save_commit(save, "Imported parties", NULL, &office->why), OK);
    record_release(&party);
    CU_ASSERT_EQUAL_FATAL(store_load(office->store, &office_party, first, &party, &office->why), OK);
    office_set(&party, "note", "moved to the old mill");
    CU_ASSERT_EQUAL(store_put(office->store, &party, NULL, NULL, &office->why), OK);
    record_release(&party);
    CU_ASSERT_NOT_EQUAL(office_officer_add(office, "Ben", "case_officer;intake_officer", "nine tall herons"), 0);
    CU_ASSERT_EQUAL_FATAL(office_casework(office, words), OK);
    for (int i = 0; i < 12; i++)
        referrals[i] = office_referral_add(office, "Amira Haddad", "threatened by a neighbour");
    CU_ASSERT_EQUAL(store_log_view(office->store, &office_referral, referrals[0], "opened", &office->why), OK);
    erase_some(office, referrals);
    store_close(office->store);
    office->store = NULL;
}

/* Everything in the parties, in one number. */
static int64_t digest(struct office *office)
{
    sqlite3_stmt *stmt = NULL;
    int64_t out = 0;
    struct buf all = { 0 };
    uint8_t hash[HASH_SIZE];

    CU_ASSERT_EQUAL_FATAL(
        sqlite3_prepare_v2(office->store->db, "SELECT id, name, note FROM party ORDER BY id", -1, &stmt, NULL),
        SQLITE_OK);
    while (sqlite3_step(stmt) == SQLITE_ROW)
        CU_ASSERT_EQUAL(buf_printf(&all, "%lld %s %s\n", (long long)sqlite3_column_int64(stmt, 0),
                                   (const char *)sqlite3_column_text(stmt, 1),
                                   (const char *)sqlite3_column_text(stmt, 2)),
                        OK);
    sqlite3_finalize(stmt);
    hash_bytes(hash, "test", all.data, all.len, NULL);
    memcpy(&out, hash, sizeof out);
    buf_release(&all);
    return out;
}

static int64_t count(struct office *office, const char *sql)
{
    return sql_number(office->store->db, sql);
}

static enum err salvage(struct office *office, const char *path, const char *passphrase, struct salvage_report *out)
{
    struct passphrase *given = passphrase ? office_passphrase(passphrase) : NULL;
    enum err e =
        store_salvage(office->store, &(struct salvaging){ .path = path, .assets = office->assets, .passphrase = given },
                      out, &office->why);

    passphrase_free(given);
    return e;
}

/* Move the new vault to the place of the old one and open it as its officer. */
static void take_new(struct office *office, const char *path)
{
    store_close(office->store);
    office->store = NULL;
    CU_ASSERT_EQUAL(rename(path, office->vault), 0);
    CU_ASSERT_EQUAL_FATAL(office_open(office, NULL, words), OK);
}

static void expect_usable(struct office *office)
{
    struct verify_report report;

    CU_ASSERT_PTR_NULL(store_read_only(office->store));
    CU_ASSERT_NOT_EQUAL(office_party_add(office, "After the salvage", "club", ""), 0);
    CU_ASSERT_EQUAL(office_casework(office, words), OK);
    CU_ASSERT_NOT_EQUAL(office_referral_add(office, "Ilse Berg", "a story"), 0);
    CU_ASSERT_EQUAL(store_verify(office->store, &report, &office->why), OK);
    if (report.lines.len > 0)
        printf("\n    %s", buf_text(&report.lines));
    CU_ASSERT_TRUE(report.known.len > 0);
    verify_report_release(&report);
}

static void v20_each_damaged_page_in_turn_is_gone_around(void)
{
    struct office office;
    char kept[UNIT_PATH_SIZE], fresh[UNIT_PATH_SIZE];
    uint64_t pages, refused = 0, opened = 0;
    int64_t whole;

    fill(&office);
    unit_path(office.folder, "kept", kept);
    unit_path(office.folder, "new.tkv", fresh);
    file_copy(office.vault, kept);
    CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, words), OK);
    whole = digest(&office);
    pages = page_count_at(file_length(office.vault));
    store_close(office.store);
    office.store = NULL;
    for (uint64_t page = 1; page <= pages; page++) {
        struct salvage_report report;
        size_t len_before, len_after;
        uint8_t *before, *after;
        enum err e;

        file_copy(kept, office.vault);
        file_flip(office.vault, page_at(page) + 99, 2);
        before = file_bytes(office.vault, &len_before);
        e = office_open(&office, NULL, words);
        if (e == E_DAMAGED) { /* not even the list of tables */
            CU_ASSERT_PTR_NOT_NULL(strstr(why_text(&office.why), "Page "));
            refused++;
            free(before);
            continue;
        }
        CU_ASSERT_EQUAL_FATAL(e, OK);
        opened++;
        e = salvage(&office, fresh, words, &report);
        if (e)
            printf("\n    page %llu: %s", (unsigned long long)page, why_text(&office.why));
        CU_ASSERT_EQUAL_FATAL(e, OK);
        if (report.findings.len > 0)
            printf("\n    page %llu: %s%s", (unsigned long long)page, buf_text(&report.findings),
                   buf_text(&report.lost));
        CU_ASSERT_EQUAL(report.findings.len, 0);
        CU_ASSERT_EQUAL(report.damaged, 1);
        CU_ASSERT_EQUAL(report.lost_records, 0);
        store_close(office.store);
        office.store = NULL;
        after = file_bytes(office.vault, &len_after);
        CU_ASSERT_TRUE(len_before == len_after && memcmp(before, after, len_before) == 0);
        free(before);
        free(after);
        salvage_report_release(&report);
        take_new(&office, fresh);
        CU_ASSERT_EQUAL(digest(&office), whole);
        CU_ASSERT_EQUAL(count(&office, "SELECT count(*) FROM referral"), 11);
        if (page % 8 == 0)
            expect_usable(&office);
        store_close(office.store);
        office.store = NULL;
    }
    CU_ASSERT_TRUE(refused <= 8 && opened > 40);
    office_end(&office);
}

/* The page on which the row of this party stands, by its neighbours: the tests flip it and whatever brought it. */
static uint64_t page_of(struct office *office, const char *sql)
{
    int64_t page = sql_number(office->store->db, sql);

    CU_ASSERT_TRUE_FATAL(page > 1);
    return (uint64_t)page;
}

static void v20_what_nothing_gives_back_is_named_and_known_from_then_on(void)
{
    static const char leaf[] = "SELECT max(pageno) FROM dbstat WHERE name = 'party' AND pagetype = 'leaf'";
    struct office office;
    struct salvage_report report;
    struct verify_report verified;
    char fresh[UNIT_PATH_SIZE];
    uint64_t page;

    fill(&office);
    unit_path(office.folder, "new.tkv", fresh);
    CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, words), OK);
    page = page_of(&office, leaf);
    /* Every part of the team's history, so that nothing can come back. */
    for (int64_t at = 0;; at++) {
        char sql[200];
        int64_t number;

        snprintf(sql, sizeof sql,
                 "SELECT pageno FROM dbstat WHERE name = 'history_part' AND pagetype <> 'internal' LIMIT 1 OFFSET %lld",
                 (long long)at);
        number = sql_number(office.store->db, sql);
        if (number < 1)
            break;
        file_flip(office.vault, page_at((uint64_t)number) + 9, 1);
    }
    file_flip(office.vault, page_at(page) + 9, 1);
    store_close(office.store);
    office.store = NULL;
    CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, words), OK);
    CU_ASSERT_EQUAL_FATAL(salvage(&office, fresh, NULL, &report), OK);
    CU_ASSERT_TRUE(report.lost_records > 5);
    CU_ASSERT_TRUE(report.lost_parts > 3);
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&report.lost), "Parties: “party 1"));
    CU_ASSERT_PTR_NULL(strstr(buf_text(&report.lost), "Amira"));
    CU_ASSERT_EQUAL(report.findings.len, 0);
    if (report.findings.len > 0)
        printf("\n    %s", buf_text(&report.findings));
    take_new(&office, fresh);
    CU_ASSERT_EQUAL(count(&office, "SELECT count(*) FROM party") + (int64_t)report.lost_records, 120);
    salvage_report_release(&report);
    expect_usable(&office);
    /* What is taken out later is no known loss. */
    CU_ASSERT_EQUAL(run_sql(office.store->db, "DELETE FROM history_part WHERE entry = (SELECT max(id) FROM history)"),
                    SQLITE_OK);
    CU_ASSERT_EQUAL(store_verify(office.store, &verified, &office.why), E_DAMAGED);
    verify_report_release(&verified);
    CU_ASSERT_EQUAL(run_sql(office.store->db, "DELETE FROM history WHERE seq = (SELECT max(seq) - 1 FROM history)"),
                    SQLITE_OK);
    CU_ASSERT_EQUAL(store_verify(office.store, &verified, &office.why), E_DAMAGED);
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&verified.lines), "Entries of a device are missing"));
    verify_report_release(&verified);
    office_end(&office);
}

static void v20_a_damaged_vault_is_read_and_never_written(void)
{
    struct office office;
    struct record party = office_new(&office_party);
    struct salvage_report report;
    uint64_t page, damaged, pages;

    fill(&office);
    CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, words), OK);
    page = page_of(&office, "SELECT min(pageno) FROM dbstat WHERE name = 'vocabulary'");
    store_close(office.store);
    office.store = NULL;
    file_flip(office.vault, page_at(page) + 9, 1);
    CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, words), OK);
    CU_ASSERT_TRUE(store_is_damaged(office.store, &damaged, &pages));
    CU_ASSERT_EQUAL(damaged, 1);
    CU_ASSERT_TRUE(pages > 40);
    CU_ASSERT_EQUAL(store_roles(office.store) & ROLE_ADMINISTRATOR, ROLE_ADMINISTRATOR);
    CU_ASSERT_EQUAL(count(&office, "SELECT count(*) FROM party"), 120);
    office_set(&party, "name", "Never saved");
    CU_ASSERT_EQUAL(store_put(office.store, &party, NULL, NULL, &office.why), E_DAMAGED);
    CU_ASSERT_PTR_NOT_NULL(strstr(why_text(&office.why), "salvage"));
    CU_ASSERT_EQUAL(store_draft_keep(office.store, &party, &office.why), E_DAMAGED);
    CU_ASSERT_EQUAL(office_casework(&office, words), E_DAMAGED);
    CU_ASSERT_EQUAL(salvage(&office, office.vault, NULL, &report), E_CONFLICT);
    salvage_report_release(&report);
    record_release(&party);
    office_end(&office);
}

/* Every party of which the page can be read, in the order of the list, a few at a time. */
static void expect_list_goes_around(struct office *office)
{
    struct query query;
    struct record anchor = { 0 };
    struct record_page page = { .more_after = true };
    int listed = 0;

    query_init(&query, &office_party);
    while (page.more_after) {
        CU_ASSERT_EQUAL_FATAL(store_page(office->store, &query, listed ? &anchor : NULL, false, 7, &page, &office->why),
                              OK);
        for (size_t i = 0; i < page.count; i++)
            listed += strncmp(record_text(&page.records[i], "name"), "Party ", 6) == 0;
        record_release(&anchor);
        if (page.count > 0)
            CU_ASSERT_EQUAL(record_copy(&anchor, &page.records[page.count - 1]), OK);
        page.more_after = page.more_after && page.count > 0;
        record_page_release(&(struct record_page){ .records = page.records, .count = page.count });
    }
    record_release(&anchor);
    CU_ASSERT_TRUE(listed > 60 && listed < 120);
}

static void v20_damage_met_in_the_middle_ends_all_saving_but_keeps_drafts(void)
{
    struct office office;
    struct record party = office_new(&office_party);
    uint64_t page, damaged, pages;
    enum err e = OK;
    int at = 0;

    fill(&office);
    CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, words), OK);
    page = page_of(&office, "SELECT max(pageno) FROM dbstat WHERE name = 'party' AND pagetype = 'leaf'");
    store_close(office.store);
    office.store = NULL;
    file_flip(office.vault, page_at(page) + 9, 1);
    CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, words), OK);
    CU_ASSERT_PTR_NULL(store_read_only(office.store));
    while (e == OK && at < 120) {
        char sql[120];

        snprintf(sql, sizeof sql, "SELECT id FROM found_content WHERE c0 = 'typeparty' LIMIT 1 OFFSET %d", at++);
        record_release(&party);
        e = store_load(office.store, &office_party, count(&office, sql), &party, &office.why);
    }
    CU_ASSERT_EQUAL(e, E_DAMAGED);
    CU_ASSERT_TRUE(store_is_damaged(office.store, &damaged, &pages));
    expect_list_goes_around(&office);
    party = office_new(&office_party);
    office_set(&party, "name", "Half typed");
    CU_ASSERT_EQUAL(store_put(office.store, &party, NULL, NULL, &office.why), E_DAMAGED);
    CU_ASSERT_EQUAL(store_draft_keep(office.store, &party, &office.why), OK);
    record_release(&party);
    office_end(&office);
}

static void v09_an_older_page_put_back_is_told_and_gone_around(void)
{
    struct office office;
    struct salvage_report report;
    struct verify_report verified;
    struct record party;
    char fresh[UNIT_PATH_SIZE], line[80];
    uint8_t older[VAULT_PAGE_SIZE];
    uint64_t page;
    int64_t id;

    fill(&office);
    unit_path(office.folder, "new.tkv", fresh);
    CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, words), OK);
    page = page_of(&office, "SELECT min(pageno) FROM dbstat WHERE name = 'party' AND pagetype = 'leaf'");
    id = count(&office, "SELECT min(id) FROM party");
    file_read(office.vault, older, sizeof older, page_at(page));
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_party, id, &party, &office.why), OK);
    office_set(&party, "note", "the newest note");
    CU_ASSERT_EQUAL_FATAL(store_put(office.store, &party, NULL, NULL, &office.why), OK);
    record_release(&party);
    store_close(office.store);
    office.store = NULL;
    file_change(office.vault, older, sizeof older, page_at(page));
    CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, words), OK);
    CU_ASSERT_EQUAL(store_verify(office.store, &verified, &office.why), E_DAMAGED);
    snprintf(line, sizeof line,
             "Page %llu of the vault is an older one that was put back. Parties: ", (unsigned long long)page);
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&verified.lines), line));
    verify_report_release(&verified);
    CU_ASSERT_EQUAL_FATAL(salvage(&office, fresh, NULL, &report), OK);
    CU_ASSERT_EQUAL(report.findings.len, 0);
    CU_ASSERT_TRUE(report.restored > 0 && report.lost_records == 0);
    salvage_report_release(&report);
    take_new(&office, fresh);
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_party, id, &party, &office.why), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&party, "note"), "the newest note");
    record_release(&party);
    office_end(&office);
}

void suite_salvage(void)
{
    CU_pSuite suite = CU_add_suite("salvage", NULL, NULL);

    CU_ADD_TEST(suite, v20_each_damaged_page_in_turn_is_gone_around);
    CU_ADD_TEST(suite, v20_what_nothing_gives_back_is_named_and_known_from_then_on);
    CU_ADD_TEST(suite, v20_a_damaged_vault_is_read_and_never_written);
    CU_ADD_TEST(suite, v09_an_older_page_put_back_is_told_and_gone_around);
    CU_ADD_TEST(suite, v20_damage_met_in_the_middle_ends_all_saving_but_keeps_drafts);
}
