/* A paper before it leaves: what its files share. document.c is the screen, document_out.c gives the copy out. */
#ifndef TOWNKEEP_SCREENS_DOCUMENT_SCREEN_IN_H
#define TOWNKEEP_SCREENS_DOCUMENT_SCREEN_IN_H

#include "editing_in.h"
#include "townkeep/domain/document.h"
#include "townkeep/ui/picker.h"

enum document_question { DOCUMENT_ASKED_CREATE = 1, DOCUMENT_ASKED_PLACE, DOCUMENT_ASKED_WRITE };

struct document_screen {
    struct screen screen;
    enum document_kind kind;
    int64_t subject, episode; /* subject 0: the newest of the case `episode` */
    struct document document;
    struct editing editing; /* of a copy that is not there yet: recipient, agency, day */
    bool to_person;
    bool is_sealed;
    struct buf path;
    struct page page;
    struct picker picker; /* who sits at the table */
    bool picking;
};

/* Whom the copy is for, as it is typed now; its texts are the record's. */
struct copy_wish document_wish_of(const struct document_screen *document);
/* Ctrl-S: check it and ask where to; then ask once more; then write it. The last says whether it was. */
void document_ask_place(struct document_screen *document, struct flow *flow);
void document_ask_write(struct document_screen *document, struct flow *flow, const char *typed);
bool document_write_copy(struct document_screen *document, struct flow *flow);

#endif
