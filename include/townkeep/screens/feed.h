/* What ui's form asks of the store: titles of the references it shows, and rows for the open picker. */
#ifndef TOWNKEEP_SCREENS_FEED_H
#define TOWNKEEP_SCREENS_FEED_H

#include "townkeep/screens/screen.h"
#include "townkeep/ui/form.h"

/* Answers FORM_ASKS_ROWS and FORM_ASKS_TITLE, and titles every reference that has none. Call after form_init and after
 * each form_handle. FORM_ASKS_CREATE is left standing for the screen. */
MUST_USE enum err form_feed(struct form *form, struct store *store, struct why *why);
/* The usual answer to FORM_ASKS_CREATE: push a new-record form with the title field filled in, under this question
 * number; answered() then calls form_feed_created. Clears the request. */
void form_feed_create(struct form *form, struct flow *flow, int question);
MUST_USE enum err form_feed_created(struct form *form, struct store *store, const struct answer *answer,
                                    struct why *why);
/* The form's fields with their hints on a help page. */
MUST_USE enum err form_feed_help(const struct record_type *type, struct page *page);
/* On EVENT_TICK: keeps the draft when something was typed since the last time and some seconds have passed. *kept_at is
 * the form screen's own: when (clock_monotonic) the draft was kept, 0 never. Gives false when it failed, with the
 * reason. */
bool form_feed_draft(struct form *form, struct store *store, int64_t *kept_at, struct why *why);

#endif
