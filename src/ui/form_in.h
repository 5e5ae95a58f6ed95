/* One editor of a form, and what the form's files need of each other. */
#ifndef TOWNKEEP_UI_FORM_IN_H
#define TOWNKEEP_UI_FORM_IN_H

#include "townkeep/ui/form.h"

enum editor {
    EDIT_FIXED, /* shown, never typed */
    EDIT_LINE,
    EDIT_AREA,
    EDIT_OPTIONS,   /* short choices as a line */
    EDIT_PICK,      /* long choices, several choices */
    EDIT_REFERENCE, /* one or several records */
    EDIT_FOLD,      /* the row that opens and closes "more"; of no field */
};

struct form_field {
    int field; /* index into the type's fields; -1 for the fold */
    enum editor editor;
    bool folded; /* stands under "more" */
    struct line line;
    struct text_area area;
    char *shown;  /* owned: titles of references, text of a fixed field; NULL not known yet */
    bool unread;  /* what stands in the editor cannot be read */
    bool warning; /* the problem is a nudge */
    char problem[PROBLEM_TEXT_SIZE];
};

enum { OPTIONS_MAX = 4 };
struct option {
    const char *code, *label;
};

const struct field *form_field_of(const struct form *form, const struct form_field *f);
struct value *form_value_of(const struct form *form, const struct form_field *f);
bool form_is_shown(const struct form *form, const struct form_field *f);
struct form_field *form_current(const struct form *form); /* NULL when the form has no field */
/* The options of a line of choices; returns how many, 0 when there are too many for a line of `width` cells. */
int form_options(const struct form *form, const struct field *field, int width, struct option out[OPTIONS_MAX]);
int form_option_chosen(const struct form *form, const struct form_field *f, const struct option *options,
                       int count); /* -1 none */

void form_touch(struct form *form, struct form_field *f); /* something of it has changed */
/* Read the editor into the record; false, with the reason, when it cannot be read. */
bool form_read_field(struct form *form, struct form_field *f, struct why *why);
void form_leave_field(struct form *form); /* the gentle check */
void form_settle(struct form *form);      /* places the editors and scrolls to the current field */
int form_label_width(const struct form *form);
int form_editor_width(const struct form *form);
int form_rows_of(const struct form *form, int index); /* rows this field takes now; 0 when it is not shown */
int form_editor_rows(const struct form *form, int index);
int form_head_rows(const struct form *form); /* rows of the list of problems */

bool form_open_picker(struct form *form, struct form_field *f);
void form_open_calendar(struct form *form, struct form_field *f);
void form_handle_overlay(struct form *form, const struct event *event);
/* The day under a date field, in words; "" when there is none. */
const char *form_date_echo(const struct form *form, const struct form_field *f, char *out, size_t size);

/* Backspace on what was picked: of several the last, else the only one. */
MUST_USE enum err form_take_away(struct form *form, struct form_field *f);

#endif
