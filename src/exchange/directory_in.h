/*
 * Private to the directory standards (HSDS 3.0 and the 1.x of Ohana). A standard is one table (directory_of_hsds3.c,
 * directory_of_ohana.c) that says of every column which field of which type it feeds. Of the files directory_*.c, read
 * and write are the two directions of that table, items has the rows that are one item of a list field, ids knows which
 * outside row is which record, record makes records of rows. take brings rows in, give out; folder, files and package
 * are the folder they stand in.
 *
 * The one rule for both directions: a row from elsewhere is kept beside the record it became (type outside_row), and of
 * its cells those are given back that still say what the record holds. An import changes only what a row says otherwise
 * than it did before, or than we would say it. So a package comes back as it came, the same package twice changes
 * nothing, and what an officer changed here is not overruled by what once was said elsewhere.
 */
#ifndef DIRECTORY_IN_H
#define DIRECTORY_IN_H

#include <jansson.h>
#include <stdbool.h>

#include "import_in.h"
#include "townkeep/domain/same_as.h"
#include "townkeep/exchange/directory.h"
#include "townkeep/exchange/parcel.h"

enum { COLUMNS_MAX = 24, TABLES_MAX = 24, UUID_SIZE = 37, OUTSIDE_ID_MAX = 200 };

/* --- the standard --- */
enum cell_how {
    HOW_KEPT,       /* no field here: kept and given back */
    HOW_ID,         /* the row's own id */
    HOW_FIELD,      /* as the field reads and writes itself */
    HOW_WORD,       /* one of `words`, else as the field reads it */
    HOW_WORDS,      /* several; the known ones */
    HOW_YEAR,       /* the year of a partial date */
    HOW_DAY,        /* a day in any of the ways Ohana writes one */
    HOW_TIME,       /* 10:00:00Z, 4:00 PM, 3pm */
    HOW_LINK,       /* id of a row of `sheet` */
    HOW_SELF,       /* the same, and that row is this very record */
    HOW_SHOWN,      /* written from the field, never read into it */
    HOW_WORKS_HERE, /* the organisation that works at this place: stands in the organisation */
    HOW_LINES,      /* lines of a longer note; never written from it */
    HOW_LABEL,      /* a short text in the field, a long one as lines of `also` */
    HOW_ADDRESS,    /* a part of a postal address on one line */
    HOW_NUMBER,     /* of "number, ext. extension" */
    HOW_EXTENSION,
    HOW_RULE,  /* a part, `words`, of a recurrence rule (RFC 5545) */
    HOW_OWNER, /* of an item: the row of `sheet` whose list it is in */
    HOW_ITEM,  /* of an item: what stands in the list */
};
enum {
    COLUMN_NEEDED = 1 << 0, /* the standard wants it filled */
    COLUMN_NUMBER = 1 << 1, /* a number, or a telephone number: no guard where nothing but digits and signs stand */
    COLUMN_SHOWN = 1 << 2,  /* of a place whose address is hidden, too */
};
struct column {
    const char *heading;
    enum cell_how how;
    const char *field;     /* key of the field it feeds */
    const char *also;      /* and of a second one */
    const char *sheet;     /* of links: the table the id is of */
    const char *words;     /* "theirs=ours;…" */
    const char *otherwise; /* written when it is needed and nothing is known; "{key}" the text of a field */
    unsigned flags;
};

enum which { /* records that have a row of this kind */
             WHICH_ALL,
             WHICH_ORGANISATIONS,
             WHICH_PEOPLE,
             WHICH_SITES,
             WHICH_AREAS,
             WHICH_ADDRESSED,
             WHICH_PHONED,
             WHICH_CALLED, /* by telephone */
             WHICH_OPEN,   /* hours when it is open, not when it is closed */
             WHICH_SHOWN,  /* its address is not hidden */
};
enum view_kind {
    VIEW_KEPT,   /* rows of no record; kept about the record they name first */
    VIEW_RECORD, /* a row is a record */
    VIEW_PART,   /* a row is a part of the record that its HOW_SELF column names */
    VIEW_ITEMS,  /* a row is an item of `field` of the record that its HOW_OWNER column names */
};
enum item_how { ITEM_WORD, ITEM_TAG, ITEM_LINES, ITEM_PLACE, ITEM_AREA };
struct view {
    enum view_kind kind;
    const char *type; /* key of the record type */
    enum which which;
    const struct column *columns; /* NULL the table's own; else those of its columns that are not HOW_KEPT */
    size_t column_count;
    const char *fixed;     /* of new records: "kind=org;status=active" */
    const char *name_from; /* columns that lend a record its name when it has none, "a;b" */
    const char *field;     /* VIEW_ITEMS */
    enum item_how item;
    bool is_made; /* VIEW_ITEMS: rows are made of what stands in the list here, not only given back */
};
struct directory_table {
    const char *name;  /* of the file, without .csv */
    const char *other; /* another name a package may give it; NULL */
    const struct column *columns;
    size_t column_count;
    const struct view *views; /* the first takes what is new */
    size_t view_count;
};
struct standard_rules {
    const char *key;   /* what outside_row.standard says */
    const char *title; /* in messages, a proper name */
    const struct directory_table *tables;
    size_t table_count;
    bool is_packaged; /* may have a datapackage.json */
    bool is_counted;  /* its ids are small numbers, told apart by the source */
};
const struct standard_rules *standard_rules_of(enum directory_standard standard);
extern const struct standard_rules standard_hsds3, standard_ohana;
int table_find(const struct standard_rules *rules, const char *name); /* -1 */
int table_column(const struct directory_table *table, const char *heading);
/* What the view makes of the table's column: never NULL. */
const struct column *view_column(const struct directory_table *table, const struct view *view, size_t column);
bool column_feeds(const struct column *column, const char *key);
/* The next field a view feeds, by key, each once, from *at; NULL at the end. */
const char *view_field(const struct directory_table *table, const struct view *view, size_t *at);

/* --- which outside row is which record --- */
struct id_entry {
    const char *outside_id;
    int table, view; /* view -1: the row is only kept */
    const struct record_type *type;
    int64_t about; /* 0 none */
    int64_t row;   /* of type outside_row; 0 none: the id is made from the record */
    uint64_t line; /* where this import met it; 0 not yet */
    size_t next;   /* of the same table and record: its number + 1; 0 none */
};
struct ids {
    struct id_entry *entries;
    size_t count, room;
    size_t *by_id, *by_about; /* numbers + 1, open addressing */
    size_t slots;
    struct arena memory;
    bool are_made; /* ids made from records are in it too */
};

struct open_link { /* a cell that names a row which had not come */
    int table;
    size_t column, number; /* of the row's entry, + 1 */
    const char *text;
};

struct works_at { /* an organisation and a place where it works */
    int64_t place, party;
};

struct directory {
    struct store *store;
    const struct standard_rules *rules;
    const struct record_type *kept_type;
    struct buf key; /* what outside_row.standard says, the source with it */
    struct ids ids;
    struct date today;
    const char *sens;
    char country[4];
    struct import_run *run;      /* NULL when giving out */
    const struct giving *giving; /* NULL when taking in */
    struct same_as same_as;
    struct works_at *works; /* by place, while works_known */
    size_t works_count, works_room;
    bool works_known;
    struct open_link *links;
    size_t link_count;
    uint8_t vault[STORE_VAULT_ID_SIZE];
};
MUST_USE enum err directory_open(struct directory *directory, struct store *store, const struct standard_rules *rules,
                                 const char *source, struct why *why);
void directory_close(struct directory *directory);

/* A number into directory->ids.entries + 1; 0 none. Numbers stay, addresses do not. */
size_t ids_find(const struct ids *ids, int table, const char *outside_id);
/* The first of the rows about a record; .next goes on. And the one that is the record itself, or that part of it. */
size_t ids_about(const struct ids *ids, int table, const struct record_type *type, int64_t about);
size_t ids_being(const struct ids *ids, int table, int view, const struct record_type *type, int64_t about);
MUST_USE enum err ids_add(struct ids *ids, const struct id_entry *entry, size_t *number);
void ids_release(struct ids *ids);
/* As ids_find, among the ids that this vault made itself as well. */
MUST_USE enum err directory_find(struct directory *directory, int table, const char *outside_id, size_t *number,
                                 struct why *why);
/* The id of a row: a hash of vault, table, type, record and item, as a UUID of version 8. */
void directory_uuid(const struct directory *directory, int table, const struct record_type *type, int64_t about,
                    const char *item, char out[UUID_SIZE]);
/* The record an id of `sheet` stands for; *about 0 none. Of a stakeholder that was linked to another as the same, that
 * other one: directory_link; the very one: directory_link_as_said. */
MUST_USE enum err directory_link_as_said(struct directory *directory, const char *sheet, const char *outside_id,
                                         const struct record_type **type, int64_t *about, struct why *why);
MUST_USE enum err directory_link(struct directory *directory, const char *sheet, const char *outside_id,
                                 const struct record_type **type, int64_t *about, struct why *why);
/* The id of a record in `sheet`; nothing when it has no row there, or does not go out. */
MUST_USE enum err directory_id_of(struct directory *directory, const char *sheet, const struct record_type *type,
                                  int64_t about, struct buf *out, struct why *why);
bool which_fits(enum which which, const struct record *record);
/* The organisation that works at a place: the one the row said, else the first; 0 none. */
MUST_USE enum err directory_works_at(struct directory *directory, int64_t place, int64_t *party, struct why *why);
/* As directory_link, for a record of the type `wanted`: the row's own (*is_straight), or whose it is, or where. */
MUST_USE enum err directory_reach(struct directory *directory, const char *sheet, const char *outside_id,
                                  const char *wanted, int64_t *about, bool *is_straight, struct why *why);
/* The kept cells of a row; *out NULL when there are none. Under KEPT_LEFT_OUT stand the headings of those that could
 * not be read, "a;b". */
#define KEPT_LEFT_OUT ""
MUST_USE enum err kept_load(struct directory *directory, int64_t row, json_t **out, struct why *why);

/* --- cells --- */
struct cells {
    struct buf at[COLUMNS_MAX];
};
void cells_release(struct cells *cells);
/* What a field becomes when these cells are read; `record` is what it is now, `old` what the row said before (NULL).
 * E_INVALID in words when they cannot be. Words that are left out are told to the run. */
struct cell_reading {
    struct directory *directory;
    const struct directory_table *table;
    const struct view *view;
    const struct record *record;
    const char *const *texts; /* by column */
    const char *const *old;   /* by column; NULL none */
};
MUST_USE enum err cells_read(const struct cell_reading *reading, const char *key, struct value *out, struct why *why);
/* Whether the field holds what these cells say. */
bool field_is_initial(const struct record *record, const char *key); /* empty, or what new records have */
MUST_USE enum err cells_hold(const struct cell_reading *reading, const char *key, bool *hold, struct why *why);
/* The row of a record as it would be given out: kept cells where they still hold. `kept` NULL: by itself. */
MUST_USE enum err cells_write(struct directory *directory, int table, const struct view *view,
                              const struct record *record, const json_t *kept, struct cells *out, struct why *why);
/* Texts as Ohana has them. */
bool day_words(const char *text, struct date *out);
bool time_words(const char *text, int *minutes);

/* --- items --- */
struct items { /* of a list, each a text of its own */
    char **texts;
    size_t count;
};
void items_release(struct items *items);
MUST_USE enum err items_add(struct items *items, const char *text, size_t len);
/* What a row of items says, in the field's own terms; none when it says nothing that can stand there. */
MUST_USE enum err items_of_row(struct directory *directory, const struct directory_table *table,
                               const struct view *view, const char *const *texts, struct items *out, struct why *why);
MUST_USE enum err items_of_value(const struct field *field, const struct value *value, struct items *out);
MUST_USE enum err items_of_text(const char *text, struct items *out); /* its lines */
bool items_have(const struct items *items, const char *text);
MUST_USE enum err value_with_items(const struct field *field, const struct value *value, const struct items *less,
                                   const struct items *more, const struct vocabularies *words, struct value *out,
                                   struct why *why);
/* A row for what no other row stands for. */
MUST_USE enum err items_write(struct directory *directory, int table, const struct view *view,
                              const struct record *owner, const char *item, struct cells *out, bool *is_row,
                              struct why *why);

/* --- taking in --- */
struct taking { /* a row of a file of a table */
    struct directory *directory;
    int table;
    const struct sheet_row *headings;
    int columns[COLUMNS_MAX]; /* where the table's columns stand in the file; -1 nowhere */
};
MUST_USE enum err taking_start(struct taking *taking, struct directory *directory, int table,
                               const struct sheet_row *headings, const char *file, struct why *why);
MUST_USE enum err take_row(struct taking *taking, const struct sheet_row *row, struct why *why);
struct taken { /* one row on its way in */
    struct taking *taking;
    struct directory *directory;
    const struct directory_table *table;
    const struct sheet_row *row;
    const char *texts[COLUMNS_MAX]; /* "" where there is none */
    const char *id;
    size_t number;           /* its entry + 1; 0 none yet */
    json_t *before;          /* the row as it came the last time; NULL */
    const struct view *view; /* of the record that is put; NULL another's */
    struct items left_out;   /* headings of cells that are only kept */
    char *left_out_before;   /* the same of the last time, "a;b" */
};
MUST_USE enum err taken_refuse(struct taken *taken, const char *column, const char *value, const char *reason);
/* The cells of a field of taken->view are only kept. */
MUST_USE enum err taken_left_out(struct taken *taken, const char *key, const char *reason);
/* Keep the row and remember its id. *changed: it is another than before. */
MUST_USE enum err taken_keep(struct taken *taken, int view, const struct record_type *type, int64_t about,
                             bool *changed, struct why *why);
enum outcome { TAKEN_UNCHANGED, TAKEN_CHANGED, TAKEN_ADDED, TAKEN_REFUSED };
MUST_USE enum err taken_count(struct taken *taken, const struct record_type *type, enum outcome outcome);
/* Links of the row to rows that are not there yet; and what becomes of all such, once all rows have come. */
MUST_USE enum err links_note(struct taken *taken, struct why *why);
MUST_USE enum err links_close(struct directory *directory, struct why *why);
/* Whether the record would be its own parent's parent by this field. */
MUST_USE enum err links_go_round(struct directory *directory, const struct record_type *type, const char *key,
                                 int64_t id, int64_t target, bool *round, struct why *why);
MUST_USE enum err take_record(struct taken *taken, struct why *why);
MUST_USE enum err take_items(struct taken *taken, struct why *why);
MUST_USE enum err take_kept(struct taken *taken, struct why *why);
/* Put a record; fields that its rules refuse and that may stay as they were are left out and told. */
MUST_USE enum err take_put(struct taken *taken, struct record *record, const struct record *before, bool *refused,
                           struct why *why);

/* --- the folder --- */
struct package { /* where each table stands; NULL nowhere */
    char *paths[TABLES_MAX];
    bool is_described;
};
void package_release(struct package *package);
/* What a datapackage.json says of the tables: E_INVALID when a path leads out of the folder. Bytes that are no
 * description at all are none (is_described false). */
MUST_USE enum err package_read(const struct standard_rules *rules, const char *bytes, size_t len, struct package *out,
                               struct why *why);

/* --- giving out --- */
struct given_row {
    char **cells; /* the first is the id; NULL: empty */
    size_t count;
};
struct given_table {
    struct given_row *rows;
    size_t count, room;
    char **extras; /* headings beyond the table's own */
    size_t extra_count;
};
struct giving {
    struct directory *directory;
    const struct parcel *parcel;
    struct given_table tables[TABLES_MAX];
};
/* The record as it goes out; NULL when it stays. */
const struct record *giving_record(const struct giving *giving, const struct record_type *type, int64_t id);

#endif
