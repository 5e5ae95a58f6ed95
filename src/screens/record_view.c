/* A record as lines to read. Empty fields are left out: what is not known takes no room; the form shows them all. */
#include "record_view_in.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/domain/remarks.h"

enum { LABEL_WIDTH = 22 };

bool record_view_has_sealed(const struct record *record)
{
    for (int i = 0; i < record->type->field_count; i++) {
        if (record->type->fields[i].flags & FIELD_SEALED && record->values[i].form != VALUE_EMPTY)
            return true;
    }
    return false;
}

/* The story itself names nobody when it is written as the hints ask. */
bool record_view_is_identity(const char *key)
{
    static const char *const keys[] = {
        "referrer_name", "referrer_contact", "person_name", "other_names",
        "birth",         "person_contact",   "guardian",    "guardian_contact",
    };

    for (int i = 0; i < ARRAY_COUNT(keys); i++) {
        if (strcmp(keys[i], key) == 0)
            return true;
    }
    return false;
}

static enum err view_field(struct page *page, struct store *store, const struct record *record, int index,
                           enum sealed_fields sealed)
{
    const struct field *field = &record->type->fields[index];
    struct buf text = { 0 };
    enum err e = OK;

    if (record->values[index].form == VALUE_EMPTY)
        return OK;
    if (field->flags & FIELD_SEALED && sealed == SEALED_HIDDEN)
        return page_add_labelled(page, LABEL_WIDTH, _(field->label), _("(sealed)"));
    if (!(e = store_show_value(store, record, index, &text)))
        e = page_add_labelled(page, LABEL_WIDTH, _(field->label), buf_text(&text));
    buf_wipe(&text);
    return e;
}

static enum err view_archived(struct page *page, const struct record *record)
{
    char when[DATE_TIME_TEXT_SIZE];
    struct buf text = { 0 };
    enum err e;

    if (!record->archived_at)
        return OK;
    moment_format(record->archived_at, when);
    if (!(e = buf_printf(&text, _("Archived %s. %s"), when, record->archive_reason ? record->archive_reason : "")))
        e = page_add(page, STYLE_WARN, 0, buf_text(&text));
    buf_release(&text);
    return e;
}

enum err record_view(struct page *page, struct store *store, const struct record *record, enum sealed_fields sealed,
                     struct why *why)
{
    enum err e = view_archived(page, record);

    for (int i = 0; !e && i < record->type->field_count; i++)
        e = view_field(page, store, record, i, sealed);
    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

static enum err view_remark(struct page *page, const struct remark *remark)
{
    struct buf text = { 0 };
    enum err e;

    if (!remark->warns)
        return page_add_labelled(page, LABEL_WIDTH, remark->label, remark->text);
    if (!(e = buf_printf(&text, "%s: %s", remark->label, remark->text)))
        e = page_add_marked(page, STYLE_WARN, MARK_OVERDUE, buf_text(&text));
    buf_release(&text);
    return e;
}

/* Set off from the fields by a blank line. */
static enum err view_remarks(struct page *page, const struct remarks *remarks)
{
    enum err e = OK;

    for (size_t i = 0; i < remarks->count && !e; i++)
        e = view_remark(page, &remarks->items[i]);
    return e || remarks->count == 0 ? e : page_add(page, STYLE_TEXT, 0, "");
}

enum err record_view_remarks(struct page *page, struct store *store, const struct record *record, struct why *why)
{
    struct remarks *remarks = malloc(sizeof *remarks);
    enum err e = remarks ? remarks_of(store, record, clock_today(), remarks, why) : E_MEMORY;

    if (!e && (e = view_remarks(page, remarks)))
        why_set(why, e, "%s", err_text(e));
    free(remarks);
    return e;
}

enum err record_view_row(struct table *table, struct store *store, const struct record *record, enum table_end end,
                         const char *warning)
{
    struct buf cells[TABLE_COLUMNS] = { { 0 } };
    struct table_row row = { .id = record->id,
                             .style = record->archived_at ? STYLE_DIM : STYLE_TEXT,
                             .warning = warning };
    enum err e = OK;

    for (int i = 0; !e && i < table->column_count; i++) {
        e = store_show_value(store, record, table->columns[i].field, &cells[i]);
        row.cells[i] = buf_text(&cells[i]);
    }
    if (!e)
        e = table_add(table, end, &row);
    for (int i = 0; i < TABLE_COLUMNS; i++)
        buf_wipe(&cells[i]);
    return e;
}
