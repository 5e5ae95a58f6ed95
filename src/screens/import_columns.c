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
    FIXED_ROWS = 2000,
    NEEDS_MOST = 800
};

/* --- the mapping
 * ------------------------------------------------------------------------------------------------------------- */
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

/* --- the table
 * ----------------------------------------------------------------------------------------------------------------- */
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
    struct table_row row = { .id = FIXED_ROWS + field };

    if (value && (of->kind == FIELD_CHOICE || of->kind == FIELD_CHOICES))
        value = vocabulary_label(words, of->vocabulary, value);
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

static void refill(struct import_screen *import, struct flow *flow)
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

/* --- picking
 * ------------------------------------------------------------------------------------------------------------------------
 */
static void start_picker(struct import_screen *import, enum import_pick pick, const char *title)
{
    picker_release(&import->picker);
    snprintf(import->picker.title, sizeof import->picker.title, "%.*s", (int)text_fit(title, 60), title);
    import->pick = pick;
}

static enum err add_field_row(struct import_screen *import, int field)
{
    struct picker_row row = { .id = field };
    const char *fixed = mapping_fixed(&import->mapping, field);

    snprintf(row.label, sizeof row.label, "%s", _(import->type->fields[field].label));
    snprintf(row.code, sizeof row.code, "%s", import->type->fields[field].key);
    if (fixed)
        snprintf(row.detail, sizeof row.detail, _("always %.40s"), fixed);
    else if (import->type->fields[field].flags & FIELD_REQUIRED)
        snprintf(row.detail, sizeof row.detail, "%s", _("needed"));
    return picker_add(&import->picker, &row);
}

static enum err pick_field(struct import_screen *import, enum import_pick pick, const char *title)
{
    struct picker_row none = { .id = -1 };
    enum err e = OK;

    start_picker(import, pick, title);
    snprintf(none.label, sizeof none.label, "%s", _("(not used)"));
    if (pick == PICK_FIELD)
        e = picker_add(&import->picker, &none);
    for (int i = 0; !e && i < import->type->field_count; i++) {
        if (mapping_may_fill(import->type, i))
            e = add_field_row(import, i);
    }
    import_columns_place(import);
    return e;
}

static enum err pick_choice(struct import_screen *import, const struct vocabularies *words)
{
    const struct field *field = &import->type->fields[import->field];
    size_t count = 0;
    const struct vocabulary_entry *entries = vocabulary_entries(words, field->vocabulary, &count);
    enum err e = OK;

    start_picker(import, PICK_VALUE, _(field->label));
    for (size_t i = 0; !e && i < count; i++) {
        struct picker_row row = { .id = (int64_t)i };

        snprintf(row.code, sizeof row.code, "%s", entries[i].code);
        snprintf(row.label, sizeof row.label, "%s", vocabulary_label(words, field->vocabulary, entries[i].code));
        if (!entries[i].retired)
            e = picker_add(&import->picker, &row);
    }
    import_columns_place(import);
    return e;
}

static void ask_value(struct import_screen *import, struct flow *flow)
{
    const struct field *field = &import->type->fields[import->field];
    struct dialog dialog = { .kind = DIALOG_PROMPT };

    if (field->kind == FIELD_CHOICE || field->kind == FIELD_CHOICES) {
        if (pick_choice(import, flow_words(flow)))
            flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
        return;
    }
    snprintf(dialog.title, sizeof dialog.title, _("%.40s, the same in every new record"), _(field->label));
    if (field->hint)
        snprintf(dialog.text, sizeof dialog.text, "%s", _(field->hint));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Set it"));
    flow_ask(flow, &dialog, ASKED_VALUE);
}

/* A fixed value is checked now, not 700 times later. */
static void set_value(struct import_screen *import, struct flow *flow, const char *text)
{
    const struct field *field = &import->type->fields[import->field];
    struct value value = { 0 };
    struct why why = { 0 };
    enum err e = store_read_value(flow_store(flow), field, text, &value, &why);

    if (!e && (e = mapping_fix(&import->mapping, import->field, text)) == E_INVALID)
        e = why_set(&why, e, N_("A fixed value is one line without quotation marks and braces."));
    value_release(&value);
    if (e)
        flow_refuse(flow, &why);
    else
        refill(import, flow);
}

static void assign(struct import_screen *import, struct flow *flow, int field)
{
    if (mapping_assign(&import->mapping, sheet_headings(import->sheet), import->column, field))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
    else
        refill(import, flow);
}

static void picked(struct import_screen *import, struct flow *flow, const struct picker_row *row)
{
    enum import_pick pick = import->pick;

    import->pick = PICK_NOTHING;
    switch (pick) {
    case PICK_FIELD:
        assign(import, flow, (int)row->id);
        break;
    case PICK_FIXED:
        import->field = (int)row->id;
        ask_value(import, flow);
        break;
    case PICK_VALUE:
        set_value(import, flow, row->code);
        break;
    case PICK_NOTHING:
        break;
    }
}

static bool handle_picker(struct import_screen *import, struct flow *flow, const struct event *event)
{
    struct picker_row row;

    switch (picker_handle(&import->picker, event)) {
    case PICKER_CHOSEN:
        row = *picker_chosen(&import->picker); /* a copy: the next picker takes the place of this one */
        picked(import, flow, &row);
        return true;
    case PICKER_CANCELLED:
        import->pick = PICK_NOTHING;
        return true;
    default:
        return event->kind != EVENT_KEY || event->key != PRESS_FUNCTION(1);
    }
}

/* --- events
 * --------------------------------------------------------------------------------------------------------------------------
 */
static void open_row(struct import_screen *import, struct flow *flow)
{
    int64_t id = table_selected_id(&import->columns);
    char title[160];

    if (id >= FIXED_ROWS) {
        import->field = (int)(id - FIXED_ROWS);
        ask_value(import, flow);
    } else if (id > 0) {
        import->column = (size_t)id - 1;
        snprintf(title, sizeof title, _("Where does “%.60s” go?"),
                 table_cell(&import->columns, import->columns.selected, COLUMN_HEADING));
        if (pick_field(import, PICK_FIELD, title))
            flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
    }
}

bool import_columns_handle(struct import_screen *import, struct flow *flow, const struct event *event)
{
    if (event->kind == EVENT_TICK)
        return false;
    if (import->pick != PICK_NOTHING)
        return handle_picker(import, flow, event);
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

/* The headings a saved mapping knows its files by: those it takes something from. */
static enum err note_needs(struct import_screen *import)
{
    const struct sheet_row *headings = sheet_headings(import->sheet);
    struct buf needs = { 0 };
    enum err e = OK;

    for (size_t i = 0; !e && i < headings->count; i++) {
        const char *heading = headings->cells[i];

        if (mapping_field_of_column(&import->mapping, headings, i) < 0 || !heading[0] ||
            strpbrk(heading, ";\"\\\n\r") || heading[0] == '#' || needs.len + strlen(heading) > NEEDS_MOST)
            continue;
        e = buf_printf(&needs, "%s%s", needs.len ? ";" : "", heading);
    }
    free(import->mapping.needs);
    import->mapping.needs = buf_take(&needs);
    return e;
}

static enum err keep_mapping(struct import_screen *import, const char *name, struct why *why)
{
    enum err e = OK;

    if (!import->mapping.needs)
        e = note_needs(import);
    free(import->mapping.title);
    import->mapping.title = NULL;
    if (e || (e = text_copy(&import->mapping.title, name)))
        return why_set(why, e, "%s", err_text(e));
    return mapping_keep(&import->mapping, name, why);
}

static const char *const encodings[] = { NULL, "UTF-8", "Windows-1252", "UTF-16LE", "UTF-16BE", "macintosh" };
static const char separators[] = { 0, ',', ';', '\t', '|' };

/* What was overruled stands in the mapping as well: the run and a saved mapping read the file the same way. */
static void overrule(struct import_screen *import, struct flow *flow, const struct answer *answer)
{
    struct why why = { 0 };
    enum err e = OK;

    if (answer->question == ASKED_ENCODING) {
        free(import->mapping.encoding);
        import->mapping.encoding = NULL;
        import->shape.encoding = encodings[answer->chosen];
        if (import->shape.encoding)
            e = text_copy(&import->mapping.encoding, import->shape.encoding);
    } else {
        import->mapping.separator = import->shape.separator = separators[answer->chosen];
    }
    if (!e && !(e = import_screen_look(import, &why)) && import->mapping.part_count && !import->mapping.needs)
        e = mapping_guess(&import->mapping, sheet_headings(import->sheet));
    if (e)
        flow_refuse(flow, &why);
    if (import->sheet)
        refill(import, flow);
    else
        import_screen_stage(import, IMPORT_FILE);
}

void import_columns_answered(struct import_screen *import, struct flow *flow, const struct answer *answer)
{
    struct why why = { 0 };

    if (answer->question == ASKED_VALUE && answer->dialog == DIALOG_YES)
        set_value(import, flow, answer->text);
    if ((answer->question == ASKED_ENCODING || answer->question == ASKED_SEPARATOR) && answer->dialog == DIALOG_CHOSEN)
        overrule(import, flow, answer);
    if (answer->question != ASKED_NAME || answer->dialog != DIALOG_YES)
        return;
    if (keep_mapping(import, answer->text, &why))
        flow_refuse(flow, &why);
    else
        flow_toast(flow, STYLE_GOOD, _("Kept as “%s”. A file with these headings finds it again by itself."),
                   answer->text);
}

/* --- actions
 * -------------------------------------------------------------------------------------------------------------------------
 */
static struct import_screen *import_of(struct screen *screen)
{
    return (struct import_screen *)screen;
}

static const char *refuse_picking(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return ((const struct import_screen *)screen)->pick != PICK_NOTHING ? _("Choose from the list first, or Esc.")
                                                                        : NULL;
}

static void run_fixed(struct screen *screen, struct flow *flow)
{
    if (pick_field(import_of(screen), PICK_FIXED, _("Which field is the same in every new record?")))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
}

static void run_unuse(struct screen *screen, struct flow *flow)
{
    struct import_screen *import = import_of(screen);
    int64_t id = table_selected_id(&import->columns);

    if (id >= FIXED_ROWS) {
        if (!mapping_fix(&import->mapping, (int)(id - FIXED_ROWS), NULL))
            refill(import, flow);
    } else if (id > 0) {
        import->column = (size_t)id - 1;
        assign(import, flow, -1);
    }
}

static void run_again(struct screen *screen, struct flow *flow)
{
    struct import_screen *import = import_of(screen);

    mapping_release(&import->mapping);
    if (mapping_start(&import->mapping, import->type) || mapping_guess(&import->mapping, sheet_headings(import->sheet)))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
    else
        refill(import, flow);
}

static void run_keep(struct screen *screen, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_PROMPT };

    (void)screen;
    snprintf(dialog.title, sizeof dialog.title, "%s", _("Keep these columns under a name"));
    snprintf(dialog.text, sizeof dialog.text, "%s",
             _("One word of letters, digits, - and _. The next file with these headings is then understood at once."));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Keep it"));
    flow_ask(flow, &dialog, ASKED_NAME);
}

static void ask_choice(struct flow *flow, const char *title, const char *const *choices, int count, int question)
{
    struct dialog dialog = { .kind = DIALOG_CHOICE, .choice_count = count };

    snprintf(dialog.title, sizeof dialog.title, "%s", title);
    for (int i = 0; i < count; i++)
        snprintf(dialog.choices[i], sizeof dialog.choices[i], "%s", choices[i]);
    flow_ask(flow, &dialog, question);
}

static void run_encoding(struct screen *screen, struct flow *flow)
{
    const char *const choices[] = {
        _("Find it out"), "UTF-8", "Windows-1252, Latin-1", "UTF-16", _("UTF-16, high byte first"), "Mac Roman"
    };

    (void)screen;
    ask_choice(flow, _("How are the letters of this file written?"), choices, ARRAY_COUNT(choices), ASKED_ENCODING);
}

static void run_separator(struct screen *screen, struct flow *flow)
{
    const char *const choices[] = { _("Find it out"), _("comma"), _("semicolon"), _("tab"), _("vertical bar") };

    (void)screen;
    ask_choice(flow, _("What stands between two cells of this file?"), choices, ARRAY_COUNT(choices), ASKED_SEPARATOR);
}

const struct action import_column_actions[IMPORT_COLUMN_ACTIONS] = {
    { .id = "import.try",
      .keys = { PRESS_CTRL('s'), 't', PRESS_FUNCTION(5) },
      .label = N_("Trial run"),
      .refuses = refuse_picking,
      .bar = true,
      .help = N_("Go through the whole file as the import would, change nothing, and tell what would happen."),
      .run = import_run_trial },
    { .id = "import.fixed",
      .keys = { PRESS_FUNCTION(2), 'n' },
      .label = N_("Fixed value"),
      .refuses = refuse_picking,
      .bar = true,
      .help = N_("Give every new record the same value in one field. A record that has a value already keeps it."),
      .run = run_fixed },
    { .id = "import.unuse",
      .keys = { PRESS_DELETE, PRESS_FUNCTION(8), 'x' },
      .label = N_("Not used"),
      .refuses = refuse_picking,
      .bar = true,
      .help = N_("Leave the selected column out, or take the selected fixed value away."),
      .run = run_unuse },
    { .id = "import.keep",
      .keys = { 'k', PRESS_FUNCTION(4) },
      .label = N_("Keep"),
      .refuses = refuse_picking,
      .bar = true,
      .help = N_("Keep which column goes where under a name, for the next file of this kind."),
      .run = run_keep },
    { .id = "import.letters",
      .keys = { 'l' },
      .label = N_("Letters"),
      .refuses = refuse_picking,
      .bar = true,
      .help = N_("Say how the file's letters are written, when accents look wrong."),
      .run = run_encoding },
    { .id = "import.separator",
      .keys = { 'p' },
      .label = N_("Separator"),
      .refuses = refuse_picking,
      .help = N_("Say what stands between two cells, when the columns look wrong."),
      .run = run_separator },
    { .id = "import.guess",
      .keys = { 'g' },
      .label = N_("Guess again"),
      .refuses = refuse_picking,
      .help = N_("Forget where the columns go and guess it from their headings alone."),
      .run = run_again },
};

/* --- drawing
 * --------------------------------------------------------------------------------------------------------------------------
 */
void import_columns_draw(const struct import_screen *import, struct grid *grid)
{
    struct area body = import->screen.body;
    const char *title = import->mapping.title;
    char shape[80];
    int used = draw_printf(grid, body.x, body.y, body.width, STYLE_STRONG, "%s", buf_text(&import->name));

    draw_printf(grid, body.x + used + 2, body.y, body.width - used - 2, STYLE_TEXT, _("%s, %zu columns"),
                sheet_shape_show(sheet_shape_of(import->sheet), shape, sizeof shape),
                sheet_headings(import->sheet)->count);
    if (title)
        draw_printf(grid, body.x, body.y + 1, body.width, STYLE_DIM, _("Columns as in: %s"), title);
    else
        draw_text(grid, body.x, body.y + 1, body.width, STYLE_DIM, _("The columns were guessed from their headings."));
    table_draw(&import->columns, grid, import->pick == PICK_NOTHING);
    if (import->pick != PICK_NOTHING)
        picker_draw(&import->picker, grid);
}
