/*
 * The trees of a database read by hand, for salvage: pages changed at will and pages that cannot be had. Every walk
 * ends, every page is visited once, what is handed on lies within its record. Unchanged, the rows are SQLite's.
 */
#include "townkeep/vault/tree.h"

#include <stdlib.h>
#include <string.h>

#include "vaults.h"

enum { PAGES_MAX = 64, MISSING_MAX = 4 };

static struct {
    uint8_t good[PAGES_MAX][TREE_PAGE_SIZE], pages[PAGES_MAX][TREE_PAGE_SIZE];
    size_t count;
    uint64_t missing[MISSING_MAX];
    int64_t rows;
} trees;

struct seen {
    uint64_t rows, losses, most;
};

static void start(void)
{
    static struct fuzz_vault office;
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;
    struct why why = { 0 };

    vaults_make(&office, false);
    if (vaults_open(&office, true, &why) ||
        sqlite3_file_control(office.database, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
        file->pMethods->xFileSize(file, &size) != SQLITE_OK || size > PAGES_MAX * TREE_PAGE_SIZE)
        abort();
    trees.count = (size_t)size / TREE_PAGE_SIZE;
    for (size_t i = 0; i < trees.count; i++)
        if (file->pMethods->xRead(file, trees.good[i], TREE_PAGE_SIZE, (sqlite3_int64)i * TREE_PAGE_SIZE) != SQLITE_OK)
            abort();
    trees.rows = vaults_number(&office, "SELECT count(*) FROM t");
    vaults_close(&office);
}

static bool read_page(void *context, uint64_t number, uint8_t out[TREE_PAGE_SIZE])
{
    (void)context;
    fuzz_must(number >= 1 && number <= trees.count, "only pages of the file are asked for");
    for (size_t i = 0; i < MISSING_MAX; i++)
        if (trees.missing[i] == number)
            return false;
    memcpy(out, trees.pages[number - 1], TREE_PAGE_SIZE);
    return true;
}

static enum err note_loss(void *context, const struct tree_loss *loss)
{
    struct seen *seen = context;

    (void)loss;
    fuzz_must(++seen->losses <= seen->most, "losses are bounded");
    return OK;
}

static enum err note_row(void *context, const struct tree_row *row)
{
    struct tree_value values[TREE_COLUMNS_MAX];
    struct seen *seen = context;
    int count = tree_values(row, values);

    fuzz_must(++seen->rows <= seen->most, "rows are bounded");
    for (int i = 0; i < count && i < TREE_COLUMNS_MAX; i++)
        if (values[i].form == TREE_TEXT || values[i].form == TREE_BLOB)
            fuzz_must(values[i].bytes >= row->record && values[i].bytes + values[i].len <= row->record + row->len,
                      "a value lies within its record");
    return OK;
}

static void ends(enum err e)
{
    fuzz_must(e == OK || e == E_DAMAGED, "a walk ends, whole or at damage");
}

static void walk_all(bool is_changed)
{
    uint8_t visited[PAGES_MAX + 1] = { 0 };
    struct tree_source source = { .read = read_page, .pages = trees.count, .seen = visited };
    struct seen seen = { .most = PAGES_MAX * TREE_PAGE_SIZE };
    struct tree_visitor visitor = { .context = &seen, .lost = note_loss, .row = note_row };
    struct tree_objects objects = { 0 };

    if (tree_read_objects(&source, &visitor, &objects) == OK) {
        for (size_t i = 0; i < objects.count; i++) {
            seen.rows = 0;
            if (objects.items[i].root != 0)
                ends(tree_walk(&source, objects.items[i].root, &visitor));
            if (!is_changed && strcmp(objects.items[i].name, "t") == 0)
                fuzz_must((int64_t)seen.rows == trees.rows, "unchanged, the rows are SQLite's");
        }
        ends(tree_walk_free(&source, &visitor));
    }
    fuzz_must(is_changed || seen.losses == 0, "unchanged, nothing is lost");
    tree_objects_release(&objects);
}

static void run(const uint8_t *bytes, size_t len)
{
    struct scan scan = { .at = bytes, .left = len };

    memcpy(trees.pages, trees.good, sizeof trees.pages);
    for (size_t i = 0; i < MISSING_MAX; i++)
        trees.missing[i] = scan_u8(&scan);
    scan.failed = 0;
    while (scan.left > 0)
        fuzz_edit(&scan, trees.pages[scan_u8(&scan) % trees.count], TREE_PAGE_SIZE);
    walk_all(trees.missing[0] || trees.missing[1] || trees.missing[2] || trees.missing[3] ||
             memcmp(trees.pages, trees.good, sizeof trees.pages) != 0);
}

static void seeds(fuzz_take *take, void *data)
{
    uint8_t input[16] = { 0 };

    take(data, input, 4);
    for (uint8_t page = 0; page < 12; page++) {
        memset(input, 0, sizeof input);
        input[page % 4] = page;
        take(data, input, 4);
        /* The page's kind, its count of cells, its first cell's place, the page right of it. */
        memcpy(input + 4, (uint8_t[]){ page, 3, 0, 2, 0xff, 0xff, 8, 0, 4, 0, 0, 0 }, 12);
        take(data, input, sizeof input);
        input[5] = 0;
        input[7] = 1;
        take(data, input, 9);
    }
}

const struct fuzz_target fuzz_target_tree = {
    .name = "tree", .most = 2048, .start = start, .run = run, .seeds = seeds
};
