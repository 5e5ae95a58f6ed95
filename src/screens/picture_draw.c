/* Drawing a picture: a window on its canvas. The frozen columns and rows stay, the rest is scrolled under them; what
 * does not fit is said by a mark at that side. */
#include "picture_screen_in.h"

#include "townkeep/base/text.h"

enum { SWITCH_GAP = 2, SHORT_VALUE = 18 };

struct area picture_window(const struct picture_screen *picture)
{
    struct area body = picture->screen.body;

    return (struct area){ body.x, body.y + 1, body.width, body.height > CANVAS_BELOW ? body.height - CANVAS_BELOW : 0 };
}

/* How many frozen cells are shown: never so many that nothing is left to scroll. */
static int frozen(int wanted, int window)
{
    int most = window * 2 / 3;

    return wanted < most ? wanted : most;
}

/* --- scrolling --- */
/* The least change of `scroll` that shows [at, at + length) in a window whose first `kept` cells do not move. */
static int scrolled(int scroll, int at, int length, int kept, int window, int whole)
{
    int room = window - kept, most = whole - window;

    if (at >= kept) {
        if (at + length > kept + scroll + room)
            scroll = at + length - kept - room;
        if (at < kept + scroll)
            scroll = at - kept;
    }
    if (scroll > most)
        scroll = most;
    return scroll < 0 ? 0 : scroll;
}

void picture_scroll(struct picture_screen *picture)
{
    const struct canvas *canvas = &picture->view.canvas;
    const struct spot *spot = picture_spot(picture);
    struct area window = picture_window(picture), area = spot ? spot->area : (struct area){ 0 };

    picture->scroll_x = scrolled(picture->scroll_x, area.x, area.width, frozen(canvas->frozen_columns, window.width),
                                 window.width, canvas->grid.width);
    picture->scroll_y = scrolled(picture->scroll_y, area.y, area.height, frozen(canvas->frozen_rows, window.height),
                                 window.height, canvas->grid.height);
}

/* --- the canvas --- */
struct span {
    int from, shown, length;
};

/* The two parts of a side: what is frozen, and what is scrolled behind it. */
static void parts(int kept, int scroll, int window, int whole, struct span out[2])
{
    int rest = whole - kept - scroll, room = window - kept;

    out[0] = (struct span){ 0, 0, kept < whole ? kept : whole };
    out[1] = (struct span){ kept + scroll, kept, rest < room ? rest : room };
}

static void draw_canvas(const struct picture_screen *picture, struct grid *grid)
{
    const struct canvas *canvas = &picture->view.canvas;
    struct area window = picture_window(picture);
    struct span across[2], down[2];

    parts(frozen(canvas->frozen_columns, window.width), picture->scroll_x, window.width, canvas->grid.width, across);
    parts(frozen(canvas->frozen_rows, window.height), picture->scroll_y, window.height, canvas->grid.height, down);
    for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++)
            draw_part(grid, window.x + across[j].shown, window.y + down[i].shown, &canvas->grid,
                      (struct area){ across[j].from, down[i].from, across[j].length, down[i].length });
    }
}

/* Where a cell of the canvas stands on the screen; -1 when it is scrolled away. */
static int shown_at(int at, int kept, int scroll, int window)
{
    if (at < kept)
        return at;
    at -= scroll;
    return at >= kept && at < window ? at : -1;
}

static bool find_shown(const struct picture_screen *picture, const struct spot *spot, struct area *out)
{
    const struct canvas *canvas = &picture->view.canvas;
    struct area window = picture_window(picture);
    int x = shown_at(spot->area.x, frozen(canvas->frozen_columns, window.width), picture->scroll_x, window.width);
    int y = shown_at(spot->area.y, frozen(canvas->frozen_rows, window.height), picture->scroll_y, window.height);
    int width = spot->area.width < window.width - x ? spot->area.width : window.width - x;
    int height = spot->area.height < window.height - y ? spot->area.height : window.height - y;

    *out = (struct area){ window.x + x, window.y + y, width, height };
    return x >= 0 && y >= 0;
}

bool picture_spot_at(const struct picture_screen *picture, int x, int y, size_t *spot)
{
    for (size_t i = 0; i < picture->view.canvas.count; i++) {
        struct area area;

        if (find_shown(picture, &picture->view.canvas.spots[i], &area) && x >= area.x && x < area.x + area.width &&
            y >= area.y && y < area.y + area.height) {
            *spot = i;
            return true;
        }
    }
    return false;
}

/* --- around it --- */
/* How a choice is set mostly says what was chosen among: its label goes first where room is short. */
static bool has_label(const struct picture_screen *picture, int at, bool is_short)
{
    return !is_short || picture->view.picture->switches[at].kind != SWITCH_CHOICE;
}

static int switches_width(const struct picture_screen *picture)
{
    int width = -SWITCH_GAP;

    for (int i = 0; i < picture->view.picture->switch_count; i++)
        width += 2 + (int)text_width(_(picture->view.picture->switches[i].label)) + 1 +
                 (int)text_width(picture->shown[i]) + SWITCH_GAP;
    return width;
}

static void draw_switches(const struct picture_screen *picture, struct grid *grid)
{
    struct area body = picture->screen.body;
    bool is_short = switches_width(picture) > body.width;
    int x = body.x, end = body.x + body.width;

    for (int i = 0; i < picture->view.picture->switch_count && x < end; i++) {
        const struct picture_switch *one = &picture->view.picture->switches[i];
        char key[2] = { one->key, '\0' };

        x += draw_text(grid, x, body.y, end - x, STYLE_KEY, key) + 1;
        if (has_label(picture, i, is_short))
            x += draw_text(grid, x, body.y, end - x, STYLE_DIM, _(one->label)) + 1;
        x += draw_text(grid, x, body.y, is_short && end - x > SHORT_VALUE ? SHORT_VALUE : end - x, STYLE_TEXT,
                       picture->shown[i]) +
             SWITCH_GAP;
    }
}

/* "< > ^ v", those sides on which there is more. */
static int draw_more(const struct picture_screen *picture, struct grid *grid, int y)
{
    const struct canvas *canvas = &picture->view.canvas;
    struct area body = picture->screen.body, window = picture_window(picture);
    char marks[40];

    text_print_into(marks, sizeof marks, "%s%s%s%s", picture->scroll_x > 0 ? "<" : "",
                    picture->scroll_x + window.width < canvas->grid.width ? ">" : "",
                    picture->scroll_y > 0 ? draw_mark(grid, MARK_MORE_UP) : "",
                    picture->scroll_y + window.height < canvas->grid.height ? draw_mark(grid, MARK_MORE_DOWN) : "");
    return draw_text_right(grid, body.x, y, body.width, STYLE_ACCENT, marks);
}

/* The legend under the picture, and where the window is higher than the picture, more of what the spot tells. */
static void draw_below(const struct picture_screen *picture, struct grid *grid)
{
    const struct canvas *canvas = &picture->view.canvas;
    struct area body = picture->screen.body, window = picture_window(picture);
    const struct spot *spot = picture_spot(picture);
    int bottom = body.y + body.height - 1, used = draw_more(picture, grid, bottom);
    int free_from = window.y + canvas->grid.height + 1;

    draw_text(grid, body.x, bottom, body.width - (used ? used + 1 : 0), STYLE_DIM, canvas->legend);
    if (spot && spot->more && free_from < bottom)
        draw_wrapped(grid, (struct area){ body.x, free_from, body.width, bottom - free_from }, 0, STYLE_TEXT,
                     spot->more);
}

static void draw_cursor(const struct picture_screen *picture, struct grid *grid)
{
    const struct spot *spot = picture_spot(picture);
    struct area area;

    if (!spot || !find_shown(picture, spot, &area))
        return;
    draw_restyle(grid, area, STYLE_SELECTED);
    grid_cursor(grid, area.x, area.y);
}

void picture_draw(const struct picture_screen *picture, struct grid *grid)
{
    struct area window = picture_window(picture);

    draw_switches(picture, grid);
    if (picture->view.canvas.empty) {
        draw_wrapped(grid, (struct area){ window.x + 1, window.y + 1, window.width - 2, window.height - 1 }, 0,
                     STYLE_TEXT, picture->view.canvas.empty);
    } else if (picture->view.canvas.grid.cells) {
        draw_canvas(picture, grid);
        draw_below(picture, grid);
        draw_cursor(picture, grid);
    }
    if (picture->picking >= 0)
        picker_draw(&picture->picker, grid);
}
