/* Damaged pages in an officer's words: what verify says of each page of a vault, one after the other. */
#include "../../src/store/store_in.h"
#include "store_office.h"
#include "vault_unit.h"

void suite_damage(void);

enum { PARTIES = 300, CASES = 40 };

static void fill(struct office *office)
{
    struct save *save;
    struct record party = office_new(&office_party);
    char name[40];

    CU_ASSERT_EQUAL_FATAL(save_begin(office->store, ENTRY_IMPORT, &save, &office->why), OK);
    for (int i = 0; i < PARTIES; i++) {
        snprintf(name, sizeof name, "Party %03d", i);
        party.id = 0;
        office_set(&party, "name", name);
        office_set(&party, "note", i % 50 == 49 ? "long " : "short");
        for (int more = 0; i % 50 == 49 && more < 10; more++) {
            struct buf note = { 0 };

            CU_ASSERT_EQUAL(buf_printf(&note, "%s%s", record_text(&party, "note"), record_text(&party, "note")), OK);
            office_set(&party, "note", buf_text(&note));
            buf_release(&note);
        }
        CU_ASSERT_EQUAL_FATAL(save_put(save, &party, NULL, &office->why), OK);
    }
    CU_ASSERT_EQUAL_FATAL(save_commit(save, "Imported parties", NULL, &office->why), OK);
    record_release(&party);
    CU_ASSERT_EQUAL_FATAL(office_casework(office, "correct horse battery"), OK);
    for (int i = 0; i < CASES; i++)
        CU_ASSERT_NOT_EQUAL(office_referral_add(office, "Amira Haddad", "threatened by a neighbour"), 0);
}

/* The table or index a page belongs to, by SQLite itself. "" for a page of none. */
static void name_of(struct office *office, uint64_t page, char out[80])
{
    sqlite3_stmt *stmt = NULL;

    out[0] = '\0';
    CU_ASSERT_EQUAL_FATAL(
        sqlite3_prepare_v2(office->store->db, "SELECT name FROM dbstat WHERE pageno = ?1", -1, &stmt, NULL), SQLITE_OK);
    sqlite3_bind_int64(stmt, 1, (int64_t)page);
    if (sqlite3_step(stmt) == SQLITE_ROW)
        snprintf(out, 80, "%s", (const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
}

/* What the first line must have in it for a page of that table or index. */
static const char *expected(const char *name)
{
    static const struct {
        const char *name, *words;
    } tables[] = {
        { "party", "Parties: " },
        { "referral", "Referrals: " },
        { "officer", "Officers: " },
        { "vocabulary", "Words: " },
        { "history", "The history: entries" },
        { "history_part", "The history: what entries changed" },
        { "history_row", "The list of which entries speak of a record" },
        { "case_key", "Keys of cases" },
        { "officer_key", "Public keys of officers" },
        { "meta", "What the vault notes of itself" },
        { "sqlite_schema", "The list of all tables" },
        { "party_by_name", "An index of Parties. It can be made anew" },
        { "history_by_device", "An index. It can be made anew" },
        { "", "A page not in use. Nothing is lost" },
    };

    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        if (strcmp(tables[i].name, name) == 0)
            return tables[i].words;
    }
    return strncmp(name, "found", 5) == 0 ? "The search index" : "Page ";
}

static void v20_verify_says_what_stood_on_each_damaged_page(void)
{
    struct office office;
    size_t told = 0;
    bool has_long = false, has_case = false;
    uint64_t pages;

    office_create(&office);
    fill(&office);
    pages = page_count_at(file_length(office.vault));
    CU_ASSERT_TRUE(pages > 60);
    for (uint64_t page = 1; page <= pages; page++) {
        struct verify_report report;
        char name[80], number[32];
        const char *line, *colon;
        size_t rows = 0;

        name_of(&office, page, name);
        file_flip(office.vault, page_at(page) + 77, 3);
        CU_ASSERT_EQUAL(store_verify(office.store, &report, &office.why), E_DAMAGED);
        file_flip(office.vault, page_at(page) + 77, 3);
        line = buf_text(&report.lines);
        snprintf(number, sizeof number, "Page %llu of ", (unsigned long long)page);
        CU_ASSERT_EQUAL(strncmp(line, number, strlen(number)), 0);
        CU_ASSERT_PTR_NOT_NULL(strstr(line, expected(name)));
        CU_ASSERT_EQUAL(report.bad_pages, 1);
        if (strcmp(name, "party") == 0 && (colon = strstr(line, "Parties: ")) != NULL &&
            sscanf(colon, "Parties: %zu record", &rows) == 1) {
            /* A branch has all the rows of the pages below it. */
            told += rows < PARTIES ? rows : 0;
            CU_ASSERT_PTR_NOT_NULL(strstr(line, "from “Party "));
        }
        has_long = has_long || strstr(line, "the record “Party ") != NULL;
        has_case = has_case || strstr(line, "Referrals: ") != NULL;
        CU_ASSERT_PTR_NULL(strstr(line, "Amira"));
        verify_report_release(&report);
    }
    CU_ASSERT_EQUAL(told, PARTIES);
    CU_ASSERT_TRUE(has_long && has_case);
    office_end(&office);
}

static void v20_a_vault_cut_short_names_what_stood_behind_the_cut(void)
{
    struct office office;
    struct verify_report report;
    uint64_t pages;

    office_create(&office);
    fill(&office);
    pages = page_count_at(file_length(office.vault));
    CU_ASSERT_EQUAL(truncate(office.vault, page_at(pages / 2)), 0);
    CU_ASSERT_EQUAL(store_verify(office.store, &report, &office.why), E_DAMAGED);
    CU_ASSERT_EQUAL(strncmp(buf_text(&report.lines), "The vault was cut short after page ", 35), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&report.lines), "Parties: "));
    verify_report_release(&report);
    office_end(&office);
}

void suite_damage(void)
{
    CU_pSuite suite = CU_add_suite("damage", NULL, NULL);

    CU_ADD_TEST(suite, v20_verify_says_what_stood_on_each_damaged_page);
    CU_ADD_TEST(suite, v20_a_vault_cut_short_names_what_stood_behind_the_cut);
}
