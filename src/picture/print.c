/* A picture as text: what a page or a terminal shows without a cursor. */
#include "townkeep/picture/picture.h"

#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

/* Through cells like the picture itself: so it is cleaned, and in ASCII it has its twins. */
static enum err add_wrapped(const struct picture_view *view, const char *text, int width, struct buf *out)
{
    int lines = (int)text_wrap(text, (size_t)width, NULL, 0);
    struct grid grid = { .ascii = view->canvas.grid.ascii };
    enum err e;

    if (lines == 0)
        return OK;
    if ((e = grid_init(&grid, width, lines)))
        return e;
    grid_clear(&grid);
    draw_wrapped(&grid, grid_area(&grid), 0, STYLE_TEXT, text);
    draw_plain(&grid);
    e = grid_print(&grid, out);
    grid_release(&grid);
    return e;
}

/* Behind an empty line; nothing where there is no text. Each of its lines is wrapped by itself, however many there are.
 */
static enum err add_part(const struct picture_view *view, const char *text, int width, struct buf *out)
{
    enum err e = text[0] == '\0' ? OK : buf_add_char(out, '\n');

    while (text[0] != '\0' && !e) {
        size_t len = strcspn(text, "\n");
        struct buf line = { 0 };

        if (!(e = buf_add(&line, text, len)))
            e = add_wrapped(view, buf_text(&line), width, out);
        buf_release(&line);
        text += len + (text[len] == '\n');
    }
    return e;
}

/* The end of a band that begins at column `from`: it ends where a spot does, so that no cell is torn. */
static int band_end(const struct canvas *canvas, int from, int width)
{
    int most = from + width, end = from;

    if (most >= canvas->grid.width)
        return canvas->grid.width;
    for (size_t i = 0; i < canvas->count; i++) {
        int right = canvas->spots[i].area.x + canvas->spots[i].area.width;

        if (right <= most && right > end)
            end = right;
    }
    return end > from ? end : most;
}

static enum err add_band(const struct canvas *canvas, int from, int end, struct buf *out)
{
    int frozen = from > 0 ? canvas->frozen_columns : 0;
    struct grid band = { .ascii = canvas->grid.ascii };
    enum err e = grid_init(&band, frozen + end - from, canvas->grid.height);

    if (e)
        return e;
    grid_clear(&band);
    draw_part(&band, 0, 0, &canvas->grid, (struct area){ 0, 0, frozen, canvas->grid.height });
    draw_part(&band, frozen, 0, &canvas->grid, (struct area){ from, 0, end - from, canvas->grid.height });
    draw_plain(&band);
    e = grid_print(&band, out);
    grid_release(&band);
    return e;
}

/* The columns there are, without blank ones at the right. */
static int drawn_width(const struct grid *grid)
{
    for (int x = grid->width; x > 0; x--) {
        for (int y = 0; y < grid->height; y++) {
            if (strcmp(grid_at(grid, x - 1, y)->text, " ") != 0)
                return x;
        }
    }
    return 0;
}

static enum err add_bands(const struct canvas *canvas, int width, struct buf *out)
{
    int rest = width - canvas->frozen_columns, drawn = drawn_width(&canvas->grid);
    enum err e = OK;

    if (rest < 1)
        rest = width;
    for (int from = 0; from < drawn && !e;) {
        int end = band_end(canvas, from, from > 0 ? rest : width);

        if (from > 0 && (e = buf_add_char(out, '\n')))
            break;
        e = add_band(canvas, from, end, out);
        from = end;
    }
    return e;
}

enum err picture_heading(const struct picture_view *view, struct buf *out)
{
    const struct picture *picture = view->picture;
    char day[DATE_TEXT_SIZE];
    enum err e;

    date_format(view->wish.as_of, day);
    e = picture->has_past ? buf_printf(out, _("%s · as of %s"), gettext(picture->label), day)
                          : buf_add_str(out, gettext(picture->label));
    if (!e && picture->stays_here)
        e = buf_printf(out, "\n%s",
                       _("For the office alone: it shows how stakeholders were judged. Do not pass it on."));
    return e;
}

static enum err add_title(const struct picture_view *view, int width, struct buf *out)
{
    struct buf heading = { 0 };
    enum err e;

    if (!(e = picture_heading(view, &heading)) && !(e = add_wrapped(view, buf_text(&heading), width, out)))
        e = add_wrapped(view, view->canvas.head, width, out);
    buf_release(&heading);
    return e;
}

enum err picture_print(const struct picture_view *view, int width, struct buf *out)
{
    const struct canvas *canvas = &view->canvas;
    enum err e;

    if (width < 1 || width > GRID_MAX)
        width = GRID_MAX;
    if ((e = add_title(view, width, out)) || (e = buf_add_char(out, '\n')))
        return e;
    if (canvas->empty)
        return add_wrapped(view, canvas->empty, width, out);
    if ((e = add_bands(canvas, width, out)) || (e = add_part(view, canvas->legend, width, out)))
        return e;
    return add_part(view, canvas->paper, width, out);
}
