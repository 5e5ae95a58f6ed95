/* A record as lines to read, shared by the list's pane and the detail screen. */
#ifndef TOWNKEEP_SCREENS_RECORD_VIEW_IN_H
#define TOWNKEEP_SCREENS_RECORD_VIEW_IN_H

#include "townkeep/screens/screen.h"

enum sealed_fields { SEALED_HIDDEN, SEALED_SHOWN };

/* Append the filled fields, label and value a line, notes under their label. With SEALED_HIDDEN a sealed field that holds something is named, not
 * shown; whoever passes SEALED_SHOWN has written the view into the log first. */
MUST_USE enum err record_view(struct page *page, struct store *store, const struct record *record, enum sealed_fields sealed,
                              struct why *why);
/* Whether any sealed field of the record holds something. */
bool record_view_has_sealed(const struct record *record);

#endif
