/*
 * An import in slices: the same run as import_file, held open between two calls so that a screen can draw, read keys
 * and lock itself in between. Whoever stops calling loses nothing: ending the job takes the save back.
 */
#include <stdlib.h>

#include "import_in.h"
#include "townkeep/base/i18n.h"

struct import_job {
    struct import_run run;
    struct sheet *sheet;
};

enum err import_start(struct store *store, const struct import_wish *wish, struct import_report *report,
                      struct import_job **out, struct why *why)
{
    struct import_job *job = calloc(1, sizeof *job);
    enum err e;

    *out = NULL;
    *report = (struct import_report){ 0 };
    if (!job)
        return import_complete(E_MEMORY, why);
    job->run = (struct import_run){ .store = store, .wish = wish, .report = report, .alone = true };
    if ((e = import_run_start(&job->run, why)) ||
        (e = import_open(&job->run, wish->mapping, wish->path, &job->sheet, why))) {
        import_end(job);
        return import_complete(e, why);
    }
    *out = job;
    return OK;
}

enum err import_step(struct import_job *job, size_t rows, bool *more, struct why *why)
{
    enum err e = import_rows(&job->run, job->sheet, rows, more, why);

    if (!e && !*more && !(e = import_commit(&job->run, why)))
        e = import_write_refused(&job->run, job->run.wish->path);
    return import_complete(e, why);
}

void import_position(const struct import_job *job, uint64_t *done, uint64_t *whole)
{
    sheet_position(job->sheet, done, whole);
}

void import_end(struct import_job *job)
{
    if (!job)
        return;
    import_run_end(&job->run);
    sheet_close(job->sheet);
    free(job);
}
