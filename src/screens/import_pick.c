/* Picking for the columns of an import: the field a column goes to, the field that gets a fixed value, and that value.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import_screen_in.h"
#include "townkeep/base/text.h"

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

    text_cut_into(row.label, sizeof row.label, _(import->type->fields[field].label));
    snprintf(row.code, sizeof row.code, "%s", import->type->fields[field].key);
    if (fixed && !strchr(fixed, '{')) /* that would name what else the row makes */
        snprintf(row.detail, sizeof row.detail, _("always %.40s"), fixed);
    else if (import->type->fields[field].flags & FIELD_REQUIRED)
        text_cut_into(row.detail, sizeof row.detail, _("needed"));
    return picker_add(&import->picker, &row);
}

enum err import_pick_field(struct import_screen *import, enum import_pick pick, const char *title)
{
    struct picker_row none = { .id = -1 };
    enum err e = OK;

    start_picker(import, pick, title);
    text_cut_into(none.label, sizeof none.label, _("(not used)"));
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
        text_cut_into(row.label, sizeof row.label, vocabulary_label(words, field->vocabulary, entries[i].code));
        if (!entries[i].retired)
            e = picker_add(&import->picker, &row);
    }
    import_columns_place(import);
    return e;
}

void import_pick_value(struct import_screen *import, struct flow *flow)
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
void import_pick_set(struct import_screen *import, struct flow *flow, const char *text)
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
        import_columns_refill(import, flow);
}

void import_pick_assign(struct import_screen *import, struct flow *flow, int field)
{
    if (mapping_assign(&import->mapping, sheet_headings(import->sheet), import->column, field))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
    else
        import_columns_refill(import, flow);
}

static void picked(struct import_screen *import, struct flow *flow, const struct picker_row *row)
{
    enum import_pick pick = import->pick;

    import->pick = PICK_NOTHING;
    switch (pick) {
    case PICK_FIELD:
        import_pick_assign(import, flow, (int)row->id);
        break;
    case PICK_FIXED:
        import->field = (int)row->id;
        import_pick_value(import, flow);
        break;
    case PICK_VALUE:
        import_pick_set(import, flow, row->code);
        break;
    case PICK_NOTHING:
        break;
    }
}

bool import_pick_handle(struct import_screen *import, struct flow *flow, const struct event *event)
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
