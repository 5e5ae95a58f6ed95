/* Run the screens in a child whose sudden death leaves a clean terminal. */
#ifndef TOWNKEEP_APP_WATCH_IN_H
#define TOWNKEEP_APP_WATCH_IN_H

#include "townkeep/cli/cli.h"

/* Gives the exit status of the screens. */
int watch_run(int (*screens)(const struct cli_screens *wanted), const struct cli_screens *wanted);

#endif
