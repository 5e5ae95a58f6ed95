/* Private to the demonstration: making its vault (demo.c), filling it from tables (demo_load.c), and the story of its
 * cases (demo_story.c). */
#ifndef DEMO_IN_H
#define DEMO_IN_H

#include "cli_in.h"

struct demo_ref; /* a name of a row, and the record's id */
struct sheet;
struct demo {
    struct cli *cli;
    struct demo_ref *refs;
    size_t ref_count;
    char *officer; /* who is unlocked now; NULL the first one */
    const struct record_type *type;
    struct sheet *sheet;
    struct save *save; /* of the file being loaded; NULL for casework, which is saved row by row */
};

extern const char demo_passphrase[];
/* Fill the fresh vault in cli->store from <assets>/demo and <assets>/practice. Officers take turns: cli->store is
 * reopened for each. */
MUST_USE enum err demo_load(struct cli *cli, struct why *why);
/* The name in the first row of officer.csv: whose vault it is. */
MUST_USE enum err demo_first_officer(const char *assets, struct buf *out, struct why *why);
/* Open cli->path as this officer, with casework where the role has it; closes what was open. */
MUST_USE enum err demo_open_as(struct cli *cli, const char *officer, bool casework, struct why *why);

/* The name of a row of these files; 0 there is none. */
int64_t demo_find_ref(const struct demo *demo, const char *name, size_t len);
MUST_USE enum err demo_keep_ref(struct demo *demo, const char *name, int64_t id, struct why *why);
/* Casework is done by the officer of the row. */
MUST_USE enum err demo_change_officer(struct demo *demo, const char *officer, struct why *why);
/* What happened in the cases, told in the program's own commands: <folder>/story.txt. */
MUST_USE enum err demo_story(struct demo *demo, const char *folder, struct why *why);

#endif
