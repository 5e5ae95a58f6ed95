/* What would go with a person's record, counted before anything is proposed and again before it goes. */
#include "casework_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/domain/retention.h"
#include "townkeep/store/backup.h"

enum { MANY = 100000, DAY_IN_MILLISECONDS = 24 * 60 * 60 * 1000 };

static size_t members_of(const struct retention_scope *scope, const struct record_type *type)
{
    size_t count = 0;

    for (size_t i = 0; i < scope->count; i++)
        count += scope->members[i].type == type;
    return count;
}

/* Rows of the type whose field names the record; with `empty` set only those where that field is empty. */
static enum err count_naming(struct store *store, const struct record_type *type, const char *key, int64_t id,
                             const struct filter *narrowed, size_t *count, struct why *why)
{
    struct query query;
    bool more;

    *count = 0;
    if (!store_may_read(store, type))
        return OK;
    query_init(&query, type);
    query.which = QUERY_ALL;
    query.filters[0] = (struct filter){ .field = field_find(type, key), .test = FILTER_IS };
    snprintf(query.filters[0].value, sizeof query.filters[0].value, "%lld", (long long)id);
    query.filter_count = 1;
    if (narrowed)
        query.filters[query.filter_count++] = *narrowed;
    return store_count(store, &query, MANY, count, &more, why);
}

/* Of all records of the scope. */
static enum err count_type(struct store *store, const struct retention_scope *scope, const struct record_type *type,
                           const struct filter *narrowed, size_t *count, struct why *why)
{
    enum err e = OK;

    *count = 0;
    if (type->owner != RECORD_OF_CASE)
        return OK;
    if (!type->case_field) {
        *count = members_of(scope, type);
        return OK;
    }
    for (size_t i = 0; i < scope->count && !e; i++) {
        const struct field *field = &type->fields[field_find(type, type->case_field)];
        size_t found = 0;

        if (strcmp(field->refers_to, scope->members[i].type->key) == 0)
            e = count_naming(store, type, type->case_field, scope->members[i].id, narrowed, &found, why);
        *count += found;
    }
    return e;
}

static enum err count_rows(struct store *store, const struct retention_scope *scope, struct retention_dry_run *out,
                           struct why *why)
{
    const struct catalogue *catalogue = store_catalogue(store);
    enum err e = OK;

    for (size_t i = 0; i < catalogue->count && out->row_count < RETENTION_ROWS_MAX && !e; i++) {
        size_t count;

        e = count_type(store, scope, catalogue->types[i], NULL, &count, why);
        if (!e && count > 0)
            out->rows[out->row_count++] = (struct retention_row){ .type = catalogue->types[i], .count = count };
    }
    return e;
}

static enum err count_outside(struct store *store, const struct retention_scope *scope, struct retention_dry_run *out,
                              struct why *why)
{
    const struct filter not_back = { .field = field_find(&copy_type, "returned_on"), .test = FILTER_EMPTY };
    struct filter told = { .field = field_find(&sharing_type, "direction"), .test = FILTER_IS, .value = "out" };
    enum err e;

    if ((e = count_type(store, scope, &copy_type, &not_back, &out->copies_out, why)))
        return e;
    return count_type(store, scope, &sharing_type, &told, &out->shares, why);
}

/* A folder that cannot be looked at keeps nobody from deciding; it is said. */
static void count_backups(struct store *store, const char *folder, struct retention_dry_run *out)
{
    struct backup_file *files = NULL;
    struct why why = { 0 };

    if (!folder || folder[0] == '\0')
        return;
    if (backup_list(store, folder, &files, &out->backups, &why)) {
        snprintf(out->backup_trouble, sizeof out->backup_trouble, "%s", why_text(&why));
        out->backups = 0;
        return;
    }
    if (out->backups > 0)
        out->backups_until = moment_date(files[0].at + (int64_t)BACKUP_DAYS_MAX * DAY_IN_MILLISECONDS);
    free(files);
}

enum err retention_dry_run(struct store *store, const struct retention_scope *scope, const char *backup_folder,
                           struct retention_dry_run *out, struct why *why)
{
    enum err e;

    memset(out, 0, sizeof *out);
    if ((e = count_rows(store, scope, out, why)) || (e = count_outside(store, scope, out, why)))
        return e;
    count_backups(store, backup_folder, out);
    return OK;
}

enum err retention_counts(const struct retention_dry_run *run, struct buf *out)
{
    enum err e = OK;

    for (size_t i = 0; i < run->row_count && !e; i++) {
        const struct record_type *type = run->rows[i].type;

        if (type != &referral_step_type && type != &episode_step_type)
            e = buf_printf(out, "%s%s %zu", out->len > 0 ? ", " : "", type->key, run->rows[i].count);
    }
    return e;
}
