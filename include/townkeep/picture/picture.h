/*
 * Pictures: what people would rather look at than read, drawn in cells. One table of pictures serves the screen, the
 * command line and the files: each loads what it shows from the computations of `domain`, once, and lays it out on a
 * canvas as large as it needs. Whoever shows the canvas scrolls over it and moves a cursor from spot to spot: a spot is
 * a part of the canvas that has records behind it and a sentence. So a grid, a matrix, a map in columns, a list of
 * paths and a table of findings are one mechanism, and none of them knows a key, a screen or a file.
 *
 * To add a picture:
 *   1. What it shows is worked out in src/domain (plain structs, no cells), with a test counted by hand.
 *   2. src/picture/<name>.c: load (asks the store: one query, or a few, bounded by the number of stakeholders; say the
 *      cost in the head of the file), lay (draws, never asks), table (rows for CSV), release, its switches, and
 *      `const struct picture <name>_picture`. src/picture/coverage.c is one to begin from.
 *   3. Its name in src/picture/picture_in.h and in the table of src/picture/picture.c.
 *   4. Its section in the manual page, its name in assets/completion, a window in tests/screen.
 * Menu, screen, `townkeep picture`, text, CSV and SVG have it then.
 *
 * What `lay` keeps to: it draws through the functions of `draw` alone, so that text is cleaned and wide characters keep
 * their cells; a mark that tells something has its twin in ASCII (canvas->grid.ascii) and stands in the legend; colour
 * never tells anything alone; what does not move when the rest scrolls is said with frozen_columns and frozen_rows.
 */
#ifndef TOWNKEEP_PICTURE_PICTURE_H
#define TOWNKEEP_PICTURE_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/date.h"
#include "townkeep/base/err.h"
#include "townkeep/draw/grid.h"
#include "townkeep/schema/schema.h"
#include "townkeep/store/store.h"

/* --- the canvas --- */
/* Where the cursor can stand. Texts and ids belong to the canvas (canvas_print, canvas_ids). */
struct spot {
    struct area area;     /* on the canvas; may be in the frozen part, as the name of a row */
    const char *sentence; /* what stands here, in one line of some 75 cells; translated */
    const char *more;     /* lines shown below the picture where there is room; NULL none */
    const char *label;    /* names the list of what is behind: "Youth · Old Port"; NULL the sentence does */
    /* What Enter opens: the one record, the list of several, or the list with these filters (as query_add_filter reads
     * them, one a line), which stays alive when records change. */
    const struct record_type *type; /* NULL: nothing is behind */
    const int64_t *ids;
    size_t id_count;
    const char *filters; /* NULL: the ids are meant */
    const char *fresh;   /* of a gap: the fields a new record of the type begins with ("sectors=youth\nplaces=12") */
};

struct canvas {
    struct grid grid; /* as large as the picture needs */
    int frozen_columns, frozen_rows;
    struct spot *spots; /* owned; in reading order */
    size_t count, room;
    size_t first;       /* where the cursor stands at first */
    const char *head;   /* what is shown, in one line: "104 stakeholders · 12 gaps"; "" */
    const char *legend; /* what the marks mean, in a line or two; "" */
    const char *paper;  /* lines that only paper needs, where no cursor tells: the names behind the codes; "" */
    const char *empty;  /* instead of a picture: why there is none and what to do; NULL there is one */
    struct arena text;
};
/* For `lay`: the size (blank then), a spot (NULL no memory), text and ids that live as long as the canvas. */
MUST_USE enum err canvas_size(struct canvas *canvas, int width, int height);
struct spot *canvas_spot(struct canvas *canvas, struct area area);
const char *canvas_print(struct canvas *canvas, const char *format, ...) PRINTF_LIKE(2, 3); /* "" without memory */
/* The records behind a spot, copied. */
MUST_USE enum err canvas_ids(struct canvas *canvas, struct spot *spot, const struct record_type *type,
                             const int64_t *ids, size_t count);

/* All records of a type behind the spots, each once, ascending; *ids is the caller's to free. */
MUST_USE enum err canvas_records(const struct canvas *canvas, const struct record_type *type, int64_t **ids,
                                 size_t *count);

/* The spot reached from spot `from`. Up and down keep to the column `*x`, left and right to the row `*y` of the canvas,
 * which a move the other way sets; gives `from` where there is none. */
enum canvas_way { CANVAS_UP, CANVAS_DOWN, CANVAS_LEFT, CANVAS_RIGHT, CANVAS_ROW_START, CANVAS_ROW_END };
size_t canvas_move(const struct canvas *canvas, size_t from, enum canvas_way way, int *x, int *y);

/* --- what can be switched --- */
enum { PICTURE_SWITCHES = 8, PICTURE_CODE_SIZE = 80 };
enum picture_switch_kind {
    SWITCH_CHOICE, /* one of `choices`; the first at first */
    SWITCH_WORD,   /* one code of `vocabulary`, or all */
    SWITCH_RECORD, /* a record of `type`, or none */
};
struct picture_choice {
    const char *name;  /* on the command line: "services" */
    const char *label; /* N_() */
    char key;          /* sets it at once; 0 none */
};
struct picture_switch {
    char key;          /* the letter on the screen; not c, q, v, x, / and ? */
    const char *name;  /* on the command line, behind --: "measure" */
    const char *label; /* N_() one word: "Count" */
    const char *help;  /* N_() one sentence */
    enum picture_switch_kind kind;
    const struct picture_choice *choices;
    int choice_count;
    const char *vocabulary;
    const struct record_type *type;
    bool lays_only; /* the same data laid out otherwise: nothing is loaded again */
};
struct picture_setting {
    int choice;                   /* SWITCH_CHOICE: index */
    char code[PICTURE_CODE_SIZE]; /* SWITCH_WORD: "" all */
    int64_t id;                   /* SWITCH_RECORD: 0 none */
};
struct picture_wish {
    struct date as_of; /* a full day */
    struct picture_setting settings[PICTURE_SWITCHES];
};

/* --- pictures --- */
/* Rows of text for CSV, the headings first. Codes, not words, where a program reads them. */
struct picture_table {
    struct arena text;
    const char **cells; /* row by row; owned by the arena */
    size_t columns, rows, room;
};
MUST_USE enum err picture_table_start(struct picture_table *table, size_t columns, size_t rows);
/* The next row, to be filled; NULL when there is no memory or no room. Cells left NULL are empty. */
const char **picture_table_row(struct picture_table *table);
void picture_table_release(struct picture_table *table);

struct picture {
    const char *name;               /* what is typed: "coverage" */
    const char *label;              /* N_() "Coverage" */
    const char *sentence;           /* N_() which question it answers */
    const struct record_type *type; /* who may read it may have the picture */
    bool has_past;                  /* it differs with the day "as of" */
    bool stays_here; /* shows assessments or tensions: what is written out says that it is the office's own */
    bool is_network; /* the stakeholders on it, and what joins them, can go out for programs that draw networks */
    const struct picture_switch *switches;
    int switch_count;
    int centre; /* 1 + index of the SWITCH_RECORD that the record under the cursor can be put into; 0 none */
    MUST_USE enum err (*load)(struct store *store, const struct picture_wish *wish, void **data, struct why *why);
    /* For a window of this size; the canvas may be larger, and is empty and zeroed but for grid.ascii. */
    MUST_USE enum err (*lay)(const void *data, const struct picture_wish *wish, int width, int height,
                             struct canvas *canvas, struct why *why);
    MUST_USE enum err (*table)(const void *data, const struct picture_wish *wish, struct picture_table *table);
    void (*release)(void *data); /* NULL allowed */
};
const struct picture *const *pictures_all(size_t *count); /* in the order of the menu */
const struct picture *picture_find(const char *name);     /* NULL unknown */
/* The first that shows what is around one record of this type; NULL none. */
const struct picture *picture_around(const struct record_type *type);

/* --- one picture, being looked at --- */
struct picture_view {
    const struct picture *picture;
    struct picture_wish wish;
    void *data; /* NULL: not loaded */
    struct canvas canvas;
};
/* Everything at its first choice, as of today. */
void picture_view_start(struct picture_view *view, const struct picture *picture);
/* E_PERMISSION when the officer may not have it. */
MUST_USE enum err picture_load(struct picture_view *view, struct store *store, struct why *why);
MUST_USE enum err picture_lay(struct picture_view *view, int width, int height, bool ascii, struct why *why);
void picture_view_release(struct picture_view *view); /* overwrites; the wish is kept */
/* "measure" → its index; -1 unknown. */
int picture_switch_find(const struct picture *picture, const char *name);
/* As it is set now, for people: "services", "all"; a record by its title, which is asked of the store. */
MUST_USE enum err picture_setting_show(const struct picture_view *view, int at, struct store *store, struct buf *out);
/* Set by what was typed: a choice's name or label, a word of the list, a record's id or title. E_INVALID in words. */
MUST_USE enum err picture_set(struct picture_view *view, int at, const char *typed, struct store *store,
                              struct why *why);

/* --- on paper --- */
/* What it is, of which day, and whether it is the office's own: a line or two. */
MUST_USE enum err picture_heading(const struct picture_view *view, struct buf *out);
/* All of it as text: title, head, the picture, legend. What is wider than `width` cells comes in bands, each with the
 * frozen columns before it. */
MUST_USE enum err picture_print(const struct picture_view *view, int width, struct buf *out);
/* The same as a drawing (SVG), in one piece. */
MUST_USE enum err picture_svg(const struct picture_view *view, struct buf *out);

#endif
