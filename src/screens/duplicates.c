/*
 * Stakeholders that may be on the map twice, the likeliest pair first. They are looked for in slices while keys are
 * read. Enter opens a pair, and after each decision comes the next.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "duplicates_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/ui/table.h"

enum { MARK_CELLS = 4, LIKENESS_CELLS = 5, SIGNS_CELLS = 18 };

enum question { ASKED_PAIR = 1, ASKED_ALL };

struct duplicates {
    struct screen screen;
    struct duplicate_job *job; /* while it looks; else NULL */
    struct duplicate_pairs pairs;
    struct table table; /* a row's id is the index of its pair, from 1 */
    int64_t selected;
    bool is_done;
};

static struct duplicates *duplicates_of_screen(struct screen *screen)
{
    return (struct duplicates *)screen;
}

static const struct duplicates *duplicates_of_const(const struct screen *screen)
{
    return (const struct duplicates *)screen;
}

/* --- looking --- */
static void let_go(struct duplicates *duplicates)
{
    duplicates_end(duplicates->job);
    duplicates->job = NULL;
    duplicate_pairs_release(&duplicates->pairs);
    table_clear(&duplicates->table);
    duplicates->is_done = false;
}

static enum err look(struct screen *screen, struct flow *flow, struct why *why)
{
    struct duplicates *duplicates = duplicates_of_screen(screen);
    enum err e;

    let_go(duplicates);
    duplicates->table.empty = _("Looking through the stakeholders…");
    e = duplicates_begin(flow_store(flow), &(struct duplicate_wish){ 0 }, &duplicates->job, why);
    if (!e)
        flow_work(flow);
    return e;
}

static enum err add_row(struct duplicates *duplicates, size_t index)
{
    const struct duplicate_pair *pair = &duplicates->pairs.items[index];
    struct table_row row = { .id = (int64_t)index + 1 };
    struct buf signs = { 0 };
    char likeness[8];
    enum err e = duplicate_signs_say(pair, &signs);

    snprintf(likeness, sizeof likeness, "%d", pair->likeness);
    row.cells[0] = pair->names[0];
    row.cells[1] = pair->names[1];
    row.cells[2] = likeness;
    row.cells[3] = buf_text(&signs);
    row.style = pair->likeness >= DUPLICATE_LIKELY ? STYLE_STRONG : STYLE_TEXT;
    if (!e)
        e = table_add(&duplicates->table, TABLE_AFTER, &row);
    buf_release(&signs);
    return e;
}

static enum err fill(struct duplicates *duplicates)
{
    enum err e = OK;

    table_clear(&duplicates->table);
    for (size_t i = 0; i < duplicates->pairs.count && i < TABLE_ROWS && !e; i++)
        e = add_row(duplicates, i);
    duplicates->table.empty = _("No two stakeholders look like one.");
    table_select(&duplicates->table, duplicates->selected);
    return e;
}

static void work(struct screen *screen, struct flow *flow)
{
    struct duplicates *duplicates = duplicates_of_screen(screen);
    struct why why = { 0 };
    bool more = false;
    enum err e = OK;

    if (!duplicates->job)
        return;
    e = duplicates_step(duplicates->job, &more, &why);
    if (!e && more) {
        flow_work(flow);
        return;
    }
    if (!e) {
        duplicates_take(duplicates->job, &duplicates->pairs);
        duplicates->is_done = true;
        e = fill(duplicates);
    }
    duplicates_end(duplicates->job);
    duplicates->job = NULL;
    if (e)
        flow_refuse(flow, &why);
}

static void place(struct screen *screen, struct flow *flow)
{
    struct table *table = &duplicates_of_screen(screen)->table;

    (void)flow;
    /* Both names get the same room. */
    table->columns[1].width = (screen->body.width - MARK_CELLS - LIKENESS_CELLS - SIGNS_CELLS) / 2 - 3;
    table_place(table, screen->body);
}

static enum err open_duplicates(struct screen *screen, struct flow *flow, struct why *why)
{
    struct table *table = &duplicates_of_screen(screen)->table;

    table->column_count = 4;
    table->columns[0] = (struct table_column){ .label = N_("One"), .width = 24, .field = -1 };
    table->columns[1] = (struct table_column){ .label = N_("The other"), .field = -1 };
    table->columns[2] =
        (struct table_column){ .label = N_("Alike"), .width = LIKENESS_CELLS, .right = true, .field = -1 };
    table->columns[3] = (struct table_column){ .label = N_("By"), .width = SIGNS_CELLS, .field = -1 };
    table->sort_column = -1;
    place(screen, flow);
    return look(screen, flow, why);
}

static void suspend(struct screen *screen, struct flow *flow)
{
    struct duplicates *duplicates = duplicates_of_screen(screen);

    (void)flow;
    duplicates->selected = table_selected_id(&duplicates->table);
    let_go(duplicates);
}

/* --- a pair --- */
static const struct duplicate_pair *selected(const struct duplicates *duplicates)
{
    int64_t id = table_selected_id(&duplicates->table);

    return id > 0 && (size_t)id <= duplicates->pairs.count ? &duplicates->pairs.items[id - 1] : NULL;
}

static void open_pair(struct duplicates *duplicates, struct flow *flow)
{
    const struct duplicate_pair *pair = selected(duplicates);

    if (pair)
        flow_push(flow, duplicate_pair_screen_new(pair), ASKED_PAIR);
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct duplicates *duplicates = duplicates_of_screen(screen);
    enum table_result result = table_handle(&duplicates->table, event);

    duplicates->selected = table_selected_id(&duplicates->table);
    if (result == TABLE_OPENED)
        open_pair(duplicates, flow);
    return result != TABLE_IGNORED;
}

/* What is linked stands in no other pair any more. Rows keep their places, so that the next one is where the officer
 * looks. */
static void drop_decided(struct duplicates *duplicates, struct duplicate_pair decided, bool linked)
{
    struct duplicate_pairs *pairs = &duplicates->pairs;
    size_t kept = 0;

    for (size_t i = 0; i < pairs->count; i++) {
        const struct duplicate_pair *pair = &pairs->items[i];
        bool shares = pair->a == decided.a || pair->b == decided.a || pair->a == decided.b || pair->b == decided.b;

        if ((pair->a == decided.a && pair->b == decided.b) || (linked && shares))
            continue;
        pairs->items[kept++] = *pair;
    }
    pairs->in_all -= pairs->count - kept;
    pairs->count = kept;
}

static enum err go_on(struct duplicates *duplicates, struct flow *flow, const char *decision)
{
    const struct duplicate_pair *pair = selected(duplicates);
    enum err e = OK;

    if (!pair)
        return OK;
    if (strcmp(decision, PAIR_LATER) == 0) {
        table_step(&duplicates->table, 1);
    } else {
        duplicates->selected = table_selected_id(&duplicates->table);
        drop_decided(duplicates, *pair, strcmp(decision, PAIR_SAME) == 0);
        e = fill(duplicates);
    }
    if (!e && selected(duplicates) && duplicates->selected <= (int64_t)duplicates->pairs.count)
        open_pair(duplicates, flow);
    return e;
}

/* --- all of them --- */
static size_t likely(const struct duplicates *duplicates)
{
    size_t count = 0;

    while (count < duplicates->pairs.count && duplicates->pairs.items[count].likeness >= DUPLICATE_LIKELY)
        count++;
    return count;
}

static const char *refuse_write(const struct screen *screen, const struct flow *flow)
{
    (void)screen;
    return store_may_write(flow_store(flow), &party_type) ? NULL
                                                          : _("Your role may look at stakeholders, not link them.");
}

static const char *refuse_pair(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return selected(duplicates_of_const(screen)) ? NULL : _("There is no pair to look at.");
}

static const char *refuse_all(const struct screen *screen, const struct flow *flow)
{
    const char *why = refuse_write(screen, flow);

    return why ? why : likely(duplicates_of_const(screen)) > 0 ? NULL : _("No pair is that likely: look at each.");
}

static void run_look(struct screen *screen, struct flow *flow)
{
    open_pair(duplicates_of_screen(screen), flow);
}

static void run_all(struct screen *screen, struct flow *flow)
{
    size_t count = likely(duplicates_of_screen(screen));
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'y' };

    text_cut_into(dialog.title, sizeof dialog.title, _("Link all that are very likely the same?"));
    text_print_into(dialog.text, sizeof dialog.text,
                    ngettext("This is %zu pair of at least %d. Read it first: that they look alike does not make them "
                             "one. Ctrl-Z takes it back.",
                             "These are %zu pairs of at least %d. Read them first: that they look alike does not make "
                             "them one. Ctrl-Z takes all of it back.",
                             count),
                    count, DUPLICATE_LIKELY);
    text_cut_into(dialog.yes_label, sizeof dialog.yes_label, _("Link them"));
    flow_ask(flow, &dialog, ASKED_ALL);
}

static void link_all(struct duplicates *duplicates, struct flow *flow)
{
    struct saved saved = { 0 };
    struct why why = { 0 };
    size_t linked = 0;

    if (duplicate_link_all(flow_store(flow), &duplicates->pairs, DUPLICATE_LIKELY, &linked, &saved, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    flow_toast(flow, STYLE_GOOD,
               ngettext("%zu linked. Ctrl-Z takes it apart.", "%zu linked. Ctrl-Z takes them apart.", linked), linked);
    flow_refresh(flow);
}

static void run_linked(struct screen *screen, struct flow *flow)
{
    (void)screen;
    flow_push(flow, linked_screen_new(0), 0);
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct duplicates *duplicates = duplicates_of_screen(screen);
    struct why why = { 0 };

    if (answer->question == ASKED_ALL && answer->dialog == DIALOG_YES)
        link_all(duplicates, flow);
    if (answer->question != ASKED_PAIR || !answer->text || !answer->text[0])
        return;
    /* After a lock it is looked for anew, and the officer chooses where to go on. */
    if (go_on(duplicates, flow, answer->text)) {
        why_set(&why, E_MEMORY, "%s", err_text(E_MEMORY));
        flow_refuse(flow, &why);
    }
}

static const struct action actions[] = {
    { .id = "duplicates.look",
      .keys = { PRESS_FUNCTION(2), 'l' },
      .label = N_("Look"),
      .help = N_("Both records side by side, with the reasons: decide whether they are one."),
      .run = run_look,
      .refuses = refuse_pair,
      .bar = true },
    { .id = "duplicates.all",
      .keys = { PRESS_FUNCTION(8), 'a' },
      .label = N_("Link likely ones"),
      .help = N_("Link every pair that is very likely the same, in one save."),
      .run = run_all,
      .writes = true,
      .refuses = refuse_all,
      .bar = true },
    { .id = "duplicates.linked",
      .keys = { PRESS_FUNCTION(6), 'k' },
      .label = N_("Linked ones"),
      .help = N_("Those that were linked, to take one apart again."),
      .run = run_linked,
      .bar = true },
};

/* --- drawing --- */
static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    (void)flow;
    table_draw(&duplicates_of_const(screen)->table, grid, true);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Duplicates")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct duplicate_pairs *pairs = &duplicates_of_const(screen)->pairs;

    if (duplicates_of_const(screen)->is_done &&
        buf_printf(out, _("%zu of %zu stakeholders"), pairs->in_all, pairs->records))
        buf_clear(out);
}

/* Why the selected pair stands here. */
static void hint(const struct screen *screen, struct buf *out)
{
    const struct duplicate_pair *pair = selected(duplicates_of_const(screen));

    if (pair && pair->reason_count > 0 && duplicate_reason_say(&pair->reasons[0], out))
        buf_clear(out);
}

static void close_duplicates(struct screen *screen)
{
    let_go(duplicates_of_screen(screen));
    table_release(&duplicates_of_screen(screen)->table);
    free(screen);
}

static const struct screen_kind duplicates_kind = {
    .name = "duplicates",
    .purpose =
        N_("Stakeholders that may be on the map twice, the likeliest pair first. From 85 on they are very likely "
           "one. Nothing is lost when two are linked: one is kept in use, the other is archived and stands for "
           "it, with all that hangs on it."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = open_duplicates,
    .suspend = suspend,
    .resume = look,
    .refresh = look,
    .handle = handle,
    .answered = answered,
    .work = work,
    .resized = place,
    .draw = draw,
    .close = close_duplicates,
    .title = title,
    .status = status,
    .hint = hint,
};

struct screen *duplicates_screen_new(void)
{
    return screen_alloc(sizeof(struct duplicates), &duplicates_kind);
}
