/*
 * Directories of services in the standards others use: a folder with one CSV file a table. HSDS 3.0 (openreferral.org)
 * comes in and goes out, with its datapackage.json; the 1.x of the Ohana API comes in.
 *
 * A row becomes a record, a part or an item of one, or is only kept; it is kept in any case, so that what came in goes
 * out again as long as nobody changed it here. One save, undone in one step; the same folder twice changes nothing. The
 * way out is the format "hsds3" of sharing.h.
 */
#ifndef TOWNKEEP_EXCHANGE_DIRECTORY_H
#define TOWNKEEP_EXCHANGE_DIRECTORY_H

#include "townkeep/base/err.h"
#include "townkeep/exchange/import.h"
#include "townkeep/store/store.h"

enum directory_standard { DIRECTORY_HSDS_3, DIRECTORY_OHANA, DIRECTORY_STANDARDS };
bool directory_standard_find(const char *name, enum directory_standard *out); /* "hsds3", "hsds" */
const char *directory_standard_label(enum directory_standard standard);       /* a proper name */
/* Which standard the tables of a folder are in, by their headings; false: none. */
bool directory_standard_of(const char *folder, enum directory_standard *out);

/* wish->path is the folder; wish->mapping is not looked at. New records may be shown to wish->sens, by default to
 * everybody: a directory is public. Cells that cannot be read are kept and told in report->notes. */
MUST_USE enum err directory_import(struct store *store, const struct import_wish *wish,
                                   enum directory_standard standard, struct import_report *report, struct why *why);
/* The same in slices: import_step, import_position and import_end go on with the job. */
MUST_USE enum err directory_import_start(struct store *store, const struct import_wish *wish,
                                         enum directory_standard standard, struct import_report *report,
                                         struct import_job **out, struct why *why);

#endif
