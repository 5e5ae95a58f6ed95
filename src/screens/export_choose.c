/* The questions of an export: which fields, what kind of file, for whom, as of when, where to, and why. */
#include <stdio.h>
#include <string.h>

#include "export_screen_in.h"
#include "townkeep/base/text.h"
#include "townkeep/screens/screens.h"

/* --- boxes to pick from --- */
static enum err pick_fields(struct export_screen *export)
{
    enum err e = OK;

    snprintf(export->picker.title, sizeof export->picker.title, "%s",
             _("Which fields leave? Space switches one, Enter is done"));
    export->picker.many = true;
    for (int i = 0; !e && i < export_field_count(export); i++) {
        struct picker_row row = { .id = i, .on = export->chosen[i] };

        text_cut_into(row.label, sizeof row.label, _(export->type->fields[i].label));
        snprintf(row.code, sizeof row.code, "%s", export->type->fields[i].key);
        if (export_may_leave(export, i))
            e = picker_add(&export->picker, &row);
    }
    return e;
}

static bool is_format_of(const struct sharing_format *format, const struct record_type *type)
{
    for (int i = 0; i < format->type_count; i++) {
        if (format->types[i] == type)
            return true;
    }
    return false;
}

static enum err add_kind(struct picker *picker, int64_t id, const char *label)
{
    struct picker_row row = { .id = id };

    text_cut_into(row.label, sizeof row.label, label);
    return picker_add(picker, &row);
}

/* The kinds of one type's rows, then the formats this type goes into. */
static enum err pick_kind(struct export_screen *export)
{
    struct export_screen plain = { .type = export->type };
    size_t count;
    const struct sharing_format *formats = sharing_formats(&count);
    enum err e = OK;

    snprintf(export->picker.title, sizeof export->picker.title, "%s", _("What kind of file?"));
    export->picker.many = false;
    for (int kind = 0; kind < KIND_COUNT && !e; kind++) {
        plain.kind = (enum export_kind)kind;
        e = add_kind(&export->picker, kind, export_kind_shown(&plain));
    }
    for (size_t i = 0; i < count && !e; i++) {
        if (is_format_of(&formats[i], export->type))
            e = add_kind(&export->picker, KIND_COUNT + (int64_t)i, _(formats[i].label));
    }
    return e;
}

static void pick(struct export_screen *export, struct flow *flow, enum export_picking picking)
{
    picker_release(&export->picker);
    if (picking == PICKING_FIELDS ? pick_fields(export) : pick_kind(export)) {
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
        return;
    }
    export->picking = picking;
    export_page_place(export);
}

static void take_kind(struct export_screen *export, struct flow *flow, int64_t id)
{
    size_t count;
    const struct sharing_format *formats = sharing_formats(&count);

    export->format = id >= KIND_COUNT ? &formats[id - KIND_COUNT] : NULL;
    if (id < KIND_COUNT)
        export->kind = (enum export_kind)id;
    export_offer_profiles(export);
    if (!export->named && export_page_name(export))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
}

static void take_choice(struct export_screen *export, struct flow *flow)
{
    const struct picker_row *row = picker_chosen(&export->picker);

    if (export->picking == PICKING_FIELDS) {
        for (int i = 0; i < export->picker.count; i++)
            export->chosen[export->picker.rows[i].id] = export->picker.rows[i].on;
    } else if (row) {
        take_kind(export, flow, row->id);
    }
    export->picking = PICKING_NOTHING;
    export_page_refill(export, flow);
}

bool export_handle_picker(struct export_screen *export, struct flow *flow, const struct event *event)
{
    switch (picker_handle(&export->picker, event)) {
    case PICKER_CHOSEN:
        take_choice(export, flow);
        return true;
    case PICKER_CANCELLED:
        export->picking = PICKING_NOTHING;
        return true;
    default:
        return event->kind != EVENT_KEY || event->key != PRESS_FUNCTION(1);
    }
}

/* --- for whom --- */
static bool is_offered(const struct export_screen *export, enum profile profile)
{
    if (!export->format)
        return profile_takes_type(profile, export->type);
    return profile != PROFILE_NONE && profile <= export->format->widest;
}

void export_offer_profiles(struct export_screen *export)
{
    static const enum profile order[PROFILE_COUNT] = { PROFILE_PUBLIC, PROFILE_PARTNER, PROFILE_TEAM, PROFILE_NONE };
    bool stands = false;

    export->offered_count = 0;
    for (int i = 0; i < PROFILE_COUNT; i++) {
        if (!is_offered(export, order[i]))
            continue;
        export->offered[export->offered_count++] = order[i];
        stands |= export->profile == (int)order[i];
    }
    if (export->offered_count == 1)
        export->profile = (int)export->offered[0];
    else if (!stands)
        export->profile = PROFILE_NOT_SAID;
}

static void ask_profile(const struct export_screen *export, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_CHOICE, .choice_count = export->offered_count };

    if (export->offered_count == 1) {
        flow_toast(flow, STYLE_WARN, "%s", _("No profile takes this kind of record: what is chosen here leaves."));
        return;
    }
    snprintf(dialog.title, sizeof dialog.title, "%s", _("For whom is it?"));
    for (int i = 0; i < export->offered_count; i++)
        text_cut_into(dialog.choices[i], sizeof dialog.choices[i], _(profile_label(export->offered[i])));
    flow_ask(flow, &dialog, ASKED_PROFILE);
}

/* --- lines to type --- */
static void ask_line(struct flow *flow, const char *title, const char *text, const char *now, int question)
{
    struct dialog dialog = { .kind = DIALOG_PROMPT };

    text_cut_into(dialog.title, sizeof dialog.title, title);
    text_cut_into(dialog.text, sizeof dialog.text, text);
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Take it"));
    if (line_set(&dialog.line, now) == OK)
        flow_ask(flow, &dialog, question);
}

static void ask_day(const struct export_screen *export, struct flow *flow)
{
    char day[DATE_TEXT_SIZE];

    date_format(export->as_of, day);
    ask_line(flow, _("As of which day?"), _("What was in force on that day is on the map."), day, ASKED_DAY);
}

static void ask_records(const struct export_screen *export, struct flow *flow)
{
    if (export->format)
        ask_day(export, flow);
    else
        flow_push(flow, filter_screen_new(export->type, buf_text(&export->filters)), ASKED_FILTERS);
}

static void ask_fields(struct export_screen *export, struct flow *flow)
{
    if (export->format)
        flow_toast(flow, STYLE_WARN, "%s", _("This kind of file has its own fields: the preview names them."));
    else
        pick(export, flow, PICKING_FIELDS);
}

void export_open_row(struct export_screen *export, struct flow *flow)
{
    switch ((enum export_row)table_selected_id(&export->table)) {
    case ROW_RECORDS:
        ask_records(export, flow);
        break;
    case ROW_FIELDS:
        ask_fields(export, flow);
        break;
    case ROW_KIND:
        pick(export, flow, PICKING_KIND);
        break;
    case ROW_PROFILE:
        ask_profile(export, flow);
        break;
    case ROW_PLACE:
        ask_line(flow, _("Where to?"), _("A new file: its full path, or from your own folder on."),
                 buf_text(&export->path), ASKED_PLACE);
        break;
    case ROW_REASON:
        ask_line(flow, _("Who gets it, and what for?"), _("This stands in the log beside your name."),
                 buf_text(&export->reason), ASKED_REASON);
        break;
    }
}
