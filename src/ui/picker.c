/* Choosing from a filtered list in a box. Matching is worked out from the words typed, never stored, so that a row
 * added while words stand is filtered too. */
#include "townkeep/ui/picker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/ui/frame.h"

enum { PICKER_WIDTH = 66, PICKER_HEIGHT = 18, PICKER_HEIGHT_LEAST = 8, PICKER_MARGIN_ROWS = 5 };

void picker_release(struct picker *picker)
{
    picker_clear_rows(picker);
    free(picker->rows);
    line_release(&picker->words);
    *picker = (struct picker){ 0 };
}

void picker_clear_rows(struct picker *picker)
{
    if (picker->rows)
        explicit_bzero(picker->rows, sizeof *picker->rows * (size_t)picker->capacity);
    picker->count = picker->selected = picker->first = 0;
}

enum err picker_add(struct picker *picker, const struct picker_row *row)
{
    if (picker->count == picker->capacity) {
        int capacity = picker->capacity ? picker->capacity * 2 : 16;
        struct picker_row *rows = calloc((size_t)capacity, sizeof *rows);

        if (!rows)
            return E_MEMORY;
        if (picker->rows) {
            memcpy(rows, picker->rows, sizeof *rows * (size_t)picker->count);
            explicit_bzero(picker->rows, sizeof *rows * (size_t)picker->count);
        }
        free(picker->rows);
        picker->rows = rows;
        picker->capacity = capacity;
    }
    picker->rows[picker->count++] = *row;
    return OK;
}

static bool matches(const struct picker *picker, const struct picker_row *row)
{
    char text[2 * PICKER_LABEL_SIZE + PICKER_CODE_SIZE];

    if (picker->fed)
        return true;
    snprintf(text, sizeof text, "%s %s %s", row->label, row->code, row->detail);
    return text_has_words(text, line_text(&picker->words));
}

/* The row that stands at `place` among those that match; -1 beyond the last. */
static int row_at(const struct picker *picker, int place)
{
    for (int i = 0; i < picker->count; i++) {
        if (matches(picker, &picker->rows[i]) && place-- == 0)
            return i;
    }
    return -1;
}

static int match_count(const struct picker *picker)
{
    int count = 0;

    for (int i = 0; i < picker->count; i++)
        count += matches(picker, &picker->rows[i]);
    return count;
}

static int rows_shown(const struct picker *picker)
{
    int rows = picker->area.height - PICKER_MARGIN_ROWS;

    return rows > 0 ? rows : 1;
}

static void select_place(struct picker *picker, int place)
{
    int last = match_count(picker) - 1;

    if (place > last)
        place = last;
    picker->selected = place > 0 ? place : 0;
    if (picker->selected < picker->first)
        picker->first = picker->selected;
    if (picker->selected >= picker->first + rows_shown(picker))
        picker->first = picker->selected - rows_shown(picker) + 1;
}

void picker_place(struct picker *picker, struct area within)
{
    int height = PICKER_HEIGHT;

    if (!picker->fed && picker->count + PICKER_MARGIN_ROWS < height)
        height = picker->count + PICKER_MARGIN_ROWS;
    picker->area = area_centred(within, PICKER_WIDTH, height > PICKER_HEIGHT_LEAST ? height : PICKER_HEIGHT_LEAST);
    select_place(picker, picker->selected);
}

const struct picker_row *picker_chosen(const struct picker *picker)
{
    int row = row_at(picker, picker->selected);

    return row >= 0 ? &picker->rows[row] : NULL;
}

static bool is_any_on(const struct picker *picker)
{
    for (int i = 0; i < picker->count; i++) {
        if (picker->rows[i].on)
            return true;
    }
    return false;
}

/* Who searched for one and ticked none means the one that was found. */
static enum picker_result accept(struct picker *picker)
{
    int row = row_at(picker, picker->selected);

    if (picker->many && row >= 0 && line_text(&picker->words)[0] && !is_any_on(picker))
        picker->rows[row].on = true;
    if (picker->many || picker_chosen(picker))
        return PICKER_CHOSEN;
    return picker->may_create && line_text(&picker->words)[0] ? PICKER_CREATE : PICKER_TAKEN;
}

static enum picker_result switch_selected(struct picker *picker)
{
    int row = row_at(picker, picker->selected);

    if (row >= 0)
        picker->rows[row].on = !picker->rows[row].on;
    return PICKER_TAKEN;
}

static enum picker_result type_words(struct picker *picker, const struct event *event)
{
    enum line_result result = line_handle(&picker->words, event);

    if (result != LINE_CHANGED)
        return result == LINE_TAKEN ? PICKER_TAKEN : PICKER_IGNORED;
    picker->first = 0;
    select_place(picker, 0);
    return picker->fed ? PICKER_WORDS_CHANGED : PICKER_TAKEN;
}

enum picker_result picker_handle(struct picker *picker, const struct event *event)
{
    if (event->kind != EVENT_KEY)
        return type_words(picker, event);
    switch (event->key) {
    case PRESS_UP:
        select_place(picker, picker->selected - 1);
        return PICKER_TAKEN;
    case PRESS_DOWN:
        select_place(picker, picker->selected + 1);
        return PICKER_TAKEN;
    case PRESS_PAGE_UP:
        select_place(picker, picker->selected - rows_shown(picker));
        return PICKER_TAKEN;
    case PRESS_PAGE_DOWN:
        select_place(picker, picker->selected + rows_shown(picker));
        return PICKER_TAKEN;
    case PRESS_ENTER:
        return accept(picker);
    case PRESS_ESCAPE:
        return PICKER_CANCELLED;
    case PRESS_CTRL('n'):
        return picker->may_create && line_text(&picker->words)[0] ? PICKER_CREATE : PICKER_TAKEN;
    case PRESS_DELETE:
        return picker->may_empty && !line_text(&picker->words)[0] ? PICKER_EMPTIED : type_words(picker, event);
    case ' ':
        return picker->many ? switch_selected(picker) : type_words(picker, event);
    default:
        return type_words(picker, event);
    }
}

static void draw_row(const struct picker *picker, struct grid *grid, const struct picker_row *row, int y, bool selected)
{
    int x = picker->area.x + 1, width = picker->area.width - 2, used = 2;
    enum style style = selected ? STYLE_SELECTED : STYLE_TEXT;

    if (selected)
        draw_fill(grid, (struct area){ x, y, width, 1 }, STYLE_SELECTED);
    draw_text(grid, x, y, 1, style, selected ? draw_mark(grid, MARK_SELECTED) : " ");
    if (picker->many) {
        draw_text(grid, x + 2, y, 3, style, row->on ? "[x]" : "[ ]");
        used += 4;
    }
    used += draw_text(grid, x + used, y, width - used, style, row->label);
    if (row->detail[0] && used + 2 < width)
        draw_text(grid, x + used + 2, y, width - used - 2, selected ? style : STYLE_DIM, row->detail);
}

static const char *footer(const struct picker *picker)
{
    if (picker->many)
        return _("Space switches, Enter takes them, Esc leaves it as it was");
    if (picker->may_create && picker->may_empty)
        return _("Enter takes it, Ctrl-N makes one, Delete empties, Esc leaves");
    if (picker->may_create)
        return _("Enter takes it, Ctrl-N makes a new one, Esc leaves");
    return picker->may_empty ? _("Enter takes it, Delete empties, Esc leaves") : _("Enter takes it, Esc leaves");
}

void picker_draw(const struct picker *picker, struct grid *grid)
{
    struct area area = picker->area;
    int shown = rows_shown(picker), place = 0;

    draw_box(grid, area, picker->title);
    for (int i = 0; i < picker->count && place < picker->first + shown; i++) {
        if (!matches(picker, &picker->rows[i]))
            continue;
        if (place >= picker->first)
            draw_row(picker, grid, &picker->rows[i], area.y + 3 + place - picker->first, place == picker->selected);
        place++;
    }
    if (match_count(picker) == 0)
        draw_text(grid, area.x + 2, area.y + 3, area.width - 4, STYLE_DIM,
                  picker->may_create && line_text(&picker->words)[0] ? _("Nothing by that name. Ctrl-N makes it.")
                  : line_text(&picker->words)[0]                     ? _("Nothing has these words.")
                                                                     : _("Type a few letters of the name."));
    draw_rule(grid, area.x + 1, area.y + 2, area.width - 2);
    draw_text(grid, area.x + 2, area.y + area.height - 2, area.width - 4, STYLE_DIM, footer(picker));
    line_draw(&picker->words, grid, area.x + 2, area.y + 1, area.width - 4, true);
}
