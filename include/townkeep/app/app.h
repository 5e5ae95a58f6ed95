/*
 * The program with screens: settings, keys, looks and the stack put together, and the one event loop over them. Tests
 * put the same together without a terminal.
 */
#ifndef TOWNKEEP_APP_APP_H
#define TOWNKEEP_APP_APP_H

#include "townkeep/cli/cli.h"
#include "townkeep/config/config.h"
#include "townkeep/draw/grid.h"
#include "townkeep/screens/stack.h"

/* Everything the stack borrows, in one place that outlives it. */
struct app {
    struct config config;
    struct key_bindings keys;
    struct config_notes notes; /* what was wrong in the files of settings */
    struct cli_words words;
    struct buf assets, state;
    struct stack_setup setup;
    struct style_look looks[STYLE_COUNT];
    struct flow *flow;
    struct grid grid;
};

/* `wanted` is borrowed until app_close. On failure nothing is left open. */
MUST_USE enum err app_open(struct app *app, const struct cli_screens *wanted, enum kdf_level kdf, int width, int height,
                           struct why *why);
void app_close(struct app *app);
/* The settings have changed: language, looks, ASCII. */
void app_read_looks(struct app *app);
/* Hand an event over and do the long work it started, drawing into app->grid. */
void app_step(struct app *app, const struct event *event);

/* The screens on the terminal, from unlocking to leaving. Gives the exit status. */
int app_run(const struct cli_screens *wanted);

/*
 * A script of keys, one command a line, for tests:
 *
 *     size 80x24          a window of this size
 *     type some text      as if typed
 *     press F1 Tab Enter  keys by name
 *     paste some text
 *     tick 60000          milliseconds pass, a tick each second
 *     show [name]         print the window under this heading
 *     expect text         fail unless the window has this text
 *     refuse text         fail if it has
 *     screen home         fail unless this screen is on top
 *     # a remark
 *
 * Windows are printed to `out`. *failed counts what was not as expected; E_USAGE in words for a line that cannot be
 * understood.
 */
MUST_USE enum err script_run(struct app *app, const char *script, struct buf *out, int *failed, struct why *why);

#endif
