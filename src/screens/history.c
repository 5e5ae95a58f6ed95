/* The entries of the log: of one record, or of the whole vault. The pane tells what the selected one changed; u takes
 * it back by a new entry. */
#include <stdio.h>
#include <stdlib.h>

#include "townkeep/base/text.h"
#include "townkeep/screens/screens.h"
#include "townkeep/ui/frame.h"
#include "townkeep/ui/table.h"

enum { PAGE_ROWS = 60, COLUMN_WHAT = 0, COLUMN_WHEN, COLUMN_WHO, COLUMN_PROOF, COLUMNS, PANE_HEIGHT = 8 };
enum question { ASKED_UNDO = 1 };

struct history {
    struct screen screen;
    const struct record_type *type; /* NULL: everything */
    int64_t id;
    struct table table;
    struct page pane;
    int64_t selected;
};

static struct history *history_of(struct screen *screen)
{
    return (struct history *)screen;
}

static const struct history *history_of_const(const struct screen *screen)
{
    return (const struct history *)screen;
}

static const struct table_column columns[COLUMNS] = {
    [COLUMN_WHEN] = { .label = N_("When"), .width = 16, .field = -1 },
    [COLUMN_WHO] = { .label = N_("Who"), .width = 13, .field = -1 },
    [COLUMN_WHAT] = { .label = N_("What"), .width = 30, .field = -1 },
    [COLUMN_PROOF] = { .label = N_("Signature"), .width = 10, .field = -1 },
};

/* --- rows --- */
static enum err add_row(struct history *history, const struct history_row *row)
{
    char when[DATE_TIME_TEXT_SIZE], what[300];
    struct table_row line = { .id = row->entry, .style = row->undone_by ? STYLE_DIM : STYLE_TEXT };

    moment_format(row->at, when);
    text_print_into(what, sizeof what, "%s%s", row->undone_by ? _("(undone) ") : "", row->sentence);
    line.cells[COLUMN_WHEN] = when;
    line.cells[COLUMN_WHO] = row->officer;
    line.cells[COLUMN_WHAT] = what;
    line.cells[COLUMN_PROOF] = row->verified ? _("verified") : _("NOT GOOD");
    line.warning = row->verified ? NULL : "!";
    return table_add(&history->table, TABLE_AFTER, &line);
}

static enum err fetch(struct history *history, struct flow *flow, int64_t before, struct why *why)
{
    struct history_row *rows = calloc(PAGE_ROWS, sizeof *rows);
    size_t count = 0;
    enum err e;

    if (!rows)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    e = store_history(flow_store(flow), history->type, history->id, before, PAGE_ROWS, rows, &count, why);
    for (size_t i = 0; !e && i < count; i++)
        e = add_row(history, &rows[i]);
    history->table.more_after = count == PAGE_ROWS;
    wipe(rows, PAGE_ROWS * sizeof *rows);
    free(rows);
    return e;
}

static enum err add_change(struct page *page, const struct change *change)
{
    static const char *const words[] = {
        [CHANGE_ADDED] = N_("added"),
        [CHANGE_EDITED] = N_("changed"),
        [CHANGE_REMOVED] = N_("removed"),
    };
    struct buf text = { 0 };
    const char *label = change->field >= 0 ? _(change->type->fields[change->field].label) : _(words[change->what]);
    enum err e;

    if (change->before && change->before[0])
        e = buf_printf(&text, "%s %s %s", change->before, "→",
                       change->after && change->after[0] ? change->after : _("(empty)"));
    else
        e = buf_add_str(&text, change->after ? change->after : "");
    if (!e)
        e = page_add_labelled(page, 24, label, buf_text(&text));
    buf_wipe(&text);
    return e;
}

static enum err show_selected(struct history *history, struct flow *flow, struct why *why)
{
    struct area area = history->pane.area;
    struct change *changes = NULL;
    size_t count = 0;
    enum err e = OK;

    history->selected = table_selected_id(&history->table);
    page_release(&history->pane);
    page_place(&history->pane, area);
    if (!history->selected)
        return OK;
    if ((e = store_changes(flow_store(flow), history->selected, &changes, &count, why)) == E_PERMISSION)
        return page_add(&history->pane, STYLE_DIM, 0, why_text(why));
    for (size_t i = 0; !e && i < count; i++)
        e = add_change(&history->pane, &changes[i]);
    if (!e && !count)
        e = page_add(&history->pane, STYLE_DIM, 0, _("This entry changed no record."));
    changes_release(changes, count);
    return e;
}

static void place(struct history *history)
{
    struct area body = history->screen.body, left, right;

    if (frame_split(body, &left, &right)) {
        table_place(&history->table, left);
        page_place(&history->pane, right);
        return;
    }
    table_place(&history->table, (struct area){ body.x, body.y, body.width, body.height - PANE_HEIGHT - 1 });
    page_place(&history->pane, (struct area){ body.x, body.y + body.height - PANE_HEIGHT, body.width, PANE_HEIGHT });
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct history *history = history_of(screen);
    int64_t kept = history->selected;
    enum err e;

    if (!history->type && flow_meeting(flow))
        return why_set(
            why, E_PERMISSION,
            N_("The log of everything tells of casework too; it stays closed in meeting mode. Ctrl-Y ends it."));
    place(history);
    table_clear(&history->table);
    if ((e = fetch(history, flow, 0, why)))
        return e;
    table_select(&history->table, kept);
    return show_selected(history, flow, why);
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    table_clear(&history_of(screen)->table);
    page_release(&history_of(screen)->pane);
}

/* --- events --- */
static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct history *history = history_of(screen);
    struct table *table = &history->table;
    enum table_result result = table_handle(table, event);
    struct why why = { 0 };
    enum err e = OK;

    if (result == TABLE_IGNORED)
        return page_handle(&history->pane, event);
    if ((result == TABLE_WANTS_AFTER || result == TABLE_WANTS_LAST) &&
        !(e = fetch(history, flow, table_id_at(table, table->count - 1), &why)))
        table_step(table, 1);
    else if (result == TABLE_WANTS_BEFORE || result == TABLE_WANTS_FIRST)
        e = load(screen, flow, &why);
    if (e || show_selected(history, flow, &why))
        flow_refuse(flow, &why);
    return true;
}

static const char *refuse_undo(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return table_selected_id(&history_of_const(screen)->table) ? NULL : _("Choose an entry first.");
}

static void run_undo(struct screen *screen, struct flow *flow)
{
    struct history *history = history_of(screen);
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 't' };

    snprintf(dialog.title, sizeof dialog.title, "%s", _("Take this back?"));
    text_print_into(
        dialog.text, sizeof dialog.text,
        _("“%s”, and everything else this entry changed, goes back to what it was before. Both stay in the history."),
        table_cell(&history->table, history->table.selected, COLUMN_WHAT));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Take it back"));
    flow_ask(flow, &dialog, ASKED_UNDO);
}

static const struct action actions[] = {
    { .id = "history.undo",
      .keys = { 'u', PRESS_FUNCTION(8) },
      .label = N_("Undo"),
      .help = N_("Put back what the selected entry changed, as a new entry."),
      .run = run_undo,
      .writes = true,
      .refuses = refuse_undo,
      .bar = true },
};

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct history *history = history_of(screen);
    struct saved saved = { 0 };
    struct why why = { 0 };

    if (answer->question != ASKED_UNDO || answer->dialog != DIALOG_YES)
        return;
    if (store_undo(flow_store(flow), table_selected_id(&history->table), &saved, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    flow_toast(flow, STYLE_GOOD, "%s", _("Taken back. The history shows both."));
    flow_refresh(flow);
}

/* --- drawing --- */
static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct history *history = history_of_const(screen);
    const struct area *pane = &history->pane.area;

    (void)flow;
    table_draw(&history->table, grid, true);
    if (pane->x > screen->body.x)
        draw_rule_down(grid, pane->x - 2, screen->body.y, screen->body.height);
    else
        draw_rule(grid, pane->x, pane->y - 1, pane->width);
    page_draw(&history->pane, grid);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("History")))
        buf_clear(out);
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    place(history_of(screen));
}

static bool is_casework(const struct screen *screen)
{
    const struct record_type *type = history_of_const(screen)->type;

    return type && type->owner == RECORD_OF_CASE;
}

static void close_history(struct screen *screen)
{
    struct history *history = history_of(screen);

    table_release(&history->table);
    page_release(&history->pane);
    free(history);
}

static const struct screen_kind history_kind = {
    .name = "history",
    .purpose = N_("What was changed, by whom, and when. Each entry is signed; “verified” means that the signature and "
                  "the chain were checked just now."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = load,
    .suspend = suspend,
    .resume = load,
    .refresh = load,
    .handle = handle,
    .answered = answered,
    .resized = resized,
    .draw = draw,
    .close = close_history,
    .title = title,
    .is_casework = is_casework,
};

struct screen *history_screen_new(const struct record_type *type, int64_t id)
{
    struct history *history = screen_alloc(sizeof *history, &history_kind);

    if (!history)
        return NULL;
    history->type = type;
    history->id = id;
    for (int i = 0; i < COLUMNS; i++)
        history->table.columns[i] = columns[i];
    history->table.column_count = COLUMNS;
    history->table.sort_column = -1;
    history->table.empty = _("Nothing was changed yet.");
    return &history->screen;
}
