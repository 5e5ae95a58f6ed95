/* The guided intake as it looks: the steps with a mark on those that are done, the form, the box beside the story. */
#include "intake_in.h"

/* A step is done when nothing that is missing is among its fields. */
static bool step_is_done(const struct intake *intake, int step)
{
    for (int i = 0; i < intake_step_fields(step); i++) {
        if (intake_needs(intake_steps[step].fields[i]) &&
            !record_has(&intake->editing.record, intake_steps[step].fields[i]))
            return false;
    }
    return step < intake->step;
}

static void draw_steps(const struct intake *intake, struct grid *grid)
{
    struct area body = intake->screen.body;
    int x = body.x;

    for (int i = 0; i < INTAKE_STEP_COUNT; i++) {
        enum style style = i == intake->step ? STYLE_SELECTED : STYLE_TEXT;

        x += draw_printf(grid, x, body.y, body.x + body.width - x, style, "%d %s", i + 1, _(intake_steps[i].title));
        if (step_is_done(intake, i))
            x += 1 + draw_text(grid, x + 1, body.y, 1, STYLE_GOOD, draw_mark(grid, MARK_DONE));
        x += 2;
    }
    draw_wrapped(grid, (struct area){ body.x, body.y + 1, body.width, 2 }, 0, STYLE_DIM,
                 _(intake_steps[intake->step].hint));
}

void intake_draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct intake *intake = intake_of_const(screen);
    struct area body = screen->body;

    (void)flow;
    draw_steps(intake, grid);
    if (intake->step == STEP_REVIEW)
        page_draw(&intake->review, grid);
    else if (intake->editing.open)
        form_draw(&intake->editing.form, grid);
    if (intake->step == STEP_SAFETY - 1) {
        struct area box = { body.x, body.y + body.height - BOX_HEIGHT, body.width, BOX_HEIGHT };

        draw_box(grid, box, _("Not recorded here"));
        draw_wrapped(grid, (struct area){ box.x + 2, box.y + 1, box.width - 4, 2 }, 0, STYLE_TEXT,
                     _("Faith, opinion, origin, dress, diagnosis. Write what was done or said. If somebody is in "
                       "danger now: the emergency number, then F8."));
    }
    if (intake->editing.open && intake->editing.form.overlay != FORM_NO_OVERLAY)
        form_draw(&intake->editing.form, grid); /* its picker stands over the box */
}

void intake_title(const struct screen *screen, struct buf *out)
{
    const struct intake *intake = intake_of_const(screen);
    const char *reference = intake->editing.id ? record_text(&intake->editing.record, "reference") : "";

    if (buf_add_str(out, reference[0] ? reference : _("New referral")))
        buf_clear(out);
}

void intake_status(const struct screen *screen, struct buf *out)
{
    const struct intake *intake = intake_of_const(screen);
    const char *state = !editing_is_changed(&intake->editing) ? ""
                        : intake->editing.draft_kept_at       ? _(" · draft kept")
                                                              : _(" · not saved");

    if (buf_printf(out, _("step %d of %d%s"), intake->step + 1, INTAKE_STEP_COUNT, state))
        buf_clear(out);
}
