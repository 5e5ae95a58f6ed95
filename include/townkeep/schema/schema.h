/*
 * What a record is: field kinds, record types, vocabularies, values, and the checks that follow from the tables alone.
 * Record types themselves are tables in `domain`; this room knows none of them by name. How a kind is stored is
 * `store`'s, how it is edited is `ui`'s; here a kind is parsed, checked and printed.
 */
#ifndef TOWNKEEP_SCHEMA_SCHEMA_H
#define TOWNKEEP_SCHEMA_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/date.h"
#include "townkeep/base/err.h"
#include "townkeep/schema/role.h"

/* --- fields --- */
enum field_kind {
    FIELD_TEXT,    /* one line */
    FIELD_NOTE,    /* many lines */
    FIELD_NUMBER,  /* whole number */
    FIELD_DECIMAL, /* up to six decimals, held as millionths in a 64-bit integer; point or comma accepted, never grouped
                    */
    FIELD_DATE,    /* YYYY-MM-DD */
    FIELD_PARTIAL_DATE, /* YYYY, YYYY-MM or YYYY-MM-DD */
    FIELD_TIME,         /* minutes after midnight, shown HH:MM */
    FIELD_MOMENT,       /* milliseconds UTC, shown in local time; always FIELD_BY_PROGRAM */
    FIELD_BOOLEAN,      /* yes or no; 1 or 0 */
    FIELD_CHOICE,       /* one code of a vocabulary */
    FIELD_CHOICES,      /* several codes, held "code;code" in the vocabulary's order */
    FIELD_REFERENCE,    /* id of a record of type .refers_to */
    FIELD_REFERENCES,   /* several ids, held "id;id" ascending */
    FIELD_TAGS,         /* several short free texts, held "text;text" (outside ids as SCHEME:id) */
    FIELD_KIND_COUNT
};

enum {
    FIELD_REQUIRED = 1 << 0,
    FIELD_LISTED = 1 << 1,     /* a column of the list */
    FIELD_FOUND = 1 << 2,      /* in the full-text search; never together with FIELD_SEALED */
    FIELD_FILTERED = 1 << 3,   /* offered in the filter form */
    FIELD_SORTED = 1 << 4,     /* the list can be sorted by it: the schema has an index <type>_by_<field> */
    FIELD_SEALED = 1 << 5,     /* encrypted again under the case's own key; only in types with .owner RECORD_OF_CASE */
    FIELD_MORE = 1 << 6,       /* folded under "more" in the form */
    FIELD_BY_PROGRAM = 1 << 7, /* set by the program, shown but never typed (reference, state, moments) */
    FIELD_ONCE = 1 << 8,       /* typed when the record is made, fixed afterwards */
    FIELD_UNIQUE = 1 << 9,     /* no two records in use hold the same; always FIELD_SORTED, for its index */
};

struct field {
    const char *key;   /* column name, CSV heading, command-line name: lower case, digits, _ */
    const char *label; /* N_() */
    const char *hint;  /* N_() one sentence under the field; NULL where the label says all */
    enum field_kind kind;
    unsigned flags;
    const char *vocabulary; /* FIELD_CHOICE(S): the list's name */
    const char *parents;    /* FIELD_CHOICE(S): the list its wider entries stand in; NULL: its own */
    const char *refers_to;  /* FIELD_REFERENCE(S): key of the record type */
    const char *back;       /* N_() FIELD_REFERENCE(S): what its records are on the page of the one they name, where the
                               name of the type does not tell: "Seats it holds"; NULL: the type and the label */
    const char *among;      /* FIELD_REFERENCE(S): which of them are offered, a filter as "kind=person"; NULL all */
    const char *initial;    /* text parsed into a new record: "today", a code, a number; NULL none */
    const char *aliases;    /* other headings an import recognises, "a;b;c", compared folded; NULL none */
    int64_t min, max;       /* numbers (FIELD_DECIMAL: in whole units); both 0: no range */
    int max_len;            /* characters for TEXT (default 200), NOTE (default 20,000), TAGS (each 80) */
    int width;              /* cells in a list column; 0 takes the kind's default */
};

/* --- values and records --- */
enum value_form {
    VALUE_EMPTY,
    VALUE_NUMBER, /* NUMBER DECIMAL TIME MOMENT BOOLEAN REFERENCE */
    VALUE_TEXT,   /* TEXT NOTE DATE PARTIAL_DATE CHOICE CHOICES REFERENCES TAGS */
    VALUE_CLOSED, /* a sealed field that is there but cannot be read now */
};
struct value {
    enum value_form form;
    int64_t number;
    char *text; /* owned; NULL unless VALUE_TEXT */
};
void value_release(struct value *value);
MUST_USE enum err value_copy(struct value *to, const struct value *from);
bool value_equal(const struct value *a, const struct value *b);
MUST_USE enum err value_set_text(struct value *value, const char *text); /* "" empties it */
MUST_USE enum err value_set_day(struct value *value, struct date day);
void value_set_number(struct value *value, int64_t number);
/* A list of ids, "id;id" ascending, each once; sorts `ids`. */
MUST_USE enum err value_set_ids(struct value *value, int64_t *ids, size_t count);

struct record_type;
struct record {
    const struct record_type *type;
    int64_t id;           /* 0: not saved yet */
    struct value *values; /* type->field_count of them, owned */
    int64_t archived_at;  /* milliseconds; 0: in use */
    int64_t archived_by;  /* officer id */
    char *archive_reason; /* owned; NULL */
    int64_t import_batch; /* entry number of the import that brought it; 0 none */
};
MUST_USE enum err record_init(struct record *record, const struct record_type *type); /* all empty */
void record_release(struct record *record);
MUST_USE enum err record_copy(struct record *to, const struct record *from);
struct value *record_value(struct record *record, const char *key);    /* NULL for an unknown key */
const char *record_text(const struct record *record, const char *key); /* "" when empty or no text */
int64_t record_number(const struct record *record, const char *key);   /* 0 when empty */
bool record_has(const struct record *record, const char *key);         /* not empty (a closed value counts) */
bool record_has_closed(const struct record *record); /* at least one value is sealed and could not be opened */
/* Whether a list-valued field (CHOICES, REFERENCES, TAGS) contains `item`. */
bool value_list_has(const struct value *value, const char *item);

/* --- problems: everything wrong with a record at once --- */
enum { PROBLEMS_MAX = 32, PROBLEM_TEXT_SIZE = 240 };
struct problem {
    int field; /* index into the type's fields; -1 for the record as a whole */
    char text[PROBLEM_TEXT_SIZE];
};
struct problems {
    struct problem items[PROBLEMS_MAX];
    int count;
    int warnings; /* of `count`: those the officer may save with all the same come last */
};
/* `format` is N_()-marked: it is translated here. When there is no room left a refusal takes a warning's place. */
void problems_add(struct problems *problems, int field, const char *format, ...) PRINTF_LIKE(3, 4);
/* A nudge, not a refusal (casework.md R2): shown, logged, saved all the same when confirmed. */
void problems_warn(struct problems *problems, int field, const char *format, ...) PRINTF_LIKE(3, 4);
bool problems_refuse(const struct problems *problems); /* at least one that is no warning */

/* --- record types --- */
enum record_owner { RECORD_OF_TEAM, RECORD_OF_CASE };

/* Where a type stands in the menus. */
enum menu_area {
    MENU_NONE, /* reached through other records only */
    MENU_STAKEHOLDERS,
    MENU_PROGRAMMES,
    MENU_REFERRALS,
    MENU_TRAINING,
    MENU_TASKS,
    MENU_OFFICE,
    MENU_AREA_COUNT
};

/* What a rule may know beside the record. */
struct rule_context {
    struct date today;
    int64_t now;
    int64_t officer_id;
    unsigned roles;                       /* of the officer: ROLE_ bits */
    const struct work_calendar *calendar; /* the office's working days; borrowed */
    const struct vocabularies *words;     /* borrowed */
};

struct record_type {
    const char *key;     /* table name, command-line name */
    const char *label;   /* N_() "Organisation or person" */
    const char *plural;  /* N_() "Stakeholders" */
    const char *hint;    /* N_() one or two sentences for the help page */
    const char *aliases; /* other names on the command line, "a;b"; NULL none */
    enum menu_area menu;
    bool of_another; /* reached through the record it hangs on, or by an errand: counted and added on that record's
                        page, no row of its own in the menus */
    bool by_errand;  /* written down by an errand of its own: on the page of what it names a row only where some are */
    const struct field *fields;
    int field_count;
    int title_field; /* index: what stands for the record in lists and pickers; a REFERENCE lends the other's title */
    int subtitle_field; /* index or -1: told behind a title that another record lends (the day of a session) */
    const char *sort;   /* key of the field lists are sorted by at first; must be FIELD_SORTED */
    bool sort_descending;
    const char
        *reference_prefix;   /* "R": the store fills the field "reference" with R-2026-0042 at first save; NULL none */
    enum record_owner owner; /* RECORD_OF_CASE: history in the case's part, sealed fields allowed */
    const char *case_field;  /* RECORD_OF_CASE: key of the REFERENCE field naming the owning case; NULL: the record owns
                                itself */
    unsigned readers, writers; /* ROLE_ bits; 0 means everybody */
    bool is_event; /* its rows are events: written once and by the program, never archived, and an entry that holds one
                      is never undone: take a new step instead */
    const char
        *match; /* fields that tell an import "the same record": "ext_ids|name,kind". Alternatives by |: the first whose
                 * fields the row all fills decides alone; of a list field one common item is enough */
    /* The one hook: complete what follows from other fields and report what is wrong. `before` is NULL for a new
     * record. */
    enum err (*rule)(struct record *record, const struct record *before, const struct rule_context *context,
                     struct problems *problems);
};

struct store;
struct catalogue {
    const struct record_type *const *types;
    size_t count;
    /* Who may open which case, asked by every store with this catalogue (store.h, store_case_gate); NULL: whoever holds
     * its key. Here, so that no place that opens a vault can forget it. */
    enum err (*may_open)(struct store *store, const struct record_type *type, int64_t id, struct why *why);
    /* What a type's rule cannot see because it stands in other records: asked of every record that an officer saves,
     * archives or takes back into use, and of what an undo would change. `before` NULL: a new one. Of what an undo
     * would take out of the vault again it is asked as if it were archived. NULL: nothing. */
    enum err (*check)(struct store *store, const struct record *record, const struct record *before,
                      struct problems *problems, struct why *why);
};
const struct record_type *catalogue_find(const struct catalogue *catalogue,
                                         const char *key_or_alias);          /* NULL unknown */
int field_find(const struct record_type *type, const char *key);             /* index or -1 */
int field_find_heading(const struct record_type *type, const char *heading); /* key, label or alias, folded; -1 */

/* The checker: every mistake in a catalogue, appended to `out` one a line; 0 found is right. Run as a unit test. */
int catalogue_check(const struct catalogue *catalogue, const struct vocabularies *words, struct buf *out);

/* --- vocabularies --- */
struct vocabulary_entry {
    const char *list, *code, *label, *label_fr, *parent, *aliases; /* "" when none */
    int order;
    bool retired; /* no longer offered; still shown where it stands */
};
struct vocabularies; /* sorted by list and order; changed only by vocabularies_swap */
MUST_USE enum err vocabularies_new(const struct vocabulary_entry *entries, size_t count,
                                   struct vocabularies **out); /* copies */
void vocabularies_free(struct vocabularies *words);
/* Each gets what the other held; who holds a pointer to one sees the new words, but no entry or label may be kept
 * across it. */
void vocabularies_swap(struct vocabularies *a, struct vocabularies *b);
/* The entries of a list in order; *count 0 when there is no such list. Borrowed. */
const struct vocabulary_entry *vocabulary_entries(const struct vocabularies *words, const char *list, size_t *count);
const struct vocabulary_entry *vocabulary_find(const struct vocabularies *words, const char *list, const char *code);
/* By code, label (either language) or alias, folded; NULL unknown. */
const struct vocabulary_entry *vocabulary_read(const struct vocabularies *words, const char *list, const char *typed);
/* The label in the program's language; the code itself when unknown. */
const char *vocabulary_label(const struct vocabularies *words, const char *list, const char *code);

/* --- kinds: parse, check, print --- */
/* Read what a person typed or a file holds into *out, which must be a value (a zeroed one will do) and keeps what it
 * had on failure. Text is cleaned (NFC). References accept only ids here (names: store_read_value). "" and blanks give
 * VALUE_EMPTY. E_INVALID with a sentence naming the field, the value and what is accepted. Text is never trimmed or
 * re-cased. Decimals beyond the sixth are rounded; "1,200", which may be either of two numbers, is refused. Choices are
 * codes, labels or aliases between ';' (or '/', ',' where the whole is none of them). */
MUST_USE enum err field_read(const struct field *field, const char *typed, const struct vocabularies *words,
                             struct date today, struct value *out, struct why *why);
/* For people, in the program's language: dates as stored, choices as labels, decimals without trailing zeros.
 * References print as ids here; a closed value as "(sealed)". */
MUST_USE enum err field_show(const struct field *field, const struct value *value, const struct vocabularies *words,
                             struct buf *out);
/* For files and scripts: codes, ISO dates, ids, "yes"/"no", moments as 2026-11-23T14:05:06.789Z; what field_read gives
 * back equals the value. E_PERMISSION for a closed value. */
MUST_USE enum err field_write(const struct field *field, const struct value *value, struct buf *out);
int field_width(const struct field *field); /* cells of a list column */
int field_max_len(const struct field *field);
const char *field_kind_name(enum field_kind kind); /* "text", "partial date", in the program's language */
/* Whether a value of this kind is held as VALUE_TEXT (else VALUE_NUMBER). */
bool field_is_text(const struct field *field);
/* Whether lists sort this field by its fold key (TEXT, NOTE, TAGS: index on fold(column), id) or by the value as it is
 * stored. */
bool field_sorts_folded(const struct field *field);

/* Put .initial values into a new record. */
MUST_USE enum err record_start(struct record *record, const struct vocabularies *words, struct date today,
                               struct why *why);
/* The type's rule, so that what it completes is there; then required fields, lengths, ranges, codes, and fields fixed
 * at the first save. Empties *problems first and always fills all of them, in the order of the fields, warnings last.
 * E_INVALID when there is a refusal among them. */
MUST_USE enum err record_check(struct record *record, const struct record *before, const struct rule_context *context,
                               struct problems *problems);

#endif
