/* Stakeholders in a grid of squares: see squares_in.h. */
#include "squares_in.h"

#include <stdlib.h>
#include <string.h>

#include "codes_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"

enum {
    LABEL_WIDTH = 10,
    SQUARE_WIDTH = 11,
    SQUARE_WIDTH_MOST = 30,
    SQUARE_LINES = 2,
    SQUARE_LINES_MOST = 4,
    WIDE = 100,
    CODE_CELLS = 3,
    CODE_CELLS_WIDE = 5,
    ITEM_SIZE = CODE_SIZE + 4,
    MORE_MOST = 12, /* names told of one square */
};

struct drawing {
    const struct squares *squares;
    struct canvas *canvas;
    char (*codes)[CODE_SIZE]; /* of all->items; owned */
    int *places;              /* of all->items; owned */
    int square_width, square_lines;
};

/* --- loading --- */
enum err squares_load(struct store *store, const struct mapped_wish *wish, void **out, struct why *why)
{
    struct mapped_all *all = calloc(1, sizeof *all);
    enum err e;

    if (!all)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    if ((e = mapped_load(store, wish, all, why)))
        free(all);
    else
        *out = all;
    return e;
}

void squares_release(void *all)
{
    if (all)
        mapped_release(all);
    free(all);
}

/* --- marks --- */
static const struct {
    const char *code, *words;
    char mark;
} stances[] = {
    { "champion", N_("a champion"), '+' }, { "supportive", N_("supportive"), '+' },
    { "neutral", N_("neutral"), '=' },     { "sceptical", N_("sceptical"), '-' },
    { "opposed", N_("opposed"), '!' },     { "unknown", N_("stance not known"), '?' },
};
enum { STANCES = sizeof stances / sizeof stances[0] };

static int stance_of(const struct mapped *mapped)
{
    for (int i = 0; mapped->standing && i < STANCES; i++) {
        if (strcmp(mapped->standing->stance, stances[i].code) == 0)
            return i;
    }
    return STANCES - 1;
}

char stance_mark(const struct mapped *mapped)
{
    return stances[stance_of(mapped)].mark;
}

const char *stance_words(const struct mapped *mapped)
{
    return _(stances[stance_of(mapped)].words);
}

static enum style style_of(const struct mapped *mapped)
{
    switch (stance_mark(mapped)) {
    case '+':
        return STYLE_GOOD;
    case '-':
        return STYLE_WARN;
    case '!':
        return STYLE_BAD;
    default:
        return STYLE_TEXT;
    }
}

static void item_of(const struct drawing *drawing, size_t at, char out[ITEM_SIZE])
{
    const struct mapped *mapped = &drawing->squares->all->items[at];
    int moved = drawing->squares->moved(mapped);

    text_print_into(out, ITEM_SIZE, "%s%c%s", drawing->codes[at], stance_mark(mapped),
                    moved > 0   ? "^"
                    : moved < 0 ? "v"
                                : "");
}

/* --- measures --- */
/* Only those that are drawn take a code from the others. */
static enum err make_codes(struct drawing *drawing, int cells)
{
    const struct mapped_all *all = drawing->squares->all;
    const char **names = calloc(2 * all->count + 1, sizeof *names), **acronyms = names + all->count;
    size_t *shown = calloc(all->count + 1, sizeof *shown), count = 0;
    char(*codes)[CODE_SIZE] = calloc(all->count + 1, sizeof *codes);
    enum err e = names && shown && codes ? OK : E_MEMORY;

    for (size_t i = 0; i < all->count && !e; i++) {
        if (drawing->places[i] == SQUARE_NONE)
            continue;
        shown[count] = i;
        names[count] = all->items[i].name;
        acronyms[count++] = all->items[i].acronym;
    }
    if (!e)
        e = codes_make(names, acronyms, count, cells, codes);
    for (size_t i = 0; i < count && !e; i++)
        memcpy(drawing->codes[shown[i]], codes[i], CODE_SIZE);
    free(names);
    free(shown);
    free(codes);
    return e;
}

static enum err measure(struct drawing *drawing, int width, int height)
{
    const struct squares *squares = drawing->squares;
    int beside = 3; /* the headings, who stands beside the grid, the corners */

    drawing->codes = calloc(squares->all->count + 1, sizeof *drawing->codes);
    drawing->places = calloc(squares->all->count + 1, sizeof *drawing->places);
    if (!drawing->codes || !drawing->places)
        return E_MEMORY;
    for (size_t i = 0; i < squares->all->count; i++) {
        bool is_shown = !squares->moved_only || squares->moved(&squares->all->items[i]) != 0;

        drawing->places[i] = is_shown ? squares->place(&squares->all->items[i]) : SQUARE_NONE;
    }
    drawing->square_width = (width - LABEL_WIDTH) / squares->across;
    if (drawing->square_width < SQUARE_WIDTH)
        drawing->square_width = SQUARE_WIDTH;
    if (drawing->square_width > SQUARE_WIDTH_MOST)
        drawing->square_width = SQUARE_WIDTH_MOST;
    drawing->square_lines = (height - beside - (squares->down - 1)) / squares->down;
    if (drawing->square_lines < SQUARE_LINES)
        drawing->square_lines = SQUARE_LINES;
    if (drawing->square_lines > SQUARE_LINES_MOST)
        drawing->square_lines = SQUARE_LINES_MOST;
    return make_codes(drawing, width >= WIDE ? CODE_CELLS_WIDE : CODE_CELLS);
}

static struct area square_area(const struct drawing *drawing, int row, int column)
{
    return (struct area){ LABEL_WIDTH + column * drawing->square_width, 1 + row * (drawing->square_lines + 1),
                          drawing->square_width - 1, drawing->square_lines };
}

/* --- one square --- */
/* The next of this square, from `at` on; the count when there is none. */
static size_t next_in(const struct drawing *drawing, int place, size_t at)
{
    while (at < drawing->squares->all->count && drawing->places[at] != place)
        at++;
    return at;
}

static size_t count_in(const struct drawing *drawing, int place)
{
    size_t count = 0;

    for (size_t i = 0; i < drawing->squares->all->count; i++)
        count += drawing->places[i] == place;
    return count;
}

/* Where the next item goes, side by side and then on the next line; those that are left must leave room for "+12". */
struct pen {
    int x, y;
};

static bool find_room(struct pen *pen, struct area area, int cells)
{
    if (pen->x > 0 && pen->x + 1 + cells <= area.width) {
        pen->x++;
        return true;
    }
    if (pen->x == 0 && cells <= area.width)
        return true;
    if (pen->y + 1 >= area.height)
        return false;
    *pen = (struct pen){ 0, pen->y + 1 };
    return cells <= area.width;
}

static void draw_items(const struct drawing *drawing, struct area area, int place)
{
    enum { REST_CELLS = 4 };
    size_t left = count_in(drawing, place), end = drawing->squares->all->count;
    struct pen pen = { 0, 0 };

    for (size_t i = next_in(drawing, place, 0); i < end; i = next_in(drawing, place, i + 1), left--) {
        char item[ITEM_SIZE];
        int cells;
        struct pen before = pen;

        item_of(drawing, i, item);
        cells = (int)text_width(item);
        if (!find_room(&pen, area, cells) ||
            (left > 1 && pen.y == area.height - 1 && pen.x + cells + 1 + REST_CELLS > area.width)) {
            pen = before;
            draw_printf(&drawing->canvas->grid, area.x + (pen.x > 0 ? pen.x + 1 : 0), area.y + pen.y,
                        area.width - pen.x, STYLE_DIM, "+%zu", left);
            return;
        }
        draw_text(&drawing->canvas->grid, area.x + pen.x, area.y + pen.y, cells,
                  style_of(&drawing->squares->all->items[i]), item);
        pen.x += cells;
    }
}

/* "Interfaith Council, University of Talvin"; as many as the text holds. */
static void list_names(const struct drawing *drawing, int place, char *out, size_t size)
{
    const struct mapped_all *all = drawing->squares->all;
    size_t used = 0;

    out[0] = '\0';
    for (size_t i = next_in(drawing, place, 0); i < all->count; i = next_in(drawing, place, i + 1))
        used += text_print_into(out + used, size - used, "%s%s", used ? ", " : "", all->items[i].name);
}

/* A line for each: code, name, numbers. */
static const char *tell_more(const struct drawing *drawing, int place)
{
    const struct mapped_all *all = drawing->squares->all;
    struct buf lines = { 0 };
    const char *kept;
    int told = 0;
    enum err e = OK;

    for (size_t i = next_in(drawing, place, 0); i < all->count && told < MORE_MOST && !e;
         i = next_in(drawing, place, i + 1), told++) {
        char numbers[SQUARE_WORDS];

        drawing->squares->tell(&all->items[i], numbers, sizeof numbers);
        e = buf_printf(&lines, "%s  %s: %s\n", drawing->codes[i], all->items[i].name, numbers);
    }
    kept = arena_copy(&drawing->canvas->text, buf_text(&lines));
    buf_release(&lines);
    return kept;
}

static enum err add_ids(const struct drawing *drawing, struct spot *spot, int place)
{
    const struct mapped_all *all = drawing->squares->all;
    size_t count = count_in(drawing, place), at = 0;
    int64_t *ids = calloc(count + 1, sizeof *ids);
    enum err e;

    if (!ids)
        return E_MEMORY;
    for (size_t i = next_in(drawing, place, 0); i < all->count; i = next_in(drawing, place, i + 1))
        ids[at++] = all->items[i].party;
    e = canvas_ids(drawing->canvas, spot, &party_type, ids, count);
    free(ids);
    return e;
}

static enum err draw_square(const struct drawing *drawing, int row, int column)
{
    struct area area = square_area(drawing, row, column);
    int place = row * drawing->squares->across + column;
    struct spot *spot = canvas_spot(drawing->canvas, area);
    char called[SQUARE_WORDS], names[SQUARE_WORDS];

    if (!spot)
        return E_MEMORY;
    drawing->squares->name(row, column, called, sizeof called);
    spot->label = canvas_print(drawing->canvas, "%s", called);
    if (count_in(drawing, place) == 0) {
        spot->sentence = canvas_print(drawing->canvas, _("Nobody at %s."), called);
        return OK;
    }
    list_names(drawing, place, names, sizeof names);
    spot->sentence = canvas_print(drawing->canvas, "%s", names);
    spot->more = tell_more(drawing, place);
    draw_items(drawing, area, place);
    return spot->more ? add_ids(drawing, spot, place) : E_MEMORY;
}

/* --- around the squares --- */
static void draw_headings(const struct drawing *drawing)
{
    const struct squares *squares = drawing->squares;
    struct grid *grid = &drawing->canvas->grid;

    draw_text(grid, 0, 0, LABEL_WIDTH - 1, STYLE_STRONG, squares->down_title);
    for (int i = 0; i < squares->across; i++)
        draw_text(grid, square_area(drawing, 0, i).x, 0, drawing->square_width - 1, STYLE_STRONG,
                  squares->across_labels[i]);
    for (int i = 0; i < squares->down; i++)
        draw_text(grid, 0, square_area(drawing, i, 0).y, LABEL_WIDTH - 1, STYLE_STRONG, squares->down_labels[i]);
}

static void draw_rules(const struct drawing *drawing)
{
    const struct squares *squares = drawing->squares;
    struct grid *grid = &drawing->canvas->grid;
    int width = squares->across * drawing->square_width, height = square_area(drawing, squares->down, 0).y - 2;

    for (int i = 1; i < squares->down; i++)
        draw_rule(grid, LABEL_WIDTH - 1, square_area(drawing, i, 0).y - 1, width);
    for (int i = 0; i < squares->across; i++)
        draw_rule_down(grid, square_area(drawing, 0, i).x - 1, 1, height);
}

/* Who has no square: by the same list, so that they are found. */
static enum err draw_beside(const struct drawing *drawing, int y)
{
    size_t count = count_in(drawing, SQUARE_NONE);
    struct spot *spot;
    const char *text;

    if (count == 0)
        return OK;
    text = canvas_print(drawing->canvas, "%s: %zu", drawing->squares->beside, count);
    spot = canvas_spot(drawing->canvas, (struct area){ 0, y, (int)text_width(text), 1 });
    if (!spot)
        return E_MEMORY;
    draw_text(&drawing->canvas->grid, 0, y, drawing->canvas->grid.width, STYLE_DIM, text);
    spot->sentence = spot->label = text;
    return add_ids(drawing, spot, SQUARE_NONE);
}

/* The cursor begins at the upper right square that has somebody. */
static size_t first_spot(const struct drawing *drawing)
{
    const struct squares *squares = drawing->squares;

    for (int row = 0; row < squares->down; row++) {
        for (int column = squares->across - 1; column >= 0; column--) {
            int place = row * squares->across + column;

            if (count_in(drawing, place) > 0)
                return (size_t)place;
        }
    }
    return 0;
}

/* --- on paper --- */
/* The names behind the codes: as they stand, by name. */
static const char *tell_codes(const struct drawing *drawing)
{
    const struct mapped_all *all = drawing->squares->all;
    struct buf lines = { 0 };
    const char *kept;
    enum err e = OK;

    for (size_t i = 0; i < all->count && !e; i++) {
        char numbers[SQUARE_WORDS];

        if (drawing->places[i] == SQUARE_NONE)
            continue;
        drawing->squares->tell(&all->items[i], numbers, sizeof numbers);
        e = buf_printf(&lines, "%s  %s: %s\n", drawing->codes[i], all->items[i].name, numbers);
    }
    kept = e ? NULL : arena_copy(&drawing->canvas->text, buf_text(&lines));
    buf_release(&lines);
    return kept;
}

static enum err draw(const struct drawing *drawing)
{
    const struct squares *squares = drawing->squares;
    int bottom = square_area(drawing, squares->down, 0).y - 1;
    enum err e = canvas_size(drawing->canvas, LABEL_WIDTH + squares->across * drawing->square_width, bottom + 2);

    if (e)
        return e;
    drawing->canvas->frozen_columns = LABEL_WIDTH;
    drawing->canvas->frozen_rows = 1;
    draw_headings(drawing);
    draw_rules(drawing);
    for (int row = 0; row < squares->down; row++) {
        for (int column = 0; column < squares->across && !e; column++)
            e = draw_square(drawing, row, column);
    }
    drawing->canvas->first = first_spot(drawing);
    draw_text(&drawing->canvas->grid, 0, bottom + 1, drawing->canvas->grid.width, STYLE_ACCENT, squares->corners);
    if (!e && !(drawing->canvas->paper = tell_codes(drawing)))
        e = E_MEMORY;
    return e ? e : draw_beside(drawing, bottom);
}

enum err squares_lay(const struct squares *squares, int width, int height, struct canvas *canvas)
{
    struct drawing drawing = { .squares = squares, .canvas = canvas };
    enum err e;

    if (!(e = measure(&drawing, width, height)))
        e = draw(&drawing);
    canvas->legend = _("+ supportive  = neutral  - sceptical  ! opposed  ? not known  ^v moved");
    free(drawing.codes);
    free(drawing.places);
    return e;
}
