/* Sealed fields: who can read them, and that nobody else can with any tool on the open vault. */
#include "store_inside.h"

static void run_sql(struct office *office, const char *sql)
{
    CU_ASSERT_EQUAL_FATAL(sqlite3_exec(office->store->db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static void open_as(struct office *office, const char *name, const char *words)
{
    store_close(office->store);
    office->store = NULL;
    CU_ASSERT_EQUAL_FATAL(office_open(office, name, words), OK);
}

static void a_referral_needs_casework_open(void)
{
    struct office office;
    struct record referral = office_new(&office_referral);

    office_create(&office);
    CU_ASSERT_FALSE(store_casework_is_open(office.store));
    office_set(&referral, "person", "Karim Zane");
    CU_ASSERT_EQUAL(store_put(office.store, &referral, NULL, NULL, &office.why), E_PERMISSION);
    CU_ASSERT_STRING_EQUAL(office.why.text, "Open casework first (F3, or give the passphrase again).");
    CU_ASSERT_EQUAL(office_casework(&office, "another horse battery"), E_PASSPHRASE);
    CU_ASSERT_EQUAL(office_casework(&office, "correct horse battery"), OK);
    CU_ASSERT_EQUAL(store_put(office.store, &referral, NULL, NULL, &office.why), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&referral, "state"), "");
    record_release(&referral);
    office_end(&office);
}

static void sealed_fields_open_and_close_with_casework(void)
{
    struct office office;
    struct record referral;
    struct buf shown = { 0 };
    char expected[40];
    int64_t id;

    office_create(&office);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    id = office_referral_add(&office, "Karim Zane", "drew a swastika");
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_referral, id, &referral, &office.why), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&referral, "person"), "Karim Zane");
    CU_ASSERT_STRING_EQUAL(record_text(&referral, "story"), "drew a swastika");
    CU_ASSERT_EQUAL(record_number(&referral, "age"), 15);
    snprintf(expected, sizeof expected, "R-%04d-0001", clock_today().year);
    CU_ASSERT_STRING_EQUAL(record_text(&referral, "reference"), expected);
    record_release(&referral);
    store_casework_close(office.store);
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_referral, id, &referral, &office.why), OK);
    CU_ASSERT_EQUAL(referral.values[REFERRAL_PERSON].form, VALUE_CLOSED);
    CU_ASSERT_EQUAL(referral.values[REFERRAL_AGE].form, VALUE_CLOSED);
    CU_ASSERT_STRING_EQUAL(record_text(&referral, "source"), "school nurse");
    CU_ASSERT_EQUAL(store_show_value(office.store, &referral, REFERRAL_PERSON, &shown), OK);
    CU_ASSERT_STRING_EQUAL(buf_text(&shown), "(sealed)");
    buf_release(&shown);
    record_release(&referral);
    office_end(&office);
}

static void a_closed_value_keeps_what_is_stored(void)
{
    struct office office;
    struct record closed, open;
    int64_t id;

    office_create(&office);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    id = office_referral_add(&office, "Karim Zane", "story");
    store_casework_close(office.store);
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_referral, id, &closed, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    office_set(&closed, "source", "parent");
    CU_ASSERT_EQUAL(store_put(office.store, &closed, NULL, NULL, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_referral, id, &open, &office.why), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&open, "person"), "Karim Zane");
    CU_ASSERT_STRING_EQUAL(record_text(&open, "source"), "parent");
    record_release(&closed);
    record_release(&open);
    office_end(&office);
}

static void records_of_a_case_share_its_key_and_history(void)
{
    struct office office;
    struct record step = office_new(&office_step), read;
    struct history_row rows[4];
    size_t count;
    int64_t id;

    office_create(&office);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    id = office_referral_add(&office, "Karim Zane", "story");
    value_set_number(record_value(&step, "referral"), id);
    office_set(&step, "what", "screened");
    office_set(&step, "reasons", "first hand, dated");
    CU_ASSERT_EQUAL_FATAL(store_put(office.store, &step, NULL, NULL, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_step, step.id, &read, &office.why), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&read, "reasons"), "first hand, dated");
    CU_ASSERT_EQUAL(office_number(&office, "SELECT count(*) FROM case_key"), 1);
    CU_ASSERT_EQUAL(store_history(office.store, &office_referral, id, 0, 4, rows, &count, &office.why), OK);
    CU_ASSERT_EQUAL(count, 2);
    value_set_number(record_value(&read, "referral"), office_referral_add(&office, "Lena Ost", "another"));
    CU_ASSERT_EQUAL(store_put(office.store, &read, NULL, NULL, &office.why), E_INVALID);
    record_release(&step);
    record_release(&read);
    office_end(&office);
}

/* Every column of every table, as whoever gets at the open database can read them. */
static bool table_holds(struct office *office, const char *table, const char *phrase)
{
    char sql[200];
    sqlite3_stmt *stmt;
    size_t len = strlen(phrase);
    bool holds = false;

    snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"", table);
    CU_ASSERT_EQUAL_FATAL(sqlite3_prepare_v2(office->store->db, sql, -1, &stmt, NULL), SQLITE_OK);
    while (!holds && sqlite3_step(stmt) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(stmt) && !holds; i++) {
            const void *bytes = sqlite3_column_blob(stmt, i);

            holds = bytes && memmem(bytes, (size_t)sqlite3_column_bytes(stmt, i), phrase, len);
        }
    }
    sqlite3_finalize(stmt);
    return holds;
}

static void no_table_holds_a_word_of_a_case(void)
{
    static const char *const phrases[] = { "Karim", "swastika", "first hand" };
    struct office office;
    struct record step = office_new(&office_step);
    sqlite3_stmt *tables;
    int count = 0;

    office_create(&office);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    value_set_number(record_value(&step, "referral"), office_referral_add(&office, "Karim Zane", "drew a swastika"));
    office_set(&step, "reasons", "first hand");
    CU_ASSERT_EQUAL_FATAL(store_put(office.store, &step, NULL, NULL, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(store_draft_keep(office.store, &step, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(
        sqlite3_prepare_v2(office.store->db, "SELECT name FROM sqlite_schema WHERE type = 'table'", -1, &tables, NULL),
        SQLITE_OK);
    for (; sqlite3_step(tables) == SQLITE_ROW; count++) {
        for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++)
            CU_ASSERT_FALSE(table_holds(&office, (const char *)sqlite3_column_text(tables, 0), phrases[i]));
    }
    sqlite3_finalize(tables);
    CU_ASSERT_TRUE(count > 15);
    CU_ASSERT_TRUE(table_holds(&office, "referral", "school nurse"));
    record_release(&step);
    office_end(&office);
}

static void a_blob_moved_to_another_record_does_not_open(void)
{
    struct office office;
    struct record referral;
    int64_t id;
    char sql[200];

    office_create(&office);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    id = office_referral_add(&office, "Karim Zane", "story");
    snprintf(sql, sizeof sql, "UPDATE referral SET person = story WHERE id = %lld", (long long)id);
    run_sql(&office, sql);
    CU_ASSERT_EQUAL(store_load(office.store, &office_referral, id, &referral, &office.why), E_DAMAGED);
    office_end(&office);
}

static void an_administrator_who_helps_himself_gets_no_keys(void)
{
    struct office office;
    struct record referral;
    int64_t ben, id, second;
    size_t handed;
    char sql[240];

    office_create(&office);
    ben = office_officer_add(&office, "Ben", "administrator", "bens own passphrase");
    CU_ASSERT_NOT_EQUAL_FATAL(ben, 0);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    id = office_referral_add(&office, "Karim Zane", "story");
    open_as(&office, "Ben", "bens own passphrase");
    CU_ASSERT_EQUAL(office_casework(&office, "bens own passphrase"), E_PERMISSION);
    CU_ASSERT_EQUAL(store_load(office.store, &office_referral, id, &referral, &office.why), E_PERMISSION);
    CU_ASSERT_EQUAL_FATAL(store_officer_roles(office.store, ben, ROLE_ADMINISTRATOR | ROLE_CASE, &office.why), OK);
    CU_ASSERT_EQUAL(office_casework(&office, "bens own passphrase"), OK);
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_referral, id, &referral, &office.why), OK);
    CU_ASSERT_EQUAL(referral.values[REFERRAL_PERSON].form, VALUE_CLOSED);
    record_release(&referral);
    CU_ASSERT_EQUAL(store_grant_keys(office.store, ben, &handed, &office.why), E_PERMISSION);
    CU_ASSERT_EQUAL(office_referral_add(&office, "Lena Ost", "story"), 0);
    snprintf(sql, sizeof sql, "UPDATE officer_key SET admitted_by = %lld", (long long)ben);
    run_sql(&office, sql);
    CU_ASSERT_EQUAL(office_referral_add(&office, "Lena Ost", "story"), 0);
    snprintf(sql, sizeof sql, "UPDATE officer_key SET admitted_by = CASE officer WHEN %lld THEN 0 ELSE officer END",
             (long long)ben);
    run_sql(&office, sql);
    open_as(&office, "Ana", "correct horse battery");
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    second = office_referral_add(&office, "Lena Ost", "story");
    CU_ASSERT_NOT_EQUAL(second, 0);
    CU_ASSERT_EQUAL(office_number(&office, "SELECT count(*) FROM case_key"), 2);
    open_as(&office, "Ben", "bens own passphrase");
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "bens own passphrase"), OK);
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_referral, second, &referral, &office.why), OK);
    CU_ASSERT_EQUAL(referral.values[REFERRAL_PERSON].form, VALUE_CLOSED);
    record_release(&referral);
    office_end(&office);
}

static void a_key_put_in_by_hand_stops_new_cases(void)
{
    struct office office;
    char sql[300];

    office_create(&office);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    snprintf(sql, sizeof sql,
             "INSERT INTO officer_key (id, officer, sign_public, box_public, admitted_by, since) "
             "SELECT 1, officer, sign_public, randomblob(32), admitted_by, since FROM officer_key");
    run_sql(&office, sql);
    CU_ASSERT_EQUAL(office_referral_add(&office, "Karim Zane", "story"), 0);
    CU_ASSERT_EQUAL(office.why.code, E_DAMAGED);
    office_end(&office);
}

static void a_colleague_in_casework_reads_what_was_handed_over(void)
{
    struct office office;
    struct record referral;
    int64_t cleo, first, later, waiting[4];
    size_t count, handed;

    office_create(&office);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    first = office_referral_add(&office, "Karim Zane", "story");
    store_casework_close(office.store);
    cleo = office_officer_add(&office, "Cleo", "case_officer", "cleos own passphrase");
    CU_ASSERT_NOT_EQUAL_FATAL(cleo, 0);
    CU_ASSERT_EQUAL(store_officers_waiting(office.store, 4, waiting, &count, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(count, 1);
    CU_ASSERT_EQUAL(waiting[0], cleo);
    CU_ASSERT_EQUAL(store_grant_keys(office.store, cleo, &handed, &office.why), E_PERMISSION);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    CU_ASSERT_EQUAL_FATAL(store_grant_keys(office.store, cleo, &handed, &office.why), OK);
    CU_ASSERT_EQUAL(handed, 1);
    later = office_referral_add(&office, "Lena Ost", "later story");
    CU_ASSERT_EQUAL(store_officers_waiting(office.store, 4, waiting, &count, &office.why), OK);
    CU_ASSERT_EQUAL(count, 0);
    open_as(&office, "Cleo", "cleos own passphrase");
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "cleos own passphrase"), OK);
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_referral, first, &referral, &office.why), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&referral, "person"), "Karim Zane");
    record_release(&referral);
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_referral, later, &referral, &office.why), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&referral, "story"), "later story");
    record_release(&referral);
    office_end(&office);
}

static void the_reason_a_case_was_archived_for_is_sealed(void)
{
    struct office office;
    struct record referral;
    struct save *save;
    sqlite3_stmt *stmt;
    bool row;
    int64_t id;

    office_create(&office);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    id = office_referral_add(&office, "Karim Zane", "story");
    CU_ASSERT_EQUAL_FATAL(save_begin(office.store, ENTRY_CHANGE, &save, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(save_archive(save, &office_referral, id, "Karim Zane moved away", &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(save_commit(save, NULL, NULL, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(sql_get(office.store,
                                  "SELECT 1 FROM referral WHERE instr(archive_reason, CAST('Karim' AS BLOB)) > 0 OR "
                                  "archive_reason LIKE '%Karim%'",
                                  &stmt, NULL),
                          OK);
    CU_ASSERT(sql_step(office.store, stmt, &row, NULL) == OK && !row);
    sql_done(office.store, stmt);
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_referral, id, &referral, &office.why), OK);
    CU_ASSERT_STRING_EQUAL(referral.archive_reason, "Karim Zane moved away");
    record_release(&referral);
    store_casework_close(office.store);
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_referral, id, &referral, &office.why), OK);
    CU_ASSERT_STRING_EQUAL(referral.archive_reason, "(sealed)");
    record_release(&referral);
    office_end(&office);
}

static void sealed_lengths_come_in_steps(void)
{
    struct office office;

    office_create(&office);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    office_referral_add(&office, "Al", "story");
    office_referral_add(&office, "Maximiliana Oberhuber", "story");
    CU_ASSERT_EQUAL(office_number(&office, "SELECT count(DISTINCT length(person)) FROM referral"), 1);
    CU_ASSERT_EQUAL(office_number(&office, "SELECT count(*) FROM (SELECT DISTINCT person FROM referral)"), 2);
    office_end(&office);
}

void suite_sealed(void);
void suite_sealed(void)
{
    CU_pSuite s = CU_add_suite("sealed", NULL, NULL);

    CU_add_test(s, "a referral needs casework open", a_referral_needs_casework_open);
    CU_add_test(s, "sealed fields open and close with casework", sealed_fields_open_and_close_with_casework);
    CU_add_test(s, "a closed value keeps what is stored", a_closed_value_keeps_what_is_stored);
    CU_add_test(s, "records of a case share its key and history", records_of_a_case_share_its_key_and_history);
    CU_add_test(s, "no table holds a word of a case (R01)", no_table_holds_a_word_of_a_case);
    CU_add_test(s, "a blob moved to another column does not open", a_blob_moved_to_another_record_does_not_open);
    CU_add_test(s, "an administrator who helps himself gets no keys (R05)",
                an_administrator_who_helps_himself_gets_no_keys);
    CU_add_test(s, "a key put in by hand stops new cases (R06)", a_key_put_in_by_hand_stops_new_cases);
    CU_add_test(s, "a colleague in casework reads what was handed over",
                a_colleague_in_casework_reads_what_was_handed_over);
    CU_add_test(s, "the reason a case was archived for is sealed", the_reason_a_case_was_archived_for_is_sealed);
    CU_add_test(s, "sealed lengths come in steps", sealed_lengths_come_in_steps);
}
