/* Shared by the programs that measure the screens: the program on a pseudo-terminal, keys pressed and frames painted.
 */
#ifndef PRESS_H
#define PRESS_H

#include <poll.h>
#include <sys/stat.h>

#include "measure.h"
#include "townkeep/app/app.h"
#include "townkeep/term/term.h"

enum { BENCH_WIDTH = 80, BENCH_HEIGHT = 24 };

struct bench {
    struct app app;
    struct term *term;
    struct measured *keys; /* where press() adds; NULL nowhere */
    int screen;            /* our end of the terminal */
    double bytes;          /* painted while `keys` was set */
    int pressed;
    FILE *out;
};

/* --- keys --- */
static inline void show(struct bench *bench)
{
    stack_draw(bench->app.flow, &bench->app.grid);
    term_show(bench->term, &bench->app.grid);
}

/* What the program has painted is taken off the terminal. */
static inline double read_away(struct bench *bench)
{
    struct pollfd wait = { .fd = bench->screen, .events = POLLIN };
    char bytes[1 << 16];
    double all = 0;

    while (poll(&wait, 1, 1) > 0) {
        ssize_t now = read(bench->screen, bytes, sizeof bytes);

        if (now <= 0)
            break;
        all += (double)now;
    }
    return all;
}

/* From the key to the last byte of its frame handed to the terminal. */
static inline void press(struct bench *bench, uint32_t key)
{
    struct beginning begun = begin_now();
    double bytes;

    stack_handle(bench->app.flow, &(struct event){ .kind = EVENT_KEY, .key = key });
    while (stack_next(bench->app.flow) != STACK_NOTHING)
        ;
    show(bench);
    while (stack_wants_work(bench->app.flow)) {
        stack_work(bench->app.flow);
        show(bench);
    }
    if (bench->keys)
        measured_since(bench->keys, begun);
    bytes = read_away(bench);
    if (bench->keys) {
        bench->bytes += bytes;
        bench->pressed++;
    }
}

static inline void press_often(struct bench *bench, uint32_t key, int times)
{
    for (int i = 0; i < times; i++)
        press(bench, key);
}

static inline void type(struct bench *bench, const char *text)
{
    while (*text)
        press(bench, (uint32_t)(unsigned char)*text++);
}

static inline void must_be_on(struct bench *bench, const char *screen)
{
    if (strcmp(stack_screen(bench->app.flow), screen) != 0)
        bench_die(screen, stack_screen(bench->app.flow));
}

static inline void tell_memory(FILE *out, const char *name)
{
    FILE *status = fopen("/proc/self/status", "re");
    char line[200];
    long kib;

    while (status && fgets(line, sizeof line, status)) {
        if (sscanf(line, "VmHWM: %ld kB", &kib) == 1)
            fprintf(out, "%s\t%ld\n", name, kib);
    }
    if (status)
        fclose(status);
}

/* --- the terminal --- */
/* Standard input and output become a terminal whose other end press() reads; the results go to where output went
 * before. */
static inline void take_terminal(struct bench *bench)
{
    int theirs, results = dup(STDOUT_FILENO);

    if (results < 0 || !(bench->out = fdopen(results, "w")))
        bench_die("results", "nowhere to write them");
    theirs = bench_terminal(&bench->screen);
    dup2(theirs, STDIN_FILENO);
    dup2(theirs, STDOUT_FILENO);
    close(theirs);
}

/* The vault in `folder`, locked. */
static inline void bench_open(struct bench *bench, const char *folder)
{
    static struct cli_screens wanted;
    struct why why = { 0 };

    umask(077);
    snprintf(wanted.vault, sizeof wanted.vault, "%s/%s", folder, BENCH_VAULT);
    snprintf(wanted.officer, sizeof wanted.officer, "Ana");
    take_terminal(bench);
    bench_must(crypt_start(&why), "crypt", &why);
    bench_must(app_open(&bench->app, &wanted, KDF_INTERACTIVE, BENCH_WIDTH, BENCH_HEIGHT, &why), "screens", &why);
    bench_must(term_open(&bench->term, bench->app.looks, false, &why), "terminal", &why);
}

static inline void bench_close(struct bench *bench)
{
    term_close(bench->term);
    app_close(&bench->app);
    fclose(bench->out);
}

#endif
