/*
 * Rows under column headings, one of them selected. Holds a window of rows that the screen hands in page by page
 * (keyset paging): it asks for more at either end and never queries. The hardware cursor stands on the selected row,
 * beside the mark ▸.
 *
 *     table_columns_of(&list->table, type);                        // FIELD_LISTED fields
 *     for (i = 0; i < page.count; i++) …                            // cells with store_show_value
 *         table_add(&list->table, TABLE_AFTER, &row);
 *     list->table.more_after = page.more_after;
 *     switch (table_handle(&list->table, event)) {
 *     case TABLE_WANTS_AFTER: …fetch behind the last row, table_add…, table_step(&list->table, 1); break;
 *     case TABLE_OPENED: flow_push(flow, detail_screen_new(type, table_selected_id(&list->table))); break;
 */
#ifndef TOWNKEEP_UI_TABLE_H
#define TOWNKEEP_UI_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "townkeep/draw/event.h"
#include "townkeep/draw/grid.h"
#include "townkeep/schema/schema.h"

enum { TABLE_COLUMNS = 12, TABLE_ROWS = 600 }; /* a window longer than TABLE_ROWS drops rows at its far end */

struct table_column {
    const char *label; /* N_(): translated when drawn; borrowed */
    int width;  /* wanted; the first column takes what is left, columns that do not fit are left out from the right */
    bool right; /* numbers */
    int field;  /* index into the type's fields, or -1 */
};
struct table_row {
    int64_t id;
    const char *cells[TABLE_COLUMNS]; /* given: borrowed, copied by table_add; NULL empty */
    enum style style;                 /* STYLE_TEXT, STYLE_DIM for archived … */
    const char *warning;              /* a mark behind the row, "!" ; NULL none; copied */
};
struct table_line; /* a row as the table keeps it */
struct table {
    struct table_column columns[TABLE_COLUMNS];
    int column_count;
    struct table_line *lines; /* owned */
    int count, capacity;
    int selected, first; /* index of the selected and of the first row shown */
    bool more_before, more_after;
    bool may_mark;   /* Space marks rows */
    int sort_column; /* shown beside its heading; -1 none */
    bool sort_descending;
    struct area area;  /* set by table_place: one heading row, then rows */
    const char *empty; /* the sentence for no rows, translated; borrowed */
};
enum table_end { TABLE_BEFORE, TABLE_AFTER };
enum table_result {
    TABLE_IGNORED,
    TABLE_TAKEN,
    TABLE_MOVED,       /* another row is selected */
    TABLE_OPENED,      /* Enter */
    TABLE_WANTS_AFTER, /* moved past the last row and more_after: fetch, add, then table_step(1) or a page */
    TABLE_WANTS_BEFORE,
    TABLE_WANTS_FIRST, /* Home with more_before: fetch from the beginning (table_clear first) */
    TABLE_WANTS_LAST,  /* End with more_after: fetch backwards from the end */
};

void table_release(struct table *table); /* overwrites; a zeroed struct is an empty table */
void table_clear(struct table *table);   /* rows only, overwritten */
void table_columns_of(struct table *table, const struct record_type *type);
MUST_USE enum err table_add(struct table *table, enum table_end end,
                            const struct table_row *row); /* TABLE_BEFORE keeps the selection on its row */
void table_place(struct table *table, struct area area);
enum table_result table_handle(struct table *table, const struct event *event);
void table_step(struct table *table, int rows);          /* move the selection, clipped */
bool table_select(struct table *table, int64_t id);      /* false when it is not in the window */
int64_t table_selected_id(const struct table *table);    /* 0 when empty */
int64_t table_id_at(const struct table *table, int row); /* 0 outside; the first and last are the paging anchors */
const char *table_cell(const struct table *table, int row, int column);
int table_page(const struct table *table); /* rows that fit */
bool table_is_marked(const struct table *table, int row);
bool table_has_warning(const struct table *table, int row);
int table_marked_count(const struct table *table);
void table_draw(const struct table *table, struct grid *grid,
                bool active); /* `active`: the cursor goes to the selected row */

#endif
