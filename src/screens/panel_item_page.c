/*
 * What stands on the page of a case before the panel: sheet F2 first, and only that; afterwards what is still missing
 * for a decision, and what was said at the table.
 */
#include "panel_item_in.h"
#include "record_view_in.h"
#include "townkeep/domain/casework.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/document.h"

enum { LABEL_WIDTH = 24 };

bool item_is_discussed(const struct item_screen *item)
{
    return item->papers.item.type && record_number(&item->papers.item, "f2_first") == 1;
}

/* --- the papers of the item --- */
static enum err add_row(struct item_screen *item, const char *what, const struct record *record, const char *who,
                        const char *text, const char *note)
{
    struct table_row row = { .id = record->id };

    row.cells[0] = text;
    row.cells[1] = what;
    row.cells[2] = who;
    row.cells[3] = note;
    return table_add(&item->table, TABLE_AFTER, &row);
}

static enum err add_contributions(struct item_screen *item, const struct vocabularies *words)
{
    const struct panel_papers *papers = &item->papers;
    enum err e = OK;

    for (size_t i = 0; i < papers->contribution_count && !e; i++) {
        const struct record *record = &papers->contributions[i];
        const char *text = record_text(record, "text");

        e = add_row(item, vocabulary_label(words, "panel_discipline", record_text(record, "category")), record,
                    record_text(record, "agency"), text[0] ? text : _("(said, not written)"),
                    vocabulary_label(words, "panel_handling", record_text(record, "handling")));
    }
    return e;
}

/* What a member is called; "" when they are gone from the meeting. */
static const char *member_name(const struct panel_papers *papers, int64_t member)
{
    for (size_t i = 0; i < papers->member_count; i++) {
        if (papers->members[i].id == member)
            return record_text(&papers->members[i], "person");
    }
    return "";
}

static enum err add_others(struct item_screen *item)
{
    const struct panel_papers *papers = &item->papers;
    enum err e = OK;

    for (size_t i = 0; i < papers->conflict_count && !e; i++) {
        const struct record *record = &papers->conflicts[i];

        e = add_row(item, _("conflict"), record, member_name(papers, record_number(record, "member")),
                    record_text(record, "declared"),
                    record_number(record, "left_room") == 1 ? _("left the room") : _("must leave the room"));
    }
    for (size_t i = 0; i < papers->action_count && !e; i++) {
        const struct record *record = &papers->actions[i];

        e = add_row(item, _("action"), record, record_text(record, "agency"), record_text(record, "what"),
                    record_text(record, record_has(record, "done_on") ? "done_on" : "due"));
    }
    return e;
}

enum err item_fill_table(struct item_screen *item, const struct vocabularies *words)
{
    enum err e;

    table_clear(&item->table);
    if (!(e = add_contributions(item, words)))
        e = add_others(item);
    table_select(&item->table, item->selected);
    return e;
}

/* --- what is read --- */
static enum err show_sheet(struct item_screen *item, struct store *store, struct why *why)
{
    struct document sheet = { 0 };
    enum err e = document_make(store, DOCUMENT_F2_SHEET, item->id, &sheet, why);

    for (size_t i = 0; i < sheet.count && !e; i++) {
        const struct document_line *line = &sheet.lines[i];
        bool is_heading = line->style == DOCUMENT_HEADING || line->style == DOCUMENT_TITLE;

        e = line->text[0] ? page_add_lines(&item->page, is_heading ? STYLE_STRONG : STYLE_TEXT,
                                           line->style == DOCUMENT_POINT ? 2 : 0, line->text)
                          : page_add(&item->page, STYLE_TEXT, 0, "");
    }
    document_release(&sheet);
    return e;
}

static enum err show_missing(struct item_screen *item, const struct rule_context *context)
{
    struct panel_matter matter = panel_matter_of(&item->papers);
    struct problems problems = { 0 };
    enum err e = OK;

    matter.is_assessed = record_has(&item->episode, "agreed_on");
    panel_decision_missing(&matter, context->today, &problems);
    item->missing = (size_t)problems.count;
    if (problems.count == 0)
        return OK;
    e = page_add(&item->page, STYLE_STRONG, 0, _("Still missing for a decision"));
    for (int i = 0; i < problems.count && !e; i++)
        e = page_add(&item->page, STYLE_WARN, 2, problems.items[i].text);
    return e ? e : page_add(&item->page, STYLE_TEXT, 0, "");
}

static enum err show_name(struct item_screen *item, struct store *store)
{
    static const char *const keys[] = { "person_name", "other_names", "birth", "guardian" };
    enum err e = OK;

    for (size_t i = 0; i < sizeof keys / sizeof keys[0] && !e; i++) {
        int field = field_find(&episode_type, keys[i]);
        struct buf text = { 0 };

        if (record_has(&item->episode, keys[i]) && !(e = store_show_value(store, &item->episode, field, &text)))
            e = page_add_labelled(&item->page, LABEL_WIDTH, _(episode_type.fields[field].label), buf_text(&text));
        buf_wipe(&text);
    }
    return e ? e : page_add(&item->page, STYLE_TEXT, 0, "");
}

enum err item_fill_page(struct item_screen *item, struct flow *flow, struct why *why)
{
    struct store *store = flow_store(flow);
    struct area area = item->page.area;
    int first = item->page.first;
    struct rule_context context;
    enum err e;

    casework_context(store, &context);
    page_release(&item->page);
    if (!item_is_discussed(item))
        e = show_sheet(item, store, why);
    else if (!(e = item->hidden_at ? show_name(item, store) : OK) && !(e = show_missing(item, &context)))
        e = record_view(&item->page, store, &item->papers.item, SEALED_SHOWN, why);
    page_place(&item->page, area);
    item->page.first = first;
    return e;
}
