/* A page of styled lines to read and scroll, and the one-row progress line. */
#include "townkeep/ui/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

static void release_text(char *text)
{
    if (text)
        explicit_bzero(text, strlen(text));
    free(text);
}

void page_release(struct page *page)
{
    for (int i = 0; i < page->count; i++) {
        release_text(page->lines[i].label);
        release_text(page->lines[i].text);
    }
    free(page->lines);
    *page = (struct page){ 0 };
}

static enum err grow(struct page *page)
{
    int capacity = page->capacity ? page->capacity * 2 : 32;
    struct page_line *lines;

    if (page->count < page->capacity)
        return OK;
    lines = reallocarray(page->lines, (size_t)capacity, sizeof *lines);
    if (!lines)
        return E_MEMORY;
    page->lines = lines;
    page->capacity = capacity;
    return OK;
}

static enum err add(struct page *page, struct page_line line, const char *label, const char *text)
{
    enum err e = grow(page);

    if (e)
        return e;
    if ((e = text_copy(&line.text, text)) || (label && (e = text_copy(&line.label, label)))) {
        free(line.text);
        return e;
    }
    page->lines[page->count++] = line;
    return OK;
}

enum err page_add(struct page *page, enum style style, int indent, const char *text)
{
    return add(page, (struct page_line){ .style = style, .indent = indent }, NULL, text);
}

enum err page_add_lines(struct page *page, enum style style, int indent, const char *lines)
{
    enum err e = OK;

    while (*lines && !e) {
        size_t len = strcspn(lines, "\n");
        char text[600];

        text_print_into(text, sizeof text, "%.*s", (int)len, lines);
        e = page_add(page, style, indent, text);
        lines += len + (lines[len] == '\n');
    }
    return e;
}

enum err page_add_labelled(struct page *page, int label_width, const char *label, const char *text)
{
    return add(
        page,
        (struct page_line){ .style = STYLE_TEXT, .indent = 2, .label_width = label_width, .label_style = STYLE_KEY },
        label, text);
}

enum err page_add_marked(struct page *page, enum style mark_style, enum mark mark, const char *text)
{
    return add(page,
               (struct page_line){ .style = STYLE_TEXT,
                                   .indent = 1,
                                   .label_width = 2,
                                   .label_style = mark_style,
                                   .is_marked = true,
                                   .mark = mark },
               NULL, text);
}

/* The row `at` of a text that is wrapped to `width`, owned by *out. */
static enum err wrapped_row(const char *text, int width, size_t at, char **out)
{
    enum { ROWS = 32 };
    struct text_span spans[ROWS];
    size_t rows = text_wrap(text, width > 0 ? (size_t)width : 1, spans, ROWS);

    if (at >= rows || at >= ROWS)
        return text_copy(out, "");
    *out = strndup(text + spans[at].start, spans[at].len);
    return *out ? OK : E_MEMORY;
}

enum err page_add_pair(struct page *page, enum style style, int left_width, const char *left, const char *right)
{
    int right_width = page->area.width - left_width;
    size_t left_rows = text_wrap(left, left_width > 1 ? (size_t)left_width - 1 : 1, NULL, 0);
    size_t right_rows = text_wrap(right, right_width > 0 ? (size_t)right_width : 1, NULL, 0);
    enum err e = OK;

    for (size_t at = 0; !e && (at < left_rows || at < right_rows); at++) {
        char *label = NULL, *text = NULL;

        if (!(e = wrapped_row(left, left_width - 1, at, &label)) && !(e = wrapped_row(right, right_width, at, &text)))
            e = add(page, (struct page_line){ .style = style, .label_width = left_width, .label_style = style }, label,
                    text);
        release_text(label);
        release_text(text);
    }
    return e;
}

static int text_start(const struct page_line *line)
{
    return line->indent + line->label_width;
}

static int line_rows(const struct page *page, const struct page_line *line)
{
    int width = page->area.width - text_start(line);
    size_t rows = text_wrap(line->text, width > 0 ? (size_t)width : 1, NULL, 0);

    return rows > 0 ? (int)rows : 1;
}

static int all_rows(const struct page *page)
{
    int rows = 0;

    for (int i = 0; i < page->count; i++)
        rows += line_rows(page, &page->lines[i]);
    return rows;
}

static void scroll_to(struct page *page, int first)
{
    int last = all_rows(page) - page->area.height;

    if (first > last)
        first = last;
    page->first = first > 0 ? first : 0;
}

void page_place(struct page *page, struct area area)
{
    page->area = area;
    scroll_to(page, page->first);
}

bool page_at_end(const struct page *page)
{
    return page->first + page->area.height >= all_rows(page);
}

bool page_handle(struct page *page, const struct event *event)
{
    if (event->kind != EVENT_KEY)
        return false;
    switch (event->key) {
    case PRESS_UP:
        scroll_to(page, page->first - 1);
        return true;
    case PRESS_DOWN:
        scroll_to(page, page->first + 1);
        return true;
    case PRESS_PAGE_UP:
        scroll_to(page, page->first - page->area.height + 1);
        return true;
    case PRESS_PAGE_DOWN:
    case ' ':
        scroll_to(page, page->first + page->area.height - 1);
        return true;
    case PRESS_HOME:
        scroll_to(page, 0);
        return true;
    case PRESS_END:
        scroll_to(page, all_rows(page));
        return true;
    default:
        return false;
    }
}

/* One line from its row `skip` on, at most `height` rows at y. */
static void draw_line(const struct page *page, struct grid *grid, const struct page_line *line, int y, int skip,
                      int height)
{
    struct area area = { page->area.x + text_start(line), y, page->area.width - text_start(line), height };

    draw_wrapped(grid, area, skip, line->style, line->text);
    if (skip > 0 || (!line->label && !line->is_marked))
        return;
    draw_text(grid, page->area.x + line->indent, y, line->label_width - 1, line->label_style,
              line->is_marked ? draw_mark(grid, line->mark) : line->label);
}

void page_draw(const struct page *page, struct grid *grid)
{
    int row = 0, bottom = page->first + page->area.height;

    for (int i = 0; i < page->count && row < bottom; i++) {
        int rows = line_rows(page, &page->lines[i]), skip = row < page->first ? page->first - row : 0;
        int y = page->area.y + row + skip - page->first;
        int shown = rows - skip < bottom - row - skip ? rows - skip : bottom - row - skip;

        if (shown > 0)
            draw_line(page, grid, &page->lines[i], y, skip, shown);
        row += rows;
    }
    grid_cursor(grid, page->area.x, page->area.y);
    if (page->first > 0)
        draw_text(grid, page->area.x + page->area.width - 1, page->area.y, 1, STYLE_DIM, draw_mark(grid, MARK_MORE_UP));
    if (all_rows(page) > bottom)
        draw_text(grid, page->area.x + page->area.width - 1, page->area.y + page->area.height - 1, 1, STYLE_DIM,
                  draw_mark(grid, MARK_MORE_DOWN));
}

void progress_draw(struct grid *grid, int x, int y, int width, const char *what, long done, long of, long seconds_left)
{
    char text[200], left[80] = "";

    if (seconds_left >= 60)
        snprintf(left, sizeof left,
                 ngettext("about %ld minute left", "about %ld minutes left", (unsigned long)(seconds_left + 30) / 60),
                 (seconds_left + 30) / 60);
    else if (seconds_left >= 0)
        snprintf(left, sizeof left, ngettext("%ld second left", "%ld seconds left", (unsigned long)seconds_left),
                 seconds_left);
    snprintf(text, sizeof text, _("%s: %ld of %ld"), what, done, of);
    draw_printf(grid, x, y, width, STYLE_STRONG, "%s   %s   %s", text, left, _("Esc stops"));
}
