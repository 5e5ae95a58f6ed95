/* The plan as it looks: the person's own aim first, what keeps it from being agreed, how much it is at once, then the
 * actions and the selected one in full. */
#include "plan_in.h"

static void draw_aim(const struct planning *planning, struct grid *grid)
{
    struct area body = planning->screen.body;
    const char *aim = record_text(&planning->plan.record, "aim");

    if (aim[0])
        draw_printf(grid, body.x, body.y, body.width, STYLE_STRONG, _("Aim: %s"), aim);
    else
        draw_text(grid, body.x, body.y, body.width, STYLE_WARN,
                  _("The aim in the person's own words is not written down yet. F4 does."));
}

static void draw_state(const struct planning *planning, struct grid *grid, int y)
{
    struct area body = planning->screen.body;
    int refusals = planning->problems.count - planning->problems.warnings;

    if (!planning_is_draft(planning))
        draw_printf(grid, body.x, y, body.width, STYLE_TEXT,
                    _("It stays as it was agreed on %s. Ctrl-N begins the next version."),
                    record_text(&planning->plan.record, "agreed_on"));
    else if (refusals)
        draw_printf(grid, body.x, y, body.width, STYLE_WARN,
                    ngettext("%s %d thing keeps it from being agreed. F8 shows it.",
                             "%s %d things keep it from being agreed. F8 shows all.", (unsigned long)refusals),
                    draw_mark(grid, MARK_MISSING), refusals);
    else
        draw_printf(grid, body.x, y, body.width, STYLE_GOOD, "%s %s", draw_mark(grid, MARK_DONE),
                    _("Nothing is missing: it can be agreed and signed."));
}

/* How much at once, against the limits of this plan; never more than a count of what the office does. */
static void draw_load(const struct planning *planning, struct grid *grid, int y)
{
    const struct support_plan *plan = &planning->plan;
    struct area body = planning->screen.body;
    bool over = plan_must_say_why(&plan->record, plan->actions, plan->action_count);
    const char *reason = record_text(&plan->record, "over_reason");
    int used = draw_printf(grid, body.x, y, body.width, over ? STYLE_WARN : STYLE_TEXT,
                           _("At once: %lld of at most %lld actions, %lld of at most %lld contacts a week"),
                           (long long)plan_peak_actions(&plan->record, plan->actions, plan->action_count).most,
                           (long long)record_number(&plan->record, "max_actions"),
                           (long long)plan_peak_contacts(&plan->record, plan->actions, plan->action_count).most,
                           (long long)record_number(&plan->record, "contacts_per_week"));

    if (over)
        draw_text(grid, body.x + used, y, body.width - used, STYLE_WARN, _(" · r: say why"));
    else if (reason[0])
        draw_printf(grid, body.x + used, y, body.width - used, STYLE_DIM, " · %s", reason);
}

void plan_draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct planning *planning = planning_of_const(screen);
    struct area body = screen->body;

    (void)flow;
    if (!planning->plan.record.type) {
        draw_wrapped(grid, body, 0, STYLE_TEXT, _("There is no plan yet. Ctrl-N begins one with the person."));
        return;
    }
    if (planning->tells_missing) {
        page_draw(&planning->missing, grid);
        return;
    }
    draw_aim(planning, grid);
    draw_state(planning, grid, body.y + 1);
    draw_load(planning, grid, body.y + 2);
    page_draw(&planning->pane, grid);
    draw_rule(grid, body.x, planning->pane.area.y - 1, body.width);
    table_draw(&planning->table, grid, !planning->picks);
    if (planning->picks)
        picker_draw(&planning->picker, grid);
}
