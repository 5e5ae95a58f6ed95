/*
 * A round of mapping: what it is about, how far it has come, and the ways on: its questions, verifying a few
 * stakeholders a day, what was answered, the pictures that show what is missing. Everything is worked out from the
 * records, so leaving and coming back goes on where it was.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mapping_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/picture/picture.h"
#include "townkeep/screens/screens.h"
#include "townkeep/ui/menu.h"

enum { LABEL_WIDTH = 14, BAR_WIDTH = 24, HEAD_ROWS = 4, PROGRESS_ROWS = 4, MENU_WIDTH = 60, LINE_SIZE = 400 };
enum question { ASKED_FINISH = 1, ASKED_NEW };
enum way { WAY_QUESTIONS, WAY_VERIFY, WAY_ANSWERS, WAY_QUALITY, WAY_COVERAGE, WAY_REACH, WAY_ROUNDS };

struct rounding {
    struct screen screen;
    int64_t wanted; /* 0: the running round */
    struct round round;
    bool is_there; /* `round` is loaded */
    struct menu menu;
    char head[LINE_SIZE], scope[LINE_SIZE];
};

static struct rounding *rounding_of(struct screen *screen)
{
    return (struct rounding *)screen;
}

static const struct rounding *rounding_of_const(const struct screen *screen)
{
    return (const struct rounding *)screen;
}

/* --- shared with the other screens of a round --- */
void mapping_progress_draw(struct grid *grid, struct area row, const char *label, size_t done, size_t of,
                           const char *note)
{
    int x = row.x + LABEL_WIDTH, used;
    char words[80];

    draw_text(grid, row.x, row.y, LABEL_WIDTH - 1, STYLE_DIM, label);
    draw_text(grid, x, row.y, 1, STYLE_LINE, "[");
    draw_bar(grid, x + 1, row.y, BAR_WIDTH, STYLE_GOOD, (double)done, (double)(of ? of : 1));
    draw_text(grid, x + 1 + BAR_WIDTH, row.y, 1, STYLE_LINE, "]");
    x += BAR_WIDTH + 3;
    text_print_into(words, sizeof words, _("%zu of %zu"), done, of);
    used = draw_text(grid, x, row.y, row.x + row.width - x, STYLE_STRONG, words);
    draw_text(grid, x + used + 2, row.y, row.x + row.width - x - used - 2, STYLE_DIM, note);
}

const char *mapping_refuse(const struct flow *flow, const struct round *round)
{
    if (!store_may_write(flow_store(flow), &mapping_answer_type))
        return _("Your role may look at the round, not work in it.");
    if (round->record.type && strcmp(record_text(&round->record, "status"), "finished") == 0)
        return _("This round is finished; it stays as it was.");
    return store_read_only(flow_store(flow));
}

/* --- loading --- */
static void add_way(struct rounding *rounding, enum way way, const char *label, const char *detail, long count)
{
    menu_add(&rounding->menu, &(struct menu_item){ .digit = (char)('1' + rounding->menu.count),
                                                   .label = label,
                                                   .detail = detail,
                                                   .count = count,
                                                   .what = way });
}

static void add_ways(struct rounding *rounding)
{
    const struct round *round = &rounding->round;
    int selected = rounding->menu.selected;

    rounding->menu.count = 0;
    if (rounding->is_there) {
        add_way(rounding, WAY_QUESTIONS, _("Questions of the round"),
                _("What is missing, one question after another; each answer is kept at once."), (long)round->open);
        add_way(rounding, WAY_VERIFY, _("Verify today's stakeholders"),
                _("Those nobody looked at for longest: still right, changed, or closed?"), (long)round->queue_count);
        add_way(rounding, WAY_ANSWERS, _("Answers so far"), _("What was answered in this round, and by whom."),
                (long)round->progress.answered);
    }
    add_way(rounding, WAY_QUALITY, _("Quality of the map"), _("What is old, missing, or seen by one officer alone."),
            -1);
    add_way(rounding, WAY_COVERAGE, _("Coverage"), _("Who works on what, in which part of town."), -1);
    add_way(rounding, WAY_REACH, _("Trust and reach"), _("Who can reach a group, and is trusted by both."), -1);
    add_way(rounding, WAY_ROUNDS, _("All rounds"), _("Earlier ones and those that are planned."), -1);
    rounding->menu.selected = selected < rounding->menu.count ? selected : 0;
}

static enum err show_field(struct store *store, const struct record *record, const char *key, const char *otherwise,
                           struct buf *out)
{
    size_t before = out->len;
    enum err e = store_show_value(store, record, field_find(record->type, key), out);

    return e || out->len > before ? e : buf_add_str(out, otherwise);
}

static enum err describe(struct rounding *rounding, struct store *store, struct why *why)
{
    const struct record *record = &rounding->round.record;
    struct buf head = { 0 }, scope = { 0 };
    enum err e;

    if ((e = buf_printf(&head, _("Begun %s · "), record_text(record, "opened_on"))) ||
        (e = show_field(store, record, "status", "", &head)) || (e = buf_add_str(&head, " · ")) ||
        (e = show_field(store, record, "lead", _("nobody leads it"), &head)) ||
        (e = show_field(store, record, "sectors", _("all sectors"), &scope)) || (e = buf_add_str(&scope, " · ")) ||
        (e = show_field(store, record, "places", _("the whole city"), &scope)) ||
        (e = buf_add_str(&scope, _(" · hard to reach: "))) ||
        (e = show_field(store, record, "audience", _("nobody named"), &scope)))
        why_set(why, e, "%s", err_text(e));
    text_cut_into(rounding->head, sizeof rounding->head, buf_text(&head));
    text_cut_into(rounding->scope, sizeof rounding->scope, buf_text(&scope));
    buf_release(&head);
    buf_release(&scope);
    return e;
}

static void place(struct screen *screen, struct flow *flow)
{
    struct rounding *rounding = rounding_of(screen);
    struct area body = screen->body;
    int above = rounding->is_there ? HEAD_ROWS + PROGRESS_ROWS + 1 : PROGRESS_ROWS + 1;

    (void)flow;
    menu_place(&rounding->menu,
               (struct area){ body.x + 1, body.y + above, body.width - 2 < MENU_WIDTH ? body.width - 2 : MENU_WIDTH,
                              body.height - above - 2 });
}

static void let_go(struct rounding *rounding)
{
    round_release(&rounding->round);
    rounding->is_there = false;
    wipe(rounding->head, sizeof rounding->head);
    wipe(rounding->scope, sizeof rounding->scope);
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct rounding *rounding = rounding_of(screen);
    enum err e;

    let_go(rounding);
    e = round_load(flow_store(flow), rounding->wanted, &rounding->round, why);
    rounding->is_there = e == OK;
    if (e == E_NOT_FOUND && rounding->wanted == 0)
        e = OK;
    if (!e && rounding->is_there)
        e = describe(rounding, flow_store(flow), why);
    add_ways(rounding);
    place(screen, flow);
    return e;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    let_go(rounding_of(screen));
}

/* --- ways on --- */
static void open_answers(struct rounding *rounding, struct flow *flow)
{
    char filter[64];

    snprintf(filter, sizeof filter, "round=%lld", (long long)rounding->round.record.id);
    flow_push(flow, list_screen_new_filtered(&mapping_answer_type, filter), 0);
}

static void choose(struct rounding *rounding, struct flow *flow)
{
    int64_t id = rounding->round.record.id;

    switch ((enum way)menu_selected(&rounding->menu)->what) {
    case WAY_QUESTIONS:
        flow_push(flow, mapping_questions_screen_new(id), 0);
        break;
    case WAY_VERIFY:
        flow_push(flow, mapping_verify_screen_new(id), 0);
        break;
    case WAY_ANSWERS:
        open_answers(rounding, flow);
        break;
    case WAY_QUALITY:
        flow_push(flow, picture_screen_new(picture_find("quality"), NULL), 0);
        break;
    case WAY_COVERAGE:
        flow_push(flow, picture_screen_new(picture_find("coverage"), NULL), 0);
        break;
    case WAY_REACH:
        flow_push(flow, picture_screen_new(picture_find("reach"), NULL), 0);
        break;
    case WAY_ROUNDS:
        flow_push(flow, list_screen_new(&mapping_round_type), 0);
        break;
    }
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    enum menu_result result = menu_handle(&rounding_of(screen)->menu, event);

    if (result == MENU_CHOSEN)
        choose(rounding_of(screen), flow);
    return result != MENU_IGNORED;
}

/* --- actions --- */
static const char *refuse_new(const struct screen *screen, const struct flow *flow)
{
    const struct rounding *rounding = rounding_of_const(screen);

    if (!store_may_write(flow_store(flow), &mapping_round_type))
        return _("Your role may look at the round, not work in it.");
    return rounding->is_there && rounding->round.is_running ? _("This round is running: finish it first (F8).") : NULL;
}

static const char *refuse_edit(const struct screen *screen, const struct flow *flow)
{
    if (!rounding_of_const(screen)->is_there)
        return _("There is no round yet. F2 starts one.");
    return store_may_write(flow_store(flow), &mapping_round_type)
               ? NULL
               : _("Your role may look at the round, not work in it.");
}

static const char *refuse_finish(const struct screen *screen, const struct flow *flow)
{
    const char *why = refuse_edit(screen, flow);

    if (why)
        return why;
    return rounding_of_const(screen)->round.is_running ? NULL : _("This round is not running.");
}

static void run_new(struct screen *screen, struct flow *flow)
{
    char fields[160], day[DATE_TEXT_SIZE];

    (void)screen;
    date_format(clock_today(), day);
    text_print_into(fields, sizeof fields, _("title=Mapping round of %.7s"), day);
    flow_push(flow, form_screen_new_with(&mapping_round_type, fields), ASKED_NEW);
}

static void run_edit(struct screen *screen, struct flow *flow)
{
    flow_push(flow, form_screen_new(&mapping_round_type, rounding_of(screen)->round.record.id), 0);
}

static void run_finish(struct screen *screen, struct flow *flow)
{
    const struct round *round = &rounding_of(screen)->round;
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'y' };

    snprintf(dialog.title, sizeof dialog.title, "%s", _("Finish the round"));
    snprintf(dialog.text, sizeof dialog.text,
             _("%zu of %zu stakeholders were verified, %zu questions are open. What was answered stays. Movement is "
               "counted from the next round on."),
             round->progress.verified, round->progress.parties, round->open);
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Finish it"));
    flow_ask(flow, &dialog, ASKED_FINISH);
}

static enum err finish(struct rounding *rounding, struct store *store, struct why *why)
{
    struct record record = { 0 };
    enum err e = record_copy(&record, &rounding->round.record);

    if (e || (e = value_set_text(record_value(&record, "status"), "finished")) ||
        (e = value_set_day(record_value(&record, "closed_on"), clock_today())))
        why_set(why, e, "%s", err_text(e));
    else
        e = store_put(store, &record, NULL, NULL, why);
    record_release(&record);
    return e;
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct rounding *rounding = rounding_of(screen);
    struct why why = { 0 };

    if (answer->question == ASKED_NEW && answer->id != 0) {
        rounding->wanted = answer->id;
    } else if (answer->question == ASKED_FINISH && answer->dialog == DIALOG_YES) {
        rounding->wanted = rounding->round.record.id;
        if (finish(rounding, flow_store(flow), &why))
            flow_refuse(flow, &why);
        else
            flow_toast(flow, STYLE_GOOD, "%s", _("The round is finished. Ctrl-Z opens it again."));
    }
    flow_refresh(flow);
}

static const struct action actions[] = {
    { .id = "mapping.new",
      .keys = { PRESS_FUNCTION(2), 'n' },
      .label = N_("New round"),
      .help = N_("Start a round of mapping: what it looks at, where, and for which groups."),
      .run = run_new,
      .refuses = refuse_new,
      .writes = true,
      .bar = true },
    { .id = "mapping.edit",
      .keys = { PRESS_FUNCTION(4), 'e' },
      .label = N_("Edit"),
      .help = N_("Change what the round is about."),
      .run = run_edit,
      .refuses = refuse_edit,
      .writes = true,
      .bar = true },
    { .id = "mapping.finish",
      .keys = { PRESS_FUNCTION(8), 'f' },
      .label = N_("Finish"),
      .help = N_("Close the round; what was answered in it stays."),
      .run = run_finish,
      .refuses = refuse_finish,
      .writes = true,
      .bar = true },
};

/* --- drawing --- */
static void draw_progress(const struct rounding *rounding, struct grid *grid, int y)
{
    const struct round_progress *progress = &rounding->round.progress;
    struct area row = { rounding->screen.body.x + 1, y, rounding->screen.body.width - 2, 1 };
    char note[120] = "";

    if (rounding->round.is_running)
        text_print_into(note, sizeof note, _("today %zu of %zu"), progress->today, progress->daily);
    mapping_progress_draw(grid, row, _("Verified"), progress->verified, progress->parties, note);
    row.y++;
    mapping_progress_draw(grid, row, _("Assessed"), progress->assessed, progress->parties, "");
    row.y++;
    note[0] = '\0';
    if (progress->asked)
        text_print_into(note, sizeof note,
                        ngettext("%zu waits for an answer", "%zu wait for an answer", progress->asked),
                        progress->asked);
    mapping_progress_draw(grid, row, _("Answered"), progress->answered, progress->questions, note);
}

static void draw_none(const struct rounding *rounding, struct grid *grid)
{
    struct area body = rounding->screen.body;

    draw_wrapped(grid, (struct area){ body.x + 1, body.y, body.width - 2, PROGRESS_ROWS }, 0, STYLE_TEXT,
                 _("No round of mapping is running. A round asks, one question after another, who is missing on the "
                   "map: sectors, places, levels, groups that are hard to reach. And it lets you make sure of a few "
                   "stakeholders a day. F2 starts one."));
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct rounding *rounding = rounding_of_const(screen);
    const struct menu_item *item = menu_selected(&rounding->menu);
    struct area body = screen->body;

    (void)flow;
    if (rounding->is_there) {
        draw_text(grid, body.x + 1, body.y, body.width - 2, STYLE_STRONG, rounding->head);
        draw_wrapped(grid, (struct area){ body.x + 1, body.y + 1, body.width - 2, HEAD_ROWS - 2 }, 0, STYLE_TEXT,
                     rounding->scope);
        draw_progress(rounding, grid, body.y + HEAD_ROWS);
    } else {
        draw_none(rounding, grid);
    }
    menu_draw(&rounding->menu, grid, true);
    if (item && item->detail)
        draw_text(grid, body.x + 1, body.y + body.height - 1, body.width - 2, STYLE_DIM, item->detail);
}

static void title(const struct screen *screen, struct buf *out)
{
    const struct rounding *rounding = rounding_of_const(screen);

    if (buf_add_str(out, rounding->is_there ? record_text(&rounding->round.record, "title") : _("Mapping round")))
        buf_clear(out);
}

static void close_round(struct screen *screen)
{
    let_go(rounding_of(screen));
    free(screen);
}

static const struct screen_kind kind = {
    .name = "mapping_round",
    .purpose = N_("A round of mapping: what it still asks, who is to be verified, and how far it has come."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = load,
    .suspend = suspend,
    .resume = load,
    .refresh = load,
    .resized = place,
    .handle = handle,
    .answered = answered,
    .draw = draw,
    .close = close_round,
    .title = title,
};

struct screen *mapping_round_screen_new(int64_t round)
{
    struct rounding *rounding = screen_alloc(sizeof *rounding, &kind);

    if (rounding)
        rounding->wanted = round;
    return rounding ? &rounding->screen : NULL;
}
