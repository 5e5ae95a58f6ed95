/*
 * The columns of the chosen file: heading, first values, the field each goes to; above them what is still missing,
 * below them the values that are fixed for new records. The whole mapping is shown, but only the row's own record is
 * changed here; what further records a saved mapping makes is told, not edited.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import_screen_in.h"
#include "townkeep/base/text.h"

enum { COLUMN_HEADING = 0, COLUMN_VALUES, COLUMN_FIELD, COLUMNS };
enum {
    HEADING_WIDTH = 24,
    FIELD_WIDTH = 24,
    TABLE_EDGES = 4,
    TABLE_GAPS = 4,
    COLUMNS_SHOWN = 500,
};

/* --- the mapping --- */
enum err import_columns_choose(struct import_screen *import, const struct catalogue *catalogue, struct why *why)
{
    const struct sheet_row *headings = sheet_headings(import->sheet);
    enum err e;

    mapping_release(&import->mapping);
    if ((e = mapping_choose(catalogue, import->type, headings, &import->mapping, why)))
        return e;
    if (import->mapping.part_count == 0 && !(e = mapping_start(&import->mapping, import->type)))
        e = mapping_guess(&import->mapping, headings);
    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

/* The further record a column goes to, "Contact point: Phone"; false when there is none. */
static bool other_part(const struct import_screen *import, size_t column, struct buf *out)
{
    const struct sheet_row *headings = sheet_headings(import->sheet);
    struct mapping_context context = { .mapping = &import->mapping, .headings = headings };

    for (size_t i = 1; i < import->mapping.part_count; i++) {
        const struct mapping_part *part = &import->mapping.parts[i];

        for (size_t j = 0; j < part->rule_count; j++) {
            if (headings->cells[column][0] &&
                strcmp(mapping_rule_column(&context, &part->rules[j]), headings->cells[column]) == 0)
                return buf_printf(out, "%s: %s", _(part->type->label),
                                  _(part->type->fields[part->rules[j].field].label)) == OK;
        }
    }
    return false;
}

/* --- the table --- */
static enum err add_column(struct import_screen *import, size_t column)
{
    const struct sheet_row *headings = sheet_headings(import->sheet);
    int field = mapping_field_of_column(&import->mapping, headings, column);
    struct table_row row = { .id = (int64_t)column + 1 };
    struct buf heading = { 0 }, goes = { 0 };
    enum err e = headings->cells[column][0] ? buf_add_str(&heading, headings->cells[column])
                                            : buf_printf(&heading, _("(column %zu)"), column + 1);

    if (!e && field >= 0) {
        e = buf_add_str(&goes, _(import->type->fields[field].label));
    } else if (!e && !other_part(import, column, &goes)) {
        e = buf_add_str(&goes, _("(not used)"));
        row.style = STYLE_DIM;
    }
    row.cells[COLUMN_HEADING] = buf_text(&heading);
    row.cells[COLUMN_VALUES] = column < import->sample_count ? buf_text(&import->samples[column]) : "";
    row.cells[COLUMN_FIELD] = buf_text(&goes);
    if (!e)
        e = table_add(&import->columns, TABLE_AFTER, &row);
    buf_release(&heading);
    buf_release(&goes);
    return e;
}

static enum err add_fixed(struct import_screen *import, int field, const char *value, const struct vocabularies *words)
{
    const struct field *of = &import->type->fields[field];
    struct table_row row = { .id = IMPORT_FIXED_ROWS + field };

    if (value && (of->kind == FIELD_CHOICE || of->kind == FIELD_CHOICES))
        value = vocabulary_label(words, of->vocabulary, value);
    if (value && strchr(value, '{'))
        value = _("(made of each row)");
    row.cells[COLUMN_HEADING] = value ? _("always") : _("no column");
    row.cells[COLUMN_VALUES] = value ? value : _("needed: Enter sets it");
    row.cells[COLUMN_FIELD] = _(of->label);
    row.warning = value ? NULL : "!";
    row.style = value ? STYLE_TEXT : STYLE_WARN;
    return table_add(&import->columns, TABLE_AFTER, &row);
}

enum err import_columns_fill(struct import_screen *import, const struct vocabularies *words)
{
    int64_t kept = table_selected_id(&import->columns);
    int missing = mapping_missing(&import->mapping);
    size_t count = sheet_headings(import->sheet)->count;
    enum err e = OK;

    table_clear(&import->columns);
    if (missing >= 0)
        e = add_fixed(import, missing, NULL, words);
    for (size_t i = 0; !e && i < count && i < COLUMNS_SHOWN; i++)
        e = add_column(import, i);
    for (int i = 0; !e && i < import->type->field_count && import->columns.count < TABLE_ROWS - 1; i++) {
        if (mapping_fixed(&import->mapping, i))
            e = add_fixed(import, i, mapping_fixed(&import->mapping, i), words);
    }
    table_select(&import->columns, kept);
    return e;
}

void import_columns_refill(struct import_screen *import, struct flow *flow)
{
    if (import_columns_fill(import, flow_words(flow)))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
}

void import_columns_place(struct import_screen *import)
{
    struct area body = import->screen.body;
    int rest = body.width - TABLE_EDGES - TABLE_GAPS - HEADING_WIDTH - FIELD_WIDTH;

    import->columns.columns[COLUMN_HEADING] =
        (struct table_column){ .label = N_("Column"), .width = HEADING_WIDTH, .field = -1 };
    import->columns.columns[COLUMN_VALUES] =
        (struct table_column){ .label = N_("First values"), .width = rest, .field = -1 };
    import->columns.columns[COLUMN_FIELD] =
        (struct table_column){ .label = N_("Goes to field"), .width = FIELD_WIDTH, .field = -1 };
    import->columns.column_count = COLUMNS;
    import->columns.sort_column = -1;
    table_place(&import->columns, (struct area){ body.x, body.y + 3, body.width, body.height - 3 });
    picker_place(&import->picker, body);
}

void import_columns_forget(struct import_screen *import)
{
    for (size_t i = 0; i < import->sample_count; i++)
        buf_wipe(&import->samples[i]);
    free(import->samples);
    import->samples = NULL;
    import->sample_count = 0;
    table_clear(&import->columns);
    picker_release(&import->picker);
    import->pick = PICK_NOTHING;
}

/* --- events --- */
static void open_row(struct import_screen *import, struct flow *flow)
{
    int64_t id = table_selected_id(&import->columns);
    char title[160];

    if (id >= IMPORT_FIXED_ROWS) {
        import->field = (int)(id - IMPORT_FIXED_ROWS);
        import_pick_value(import, flow);
    } else if (id > 0) {
        import->column = (size_t)id - 1;
        snprintf(title, sizeof title, _("Where does “%.60s” go?"),
                 table_cell(&import->columns, import->columns.selected, COLUMN_HEADING));
        if (import_pick_field(import, PICK_FIELD, title))
            flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
    }
}

bool import_columns_handle(struct import_screen *import, struct flow *flow, const struct event *event)
{
    if (event->kind == EVENT_TICK)
        return false;
    if (import->pick != PICK_NOTHING)
        return import_pick_handle(import, flow, event);
    switch (table_handle(&import->columns, event)) {
    case TABLE_IGNORED:
        return false;
    case TABLE_OPENED:
        open_row(import, flow);
        return true;
    default:
        return true;
    }
}

/* --- drawing --- */
void import_columns_draw(const struct import_screen *import, struct grid *grid)
{
    struct area body = import->screen.body;
    const char *title = import->mapping.title;
    size_t count = sheet_headings(import->sheet)->count;
    char shape[80];
    int used = draw_printf(grid, body.x, body.y, body.width, STYLE_STRONG, "%s", buf_text(&import->name));

    draw_printf(grid, body.x + used + 2, body.y, body.width - used - 2, STYLE_TEXT,
                ngettext("%s, %zu column", "%s, %zu columns", count),
                sheet_shape_show(sheet_shape_of(import->sheet), shape, sizeof shape), count);
    if (title)
        draw_printf(grid, body.x, body.y + 1, body.width, STYLE_DIM, _("Columns as in: %s"), title);
    else
        draw_text(grid, body.x, body.y + 1, body.width, STYLE_DIM, _("The columns were guessed from their headings."));
    table_draw(&import->columns, grid, import->pick == PICK_NOTHING);
    if (import->pick != PICK_NOTHING)
        picker_draw(&import->picker, grid);
}
