/*
 * The program without a screen: `townkeep COMMAND …`. Data goes to standard output, sentences to standard error; the
 * answer is the exit status of architecture.md. Where a screen is wanted, *screens says which vault and for whom, and
 * the caller opens it.
 */
#ifndef TOWNKEEP_CLI_CLI_H
#define TOWNKEEP_CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "townkeep/base/err.h"
#include "townkeep/base/guard.h"
#include "townkeep/schema/schema.h"

enum { CLI_PATH_SIZE = 4096, CLI_NAME_SIZE = 256 };

struct cli_screens {
    bool wanted;                 /* open the screens on return; else the returned status is the answer */
    char vault[CLI_PATH_SIZE];   /* the file may not be there yet: then the first-run wizard makes it */
    char officer[CLI_NAME_SIZE]; /* "" ask */
    char config[CLI_PATH_SIZE];  /* --config; "" the usual place */
    bool demonstration;          /* show cli_demo_passphrase() on the unlock screen */
    struct guards *guards;       /* borrowed; NULL in tests */
};

/* What the run may have to touch, told as soon as the settings are read. Everything is borrowed. */
struct cli_reach {
    const char *named[4]; /* vault, folder of backups, --passphrase-file, --config; NULL none */
    char *const *words;   /* the rest of the command line; any of them may name a file */
    int word_count;
    bool is_wide;        /* screens and `run`: files will be named that nobody knows yet */
    bool is_for_screens; /* they may follow, and with them a second process */
};
/* The process as the caller has prepared it; all may be NULL. */
struct cli_process {
    struct guards *guards; /* for `where`, and handed on to the screens */
    void (*confine)(struct guards *guards, const struct cli_reach *reach);
};

/* First thing in main, before anything reads the environment: umask 077, the environment reduced to what the program
 * reads (TERM LANG LANGUAGE LC_* TZ HOME USER XDG_* COLORTERM NO_COLOR), crypt_start, i18n_start in the system's
 * language. Gives an exit status, after telling why; 0 when all is well. */
int cli_prepare(void);
/* Gives the exit status. With screens->wanted set the caller opens the screens instead of ending with it. */
int cli_main(int argc, char **argv, const struct cli_process *process, struct cli_screens *screens);

/* The one passphrase of the demonstration's officers, and one of them, for the unlock screen. */
const char *cli_demo_passphrase(void);

/* The shipped vocabularies as store_create and store_open want them. */
struct vocabulary_file;
struct cli_words {
    struct vocabulary_entry *entries; /* texts belong to `files` */
    size_t count;
    struct vocabulary_file *files;
    size_t file_count;
};
/* From <assets>/vocab. */
MUST_USE enum err cli_words_load(const char *assets, struct cli_words *out, struct why *why);
void cli_words_release(struct cli_words *words);

#endif
