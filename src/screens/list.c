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
enum question { ASKED_ARCHIVE = 1, ASKED_FILTERS, ASKED_NEW };

static struct list *list_of(struct screen *screen)
{
    return (struct list *)screen;
}

static const struct list *list_of_const(const struct screen *screen)
{
    return (const struct list *)screen;
}

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

static void place(struct list *list)
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

    place(list);
    if ((e = list->selected ? list_fetch_around(list, flow, why) : list_fetch_first(list, flow, why)) ||
        (e = list_count_rows(list, flow, why)))
        return e;
    return show_selected(list, flow, why);
}

/* After another filter, order or word: from the beginning. */
static void reload(struct list *list, struct flow *flow)
{
    struct why why = { 0 };

    list->selected = 0;
    place(list);
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
        reload(list, flow);
        return true;
    }
    switch (line_handle(&list->words, event)) {
    case LINE_CHANGED:
        reload(list, flow);
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
        reload(list, flow);
        return true;
    }
    if ((result = table_handle(&list->table, event)) == TABLE_IGNORED)
        return false;
    handle_table(list, flow, result);
    return true;
}

/* --- actions --- */
static const char *refuse_write(const struct screen *screen, const struct flow *flow)
{
    return store_may_write(flow_store(flow), list_of_const(screen)->type)
               ? NULL
               : _("Your role may look at this list, not change it.");
}

/* What no form begins. */
static const struct {
    const struct record_type *type;
    const char *where; /* N_() */
} begun_elsewhere[] = {
    { &episode_type, N_("A case begins when a second officer signs that a referral is screened in.") },
    { &assessment_type, N_("A version of the assessment is begun on its own screen, from the page of the case.") },
    { &assessment_item_type, N_("The questions come with a version of the assessment.") },
    { &support_plan_type, N_("A version of the plan is begun on its own screen, from the page of the case.") },
    { &plan_action_type, N_("Actions are added on the plan, from the page of the case.") },
    { &review_type, N_("A review is written on its own screen, from the page of the case.") },
    { &review_change_type, N_("What changed is written with the review.") },
};

static const char *refuse_new(const struct screen *screen, const struct flow *flow)
{
    const struct record_type *type = list_of_const(screen)->type;

    if (type->is_event)
        return _("These are written by the steps that are taken, and by nothing else.");
    for (int i = 0; i < ARRAY_COUNT(begun_elsewhere); i++) {
        if (type == begun_elsewhere[i].type)
            return _(begun_elsewhere[i].where);
    }
    return refuse_write(screen, flow);
}

static const char *refuse_without_row(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return table_selected_id(&list_of_const(screen)->table) ? NULL : _("Choose a row first.");
}

static const char *refuse_edit(const struct screen *screen, const struct flow *flow)
{
    const char *why = refuse_write(screen, flow);

    return why ? why : refuse_without_row(screen, flow);
}

/* What the list is narrowed to, a new record begins with. */
static enum err fields_of_filters(const struct query *query, struct buf *out)
{
    enum err e = OK;

    for (int i = 0; !e && i < query->filter_count; i++) {
        const struct filter *filter = &query->filters[i];

        if (filter->test == FILTER_IS && filter->field >= 0)
            e = buf_printf(out, "%s=%s\n", query->type->fields[filter->field].key, filter->value);
    }
    return e;
}

static void run_new(struct screen *screen, struct flow *flow)
{
    struct list *list = list_of(screen);
    struct buf fields = { 0 };

    if (fields_of_filters(&list->query, &fields) || !fields.len)
        flow_push(flow, record_screen_new_blank(list->type), ASKED_NEW);
    else
        flow_push(flow, record_screen_new_with(list->type, buf_text(&fields)), ASKED_NEW);
    buf_release(&fields);
}

static void run_edit(struct screen *screen, struct flow *flow)
{
    struct list *list = list_of(screen);

    flow_push(flow, form_screen_new(list->type, table_selected_id(&list->table)), 0);
}

static void run_words(struct screen *screen, struct flow *flow)
{
    struct list *list = list_of(screen);

    (void)flow;
    list->typing = true;
    place(list);
}

static void run_filters(struct screen *screen, struct flow *flow)
{
    struct list *list = list_of(screen);

    flow_push(flow, filter_screen_new(list->type, buf_text(&list->filters)), ASKED_FILTERS);
}

static void run_sort(struct screen *screen, struct flow *flow)
{
    struct list *list = list_of(screen);
    int count = list->type->field_count;

    for (int step = 1; step <= count; step++) {
        int field = (list->query.sort_field + step) % count;

        if (list->type->fields[field].flags & FIELD_SORTED && list->type->fields[field].flags & FIELD_LISTED) {
            list->query.sort_field = field;
            break;
        }
    }
    reload(list, flow);
    flow_toast(flow, STYLE_TEXT, _("Sorted by: %s"), _(list->type->fields[list->query.sort_field].label));
}

static void run_reverse(struct screen *screen, struct flow *flow)
{
    struct list *list = list_of(screen);

    list->query.descending = !list->query.descending;
    reload(list, flow);
}

static void run_archived(struct screen *screen, struct flow *flow)
{
    struct list *list = list_of(screen);

    list->query.which = list->query.which == QUERY_ARCHIVED ? QUERY_IN_USE : QUERY_ARCHIVED;
    reload(list, flow);
}

static void run_archive(struct screen *screen, struct flow *flow)
{
    struct list *list = list_of(screen);
    struct buf name = { 0 };

    if (list->query.which == QUERY_ARCHIVED) {
        if (archive_record(flow, list->type, table_selected_id(&list->table), true, NULL))
            reload(list, flow);
        return;
    }
    if (!store_title(flow_store(flow), list->type, table_selected_id(&list->table), &name))
        archive_ask(flow, buf_text(&name), ASKED_ARCHIVE);
    buf_wipe(&name);
}

static void run_history(struct screen *screen, struct flow *flow)
{
    struct list *list = list_of(screen);

    flow_push(flow, history_screen_new(list->type, table_selected_id(&list->table)), 0);
}

static void run_import(struct screen *screen, struct flow *flow)
{
    flow_push(flow, import_screen_new(list_of(screen)->type), 0);
}

static void run_export(struct screen *screen, struct flow *flow)
{
    flow_push(flow, export_screen_new(list_of(screen)->type), 0);
}

static const char *refuse_exchange(const struct screen *screen, const struct flow *flow)
{
    if (list_of_const(screen)->type->owner == RECORD_OF_CASE)
        return _("Casework is never imported or exported as a list.");
    return refuse_write(screen, flow);
}

static const struct action actions[] = {
    { .id = "list.new",
      .keys = { PRESS_FUNCTION(2), 'n' },
      .label = N_("New"),
      .help = N_("Make a new record."),
      .run = run_new,
      .writes = true,
      .refuses = refuse_new,
      .bar = true },
    { .id = "list.edit",
      .keys = { PRESS_FUNCTION(4), 'e' },
      .label = N_("Edit"),
      .help = N_("Change the selected record."),
      .run = run_edit,
      .writes = true,
      .refuses = refuse_edit,
      .bar = true },
    { .id = "list.words",
      .keys = { '/' },
      .label = N_("Filter"),
      .help = N_("Keep only rows with the words you type."),
      .run = run_words,
      .bar = true },
    { .id = "list.filters",
      .keys = { 'f', PRESS_FUNCTION(6) },
      .label = N_("By field"),
      .help = N_("Keep only rows whose fields are, hold, or lie between what you choose."),
      .run = run_filters,
      .bar = true },
    { .id = "list.archive",
      .keys = { PRESS_FUNCTION(8), 'x' },
      .label = N_("Archive"),
      .help = N_("Take the selected record out of the lists, or bring an archived one back. Nothing is destroyed."),
      .run = run_archive,
      .writes = true,
      .refuses = refuse_edit,
      .bar = true },
    { .id = "list.sort",
      .keys = { 's' },
      .label = N_("Sort"),
      .help = N_("Sort by the next column that can be sorted."),
      .run = run_sort },
    { .id = "list.reverse",
      .keys = { 'r' },
      .label = N_("Reverse"),
      .help = N_("Turn the order round."),
      .run = run_reverse },
    { .id = "list.archived",
      .keys = { 'a' },
      .label = N_("Archived"),
      .help = N_("Show the archived records instead, or those in use again."),
      .run = run_archived },
    { .id = "list.history",
      .keys = { 'h' },
      .label = N_("History"),
      .help = N_("Who changed the selected record, when, and what."),
      .run = run_history,
      .refuses = refuse_without_row },
    { .id = "list.import",
      .keys = { 'i' },
      .label = N_("Import"),
      .help = N_("Bring records in from a spreadsheet file (CSV), after a trial run."),
      .run = run_import,
      .writes = true,
      .refuses = refuse_exchange },
    { .id = "list.export",
      .keys = { 'w' },
      .label = N_("Export"),
      .help = N_("Write the records to a file for somebody else; the log says so."),
      .run = run_export,
      .writes = true,
      .refuses = refuse_exchange },
};

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

    const char *text = list->typing
                           ? _("Type words; case and accents do not matter. Enter keeps the filter, Esc takes it away.")
                       : list->query.which == QUERY_ARCHIVED
                           ? _("These are archived. F8 brings the chosen one back, a shows those in use.")
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

    place(list);
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
    free(list);
}

static enum err help(const struct screen *screen, struct page *page)
{
    return list_of_const(screen)->type->hint ? page_add(page, STYLE_TEXT, 0, _(list_of_const(screen)->type->hint)) : OK;
}

static const struct screen_kind list_kind = {
    .name = "list",
    .purpose = N_("All records of one kind. Arrows choose a row, Enter opens it, letters of the key bar do the rest."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
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
