/*
 * Lines, boxes and marks, each with its twin in ASCII for terminals, fonts and printers that have nothing else. Colour
 * is left to the styles; what a mark means is the caller's, in words beside it.
 */
#include <string.h>

#include "cell_in.h"
#include "townkeep/draw/grid.h"

enum stroke {
    STROKE_ACROSS,
    STROKE_DOWN,
    STROKE_TOP_LEFT,
    STROKE_TOP_RIGHT,
    STROKE_BOTTOM_LEFT,
    STROKE_BOTTOM_RIGHT,
    STROKE_COUNT
};

struct twin {
    const char *full, *ascii;
};

static const struct twin stroke_twins[STROKE_COUNT] = {
    [STROKE_ACROSS] = { "\u2500", "-" },      [STROKE_DOWN] = { "\u2502", "|" },
    [STROKE_TOP_LEFT] = { "\u250c", "+" },    [STROKE_TOP_RIGHT] = { "\u2510", "+" },
    [STROKE_BOTTOM_LEFT] = { "\u2514", "+" }, [STROKE_BOTTOM_RIGHT] = { "\u2518", "+" },
};

/* Twins differ from each other too, so that nothing is lost on an ASCII terminal. */
static const struct twin mark_twins[MARK_COUNT] = {
    [MARK_SELECTED] = { "\u25b8", ">" }, [MARK_OVERDUE] = { "!", "!" },      [MARK_DONE] = { "\u2713", "+" },
    [MARK_MISSING] = { "\u2717", "-" },  [MARK_UNKNOWN] = { "?", "?" },      [MARK_ON] = { "\u25cf", "*" },
    [MARK_OFF] = { "\u25cb", "." },      [MARK_MORE_UP] = { "\u25b2", "^" }, [MARK_MORE_DOWN] = { "\u25bc", "v" },
    [MARK_BULLET] = { "\u00b7", "o" },   [MARK_PATH] = { "\u203a", "/" },    [MARK_CUT] = { "\u2026", "~" },
    [MARK_LOCKED] = { "\u25a3", "#" },
};

static const char *twin_of(const struct grid *grid, const struct twin *twin)
{
    return grid->ascii ? twin->ascii : twin->full;
}

const char *draw_mark(const struct grid *grid, enum mark mark)
{
    return twin_of(grid, &mark_twins[mark]);
}

void draw_plain(struct grid *grid)
{
    static const struct twin twins[] = { { "\u00b7", "-" }, { "\u201c", "\"" }, { "\u201d", "\"" }, { "\u2019", "'" },
                                         { "\u2026", "~" }, { "\u2013", "-" },  { "\u203a", ">" },  { "\u2192", ">" } };

    for (int i = 0; grid->ascii && i < grid->width * grid->height; i++) {
        for (size_t t = 0; t < sizeof twins / sizeof twins[0] && (unsigned char)grid->cells[i].text[0] > 0x7f; t++) {
            if (strcmp(grid->cells[i].text, twins[t].full) == 0)
                memcpy(grid->cells[i].text, twins[t].ascii, strlen(twins[t].ascii) + 1);
        }
    }
}

static void put_stroke(struct grid *grid, int x, int y, enum stroke stroke)
{
    struct cell cell = { .width = 1, .style = STYLE_LINE };
    const char *text = twin_of(grid, &stroke_twins[stroke]);

    memcpy(cell.text, text, strlen(text));
    cell_put(grid, x, y, &cell);
}

void draw_rule(struct grid *grid, int x, int y, int width)
{
    struct area line = area_clip(grid, (struct area){ x, y, width, 1 });

    for (int i = 0; line.height > 0 && i < line.width; i++)
        put_stroke(grid, line.x + i, y, STROKE_ACROSS);
}

void draw_rule_down(struct grid *grid, int x, int y, int height)
{
    struct area line = area_clip(grid, (struct area){ x, y, 1, height });

    for (int i = 0; line.width > 0 && i < line.height; i++)
        put_stroke(grid, x, line.y + i, STROKE_DOWN);
}

void draw_box(struct grid *grid, struct area area, const char *title)
{
    int right = area.x + area.width - 1;
    int bottom = area.y + area.height - 1;

    if (area.width < 2 || area.height < 2)
        return;
    draw_fill(grid, area, STYLE_TEXT);
    draw_rule(grid, area.x + 1, area.y, area.width - 2);
    draw_rule(grid, area.x + 1, bottom, area.width - 2);
    draw_rule_down(grid, area.x, area.y + 1, area.height - 2);
    draw_rule_down(grid, right, area.y + 1, area.height - 2);
    put_stroke(grid, area.x, area.y, STROKE_TOP_LEFT);
    put_stroke(grid, right, area.y, STROKE_TOP_RIGHT);
    put_stroke(grid, area.x, bottom, STROKE_BOTTOM_LEFT);
    put_stroke(grid, right, bottom, STROKE_BOTTOM_RIGHT);
    if (title != NULL && title[0] != '\0' && area.width > 6) {
        int used = draw_text(grid, area.x + 3, area.y, area.width - 6, STYLE_STRONG, title);

        draw_fill(grid, (struct area){ area.x + 2, area.y, 1, 1 }, STYLE_LINE);
        draw_fill(grid, (struct area){ area.x + 3 + used, area.y, 1, 1 }, STYLE_LINE);
    }
}
