/*
 * What a person may set, and the ini files that hold it: townkeep.ini (settings), keys.ini (key bindings),
 * themes/<name>.ini (looks), and the format of the shipped vocabularies. All of it is outside bytes: a file is read
 * whole if it is a regular one of at most CONFIG_FILE_MAX bytes, and what is wrong in it is told in sentences and
 * otherwise left out; nothing in it can stop the program, name a command to run or be a secret.
 */
#ifndef TOWNKEEP_CONFIG_CONFIG_H
#define TOWNKEEP_CONFIG_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/err.h"
#include "townkeep/draw/grid.h"

enum { CONFIG_FILE_MAX = 256 * 1024, CONFIG_NOTES_MAX = 20 };

/* What was found wrong while reading: translated sentences, the last one "and more" when there were too many. Zeroed is
 * empty. */
struct config_notes {
    char *text[CONFIG_NOTES_MAX]; /* owned */
    size_t count;
};
void config_notes_release(struct config_notes *notes);

/* --- settings --- */
enum setting {
    SETTING_LANGUAGE,
    SETTING_THEME,
    SETTING_ASCII,
    SETTING_MOUSE,
    SETTING_IDLE_LOCK_MINUTES,
    SETTING_CASEWORK_CLOSE_MINUTES,
    SETTING_NAME_SHOWN_SECONDS,
    SETTING_LOCKED_MEMORY,
    SETTING_VAULT,
    SETTING_BACKUP_FOLDER,
    SETTING_BACKUP_MINUTES,
    SETTING_COUNT
};

enum setting_kind { SETTING_KIND_NUMBER, SETTING_KIND_YES_NO, SETTING_KIND_CHOICE, SETTING_KIND_TEXT };

struct setting_choice {
    const char *value; /* as in the file */
    const char *label; /* N_() */
};

/* One row of the table of settings: the file, its comments, the checks and the settings screen all come from it. */
struct setting_row {
    const char *section, *key; /* [section] key = … */
    const char *label;         /* N_() two or three words */
    const char *help;          /* N_() one sentence */
    enum setting_kind kind;
    const char *fallback;                 /* the default, as in the file */
    int least, most;                      /* NUMBER: range; TEXT: most bytes */
    const char *unit;                     /* NUMBER: N_() "minutes"; else NULL */
    const struct setting_choice *choices; /* CHOICE */
    int choice_count;
};
const struct setting_row *setting_row(enum setting setting);

struct config {
    char *text[SETTING_COUNT]; /* owned, canonical; NULL only before config_init */
    char *path;                /* owned; where config_save writes */
};

/* Every setting at its default. */
MUST_USE enum err config_init(struct config *config, struct why *why);
void config_release(struct config *config);
/* Read a file over what is set; `path` NULL is the usual place. A missing file changes nothing and is no error. What is
 * wrong in it goes to notes (may be NULL), and a file that cannot be read at all (too large, no regular file, no text)
 * is left out with a note: only want of memory is an error. */
MUST_USE enum err config_load(struct config *config, const char *path, struct config_notes *notes, struct why *why);
/* Check and set; E_INVALID with a sentence that says what is accepted, nothing changed then. */
MUST_USE enum err config_set(struct config *config, enum setting setting, const char *value, struct why *why);
/* Write all settings, each under its description, where config_load read (or the usual place): after a crash the old
 * file or the new. Comments of one's own are not kept. */
MUST_USE enum err config_save(const struct config *config, struct why *why);
/* The same text, into out. */
MUST_USE enum err config_print(const struct config *config, struct buf *out);

const char *config_text(const struct config *config, enum setting setting); /* any kind, as in the file; borrowed */
int config_number(const struct config *config, enum setting setting);       /* NUMBER */
bool config_is_on(const struct config *config, enum setting setting);       /* YES_NO */
/* The setting as people read it: the choice's label, "5 minutes", "yes"; translated, into out; returns out. */
const char *config_show(const struct config *config, enum setting setting, char *out, size_t size);
/* Whether lines and marks are drawn in ASCII, given whether the terminal takes UTF-8. */
bool config_wants_ascii(const struct config *config, bool terminal_is_utf8);

/* --- looks --- */
/* The looks of the theme that is set, never failing: the person's themes/<name>.ini, else the shipped one, else looks
 * without colour that are built in. With NO_COLOR in the environment (and not empty) the theme is mono and no look has
 * a colour. */
void config_looks(const struct config *config, struct style_look looks[STYLE_COUNT], struct config_notes *notes);
/* One theme file over the built-in looks. */
MUST_USE enum err config_read_theme(const char *path, struct style_look looks[STYLE_COUNT], struct config_notes *notes,
                                    struct why *why);
/* "text", "dim", "strong" …: the names of styles in theme files. */
const char *config_style_name(enum style style);

/* --- keys --- */
enum { KEY_BINDING_KEYS = 4 };
struct key_binding {
    char *action; /* "detail.edit": section and key of keys.ini; owned. Whether there is such an action is the caller's
                     to say */
    uint32_t keys[KEY_BINDING_KEYS]; /* PRESS_… or code points; the first is the one shown */
    int count;                       /* 0: the action has no key ("none") */
};
struct key_bindings {
    struct key_binding *rows; /* owned, in file order */
    size_t count;
};
/* `path` NULL is keys.ini in the usual place; a file that is missing or cannot be read gives none and is no error. */
MUST_USE enum err config_keys(const char *path, struct key_bindings *out, struct config_notes *notes, struct why *why);
const struct key_binding *config_key_binding(const struct key_bindings *bindings,
                                             const char *action); /* NULL: as shipped */
void config_keys_release(struct key_bindings *bindings);

/* --- vocabularies --- */
/*
 * assets/vocab/<list>.ini: a section [list] with label, label_fr, description, description_fr; then one section an
 * entry, named by its code (letters, digits, _ - .; lower case), with label and, where wanted, label_fr, parent (a code
 * of this list or of the list above it) and aliases (words between semicolons). Values stand in double quotes, or in
 * single ones when they hold double ones.
 */
struct vocabulary_row {
    const char *list, *code, *label, *label_fr, *parent, *aliases; /* "" when not given; of the file's arena */
    int order;                                                     /* 1 … in file order */
};
struct vocabulary_file {
    const char *list; /* the file's name without .ini */
    const char *label, *label_fr, *description, *description_fr;
    struct vocabulary_row *rows;
    size_t count;
    struct arena text; /* owns all of the above */
};
/* Strict, since these files are shipped: E_INVALID names the file, the entry and what is wrong. */
MUST_USE enum err config_read_vocabulary(const char *path, struct vocabulary_file *out, struct why *why);
void config_vocabulary_release(struct vocabulary_file *file);

/* --- other ini files --- */
/* Every line of an ini file (a saved mapping) in file order; `take` returning an error stops the reading, and is the
 * answer. Single lines that are no ini are noted and left out. */
MUST_USE enum err config_read_ini(const char *path,
                                  enum err (*take)(void *data, const char *section, const char *key, const char *value,
                                                   struct why *why),
                                  void *data, struct config_notes *notes, struct why *why);

#endif
