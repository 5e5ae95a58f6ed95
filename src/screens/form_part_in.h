/* A form of some fields alone, with a few lines beside it that help to fill them in: what was said before, what is
 * asked. From 100 columns on they stand at the right, else below. */
#ifndef TOWNKEEP_SCREENS_FORM_PART_IN_H
#define TOWNKEEP_SCREENS_FORM_PART_IN_H

#include "townkeep/screens/screen.h"

struct form_part {
    const char *const *keys; /* of static memory */
    int count;
    /* Put the lines for this record on the page; asked whenever the form is loaded, so that nothing is kept over a
     * lock. */
    enum err (*beside)(struct store *store, const struct record *record, struct page *page, struct why *why);
};
/* As form_screen_new_with (id 0), or of a record that is there, with `fields` set as if typed. */
struct screen *form_screen_new_part(const struct record_type *type, int64_t id, const char *fields,
                                    const struct form_part *part);
/* How an officer assesses a stakeholder quickly, what was said before beside it; round 0: outside of a round. */
struct screen *assess_screen_new(int64_t party, int64_t round);

/* The part of `body` that is the form's, and the rest for the lines. */
void form_part_place(struct area body, struct page *beside, struct area *form);

#endif
