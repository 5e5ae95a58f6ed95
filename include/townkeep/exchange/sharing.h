/*
 * The formats in which what leaves is written for other programs and other people: one table, a row each. A format
 * writes a parcel (parcel.h) and nothing else, so that what was shown before is what the file holds. The log says
 * what leaves, for whom and where to before the file is there; a file is 0600 and never written over.
 */
#ifndef TOWNKEEP_EXCHANGE_SHARING_H
#define TOWNKEEP_EXCHANGE_SHARING_H

#include "townkeep/exchange/parcel.h"

enum { SHARING_FILES = 24, SHARING_NAME_SIZE = 40 };

/* What a format writes: one text, or several files of a folder. */
struct sharing_files {
    struct {
        char name[SHARING_NAME_SIZE]; /* in the folder; "" of a single file */
        struct buf text;
    } items[SHARING_FILES];
    int count;
};
void sharing_files_release(struct sharing_files *files);
/* The next file's text; NULL when there is no room left. */
struct buf *sharing_add(struct sharing_files *files, const char *name);

struct sharing_format {
    const char *name;     /* on the command line */
    const char *label;    /* N_() */
    const char *sentence; /* N_() what it is for */
    const char *ending;   /* of a file's name; "" for a folder */
    enum profile widest;  /* no profile beyond this one */
    unsigned without;     /* PARCEL_WITHOUT_ bits */
    parcel_rule *rule;    /* what else the file does not hold; NULL all of it does */
    bool any_day;         /* says itself from when to when: what is not in force leaves too */
    const struct record_type *const *types;
    int type_count;
    const char *const *keys; /* of each type the fields that are in the file, "name;kind" */
    enum err (*write)(const struct parcel *parcel, struct sharing_files *files, struct why *why);
};
const struct sharing_format *sharing_formats(size_t *count);
const struct sharing_format *sharing_find(const char *name); /* NULL unknown */

/* What is to be packed for this format; E_INVALID in words where the profile is wider than the format takes. */
MUST_USE enum err sharing_wish(const struct sharing_format *format, enum profile profile, struct date as_of,
                               struct parcel_wish *out, struct why *why);
/* Logged, then written to a new file or folder. `reason` NULL: not said. */
MUST_USE enum err sharing_save(const struct sharing_format *format, const struct parcel *parcel, const char *path,
                               const char *reason, struct why *why);
/* Both at once. *leaving: how many records are in the file. */
MUST_USE enum err sharing_export(struct store *store, const struct sharing_format *format,
                                 const struct parcel_wish *wish, const char *path, const char *reason, size_t *leaving,
                                 struct why *why);

#endif
