/*
 * Private to the import: import.c runs it, import_job.c in slices, import_set.c over several files, import_row.c makes
 * records of a row, import_reference.c finds those that others name, import_match.c knows the records already there,
 * import_lookup.c brings in columns of other files, import_report.c keeps what was refused.
 */
#ifndef IMPORT_IN_H
#define IMPORT_IN_H

#include "mapping_in.h"
#include "townkeep/exchange/import.h"

/* --- records already there --- */
/* Every way in which the records of one type may be recognised, as hashes: 16 bytes each, so that 100,000 rows cost no
 * search apiece. */
struct match_slot {
    uint64_t hash;
    int64_t id; /* 0: free */
};
struct match_index {
    const struct record_type *type;
    struct match_slot *slots; /* a power of two, at most three quarters full */
    size_t size, used;
};
void match_index_release(struct match_index *index);
/* All records of the type, archived ones too. */
MUST_USE enum err match_index_build(struct match_index *index, struct store *store, const struct record_type *type,
                                    struct why *why);
MUST_USE enum err match_index_add(struct match_index *index, const struct record *record);
/* The record that `record` is according to its type's `match`; *id 0 when it is none of them. Of several namesakes the
 * one that agrees most; one that an earlier row of the import stood for (`taken`) only when nothing contradicts it: two
 * branches of one name are two. `yielding`, by field (NULL none): what only fills or adds, and so contradicts nothing.
 */
MUST_USE enum err match_index_find(const struct match_index *index, struct store *store, const struct record *record,
                                   const struct match_index *taken, const bool *yielding, int64_t *id, struct why *why);
/* An index as a plain set of ids. */
MUST_USE enum err match_index_take(struct match_index *taken, int64_t id);
bool match_index_is_taken(const struct match_index *taken, int64_t id);
/* A record by one of its outside ids ("GB-CHC:210843"); 0 none. */
MUST_USE enum err match_index_find_tag(const struct match_index *index, struct store *store, const char *tag,
                                       int64_t *id, struct why *why);

/* --- columns of other files --- */
struct lookup_table;
struct lookups {
    struct lookup_table **tables;
    size_t count;
    const struct mapping *mapping;
    const char **names;  /* headings of this file and "name.heading" of the others */
    struct arena memory; /* of the longer names */
    const char **cells;  /* of the current row, as long as the headings */
    struct sheet_row headings, row;
};
void lookups_release(struct lookups *lookups);
/* `folder` is where the imported file stands. A file that is not there gives empty columns. */
MUST_USE enum err lookups_open(struct lookups *lookups, const struct mapping *mapping, const char *folder,
                               const struct sheet_row *headings, struct why *why);
/* The row with all columns, in lookups->row; borrowed until the next call. */
MUST_USE enum err lookups_widen(struct lookups *lookups, const struct sheet_row *row);

/* --- the run --- */
enum { REFERENCE_CACHE = 4096 };
struct known_reference { /* what a text in a reference field stood for the last time */
    const struct record_type *type;
    char *text;
    int64_t id;
};
struct import_run {
    struct store *store;
    struct save *save;
    const struct import_wish *wish;
    struct import_report *report;
    struct match_index indexes[IMPORT_TALLIES];
    int index_count;
    struct match_index taken;           /* records that a row of this import stood for */
    struct known_reference *references; /* REFERENCE_CACHE of them */
    struct date today;
    /* of the file being read */
    const char *file;
    bool alone;                      /* the report is of this file, not of several */
    struct mapping mapping;          /* with columns as numbers */
    size_t order[MAPPING_PARTS_MAX]; /* in which its parts are made */
    const char *source;
    struct lookups lookups;
    struct buf refused;  /* the file of refused rows being made */
    size_t file_columns; /* headings of the file itself */
    /* Who takes the rows instead of import_row; NULL nobody. */
    enum err (*take)(void *data, const struct sheet_row *row, struct why *why);
    void *take_data;
    bool refused_full;
};
MUST_USE enum err import_run_start(struct import_run *run, struct why *why); /* opens the save */
void import_run_end(struct import_run *run);                                 /* takes back what was not committed */
/* A file and the mapping for its columns; close *sheet in any case. */
MUST_USE enum err import_open(struct import_run *run, const struct mapping *mapping, const char *path,
                              struct sheet **sheet, struct why *why);
/* At most `most` rows (0 all); *more is false once the whole file was taken and found unchanged. */
MUST_USE enum err import_rows(struct import_run *run, struct sheet *sheet, size_t most, bool *more, struct why *why);
/* One file into the save; its refused rows wait in run->refused until import_file_release. */
MUST_USE enum err import_take(struct import_run *run, const struct mapping *mapping, const char *path, struct why *why);
void import_file_release(struct import_run *run);
MUST_USE enum err import_commit(struct import_run *run,
                                struct why *why);      /* a dry run: nothing but the check of the fingerprint */
enum err import_complete(enum err e, struct why *why); /* gives E_MEMORY its sentence */
/* The index of a type, built when first asked for. */
MUST_USE enum err import_index(struct import_run *run, const struct record_type *type, struct match_index **out,
                               struct why *why);
MUST_USE enum err import_tally_of(struct import_run *run, const struct record_type *type, struct import_tally **out);
/* What "a;b" names, as "12;34"; a reference field names one. E_NOT_FOUND and such in words. */
MUST_USE enum err import_resolve_references(struct import_run *run, const struct field *field, const char *text,
                                            struct buf *ids, struct why *why);
/* All records of the row in lookups.row; the row's own outcome is counted in the report. An error only when the import
 * cannot go on. */
MUST_USE enum err import_row(struct import_run *run, struct why *why);

/* --- what was refused --- */
MUST_USE enum err import_refuse(struct import_run *run, uint64_t line, const char *column, const char *value,
                                const char *reason);
/* A word that is no choice here and was left out; counted by column and word. */
MUST_USE enum err import_leave_out(struct import_run *run, const char *column, const char *word);
/* The row's cells and the reasons collected for it, into the file of refused rows. */
MUST_USE enum err import_keep_refused(struct import_run *run, const struct sheet_row *row, uint64_t line,
                                      const char *reasons);
/* Write that file beside the one that was read. That it cannot be written is a note in the report, no failure. */
MUST_USE enum err import_write_refused(struct import_run *run, const char *path);

#endif
