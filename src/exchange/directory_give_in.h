/* Private to the way out: directory_give.c makes the rows, directory_files.c the files of them, directory_hsds3.c gives
 * them to sharing.c. */
#ifndef DIRECTORY_GIVE_IN_H
#define DIRECTORY_GIVE_IN_H

#include "directory_in.h"

MUST_USE enum err give_tables(struct giving *giving, struct why *why);
void giving_release(struct giving *giving);
/* Whether its address is not given out; of a service, whether it is given in such a place. */
bool directory_is_hidden(struct store *store, const struct record_type *type, int64_t id);
/* A table as a file, and the description of all that have rows. */
MUST_USE enum err give_csv(const struct giving *giving, int table, struct buf *out);
MUST_USE enum err give_description(const struct giving *giving, struct buf *out);

#endif
