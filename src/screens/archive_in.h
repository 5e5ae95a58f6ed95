/* Archiving one record from a screen: the question, and the deed. */
#ifndef TOWNKEEP_SCREENS_ARCHIVE_IN_H
#define TOWNKEEP_SCREENS_ARCHIVE_IN_H

#include "townkeep/screens/screen.h"

/* Ask why; the answer comes to answered() with this question number, DIALOG_YES and the reason as its text. */
void archive_ask(struct flow *flow, const char *name, int question);
/* Archive, or bring back (`back`), as one save; tells what happened or why not. True when done. */
bool archive_record(struct flow *flow, const struct record_type *type, int64_t id, bool back, const char *reason);

#endif
