/* Files that were written for others, and whether they still lie where they were written to. */
#ifndef TOWNKEEP_DOMAIN_EXPORTED_FILE_H
#define TOWNKEEP_DOMAIN_EXPORTED_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "townkeep/base/err.h"
#include "townkeep/schema/schema.h"
#include "townkeep/store/store.h"

struct exported {
    const char *what, *path;
    const char *profile; /* "public", "partner", "team"; "" none */
    const char *reason;  /* NULL not said */
    size_t records;      /* 0 not counted */
};
/* Before the file is there: one entry of kind export, with this sentence. */
MUST_USE enum err exported_note(struct store *store, const struct exported *exported, const char *sentence,
                                struct why *why);
/* On this computer, whoever wrote it. */
bool exported_lies_there(const struct record *file);

#endif
