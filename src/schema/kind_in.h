/*
 * What the kinds have in common: one row of behaviour a kind (kind.c), the functions behind it by topic (kind_text.c,
 * kind_number.c, kind_date.c, kind_list.c). Callers go through field_read and its siblings.
 */
#ifndef TOWNKEEP_SCHEMA_KIND_IN_H
#define TOWNKEEP_SCHEMA_KIND_IN_H

#include "townkeep/schema/schema.h"

struct reading {
    const struct field *field;
    const struct vocabularies *words; /* may be NULL: then no code is known */
    struct date today;
};

struct kind {
    const char *name;
    enum value_form form;
    bool folded; /* lists sort by the fold key */
    int width, max_len;
    /* `typed` is not blank; *out is empty. Gives a value that `check` accepts, or refuses in words. */
    enum err (*read)(const struct reading *reading, const char *typed, struct value *out, struct why *why);
    /* A value of the right form, from anywhere: E_INVALID in words. */
    enum err (*check)(const struct reading *reading, const struct value *value, struct why *why);
    enum err (*show)(const struct reading *reading, const struct value *value, struct buf *out);
    enum err (*write)(const struct value *value, struct buf *out);
};
const struct kind *kind_of(const struct field *field);
/* Right form, then the kind's own check. Empty and closed values pass. */
MUST_USE enum err kind_check(const struct reading *reading, const struct value *value, struct why *why);

/* What was typed, made safe to show and short. */
struct quoted {
    char text[64];
};
struct quoted kind_quoted(const char *typed);
const char *kind_label(const struct field *field); /* translated */
/* The next item of a list, trimmed of blanks, into `item`; moves *at. False at the end. `between` are the separators.
 */
MUST_USE enum err kind_next_item(const char **at, const char *between, struct buf *item, bool *more);

enum err kind_read_text(const struct reading *reading, const char *typed, struct value *out, struct why *why);
enum err kind_check_text(const struct reading *reading, const struct value *value, struct why *why);
enum err kind_read_tags(const struct reading *reading, const char *typed, struct value *out, struct why *why);
enum err kind_check_tags(const struct reading *reading, const struct value *value, struct why *why);
enum err kind_show_text(const struct reading *reading, const struct value *value, struct buf *out);
enum err kind_show_items(const struct reading *reading, const struct value *value, struct buf *out);
enum err kind_write_text(const struct value *value, struct buf *out);

enum err kind_read_number(const struct reading *reading, const char *typed, struct value *out, struct why *why);
enum err kind_check_number(const struct reading *reading, const struct value *value, struct why *why);
enum err kind_show_number(const struct reading *reading, const struct value *value, struct buf *out);
enum err kind_write_number(const struct value *value, struct buf *out);
enum err kind_read_decimal(const struct reading *reading, const char *typed, struct value *out, struct why *why);
enum err kind_check_decimal(const struct reading *reading, const struct value *value, struct why *why);
enum err kind_show_decimal(const struct reading *reading, const struct value *value, struct buf *out);
enum err kind_write_decimal(const struct value *value, struct buf *out);
enum err kind_read_boolean(const struct reading *reading, const char *typed, struct value *out, struct why *why);
enum err kind_check_boolean(const struct reading *reading, const struct value *value, struct why *why);
enum err kind_show_boolean(const struct reading *reading, const struct value *value, struct buf *out);
enum err kind_write_boolean(const struct value *value, struct buf *out);

enum err kind_read_date(const struct reading *reading, const char *typed, struct value *out, struct why *why);
enum err kind_check_date(const struct reading *reading, const struct value *value, struct why *why);
enum err kind_read_time(const struct reading *reading, const char *typed, struct value *out, struct why *why);
enum err kind_check_time(const struct reading *reading, const struct value *value, struct why *why);
enum err kind_show_time(const struct reading *reading, const struct value *value, struct buf *out);
enum err kind_write_time(const struct value *value, struct buf *out);
enum err kind_read_moment(const struct reading *reading, const char *typed, struct value *out, struct why *why);
enum err kind_check_moment(const struct reading *reading, const struct value *value, struct why *why);
enum err kind_show_moment(const struct reading *reading, const struct value *value, struct buf *out);
enum err kind_write_moment(const struct value *value, struct buf *out);

enum err kind_read_choice(const struct reading *reading, const char *typed, struct value *out, struct why *why);
enum err kind_check_choice(const struct reading *reading, const struct value *value, struct why *why);
enum err kind_show_choice(const struct reading *reading, const struct value *value, struct buf *out);
enum err kind_read_choices(const struct reading *reading, const char *typed, struct value *out, struct why *why);
enum err kind_check_choices(const struct reading *reading, const struct value *value, struct why *why);
enum err kind_show_choices(const struct reading *reading, const struct value *value, struct buf *out);
enum err kind_read_reference(const struct reading *reading, const char *typed, struct value *out, struct why *why);
enum err kind_check_reference(const struct reading *reading, const struct value *value, struct why *why);
enum err kind_read_references(const struct reading *reading, const char *typed, struct value *out, struct why *why);
enum err kind_check_references(const struct reading *reading, const struct value *value, struct why *why);

#endif
