/*
 * Rows under column headings: the window of rows, the selection and the keys. Drawing is table_draw.c. The window moves
 * over the query as the screen hands rows in at either end; what falls out at the far end is overwritten, because a
 * list may show names.
 */
#include "townkeep/ui/table.h"

#include <stdlib.h>
#include <string.h>

#include "table_in.h"
#include "townkeep/base/buf.h"

static void line_free(struct table_line *line)
{
    if (line->cells) {
        for (int i = 0; i <= TABLE_COLUMNS; i++) {
            if (line->cells[i])
                explicit_bzero(line->cells[i], strlen(line->cells[i]));
            free(line->cells[i]);
        }
    }
    free(line->cells);
    *line = (struct table_line){ 0 };
}

void table_clear(struct table *table)
{
    for (int i = 0; i < table->count; i++)
        line_free(&table->lines[i]);
    table->count = table->selected = table->first = 0;
    table->more_before = table->more_after = false;
}

void table_release(struct table *table)
{
    table_clear(table);
    free(table->lines);
    *table = (struct table){ 0 };
}

static bool is_number(enum field_kind kind)
{
    return kind == FIELD_NUMBER || kind == FIELD_DECIMAL;
}

void table_columns_of(struct table *table, const struct record_type *type)
{
    table->column_count = 0;
    table->sort_column = -1;
    for (int i = 0; i < type->field_count && table->column_count < TABLE_COLUMNS; i++) {
        const struct field *field = &type->fields[i];

        if (field->flags & FIELD_LISTED)
            table->columns[table->column_count++] = (struct table_column){
                .label = field->label, .width = field_width(field), .right = is_number(field->kind), .field = i
            };
    }
}

static enum err grow(struct table *table)
{
    int capacity = table->capacity ? table->capacity * 2 : 64;
    struct table_line *lines;

    if (table->count < table->capacity)
        return OK;
    lines = reallocarray(table->lines, (size_t)capacity, sizeof *lines);
    if (!lines)
        return E_MEMORY;
    table->lines = lines;
    table->capacity = capacity;
    return OK;
}

static enum err copy_row(const struct table_row *row, struct table_line *out)
{
    enum err e = OK;

    out->id = row->id;
    out->style = row->style;
    out->cells = calloc(TABLE_COLUMNS + 1, sizeof *out->cells);
    if (!out->cells)
        return E_MEMORY;
    for (int i = 0; i < TABLE_COLUMNS && !e; i++) {
        if (row->cells[i])
            e = text_copy(&out->cells[i], row->cells[i]);
    }
    if (!e && row->warning)
        e = text_copy(&out->cells[TABLE_COLUMNS], row->warning);
    if (e)
        line_free(out);
    return e;
}

/* Keep the window within TABLE_ROWS by dropping the row at the end away from where one is added. */
static void make_room(struct table *table, enum table_end end)
{
    if (table->count < TABLE_ROWS)
        return;
    if (end == TABLE_BEFORE) {
        line_free(&table->lines[--table->count]);
        table->more_after = true;
        return;
    }
    line_free(&table->lines[0]);
    memmove(table->lines, table->lines + 1, sizeof *table->lines * (size_t)(table->count - 1));
    table->count--;
    table->selected -= table->selected > 0;
    table->first -= table->first > 0;
    table->more_before = true;
}

enum err table_add(struct table *table, enum table_end end, const struct table_row *row)
{
    struct table_line line = { 0 };
    enum err e;

    make_room(table, end);
    if ((e = grow(table)) || (e = copy_row(row, &line)))
        return e;
    if (end == TABLE_BEFORE) {
        memmove(table->lines + 1, table->lines, sizeof *table->lines * (size_t)table->count);
        table->lines[0] = line;
        if (table->count > 0) {
            table->selected++;
            table->first++;
        }
    } else {
        table->lines[table->count] = line;
    }
    table->count++;
    return OK;
}

int table_page(const struct table *table)
{
    return table->area.height > 1 ? table->area.height - 1 : 1;
}

static void show_selected(struct table *table)
{
    if (table->selected < table->first)
        table->first = table->selected;
    if (table->selected >= table->first + table_page(table))
        table->first = table->selected - table_page(table) + 1;
    if (table->first < 0)
        table->first = 0;
}

void table_place(struct table *table, struct area area)
{
    table->area = area;
    show_selected(table);
}

void table_step(struct table *table, int rows)
{
    int to = table->selected + rows, last = table->count - 1;

    if (to > last)
        to = last;
    table->selected = to > 0 ? to : 0;
    show_selected(table);
}

bool table_select(struct table *table, int64_t id)
{
    for (int i = 0; i < table->count; i++) {
        if (table->lines[i].id == id) {
            table->selected = i;
            show_selected(table);
            return true;
        }
    }
    return false;
}

int64_t table_id_at(const struct table *table, int row)
{
    return row >= 0 && row < table->count ? table->lines[row].id : 0;
}

int64_t table_selected_id(const struct table *table)
{
    return table_id_at(table, table->selected);
}

const char *table_cell(const struct table *table, int row, int column)
{
    if (row < 0 || row >= table->count || column < 0 || column >= TABLE_COLUMNS || !table->lines[row].cells[column])
        return "";
    return table->lines[row].cells[column];
}

bool table_is_marked(const struct table *table, int row)
{
    return row >= 0 && row < table->count && table->lines[row].marked;
}

bool table_has_warning(const struct table *table, int row)
{
    return row >= 0 && row < table->count && table->lines[row].cells[TABLE_COLUMNS] != NULL;
}

int table_marked_count(const struct table *table)
{
    int count = 0;

    for (int i = 0; i < table->count; i++)
        count += table->lines[i].marked;
    return count;
}

/* Move by `rows`; at an end of the window where more is known to follow, ask for it instead. */
static enum table_result move(struct table *table, int rows)
{
    int before = table->selected;

    if (rows > 0 && table->more_after && table->selected + rows >= table->count)
        return TABLE_WANTS_AFTER;
    if (rows < 0 && table->more_before && table->selected + rows < 0)
        return TABLE_WANTS_BEFORE;
    table_step(table, rows);
    return table->selected == before ? TABLE_TAKEN : TABLE_MOVED;
}

static enum table_result handle_click(struct table *table, const struct event *event)
{
    int row = event->y - table->area.y - 1 + table->first;

    if (event->x < table->area.x || event->x >= table->area.x + table->area.width || event->y <= table->area.y ||
        event->y >= table->area.y + table->area.height || row >= table->count)
        return TABLE_IGNORED;
    if (row == table->selected)
        return TABLE_OPENED;
    table->selected = row;
    return TABLE_MOVED;
}

enum table_result table_handle(struct table *table, const struct event *event)
{
    if (event->kind == EVENT_MOUSE)
        return handle_click(table, event);
    if (event->kind != EVENT_KEY)
        return TABLE_IGNORED;
    switch (event->key) {
    case PRESS_UP:
        return move(table, -1);
    case PRESS_DOWN:
        return move(table, 1);
    case PRESS_PAGE_UP:
        return move(table, -table_page(table));
    case PRESS_PAGE_DOWN:
        return move(table, table_page(table));
    case PRESS_HOME:
        return table->more_before ? TABLE_WANTS_FIRST : move(table, -table->count);
    case PRESS_END:
        return table->more_after ? TABLE_WANTS_LAST : move(table, table->count);
    case PRESS_ENTER:
        return table->count > 0 ? TABLE_OPENED : TABLE_TAKEN;
    case ' ':
        if (!table->may_mark || table->count == 0)
            return TABLE_IGNORED;
        table->lines[table->selected].marked = !table->lines[table->selected].marked;
        table_step(table, 1);
        return TABLE_MOVED;
    default:
        return TABLE_IGNORED;
    }
}
