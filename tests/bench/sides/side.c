/* What the sides of the comparison share: the settings every one gets, and the time on the processor. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "side.h"

static double processor_before;

double side_processor_seconds(void)
{
    struct timespec spent;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return (double)spent.tv_sec + (double)spent.tv_nsec / 1e9;
}

int side_begin(sqlite3 *database)
{
    const char *settings = getenv("BENCH_SETTINGS");
    int rc = SQLITE_OK;

    if (settings && (rc = sqlite3_exec(database, settings, NULL, NULL, NULL)) != SQLITE_OK)
        fprintf(stderr, "settings: %s\n", sqlite3_errmsg(database));
    processor_before = side_processor_seconds();
    return rc;
}

void side_end(void)
{
    fprintf(stderr, "processor\t%.6f\n", side_processor_seconds() - processor_before);
}
