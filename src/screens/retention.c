/*
 * What has ended and is due for a decision, the longest first. Silence keeps nothing: what nobody decided about stands
 * here as to be anonymised until two officers have.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "retention_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/ui/table.h"

enum { ITEMS_MAX = 200 };

struct queue {
    struct screen screen;
    struct table table;
    struct retention_item items[ITEMS_MAX];
    size_t count;
    bool more;
};

static struct queue *queue_of(struct screen *screen)
{
    return (struct queue *)screen;
}

static const struct queue *queue_of_const(const struct screen *screen)
{
    return (const struct queue *)screen;
}

/* --- loading --- */
/* What is decided, what waits, or what it will be when nobody says anything. */
static void tell_decision(const struct flow *flow, const struct retention_item *item, char *out, size_t size)
{
    const char *kind = vocabulary_label(flow_words(flow), "decision_kind", item->kind);

    if (item->kind[0] == '\0')
        text_cut_into(out, size, _("none: to be anonymised"));
    else if (item->is_signed)
        text_print_into(out, size, _("Signed: %s"), kind);
    else
        text_print_into(out, size, _("Waits: %s"), kind);
}

static enum err add_item(struct queue *queue, const struct flow *flow, const struct retention_item *item)
{
    char due[DATE_TEXT_SIZE], decision[160];
    struct table_row row = { .id = item->id,
                             .cells = { item->name, due,
                                        vocabulary_label(flow_words(flow), "referral_state", item->state), decision },
                             .warning = item->late > 0 && !item->is_signed ? "!" : NULL };

    date_format(item->due, due);
    tell_decision(flow, item, decision, sizeof decision);
    return table_add(&queue->table, TABLE_AFTER, &row);
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct queue *queue = queue_of(screen);
    int64_t at = table_selected_id(&queue->table);
    enum err e;

    table_clear(&queue->table);
    if ((e = retention_queue(flow_store(flow), queue->items, ITEMS_MAX, &queue->count, &queue->more, why)))
        return e;
    for (size_t i = 0; i < queue->count && !e; i++)
        e = add_item(queue, flow, &queue->items[i]);
    table_select(&queue->table, at);
    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

static void place(struct screen *screen, struct flow *flow)
{
    (void)flow;
    table_place(&queue_of(screen)->table, screen->body);
}

static enum err open_queue(struct screen *screen, struct flow *flow, struct why *why)
{
    struct table *table = &queue_of(screen)->table;

    table->column_count = 4;
    table->columns[0] = (struct table_column){ .label = N_("Record"), .width = 20, .field = -1 };
    table->columns[1] = (struct table_column){ .label = N_("Due since"), .width = 10, .field = -1 };
    table->columns[2] = (struct table_column){ .label = N_("How it ended"), .width = 14, .field = -1 };
    table->columns[3] = (struct table_column){ .label = N_("Decision"), .width = 24, .field = -1 };
    table->sort_column = -1;
    table->empty = _("Nothing that has ended is due for a decision.");
    place(screen, flow);
    return load(screen, flow, why);
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    table_clear(&queue_of(screen)->table);
    memset(queue_of(screen)->items, 0, sizeof queue_of(screen)->items);
}

/* --- actions --- */
static const struct retention_item *selected(const struct queue *queue)
{
    int64_t id = table_selected_id(&queue->table);

    for (size_t i = 0; i < queue->count && id; i++) {
        if (queue->items[i].id == id)
            return &queue->items[i];
    }
    return NULL;
}

static const char *refuse_empty(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return selected(queue_of_const(screen)) ? NULL : _("Nothing is due.");
}

static void run_open(struct screen *screen, struct flow *flow)
{
    const struct retention_item *item = selected(queue_of(screen));

    if (item)
        flow_push(flow, retention_item_screen_new(item->type, item->id), 0);
}

static void run_record(struct screen *screen, struct flow *flow)
{
    const struct retention_item *item = selected(queue_of(screen));

    if (item)
        flow_push(flow, record_screen_new(item->type, item->id), 0);
}

static const char *refuse_decisions(const struct screen *screen, const struct flow *flow)
{
    (void)screen;
    return flow_may_show(flow, &decision_type) ? NULL : _("Your role does not see the decisions.");
}

static void run_decisions(struct screen *screen, struct flow *flow)
{
    (void)screen;
    flow_push(flow, decisions_screen_new(), 0);
}

static const struct action actions[] = {
    { .id = "retention.open",
      .keys = { PRESS_FUNCTION(4), 'e' },
      .label = N_("Decide"),
      .help = N_("What would go with it, and the decisions that can be proposed; Enter does the same."),
      .run = run_open,
      .refuses = refuse_empty,
      .bar = true },
    { .id = "retention.record",
      .keys = { PRESS_FUNCTION(3), 'v' },
      .label = N_("Record"),
      .help = N_("The referral or case itself."),
      .run = run_record,
      .refuses = refuse_empty,
      .bar = true },
    { .id = "retention.decisions",
      .keys = { PRESS_FUNCTION(6), 'd' },
      .label = N_("Decisions"),
      .help = N_("All decisions of two that wait or are to be carried out."),
      .run = run_decisions,
      .refuses = refuse_decisions,
      .bar = true },
};

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    enum table_result result = table_handle(&queue_of(screen)->table, event);

    if (result == TABLE_OPENED)
        run_open(screen, flow);
    return result != TABLE_IGNORED;
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    (void)flow;
    table_draw(&queue_of_const(screen)->table, grid, true);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Kept or not")))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    if (buf_add_str(out, queue_of_const(screen)->more ? _("There are more; these are the oldest.")
                                                      : _("Everything of one person is decided together, by two.")))
        buf_clear(out);
}

static void close_queue(struct screen *screen)
{
    table_release(&queue_of(screen)->table);
    free(screen);
}

static const struct screen_kind kind = {
    .name = "retention",
    .purpose = N_("Referrals and cases that ended and whose time has passed. Two officers decide about each: keep it "
                  "longer for a reason of this very person, keep only figures, or erase it."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .needs_casework = true,
    .open = open_queue,
    .suspend = suspend,
    .resume = load,
    .refresh = load,
    .handle = handle,
    .resized = place,
    .draw = draw,
    .title = title,
    .hint = hint,
    .is_casework = screen_is_always_casework,
    .close = close_queue,
};

struct screen *retention_screen_new(void)
{
    return screen_alloc(sizeof(struct queue), &kind);
}
