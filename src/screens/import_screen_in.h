/*
 * Private to the import's screens: import.c is the way through its steps, import_file.c the first of them,
 * import_columns.c the table of columns and fields with import_pick.c and import_mapping.c, import_run.c the runs,
 * import_outcome.c what a run found; import_folder.c goes past the columns with a whole folder. Each step has its own
 * screen_kind (actions, help); the screen changes its kind as it goes from step to step.
 */
#ifndef IMPORT_SCREEN_IN_H
#define IMPORT_SCREEN_IN_H

#include "file_chooser_in.h"
#include "townkeep/exchange/directory.h"
#include "townkeep/exchange/import.h"
#include "townkeep/screens/screen.h"
#include "townkeep/ui/picker.h"
#include "townkeep/ui/table.h"

enum import_stage { IMPORT_FILE, IMPORT_COLUMNS, IMPORT_WORKING, IMPORT_TRIED, IMPORT_DONE, IMPORT_STAGE_COUNT };
enum import_pick { PICK_NOTHING, PICK_FIELD, PICK_FIXED, PICK_VALUE };
enum import_question {
    ASKED_PATH = 1,
    ASKED_VALUE,
    ASKED_NAME,
    ASKED_ENCODING,
    ASKED_SEPARATOR,
    ASKED_IMPORT,
    ASKED_UNDO
};

struct import_folder_look { /* what the folder that is shown was found to be */
    char *folder;
    bool is_directory;
    enum directory_standard standard;
};

struct import_screen {
    struct screen screen;
    const struct record_type *type;
    enum import_stage stage;
    struct file_chooser files;
    struct import_folder_look *look;
    bool is_folder; /* what was chosen is a folder, in this standard */
    enum directory_standard standard;
    struct buf path, name;   /* of the chosen file; the name as it may be shown */
    struct sheet *sheet;     /* open while a file is chosen: its headings are needed */
    struct sheet_wish shape; /* what the officer overruled; the encoding is a name that stands for good */
    struct mapping mapping;  /* part_count 0: none yet */
    struct buf *samples;     /* the first values of each column */
    size_t sample_count;
    struct table columns;
    enum import_pick pick;
    struct picker picker;
    size_t column; /* the field is picked for */
    int field;     /* the value is picked or asked for */
    struct import_job *job;
    struct import_wish wish;
    struct import_report report;
    int64_t started_at; /* clock_monotonic */
    struct table refusals;
    struct buf summary;
};

/* --- import.c --- */
void import_screen_stage(struct import_screen *import, enum import_stage stage);

/* --- import_file.c --- */
enum { IMPORT_FILE_ACTIONS = 3 };
extern const struct action import_file_actions[IMPORT_FILE_ACTIONS];
bool import_file_handle(struct import_screen *import, struct flow *flow, const struct event *event);
void import_file_typed(struct import_screen *import, struct flow *flow, const char *typed); /* a path */
/* Open the chosen file again, as import->shape says, and look at its first rows. */
MUST_USE enum err import_screen_look(struct import_screen *import, struct why *why);

/* --- import_folder.c --- */
const char *import_folder_refuses(const struct screen *screen, const struct flow *flow);
void import_folder_run(struct screen *screen, struct flow *flow);
bool import_folder_is_directory(const struct import_screen *import); /* the folder that is shown */

/* --- town_folder.c --- */
struct screen *town_folder_screen_new(const char *folder); /* its files by a recipe */

/* --- import_columns.c --- */
enum {
    IMPORT_FIXED_ROWS = 2000
}; /* rows of the table: a column's number from 1, or this and the field of a fixed value */
/* The mapping for this file: the saved or shipped one made for it, else guessed from the headings. */
MUST_USE enum err import_columns_choose(struct import_screen *import, const struct catalogue *catalogue,
                                        struct why *why);
MUST_USE enum err import_columns_fill(struct import_screen *import, const struct vocabularies *words);
void import_columns_refill(struct import_screen *import, struct flow *flow); /* after a change */
void import_columns_place(struct import_screen *import);
bool import_columns_handle(struct import_screen *import, struct flow *flow, const struct event *event);
void import_columns_draw(const struct import_screen *import, struct grid *grid);
void import_columns_forget(struct import_screen *import); /* overwrites what came from the file */

/* --- import_pick.c --- */
MUST_USE enum err import_pick_field(struct import_screen *import, enum import_pick pick, const char *title);
void import_pick_value(struct import_screen *import, struct flow *flow); /* of import->field */
void import_pick_set(struct import_screen *import, struct flow *flow, const char *text);
void import_pick_assign(struct import_screen *import, struct flow *flow, int field); /* import->column; -1 not used */
bool import_pick_handle(struct import_screen *import, struct flow *flow, const struct event *event);

/* --- import_mapping.c --- */
enum { IMPORT_COLUMN_ACTIONS = 7 };
extern const struct action import_column_actions[IMPORT_COLUMN_ACTIONS];
void import_columns_answered(struct import_screen *import, struct flow *flow, const struct answer *answer);

/* --- import_run.c --- */
MUST_USE enum err import_job_start(struct import_screen *import, struct flow *flow, bool dry, struct why *why);
void import_job_stop(struct import_screen *import); /* nothing was changed */
void import_job_work(struct screen *screen, struct flow *flow);
void import_run_trial(struct screen *screen, struct flow *flow);
bool import_job_handle(struct import_screen *import, struct flow *flow, const struct event *event);
void import_job_draw(const struct import_screen *import, struct grid *grid);
int import_job_hints(const struct screen *screen, struct key_hint *hints, int max);

/* --- import_outcome.c --- */
MUST_USE enum err import_outcome_fill(struct import_screen *import);
void import_outcome_place(struct import_screen *import);
bool import_outcome_handle(struct import_screen *import, struct flow *flow, const struct event *event);
void import_outcome_draw(const struct import_screen *import, struct grid *grid);
void import_outcome_blank(struct import_screen *import);  /* overwrites what came from the file; the counts stay */
void import_outcome_forget(struct import_screen *import); /* the counts too */
/* The whole report as a text to scroll. */
void import_outcome_tell(struct import_screen *import, struct flow *flow);

#endif
