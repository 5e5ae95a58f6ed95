/*
 * The trees of a SQLite database, read page by page and without SQLite: which table or index a page belongs to, and the
 * rows on every page that can still be read (SQLite's file format, sections 1.5 to 2.1). For vaults of which some pages
 * are damaged: SQLite stops at the first, this goes around it.
 *
 * Whatever stands on a page is taken for hostile: every page is visited once, and every count, length and number is
 * bounded by the page or the file. A page that is none of a tree counts as lost, like one that cannot be read; a cell
 * that contradicts itself is passed over.
 */
#ifndef TOWNKEEP_VAULT_TREE_H
#define TOWNKEEP_VAULT_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/err.h"

enum { TREE_PAGE_SIZE = 4096, TREE_USABLE = TREE_PAGE_SIZE - 40, TREE_COLUMNS_MAX = 200 };

/* Where the pages come from: page `number` (from 1), decrypted; false when it cannot be had. */
struct tree_source {
    bool (*read)(void *context, uint64_t number, uint8_t out[TREE_PAGE_SIZE]);
    void *context;
    uint64_t pages;
    uint8_t *seen; /* pages + 1 bytes, zero at first: a page belongs to one place; shared by all walks of a database */
};

enum tree_part {
    TREE_NODE,     /* a page of the tree itself: its rows, or whole branches */
    TREE_OVERFLOW, /* one long row goes on there */
    TREE_FREE,     /* nothing */
};

/* A page that cannot be read. Of a table whose rows have ids: the rows with after < id <= until stand on it or below.
 */
struct tree_loss {
    uint64_t page;
    enum tree_part part;
    int depth; /* 0: the root */
    bool has_ids;
    int64_t after, until;
};

struct tree_row {
    int64_t id; /* 0 where rows have none */
    const uint8_t *record;
    size_t len;
};

/* Called in the order of ids or keys. Anything but OK ends the walk and is its result. */
struct tree_visitor {
    void *context;
    enum err (*lost)(void *context, const struct tree_loss *loss);
    enum err (*row)(void *context, const struct tree_row *row); /* NULL: only the pages are of interest */
};

MUST_USE enum err tree_walk(const struct tree_source *source, uint64_t root, const struct tree_visitor *visitor);
/* The list of free pages. */
MUST_USE enum err tree_walk_free(const struct tree_source *source, const struct tree_visitor *visitor);

/* One column of a row; text and blobs point into the record. */
struct tree_value {
    enum { TREE_NULL, TREE_INTEGER, TREE_REAL, TREE_TEXT, TREE_BLOB } form;
    int64_t integer;
    double real;
    const uint8_t *bytes;
    size_t len;
};
/* How many columns the record has, the first TREE_COLUMNS_MAX of them in `out`; -1 when it is not in SQLite's form. */
int tree_values(const struct tree_row *row, struct tree_value out[TREE_COLUMNS_MAX]);

/* A row of sqlite_schema. */
struct tree_object {
    char *kind, *name, *table, *sql; /* owned */
    uint64_t root;                   /* 0: it has no tree */
};
struct tree_objects {
    struct tree_object *items; /* owned */
    size_t count;
};
void tree_objects_release(struct tree_objects *objects);
/* What the database says it holds; lost pages of that list itself go to the visitor. */
MUST_USE enum err tree_read_objects(const struct tree_source *source, const struct tree_visitor *visitor,
                                    struct tree_objects *out);

#endif
