/* Drawing home: what is due at the left, the places and the quarter's figures at the right. */
#include "home_in.h"

#include <stdio.h>

#include "townkeep/base/text.h"

enum { WHEN_WIDTH = 15, FIGURE_LABEL = 14, FIGURE_VALUE = 7 };

static int overdue_count(const struct home *home)
{
    int count = 0;

    for (size_t i = 0; i < home->due->count; i++)
        count += home->due->rows[i].group == DUE_OVERDUE;
    return count;
}

static void draw_heading(const struct home *home, struct grid *grid, const struct home_line *line, struct area area)
{
    int count = overdue_count(home);

    if (line->group == DUE_OVERDUE) {
        draw_text(grid, area.x, area.y, 1, STYLE_BAD, draw_mark(grid, MARK_OVERDUE));
        draw_printf(grid, area.x + 2, area.y, area.width - 2, STYLE_BAD,
                    ngettext("%d overdue", "%d overdue", (unsigned long)count), count);
        return;
    }
    draw_text(grid, area.x, area.y, 1, STYLE_STRONG, draw_mark(grid, MARK_BULLET));
    draw_text(grid, area.x + 2, area.y, area.width - 2, STYLE_STRONG,
              line->group == DUE_GROUP_COUNT ? _("Drafts to finish") : due_group_label(line->group));
}

static void draw_draft(struct grid *grid, const struct draft_row *draft, struct area area, enum style style)
{
    char when[DATE_TIME_TEXT_SIZE];

    moment_format(draft->kept_at, when);
    draw_printf(grid, area.x + 2, area.y, area.width - 2 - WHEN_WIDTH - 3, style,
                draft->id ? _("%s, being changed") : _("%s, new"), _(draft->type->label));
    draw_text_right(grid, area.x + area.width - WHEN_WIDTH - 2, area.y, WHEN_WIDTH + 2, style, when);
}

static void draw_due(struct grid *grid, const struct due_row *row, struct area area, enum style style)
{
    char when[80] = "", moment[DATE_TIME_TEXT_SIZE];
    int width;

    if (row->at && row->group == DUE_TODAY) {
        moment_format(row->at, moment);
        snprintf(when, sizeof when, "%s", moment + 11);
    } else if (row->on.year) {
        date_relative(row->on, clock_today(), when, sizeof when);
    }
    width = (int)text_width(when);
    draw_text(grid, area.x + 2, area.y, area.width - 2 - (width > 0 ? width + 1 : 0), style, row->text);
    draw_text_right(grid, area.x + area.width - width, area.y, width, style, when);
}

static void draw_line(const struct home *home, struct grid *grid, int index, struct area area)
{
    const struct home_line *line = &home->lines[index];
    bool active = home->on_due && index == home->selected;
    enum style style = active ? STYLE_SELECTED : STYLE_TEXT;

    if (line->kind == HOME_HEADING) {
        draw_heading(home, grid, line, area);
        return;
    }
    if (active) {
        draw_fill(grid, area, STYLE_SELECTED);
        draw_text(grid, area.x, area.y, 1, style, draw_mark(grid, MARK_SELECTED));
        grid_cursor(grid, area.x, area.y);
    }
    if (line->kind == HOME_DRAFT)
        draw_draft(grid, &home->drafts[line->row], area, style);
    else
        draw_due(grid, &home->due->rows[line->row], area, style);
}

static void draw_due_list(const struct home *home, struct grid *grid)
{
    struct area area = home->due_area;
    int rows = area.height - 1, first = home->selected >= rows ? home->selected - rows + 1 : 0;

    draw_text(grid, area.x, area.y, area.width, STYLE_STRONG, _("DUE"));
    if (home->line_count == 0)
        draw_text(grid, area.x + 2, area.y + 1, area.width - 2, STYLE_DIM, _("Nothing is due."));
    for (int i = 0; i < rows && first + i < home->line_count; i++)
        draw_line(home, grid, first + i, (struct area){ area.x, area.y + 1 + i, area.width - 1, 1 });
    if (home->line_count > first + rows || home->due->more)
        draw_text(grid, area.x + area.width - 1, area.y + area.height - 1, 1, STYLE_DIM,
                  draw_mark(grid, MARK_MORE_DOWN));
}

static void draw_figure(struct grid *grid, const struct figure *figure, int x, int y, int width)
{
    double values[FIGURE_QUARTERS];

    for (int i = 0; i < FIGURE_QUARTERS; i++)
        values[i] = (double)figure->values[i];
    draw_text(grid, x, y, FIGURE_LABEL, STYLE_TEXT, figure->label);
    draw_printf(grid, x + FIGURE_LABEL + 1, y, FIGURE_VALUE, STYLE_STRONG, "%5lld%s",
                (long long)figure->values[FIGURE_QUARTERS - 1], figure->at_least ? "+" : "");
    draw_sparkline(grid, x + FIGURE_LABEL + FIGURE_VALUE + 2, y,
                   width - FIGURE_LABEL - FIGURE_VALUE - 2 < FIGURE_QUARTERS ? 0 : FIGURE_QUARTERS, STYLE_ACCENT,
                   values, FIGURE_QUARTERS);
}

void home_draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct home *home = (const struct home *)screen;
    struct area right = home->right;
    int y = right.y + home->menu.count + 2;

    (void)flow;
    if (!home->due)
        return;
    draw_due_list(home, grid);
    draw_rule_down(grid, right.x - 2, right.y, right.height);
    draw_text(grid, right.x, right.y, right.width, STYLE_STRONG, _("GO TO"));
    menu_draw(&home->menu, grid, !home->on_due);
    if (home->figure_count > 0)
        draw_text(grid, right.x, y++, right.width, STYLE_STRONG, _("THIS QUARTER"));
    for (size_t i = 0; i < home->figure_count && y < right.y + right.height; i++)
        draw_figure(grid, &home->figures[i], right.x + 1, y++, right.width - 1);
}
