/*
 * A form over a struct record: label left, field right, the hint under the current field. Every kind of field has its
 * editor; fields with FIELD_MORE are folded until "more" is opened; FIELD_BY_PROGRAM is shown dimmed when filled;
 * FIELD_ONCE is fixed in a saved record; VALUE_CLOSED shows as sealed and is kept.
 *
 * The form changes *record as soon as what is typed can be read (so a draft can be kept at any time); what cannot be
 * read stays in its editor with the reason under it, and the cursor is never trapped. It never queries: for references
 * it asks.
 *
 *     form_init(&edit->form, &edit->record, NULL, words, clock_today(), store_calendar(store));
 *     form_feed(&edit->form, store, &why);                      // screens/feed.h: titles of references
 *     …
 *     if (form_handle(&edit->form, event)) {
 *         if (edit->form.request != FORM_ASKS_NOTHING)
 *             form_feed(…);                                     // answers FORM_ASKS_ROWS and FORM_ASKS_TITLE
 *         if (edit->form.request == FORM_ASKS_CREATE)           // left for the screen: push a new-record form, answer
 * with form_give return true;
 *     }
 *     …Ctrl-S: if (!form_finish(&edit->form, &problems)) store_put(…, &problems, …); form_problems(&edit->form,
 * &problems);
 *
 * Keys taken: Tab Shift-Tab Up Down (between fields), those of the active editor, F4 or Ctrl-T (calendar, picker), Left
 * Right and Space in a line of choices, Ctrl-O (unfold or fold "more"). Enter goes to the next field, opens a picker,
 * or breaks a line in a note. Ctrl-S and Esc never (Esc only while a picker or calendar is open).
 */
#ifndef TOWNKEEP_UI_FORM_H
#define TOWNKEEP_UI_FORM_H

#include <stdbool.h>
#include <stdint.h>

#include "townkeep/schema/schema.h"
#include "townkeep/ui/calendar.h"
#include "townkeep/ui/line.h"
#include "townkeep/ui/picker.h"
#include "townkeep/ui/text_area.h"

enum form_request {
    FORM_ASKS_NOTHING,
    FORM_ASKS_ROWS,   /* a reference picker is open: clear and add rows for line_text(&form->picker.words) of type
                         field->refers_to */
    FORM_ASKS_CREATE, /* the record named line_text(&form->picker.words) is wanted for request_field */
    FORM_ASKS_TITLE,  /* a reference was chosen: form_set_shown(form, request_field, …) */
};
enum form_overlay { FORM_NO_OVERLAY, FORM_PICKER, FORM_CALENDAR };

struct form_field; /* one editor */
struct form {
    struct record *record;            /* borrowed, changed while typing */
    const struct record *before;      /* borrowed; the record as stored, or NULL for a new one */
    const struct vocabularies *words; /* borrowed */
    const struct work_calendar *calendar;
    struct date today;
    struct form_field *fields; /* owned: one for each shown field */
    int count, current, first; /* fields; current one; first row drawn */
    bool more_open;
    bool changed;       /* something was typed since form_init or form_saved */
    int64_t changed_at; /* clock_monotonic of the last change */
    enum form_request request;
    int request_field; /* index into record->type->fields */
    enum form_overlay overlay;
    struct picker picker;
    struct calendar month;
    struct problems problems; /* shown until mended */
    struct area area;
};

/* All fields of the type, in order. E_MEMORY only. */
MUST_USE enum err form_init(struct form *form, struct record *record, const struct record *before,
                            const struct vocabularies *words, struct date today, const struct work_calendar *calendar);
/* Only these fields (keys), in this order: a step of a guided form. Nothing of it is folded. */
MUST_USE enum err form_init_step(struct form *form, struct record *record, const struct record *before,
                                 const struct vocabularies *words, struct date today,
                                 const struct work_calendar *calendar, const char *const *keys, int count);
void form_release(struct form *form); /* overwrites what was typed; the record is the owner's */
void form_place(struct form *form, struct area area);
bool form_handle(struct form *form, const struct event *event); /* taken */
void form_draw(const struct form *form, struct grid *grid);

/* What stands for a reference field's value: the title(s). Without it the id is shown. `field` is the type's index. */
MUST_USE enum err form_set_shown(struct form *form, int field, const char *text);
/* The next reference field whose value has no title yet: the type's index, or -1. */
int form_untitled(const struct form *form);
/* Answer FORM_ASKS_CREATE, or choose for the officer: the record `id`, called `title`. */
MUST_USE enum err form_give(struct form *form, int field, int64_t id, const char *title);
/* Set a field from text, as if typed (a prefilled step). */
MUST_USE enum err form_type(struct form *form, int field, const char *text);

/* Read every editor. Fields that cannot be read are added to *problems, and marked. True when all could be. */
bool form_finish(struct form *form, struct problems *problems);
/* Show these problems: each under its field, the first field current, all counted at the top. Empty clears. */
void form_problems(struct form *form, const struct problems *problems);
void form_saved(struct form *form);              /* nothing is unsaved now */
int form_current_field(const struct form *form); /* the type's index */
void form_go(struct form *form, int field);      /* make a field current (unfolds "more" when it is there) */
bool form_is_typing(const struct form *form);    /* letters are text now, so `?` and `n` are no keys */
/* The hint for the message line: words of a note, the date in full, how to open the picker. Into out; returns out. */
const char *form_hint(const struct form *form, char *out, size_t size);

#endif
