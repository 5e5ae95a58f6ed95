/*
 * What an insider can do who holds the vault's key, writes its tables with a changed program and signs with his own
 * key: everything here must be noticed before a case's key is wrapped for him, and nothing sealed may be sealed to him.
 */
#include "../../src/store/store_in.h"
#include "store_office.h"

static void open_as(struct office *office, const char *name, const char *words)
{
    store_close(office->store);
    office->store = NULL;
    CU_ASSERT_EQUAL_FATAL(office_open(office, name, words), OK);
}

static void tamper(struct office *office, const char *sql)
{
    char *error = NULL;

    if (sqlite3_exec(office->store->db, sql, NULL, NULL, &error) != SQLITE_OK)
        printf("\n    %s: %s", sql, error);
    CU_ASSERT_PTR_NULL_FATAL(error);
}

static int64_t keys_of(struct office *office, int64_t officer)
{
    sqlite3_stmt *stmt;
    int64_t count;
    bool row;

    CU_ASSERT_EQUAL_FATAL(sql_get(office->store, "SELECT count(*) FROM case_key WHERE officer = ?1", &stmt, NULL), OK);
    sqlite3_bind_int64(stmt, 1, officer);
    CU_ASSERT_EQUAL_FATAL(sql_step(office->store, stmt, &row, NULL), OK);
    count = sqlite3_column_int64(stmt, 0);
    sql_done(office->store, stmt);
    return count;
}

/* Ana takes in a referral: refused and noticed by verify, and no key goes to `insider`. */
static void expect_no_key(struct office *office, int64_t insider)
{
    struct verify_report report;
    int64_t before;

    open_as(office, "Ana", "correct horse battery");
    before = keys_of(office, insider);
    CU_ASSERT_EQUAL_FATAL(office_casework(office, "correct horse battery"), OK);
    CU_ASSERT_EQUAL(office_referral_add(office, "Karim Zane", "story"), 0);
    CU_ASSERT_EQUAL(office->why.code, E_DAMAGED);
    CU_ASSERT_EQUAL(keys_of(office, insider), before);
    CU_ASSERT_EQUAL(store_verify(office->store, &report, &office->why), E_DAMAGED);
    verify_report_release(&report);
}

static void a_draft_is_sealed_to_the_officers_own_key_whatever_the_tables_say(void)
{
    struct office office;
    struct record referral = office_new(&office_referral), read;
    int64_t kept_at;

    office_create(&office);
    office_set(&referral, "person", "Karim Zane");
    tamper(&office, "UPDATE officer_key SET box_public = randomblob(32)");
    CU_ASSERT_EQUAL_FATAL(store_draft_keep(office.store, &referral, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    CU_ASSERT_EQUAL_FATAL(store_draft_load(office.store, &office_referral, 0, &read, &kept_at, &office.why), OK);
    CU_ASSERT_STRING_EQUAL(record_text(&read, "person"), "Karim Zane");
    record_release(&read);
    record_release(&referral);
    office_end(&office);
}

/* Everything an administrator may sign, up to roles of casework for himself; but he lets nobody in. */
static void r06_an_administrator_with_a_role_of_casework_gets_no_key(void)
{
    struct office office;
    struct save *save;
    int64_t ben;

    office_create(&office);
    ben = office_officer_add(&office, "Ben", "administrator", "bens own passphrase");
    open_as(&office, "Ben", "bens own passphrase");
    CU_ASSERT_EQUAL_FATAL(store_officer_roles(office.store, ben, ROLE_ADMINISTRATOR | ROLE_LEAD, &office.why), OK);
    open_as(&office, "Ana", "correct horse battery");
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    CU_ASSERT_NOT_EQUAL_FATAL(office_referral_add(&office, "Karim Zane", "story"), 0);
    CU_ASSERT_EQUAL(keys_of(&office, ben), 0);
    open_as(&office, "Ben", "bens own passphrase");
    CU_ASSERT_EQUAL_FATAL(roster_begin(office.store, &save, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(officer_admit(office.store, ben, ben, &office.why), OK); /* as a changed program would */
    CU_ASSERT_EQUAL_FATAL(save_commit(save, NULL, NULL, &office.why), OK);
    expect_no_key(&office, ben);
    office_end(&office);
}

/* A history of his own, from a device of his own, in which he was the first officer; the true one is passed over. */
static void an_invented_beginning_counts_for_nothing(void)
{
    static const char *const others[] = {
        "UPDATE history SET kind = 0 WHERE kind = 7",
        "UPDATE officer_key SET id = id + 1",
        "CREATE TEMP TABLE keys AS SELECT * FROM officer_key",
        "CREATE TEMP TABLE people AS SELECT * FROM officer",
        "DELETE FROM officer_key",
        "DELETE FROM officer",
        "INSERT INTO device_seen VALUES (9, zeroblob(16), 'x', 0, zeroblob(32), 0)",
    };
    struct office office;
    struct save_owner *owner;
    struct save *save;
    int64_t ben;

    office_create(&office);
    ben = office_officer_add(&office, "Ben", "programme_officer", "bens own passphrase");
    open_as(&office, "Ben", "bens own passphrase");
    CU_ASSERT_NOT_EQUAL_FATAL(office_party_add(&office, "Youth House", "", ""), 0); /* the newest entry is looked at */
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        tamper(&office, others[i]);
    office.store->device = 9;
    memset(office.store->device_id, 0, sizeof office.store->device_id);
    CU_ASSERT_EQUAL_FATAL(roster_begin(office.store, &save, &office.why), OK);
    save->entry = 1;
    CU_ASSERT_EQUAL_FATAL(save_owner(save, 0, &owner, &office.why), OK);
    tamper(&office,
           "INSERT INTO officer_key SELECT id, officer, sign_public, box_public, officer, since, until FROM keys");
    tamper(&office, "UPDATE people SET roles = 'case_officer;administrator'");
    tamper(&office, "INSERT INTO officer SELECT * FROM people");
    CU_ASSERT_EQUAL_FATAL(save_commit(save, NULL, NULL, &office.why), OK);
    expect_no_key(&office, ben);
    office_end(&office);
}

/* Cleo was let in, left, and puts the tables back as they were; her leaving is hidden in three ways. */
static void r07_who_left_cannot_cut_the_leaving_out(void)
{
    static const char *const ways[] = {
        "UPDATE history SET kind = 0 WHERE seq = 4",
        "UPDATE history SET id = 5 WHERE seq = 4",
        "DELETE FROM history WHERE seq = 4",
        "UPDATE history SET seq = seq - 1 WHERE seq > 4",
    };
    struct office office;
    int64_t cleo;

    for (size_t i = 0; i < 3; i++) {
        office_create(&office);
        CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
        cleo = office_officer_add(&office, "Cleo", "case_officer", "cleos own passphrase");
        CU_ASSERT_EQUAL_FATAL(store_officer_remove(office.store, cleo, &office.why), OK); /* entry 4 */
        CU_ASSERT_NOT_EQUAL_FATAL(office_party_add(&office, "Youth House", "", ""), 0);
        tamper(&office, ways[i]);
        if (i == 2)
            tamper(&office, ways[3]);
        tamper(&office,
               "UPDATE officer_key SET until = NULL, admitted_by = (SELECT min(id) FROM officer) WHERE until > 0");
        tamper(&office, "UPDATE officer SET archived_at = NULL, archived_by = NULL");
        if (i == 2) {
            tamper(&office, "UPDATE device_seen SET seq = seq - 1");
            store_close(office.store);
            office.store = NULL;
            CU_ASSERT_EQUAL(office_open(&office, "Ana", "correct horse battery"), E_DAMAGED);
        } else {
            expect_no_key(&office, cleo);
        }
        office_end(&office);
    }
}

/* Who was administrator and caseworker once signs today with the key of then, as another device that "was there
 * before". */
static void r07_an_appointment_from_an_unknown_device_counts_for_nothing(void)
{
    struct office office;
    struct save *save;
    int64_t ben, cleo;

    office_create(&office);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    ben = office_officer_add(&office, "Ben", "case_officer;administrator", "bens own passphrase");
    cleo = office_officer_add(&office, "Cleo", "programme_officer", "cleos own passphrase");
    open_as(&office, "Ben", "bens own passphrase");
    tamper(&office, "INSERT INTO device_seen VALUES (9, zeroblob(16), 'x', 0, zeroblob(32), 0)");
    office.store->device = 9;
    memset(office.store->device_id, 0, sizeof office.store->device_id);
    CU_ASSERT_EQUAL_FATAL(roster_begin(office.store, &save, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(officer_admit(office.store, cleo, store_officer_id(office.store), &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(save_commit(save, NULL, NULL, &office.why), OK);
    expect_no_key(&office, ben);
    office_end(&office);
}

/* Wrapped keys are anonymous: Ben puts one he knows in place of a case's, and empties what would not open with it. */
static void a_key_put_in_place_of_a_cases_seals_nothing(void)
{
    struct office office;
    struct record referral, step = office_new(&office_step);
    struct new_slot ana;
    struct secret *bens = NULL;
    int64_t id, officer;

    office_create(&office);
    officer = store_officer_id(office.store);
    CU_ASSERT_EQUAL_FATAL(vault_first_keys(office.store->vault, &ana), OK);
    CU_ASSERT_NOT_EQUAL_FATAL(office_officer_add(&office, "Ben", "programme_officer", "bens own passphrase"), 0);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    id = office_referral_add(&office, "Karim Zane", "story");
    open_as(&office, "Ben", "bens own passphrase");
    CU_ASSERT_EQUAL_FATAL(secret_new_random(KEY_SIZE, &bens, NULL), OK);
    CU_ASSERT_EQUAL_FATAL(case_key_wrap(office.store, id, bens, officer, ana.box_public, &office.why), OK);
    tamper(&office, "UPDATE referral SET person = NULL, story = NULL, age = NULL");
    open_as(&office, "Ana", "correct horse battery");
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    CU_ASSERT_EQUAL_FATAL(store_load(office.store, &office_referral, id, &referral, &office.why), OK);
    office_set(&referral, "story", "told to Ben after all");
    CU_ASSERT_EQUAL(store_put(office.store, &referral, NULL, NULL, &office.why), E_DAMAGED);
    value_set_number(record_value(&step, "referral"), id);
    office_set(&step, "reasons", "told to Ben after all");
    CU_ASSERT_EQUAL(store_put(office.store, &step, NULL, NULL, &office.why), E_DAMAGED);
    CU_ASSERT_EQUAL(store_log_view(office.store, &office_referral, id, "on the screen", &office.why), E_DAMAGED);
    record_release(&referral);
    record_release(&step);
    secret_free(bens);
    office_end(&office);
}

/* The public key beside the slot is bound to the passphrase: whoever holds the vault key cannot put his own there. */
static void the_box_key_of_a_slot_cannot_be_exchanged(void)
{
    struct office office;
    struct new_slot own;
    struct box_key *box = NULL;
    struct passphrase *passphrase = office_passphrase("correct horse battery");
    uint8_t box_public[BOX_PUBLIC_SIZE];

    office_create(&office);
    CU_ASSERT_EQUAL(vault_first_keys(office.store->vault, &own), OK);
    CU_ASSERT_EQUAL_FATAL(vault_open_box_key(office.store->vault, passphrase, &box, &office.why), OK);
    box_key_public(box, box_public);
    CU_ASSERT_EQUAL(memcmp(box_public, own.box_public, BOX_PUBLIC_SIZE), 0);
    box_key_free(box);
    passphrase_free(passphrase);
    office_end(&office);
}

void suite_insider(void);
void suite_insider(void)
{
    CU_pSuite s = CU_add_suite("insider", NULL, NULL);

    CU_add_test(s, "a draft is sealed to the officer's own key, whatever the tables say",
                a_draft_is_sealed_to_the_officers_own_key_whatever_the_tables_say);
    CU_add_test(s, "an administrator with a role of casework gets no key (R06)",
                r06_an_administrator_with_a_role_of_casework_gets_no_key);
    CU_add_test(s, "an invented beginning of the history counts for nothing", an_invented_beginning_counts_for_nothing);
    CU_add_test(s, "who left cannot cut the leaving out (R07)", r07_who_left_cannot_cut_the_leaving_out);
    CU_add_test(s, "an appointment from an unknown device counts for nothing (R07)",
                r07_an_appointment_from_an_unknown_device_counts_for_nothing);
    CU_add_test(s, "a key put in place of a case's seals nothing", a_key_put_in_place_of_a_cases_seals_nothing);
    CU_add_test(s, "the box key of a slot is the one its passphrase opens", the_box_key_of_a_slot_cannot_be_exchanged);
}
