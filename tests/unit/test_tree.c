/* Trees read page by page: every row SQLite sees, and around every page that cannot be read exactly what stood there.
 */
#include "townkeep/vault/tree.h"
#include "vault_unit.h"

void suite_tree(void);

/* The pages of a vault in memory, one of them refused. */
struct pages {
    uint8_t (*bytes)[TREE_PAGE_SIZE];
    uint64_t refused;
};

static bool read_from_memory(void *context, uint64_t number, uint8_t out[TREE_PAGE_SIZE])
{
    struct pages *pages = context;

    if (number == pages->refused)
        return false;
    memcpy(out, pages->bytes[number - 1], TREE_PAGE_SIZE);
    return true;
}

/* What a walk met: rows by id, and losses. */
enum { ROWS = 3000, LOSSES = 16 };
struct met {
    size_t rows, in_order;
    uint8_t is_there[ROWS + 1];
    int64_t last;
    struct tree_loss losses[LOSSES];
    size_t lost;
    uint64_t digest;
};

static enum err meet_loss(void *context, const struct tree_loss *loss)
{
    struct met *met = context;

    if (met->lost < LOSSES)
        met->losses[met->lost] = *loss;
    met->lost++;
    return OK;
}

/* The first column is the number of the row where there is no id. */
static enum err meet_row(void *context, const struct tree_row *row)
{
    struct met *met = context;
    struct tree_value values[TREE_COLUMNS_MAX];
    int count = tree_values(row, values);
    int64_t id = row->id != 0 ? row->id : count > 0 ? values[0].integer : 0;

    CU_ASSERT_TRUE(count > 0);
    met->rows++;
    met->in_order += id > met->last;
    met->last = id;
    if (id >= 1 && id <= ROWS)
        met->is_there[id] = 1;
    for (int i = 0; i < count; i++)
        met->digest += values[i].len + (uint64_t)values[i].integer + (uint64_t)values[i].real;
    return OK;
}

struct trees {
    struct bench bench;
    struct pages pages;
    struct tree_source source;
    struct tree_objects objects;
};

static void trees_start(struct trees *trees)
{
    struct tree_source file;
    struct met met = { 0 };

    memset(trees, 0, sizeof *trees);
    bench_start(&trees->bench);
    CU_ASSERT_EQUAL(
        run_sql(bench_database(&trees->bench),
                "CREATE TABLE short(id INTEGER PRIMARY KEY, a TEXT, b REAL, c BLOB, d INTEGER);"
                "CREATE INDEX short_by_a ON short(a);"
                "CREATE TABLE long(id INTEGER PRIMARY KEY, body BLOB);"
                "CREATE TABLE keyed(k INTEGER, n TEXT, body BLOB, PRIMARY KEY(k)) WITHOUT ROWID;"
                "CREATE TABLE gone(id INTEGER PRIMARY KEY, body BLOB);"
                "CREATE TABLE empty(id INTEGER PRIMARY KEY);"
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
                "INSERT INTO short SELECT i, hex(randomblob(i % 50)), i * 1.5, randomblob(i % 70), "
                "(i - 1500) * i * i * i FROM n;"
                "INSERT INTO long SELECT id, randomblob(200 + (id % 7) * 3000) FROM short WHERE id <= 60;"
                "INSERT INTO keyed SELECT id, 'row', randomblob(100 + (id % 5) * 1000) FROM short WHERE id <= 400;"
                "INSERT INTO gone SELECT id, randomblob(900) FROM short WHERE id <= 200; DROP TABLE gone"),
        SQLITE_OK);
    CU_ASSERT_EQUAL_FATAL(vault_tree_source(trees->bench.vault, &file, &trees->bench.why), OK);
    trees->pages.bytes = calloc((size_t)file.pages, TREE_PAGE_SIZE);
    CU_ASSERT_PTR_NOT_NULL_FATAL(trees->pages.bytes);
    for (uint64_t number = 1; number <= file.pages; number++)
        CU_ASSERT_TRUE(file.read(file.context, number, trees->pages.bytes[number - 1]));
    trees->source = (struct tree_source){
        .read = read_from_memory, .context = &trees->pages, .pages = file.pages, .seen = file.seen
    };
    CU_ASSERT_EQUAL_FATAL(tree_read_objects(&trees->source,
                                            &(struct tree_visitor){ .context = &met, .lost = meet_loss },
                                            &trees->objects),
                          OK);
    CU_ASSERT_EQUAL(met.lost, 0);
    CU_ASSERT_EQUAL(trees->objects.count, 5);
}

static void trees_end(struct trees *trees)
{
    tree_objects_release(&trees->objects);
    free(trees->source.seen);
    free(trees->pages.bytes);
    bench_end(&trees->bench);
}

static uint64_t root_of(const struct trees *trees, const char *name)
{
    for (size_t i = 0; i < trees->objects.count; i++) {
        if (strcmp(trees->objects.items[i].name, name) == 0)
            return trees->objects.items[i].root;
    }
    return 0;
}

static void forget(struct trees *trees)
{
    memset(trees->source.seen, 0, (size_t)trees->source.pages + 1);
}

static void meet(struct trees *trees, const char *name, struct met *met)
{
    memset(met, 0, sizeof *met);
    CU_ASSERT_EQUAL(tree_walk(&trees->source, root_of(trees, name),
                              &(struct tree_visitor){ .context = met, .lost = meet_loss, .row = meet_row }),
                    OK);
}

static void every_row_is_read_as_sqlite_reads_it(void)
{
    static const struct {
        const char *name, *count, *digest;
    } tables[] = {
        { "short", "SELECT count(*) FROM short",
          "SELECT sum(length(a) + length(c) + d + CAST(b AS INTEGER)) FROM short" },
        { "long", "SELECT count(*) FROM long", "SELECT sum(length(body)) FROM long" },
        { "keyed", "SELECT count(*) FROM keyed", "SELECT sum(k + length(n) + length(body)) FROM keyed" },
        { "empty", "SELECT count(*) FROM empty", "SELECT 0" },
    };
    struct trees trees;
    struct met met;

    trees_start(&trees);
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        sqlite3 *database = bench_database(&trees.bench);

        forget(&trees);
        meet(&trees, tables[i].name, &met);
        CU_ASSERT_EQUAL(met.lost, 0);
        CU_ASSERT_EQUAL((int64_t)met.rows, sql_number(database, tables[i].count));
        CU_ASSERT_EQUAL(met.in_order, met.rows);
        CU_ASSERT_EQUAL((int64_t)met.digest, sql_number(database, tables[i].digest));
    }
    trees_end(&trees);
}

static void every_page_belongs_to_one_place(void)
{
    struct trees trees;
    struct met met = { 0 };
    uint64_t unseen = 0;

    trees_start(&trees);
    for (size_t i = 0; i < trees.objects.count; i++)
        meet(&trees, trees.objects.items[i].name, &met);
    CU_ASSERT_EQUAL(tree_walk_free(&trees.source, &(struct tree_visitor){ .context = &met, .lost = meet_loss }), OK);
    for (uint64_t number = 1; number <= trees.source.pages; number++)
        unseen += !trees.source.seen[number];
    CU_ASSERT_EQUAL(unseen, 0);
    CU_ASSERT_EQUAL(met.lost, 0);
    trees_end(&trees);
}

/* Every row is either met or within what is told as lost, and not both. */
static void check_around(struct trees *trees, const char *name, int64_t rows)
{
    struct met met;
    int64_t missing = 0, told = 0;

    forget(trees);
    meet(trees, name, &met);
    CU_ASSERT_TRUE(met.lost <= 1);
    for (int64_t id = 1; id <= rows; id++) {
        bool is_lost = met.lost == 1 && id > met.losses[0].after && id <= met.losses[0].until;

        missing += !met.is_there[id];
        told += is_lost;
        CU_ASSERT_TRUE(is_lost != met.is_there[id]);
    }
    CU_ASSERT_EQUAL(missing, told);
    if (met.lost == 1)
        CU_ASSERT_EQUAL(met.losses[0].page, trees->pages.refused);
}

static void v20_around_each_page_in_turn_exactly_its_rows_are_lost(void)
{
    struct trees trees;

    trees_start(&trees);
    for (uint64_t number = 2; number <= trees.source.pages; number++) {
        trees.pages.refused = number;
        check_around(&trees, "short", ROWS);
        check_around(&trees, "long", 60);
    }
    trees_end(&trees);
}

static void v20_each_page_in_turn_is_told_once_wherever_it_lies(void)
{
    struct trees trees;
    uint64_t parts[3] = { 0 };

    trees_start(&trees);
    for (uint64_t number = 2; number <= trees.source.pages; number++) {
        struct met met = { 0 };
        struct tree_visitor visitor = { .context = &met, .lost = meet_loss };

        forget(&trees);
        trees.pages.refused = number;
        for (size_t i = 0; i < trees.objects.count; i++)
            CU_ASSERT_EQUAL(tree_walk(&trees.source, trees.objects.items[i].root, &visitor), OK);
        CU_ASSERT_EQUAL(tree_walk_free(&trees.source, &visitor), OK);
        CU_ASSERT_EQUAL(met.lost, 1);
        CU_ASSERT_EQUAL(met.losses[0].page, number);
        parts[met.losses[0].part]++;
    }
    CU_ASSERT_TRUE(parts[TREE_NODE] > 50 && parts[TREE_OVERFLOW] > 100 && parts[TREE_FREE] > 20);
    trees_end(&trees);
}

static enum err read_columns(void *context, const struct tree_row *row)
{
    struct tree_value values[TREE_COLUMNS_MAX];

    (void)context;
    CU_ASSERT_TRUE(tree_values(row, values) >= -1);
    return OK;
}

/* Pages with bytes of chance in them: whatever they say, the walk ends and stays within the pages. */
static void hostile_pages_end_the_walk(void)
{
    struct trees trees;
    uint64_t state = 88172645463325252u;

    trees_start(&trees);
    for (int round = 0; round < 300; round++) {
        uint8_t kept[TREE_PAGE_SIZE];
        struct met met;
        uint64_t number;

        state ^= state << 13, state ^= state >> 7, state ^= state << 17;
        number = state % trees.source.pages;
        memcpy(kept, trees.pages.bytes[number], sizeof kept);
        for (int i = 0; i < 40; i++) {
            state ^= state << 13, state ^= state >> 7, state ^= state << 17;
            trees.pages.bytes[number][i < 20 ? state % 16 : state % TREE_PAGE_SIZE] = (uint8_t)(state >> 40);
        }
        for (size_t i = 0; i < trees.objects.count; i++) {
            forget(&trees);
            memset(&met, 0, sizeof met);
            CU_ASSERT_EQUAL(
                tree_walk(&trees.source, trees.objects.items[i].root,
                          &(struct tree_visitor){ .context = &met, .lost = meet_loss, .row = read_columns }),
                OK);
            CU_ASSERT_TRUE(met.lost < trees.source.pages);
        }
        forget(&trees);
        CU_ASSERT_EQUAL(tree_walk_free(&trees.source, &(struct tree_visitor){ .context = &met, .lost = meet_loss }),
                        OK);
        memcpy(trees.pages.bytes[number], kept, sizeof kept);
    }
    trees_end(&trees);
}

static void a_record_that_is_none_has_no_columns(void)
{
    static const struct {
        uint8_t bytes[12];
        size_t len;
        int columns;
    } records[] = {
        { { 2, 1, 7 }, 3, 1 },
        { { 1 }, 1, 0 },
        { { 0 }, 1, -1 },
        { { 9, 1, 7 }, 3, -1 }, /* its head ends behind it */
        { { 2, 4, 7 }, 3, -1 },
        { { 2, 10, 7 }, 3, -1 }, /* a number too long; no such type */
        { { 3, 0xff, 0x7f, 7 }, 4, -1 },
        { { 2, 0x81 }, 2, -1 }, /* a text too long; a type cut short */
        { { 3, 8, 9 }, 3, 2 },
        { { 3, 13 + 2, 1, 'a', 5 }, 5, 2 },
    };

    for (size_t i = 0; i < sizeof records / sizeof records[0]; i++) {
        struct tree_value values[TREE_COLUMNS_MAX];
        struct tree_row row = { .record = records[i].bytes, .len = records[i].len };

        CU_ASSERT_EQUAL(tree_values(&row, values), records[i].columns);
    }
}

void suite_tree(void)
{
    CU_pSuite suite = CU_add_suite("tree", NULL, NULL);

    CU_ADD_TEST(suite, every_row_is_read_as_sqlite_reads_it);
    CU_ADD_TEST(suite, every_page_belongs_to_one_place);
    CU_ADD_TEST(suite, v20_around_each_page_in_turn_exactly_its_rows_are_lost);
    CU_ADD_TEST(suite, v20_each_page_in_turn_is_told_once_wherever_it_lies);
    CU_ADD_TEST(suite, hostile_pages_end_the_walk);
    CU_ADD_TEST(suite, a_record_that_is_none_has_no_columns);
}
