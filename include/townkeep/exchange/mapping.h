/*
 * Which columns of a file become which fields of which records. A mapping is made by guessing from headings, by an
 * officer on screen, or read from an ini file (shipped in assets/mappings, or kept in the user's own folder);
 * assets/mappings/README.txt describes the file.
 *
 * A rule gives a field its text by a pattern: {Heading} stands for the cell of that column, {#3} for the third column,
 * {@} for the record the row itself made, {@place-site} for the one the section [place-site] made of the row, {@source}
 * for the name of the file's origin, {a|b} for the first of several columns that is filled, {places.city} for the
 * column of another file (struct mapping_lookup). Text between two columns stands only where both are filled; a pattern
 * of which no column is filled is empty; a pattern without columns is a fixed value, which only fills what is empty; so
 * does a pattern that begins with ?. One that begins with + adds to a list what is not in it yet.
 */
#ifndef TOWNKEEP_EXCHANGE_MAPPING_H
#define TOWNKEEP_EXCHANGE_MAPPING_H

#include <stdbool.h>
#include <stddef.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/err.h"
#include "townkeep/exchange/sheet.h"
#include "townkeep/schema/schema.h"

struct mapping_word { /* one line of a value map */
    char *from;       /* compared folded; "*" stands for everything else */
    char *to;
};
struct mapping_rule {
    int field;
    char *pattern;
    char *like; /* "*@*;!*(at)*": only texts of one of these forms, and of none behind a !, are taken; NULL any */
    struct mapping_word *words;
    size_t word_count;
};
struct mapping_part {
    const struct record_type *type;
    char *name; /* "" for the row's own record; else tells several parts of one type apart */
    struct mapping_rule *rules;
    size_t rule_count;
};
enum { MAPPING_PARTS_MAX = 32 };
struct mapping_lookup { /* another file of the same folder, whose columns are at hand as {name.Heading} */
    char *name;
    char *file; /* base name */
    char *by;   /* columns of this row, "a|b": the first filled one says which row of the other file */
    char *key;  /* heading there */
};
struct mapping {
    char *title;                /* for people; NULL none */
    char *needs;                /* headings, "a;b": a file that has them all fits this mapping; NULL none */
    char *empty;                /* texts that stand for nothing, "NA;n/a", compared exactly; NULL none */
    char *source;               /* what {@source} says when the caller does not; NULL none */
    char *encoding;             /* NULL detect */
    char separator;             /* 0 detect */
    struct mapping_part *parts; /* the first is the row's own record; at most MAPPING_PARTS_MAX */
    size_t part_count;
    struct mapping_lookup *lookups;
    size_t lookup_count;
};
void mapping_release(struct mapping *mapping);
/* An empty mapping for rows that are records of `type`. */
MUST_USE enum err mapping_start(struct mapping *mapping, const struct record_type *type);

/* One line of an ini file, for config_read_ini; `data` is a struct mapping_reading with a zeroed mapping. */
struct mapping_reading {
    struct mapping *mapping;
    const struct catalogue *catalogue;
};
MUST_USE enum err mapping_read_line(void *data, const char *section, const char *key, const char *value,
                                    struct why *why);
/* After the last line: is it a whole mapping? */
MUST_USE enum err mapping_check(const struct mapping *mapping, struct why *why);
/* As an ini file that mapping_read_line understands. E_INVALID when a heading cannot be written in one. */
MUST_USE enum err mapping_write(const struct mapping *mapping, struct buf *out, struct why *why);

/* From an ini file; from the user's own or else the shipped mapping of that name (E_NOT_FOUND in words). Release *out
 * in any case. */
MUST_USE enum err mapping_load(const char *path, const struct catalogue *catalogue, struct mapping *out,
                               struct why *why);
MUST_USE enum err mapping_load_named(const char *name, const struct catalogue *catalogue, struct mapping *out,
                                     struct why *why);
/* The first mapping, the user's own before the shipped, made for a file with these headings and for rows of `type`
 * (NULL: any); out->part_count 0 when there is none. Mappings that cannot be read are passed over. */
MUST_USE enum err mapping_choose(const struct catalogue *catalogue, const struct record_type *type,
                                 const struct sheet_row *headings, struct mapping *out, struct why *why);
/* Keep among the user's own, under a name of letters, digits, - and _; replaces the one of that name. */
MUST_USE enum err mapping_keep(const struct mapping *mapping, const char *name, struct why *why);

/* Whether a file with these headings is one this mapping was made for. */
bool mapping_fits(const struct mapping *mapping, const struct sheet_row *headings);
/* Rules for every heading that is a field's key, label or alias; what has a rule already is left alone. */
MUST_USE enum err mapping_guess(struct mapping *mapping, const struct sheet_row *headings);

/* For the screen that asks. A column is its index; the field is one of the row's own record. */
int mapping_field_of_column(const struct mapping *mapping, const struct sheet_row *headings,
                            size_t column); /* -1: not used */
/* Give a column to a field, taking both away from where they were; field -1: the column is not used. */
MUST_USE enum err mapping_assign(struct mapping *mapping, const struct sheet_row *headings, size_t column, int field);
/* A fixed value for new records; NULL or "" takes it away. */
MUST_USE enum err mapping_fix(struct mapping *mapping, int field, const char *value);
const char *mapping_fixed(const struct mapping *mapping, int field); /* NULL: none */
/* A required field that would stay empty in every new record: its index, or -1. */
int mapping_missing(const struct mapping *mapping);
/* Whether an import may fill this field at all (FIELD_BY_PROGRAM ones it may not). */
bool mapping_may_fill(const struct record_type *type, int field);

/* The text a rule gives for a row, appended to `out`, with the empty texts and the value map applied. *filled tells
 * whether any column had something (a fixed value: false). `own_id` stands for {@}. */
struct mapping_context {
    const struct mapping *mapping;
    const struct sheet_row *headings, *row;
    const char *source;
    const int64_t *made; /* the records the row made so far, by part; 0 none yet. {@} is the first part's */
};
MUST_USE enum err mapping_apply(const struct mapping_context *context, const struct field *field,
                                const struct mapping_rule *rule, struct buf *out, bool *filled);
/* The heading of the first column a rule takes, "" for a fixed value: for reports. */
const char *mapping_rule_column(const struct mapping_context *context, const struct mapping_rule *rule);

#endif
