/* The keys of a list: what each does, and why it is refused where it is. */
#include <stdio.h>
#include <string.h>

#include "archive_in.h"
#include "list_in.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/screens.h"

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
    list_place(list);
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
    list_reload(list, flow);
    flow_toast(flow, STYLE_TEXT, _("Sorted by: %s"), _(list->type->fields[list->query.sort_field].label));
}

static void run_reverse(struct screen *screen, struct flow *flow)
{
    struct list *list = list_of(screen);

    list->query.descending = !list->query.descending;
    list_reload(list, flow);
}

static void run_archived(struct screen *screen, struct flow *flow)
{
    struct list *list = list_of(screen);

    list->query.which = list->query.which == QUERY_ARCHIVED ? QUERY_IN_USE : QUERY_ARCHIVED;
    list_reload(list, flow);
}

static void run_archive(struct screen *screen, struct flow *flow)
{
    struct list *list = list_of(screen);
    struct buf name = { 0 };

    if (list->query.which == QUERY_ARCHIVED) {
        if (archive_record(flow, list->type, table_selected_id(&list->table), true, NULL))
            list_reload(list, flow);
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

static void run_pictures(struct screen *screen, struct flow *flow)
{
    (void)screen;
    flow_push(flow, pictures_screen_new(), 0);
}

static bool is_of_stakeholders(const struct screen *screen)
{
    return list_of_const(screen)->type == &party_type;
}

const struct action list_actions[LIST_ACTIONS] = {
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
    { .id = "list.pictures",
      .keys = { PRESS_FUNCTION(6), 'p' },
      .label = N_("Pictures"),
      .help = N_("The stakeholders as pictures: who works on what and where, and more."),
      .run = run_pictures,
      .stands = is_of_stakeholders,
      .bar = true },
    { .id = "list.filters",
      .keys = { 'f' },
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
