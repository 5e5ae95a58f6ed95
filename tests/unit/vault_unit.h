/* What the suites of the crypt and vault rooms share: cheap passphrases, a vault in a folder of its own, and rough
 * hands on files. */
#ifndef TOWNKEEP_TESTS_VAULT_UNIT_H
#define TOWNKEEP_TESTS_VAULT_UNIT_H

#include <CUnit/CUnit.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../src/vault/vault_in.h"
#include "unit.h"

#define MAYBE_UNUSED __attribute__((unused))

/* The sanitizers map more than any limit. */
#if defined(__SANITIZE_ADDRESS__)
#define MEMORY_LIMIT_WORKS 0
#else
#define MEMORY_LIMIT_WORKS 1
#endif

static const struct kdf_cost cheap MAYBE_UNUSED = { 1, 8 * 1024 * 1024 };

MAYBE_UNUSED static struct passphrase *phrase(const char *text)
{
    struct passphrase *out = NULL;

    if (crypt_start(NULL) || passphrase_new(&out, NULL) || passphrase_add(out, text, strlen(text)))
        abort();
    return out;
}

/* Where a page lies in the file. */
MAYBE_UNUSED static int64_t page_at(uint64_t number)
{
    static const struct vault any = { .geometry = { .span = VAULT_PAGE_SIZE } };

    return vault_page_place(&any, number);
}

/* How many pages a file of that length has. */
MAYBE_UNUSED static uint64_t page_count_at(int64_t length)
{
    static const struct vault any = { .geometry = { .span = VAULT_PAGE_SIZE } };

    return vault_page_count(&any, length, NULL);
}

/* A folder with one vault in it, opened by Ana (officer 7). */
struct bench {
    char folder[UNIT_PATH_SIZE], path[UNIT_PATH_SIZE], journal[UNIT_PATH_SIZE];
    struct passphrase *ana, *ben, *wrong;
    struct vault *vault;
    struct why why;
};

MAYBE_UNUSED static void bench_start_with(struct bench *bench, enum cipher cipher)
{
    memset(bench, 0, sizeof *bench);
    unit_folder(bench->folder);
    unit_path(bench->folder, "office.vault", bench->path);
    unit_path(bench->folder, "office.vault-journal", bench->journal);
    bench->ana = phrase("ana keeps four otters");
    bench->ben = phrase("ben counts nine herons");
    bench->wrong = phrase("nobody knows this one");
    CU_ASSERT_EQUAL_FATAL(
        vault_create(bench->path, cipher, 7, "Ana Lund", bench->ana, cheap, &bench->vault, &bench->why), OK);
}

MAYBE_UNUSED static void bench_start(struct bench *bench)
{
    bench_start_with(bench, CIPHER_XCHACHA20_POLY1305);
}

MAYBE_UNUSED static void bench_close(struct bench *bench)
{
    vault_close(bench->vault);
    bench->vault = NULL;
}

MAYBE_UNUSED static enum err bench_open_as(struct bench *bench, const char *name, const struct passphrase *passphrase)
{
    bench->why = (struct why){ 0 };
    return vault_open(bench->path, name, passphrase, &bench->vault, &bench->why);
}

MAYBE_UNUSED static enum err bench_open(struct bench *bench)
{
    return bench_open_as(bench, "Ana Lund", bench->ana);
}

MAYBE_UNUSED static void bench_end(struct bench *bench)
{
    bench_close(bench);
    passphrase_free(bench->ana);
    passphrase_free(bench->ben);
    passphrase_free(bench->wrong);
    unit_folder_remove(bench->folder);
}

MAYBE_UNUSED static sqlite3 *bench_database(struct bench *bench)
{
    sqlite3 *database = NULL;

    CU_ASSERT_EQUAL_FATAL(vault_database(bench->vault, &database, &bench->why), OK);
    return database;
}

MAYBE_UNUSED static int run_sql(sqlite3 *database, const char *sql)
{
    return sqlite3_exec(database, sql, NULL, NULL, NULL);
}

/* The first column of the first row; -1 when there is none. */
MAYBE_UNUSED static int64_t sql_number(sqlite3 *database, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int64_t out = -1;

    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
        out = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return out;
}

MAYBE_UNUSED static bool sql_is_sound(sqlite3 *database)
{
    return sql_number(database, "SELECT integrity_check = 'ok' FROM pragma_integrity_check") == 1;
}

MAYBE_UNUSED static int64_t file_length(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 ? status.st_size : -1;
}

MAYBE_UNUSED static unsigned file_mode(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 ? status.st_mode & 07777u : 0;
}

/* The whole file; the caller frees. */
MAYBE_UNUSED static uint8_t *file_bytes(const char *path, size_t *len)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int64_t length = file_length(path);
    uint8_t *out = malloc(length > 0 ? (size_t)length : 1);

    CU_ASSERT_FATAL(fd >= 0 && out != NULL && length >= 0);
    CU_ASSERT_TRUE(read_fully(fd, out, (size_t)length, 0));
    close(fd);
    *len = (size_t)length;
    return out;
}

MAYBE_UNUSED static void file_put(const char *path, const void *bytes, size_t len)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    CU_ASSERT_FATAL(fd >= 0);
    CU_ASSERT_TRUE(write_fully(fd, bytes, len, 0));
    close(fd);
}

MAYBE_UNUSED static void file_copy(const char *from, const char *to)
{
    size_t len;
    uint8_t *bytes = file_bytes(from, &len);

    file_put(to, bytes, len);
    free(bytes);
}

MAYBE_UNUSED static void file_change(const char *path, const void *bytes, size_t len, int64_t at)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);

    CU_ASSERT_FATAL(fd >= 0);
    CU_ASSERT_TRUE(write_fully(fd, bytes, len, at));
    close(fd);
}

MAYBE_UNUSED static void file_read(const char *path, void *bytes, size_t len, int64_t at)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    CU_ASSERT_FATAL(fd >= 0);
    CU_ASSERT_TRUE(read_fully(fd, bytes, len, at));
    close(fd);
}

MAYBE_UNUSED static void file_flip(const char *path, int64_t at, unsigned bit)
{
    uint8_t byte;

    file_read(path, &byte, 1, at);
    byte = (uint8_t)(byte ^ 1u << bit);
    file_change(path, &byte, 1, at);
}

MAYBE_UNUSED static bool file_holds(const char *path, const char *words)
{
    size_t len;
    uint8_t *bytes = file_bytes(path, &len);
    bool is_there = memmem(bytes, len, words, strlen(words)) != NULL;

    free(bytes);
    return is_there;
}

#endif
