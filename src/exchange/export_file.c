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
#include "townkeep/domain/exported_file.h"
#include "townkeep/exchange/export.h"

enum { PAGE_ROWS = 500 };

struct export_job {
    struct store *store;
    const struct query *query;
    const struct export_wish *wish;
    char *temporary;
    int fd;
    struct gate *gate; /* for the profile */
    int *fields;       /* those the profile takes, of the wish; owned, NULL without a profile */
    size_t field_count;
    struct buf out;
    struct record last; /* of the page before; type NULL: none yet */
    size_t seen, count; /* records read, and written */
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

static const int *fields_of(const struct export_job *job)
{
    return job->fields ? job->fields : job->wish->fields;
}

static size_t field_count_of(const struct export_job *job)
{
    return job->fields ? job->field_count : job->wish->field_count;
}

/* What leaves of a record, which loses what stays. */
static enum err add_record(struct export_job *job, struct record *record, struct why *why)
{
    enum stay stay;
    int emptied;
    enum err e;

    job->seen++;
    if ((e = gate_judge(job->gate, record, &stay, why)) || stay != STAY_NOT ||
        (e = gate_strip(job->gate, record, &emptied, why)))
        return e;
    if (job->wish->format == EXPORT_CSV)
        e = export_csv_row(record, fields_of(job), field_count_of(job), CSV_GUARDED, "\r\n", &job->out);
    else if (!(e = buf_add_str(&job->out, job->count > 0 ? ",\n" : "\n")))
        e = export_json_record(record, fields_of(job), field_count_of(job), &job->out);
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
    return export_csv_headings(job->query->type, fields_of(job), field_count_of(job), "\r\n", &job->out);
}

/* The next page of records. */
static enum err write_page(struct export_job *job, bool *more, struct why *why)
{
    size_t left = job->wish->limit ? job->wish->limit - job->seen : PAGE_ROWS;
    struct record_page page = { 0 };
    enum err e = store_page(job->store, job->query, job->last.type ? &job->last : NULL, false,
                            left < PAGE_ROWS ? left : PAGE_ROWS, &page, why);

    record_release(&job->last); /* before the page's last loses fields that the order rests on */
    if (page.more_after && page.count > 0 && !e)
        e = record_copy(&job->last, &page.records[page.count - 1]);
    for (size_t i = 0; i < page.count && !e; i++)
        e = add_record(job, &page.records[i], why);
    *more = page.more_after && page.count > 0 && (job->wish->limit == 0 || job->seen < job->wish->limit);
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
    if (!e && wish->profile != PROFILE_NONE)
        e = buf_printf(&sentence, _(" (profile %s)"), profile_name(wish->profile));
    if (!e && wish->expected > 0)
        e = buf_printf(&sentence, ngettext(", %zu record", ", %zu records", wish->expected), wish->expected);
    if (!e)
        e = exported_note(store,
                          &(struct exported){ .what = gettext(query->type->plural),
                                              .path = wish->path,
                                              .profile = profile_name(wish->profile),
                                              .reason = wish->reason,
                                              .records = wish->expected },
                          buf_text(&sentence), why);
    buf_release(&sentence);
    buf_release(&filter);
    return e;
}

/* With a profile: the fields it takes of those that were chosen. */
static enum err prepare_fields(struct export_job *job, struct why *why)
{
    const struct record_type *type = job->query->type;
    size_t count = job->wish->fields ? job->wish->field_count : (size_t)type->field_count;

    if (job->wish->profile == PROFILE_NONE)
        return OK;
    if (!profile_takes_type(job->wish->profile, type))
        return why_set(why, E_PERMISSION, N_("\"%s\" stays here: this profile takes none of it."),
                       gettext(type->plural));
    job->fields = calloc(count + 1, sizeof *job->fields);
    if (!job->fields)
        return E_MEMORY;
    for (size_t i = 0; i < count; i++) {
        int field = job->wish->fields ? job->wish->fields[i] : (int)i;

        if (profile_takes_field(job->wish->profile, type, field))
            job->fields[job->field_count++] = field;
    }
    return OK;
}

static enum err start(struct export_job *job, struct why *why)
{
    struct buf temporary = { 0 };
    enum err e;

    if (!store_may_read(job->store, job->query->type))
        return why_set(why, E_PERMISSION, N_("Your role does not let you see \"%s\"."),
                       gettext(job->query->type->plural));
    if ((e = export_check_target(job->wish->path, job->wish->replace, why)) || (e = prepare_fields(job, why)) ||
        (e = gate_open(job->store, job->wish->profile, &job->gate)) ||
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
    gate_close(job->gate);
    free(job->fields);
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
