/*
 * The pages behind the questions: one question with its day, source and what would help; the judgement in words; and
 * all that is missing before the panel can be given the assessment, with what is not known beside it.
 */
#include <string.h>

#include "assessment_in.h"
#include "record_view_in.h"
#include "townkeep/domain/catalogue.h"

static const char *const keys_of_conduct[] = { "seen_on", "source", "explanation", "note", "find_out" };
static const char *const keys_of_needs[] = { "would_help", "source", "note", "find_out" };
static const char *const keys_of_judgement[] = {
    "sources",         "person_view", "shared",  "not_shared_because", "summary",    "worse",
    "better",          "unknowns",    "changes", "priority",           "intensity",  "intensity_reason",
    "intensity_until", "none_found",  "tool",    "tool_certified",     "conclusion", "on",
};

struct area assessing_leaf_area(const struct assessing *assessing)
{
    struct area body = assessing->screen.body;
    int head = assessing->leaf == LEAF_ITEM ? ASSESSMENT_HEAD_ROWS + 1 : 0;

    return (struct area){ body.x, body.y + head, body.width, body.height - head };
}

static bool is_conduct(const struct record *item)
{
    return strcmp(record_text(item, "item_group"), "conduct") == 0;
}

/* --- a form over the item or the judgement --- */
static enum err open_form(struct assessing *assessing, struct flow *flow, int at, const char *const *keys, int count,
                          struct why *why)
{
    struct record *record = assessing_record(assessing, at);
    const struct record *before =
        record == &assessing->now.record ? &assessing->before.record : &assessing->before.items[at];
    enum err e = form_init_step(&assessing->form, record, before, flow_words(flow), clock_today(),
                                store_calendar(flow_store(flow)), keys, count);

    if (e)
        return why_set(why, e, "%s", err_text(e));
    assessing->open = true;
    form_place(&assessing->form, assessing_leaf_area(assessing));
    return form_feed(&assessing->form, flow_store(flow), why);
}

static enum err open_item(struct assessing *assessing, struct flow *flow, struct why *why)
{
    int at = assessing_selected(assessing);
    const struct record *item = &assessing->now.items[at];
    enum err e = is_conduct(item) ? open_form(assessing, flow, at, keys_of_conduct, ARRAY_COUNT(keys_of_conduct), why)
                                  : open_form(assessing, flow, at, keys_of_needs, ARRAY_COUNT(keys_of_needs), why);

    if (!e && strcmp(record_text(item, "answer"), "unknown") == 0)
        form_go(&assessing->form, field_find(&assessment_item_type, "find_out"));
    return e;
}

/* --- what is missing, and what is not known --- */
static enum err add_unknown(struct page *page, const struct record *item, const struct vocabularies *words)
{
    const char *how = record_text(item, "find_out");

    return page_add_labelled(page, 40, vocabulary_label(words, "assessment_item", record_text(item, "item")),
                             how[0] ? how : _("How to find out is not said yet."));
}

static enum err add_unknowns(struct assessing *assessing, const struct vocabularies *words)
{
    struct page *page = &assessing->page;
    const char *said = record_text(&assessing->now.record, "unknowns");
    int count = 0;
    enum err e = page_add(page, STYLE_TEXT, 0, "");

    if (!e)
        e = page_add(page, STYLE_STRONG, 0, _("What is not known"));
    for (size_t i = 0; i < assessing->now.item_count && !e; i++) {
        if (strcmp(record_text(&assessing->now.items[i], "answer"), "unknown") != 0)
            continue;
        e = add_unknown(page, &assessing->now.items[i], words);
        count++;
    }
    if (!e && said[0])
        e = page_add_lines(page, STYLE_TEXT, 2, said);
    if (!e && !count && !said[0])
        e = page_add(page, STYLE_DIM, 2, _("No question was answered with unknown."));
    return e;
}

static enum err fill_missing(struct assessing *assessing, const struct vocabularies *words)
{
    struct page *page = &assessing->page;
    enum err e = OK;

    if (!assessing_is_draft(assessing))
        e = page_add(page, STYLE_TEXT, 0, _("The panel was given this version: nothing of it is open."));
    else if (!assessing->missing.count)
        e = page_add(page, STYLE_GOOD, 0, _("Nothing is missing: it can be listed for the panel."));
    else
        e = page_add(page, STYLE_WARN, 0, _("Before it can be listed for the panel:"));
    for (int i = 0; i < assessing->missing.count && !e; i++)
        e = page_add(page, STYLE_TEXT, 2, assessing->missing.items[i].text);
    return e ? e : add_unknowns(assessing, words);
}

/* --- all three --- */
static enum err open_page(struct assessing *assessing, struct flow *flow, struct why *why)
{
    const struct record *record =
        assessing->leaf == LEAF_ITEM ? &assessing->now.items[assessing_selected(assessing)] : &assessing->now.record;
    enum err e = OK;

    if (assessing->leaf != LEAF_MISSING)
        e = record_view(&assessing->page, flow_store(flow), record, SEALED_SHOWN, why);
    else if ((e = fill_missing(assessing, flow_words(flow))))
        why_set(why, e, "%s", err_text(e));
    page_place(&assessing->page, assessing_leaf_area(assessing));
    return e;
}

enum err assessing_open_leaf(struct assessing *assessing, struct flow *flow, enum assessment_leaf leaf, struct why *why)
{
    enum err e = OK;

    assessing_close_leaf(assessing);
    if (assessing_count(assessing) == 0 || (leaf == LEAF_ITEM && assessing_selected(assessing) < 0))
        return OK;
    assessing->leaf = leaf;
    if (leaf == LEAF_MISSING || (leaf != LEAF_QUESTIONS && !assessing_is_draft(assessing)))
        e = open_page(assessing, flow, why);
    else if (leaf == LEAF_ITEM)
        e = open_item(assessing, flow, why);
    else if (leaf == LEAF_JUDGEMENT)
        e = open_form(assessing, flow, assessing_count(assessing) - 1, keys_of_judgement,
                      ARRAY_COUNT(keys_of_judgement), why);
    if (e)
        assessing_close_leaf(assessing);
    return e;
}

bool assessing_finish_leaf(struct assessing *assessing)
{
    struct problems problems = { 0 };

    if (!assessing->open || form_finish(&assessing->form, &problems))
        return true;
    form_problems(&assessing->form, &problems);
    return false;
}

void assessing_close_leaf(struct assessing *assessing)
{
    if (assessing->open)
        form_release(&assessing->form);
    assessing->open = false;
    page_release(&assessing->page);
    assessing->leaf = LEAF_QUESTIONS;
}
