/* Where the parts of a form stand, and drawing them. Every field takes as many rows as it needs now: a note grows while
 * it is written. */
#include <stdio.h>
#include <string.h>

#include "form_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

enum {
    LABEL_MIN = 12,
    LABEL_MAX = 26,
    LABEL_GAP = 3,
    NOTE_ROWS = 2, /* of a note that is not current */
    NOTE_ROWS_CURRENT = 3,
    NOTE_ROWS_MAX = 9,
    HEAD_ROWS_MAX = 2,
};

int form_label_width(const struct form *form)
{
    int width = LABEL_MIN;

    for (int i = 0; i < form->count; i++) {
        const struct field *field = form_field_of(form, &form->fields[i]);
        int label = field ? (int)text_width(_(field->label)) : 0;

        if (label > width && form_is_shown(form, &form->fields[i]))
            width = label;
    }
    return width < LABEL_MAX ? width : LABEL_MAX;
}

int form_editor_width(const struct form *form)
{
    int width = form->area.width - form_label_width(form) - LABEL_GAP - 2;

    return width > 10 ? width : 10;
}

static const char *problem_names(const struct form *form, char *out, size_t size)
{
    size_t used = 0;

    out[0] = '\0';
    for (int i = 0; i < form->problems.count && used < size; i++) {
        int field = form->problems.items[i].field;
        bool known = field >= 0 && field < form->record->type->field_count;
        const char *name = known ? _(form->record->type->fields[field].label) : form->problems.items[i].text;

        used += (size_t)snprintf(out + used, size - used, "%s%s", i > 0 ? ", " : "", name);
    }
    return out;
}

static const char *problem_head(const struct form *form, char *out, size_t size)
{
    char names[400];
    int count = form->problems.count;

    problem_names(form, names, sizeof names);
    if (problems_refuse(&form->problems))
        snprintf(out, size,
                 ngettext("! %d thing to mend before this is saved: %s", "! %d things to mend before this is saved: %s",
                          (unsigned long)count),
                 count, names);
    else
        snprintf(out, size,
                 ngettext("? %d thing to look at; save again to keep it so: %s",
                          "? %d things to look at; save again to keep them so: %s", (unsigned long)count),
                 count, names);
    return out;
}

int form_head_rows(const struct form *form)
{
    char text[600];
    int rows;

    if (form->problems.count == 0)
        return 0;
    rows = (int)text_wrap(problem_head(form, text, sizeof text), (size_t)(form->area.width > 0 ? form->area.width : 1),
                          NULL, 0);
    return rows < HEAD_ROWS_MAX ? rows : HEAD_ROWS_MAX;
}

int form_editor_rows(const struct form *form, int index)
{
    const struct form_field *f = &form->fields[index];
    bool current = index == form->current;
    int least = current ? NOTE_ROWS_CURRENT : NOTE_ROWS, most = current ? NOTE_ROWS_MAX : NOTE_ROWS_CURRENT, lines;

    if (f->editor != EDIT_AREA)
        return 1;
    lines = text_area_lines(&f->area) + current;
    if (most > form->area.height / 2 && form->area.height > 0)
        most = form->area.height / 2 > 1 ? form->area.height / 2 : 1;
    return lines < least ? least : lines > most ? most : lines;
}

static int wrapped_rows(const struct form *form, const char *text)
{
    return (int)text_wrap(text, (size_t)form_editor_width(form), NULL, 0);
}

/* The hint under the current field; a note adds its words. */
static const char *hint_of(const struct form *form, const struct form_field *f, char *out, size_t size)
{
    const struct field *field = form_field_of(form, f);
    size_t words = f->editor == EDIT_AREA ? text_word_count(text_area_text(&f->area)) : 0;
    char count[80] = "";

    if (f->editor == EDIT_AREA)
        snprintf(count, sizeof count, ngettext("%zu word", "%zu words", words), words);
    snprintf(out, size, "%s%s%s", field && field->hint ? _(field->hint) : "",
             field && field->hint && count[0] ? "   " : "", count);
    return out;
}

int form_rows_of(const struct form *form, int index)
{
    const struct form_field *f = &form->fields[index];
    char hint[600];
    int rows;

    if (!form_is_shown(form, f))
        return 0;
    rows = form_editor_rows(form, index);
    if (f->problem[0])
        rows += wrapped_rows(form, f->problem);
    if (index == form->current)
        rows += wrapped_rows(form, hint_of(form, f, hint, sizeof hint));
    return rows;
}

static int rows_before(const struct form *form, int index)
{
    int rows = 0;

    for (int i = 0; i < index; i++)
        rows += form_rows_of(form, i);
    return rows;
}

static void choose_editors(struct form *form)
{
    struct option options[OPTIONS_MAX];

    for (int i = 0; i < form->count; i++) {
        struct form_field *f = &form->fields[i];

        if (f->editor == EDIT_PICK && form_options(form, form_field_of(form, f), form_editor_width(form), options) > 0)
            f->editor = EDIT_OPTIONS;
        else if (f->editor == EDIT_OPTIONS &&
                 form_options(form, form_field_of(form, f), form_editor_width(form), options) == 0)
            f->editor = EDIT_PICK;
    }
}

void form_settle(struct form *form)
{
    int top, bottom, height = form->area.height - form_head_rows(form);

    if (form->count == 0 || form->area.width == 0)
        return;
    choose_editors(form);
    for (int i = 0; i < form->count; i++) {
        if (form->fields[i].editor == EDIT_AREA)
            text_area_place(&form->fields[i].area, form_editor_width(form), form_editor_rows(form, i));
    }
    top = rows_before(form, form->current);
    bottom = top + form_rows_of(form, form->current);
    if (bottom > form->first + height)
        form->first = bottom - height;
    if (top < form->first)
        form->first = top;
    if (form->overlay == FORM_PICKER)
        picker_place(&form->picker, form->area);
}

void form_place(struct form *form, struct area area)
{
    form->area = area;
    form_settle(form);
}

const char *form_date_echo(const struct form *form, const struct form_field *f, char *out, size_t size)
{
    const struct field *field = form_field_of(form, f);
    const struct value *value = field ? form_value_of(form, f) : NULL;
    struct date day;
    char relative[80];

    out[0] = '\0';
    if (!value || f->unread || (field->kind != FIELD_DATE && field->kind != FIELD_PARTIAL_DATE) ||
        value->form != VALUE_TEXT || !date_parse(value->text, false, &day))
        return out;
    date_long(day, out, size);
    snprintf(out + strlen(out), size - strlen(out), ", %s", date_relative(day, form->today, relative, sizeof relative));
    return out;
}

static int line_width(const struct form *form, const struct field *field)
{
    int width = form_editor_width(form), wanted;

    switch (field->kind) {
    case FIELD_DATE:
    case FIELD_PARTIAL_DATE:
    case FIELD_NUMBER:
    case FIELD_DECIMAL:
        wanted = 14;
        break;
    case FIELD_TIME:
        wanted = 8;
        break;
    case FIELD_TEXT:
        wanted = field_max_len(field) + 1;
        break;
    default:
        wanted = width;
        break;
    }
    return wanted < width ? wanted : width;
}

static void draw_options(const struct form *form, const struct form_field *f, struct grid *grid, int x, int y,
                         bool active)
{
    struct option options[OPTIONS_MAX];
    int width = form_editor_width(form), count = form_options(form, form_field_of(form, f), width, options);
    int chosen = form_option_chosen(form, f, options, count), at = x;

    for (int i = 0; i < count; i++) {
        enum style style = i == chosen ? STYLE_STRONG : STYLE_TEXT;

        if (active && (i == chosen || (chosen < 0 && i == 0)))
            grid_cursor(grid, at, y);
        at += draw_text(grid, at, y, x + width - at, style, draw_mark(grid, i == chosen ? MARK_ON : MARK_OFF)) + 1;
        at += draw_text(grid, at, y, x + width - at, style, options[i].label) + 3;
    }
}

static void draw_shown(const struct form *form, struct grid *grid, int x, int y, enum style style, bool active,
                       const char *text)
{
    int width = form_editor_width(form);

    if (style != STYLE_DIM)
        draw_fill(grid, (struct area){ x, y, width, 1 }, style);
    draw_text(grid, x, y, width, style, text);
    if (active)
        grid_cursor(grid, x, y);
}

static void draw_picked(const struct form *form, const struct form_field *f, struct grid *grid, int x, int y,
                        bool active)
{
    struct buf text = { 0 };

    if (f->editor == EDIT_PICK && field_show(form_field_of(form, f), form_value_of(form, f), form->words, &text) == OK)
        draw_shown(form, grid, x, y, active ? STYLE_ACTIVE : STYLE_FIELD, active, buf_text(&text));
    else
        draw_shown(form, grid, x, y, active ? STYLE_ACTIVE : STYLE_FIELD, active, f->shown ? f->shown : "");
    buf_wipe(&text);
}

static void draw_fold(const struct form *form, const struct form_field *f, struct grid *grid, int x, int y, bool active)
{
    int hidden = 0;

    (void)f;
    for (int i = 0; i < form->count; i++)
        hidden += form->fields[i].folded;
    draw_printf(grid, x, y, form->area.width, active ? STYLE_SELECTED : STYLE_DIM,
                form->more_open ? ngettext("%s Less   Ctrl-O folds this %d field",
                                           "%s Less   Ctrl-O folds these %d fields", (unsigned long)hidden)
                                : ngettext("%s More   Ctrl-O shows %d further field",
                                           "%s More   Ctrl-O shows %d further fields", (unsigned long)hidden),
                draw_mark(grid, form->more_open ? MARK_MORE_UP : MARK_MORE_DOWN), hidden);
    if (active)
        grid_cursor(grid, x, y);
}

static void draw_editor(const struct form *form, const struct form_field *f, struct grid *grid, int x, int y,
                        bool active)
{
    char echo[160];
    int width;

    switch (f->editor) {
    case EDIT_FIXED:
        draw_shown(form, grid, x, y, STYLE_DIM, false, f->shown ? f->shown : "");
        break;
    case EDIT_LINE:
        width = line_width(form, form_field_of(form, f));
        line_draw(&f->line, grid, x, y, width, active);
        if (form_date_echo(form, f, echo, sizeof echo)[0])
            draw_text(grid, x + width + 2, y, form_editor_width(form) - width - 2, STYLE_DIM, echo);
        break;
    case EDIT_AREA:
        text_area_draw(&f->area, grid, x, y, active);
        break;
    case EDIT_OPTIONS:
        draw_options(form, f, grid, x, y, active);
        break;
    case EDIT_PICK:
    case EDIT_REFERENCE:
        draw_picked(form, f, grid, x, y, active);
        break;
    case EDIT_FOLD:
        break;
    }
}

static void draw_label(const struct form *form, const struct form_field *f, struct grid *grid, int y, bool active)
{
    const struct field *field = form_field_of(form, f);
    int x = form->area.x, width = form_label_width(form);
    bool required = (field->flags & FIELD_REQUIRED) && f->editor != EDIT_FIXED;

    draw_text(grid, x, y, 1, STYLE_STRONG,
              active          ? draw_mark(grid, MARK_SELECTED)
              : f->problem[0] ? (f->warning ? "?" : "!")
                              : " ");
    draw_text(grid, x + 2, y, width, active ? STYLE_STRONG : STYLE_TEXT, _(field->label));
    if (required && form_value_of(form, f)->form == VALUE_EMPTY)
        draw_text(grid, x + 2 + (int)text_width(_(field->label)) + 1, y, 1, STYLE_DIM, "*");
}

/* A field at row y of the grid, clipped to the rows [top, bottom) of the form by drawing into a window of the grid only
 * when its rows are inside. */
static void draw_field(const struct form *form, struct grid *grid, int index, int y, int bottom)
{
    const struct form_field *f = &form->fields[index];
    bool active = index == form->current && form->overlay == FORM_NO_OVERLAY;
    int x = form->area.x + 2 + form_label_width(form) + LABEL_GAP - 1, width = form_editor_width(form);
    char hint[600];

    if (f->editor == EDIT_FOLD) {
        draw_fold(form, f, grid, form->area.x + 2, y, active);
        return;
    }
    draw_label(form, f, grid, y, active);
    draw_editor(form, f, grid, x, y, active);
    y += form_editor_rows(form, index);
    if (f->problem[0] && y < bottom)
        y += draw_wrapped(grid, (struct area){ x, y, width, bottom - y }, 0, f->warning ? STYLE_WARN : STYLE_BAD,
                          f->problem);
    if (index == form->current && y < bottom)
        draw_wrapped(grid, (struct area){ x, y, width, bottom - y }, 0, STYLE_DIM, hint_of(form, f, hint, sizeof hint));
}

void form_draw(const struct form *form, struct grid *grid)
{
    int head = form_head_rows(form), top = form->area.y + head, bottom = form->area.y + form->area.height,
        y = top - form->first;
    char text[600];

    if (head > 0)
        draw_wrapped(grid, (struct area){ form->area.x, form->area.y, form->area.width, head }, 0,
                     problems_refuse(&form->problems) ? STYLE_BAD : STYLE_WARN, problem_head(form, text, sizeof text));
    for (int i = 0; i < form->count; i++) {
        int rows = form_rows_of(form, i);

        if (rows > 0 && y >= top && y + form_editor_rows(form, i) <= bottom)
            draw_field(form, grid, i, y, bottom);
        y += rows;
    }
    if (form->first > 0)
        draw_text(grid, form->area.x + form->area.width - 1, top, 1, STYLE_DIM, draw_mark(grid, MARK_MORE_UP));
    if (y > bottom)
        draw_text(grid, form->area.x + form->area.width - 1, bottom - 1, 1, STYLE_DIM, draw_mark(grid, MARK_MORE_DOWN));
    if (form->overlay == FORM_PICKER)
        picker_draw(&form->picker, grid);
    else if (form->overlay == FORM_CALENDAR)
        calendar_draw(&form->month, grid, form->area);
}

const char *form_hint(const struct form *form, char *out, size_t size)
{
    const struct form_field *f = form_current(form);
    const struct field *field = f ? form_field_of(form, f) : NULL;

    out[0] = '\0';
    if (!f || form->overlay != FORM_NO_OVERLAY)
        return out;
    if (f->problem[0])
        snprintf(out, size, "%s", f->problem);
    else if (f->editor == EDIT_PICK || f->editor == EDIT_REFERENCE)
        snprintf(out, size, "%s", _("Enter or a letter opens the list, Delete empties the field."));
    else if (f->editor == EDIT_OPTIONS)
        snprintf(out, size, "%s", _("Left and Right choose, Delete empties the field."));
    else if (field && (field->kind == FIELD_DATE || field->kind == FIELD_PARTIAL_DATE))
        snprintf(out, size, "%s", _("A day as 2026-11-23, 23.11., 3 nov, today, +7; F4 opens a calendar."));
    else if (field && field->kind == FIELD_TAGS)
        snprintf(out, size, "%s", _("Several are separated by a semicolon."));
    return out;
}
