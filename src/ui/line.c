/*
 * One line of text being edited. Undo keeps whole texts, not differences: fields are short, and what was typed is
 * overwritten when the line goes. A change that finds no memory simply does not happen.
 */
#include "line_in.h"

#include <string.h>

enum { LINE_MAX_DEFAULT = 1000 };

void line_release(struct line *line)
{
    buf_wipe(&line->text);
    for (int i = 0; i < LINE_UNDO; i++)
        buf_wipe(&line->undo[i]);
    *line = (struct line){ .max = line->max };
}

enum err line_set(struct line *line, const char *text)
{
    struct buf fresh = { 0 };
    enum err e = buf_add_str(&fresh, text);

    if (e)
        return e;
    line_release(line);
    line->text = fresh;
    line->at = fresh.len;
    return OK;
}

const char *line_text(const struct line *line)
{
    return buf_text(&line->text);
}

static size_t characters(const char *text, size_t len)
{
    size_t count = 0;

    for (size_t i = 0; i < len; i++)
        count += ((unsigned char)text[i] & 0xc0u) != 0x80u;
    return count;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n';
}

/* A snapshot for undo, unless this change belongs to the one before. */
static bool remember(struct line *line, bool typing)
{
    struct buf copy = { 0 };

    if (typing && line->joined && line->undo_count > 0)
        return true;
    if (buf_add(&copy, buf_text(&line->text), line->text.len))
        return false;
    if (line->undo_count == LINE_UNDO) {
        buf_wipe(&line->undo[0]);
        memmove(line->undo, line->undo + 1, sizeof line->undo[0] * (LINE_UNDO - 1));
        line->undo_count--;
    }
    line->undo[line->undo_count++] = copy;
    return true;
}

enum line_result line_undo(struct line *line)
{
    if (line->undo_count == 0)
        return LINE_IGNORED;
    buf_wipe(&line->text);
    line->text = line->undo[--line->undo_count];
    line->undo[line->undo_count] = (struct buf){ 0 };
    line->at = line->text.len;
    line->joined = false;
    return LINE_CHANGED;
}

enum line_result line_cut(struct line *line, size_t from, size_t to)
{
    if (from >= to || !remember(line, false))
        return LINE_TAKEN;
    memmove(line->text.data + from, line->text.data + to, line->text.len - to + 1);
    line->text.len -= to - from;
    line->at = from;
    line->joined = false;
    return LINE_CHANGED;
}

/* How many bytes of the clean text still fit. */
static size_t room_for(const struct line *line, const char *text, size_t len)
{
    size_t max = line->max ? line->max : LINE_MAX_DEFAULT, have = characters(buf_text(&line->text), line->text.len);

    while (len > 0 && have + characters(text, len) > max)
        len = text_previous_grapheme(text, len);
    return len;
}

enum line_result line_insert(struct line *line, const char *bytes, size_t len, enum text_lines lines, bool typing)
{
    struct buf clean = { 0 };
    enum line_result result = LINE_TAKEN;
    size_t added;

    if (text_clean(&clean, bytes, len, lines))
        goto done;
    added = room_for(line, buf_text(&clean), clean.len);
    if (added == 0 || !remember(line, typing) || buf_reserve(&line->text, added))
        goto done;
    memmove(line->text.data + line->at + added, line->text.data + line->at, line->text.len - line->at);
    memcpy(line->text.data + line->at, clean.data, added);
    line->text.len += added;
    line->text.data[line->text.len] = '\0';
    line->at += added;
    line->joined = typing && !is_blank(clean.data[added - 1]); /* undo goes word by word */
    result = LINE_CHANGED;
done:
    buf_wipe(&clean);
    return result;
}

size_t line_word_start(const struct line *line)
{
    const char *text = line_text(line);
    size_t at = line->at;

    while (at > 0 && is_blank(text[at - 1]))
        at--;
    while (at > 0 && !is_blank(text[at - 1]))
        at--;
    return at;
}

enum line_result line_handle_common(struct line *line, const struct event *event, enum text_lines lines)
{
    char typed[KEY_TEXT_SIZE];
    int len;

    if (event->kind == EVENT_PASTE)
        return line_insert(line, event->paste, strlen(event->paste), lines, false);
    if (event->kind != EVENT_KEY)
        return LINE_IGNORED;
    switch (event->key) {
    case PRESS_LEFT:
        line->at = text_previous_grapheme(line_text(line), line->at);
        break;
    case PRESS_RIGHT:
        line->at = text_next_grapheme(line_text(line), line->at);
        break;
    case PRESS_BACKSPACE:
        return line_cut(line, text_previous_grapheme(line_text(line), line->at), line->at);
    case PRESS_DELETE:
        return line_cut(line, line->at, text_next_grapheme(line_text(line), line->at));
    case PRESS_CTRL('w'):
        return line_cut(line, line_word_start(line), line->at);
    case PRESS_CTRL('z'):
        return line_undo(line);
    default:
        len = key_to_text(event->key, typed);
        return len > 0 ? line_insert(line, typed, (size_t)len, lines, true) : LINE_IGNORED;
    }
    line->joined = false;
    return LINE_TAKEN;
}

enum line_result line_handle(struct line *line, const struct event *event)
{
    if (event->kind == EVENT_KEY) {
        switch (event->key) {
        case PRESS_HOME:
        case PRESS_CTRL('a'):
            line->at = 0;
            line->joined = false;
            return LINE_TAKEN;
        case PRESS_END:
        case PRESS_CTRL('e'):
            line->at = line->text.len;
            line->joined = false;
            return LINE_TAKEN;
        case PRESS_CTRL('u'):
            return line_cut(line, 0, line->at);
        case PRESS_CTRL('k'):
            return line_cut(line, line->at, line->text.len);
        default:
            break;
        }
    }
    return line_handle_common(line, event, TEXT_ONE_LINE);
}

/* The first byte drawn so that the cursor is inside `width` cells, one of which the cursor needs behind the last
 * letter. */
static size_t first_drawn(const struct line *line, size_t width)
{
    const char *text = line_text(line);
    size_t start = 0;

    if (text_width(text) < width)
        return 0;
    while (start < line->at && text_width_of(text + start, line->at - start) >= width)
        start = text_next_grapheme(text, start);
    return start;
}

void line_draw(const struct line *line, struct grid *grid, int x, int y, int width, bool active)
{
    enum style style = active ? STYLE_ACTIVE : STYLE_FIELD;
    size_t start, shown;

    if (width <= 0)
        return;
    draw_fill(grid, (struct area){ x, y, width, 1 }, style);
    start = active ? first_drawn(line, (size_t)width) : 0;
    shown = text_fit(line_text(line) + start, (size_t)width);
    if (active)
        draw_printf(grid, x, y, width, style, "%.*s", (int)shown, line_text(line) + start);
    else
        draw_text(grid, x, y, width, style, line_text(line));
    if (active)
        grid_cursor(grid, x + (int)text_width_of(line_text(line) + start, line->at - start), y);
}
