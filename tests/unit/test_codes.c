/* The two recovery codes of an office: what each opens, what neither opens, and how a code is tried out. */
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

static size_t make_casework_code(struct office *office, char code[RECOVERY_TEXT_SIZE])
{
    size_t cases = 0;

    CU_ASSERT_EQUAL_FATAL(store_casework_code_renew(office->store, code, KDF_INTERACTIVE, &cases, &office->why), OK);
    return cases;
}

static enum err use_casework_code(struct office *office, const char *code, size_t *opened)
{
    struct passphrase *typed = office_passphrase(code);
    size_t kept_closed;
    enum err e = store_casework_code_use(office->store, typed, opened, &kept_closed, &office->why);

    CU_ASSERT_EQUAL(kept_closed, 0);
    passphrase_free(typed);
    return e;
}

static bool can_read(struct office *office, int64_t referral)
{
    struct record record;
    bool can = false;

    if (store_load(office->store, &office_referral, referral, &record, &office->why) == OK)
        can = strcmp(record_text(&record, "person"), "Karim Zane") == 0;
    record_release(&record);
    return can;
}

/* Ana takes in a case, prints both codes, and takes in a second case; then she loses her passphrase. */
struct loss {
    struct office office;
    char office_code[RECOVERY_TEXT_SIZE], casework_code[RECOVERY_TEXT_SIZE];
    int64_t ana, first, second;
};

static void lose_passphrase(struct loss *loss)
{
    struct office *office = &loss->office;
    struct passphrase *fresh = office_passphrase("given by the office");

    office_create(office);
    loss->ana = store_officer_id(office->store);
    CU_ASSERT_EQUAL_FATAL(office_casework(office, "correct horse battery"), OK);
    loss->first = office_referral_add(office, "Karim Zane", "story");
    CU_ASSERT_EQUAL_FATAL(store_recovery_renew(office->store, loss->office_code, KDF_INTERACTIVE, &office->why), OK);
    CU_ASSERT_EQUAL(make_casework_code(office, loss->casework_code), 1);
    loss->second = office_referral_add(office, "Karim Zane", "another story");
    open_as(office, NULL, loss->office_code);
    CU_ASSERT_EQUAL_FATAL(store_passphrase_reset(office->store, loss->ana, fresh, KDF_INTERACTIVE, &office->why), OK);
    open_as(office, "Ana", "given by the office");
    passphrase_free(fresh);
}

static void both_codes_together_bring_an_office_of_one_back_to_its_cases(void)
{
    struct loss loss;
    struct office *office = &loss.office;
    struct history_row rows[3];
    size_t opened = 0, count = 0;

    lose_passphrase(&loss);
    CU_ASSERT_EQUAL(use_casework_code(office, loss.casework_code, &opened), E_PERMISSION);
    CU_ASSERT_EQUAL_FATAL(office_casework(office, "given by the office"), OK);
    CU_ASSERT_FALSE(can_read(office, loss.first));
    CU_ASSERT_EQUAL_FATAL(use_casework_code(office, loss.casework_code, &opened), OK);
    CU_ASSERT_EQUAL(opened, 2);
    CU_ASSERT_TRUE(can_read(office, loss.first));
    CU_ASSERT_TRUE(can_read(office, loss.second));
    /* Loud: signed by the code itself, for everybody to read. */
    CU_ASSERT_EQUAL_FATAL(store_history(office->store, NULL, 0, 0, 1, rows, &count, &office->why), OK);
    CU_ASSERT_STRING_EQUAL(rows[0].officer, "Recovery code for casework");
    CU_ASSERT_STRING_EQUAL(rows[0].sentence, "Opened 2 cases to Ana with the recovery code for casework");
    CU_ASSERT_TRUE(rows[0].verified);
    CU_ASSERT_EQUAL(rows[0].kind, ENTRY_ROSTER);
    office_expect_sound(office);
    /* Casework goes on as before, after the next unlocking too. */
    open_as(office, "Ana", "given by the office");
    CU_ASSERT_EQUAL_FATAL(office_casework(office, "given by the office"), OK);
    CU_ASSERT_TRUE(can_read(office, loss.first));
    CU_ASSERT_NOT_EQUAL(office_referral_add(office, "Lea Brandt", "story"), 0);
    office_expect_sound(office);
    office_end(office);
}

static void used_codes_ask_to_be_renewed(void)
{
    struct loss loss;
    struct office *office = &loss.office;
    struct code_state state;
    size_t opened;

    lose_passphrase(&loss);
    CU_ASSERT_EQUAL(store_code_state(office->store, CODE_OFFICE, &state, &office->why), OK);
    CU_ASSERT_TRUE(state.made_at > 0 && state.used_at >= state.made_at);
    CU_ASSERT_EQUAL(store_code_state(office->store, CODE_CASEWORK, &state, &office->why), OK);
    CU_ASSERT_TRUE(state.made_at > 0 && state.used_at == 0);
    CU_ASSERT_EQUAL_FATAL(office_casework(office, "given by the office"), OK);
    CU_ASSERT_EQUAL_FATAL(use_casework_code(office, loss.casework_code, &opened), OK);
    CU_ASSERT_EQUAL(store_code_state(office->store, CODE_CASEWORK, &state, &office->why), OK);
    CU_ASSERT_TRUE(state.used_at >= state.made_at);
    open_as(office, "Ana", "given by the office");
    CU_ASSERT_PTR_NOT_NULL(strstr(store_notices(office->store), "code of the office was used"));
    CU_ASSERT_PTR_NOT_NULL(strstr(store_notices(office->store), "code for casework was used"));
    CU_ASSERT_EQUAL_FATAL(office_casework(office, "given by the office"), OK);
    CU_ASSERT_EQUAL(make_casework_code(office, loss.casework_code), 2);
    CU_ASSERT_EQUAL(store_recovery_renew(office->store, loss.office_code, KDF_INTERACTIVE, &office->why), OK);
    for (int kind = CODE_OFFICE; kind <= CODE_CASEWORK; kind++) {
        CU_ASSERT_EQUAL(store_code_state(office->store, (enum code_kind)kind, &state, &office->why), OK);
        CU_ASSERT_TRUE(state.made_at > 0 && state.used_at == 0);
    }
    open_as(office, "Ana", "given by the office");
    CU_ASSERT_PTR_NULL(strstr(store_notices(office->store), "was used"));
    office_expect_sound(office);
    office_end(office);
}

static void a_renewed_casework_code_puts_the_older_one_out_of_use(void)
{
    struct loss loss;
    struct office *office = &loss.office;
    char older[RECOVERY_TEXT_SIZE];
    size_t opened = 0;

    office_create(office = &loss.office);
    CU_ASSERT_EQUAL_FATAL(office_casework(office, "correct horse battery"), OK);
    CU_ASSERT_NOT_EQUAL(office_referral_add(office, "Karim Zane", "story"), 0);
    CU_ASSERT_EQUAL(make_casework_code(office, older), 1);
    CU_ASSERT_EQUAL(make_casework_code(office, loss.casework_code), 1);
    CU_ASSERT_EQUAL(use_casework_code(office, older, &opened), E_PASSPHRASE);
    CU_ASSERT_EQUAL(use_casework_code(office, loss.casework_code, &opened), OK);
    CU_ASSERT_EQUAL(opened, 0); /* she holds them all */
    office_expect_sound(office);
    office_end(office);
}

static void the_code_lets_an_officer_in_beside_colleagues_too(void)
{
    struct office office;
    char code[RECOVERY_TEXT_SIZE];
    struct passphrase *fresh = office_passphrase("given by the office");
    int64_t cleo, referral;
    size_t opened = 0;

    office_create(&office);
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    cleo = office_officer_add(&office, "Cleo", "case_officer", "cleos own passphrase");
    referral = office_referral_add(&office, "Karim Zane", "story");
    (void)make_casework_code(&office, code);
    CU_ASSERT_EQUAL_FATAL(store_passphrase_reset(office.store, cleo, fresh, KDF_INTERACTIVE, &office.why), OK);
    open_as(&office, "Cleo", "given by the office");
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "given by the office"), OK);
    CU_ASSERT_FALSE(can_read(&office, referral));
    CU_ASSERT_EQUAL(office_referral_add(&office, "Lea Brandt", "story"), 0);
    CU_ASSERT_EQUAL_FATAL(use_casework_code(&office, code, &opened), OK);
    CU_ASSERT_EQUAL(opened, 1);
    CU_ASSERT_TRUE(can_read(&office, referral));
    CU_ASSERT_NOT_EQUAL(office_referral_add(&office, "Lea Brandt", "story"), 0);
    office_expect_sound(&office);
    passphrase_free(fresh);
    office_end(&office);
}

/* --- in the wrong hands --- */

static void only_who_is_in_casework_makes_and_uses_the_code(void)
{
    struct loss loss;
    struct office *office = &loss.office;
    char code[RECOVERY_TEXT_SIZE] = "";
    size_t count = 0;

    lose_passphrase(&loss);
    CU_ASSERT_NOT_EQUAL(office_officer_add(office, "Tom", "trainer", "toms own passphrase"), 0);
    CU_ASSERT_NOT_EQUAL(office_officer_add(office, "Adi", "administrator", "adis own passphrase"), 0);
    CU_ASSERT_NOT_EQUAL(office_officer_add(office, "Cleo", "case_officer", "cleos own passphrase"), 0);
    open_as(office, "Tom", "toms own passphrase");
    CU_ASSERT_EQUAL(store_casework_code_renew(office->store, code, KDF_INTERACTIVE, &count, &office->why),
                    E_PERMISSION);
    CU_ASSERT_EQUAL(use_casework_code(office, loss.casework_code, &count), E_PERMISSION);
    open_as(office, "Adi", "adis own passphrase");
    CU_ASSERT_EQUAL(store_casework_code_renew(office->store, code, KDF_INTERACTIVE, &count, &office->why),
                    E_PERMISSION);
    CU_ASSERT_EQUAL(use_casework_code(office, loss.casework_code, &count), E_PERMISSION);
    open_as(office, NULL, loss.office_code);
    CU_ASSERT_EQUAL(store_casework_code_renew(office->store, code, KDF_INTERACTIVE, &count, &office->why),
                    E_PERMISSION);
    CU_ASSERT_EQUAL(use_casework_code(office, loss.casework_code, &count), E_PERMISSION);
    /* A caseworker nobody admitted makes none either: it would be a way around the colleagues. */
    open_as(office, "Ana", "given by the office");
    CU_ASSERT_EQUAL_FATAL(office_casework(office, "given by the office"), OK);
    open_as(office, "Cleo", "cleos own passphrase");
    CU_ASSERT_EQUAL_FATAL(office_casework(office, "cleos own passphrase"), OK);
    CU_ASSERT_EQUAL(store_casework_code_renew(office->store, code, KDF_INTERACTIVE, &count, &office->why),
                    E_PERMISSION);
    CU_ASSERT_EQUAL(code[0], '\0');
    office_end(office);
}

static void the_casework_code_opens_no_vault_and_the_offices_no_case(void)
{
    struct loss loss;
    struct office *office = &loss.office;
    size_t opened;

    lose_passphrase(&loss);
    CU_ASSERT_EQUAL_FATAL(office_casework(office, "given by the office"), OK);
    CU_ASSERT_EQUAL(use_casework_code(office, loss.office_code, &opened), E_INVALID);
    CU_ASSERT_PTR_NOT_NULL(strstr(office->why.text, "recovery code of the office"));
    store_close(office->store);
    office->store = NULL;
    CU_ASSERT_EQUAL(office_open(office, NULL, loss.casework_code), E_INVALID);
    CU_ASSERT_PTR_NOT_NULL(strstr(office->why.text, "recovery code for casework"));
    office_end(office);
}

static void b09_the_code_of_another_vault_opens_nothing(void)
{
    struct loss loss;
    struct office other;
    struct passphrase *typed;
    char code[RECOVERY_TEXT_SIZE];
    enum code_kind kind;
    size_t opened;

    office_create(&other);
    CU_ASSERT_EQUAL_FATAL(office_casework(&other, "correct horse battery"), OK);
    (void)make_casework_code(&other, code);
    office_end(&other);
    typed = office_passphrase(code);
    lose_passphrase(&loss);
    CU_ASSERT_EQUAL_FATAL(office_casework(&loss.office, "given by the office"), OK);
    CU_ASSERT_EQUAL(use_casework_code(&loss.office, code, &opened), E_PASSPHRASE);
    CU_ASSERT_EQUAL(store_code_test(loss.office.store, typed, &kind, &loss.office.why), E_PASSPHRASE);
    CU_ASSERT_EQUAL(kind, CODE_CASEWORK);
    CU_ASSERT_FALSE(can_read(&loss.office, loss.first));
    passphrase_free(typed);
    office_end(&loss.office);
}

/* Someone with the vault's key writes a code of his own into the tables: nobody wraps a key for it. */
static void a_code_put_in_by_hand_stops_new_cases(void)
{
    struct office office;

    office_create(&office);
    tamper(&office, "INSERT INTO officer_key (id, officer, sign_public, box_public, admitted_by, since) "
                    "SELECT 99, -1, randomblob(32), randomblob(32), officer, since FROM officer_key");
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    CU_ASSERT_EQUAL(office_referral_add(&office, "Karim Zane", "story"), 0);
    CU_ASSERT_EQUAL(office.why.code, E_DAMAGED);
    office_end(&office);
}

/* An administrator signs a code of his own into the history: the roster does not take it. */
static void an_administrator_cannot_sign_a_code_for_casework(void)
{
    struct office office;
    struct new_slot keys = { .sign_public = { 1 }, .box_public = { 2 } };
    struct save *save;
    struct verify_report report;

    office_create(&office);
    CU_ASSERT_NOT_EQUAL(office_officer_add(&office, "Adi", "administrator", "adis own passphrase"), 0);
    open_as(&office, "Adi", "adis own passphrase");
    CU_ASSERT_EQUAL_FATAL(roster_begin(office.store, &save, &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(
        officer_key_add(office.store, OFFICER_CASEWORK_CODE, &keys, store_officer_id(office.store), &office.why), OK);
    CU_ASSERT_EQUAL_FATAL(save_commit(save, "nothing to see", NULL, &office.why), OK);
    open_as(&office, "Ana", "correct horse battery");
    CU_ASSERT_EQUAL_FATAL(office_casework(&office, "correct horse battery"), OK);
    CU_ASSERT_EQUAL(office_referral_add(&office, "Karim Zane", "story"), 0);
    CU_ASSERT_EQUAL(office.why.code, E_DAMAGED);
    CU_ASSERT_EQUAL(store_verify(office.store, &report, &office.why), E_DAMAGED);
    CU_ASSERT_PTR_NOT_NULL(strstr(buf_text(&report.lines), "admitted to casework by someone who may not"));
    verify_report_release(&report);
    office_end(&office);
}

/* A key put in place of the one wrapped to the code is no key of the case: it is left out and counted. */
static void a_wrapped_key_exchanged_stays_closed(void)
{
    struct loss loss;
    struct passphrase *typed;
    size_t opened, kept_closed;

    lose_passphrase(&loss);
    typed = office_passphrase(loss.casework_code);
    CU_ASSERT_EQUAL_FATAL(office_casework(&loss.office, "given by the office"), OK);
    tamper(&loss.office, "UPDATE case_key SET wrapped = (SELECT wrapped FROM case_key WHERE officer = -1 ORDER BY "
                         "case_id DESC LIMIT 1) WHERE officer = -1");
    CU_ASSERT_EQUAL(store_casework_code_use(loss.office.store, typed, &opened, &kept_closed, &loss.office.why), OK);
    CU_ASSERT_EQUAL(opened, 1);
    CU_ASSERT_EQUAL(kept_closed, 1);
    CU_ASSERT_FALSE(can_read(&loss.office, loss.first));
    CU_ASSERT_TRUE(can_read(&loss.office, loss.second));
    passphrase_free(typed);
    office_end(&loss.office);
}

/* --- trying a code out --- */

static void a_test_says_which_code_it_is_opens_nothing_and_is_written_down(void)
{
    struct loss loss;
    struct office *office = &loss.office;
    struct code_state state;
    struct passphrase *typed[3];
    struct history_row row;
    enum code_kind kind;
    size_t count;

    lose_passphrase(&loss);
    typed[CODE_OFFICE] = office_passphrase(loss.office_code);
    typed[CODE_CASEWORK] = office_passphrase(loss.casework_code);
    for (int wanted = CODE_OFFICE; wanted <= CODE_CASEWORK; wanted++) {
        CU_ASSERT_EQUAL(store_code_test(office->store, typed[wanted], &kind, &office->why), OK);
        CU_ASSERT_EQUAL((int)kind, wanted);
        CU_ASSERT_EQUAL(store_code_state(office->store, kind, &state, &office->why), OK);
        CU_ASSERT_TRUE(state.tested_at >= state.made_at);
        CU_ASSERT_EQUAL(store_history(office->store, NULL, 0, 0, 1, &row, &count, &office->why), OK);
        CU_ASSERT_PTR_NOT_NULL(strstr(row.sentence, "Tested the recovery code"));
    }
    CU_ASSERT_FALSE(store_casework_is_open(office->store));
    store_close(office->store);
    office->store = NULL;
    CU_ASSERT_EQUAL(store_code_test_closed(office->vault, typed[CODE_OFFICE], &kind, &office->why), OK);
    CU_ASSERT_EQUAL(store_code_test_closed(office->vault, typed[CODE_CASEWORK], &kind, &office->why), OK);
    passphrase_free(typed[CODE_OFFICE]);
    passphrase_free(typed[CODE_CASEWORK]);
    office_end(office);
}

static void b09_a_wrong_character_is_told_before_anything_is_hashed(void)
{
    struct loss loss;
    struct passphrase *typed;
    enum code_kind kind;

    lose_passphrase(&loss);
    loss.casework_code[12] = loss.casework_code[12] == '7' ? '8' : '7';
    typed = office_passphrase(loss.casework_code);
    CU_ASSERT_EQUAL(store_code_test(loss.office.store, typed, &kind, &loss.office.why), E_INVALID);
    CU_ASSERT_PTR_NOT_NULL(strstr(loss.office.why.text, "group 3"));
    CU_ASSERT_EQUAL(kind, CODE_NONE);
    /* A file that is not there shows that it was not even looked at. */
    CU_ASSERT_EQUAL(store_code_test_closed("/nowhere/at all", typed, &kind, &loss.office.why), E_INVALID);
    passphrase_free(typed);
    office_end(&loss.office);
}

static void a_code_the_vault_never_had_is_told_apart(void)
{
    struct office office;
    struct passphrase *code = office_passphrase("x");
    char shown[RECOVERY_TEXT_SIZE];
    enum code_kind kind;

    office_create(&office);
    CU_ASSERT_EQUAL_FATAL(recovery_code_new(CODE_CASEWORK, code, shown, NULL), OK);
    CU_ASSERT_EQUAL(store_code_test(office.store, code, &kind, &office.why), E_NOT_FOUND);
    CU_ASSERT_PTR_NOT_NULL(strstr(office.why.text, "none of that kind"));
    passphrase_free(code);
    office_end(&office);
}

void suite_codes(void);
void suite_codes(void)
{
    CU_pSuite s = CU_add_suite("codes", NULL, NULL);

    CU_add_test(s, "both codes together bring an office of one back to its cases",
                both_codes_together_bring_an_office_of_one_back_to_its_cases);
    CU_add_test(s, "used codes ask to be renewed", used_codes_ask_to_be_renewed);
    CU_add_test(s, "a renewed casework code puts the older one out of use",
                a_renewed_casework_code_puts_the_older_one_out_of_use);
    CU_add_test(s, "the code lets an officer in beside colleagues too",
                the_code_lets_an_officer_in_beside_colleagues_too);
    CU_add_test(s, "only who is in casework makes and uses the code", only_who_is_in_casework_makes_and_uses_the_code);
    CU_add_test(s, "the casework code opens no vault, and the office's no case",
                the_casework_code_opens_no_vault_and_the_offices_no_case);
    CU_add_test(s, "B09 the code of another vault opens nothing", b09_the_code_of_another_vault_opens_nothing);
    CU_add_test(s, "a code put in by hand stops new cases", a_code_put_in_by_hand_stops_new_cases);
    CU_add_test(s, "R06 an administrator cannot sign a code for casework",
                an_administrator_cannot_sign_a_code_for_casework);
    CU_add_test(s, "a wrapped key exchanged stays closed", a_wrapped_key_exchanged_stays_closed);
    CU_add_test(s, "a test says which code it is, opens nothing and is written down",
                a_test_says_which_code_it_is_opens_nothing_and_is_written_down);
    CU_add_test(s, "B09 a wrong character is told before anything is hashed",
                b09_a_wrong_character_is_told_before_anything_is_hashed);
    CU_add_test(s, "a code the vault never had is told apart", a_code_the_vault_never_had_is_told_apart);
}
