/*
 * Private to the command line. A command is a row of the table in commands.c and one function in a file of its own; it
 * takes its arguments from struct args, writes data with cli_data and sentences with cli_say, and answers with an error
 * and its reason.
 */
#ifndef CLI_IN_H
#define CLI_IN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/err.h"
#include "townkeep/base/i18n.h"
#include "townkeep/cli/cli.h"
#include "townkeep/config/config.h"
#include "townkeep/crypt/crypt.h"
#include "townkeep/store/store.h"

struct cli {
    const char *vault, *officer, *passphrase_file, *config_file; /* as given; NULL not given. Borrowed from argv */
    struct config config;
    bool accept_older;              /* --accept-older */
    bool only_looking;              /* see store_opening */
    struct buf assets, path, state; /* folder of shipped files; the vault's path; the person's state folder */
    struct cli_words words;
    struct passphrase *passphrase; /* kept for opening casework */
    struct store *store;           /* NULL until cli_unlock */
    struct cli_screens *screens;
    const struct cli_process *process;
    bool in_run; /* data is gathered for the one-line answer */
    bool quiet;  /* sentences are not wanted: the demonstration is being filled */
    struct buf gathered;
};

/* --- arguments --- */
struct args {
    char **items; /* what is left; borrowed strings */
    int count;
    int literal; /* how many at the end stand behind "--" and are no options */
};
/* Note where "--" stands and take it out. */
void args_init(struct args *args, char **items, int count);
/* Take "--name VALUE" or "--name=VALUE" out, wherever it stands; *value NULL when it is not there. E_USAGE when its
 * value is missing. */
MUST_USE enum err args_take(struct args *args, const char *name, const char **value, struct why *why);
bool args_flag(struct args *args, const char *name);
/* After all options were taken: between `least` and `most` words are left and none is an unknown option. most < 0: any
 * number. */
MUST_USE enum err args_check(struct args *args, int least, int most, struct why *why);
/* A whole number of at least 0 given to an option; untouched when the option is not there. */
MUST_USE enum err args_take_number(struct args *args, const char *name, size_t *out, struct why *why);
/* A day given to an option, as an officer writes days; untouched when the option is not there. */
MUST_USE enum err args_take_day(struct args *args, const char *name, struct date *out, struct why *why);
/* Words of a line, quoted as in a shell: into `words` (owned by `text`). E_USAGE for an open quotation mark. */
enum { LINE_WORDS = 256 };
MUST_USE enum err args_split(const char *line, struct buf *text, char *words[LINE_WORDS], int *count, struct why *why);

/* --- telling --- */
/* Data, byte for byte, to standard output (in `run`: into the answer). */
MUST_USE enum err cli_data(struct cli *cli, const char *bytes, size_t len);
MUST_USE enum err cli_print(struct cli *cli, const char *format, ...) PRINTF_LIKE(2, 3);
/* A sentence to standard error, cleaned of controls; a line end is added. `format` is N_()-marked: it is translated
 * here. */
void cli_say(const struct cli *cli, const char *format, ...) PRINTF_LIKE(2, 3);
/* The whole text, which may have several lines. */
void cli_say_text(const struct cli *cli, const char *text);
void cli_say_problems(const struct cli *cli, const struct record_type *type, const struct problems *problems);

/* --- the session --- */
MUST_USE enum err cli_find_vault(struct cli *cli, struct why *why); /* cli->path */
/* E_SYSTEM in words where keys cannot be kept out of swap and the settings require it. Before any passphrase. */
MUST_USE enum err cli_check_memory(struct cli *cli, struct why *why);
MUST_USE enum err cli_load_words(struct cli *cli, struct why *why); /* cli->assets, cli->words */
/* From a file, "-" for the first line of standard input, or asked for at the terminal when `file` is NULL. `twice`: ask
 * again. */
MUST_USE enum err cli_read_passphrase(const char *file, const char *prompt, bool twice, struct passphrase **out,
                                      struct why *why);
MUST_USE enum err cli_unlock(struct cli *cli, struct why *why);
const char *cli_state(struct cli *cli); /* the person's state folder; NULL where there is none */
/* Open casework with the session's passphrase; OK too, and nothing opened, when the officer's role has no casework. */
MUST_USE enum err cli_open_casework(struct cli *cli, struct why *why);
/* The same to read or write a case, for who accepted the code of conduct: E_PERMISSION in words for who has not. */
MUST_USE enum err cli_read_casework(struct cli *cli, struct why *why);
/* NULL: XChaCha20-Poly1305. E_USAGE for a name that is none. */
MUST_USE enum err cli_read_cipher(const char *name, enum cipher *out, struct why *why);
MUST_USE enum err cli_read_kdf(const char *name, enum kdf_level *out, struct why *why);
/* code.c: a new code of the office, printed. */
MUST_USE enum err cli_renew_office_code(struct cli *cli, enum kdf_level kdf, struct why *why);
MUST_USE enum err cli_type(const struct cli *cli, const char *name, const struct record_type **out, struct why *why);
/* Read access, and casework opened where the type needs it. */
MUST_USE enum err cli_reading(struct cli *cli, const struct record_type *type, struct why *why);

/* --- shared by several commands --- */
enum list_format { LIST_TABLE, LIST_CSV, LIST_JSON };
MUST_USE enum err cli_take_format(struct args *args, enum list_format *out, struct why *why);
/* "a,b" → field indexes in `fields` (room for 128); *count 0 when the option is not there. */
enum { FIELDS_MAX = 128 };
MUST_USE enum err cli_take_fields(struct args *args, const struct record_type *type, int fields[FIELDS_MAX],
                                  size_t *count, struct why *why);
/* --filter (any number), --sort, --archived into a query. */
MUST_USE enum err cli_take_query(struct cli *cli, struct args *args, const struct record_type *type,
                                 struct query *query, struct why *why);
/* field=value pairs and --json FILE into a record. */
MUST_USE enum err cli_fill_record(struct cli *cli, struct record *record, struct args *args, int from, const char *json,
                                  struct why *why);
/* A whole file, or standard input for "-". */
MUST_USE enum err cli_read_input(const char *path, size_t max, struct buf *out, struct why *why);
/* Save one record; problems and warnings are told. */
MUST_USE enum err cli_put(struct cli *cli, struct record *record, struct saved *saved, struct why *why);
/* The reference of a record that has one, else its id, as a line of data. */
MUST_USE enum err cli_print_reference(struct cli *cli, const struct record_type *type, int64_t id, struct why *why);
/* "…, 3 fields changed", for the terminal. */
void cli_say_saved(const struct cli *cli, const struct saved *saved);

/* placing.c: places for stakeholders and sites that have none, told as data. */
MUST_USE enum err cli_place(struct cli *cli, bool trial, struct why *why);
/* access.c: who looked at which case; `named` NULL: at all of them. */
MUST_USE enum err cli_print_access(struct cli *cli, const char *named, size_t limit, enum list_format format,
                                   struct why *why);

struct step_input;
/* step.c: field=value words from `from` on → inputs, of which there is room for each word; they are cut in place. */
MUST_USE enum err cli_read_inputs(struct args *args, int from, struct step_input *inputs, size_t *count,
                                  struct why *why);
/* A referral and its case bear the same pseudonym: then it is the case. */
MUST_USE enum err cli_find_subject(struct cli *cli, const char *named, const struct record_type **type, int64_t *id,
                                   struct why *why);

/* --- commands --- */
struct command {
    const char *name;
    const char *usage;    /* N_(): what follows the name */
    const char *sentence; /* N_(): what it does */
    const char *help;     /* N_(): more, for `help COMMAND`; NULL none */
    enum err (*run)(struct cli *cli, struct args *args, struct why *why);
    bool vault; /* needs an unlocked vault */
    bool alone; /* not inside `run` */
    bool wide;  /* names files as it goes, or ends in screens */
};
extern const struct command commands[];
extern const size_t command_count;
const struct command *command_find(const char *name); /* NULL unknown */
/* Run one command with its arguments; unlocks first where it must. */
MUST_USE enum err command_run(struct cli *cli, const char *name, struct args *args, struct why *why);

enum err command_init(struct cli *cli, struct args *args, struct why *why);
enum err command_demo(struct cli *cli, struct args *args, struct why *why);
enum err command_where(struct cli *cli, struct args *args, struct why *why);
enum err command_add(struct cli *cli, struct args *args, struct why *why);
enum err command_set(struct cli *cli, struct args *args, struct why *why);
enum err command_show(struct cli *cli, struct args *args, struct why *why);
enum err command_list(struct cli *cli, struct args *args, struct why *why);
enum err command_find_words(struct cli *cli, struct args *args, struct why *why);
enum err command_remove(struct cli *cli, struct args *args, struct why *why);
enum err command_step(struct cli *cli, struct args *args, struct why *why);
enum err command_retention(struct cli *cli, struct args *args, struct why *why);
enum err command_access(struct cli *cli, struct args *args, struct why *why);
enum err command_conduct(struct cli *cli, struct args *args, struct why *why);
enum err command_assess(struct cli *cli, struct args *args, struct why *why);
enum err command_placing(struct cli *cli, struct args *args, struct why *why);
enum err command_duplicates(struct cli *cli, struct args *args, struct why *why);
enum err command_import(struct cli *cli, struct args *args, struct why *why);
enum err command_unseal(struct cli *cli, struct args *args, struct why *why);
enum err command_export(struct cli *cli, struct args *args, struct why *why);
enum err command_picture(struct cli *cli, struct args *args, struct why *why);
enum err command_report(struct cli *cli, struct args *args, struct why *why);
enum err command_document(struct cli *cli, struct args *args, struct why *why);
enum err command_history(struct cli *cli, struct args *args, struct why *why);
enum err command_undo(struct cli *cli, struct args *args, struct why *why);
enum err command_code(struct cli *cli, struct args *args, struct why *why);
enum err command_header(struct cli *cli, struct args *args, struct why *why);
enum err command_rekey(struct cli *cli, struct args *args, struct why *why);
enum err command_officer(struct cli *cli, struct args *args, struct why *why);
enum err command_verify(struct cli *cli, struct args *args, struct why *why);
enum err command_salvage(struct cli *cli, struct args *args, struct why *why);
enum err command_backup(struct cli *cli, struct args *args, struct why *why);
enum err command_restore(struct cli *cli, struct args *args, struct why *why);
enum err command_run_lines(struct cli *cli, struct args *args, struct why *why);
enum err command_help(struct cli *cli, struct args *args, struct why *why);

#endif
