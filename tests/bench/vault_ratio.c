/*
 * What the vault costs: the same work on plain SQLite (the same settings, the default VFS) and on a vault, taken in
 * turn, as medians and their ratio. "small cache" reads pages through the VFS each time; the program's own cache holds
 * most vaults whole.
 *
 *     vault_ratio [ROUNDS [FOLDER]]    5 rounds, in TMPDIR or /tmp
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "townkeep/vault/vault.h"

enum { ROWS = 60000, COMMITS = 200, READS = 60000, ROUNDS_MAX = 51, PATH_SIZE = 512 };

struct side {
    char path[PATH_SIZE];
    struct vault *vault; /* NULL: plain */
    sqlite3 *database;
};

static void die(const char *what, const char *reason)
{
    fprintf(stderr, "vault_ratio: %s: %s\n", what, reason);
    exit(1);
}

static void run(struct side *side, const char *sql)
{
    if (sqlite3_exec(side->database, sql, NULL, NULL, NULL) != SQLITE_OK)
        die(sql, sqlite3_errmsg(side->database));
}

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* --- the work, each on both sides --- */

static void import_rows(struct side *side)
{
    sqlite3_stmt *insert;
    char name[64];

    run(side, "DROP TABLE IF EXISTS party; CREATE TABLE party(id INTEGER PRIMARY KEY, name TEXT, town TEXT, note TEXT);"
              "CREATE INDEX party_name ON party(name); BEGIN");
    if (sqlite3_prepare_v2(
            side->database,
            "INSERT INTO party VALUES (?, ?, 'Trafford', 'a note of the length notes have in an office')", -1, &insert,
            NULL) != SQLITE_OK)
        die("insert", sqlite3_errmsg(side->database));
    for (int i = 1; i <= ROWS; i++) {
        snprintf(name, sizeof name, "%u charity of the town", (unsigned)i * 2654435761u);
        sqlite3_bind_int(insert, 1, i);
        sqlite3_bind_text(insert, 2, name, -1, SQLITE_TRANSIENT);
        sqlite3_step(insert);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    run(side, "COMMIT");
}

static void commit_often(struct side *side)
{
    char sql[128];

    for (int i = 0; i < COMMITS; i++) {
        snprintf(sql, sizeof sql, "UPDATE party SET town = 'Sale', note = 'saved %d' WHERE id = %d", i,
                 1 + i * 7919 % ROWS);
        run(side, sql);
    }
}

static void read_points(struct side *side)
{
    sqlite3_stmt *select;
    unsigned id = 1;

    if (sqlite3_prepare_v2(side->database, "SELECT name, note FROM party WHERE id = ?", -1, &select, NULL) != SQLITE_OK)
        die("select", sqlite3_errmsg(side->database));
    for (int i = 0; i < READS; i++) {
        id = id * 1103515245u + 12345u;
        sqlite3_bind_int(select, 1, (int)(1 + (id >> 8) % ROWS));
        if (sqlite3_step(select) != SQLITE_ROW)
            die("select", sqlite3_errmsg(side->database));
        sqlite3_reset(select);
    }
    sqlite3_finalize(select);
}

static void scan(struct side *side)
{
    run(side, "SELECT sum(length(note)) FROM party");
}

static void shrink_cache(struct side *side)
{
    run(side, "PRAGMA cache_size = 20; PRAGMA shrink_memory");
}

static void read_points_small_cache(struct side *side)
{
    shrink_cache(side);
    read_points(side);
}

static void scan_small_cache(struct side *side)
{
    shrink_cache(side);
    for (int i = 0; i < 5; i++)
        scan(side);
    run(side, "PRAGMA cache_size = -32768");
}

static const struct {
    const char *name;
    void (*work)(struct side *);
} tasks[] = {
    { "import, one transaction", import_rows },
    { "small durable commits", commit_often },
    { "warm point reads", read_points },
    { "warm scan", scan },
    { "point reads, small cache", read_points_small_cache },
    { "scan, small cache", scan_small_cache },
};

enum { TASKS = sizeof tasks / sizeof tasks[0] };

/* --- both sides --- */

static void open_plain(struct side *side)
{
    if (sqlite3_open(side->path, &side->database) != SQLITE_OK)
        die(side->path, sqlite3_errmsg(side->database));
    run(side, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = EXTRA; PRAGMA temp_store = MEMORY; PRAGMA "
              "secure_delete = ON;"
              "PRAGMA cell_size_check = ON; PRAGMA cache_size = -32768; PRAGMA mmap_size = 0");
}

static void open_vault(struct side *side)
{
    const struct kdf_cost cost = { 1, 8 * 1024 * 1024 };
    struct passphrase *passphrase;
    struct why why;

    if (crypt_start(&why) || passphrase_new(&passphrase, &why) ||
        passphrase_add(passphrase, "measured, not guessed", 21) ||
        vault_create(side->path, CIPHER_XCHACHA20_POLY1305, 1, "bench", passphrase, cost, &side->vault, &why) ||
        vault_database(side->vault, &side->database, &why))
        die(side->path, why_text(&why));
    passphrase_free(passphrase);
}

static int compare(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static double median(double *values, int count)
{
    qsort(values, (size_t)count, sizeof values[0], compare);
    return values[count / 2];
}

int main(int argc, char **argv)
{
    static double taken[TASKS][2][ROUNDS_MAX];
    const char *parent = getenv("TMPDIR");
    int rounds = argc > 1 ? atoi(argv[1]) : 5;
    struct side sides[2] = { 0 };
    char folder[256];

    rounds = rounds < 1 ? 1 : rounds > ROUNDS_MAX ? ROUNDS_MAX : rounds;
    snprintf(folder, sizeof folder, "%s/townkeep-ratio-XXXXXX", argc > 2 ? argv[2] : parent != NULL ? parent : "/tmp");
    if (mkdtemp(folder) == NULL)
        die(folder, "cannot be made");
    snprintf(sides[0].path, PATH_SIZE, "%s/plain", folder);
    snprintf(sides[1].path, PATH_SIZE, "%s/vault", folder);
    open_plain(&sides[0]);
    open_vault(&sides[1]);
    for (int round = 0; round < rounds; round++)
        for (int task = 0; task < TASKS; task++)
            for (int which = 0; which < 2; which++) {
                double start = seconds();

                tasks[task].work(&sides[which]);
                taken[task][which][round] = seconds() - start;
            }
    printf("%-28s %10s %10s %7s\n", "", "plain ms", "vault ms", "ratio");
    for (int task = 0; task < TASKS; task++) {
        double plain = median(taken[task][0], rounds), vault = median(taken[task][1], rounds);

        printf("%-28s %10.1f %10.1f %7.2f\n", tasks[task].name, plain * 1e3, vault * 1e3, vault / plain);
    }
    sqlite3_close(sides[0].database);
    vault_close(sides[1].vault);
    unlink(sides[1].path);
    unlink(sides[0].path);
    snprintf(sides[0].path, PATH_SIZE, "%s/plain-journal", folder);
    unlink(sides[0].path);
    return rmdir(folder) == 0 ? 0 : 1;
}
