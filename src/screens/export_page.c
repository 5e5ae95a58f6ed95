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

bool export_takes_field(const struct export_screen *export, int field)
{
    enum profile profile = export->profile == PROFILE_NOT_SAID ? PROFILE_NONE : (enum profile) export->profile;

    return export->chosen[field] && profile_takes_field(profile, export->type, field);
}

int export_chosen_count(const struct export_screen *export)
{
    int count = 0;

    for (int i = 0; i < export_field_count(export); i++)
        count += export_takes_field(export, i);
    return count;
}

const char *export_kind_shown(const struct export_screen *export)
{
    static const char *const names[KIND_COUNT] = { [KIND_CSV] = N_("CSV, a table for any program"),
                                                   [KIND_CSV_MARKED] =
                                                       N_("CSV marked as UTF-8, for spreadsheets that spoil accents"),
                                                   [KIND_JSON] = N_("JSON, for other programs") };

    return export->format ? _(export->format->label) : _(names[export->kind]);
}

static void name_file(const struct export_screen *export, char *out, size_t size)
{
    const struct sharing_format *format = export->format;
    char day[DATE_TEXT_SIZE];

    date_format(clock_today(), day);
    if (format)
        snprintf(out, size, "%s-%s%s%s", format->name, day, format->ending[0] ? "." : "", format->ending);
    else
        snprintf(out, size, "%s-%s.%s", export->type->key, day, export->kind == KIND_JSON ? "json" : "csv");
}

/* <own folder>/party-2026-11-23.csv */
enum err export_page_name(struct export_screen *export)
{
    struct buf home = { 0 };
    char name[120];
    enum err e = path_home(&home, NULL);

    if (e == E_SYSTEM)
        e = buf_add_char(&home, '/');
    name_file(export, name, sizeof name);
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

/* Which records: those that fit the filters, or of a map those of a day. */
static enum err show_records(const struct export_screen *export, struct buf *out)
{
    char day[DATE_TEXT_SIZE];

    date_format(export->as_of, day);
    if (export->format)
        return buf_printf(out, _("as of %s"), day);
    return export->described.len ? buf_printf(out, _("%zu: %s"), export->count, buf_text(&export->described))
                                 : buf_printf(out, _("all %zu in use"), export->count);
}

static enum err show_fields(const struct export_screen *export, struct buf *out)
{
    return export->format ? buf_add_str(out, _("those of this kind of file"))
                          : buf_printf(out, _("%d of %d"), export_chosen_count(export), export_field_count(export));
}

static const char *profile_shown(const struct export_screen *export)
{
    return export->profile == PROFILE_NOT_SAID ? _("needed: everybody, partners, the team")
                                               : _(profile_label((enum profile) export->profile));
}

enum err export_page_fill(struct export_screen *export)
{
    int64_t kept = table_selected_id(&export->table);
    struct buf text = { 0 }, path = { 0 };
    enum err e;

    table_clear(&export->table);
    if ((e = show_records(export, &text)) || (e = add_row(export, ROW_RECORDS, _("Records"), buf_text(&text))))
        goto done;
    buf_clear(&text);
    if ((e = show_fields(export, &text)) || (e = add_row(export, ROW_FIELDS, _("Fields"), buf_text(&text))) ||
        (e = add_row(export, ROW_KIND, _("Kind of file"), export_kind_shown(export))) ||
        (e = add_row(export, ROW_PROFILE, _("For whom"), profile_shown(export))) ||
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
        if (export_takes_field(export, i))
            e = buf_printf(out, "%s%s", out->len > start ? ", " : "", _(export->type->fields[i].label));
    }
    return e;
}

/* Without a profile all is known here; with one the preview counts what leaves. */
static enum err say_what_leaves(const struct export_screen *export, struct buf *out)
{
    enum err e;

    if (export->format)
        return buf_printf(out, "%s %s", _(export->format->sentence),
                          _("Notes, private numbers and hidden addresses stay. The preview counts what leaves and what "
                            "stays, and says why."));
    if (export->profile == PROFILE_NONE || export->profile == PROFILE_NOT_SAID)
        e = buf_printf(out,
                       ngettext("%zu record with these fields: ", "%zu records with these fields: ", export->count),
                       export->count);
    else
        e = buf_add_str(out, _("What is marked for them, with these fields: "));
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
