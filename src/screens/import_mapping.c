/*
 * What is done with the columns of an import as a whole: keeping them under a name, guessing again, reading the file in
 * another way, fixing a value. What the officer overruled stands in the mapping too, so that the run and a kept mapping
 * read the file the same way.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import_screen_in.h"
#include "townkeep/base/text.h"

enum { NEEDS_MOST = 800 };

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
        import_columns_refill(import, flow);
    else
        import_screen_stage(import, IMPORT_FILE);
}

void import_columns_answered(struct import_screen *import, struct flow *flow, const struct answer *answer)
{
    struct why why = { 0 };

    if (answer->question == ASKED_VALUE && answer->dialog == DIALOG_YES)
        import_pick_set(import, flow, answer->text);
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

/* --- actions --- */
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
    if (import_pick_field(import_of(screen), PICK_FIXED, _("Which field is the same in every new record?")))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
}

static void run_unuse(struct screen *screen, struct flow *flow)
{
    struct import_screen *import = import_of(screen);
    int64_t id = table_selected_id(&import->columns);

    if (id >= IMPORT_FIXED_ROWS) {
        if (!mapping_fix(&import->mapping, (int)(id - IMPORT_FIXED_ROWS), NULL))
            import_columns_refill(import, flow);
    } else if (id > 0) {
        import->column = (size_t)id - 1;
        import_pick_assign(import, flow, -1);
    }
}

static void run_again(struct screen *screen, struct flow *flow)
{
    struct import_screen *import = import_of(screen);

    mapping_release(&import->mapping);
    if (mapping_start(&import->mapping, import->type) || mapping_guess(&import->mapping, sheet_headings(import->sheet)))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
    else
        import_columns_refill(import, flow);
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

    text_cut_into(dialog.title, sizeof dialog.title, title);
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
