/*
 * The one event loop: wait for an event or the next tick, hand it to the stack, show the grid. Between two slices of
 * long work keys are read, so that Esc stops it. A hang-up or SIGTERM locks and leaves; SIGTSTP locks, gives the
 * terminal back and stops; a machine that slept is locked before anything is drawn again.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "townkeep/app/app.h"
#include "townkeep/base/i18n.h"
#include "townkeep/crypt/crypt.h"
#include "townkeep/term/term.h"

enum { TICK = 1000, SLEPT = 5000 /* milliseconds */ };

/* The one set of globals: what a signal asked for. */
static volatile sig_atomic_t leave_asked, stop_asked;

static void on_leave(int number)
{
    (void)number;
    leave_asked = 1;
}

static void on_stop(int number)
{
    (void)number;
    stop_asked = 1;
}

static void catch_signals(void)
{
    struct sigaction leave = { .sa_handler = on_leave }, stop = { .sa_handler = on_stop };

    sigemptyset(&leave.sa_mask);
    sigemptyset(&stop.sa_mask);
    sigaction(SIGHUP, &leave, NULL);
    sigaction(SIGTERM, &leave, NULL);
    sigaction(SIGINT, &leave, NULL);
    sigaction(SIGTSTP, &stop, NULL);
}

static int64_t milliseconds(clockid_t clock)
{
    struct timespec now;

    return clock_gettime(clock, &now) == 0 ? (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 : 0;
}

/* How long the machine has slept since it was started. */
static int64_t slept(void)
{
    return milliseconds(CLOCK_BOOTTIME) - milliseconds(CLOCK_MONOTONIC);
}

struct loop {
    struct app *app;
    struct term *term;
    int64_t ticked_at;
    int64_t slept;
};

static void show(struct loop *loop)
{
    stack_draw(loop->app->flow, &loop->app->grid);
    term_show(loop->term, &loop->app->grid);
}

/* What the stack asks of the terminal; false when the program is over. */
static bool obey(struct loop *loop)
{
    for (;;) {
        switch (stack_next(loop->app->flow)) {
        case STACK_NOTHING:
            return true;
        case STACK_BLANK:
            grid_clear(&loop->app->grid);
            term_blank(loop->term);
            break;
        case STACK_FORGET:
            wipe_remains();
            break;
        case STACK_LOOKS:
            app_read_looks(loop->app);
            term_looks(loop->term, loop->app->looks);
            break;
        case STACK_DRAIN:
            term_forget_typed(loop->term);
            break;
        case STACK_OVER:
            return false;
        }
    }
}

static void lock_after_sleep(struct loop *loop)
{
    int64_t now = slept();

    if (now - loop->slept > SLEPT)
        stack_lock(loop->app->flow);
    loop->slept = now;
}

/* Locked and off the terminal before the process stops; the unlock screen when it goes on. */
static void stop(struct loop *loop)
{
    stop_asked = 0;
    stack_lock(loop->app->flow);
    term_blank(loop->term);
    term_leave(loop->term);
    raise(SIGSTOP);
    term_enter(loop->term);
}

static enum err resize(struct loop *loop, struct event *event)
{
    term_size(loop->term, &event->x, &event->y);
    return grid_resize(&loop->app->grid, event->x, event->y);
}

static enum err handle(struct loop *loop, struct event *event)
{
    enum err e = OK;

    if (event->kind == EVENT_RESIZE)
        e = resize(loop, event);
    if (!e)
        stack_handle(loop->app->flow, event);
    return e;
}

static void tick(struct loop *loop)
{
    int64_t now = milliseconds(CLOCK_MONOTONIC);

    if (now - loop->ticked_at < TICK)
        return;
    loop->ticked_at = now;
    stack_handle(loop->app->flow, &(struct event){ .kind = EVENT_TICK });
}

static enum err turn(struct loop *loop)
{
    struct event event;
    enum err e = OK;

    show(loop);
    if (stack_wants_work(loop->app->flow)) {
        stack_work(loop->app->flow);
        event = term_read(loop->term, 0);
    } else {
        event = term_read(loop->term, TICK);
    }
    lock_after_sleep(loop);
    if (stop_asked)
        stop(loop);
    if (leave_asked)
        event = (struct event){ .kind = EVENT_HANG_UP };
    if (event.kind != EVENT_NONE)
        e = handle(loop, &event);
    tick(loop);
    return e;
}

static bool is_key_waiting(void *term)
{
    return term_has_input(term);
}

static enum err run(struct loop *loop)
{
    enum err e = OK;

    loop->slept = slept();
    loop->ticked_at = milliseconds(CLOCK_MONOTONIC);
    while (!e && obey(loop))
        e = turn(loop);
    return e;
}

int app_run(const struct cli_screens *wanted)
{
    struct app app = { 0 };
    struct loop loop = { .app = &app };
    struct why why = { 0 };
    enum err e;

    catch_signals();
    e = app_open(&app, wanted, KDF_MODERATE, FRAME_MIN_WIDTH, FRAME_MIN_HEIGHT, &why);
    if (e)
        goto done;
    if ((e = term_open(&loop.term, app.looks, config_is_on(&app.config, SETTING_MOUSE), &why)))
        goto done;
    app.setup.is_key_waiting = is_key_waiting;
    app.setup.key_context = loop.term;
    if (!(e = handle(&loop, &(struct event){ .kind = EVENT_RESIZE })))
        e = run(&loop);
    if (e)
        why_set(&why, e, "%s", err_text(e));
done:
    term_close(loop.term);
    app_close(&app);
    if (e)
        fprintf(stderr, "%s\n", why_text(&why));
    return err_exit_status(e);
}
