/*
 * Moving among the questions of an assessment and answering them, one key an answer. Concerns stand at the left,
 * strengths at the right, needs by themselves; each question is one row with the worker's answer and the person's own.
 */
#include <stdio.h>
#include <string.h>

#include "assessment_in.h"

/* One key for each answer: no two that fit the same question share one. */
static const struct {
    const char *code;
    char key;
    const char *word; /* N_() for a narrow column */
} answers[] = {
    { "seen", 's', N_("seen") },       { "reported", 'r', N_("reported") }, { "not_seen", 'n', N_("not seen") },
    { "none", 'n', N_("none") },       { "some", 's', N_("some") },         { "pressing", 'p', N_("pressing") },
    { "strong", 't', N_("strong") },   { "yes", 'y', N_("yes") },           { "no", 'n', N_("no") },
    { "unknown", 'u', N_("unknown") }, { "declined", 'd', N_("not said") },
};

const char *assessment_answer_word(const char *code)
{
    for (int i = 0; i < ARRAY_COUNT(answers); i++) {
        if (strcmp(answers[i].code, code) == 0)
            return _(answers[i].word);
    }
    return code[0] != '\0' ? code : "·";
}

static char key_of(const char *code)
{
    for (int i = 0; i < ARRAY_COUNT(answers); i++) {
        if (strcmp(answers[i].code, code) == 0)
            return answers[i].key;
    }
    return ' ';
}

/* --- panes --- */
static enum assessment_pane pane_of(const char *group)
{
    if (strcmp(group, "protective") == 0)
        return PANE_STRENGTHS;
    return strcmp(group, "conduct") == 0 || strcmp(group, "vulnerability") == 0 ? PANE_CONCERNS : PANE_NEEDS;
}

/* Part by part: the items come in the order of the list, where the parts may lie apart. */
static void add_part(const struct assessing *assessing, const char *group, bool headed, struct assessment_lines *out)
{
    bool first = headed;

    for (size_t i = 0; i < assessing->now.item_count && out->count < ASSESSMENT_LINES_MAX - 1; i++) {
        if (strcmp(record_text(&assessing->now.items[i], "item_group"), group) != 0)
            continue;
        if (first)
            out->item[out->count++] = ASSESSMENT_HEADING;
        first = false;
        out->item[out->count++] = (int)i;
    }
}

void assessment_lines(const struct assessing *assessing, enum assessment_pane pane, struct assessment_lines *out)
{
    static const char *const groups[] = { "conduct", "vulnerability", "need", "need_tertiary", "protective" };
    bool headed = pane == PANE_CONCERNS || (pane == PANE_NEEDS && assessment_asks(assessing->level, "need_tertiary"));

    out->count = 0;
    for (int i = 0; i < ARRAY_COUNT(groups); i++) {
        if (pane_of(groups[i]) == pane && assessment_asks(assessing->level, groups[i]))
            add_part(assessing, groups[i], headed, out);
    }
}

int assessing_selected(const struct assessing *assessing)
{
    struct assessment_lines lines;
    int at = assessing->selected[assessing->pane];

    assessment_lines(assessing, assessing->pane, &lines);
    return at >= 0 && at < lines.count ? lines.item[at] : -1;
}

/* Over headings, and never onto one. */
void assessing_step(struct assessing *assessing, int by)
{
    struct assessment_lines lines;
    int *selected = &assessing->selected[assessing->pane], at;

    assessment_lines(assessing, assessing->pane, &lines);
    at = *selected + by;
    at = at < 0 ? 0 : at >= lines.count ? lines.count - 1 : at;
    while (at > 0 && by < 0 && lines.item[at] == ASSESSMENT_HEADING)
        at--;
    while (at >= 0 && at < lines.count - 1 && lines.item[at] == ASSESSMENT_HEADING)
        at++;
    *selected = at < 0 ? 0 : at;
}

/* --- answering --- */
static const char *group_of(const struct assessing *assessing, int item)
{
    return record_text(&assessing->now.items[item], "item_group");
}

static const char *view_is_a_note(void)
{
    return _("What the person says of it is written into the note: Enter opens the question.");
}

/* Whether the selected question takes an answer in the column the cursor is in; else it is said why not. */
static bool may_answer(const struct assessing *assessing, struct flow *flow, int item)
{
    if (item < 0)
        return false;
    if (!assessing_is_draft(assessing)) {
        flow_toast(flow, STYLE_WARN, "%s", _("This version stays as the panel was given it. F2 begins a new one."));
        return false;
    }
    if (!assessment_answers(group_of(assessing, item), assessing->view)[0]) {
        flow_toast(flow, STYLE_WARN, "%s", view_is_a_note());
        return false;
    }
    return true;
}

static void give(struct assessing *assessing, struct flow *flow, int item, const char *code)
{
    struct value *value = record_value(&assessing->now.items[item], assessing->view ? "person_view" : "answer");

    if (value_set_text(value, code))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
    else
        assessing_touch(assessing, flow, item);
}

/* The answer behind the present one, or before it; past either end there is none. */
static const char *next_answer(const char *const *fitting, const char *present, int by)
{
    int count = 0, at = -1;

    while (fitting[count]) {
        if (strcmp(fitting[count], present) == 0)
            at = count;
        count++;
    }
    at = at < 0 && by < 0 ? count - 1 : at + by;
    return at >= 0 && at < count ? fitting[at] : "";
}

static void turn(struct assessing *assessing, struct flow *flow, int by)
{
    int item = assessing_selected(assessing);
    const char *key = assessing->view ? "person_view" : "answer";

    if (may_answer(assessing, flow, item))
        give(assessing, flow, item,
             next_answer(assessment_answers(group_of(assessing, item), assessing->view),
                         record_text(&assessing->now.items[item], key), by));
}

/* A letter answers and goes on to the next question. */
static bool answer_by_letter(struct assessing *assessing, struct flow *flow, uint32_t key)
{
    int item = assessing_selected(assessing);
    const char *const *fitting = item >= 0 ? assessment_answers(group_of(assessing, item), assessing->view) : NULL;

    for (int i = 0; i < ARRAY_COUNT(answers); i++) {
        if (key != (uint32_t)answers[i].key)
            continue;
        if (!fitting || !fitting[0])
            return item >= 0 && !may_answer(assessing, flow, item);
        for (int k = 0; fitting[k]; k++) {
            if (strcmp(fitting[k], answers[i].code) != 0)
                continue;
            if (may_answer(assessing, flow, item)) {
                give(assessing, flow, item, answers[i].code);
                assessing_step(assessing, 1);
            }
            return true;
        }
    }
    return false;
}

static void take_away(struct assessing *assessing, struct flow *flow)
{
    int item = assessing_selected(assessing);

    if (may_answer(assessing, flow, item))
        give(assessing, flow, item, "");
}

bool assessing_handle_questions(struct assessing *assessing, struct flow *flow, const struct event *event)
{
    enum { A_PAGE = 10, FAR = 1000 };

    if (event->kind != EVENT_KEY || assessing_count(assessing) == 0)
        return false;
    switch (event->key) {
    case PRESS_UP:
    case PRESS_DOWN:
        assessing_step(assessing, event->key == PRESS_UP ? -1 : 1);
        return true;
    case PRESS_PAGE_UP:
    case PRESS_PAGE_DOWN:
        assessing_step(assessing, event->key == PRESS_PAGE_UP ? -A_PAGE : A_PAGE);
        return true;
    case PRESS_HOME:
    case PRESS_END:
        assessing_step(assessing, event->key == PRESS_HOME ? -FAR : FAR);
        return true;
    case PRESS_LEFT:
    case PRESS_RIGHT:
        turn(assessing, flow, event->key == PRESS_LEFT ? -1 : 1);
        return true;
    case PRESS_TAB:
    case PRESS_SHIFT_TAB:
        assessing->view = !assessing->view;
        return true;
    case PRESS_BACKSPACE:
    case PRESS_DELETE:
        take_away(assessing, flow);
        return true;
    default:
        return answer_by_letter(assessing, flow, event->key);
    }
}

/* --- telling the keys --- */
static enum err tell(const char *const *fitting, struct buf *out)
{
    enum err e = OK;

    for (int i = 0; fitting[i] && !e; i++)
        e = buf_printf(out, "%s%c %s", i > 0 ? " · " : "", key_of(fitting[i]), assessment_answer_word(fitting[i]));
    return e;
}

enum err assessing_tell_keys(const struct assessing *assessing, struct buf *out)
{
    int item = assessing_selected(assessing);
    const char *const *fitting;

    if (item < 0)
        return OK;
    fitting = assessment_answers(group_of(assessing, item), assessing->view);
    return fitting[0] ? tell(fitting, out) : buf_add_str(out, view_is_a_note());
}

enum err assessment_help_answers(struct page *page)
{
    static const struct {
        const char *group, *label;
    } parts[] = {
        { "conduct", N_("What was done") },
        { "vulnerability", N_("Circumstances") },
        { "need", N_("Needs") },
        { "protective", N_("Strengths") },
    };
    enum err e = page_add(page, STYLE_STRONG, 0, _("Answers"));

    for (int i = 0; i < ARRAY_COUNT(parts) && !e; i++) {
        struct buf text = { 0 };

        if (!(e = tell(assessment_answers(parts[i].group, false), &text)))
            e = page_add_labelled(page, 26, _(parts[i].label), buf_text(&text));
        buf_release(&text);
    }
    return e;
}
