/*
 * A report as text to read, CSV, JSON or Markdown, and into a file for somebody else. As with every export the log says
 * so first, and a file is never written over.
 */
#ifndef TOWNKEEP_EXCHANGE_REPORT_H
#define TOWNKEEP_EXCHANGE_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/err.h"
#include "townkeep/domain/report.h"
#include "townkeep/store/store.h"

enum report_format { REPORT_TABLE, REPORT_CSV, REPORT_JSON, REPORT_MARKDOWN, REPORT_FORMAT_COUNT };
bool report_format_find(const char *name, enum report_format *out);

/* All tables. CSV is one table, RFC 4180 with CRLF, formulas guarded: where there are several the column "table" comes
 * first, and "of", what it is a table of, last. JSON is a list of objects, one a table. */
MUST_USE enum err report_write(const struct report_result *result, enum report_format format, struct buf *out);
/* One table alone. */
MUST_USE enum err report_write_sheet(const struct report_sheet *sheet, enum report_format format, struct buf *out);

/* `text` into a new file of mode 0600; E_CONFLICT when there is one of that name. `store`: its log says which report
 * went where and why (`reason` NULL: not said), before the file is there; NULL for a report that holds nothing of a
 * vault. */
MUST_USE enum err report_save(struct store *store, const char *label, const char *path, const char *reason,
                              const struct buf *text, struct why *why);

#endif
