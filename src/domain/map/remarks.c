/* Which record types have something said of them by others, and how it is put together: see remarks.h. */
#include <stdarg.h>
#include <string.h>

#include "remarks_in.h"

#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"

static const struct remarks_row {
    const struct record_type *type;
    enum err (*tell)(const struct remarking *it);
    /* Either tells of one record by its own fields, or of all together. */
    bool (*is_marked)(const struct record *record, struct date today);
    enum err (*mark)(struct store *store, const struct record *records, size_t count, struct date today, bool *marks,
                     struct why *why);
} rows[] = {
    { .type = &party_type, .tell = party_remarks, .is_marked = party_is_marked },
    { .type = &relationship_type, .tell = relationship_remarks, .mark = relationships_mark },
    { .type = &agreement_type, .tell = agreement_remarks, .is_marked = agreement_is_marked },
    { .type = &service_type, .tell = service_remarks, .is_marked = service_is_marked },
};

static const struct remarks_row *row_of(const struct record_type *type)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].type == type)
            return &rows[i];
    }
    return NULL;
}

/* --- saying --- */
/* Where the next one goes: warnings stand before the others. NULL when there is no room. */
static struct remark *make_room(struct remarks *out, bool warns)
{
    size_t at = warns ? out->warnings : out->count;

    if (out->count == REMARKS_MAX) {
        if (!warns || out->warnings == REMARKS_MAX)
            return NULL;
        out->count--;
    }
    memmove(&out->items[at + 1], &out->items[at], (out->count - at) * sizeof out->items[0]);
    out->count++;
    out->warnings += warns;
    return &out->items[at];
}

static PRINTF_LIKE(5, 0) void add(const struct remarking *it, bool warns, const char *key, const char *label,
                                  const char *format, va_list args)
{
    struct remark *remark = make_room(it->out, warns);

    if (!remark)
        return;
    *remark = (struct remark){ .key = key, .label = label, .warns = warns };
    text_print_args_into(remark->text, sizeof remark->text, format, args);
}

void remark_say(const struct remarking *it, const char *key, const char *label, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    add(it, false, key, label, format, args);
    va_end(args);
}

void remark_warn(const struct remarking *it, const char *key, const char *label, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    add(it, true, key, label, format, args);
    va_end(args);
}

bool remark_is_before(const struct record *record, const char *key, struct date day)
{
    struct date on;

    return date_parse(record_text(record, key), false, &on) && date_compare(on, day) < 0;
}

enum err remark_rows(const struct remarking *it, const struct query *query, size_t limit, remark_row *tell)
{
    struct record_page page = { 0 };
    enum err e;

    if (!store_may_read(it->store, query->type))
        return OK;
    e = store_page(it->store, query, NULL, false, limit, &page, it->why);
    for (size_t i = 0; i < page.count && !e; i++)
        e = tell(it, &page.records[i]);
    record_page_release(&page);
    return e;
}

/* --- asking --- */
enum err remarks_of(struct store *store, const struct record *record, struct date today, struct remarks *out,
                    struct why *why)
{
    const struct remarks_row *row = row_of(record->type);
    const struct remarking it = { .store = store, .record = record, .today = today, .out = out, .why = why };

    memset(out, 0, sizeof *out);
    return row && record->archived_at == 0 ? row->tell(&it) : OK;
}

enum err remarks_mark(struct store *store, const struct record *records, size_t count, struct date today, bool *marks,
                      struct why *why)
{
    const struct remarks_row *row = count > 0 ? row_of(records[0].type) : NULL;

    memset(marks, 0, count * sizeof *marks);
    if (row && row->mark)
        return row->mark(store, records, count, today, marks, why);
    for (size_t i = 0; row && i < count; i++)
        marks[i] = records[i].archived_at == 0 && row->is_marked(&records[i], today);
    return OK;
}
