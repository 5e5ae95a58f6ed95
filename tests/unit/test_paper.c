/* The header on paper: printed, typed again, put back. */
#include <ctype.h>

#include "vault_unit.h"

void suite_paper(void);

static char *print(struct bench *bench, size_t *lines)
{
    struct buf text = { 0 };
    uint64_t generation;

    CU_ASSERT_EQUAL_FATAL(vault_header_sheet(bench->vault, &text, lines, &generation, &bench->why), OK);
    CU_ASSERT_EQUAL(generation, bench->vault->header.generation);
    return buf_take(&text);
}

/* The beginning of the line of this number. */
static char *line_of(char *text, size_t number)
{
    for (size_t i = 1; i < number; i++)
        text = strchr(text, '\n') + 1;
    return text;
}

static void destroy(const char *path, int copy)
{
    uint8_t rubbish[VAULT_HEADER_SIZE];

    random_bytes(rubbish, sizeof rubbish);
    file_change(path, rubbish, sizeof rubbish, (int64_t)copy * VAULT_HEADER_SIZE);
}

static enum err put_back(struct bench *bench, const char *text)
{
    bench->why = (struct why){ 0 };
    return vault_header_restore(bench->path, text, "Ana Lund", bench->ana, &bench->why);
}

static void a_wrong_letter_is_named_by_its_line(void)
{
    struct bench bench;
    size_t lines;
    char *text, *letter;

    bench_start(&bench);
    CU_ASSERT_EQUAL(run_sql(bench_database(&bench), "CREATE TABLE t(a); INSERT INTO t VALUES (42)"), SQLITE_OK);
    text = print(&bench, &lines);
    CU_ASSERT_TRUE(lines > 10 && lines < 60);
    bench_close(&bench);
    destroy(bench.path, 0);
    destroy(bench.path, 1);
    CU_ASSERT_NOT_EQUAL(bench_open(&bench), OK);
    /* One letter wrong: its line is named, and nothing is written. */
    letter = line_of(text, 12) + 20;
    *letter = *letter == 'X' ? 'Y' : 'X';
    CU_ASSERT_EQUAL(put_back(&bench, text), E_INVALID);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench.why.text, "Line 12 "));
    CU_ASSERT_NOT_EQUAL(bench_open(&bench), OK);
    free(text);
    bench_end(&bench);
}

static void what_was_typed_right_opens_the_vault_again(void)
{
    struct bench bench;
    struct vault_damage damage;
    size_t lines;
    char *text;

    bench_start(&bench);
    CU_ASSERT_EQUAL(run_sql(bench_database(&bench), "CREATE TABLE t(a); INSERT INTO t VALUES (42)"), SQLITE_OK);
    text = print(&bench, &lines);
    bench_close(&bench);
    destroy(bench.path, 0);
    destroy(bench.path, 1);
    /* As an officer types it. */
    for (char *c = text; *c != '\0'; c++)
        *c = *c == '0' && c[-1] != ' ' && !isdigit((unsigned char)c[-1]) ? 'o' : (char)tolower((unsigned char)*c);
    CU_ASSERT_EQUAL(vault_header_restore(bench.path, text, "Ana Lund", bench.wrong, &bench.why), E_PASSPHRASE);
    CU_ASSERT_EQUAL_FATAL(put_back(&bench, text), OK);
    CU_ASSERT_EQUAL_FATAL(bench_open(&bench), OK);
    CU_ASSERT_EQUAL(sql_number(bench_database(&bench), "SELECT a FROM t"), 42);
    CU_ASSERT_EQUAL(vault_check_pages(bench.vault, &damage, &bench.why), OK);
    free(text);
    bench_end(&bench);
}

/* A removed officer's slot must not come back over a header that is there. */
static void a_header_that_can_be_read_is_never_replaced(void)
{
    struct bench bench;
    struct new_slot keys;
    size_t lines;
    char *text;

    bench_start(&bench);
    CU_ASSERT_EQUAL(vault_add_slot(bench.vault, SLOT_OFFICER, 8, "Ben", bench.ben, cheap, &keys, &bench.why), OK);
    text = print(&bench, &lines);
    CU_ASSERT_EQUAL(vault_remove_slots(bench.vault, 8, &bench.why), OK);
    bench_close(&bench);
    CU_ASSERT_EQUAL(put_back(&bench, text), E_CONFLICT);
    destroy(bench.path, 0);
    CU_ASSERT_EQUAL(put_back(&bench, text), E_CONFLICT);
    CU_ASSERT_EQUAL(bench_open_as(&bench, "Ben", bench.ben), E_PASSPHRASE);
    CU_ASSERT_EQUAL(bench_open(&bench), OK);
    free(text);
    bench_end(&bench);
}

static void a_sheet_of_another_vault_is_refused(void)
{
    struct bench bench, other;
    size_t lines;
    char *text;

    bench_start(&other);
    text = print(&other, &lines);
    bench_end(&other);
    bench_start(&bench);
    bench_close(&bench);
    destroy(bench.path, 0);
    destroy(bench.path, 1);
    CU_ASSERT_EQUAL(put_back(&bench, text), E_DAMAGED);
    CU_ASSERT_PTR_NOT_NULL(strstr(bench.why.text, "another vault"));
    free(text);
    bench_end(&bench);
}

/* --- the text alone --- */

/* A header with every slot used: the longest sheet. */
static void fill(uint8_t bytes[VAULT_HEADER_SIZE])
{
    struct header header = { .generation = 3, .cipher = CIPHER_AES256_GCM };
    struct secret *key = NULL;

    CU_ASSERT_EQUAL_FATAL(crypt_start(NULL), OK);
    CU_ASSERT_EQUAL_FATAL(secret_new_random(KEY_SIZE, &key, NULL), OK);
    for (size_t i = 0; i < VAULT_SLOT_COUNT; i++) {
        random_bytes(&header.slots[i], sizeof header.slots[i]);
        header.slots[i].kind = SLOT_OFFICER;
        header.slots[i].is_pending = false;
        header.slots[i].cost = cheap;
    }
    header_encode(&header, key, bytes);
    secret_free(key);
}

static void the_longest_sheet_reads_back_to_the_last_byte(void)
{
    uint8_t bytes[VAULT_HEADER_SIZE], found[VAULT_HEADER_SIZE];
    struct buf text = { 0 };
    struct why why = { 0 };
    size_t lines = 0;

    fill(bytes);
    CU_ASSERT_EQUAL(paper_write(bytes, &text, &lines), OK);
    CU_ASSERT_EQUAL(paper_read(buf_text(&text), found, &why), OK);
    CU_ASSERT_EQUAL(memcmp(found, bytes, sizeof bytes), 0);
    buf_release(&text);
}

static void a_line_left_out_or_moved_is_named(void)
{
    uint8_t bytes[VAULT_HEADER_SIZE], found[VAULT_HEADER_SIZE];
    struct buf text = { 0 };
    struct why why = { 0 };
    char wanted[32], *copy, *at, *next;
    size_t lines = 0;

    fill(bytes);
    CU_ASSERT_EQUAL(paper_write(bytes, &text, &lines), OK);
    for (size_t number = 1; number <= lines; number += number < 5 ? 1 : 59) {
        copy = strdup(buf_text(&text));
        at = line_of(copy, number);
        next = strchr(at, '\n') + 1;
        memmove(at, next, strlen(next) + 1);
        CU_ASSERT_EQUAL(paper_read(copy, found, &why), E_INVALID);
        snprintf(wanted, sizeof wanted, "Line %zu is missing", number);
        CU_ASSERT_PTR_NOT_NULL(strstr(why.text, wanted));
        free(copy);
    }
    /* Two numbers exchanged: the letters of each belong to the other. */
    copy = strdup(buf_text(&text));
    line_of(copy, 3)[2] = '4';
    line_of(copy, 4)[2] = '3';
    CU_ASSERT_EQUAL(paper_read(copy, found, &why), E_INVALID);
    CU_ASSERT_PTR_NOT_NULL(strstr(why.text, "Line 4 "));
    free(copy);
    buf_release(&text);
}

static void each_wrong_letter_is_noticed(void)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    uint8_t bytes[VAULT_HEADER_SIZE], found[VAULT_HEADER_SIZE];
    struct buf text = { 0 };
    struct why why = { 0 };
    size_t lines = 0;

    fill(bytes);
    CU_ASSERT_EQUAL(paper_write(bytes, &text, &lines), OK);
    for (char *c = line_of(text.data, 7) + 5; *c != '\n'; c++) {
        char right = *c;

        if (right == ' ')
            continue;
        *c = alphabet[((size_t)(strchr(alphabet, right) - alphabet) + 1 + random_below(31)) % 32];
        CU_ASSERT_EQUAL(paper_read(buf_text(&text), found, &why), E_INVALID);
        CU_ASSERT_PTR_NOT_NULL(strstr(why.text, "Line 7 "));
        *c = right;
    }
    CU_ASSERT_EQUAL(paper_read(buf_text(&text), found, &why), OK);
    buf_release(&text);
}

static void lines_of_two_sheets_do_not_mix(void)
{
    uint8_t bytes[VAULT_HEADER_SIZE], found[VAULT_HEADER_SIZE];
    struct buf first = { 0 }, second = { 0 };
    struct why why = { 0 };
    size_t lines = 0, len;

    fill(bytes);
    CU_ASSERT_EQUAL(paper_write(bytes, &first, &lines), OK);
    fill(bytes);
    CU_ASSERT_EQUAL(paper_write(bytes, &second, &lines), OK);
    len = (size_t)(strchr(first.data, '\n') - first.data) + 1;
    memcpy(line_of(first.data, 20), line_of(second.data, 20), len);
    CU_ASSERT_EQUAL(paper_read(buf_text(&first), found, &why), E_INVALID);
    CU_ASSERT_PTR_NOT_NULL(strstr(why.text, "different sheets"));
    CU_ASSERT_EQUAL(paper_read("", found, &why), E_INVALID);
    CU_ASSERT_EQUAL(paper_read("no line at all\n", found, &why), E_INVALID);
    CU_ASSERT_EQUAL(paper_read("9999 ABC", found, &why), E_INVALID);
    buf_release(&first);
    buf_release(&second);
}

void suite_paper(void)
{
    CU_pSuite s = CU_add_suite("paper", NULL, NULL);

    CU_add_test(s, "V06 a wrong letter on the sheet is named by its line", a_wrong_letter_is_named_by_its_line);
    CU_add_test(s, "V06 what was typed right opens the vault again", what_was_typed_right_opens_the_vault_again);
    CU_add_test(s, "a header that can be read is never replaced", a_header_that_can_be_read_is_never_replaced);
    CU_add_test(s, "a sheet of another vault is refused", a_sheet_of_another_vault_is_refused);
    CU_add_test(s, "the longest sheet reads back to the last byte", the_longest_sheet_reads_back_to_the_last_byte);
    CU_add_test(s, "a line left out or moved is named", a_line_left_out_or_moved_is_named);
    CU_add_test(s, "each wrong letter is noticed", each_wrong_letter_is_noticed);
    CU_add_test(s, "lines of two sheets do not mix", lines_of_two_sheets_do_not_mix);
}
