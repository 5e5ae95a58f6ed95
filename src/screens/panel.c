/*
 * A meeting of the panel: its agenda, by pseudonym and in the order the cases are called, and who sits at the table.
 * Whether the table may decide stands at the head all the time. One key marks a member; each mark is saved at once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive_in.h"
#include "panel_in.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/screens.h"
#include "townkeep/ui/frame.h"

enum { HEAD_HEIGHT = 4, AGENDA_LEAST = 5 };

static struct meeting *meeting_of(struct screen *screen)
{
    return (struct meeting *)screen;
}

static const struct meeting *meeting_of_const(const struct screen *screen)
{
    return (const struct meeting *)screen;
}

/* --- loading --- */
static bool is_wide(const struct meeting *meeting)
{
    return meeting->screen.body.width >= FRAME_PANE_WIDTH - 2;
}

/* The agenda above the people; beside them where the window is wide. Above each stands its heading. */
static void place(struct meeting *meeting)
{
    struct area body = meeting->screen.body;
    struct area rest = { body.x, body.y + HEAD_HEIGHT, body.width, body.height - HEAD_HEIGHT };
    int half = rest.height / 2, wanted = (int)meeting->item_count + 3;
    int height = wanted < AGENDA_LEAST ? AGENDA_LEAST : wanted > half ? half : wanted;

    if (is_wide(meeting)) {
        int left = rest.width * 2 / 5;

        table_place(&meeting->agenda, (struct area){ rest.x, rest.y + 1, left, rest.height - 1 });
        table_place(&meeting->people,
                    (struct area){ rest.x + left + 3, rest.y + 1, rest.width - left - 3, rest.height - 1 });
    } else {
        table_place(&meeting->agenda, (struct area){ rest.x, rest.y + 1, rest.width, height - 1 });
        table_place(&meeting->people,
                    (struct area){ rest.x, rest.y + height + 1, rest.width, rest.height - height - 1 });
    }
    picker_place(&meeting->picker, body);
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct meeting *meeting = meeting_of(screen);
    enum err e;

    if ((e = store_log_view(flow_store(flow), &panel_meeting_type, meeting->id, "opened", why)) ||
        (e = meeting_load(meeting, flow, why)))
        return e;
    place(meeting);
    return OK;
}

void meeting_tell(struct meeting *meeting, struct flow *flow, enum err e, const struct why *why)
{
    if (e)
        flow_refuse(flow, why);
    place(meeting);
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    meeting_let_go(meeting_of(screen));
}

/* --- events --- */
static void add_case(struct meeting *meeting, struct flow *flow, int64_t episode)
{
    char fields[120];

    snprintf(fields, sizeof fields, "episode=%lld\nmeeting=%lld\nposition=%zu\nstage=f2", (long long)episode,
             (long long)meeting->id, meeting->item_count + 1);
    flow_push(flow, form_screen_new_with(&panel_item_type, fields), 0);
}

static bool handle_picker(struct meeting *meeting, struct flow *flow, const struct event *event)
{
    const struct picker_row *row;

    switch (picker_handle(&meeting->picker, event)) {
    case PICKER_CHOSEN:
        meeting->picking = false;
        if ((row = picker_chosen(&meeting->picker)))
            add_case(meeting, flow, row->id);
        return true;
    case PICKER_CANCELLED:
        meeting->picking = false;
        return true;
    default:
        return event->kind != EVENT_TICK;
    }
}

static void open_selected(struct meeting *meeting, struct flow *flow)
{
    if (meeting->in_people)
        flow_push(flow, form_screen_new(&panel_member_type, table_selected_id(&meeting->people)), 0);
    else
        flow_push(flow, panel_item_screen_new(table_selected_id(&meeting->agenda)), 0);
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct meeting *meeting = meeting_of(screen);

    if (meeting->picking)
        return handle_picker(meeting, flow, event);
    switch (table_handle(meeting->in_people ? &meeting->people : &meeting->agenda, event)) {
    case TABLE_IGNORED:
        return false;
    case TABLE_OPENED:
        open_selected(meeting, flow);
        return true;
    default:
        return true;
    }
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct meeting *meeting = meeting_of(screen);
    const struct record_type *type = meeting->in_people ? &panel_member_type : &panel_item_type;
    const struct table *table = meeting->in_people ? &meeting->people : &meeting->agenda;
    struct why why = { 0 };

    if (answer->question == MEETING_ASKED_ARCHIVE && answer->dialog == DIALOG_YES)
        (void)archive_record(flow, type, table_selected_id(table), false, answer->text);
    meeting_tell(meeting, flow, meeting_load(meeting, flow, &why), &why);
}

/* --- drawing --- */
static void draw_head(const struct meeting *meeting, struct grid *grid)
{
    struct area body = meeting->screen.body;
    bool is_read = meeting->record.type && record_number(&meeting->record, "confidentiality_read") == 1;
    size_t silent = meeting->seated.not_accepted;
    char summary[160];
    int x = body.x;

    draw_text(grid, body.x, body.y, body.width, STYLE_STRONG, meeting->head);
    draw_text(grid, body.x, body.y + 1, body.width, panel_has_quorum(&meeting->seated) ? STYLE_GOOD : STYLE_WARN,
              panel_summary(&meeting->seated, summary, sizeof summary));
    x += draw_text(grid, x, body.y + 2, body.width, is_read ? STYLE_GOOD : STYLE_WARN,
                   is_read ? _("Confidentiality was read out") : _("Confidentiality was not read out yet"));
    if (silent > 0)
        draw_printf(grid, x, body.y + 2, body.x + body.width - x, STYLE_WARN,
                    ngettext(" · %zu has not accepted it", " · %zu have not accepted it", silent), silent);
    draw_rule(grid, body.x, body.y + 3, body.width);
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct meeting *meeting = meeting_of_const(screen);
    const struct area *agenda = &meeting->agenda.area, *people = &meeting->people.area;
    bool active = !meeting->picking;

    (void)flow;
    draw_head(meeting, grid);
    draw_text(grid, agenda->x, agenda->y - 1, agenda->width, meeting->in_people ? STYLE_DIM : STYLE_STRONG,
              _("Agenda"));
    draw_text(grid, people->x, people->y - 1, people->width, meeting->in_people ? STYLE_STRONG : STYLE_DIM,
              _("At the table"));
    if (is_wide(meeting))
        draw_rule_down(grid, people->x - 2, people->y - 1, people->height + 1);
    table_draw(&meeting->agenda, grid, active && !meeting->in_people);
    table_draw(&meeting->people, grid, active && meeting->in_people);
    if (meeting->picking)
        picker_draw(&meeting->picker, grid);
}

static void title(const struct screen *screen, struct buf *out)
{
    const struct meeting *meeting = meeting_of_const(screen);

    if (meeting->record.type && buf_printf(out, _("Panel of %s"), record_text(&meeting->record, "on")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct meeting *meeting = meeting_of_const(screen);

    if (buf_printf(out, ngettext("%zu case", "%zu cases", meeting->item_count), meeting->item_count))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    const char *text = meeting_of_const(screen)->in_people
                           ? _("p present  y apology  g guest  a absent  c accepts confidentiality  Enter details")
                           : _("Enter opens the case for the panel. - and + change the order.");

    if (buf_add_str(out, text))
        buf_clear(out);
}

static bool typing(const struct screen *screen)
{
    return meeting_of_const(screen)->picking;
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    place(meeting_of(screen));
}

static void close_meeting(struct screen *screen)
{
    struct meeting *meeting = meeting_of(screen);

    meeting_let_go(meeting);
    table_release(&meeting->agenda);
    table_release(&meeting->people);
    free(meeting);
}

static const struct screen_kind meeting_kind = {
    .name = "panel",
    .purpose = N_("A meeting of the panel: which cases, in which order, and who sits at the table. Each key saves at "
                  "once; Ctrl-Z takes it back."),
    .actions = meeting_actions,
    .action_count = MEETING_ACTIONS,
    .needs_casework = true,
    .open = load,
    .suspend = suspend,
    .resume = load,
    .refresh = load,
    .handle = handle,
    .answered = answered,
    .resized = resized,
    .draw = draw,
    .close = close_meeting,
    .title = title,
    .status = status,
    .hint = hint,
    .typing = typing,
    .is_casework = screen_is_always_casework,
};

struct screen *panel_screen_new(int64_t id)
{
    static const struct table_column agenda[] = { { .label = N_("Case"), .width = 12, .field = -1 },
                                                  { .label = N_("Place"), .width = 5, .right = true, .field = -1 },
                                                  { .label = N_("Sheet"), .width = 5, .field = -1 },
                                                  { .label = N_("Decision"), .width = 14, .field = -1 } };
    static const struct table_column people[] = { { .label = N_("Name"), .width = 20, .field = -1 },
                                                  { .label = N_("Takes part as"), .width = 14, .field = -1 },
                                                  { .label = N_("Accepted"), .width = 8, .field = -1 },
                                                  { .label = N_("Discipline"), .width = 16, .field = -1 },
                                                  { .label = N_("Security"), .width = 8, .field = -1 },
                                                  { .label = N_("Agency"), .width = 18, .field = -1 } };
    struct meeting *meeting = screen_alloc(sizeof *meeting, &meeting_kind);

    if (!meeting)
        return NULL;
    meeting->id = id;
    memcpy(meeting->agenda.columns, agenda, sizeof agenda);
    memcpy(meeting->people.columns, people, sizeof people);
    meeting->agenda.column_count = ARRAY_COUNT(agenda);
    meeting->people.column_count = ARRAY_COUNT(people);
    meeting->agenda.sort_column = meeting->people.sort_column = -1;
    meeting->agenda.empty = _("The agenda is empty. F2 puts a case on it.");
    meeting->people.empty = _("Nobody is at the table yet. F6 goes there, F2 adds somebody.");
    return &meeting->screen;
}
