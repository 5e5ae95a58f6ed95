/*
 * A picture as a drawing (SVG 1.1): its cells as text in a monospaced font, so that it looks on paper as it does on the
 * screen. Each run of text of one look is an element of its own, put at its column and held to its width, because fonts
 * differ; so wide characters and other scripts keep their places too. Nothing in it is fetched from anywhere.
 */
#include "townkeep/picture/picture.h"

#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

enum { CELL_WIDTH = 8, CELL_HEIGHT = 17, BASELINE = 13, MARGIN = 12, FONT_SIZE = 13, PAGE_LEAST = 60 };

/* Colour only helps: what it says stands there as a mark or a word too. */
static const char *look_of(unsigned char style)
{
    static const char *const looks[STYLE_COUNT] = {
        [STYLE_DIM] = " fill=\"#666\"",          [STYLE_STRONG] = " font-weight=\"bold\"",
        [STYLE_TITLE] = " font-weight=\"bold\"", [STYLE_GOOD] = " fill=\"#165a2a\"",
        [STYLE_WARN] = " fill=\"#8a4b00\"",      [STYLE_BAD] = " fill=\"#9c1c1c\" font-weight=\"bold\"",
        [STYLE_LINE] = " fill=\"#777\"",         [STYLE_ACCENT] = " fill=\"#1d4f91\"",
    };

    return style < STYLE_COUNT && looks[style] ? looks[style] : "";
}

static enum err add_escaped(struct buf *out, const char *text)
{
    enum err e = OK;

    for (; *text && !e; text++) {
        switch (*text) {
        case '&':
            e = buf_add_str(out, "&amp;");
            break;
        case '<':
            e = buf_add_str(out, "&lt;");
            break;
        case '>':
            e = buf_add_str(out, "&gt;");
            break;
        case '"':
            e = buf_add_str(out, "&quot;");
            break;
        default:
            e = buf_add_char(out, *text);
        }
    }
    return e;
}

static bool is_blank(const struct cell *cell)
{
    return !cell || strcmp(cell->text, " ") == 0;
}

/* Where the run that begins at x ends: at another look, two blanks, or the edge. */
static int run_end(const struct grid *grid, int x, int y)
{
    unsigned char style = grid_at(grid, x, y)->style;
    int end = x;

    while (end < grid->width && grid_at(grid, end, y)->style == style &&
           !(is_blank(grid_at(grid, end, y)) && is_blank(grid_at(grid, end + 1, y))))
        end++;
    while (end > x + 1 && is_blank(grid_at(grid, end - 1, y)))
        end--;
    return end;
}

static enum err add_run(const struct grid *grid, int x, int end, int y, struct buf *out)
{
    enum err e = buf_printf(out, "<text x=\"%d\" y=\"%d\" textLength=\"%d\" lengthAdjust=\"spacingAndGlyphs\"%s>",
                            MARGIN + x * CELL_WIDTH, MARGIN + y * CELL_HEIGHT + BASELINE, (end - x) * CELL_WIDTH,
                            look_of(grid_at(grid, x, y)->style));

    for (int at = x; at < end && !e; at++)
        e = add_escaped(out, grid_at(grid, at, y)->text);
    return e ? e : buf_add_str(out, "</text>\n");
}

static enum err add_row(const struct grid *grid, int y, struct buf *out)
{
    enum err e = OK;

    for (int x = 0; x < grid->width && !e;) {
        int end;

        if (is_blank(grid_at(grid, x, y))) {
            x++;
            continue;
        }
        end = run_end(grid, x, y);
        e = add_run(grid, x, end, y, out);
        x = end;
    }
    return e;
}

static enum err add_grid(const struct grid *grid, const char *title, struct buf *out)
{
    int width = 2 * MARGIN + grid->width * CELL_WIDTH, height = 2 * MARGIN + grid->height * CELL_HEIGHT;
    enum err e;

    if ((e = buf_printf(out,
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
                        "font-family=\"DejaVu Sans Mono, monospace\" font-size=\"%d\">\n<title>",
                        width, height, width, height, FONT_SIZE)) ||
        (e = add_escaped(out, title)) ||
        (e = buf_add_str(out, "</title>\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n")))
        return e;
    for (int y = 0; y < grid->height && !e; y++)
        e = add_row(grid, y, out);
    return e ? e : buf_add_str(out, "</svg>\n");
}

/* --- the page: title and head, the picture, the legend --- */
static int lines_of(const char *text, int width)
{
    return (int)text_wrap(text, (size_t)width, NULL, 0);
}

static int put_lines(struct grid *page, int y, enum style style, const char *text)
{
    int lines = lines_of(text, page->width);

    draw_wrapped(page, (struct area){ 0, y, page->width, lines }, 0, style, text);
    return y + lines;
}

static enum err compose(const struct picture_view *view, const char *heading, struct grid *page)
{
    const struct canvas *canvas = &view->canvas;
    const char *below = canvas->empty ? canvas->empty : canvas->legend;
    int width = canvas->empty || canvas->grid.width < PAGE_LEAST ? PAGE_LEAST : canvas->grid.width;
    int middle = canvas->empty ? 0 : canvas->grid.height + 1, y = 0;
    int height = lines_of(heading, width) + lines_of(canvas->head, width) + 1 + middle + lines_of(below, width) + 1 +
                 lines_of(canvas->paper, width);
    enum err e;

    page->ascii = canvas->grid.ascii;
    if ((e = grid_init(page, width, height < GRID_MAX ? height : GRID_MAX)))
        return e;
    grid_clear(page);
    y = put_lines(page, y, STYLE_STRONG, heading);
    y = put_lines(page, y, STYLE_TEXT, canvas->head) + 1;
    if (!canvas->empty)
        draw_part(page, 0, y, &canvas->grid, grid_area(&canvas->grid));
    y = put_lines(page, y + middle, STYLE_DIM, below) + 1;
    put_lines(page, y, STYLE_TEXT, canvas->paper);
    draw_plain(page);
    return OK;
}

enum err picture_svg(const struct picture_view *view, struct buf *out)
{
    struct grid page = { 0 };
    struct buf heading = { 0 };
    enum err e;

    if (!(e = picture_heading(view, &heading)) && !(e = compose(view, buf_text(&heading), &page)))
        e = add_grid(&page, gettext(view->picture->label), out);
    grid_release(&page);
    buf_release(&heading);
    return e;
}
