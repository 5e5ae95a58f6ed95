/*
 * Drawing what is around one stakeholder:
 *
 *               FUNDS │                  │ REFERS PEOPLE TO
 *     City Hall ──4───┤                  ├──3!── Women's Association
 *        IS A MEMBER  ├─[ Interfaith … ]─┤         └ Advice line · hosts 2
 *     Parish ─────5───┘                  └──?─── Youth Centre
 *
 * Two trunks, left and right of the box, from the first branch to the last and past the box's row.
 */
#include "ego_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

enum {
    BRANCH_WIDTH = MAP_MARKS_WIDTH + 2, /* the marks of a tie in a line, beside the trunk */
    TRUNK_WIDTH = 2,                    /* the trunk, and the line to the box */
    BOX_LEAST = 12,
    SIDE_LEAST = 12,
    WIDTH_LEAST = 60,
    INDENT = 3,
    CORNER_WIDTH = 2,
    DOT_WIDTH = 3,
    READING_LEAST = 8,
};

struct drawing {
    const struct ego *ego;
    struct canvas *canvas;
    int left_width, right_width, box; /* cells of the text on each side, and of the box */
    int right;                        /* where the branches on the right begin */
    int middle;                       /* the box's row */
};

/* --- lines --- */
enum { LINE_UP = 1, LINE_DOWN = 2, LINE_LEFT = 4, LINE_RIGHT = 8 };

static void draw_joint(struct grid *grid, int x, int y, unsigned ways)
{
    static const char *const joints[16] = { " ", "│", "│", "│", "─", "┘", "┐", "┤",
                                            "─", "└", "┌", "├", "─", "┴", "┬", "┼" };
    bool across = ways & (LINE_LEFT | LINE_RIGHT), along = ways & (LINE_UP | LINE_DOWN);

    if (ways)
        draw_text(grid, x, y, 1, STYLE_LINE, !grid->ascii ? joints[ways] : across && along ? "+" : along ? "|" : "-");
}

static bool is_branch(const struct ego_row *row)
{
    return !row->heading && row->depth == 1;
}

/* The rows between which the trunk of a side runs; false: it has no branch. */
static bool trunk_of(const struct drawing *drawing, const struct ego_side *side, int *first, int *last)
{
    bool has_one = false;

    *first = *last = drawing->middle;
    for (size_t i = 0; i < side->count; i++) {
        if (is_branch(&side->rows[i])) {
            *first = (int)i < *first ? (int)i : *first;
            *last = (int)i > *last ? (int)i : *last;
            has_one = true;
        }
    }
    return has_one;
}

static void draw_trunk(const struct drawing *drawing, const struct ego_side *side, int x, bool left)
{
    struct grid *grid = &drawing->canvas->grid;
    int first, last;

    if (!trunk_of(drawing, side, &first, &last))
        return;
    for (int y = first; y <= last; y++) {
        bool branch = (size_t)y < side->count && is_branch(&side->rows[y]), box = y == drawing->middle;
        unsigned ways = (y > first ? LINE_UP : 0) | (y < last ? LINE_DOWN : 0);

        if (branch)
            ways |= left ? LINE_LEFT : LINE_RIGHT;
        if (box)
            ways |= left ? LINE_RIGHT : LINE_LEFT;
        draw_joint(grid, x, y, ways);
        if (box)
            draw_joint(grid, left ? x + 1 : x - 1, y, LINE_LEFT | LINE_RIGHT);
    }
}

/* --- what stands on the branches --- */
static void draw_branch(const struct drawing *drawing, const struct ego_row *row, int x, int y)
{
    struct grid *grid = &drawing->canvas->grid;
    char marks[MAP_MARKS_SIZE];
    int width = (int)text_width(map_marks(row->tie, marks));

    draw_rule(grid, x, y, BRANCH_WIDTH);
    draw_text(grid, x + (BRANCH_WIDTH - width) / 2, y, width,
              row->tie->flags & (TIE_WITHOUT_AGREEMENT | TIE_UNSURE) ? STYLE_WARN : STYLE_TEXT, marks);
}

static int draw_side_text(const struct drawing *drawing, int x, int width, int y, bool left, enum style style,
                          const char *text)
{
    return left ? draw_text_right(&drawing->canvas->grid, x, y, width, style, text)
                : draw_text(&drawing->canvas->grid, x, y, width, style, text);
}

/* One further away, in `width` cells from x: a corner, who it is, and how the one before is tied to it where there is
 * room for that. On the left from right to left. The cells used. */
static int draw_behind(const struct drawing *drawing, const struct ego_row *row, int x, int width, int y, bool left)
{
    const struct map *map = drawing->ego->map;
    struct grid *grid = &drawing->canvas->grid;
    char reading[MAP_WORDS_SIZE], marks[MAP_MARKS_SIZE], words[2 * MAP_WORDS_SIZE];
    int used = CORNER_WIDTH, room;

    draw_joint(grid, left ? x + width - 1 : x, y, LINE_UP | (left ? LINE_LEFT : LINE_RIGHT));
    used += draw_side_text(drawing, left ? x : x + used, width - used, y, left, STYLE_TEXT,
                           map->network.nodes[row->node].name);
    room = width - used;
    if (room < READING_LEAST)
        return used;
    map_reading(map, row->tie, row->tie->from == row->behind, reading);
    map_marks(row->tie, marks);
    text_print_into(words, sizeof words, "%s%s%s", reading, marks[0] ? " " : "", marks);
    draw_side_text(drawing, left ? x : x + used, room, y, left, STYLE_DIM, " · ");
    used += DOT_WIDTH;
    return used + draw_side_text(drawing, left ? x : x + used, room - DOT_WIDTH, y, left, STYLE_DIM, words);
}

/* Who it is stands in the line of the cursor; what there is to say against the tie comes before that. */
static void tell_tie(const struct drawing *drawing, const struct ego_row *row)
{
    const struct map *map = drawing->ego->map;
    struct spot *spot = &drawing->canvas->spots[drawing->canvas->count - 1];
    const char *whole = map_tell_tie(map, row->tie, drawing->canvas), *who = spot->sentence;
    char reading[MAP_WORDS_SIZE];

    spot->more = canvas_print(drawing->canvas, "%s\n%s", who, whole);
    if (row->tie->flags & (TIE_WITHOUT_AGREEMENT | TIE_UNSURE))
        spot->sentence = canvas_print(drawing->canvas, "%s: %s%s%s", map->network.nodes[row->node].name,
                                      map_reading(map, row->tie, row->tie->from == row->behind, reading),
                                      row->tie->flags & TIE_WITHOUT_AGREEMENT ? _(" · no agreement in force") : "",
                                      row->tie->flags & TIE_UNSURE ? _(" · not very sure") : "");
}

/* Where the text of a row stands. */
static struct area text_area(const struct drawing *drawing, const struct ego_row *row, int y, bool left)
{
    int indent = row->depth > 1 ? (row->depth - 1) * INDENT : 1;

    if (left)
        return (struct area){ 0, y, drawing->left_width - indent, 1 };
    return (struct area){ drawing->right + BRANCH_WIDTH + indent, y, drawing->right_width - indent, 1 };
}

static enum err draw_node(const struct drawing *drawing, const struct ego_row *row, int y, bool left)
{
    const struct map *map = drawing->ego->map;
    struct area area = text_area(drawing, row, y, left);
    int used;
    enum err e;

    if (row->depth == 1) {
        draw_branch(drawing, row, left ? drawing->left_width : drawing->right, y);
        used = draw_side_text(drawing, area.x, area.width, y, left, STYLE_TEXT, map->network.nodes[row->node].name);
    } else {
        used = draw_behind(drawing, row, area.x, area.width, y, left);
    }
    if (left)
        area.x = area.width - used;
    area.width = used > 0 ? used : 1;
    if (!(e = map_spot_node(map, row->node, area, drawing->canvas)))
        tell_tie(drawing, row);
    return e;
}

static void draw_heading(const struct drawing *drawing, const struct ego_row *row, int y, bool left)
{
    int x = left ? 0 : drawing->right + 1, width = left ? drawing->left_width : drawing->right_width;

    draw_side_text(drawing, x, width + BRANCH_WIDTH - 1, y, left, STYLE_STRONG, row->heading);
}

static enum err draw_side(const struct drawing *drawing, const struct ego_side *side, bool left)
{
    enum err e = OK;

    for (size_t i = 0; i < side->count && !e; i++) {
        if (side->rows[i].heading)
            draw_heading(drawing, &side->rows[i], (int)i, left);
        else
            e = draw_node(drawing, &side->rows[i], (int)i, left);
    }
    return e;
}

static enum err draw_box_of(const struct drawing *drawing, int x)
{
    const struct map *map = drawing->ego->map;
    struct grid *grid = &drawing->canvas->grid;
    int y = drawing->middle;

    draw_text(grid, x, y, 1, STYLE_LINE, "[");
    draw_text(grid, x + drawing->box - 1, y, 1, STYLE_LINE, "]");
    draw_text(grid, x + 2, y, drawing->box - 4, STYLE_STRONG, map->network.nodes[drawing->ego->centre].name);
    return map_spot_node(map, drawing->ego->centre, (struct area){ x, y, drawing->box, 1 }, drawing->canvas);
}

/* The cells that the names of a side would like to have. */
static int wanted(const struct drawing *drawing, const struct ego_side *side)
{
    const struct node *nodes = drawing->ego->map->network.nodes;
    int most = SIDE_LEAST;

    for (size_t i = 0; i < side->count; i++) {
        const struct ego_row *row = &side->rows[i];
        int width = row->heading ? (int)text_width(row->heading) - BRANCH_WIDTH + 1
                    : row->depth == 1
                        ? (int)text_width(nodes[row->node].name) + 1
                        : (int)text_width(nodes[row->node].name) + (row->depth - 1) * INDENT + CORNER_WIDTH;

        most = width > most ? width : most;
    }
    return most;
}

/* How much of `both` the left gets: half, or what it needs, or what the right leaves over. */
static int share(int both, int left, int right)
{
    int half = both / 2;

    if (left <= half && right <= half)
        return half;
    if (left <= half)
        return left;
    return right <= half ? both - right : half;
}

/* The box as wide as the name, but not more than a third of the picture, and where the sides need the room, a quarter.
 */
static void measure(struct drawing *drawing, int width)
{
    const struct ego *ego = drawing->ego;
    int left = wanted(drawing, &ego->left), right = wanted(drawing, &ego->right);
    int lines = 2 * (TRUNK_WIDTH + BRANCH_WIDTH), most = width / 3, both;

    if (left + right > width - most - lines)
        most = width / 4;
    drawing->box = (int)text_width(ego->map->network.nodes[ego->centre].name) + 4;
    drawing->box = drawing->box < BOX_LEAST ? BOX_LEAST : drawing->box > most ? most : drawing->box;
    both = width - drawing->box - lines;
    drawing->left_width = share(both, left, right);
    drawing->right_width = both - drawing->left_width;
    drawing->right = drawing->left_width + BRANCH_WIDTH + 2 * TRUNK_WIDTH + drawing->box;
}

enum err ego_draw(const struct ego *ego, int width, int height, struct canvas *canvas)
{
    struct drawing drawing = { .ego = ego, .canvas = canvas };
    int rows = (int)(ego->left.count > ego->right.count ? ego->left.count : ego->right.count), trunk;
    enum err e;

    width = width < WIDTH_LEAST ? WIDTH_LEAST : width;
    rows = rows < 1 ? 1 : rows;
    measure(&drawing, width);
    drawing.middle = (rows < height ? rows : height) / 2;
    drawing.middle = drawing.middle >= rows ? rows - 1 : drawing.middle;
    trunk = drawing.left_width + BRANCH_WIDTH;
    if ((e = canvas_size(canvas, width, rows)) || (e = draw_side(&drawing, &ego->left, true)) ||
        (e = draw_box_of(&drawing, trunk + TRUNK_WIDTH)) || (e = draw_side(&drawing, &ego->right, false)))
        return e;
    draw_trunk(&drawing, &ego->left, trunk, true);
    draw_trunk(&drawing, &ego->right, drawing.right - 1, false);
    return OK;
}
