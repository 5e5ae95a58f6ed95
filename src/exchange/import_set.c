/*
 * Several files of a folder as one save: each with its own mapping and, where it is asked for, its own report. The
 * refused rows of each file are kept until the save is on the disk.
 */
#include <string.h>

#include "import_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"

static enum err take_set_file(struct import_run *run, const struct import_set_file *file, struct buf *refused,
                              bool *there, struct why *why)
{
    struct buf path = { 0 };
    enum err e = path_join(&path, run->wish->path, file->name);

    *there = !e && path_exists(buf_text(&path));
    if (*there && !(e = import_take(run, &file->mapping, buf_text(&path), why))) {
        *refused = run->refused;
        run->refused = (struct buf){ 0 };
        import_file_release(run);
    }
    buf_release(&path);
    return e;
}

static void add_tally(struct import_report *whole, const struct import_tally *tally)
{
    int at = 0;

    while (at < whole->tally_count && whole->tallies[at].type != tally->type)
        at++;
    if (at == IMPORT_TALLIES)
        return;
    if (at == whole->tally_count)
        whole->tallies[whole->tally_count++] = (struct import_tally){ .type = tally->type };
    whole->tallies[at].added += tally->added;
    whole->tallies[at].changed += tally->changed;
    whole->tallies[at].unchanged += tally->unchanged;
    whole->tallies[at].refused += tally->refused;
}

/* The counts of one file into those of all; what was refused and why stays with the file. */
static void add_report(struct import_report *whole, const struct import_report *one)
{
    whole->read += one->read;
    whole->added += one->added;
    whole->changed += one->changed;
    whole->unchanged += one->unchanged;
    whole->refused += one->refused;
    whole->refusals_in_all += one->refusals_in_all;
    whole->fingerprint ^= one->fingerprint;
    whole->shape = one->shape;
    for (int i = 0; i < one->tally_count; i++)
        add_tally(whole, &one->tallies[i]);
}

static enum err take_files(struct import_run *run, const struct import_set_file *files, size_t count,
                           struct buf *refused, struct why *why)
{
    struct import_report *whole = run->report;
    bool any = false, there = false;
    enum err e = OK;

    for (size_t i = 0; i < count && !e; i++) {
        run->report = files[i].report ? files[i].report : whole;
        run->alone = files[i].report != NULL;
        e = take_set_file(run, &files[i], &refused[i], &there, why);
        if (files[i].report)
            add_report(whole, files[i].report);
        any = any || there;
    }
    run->report = whole;
    if (!e && !any)
        e = why_set(why, E_NOT_FOUND, N_("None of the files looked for is in \"%s\"; the first would be \"%s\"."),
                    run->wish->path, count > 0 ? files[0].name : "");
    return e;
}

static enum err write_refused(struct import_run *run, const struct import_set_file *file, struct buf *refused)
{
    struct import_report *whole = run->report;
    struct buf path = { 0 };
    enum err e = path_join(&path, run->wish->path, file->name);

    run->refused = *refused;
    *refused = (struct buf){ 0 };
    run->report = file->report ? file->report : whole;
    if (!e)
        e = import_write_refused(run, buf_text(&path));
    run->report = whole;
    buf_release(&run->refused);
    buf_release(&path);
    return e;
}

enum err import_folder(struct store *store, const struct import_wish *wish, const struct import_set_file *files,
                       size_t count, struct import_report *report, struct why *why)
{
    struct import_run run = { .store = store, .wish = wish, .report = report };
    struct buf refused[IMPORT_FILES] = { 0 };
    enum err e;

    *report = (struct import_report){ 0 };
    if (count > IMPORT_FILES)
        return why_set(why, E_INVALID, N_("More than %d files cannot be imported at once."), IMPORT_FILES);
    if ((e = import_run_start(&run, why)) || (e = take_files(&run, files, count, refused, why)) ||
        (e = import_commit(&run, why)))
        goto done;
    for (size_t i = 0; i < count && !e; i++)
        e = write_refused(&run, &files[i], &refused[i]);
done:
    for (size_t i = 0; i < IMPORT_FILES; i++)
        buf_release(&refused[i]);
    import_run_end(&run);
    return import_complete(e, why);
}
