/* The review as it looks: what it is measured against, what is missing, and a row for each need and strength with the
 * answer then and what became of it. */
#include <string.h>

#include "record_view_in.h"
#include "review_in.h"
#include "townkeep/domain/catalogue.h"

enum { COLUMN_ITEM = 0, COLUMN_BEFORE, COLUMN_CHANGE, COLUMN_NOTE, COLUMNS };

static const struct table_column columns[COLUMNS] = {
    [COLUMN_ITEM] = { .label = N_("Need or strength"), .width = 28, .field = -1 },
    [COLUMN_BEFORE] = { .label = N_("At first"), .width = 10, .field = -1 },
    [COLUMN_CHANGE] = { .label = N_("Since then"), .width = 12, .field = -1 },
    [COLUMN_NOTE] = { .label = N_("Note"), .width = 18, .field = -1 },
};

static struct area leaf_area(const struct reviewing *reviewing)
{
    return reviewing->screen.body;
}

void reviewing_place(struct reviewing *reviewing)
{
    struct area body = reviewing->screen.body;

    table_place(&reviewing->table,
                (struct area){ body.x, body.y + REVIEW_HEAD_HEIGHT, body.width, body.height - REVIEW_HEAD_HEIGHT });
    if (reviewing->open)
        form_place(&reviewing->form, leaf_area(reviewing));
    page_place(&reviewing->page, leaf_area(reviewing));
}

/* --- rows; their number is the place of the change, from 1 --- */
static enum err add_row(struct reviewing *reviewing, const struct vocabularies *words, size_t at)
{
    const struct record *change = &reviewing->writing.changes[at];
    const char *before = review_answer_before(&reviewing->writing, change);
    struct table_row row = { .id = (int64_t)at + 1 };

    row.cells[COLUMN_ITEM] = vocabulary_label(words, "assessment_item", record_text(change, "item"));
    row.cells[COLUMN_BEFORE] = before[0] ? vocabulary_label(words, "assessment_answer", before) : "·";
    row.cells[COLUMN_CHANGE] =
        record_has(change, "change") ? vocabulary_label(words, "review_change", record_text(change, "change")) : "·";
    row.cells[COLUMN_NOTE] = record_text(change, "note");
    return table_add(&reviewing->table, TABLE_AFTER, &row);
}

enum err reviewing_fill(struct reviewing *reviewing, struct flow *flow)
{
    int64_t kept = table_selected_id(&reviewing->table);
    enum err e = OK;

    memcpy(reviewing->table.columns, columns, sizeof columns);
    reviewing->table.column_count = COLUMNS;
    reviewing->table.sort_column = -1;
    reviewing->table.empty = _("The panel had no assessment that names a need or strength, and no plan works on one.");
    table_clear(&reviewing->table);
    for (size_t i = 0; i < reviewing->writing.count && !e; i++)
        e = add_row(reviewing, flow_words(flow), i);
    table_select(&reviewing->table, kept);
    reviewing->missing = (struct problems){ 0 };
    if (reviewing->is_open)
        review_missing(&reviewing->writing, &reviewing->missing);
    reviewing_place(reviewing);
    return e;
}

struct record *reviewing_selected(struct reviewing *reviewing)
{
    int64_t id = table_selected_id(&reviewing->table);

    return id > 0 && (size_t)id <= reviewing->writing.count ? &reviewing->writing.changes[id - 1] : NULL;
}

/* --- the pages behind the rows --- */
static enum err open_words(struct reviewing *reviewing, struct flow *flow, struct why *why)
{
    static const char *const keys[] = {
        "took_part",         "changes",        "reaffirmed", "proportionate", "decision",
        "unchanged_because", "needed_because", "next_on",    "kind",          "on"
    };
    enum err e =
        form_init_step(&reviewing->form, &reviewing->writing.review, reviewing->before.type ? &reviewing->before : NULL,
                       flow_words(flow), clock_today(), store_calendar(flow_store(flow)), keys, ARRAY_COUNT(keys));

    if (e)
        return why_set(why, e, "%s", err_text(e));
    reviewing->open = true;
    reviewing_place(reviewing);
    return form_feed(&reviewing->form, flow_store(flow), why);
}

static enum err fill_missing(struct reviewing *reviewing)
{
    const struct problems *missing = &reviewing->missing;
    enum err e = missing->count
                     ? page_add(&reviewing->page, STYLE_WARN, 0, _("Before the review can be finished:"))
                     : page_add(&reviewing->page, STYLE_GOOD, 0, _("Nothing is missing: the review can be finished."));

    for (int i = 0; i < missing->count && !e; i++)
        e = page_add(&reviewing->page, STYLE_TEXT, 2, missing->items[i].text);
    return e;
}

enum err reviewing_open_leaf(struct reviewing *reviewing, struct flow *flow, enum review_leaf leaf, struct why *why)
{
    enum err e = OK;

    reviewing_close_leaf(reviewing);
    reviewing->leaf = leaf;
    if (leaf == LEAF_WORDS && reviewing->is_open)
        e = open_words(reviewing, flow, why);
    else if (leaf == LEAF_WORDS)
        e = record_view(&reviewing->page, flow_store(flow), &reviewing->writing.review, SEALED_SHOWN, why);
    else if (leaf == LEAF_MISSING && (e = fill_missing(reviewing)))
        why_set(why, e, "%s", err_text(e));
    if (e)
        reviewing_close_leaf(reviewing);
    reviewing_place(reviewing);
    return e;
}

bool reviewing_finish_leaf(struct reviewing *reviewing)
{
    struct problems problems = { 0 };

    if (!reviewing->open || form_finish(&reviewing->form, &problems))
        return true;
    form_problems(&reviewing->form, &problems);
    return false;
}

void reviewing_close_leaf(struct reviewing *reviewing)
{
    if (reviewing->open)
        form_release(&reviewing->form);
    reviewing->open = false;
    page_release(&reviewing->page);
    reviewing->leaf = LEAF_CHANGES;
}

/* --- drawing --- */
static void draw_head(const struct reviewing *reviewing, struct grid *grid)
{
    const struct record *baseline = &reviewing->writing.baseline.record;
    struct area body = reviewing->screen.body;
    int missing = reviewing->missing.count;

    if (baseline->type)
        draw_printf(grid, body.x, body.y, body.width, STYLE_TEXT,
                    _("Against version %lld of the assessment, %s: the first the panel had."),
                    (long long)record_number(baseline, "version"), record_text(baseline, "on"));
    else
        draw_text(grid, body.x, body.y, body.width, STYLE_WARN, _("The panel has had no assessment of this case yet."));
    if (!reviewing->is_open)
        draw_text(grid, body.x, body.y + 1, body.width, STYLE_STRONG,
                  _("This review is finished; it stays as it was written."));
    else if (!missing)
        draw_printf(grid, body.x, body.y + 1, body.width, STYLE_GOOD, "%s %s", draw_mark(grid, MARK_DONE),
                    _("Nothing is missing: the review can be finished."));
    else
        draw_printf(grid, body.x, body.y + 1, body.width, STYLE_WARN,
                    ngettext("%s %d thing is missing before it can be finished. F8 shows it.",
                             "%s %d things are missing before it can be finished. F8 shows all.",
                             (unsigned long)missing),
                    draw_mark(grid, MARK_MISSING), missing);
    if (missing)
        draw_text(grid, body.x + 2, body.y + 2, body.width - 2, STYLE_DIM, reviewing->missing.items[0].text);
}

void review_draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct reviewing *reviewing = reviewing_of_const(screen);

    (void)flow;
    if (reviewing->leaf == LEAF_WORDS && reviewing->open) {
        form_draw(&reviewing->form, grid);
        return;
    }
    if (reviewing->leaf != LEAF_CHANGES) {
        page_draw(&reviewing->page, grid);
        return;
    }
    draw_head(reviewing, grid);
    table_draw(&reviewing->table, grid, true);
}
