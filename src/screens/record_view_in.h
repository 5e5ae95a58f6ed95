/* A record as lines to read and as a row of a table, shared by the screens that show records. */
#ifndef TOWNKEEP_SCREENS_RECORD_VIEW_IN_H
#define TOWNKEEP_SCREENS_RECORD_VIEW_IN_H

#include "townkeep/screens/screen.h"
#include "townkeep/ui/table.h"

enum sealed_fields { SEALED_HIDDEN, SEALED_SHOWN };

/* Append the filled fields, label and value a line, notes under their label. With SEALED_HIDDEN a sealed field that
 * holds something is named, not shown; whoever passes SEALED_SHOWN has written the view into the log first. */
MUST_USE enum err record_view(struct page *page, struct store *store, const struct record *record,
                              enum sealed_fields sealed, struct why *why);
/* Append what other records say of this one today (domain/remarks.h), warnings first and marked; nothing when they say
 * nothing. For the page of a single record, before its fields. */
MUST_USE enum err record_view_remarks(struct page *page, struct store *store, const struct record *record,
                                      struct why *why);
/* Add a record to a table of the type's columns; `warning` is the mark behind the row, NULL none. */
MUST_USE enum err record_view_row(struct table *table, struct store *store, const struct record *record,
                                  enum table_end end, const char *warning);
/* Whether the field of a referral or case tells who somebody is: shown only while the name is. */
bool record_view_is_identity(const char *key);
/* Whether any sealed field of the record holds something. */
bool record_view_has_sealed(const struct record *record);

#endif
