/*
 * The stack of screens as the program's loop and the tests see it: events in, grids out. It owns the open vault (struct
 * store), locks it, and brings the same screens back after unlocking. No terminal is needed: the loop shows the grid
 * and does what stack_next says.
 */
#ifndef TOWNKEEP_SCREENS_STACK_H
#define TOWNKEEP_SCREENS_STACK_H

#include "townkeep/base/guard.h"
#include "townkeep/config/config.h"
#include "townkeep/screens/screen.h"

struct stack_setup {
    const char *vault;                         /* path; the wizard makes it when there is none */
    const char *officer;                       /* "" ask */
    const char *assets;                        /* folder with schema/ */
    const char *demo_passphrase;               /* shown on the unlock screen of a demonstration vault; NULL none */
    const struct catalogue *catalogue;         /* borrowed, like all of these */
    const struct vocabulary_entry *vocabulary; /* seeds */
    size_t vocabulary_count;
    struct config *config;
    const struct key_bindings *keys;
    const char *state;                     /* the person's state folder; NULL: nothing is kept outside the vault */
    enum kdf_level kdf;                    /* of a vault made by the wizard */
    const struct guards *guards;           /* for the About screen; NULL not known */
    bool (*is_key_waiting)(void *context); /* asked within long work of the program itself; NULL: never */
    void *key_context;
};
/* The first screen: unlock, or the wizard. Everything in `setup` is borrowed for the stack's life, its texts included.
 */
MUST_USE enum err stack_new(const struct stack_setup *setup, int width, int height, struct flow **out, struct why *why);
void stack_free(struct flow *flow); /* suspends the screens (drafts are kept), closes the vault */

void stack_handle(struct flow *flow, const struct event *event); /* keys, pastes, clicks, resize, tick, hang-up */
void stack_draw(const struct flow *flow, struct grid *grid);     /* the whole window */
/* Long work of the screen on top, one slice; true while more is wanted. Draw before each. */
bool stack_work(struct flow *flow);
bool stack_wants_work(const struct flow *flow);
void stack_lock(struct flow *flow); /* at once: drafts kept, vault closed, keys wiped */

/* What the loop must do now; each told once, STACK_NOTHING when all is done. */
enum stack_next {
    STACK_NOTHING,
    STACK_BLANK,  /* locked: blank the terminal before the next frame */
    STACK_FORGET, /* keys and text were let go of: wipe what is left of them on the stack and in freed memory */
    STACK_LOOKS,  /* the settings changed: theme, ASCII, mouse */
    STACK_DRAIN,  /* a question was asked: drop keys typed ahead */
    STACK_OVER,   /* leave the program */
};
enum stack_next stack_next(struct flow *flow);
bool stack_is_locked(const struct flow *flow);
const char *stack_screen(const struct flow *flow); /* the name of the screen on top, for tests */

#endif
