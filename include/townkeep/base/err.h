/*
 * What a call that can fail answers, and the sentence that goes with it.
 *
 * One enum for the program: a lower room never prints, draws or exits; it returns a code and, where a person
 * will read the reason, fills a `struct why` with one sentence in an officer's words that says what to do next.
 * `struct why` has a fixed size, so that reporting a failure cannot itself fail.
 */
#ifndef TOWNKEEP_BASE_ERR_H
#define TOWNKEEP_BASE_ERR_H

#include <stddef.h>

enum err {
    OK = 0,
    E_INVALID,    /* what was given breaks a rule or a check; mend it and try again */
    E_NOT_FOUND,  /* no such record, file, officer, entry */
    E_CONFLICT,   /* something else changed meanwhile */
    E_USAGE,      /* the command line cannot be understood */
    E_PASSPHRASE, /* wrong name or passphrase */
    E_PERMISSION, /* this officer's role, or closed casework, does not allow it */
    E_DAMAGED,    /* bytes that must be ours are not: damaged or tampered with */
    E_BUSY,       /* another process holds the vault */
    E_OLDER,      /* not the newest this person has seen of the vault: to be gone on with knowingly only */
    E_MEMORY,     /* no memory */
    E_DISK_FULL,  /* no space, or quota reached */
    E_SYSTEM,     /* the operating system refused: I/O error, permissions of files */
    E_CANCELLED,  /* the person stopped it */
    ERR_COUNT
};

enum { WHY_TEXT_SIZE = 512 };

struct why {
    enum err code;
    char text[WHY_TEXT_SIZE]; /* one sentence, already translated; "" when none was given */
};

#define MUST_USE                        __attribute__((warn_unused_result))
#define PRINTF_LIKE(format_at, args_at) __attribute__((format(printf, format_at, args_at)))

/* Fill *why (may be NULL) with a code and a sentence, and return the code. `format` is N_()-marked: it is
 * translated here. A sentence longer than the buffer is cut at a character boundary. */
enum err why_set(struct why *why, enum err code, const char *format, ...) PRINTF_LIKE(3, 4);

/* The same for an errno: ENOSPC/EDQUOT become E_DISK_FULL, ENOMEM E_MEMORY, all else E_SYSTEM; the system's
 * words are appended after a colon. */
enum err why_errno(struct why *why, int number, const char *format, ...) PRINTF_LIKE(3, 4);

/* The sentence to show: why->text, or a general sentence for the code when the text is empty. */
const char *why_text(const struct why *why);

/* A general sentence for a code, translated. */
const char *err_text(enum err code);

/* The exit status of the program for a code: 0 done, 1 refused, 2 usage, 3 wrong passphrase or no permission,
 * 4 damaged, 5 in use, 6 the system failed. */
int err_exit_status(enum err code);

#endif
