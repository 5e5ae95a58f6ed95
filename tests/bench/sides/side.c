/* What the sides of the comparison share: the settings every one gets, and the time on the processor. */
#include "side.h"

#include "../measure.h"

static double processor_before;

int side_begin(sqlite3 *database)
{
    const char *settings = getenv("BENCH_SETTINGS");
    int rc = SQLITE_OK;

    if (settings && (rc = sqlite3_exec(database, settings, NULL, NULL, NULL)) != SQLITE_OK)
        fprintf(stderr, "settings: %s\n", sqlite3_errmsg(database));
    processor_before = processor_now();
    return rc;
}

void side_end(void)
{
    fprintf(stderr, "processor\t%.6f\n", processor_now() - processor_before);
}
