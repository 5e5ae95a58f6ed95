/*
 * The questions of a mapping round, one at a time, with what the map knows of each. A number answers; the answer is
 * kept at once and the next question comes. What is put off comes again behind all others. Coming back begins with the
 * first question that is open.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "form_part_in.h"
#include "mapping_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/standing.h"
#include "townkeep/screens/screens.h"
#include "townkeep/ui/menu.h"

enum { MENU_ROWS = 6, CANDIDATES_MOST = 5, MENU_WIDTH = 50 };
enum question { ASKED_ADDED = 1, ASKED_WRITTEN };
enum way { WAY_ADD, WAY_FOUND, WAY_NOBODY, WAY_ASKED, WAY_NOT_NEEDED, WAY_LATER };

struct asking {
    struct screen screen;
    int64_t id;
    struct round round;
    size_t at; /* of round.questions */
    struct menu menu;
    struct page page;
};

static struct asking *asking_of(struct screen *screen)
{
    return (struct asking *)screen;
}

static const struct asking *asking_of_const(const struct screen *screen)
{
    return (const struct asking *)screen;
}

static const struct round_question *question_of(const struct asking *asking)
{
    return asking->at < asking->round.count ? &asking->round.questions[asking->at] : NULL;
}

/* --- what stands on the page --- */
static enum err add_candidate(struct page *page, struct store *store, int64_t party, struct why *why)
{
    struct standing_word own;
    struct standing all;
    struct buf name = { 0 };
    char words[240], toward[64], back[64];
    enum err e = standing_beside(store, party, 0, clock_today(), &own, &all, why);

    if (e || (e = store_title(store, &party_type, party, &name)))
        goto done;
    text_print_into(words, sizeof words, _("%s · their trust %s, our trust %s"), buf_text(&name),
                    standing_show(&all.now[STANDING_TRUST_TOWARD_CITY], toward, sizeof toward),
                    standing_show(&all.now[STANDING_CITY_TRUST], back, sizeof back));
    e = page_add_marked(page, STYLE_ACCENT, MARK_BULLET, words);
done:
    buf_release(&name);
    return e;
}

static enum err fill_page(struct page *page, struct store *store, const struct round_question *question,
                          struct why *why)
{
    enum err e = page_add(page, STYLE_STRONG, 0, question->text);

    if (!e && question->known[0])
        e = page_add(page, STYLE_DIM, 0, question->known);
    for (size_t i = 0; i < question->candidate_count && i < CANDIDATES_MOST && !e; i++)
        e = add_candidate(page, store, question->candidates[i], why);
    if (!e && question->said[0])
        e = page_add(page, STYLE_GOOD, 0, question->said);
    return e;
}

static void place(struct screen *screen, struct flow *flow)
{
    struct asking *asking = asking_of(screen);
    struct area body = screen->body;

    (void)flow;
    page_place(&asking->page, (struct area){ body.x + 1, body.y + 2, body.width - 2, body.height - MENU_ROWS - 3 });
    menu_place(&asking->menu, (struct area){ body.x + 1, body.y + body.height - MENU_ROWS,
                                             body.width - 2 < MENU_WIDTH ? body.width - 2 : MENU_WIDTH, MENU_ROWS });
}

static enum err show(struct asking *asking, struct flow *flow, struct why *why)
{
    const struct round_question *question = question_of(asking);
    enum err e = OK;

    page_release(&asking->page);
    if (question)
        e = fill_page(&asking->page, flow_store(flow), question, why);
    place(&asking->screen, flow);
    return e;
}

/* --- loading --- */
static void add_ways(struct asking *asking)
{
    static const char *const labels[] = {
        [WAY_ADD] = N_("Add a stakeholder now"),         [WAY_FOUND] = N_("Somebody on the map already"),
        [WAY_NOBODY] = N_("We looked: there is nobody"), [WAY_ASKED] = N_("Somebody was asked"),
        [WAY_NOT_NEEDED] = N_("Not needed here"),        [WAY_LATER] = N_("Later"),
    };

    asking->menu.count = 0;
    for (int i = 0; i < ARRAY_COUNT(labels); i++)
        menu_add(&asking->menu,
                 &(struct menu_item){ .digit = (char)('1' + i), .label = _(labels[i]), .count = -1, .what = i });
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct asking *asking = asking_of(screen);
    enum err e;

    round_release(&asking->round);
    if ((e = round_load(flow_store(flow), asking->id, &asking->round, why)))
        return e;
    if (asking->at >= asking->round.count)
        asking->at = 0;
    add_ways(asking);
    return show(asking, flow, why);
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    round_release(&asking_of(screen)->round);
    page_release(&asking_of(screen)->page);
}

/* --- answering --- */
/* The answered question goes behind the open ones, so the next one stands in its place; one that was looked at again
 * stays where it is. */
static void go_on(struct asking *asking, struct flow *flow, bool was_open)
{
    struct why why = { 0 };

    if (load(&asking->screen, flow, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    if (was_open && asking->at >= asking->round.open)
        asking->at = 0;
    if (was_open && asking->round.open == 0)
        flow_toast(flow, STYLE_GOOD, "%s", _("Every question of the round is answered."));
    if (show(asking, flow, &why))
        flow_refuse(flow, &why);
}

static void answer_with(struct asking *asking, struct flow *flow, const char *kind, int64_t party)
{
    const struct round_question *question = question_of(asking);
    bool was_open = asking->at < asking->round.open;
    struct why why = { 0 };

    if (round_answer(flow_store(flow), &asking->round, question, kind, party, NULL, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    flow_toast(flow, STYLE_GOOD, "%s", _("Kept. Ctrl-Z takes it back."));
    go_on(asking, flow, was_open);
}

static void add_party(struct asking *asking, struct flow *flow)
{
    struct buf fields = { 0 };

    if (round_party_fields(question_of(asking), &fields))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
    else
        flow_push(flow, form_screen_new_with(&party_type, buf_text(&fields)), ASKED_ADDED);
    buf_release(&fields);
}

/* The question stays in sight while the answer is written. */
static enum err beside_answer(struct store *store, const struct record *answer, struct page *page, struct why *why)
{
    struct buf words = { 0 };
    enum err e = round_question_words(store, answer, &words, why);

    if (!e && !(e = page_add(page, STYLE_STRONG, 0, buf_text(&words))))
        e = page_add(page, STYLE_DIM, 0, _("Say who, and in the note how you know or what was said."));
    buf_release(&words);
    return e;
}

static void write_answer(struct asking *asking, struct flow *flow, const char *kind)
{
    static const char *const keys[] = { "party", "note" };
    const struct form_part part = { .keys = keys, .count = ARRAY_COUNT(keys), .beside = beside_answer };
    const struct round_question *question = question_of(asking);
    struct buf fields = { 0 };
    char today[DATE_TEXT_SIZE];

    if (!question)
        return;
    date_format(clock_today(), today);
    if (question->answer != 0 ? buf_printf(&fields, "answer=%s\non=%s", kind, today)
                              : round_answer_fields(&asking->round, question, kind, &fields))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
    else
        flow_push(flow, form_screen_new_part(&mapping_answer_type, question->answer, buf_text(&fields), &part),
                  ASKED_WRITTEN);
    buf_release(&fields);
}

static void choose(struct asking *asking, struct flow *flow)
{
    const char *why = mapping_refuse(flow, &asking->round);

    if (!why && !question_of(asking))
        why = _("This round has no question: the map has no gap it asks about.");
    if (why) {
        flow_refuse_text(flow, why);
        return;
    }
    switch ((enum way)menu_selected(&asking->menu)->what) {
    case WAY_ADD:
        add_party(asking, flow);
        break;
    case WAY_FOUND:
        write_answer(asking, flow, "found");
        break;
    case WAY_NOBODY:
        answer_with(asking, flow, "nobody", 0);
        break;
    case WAY_ASKED:
        write_answer(asking, flow, "asked");
        break;
    case WAY_NOT_NEEDED:
        answer_with(asking, flow, "not_needed", 0);
        break;
    case WAY_LATER:
        answer_with(asking, flow, "later", 0);
        break;
    }
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct asking *asking = asking_of(screen);
    bool was_open = asking->at < asking->round.open;

    if (answer->id == 0)
        return;
    if (answer->question == ASKED_ADDED)
        answer_with(asking, flow, "found", answer->id);
    else
        go_on(asking, flow, was_open);
}

/* --- events --- */
static void step(struct screen *screen, struct flow *flow, int by)
{
    struct asking *asking = asking_of(screen);
    size_t count = asking->round.count;
    struct why why = { 0 };

    if (count > 0)
        asking->at = (asking->at + count + (size_t)(by + (int)count)) % count;
    if (show(asking, flow, &why))
        flow_refuse(flow, &why);
}

static void run_next(struct screen *screen, struct flow *flow)
{
    step(screen, flow, 1);
}

static void run_previous(struct screen *screen, struct flow *flow)
{
    step(screen, flow, -1);
}

static void run_note(struct screen *screen, struct flow *flow)
{
    const struct round_question *question = question_of(asking_of(screen));

    if (question)
        flow_push(flow, form_screen_new(&mapping_answer_type, question->answer), ASKED_WRITTEN);
}

static const char *refuse_note(const struct screen *screen, const struct flow *flow)
{
    const struct round_question *question = question_of(asking_of_const(screen));
    const char *why = mapping_refuse(flow, &asking_of_const(screen)->round);

    return why ? why : question && question->answer ? NULL : _("Answer the question first.");
}

static const struct action actions[] = {
    { .id = "questions.next",
      .keys = { PRESS_RIGHT, PRESS_FUNCTION(6) },
      .label = N_("Next"),
      .help = N_("The next question, this one stays open."),
      .run = run_next,
      .bar = true },
    { .id = "questions.previous",
      .keys = { PRESS_LEFT },
      .label = N_("Previous"),
      .help = N_("The question before."),
      .run = run_previous,
      .bar = true },
    { .id = "questions.note",
      .keys = { PRESS_FUNCTION(4), 'e' },
      .label = N_("Edit answer"),
      .help = N_("The answer of this question with its note."),
      .run = run_note,
      .refuses = refuse_note,
      .writes = true,
      .bar = true },
};

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct asking *asking = asking_of(screen);
    enum menu_result result = menu_handle(&asking->menu, event);

    if (result == MENU_CHOSEN)
        choose(asking, flow);
    return result != MENU_IGNORED;
}

/* --- drawing --- */
static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct asking *asking = asking_of_const(screen);
    const struct round_progress *progress = &asking->round.progress;
    struct area body = screen->body;

    (void)flow;
    mapping_progress_draw(grid, (struct area){ body.x + 1, body.y, body.width - 2, 1 }, _("Answered"),
                          progress->answered, progress->questions, "");
    if (question_of(asking))
        page_draw(&asking->page, grid);
    else
        draw_wrapped(grid, (struct area){ body.x + 1, body.y + 2, body.width - 2, 4 }, 0, STYLE_TEXT,
                     _("This round has no question: the map has no gap it asks about."));
    menu_draw(&asking->menu, grid, true);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Questions")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct asking *asking = asking_of_const(screen);
    size_t open = asking->round.open;
    enum err e = OK;

    if (asking->at < open)
        e = buf_printf(out, _("question %zu of %zu open"), asking->at + 1, open);
    else if (asking->round.count > 0)
        e = buf_add_str(out, _("answered already"));
    if (e)
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("A number answers, and that is kept at once. Esc leaves; you go on here later.")))
        buf_clear(out);
}

static void close_questions(struct screen *screen)
{
    struct asking *asking = asking_of(screen);

    round_release(&asking->round);
    page_release(&asking->page);
    free(asking);
}

static const struct screen_kind kind = {
    .name = "mapping_questions",
    .purpose = N_("Who is missing on the map? One question after another. What you add or answer is kept at once."),
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
    .close = close_questions,
    .title = title,
    .status = status,
    .hint = hint,
};

struct screen *mapping_questions_screen_new(int64_t round)
{
    struct asking *asking = screen_alloc(sizeof *asking, &kind);

    if (asking)
        asking->id = round;
    return asking ? &asking->screen : NULL;
}
