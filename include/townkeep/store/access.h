/*
 * Who opened which case, when and for what, without a word of the case: for whoever watches over it and holds no key.
 * Each line is part of a signed entry. The log is written by what is logged: store_log_view, store_search_sealed,
 * store_log of an export; and by a step of casework that opens a case in an emergency.
 */
#ifndef TOWNKEEP_STORE_ACCESS_H
#define TOWNKEEP_STORE_ACCESS_H

#include "townkeep/store/store.h"

/* The numbers stand in the vault. */
enum access_kind {
    ACCESS_VIEW = 1,
    ACCESS_SEARCH = 2,      /* of sealed fields, in all cases whose key the officer holds */
    ACCESS_EXPORT = 3,      /* printed or written to a file */
    ACCESS_BREAK_GLASS = 4, /* opened in an emergency, by an officer the case is not with */
    ACCESS_LOG = 5,         /* this log was read */
    ACCESS_ASIDE = 6,       /* an officer stepped aside: closed to them from then on */
};
struct access_row {
    int64_t entry, at; /* id of the entry; milliseconds */
    char officer[120];
    enum access_kind kind;
    char purpose[80];               /* for people */
    const struct record_type *type; /* of the record that was opened; NULL: not of one */
    int64_t record, case_id;        /* 0 none */
    char title[160];                /* the case's pseudonym or reference; "(erased)" */
    bool verified;                  /* the entry's signature holds, and this line stands in it */
};
/* Newest first; case 0: of all; before 0 from the newest. For team leads and data-protection reviewers; that they read
 * it is logged too, once in 15 minutes. */
MUST_USE enum err store_access_log(struct store *store, int64_t case_id, int64_t before, size_t limit,
                                   struct access_row *out, size_t *count, struct why *why);
/* The same of one case, for whoever may open it: it belongs to what the person may see. */
MUST_USE enum err store_access_of_case(struct store *store, int64_t case_id, int64_t before, size_t limit,
                                       struct access_row *out, size_t *count, struct why *why);
/* How often one officer did what, since a moment. */
struct access_sum {
    char officer[120];
    size_t opened; /* names among them */
    size_t names, searches, exports, emergencies;
};
/* Of one case, or (0) of all; by officers, who opened most first. For those who may read the log; asking for sums is
 * reading it. *count may be more than `max`. */
MUST_USE enum err store_access_sums(struct store *store, int64_t case_id, int64_t since, struct access_sum *out,
                                    size_t max, size_t *count, struct why *why);
/* A case by its id, reference or pseudonym, for those who may read the log but no cases. */
MUST_USE enum err store_access_find(struct store *store, const char *named, int64_t *case_id, struct why *why);
/* When the officer at the keyboard last opened a case; 0 never. */
MUST_USE enum err store_last_look(struct store *store, int64_t case_id, int64_t *at, struct why *why);
/* How often the officer who unlocked searched sealed fields of this type since then (milliseconds). */
MUST_USE enum err store_own_searches(struct store *store, const struct record_type *type, int64_t since, size_t *count,
                                     struct why *why);
/* "Opened", "Searched" …; translated. */
const char *access_kind_words(enum access_kind kind);
/* Within a save that opens a case in another way. `purpose`: a code of the program, nothing that was typed; of what
 * leaves the vault, one of the list copy_kind. */
MUST_USE enum err save_log_access(struct save *save, enum access_kind kind, int64_t case_id, const char *purpose,
                                  struct why *why);

#endif
