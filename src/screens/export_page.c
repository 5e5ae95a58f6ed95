/* What an export would write, row by row to choose from, and below it in words: everything is seen before it leaves. */
#include <stdio.h>
#include <string.h>

#include "export_screen_in.h"
#include "file_chooser_in.h"
#include "townkeep/base/path.h"

enum { COUNTED_MOST = 1000000, LABEL_WIDTH = 12, TABLE_EDGES = 4, TABLE_GAP = 2 };

int export_field_count(const struct export_screen *export)
{
    return export->type->field_count < EXPORT_FIELDS_MOST ? export->type->field_count : EXPORT_FIELDS_MOST;
}

bool export_may_leave(const struct export_screen *export, int field)
{
    return !(export->type->fields[field].flags & FIELD_SEALED);
}

int export_chosen_count(const struct export_screen *export)
{
    int count = 0;

    for (int i = 0; i < export_field_count(export); i++)
        count += export->chosen[i];
    return count;
}

const char *export_kind_shown(enum export_kind kind)
{
    static const char *const names[KIND_COUNT] = { [KIND_CSV] = N_("CSV, a table for any program"),
                                                   [KIND_CSV_MARKED] =
                                                       N_("CSV marked as UTF-8, for spreadsheets that spoil accents"),
                                                   [KIND_JSON] = N_("JSON, for other programs") };

    return _(names[kind]);
}

/* <own folder>/party-2026-11-23.csv */
enum err export_page_name(struct export_screen *export)
{
    struct buf home = { 0 };
    char day[DATE_TEXT_SIZE], name[120];
    enum err e = path_home(&home, NULL);

    if (e == E_SYSTEM)
        e = buf_add_char(&home, '/');
    date_format(clock_today(), day);
    snprintf(name, sizeof name, "%s-%s.%s", export->type->key, day, export->kind == KIND_JSON ? "json" : "csv");
    buf_clear(&export->path);
    if (!e)
        e = path_join(&export->path, buf_text(&home), name);
    buf_release(&home);
    return e;
}

enum err export_page_count(struct export_screen *export, struct flow *flow, struct why *why)
{
    const char *lines = buf_text(&export->filters);
    struct buf one = { 0 };
    enum err e = OK;
    bool more;

    query_init(&export->query, export->type);
    buf_clear(&export->described);
    while (!e && *lines) {
        size_t len = strcspn(lines, "\n");

        buf_clear(&one);
        if (!(e = buf_add(&one, lines, len)) && len)
            e = query_add_filter(&export->query, buf_text(&one), flow_words(flow), why);
        lines += len + (lines[len] == '\n');
    }
    buf_release(&one);
    if (!e)
        e = query_describe(&export->query, flow_words(flow), &export->described);
    return e ? e : store_count(flow_store(flow), &export->query, COUNTED_MOST, &export->count, &more, why);
}

/* --- the page --- */
static enum err add_row(struct export_screen *export, enum export_row id, const char *label, const char *value)
{
    struct table_row row = { .id = id, .cells = { label, value } };

    return table_add(&export->table, TABLE_AFTER, &row);
}

enum err export_page_fill(struct export_screen *export)
{
    int64_t kept = table_selected_id(&export->table);
    struct buf text = { 0 }, path = { 0 };
    enum err e;

    table_clear(&export->table);
    if (export->described.len)
        e = buf_printf(&text, _("%zu: %s"), export->count, buf_text(&export->described));
    else
        e = buf_printf(&text, _("all %zu in use"), export->count);
    if (e || (e = add_row(export, ROW_RECORDS, _("Records"), buf_text(&text))))
        goto done;
    buf_clear(&text);
    if ((e = buf_printf(&text, _("%d of %d"), export_chosen_count(export), export_field_count(export))) ||
        (e = add_row(export, ROW_FIELDS, _("Fields"), buf_text(&text))) ||
        (e = add_row(export, ROW_KIND, _("Kind of file"), export_kind_shown(export->kind))) ||
        (e = name_shown(buf_text(&export->path), &path)) ||
        (e = add_row(export, ROW_PLACE, _("File"), buf_text(&path))))
        goto done;
    e = add_row(export, ROW_REASON, _("Reason"),
                export->reason.len ? buf_text(&export->reason) : _("needed: who gets it, and what for"));
    table_select(&export->table, kept);
done:
    buf_release(&text);
    buf_release(&path);
    return e;
}

void export_page_refill(struct export_screen *export, struct flow *flow)
{
    if (export_page_fill(export))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
}

void export_page_place(struct export_screen *export)
{
    struct area body = export->screen.body;

    export->table.columns[0] = (struct table_column){ .label = "", .width = LABEL_WIDTH, .field = -1 };
    export->table.columns[1] =
        (struct table_column){ .label = "", .width = body.width - TABLE_EDGES - TABLE_GAP - LABEL_WIDTH, .field = -1 };
    export->table.column_count = 2;
    export->table.sort_column = -1;
    table_place(&export->table, (struct area){ body.x, body.y, body.width, ROW_REASON + 1 });
    picker_place(&export->picker, body);
}

static enum err add_labels(const struct export_screen *export, struct buf *out)
{
    size_t start = out->len;
    enum err e = OK;

    for (int i = 0; !e && i < export_field_count(export); i++) {
        if (export->chosen[i])
            e = buf_printf(out, "%s%s", out->len > start ? ", " : "", _(export->type->fields[i].label));
    }
    return e;
}

static enum err say_what_leaves(const struct export_screen *export, struct buf *out)
{
    enum err e =
        buf_printf(out, ngettext("%zu record with these fields: ", "%zu records with these fields: ", export->count),
                   export->count);

    if (e || (e = add_labels(export, out)) || (e = buf_add_str(out, ".\n")))
        return e;
    return buf_add_str(
        out,
        _("Sealed fields never leave this way. The file is not encrypted: delete it when it has served its purpose."));
}

void export_page_preview(const struct export_screen *export, struct grid *grid)
{
    struct area body = export->screen.body;
    int y = body.y + ROW_REASON + 3;
    struct buf text = { 0 };

    draw_text(grid, body.x, y, body.width, STYLE_STRONG, _("What leaves this laptop"));
    if (!say_what_leaves(export, &text))
        draw_wrapped(grid, (struct area){ body.x + 2, y + 1, body.width - 2, body.y + body.height - y - 1 }, 0,
                     STYLE_TEXT, buf_text(&text));
    buf_release(&text);
}
