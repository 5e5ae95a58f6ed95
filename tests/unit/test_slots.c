/* Who may open the vault: adding, changing, renaming, removing, recovering. */
#include <sys/resource.h>

#include "vault_unit.h"

void suite_slots(void);

static void an_added_officer_opens_the_same_vault_with_keys_of_his_own(void)
{
    struct bench bench;
    struct new_slot first, ben, found;
    uint8_t id[VAULT_ID_SIZE];

    bench_start(&bench);
    memcpy(id, vault_id(bench.vault), sizeof id);
    CU_ASSERT_EQUAL(vault_first_keys(bench.vault, &first), OK);
    CU_ASSERT_EQUAL(vault_add_slot(bench.vault, SLOT_OFFICER, 8, "Ben Okri", bench.ben, cheap, &ben, &bench.why), OK);
    CU_ASSERT_NOT_EQUAL(memcmp(first.sign_public, ben.sign_public, SIGN_PUBLIC_SIZE), 0);
    CU_ASSERT_NOT_EQUAL(memcmp(first.box_public, ben.box_public, BOX_PUBLIC_SIZE), 0);
    CU_ASSERT_EQUAL(run_sql(bench_database(&bench), "CREATE TABLE t(a); INSERT INTO t VALUES (42)"), SQLITE_OK);
    bench_close(&bench);
    CU_ASSERT_EQUAL_FATAL(bench_open_as(&bench, "BEN  okri", bench.ben), OK);
    CU_ASSERT_EQUAL(vault_officer_id(bench.vault), 8);
    CU_ASSERT_EQUAL(vault_opened_with(bench.vault), SLOT_OFFICER);
    CU_ASSERT_EQUAL(memcmp(vault_id(bench.vault), id, sizeof id), 0);
    CU_ASSERT_EQUAL(vault_first_keys(bench.vault, &found), OK);
    CU_ASSERT_EQUAL(memcmp(&found, &ben, sizeof found), 0);
    CU_ASSERT_EQUAL(sql_number(bench_database(&bench), "SELECT a FROM t"), 42);
    bench_close(&bench);
    CU_ASSERT_EQUAL_FATAL(bench_open_as(&bench, NULL, bench.ben), OK);
    CU_ASSERT_EQUAL(vault_officer_id(bench.vault), 8);
    bench_end(&bench);
}

static void v02_wrong_name_and_wrong_passphrase_get_the_same_sentence(void)
{
    struct bench bench;
    struct why wrong_name, wrong_passphrase;

    bench_start(&bench);
    bench_close(&bench);
    CU_ASSERT_EQUAL(bench_open_as(&bench, "Ana Lund", bench.wrong), E_PASSPHRASE);
    wrong_passphrase = bench.why;
    CU_ASSERT_EQUAL(bench_open_as(&bench, "Nobody", bench.ana), E_PASSPHRASE);
    wrong_name = bench.why;
    CU_ASSERT_STRING_EQUAL(wrong_name.text, wrong_passphrase.text);
    CU_ASSERT_EQUAL(bench_open_as(&bench, NULL, bench.wrong), E_PASSPHRASE);
    CU_ASSERT_STRING_EQUAL(bench.why.text, wrong_name.text);
    CU_ASSERT_EQUAL(bench_open(&bench), OK);
    bench_end(&bench);
}

static bool can_sign_as(const struct vault *vault, const uint8_t public_key[SIGN_PUBLIC_SIZE])
{
    uint8_t signature[SIGNATURE_SIZE];

    sign_bytes(signature, "x", 1, vault_sign_key(vault));
    return sign_verify(signature, "x", 1, public_key);
}

static void a_changed_passphrase_keeps_the_officers_keys(void)
{
    struct bench bench;
    struct new_slot before;
    struct box_key *box = NULL;
    uint8_t box_public[BOX_PUBLIC_SIZE];

    bench_start(&bench);
    CU_ASSERT_EQUAL(vault_first_keys(bench.vault, &before), OK);
    CU_ASSERT_EQUAL(vault_change_passphrase(bench.vault, bench.wrong, bench.ben, cheap, &bench.why), E_PASSPHRASE);
    CU_ASSERT_EQUAL(vault_change_passphrase(bench.vault, bench.ana, bench.ben, cheap, &bench.why), OK);
    bench_close(&bench);
    CU_ASSERT_EQUAL(bench_open(&bench), E_PASSPHRASE);
    CU_ASSERT_EQUAL_FATAL(bench_open_as(&bench, "Ana Lund", bench.ben), OK);
    CU_ASSERT_TRUE(can_sign_as(bench.vault, before.sign_public));
    CU_ASSERT_EQUAL_FATAL(vault_open_box_key(bench.vault, bench.ben, &box, &bench.why), OK);
    box_key_public(box, box_public);
    CU_ASSERT_EQUAL(memcmp(box_public, before.box_public, BOX_PUBLIC_SIZE), 0);
    box_key_free(box);
    bench_end(&bench);
}

static void casework_asks_for_the_passphrase_of_who_unlocked(void)
{
    struct bench bench;
    struct new_slot ben;
    struct box_key *box = NULL;

    bench_start(&bench);
    CU_ASSERT_EQUAL(vault_add_slot(bench.vault, SLOT_OFFICER, 8, "Ben", bench.ben, cheap, &ben, &bench.why), OK);
    CU_ASSERT_EQUAL(vault_open_box_key(bench.vault, bench.ben, &box, &bench.why), E_PASSPHRASE);
    CU_ASSERT_PTR_NULL(box);
    CU_ASSERT_EQUAL(vault_open_box_key(bench.vault, bench.ana, &box, &bench.why), OK);
    box_key_free(box);
    bench_end(&bench);
}

static void a_recovery_code_opens_the_vault_but_no_casework(void)
{
    struct bench bench;
    struct new_slot keys;
    struct box_key *box = NULL;
    struct passphrase *code = phrase(""), *typed;
    char shown[RECOVERY_TEXT_SIZE];

    bench_start(&bench);
    CU_ASSERT_EQUAL(recovery_code_new(CODE_OFFICE, code, shown, NULL), OK);
    CU_ASSERT_EQUAL(vault_add_slot(bench.vault, SLOT_RECOVERY, 0, NULL, bench.ben, cheap, &keys, &bench.why),
                    E_INVALID);
    CU_ASSERT_EQUAL(vault_add_slot(bench.vault, SLOT_OFFICER, 9, "Cy", code, cheap, &keys, &bench.why), E_INVALID);
    CU_ASSERT_EQUAL(vault_add_slot(bench.vault, SLOT_RECOVERY, 0, NULL, code, cheap, &keys, &bench.why), OK);
    bench_close(&bench);
    for (char *c = shown; *c != '\0'; c++)
        *c = *c == '-' ? ' ' : *c;
    typed = phrase(shown);
    CU_ASSERT_EQUAL_FATAL(bench_open_as(&bench, NULL, typed), OK);
    CU_ASSERT_EQUAL(vault_opened_with(bench.vault), SLOT_RECOVERY);
    CU_ASSERT_EQUAL(vault_officer_id(bench.vault), 0);
    CU_ASSERT_EQUAL(vault_open_box_key(bench.vault, typed, &box, &bench.why), E_PERMISSION);
    CU_ASSERT_EQUAL(vault_change_passphrase(bench.vault, typed, bench.ben, cheap, &bench.why), E_PERMISSION);
    CU_ASSERT_EQUAL(vault_remove_recovery(bench.vault, &bench.why), E_INVALID);
    /* The way back for an officer who forgot: new slot, old ones gone. */
    CU_ASSERT_EQUAL(vault_add_slot(bench.vault, SLOT_OFFICER, 8, "Ben", bench.ben, cheap, &keys, &bench.why), OK);
    CU_ASSERT_EQUAL(vault_remove_slots(bench.vault, 7, &bench.why), OK);
    bench_close(&bench);
    CU_ASSERT_EQUAL_FATAL(bench_open_as(&bench, "Ben", bench.ben), OK);
    CU_ASSERT_EQUAL(vault_remove_recovery(bench.vault, &bench.why), OK);
    bench_close(&bench);
    CU_ASSERT_EQUAL(bench_open_as(&bench, NULL, typed), E_PASSPHRASE);
    passphrase_free(code);
    passphrase_free(typed);
    bench_end(&bench);
}

static void v11_the_last_officer_and_oneself_cannot_be_removed(void)
{
    struct bench bench;
    struct new_slot keys;
    struct slot_info slots[VAULT_SLOT_COUNT];

    bench_start(&bench);
    CU_ASSERT_EQUAL(vault_remove_slots(bench.vault, 7, &bench.why), E_INVALID);
    CU_ASSERT_EQUAL(vault_remove_slots(bench.vault, 99, &bench.why), E_NOT_FOUND);
    CU_ASSERT_EQUAL(vault_add_slot(bench.vault, SLOT_OFFICER, 8, "Ben", bench.ben, cheap, &keys, &bench.why), OK);
    CU_ASSERT_EQUAL(vault_remove_slots(bench.vault, 7, &bench.why), E_INVALID);
    CU_ASSERT_EQUAL(vault_remove_slots(bench.vault, 8, &bench.why), OK);
    CU_ASSERT_EQUAL(vault_slots(bench.vault, slots), 1);
    CU_ASSERT_EQUAL(slots[0].officer_id, 7);
    CU_ASSERT_EQUAL(slots[0].cost.memory, cheap.memory);
    bench_close(&bench);
    CU_ASSERT_EQUAL(bench_open_as(&bench, "Ben", bench.ben), E_PASSPHRASE);
    CU_ASSERT_EQUAL(bench_open(&bench), OK);
    bench_end(&bench);
}

static void a_full_header_says_so(void)
{
    struct bench bench;
    struct new_slot keys;
    struct slot_info slots[VAULT_SLOT_COUNT];

    bench_start(&bench);
    for (int i = 1; i < VAULT_SLOT_COUNT; i++)
        CU_ASSERT_EQUAL(vault_add_slot(bench.vault, SLOT_OFFICER, 100 + i, "More", bench.ben, cheap, &keys, &bench.why),
                        OK);
    CU_ASSERT_EQUAL(vault_add_slot(bench.vault, SLOT_OFFICER, 8, "Ben", bench.ben, cheap, &keys, &bench.why),
                    E_CONFLICT);
    CU_ASSERT_EQUAL(vault_slots(bench.vault, slots), VAULT_SLOT_COUNT);
    CU_ASSERT_EQUAL(slots[23].index, 23);
    CU_ASSERT_EQUAL(vault_remove_slots(bench.vault, 110, &bench.why), OK);
    CU_ASSERT_EQUAL(vault_add_slot(bench.vault, SLOT_OFFICER, 8, "Ben", bench.ben, cheap, &keys, &bench.why), OK);
    bench_close(&bench);
    CU_ASSERT_EQUAL_FATAL(bench_open_as(&bench, "Ben", bench.ben), OK);
    CU_ASSERT_EQUAL(vault_officer_id(bench.vault), 8);
    bench_end(&bench);
}

static void a_replaced_slot_leaves_no_moment_without_one(void)
{
    struct bench bench;
    struct new_slot first, second;
    struct slot_info slots[VAULT_SLOT_COUNT];
    uint64_t generation;

    bench_start(&bench);
    CU_ASSERT_EQUAL(vault_add_slot(bench.vault, SLOT_OFFICER, 8, "Ben", bench.ben, cheap, &first, &bench.why), OK);
    generation = bench.vault->header.generation;
    CU_ASSERT_EQUAL(vault_replace_slots(bench.vault, SLOT_OFFICER, 8, "Ben", bench.wrong, cheap, &second, &bench.why),
                    OK);
    CU_ASSERT_EQUAL(bench.vault->header.generation, generation + 1);
    CU_ASSERT_EQUAL(vault_slots(bench.vault, slots), 2);
    CU_ASSERT_NOT_EQUAL(memcmp(first.sign_public, second.sign_public, SIGN_PUBLIC_SIZE), 0);
    CU_ASSERT_EQUAL(
        vault_replace_slots(bench.vault, SLOT_OFFICER, 7, "Ana Lund", bench.ben, cheap, &second, &bench.why),
        E_INVALID);
    bench_close(&bench);
    CU_ASSERT_EQUAL(bench_open_as(&bench, "Ben", bench.ben), E_PASSPHRASE);
    CU_ASSERT_EQUAL(bench_open_as(&bench, "Ben", bench.wrong), OK);
    bench_end(&bench);
}

/* A slot's keys moved under another officer's id, or its halves exchanged with another slot's, open nothing. */
static void wrapped_keys_are_bound_to_their_slot(void)
{
    struct bench bench;
    struct new_slot keys;
    struct secret *slot_key = NULL, *out = NULL;
    struct slot *slots;

    bench_start(&bench);
    CU_ASSERT_EQUAL(vault_add_slot(bench.vault, SLOT_OFFICER, 8, "Ben", bench.ben, cheap, &keys, &bench.why), OK);
    slots = bench.vault->header.slots;
    CU_ASSERT_EQUAL_FATAL(slot_unlock(&slots[0], vault_id(bench.vault), bench.ana, &slot_key, NULL), OK);
    slots[0].officer_id = 8;
    CU_ASSERT_EQUAL(slot_open_team(&slots[0], vault_id(bench.vault), slot_key, &out, NULL), E_DAMAGED);
    slots[0].officer_id = 7;
    CU_ASSERT_EQUAL(slot_open_team(&slots[1], vault_id(bench.vault), slot_key, &out, NULL), E_DAMAGED);
    CU_ASSERT_PTR_NULL(out);
    CU_ASSERT_EQUAL(slot_open_team(&slots[0], vault_id(bench.vault), slot_key, &out, NULL), OK);
    secret_free(out);
    secret_free(slot_key);
    bench_end(&bench);
}

static void keys_for_other_purposes_differ_and_last(void)
{
    struct bench bench;
    struct secret *drafts = NULL, *parts = NULL, *again = NULL;

    bench_start(&bench);
    CU_ASSERT_EQUAL_FATAL(vault_derive(bench.vault, "drafts", &drafts, &bench.why), OK);
    CU_ASSERT_EQUAL_FATAL(vault_derive(bench.vault, "team parts", &parts, &bench.why), OK);
    bench_close(&bench);
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    CU_ASSERT_EQUAL_FATAL(vault_derive(bench.vault, "drafts", &again, &bench.why), OK);
    CU_ASSERT_FALSE(hash_equal(secret_bytes(drafts), secret_bytes(parts)));
    CU_ASSERT_TRUE(hash_equal(secret_bytes(drafts), secret_bytes(again)));
    secret_free(drafts);
    secret_free(parts);
    secret_free(again);
    bench_end(&bench);
}

/* --- killed at each write --- */

static enum err change_add(struct bench *bench)
{
    struct new_slot keys;

    return vault_add_slot(bench->vault, SLOT_OFFICER, 8, "Ben", bench->ben, cheap, &keys, &bench->why);
}

static enum err change_replace(struct bench *bench)
{
    struct new_slot keys;

    return vault_replace_slots(bench->vault, SLOT_OFFICER, 8, "Ben", bench->wrong, cheap, &keys, &bench->why);
}

static enum err change_own(struct bench *bench)
{
    return vault_change_passphrase(bench->vault, bench->ana, bench->ana, cheap, &bench->why);
}

static enum err change_remove(struct bench *bench)
{
    return vault_remove_slots(bench->vault, 8, &bench->why);
}

/* Both headers as they were, then as much of the change as was written: up to `cut` bytes, the copy that is not
 * current first. */
static void write_until(struct bench *bench, const uint8_t *before, const uint8_t *after, int first, size_t cut)
{
    size_t part = cut < VAULT_HEADER_SIZE ? cut : VAULT_HEADER_SIZE;
    int64_t at = (int64_t)first * VAULT_HEADER_SIZE, other = (int64_t)!first * VAULT_HEADER_SIZE;

    file_change(bench->path, before, 2 * VAULT_HEADER_SIZE, 0);
    file_change(bench->path, after + at, part, at);
    if (cut > part)
        file_change(bench->path, after + other, cut - part, other);
}

/* Whatever was written of it, Ana's slot opens, and the next change is made as if nothing had happened. */
static void kill_at_each_write(struct bench *bench, enum err (*change)(struct bench *))
{
    uint8_t before[2 * VAULT_HEADER_SIZE], after[2 * VAULT_HEADER_SIZE];
    int first = !bench->vault->current_copy;

    file_read(bench->path, before, sizeof before, 0);
    CU_ASSERT_EQUAL_FATAL(change(bench), OK);
    bench_close(bench);
    file_read(bench->path, after, sizeof after, 0);
    for (size_t cut = 0; cut <= 2 * VAULT_HEADER_SIZE; cut += 1024) {
        write_until(bench, before, after, first, cut);
        CU_ASSERT_EQUAL_FATAL(bench_open(bench), OK);
        CU_ASSERT_EQUAL(vault_rename_officer(bench->vault, 7, "Ana Lund", &bench->why), OK);
        bench_close(bench);
        CU_ASSERT_EQUAL_FATAL(bench_open(bench), OK);
        bench_close(bench);
    }
    file_change(bench->path, after, sizeof after, 0);
    CU_ASSERT_EQUAL_FATAL(bench_open(bench), OK);
}

static void v10_a_change_killed_at_each_write_leaves_a_slot_that_opens(void)
{
    struct bench bench;

    bench_start(&bench);
    kill_at_each_write(&bench, change_add);
    kill_at_each_write(&bench, change_replace);
    kill_at_each_write(&bench, change_own);
    kill_at_each_write(&bench, change_remove);
    bench_end(&bench);
}

/* --- what does not fit --- */

/* V12: hashing wants more memory than the process may take: told before, not by being killed. */
static void v12_too_little_memory_for_the_hashing_is_told(void)
{
    struct bench bench;
    struct new_slot keys;
    struct kdf_cost dear = { 1, 512 * 1024 * 1024 };
    struct rlimit before, little;
    enum err e;

    bench_start(&bench);
    CU_ASSERT_EQUAL_FATAL(getrlimit(RLIMIT_AS, &before), 0);
    e = vault_add_slot(bench.vault, SLOT_OFFICER, 8, "Ben", bench.ben, dear, &keys, &bench.why);
    if (e == OK && MEMORY_LIMIT_WORKS) { /* else this computer itself has too little, and said so */
        bench_close(&bench);
        little = before;
        little.rlim_cur = 300 * 1024 * 1024;
        CU_ASSERT_EQUAL(setrlimit(RLIMIT_AS, &little), 0);
        e = bench_open_as(&bench, "Ben", bench.ben);
        CU_ASSERT_EQUAL(setrlimit(RLIMIT_AS, &before), 0);
        CU_ASSERT_EQUAL(e, E_MEMORY);
        CU_ASSERT_PTR_NOT_NULL(strstr(bench.why.text, "512 MiB"));
        CU_ASSERT_EQUAL(bench_open(&bench), OK);
    } else if (e) {
        CU_ASSERT_EQUAL(e, E_MEMORY);
    }
    bench_end(&bench);
}

void suite_slots(void)
{
    CU_pSuite s = CU_add_suite("slots", NULL, NULL);

    CU_add_test(s, "an added officer opens the same vault with keys of his own",
                an_added_officer_opens_the_same_vault_with_keys_of_his_own);
    CU_add_test(s, "V02 wrong name and wrong passphrase get the same sentence",
                v02_wrong_name_and_wrong_passphrase_get_the_same_sentence);
    CU_add_test(s, "a changed passphrase keeps the officer's keys", a_changed_passphrase_keeps_the_officers_keys);
    CU_add_test(s, "casework asks for the passphrase of who unlocked",
                casework_asks_for_the_passphrase_of_who_unlocked);
    CU_add_test(s, "a recovery code opens the vault but no casework", a_recovery_code_opens_the_vault_but_no_casework);
    CU_add_test(s, "V11 the last officer and oneself cannot be removed",
                v11_the_last_officer_and_oneself_cannot_be_removed);
    CU_add_test(s, "V10 a change killed at each write leaves a slot that opens",
                v10_a_change_killed_at_each_write_leaves_a_slot_that_opens);
    CU_add_test(s, "V12 too little memory for the hashing is told", v12_too_little_memory_for_the_hashing_is_told);
    CU_add_test(s, "a full header says so", a_full_header_says_so);
    CU_add_test(s, "a replaced slot leaves no moment without one", a_replaced_slot_leaves_no_moment_without_one);
    CU_add_test(s, "wrapped keys are bound to their slot", wrapped_keys_are_bound_to_their_slot);
    CU_add_test(s, "keys for other purposes differ and last", keys_for_other_purposes_differ_and_last);
}
