/*
 * Records into a file for somebody else. What leaves the vault is written into the log first (entry of kind export);
 * the file is 0600 and never replaces another unless asked to. CSV: UTF-8, RFC 4180 with CRLF, headings are field keys,
 * cells that a spreadsheet would run are guarded (sheet.h); import takes exactly that away again. JSON: an array of
 * objects keyed by field. Sealed fields never leave this way.
 */
#ifndef TOWNKEEP_EXCHANGE_EXPORT_H
#define TOWNKEEP_EXCHANGE_EXPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/err.h"
#include "townkeep/exchange/profile.h"
#include "townkeep/exchange/sheet.h"
#include "townkeep/store/store.h"

enum export_format { EXPORT_CSV, EXPORT_JSON, EXPORT_FORMAT_COUNT };
bool export_format_find(const char *name, enum export_format *out);

struct export_wish {
    const char *path;
    enum export_format format;
    const int *fields; /* borrowed; NULL all that are not sealed */
    size_t field_count;
    size_t limit;         /* 0 all */
    bool replace;         /* an existing file */
    const char *reason;   /* goes into the log; NULL none */
    enum profile profile; /* what it keeps back stays: records, fields, references */
    size_t expected;      /* how many records will leave, for the log; 0 not counted */
    bool mark;            /* CSV: a byte order mark, for spreadsheets that need one */
};
/* *count: how many records were written. E_CONFLICT when the file exists and `replace` is not set. */
MUST_USE enum err export_file(struct store *store, const struct query *query, const struct export_wish *wish,
                              size_t *count, struct why *why);

/* The same in slices, for a screen that keeps answering keys: start (checks the place, writes the log), step until
 * *more is false, end. `query` and `wish` are borrowed until the end. Ending early leaves no file; the log keeps saying
 * that one was begun. */
struct export_job;
MUST_USE enum err export_start(struct store *store, const struct query *query, const struct export_wish *wish,
                               struct export_job **out, struct why *why); /* *out NULL when it fails */
MUST_USE enum err export_step(struct export_job *job, bool *more, struct why *why);
size_t export_count(const struct export_job *job); /* records written so far */
void export_end(struct export_job *job);           /* NULL allowed */

/* The pieces, for lists on the command line. Fields NULL: all but the sealed ones. The column "id" comes first and is
 * not a field. */
MUST_USE enum err export_csv_headings(const struct record_type *type, const int *fields, size_t count,
                                      const char *line_end, struct buf *out);
MUST_USE enum err export_csv_row(const struct record *record, const int *fields, size_t count, enum csv_guard guard,
                                 const char *line_end, struct buf *out);
/* One record as a JSON object on one line: numbers as numbers, ids as texts (they have 63 bits), lists as arrays; a
 * closed value as null. */
MUST_USE enum err export_json_record(const struct record *record, const int *fields, size_t count, struct buf *out);
/* field=value pairs of a JSON object as text that field_read takes: the reverse. `take` gets each key and value. */
MUST_USE enum err export_json_read(const void *bytes, size_t len,
                                   enum err (*take)(void *data, const char *key, const char *value, struct why *why),
                                   void *data, struct why *why);

#endif
