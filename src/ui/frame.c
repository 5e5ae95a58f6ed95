/* The frame every screen stands in, and the key bar. What the words say is the screen's; where they stand is decided
 * here. */
#include "townkeep/ui/frame.h"

#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

enum { KEYBAR_GAP = 2, LEFT_LEAST = 10 };

bool frame_fits(int width, int height)
{
    return width >= FRAME_MIN_WIDTH && height >= FRAME_MIN_HEIGHT;
}

struct area frame_body(int width, int height)
{
    if (!frame_fits(width, height))
        return (struct area){ 0 };
    return (struct area){ .x = 1, .y = 2, .width = width - 2, .height = height - 5 };
}

void frame_draw_too_small(struct grid *grid)
{
    struct area all = grid_area(grid);

    draw_wrapped(grid, all, 0, STYLE_TEXT,
                 _("This window is too small for Townkeep. Make it at least 80 columns wide and 24 rows high; nothing "
                   "is lost meanwhile."));
    grid_cursor(grid, 0, 0);
}

static int hint_width(const struct key_hint *hint)
{
    return (int)(text_width(hint->key) + 1 + text_width(hint->label));
}

/* How many hints stand before the last one, so that all fit. */
static int hints_that_fit(const struct key_hint *hints, int count, int width)
{
    int shown = 0, used;

    if (count == 0)
        return 0;
    used = hint_width(&hints[count - 1]);
    while (shown < count - 1 && used + KEYBAR_GAP + hint_width(&hints[shown]) <= width)
        used += KEYBAR_GAP + hint_width(&hints[shown++]);
    return shown;
}

static int draw_hint(struct grid *grid, int x, int y, int width, const struct key_hint *hint)
{
    int used = draw_text(grid, x, y, width, hint->refused ? STYLE_DIM : STYLE_KEY, hint->key);

    used += 1 + draw_text(grid, x + used + 1, y, width - used - 1, hint->refused ? STYLE_DIM : STYLE_BAR, hint->label);
    return used;
}

void keybar_draw(struct grid *grid, int y, const struct key_hint *hints, int count)
{
    int x = 1, shown = hints_that_fit(hints, count, grid->width - 2);

    draw_fill(grid, (struct area){ 0, y, grid->width, 1 }, STYLE_BAR);
    for (int i = 0; i < shown; i++)
        x += draw_hint(grid, x, y, grid->width - x, &hints[i]) + KEYBAR_GAP;
    if (count > 0)
        draw_hint(grid, x, y, grid->width - x, &hints[count - 1]);
}

int keybar_at(const struct key_hint *hints, int count, int width, int x)
{
    int at = 1, shown = hints_that_fit(hints, count, width - 2);

    for (int i = 0; i < shown; i++) {
        if (x >= at && x < at + hint_width(&hints[i]))
            return i;
        at += hint_width(&hints[i]) + KEYBAR_GAP;
    }
    return count > 0 && x >= at && x < at + hint_width(&hints[count - 1]) ? count - 1 : -1;
}

static int right_room(int width, const char *right)
{
    int most = width - 2 - LEFT_LEAST, wanted = right ? (int)text_width(right) : 0;

    return wanted < most ? wanted : most;
}

/* What is left of a row beside the words at its right end. */
static int left_room(int width, const char *right)
{
    int taken = right_room(width, right);

    return width - 2 - taken - (taken > 0 ? 2 : 0);
}

int frame_title_room(int width, const char *status)
{
    return left_room(width, status);
}

static void draw_ends(struct grid *grid, int y, enum style left_style, const char *left, enum style right_style,
                      const char *right)
{
    int right_width = right_room(grid->width, right);

    if (right_width > 0)
        draw_text_right(grid, grid->width - 1 - right_width, y, right_width, right_style, right);
    if (left)
        draw_text(grid, 1, y, left_room(grid->width, right), left_style, left);
}

void frame_draw(struct grid *grid, const struct frame *frame)
{
    if (!frame_fits(grid->width, grid->height)) {
        frame_draw_too_small(grid);
        return;
    }
    draw_ends(grid, 0, STYLE_TITLE, frame->title, STYLE_TEXT, frame->status);
    draw_rule(grid, 0, 1, grid->width);
    draw_rule(grid, 0, grid->height - 3, grid->width);
    draw_ends(grid, grid->height - 2, frame->message_style, frame->message, STYLE_TEXT, frame->message_right);
    keybar_draw(grid, grid->height - 1, frame->hints, frame->hint_count);
}

bool frame_split(struct area body, struct area *left, struct area *right)
{
    *left = body;
    *right = (struct area){ 0 };
    if (body.width + 2 < FRAME_PANE_WIDTH)
        return false;
    left->width = body.width * 6 / 10;
    right->x = body.x + left->width + 3;
    right->y = body.y;
    right->width = body.width - left->width - 3;
    right->height = body.height;
    return true;
}

struct area area_centred(struct area within, int width, int height)
{
    if (width > within.width)
        width = within.width;
    if (height > within.height)
        height = within.height;
    return (struct area){ within.x + (within.width - width) / 2, within.y + (within.height - height) / 2, width,
                          height };
}

struct area area_inside(struct area area, int margin)
{
    struct area inside = { area.x + margin, area.y + margin, area.width - 2 * margin, area.height - 2 * margin };

    if (inside.width < 0)
        inside.width = 0;
    if (inside.height < 0)
        inside.height = 0;
    return inside;
}
