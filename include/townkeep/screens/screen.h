/*
 * What a screen is, and what it may ask of the program. One event loop (app), one stack of screens, no nested loops: a
 * screen handles an event, changes its own state, and draws that state. It never waits, never calls the loop, and never
 * queries while drawing. What it wants from the program (another screen, an answer, a toast, the lock) it asks of
 * `struct flow`; the stack does it once the screen has returned, so a screen is never freed under its own feet.
 *
 * A screen is a struct whose first member is `struct screen`, one file, one constructor declared in screens.h:
 *
 *     struct detail {
 *         struct screen screen;
 *         const struct record_type *type;
 *         int64_t id;
 *         struct record record;
 *     };
 *
 *     static const char *refuse_edit(const struct screen *screen, const struct flow *flow)
 *     {
 *         const struct detail *detail = (const struct detail *)screen;
 *
 *         return store_may_write(flow_store(flow), detail->type) ? NULL : _("Your role may look at this, not change
 * it.");
 *     }
 *     static void run_edit(struct screen *screen, struct flow *flow)
 *     {
 *         struct detail *detail = (struct detail *)screen;
 *
 *         flow_push(flow, form_screen_new(detail->type, detail->id), 0);
 *     }
 *     static const struct action detail_actions[] = {
 *         { .id = "detail.edit", .keys = { PRESS_FUNCTION(4), 'e' }, .label = N_("Edit"), .help = N_("Change this
 * record."), .run = run_edit, .refuses = refuse_edit, .bar = true },
 *     };
 *     static const struct screen_kind detail_kind = {
 *         .name = "detail", .purpose = N_("One record with all its fields."),
 *         .actions = detail_actions, .action_count = ARRAY_COUNT(detail_actions),
 *         .open = detail_open, .resume = detail_open, .refresh = detail_open, .suspend = detail_suspend,
 *         .handle = detail_handle, .draw = detail_draw, .title = detail_title, .close = detail_close,
 *     };
 *     struct screen *detail_screen_new(const struct record_type *type, int64_t id)
 *     {
 *         struct detail *detail = screen_alloc(sizeof *detail, &detail_kind);
 *
 *         if (detail) {
 *             detail->type = type;
 *             detail->id = id;
 *         }
 *         return detail ? &detail->screen : NULL;   // NULL may be pushed: the stack says there is no memory
 *     }
 *
 * From one row of `actions` come the key bar, the line in the F1 help, the entry of the Ctrl-P palette, and the
 * sentence said when the key is pressed and the action refused. keys.ini rebinds by `id`.
 *
 * Life of a screen: new → open (the store is there, `body` is known; load here) → handle/draw … → close. In between,
 * any number of times: suspend  the vault is about to be locked (or casework to be closed): keep the draft
 * (store_draft_keep), then release AND OVERWRITE every record and text; afterwards flow_store() is NULL and the screen
 * is not drawn; resume   unlocked again by the same officer: load again, in the same place (remember ids and field
 * numbers, not text); refresh  what was pushed on top of this screen has gone, or F5: load again, keep the place. One
 * function often serves for open, resume and refresh.
 */
#ifndef TOWNKEEP_SCREENS_SCREEN_H
#define TOWNKEEP_SCREENS_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/buf.h"
#include "townkeep/base/err.h"
#include "townkeep/base/i18n.h"
#include "townkeep/draw/event.h"
#include "townkeep/draw/grid.h"
#include "townkeep/schema/schema.h"
#include "townkeep/store/store.h"
#include "townkeep/ui/dialog.h"
#include "townkeep/ui/frame.h"
#include "townkeep/ui/page.h"

#define ARRAY_COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

struct screen;
struct flow;
struct config;

/* --- actions --- */
enum { ACTION_KEYS = 4 };
struct action {
    const char *id;             /* "list.new": the name in keys.ini; unique in the program */
    uint32_t keys[ACTION_KEYS]; /* as shipped, 0 ends; the first is the one shown */
    const char *label;          /* N_() one or two short words: "New" */
    const char *help;           /* N_() one sentence */
    void (*run)(struct screen *screen, struct flow *flow);
    /* Why it cannot be done now, translated; NULL when it can. No query here: it is asked for every frame. NULL: never
     * refused. */
    const char *(*refuses)(const struct screen *screen, const struct flow *flow);
    /* Whether it is on this screen at all, where a kind of screen shows many things; NULL: always. */
    bool (*stands)(const struct screen *screen);
    bool writes; /* refused with the reason where the vault is only read */
    bool bar;    /* in the key bar, in table order; F1 Help comes first and Esc Back last by themselves */
};

/* --- what comes back to the screen that asked --- */
struct answer {
    int question;                   /* the number given to flow_push or flow_ask */
    enum dialog_answer dialog;      /* flow_ask: DIALOG_NO when it was left */
    int chosen;                     /* DIALOG_CHOICE: index */
    const struct record_type *type; /* flow_done: the record that was made or picked; NULL none */
    int64_t id;
    const char *text; /* PROMPT: what was typed; flow_done: its text; "" none. Borrowed for the call */
};

/* --- screens --- */
struct screen_kind {
    const char *name;    /* "list": for tests and keys.ini */
    const char *purpose; /* N_() what this screen is for, the first lines of its help */
    const struct action *actions;
    int action_count;
    bool overlay;        /* drawn as a box over the screen below, which stays visible (dialogs) */
    bool needs_casework; /* cannot stand when casework is closed: is suspended (draft kept) and popped then */

    /* Any of these may be NULL, except draw and close. */
    enum err (*open)(struct screen *screen, struct flow *flow,
                     struct why *why); /* an error is shown, and the screen popped */
    void (*suspend)(struct screen *screen, struct flow *flow);
    enum err (*resume)(struct screen *screen, struct flow *flow, struct why *why);
    enum err (*refresh)(struct screen *screen, struct flow *flow, struct why *why);
    /* First look at every key, paste, mouse click and EVENT_TICK (about once a second); true: taken. What is not taken
     * goes to `actions`, then to the global keys. Esc that nobody took calls leave. */
    bool (*handle)(struct screen *screen, struct flow *flow, const struct event *event);
    /* Esc: true when the screen may go. False when it asks first (flow_ask with DIALOG_LEAVE) or went one step back by
     * itself. Also asked by Quit. */
    bool (*leave)(struct screen *screen, struct flow *flow);
    void (*answered)(struct screen *screen, struct flow *flow, const struct answer *answer);
    /* Long work in slices of at most some 50 ms, between which keys are read: called again while flow_work was asked in
     * the call before. */
    void (*work)(struct screen *screen, struct flow *flow);
    void (*resized)(struct screen *screen, struct flow *flow); /* screen->body has changed: place widgets */
    void (*draw)(const struct screen *screen, const struct flow *flow,
                 struct grid *grid);      /* inside screen->body only (an overlay: anywhere) */
    void (*close)(struct screen *screen); /* release and free */

    void (*title)(const struct screen *screen,
                  struct buf *out); /* its part of the breadcrumb, translated: "Stakeholders" */
    void (*status)(const struct screen *screen, struct buf *out); /* right side of the top line */
    void (*hint)(const struct screen *screen, struct buf *out);   /* message line while there is no toast */
    void (*note)(const struct screen *screen, struct buf *out);   /* right side of the message line */
    int (*hints)(const struct screen *screen, struct key_hint *hints,
                 int max);                            /* instead of the key bar made from actions: questions */
    bool (*typing)(const struct screen *screen);      /* letters are text now */
    bool (*is_casework)(const struct screen *screen); /* shows casework: popped when meeting mode starts, reloaded when
                                                         casework closes */
    enum err (*help)(const struct screen *screen,
                     struct page *page); /* its fields and words, added to the help page behind the actions */
};

struct screen {
    const struct screen_kind *kind;
    struct area body;     /* where it draws; set before open and before resized */
    struct screen *below; /* the stack's */
    int question;         /* the stack's: the number its answer carries */
    bool suspended;       /* the stack's */
};
/* Zeroed memory for a screen's own struct; NULL when there is none. */
void *screen_alloc(size_t size, const struct screen_kind *kind);
/* For `is_casework` of a kind that always shows casework: true. */
bool screen_is_always_casework(const struct screen *screen);

/* --- what a screen may ask --- */
struct store *flow_store(const struct flow *flow); /* NULL while nothing is unlocked */
struct config *flow_config(const struct flow *flow);
const struct vocabularies *
flow_words(const struct flow *flow);        /* NULL while nothing is unlocked; do not keep over a suspend */
bool flow_meeting(const struct flow *flow); /* meeting mode: no casework at all, not even counts */
/* Whether records of this type may be shown or counted now: the officer's role, and meeting mode. */
bool flow_may_show(const struct flow *flow, const struct record_type *type);

/* Put a screen on top; takes it over. With a question (not 0), answered() is called when the new screen goes: by
 * flow_done with its record and text, else with DIALOG_NO and nothing; without one, refresh() is called instead. */
void flow_push(struct flow *flow, struct screen *screen, int question);
void flow_replace(struct flow *flow, struct screen *screen); /* instead of the asking screen; keeps its question */
void flow_pop(struct flow *flow); /* leave without an answer; the screen below is refreshed */
/* Leave with an answer: this record was made or chosen (type NULL: only the text; text may be NULL). */
void flow_done(struct flow *flow, const struct record_type *type, int64_t id, const char *text);
void flow_home(struct flow *flow);                      /* back to home, asking each screen above to leave */
void flow_go(struct flow *flow, struct screen *screen); /* back to home likewise, then to this screen */
/* Ask; copies the dialog. The answer comes to answered() with this question number (0: no answer wanted). */
void flow_ask(struct flow *flow, const struct dialog *dialog, int question);
void flow_tell(struct flow *flow, const char *title, const char *text); /* a message to close; both translated */
void flow_refuse(struct flow *flow, const struct why *why);             /* say why on the message line */
void flow_refuse_text(struct flow *flow, const char *text);             /* the same of a sentence at hand */
/* One line on the message line until the next key but one. `format` is translated already. */
void flow_toast(struct flow *flow, enum style style, const char *format, ...) PRINTF_LIKE(3, 4);
void flow_refresh(struct flow *flow); /* call refresh() of the screen on top */
void flow_work(struct flow *flow);    /* draw a frame, then call work() */
void flow_lock(struct flow *flow);
void flow_quit(struct flow *flow); /* asks screens with unsaved text first */
/* Casework: asks for the passphrase when it is closed, then refreshes every screen. After opening, the answer
 * DIALOG_YES comes to answered(). */
void flow_open_casework(struct flow *flow, int question);
void flow_close_casework(struct flow *flow);
void flow_set_meeting(struct flow *flow, bool on);
/* The settings have changed: themes, key bindings, lock time and language are read again. */
void flow_config_changed(struct flow *flow);

/* "Saved. 3 fields changed." or "Nothing was changed." as a toast. */
void flow_toast_saved(struct flow *flow, const struct saved *saved);

#endif
