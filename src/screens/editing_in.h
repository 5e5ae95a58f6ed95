/*
 * One record being edited on a screen: as typed, as stored, the form over it (all fields, or those of one step), and
 * its draft. What the form, intake and step screens share; each of them decides what saving means.
 */
#ifndef TOWNKEEP_SCREENS_EDITING_IN_H
#define TOWNKEEP_SCREENS_EDITING_IN_H

#include "townkeep/screens/feed.h"
#include "townkeep/screens/screen.h"

struct editing {
    const struct record_type *type;
    int64_t id;           /* 0: a new record */
    struct record record; /* as typed; owned */
    struct record before; /* as stored, when there is an id; owned */
    /* "key=value" lines a new record of some fields alone began with; a draft that differs in them was begun for
     * something else. Borrowed; NULL: drafts of new records are not told apart. */
    const char *begun_with;
    struct form form;
    bool open;             /* the form stands */
    bool changed;          /* something was typed in a form that has gone since */
    int64_t draft_kept_at; /* clock_monotonic; 0 no draft of ours */
};

/* Overwrite and let go of record and form; type and id stay. */
void editing_release(struct editing *editing);
/* The stored record, or a new one with its initial values. */
MUST_USE enum err editing_load(struct editing *editing, struct flow *flow, struct why *why);
/* Put a form over the record: these fields, or all (keys NULL). The one that stood is closed first, and what was typed
 * kept. */
MUST_USE enum err editing_show(struct editing *editing, struct flow *flow, struct area area, const char *const *keys,
                               int count, struct why *why);
void editing_hide(struct editing *editing); /* close the form, keep what was typed */
bool editing_is_changed(const struct editing *editing);
/* Read every editor into the record; false, with the problems shown on the form, when one cannot be read. */
bool editing_finish(struct editing *editing);
/* Show why a save was refused, on the form and the message line. */
void editing_refused(struct editing *editing, struct flow *flow, const struct problems *problems,
                     const struct why *why);
/* Nothing is unsaved now; the draft goes. `id` is the record's from now on. */
void editing_saved(struct editing *editing, struct flow *flow, int64_t id);

/* Keys, ticks (drafts) and pickers. `question` is the number under which a missing record is made: hand its answer to
 * form_feed_created. */
bool editing_handle(struct editing *editing, struct flow *flow, const struct event *event, int question);
/* The hint of the current field. */
void editing_hint(const struct editing *editing, struct buf *out);

/* Ask whether the kept draft shall be used; false when there is none. */
bool editing_offer_draft(const struct editing *editing, struct flow *flow, int question);
/* The draft takes the place of the record; show it again after. E_NOT_FOUND when there is none. */
MUST_USE enum err editing_take_draft(struct editing *editing, struct flow *flow, struct why *why);
void editing_keep_draft(struct editing *editing, struct flow *flow); /* when something is unsaved: before a lock */
void editing_drop_draft(struct editing *editing, struct flow *flow);
/* Keep editing, save or discard? */
void editing_ask_leave(struct flow *flow, const char *title, int question);

#endif
