/* What files for others share, whatever is in them. */
#ifndef EXPORT_IN_H
#define EXPORT_IN_H

#include <stdbool.h>

#include "townkeep/base/err.h"

/* E_CONFLICT when the file is there and may not be replaced, E_INVALID when it is no ordinary one. */
MUST_USE enum err export_check_target(const char *path, bool replace, struct why *why);
/* `temporary`, written and on the disk, gets its name; the temporary one may stay as a second name. */
MUST_USE enum err export_settle(const char *temporary, const char *path, bool replace, struct why *why);

#endif
