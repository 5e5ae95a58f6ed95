/*
 * An ini file as a list of entries in file order. Syntax is iniparser's: [section], key = value, quotes around what
 * holds ; or #. Names are letters, digits, _ - and . and come out in lower case; values are UTF-8 without controls.
 */
#ifndef TOWNKEEP_CONFIG_INI_IN_H
#define TOWNKEEP_CONFIG_INI_IN_H

#include <stddef.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/err.h"
#include "townkeep/config/config.h"

struct ini_entry {
    const char *section;
    const char *key; /* "" for the section itself, which comes before its keys */
    const char *value;
};

struct ini {
    struct ini_entry *entries; /* in the arena */
    size_t count;
    struct arena text;
    char name[64]; /* the file's name without its folder, for sentences */
};

/* E_INVALID: no regular file, too large or no text. Single lines that are wrong are left out and noted. */
MUST_USE enum err ini_read(const char *path, struct ini *out, struct config_notes *notes, struct why *why);
/* What is wrong with a person's own file must not stop the program: all but want of memory becomes a note, and the file
 * counts as empty. */
MUST_USE enum err ini_read_or_note(const char *path, struct ini *out, struct config_notes *notes, struct why *why);
void ini_release(struct ini *ini);
/* The value of a key, NULL when it is not there. */
const char *ini_value(const struct ini *ini, const char *section, const char *key);

/* One more sentence, already translated; notes may be NULL. */
void notes_add(struct config_notes *notes, const char *format, ...) PRINTF_LIKE(2, 3);

/* <config folder>/<name>, or <config folder>/<folder>/<name> when folder is not NULL. */
MUST_USE enum err config_own_path(const char *folder, const char *name, struct buf *out, struct why *why);

#endif
