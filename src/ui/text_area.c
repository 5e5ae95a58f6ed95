/*
 * Many lines of text being edited: `line` with wrapping. The wrapped lines are worked out anew for every event: at the
 * length a note may have that takes well under a millisecond, and there is nothing to keep in step.
 */
#include "townkeep/ui/text_area.h"

#include <stdlib.h>
#include <string.h>

#include "line_in.h"

enum { AREA_MAX_DEFAULT = 20000 };

/* The text as wrapped lines; always at least one, and an empty one behind a closing line end, where the cursor may
 * stand. */
struct wrapped {
    struct text_span *spans;
    size_t count;
};

static bool wrap(const struct text_area *area, struct wrapped *out)
{
    const char *text = text_area_text(area);
    size_t cells = area->width > 1 ? (size_t)area->width - 1 : 1, len = strlen(text);
    size_t count = text_wrap(text, cells, NULL, 0);
    bool open = len == 0 || text[len - 1] == '\n';

    out->spans = calloc(count + 1, sizeof *out->spans);
    if (!out->spans)
        return false;
    text_wrap(text, cells, out->spans, count);
    if (open)
        out->spans[count++] = (struct text_span){ .start = len };
    out->count = count;
    return true;
}

static size_t line_of(const struct wrapped *lines, size_t at)
{
    size_t i = lines->count - 1;

    while (i > 0 && lines->spans[i].start > at)
        i--;
    return i;
}

void text_area_release(struct text_area *area)
{
    line_release(&area->line);
    area->first = 0;
}

enum err text_area_set(struct text_area *area, const char *text)
{
    if (area->line.max == 0)
        area->line.max = AREA_MAX_DEFAULT;
    area->first = 0;
    return line_set(&area->line, text);
}

const char *text_area_text(const struct text_area *area)
{
    return line_text(&area->line);
}

static void show_cursor(struct text_area *area)
{
    struct wrapped lines = { 0 };
    int at;

    if (!wrap(area, &lines))
        return;
    at = (int)line_of(&lines, area->line.at);
    if (at < area->first)
        area->first = at;
    if (area->height > 0 && at >= area->first + area->height)
        area->first = at - area->height + 1;
    free(lines.spans);
}

void text_area_place(struct text_area *area, int width, int height)
{
    area->width = width;
    area->height = height;
    show_cursor(area);
}

int text_area_lines(const struct text_area *area)
{
    struct wrapped lines = { 0 };
    int count;

    if (!wrap(area, &lines))
        return 1;
    count = (int)lines.count;
    free(lines.spans);
    return count;
}

/* Move `rows` wrapped lines, keeping the column as far as the line is long. False at the edge. */
static bool move_rows(struct text_area *area, const struct wrapped *lines, int rows)
{
    const char *text = text_area_text(area);
    int from = (int)line_of(lines, area->line.at), to = from + rows, last = (int)lines->count - 1;
    const struct text_span *span = &lines->spans[from];
    size_t column = text_width_of(text + span->start, area->line.at - span->start), fit;

    if ((rows < 0 && from == 0) || (rows > 0 && from == last))
        return false;
    to = to < 0 ? 0 : to > last ? last : to;
    span = &lines->spans[to];
    fit = text_fit(text + span->start, column);
    area->line.at = span->start + (fit < span->len ? fit : span->len);
    return true;
}

static enum line_result handle_key(struct text_area *area, const struct wrapped *lines, uint32_t key)
{
    const struct text_span *span = &lines->spans[line_of(lines, area->line.at)];
    int page = area->height > 1 ? area->height - 1 : 1;

    switch (key) {
    case PRESS_UP:
        return move_rows(area, lines, -1) ? LINE_TAKEN : LINE_IGNORED;
    case PRESS_DOWN:
        return move_rows(area, lines, 1) ? LINE_TAKEN : LINE_IGNORED;
    case PRESS_PAGE_UP:
        move_rows(area, lines, -page);
        return LINE_TAKEN;
    case PRESS_PAGE_DOWN:
        move_rows(area, lines, page);
        return LINE_TAKEN;
    case PRESS_HOME:
    case PRESS_CTRL('a'):
        area->line.at = span->start;
        return LINE_TAKEN;
    case PRESS_END:
    case PRESS_CTRL('e'):
        area->line.at = span->start + span->len;
        return LINE_TAKEN;
    case PRESS_CTRL('u'):
        return line_cut(&area->line, span->start, area->line.at);
    case PRESS_CTRL('k'):
        return line_cut(&area->line, area->line.at, span->start + span->len);
    case PRESS_ENTER:
        return line_insert(&area->line, "\n", 1, TEXT_MANY_LINES, true);
    default:
        return LINE_IGNORED;
    }
}

enum line_result text_area_handle(struct text_area *area, const struct event *event)
{
    struct wrapped lines = { 0 };
    enum line_result result = LINE_IGNORED;

    if (area->line.max == 0)
        area->line.max = AREA_MAX_DEFAULT;
    if (event->kind == EVENT_KEY && wrap(area, &lines))
        result = handle_key(area, &lines, event->key);
    free(lines.spans);
    if (result == LINE_IGNORED && !(event->kind == EVENT_KEY && (event->key == PRESS_UP || event->key == PRESS_DOWN)))
        result = line_handle_common(&area->line, event, TEXT_MANY_LINES);
    else if (result == LINE_TAKEN)
        area->line.joined = false;
    if (result != LINE_IGNORED)
        show_cursor(area);
    return result;
}

void text_area_draw(const struct text_area *area, struct grid *grid, int x, int y, bool active)
{
    enum style style = active ? STYLE_ACTIVE : STYLE_FIELD;
    const char *text = text_area_text(area);
    struct wrapped lines = { 0 };
    size_t at;

    draw_fill(grid, (struct area){ x, y, area->width, area->height }, style);
    if (!wrap(area, &lines))
        return;
    for (int row = 0; row < area->height && (size_t)area->first + (size_t)row < lines.count; row++) {
        const struct text_span *span = &lines.spans[area->first + row];

        draw_printf(grid, x, y + row, area->width, style, "%.*s", (int)span->len, text + span->start);
    }
    at = line_of(&lines, area->line.at);
    if (active && (int)at >= area->first && (int)at < area->first + area->height) {
        const struct text_span *span = &lines.spans[at];
        int column = (int)text_width_of(text + span->start, area->line.at - span->start);

        grid_cursor(grid, x + (column < area->width ? column : area->width - 1), y + (int)at - area->first);
    }
    if (area->first > 0)
        draw_text(grid, x + area->width - 1, y, 1, STYLE_DIM, draw_mark(grid, MARK_MORE_UP));
    if ((int)lines.count > area->first + area->height)
        draw_text(grid, x + area->width - 1, y + area->height - 1, 1, STYLE_DIM, draw_mark(grid, MARK_MORE_DOWN));
    free(lines.spans);
}
