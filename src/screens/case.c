/*
 * A case: where it stands, what the next step still needs and why it cannot be taken yet, what worries beside what is
 * strong, and what was done last. The name stays hidden until F3 shows it for twenty seconds; opening the page and
 * showing the name are both in the log before anything is drawn.
 */
#include <stdlib.h>
#include <string.h>

#include "case_in.h"
#include "shown_in.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/screens.h"
#include "townkeep/ui/frame.h"

enum { LEFT_WIDTH = 37 };

static struct case_page *page_of(struct screen *screen)
{
    return (struct case_page *)screen;
}

static const struct case_page *page_of_const(const struct screen *screen)
{
    return (const struct case_page *)screen;
}

/* --- loading --- */
static void let_go(struct case_page *page)
{
    page->hidden_at = 0;
    casework_release(&page->work);
    explicit_bzero(&page->outlook, sizeof page->outlook);
    page_release(&page->left);
    page_release(&page->right);
    buf_wipe(&page->facts);
    buf_wipe(&page->opened);
}

static void place(struct case_page *page)
{
    struct area body = page->screen.body;
    int left = body.width >= FRAME_PANE_WIDTH - 2 ? (body.width - 3) / 2 : LEFT_WIDTH;
    int top = body.y + CASE_HEAD_HEIGHT, height = body.height - CASE_HEAD_HEIGHT;

    page_place(&page->left, (struct area){ body.x, top, left, height });
    page_place(&page->right, (struct area){ body.x + left + 3, top, body.width - left - 3, height });
}

static enum err fill(struct case_page *page, struct flow *flow)
{
    enum err e = case_fill_left(page, flow);

    if (!e)
        e = case_fill_right(page, flow);
    place(page);
    return e;
}

/* Closed to this officer: a page that says why stands in its place. */
static enum err make_way(struct case_page *page, struct flow *flow)
{
    let_go(page);
    flow_replace(flow, case_barred_screen_new(page->id));
    return OK;
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct case_page *page = page_of(screen);
    struct rule_context context;
    enum err e;

    let_go(page);
    place(page);
    if ((e = casework_may_open(flow_store(flow), &episode_type, page->id, why)) == E_PERMISSION)
        return make_way(page, flow);
    if (e || (e = store_log_view(flow_store(flow), &episode_type, page->id, "opened", why)) ||
        (e = casework_load(flow_store(flow), &episode_type, page->id, &page->work, why)) ||
        (e = case_fill_opened(page, flow, why)))
        return e;
    casework_context(flow_store(flow), &context);
    casework_outlook(&page->work, &context, &page->outlook);
    casework_stations(&page->work, &page->stations);
    return (e = case_fill_facts(page, flow)) || (e = fill(page, flow)) ? why_set(why, e, "%s", err_text(e)) : OK;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    let_go(page_of(screen));
}

/* --- events --- */
static void set_shown(struct case_page *page, struct flow *flow, int64_t hidden_at)
{
    page->hidden_at = hidden_at;
    page->left.first = hidden_at ? 0 : page->left.first; /* the name stands at the top */
    if (fill(page, flow)) {
        page_release(&page->left);
        page_release(&page->right);
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
    }
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct case_page *page = page_of(screen);

    if (shown_is_over(page->hidden_at, event)) {
        set_shown(page, flow, 0);
        return true;
    }
    if (event->kind != EVENT_KEY)
        return false;
    if (event->key == PRESS_TAB) {
        page->in_right = !page->in_right;
        return true;
    }
    if (event->key == PRESS_ENTER) {
        flow_push(flow, steps_screen_new(&episode_type, page->id), 0);
        return true;
    }
    return page_handle(page->in_right ? &page->right : &page->left, event);
}

/* --- actions --- */
static void run_add(struct screen *screen, struct flow *flow)
{
    flow_push(flow, case_add_screen_new(page_of(screen)->id), 0);
}

static void run_reveal(struct screen *screen, struct flow *flow)
{
    struct case_page *page = page_of(screen);

    set_shown(page, flow, shown_toggle(page->hidden_at, flow, &episode_type, page->id));
}

static void run_steps(struct screen *screen, struct flow *flow)
{
    flow_push(flow, steps_screen_new(&episode_type, page_of(screen)->id), 0);
}

static void run_history(struct screen *screen, struct flow *flow)
{
    flow_push(flow, history_screen_new(&episode_type, page_of(screen)->id), 0);
}

static void run_sharing(struct screen *screen, struct flow *flow)
{
    flow_push(flow, case_sharing_screen_new(page_of(screen)->id), 0);
}

static void run_papers(struct screen *screen, struct flow *flow)
{
    flow_push(flow, case_papers_screen_new(page_of(screen)->id), 0);
}

static void run_edit(struct screen *screen, struct flow *flow)
{
    flow_push(flow, form_screen_new(&episode_type, page_of(screen)->id), 0);
}

static void run_assessment(struct screen *screen, struct flow *flow)
{
    flow_push(flow, assessment_screen_new(page_of(screen)->id, 0), 0);
}

static void run_plan(struct screen *screen, struct flow *flow)
{
    flow_push(flow, plan_screen_new(page_of(screen)->id), 0);
}

static void run_sessions(struct screen *screen, struct flow *flow)
{
    flow_push(flow, support_sessions_screen_new(page_of(screen)->id), 0);
}

static void run_review(struct screen *screen, struct flow *flow)
{
    flow_push(flow, review_screen_new(page_of(screen)->id, 0), 0);
}

static const char *refuse_review(const struct screen *screen, const struct flow *flow)
{
    static const enum case_state states[] = { CASE_ACTIVE, CASE_PAUSED, CASE_REVIEWING, CASE_CLOSING };

    (void)flow;
    for (int i = 0; i < ARRAY_COUNT(states); i++) {
        if (casework_state(&page_of_const(screen)->work) == states[i])
            return NULL;
    }
    return _("A review looks at support that has begun. Those before stand among the papers (F8).");
}

static const char *refuse_edit(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return case_state_is_end(casework_state(&page_of_const(screen)->work))
               ? _("The case has ended; nothing of it is rewritten.")
               : NULL;
}

static void run_referral(struct screen *screen, struct flow *flow)
{
    flow_push(flow, referral_screen_new(record_number(&page_of(screen)->work.subject, "referral")), 0);
}

static const char *refuse_referral(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return record_has(&page_of_const(screen)->work.subject, "referral") ? NULL
                                                                        : _("The referral is not kept any more.");
}

static void run_earlier(struct screen *screen, struct flow *flow)
{
    flow_push(flow, record_screen_new(&episode_type, record_number(&page_of(screen)->work.subject, "earlier")), 0);
}

static const char *refuse_earlier(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return record_has(&page_of_const(screen)->work.subject, "earlier") ? NULL
                                                                       : _("No earlier case of this person is known.");
}

static void run_looked(struct screen *screen, struct flow *flow)
{
    flow_push(flow, access_log_screen_new(page_of(screen)->id), 0);
}

static const char *refuse_looked(const struct screen *screen, const struct flow *flow)
{
    (void)screen;
    return store_roles(flow_store(flow)) & (ROLE_LEAD | ROLE_REVIEWER)
               ? NULL
               : _("Who looked at a case is read by team leads and data-protection reviewers.");
}

static const struct action actions[] = {
    { .id = "case.add",
      .keys = { PRESS_FUNCTION(2), 'n' },
      .label = N_("Add"),
      .help =
          N_("What can be added to the case now: an attempt to reach the person, an agreement, a session and so on."),
      .run = run_add,
      .writes = true,
      .bar = true },
    { .id = "case.name",
      .keys = { PRESS_FUNCTION(3), 'v' },
      .label = N_("Name"),
      .help = N_("Show who the person is for 20 seconds. The log says that you looked."),
      .run = run_reveal,
      .writes = true,
      .bar = true },
    { .id = "case.step",
      .keys = { PRESS_FUNCTION(4), 's' },
      .label = N_("Next step"),
      .help = N_("All steps: those that can be taken now, and why the others cannot."),
      .run = run_steps,
      .bar = true },
    { .id = "case.history",
      .keys = { PRESS_FUNCTION(6), 'h' },
      .label = N_("History"),
      .help = N_("Who changed or looked at this case, when, and what."),
      .run = run_history,
      .bar = true },
    { .id = "case.sharing",
      .keys = { PRESS_FUNCTION(7), 'w' },
      .label = N_("Sharing"),
      .help = N_("What was told to whom, what was refused, and what is to be called back."),
      .run = run_sharing,
      .bar = true },
    { .id = "case.papers",
      .keys = { PRESS_FUNCTION(8), 'p' },
      .label = N_("Papers"),
      .help = N_("Everything that was written on this case, by kind."),
      .run = run_papers,
      .bar = true },
    { .id = "case.assessment",
      .keys = { 'a' },
      .label = N_("Assessment"),
      .help = N_("Concerns beside strengths, needs, and the judgement in words."),
      .run = run_assessment },
    { .id = "case.plan",
      .keys = { 'l' },
      .label = N_("Plan"),
      .help = N_("The aim in the person's own words, and what is done for it by whom."),
      .run = run_plan },
    { .id = "case.sessions",
      .keys = { 't' },
      .label = N_("Sessions"),
      .help = N_("The sessions with their notes; new ones, and addenda to old ones."),
      .run = run_sessions },
    { .id = "case.review",
      .keys = { 'i' },
      .label = N_("Review"),
      .help = N_("What became of each need and strength, and what follows."),
      .run = run_review,
      .refuses = refuse_review },
    { .id = "case.edit",
      .keys = { 'e' },
      .label = N_("Edit"),
      .help = N_("Who the person is, how to reach them and how to speak first. The form shows the name; the log says "
                 "that you looked."),
      .run = run_edit,
      .writes = true,
      .refuses = refuse_edit },
    { .id = "case.referral",
      .keys = { 'r' },
      .label = N_("Referral"),
      .help = N_("The referral this case was opened from."),
      .run = run_referral,
      .refuses = refuse_referral },
    { .id = "case.earlier",
      .keys = { 'b' },
      .label = N_("Earlier case"),
      .help = N_("The case before this one, of the same person."),
      .run = run_earlier,
      .refuses = refuse_earlier },
    { .id = "case.looked",
      .keys = { 'k', PRESS_FUNCTION(12) },
      .label = N_("Who looked"),
      .help = N_("Who opened this case, when and for what."),
      .run = run_looked,
      .refuses = refuse_looked },
};

/* --- drawing --- */
static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct case_page *page = page_of_const(screen);
    const struct page *first = page->in_right ? &page->left : &page->right;
    const struct page *second = page->in_right ? &page->right : &page->left; /* the cursor stands in it */

    (void)flow;
    case_draw_head(page, grid);
    draw_rule_down(grid, page->right.area.x - 2, page->right.area.y, page->right.area.height);
    page_draw(first, grid);
    page_draw(second, grid);
}

static void title(const struct screen *screen, struct buf *out)
{
    const struct case_page *page = page_of_const(screen);

    if (page->work.subject.type && buf_add_str(out, record_text(&page->work.subject, "pseudonym")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct case_page *page = page_of_const(screen);
    const struct record *episode = &page->work.subject;

    if (episode->type &&
        buf_printf(out, _("%s · opened %s"), record_text(episode, "reference"), record_text(episode, "opened_on")))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    const struct case_page *page = page_of_const(screen);
    enum err e = page->hidden_at ? buf_printf(out, _("Name shown for %lld s."), shown_seconds_left(page->hidden_at))
                                 : buf_add_str(out, _("Name hidden. F3 shows it for 20 s; the log says so."));

    (void)e; /* no memory: an empty line */
}

static void note(const struct screen *screen, struct buf *out)
{
    if (buf_add_str(out, buf_text(&page_of_const(screen)->opened)))
        buf_clear(out);
}

static void resized(struct screen *screen, struct flow *flow)
{
    struct case_page *page = page_of(screen);

    place(page);
    set_shown(page, flow, page->hidden_at);
}

static void close_page(struct screen *screen)
{
    let_go(page_of(screen));
    free(screen);
}

static enum err help(const struct screen *screen, struct page *page)
{
    (void)screen;
    return page_add(page, STYLE_TEXT, 0,
                    _("Left: what the next step still needs, and what was done last. Right: what worries, what is "
                      "strong, what is needed, and what the person agreed to. Tab goes from one to the other, arrows "
                      "scroll. A question mark stands before what is not known yet."));
}

static const struct screen_kind case_kind = {
    .name = "case",
    .purpose = N_("Where a case stands, and what comes next. The person is known here by a pseudonym."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .needs_casework = true,
    .open = load,
    .suspend = suspend,
    .resume = load,
    .refresh = load,
    .handle = handle,
    .resized = resized,
    .draw = draw,
    .close = close_page,
    .title = title,
    .status = status,
    .hint = hint,
    .note = note,
    .is_casework = screen_is_always_casework,
    .help = help,
};

struct screen *case_screen_new(int64_t episode)
{
    struct case_page *page = screen_alloc(sizeof *page, &case_kind);

    if (page)
        page->id = episode;
    return page ? &page->screen : NULL;
}
