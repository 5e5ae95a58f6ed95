/* A folder of tables as the job of an import: directory_folder.c. */
#ifndef DIRECTORY_FOLDER_IN_H
#define DIRECTORY_FOLDER_IN_H

#include "import_in.h"
#include "townkeep/exchange/directory.h"

struct folder_import;
/* *out is to be ended in any case. */
MUST_USE enum err folder_import_start(struct import_run *run, enum directory_standard standard,
                                      struct folder_import **out, struct why *why);
/* At most `rows` rows (0: the rest of a file); *more is false once all is saved. */
MUST_USE enum err folder_import_step(struct folder_import *folder, struct import_run *run, size_t rows, bool *more,
                                     struct why *why);
void folder_import_position(const struct folder_import *folder, uint64_t *done, uint64_t *whole);
void folder_import_end(struct folder_import *folder); /* NULL allowed */

#endif
