/* A picture as text: what a page or a terminal shows without a cursor. */
#include "townkeep/picture/picture.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

enum { LINES_MAX = 64 };

static enum err add_wrapped(struct buf *out, const char *text, int width)
{
    struct text_span lines[LINES_MAX];
    size_t count = text_wrap(text, (size_t)width, lines, LINES_MAX);
    enum err e = OK;

    for (size_t i = 0; i < count && i < LINES_MAX && !e; i++) {
        if (!(e = buf_add(out, text + lines[i].start, lines[i].len)))
            e = buf_add_char(out, '\n');
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
    e = grid_print(&band, out);
    grid_release(&band);
    return e;
}

static enum err add_bands(const struct canvas *canvas, int width, struct buf *out)
{
    int rest = width - canvas->frozen_columns;
    enum err e = OK;

    if (rest < 1)
        rest = width;
    for (int from = 0; from < canvas->grid.width && !e;) {
        int end = band_end(canvas, from, from > 0 ? rest : width);

        if (from > 0 && (e = buf_add_char(out, '\n')))
            break;
        e = add_band(canvas, from, end, out);
        from = end;
    }
    return e;
}

static enum err add_title(const struct picture_view *view, int width, struct buf *out)
{
    const struct picture *picture = view->picture;
    char day[DATE_TEXT_SIZE], line[200];
    enum err e;

    date_format(view->wish.as_of, day);
    text_print_into(line, sizeof line, picture->has_past ? _("%s · as of %s") : "%s", gettext(picture->label), day);
    if ((e = add_wrapped(out, line, width)) ||
        (picture->stays_here &&
         (e = add_wrapped(out, _("For the office alone: it shows how stakeholders were judged. Do not pass it on."),
                          width))))
        return e;
    return add_wrapped(out, view->canvas.head, width);
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
        return add_wrapped(out, canvas->empty, width);
    if ((e = add_bands(canvas, width, out)) || canvas->legend[0] == '\0' || (e = buf_add_char(out, '\n')))
        return e;
    return add_wrapped(out, canvas->legend, width);
}
