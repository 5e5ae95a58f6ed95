/*
 * Any record type as a list: keyset-paged rows, filter as you type, filter form, sorting, archive, and from 100 columns
 * on a pane with the selected record. Written once over the tables; what a type does differently it says in its table.
 * Rows never show sealed text.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive_in.h"
#include "list_in.h"
#include "record_view_in.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/screens.h"
#include "townkeep/ui/frame.h"
#include "townkeep/ui/table.h"

enum { COUNTED_MOST = 1000, COUNTED_TYPING = 100, FILTER_TEXT = 200 };

/* --- what is shown --- */
static enum err show_selected(struct list *list, struct flow *flow, struct why *why)
{
    struct record record = { 0 };
    enum err e = OK;

    list->selected = table_selected_id(&list->table);
    page_release(&list->pane);
    if (!list->has_pane || !list->selected)
        return OK;
    page_place(&list->pane, list->pane_area);
    if (!(e = store_load(flow_store(flow), list->type, list->selected, &record, why)))
        e = record_view(&list->pane, flow_store(flow), &record, SEALED_HIDDEN, why);
    record_release(&record);
    return e;
}

void list_place(struct list *list)
{
    struct area left, pane;

    list->has_pane = frame_split(list->screen.body, &left, &pane);
    if (list->typing)
        left.height--;
    table_place(&list->table, left);
    list->pane_area = pane;
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct list *list = list_of(screen);
    enum err e;

    list_place(list);
    if ((e = list->selected ? list_fetch_around(list, flow, why) : list_fetch_first(list, flow, why)) ||
        (e = list_count_rows(list, flow, why)))
        return e;
    return show_selected(list, flow, why);
}

void list_reload(struct list *list, struct flow *flow)
{
    struct why why = { 0 };

    list->selected = 0;
    list_place(list);
    if (list_fetch_first(list, flow, &why) || list_count_rows(list, flow, &why) || show_selected(list, flow, &why))
        flow_refuse(flow, &why);
}

/* --- filters --- */
static enum err set_filters(struct list *list, const struct vocabularies *words, const char *lines, struct why *why)
{
    struct buf one = { 0 };
    enum err e = OK;

    list->query.filter_count = 0;
    buf_clear(&list->filters);
    if (lines[0] != '\0' && buf_add_str(&list->filters, lines))
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    while (!e && *lines) {
        size_t len = strcspn(lines, "\n");

        buf_clear(&one);
        if (!(e = buf_add(&one, lines, len)) && len)
            e = query_add_filter(&list->query, buf_text(&one), words, why);
        lines += len + (lines[len] == '\n');
    }
    buf_release(&one);
    return e;
}

static enum err open_list(struct screen *screen, struct flow *flow, struct why *why)
{
    struct list *list = list_of(screen);
    struct buf lines = { 0 };
    enum err e;

    if (!(e = buf_add_str(&lines, buf_text(&list->filters))))
        e = set_filters(list, flow_words(flow), buf_text(&lines), why);
    buf_release(&lines);
    if (e || (e = load(screen, flow, why)))
        return e;
    if (store_leaves_out(flow_store(flow), list->type))
        flow_toast(flow, STYLE_WARN, "%s", _("Records on damaged pages are left out of this list."));
    return OK;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    struct list *list = list_of(screen);

    table_clear(&list->table);
    page_release(&list->pane);
    buf_wipe(&list->described);
    store_put_text_aside(flow_store(flow), &list->words.text, &list->words_aside);
    line_release(&list->words);
    store_put_text_aside(flow_store(flow), &list->filters, &list->filters_aside);
    wipe(list->query.filters, sizeof list->query.filters);
    list->query.filter_count = 0;
}

static enum err resume(struct screen *screen, struct flow *flow, struct why *why)
{
    struct list *list = list_of(screen);

    store_take_text_back(flow_store(flow), &list->words_aside, &list->words.text);
    list->words.at = list->words.text.len;
    store_take_text_back(flow_store(flow), &list->filters_aside, &list->filters);
    return open_list(screen, flow, why);
}

/* --- events --- */
static void handle_table(struct list *list, struct flow *flow, enum table_result result)
{
    struct why why = { 0 };
    struct table *table = &list->table;
    size_t page = (size_t)table_page(table);
    enum err e = OK;

    if (result == TABLE_OPENED) {
        flow_push(flow, record_screen_new(list->type, table_selected_id(table)), 0);
        return;
    }
    if (result == TABLE_WANTS_AFTER &&
        !(e = list_fetch(list, flow, table_id_at(table, table->count - 1), TABLE_AFTER, page * 2, &why)))
        table_step(table, 1);
    else if (result == TABLE_WANTS_BEFORE &&
             !(e = list_fetch(list, flow, table_id_at(table, 0), TABLE_BEFORE, page * 2, &why)))
        table_step(table, -1);
    else if (result == TABLE_WANTS_FIRST)
        e = list_fetch_first(list, flow, &why);
    else if (result == TABLE_WANTS_LAST)
        e = list_fetch_last(list, flow, &why);
    if (e || show_selected(list, flow, &why))
        flow_refuse(flow, &why);
}

static bool handle_words(struct list *list, struct flow *flow, const struct event *event)
{
    if (event->kind == EVENT_KEY &&
        (event->key == PRESS_ENTER || event->key == PRESS_ESCAPE || event->key == PRESS_DOWN)) {
        if (event->key == PRESS_ESCAPE)
            line_release(&list->words);
        list->typing = false;
        list_reload(list, flow);
        return true;
    }
    switch (line_handle(&list->words, event)) {
    case LINE_CHANGED:
        list_reload(list, flow);
        return true;
    case LINE_TAKEN:
        return true;
    default:
        return false;
    }
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct list *list = list_of(screen);
    enum table_result result;

    if (list->typing && handle_words(list, flow, event))
        return true;
    if (event->kind == EVENT_KEY && event->key == PRESS_ESCAPE && line_text(&list->words)[0] != '\0') {
        line_release(&list->words); /* the filter goes first, then the list */
        list_reload(list, flow);
        return true;
    }
    if ((result = table_handle(&list->table, event)) == TABLE_IGNORED)
        return false;
    handle_table(list, flow, result);
    return true;
}

/* --- answers --- */
static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct list *list = list_of(screen);
    struct why why = { 0 };
    enum err e = OK;

    if (answer->question == ASKED_ARCHIVE && answer->dialog == DIALOG_YES)
        archive_record(flow, list->type, table_selected_id(&list->table), false, answer->text);
    if (answer->question == ASKED_FILTERS && answer->dialog == DIALOG_YES) {
        e = set_filters(list, flow_words(flow), answer->text, &why);
        list->selected = 0;
    }
    if (answer->question == ASKED_NEW && answer->id)
        list->selected = answer->id;
    if (e || load(screen, flow, &why))
        flow_refuse(flow, &why);
}

/* --- drawing --- */
static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct list *list = list_of_const(screen);
    const struct area *area = &list->table.area;

    (void)flow;
    table_draw(&list->table, grid, !list->typing);
    if (list->has_pane) {
        draw_rule_down(grid, list->pane_area.x - 2, list->screen.body.y, list->screen.body.height);
        page_draw(&list->pane, grid);
    }
    if (list->typing) {
        int used = draw_text(grid, area->x, area->y + area->height, area->width, STYLE_STRONG, _("Filter: "));

        line_draw(&list->words, grid, area->x + used, area->y + area->height, area->width - used, true);
    }
}

static void title(const struct screen *screen, struct buf *out)
{
    const struct list *list = list_of_const(screen);
    enum err e = buf_add_str(out, _(list->type->plural));

    if (!e && list->query.which == QUERY_ARCHIVED)
        e = buf_printf(out, " (%s)", _("archived"));
    (void)e; /* no memory: a shorter title */
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct list *list = list_of_const(screen);
    const char *described = buf_text(&list->described);
    enum err e;

    if (described[0] == '\0')
        e = buf_printf(out, "%zu%s", list->total, list->total_more ? "+" : "");
    else
        e = buf_printf(out, _("%zu%s of %zu%s · %s"), list->count, list->counted_more ? "+" : "", list->total,
                       list->total_more ? "+" : "", described);
    (void)e;
}

static void hint(const struct screen *screen, struct buf *out)
{
    const struct list *list = list_of_const(screen);

    const char *text = list->typing ? _("Type words, in any case. Enter keeps the filter, Esc takes it away.")
                       : list->query.which == QUERY_ARCHIVED
                           ? _("These are archived. F8 brings the chosen one back, a shows those in use.")
                       : table_has_warning(&list->table, list->table.selected)
                           ? _("! There is something to look at: Enter tells what.")
                           : "";

    if (buf_add_str(out, text))
        buf_clear(out);
}

static bool typing(const struct screen *screen)
{
    return list_of_const(screen)->typing;
}

static bool is_casework(const struct screen *screen)
{
    return list_of_const(screen)->type->owner == RECORD_OF_CASE;
}

static void resized(struct screen *screen, struct flow *flow)
{
    struct list *list = list_of(screen);
    struct why why = { 0 };

    list_place(list);
    if (list_fetch_around(list, flow, &why) || show_selected(list, flow, &why))
        flow_refuse(flow, &why);
}

static void close_list(struct screen *screen)
{
    struct list *list = list_of(screen);

    table_release(&list->table);
    page_release(&list->pane);
    line_release(&list->words);
    buf_release(&list->filters);
    buf_release(&list->words_aside);
    buf_release(&list->filters_aside);
    buf_wipe(&list->described);
    buf_wipe(&list->label);
    free(list->ids);
    free(list);
}

static enum err help(const struct screen *screen, struct page *page)
{
    return list_of_const(screen)->type->hint ? page_add(page, STYLE_TEXT, 0, _(list_of_const(screen)->type->hint)) : OK;
}

static const struct screen_kind list_kind = {
    .name = "list",
    .purpose = N_("All records of one kind. Arrows choose a row, Enter opens it, letters of the key bar do the rest."),
    .actions = list_actions,
    .action_count = LIST_ACTIONS,
    .open = open_list,
    .suspend = suspend,
    .resume = resume,
    .refresh = load,
    .handle = handle,
    .answered = answered,
    .resized = resized,
    .draw = draw,
    .close = close_list,
    .title = title,
    .status = status,
    .hint = hint,
    .typing = typing,
    .is_casework = is_casework,
    .help = help,
};

struct screen *list_screen_new_filtered(const struct record_type *type, const char *filters)
{
    struct list *list = screen_alloc(sizeof *list, &list_kind);

    if (!list)
        return NULL;
    list->type = type;
    query_init(&list->query, type);
    table_columns_of(&list->table, type);
    if (filters && buf_add_str(&list->filters, filters)) {
        close_list(&list->screen);
        return NULL;
    }
    return &list->screen;
}

struct screen *list_screen_new(const struct record_type *type)
{
    return list_screen_new_filtered(type, NULL);
}

struct screen *list_screen_new_of(const struct record_type *type, const int64_t *ids, size_t count, const char *label)
{
    struct screen *screen = list_screen_new_filtered(type, NULL);
    struct list *list = screen ? list_of(screen) : NULL;

    if (!list)
        return NULL;
    if (!(list->ids = calloc(count + 1, sizeof *list->ids)) || buf_add_str(&list->label, label)) {
        close_list(screen);
        return NULL;
    }
    memcpy(list->ids, ids, count * sizeof *ids);
    list->query.ids = list->ids;
    list->query.id_count = count;
    return screen;
}
