/* What of the history is known to be lost: named by entries of kind salvage, which are signed like all others. */
#ifndef TOWNKEEP_STORE_LOSSES_IN_H
#define TOWNKEEP_STORE_LOSSES_IN_H

#include "store_in.h"

enum { LOSS_WHOLE = -1 };
struct loss {
    int64_t device;
    uint64_t seq;
    int64_t number; /* of the part; LOSS_WHOLE: the whole entry; with seq 0: id of a record, of which the row is lost */
    int64_t owner;  /* of the part or record */
};
struct losses {
    struct loss *items; /* owned */
    size_t count;
};
void losses_free(struct losses *losses);
MUST_USE enum err losses_add(struct losses *losses, const struct loss *loss);
/* Those of this vault, read once while it is open. */
MUST_USE enum err losses_of(struct store *store, const struct losses **out, struct why *why);
bool losses_have(const struct losses *losses, int64_t device, uint64_t seq, int64_t number);
bool losses_have_owner(const struct losses *losses, int64_t owner);   /* a part of this case */
bool losses_have_record(const struct losses *losses, int64_t record); /* a row of a case that its history still has */
size_t losses_of_device(const struct losses *losses, int64_t device); /* whole entries */
/* Who salvaged when, and how much of the history is missing since: one line for each time. */
MUST_USE enum err losses_tell(struct store *store, struct buf *out, struct why *why);

#endif
