/*
 * What leaves this laptop, put together before anything is written: of each type the records that leave, as they leave,
 * and how many stay, and why. The preview and the file are made from the same parcel, so what was seen is what goes.
 */
#ifndef TOWNKEEP_EXCHANGE_PARCEL_H
#define TOWNKEEP_EXCHANGE_PARCEL_H

#include <stdbool.h>
#include <stddef.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/date.h"
#include "townkeep/base/err.h"
#include "townkeep/exchange/profile.h"
#include "townkeep/store/store.h"

enum { PARCEL_TYPES = 8, PARCEL_TITLES = 3, PARCEL_TITLE_SIZE = 80 };
/* Of what may leave, what this kind of file has no place for. */
enum {
    PARCEL_WITHOUT_PEOPLE = 1 << 0,     /* parties of kind person */
    PARCEL_WITHOUT_NO_CONTACT = 1 << 1, /* parties that are not to be contacted */
    PARCEL_WITHOUT_CLOSED = 1 << 2,     /* parties and services that closed; not of a day that is past, because when
                                           they closed is not known */
};

/* A rule of one kind of file: why it does not hold a record that could leave; STAY_NOT it does. */
typedef enum err parcel_rule(struct store *store, struct gate *gate, const struct record *record, enum stay *stay,
                             struct why *why);

struct parcel_part {
    const struct record_type *type;
    struct record *records; /* stripped of what stays, with those only told by name; owned; NULL where only counts were
                               wanted */
    size_t count, room;
    size_t leave, stay[STAY_COUNT];
    size_t lighter; /* of those that leave: how many lose a field of their own that others of the type keep */
    char titles[PARCEL_TITLES][PARCEL_TITLE_SIZE]; /* of the first that leave */
    const int *fields;                             /* the chosen ones, borrowed; NULL all */
    size_t field_count;
    const char *keys; /* those this kind of file has a place for, "name;kind"; borrowed; NULL all */
};
struct parcel {
    struct store *store; /* borrowed */
    enum profile profile;
    struct date as_of; /* year 0: whenever */
    struct parcel_part parts[PARCEL_TYPES];
    int part_count;
};

struct parcel_wish {
    enum profile profile;
    struct date as_of;                      /* year 0: whenever */
    const struct record_type *const *types; /* in this order; or, with `query`, none */
    int type_count;
    const char *const *keys;   /* of each type the fields that go along, "name;kind"; NULL all of all */
    const struct query *query; /* one type, its records that fit; borrowed until the packing ends. NULL: `types` */
    const int *fields;         /* of the query's type; NULL all */
    size_t field_count;
    size_t limit;        /* of the query's records; 0 all */
    bool only_counts;    /* the records themselves are not kept */
    unsigned without;    /* PARCEL_WITHOUT_ bits */
    parcel_rule *rule;   /* of this kind of file; NULL none */
    const int64_t *only; /* of parties these alone, ascending, and what joins them; NULL all */
    size_t only_count;
};

/* In slices, for a screen that keeps answering keys; `wish` is copied, what it points to borrowed until the end. */
struct packing;
MUST_USE enum err packing_start(struct store *store, const struct parcel_wish *wish, struct packing **out,
                                struct why *why); /* *out NULL when it fails */
MUST_USE enum err packing_step(struct packing *packing, bool *more, struct why *why);
size_t packing_seen(const struct packing *packing); /* records looked at so far */
/* When no more is to be packed: the parcel, which is the caller's; without it (NULL) all goes. */
void packing_end(struct packing *packing, struct parcel *parcel);
MUST_USE enum err parcel_pack(struct store *store, const struct parcel_wish *wish, struct parcel *out, struct why *why);
void parcel_release(struct parcel *parcel);

const struct parcel_part *parcel_part_of(const struct parcel *parcel, const char *type); /* NULL none */
/* The record that leaves with this id; NULL when it does not. */
const struct record *parcel_find(const struct parcel_part *part, int64_t id);
size_t parcel_leaving(const struct parcel *parcel); /* records of all types */
/* One field of a record that leaves, for people: choices in words, references as titles; nothing for an empty field or
 * one the type does not have. */
MUST_USE enum err parcel_show(const struct parcel *parcel, const struct record *record, const char *key,
                              struct buf *out);
/* The preview, line by line, for a page and for the command line: `heading` stands over the lines that follow it. */
typedef enum err parcel_line(void *data, bool is_heading, const char *text);
MUST_USE enum err parcel_tell(const struct parcel *parcel, parcel_line *line, void *data);
/* "Stakeholders 12, Relationships 30": for the log. */
MUST_USE enum err parcel_summary(const struct parcel *parcel, struct buf *out);

#endif
