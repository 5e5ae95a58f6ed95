/*
 * A person asks what is kept about them: how long there is, the passages that speak of others with what was decided
 * about each, and what comes next. A data-protection reviewer, for whom casework stays closed, sees how much there is
 * and signs; the papers then leave as a numbered sealed file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/text.h"
#include "townkeep/domain/access_bundle.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/clocks.h"
#include "townkeep/domain/document.h"
#include "townkeep/screens/screens.h"
#include "townkeep/ui/table.h"

enum { HEAD_HEIGHT = 4, PANE_HEIGHT = 6 };
enum { COLUMN_FIELD, COLUMN_RECORD, COLUMN_CHOICE, COLUMNS };
enum question { ASKED_WORDS = 1, ASKED_SIGN };

struct access_screen {
    struct screen screen;
    int64_t id;
    struct record request;
    struct access_bundle bundle; /* nothing in it while casework is closed */
    char due[160];
    char closed[WHY_TEXT_SIZE]; /* why there are no passages; "" there are */
    bool all;                   /* also passages that speak of nobody else */
    bool changed;               /* decided about and not kept yet */
    struct table table;         /* ids: place of the passage and one */
    struct page text;           /* of the selected one */
};

static struct access_screen *access_of(struct screen *screen)
{
    return (struct access_screen *)screen;
}

static const struct access_screen *access_of_const(const struct screen *screen)
{
    return (const struct access_screen *)screen;
}

static const struct table_column columns[COLUMNS] = {
    [COLUMN_FIELD] = { .label = N_("Passage"), .width = 24, .field = -1 },
    [COLUMN_RECORD] = { .label = N_("Stands in"), .width = 24, .field = -1 },
    [COLUMN_CHOICE] = { .label = N_("Decided"), .width = 16, .field = -1 },
};

static struct passage *selected(struct access_screen *access)
{
    int64_t id = table_selected_id(&access->table);

    return id > 0 && (size_t)id <= access->bundle.count ? &access->bundle.passages[id - 1] : NULL;
}

/* --- rows --- */
static const char *choice_words(const struct passage *passage)
{
    switch (passage->choice) {
    case PASSAGE_KEPT:
        return _("kept");
    case PASSAGE_CUT:
        return _("blacked out");
    case PASSAGE_OUT:
        return _("left out");
    case PASSAGE_UNDECIDED:
        break;
    }
    return _("to be decided");
}

static enum err add_row(struct access_screen *access, size_t at)
{
    const struct passage *passage = &access->bundle.passages[at];
    struct table_row row = { .id = (int64_t)at + 1,
                             .style = passage->choice == PASSAGE_UNDECIDED ? STYLE_WARN : STYLE_TEXT };

    row.cells[COLUMN_FIELD] = _(passage->type->fields[passage->field].label);
    row.cells[COLUMN_RECORD] = _(passage->type->label);
    row.cells[COLUMN_CHOICE] = choice_words(passage);
    return table_add(&access->table, TABLE_AFTER, &row);
}

static enum err fill_text(struct access_screen *access)
{
    const struct passage *passage = selected(access);
    struct area area = access->text.area;
    struct buf shown = { 0 };
    enum err e = OK;

    page_release(&access->text);
    page_place(&access->text, area);
    if (!passage)
        return OK;
    if (passage->third)
        e = page_add(&access->text, STYLE_DIM, 0, _(passage->third));
    if (!e && !(e = passage_show(passage, &shown)))
        e = page_add_lines(&access->text, STYLE_TEXT, 0,
                           passage->choice == PASSAGE_OUT ? passage->text : buf_text(&shown));
    buf_wipe(&shown);
    return e;
}

static enum err fill_rows(struct access_screen *access)
{
    int64_t kept = table_selected_id(&access->table);
    enum err e = OK;

    table_clear(&access->table);
    for (size_t i = 0; i < access->bundle.count && !e; i++) {
        const struct passage *passage = &access->bundle.passages[i];

        if (access->all || passage->third || passage->must_go || passage->choice != PASSAGE_KEPT)
            e = add_row(access, i);
    }
    table_select(&access->table, kept);
    return e ? e : fill_text(access);
}

/* --- loading --- */
static void place(struct access_screen *access)
{
    struct area body = access->screen.body;
    int top = HEAD_HEIGHT, rows = body.height - HEAD_HEIGHT - PANE_HEIGHT - 1;

    table_place(&access->table, (struct area){ body.x, body.y + top, body.width, rows });
    page_place(&access->text, (struct area){ body.x, body.y + top + rows + 1, body.width, PANE_HEIGHT });
}

static void let_go(struct access_screen *access)
{
    table_clear(&access->table);
    page_release(&access->text);
    access_bundle_release(&access->bundle);
    record_release(&access->request);
    access->changed = false;
}

/* What was decided since, before it would be lost. */
static void keep(struct access_screen *access, struct flow *flow)
{
    struct why why = { 0 };

    if (!access->changed)
        return;
    access->changed = false;
    if (access_bundle_keep(flow_store(flow), &access->bundle, &why))
        flow_refuse(flow, &why);
}

static enum err fill_due(struct access_screen *access, struct flow *flow, struct why *why)
{
    struct clock_limits limits;
    char day[DATE_TEXT_SIZE];
    struct date due;
    enum err e = clock_limits_load(flow_store(flow), &limits, why);

    access->due[0] = '\0';
    if (e || record_has(&access->request, "answered_on"))
        return e;
    if (!access_request_ends(&access->request, &limits, store_calendar(flow_store(flow)), &due)) {
        text_cut_into(access->due, sizeof access->due, _("The clock stands still until it is known who asks."));
        return OK;
    }
    date_format(due, day);
    text_print_into(access->due, sizeof access->due, _("To be answered by %s."), day);
    return OK;
}

/* Without the passages where they cannot be opened; the screen says why. */
static enum err fill_bundle(struct access_screen *access, struct flow *flow, struct why *why)
{
    struct why reason = { 0 };
    enum err e;

    access->closed[0] = '\0';
    if (record_has(&access->request, "answered_on"))
        text_cut_into(access->closed, sizeof access->closed,
                      _("It is answered. The copy that was given out stands in "
                        "the case."));
    else if ((e = access_bundle_load(flow_store(flow), access->id, &access->bundle, &reason)) == E_PERMISSION ||
             e == E_INVALID)
        text_cut_into(access->closed, sizeof access->closed, why_text(&reason));
    else if (e)
        return why_set(why, e, "%s", why_text(&reason));
    return OK;
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct access_screen *access = access_of(screen);
    enum err e;

    keep(access, flow);
    let_go(access);
    place(access);
    if ((e = store_load(flow_store(flow), &access_request_type, access->id, &access->request, why)) ||
        (e = fill_due(access, flow, why)) || (e = fill_bundle(access, flow, why)))
        return e;
    return (e = fill_rows(access)) ? why_set(why, e, "%s", err_text(e)) : OK;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    keep(access_of(screen), flow);
    let_go(access_of(screen));
}

/* --- events --- */
static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct access_screen *access = access_of(screen);

    if (event->kind != EVENT_KEY ||
        (event->key != PRESS_UP && event->key != PRESS_DOWN && event->key != PRESS_HOME && event->key != PRESS_END &&
         event->key != PRESS_PAGE_UP && event->key != PRESS_PAGE_DOWN))
        return false; /* letters are actions here */
    if (table_handle(&access->table, event) == TABLE_IGNORED)
        return false;
    if (fill_text(access))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
    return true;
}

static bool leave(struct screen *screen, struct flow *flow)
{
    keep(access_of(screen), flow);
    return true;
}

/* --- deciding --- */
static const char *refuse_choice(const struct screen *screen, const struct flow *flow)
{
    const struct access_screen *access = access_of_const(screen);
    int64_t handler = access->request.type ? record_number(&access->request, "handler") : 0;

    if (access->closed[0])
        return access->closed;
    if (handler != 0 && handler != store_officer_id(flow_store(flow)))
        return _("Another officer handles this request. Let them, or take it over: F4.");
    return table_selected_id(&access->table) ? NULL : _("Choose a passage first.");
}

/* The next passage is at hand once one is decided. */
static void decided(struct access_screen *access, struct flow *flow, enum err e, const struct why *why)
{
    if (e) {
        flow_refuse(flow, why);
        return;
    }
    access->changed = true;
    if (fill_rows(access))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
    table_step(&access->table, 1);
    if (fill_text(access))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
}

static void choose(struct access_screen *access, struct flow *flow, enum passage_choice choice)
{
    struct passage *passage = selected(access);
    struct why why = { 0 };

    if (passage)
        decided(access, flow, passage_choose(passage, choice, &why), &why);
}

static void run_keep(struct screen *screen, struct flow *flow)
{
    choose(access_of(screen), flow, PASSAGE_KEPT);
}

static void run_out(struct screen *screen, struct flow *flow)
{
    choose(access_of(screen), flow, PASSAGE_OUT);
}

static void run_black(struct screen *screen, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_PROMPT };

    (void)screen;
    snprintf(dialog.title, sizeof dialog.title, "%s", _("Black out"));
    snprintf(dialog.text, sizeof dialog.text, "%s",
             _("Which words of this passage? Exactly as they are written; a bar stands in their place then."));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Black out"));
    flow_ask(flow, &dialog, ASKED_WORDS);
}

static void run_all(struct screen *screen, struct flow *flow)
{
    struct access_screen *access = access_of(screen);

    access->all = !access->all;
    if (fill_rows(access))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
}

/* --- putting together, signing, giving out --- */
static void run_finish(struct screen *screen, struct flow *flow)
{
    struct access_screen *access = access_of(screen);
    struct why why = { 0 };

    if (access_bundle_finish(flow_store(flow), &access->bundle, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    access->changed = false;
    flow_toast(flow, STYLE_GOOD, "%s", _("Put together. A data-protection reviewer signs it now."));
    flow_refresh(flow);
}

static const char *refuse_finish(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return access_of_const(screen)->closed[0] ? access_of_const(screen)->closed : NULL;
}

static void run_sign(struct screen *screen, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 's' };

    (void)screen;
    snprintf(dialog.title, sizeof dialog.title, "%s", _("Sign these papers?"));
    snprintf(
        dialog.text, sizeof dialog.text, "%s",
        _("You say that everything kept about the person is in them, and that what is left out speaks of others."));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Sign"));
    flow_ask(flow, &dialog, ASKED_SIGN);
}

static const char *refuse_sign(const struct screen *screen, const struct flow *flow)
{
    const struct record *request = &access_of_const(screen)->request;

    if (!(store_roles(flow_store(flow)) & ROLE_REVIEWER))
        return _("A data-protection reviewer signs what leaves.");
    if (!request->type || !record_has(request, "bundle_on"))
        return _("The papers are not put together yet.");
    return record_has(request, "signed_on") ? _("These papers are signed already.") : NULL;
}

static void sign(struct access_screen *access, struct flow *flow)
{
    struct why why = { 0 };

    if (access_request_sign(flow_store(flow), access->id, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    flow_toast(flow, STYLE_GOOD, "%s", _("Signed. The officer who handles it gives the papers out."));
    flow_refresh(flow);
}

static void run_give(struct screen *screen, struct flow *flow)
{
    flow_push(flow, document_screen_new(DOCUMENT_ACCESS, access_of(screen)->id), 0);
}

static const char *refuse_give(const struct screen *screen, const struct flow *flow)
{
    const struct access_screen *access = access_of_const(screen);

    (void)flow;
    if (access->closed[0])
        return access->closed;
    return access->request.type && record_has(&access->request, "signed_on") && !access->changed
               ? NULL
               : _("The papers leave once they are put together and signed.");
}

static void run_edit(struct screen *screen, struct flow *flow)
{
    keep(access_of(screen), flow);
    flow_push(flow, form_screen_new(&access_request_type, access_of(screen)->id), 0);
}

static void run_history(struct screen *screen, struct flow *flow)
{
    flow_push(flow, history_screen_new(&access_request_type, access_of(screen)->id), 0);
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct access_screen *access = access_of(screen);
    struct passage *passage = selected(access);
    struct why why = { 0 };

    if (answer->question == ASKED_SIGN && answer->dialog == DIALOG_YES)
        sign(access, flow);
    else if (answer->question == ASKED_WORDS && answer->dialog == DIALOG_YES && passage)
        decided(access, flow, passage_black_out(passage, answer->text, &why), &why);
}

static const struct action actions[] = {
    { .id = "access.finish",
      .keys = { PRESS_FUNCTION(2), 'd' },
      .label = N_("Put together"),
      .help = N_("Put the papers together as they are decided now, to be signed."),
      .run = run_finish,
      .writes = true,
      .refuses = refuse_finish,
      .bar = true },
    { .id = "access.sign",
      .keys = { PRESS_FUNCTION(3), 's' },
      .label = N_("Sign"),
      .help = N_("Sign the papers, as a data-protection reviewer who does not handle the request."),
      .run = run_sign,
      .writes = true,
      .refuses = refuse_sign,
      .bar = true },
    { .id = "access.edit",
      .keys = { PRESS_FUNCTION(4), 'e' },
      .label = N_("Edit"),
      .help = N_("Who asks, whether that is known, who handles it, and how it was answered."),
      .run = run_edit,
      .writes = true,
      .bar = true },
    { .id = "access.keep",
      .keys = { 'k' },
      .label = N_("Keep"),
      .help = N_("The passage stays as it is written."),
      .run = run_keep,
      .writes = true,
      .refuses = refuse_choice,
      .bar = true },
    { .id = "access.out",
      .keys = { 'x' },
      .label = N_("Leave out"),
      .help = N_("The passage is left out as a whole; that something was left out is said."),
      .run = run_out,
      .writes = true,
      .refuses = refuse_choice,
      .bar = true },
    { .id = "access.black",
      .keys = { 'b' },
      .label = N_("Black out"),
      .help = N_("Some words of the passage are blacked out."),
      .run = run_black,
      .writes = true,
      .refuses = refuse_choice },
    { .id = "access.give",
      .keys = { PRESS_FUNCTION(8), 'g' },
      .label = N_("Give out"),
      .help = N_("The papers as a numbered sealed file, once they are signed."),
      .run = run_give,
      .writes = true,
      .refuses = refuse_give,
      .bar = true },
    { .id = "access.all",
      .keys = { 'a' },
      .label = N_("All passages"),
      .help = N_("Show also the passages that speak of nobody else, or only those that do."),
      .run = run_all },
    { .id = "access.history",
      .keys = { PRESS_FUNCTION(6), 'h' },
      .label = N_("History"),
      .help = N_("Who did what with this request."),
      .run = run_history },
};

/* --- drawing --- */
static void draw_head(const struct access_screen *access, struct grid *grid)
{
    struct area body = access->screen.body;
    size_t left = access_bundle_left(&access->bundle);

    draw_text(grid, body.x, body.y, body.width, STYLE_STRONG, access->due);
    if (!access->request.type)
        return;
    draw_text(grid, body.x, body.y + 1, body.width, STYLE_TEXT, record_text(&access->request, "counts"));
    if (!access->closed[0] && left == 0)
        draw_text(grid, body.x, body.y + 2, body.width, STYLE_GOOD,
                  _("All passages that speak of others are decided."));
    else if (!access->closed[0])
        draw_printf(grid, body.x, body.y + 2, body.width, STYLE_WARN,
                    ngettext("%zu passage that speaks of others is to be decided.",
                             "%zu passages that speak of others are to be decided.", left),
                    left);
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct access_screen *access = access_of_const(screen);
    struct area body = screen->body;

    (void)flow;
    draw_head(access, grid);
    draw_rule(grid, body.x, body.y + HEAD_HEIGHT - 1, body.width);
    if (access->closed[0]) {
        draw_wrapped(grid, (struct area){ body.x, body.y + HEAD_HEIGHT, body.width, body.height - HEAD_HEIGHT }, 0,
                     STYLE_DIM, access->closed);
        return;
    }
    table_draw(&access->table, grid, true);
    draw_rule(grid, body.x, access->text.area.y - 1, body.width);
    page_draw(&access->text, grid);
}

static void title(const struct screen *screen, struct buf *out)
{
    const struct record *request = &access_of_const(screen)->request;

    if (buf_add_str(out, request->type ? record_text(request, "reference") : _("Request for access")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct record *request = &access_of_const(screen)->request;

    if (request->type && buf_add_str(out, record_has(request, "answered_on") ? _("answered")
                                          : record_has(request, "signed_on") ? _("signed, to be given out")
                                          : record_has(request, "bundle_on") ? _("to be signed")
                                                                             : _("to be put together")))
        buf_clear(out);
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    place(access_of(screen));
}

static bool is_casework(const struct screen *screen)
{
    (void)screen;
    return true;
}

static void close_access(struct screen *screen)
{
    let_go(access_of(screen));
    table_release(&access_of(screen)->table);
    free(screen);
}

static const struct screen_kind access_kind = {
    .name = "access_request",
    .purpose = N_("A person asks what is kept about them. Each passage that speaks of somebody else is kept, blacked "
                  "out or left out; then the papers are put together, signed by a reviewer, and given out."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = load,
    .suspend = suspend,
    .resume = load,
    .refresh = load,
    .handle = handle,
    .leave = leave,
    .answered = answered,
    .resized = resized,
    .draw = draw,
    .close = close_access,
    .title = title,
    .status = status,
    .is_casework = is_casework,
};

struct screen *access_request_screen_new(int64_t request)
{
    struct access_screen *access = screen_alloc(sizeof *access, &access_kind);

    if (!access)
        return NULL;
    access->id = request;
    for (int i = 0; i < COLUMNS; i++)
        access->table.columns[i] = columns[i];
    access->table.column_count = COLUMNS;
    access->table.sort_column = -1;
    access->table.empty = _("No passage speaks of anybody else.");
    return &access->screen;
}
