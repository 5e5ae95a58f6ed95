/*
 * What was told to whom about a case, what was received and what was refused, newest first; and under it what is to be
 * called back. Each row was written by a step, which saw to its basis.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/screens.h"
#include "townkeep/ui/table.h"

enum { RECALLS_MOST = 32, DUTIES_MOST = 7 };
enum question { ASKED_ACKNOWLEDGED = 1 };

struct sharing_screen {
    struct screen screen;
    int64_t id, selected;
    struct casework work;
    struct table table;
    struct page duties;
    int duty_count;
};

static struct sharing_screen *sharing_of(struct screen *screen)
{
    return (struct sharing_screen *)screen;
}

static const struct sharing_screen *sharing_of_const(const struct screen *screen)
{
    return (const struct sharing_screen *)screen;
}

/* --- loading --- */
static void let_go(struct sharing_screen *sharing)
{
    sharing->selected = table_selected_id(&sharing->table);
    casework_release(&sharing->work);
    table_release(&sharing->table);
    page_release(&sharing->duties);
    sharing->duty_count = 0;
}

static void make_columns(struct table *table)
{
    static const struct {
        const char *key;
        int width;
    } columns[] = { { "agency", 18 }, { "on", 10 },      { "direction", 16 },
                    { "basis", 20 },  { "purpose", 22 }, { "person_told", 12 } };

    table->column_count = 0;
    table->sort_column = -1;
    table->empty = _("Nothing was told to anybody, and nobody asked.");
    for (int i = 0; i < ARRAY_COUNT(columns); i++) {
        int field = field_find(&sharing_type, columns[i].key);

        table->columns[table->column_count++] = (struct table_column){ .label = sharing_type.fields[field].label,
                                                                       .width = columns[i].width,
                                                                       .field = field };
    }
}

/* Who asked in vain may be no agency: what they are stands there then. */
static enum err add_row(struct sharing_screen *sharing, struct flow *flow, const struct record *paper, bool has_duty)
{
    struct table *table = &sharing->table;
    struct buf cells[TABLE_COLUMNS] = { { 0 } };
    struct table_row row = { .id = paper->id, .warning = has_duty ? "!" : NULL };
    enum err e = OK;

    for (int i = 0; !e && i < table->column_count; i++) {
        bool is_nobody = i == 0 && !record_has(paper, "agency");

        e = store_show_value(flow_store(flow), paper,
                             is_nobody ? field_find(paper->type, "requester") : table->columns[i].field, &cells[i]);
        row.cells[i] = buf_text(&cells[i]);
    }
    if (!e)
        e = table_add(table, TABLE_AFTER, &row);
    for (int i = 0; i < TABLE_COLUMNS; i++)
        buf_wipe(&cells[i]);
    return e;
}

static bool has_duty(const struct recall *recalls, size_t count, const struct record *paper)
{
    for (size_t i = 0; i < count; i++) {
        if (recalls[i].paper == paper)
            return true;
    }
    return false;
}

static enum err fill(struct sharing_screen *sharing, struct flow *flow)
{
    struct recall recalls[RECALLS_MOST];
    size_t rows, due = casework_recalls(&sharing->work, clock_today(), recalls, RECALLS_MOST);
    const struct record *papers = casework_papers(&sharing->work, &sharing_type, &rows);
    enum err e = OK;

    due = due < RECALLS_MOST ? due : RECALLS_MOST;
    make_columns(&sharing->table);
    for (size_t i = rows; i > 0 && !e; i--)
        e = add_row(sharing, flow, &papers[i - 1], has_duty(recalls, due, &papers[i - 1]));
    for (size_t i = 0; i < due && !e; i++)
        e = case_add_recall(&sharing->duties, flow_store(flow), &recalls[i]);
    sharing->duty_count = (int)due;
    return e;
}

static void place(struct screen *screen, struct flow *flow)
{
    struct sharing_screen *sharing = sharing_of(screen);
    struct area body = screen->body;
    int duties = sharing->duty_count < DUTIES_MOST ? sharing->duty_count : DUTIES_MOST;
    int under = duties ? duties + 2 : 0;

    (void)flow;
    table_place(&sharing->table, (struct area){ body.x, body.y, body.width, body.height - under });
    page_place(&sharing->duties, (struct area){ body.x, body.y + body.height - duties, body.width, duties });
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct sharing_screen *sharing = sharing_of(screen);
    enum err e;

    let_go(sharing);
    if ((e = store_log_view(flow_store(flow), &episode_type, sharing->id, "sharing", why)) ||
        (e = casework_load(flow_store(flow), &episode_type, sharing->id, &sharing->work, why)))
        return e;
    if ((e = fill(sharing, flow)))
        return why_set(why, e, "%s", err_text(e));
    place(screen, flow);
    (void)table_select(&sharing->table, sharing->selected); /* gone: the first row */
    return OK;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    let_go(sharing_of(screen));
}

/* --- events --- */
static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct sharing_screen *sharing = sharing_of(screen);
    enum table_result result = table_handle(&sharing->table, event);

    if (result == TABLE_OPENED && table_selected_id(&sharing->table))
        flow_push(flow, record_screen_new(&sharing_type, table_selected_id(&sharing->table)), 0);
    return result != TABLE_IGNORED;
}

/* --- actions --- */
static void push_step(struct screen *screen, struct flow *flow, const char *action)
{
    flow_push(flow, step_screen_new(&episode_type, sharing_of(screen)->id, action), 0);
}

static void run_share(struct screen *screen, struct flow *flow)
{
    push_step(screen, flow, "share");
}

static void run_refused(struct screen *screen, struct flow *flow)
{
    push_step(screen, flow, "share_refused");
}

static void run_received(struct screen *screen, struct flow *flow)
{
    push_step(screen, flow, "receive_info");
}

static const char *refuse_acknowledged(const struct screen *screen, const struct flow *flow)
{
    const struct sharing_screen *sharing = sharing_of_const(screen);
    size_t count;
    const struct record *papers = casework_papers(&sharing->work, &sharing_type, &count);

    (void)flow;
    for (size_t i = 0; i < count; i++) {
        if (papers[i].id == table_selected_id(&sharing->table))
            return strcmp(record_text(&papers[i], "direction"), "out") == 0
                       ? NULL
                       : _("Only what was told to an agency is acknowledged by it.");
    }
    return _("Choose a row first.");
}

static void run_acknowledged(struct screen *screen, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'y' };

    (void)screen;
    snprintf(dialog.title, sizeof dialog.title, "%s", _("Acknowledged"));
    snprintf(dialog.text, sizeof dialog.text, "%s",
             _("Has the agency acknowledged today that it has it, or, when it was called back, that it returned or "
               "destroyed it?"));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Yes, today"));
    flow_ask(flow, &dialog, ASKED_ACKNOWLEDGED);
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct saved saved = { 0 };
    struct why why = { 0 };

    if (answer->question != ASKED_ACKNOWLEDGED || answer->dialog != DIALOG_YES)
        return;
    if (sharing_acknowledge(flow_store(flow), table_selected_id(&sharing_of(screen)->table), clock_today(), &saved,
                            &why)) {
        flow_refuse(flow, &why);
        return;
    }
    flow_toast_saved(flow, &saved);
    flow_refresh(flow);
}

static const struct action actions[] = {
    { .id = "sharing.share",
      .keys = { PRESS_FUNCTION(2), 'n' },
      .label = N_("Tell"),
      .help = N_("Tell an agency something: what, on which basis, and why nothing less would do."),
      .run = run_share,
      .writes = true,
      .bar = true },
    { .id = "sharing.refuse",
      .keys = { PRESS_FUNCTION(4), 'r' },
      .label = N_("Refuse"),
      .help = N_("Somebody asked and is not told; that is written down in the same way."),
      .run = run_refused,
      .writes = true,
      .bar = true },
    { .id = "sharing.receive",
      .keys = { PRESS_FUNCTION(6), 'i' },
      .label = N_("Received"),
      .help = N_("What an agency told the office."),
      .run = run_received,
      .writes = true,
      .bar = true },
    { .id = "sharing.acknowledge",
      .keys = { PRESS_FUNCTION(8), 'a' },
      .label = N_("Acknowledged"),
      .help = N_("The agency acknowledged it, or that it returned or destroyed what was called back."),
      .run = run_acknowledged,
      .writes = true,
      .refuses = refuse_acknowledged,
      .bar = true },
};

/* --- drawing --- */
static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct sharing_screen *sharing = sharing_of_const(screen);
    struct area body = screen->body;
    int top = sharing->duties.area.y - 1;

    (void)flow;
    if (sharing->duty_count) {
        page_draw(&sharing->duties, grid);
        draw_rule(grid, body.x, top - 1, body.width);
        draw_text(grid, body.x, top, body.width, STYLE_STRONG, _("To be called back or told"));
    }
    table_draw(&sharing->table, grid, true);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Sharing")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct sharing_screen *sharing = sharing_of_const(screen);

    if (sharing->work.subject.type && buf_add_str(out, record_text(&sharing->work.subject, "pseudonym")))
        buf_clear(out);
}

static void close_sharing(struct screen *screen)
{
    let_go(sharing_of(screen));
    free(screen);
}

static const struct screen_kind sharing_kind = {
    .name = "sharing",
    .purpose = N_("What was told to whom about this case, what was received and what was refused, and what is to be "
                  "called back."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .needs_casework = true,
    .open = load,
    .suspend = suspend,
    .resume = load,
    .refresh = load,
    .resized = place,
    .handle = handle,
    .answered = answered,
    .draw = draw,
    .title = title,
    .status = status,
    .is_casework = screen_is_always_casework,
    .close = close_sharing,
};

struct screen *case_sharing_screen_new(int64_t episode)
{
    struct sharing_screen *sharing = screen_alloc(sizeof *sharing, &sharing_kind);

    if (sharing)
        sharing->id = episode;
    return sharing ? &sharing->screen : NULL;
}
