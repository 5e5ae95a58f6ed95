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
    int count;
};

static inline double seconds_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static inline void measured_add(struct measured *measured, double seconds)
{
    if (measured->count < MEASURED_MOST)
        measured->seconds[measured->count++] = seconds;
}

static inline int measured_compare(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static inline double measured_median(struct measured *measured)
{
    qsort(measured->seconds, (size_t)measured->count, sizeof measured->seconds[0], measured_compare);
    return measured->seconds[measured->count / 2];
}

/* name, median, p99, longest in milliseconds, how many */
static inline void measured_tell(struct measured *measured, FILE *out)
{
    int count = measured->count;
    double median = count > 0 ? measured_median(measured) : 0;

    if (count > 0)
        fprintf(out, "%s\t%.3f\t%.3f\t%.3f\t%d\n", measured->name, median * 1e3,
                measured->seconds[(count - 1) * 99 / 100] * 1e3, measured->seconds[count - 1] * 1e3, count);
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
