/*
 * Two records side by side, and why they may be one. The left one is proposed to be kept; what it lacks and the other
 * has is marked +, what differs !. Each answer leads on to the next pair.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "duplicates_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/ui/page.h"
#include "townkeep/ui/table.h"

enum { REASON_ROWS_MOST = 8, LABEL_CELLS = 15, MARK_CELLS = 6, GAP_CELLS = 2 };

struct pair_screen {
    struct screen screen;
    struct duplicate_pair pair;
    struct buf sealed; /* the pair while the program is locked */
    int64_t main, other;
    struct page reasons;
    struct table table; /* a row's id is the index of its field, from 1 */
};

static struct pair_screen *pair_of(struct screen *screen)
{
    return (struct pair_screen *)screen;
}

static const struct pair_screen *pair_of_const(const struct screen *screen)
{
    return (const struct pair_screen *)screen;
}

/* --- loading --- */
static enum err show_reasons(struct pair_screen *shown)
{
    char text[120];
    enum err e;

    page_release(&shown->reasons);
    text_print_into(text, sizeof text,
                    shown->pair.likeness >= DUPLICATE_LIKELY ? _("Alike by %d of 100: very likely the same.")
                                                             : _("Alike by %d of 100: may be the same."),
                    shown->pair.likeness);
    e = page_add(&shown->reasons, STYLE_STRONG, 0, text);
    for (int i = 0; i < shown->pair.reason_count && !e; i++) {
        const struct duplicate_reason *reason = &shown->pair.reasons[i];
        struct buf say = { 0 };

        e = duplicate_reason_say(reason, &say);
        if (!e)
            e = page_add_marked(&shown->reasons, reason->points < 0 ? STYLE_WARN : STYLE_GOOD,
                                reason->points < 0 ? MARK_MISSING : MARK_DONE, buf_text(&say));
        buf_release(&say);
    }
    return e;
}

static enum err show_field(struct pair_screen *shown, struct store *store, const struct record *main,
                           const struct record *other, int field)
{
    struct table_row row = { .id = field + 1 };
    struct buf texts[2] = { { 0 }, { 0 } };
    bool same = value_equal(&main->values[field], &other->values[field]), differs;
    enum err e = store_show_value(store, main, field, &texts[0]);

    if (!e && !(e = store_show_value(store, other, field, &texts[1])) && texts[0].len + texts[1].len > 0) {
        row.cells[0] = _(main->type->fields[field].label);
        row.cells[1] = buf_text(&texts[0]);
        row.cells[2] = buf_text(&texts[1]);
        differs = !same && texts[0].len > 0 && texts[1].len > 0;
        row.style = same ? STYLE_DIM : STYLE_TEXT;
        row.warning = duplicate_may_take(main, other, field) ? "+" : differs ? "!" : NULL;
        e = table_add(&shown->table, TABLE_AFTER, &row);
    }
    buf_release(&texts[0]);
    buf_release(&texts[1]);
    return e;
}

static enum err show_fields(struct pair_screen *shown, struct store *store, struct why *why)
{
    struct record main = { 0 }, other = { 0 };
    int64_t at = table_selected_id(&shown->table);
    enum err e = store_load(store, &party_type, shown->main, &main, why);

    table_clear(&shown->table);
    if (!e && !(e = store_load(store, &party_type, shown->other, &other, why))) {
        for (int i = 0; i < party_type.field_count && !e; i++)
            e = show_field(shown, store, &main, &other, i);
    }
    record_release(&main);
    record_release(&other);
    table_select(&shown->table, at);
    return e;
}

static int reason_rows(const struct pair_screen *shown)
{
    int rows = 0;

    for (int i = 0; i < shown->reasons.count; i++)
        rows += (int)text_wrap(shown->reasons.lines[i].text, (size_t)shown->screen.body.width - 2, NULL, 0);
    return rows < REASON_ROWS_MOST ? rows : REASON_ROWS_MOST;
}

static void place(struct screen *screen, struct flow *flow)
{
    struct pair_screen *shown = pair_of(screen);
    struct area body = screen->body;
    int rows = reason_rows(shown), half = (body.width - MARK_CELLS - LABEL_CELLS) / 2 - GAP_CELLS;

    (void)flow;
    page_place(&shown->reasons, (struct area){ body.x, body.y, body.width, rows });
    shown->table.columns[1].width = shown->table.columns[2].width = half;
    table_place(&shown->table, (struct area){ body.x, body.y + rows + 1, body.width, body.height - rows - 1 });
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct pair_screen *shown = pair_of(screen);
    enum err e = show_reasons(shown);

    if (!e)
        e = show_fields(shown, flow_store(flow), why);
    place(screen, flow);
    return e == E_MEMORY ? why_set(why, e, "%s", err_text(e)) : e;
}

static enum err open_pair(struct screen *screen, struct flow *flow, struct why *why)
{
    struct pair_screen *shown = pair_of(screen);
    enum err e = duplicate_propose(flow_store(flow), shown->pair.a, shown->pair.b, &shown->main, why);

    shown->other = shown->main == shown->pair.a ? shown->pair.b : shown->pair.a;
    shown->table.column_count = 3;
    shown->table.columns[0] = (struct table_column){ .label = N_("Field"), .width = LABEL_CELLS, .field = -1 };
    shown->table.columns[1] = (struct table_column){ .label = N_("This one is kept"), .field = -1 };
    shown->table.columns[2] = (struct table_column){ .label = N_("The other"), .field = -1 };
    shown->table.sort_column = -1;
    shown->table.may_mark = true;
    return e ? e : load(screen, flow, why);
}

static void suspend(struct screen *screen, struct flow *flow)
{
    struct pair_screen *shown = pair_of(screen);

    page_release(&shown->reasons);
    table_clear(&shown->table);
    store_put_aside(flow_store(flow), &shown->pair, sizeof shown->pair, &shown->sealed);
}

static enum err resume(struct screen *screen, struct flow *flow, struct why *why)
{
    struct pair_screen *shown = pair_of(screen);

    if (!store_take_back(flow_store(flow), &shown->sealed, &shown->pair, sizeof shown->pair))
        return why_set(why, E_NOT_FOUND, N_("The pair was let go while the program was locked: look for it again."));
    return load(screen, flow, why);
}

/* --- deciding --- */
static const char *refuse_write(const struct screen *screen, const struct flow *flow)
{
    (void)screen;
    return store_may_write(flow_store(flow), &party_type) ? NULL
                                                          : _("Your role may look at stakeholders, not link them.");
}

static void run_same(struct screen *screen, struct flow *flow)
{
    struct pair_screen *shown = pair_of(screen);
    struct why why = { 0 };

    if (duplicate_link(flow_store(flow), shown->main, shown->other, &shown->pair, NULL, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    flow_toast(flow, STYLE_GOOD, "%s",
               _("Linked: the other is archived and stands for this one. Ctrl-Z takes it apart."));
    flow_done(flow, NULL, 0, PAIR_SAME);
}

static void run_different(struct screen *screen, struct flow *flow)
{
    struct why why = { 0 };

    if (duplicate_dismiss(flow_store(flow), &pair_of(screen)->pair, NULL, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    flow_toast(flow, STYLE_GOOD, "%s", _("Two different ones: nobody is asked again. Ctrl-Z takes it back."));
    flow_done(flow, NULL, 0, PAIR_DIFFERENT);
}

static void run_later(struct screen *screen, struct flow *flow)
{
    (void)screen;
    flow_done(flow, NULL, 0, PAIR_LATER);
}

static void run_swap(struct screen *screen, struct flow *flow)
{
    struct pair_screen *shown = pair_of(screen);
    int64_t main = shown->main;

    shown->main = shown->other;
    shown->other = main;
    flow_refresh(flow);
}

/* The marked rows, or the selected one where none is marked. */
static size_t chosen_fields(const struct pair_screen *shown, int fields[TABLE_ROWS])
{
    const struct table *table = &shown->table;
    size_t count = 0;

    for (int i = 0; i < table->count; i++) {
        if (table_marked_count(table) > 0 ? table_is_marked(table, i) : i == table->selected)
            fields[count++] = (int)table_id_at(table, i) - 1;
    }
    return count;
}

static void run_take(struct screen *screen, struct flow *flow)
{
    struct pair_screen *shown = pair_of(screen);
    int fields[TABLE_ROWS];
    size_t count = chosen_fields(shown, fields);
    struct saved saved = { 0 };
    struct why why = { 0 };

    if (duplicate_take_over(flow_store(flow), shown->main, shown->other, fields, count, &saved, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    if (saved.entry == 0)
        flow_refuse_text(flow, _("Only what is marked + can be taken over: what this one lacks and the other has."));
    else
        flow_toast(flow, STYLE_GOOD, "%s", _("Taken over into the one that is kept. Ctrl-Z takes it back."));
    flow_refresh(flow);
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct pair_screen *shown = pair_of(screen);
    enum table_result result = table_handle(&shown->table, event);

    if (result == TABLE_OPENED) {
        const char *other = table_cell(&shown->table, shown->table.selected, 2);
        const char *kept = table_cell(&shown->table, shown->table.selected, 1);
        char text[DIALOG_TEXT_SIZE];

        text_print_into(text, sizeof text, "%s\n\n%s", kept && kept[0] ? kept : "-", other && other[0] ? other : "-");
        flow_tell(flow, table_cell(&shown->table, shown->table.selected, 0), text);
    }
    return result != TABLE_IGNORED;
}

static const struct action actions[] = {
    { .id = "pair.same",
      .keys = { PRESS_FUNCTION(2), 's' },
      .label = N_("Same"),
      .help = N_("They are one: the left one is kept, the other is archived and stands for it."),
      .run = run_same,
      .writes = true,
      .refuses = refuse_write,
      .bar = true },
    { .id = "pair.different",
      .keys = { PRESS_FUNCTION(4), 'd' },
      .label = N_("Different"),
      .help = N_("They are two: this pair is not shown again."),
      .run = run_different,
      .writes = true,
      .refuses = refuse_write,
      .bar = true },
    { .id = "pair.later",
      .keys = { PRESS_FUNCTION(5), 'l' },
      .label = N_("Later"),
      .help = N_("Leave it open and go on to the next pair."),
      .run = run_later,
      .bar = true },
    { .id = "pair.swap",
      .keys = { PRESS_FUNCTION(6), 'w' },
      .label = N_("Swap"),
      .help = N_("Keep the other one of the two."),
      .run = run_swap,
      .bar = true },
    { .id = "pair.take",
      .keys = { PRESS_FUNCTION(8), 't' },
      .label = N_("Take over"),
      .help = N_("Put what the kept one lacks (marked +) into it: the rows marked with Space, else the selected one."),
      .run = run_take,
      .writes = true,
      .refuses = refuse_write,
      .bar = true },
};

/* --- drawing --- */
static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct pair_screen *shown = pair_of_const(screen);

    (void)flow;
    page_draw(&shown->reasons, grid);
    draw_rule(grid, screen->body.x, shown->table.area.y - 1, screen->body.width);
    table_draw(&shown->table, grid, true);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("One or two?")))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("+ can be taken over, ! differs. Space marks, Enter tells a row in full.")))
        buf_clear(out);
}

static void close_pair(struct screen *screen)
{
    page_release(&pair_of(screen)->reasons);
    buf_release(&pair_of(screen)->sealed);
    table_release(&pair_of(screen)->table);
    wipe(screen, sizeof(struct pair_screen));
    free(screen);
}

static const struct screen_kind pair_kind = {
    .name = "duplicate_pair",
    .purpose = N_("Two records that may be one stakeholder, side by side, and why. Say whether they are the same; the "
                  "left one is kept in use. Whatever you say can be taken back."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = open_pair,
    .suspend = suspend,
    .resume = resume,
    .refresh = load,
    .handle = handle,
    .resized = place,
    .draw = draw,
    .close = close_pair,
    .title = title,
    .hint = hint,
};

struct screen *duplicate_pair_screen_new(const struct duplicate_pair *pair)
{
    struct pair_screen *shown = screen_alloc(sizeof *shown, &pair_kind);

    if (shown)
        shown->pair = *pair;
    return (struct screen *)shown;
}
