/*
 * One piece of work on one side's database:
 *
 *     work TASK PATH
 *
 * Prints its seconds and its seconds on the processor. `import` makes the database that the others then use; what they
 * need besides (the file out of the system's cache, pages in SQLite's) is done before the clock starts.
 */
#include <fcntl.h>
#include <stdbool.h>

#include "../measure.h"
#include "side.h"

enum {
    ROWS = 200000,
    COMMITS = 200,
    COLD_READS = 5000,
    WARM_READS = 200000,
    SMALL_READS = 50000,
    SCANS = 5,
    DOCUMENTS = 40000,
    QUERIES = 300,
    OPENINGS = 20,
};

struct work {
    const char *path;
    sqlite3 *database;
};

static void run(struct work *work, const char *sql)
{
    if (sqlite3_exec(work->database, sql, NULL, NULL, NULL) != SQLITE_OK)
        bench_die(sql, sqlite3_errmsg(work->database));
}

static sqlite3_stmt *prepare(struct work *work, const char *sql)
{
    sqlite3_stmt *statement;

    if (sqlite3_prepare_v2(work->database, sql, -1, &statement, NULL) != SQLITE_OK)
        bench_die(sql, sqlite3_errmsg(work->database));
    return statement;
}

static void step(struct work *work, sqlite3_stmt *statement, int expected)
{
    if (sqlite3_step(statement) != expected)
        bench_die("step", sqlite3_errmsg(work->database));
    sqlite3_reset(statement);
}

static unsigned next_random(unsigned *state)
{
    *state = *state * 1103515245u + 12345u;
    return *state >> 8;
}

/* --- the work --- */
static void import_rows(struct work *work)
{
    sqlite3_stmt *insert;
    char name[64];

    run(work, "CREATE TABLE party(id INTEGER PRIMARY KEY, name TEXT, town TEXT, note TEXT);"
              "CREATE INDEX party_name ON party(name); BEGIN");
    insert = prepare(work, "INSERT INTO party VALUES (?, ?, 'Trafford', 'a short note')");
    for (int i = 1; i <= ROWS; i++) {
        snprintf(name, sizeof name, "%u charity", (unsigned)i * 2654435761u);
        sqlite3_bind_int(insert, 1, i);
        sqlite3_bind_text(insert, 2, name, -1, SQLITE_STATIC);
        step(work, insert, SQLITE_DONE);
    }
    sqlite3_finalize(insert);
    run(work, "COMMIT");
}

static void commit_often(struct work *work)
{
    char sql[128];

    for (int i = 0; i < COMMITS; i++) {
        snprintf(sql, sizeof sql, "UPDATE party SET town = 'Sale', note = 'saved %d' WHERE id = %d", i,
                 1 + i * 7919 % ROWS);
        run(work, sql);
    }
}

static void read_points(struct work *work, int times)
{
    sqlite3_stmt *select = prepare(work, "SELECT name, note FROM party WHERE id = ?");
    unsigned state = 1;

    for (int i = 0; i < times; i++) {
        sqlite3_bind_int(select, 1, (int)(1 + next_random(&state) % ROWS));
        step(work, select, SQLITE_ROW);
    }
    sqlite3_finalize(select);
}

static void read_cold(struct work *work)
{
    read_points(work, COLD_READS);
}

static void read_warm(struct work *work)
{
    read_points(work, WARM_READS);
}

static void read_with_small_cache(struct work *work)
{
    read_points(work, SMALL_READS);
}

static void scan_once(struct work *work)
{
    run(work, "SELECT sum(length(note)) FROM party");
}

static void scan(struct work *work)
{
    for (int i = 0; i < SCANS; i++)
        scan_once(work);
}

/* Words as unequally frequent as those of a language. */
static void write_document(char *out, size_t size, unsigned *state)
{
    enum { WORDS = 24, KNOWN = 6000 };
    size_t len = 0;

    for (int i = 0; i < WORDS && len < size; i++) {
        unsigned number = next_random(state) % KNOWN;

        number = number * (next_random(state) % KNOWN) / KNOWN;
        len += (size_t)snprintf(out + len, size - len, "w%xord ", number * 2654435761u % 0xfffff);
    }
}

static void build_index(struct work *work, const char *module)
{
    sqlite3_stmt *insert;
    unsigned state = 5;
    char text[512];

    snprintf(text, sizeof text, "DROP TABLE IF EXISTS document; CREATE VIRTUAL TABLE document USING %s(body); BEGIN",
             module);
    run(work, text);
    insert = prepare(work, "INSERT INTO document(body) VALUES (?)");
    for (int i = 0; i < DOCUMENTS; i++) {
        write_document(text, sizeof text, &state);
        sqlite3_bind_text(insert, 1, text, -1, SQLITE_STATIC);
        step(work, insert, SQLITE_DONE);
    }
    sqlite3_finalize(insert);
    run(work, "COMMIT");
}

static void build_fts5(struct work *work)
{
    build_index(work, "fts5");
}

static void build_fts4(struct work *work)
{
    build_index(work, "fts4");
}

/* The beginning of a word and a whole one, as somebody types. */
static void query_index(struct work *work)
{
    sqlite3_stmt *select = prepare(work, "SELECT count(*) FROM document WHERE document MATCH ?");
    unsigned state = 9;
    char words[80];

    for (int i = 0; i < QUERIES; i++) {
        snprintf(words, sizeof words, "w%xord w%x*", next_random(&state) % 40 * 2654435761u % 0xfffff,
                 next_random(&state) % 256);
        sqlite3_bind_text(select, 1, words, -1, SQLITE_STATIC);
        step(work, select, SQLITE_ROW);
    }
    sqlite3_finalize(select);
}

/* --- before the clock starts --- */
static void shrink_cache(struct work *work)
{
    run(work, "PRAGMA cache_size = -80; PRAGMA shrink_memory");
}

static void fill_cache(struct work *work)
{
    scan_once(work);
    run(work, "SELECT count(*) FROM (SELECT name FROM party ORDER BY name)");
}

static const struct task {
    const char *name;
    void (*prepare)(struct work *);
    void (*work)(struct work *);
    bool is_cold; /* the file is out of the system's cache */
} tasks[] = {
    { .name = "import", .work = import_rows },
    { .name = "commits", .work = commit_often },
    { .name = "cold_reads", .work = read_cold, .is_cold = true },
    { .name = "warm_reads", .prepare = fill_cache, .work = read_warm },
    { .name = "small_reads", .prepare = shrink_cache, .work = read_with_small_cache },
    { .name = "cold_scan", .work = scan_once, .is_cold = true },
    { .name = "warm_scan", .prepare = fill_cache, .work = scan },
    { .name = "small_scan", .prepare = shrink_cache, .work = scan },
    { .name = "fts5_build", .work = build_fts5 },
    { .name = "fts5_query", .work = query_index },
    { .name = "fts4_build", .work = build_fts4 },
    { .name = "fts4_query", .work = query_index },
};

static void drop_from_system_cache(const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);

    if (file < 0 || fsync(file) != 0 || posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) != 0)
        bench_die(path, "cannot be dropped from the cache");
    close(file);
}

static void tell(double seconds, double processor)
{
    printf("%.6f\t%.6f\n", seconds, processor);
}

static void do_task(const struct task *task, struct work *work)
{
    struct beginning begun;

    if (task->is_cold)
        drop_from_system_cache(work->path);
    if (side_open_v2(work->path, &work->database, 0, NULL) != SQLITE_OK)
        bench_die(work->path, sqlite3_errmsg(work->database));
    if (task->prepare)
        task->prepare(work);
    begun = begin_now();
    task->work(work);
    tell(seconds_now() - begun.at, processor_now() - begun.processor);
    side_close(work->database);
}

/* From the key at hand to the first look at the tables. */
static void open_often(struct work *work)
{
    static struct measured opening;

    for (int i = 0; i < OPENINGS; i++) {
        struct beginning begun;

        side_unlock(work->path);
        begun = begin_now();
        if (side_open_v2(work->path, &work->database, 0, NULL) != SQLITE_OK)
            bench_die(work->path, sqlite3_errmsg(work->database));
        run(work, "SELECT name FROM party WHERE id = 1");
        measured_since(&opening, begun);
        side_close(work->database);
    }
    tell(measured_quantile(opening.seconds, OPENINGS, 50), measured_quantile(opening.processor, OPENINGS, 50));
}

int main(int argc, char **argv)
{
    struct work work = { .path = argc == 3 ? argv[2] : "" };

    if (argc != 3)
        bench_die("usage", "work TASK PATH");
    if (strcmp(argv[1], "open") == 0) {
        open_often(&work);
        return 0;
    }
    for (size_t i = 0; i < sizeof tasks / sizeof tasks[0]; i++)
        if (strcmp(argv[1], tasks[i].name) == 0) {
            do_task(&tasks[i], &work);
            return 0;
        }
    bench_die(argv[1], "no such task");
}
