/* Stakeholders that were linked as duplicates: of one, or all of them. Each still has its own page with what hangs on
 * it, and can be taken apart again. */
#include <stdlib.h>

#include "duplicates_in.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/ui/table.h"

enum { LINKED_MOST = TABLE_ROWS };

struct linked {
    struct screen screen;
    int64_t main; /* 0: all */
    struct table table;
};

static struct linked *linked_of(struct screen *screen)
{
    return (struct linked *)screen;
}

static enum err add_row(struct linked *linked, struct store *store, int64_t id, struct why *why)
{
    struct table_row row = { .id = id };
    struct record party = { 0 };
    struct buf main = { 0 };
    enum err e = store_load(store, &party_type, id, &party, why);

    if (!e && !(e = store_title(store, &party_type, record_number(&party, "same_as"), &main))) {
        row.cells[0] = record_text(&party, "name");
        row.cells[1] = buf_text(&main);
        row.cells[2] = record_text(&party, "ext_ids");
        e = table_add(&linked->table, TABLE_AFTER, &row);
    }
    buf_release(&main);
    record_release(&party);
    return e;
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct linked *linked = linked_of(screen);
    int64_t ids[LINKED_MOST], at = table_selected_id(&linked->table);
    size_t count = 0;
    enum err e = duplicates_linked(flow_store(flow), linked->main, ids, LINKED_MOST, &count, why);

    table_clear(&linked->table);
    for (size_t i = 0; i < count && !e; i++)
        e = add_row(linked, flow_store(flow), ids[i], why);
    table_select(&linked->table, at);
    return e == E_MEMORY ? why_set(why, e, "%s", err_text(e)) : e;
}

static void place(struct screen *screen, struct flow *flow)
{
    (void)flow;
    table_place(&linked_of(screen)->table, screen->body);
}

static enum err open_linked(struct screen *screen, struct flow *flow, struct why *why)
{
    struct table *table = &linked_of(screen)->table;

    table->column_count = 3;
    table->columns[0] = (struct table_column){ .label = N_("Linked"), .width = 28, .field = -1 };
    table->columns[1] = (struct table_column){ .label = N_("The same as"), .width = 28, .field = -1 };
    table->columns[2] = (struct table_column){ .label = N_("Numbers elsewhere"), .width = 18, .field = -1 };
    table->sort_column = -1;
    table->empty = _("Nothing is linked.");
    place(screen, flow);
    return load(screen, flow, why);
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    table_clear(&linked_of(screen)->table);
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct table *table = &linked_of(screen)->table;
    enum table_result result = table_handle(table, event);

    if (result == TABLE_OPENED)
        flow_push(flow, detail_screen_new(&party_type, table_selected_id(table)), 0);
    return result != TABLE_IGNORED;
}

static const char *refuse_apart(const struct screen *screen, const struct flow *flow)
{
    if (!store_may_write(flow_store(flow), &party_type))
        return _("Your role may look at stakeholders, not link them.");
    return table_selected_id(&((const struct linked *)screen)->table) ? NULL : _("Nothing is linked.");
}

static void run_apart(struct screen *screen, struct flow *flow)
{
    struct why why = { 0 };

    if (duplicate_unlink(flow_store(flow), table_selected_id(&linked_of(screen)->table), NULL, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    flow_toast(flow, STYLE_GOOD, "%s", _("It stands by itself again. Ctrl-Z links it anew."));
    flow_refresh(flow);
}

static const struct action actions[] = {
    { .id = "linked.apart",
      .keys = { PRESS_FUNCTION(8), 'a' },
      .label = N_("Take apart"),
      .help = N_("The selected stakeholder stands by itself again, as it was."),
      .run = run_apart,
      .writes = true,
      .refuses = refuse_apart,
      .bar = true },
};

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    (void)flow;
    table_draw(&((const struct linked *)screen)->table, grid, true);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Linked duplicates")))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Enter opens its page, with what hangs on it.")))
        buf_clear(out);
}

static void close_linked(struct screen *screen)
{
    table_release(&linked_of(screen)->table);
    free(screen);
}

static const struct screen_kind linked_kind = {
    .name = "linked",
    .purpose = N_("Stakeholders that are the same as another: archived, and shown and counted with the one they stand "
                  "for. Nothing of them is lost."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = open_linked,
    .suspend = suspend,
    .resume = load,
    .refresh = load,
    .handle = handle,
    .resized = place,
    .draw = draw,
    .close = close_linked,
    .title = title,
    .hint = hint,
};

struct screen *linked_screen_new(int64_t main)
{
    struct linked *linked = screen_alloc(sizeof *linked, &linked_kind);

    if (linked)
        linked->main = main;
    return (struct screen *)linked;
}
