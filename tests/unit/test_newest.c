/* What a person has seen of a vault, kept outside it: an older copy put back, a header put back, a second copy, and a
 * memory that somebody forged or removed. And wrong passphrases, counted and made to wait. */
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store_office.h"
#include "townkeep/base/place.h"
#include "townkeep/vault/vault.h"

static const char passphrase[] = "correct horse battery";
enum { HEADERS = 2 * VAULT_HEADER_SIZE };

static void begin(struct office *office)
{
    clock_fix(INT64_C(1777817400000)); /* 3 May 2026, 14:10 UTC */
    setenv("TZ", "UTC", 1);
    office_create_as(office, true);
    CU_ASSERT_NOT_EQUAL(office_party_add(office, "Youth House", "club", ""), 0);
}

static void end(struct office *office)
{
    office_end(office);
    clock_fix(-1);
}

static void close_office(struct office *office)
{
    store_close(office->store);
    office->store = NULL;
}

static void copy(const char *from, const char *to)
{
    struct buf bytes = { 0 };

    CU_ASSERT_EQUAL_FATAL(path_read_file(from, 64 << 20, &bytes, NULL), OK);
    CU_ASSERT_EQUAL_FATAL(path_write_file(to, bytes.data, bytes.len, NULL), OK);
    buf_release(&bytes);
}

/* The file of this suffix in the state folder; false when there is none. */
static bool find_state(const struct office *office, const char *suffix, char out[UNIT_PATH_SIZE])
{
    DIR *folder = opendir(office->state);
    const struct dirent *entry;
    bool found = false;

    while (folder && (entry = readdir(folder))) {
        const char *dot = strrchr(entry->d_name, '.');

        if (dot && dot != entry->d_name && strcmp(dot + 1, suffix) == 0) {
            unit_path(office->state, entry->d_name, out);
            found = true;
        }
    }
    if (folder)
        closedir(folder);
    return found;
}

/* Close the vault, and put beside it what it is now. */
static void keep_as(struct office *office, const char *name, char out[UNIT_PATH_SIZE])
{
    close_office(office);
    unit_path(office->folder, name, out);
    copy(office->vault, out);
    CU_ASSERT_EQUAL_FATAL(office_open(office, NULL, passphrase), OK);
}

static bool refused_with(struct office *office, const char *words)
{
    enum err e = office_open(office, NULL, passphrase);

    if (e == E_OLDER && strstr(office->why.text, words))
        return true;
    printf("\n    %d %s", (int)e, office->why.text);
    return false;
}

/* The newest sentence of the history. */
static void newest_sentence(struct office *office, char out[240], enum entry_kind *kind)
{
    struct history_row row = { 0 };
    size_t count = 0;

    CU_ASSERT_EQUAL(store_history(office->store, NULL, 0, 0, 1, &row, &count, &office->why), OK);
    CU_ASSERT_EQUAL(count, 1);
    CU_ASSERT_TRUE(row.verified);
    memcpy(out, row.sentence, sizeof row.sentence);
    *kind = row.kind;
}

static void v21_an_older_copy_put_back_is_told_with_date_and_saves(void)
{
    char older[UNIT_PATH_SIZE], sentence[240];
    enum entry_kind kind;
    struct office office;

    begin(&office);
    keep_as(&office, "older", older);
    for (int i = 0; i < 41; i++)
        CU_ASSERT_NOT_EQUAL(office_party_add(&office, "Boxing club", "club", ""), 0);
    close_office(&office);
    copy(older, office.vault);
    CU_ASSERT_TRUE(refused_with(&office, "on 2026-05-03 14:10: 41 saves are missing"));
    CU_ASSERT_TRUE(
        refused_with(&office, "Go on only if you put a backup back on purpose")); /* as often as it is tried */

    office.accept_older = true;
    CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, passphrase), OK);
    newest_sentence(&office, sentence, &kind);
    CU_ASSERT_EQUAL(kind, ENTRY_ALARM);
    CU_ASSERT_PTR_NOT_NULL(strstr(sentence, "41 saves are missing"));
    office.accept_older = false;
    office_reopen(&office); /* from now on this is the newest */
    CU_ASSERT_STRING_EQUAL(store_notices(office.store), "");
    end(&office);
}

static void a_later_state_opens_without_a_word(void)
{
    struct office office;

    begin(&office);
    for (int i = 0; i < 3; i++) {
        office_reopen(&office);
        CU_ASSERT_STRING_EQUAL(store_notices(office.store), "");
        CU_ASSERT_NOT_EQUAL(office_party_add(&office, "Boxing club", "club", ""), 0);
    }
    end(&office);
}

static void an_older_copy_that_lacks_only_drafts_is_told(void)
{
    struct record half = office_new(&office_party);
    char older[UNIT_PATH_SIZE];
    struct office office;

    begin(&office);
    keep_as(&office, "older", older);
    office_set(&half, "name", "Half typed");
    CU_ASSERT_EQUAL(store_draft_keep(office.store, &half, &office.why), OK);
    record_release(&half);
    close_office(&office);
    copy(older, office.vault);
    CU_ASSERT_TRUE(refused_with(&office, "no save is missing, but what was half typed"));
    end(&office);
}

static void who_only_looks_is_told_and_changes_nothing(void)
{
    char older[UNIT_PATH_SIZE], state[UNIT_PATH_SIZE];
    struct buf before = { 0 }, after = { 0 };
    struct office office;

    begin(&office);
    keep_as(&office, "older", older);
    CU_ASSERT_NOT_EQUAL(office_party_add(&office, "Boxing club", "club", ""), 0);
    close_office(&office);
    copy(older, office.vault);
    CU_ASSERT_EQUAL(chmod(office.vault, 0400), 0);
    CU_ASSERT_TRUE_FATAL(find_state(&office, "newest", state));
    CU_ASSERT_EQUAL(path_read_file(state, 1 << 20, &before, NULL), OK);
    office.only_looking = true;
    CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, passphrase), OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(store_notices(office.store), "1 save is missing"));
    close_office(&office);
    CU_ASSERT_EQUAL(path_read_file(state, 1 << 20, &after, NULL), OK);
    CU_ASSERT_TRUE(before.len == after.len && memcmp(before.data, after.data, after.len) == 0);
    office.only_looking = false;
    CU_ASSERT_EQUAL(chmod(office.vault, 0600), 0);
    CU_ASSERT_TRUE(refused_with(&office, "1 save is missing"));
    buf_release(&before);
    buf_release(&after);
    end(&office);
}

static void other_saves_in_the_place_of_those_seen_are_told(void)
{
    char older[UNIT_PATH_SIZE], state[UNIT_PATH_SIZE], kept[UNIT_PATH_SIZE];
    struct office office;

    begin(&office);
    keep_as(&office, "older", older);
    CU_ASSERT_NOT_EQUAL(office_party_add(&office, "Seen here", "club", ""), 0);
    close_office(&office);
    CU_ASSERT_TRUE_FATAL(find_state(&office, "newest", state));
    unit_path(office.folder, "kept", kept);
    copy(state, kept);
    copy(older, office.vault);
    office.accept_older = true; /* somebody else's computer works on with the older one */
    CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, passphrase), OK);
    for (int i = 0; i < 5; i++)
        CU_ASSERT_NOT_EQUAL(office_party_add(&office, "Written elsewhere", "club", ""), 0);
    close_office(&office);
    office.accept_older = false;
    copy(kept, state);
    CU_ASSERT_TRUE(refused_with(&office, "others stand in their place"));
    end(&office);
}

static void v22_without_its_memory_an_older_copy_opens(void)
{
    char older[UNIT_PATH_SIZE], state[UNIT_PATH_SIZE];
    struct office office;

    begin(&office);
    keep_as(&office, "older", older);
    CU_ASSERT_NOT_EQUAL(office_party_add(&office, "Boxing club", "club", ""), 0);
    close_office(&office);
    copy(older, office.vault);
    CU_ASSERT_TRUE_FATAL(find_state(&office, "newest", state));
    CU_ASSERT_EQUAL(unlink(state), 0);
    CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, passphrase), OK);
    CU_ASSERT_STRING_EQUAL(store_notices(office.store), "");
    end(&office);
}

static void a_forged_memory_is_told_and_passed_over(void)
{
    char state[UNIT_PATH_SIZE];
    struct buf bytes = { 0 };
    struct office office;

    begin(&office);
    close_office(&office);
    CU_ASSERT_TRUE_FATAL(find_state(&office, "newest", state));
    CU_ASSERT_EQUAL_FATAL(path_read_file(state, 1 << 20, &bytes, NULL), OK);
    for (size_t at = 0; at < bytes.len; at += 1 + bytes.len / 16) {
        bytes.data[at] ^= 1;
        CU_ASSERT_EQUAL(path_write_file(state, bytes.data, bytes.len, NULL), OK);
        bytes.data[at] ^= 1;
        CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, passphrase), OK);
        CU_ASSERT_PTR_NOT_NULL(strstr(store_notices(office.store), "cannot be read"));
        close_office(&office);
        CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, passphrase), OK); /* it was made anew */
        CU_ASSERT_STRING_EQUAL(store_notices(office.store), "");
        close_office(&office);
    }
    CU_ASSERT_EQUAL(path_write_file(state, "", 0, NULL), OK); /* as a loss of power may leave it */
    CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, passphrase), OK);
    CU_ASSERT_STRING_EQUAL(store_notices(office.store), "");
    buf_release(&bytes);
    end(&office);
}

static void the_memory_of_another_vault_says_nothing_about_this_one(void)
{
    char state[UNIT_PATH_SIZE], theirs[UNIT_PATH_SIZE];
    struct office office, other;

    begin(&office);
    begin(&other);
    close_office(&office);
    close_office(&other);
    CU_ASSERT_TRUE_FATAL(find_state(&office, "newest", state));
    CU_ASSERT_TRUE_FATAL(find_state(&other, "newest", theirs));
    copy(theirs, state);
    CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, passphrase), OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(store_notices(office.store), "cannot be read"));
    end(&other);
    end(&office);
}

static void the_memory_names_nobody_and_is_for_its_owner_alone(void)
{
    char state[UNIT_PATH_SIZE];
    struct buf bytes = { 0 };
    struct office office;
    struct stat status;

    begin(&office);
    CU_ASSERT_TRUE_FATAL(find_state(&office, "newest", state)); /* while the vault is open: after each save */
    CU_ASSERT_EQUAL(stat(state, &status), 0);
    CU_ASSERT_EQUAL(status.st_mode & 07777, 0600);
    CU_ASSERT_EQUAL_FATAL(path_read_file(state, 1 << 20, &bytes, NULL), OK);
    CU_ASSERT_PTR_NULL(memmem(bytes.data, bytes.len, office.vault, strlen(office.vault)));
    CU_ASSERT_PTR_NULL(memmem(bytes.data, bytes.len, "Ana", 3));
    CU_ASSERT_TRUE(bytes.len < 1024);
    buf_release(&bytes);
    end(&office);
}

/* Only the two header copies of `from`, over those of `to`. */
static void put_headers_back(const char *from, const char *to)
{
    struct buf bytes = { 0 };
    FILE *file = fopen(to, "r+e");

    CU_ASSERT_EQUAL_FATAL(path_read_file(from, 64 << 20, &bytes, NULL), OK);
    CU_ASSERT_TRUE_FATAL(file && fwrite(bytes.data, 1, HEADERS, file) == HEADERS && fclose(file) == 0);
    buf_release(&bytes);
}

static void a_removed_officer_brought_back_with_the_header_is_told(void)
{
    char older[UNIT_PATH_SIZE];
    struct office office;
    int64_t ben;

    begin(&office);
    ben = office_officer_add(&office, "Ben", "administrator", "bens own passphrase");
    CU_ASSERT_NOT_EQUAL_FATAL(ben, 0);
    keep_as(&office, "older", older);
    CU_ASSERT_EQUAL_FATAL(store_officer_remove(office.store, ben, &office.why), OK);
    close_office(&office);
    put_headers_back(older, office.vault);
    CU_ASSERT_TRUE(refused_with(&office, "an officer removed or a passphrase given up since then may open it again"));
    end(&office);
}

static void d16_a_second_copy_is_known_by_its_id(void)
{
    char second[UNIT_PATH_SIZE], first[UNIT_PATH_SIZE];
    struct office office;

    begin(&office);
    keep_as(&office, "office (Ana's conflicted copy).tkv", second);
    close_office(&office);
    memcpy(first, office.vault, sizeof first);
    memcpy(office.vault, second, sizeof second);
    CU_ASSERT_TRUE(refused_with(&office, "a second copy of the vault you worked with on 2026-05-03 14:10"));
    office.accept_older = true;
    CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, passphrase), OK);
    CU_ASSERT_NOT_EQUAL(office_party_add(&office, "Only in the second", "club", ""), 0);
    office.accept_older = false;
    office_reopen(&office); /* asked once */
    close_office(&office);
    memcpy(office.vault, first, sizeof first);
    CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, passphrase), OK); /* the first one is still as it was left */
    end(&office);
}

static void d16_a_copy_set_aside_beside_the_vault_is_told(void)
{
    char second[UNIT_PATH_SIZE];
    struct office office;

    begin(&office);
    keep_as(&office, "office.sync-conflict-20261127-101112-ABCDEFG.tkv", second);
    CU_ASSERT_PTR_NOT_NULL(strstr(store_notices(office.store), "sync-conflict-20261127"));
    CU_ASSERT_EQUAL(path_write_file(second, "no vault", 8, NULL), OK);
    office_reopen(&office);
    CU_ASSERT_STRING_EQUAL(store_notices(office.store), "");
    end(&office);
}

static void d15_a_synchronised_folder_is_told_once(void)
{
    char mark[UNIT_PATH_SIZE], state[UNIT_PATH_SIZE];
    struct office office;

    begin(&office);
    close_office(&office);
    unit_path(office.folder, ".stfolder", mark);
    CU_ASSERT_EQUAL(path_make_folders(mark, NULL), OK);
    CU_ASSERT_TRUE_FATAL(find_state(&office, "newest", state));
    CU_ASSERT_EQUAL(unlink(state), 0); /* another computer */
    CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, passphrase), OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(store_notices(office.store), "let only its backups be synchronised"));
    office_reopen(&office);
    CU_ASSERT_STRING_EQUAL(store_notices(office.store), "");
    end(&office);
}

static void v16_shares_are_known_by_their_kind(void)
{
    CU_ASSERT_TRUE(place_is_network(0x6969));
    CU_ASSERT_TRUE(place_is_network(0xff534d42));
    CU_ASSERT_TRUE(place_is_network(0xfe534d42));
    CU_ASSERT_FALSE(place_is_network(0xef53));     /* ext4 */
    CU_ASSERT_FALSE(place_is_network(0x01021994)); /* tmpfs */
    CU_ASSERT_EQUAL(place_of("/proc/self/exe"), PLACE_LOCAL);
    CU_ASSERT_EQUAL(place_of("/nowhere/at/all"), PLACE_LOCAL);
    CU_ASSERT_TRUE(place_is_set_aside("/home/ana/office (Ana's conflicted copy 2026-11-27).townkeep"));
    CU_ASSERT_FALSE(place_is_set_aside("/home/conflicted copy/office.townkeep"));
}

static void a_vault_that_was_moved_opens_without_a_word(void)
{
    char there[UNIT_PATH_SIZE];
    struct office office;

    begin(&office);
    close_office(&office);
    unit_path(office.folder, "moved.tkv", there);
    CU_ASSERT_EQUAL(rename(office.vault, there), 0);
    memcpy(office.vault, there, sizeof there);
    CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, passphrase), OK);
    CU_ASSERT_STRING_EQUAL(store_notices(office.store), "");
    end(&office);
}

static void d13_a_state_folder_that_cannot_be_made_is_told(void)
{
    struct office office;

    begin(&office);
    close_office(&office);
    memcpy(office.state, "/dev/null/state", 16);
    CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, passphrase), OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(store_notices(office.store), "cannot be noted"));
    end(&office);
}

static void v02_wrong_passphrases_wait_and_are_recorded(void)
{
    struct why first = { 0 };
    char sentence[240];
    struct office office;
    enum entry_kind kind;
    int64_t since, waited = 0, before = 0;

    begin(&office);
    close_office(&office);
    CU_ASSERT_EQUAL(store_unlock_wait(office.state, office.vault), 0);
    for (int i = 0; i < 20; i++) {
        int64_t wait = store_unlock_wait(office.state, office.vault);

        CU_ASSERT_TRUE(wait >= before && wait <= 30000);
        before = wait;
        clock_advance(wait);
        waited += wait;
        CU_ASSERT_EQUAL(store_unlock_wait(office.state, office.vault), 0);
        CU_ASSERT_EQUAL(office_open(&office, i % 2 ? "Ana" : NULL, "another horse battery"), E_PASSPHRASE);
        if (i == 0)
            first = office.why;
        CU_ASSERT_STRING_EQUAL(office.why.text, first.text);
    }
    CU_ASSERT_EQUAL(before, 30000);
    CU_ASSERT_TRUE(waited > 4 * 60 * 1000);
    CU_ASSERT_EQUAL_FATAL(office_open(&office, NULL, passphrase), OK);
    CU_ASSERT_EQUAL(store_failed_unlocks(office.store, &since), 20);
    CU_ASSERT_EQUAL(since, INT64_C(1777817400000));
    newest_sentence(&office, sentence, &kind);
    CU_ASSERT_EQUAL(kind, ENTRY_ALARM);
    CU_ASSERT_STRING_EQUAL(sentence,
                           "20 wrong passphrases were tried before this unlocking, the first on 2026-05-03 14:10");
    office_reopen(&office);
    CU_ASSERT_EQUAL(store_failed_unlocks(office.store, &since), 0);
    CU_ASSERT_EQUAL(store_unlock_wait(office.state, office.vault), 0);
    end(&office);
}

static void a_clock_set_back_makes_nobody_wait_longer(void)
{
    struct office office;

    begin(&office);
    close_office(&office);
    for (int i = 0; i < 6; i++)
        CU_ASSERT_EQUAL(office_open(&office, NULL, "another horse battery"), E_PASSPHRASE);
    clock_advance(-INT64_C(86400000));
    CU_ASSERT_EQUAL(store_unlock_wait(office.state, office.vault), 2000);
    end(&office);
}

void suite_newest(void);
void suite_newest(void)
{
    CU_pSuite s = CU_add_suite("newest", NULL, NULL);

    CU_add_test(s, "V21 an older copy put back is told with its date and the saves it lacks",
                v21_an_older_copy_put_back_is_told_with_date_and_saves);
    CU_add_test(s, "an older copy that lacks only drafts is told", an_older_copy_that_lacks_only_drafts_is_told);
    CU_add_test(s, "who only looks is told, and changes nothing", who_only_looks_is_told_and_changes_nothing);
    CU_add_test(s, "a later state opens without a word", a_later_state_opens_without_a_word);
    CU_add_test(s, "other saves in the place of those seen are told", other_saves_in_the_place_of_those_seen_are_told);
    CU_add_test(s, "V22 without its memory an older copy opens", v22_without_its_memory_an_older_copy_opens);
    CU_add_test(s, "a forged memory is told and passed over", a_forged_memory_is_told_and_passed_over);
    CU_add_test(s, "the memory of another vault says nothing about this one",
                the_memory_of_another_vault_says_nothing_about_this_one);
    CU_add_test(s, "the memory names nobody and is for its owner alone",
                the_memory_names_nobody_and_is_for_its_owner_alone);
    CU_add_test(s, "a removed officer brought back with the header is told",
                a_removed_officer_brought_back_with_the_header_is_told);
    CU_add_test(s, "D16 a second copy is known by its id", d16_a_second_copy_is_known_by_its_id);
    CU_add_test(s, "D16 a copy set aside beside the vault is told", d16_a_copy_set_aside_beside_the_vault_is_told);
    CU_add_test(s, "D15 a synchronised folder is told once", d15_a_synchronised_folder_is_told_once);
    CU_add_test(s, "V16 shares are known by their kind", v16_shares_are_known_by_their_kind);
    CU_add_test(s, "a vault that was moved opens without a word", a_vault_that_was_moved_opens_without_a_word);
    CU_add_test(s, "D13 a state folder that cannot be made is told", d13_a_state_folder_that_cannot_be_made_is_told);
    CU_add_test(s, "V02 wrong passphrases wait, and are recorded", v02_wrong_passphrases_wait_and_are_recorded);
    CU_add_test(s, "a clock set back makes nobody wait longer", a_clock_set_back_makes_nobody_wait_longer);
}
