/*
 * Copies that were given out, of one case or of the whole office: what, to whom, by when they come back, and what
 * became of them. One key marks a copy; it is asked first, because it is said once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/document.h"
#include "townkeep/domain/queries.h"
#include "townkeep/screens/screens.h"
#include "townkeep/ui/table.h"

enum { COPIES_MOST = 300 };
enum question { ASKED_MARK = 1 };

struct copies {
    struct screen screen;
    int64_t episode; /* 0: all */
    int64_t selected;
    struct table table;
    size_t out; /* how many are out */
    bool more;
    const char *how; /* the mark that is asked about */
};

static struct copies *copies_of(struct screen *screen)
{
    return (struct copies *)screen;
}

static const struct copies *copies_of_const(const struct screen *screen)
{
    return (const struct copies *)screen;
}

/* --- loading --- */
static bool is_late(const struct record *copy)
{
    struct date by;

    return !record_has(copy, "returned_on") && date_parse(record_text(copy, "return_by"), false, &by) &&
           date_compare(by, clock_today()) < 0;
}

/* Whom it was given to is sealed with the case; who may not open the case sees that and nothing more. */
static enum err add_copy(struct copies *copies, struct store *store, int64_t id, struct why *why)
{
    struct record copy = { 0 };
    struct buf name = { 0 }, what = { 0 }, recipient = { 0 }, became = { 0 };
    char number[24];
    struct table_row row = { .id = id };
    enum err e = store_load(store, &copy_type, id, &copy, why);

    if (e || (e = store_title(store, &episode_type, record_number(&copy, "episode"), &name)) ||
        (e = store_show_value(store, &copy, field_find(&copy_type, "what"), &what)) ||
        (e = store_show_value(store, &copy, field_find(&copy_type, "recipient"), &recipient)))
        goto done;
    if (record_has(&copy, "returned_how") &&
        (e = store_show_value(store, &copy, field_find(&copy_type, "returned_how"), &became)))
        goto done;
    snprintf(number, sizeof number, "%lld", (long long)record_number(&copy, "number"));
    row.cells[0] = buf_text(&recipient);
    row.cells[1] = number;
    row.cells[2] = buf_text(&what);
    row.cells[3] = buf_text(&name);
    row.cells[4] = record_text(&copy, "return_by");
    row.cells[5] = became.len ? buf_text(&became) : _("out");
    row.style = became.len ? STYLE_DIM : STYLE_TEXT;
    row.warning = is_late(&copy) ? "!" : NULL;
    copies->out += became.len == 0;
    e = table_add(&copies->table, TABLE_AFTER, &row);
done:
    buf_wipe(&name);
    buf_wipe(&what);
    buf_wipe(&recipient);
    buf_wipe(&became);
    record_release(&copy);
    return e;
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct copies *copies = copies_of(screen);
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    query_init(&query, &copy_type);
    query.which = QUERY_ALL;
    query_sort(&query, "number", true);
    if (copies->episode)
        query_narrow_number(&query, "episode", FILTER_IS, copies->episode);
    table_place(&copies->table, screen->body);
    table_clear(&copies->table);
    copies->out = 0;
    e = store_page(flow_store(flow), &query, NULL, false, COPIES_MOST, &page, why);
    copies->more = page.more_after;
    for (size_t i = 0; i < page.count && !e; i++)
        e = add_copy(copies, flow_store(flow), page.records[i].id, why);
    record_page_release(&page);
    table_select(&copies->table, copies->selected);
    return e;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    table_clear(&copies_of(screen)->table);
}

/* --- marking --- */
static int64_t selected_number(const struct copies *copies)
{
    int64_t number = 0;

    return copies->table.count && text_to_int(table_cell(&copies->table, copies->table.selected, 1), &number) ? number
                                                                                                              : 0;
}

static void ask_mark(struct screen *screen, struct flow *flow, const char *how)
{
    struct copies *copies = copies_of(screen);
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'y' };

    copies->how = how;
    text_print_into(dialog.title, sizeof dialog.title, _("Copy %lld: %s?"), (long long)selected_number(copies),
                    vocabulary_label(flow_words(flow), "copy_return", how));
    snprintf(dialog.text, sizeof dialog.text, "%s", _("This is said once, with the day of today."));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Write it down"));
    flow_ask(flow, &dialog, ASKED_MARK);
}

static void run_returned(struct screen *screen, struct flow *flow)
{
    ask_mark(screen, flow, "returned");
}

static void run_destroyed(struct screen *screen, struct flow *flow)
{
    ask_mark(screen, flow, "destroyed");
}

static void run_kept(struct screen *screen, struct flow *flow)
{
    ask_mark(screen, flow, "kept_by_person");
}

static void run_lawful(struct screen *screen, struct flow *flow)
{
    ask_mark(screen, flow, "kept_lawfully");
}

static void run_lost(struct screen *screen, struct flow *flow)
{
    ask_mark(screen, flow, "lost");
}

static const char *refuse_mark(const struct screen *screen, const struct flow *flow)
{
    const struct copies *copies = copies_of_const(screen);

    if (!store_may_write(flow_store(flow), &copy_type))
        return _("Your role may look at copies, not mark them.");
    if (!copies->table.count)
        return _("No copy was given out.");
    return strcmp(table_cell(&copies->table, copies->table.selected, 5), _("out")) == 0
               ? NULL
               : _("What became of this copy is written down already.");
}

static const struct action actions[] = {
    { .id = "copies.returned",
      .keys = { 'r' },
      .label = N_("Came back"),
      .help = N_("The selected copy was given back."),
      .run = run_returned,
      .writes = true,
      .refuses = refuse_mark,
      .bar = true },
    { .id = "copies.destroyed",
      .keys = { 'd' },
      .label = N_("Destroyed"),
      .help = N_("Who had the copy says that it is destroyed."),
      .run = run_destroyed,
      .writes = true,
      .refuses = refuse_mark,
      .bar = true },
    { .id = "copies.kept",
      .keys = { 'k' },
      .label = N_("Kept by the person"),
      .help = N_("The person keeps it, which they may."),
      .run = run_kept,
      .writes = true,
      .refuses = refuse_mark,
      .bar = true },
    { .id = "copies.lawful",
      .keys = { 'w' },
      .label = N_("Kept by law"),
      .help = N_("Whoever has it must keep it by law."),
      .run = run_lawful,
      .writes = true,
      .refuses = refuse_mark },
    { .id = "copies.lost",
      .keys = { 'l' },
      .label = N_("Lost"),
      .help = N_("Nobody knows where the copy is. Think of who must be told."),
      .run = run_lost,
      .writes = true,
      .refuses = refuse_mark,
      .bar = true },
};

/* --- events --- */
static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct copies *copies = copies_of(screen);
    bool taken = table_handle(&copies->table, event) != TABLE_IGNORED;

    (void)flow;
    copies->selected = table_selected_id(&copies->table);
    return taken;
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct copies *copies = copies_of(screen);
    struct why why = { 0 };

    if (answer->question != ASKED_MARK || answer->dialog != DIALOG_YES)
        return;
    if (copy_returned(flow_store(flow), selected_number(copies), copies->how, clock_today(), &why) ||
        load(screen, flow, &why))
        flow_refuse(flow, &why);
    else
        flow_toast(flow, STYLE_GOOD, "%s", _("Written down."));
}

/* --- drawing --- */
static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    (void)flow;
    table_draw(&copies_of_const(screen)->table, grid, true);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Copies")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct copies *copies = copies_of_const(screen);

    if (buf_printf(out, ngettext("%zu is out%s", "%zu are out%s", copies->out), copies->out,
                   copies->more ? _(" (only the newest are shown)") : ""))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("! should have come back. The keys below say what became of the selected copy.")))
        buf_clear(out);
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    table_place(&copies_of(screen)->table, screen->body);
}

static void close_copies(struct screen *screen)
{
    table_release(&copies_of(screen)->table);
    free(screen);
}

static const struct screen_kind copies_kind = {
    .name = "copies",
    .purpose = N_("Every numbered copy that was given out, newest first, and what became of it."),
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
    .close = close_copies,
    .title = title,
    .status = status,
    .hint = hint,
    .is_casework = screen_is_always_casework,
};

struct screen *copies_screen_new(int64_t episode, int64_t copy)
{
    static const struct table_column columns[] = { { .label = N_("For whom"), .width = 16, .field = -1 },
                                                   { .label = N_("Copy"), .width = 5, .right = true, .field = -1 },
                                                   { .label = N_("What"), .width = 12, .field = -1 },
                                                   { .label = N_("Case"), .width = 11, .field = -1 },
                                                   { .label = N_("Back by"), .width = 10, .field = -1 },
                                                   { .label = N_("State"), .width = 10, .field = -1 } };
    struct copies *copies = screen_alloc(sizeof *copies, &copies_kind);

    if (!copies)
        return NULL;
    copies->episode = episode;
    copies->selected = copy;
    memcpy(copies->table.columns, columns, sizeof columns);
    copies->table.column_count = ARRAY_COUNT(columns);
    copies->table.sort_column = -1;
    copies->table.empty = _("No copy was given out.");
    return &copies->screen;
}
