/* What we owe: the open tasks, soonest first, mine or everybody's. One key marks a task done; Ctrl-Z takes that back.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record_view_in.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/screens.h"
#include "townkeep/ui/table.h"

enum { TASKS_MOST = 300 };

struct tasks {
    struct screen screen;
    bool mine;
    struct table table;
    bool more;
    int64_t selected;
};

static struct tasks *tasks_of(struct screen *screen)
{
    return (struct tasks *)screen;
}

static const struct tasks *tasks_of_const(const struct screen *screen)
{
    return (const struct tasks *)screen;
}

/* --- loading --- */
static struct query query_open(const struct tasks *tasks, struct store *store)
{
    struct query query;
    int status = field_find(&task_type, "status");

    query_init(&query, &task_type);
    query.sort_field = field_find(&task_type, "due");
    query.descending = false;
    query.filters[0] = (struct filter){ .field = status, .test = FILTER_IS_NOT, .value = "done" };
    query.filters[1] = (struct filter){ .field = status, .test = FILTER_IS_NOT, .value = "dropped" };
    query.filter_count = 2;
    if (tasks->mine) {
        struct filter *owner = &query.filters[query.filter_count++];

        owner->field = field_find(&task_type, "owner");
        owner->test = FILTER_IS;
        snprintf(owner->value, sizeof owner->value, "%lld", (long long)store_officer_id(store));
    }
    return query;
}

static bool is_overdue(const struct record *task, struct date today)
{
    struct date due;

    return date_parse(record_text(task, "due"), false, &due) && date_compare(due, today) < 0;
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct tasks *tasks = tasks_of(screen);
    struct store *store = flow_store(flow);
    struct query query = query_open(tasks, store);
    struct record_page page = { 0 };
    enum err e = store_page(store, &query, NULL, false, TASKS_MOST, &page, why);

    table_place(&tasks->table, screen->body);
    table_clear(&tasks->table);
    tasks->more = page.more_after;
    for (size_t i = 0; !e && i < page.count; i++)
        e = record_view_row(&tasks->table, store, &page.records[i], TABLE_AFTER,
                            is_overdue(&page.records[i], clock_today()) ? "!" : NULL);
    record_page_release(&page);
    table_select(&tasks->table, tasks->selected);
    return e;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    tasks_of(screen)->selected = table_selected_id(&tasks_of(screen)->table);
    table_clear(&tasks_of(screen)->table);
}

/* --- actions --- */
static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct tasks *tasks = tasks_of(screen);
    enum table_result result = table_handle(&tasks->table, event);

    tasks->selected = table_selected_id(&tasks->table);
    if (result == TABLE_OPENED)
        flow_push(flow, detail_screen_new(&task_type, tasks->selected), 0);
    return result != TABLE_IGNORED;
}

static const char *refuse_write(const struct screen *screen, const struct flow *flow)
{
    (void)screen;
    return store_may_write(flow_store(flow), &task_type) ? NULL : _("Your role may look at tasks, not change them.");
}

static const char *refuse_row(const struct screen *screen, const struct flow *flow)
{
    const char *why = refuse_write(screen, flow);

    return why ? why : table_selected_id(&tasks_of_const(screen)->table) ? NULL : _("Choose a task first.");
}

static void run_new(struct screen *screen, struct flow *flow)
{
    char fields[80];

    (void)screen;
    snprintf(fields, sizeof fields, "owner=%lld", (long long)store_officer_id(flow_store(flow)));
    flow_push(flow, form_screen_new_with(&task_type, fields), 0);
}

static void run_edit(struct screen *screen, struct flow *flow)
{
    flow_push(flow, form_screen_new(&task_type, table_selected_id(&tasks_of(screen)->table)), 0);
}

static enum err finish(struct store *store, int64_t id, struct why *why)
{
    struct record record = { 0 };
    struct saved saved = { 0 };
    char today[DATE_TEXT_SIZE];
    enum err e;

    date_format(clock_today(), today);
    if (!(e = store_load(store, &task_type, id, &record, why)) &&
        !(e = value_set_text(record_value(&record, "status"), "done")) &&
        !(e = value_set_text(record_value(&record, "closed_on"), today)))
        e = store_put(store, &record, NULL, &saved, why);
    record_release(&record);
    return e;
}

static void run_done(struct screen *screen, struct flow *flow)
{
    struct why why = { 0 };

    if (finish(flow_store(flow), table_selected_id(&tasks_of(screen)->table), &why)) {
        flow_refuse(flow, &why);
        return;
    }
    flow_toast(flow, STYLE_GOOD, "%s", _("Done. Ctrl-Z opens it again."));
    flow_refresh(flow);
}

static void run_mine(struct screen *screen, struct flow *flow)
{
    tasks_of(screen)->mine = !tasks_of(screen)->mine;
    flow_refresh(flow);
}

static void run_all(struct screen *screen, struct flow *flow)
{
    (void)screen;
    flow_push(flow, list_screen_new(&task_type), 0);
}

static const struct action actions[] = {
    { .id = "tasks.new",
      .keys = { PRESS_FUNCTION(2), 'n' },
      .label = N_("New"),
      .help = N_("Write down something to do."),
      .run = run_new,
      .writes = true,
      .refuses = refuse_write,
      .bar = true },
    { .id = "tasks.edit",
      .keys = { PRESS_FUNCTION(4), 'e' },
      .label = N_("Edit"),
      .help = N_("Change the selected task."),
      .run = run_edit,
      .writes = true,
      .refuses = refuse_row,
      .bar = true },
    { .id = "tasks.done",
      .keys = { 'd', PRESS_FUNCTION(8) },
      .label = N_("Done"),
      .help = N_("Mark the selected task done today."),
      .run = run_done,
      .writes = true,
      .refuses = refuse_row,
      .bar = true },
    { .id = "tasks.mine",
      .keys = { 'm' },
      .label = N_("Mine / all"),
      .help = N_("Show only my tasks, or everybody's."),
      .run = run_mine,
      .bar = true },
    { .id = "tasks.list",
      .keys = { 'l', PRESS_FUNCTION(6) },
      .label = N_("Full list"),
      .help = N_("All tasks as a list, done ones too, to filter, sort, import or export."),
      .run = run_all,
      .bar = true },
};

/* --- drawing --- */
static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    (void)flow;
    table_draw(&tasks_of_const(screen)->table, grid, true);
}

static void title(const struct screen *screen, struct buf *out)
{
    if (buf_add_str(out, tasks_of_const(screen)->mine ? _("My open tasks") : _("Open tasks")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct tasks *tasks = tasks_of_const(screen);

    if (buf_printf(out, "%d%s", tasks->table.count, tasks->more ? "+" : ""))
        buf_clear(out);
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    table_place(&tasks_of(screen)->table, screen->body);
}

static void close_tasks(struct screen *screen)
{
    table_release(&tasks_of(screen)->table);
    free(tasks_of(screen));
}

static const struct screen_kind tasks_kind = {
    .name = "tasks",
    .purpose = N_("What is still to be done, soonest first. A ! marks what is overdue."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = load,
    .suspend = suspend,
    .resume = load,
    .refresh = load,
    .handle = handle,
    .resized = resized,
    .draw = draw,
    .close = close_tasks,
    .title = title,
    .status = status,
};

struct screen *tasks_screen_new(void)
{
    struct tasks *tasks = screen_alloc(sizeof *tasks, &tasks_kind);

    if (!tasks)
        return NULL;
    table_columns_of(&tasks->table, &task_type);
    tasks->table.sort_column = -1;
    tasks->table.empty = _("Nothing to do. F2 writes something down.");
    return &tasks->screen;
}
