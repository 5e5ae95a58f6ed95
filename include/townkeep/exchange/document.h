/*
 * A document as pages of plain text, each with the number of its copy at the head; and giving a copy out: written down
 * in the case first, then as a text file, or as a sealed one where it holds a name or a story.
 */
#ifndef TOWNKEEP_EXCHANGE_DOCUMENT_H
#define TOWNKEEP_EXCHANGE_DOCUMENT_H

#include "townkeep/base/buf.h"
#include "townkeep/crypt/crypt.h"
#include "townkeep/domain/document.h"

/* What stands at the head of every page. */
struct document_stamp {
    int64_t number; /* 0: not given out yet */
    const char *what, *recipient;
    struct date on, return_by; /* return_by zero: it may be kept */
};
/* Pages of at most 60 lines of 72 cells, parted by form feeds; appended to `out`. */
MUST_USE enum err document_pages(const struct document *document, const struct document_stamp *stamp, struct buf *out);

enum { DOCUMENT_PASSPHRASE_SIZE = 20 }; /* "ABCD-EFGH-JKMN-PQRS" and the NUL */
struct document_wish {
    struct copy_wish copy;
    const char *path;     /* nothing is ever replaced */
    bool is_sealed;       /* also where it need not be */
    struct kdf_cost cost; /* of the sealed file; zero: as usual */
};
struct document_given {
    int64_t number;
    char passphrase[DOCUMENT_PASSPHRASE_SIZE]; /* of a sealed file, made for it alone: to be shown once and wiped; "" */
};
/* Number the copy, write it down, write the file. When the file cannot be written the copy is marked so. */
MUST_USE enum err document_give(struct store *store, const struct document *document, const struct document_wish *wish,
                                struct document_given *out, struct why *why);

#endif
