/* Private to the demonstration: making its vault (demo.c) and filling it (demo_load.c). */
#ifndef DEMO_IN_H
#define DEMO_IN_H

#include "cli_in.h"

extern const char demo_passphrase[];
/* Fill the fresh vault in cli->store from <assets>/demo and <assets>/practice. Officers take turns: cli->store is
 * reopened for each. */
MUST_USE enum err demo_load(struct cli *cli, struct why *why);
/* The name in the first row of officer.csv: whose vault it is. */
MUST_USE enum err demo_first_officer(const char *assets, struct buf *out, struct why *why);
/* Open cli->path as this officer, with casework where the role has it; closes what was open. */
MUST_USE enum err demo_open_as(struct cli *cli, const char *officer, bool casework, struct why *why);

#endif
