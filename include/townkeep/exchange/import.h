/*
 * Rows of a file become records, as ONE save of kind import: all or nothing, undone in one step. A dry run is the very
 * same work, taken back at its end.
 *
 * A row is recognised as a record already there by the type's `match` (outside ids first, then name and kind …): then
 * its filled cells change that record, its empty ones leave it alone, tags are added to, fixed values do not overrule.
 * So the same file twice adds nothing; lists are added to where the mapping says so. What two rows of one file say
 * about one record is told by the first; namesakes that contradict each other stay two records. A row that breaks a
 * rule is refused alone, with line, column, value and reason; refused rows go to a file that can be mended and imported
 * again.
 */
#ifndef TOWNKEEP_EXCHANGE_IMPORT_H
#define TOWNKEEP_EXCHANGE_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/err.h"
#include "townkeep/exchange/mapping.h"
#include "townkeep/exchange/sheet.h"
#include "townkeep/store/store.h"

enum { IMPORT_REFUSALS_KEPT = 1000, IMPORT_TALLIES = 12, IMPORT_FILES = 64, IMPORT_LEFT_OUT_KEPT = 200 };

struct import_tally {
    const struct record_type *type;
    size_t added, changed, unchanged, refused;
};
struct import_refusal {
    char *file; /* base name */
    uint64_t line;
    char *column; /* heading; "" when it is the row as a whole */
    char *value;  /* what stood there, shortened; "" */
    char *reason; /* one sentence */
};
struct import_left_out { /* a word of a field that may be empty and that is none of its choices: the row was taken
                            without it */
    char *column, *word;
    size_t rows;
};
struct import_report {
    size_t read;                                 /* data rows */
    size_t added, changed, unchanged, refused;   /* of them, by the row's own record; they add up to `read` */
    struct import_tally tallies[IMPORT_TALLIES]; /* records of every type, the row's own first */
    int tally_count;
    struct import_refusal *refusals; /* the first IMPORT_REFUSALS_KEPT */
    size_t refusal_count;
    size_t refusals_in_all;
    struct import_left_out *left_out;
    size_t left_out_count;
    size_t left_out_more;     /* words beyond those kept */
    struct buf refused_paths; /* the files of refused rows, one a line; empty when there are none, or in a dry run */
    struct buf notes;         /* what else is to be told, one sentence a line */
    uint64_t fingerprint;
    int64_t entry; /* of the history; 0 in a dry run or when nothing changed */
    struct sheet_shape shape;
    struct buf unused; /* headings that went nowhere, "a, b" */
    int64_t *records;  /* what each row that was taken stands for, in the file's order */
    size_t record_count;
};
void import_report_release(struct import_report *report);
/* The report in words, one finding a line, at most `most` refusals: for the terminal and the screen. */
MUST_USE enum err import_report_show(const struct import_report *report, size_t most, struct buf *out);
/* Whether records of this type come from files at all: casework and officers do not. E_INVALID in words. */
MUST_USE enum err import_type_check(const struct record_type *type, struct why *why);

struct import_wish {
    const char *path;              /* the file (import_folder: the folder) */
    const struct mapping *mapping; /* borrowed */
    const char *source;            /* for {@source}; NULL: the mapping's */
    const char *sens;              /* directory_import: whom new records may be shown to; NULL: everybody */
    bool dry_run;
    bool refused_file;    /* write <path without .csv>-refused.csv (a number added rather than overwriting) */
    uint64_t fingerprint; /* of the dry run: E_CONFLICT when the file is another now; 0 any */
    /* Called every few hundred rows; false stops with E_CANCELLED and nothing changed. NULL none. */
    bool (*progress)(void *data, uint64_t done, uint64_t whole, size_t rows);
    void *data;
};
/* E_PERMISSION when the officer may not write these records. The report is filled as far as things came, whatever is
 * returned. */
MUST_USE enum err import_file(struct store *store, const struct import_wish *wish, struct import_report *report,
                              struct why *why);

/* The same in slices, for a screen that keeps answering keys: start, step until *more is false, end. The store's one
 * save stays open in between; nothing is kept unless the last step answered OK. `wish` (its mapping and texts too) and
 * `report` are borrowed until the end; wish->progress is not called. */
struct import_job;
MUST_USE enum err import_start(struct store *store, const struct import_wish *wish, struct import_report *report,
                               struct import_job **out, struct why *why); /* *out NULL when it fails */
MUST_USE enum err import_step(struct import_job *job, size_t rows, bool *more, struct why *why);
void import_position(const struct import_job *job, uint64_t *done, uint64_t *whole); /* bytes of the file */
void import_end(struct import_job *job); /* NULL allowed; stops and takes everything back when it was not at its end */

/* Several files of a folder in one save, each with its mapping, in the given order; a file that is not there is left
 * out. At least one must be there. */
struct import_set_file {
    const char *name; /* organizations.csv */
    struct mapping mapping;
    struct import_report *report; /* zeroed, the caller's to release: what this file gave; `report` of the whole then
                                     has the sums alone. NULL: all of it in the report of the whole */
};
MUST_USE enum err import_folder(struct store *store, const struct import_wish *wish,
                                const struct import_set_file *files, size_t count, struct import_report *report,
                                struct why *why);

/* A folder of any files, by a recipe: an ini file that says which mapping is for files of which names, in which order
 * they are taken, and which are left alone; assets/mappings/README.txt describes it. What no line of the recipe names
 * is looked at by its headings, as a single file is. */
struct recipe_file {
    char *name;    /* base name */
    char *mapping; /* its name; "" when the headings chose it; NULL: the file was not taken */
    char *reason;  /* one sentence: why it was not taken; NULL when it was */
    bool left;     /* on purpose: the recipe says so */
    size_t linked; /* rows whose stakeholder is linked to another one as its duplicate (recipe_link) */
    struct import_report report;
};
struct recipe_report {
    char *title;                 /* of the recipe; NULL none */
    bool place;                  /* the recipe asks for places to be given afterwards (placing.h) */
    bool link;                   /* and for likely duplicates to be linked */
    size_t linked, worth_a_look; /* of the stakeholders, by recipe_link: just linked; pairs somebody should look at */
    int64_t linked_entry;        /* of the history; 0 none were */
    struct recipe_file *files;   /* all regular files of the folder, those taken first, in the order taken */
    size_t count, taken;         /* of them, how many were taken; none is no failure */
    struct import_report whole;  /* sums */
};
void recipe_report_release(struct recipe_report *report);
/* In words, one finding a line; at most `most` refusals of each file. */
MUST_USE enum err recipe_report_show(const struct recipe_report *report, size_t most, struct buf *out);
/* Link what is very likely the same (duplicates.h), over all that is there, in a save of its own, and count whose rows
 * are linked: now, or before. */
MUST_USE enum err recipe_link(struct store *store, struct recipe_report *report, struct why *why);
/* `recipe` is the name of a shipped or the user's own one, or a path with a / in it. One save, as import_folder. */
MUST_USE enum err import_by_recipe(struct store *store, const struct import_wish *wish, const char *recipe,
                                   struct recipe_report *report, struct why *why);

#endif
