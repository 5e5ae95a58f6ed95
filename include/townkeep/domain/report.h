/*
 * Reports: what the office shows to others, as tables of plain text. The table of reports names them all; command,
 * screen and files print what one makes and compute nothing. A report asks the store with bounded queries and holds
 * no name, no reference and nothing that is sealed.
 */
#ifndef TOWNKEEP_DOMAIN_REPORT_H
#define TOWNKEEP_DOMAIN_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/date.h"
#include "townkeep/base/err.h"
#include "townkeep/schema/schema.h"
#include "townkeep/store/store.h"

enum { REPORT_COLUMNS_MAX = 16, REPORT_SHEETS_MAX = 40 };

struct report_column {
    const char *key;   /* heading in CSV and JSON: the same in every language */
    const char *label; /* heading for people, in the program's language */
    bool is_number;    /* set to the right */
};

/* One table. Texts belong to the result. */
struct report_sheet {
    const char *key;   /* "workflow": the column "table" where a report has several */
    const char *title; /* in the program's language */
    const char *note;  /* what it is a table of; "" */
    bool is_tall;      /* its cells hold sentences: printed as text a row is a block of lines */
    struct report_column columns[REPORT_COLUMNS_MAX];
    size_t column_count;
    const char **cells; /* row by row; NULL where there was no memory */
    size_t row_count, row_room;
};
struct report_result {
    struct arena text;
    struct report_sheet sheets[REPORT_SHEETS_MAX]; /* all with the same columns */
    size_t count;
    const char *legend; /* what marks in the cells mean, for under the last table; NULL none */
};
void report_result_release(struct report_result *result);

struct report_wish {
    struct date from, to; /* zero: the report's own period */
};

struct report {
    const char *name;     /* what is typed */
    const char *label;    /* N_() */
    const char *sentence; /* N_() what it tells */
    bool needs_vault;
    const struct record_type *type; /* who may read it may have the report, with casework open where it is of casework;
                                       NULL everybody */
    enum err (*make)(struct store *store, const struct report_wish *wish, struct report_result *out, struct why *why);
};
const struct report *reports_all(size_t *count);
const struct report *report_find(const char *name); /* NULL unknown */
/* E_PERMISSION where the officer may not have it or casework is closed. `store` NULL for a report without a vault.
 * Release *out, also on failure. */
MUST_USE enum err report_make(const struct report *report, struct store *store, const struct report_wish *wish,
                              struct report_result *out, struct why *why);

/* For those that make one: a new table with room for `rows`, and the next row, whose cells are filled in; NULL when
 * there is no memory or no room. */
struct report_sheet *report_add_sheet(struct report_result *result, const char *key, const char *title,
                                      const struct report_column *columns, size_t column_count, size_t rows);
const char **report_add_row(struct report_sheet *sheet);

/* The reports. */
enum err report_limits(struct store *store, const struct report_wish *wish, struct report_result *out, struct why *why);
enum err report_workflow(struct store *store, const struct report_wish *wish, struct report_result *out,
                         struct why *why);
enum err report_equality(struct store *store, const struct report_wish *wish, struct report_result *out,
                         struct why *why);
enum err report_casework(struct store *store, const struct report_wish *wish, struct report_result *out,
                         struct why *why);
enum err report_map(struct store *store, const struct report_wish *wish, struct report_result *out, struct why *why);

#endif
