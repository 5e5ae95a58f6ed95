/*
 * An import in slices: the same run as import_file, held open between two calls so that a screen can draw, read keys
 * and lock itself in between. Whoever stops calling loses nothing: ending the job takes the save back.
 */
#include <stdlib.h>

#include "directory_folder_in.h"
#include "import_in.h"
#include "townkeep/base/i18n.h"

struct import_job {
    struct import_run run;
    struct sheet *sheet;
    struct folder_import *folder; /* NULL: one file with a mapping */
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

enum err directory_import_start(struct store *store, const struct import_wish *wish, enum directory_standard standard,
                                struct import_report *report, struct import_job **out, struct why *why)
{
    struct import_job *job = calloc(1, sizeof *job);
    enum err e;

    *out = NULL;
    *report = (struct import_report){ 0 };
    if (!job)
        return import_complete(E_MEMORY, why);
    job->run = (struct import_run){ .store = store, .wish = wish, .report = report };
    if ((e = import_run_start(&job->run, why)) || (e = folder_import_start(&job->run, standard, &job->folder, why))) {
        import_end(job);
        return import_complete(e, why);
    }
    *out = job;
    return OK;
}

enum err import_step(struct import_job *job, size_t rows, bool *more, struct why *why)
{
    enum err e;

    if (job->folder)
        return import_complete(folder_import_step(job->folder, &job->run, rows, more, why), why);
    e = import_rows(&job->run, job->sheet, rows, more, why);
    if (!e && !*more && !(e = import_commit(&job->run, why)))
        e = import_write_refused(&job->run, job->run.wish->path);
    return import_complete(e, why);
}

void import_position(const struct import_job *job, uint64_t *done, uint64_t *whole)
{
    if (job->folder)
        folder_import_position(job->folder, done, whole);
    else
        sheet_position(job->sheet, done, whole);
}

void import_end(struct import_job *job)
{
    if (!job)
        return;
    import_run_end(&job->run);
    sheet_close(job->sheet);
    folder_import_end(job->folder);
    free(job);
}

enum err directory_import(struct store *store, const struct import_wish *wish, enum directory_standard standard,
                          struct import_report *report, struct why *why)
{
    struct import_job *job;
    bool more = true;
    enum err e = directory_import_start(store, wish, standard, report, &job, why);

    if (e || !job)
        return e;
    while (!e && more)
        e = import_step(job, 0, &more, why);
    import_end(job);
    return e;
}
