/*
 * A case before the panel. First the sheet without the name, and nothing else: only when it was discussed so may the
 * name be shown. Then what was said at the table, by whom and for whose ears, who had to leave, what was weighed and
 * decided; and what is still missing for a decision, all of it, at the head.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "panel_in.h"
#include "panel_item_in.h"
#include "shown_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/casework.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/document.h"
#include "townkeep/domain/panel.h"
#include "townkeep/screens/screens.h"

enum { HEAD_HEIGHT = 3, PAPERS_LEAST = 4, PAPERS_MOST = 9 };

static struct item_screen *item_of(struct screen *screen)
{
    return (struct item_screen *)screen;
}

static const struct item_screen *item_of_const(const struct screen *screen)
{
    return (const struct item_screen *)screen;
}

/* --- loading --- */
static void place(struct item_screen *item)
{
    struct area body = item->screen.body;
    int rows = item->table.count + 1;
    int height = rows < PAPERS_LEAST ? PAPERS_LEAST : rows > PAPERS_MOST ? PAPERS_MOST : rows;

    if (!item_is_discussed(item))
        height = 0;
    page_place(&item->page, (struct area){ body.x, body.y + HEAD_HEIGHT, body.width,
                                           body.height - HEAD_HEIGHT - (height ? height + 1 : 0) });
    table_place(&item->table, (struct area){ body.x, body.y + body.height - height, body.width, height });
}

static void let_go(struct item_screen *item)
{
    item->hidden_at = 0;
    panel_papers_release(&item->papers);
    record_release(&item->episode);
    page_release(&item->page);
    table_clear(&item->table);
    picker_release(&item->picker);
    item->picking = false;
    explicit_bzero(item->summary, sizeof item->summary);
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct item_screen *item = item_of(screen);
    struct store *store = flow_store(flow);
    int first = item->page.first;
    struct panel_matter matter;
    struct panel_table seated;
    int64_t episode;
    enum err e;

    let_go(item);
    if (!item->id && (e = document_subject(store, DOCUMENT_F2_SHEET, item->of, &item->id, why)))
        return e;
    if ((e = panel_papers_load(store, item->id, &item->papers, why)))
        return e;
    episode = record_number(&item->papers.item, "episode");
    if ((e = store_log_view(store, &episode_type, episode, "opened", why)) ||
        (e = store_load(store, &episode_type, episode, &item->episode, why)))
        return e;
    matter = panel_matter_of(&item->papers);
    seated = panel_table_for(&matter);
    panel_summary(&seated, item->summary, sizeof item->summary);
    if ((e = item_fill_table(item, flow_words(flow))))
        return why_set(why, e, "%s", err_text(e));
    place(item);
    item->page.first = first;
    return item_fill_page(item, flow, why);
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    let_go(item_of(screen));
}

void item_show_again(struct item_screen *item, struct flow *flow)
{
    struct why why = { 0 };

    if (item_fill_page(item, flow, &why))
        flow_refuse(flow, &why);
}

static void add_paper(struct item_screen *item, struct flow *flow, const struct record_type *type, int64_t member)
{
    char fields[120];
    int len =
        snprintf(fields, sizeof fields, "episode=%lld\nitem=%lld", (long long)item->episode.id, (long long)item->id);

    if (member)
        snprintf(fields + len, sizeof fields - (size_t)len, "\nmember=%lld", (long long)member);
    flow_push(flow, form_screen_new_with(type, fields), 0);
}

static void add_chosen(struct item_screen *item, struct flow *flow, int chosen)
{
    if (chosen != 1) {
        add_paper(item, flow, chosen == 0 ? &panel_contribution_type : &panel_action_type, 0);
        return;
    }
    if (panel_offer_members(&item->picker, _("Who knows the person or the family?"), item->papers.members,
                            item->papers.member_count, flow_words(flow)))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
    else if (item->papers.member_count == 0)
        flow_toast(flow, STYLE_WARN, "%s", _("Nobody is at the table of the meeting yet."));
    item->picking = item->picker.count > 0;
    picker_place(&item->picker, item->screen.body);
}

/* --- events --- */
static const struct record_type *type_of_row(const struct item_screen *item)
{
    size_t row = (size_t)item->table.selected;

    if (row < item->papers.contribution_count)
        return &panel_contribution_type;
    return row < item->papers.contribution_count + item->papers.conflict_count ? &panel_conflict_type
                                                                               : &panel_action_type;
}

static bool handle_picker(struct item_screen *item, struct flow *flow, const struct event *event)
{
    const struct picker_row *row;

    switch (picker_handle(&item->picker, event)) {
    case PICKER_CHOSEN:
        item->picking = false;
        if ((row = picker_chosen(&item->picker)))
            add_paper(item, flow, &panel_conflict_type, row->id);
        return true;
    case PICKER_CANCELLED:
        item->picking = false;
        return true;
    default:
        return event->kind != EVENT_TICK;
    }
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct item_screen *item = item_of(screen);
    enum table_result result;

    if (shown_is_over(item->hidden_at, event)) {
        item->hidden_at = 0;
        item_show_again(item, flow);
        return true;
    }
    if (item->picking)
        return handle_picker(item, flow, event);
    if (event->kind == EVENT_KEY && event->key == PRESS_TAB && item_is_discussed(item)) {
        item->in_table = !item->in_table;
        return true;
    }
    if (!item->in_table || !item_is_discussed(item))
        return event->kind == EVENT_KEY && page_handle(&item->page, event);
    result = table_handle(&item->table, event);
    item->selected = table_selected_id(&item->table);
    switch (result) {
    case TABLE_IGNORED:
        return false;
    case TABLE_OPENED:
        if (table_selected_id(&item->table))
            flow_push(flow, form_screen_new(type_of_row(item), table_selected_id(&item->table)), 0);
        return true;
    default:
        return true;
    }
}

static void set_discussed(struct item_screen *item, struct flow *flow)
{
    struct saved saved;
    struct why why = { 0 };

    value_set_number(record_value(&item->papers.item, "f2_first"), 1);
    if (store_put(flow_store(flow), &item->papers.item, NULL, &saved, &why))
        flow_refuse(flow, &why);
    else
        flow_toast(flow, STYLE_GOOD, "%s", _("Written down. Now the basis for naming (F4), and what is said (F2)."));
    flow_refresh(flow);
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct item_screen *item = item_of(screen);

    if (answer->question == ITEM_ASKED_ADD && answer->dialog == DIALOG_CHOSEN)
        add_chosen(item, flow, answer->chosen);
    if (answer->question == ITEM_ASKED_DISCUSSED && answer->dialog == DIALOG_YES)
        set_discussed(item, flow);
    if (answer->question == ITEM_ASKED_DOCUMENT && answer->dialog == DIALOG_CHOSEN)
        flow_push(flow, document_screen_new(item_documents[answer->chosen], item->id), 0);
}

/* --- drawing --- */
static void draw_head(const struct item_screen *item, struct grid *grid)
{
    struct area body = item->screen.body;
    struct panel_matter matter = panel_matter_of(&item->papers);
    struct panel_table seated;
    size_t staying = panel_must_leave(&matter);

    if (!item->papers.item.type)
        return;
    seated = panel_table_for(&matter);
    draw_text(grid, body.x, body.y, body.width, panel_has_quorum(&seated) ? STYLE_GOOD : STYLE_WARN, item->summary);
    if (!item_is_discussed(item))
        draw_text(grid, body.x, body.y + 1, body.width, STYLE_STRONG,
                  _("Sheet F2, without the name: discuss it as it stands here, then F7."));
    else if (staying > 0)
        draw_printf(grid, body.x, body.y + 1, body.width, STYLE_WARN,
                    ngettext("%zu member must leave the room.", "%zu members must leave the room.", staying), staying);
    else if (item->missing > 0)
        draw_printf(
            grid, body.x, body.y + 1, body.width, STYLE_WARN,
            ngettext("%zu thing is missing for a decision.", "%zu things are missing for a decision.", item->missing),
            item->missing);
    else
        draw_text(grid, body.x, body.y + 1, body.width, STYLE_GOOD, _("Nothing is missing for a decision."));
    draw_rule(grid, body.x, body.y + 2, body.width);
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct item_screen *item = item_of_const(screen);
    const struct area *table = &item->table.area;

    (void)flow;
    draw_head(item, grid);
    page_draw(&item->page, grid);
    if (table->height > 0) {
        draw_rule(grid, table->x, table->y - 1, table->width);
        table_draw(&item->table, grid, item->in_table && !item->picking);
    }
    if (item->picking)
        picker_draw(&item->picker, grid);
}

static void title(const struct screen *screen, struct buf *out)
{
    const struct item_screen *item = item_of_const(screen);

    if (item->episode.type && buf_add_str(out, record_text(&item->episode, "pseudonym")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct item_screen *item = item_of_const(screen);
    enum err e = item->hidden_at ? buf_printf(out, _("name shown for %lld s"), shown_seconds_left(item->hidden_at))
                                 : buf_add_str(out, _("name hidden"));

    (void)e; /* no memory: an empty corner */
}

static void hint(const struct screen *screen, struct buf *out)
{
    const struct item_screen *item = item_of_const(screen);
    const char *text = !item_is_discussed(item) ? _("Arrows scroll the sheet. F8 gives it out as numbered copies.")
                       : item->in_table         ? _("Enter opens what was said. Tab goes to the text.")
                                                : _("Arrows scroll the text. Tab goes to what was said.");

    if (buf_add_str(out, text))
        buf_clear(out);
}

static bool typing(const struct screen *screen)
{
    return item_of_const(screen)->picking;
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    place(item_of(screen));
    picker_place(&item_of(screen)->picker, screen->body);
}

static void close_item(struct screen *screen)
{
    struct item_screen *item = item_of(screen);

    let_go(item);
    table_release(&item->table);
    free(item);
}

static const struct screen_kind item_kind = {
    .name = "panel_item",
    .purpose = N_("A case before the panel: first without the name; then what was said, weighed and decided."),
    .actions = item_actions,
    .action_count = ITEM_ACTIONS,
    .needs_casework = true,
    .open = load,
    .suspend = suspend,
    .resume = load,
    .refresh = load,
    .handle = handle,
    .answered = answered,
    .resized = resized,
    .draw = draw,
    .close = close_item,
    .title = title,
    .status = status,
    .hint = hint,
    .typing = typing,
    .is_casework = screen_is_always_casework,
};

static struct screen *item_new(int64_t id, int64_t episode)
{
    static const struct table_column columns[] = { { .label = N_("What was said"), .width = 30, .field = -1 },
                                                   { .label = N_("From"), .width = 15, .field = -1 },
                                                   { .label = N_("Who"), .width = 14, .field = -1 },
                                                   { .label = N_("Who may hear it"), .width = 18, .field = -1 } };
    struct item_screen *item = screen_alloc(sizeof *item, &item_kind);

    if (!item)
        return NULL;
    item->id = id;
    item->of = episode;
    memcpy(item->table.columns, columns, sizeof columns);
    item->table.column_count = ARRAY_COUNT(columns);
    item->table.sort_column = -1;
    item->table.empty = _("Nothing was said yet. F2 adds what an agency said, a conflict, an action.");
    return &item->screen;
}

struct screen *panel_item_screen_new(int64_t id)
{
    return item_new(id, 0);
}

struct screen *panel_item_screen_new_of(int64_t episode)
{
    return item_new(0, episode);
}
