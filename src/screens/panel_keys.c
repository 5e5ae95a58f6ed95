/* The keys of a meeting of the panel. Each mark is saved at once; what cannot be done now says why. */
#include <stdio.h>
#include <string.h>

#include "archive_in.h"
#include "panel_in.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/document.h"
#include "townkeep/screens/screens.h"

static struct meeting *meeting_of(struct screen *screen)
{
    return (struct meeting *)screen;
}

static const struct meeting *meeting_of_const(const struct screen *screen)
{
    return (const struct meeting *)screen;
}

static void run_add(struct screen *screen, struct flow *flow)
{
    struct meeting *meeting = meeting_of(screen);
    struct why why = { 0 };
    char fields[64];

    if (meeting->in_people) {
        snprintf(fields, sizeof fields, "meeting=%lld", (long long)meeting->id);
        flow_push(flow, form_screen_new_with(&panel_member_type, fields), 0);
        return;
    }
    meeting_tell(meeting, flow, meeting_offer_cases(meeting, flow, &why), &why);
}

static void run_pane(struct screen *screen, struct flow *flow)
{
    (void)flow;
    meeting_of(screen)->in_people = !meeting_of(screen)->in_people;
}

static void run_edit(struct screen *screen, struct flow *flow)
{
    flow_push(flow, form_screen_new(&panel_meeting_type, meeting_of(screen)->id), 0);
}

static void run_agenda(struct screen *screen, struct flow *flow)
{
    flow_push(flow, document_screen_new(DOCUMENT_AGENDA, meeting_of(screen)->id), 0);
}

static void run_archive(struct screen *screen, struct flow *flow)
{
    const struct meeting *meeting = meeting_of(screen);
    const struct table *table = meeting->in_people ? &meeting->people : &meeting->agenda;

    archive_ask(flow, table_cell(table, table->selected, 0), MEETING_ASKED_ARCHIVE);
}

static void mark(struct screen *screen, struct flow *flow, const char *presence)
{
    struct meeting *meeting = meeting_of(screen);
    struct why why = { 0 };

    meeting_tell(meeting, flow, meeting_mark(meeting, flow, presence, &why), &why);
    table_step(&meeting->people, 1);
}

static void run_present(struct screen *screen, struct flow *flow)
{
    mark(screen, flow, "present");
}

static void run_apology(struct screen *screen, struct flow *flow)
{
    mark(screen, flow, "apology");
}

static void run_guest(struct screen *screen, struct flow *flow)
{
    mark(screen, flow, "guest");
}

static void run_absent(struct screen *screen, struct flow *flow)
{
    mark(screen, flow, "absent");
}

static void run_accept(struct screen *screen, struct flow *flow)
{
    struct meeting *meeting = meeting_of(screen);
    struct why why = { 0 };

    meeting_tell(meeting, flow, meeting_accept(meeting, flow, &why), &why);
    table_step(&meeting->people, 1);
}

static void run_read_out(struct screen *screen, struct flow *flow)
{
    struct why why = { 0 };

    meeting_tell(meeting_of(screen), flow, meeting_read_out(meeting_of(screen), flow, &why), &why);
}

static void run_held(struct screen *screen, struct flow *flow)
{
    struct why why = { 0 };

    meeting_tell(meeting_of(screen), flow, meeting_held(meeting_of(screen), flow, &why), &why);
}

static void move(struct screen *screen, struct flow *flow, int by)
{
    struct meeting *meeting = meeting_of(screen);
    struct why why = { 0 };

    meeting_tell(meeting, flow, meeting_move(meeting, flow, by, &why), &why);
}

static void run_earlier(struct screen *screen, struct flow *flow)
{
    move(screen, flow, -1);
}

static void run_later(struct screen *screen, struct flow *flow)
{
    move(screen, flow, 1);
}

/* --- what cannot be done now --- */
static const char *refuse_person(const struct screen *screen, const struct flow *flow)
{
    const struct meeting *meeting = meeting_of_const(screen);

    (void)flow;
    if (!meeting->in_people)
        return _("Go to those at the table first (F6).");
    return meeting->member_count ? NULL : _("Nobody is at the table yet. F2 adds somebody.");
}

static const char *refuse_accept(const struct screen *screen, const struct flow *flow)
{
    const struct meeting *meeting = meeting_of_const(screen);
    const char *refusal = refuse_person(screen, flow);
    const char *presence;

    if (refusal)
        return refusal;
    presence = record_text(&meeting->members[meeting->people.selected], "presence");
    return strcmp(presence, "present") == 0 || strcmp(presence, "guest") == 0
               ? NULL
               : _("Who does not take part accepts nothing: mark them present or guest first.");
}

static const char *refuse_item(const struct screen *screen, const struct flow *flow)
{
    const struct meeting *meeting = meeting_of_const(screen);

    (void)flow;
    if (meeting->in_people)
        return _("Go to the agenda first (F6).");
    return meeting->item_count ? NULL : _("The agenda is empty. F2 puts a case on it.");
}

static const char *refuse_agenda(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return meeting_of_const(screen)->item_count ? NULL : _("The agenda is empty. F2 puts a case on it.");
}

/* What was decided stays on the agenda it was decided on. */
static const char *refuse_archive(const struct screen *screen, const struct flow *flow)
{
    const struct meeting *meeting = meeting_of_const(screen);

    if (meeting->in_people)
        return refuse_person(screen, flow);
    if (meeting->item_count && record_has(&meeting->items[meeting->agenda.selected], "decision"))
        return _("The panel decided on it; it stays on the agenda.");
    return refuse_item(screen, flow);
}

static const char *refuse_held(const struct screen *screen, const struct flow *flow)
{
    const struct record *record = &meeting_of_const(screen)->record;

    (void)flow;
    return record->type && strcmp(record_text(record, "status"), "planned") == 0
               ? NULL
               : _("The meeting is no longer planned. F4 changes it.");
}

const struct action meeting_actions[MEETING_ACTIONS] = {
    { .id = "panel.add",
      .keys = { PRESS_FUNCTION(2), 'n' },
      .label = N_("Add"),
      .help = N_("On the agenda: a case that is listed for the panel. At the table: somebody who comes."),
      .run = run_add,
      .writes = true,
      .bar = true },
    { .id = "panel.agenda",
      .keys = { PRESS_FUNCTION(3), 'd' },
      .label = N_("Agenda"),
      .help = N_("The agenda to give out: pseudonyms only."),
      .run = run_agenda,
      .writes = true,
      .refuses = refuse_agenda,
      .bar = true },
    { .id = "panel.edit",
      .keys = { PRESS_FUNCTION(4), 'e' },
      .label = N_("Edit"),
      .help = N_("Day, hour, place, chair, status, whether the copies were collected."),
      .run = run_edit,
      .writes = true,
      .bar = true },
    { .id = "panel.pane",
      .keys = { PRESS_FUNCTION(6), PRESS_TAB },
      .label = N_("Pane"),
      .help = N_("From the agenda to those at the table and back."),
      .run = run_pane,
      .bar = true },
    { .id = "panel.read",
      .keys = { 'r' },
      .label = N_("Read out"),
      .help = N_("The rules of confidentiality were read out; pressed again: they were not."),
      .run = run_read_out,
      .writes = true,
      .bar = true },
    { .id = "panel.held",
      .keys = { 'h' },
      .label = N_("Held"),
      .help = N_("The meeting takes place: decisions can be entered now."),
      .run = run_held,
      .writes = true,
      .refuses = refuse_held,
      .bar = true },
    { .id = "panel.present",
      .keys = { 'p' },
      .label = N_("Present"),
      .help = N_("The selected member is there."),
      .run = run_present,
      .writes = true,
      .refuses = refuse_person },
    { .id = "panel.apology",
      .keys = { 'y' },
      .label = N_("Apology"),
      .help = N_("The selected member said beforehand that they cannot come."),
      .run = run_apology,
      .writes = true,
      .refuses = refuse_person },
    { .id = "panel.guest",
      .keys = { 'g' },
      .label = N_("Guest"),
      .help = N_("Listens and may speak; is not counted."),
      .run = run_guest,
      .writes = true,
      .refuses = refuse_person },
    { .id = "panel.absent",
      .keys = { 'a' },
      .label = N_("Absent"),
      .help = N_("The selected member did not come."),
      .run = run_absent,
      .writes = true,
      .refuses = refuse_person },
    { .id = "panel.accept",
      .keys = { 'c' },
      .label = N_("Accepts"),
      .help = N_("The selected member accepted confidentiality; pressed again: did not."),
      .run = run_accept,
      .writes = true,
      .refuses = refuse_accept },
    { .id = "panel.earlier",
      .keys = { '-' },
      .label = N_("Earlier"),
      .help = N_("The selected case is called before the one above."),
      .run = run_earlier,
      .writes = true,
      .refuses = refuse_item },
    { .id = "panel.later",
      .keys = { '+' },
      .label = N_("Later"),
      .help = N_("The selected case is called after the one below."),
      .run = run_later,
      .writes = true,
      .refuses = refuse_item },
    { .id = "panel.archive",
      .keys = { PRESS_FUNCTION(8), PRESS_DELETE },
      .label = N_("Take off"),
      .help = N_("Take the selected case off the agenda, or the member off the table."),
      .run = run_archive,
      .writes = true,
      .refuses = refuse_archive },
};
