/*
 * Records into a file for somebody else. The log entry comes before the file: what may have left is known even when the
 * writing is cut short. All is written to a temporary name beside the file, which takes its place only when everything
 * is on the disk.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "export_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/exchange/export.h"

enum { PAGE_ROWS = 500 };

struct export_job {
    struct store *store;
    const struct query *query;
    const struct export_wish *wish;
    char *temporary;
    int fd;
    struct buf out;
    struct record last; /* of the page before; type NULL: none yet */
    size_t count;
};

static enum err flush(struct export_job *job, size_t above, struct why *why)
{
    size_t done = 0;

    while (job->out.len > above && done < job->out.len) {
        ssize_t n = write(job->fd, job->out.data + done, job->out.len - done);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return why_errno(why, errno, N_("The file cannot be written"));
        done += (size_t)n;
    }
    if (done > 0)
        buf_clear(&job->out);
    return OK;
}

static enum err add_record(struct export_job *job, const struct record *record, struct why *why)
{
    const struct export_wish *wish = job->wish;
    enum err e;

    if (wish->format == EXPORT_CSV)
        e = export_csv_row(record, wish->fields, wish->field_count, CSV_GUARDED, "\r\n", &job->out);
    else if (!(e = buf_add_str(&job->out, job->count > 0 ? ",\n" : "\n")))
        e = export_json_record(record, wish->fields, wish->field_count, &job->out);
    job->count++;
    return e ? why_set(why, e, N_("There is no memory left to write the file.")) : flush(job, 1 << 16, why);
}

static enum err write_head(struct export_job *job)
{
    enum err e;

    if (job->wish->format == EXPORT_JSON)
        return buf_add_char(&job->out, '[');
    if (job->wish->mark && (e = buf_add_str(&job->out, "\xEF\xBB\xBF")))
        return e;
    return export_csv_headings(job->query->type, job->wish->fields, job->wish->field_count, "\r\n", &job->out);
}

/* The next page of records. */
static enum err write_page(struct export_job *job, bool *more, struct why *why)
{
    size_t left = job->wish->limit ? job->wish->limit - job->count : PAGE_ROWS;
    struct record_page page = { 0 };
    enum err e = store_page(job->store, job->query, job->last.type ? &job->last : NULL, false,
                            left < PAGE_ROWS ? left : PAGE_ROWS, &page, why);

    for (size_t i = 0; i < page.count && !e; i++)
        e = add_record(job, &page.records[i], why);
    *more = page.more_after && page.count > 0 && (job->wish->limit == 0 || job->count < job->wish->limit);
    record_release(&job->last);
    if (*more && !e)
        e = record_copy(&job->last, &page.records[page.count - 1]);
    record_page_release(&page);
    return e;
}

/* Everything is written: make sure of it, and give the file its name. */
static enum err finish(struct export_job *job, struct why *why)
{
    const char *path = job->wish->path;
    enum err e;

    if (job->wish->format == EXPORT_JSON && (e = buf_add_str(&job->out, job->count > 0 ? "\n]\n" : "]\n")))
        return e;
    if ((e = flush(job, 0, why)))
        return e;
    if (fsync(job->fd) != 0)
        return why_errno(why, errno, N_("\"%s\" cannot be written"), path);
    return export_settle(job->temporary, path, job->wish->replace, why);
}

enum err export_settle(const char *temporary, const char *path, bool replace, struct why *why)
{
    /* link() refuses to replace; a medium without links (a stick) gets the rename, after one more look. */
    if (!replace && link(temporary, path) == 0)
        return OK;
    if (!replace && (errno == EEXIST || path_exists(path)))
        return why_set(why, E_CONFLICT, N_("\"%s\" is there already: choose another name, or say --replace."), path);
    return rename(temporary, path) == 0 ? OK : why_errno(why, errno, N_("\"%s\" cannot be written"), path);
}

enum err export_check_target(const char *path, bool replace, struct why *why)
{
    struct stat there;

    if (lstat(path, &there) != 0)
        return OK;
    if (!S_ISREG(there.st_mode))
        return why_set(why, E_INVALID, N_("\"%s\" is no ordinary file: choose another name."), path);
    return replace
               ? OK
               : why_set(why, E_CONFLICT, N_("\"%s\" is there already: choose another name, or say --replace."), path);
}

/* "Exported Stakeholders, sector faith, to /home/ana/faith.csv: the mayor asked" */
static enum err log_export(struct store *store, const struct query *query, const struct export_wish *wish,
                           struct why *why)
{
    struct buf filter = { 0 }, sentence = { 0 };
    bool reason = wish->reason && wish->reason[0];
    enum err e = query_describe(query, store_words(store), &filter);

    if (!e)
        e = buf_printf(&sentence, _("Exported %s%s%s to %s%s%s"), gettext(query->type->plural),
                       filter.len > 0 ? ", " : "", buf_text(&filter), wish->path, reason ? ": " : "",
                       reason ? wish->reason : "");
    if (!e)
        e = store_log(store, ENTRY_EXPORT, buf_text(&sentence), 0, why);
    buf_release(&sentence);
    buf_release(&filter);
    return e;
}

static enum err start(struct export_job *job, struct why *why)
{
    struct buf temporary = { 0 };
    enum err e;

    if (!store_may_read(job->store, job->query->type))
        return why_set(why, E_PERMISSION, N_("Your role does not let you see \"%s\"."),
                       gettext(job->query->type->plural));
    if ((e = export_check_target(job->wish->path, job->wish->replace, why)) ||
        (e = buf_printf(&temporary, "%s.new-%ld", job->wish->path, (long)getpid())))
        goto done;
    job->temporary = buf_take(&temporary);
    if ((e = log_export(job->store, job->query, job->wish, why)))
        goto done;
    job->fd = open(job->temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    e = job->fd < 0 ? why_errno(why, errno, N_("\"%s\" cannot be written"), job->wish->path) : write_head(job);
done:
    buf_release(&temporary);
    return e;
}

enum err export_start(struct store *store, const struct query *query, const struct export_wish *wish,
                      struct export_job **out, struct why *why)
{
    struct export_job *job = calloc(1, sizeof *job);
    enum err e;

    *out = NULL;
    if (!job)
        return why_set(why, E_MEMORY, N_("There is no memory left to write the file."));
    *job = (struct export_job){ .store = store, .query = query, .wish = wish, .fd = -1 };
    if ((e = start(job, why)))
        export_end(job);
    else
        *out = job;
    return e;
}

enum err export_step(struct export_job *job, bool *more, struct why *why)
{
    enum err e = write_page(job, more, why);

    return e || *more ? e : finish(job, why);
}

size_t export_count(const struct export_job *job)
{
    return job->count;
}

void export_end(struct export_job *job)
{
    if (!job)
        return;
    if (job->fd >= 0) {
        close(job->fd);
        unlink(job->temporary); /* gone already after a rename; the second name after a link */
    }
    record_release(&job->last);
    buf_wipe(&job->out);
    free(job->temporary);
    free(job);
}

enum err export_file(struct store *store, const struct query *query, const struct export_wish *wish, size_t *count,
                     struct why *why)
{
    struct export_job *job = NULL;
    bool more = true;
    enum err e = export_start(store, query, wish, &job, why);

    *count = 0;
    if (e || !job)
        return e;
    while (!e && more)
        e = export_step(job, &more, why);
    *count = job->count;
    export_end(job);
    return e;
}
