/* Short codes for stakeholders, where a picture has no room for names. */
#ifndef TOWNKEEP_PICTURE_CODES_IN_H
#define TOWNKEEP_PICTURE_CODES_IN_H

#include <stddef.h>

#include "townkeep/base/err.h"

enum { CODE_SIZE = 32, CODE_CELLS_MOST = 6 };

/* One for each name, no two alike: the acronym where it fits in `cells`, else the first letters of the words, else the
 * beginning of the only word; then with other letters or a number. Who comes first has the plain one, so that the codes
 * stay the same as long as the names do. Letters are taken whole, in any script, never wider than `cells` (at most
 * CODE_CELLS_MOST). */
MUST_USE enum err codes_make(const char *const *names, const char *const *acronyms, size_t count, int cells,
                             char (*codes)[CODE_SIZE]);

#endif
