/*
 * Attendance of one training session: the people enrolled, a day at a time, one key a mark (P present, L late, E
 * excused, A absent). Marks are kept until Ctrl-S saves them as one entry; leaving asks first. People who came without
 * being enrolled are added with F2.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/screens.h"
#include "townkeep/ui/table.h"

enum { PEOPLE_MOST = 400, COLUMN_PERSON = 0, COLUMN_STATUS, COLUMN_MARK, COLUMNS };
enum question { ASKED_LEAVE = 1, ASKED_ENROL };

struct attendee {
    int64_t person, attendance; /* attendance 0: not marked on this day yet */
    char mark[8], stored[8];    /* codes; "" none */
    char name[120], status[60];
};
struct roster {
    struct screen screen;
    int64_t session;
    struct date first, last, day;
    struct attendee *people; /* PEOPLE_MOST */
    int count;
    bool more; /* there were more people than fit */
    struct table table;
    char name[120];
};

static struct roster *roster_of(struct screen *screen)
{
    return (struct roster *)screen;
}

static const struct roster *roster_of_const(const struct screen *screen)
{
    return (const struct roster *)screen;
}

static bool is_changed(const struct roster *roster)
{
    for (int i = 0; i < roster->count; i++) {
        if (strcmp(roster->people[i].mark, roster->people[i].stored) != 0)
            return true;
    }
    return false;
}

/* --- loading --- */
static struct query query_of_session(const struct record_type *type, int64_t session)
{
    struct query query;

    query_init(&query, type);
    query.filter_count = 1;
    query.filters[0].field = field_find(type, "session");
    query.filters[0].test = FILTER_IS;
    snprintf(query.filters[0].value, sizeof query.filters[0].value, "%lld", (long long)session);
    return query;
}

static enum err add_person(struct roster *roster, struct store *store, const struct record *enrolment)
{
    struct attendee *who = &roster->people[roster->count];
    struct buf text = { 0 };
    enum err e;

    who->person = record_number(enrolment, "person");
    if (!(e = store_title(store, &party_type, who->person, &text))) {
        snprintf(who->name, sizeof who->name, "%.*s", (int)text_fit(buf_text(&text), 60), buf_text(&text));
        buf_clear(&text);
        e = store_show_value(store, enrolment, field_find(&enrolment_type, "status"), &text);
        snprintf(who->status, sizeof who->status, "%.*s", (int)text_fit(buf_text(&text), 30), buf_text(&text));
    }
    buf_release(&text);
    if (!e)
        roster->count++;
    return e;
}

static enum err load_people(struct roster *roster, struct store *store, struct why *why)
{
    struct query query = query_of_session(&enrolment_type, roster->session);
    struct record_page page = { 0 };
    enum err e = store_page(store, &query, NULL, false, PEOPLE_MOST, &page, why);

    roster->count = 0;
    roster->more = page.more_after;
    for (size_t i = 0; !e && i < page.count; i++) {
        const char *status = record_text(&page.records[i], "status");

        if (strcmp(status, "cancelled") != 0 && strcmp(status, "declined") != 0)
            e = add_person(roster, store, &page.records[i]);
    }
    record_page_release(&page);
    return e;
}

/* The marks already saved for the day. */
static enum err load_marks(struct roster *roster, struct store *store, struct why *why)
{
    struct query query = query_of_session(&attendance_type, roster->session);
    struct filter *filter = &query.filters[query.filter_count++];
    struct record_page page = { 0 };
    enum err e;

    filter->field = field_find(&attendance_type, "day");
    filter->test = FILTER_IS;
    date_format(roster->day, filter->value);
    for (int i = 0; i < roster->count; i++) {
        roster->people[i].attendance = 0;
        roster->people[i].mark[0] = roster->people[i].stored[0] = '\0';
    }
    e = store_page(store, &query, NULL, false, PEOPLE_MOST, &page, why);
    for (size_t i = 0; !e && i < page.count; i++) {
        for (int p = 0; p < roster->count; p++) {
            struct attendee *who = &roster->people[p];

            if (who->person != record_number(&page.records[i], "person"))
                continue;
            who->attendance = page.records[i].id;
            snprintf(who->mark, sizeof who->mark, "%.7s", record_text(&page.records[i], "mark"));
            memcpy(who->stored, who->mark, sizeof who->stored);
        }
    }
    record_page_release(&page);
    return e;
}

static enum err fill_table(struct roster *roster, const struct vocabularies *words)
{
    int64_t kept = table_selected_id(&roster->table);
    enum err e = OK;

    table_clear(&roster->table);
    for (int i = 0; !e && i < roster->count; i++) {
        const struct attendee *who = &roster->people[i];
        struct table_row row = { .id = who->person, .warning = strcmp(who->mark, who->stored) != 0 ? "*" : NULL };

        row.cells[COLUMN_PERSON] = who->name;
        row.cells[COLUMN_STATUS] = who->status;
        row.cells[COLUMN_MARK] = who->mark[0] ? vocabulary_label(words, "attendance_mark", who->mark) : "·";
        e = table_add(&roster->table, TABLE_AFTER, &row);
    }
    table_select(&roster->table, kept);
    return e;
}

static enum err load_session(struct roster *roster, struct store *store, struct why *why)
{
    struct record session = { 0 };
    struct buf name = { 0 };
    enum err e = store_load(store, &session_type, roster->session, &session, why);

    if (!e && !(e = store_title(store, &session_type, roster->session, &name))) {
        snprintf(roster->name, sizeof roster->name, "%.*s", (int)text_fit(buf_text(&name), 40), buf_text(&name));
        if (!date_parse(record_text(&session, "starts_on"), false, &roster->first))
            roster->first = clock_today();
        if (!date_parse(record_text(&session, "ends_on"), false, &roster->last))
            roster->last = roster->first;
    }
    buf_release(&name);
    record_release(&session);
    return e;
}

static void place(struct roster *roster)
{
    struct area body = roster->screen.body;

    table_place(&roster->table, (struct area){ body.x, body.y + 2, body.width, body.height - 2 });
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct roster *roster = roster_of(screen);
    struct store *store = flow_store(flow);
    struct date today = clock_today();
    enum err e;

    place(roster);
    if (!roster->people && !(roster->people = calloc(PEOPLE_MOST, sizeof *roster->people)))
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    if ((e = load_session(roster, store, why)))
        return e;
    if (!roster->day.year)
        roster->day =
            date_compare(today, roster->first) >= 0 && date_compare(today, roster->last) <= 0 ? today : roster->first;
    if ((e = load_people(roster, store, why)) || (e = load_marks(roster, store, why)))
        return e;
    return (e = fill_table(roster, flow_words(flow))) ? why_set(why, e, "%s", err_text(e)) : OK;
}

static void put_back(struct roster *roster, const struct attendee *before, int count)
{
    for (int b = 0; b < count; b++) {
        for (int p = 0; p < roster->count && strcmp(before[b].mark, before[b].stored) != 0; p++) {
            if (roster->people[p].person == before[b].person)
                memcpy(roster->people[p].mark, before[b].mark, sizeof before[b].mark);
        }
    }
}

/* Back from another screen: the people may be others now; marks not saved yet stay. */
static enum err refresh(struct screen *screen, struct flow *flow, struct why *why)
{
    struct roster *roster = roster_of(screen);
    struct attendee *before = calloc(PEOPLE_MOST, sizeof *before);
    int count = roster->count;
    enum err e;

    if (!before)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    memcpy(before, roster->people, PEOPLE_MOST * sizeof *before);
    if (!(e = load(screen, flow, why))) {
        put_back(roster, before, count);
        e = fill_table(roster, flow_words(flow));
    }
    wipe(before, PEOPLE_MOST * sizeof *before);
    free(before);
    return e;
}

/* --- saving --- */
static enum err put_mark(struct roster *roster, struct store *store, struct save *save, struct attendee *who,
                         struct why *why)
{
    struct record record = { 0 };
    char day[DATE_TEXT_SIZE];
    enum err e;

    date_format(roster->day, day);
    if (who->attendance)
        e = store_load(store, &attendance_type, who->attendance, &record, why);
    else
        e = record_init(&record, &attendance_type);
    if (e)
        return e;
    value_set_number(record_value(&record, "session"), roster->session);
    value_set_number(record_value(&record, "person"), who->person);
    if (!(e = value_set_text(record_value(&record, "day"), day)) &&
        !(e = value_set_text(record_value(&record, "mark"), who->mark)))
        e = save_put(save, &record, NULL, why);
    record_release(&record);
    return e;
}

/* A mark taken away archives the record. */
static enum err save_person(struct roster *roster, struct store *store, struct save *save, struct attendee *who,
                            struct why *why)
{
    if (strcmp(who->mark, who->stored) == 0)
        return OK;
    if (who->mark[0] == '\0')
        return save_archive(save, &attendance_type, who->attendance, _("mark taken away"), why);
    return put_mark(roster, store, save, who, why);
}

static bool save_marks(struct roster *roster, struct flow *flow)
{
    struct store *store = flow_store(flow);
    struct save *save = NULL;
    struct saved saved = { 0 };
    struct why why = { 0 };
    enum err e = save_begin(store, ENTRY_CHANGE, &save, &why);

    for (int i = 0; !e && i < roster->count; i++)
        e = save_person(roster, store, save, &roster->people[i], &why);
    if (e)
        save_cancel(save);
    else
        e = save_commit(save, NULL, &saved, &why);
    if (e || load_marks(roster, store, &why) || fill_table(roster, flow_words(flow))) {
        flow_refuse(flow, &why);
        return false;
    }
    flow_toast_saved(flow, &saved);
    return true;
}

/* --- actions --- */
static void mark(struct screen *screen, struct flow *flow, const char *code)
{
    struct roster *roster = roster_of(screen);
    int row = roster->table.selected;

    if (row >= roster->count)
        return;
    snprintf(roster->people[row].mark, sizeof roster->people[row].mark, "%s", code);
    if (fill_table(roster, flow_words(flow)))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
    table_step(&roster->table, 1);
}

static void run_present(struct screen *screen, struct flow *flow)
{
    mark(screen, flow, "p");
}

static void run_late(struct screen *screen, struct flow *flow)
{
    mark(screen, flow, "l");
}

static void run_excused(struct screen *screen, struct flow *flow)
{
    mark(screen, flow, "e");
}

static void run_absent(struct screen *screen, struct flow *flow)
{
    mark(screen, flow, "a");
}

static void run_unmark(struct screen *screen, struct flow *flow)
{
    mark(screen, flow, "");
}

/* Whoever has no mark yet was there. */
static void run_rest(struct screen *screen, struct flow *flow)
{
    struct roster *roster = roster_of(screen);

    for (int i = 0; i < roster->count; i++) {
        if (!roster->people[i].mark[0])
            snprintf(roster->people[i].mark, sizeof roster->people[i].mark, "p");
    }
    if (fill_table(roster, flow_words(flow)))
        flow_toast(flow, STYLE_BAD, "%s", err_text(E_MEMORY));
}

static void run_save(struct screen *screen, struct flow *flow)
{
    (void)save_marks(roster_of(screen), flow);
}

static void turn(struct screen *screen, struct flow *flow, int days)
{
    struct roster *roster = roster_of(screen);
    struct date day = date_from_days(date_to_days(roster->day) + days);
    struct why why = { 0 };

    if (is_changed(roster)) {
        flow_toast(flow, STYLE_WARN, "%s", _("Save this day first (Ctrl-S), or take the marks back."));
        return;
    }
    if (date_compare(day, roster->first) < 0 || date_compare(day, roster->last) > 0) {
        flow_toast(flow, STYLE_WARN, "%s", _("The session has no other day in that direction."));
        return;
    }
    roster->day = day;
    if (load_marks(roster, flow_store(flow), &why) || fill_table(roster, flow_words(flow)))
        flow_refuse(flow, &why);
}

static void run_day_after(struct screen *screen, struct flow *flow)
{
    turn(screen, flow, 1);
}

static void run_day_before(struct screen *screen, struct flow *flow)
{
    turn(screen, flow, -1);
}

static void run_enrol(struct screen *screen, struct flow *flow)
{
    struct roster *roster = roster_of(screen);
    bool begun = date_compare(roster->first, clock_today()) <= 0;
    char fields[80];

    snprintf(fields, sizeof fields, "session=%lld\nstatus=%s", (long long)roster->session,
             begun ? "walk_in" : "accepted");
    flow_push(flow, form_screen_new_with(&enrolment_type, fields), ASKED_ENROL);
}

static void run_details(struct screen *screen, struct flow *flow)
{
    flow_push(flow, detail_screen_new(&session_type, roster_of(screen)->session), 0);
}

static const char *refuse_mark(const struct screen *screen, const struct flow *flow)
{
    if (!store_may_write(flow_store(flow), &attendance_type))
        return _("Your role may look at attendance, not change it.");
    return roster_of_const(screen)->count ? NULL : _("Nobody is enrolled yet. F2 adds somebody.");
}

static const char *refuse_save(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return is_changed(roster_of_const(screen)) ? NULL : _("Every mark is saved already.");
}

static const char *refuse_unsaved(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return is_changed(roster_of_const(screen)) ? _("Save the marks first (Ctrl-S).") : NULL;
}

static const struct action actions[] = {
    { .id = "roster.present",
      .keys = { 'p', 'P' },
      .label = N_("Present"),
      .help = N_("The selected person was there."),
      .run = run_present,
      .writes = true,
      .refuses = refuse_mark,
      .bar = true },
    { .id = "roster.late",
      .keys = { 'l', 'L' },
      .label = N_("Late"),
      .help = N_("The selected person came late."),
      .run = run_late,
      .writes = true,
      .refuses = refuse_mark,
      .bar = true },
    { .id = "roster.excused",
      .keys = { 'e', 'E' },
      .label = N_("Excused"),
      .help = N_("The selected person said beforehand that they could not come."),
      .run = run_excused,
      .writes = true,
      .refuses = refuse_mark,
      .bar = true },
    { .id = "roster.absent",
      .keys = { 'a', 'A' },
      .label = N_("Absent"),
      .help = N_("The selected person did not come."),
      .run = run_absent,
      .writes = true,
      .refuses = refuse_mark,
      .bar = true },
    { .id = "roster.save",
      .keys = { PRESS_CTRL('s') },
      .label = N_("Save"),
      .help = N_("Save the marks of this day as one change."),
      .run = run_save,
      .writes = true,
      .refuses = refuse_save,
      .bar = true },
    { .id = "roster.enrol",
      .keys = { PRESS_FUNCTION(2), 'n' },
      .label = N_("Add"),
      .help = N_("Add somebody: to the list before the session, or as having come without being enrolled."),
      .run = run_enrol,
      .writes = true,
      .refuses = refuse_unsaved,
      .bar = true },
    { .id = "roster.rest",
      .keys = { '+' },
      .label = N_("Rest present"),
      .help = N_("Mark everybody present who has no mark yet."),
      .run = run_rest,
      .writes = true,
      .refuses = refuse_mark },
    { .id = "roster.unmark",
      .keys = { PRESS_DELETE, '-' },
      .label = N_("No mark"),
      .help = N_("Take the mark of the selected person away."),
      .run = run_unmark,
      .writes = true,
      .refuses = refuse_mark },
    { .id = "roster.after",
      .keys = { PRESS_RIGHT, '>' },
      .label = N_("Next day"),
      .help = N_("To the next day of the session."),
      .run = run_day_after },
    { .id = "roster.before",
      .keys = { PRESS_LEFT, '<' },
      .label = N_("Day before"),
      .help = N_("To the day before."),
      .run = run_day_before },
    { .id = "roster.details",
      .keys = { PRESS_FUNCTION(3), 'd' },
      .label = N_("Details"),
      .help = N_("The session's own record, to look at or edit."),
      .run = run_details,
      .refuses = refuse_unsaved },
};

/* --- events --- */
static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    (void)flow;
    if (event->kind == EVENT_KEY && (event->key == PRESS_LEFT || event->key == PRESS_RIGHT))
        return false;
    return table_handle(&roster_of(screen)->table, event) != TABLE_IGNORED;
}

static bool leave(struct screen *screen, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_LEAVE };

    if (!is_changed(roster_of(screen)))
        return true;
    snprintf(dialog.title, sizeof dialog.title, "%s", _("Some marks are not saved"));
    flow_ask(flow, &dialog, ASKED_LEAVE);
    return false;
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct why why = { 0 };

    if (answer->question == ASKED_ENROL && refresh(screen, flow, &why))
        flow_refuse(flow, &why);
    if (answer->question != ASKED_LEAVE)
        return;
    if (answer->dialog == DIALOG_DISCARD || (answer->dialog == DIALOG_SAVE && save_marks(roster_of(screen), flow)))
        flow_pop(flow);
}

/* A lock does not wait for questions: marks are saved, which Ctrl-Z can take back. */
static void suspend(struct screen *screen, struct flow *flow)
{
    struct roster *roster = roster_of(screen);

    if (is_changed(roster))
        (void)save_marks(roster, flow);
    table_clear(&roster->table);
    wipe(roster->people, PEOPLE_MOST * sizeof *roster->people);
    roster->count = 0;
    wipe(roster->name, sizeof roster->name);
}

/* --- drawing --- */
static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct roster *roster = roster_of_const(screen);
    struct area body = screen->body;
    char day[80];
    int marked = 0;

    (void)flow;
    for (int i = 0; i < roster->count; i++)
        marked += roster->people[i].mark[0] != '\0';
    draw_text(grid, body.x, body.y, body.width / 2, STYLE_STRONG, date_long(roster->day, day, sizeof day));
    draw_printf(grid, body.x + body.width / 2, body.y, body.width / 2, STYLE_TEXT, _("%d of %d marked%s"), marked,
                roster->count, roster->more ? _(" (only the first people are shown)") : "");
    table_draw(&roster->table, grid, true);
}

static void title(const struct screen *screen, struct buf *out)
{
    if (buf_printf(out, _("Attendance: %s"), roster_of_const(screen)->name))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    if (is_changed(roster_of_const(screen)) && buf_add_str(out, _("not saved")))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Letters mark, Del takes it back, + the rest, < > turn the day, F3 details")))
        buf_clear(out);
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    place(roster_of(screen));
}

static void close_roster(struct screen *screen)
{
    struct roster *roster = roster_of(screen);

    table_release(&roster->table);
    if (roster->people)
        wipe(roster->people, PEOPLE_MOST * sizeof *roster->people);
    free(roster->people);
    free(roster);
}

static const struct screen_kind roster_kind = {
    .name = "roster",
    .purpose = N_("Who was there, day by day. One key a person; nothing is written before Ctrl-S."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = load,
    .suspend = suspend,
    .resume = load,
    .refresh = refresh,
    .handle = handle,
    .leave = leave,
    .answered = answered,
    .resized = resized,
    .draw = draw,
    .close = close_roster,
    .title = title,
    .status = status,
    .hint = hint,
};

struct screen *roster_screen_new(int64_t session)
{
    struct roster *roster = screen_alloc(sizeof *roster, &roster_kind);

    if (!roster)
        return NULL;
    roster->session = session;
    roster->table.columns[COLUMN_PERSON] = (struct table_column){ .label = N_("Person"), .width = 34, .field = -1 };
    roster->table.columns[COLUMN_STATUS] = (struct table_column){ .label = N_("Enrolled"), .width = 18, .field = -1 };
    roster->table.columns[COLUMN_MARK] = (struct table_column){ .label = N_("Mark"), .width = 14, .field = -1 };
    roster->table.column_count = COLUMNS;
    roster->table.sort_column = -1;
    roster->table.empty = _("Nobody is enrolled yet. F2 adds somebody.");
    return &roster->screen;
}
