/*
 * The assessment as it looks: what is missing at the head, concerns and strengths side by side, needs below where there
 * is room and else by themselves. Every row has the same look whatever the answer: no colour says anything of a person.
 */
#include <string.h>

#include "assessment_in.h"
#include "townkeep/base/text.h"

enum { ANSWER_WIDTH = 8, GAP = 1, MARK_WIDTH = 2, LABEL_MIN = 28, WIDE = 70, TALL = 34 };

static const char *const pane_titles[PANE_COUNT] = {
    [PANE_CONCERNS] = N_("CONCERNS"),
    [PANE_STRENGTHS] = N_("STRENGTHS"),
    [PANE_NEEDS] = N_("NEEDS"),
};

/* --- a row --- */
/* Answers stand in columns where there is room for the questions beside them; else behind the question, at the right.
 */
struct columns {
    int label, answer, view, help; /* x; help -1 none */
    int label_width, help_width;
    bool apart;
};

static struct columns columns_of(struct area area)
{
    bool wide = area.width >= WIDE;
    struct columns columns = { .label = area.x + MARK_WIDTH, .help = -1 };

    columns.label_width = wide ? area.width * 2 / 5 : area.width - MARK_WIDTH - 2 * (ANSWER_WIDTH + GAP);
    columns.apart = columns.label_width >= LABEL_MIN;
    columns.answer = columns.label + columns.label_width + GAP;
    columns.view = columns.answer + ANSWER_WIDTH + GAP;
    if (wide) {
        columns.help = columns.view + ANSWER_WIDTH + 2 * GAP;
        columns.help_width = area.x + area.width - columns.help;
    }
    return columns;
}

struct answers {
    const char *answer, *view; /* view NULL: there is none to show */
    enum style answer_style, view_style;
};

static void draw_apart(struct grid *grid, struct columns columns, int y, const struct answers *answers)
{
    draw_text(grid, columns.answer, y, ANSWER_WIDTH, answers->answer_style, answers->answer);
    if (answers->view)
        draw_text(grid, columns.view, y, ANSWER_WIDTH, answers->view_style, answers->view);
}

/* "some (none)" at the right; the width used. */
static int draw_behind(struct grid *grid, struct area row, const struct answers *answers, enum style style)
{
    int view = answers->view ? (int)text_width(answers->view) : -3;
    int width = (int)text_width(answers->answer) + view + 3, x = row.x + row.width - width;

    x += draw_text(grid, x, row.y, width, answers->answer_style, answers->answer);
    if (answers->view) {
        x += draw_text(grid, x, row.y, 2, style, " (");
        x += draw_text(grid, x, row.y, view, answers->view_style, answers->view);
        draw_text(grid, x, row.y, 1, style, ")");
    }
    return width;
}

static struct answers answers_of(const struct assessing *assessing, const struct record *item, enum style style,
                                 bool selected)
{
    bool has_view = assessment_answers(record_text(item, "item_group"), true)[0] != NULL;

    return (struct answers){
        .answer = assessment_answer_word(record_text(item, "answer")),
        .view = has_view && (selected || record_has(item, "person_view"))
                    ? assessment_answer_word(record_text(item, "person_view"))
                    : NULL,
        .answer_style = selected && !assessing->view ? STYLE_ACTIVE : style,
        .view_style = selected && assessing->view ? STYLE_ACTIVE : style,
    };
}

static void draw_item(const struct assessing *assessing, const struct flow *flow, struct grid *grid, struct area row,
                      int at, bool selected)
{
    const struct record *item = &assessing->now.items[at];
    struct columns columns = columns_of(row);
    enum style style = selected ? STYLE_SELECTED : STYLE_TEXT;
    struct answers answers = answers_of(assessing, item, style, selected);

    if (selected) {
        draw_fill(grid, row, STYLE_SELECTED);
        draw_text(grid, row.x, row.y, 1, style, draw_mark(grid, MARK_SELECTED));
        grid_cursor(grid, row.x, row.y);
    }
    if (columns.apart)
        draw_apart(grid, columns, row.y, &answers);
    else
        columns.label_width = row.width - MARK_WIDTH - GAP - draw_behind(grid, row, &answers, style);
    draw_text(grid, columns.label, row.y, columns.label_width, style,
              vocabulary_label(flow_words(flow), "assessment_item", record_text(item, "item")));
    if (columns.help >= 0)
        draw_text(grid, columns.help, row.y, columns.help_width, style, record_text(item, "would_help"));
    if (assessing_differs(assessing, at))
        draw_text(grid, row.x + 1, row.y, 1, selected ? style : STYLE_WARN, "*");
}

/* --- a pane --- */
static void draw_headings(struct grid *grid, struct area area, enum assessment_pane pane, bool active)
{
    struct columns columns = columns_of(area);
    const struct answers headings = { _("answer"), _("they say"), STYLE_DIM, STYLE_DIM };

    draw_text(grid, columns.label, area.y, columns.label_width, active ? STYLE_ACCENT : STYLE_STRONG,
              _(pane_titles[pane]));
    if (columns.apart)
        draw_apart(grid, columns, area.y, &headings);
    else
        draw_behind(grid, area, &headings, STYLE_DIM);
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
        draw_text(grid, area.x, area.y + 1, 1, STYLE_DIM, draw_mark(grid, MARK_MORE_UP));
    if (first + height < lines.count)
        draw_text(grid, area.x, area.y + height, 1, STYLE_DIM, draw_mark(grid, MARK_MORE_DOWN));
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
