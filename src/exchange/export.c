/*
 * Records into a file for somebody else, and single records as CSV or JSON for the command line. The log entry comes before the file: what may
 * have left is known even when the writing is cut short.
 */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"
#include "townkeep/exchange/export.h"

enum { PAGE_ROWS = 500 };

bool export_format_find(const char *name, enum export_format *out)
{
    static const char *const names[EXPORT_FORMAT_COUNT] = { [EXPORT_CSV] = "csv", [EXPORT_JSON] = "json" };

    for (int i = 0; i < EXPORT_FORMAT_COUNT; i++) {
        if (strcmp(name, names[i]) == 0) {
            *out = (enum export_format)i;
            return true;
        }
    }
    return false;
}

/* The n-th chosen field, or, when none were chosen, the n-th that is not sealed; -1 behind the last. */
static int field_at(const struct record_type *type, const int *fields, size_t count, size_t n)
{
    if (fields)
        return n < count ? fields[n] : -1;
    for (int i = 0; i < type->field_count; i++) {
        if (!(type->fields[i].flags & FIELD_SEALED) && n-- == 0)
            return i;
    }
    return -1;
}

enum err export_csv_headings(const struct record_type *type, const int *fields, size_t count, const char *line_end, struct buf *out)
{
    enum err e = buf_add_str(out, "id");
    int field;

    for (size_t i = 0; !e && (field = field_at(type, fields, count, i)) >= 0; i++)
        e = buf_printf(out, ",%s", type->fields[field].key);
    return e ? e : buf_add_str(out, line_end);
}

static bool is_number(const struct field *field)
{
    return field->kind == FIELD_NUMBER || field->kind == FIELD_DECIMAL;
}

enum err export_csv_row(const struct record *record, const int *fields, size_t count, enum csv_guard guard, const char *line_end,
                        struct buf *out)
{
    struct buf text = { 0 };
    enum err e = buf_printf(out, "%lld", (long long)record->id);
    int at;

    for (size_t i = 0; !e && (at = field_at(record->type, fields, count, i)) >= 0; i++) {
        const struct field *field = &record->type->fields[at];

        buf_clear(&text);
        if (record->values[at].form != VALUE_CLOSED)
            e = field_write(field, &record->values[at], &text);
        if (!e && !(e = buf_add_char(out, ',')))
            e = csv_add(out, buf_text(&text), is_number(field) ? CSV_AS_IS : guard);
    }
    buf_release(&text);
    return e ? e : buf_add_str(out, line_end);
}

/* --- JSON ------------------------------------------------------------------------------------------------------------------------- */
static json_t *json_list(const char *text)
{
    json_t *list = json_array();

    while (list && *text) {
        size_t len = strcspn(text, ";");

        if (json_array_append_new(list, json_stringn(text, len)) != 0) {
            json_decref(list);
            return NULL;
        }
        text += len + (text[len] == ';');
    }
    return list;
}

static json_t *json_of(const struct field *field, const struct value *value)
{
    struct buf text = { 0 };
    json_t *out = NULL;

    if (value->form == VALUE_EMPTY || value->form == VALUE_CLOSED)
        return json_null();
    if (field->kind == FIELD_NUMBER || field->kind == FIELD_REFERENCE)
        return json_integer(value->number);
    if (field->kind == FIELD_BOOLEAN)
        return json_boolean(value->number != 0);
    if (field_write(field, value, &text))
        goto done;
    if (field->kind == FIELD_CHOICES || field->kind == FIELD_REFERENCES || field->kind == FIELD_TAGS)
        out = json_list(buf_text(&text));
    else
        out = json_stringn(buf_text(&text), text.len);
done:
    buf_release(&text);
    return out;
}

enum err export_json_record(const struct record *record, const int *fields, size_t count, struct buf *out)
{
    json_t *object = json_object();
    char *text = NULL;
    enum err e = E_MEMORY;
    int at;

    if (!object || json_object_set_new(object, "id", json_integer(record->id)) != 0)
        goto done;
    for (size_t i = 0; (at = field_at(record->type, fields, count, i)) >= 0; i++) {
        if (json_object_set_new(object, record->type->fields[at].key, json_of(&record->type->fields[at], &record->values[at])) != 0)
            goto done;
    }
    text = json_dumps(object, JSON_COMPACT | JSON_PRESERVE_ORDER);
    e = text ? buf_add_str(out, text) : E_MEMORY;
done:
    free(text);
    json_decref(object);
    return e;
}

static enum err scalar_text(const json_t *value, struct buf *out)
{
    switch (json_typeof(value)) {
    case JSON_STRING:
        return buf_add(out, json_string_value(value), json_string_length(value));
    case JSON_INTEGER:
        return buf_printf(out, "%lld", (long long)json_integer_value(value));
    case JSON_REAL:
        return buf_printf(out, "%.6f", json_real_value(value));
    case JSON_TRUE:
        return buf_add_str(out, "yes");
    case JSON_FALSE:
        return buf_add_str(out, "no");
    case JSON_NULL:
        return OK;
    default:
        return E_INVALID;
    }
}

static enum err value_text(const json_t *value, struct buf *out)
{
    const json_t *item;
    size_t i;
    enum err e = OK;

    if (!json_is_array(value))
        return scalar_text(value, out);
    json_array_foreach (value, i, item) {
        if ((i > 0 && (e = buf_add_char(out, ';'))) || (e = scalar_text(item, out)))
            break;
    }
    return e;
}

enum err export_json_read(const void *bytes, size_t len,
                          enum err (*take)(void *data, const char *key, const char *value, struct why *why), void *data, struct why *why)
{
    json_error_t problem;
    json_t *object = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, &problem);
    struct buf text = { 0 };
    const char *key;
    json_t *value;
    enum err e = OK;

    if (!object)
        return why_set(why, E_INVALID, N_("This is no JSON: line %d, column %d: %s."), problem.line, problem.column, problem.text);
    if (!json_is_object(object))
        e = why_set(why, E_INVALID, N_("The file must hold one JSON object: {\"field\": value, …}."));
    json_object_foreach (object, key, value) {
        buf_clear(&text);
        if (e || (e = value_text(value, &text)))
            break;
        if ((e = take(data, key, buf_text(&text), why)))
            break;
    }
    if (e && why && why->text[0] == '\0')
        e = why_set(why, e, N_("\"%s\" must be a text, a number, yes or no, or a list of these."), key);
    buf_release(&text);
    json_decref(object);
    return e;
}

/* --- files -------------------------------------------------------------------------------------------------------------------------- */
struct export_run {
    const struct export_wish *wish;
    const struct record_type *type;
    int fd;
    struct buf out;
    size_t count;
};

static enum err flush(struct export_run *run, size_t above, struct why *why)
{
    size_t done = 0;

    while (run->out.len > above && done < run->out.len) {
        ssize_t n = write(run->fd, run->out.data + done, run->out.len - done);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return why_errno(why, errno, N_("The file cannot be written"));
        done += (size_t)n;
    }
    if (done > 0)
        buf_clear(&run->out);
    return OK;
}

static enum err add_record(struct export_run *run, const struct record *record, struct why *why)
{
    const struct export_wish *wish = run->wish;
    enum err e;

    if (wish->format == EXPORT_CSV)
        e = export_csv_row(record, wish->fields, wish->field_count, CSV_GUARDED, "\r\n", &run->out);
    else if (!(e = buf_add_str(&run->out, run->count > 0 ? ",\n" : "\n")))
        e = export_json_record(record, wish->fields, wish->field_count, &run->out);
    run->count++;
    return e ? why_set(why, e, N_("There is no memory left to write the file.")) : flush(run, 1 << 16, why);
}

static enum err write_head(struct export_run *run)
{
    enum err e;

    if (run->wish->format == EXPORT_JSON)
        return buf_add_char(&run->out, '[');
    if (run->wish->mark && (e = buf_add_str(&run->out, "\xEF\xBB\xBF")))
        return e;
    return export_csv_headings(run->type, run->wish->fields, run->wish->field_count, "\r\n", &run->out);
}

static enum err write_records(struct export_run *run, struct store *store, const struct query *query, struct why *why)
{
    struct record_page page = { 0 };
    struct record last = { 0 };
    bool more = true;
    enum err e = OK;

    while (more && !e) {
        size_t left = run->wish->limit ? run->wish->limit - run->count : PAGE_ROWS;

        e = store_page(store, query, last.type ? &last : NULL, false, left < PAGE_ROWS ? left : PAGE_ROWS, &page, why);
        for (size_t i = 0; i < page.count && !e; i++)
            e = add_record(run, &page.records[i], why);
        more = page.more_after && page.count > 0 && (run->wish->limit == 0 || run->count < run->wish->limit);
        record_release(&last);
        if (more && !e)
            e = record_copy(&last, &page.records[page.count - 1]);
        record_page_release(&page);
    }
    record_release(&last);
    return e;
}

/* Into a temporary name beside the file, which takes its place only when all is on the disk. */
static enum err write_beside(struct export_run *run, struct store *store, const struct query *query, const char *temporary, struct why *why)
{
    const char *path = run->wish->path;
    enum err e;

    run->fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (run->fd < 0)
        return why_errno(why, errno, N_("\"%s\" cannot be written"), path);
    if ((e = write_head(run)) || (e = write_records(run, store, query, why)))
        return e;
    if (run->wish->format == EXPORT_JSON && (e = buf_add_str(&run->out, run->count > 0 ? "\n]\n" : "]\n")))
        return e;
    if ((e = flush(run, 0, why)))
        return e;
    if (fsync(run->fd) != 0)
        return why_errno(why, errno, N_("\"%s\" cannot be written"), path);
    /* link() refuses to replace; a medium without links (a stick) gets the rename, after one more look. */
    if (!run->wish->replace && link(temporary, path) == 0)
        return OK;
    if (!run->wish->replace && (errno == EEXIST || path_exists(path)))
        return why_set(why, E_CONFLICT, N_("\"%s\" is there already: choose another name, or say --replace."), path);
    return rename(temporary, path) == 0 ? OK : why_errno(why, errno, N_("\"%s\" cannot be written"), path);
}

static enum err check_target(const struct export_wish *wish, struct why *why)
{
    struct stat there;

    if (lstat(wish->path, &there) != 0)
        return OK;
    if (!S_ISREG(there.st_mode))
        return why_set(why, E_INVALID, N_("\"%s\" is no ordinary file: choose another name."), wish->path);
    return wish->replace ? OK : why_set(why, E_CONFLICT, N_("\"%s\" is there already: choose another name, or say --replace."), wish->path);
}

static enum err log_export(struct store *store, const struct query *query, const char *path, struct why *why)
{
    struct buf filter = { 0 };
    char sentence[600];
    enum err e = query_describe(query, store_words(store), &filter);

    if (!e) {
        snprintf(sentence, sizeof sentence, _("Exported %s%s%s to %s"), gettext(query->type->plural), filter.len > 0 ? ", " : "", buf_text(&filter), path);
        e = store_log(store, ENTRY_EXPORT, sentence, 0, why);
    }
    buf_release(&filter);
    return e;
}

enum err export_file(struct store *store, const struct query *query, const struct export_wish *wish, size_t *count, struct why *why)
{
    struct export_run run = { .wish = wish, .type = query->type, .fd = -1 };
    struct buf temporary = { 0 };
    enum err e;

    *count = 0;
    if (!store_may_read(store, query->type))
        return why_set(why, E_PERMISSION, N_("Your role does not let you see \"%s\"."), gettext(query->type->plural));
    if ((e = check_target(wish, why)) || (e = buf_printf(&temporary, "%s.new-%ld", wish->path, (long)getpid())) ||
        (e = log_export(store, query, wish->path, why)))
        goto done;
    e = write_beside(&run, store, query, buf_text(&temporary), why);
    if (run.fd >= 0) {
        close(run.fd);
        unlink(buf_text(&temporary)); /* gone already after a rename; the second name after a link */
    }
    *count = run.count;
done:
    buf_release(&run.out);
    buf_release(&temporary);
    return e;
}
