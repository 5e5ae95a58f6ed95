/* The vault the targets damage. */
#include "vaults.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STEPS_MOST = 300000, STEPS_A_LOOK = 1000 };

static const struct kdf_cost cost = { 1, 8 << 20 };

static void must(enum err e, const struct why *why)
{
    if (e == OK)
        return;
    fprintf(stderr, "the vault cannot be made: %s\n", why_text(why));
    abort();
}

static struct passphrase *words(const char *text)
{
    struct passphrase *out = NULL;

    if (crypt_start(NULL) || passphrase_new(&out, NULL) || passphrase_add(out, text, strlen(text)))
        abort();
    return out;
}

static uint8_t *read_file(const char *path, size_t *len)
{
    struct stat status;
    uint8_t *out = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    *len = 0;
    if (fd < 0)
        return NULL;
    if (fstat(fd, &status) != 0 || (out = malloc((size_t)status.st_size + 1)) == NULL ||
        read(fd, out, (size_t)status.st_size) != status.st_size)
        abort();
    *len = (size_t)status.st_size;
    close(fd);
    return out;
}

static void write_file(const char *path, const void *bytes, size_t len)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    if (fd < 0 || write(fd, bytes, len) != (ssize_t)len)
        abort();
    close(fd);
}

int64_t vaults_number(struct fuzz_vault *vault, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int64_t out = -1;

    if (sqlite3_prepare_v2(vault->database, sql, -1, &statement, NULL) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        out = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return out;
}

/* False when not all rows can be read. */
static bool digest_rows(struct fuzz_vault *vault, uint8_t out[HASH_SIZE])
{
    static const char sql[] =
        "SELECT id, name, size, note FROM t UNION ALL SELECT 0, words, 0, '' FROM f ORDER BY 1, 2";
    sqlite3_stmt *rows = NULL;
    struct buf all = { 0 };
    int rc = sqlite3_prepare_v2(vault->database, sql, -1, &rows, NULL);

    while (rc == SQLITE_OK && (rc = sqlite3_step(rows)) == SQLITE_ROW) {
        rc = SQLITE_OK;
        for (int i = 0; i < sqlite3_column_count(rows); i++)
            if (buf_printf(&all, "|%d:", sqlite3_column_bytes(rows, i)) ||
                buf_add(&all, sqlite3_column_bytes(rows, i) ? sqlite3_column_blob(rows, i) : "",
                        (size_t)sqlite3_column_bytes(rows, i)))
                abort();
    }
    sqlite3_finalize(rows);
    hash_bytes(out, "rows", all.data, all.len, NULL);
    buf_release(&all);
    return rc == SQLITE_DONE;
}

/* --- making --- */

static void run_sql(struct fuzz_vault *vault, const char *sql)
{
    if (sqlite3_exec(vault->database, sql, NULL, NULL, NULL) == SQLITE_OK)
        return;
    fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(vault->database));
    abort();
}

static void fill(struct fuzz_vault *vault)
{
    run_sql(vault, "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, size INTEGER, note TEXT);"
                   "CREATE INDEX by_name ON t (name, size);"
                   "CREATE VIRTUAL TABLE f USING fts5 (words);"
                   "CREATE TABLE free (x)");
    run_sql(vault, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)"
                   "INSERT INTO t SELECT i, 'club ' || i, i * 7 % 50, printf('%.*c', i * 9, 'n') FROM n;"
                   "INSERT INTO t VALUES (900, 'long', 1, printf('%.*c', 9000, 'x'));"
                   "INSERT INTO f SELECT name || ' of the town' FROM t WHERE id % 4 = 0;"
                   "INSERT INTO free SELECT randomblob(3000) FROM t WHERE id < 6; DELETE FROM free");
}

/* A save begun with so little memory for pages that some are written before it is done: what stands in the files then
 * is what a crash leaves. */
static void keep_crash(struct fuzz_vault *vault)
{
    run_sql(vault, "PRAGMA cache_size = 2; BEGIN;"
                   "UPDATE t SET note = note || 'changed', size = size + 1;"
                   "INSERT INTO t SELECT id + 2000, name, size, note FROM t;"
                   "INSERT INTO f SELECT name FROM t");
    vault->kept = read_file(vault->path, &vault->kept_len);
    vault->kept_journal = read_file(vault->journal, &vault->kept_journal_len);
    fuzz_must(vault->kept_journal_len > 0, "a journal stands beside a vault that is being changed");
    run_sql(vault, "ROLLBACK");
}

void vaults_make(struct fuzz_vault *vault, bool is_crashed)
{
    struct why why = { 0 };

    snprintf(vault->path, sizeof vault->path, "%s/%s.tkv", fuzz_folder(), is_crashed ? "crashed" : "quiet");
    snprintf(vault->journal, sizeof vault->journal, "%s-journal", vault->path);
    vault->right = words("ana keeps four otters");
    vault->wrong = words("nobody knows this one");
    must(vault_create(vault->path, CIPHER_XCHACHA20_POLY1305, 7, "Ana", vault->right, cost, &vault->vault, &why), &why);
    must(vault_database(vault->vault, &vault->database, &why), &why);
    fill(vault);
    if (!digest_rows(vault, vault->digest))
        abort();
    if (is_crashed)
        keep_crash(vault);
    vaults_close(vault);
    if (!is_crashed)
        vault->kept = read_file(vault->path, &vault->kept_len);
}

void vaults_put_back(struct fuzz_vault *vault)
{
    write_file(vault->path, vault->kept, vault->kept_len);
    if (vault->kept_journal != NULL)
        write_file(vault->journal, vault->kept_journal, vault->kept_journal_len);
    else
        (void)unlink(vault->journal);
}

/* --- using --- */

enum err vaults_open(struct fuzz_vault *vault, bool whole, struct why *why)
{
    enum err e = vault_open(vault->path, "Ana", vault->right, &vault->vault, why);

    if (e == OK && whole && (e = vault_database(vault->vault, &vault->database, why)))
        vaults_close(vault);
    fuzz_must(e == OK || e == E_DAMAGED || e == E_INVALID || e == E_PASSPHRASE || e == E_SYSTEM,
              "a vault opens, is damaged, is none, or the passphrase is not its");
    fuzz_must(e == OK || why->text[0] != '\0', "a refusal has a sentence");
    return e;
}

void vaults_close(struct fuzz_vault *vault)
{
    vault->database = NULL;
    vault_close(vault->vault);
    vault->vault = NULL;
}

/* Tables that contradict each other can make a statement run for ever. */
static int look_at_steps(void *data)
{
    int *steps = data;

    return (*steps += STEPS_A_LOOK) > STEPS_MOST;
}

static void try_all(struct fuzz_vault *vault)
{
    static const char *const statements[] = {
        "PRAGMA integrity_check(5)",
        "SELECT * FROM t ORDER BY name, size",
        "SELECT name FROM t WHERE name BETWEEN 'club 2' AND 'club 5'",
        "SELECT rowid FROM f WHERE f MATCH 'club*' ORDER BY rank",
        "INSERT INTO f (f) VALUES ('integrity-check')",
        "UPDATE t SET size = size + 1, note = name || note WHERE id % 3 = 0",
        "INSERT INTO t SELECT id + 5000, name, size, note FROM t; INSERT INTO f SELECT name FROM t",
        "DELETE FROM t WHERE id % 2; DELETE FROM f WHERE rowid < 9",
    };

    for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++) {
        int steps = 0, rc;
        struct why why = { 0 };

        sqlite3_progress_handler(vault->database, STEPS_A_LOOK, look_at_steps, &steps);
        rc = sqlite3_exec(vault->database, statements[i], NULL, NULL, NULL);
        fuzz_must(rc == SQLITE_OK || (vault_sqlite_error(vault->vault, rc, &why) != OK && why.text[0] != '\0'),
                  "what cannot be done is told");
    }
    sqlite3_progress_handler(vault->database, 0, NULL, NULL);
}

void vaults_use(struct fuzz_vault *vault, bool *is_same)
{
    uint8_t digest[HASH_SIZE];

    *is_same = digest_rows(vault, digest) && memcmp(digest, vault->digest, sizeof digest) == 0;
    try_all(vault);
}
