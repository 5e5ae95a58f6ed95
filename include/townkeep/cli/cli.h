/*
 * The program without a screen: `townkeep COMMAND …`. Data goes to standard output, sentences to standard error; the answer is the exit
 * status of architecture.md. Where a screen is wanted, *screens says which vault and for whom, and the caller opens it.
 */
#ifndef TOWNKEEP_CLI_CLI_H
#define TOWNKEEP_CLI_CLI_H

#include <stdbool.h>

#include "townkeep/base/err.h"

enum { CLI_PATH_SIZE = 4096, CLI_NAME_SIZE = 256 };

struct cli_screens {
    bool wanted;                  /* open the screens on return; else the returned status is the answer */
    char vault[CLI_PATH_SIZE];    /* absolute; the file may not be there yet: then the first-run wizard makes it */
    char officer[CLI_NAME_SIZE];  /* "" ask */
    char config[CLI_PATH_SIZE];   /* --config; "" the usual place */
    bool demonstration;           /* show the demonstration's passphrase on the unlock screen */
};

/* First thing in main: umask 077, environment reduced to what the program reads, crypt_start, i18n_start. Exit status 0 when all is well. */
int cli_prepare(void);
int cli_main(int argc, char **argv, struct cli_screens *screens);

/* The demonstration's officers, passphrase for all of them, for the unlock screen. */
const char *cli_demo_passphrase(void);

#endif
