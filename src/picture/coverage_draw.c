/*
 * Coverage as a grid of numbers: its rows times its columns. Names of places stand over narrow columns in up to
 * HEAD_ROWS lines, without the word they all begin with ("District").
 */
#include "coverage_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

enum {
    HEAD_ROWS = 3,
    HEAD_LINE_SIZE = 80,
    LABEL_WIDTH_LEAST = 17,
    LABEL_WIDTH = 22,
    LABEL_WIDTH_MOST = 34,
    COLUMN_WIDTH = 8,
    COLUMN_WIDTH_MOST = 13,
    SUM_WIDTH = 7,
    GAPS_WIDTH = 6,
    COUNT_SIZE = 24,
    NAMES_SHOWN = 12,
    NAMES_SIZE = 1000,
};

/* --- words --- */
/* Short enough for a column: 950, 12k, 3M. */
static void short_number(int64_t number, char out[COUNT_SIZE])
{
    if (number < 10000)
        snprintf(out, COUNT_SIZE, "%lld", (long long)number);
    else if (number < 10000000)
        snprintf(out, COUNT_SIZE, "%lldk", (long long)(number + 500) / 1000);
    else
        snprintf(out, COUNT_SIZE, "%lldM", (long long)(number + 500000) / 1000000);
}

static void how_many(const struct coverage *coverage, const struct coverage_tally *tally, char *out, size_t size)
{
    unsigned long sum = (unsigned long)tally->sum;

    switch (coverage->wish.measure) {
    case COVERAGE_PARTIES:
        text_print_into(out, size, ngettext("%lu stakeholder", "%lu stakeholders", sum), sum);
        break;
    case COVERAGE_SERVICES:
        text_print_into(out, size, ngettext("%lu service", "%lu services", sum), sum);
        break;
    case COVERAGE_PROGRAMMES:
        text_print_into(out, size, ngettext("%lu programme", "%lu programmes", sum), sum);
        break;
    case COVERAGE_PEOPLE:
        text_print_into(out, size, ngettext("%lu person reached", "%lu people reached", sum), sum);
        break;
    }
}

/* --- measures of the drawing --- */
struct drawing {
    const struct coverage *coverage;
    struct canvas *canvas;
    size_t *order; /* of the lines; owned */
    int label_width, column_width, head_rows;
    size_t prefix; /* bytes every name of a place begins with */
    bool has_population;
};

/* The bytes up to the last blank that all names have in common; 0 for fewer than three names. */
static size_t common_prefix(const struct coverage *coverage)
{
    const char *first = NULL;
    size_t same = 0, names = 0;

    for (size_t i = 0; i < coverage->column_count; i++) {
        const struct coverage_column *column = &coverage->columns[i];
        size_t len = 0;

        if (!column->place || column->is_wider)
            continue;
        names++;
        if (!first) {
            first = column->name;
            same = strlen(first);
            continue;
        }
        while (len < same && column->name[len] == first[len])
            len++;
        same = len;
    }
    while (same > 0 && first[same - 1] != ' ')
        same--;
    return names < 3 ? 0 : same;
}

static const char *short_name(const struct drawing *drawing, const struct coverage_column *column)
{
    return column->place && !column->is_wider ? column->name + drawing->prefix : column->name;
}

/* As wide as the longest asks for, where the columns leave room for it. */
static int fit_labels(const struct drawing *drawing, int width)
{
    const struct coverage *coverage = drawing->coverage;
    int room = width - (int)coverage->column_count * COLUMN_WIDTH - SUM_WIDTH - GAPS_WIDTH;
    int wanted = (int)text_width(_("residents for each")) + 1;

    for (size_t i = 0; i < coverage->line_count; i++) {
        int label = (int)text_width(coverage->lines[i].label) + 1;

        wanted = label > wanted ? label : wanted;
    }
    wanted = wanted > LABEL_WIDTH_MOST ? LABEL_WIDTH_MOST : wanted;
    return wanted <= LABEL_WIDTH_LEAST ? wanted
           : room < LABEL_WIDTH_LEAST  ? LABEL_WIDTH
           : room < wanted             ? room
                                       : wanted;
}

/* As wide as lets all columns stand beside each other, no wider than the names want. */
static int fit_columns(const struct drawing *drawing, int width)
{
    const struct coverage *coverage = drawing->coverage;
    int room = width - drawing->label_width - SUM_WIDTH - GAPS_WIDTH, wanted = COLUMN_WIDTH, fits;

    for (size_t i = 0; i < coverage->column_count; i++) {
        int name = (int)text_width(short_name(drawing, &coverage->columns[i])) + 1;

        wanted = name > wanted ? name : wanted;
    }
    fits = coverage->column_count ? room / (int)coverage->column_count : wanted;
    wanted = wanted > COLUMN_WIDTH_MOST ? COLUMN_WIDTH_MOST : wanted;
    return fits < COLUMN_WIDTH ? COLUMN_WIDTH : fits < wanted ? fits : wanted;
}

struct heading {
    char lines[HEAD_ROWS][HEAD_LINE_SIZE];
};

/* Words that stand in one line together as long as they fit; a longer one has a line to itself and is cut when it is
 * drawn, never broken. What is beyond the last line is left out. */
static int split_heading(const char *name, size_t width, struct heading *out)
{
    int count = 0;
    size_t used = 0;

    for (const char *at = name; *at; at += strspn(at, " ")) {
        size_t len = strcspn(at, " "), cells = text_width_of(at, len);

        if (count > 0 && used + 1 + cells <= width) {
            size_t end = strlen(out->lines[count - 1]);

            text_print_into(out->lines[count - 1] + end, HEAD_LINE_SIZE - end, " %.*s", (int)len, at);
            used += 1 + cells;
        } else if (count < HEAD_ROWS) {
            text_print_into(out->lines[count++], HEAD_LINE_SIZE, "%.*s", (int)len, at);
            used = cells;
        } else {
            break;
        }
        at += len;
    }
    return count;
}

static int head_rows(const struct drawing *drawing)
{
    int most = 1;

    for (size_t i = 0; i < drawing->coverage->column_count; i++) {
        struct heading heading = { 0 };
        int lines = split_heading(short_name(drawing, &drawing->coverage->columns[i]),
                                  (size_t)drawing->column_width - 1, &heading);

        most = lines > most ? lines : most;
    }
    return most;
}

static void order_lines(const struct drawing *drawing, enum coverage_order by)
{
    const struct coverage *coverage = drawing->coverage;

    for (size_t i = 0; i < coverage->line_count; i++) {
        const struct coverage_line *line = &coverage->lines[i];
        size_t at = i;

        for (; at > 0 && by != ORDER_LIST && line->code; at--) {
            const struct coverage_line *above = &coverage->lines[drawing->order[at - 1]];

            if (by == ORDER_GAPS ? above->gaps >= line->gaps : above->all.sum >= line->all.sum)
                break;
            drawing->order[at] = drawing->order[at - 1];
        }
        drawing->order[at] = i;
    }
}

static enum err measure(struct drawing *drawing, enum coverage_order order, int width)
{
    const struct coverage *coverage = drawing->coverage;

    if (!(drawing->order = calloc(coverage->line_count + 1, sizeof *drawing->order)))
        return E_MEMORY;
    for (size_t i = 0; i < coverage->column_count; i++)
        drawing->has_population = drawing->has_population ||
                                  (coverage->columns[i].population > 0 && coverage->wish.measure != COVERAGE_PEOPLE);
    order_lines(drawing, order);
    drawing->label_width = fit_labels(drawing, width);
    drawing->prefix = common_prefix(coverage);
    drawing->column_width = fit_columns(drawing, width);
    drawing->head_rows = head_rows(drawing);
    return OK;
}

/* --- drawing --- */
static int column_x(const struct drawing *drawing, size_t column)
{
    return drawing->label_width + (int)column * drawing->column_width;
}

static int sum_x(const struct drawing *drawing)
{
    return column_x(drawing, drawing->coverage->column_count);
}

static int line_y(const struct drawing *drawing, size_t row)
{
    return drawing->head_rows + (int)row;
}

/* Set to the right, a line a word or more of them, from the last line of the heading upwards. */
static void draw_heading(const struct drawing *drawing, int x, int width, const char *name)
{
    struct heading heading = { 0 };
    int count = split_heading(name, (size_t)width - 1, &heading), shown = count;

    if (shown > drawing->head_rows)
        shown = drawing->head_rows;
    for (int i = 0; i < shown; i++)
        draw_text_right(&drawing->canvas->grid, x + 1, drawing->head_rows - shown + i, width - 1, STYLE_STRONG,
                        heading.lines[i]);
}

static void draw_headings(const struct drawing *drawing)
{
    const struct coverage *coverage = drawing->coverage;

    draw_text(&drawing->canvas->grid, 0, drawing->head_rows - 1, drawing->label_width, STYLE_STRONG,
              coverage->wish.rows == COVERAGE_SECTORS ? _("SECTOR") : _("AREA"));
    for (size_t i = 0; i < coverage->column_count; i++)
        draw_heading(drawing, column_x(drawing, i), drawing->column_width, short_name(drawing, &coverage->columns[i]));
    draw_heading(drawing, sum_x(drawing), SUM_WIDTH, _("all"));
    draw_heading(drawing, sum_x(drawing) + SUM_WIDTH, GAPS_WIDTH, _("gaps"));
}

/* Some of their names, and how many more there are. */
static const char *names_of(const struct drawing *drawing, const struct coverage_tally *tally)
{
    char names[NAMES_SIZE];
    size_t len = 0, shown = tally->count < NAMES_SHOWN ? tally->count : NAMES_SHOWN, more = tally->count - shown;

    if (shown == 0)
        return NULL;
    for (size_t i = 0; i < shown; i++)
        len += text_print_into(names + len, sizeof names - len, "%s%s", i > 0 ? ", " : "",
                               coverage_name_of(drawing->coverage, tally->ids[i]));
    if (more > 0)
        text_print_into(names + len, sizeof names - len, ngettext(", and %zu more", ", and %zu more", more), more);
    return canvas_print(drawing->canvas, "%s", names);
}

/* A number with the records behind it. */
static enum err draw_tally(const struct drawing *drawing, struct area area, const struct coverage_tally *tally,
                           enum style style, const char *label)
{
    struct canvas *canvas = drawing->canvas;
    struct spot *spot = canvas_spot(canvas, area);
    char count[COUNT_SIZE], words[80];

    if (!spot)
        return E_MEMORY;
    short_number(tally->sum, count);
    how_many(drawing->coverage, tally, words, sizeof words);
    if (tally->count > 0)
        draw_text_right(&canvas->grid, area.x, area.y, area.width, style, count);
    spot->label = canvas_print(canvas, "%s", label);
    spot->sentence = canvas_print(canvas, _("%s: %s."), label, words);
    spot->more = names_of(drawing, tally);
    return canvas_ids(canvas, spot, drawing->coverage->type, tally->ids, tally->count);
}

/* What a new record begins with, so that it fills the gap. */
static const char *fresh_fields(const struct drawing *drawing, const struct coverage_line *line,
                                const struct coverage_column *column)
{
    const struct coverage *coverage = drawing->coverage;
    const struct coverage_wish *wish = &coverage->wish;
    bool is_activity = wish->measure == COVERAGE_PEOPLE;
    bool has_rows = wish->measure == COVERAGE_PARTIES ? wish->rows == COVERAGE_SECTORS
                                                      : !is_activity && wish->rows == COVERAGE_AREAS;
    char what[120] = "", level[120] = "";

    if (has_rows)
        snprintf(what, sizeof what, "\n%s=%s", wish->rows == COVERAGE_SECTORS ? "sectors" : "areas", line->code);
    if (wish->level[0] && !is_activity)
        snprintf(level, sizeof level, "\nlevels=%s", wish->level);
    return canvas_print(drawing->canvas, "%s=%lld%s%s", is_activity ? "place" : "places", (long long)column->place,
                        what, level);
}

static enum err draw_cell(const struct drawing *drawing, size_t row, size_t column)
{
    const struct coverage *coverage = drawing->coverage;
    size_t at = drawing->order[row];
    const struct coverage_line *line = &coverage->lines[at];
    const struct coverage_column *place = &coverage->columns[column];
    struct area area = { column_x(drawing, column) + 1, line_y(drawing, row), drawing->column_width - 1, 1 };
    struct canvas *canvas = drawing->canvas;
    char label[200];
    enum err e;

    text_print_into(label, sizeof label, "%s · %s", line->label, coverage_place_name(place));
    if ((e = draw_tally(drawing, area, coverage_cell(coverage, at, column), STYLE_TEXT, label)) ||
        !coverage_is_gap(coverage, at, column))
        return e;
    draw_text_right(&canvas->grid, area.x, area.y, area.width, STYLE_WARN, ".");
    canvas->spots[canvas->count - 1].fresh = fresh_fields(drawing, line, place);
    canvas->spots[canvas->count - 1].sentence = canvas_print(canvas, _("%s: nothing known. Enter adds one."), label);
    return OK;
}

/* In how many places there is nothing of it. */
static enum err draw_gaps(const struct drawing *drawing, const struct coverage_line *line, int y)
{
    struct canvas *canvas = drawing->canvas;
    struct spot *spot = canvas_spot(canvas, (struct area){ sum_x(drawing) + SUM_WIDTH + 1, y, GAPS_WIDTH - 1, 1 });
    unsigned long gaps = (unsigned long)line->gaps;
    char count[COUNT_SIZE];

    if (!spot)
        return E_MEMORY;
    short_number((int64_t)gaps, count);
    if (gaps > 0)
        draw_text_right(&canvas->grid, spot->area.x, y, spot->area.width, STYLE_WARN, count);
    spot->sentence = canvas_print(
        canvas, ngettext("%s: in %lu place nothing is known.", "%s: in %lu places nothing is known.", gaps),
        line->label, gaps);
    return OK;
}

static enum err draw_line(const struct drawing *drawing, size_t row)
{
    const struct coverage *coverage = drawing->coverage;
    const struct coverage_line *line = &coverage->lines[drawing->order[row]];
    int y = line_y(drawing, row);
    struct area sum = { sum_x(drawing) + 1, y, SUM_WIDTH - 1, 1 };
    enum err e = OK;

    draw_text(&drawing->canvas->grid, 0, y, drawing->label_width - 1, STYLE_TEXT, line->label);
    for (size_t column = 0; column < coverage->column_count && !e; column++)
        e = draw_cell(drawing, row, column);
    if (!e)
        e = draw_tally(drawing, sum, &line->all, STYLE_STRONG, line->label);
    return e ? e : draw_gaps(drawing, line, y);
}

static enum err draw_sums(const struct drawing *drawing, int y)
{
    const struct coverage *coverage = drawing->coverage;
    enum err e = OK;

    draw_text(&drawing->canvas->grid, 0, y, drawing->label_width - 1, STYLE_STRONG, _("all"));
    for (size_t i = 0; i < coverage->column_count && !e; i++)
        e = draw_tally(drawing, (struct area){ column_x(drawing, i) + 1, y, drawing->column_width - 1, 1 },
                       &coverage->columns[i].all, STYLE_STRONG, coverage_place_name(&coverage->columns[i]));
    return e ? e
             : draw_tally(drawing, (struct area){ sum_x(drawing) + 1, y, SUM_WIDTH - 1, 1 }, &coverage->all,
                          STYLE_STRONG, _("All of them"));
}

/* How many residents there are for each one; the place's own number, never added up from smaller ones. */
static void draw_residents(const struct drawing *drawing, int y)
{
    const struct coverage *coverage = drawing->coverage;

    draw_text(&drawing->canvas->grid, 0, y, drawing->label_width - 1, STYLE_DIM, _("residents for each"));
    for (size_t i = 0; i < coverage->column_count; i++) {
        const struct coverage_column *column = &coverage->columns[i];
        char each[COUNT_SIZE];

        if (column->population <= 0 || column->all.sum == 0)
            continue;
        short_number(column->population / column->all.sum, each);
        draw_text_right(&drawing->canvas->grid, column_x(drawing, i) + 1, y, drawing->column_width - 1, STYLE_DIM,
                        each);
    }
}

static void tell(const struct drawing *drawing)
{
    static const char *const legends[] = {
        [COVERAGE_PARTIES] = N_(". nothing known. Not counted: closed ones, people in a role."),
        [COVERAGE_SERVICES] = N_(". nothing known. Not counted: services closed for good."),
        [COVERAGE_PROGRAMMES] = N_(". nothing known. Programmes at work on that day."),
        [COVERAGE_PEOPLE] = N_(". nothing known. In the year up to that day; who came twice counts twice."),
    };
    const struct coverage *coverage = drawing->coverage;
    struct canvas *canvas = drawing->canvas;
    char words[80];

    how_many(coverage, &coverage->all, words, sizeof words);
    canvas->head = canvas_print(canvas, ngettext("%s · %lu gap", "%s · %lu gaps", (unsigned long)coverage->gaps), words,
                                (unsigned long)coverage->gaps);
    canvas->legend = _(legends[coverage->wish.measure]);
}

static enum err draw(struct drawing *drawing)
{
    const struct coverage *coverage = drawing->coverage;
    int lines = (int)coverage->line_count;
    enum err e = canvas_size(drawing->canvas, sum_x(drawing) + SUM_WIDTH + GAPS_WIDTH,
                             line_y(drawing, coverage->line_count) + 1 + drawing->has_population);

    if (e)
        return e;
    drawing->canvas->frozen_columns = drawing->label_width;
    drawing->canvas->frozen_rows = drawing->head_rows;
    draw_headings(drawing);
    for (size_t row = 0; row < coverage->line_count && !e; row++)
        e = draw_line(drawing, row);
    if (!e)
        e = draw_sums(drawing, drawing->head_rows + lines);
    if (drawing->has_population)
        draw_residents(drawing, drawing->head_rows + lines + 1);
    return e;
}

enum err coverage_draw(const struct coverage *coverage, enum coverage_order order, int width, struct canvas *canvas)
{
    struct drawing drawing = { .coverage = coverage, .canvas = canvas };
    enum err e;

    tell(&drawing);
    if (coverage->column_count == 0) {
        canvas->empty = _("Nothing to show yet: put in places of the town, and say of stakeholders, services or "
                          "programmes where they work.");
        return OK;
    }
    if (!(e = measure(&drawing, order, width)))
        e = draw(&drawing);
    if (e == E_INVALID) { /* wider than a canvas may be */
        canvas->empty = _("There are too many places to draw beside each other. Take them together by district or "
                          "neighbourhood (d), or write them to a file as rows (x).");
        e = OK;
    }
    free(drawing.order);
    return e;
}
