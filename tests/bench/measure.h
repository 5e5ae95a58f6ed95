/* Shared by the measuring programs: a clock, many durations with their median and 99th percentile, one line of results
 * each. */
#ifndef MEASURE_H
#define MEASURE_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "townkeep/base/err.h"

#define BENCH_PASSPHRASE "measured, not guessed"
#define BENCH_VAULT      "bench.townkeep"

enum { MEASURED_MOST = 20000 };
struct measured {
    const char *name; /* key of the table in run.sh */
    double seconds[MEASURED_MOST];
    double processor[MEASURED_MOST]; /* of this process; 0 where that tells nothing */
    int count;
};

/* When something began, by both clocks. */
struct beginning {
    double at, processor;
};

static inline double seconds_of(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static inline double seconds_now(void)
{
    return seconds_of(CLOCK_MONOTONIC);
}

static inline double processor_now(void)
{
    return seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}

static inline struct beginning begin_now(void)
{
    return (struct beginning){ .processor = processor_now(), .at = seconds_now() };
}

static inline void measured_add(struct measured *measured, double seconds, double processor)
{
    if (measured->count == MEASURED_MOST)
        return;
    measured->seconds[measured->count] = seconds;
    measured->processor[measured->count++] = processor;
}

static inline void measured_since(struct measured *measured, struct beginning begun)
{
    double seconds = seconds_now() - begun.at;

    measured_add(measured, seconds, processor_now() - begun.processor);
}

static inline int measured_compare(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* The value that `hundredths` of them do not exceed; sorts them. */
static inline double measured_quantile(double *values, int count, int hundredths)
{
    qsort(values, (size_t)count, sizeof *values, measured_compare);
    return values[hundredths == 50 ? count / 2 : (count - 1) * hundredths / 100];
}

/* name, median and p99 of the time that passed, then of the processor's, in milliseconds */
static inline void measured_tell(struct measured *measured, FILE *out)
{
    int count = measured->count;

    if (count == 0)
        return;
    fprintf(out, "%s", measured->name);
    fprintf(out, "\t%.3f", measured_quantile(measured->seconds, count, 50) * 1e3);
    fprintf(out, "\t%.3f", measured_quantile(measured->seconds, count, 99) * 1e3);
    fprintf(out, "\t%.3f", measured_quantile(measured->processor, count, 50) * 1e3);
    fprintf(out, "\t%.3f\n", measured_quantile(measured->processor, count, 99) * 1e3);
}

__attribute__((noreturn)) static inline void bench_die(const char *what, const char *reason)
{
    fprintf(stderr, "bench: %s: %s\n", what, reason);
    exit(1);
}

static inline void bench_must(enum err e, const char *what, const struct why *why)
{
    if (e)
        bench_die(what, why ? why_text(why) : err_text(e));
}

/* A pseudo-terminal of 80 by 24: gives the program's end, and ours in *ours. */
static inline int bench_terminal(int *ours)
{
    struct winsize size = { .ws_row = 24, .ws_col = 80 };
    int theirs = -1;

    *ours = posix_openpt(O_RDWR | O_NOCTTY);
    if (*ours < 0 || grantpt(*ours) || unlockpt(*ours) || (theirs = open(ptsname(*ours), O_RDWR | O_NOCTTY)) < 0)
        bench_die("terminal", "none to be had");
    ioctl(theirs, TIOCSWINSZ, &size);
    return theirs;
}

#endif
