/* Guarded memory, and passphrases in it. */
#include <sys/resource.h>

#include "vault_unit.h"

void suite_secret(void);

static void a_secret_starts_zeroed_and_keeps_its_size(void)
{
    struct secret *secret = NULL;
    const uint8_t zeros[100] = { 0 };

    CU_ASSERT_EQUAL_FATAL(secret_new(100, &secret, NULL), OK);
    CU_ASSERT_EQUAL(secret_size(secret), 100);
    CU_ASSERT_EQUAL(memcmp(secret_bytes_const(secret), zeros, 100), 0);
    secret_free(secret);
    secret_free(NULL);
}

static void random_secrets_differ_and_copies_do_not(void)
{
    struct secret *a = NULL, *b = NULL, *copy = NULL;

    CU_ASSERT_EQUAL_FATAL(secret_new_random(KEY_SIZE, &a, NULL), OK);
    CU_ASSERT_EQUAL_FATAL(secret_new_random(KEY_SIZE, &b, NULL), OK);
    CU_ASSERT_EQUAL_FATAL(secret_new_copy(secret_bytes(a), KEY_SIZE, &copy, NULL), OK);
    CU_ASSERT_NOT_EQUAL(memcmp(secret_bytes(a), secret_bytes(b), KEY_SIZE), 0);
    CU_ASSERT_EQUAL(memcmp(secret_bytes(a), secret_bytes(copy), KEY_SIZE), 0);
    secret_free(a);
    secret_free(b);
    secret_free(copy);
}

static void starting_forbids_core_dumps(void)
{
    struct rlimit limit;

    CU_ASSERT_EQUAL(crypt_start(NULL), OK);
    CU_ASSERT_EQUAL(getrlimit(RLIMIT_CORE, &limit), 0);
    CU_ASSERT_EQUAL(limit.rlim_cur, 0);
    CU_ASSERT_EQUAL(limit.rlim_max, 0);
}

static void p05_memory_that_cannot_be_locked_is_noticed(void)
{
    struct rlimit before, none;

    CU_ASSERT_EQUAL(getrlimit(RLIMIT_MEMLOCK, &before), 0);
    none = (struct rlimit){ .rlim_cur = 0, .rlim_max = before.rlim_max };
    if (geteuid() == 0) {
        CU_ASSERT_TRUE(crypt_memory_is_locked()); /* the limit does not bind root */
        return;
    }
    CU_ASSERT_EQUAL(setrlimit(RLIMIT_MEMLOCK, &none), 0);
    CU_ASSERT_FALSE(crypt_memory_is_locked());
    CU_ASSERT_EQUAL(setrlimit(RLIMIT_MEMLOCK, &before), 0);
}

static void a_passphrase_counts_and_erases_characters_not_bytes(void)
{
    struct passphrase *typed = phrase("na\xc3\xafve \xe6\x9d\x8e");

    CU_ASSERT_EQUAL(passphrase_length(typed), 7);
    passphrase_erase_last(typed);
    CU_ASSERT_EQUAL(passphrase_length(typed), 6);
    for (int i = 0; i < 10; i++)
        passphrase_erase_last(typed);
    CU_ASSERT_EQUAL(passphrase_length(typed), 0);
    passphrase_free(typed);
}

static void v13_a_passphrase_has_an_end_and_no_control_characters(void)
{
    struct passphrase *typed = phrase("");
    char long_text[PASSPHRASE_MAX + 1];

    memset(long_text, 'x', sizeof long_text);
    CU_ASSERT_EQUAL(passphrase_add(typed, long_text, sizeof long_text), E_INVALID);
    CU_ASSERT_EQUAL(passphrase_length(typed), 0);
    CU_ASSERT_EQUAL(passphrase_add(typed, long_text, PASSPHRASE_MAX), OK);
    CU_ASSERT_EQUAL(passphrase_add(typed, "x", 1), E_INVALID);
    passphrase_clear(typed);
    CU_ASSERT_EQUAL(passphrase_add(typed, "a\0b", 3), E_INVALID);
    CU_ASSERT_EQUAL(passphrase_add(typed, "a\x1b[2J", 5), E_INVALID);
    CU_ASSERT_EQUAL(passphrase_length(typed), 0);
    passphrase_free(typed);
}

static void passphrases_are_compared_whole(void)
{
    struct passphrase *a = phrase("one two three"), *b = phrase("one two three"), *c = phrase("one two thre");

    CU_ASSERT_TRUE(passphrase_equal(a, b));
    CU_ASSERT_FALSE(passphrase_equal(a, c));
    CU_ASSERT_EQUAL(passphrase_add(c, "\xc3\xa9", 2), OK);
    CU_ASSERT_FALSE(passphrase_equal(a, c));
    passphrase_free(a);
    passphrase_free(b);
    passphrase_free(c);
}

static enum err check(const char *text)
{
    struct passphrase *typed = phrase(text);
    enum err e = passphrase_check(typed, NULL);

    passphrase_free(typed);
    return e;
}

static void a_weak_passphrase_is_refused(void)
{
    CU_ASSERT_EQUAL(check("elevenchars"), E_INVALID);
    CU_ASSERT_EQUAL(check("twelve chars"), OK);
    CU_ASSERT_EQUAL(check("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"), E_INVALID); /* 12 bytes, 6 characters */
    CU_ASSERT_EQUAL(check("aaaaaaaaaaaaaaaaaaaa"), E_INVALID);
    CU_ASSERT_EQUAL(
        check("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"),
        E_INVALID);
    CU_ASSERT_EQUAL(check("aaaaaaaaaaaaaaaaaaab"), OK);
}

/* What passphrase_read makes of `text` on a pipe; the rest of the pipe in `rest`. */
static enum err read_from_pipe(const char *text, size_t len, struct passphrase *out, char rest[32])
{
    int ends[2];
    ssize_t got;
    enum err e;

    CU_ASSERT_EQUAL_FATAL(pipe2(ends, O_CLOEXEC), 0);
    CU_ASSERT_EQUAL(write(ends[1], text, len), (ssize_t)len);
    close(ends[1]);
    e = passphrase_read(ends[0], out, NULL);
    got = read(ends[0], rest, 31);
    rest[got > 0 ? got : 0] = '\0';
    close(ends[0]);
    return e;
}

static void only_the_first_line_is_read(void)
{
    struct passphrase *out = phrase("what was there before"), *expected = phrase("open sesame please");
    char rest[32];

    CU_ASSERT_EQUAL(read_from_pipe("open sesame please\r\nlist party\n", 31, out, rest), OK);
    CU_ASSERT_TRUE(passphrase_equal(out, expected));
    CU_ASSERT_STRING_EQUAL(rest, "list party\n");
    CU_ASSERT_EQUAL(read_from_pipe("open sesame please", 18, out, rest), OK);
    CU_ASSERT_TRUE(passphrase_equal(out, expected));
    CU_ASSERT_EQUAL(read_from_pipe("\nsecond", 7, out, rest), E_INVALID);
    CU_ASSERT_EQUAL(read_from_pipe("a\0b\n", 4, out, rest), E_INVALID);
    CU_ASSERT_EQUAL(passphrase_length(out), 0);
    passphrase_free(out);
    passphrase_free(expected);
}

static void a_line_too_long_is_told(void)
{
    struct passphrase *out = phrase("");
    char rest[32], text[PASSPHRASE_MAX + 2];

    memset(text, 'y', sizeof text);
    text[PASSPHRASE_MAX] = '\n';
    CU_ASSERT_EQUAL(read_from_pipe(text, sizeof text, out, rest), OK);
    CU_ASSERT_EQUAL(passphrase_length(out), PASSPHRASE_MAX);
    text[PASSPHRASE_MAX] = 'y';
    CU_ASSERT_EQUAL(read_from_pipe(text, sizeof text, out, rest), E_INVALID);
    CU_ASSERT_EQUAL(passphrase_length(out), 0);
    passphrase_free(out);
}

void suite_secret(void)
{
    CU_pSuite s = CU_add_suite("secret", NULL, NULL);

    CU_add_test(s, "a secret starts zeroed and keeps its size", a_secret_starts_zeroed_and_keeps_its_size);
    CU_add_test(s, "random secrets differ and copies do not", random_secrets_differ_and_copies_do_not);
    CU_add_test(s, "P01 starting forbids core dumps", starting_forbids_core_dumps);
    CU_add_test(s, "P05 memory that cannot be locked is noticed", p05_memory_that_cannot_be_locked_is_noticed);
    CU_add_test(s, "a passphrase counts and erases characters, not bytes",
                a_passphrase_counts_and_erases_characters_not_bytes);
    CU_add_test(s, "V13 a passphrase has an end and no control characters",
                v13_a_passphrase_has_an_end_and_no_control_characters);
    CU_add_test(s, "passphrases are compared whole", passphrases_are_compared_whole);
    CU_add_test(s, "a weak passphrase is refused", a_weak_passphrase_is_refused);
    CU_add_test(s, "only the first line is read", only_the_first_line_is_read);
    CU_add_test(s, "V13 a line too long is told", a_line_too_long_is_told);
}
