/*
 * The assessment as it looks: what is missing at the head, concerns and strengths side by side, needs below where there
 * is room and else by themselves. Every row has the same look whatever the answer: no colour says anything of a person.
 */
#include <string.h>

#include "assessment_in.h"

enum { ANSWER_WIDTH = 8, GAP = 1, MARK_WIDTH = 2, TALL = 34 };

static const char *const pane_titles[PANE_COUNT] = {
    [PANE_CONCERNS] = N_("CONCERNS"),
    [PANE_STRENGTHS] = N_("STRENGTHS"),
    [PANE_NEEDS] = N_("NEEDS"),
};

/* --- a row --- */
struct columns {
    int label, answer, view, help; /* x; help -1 none */
    int label_width, help_width;
};

static struct columns columns_of(struct area area)
{
    int wide = area.width >= 70 ? (area.width - MARK_WIDTH) / 2 : area.width - MARK_WIDTH;
    struct columns columns = { .label = area.x + MARK_WIDTH, .help = -1 };

    columns.label_width = wide - 2 * (ANSWER_WIDTH + GAP);
    columns.answer = columns.label + columns.label_width + GAP;
    columns.view = columns.answer + ANSWER_WIDTH + GAP;
    if (area.width >= 70) {
        columns.help = columns.view + ANSWER_WIDTH + 2 * GAP;
        columns.help_width = area.x + area.width - columns.help;
    }
    return columns;
}

static void draw_item(const struct assessing *assessing, const struct flow *flow, struct grid *grid, struct area row,
                      int at, bool selected)
{
    const struct record *item = &assessing->now.items[at];
    const char *group = record_text(item, "item_group");
    struct columns columns = columns_of(row);
    enum style style = selected ? STYLE_SELECTED : STYLE_TEXT, active = STYLE_ACTIVE;

    if (selected) {
        draw_fill(grid, row, STYLE_SELECTED);
        draw_text(grid, row.x, row.y, 1, style, draw_mark(grid, MARK_SELECTED));
        grid_cursor(grid, row.x, row.y);
    }
    draw_text(grid, columns.label, row.y, columns.label_width, style,
              vocabulary_label(flow_words(flow), "assessment_item", record_text(item, "item")));
    draw_text(grid, columns.answer, row.y, ANSWER_WIDTH, selected && !assessing->view ? active : style,
              assessment_answer_word(record_text(item, "answer")));
    if (assessment_answers(group, true)[0])
        draw_text(grid, columns.view, row.y, ANSWER_WIDTH, selected && assessing->view ? active : style,
                  assessment_answer_word(record_text(item, "person_view")));
    if (columns.help >= 0)
        draw_text(grid, columns.help, row.y, columns.help_width, style, record_text(item, "would_help"));
    if (assessing_differs(assessing, at))
        draw_text(grid, row.x + 1, row.y, 1, selected ? style : STYLE_WARN, "*");
}

/* --- a pane --- */
static void draw_headings(struct grid *grid, struct area area, enum assessment_pane pane, bool active)
{
    struct columns columns = columns_of(area);

    draw_text(grid, columns.label, area.y, columns.label_width, active ? STYLE_ACCENT : STYLE_STRONG,
              _(pane_titles[pane]));
    draw_text(grid, columns.answer, area.y, ANSWER_WIDTH, STYLE_DIM, _("answer"));
    draw_text(grid, columns.view, area.y, ANSWER_WIDTH, STYLE_DIM, _("they say"));
    if (columns.help >= 0)
        draw_text(grid, columns.help, area.y, columns.help_width, STYLE_DIM, _("what would help"));
}

static int first_line(int selected, int count, int height)
{
    int first = selected - height / 2;

    if (first > count - height)
        first = count - height;
    return first < 0 ? 0 : first;
}

static void draw_pane(const struct assessing *assessing, const struct flow *flow, struct grid *grid, struct area area,
                      enum assessment_pane pane)
{
    bool active = assessing->pane == pane;
    struct assessment_lines lines;
    int first, height = area.height - 1;

    assessment_lines(assessing, pane, &lines);
    first = first_line(assessing->selected[pane], lines.count, height);
    draw_headings(grid, area, pane, active);
    for (int i = 0; i < height && first + i < lines.count; i++) {
        struct area row = { area.x, area.y + 1 + i, area.width, 1 };
        int item = lines.item[first + i];

        if (item == ASSESSMENT_HEADING && first + i + 1 < lines.count)
            draw_text(grid, row.x + MARK_WIDTH, row.y, row.width - MARK_WIDTH, STYLE_DIM,
                      vocabulary_label(flow_words(flow), "assessment_group",
                                       record_text(&assessing->now.items[lines.item[first + i + 1]], "item_group")));
        else
            draw_item(assessing, flow, grid, row, item, active && first + i == assessing->selected[pane]);
    }
    if (first > 0)
        draw_text(grid, area.x + area.width - 1, area.y, 1, STYLE_DIM, draw_mark(grid, MARK_MORE_UP));
    if (first + height < lines.count)
        draw_text(grid, area.x + area.width - 1, area.y + area.height - 1, 1, STYLE_DIM,
                  draw_mark(grid, MARK_MORE_DOWN));
}

static void draw_panes(const struct assessing *assessing, const struct flow *flow, struct grid *grid, struct area area)
{
    int left = (area.width - 3) / 2,
        top = area.height >= TALL - ASSESSMENT_HEAD_ROWS ? (area.height - 1) / 2 : area.height;
    struct area concerns = { area.x, area.y, left, top },
                strengths = { area.x + left + 3, area.y, area.width - left - 3, top },
                needs = { area.x, area.y + top + 1, area.width, area.height - top - 1 };

    if (top == area.height && assessing->pane == PANE_NEEDS) {
        draw_pane(assessing, flow, grid, area, PANE_NEEDS);
        return;
    }
    draw_pane(assessing, flow, grid, concerns, PANE_CONCERNS);
    draw_rule_down(grid, area.x + left + 1, area.y, top);
    draw_pane(assessing, flow, grid, strengths, PANE_STRENGTHS);
    if (top < area.height) {
        draw_rule(grid, area.x, area.y + top, area.width);
        draw_pane(assessing, flow, grid, needs, PANE_NEEDS);
    }
}

/* --- the head --- */
static void draw_head(const struct assessing *assessing, struct grid *grid)
{
    struct area body = assessing->screen.body;
    int missing = assessing->missing.count;

    if (!assessing_is_draft(assessing)) {
        draw_text(grid, body.x, body.y, body.width, STYLE_STRONG,
                  _("The panel was given this version; it stays as it was. F2 begins a new one."));
        return;
    }
    if (!missing) {
        draw_printf(grid, body.x, body.y, body.width, STYLE_GOOD, "%s %s", draw_mark(grid, MARK_DONE),
                    _("Nothing is missing: it can be listed for the panel."));
        return;
    }
    draw_printf(grid, body.x, body.y, body.width, STYLE_WARN, "%s ", draw_mark(grid, MARK_MISSING));
    draw_printf(grid, body.x + 2, body.y, body.width - 2, STYLE_WARN,
                ngettext("%d thing is missing before it can be listed for the panel. F8 shows it.",
                         "%d things are missing before it can be listed for the panel. F8 shows all.",
                         (unsigned long)missing),
                missing);
    draw_text(grid, body.x + 2, body.y + 1, body.width - 2, STYLE_DIM, assessing->missing.items[0].text);
}

/* Over the page of a question: which one, and both answers. */
static void draw_item_head(const struct assessing *assessing, const struct flow *flow, struct grid *grid)
{
    const struct record *item = &assessing->now.items[assessing_selected(assessing)];
    const struct vocabularies *words = flow_words(flow);
    struct area body = assessing->screen.body;

    draw_text(grid, body.x, body.y, body.width, STYLE_STRONG,
              vocabulary_label(words, "assessment_item", record_text(item, "item")));
    if (assessment_answers(record_text(item, "item_group"), true)[0])
        draw_printf(grid, body.x, body.y + 1, body.width, STYLE_TEXT, _("Answer: %s · the person says: %s"),
                    assessment_answer_word(record_text(item, "answer")),
                    assessment_answer_word(record_text(item, "person_view")));
    else
        draw_printf(grid, body.x, body.y + 1, body.width, STYLE_TEXT, _("Answer: %s"),
                    assessment_answer_word(record_text(item, "answer")));
}

void assessment_draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct assessing *assessing = assessing_of_const(screen);
    struct area body = screen->body;

    if (assessing_count(assessing) == 0) {
        draw_wrapped(grid, body, 0, STYLE_TEXT, _("There is no assessment of this case yet. F2 begins one."));
        return;
    }
    if (assessing->leaf == LEAF_ITEM)
        draw_item_head(assessing, flow, grid);
    if (assessing->leaf != LEAF_QUESTIONS && assessing->open)
        form_draw(&assessing->form, grid);
    else if (assessing->leaf != LEAF_QUESTIONS)
        page_draw(&assessing->page, grid);
    if (assessing->leaf != LEAF_QUESTIONS)
        return;
    draw_head(assessing, grid);
    draw_panes(assessing, flow, grid,
               (struct area){ body.x, body.y + ASSESSMENT_HEAD_ROWS, body.width, body.height - ASSESSMENT_HEAD_ROWS });
}
