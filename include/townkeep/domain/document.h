/*
 * What leaves the office on paper or as a file about a case: the sheets and the agenda of the panel, the letter that
 * tells the person what was decided, the plan. A document is lines built from records; who may be told what is decided
 * here, line by line, and not by whoever prints it. It is numbered before it is written: every copy that was given out
 * stands in the case, with who has it and when it comes back.
 */
#ifndef TOWNKEEP_DOMAIN_DOCUMENT_H
#define TOWNKEEP_DOMAIN_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/date.h"
#include "townkeep/base/err.h"
#include "townkeep/schema/schema.h"
#include "townkeep/store/store.h"

enum document_kind {
    DOCUMENT_F2_SHEET, /* without the name */
    DOCUMENT_F3_SHEET, /* named, for those who attend */
    DOCUMENT_LETTER,   /* tells the person what the panel decided */
    DOCUMENT_PLAN,
    DOCUMENT_AGENDA,
    DOCUMENT_ACCESS, /* everything about a person, for them (access_bundle.h) */
    DOCUMENT_KIND_COUNT
};
struct document_form {
    const char *code;             /* of the list copy_kind; what is typed */
    const char *sentence;         /* N_() what stands on it */
    const struct record_type *of; /* what it is made from: panel_item, support_plan, panel_meeting */
    bool is_sealed;               /* holds a name or a story: leaves as a sealed file alone */
    bool is_for_table;            /* goes only to who sits at the table when the case is called */
    bool may_be_kept;             /* by the person, who need not give it back */
};
const struct document_form *document_form(enum document_kind kind);
/* By code or label, in either language; false unknown or not one of these. */
bool document_kind_read(const struct vocabularies *words, const char *typed, enum document_kind *out);

enum document_style { DOCUMENT_TITLE, DOCUMENT_HEADING, DOCUMENT_TEXT, DOCUMENT_POINT };
struct document_line {
    enum document_style style;
    char *text; /* owned; "" an empty line */
};
enum { DOCUMENT_CASES_MAX = 100 };
struct document {
    enum document_kind kind;
    int64_t subject; /* what it was made from */
    struct document_line *lines;
    size_t count, room;
    int64_t cases[DOCUMENT_CASES_MAX]; /* the cases it tells of */
    size_t case_count;
};
void document_release(struct document *document); /* overwrites */
/* Build it from the item, plan or meeting `id`. Casework open, and the case one that this officer may open; that it was
 * opened is in the log before. Refused, in words, where nothing stands yet, or where the panel may not be told the name
 * yet. Release also on failure. */
MUST_USE enum err document_make(struct store *store, enum document_kind kind, int64_t id, struct document *out,
                                struct why *why);
/* What of a case it is made from: its newest item on an agenda, its newest plan; E_NOT_FOUND in words. */
MUST_USE enum err document_subject(struct store *store, enum document_kind kind, int64_t episode, int64_t *id,
                                   struct why *why);

/* --- copies --- */
struct copy_wish {
    const char *recipient; /* name and agency, or "" with `to_person` */
    bool to_person;        /* handed to the person of the case */
    int64_t party;         /* 0 none */
    struct date return_by; /* zero: it need not come back, which only the person's own copy may say */
};
/* "Dr Weber, Health centre", or "the person" in the program's language. */
const char *copy_recipient(const struct copy_wish *wish);
/* Everything that keeps this copy from being given to them. */
MUST_USE enum err copy_check(struct store *store, const struct document *document, const struct copy_wish *wish,
                             struct why *why);
/* The number the next copy has. */
MUST_USE enum err copy_next_number(struct store *store, int64_t *number, struct why *why);
/* Write down that this copy is given out, in every case it tells of, checked as above. Before the file is written.
 * `hash` "" none. */
MUST_USE enum err copy_record(struct store *store, const struct document *document, const struct copy_wish *wish,
                              int64_t number, const char *hash, struct why *why);
/* The file could not be written: the number stays used, and nobody has the copy. */
MUST_USE enum err copy_void(struct store *store, int64_t number, struct why *why);
/* What became of it, a code of the list copy_return, in every case it tells of; at most once. */
MUST_USE enum err copy_returned(struct store *store, int64_t number, const char *how, struct date on, struct why *why);

#endif
