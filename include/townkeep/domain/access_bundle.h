/*
 * What is kept about a person, put together for them: a passage for every filled field of every record of theirs, over
 * all kinds there are, and who looked at it. Passages that speak of others are marked; an officer decides about each
 * before a data-protection reviewer signs, and only what was signed leaves (document.h, DOCUMENT_ACCESS). What was
 * decided is kept in the request as places, not as texts.
 */
#ifndef TOWNKEEP_DOMAIN_ACCESS_BUNDLE_H
#define TOWNKEEP_DOMAIN_ACCESS_BUNDLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/err.h"
#include "townkeep/domain/retention.h"
#include "townkeep/schema/schema.h"
#include "townkeep/store/store.h"

enum passage_choice { PASSAGE_UNDECIDED, PASSAGE_KEPT, PASSAGE_CUT, PASSAGE_OUT };
enum { PASSAGE_CUTS = 16 };
struct passage_cut {
    size_t start, len; /* bytes of the text */
};
struct passage {
    const struct record_type *type;
    int64_t record;
    int field;
    char *text;        /* owned, for people */
    const char *third; /* N_() why it may speak of somebody else; NULL it does not by its nature */
    bool must_go;      /* whoever told wished to stay unnamed */
    enum passage_choice choice;
    struct passage_cut cuts[PASSAGE_CUTS];
    int cut_count;
};
struct access_bundle {
    struct record request;
    struct retention_scope scope; /* everything of the person; the record the request is about first */
    struct passage *passages;     /* owned */
    size_t count, room;
};
void access_bundle_release(struct access_bundle *bundle); /* overwrites */
/* Casework open, and all of it open to this officer: else E_PERMISSION in words. That it was opened is in the log. */
MUST_USE enum err access_bundle_load(struct store *store, int64_t request, struct access_bundle *out, struct why *why);
/* Whether records of this type are of a person and so are in it; those of a case that many share are not. */
bool access_bundle_has(const struct record_type *type);

/* Marked passages that nobody has decided about. */
size_t access_bundle_left(const struct access_bundle *bundle);
/* KEPT or OUT. E_INVALID for keeping what must go. */
MUST_USE enum err passage_choose(struct passage *passage, enum passage_choice choice, struct why *why);
/* Black out these words wherever they stand in it; E_INVALID when they do not. */
MUST_USE enum err passage_black_out(struct passage *passage, const char *words, struct why *why);
/* The passage as it leaves, with a bar in place of what was blacked out; "" when it is left out. */
MUST_USE enum err passage_show(const struct passage *passage, struct buf *out);

/* By the officer who handles the request (whoever begins, when nobody does): keep what was decided. What was put
 * together or signed before is to be put together and signed again. */
MUST_USE enum err access_bundle_keep(struct store *store, struct access_bundle *bundle, struct why *why);
/* Put together, to be signed: nothing is undecided. */
MUST_USE enum err access_bundle_finish(struct store *store, struct access_bundle *bundle, struct why *why);
/* By a data-protection reviewer who does not handle it. No case is opened for it. */
MUST_USE enum err access_request_sign(struct store *store, int64_t request, struct why *why);

#endif
