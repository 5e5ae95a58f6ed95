/* Reading a meeting of the panel for its screen, and the small saves of its keys. */
#include <stdio.h>
#include <string.h>

#include "panel_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"

enum { CASES_MOST = 100 };

/* --- loading --- */
void meeting_let_go(struct meeting *meeting)
{
    record_release(&meeting->record);
    panel_rows_release(&meeting->items, &meeting->item_count);
    panel_rows_release(&meeting->members, &meeting->member_count);
    table_clear(&meeting->agenda);
    table_clear(&meeting->people);
    picker_release(&meeting->picker);
    meeting->picking = false;
    explicit_bzero(meeting->head, sizeof meeting->head);
}

/* The list's words for it are a sentence; the sheets themselves are called so. */
static const char *sheet_name(const char *stage)
{
    return strcmp(stage, "f2") == 0 ? "F2" : strcmp(stage, "f3") == 0 ? "F3" : strcmp(stage, "f4") == 0 ? "F4" : "";
}

static enum err fill_agenda(struct meeting *meeting, struct store *store)
{
    int64_t kept = table_selected_id(&meeting->agenda);
    enum err e = OK;

    table_clear(&meeting->agenda);
    for (size_t i = 0; i < meeting->item_count && !e; i++) {
        const struct record *item = &meeting->items[i];
        struct buf name = { 0 }, decision = { 0 };
        struct table_row row = { .id = item->id };
        char number[24];

        snprintf(number, sizeof number, "%zu", i + 1);
        if (!(e = store_title(store, &episode_type, record_number(item, "episode"), &name)) &&
            record_has(item, "decision"))
            e = store_show_value(store, item, field_find(&panel_item_type, "decision"), &decision);
        row.cells[0] = buf_text(&name);
        row.cells[1] = number;
        row.cells[2] = sheet_name(record_text(item, "stage"));
        row.cells[3] = decision.len ? buf_text(&decision) : _("not decided");
        if (!e)
            e = table_add(&meeting->agenda, TABLE_AFTER, &row);
        buf_wipe(&name);
        buf_wipe(&decision);
    }
    table_select(&meeting->agenda, kept);
    return e;
}

static enum err fill_people(struct meeting *meeting, const struct vocabularies *words)
{
    int64_t kept = table_selected_id(&meeting->people);
    enum err e = OK;

    table_clear(&meeting->people);
    for (size_t i = 0; i < meeting->member_count && !e; i++) {
        const struct record *member = &meeting->members[i];
        const char *presence = record_text(member, "presence");
        bool is_there = strcmp(presence, "present") == 0 || strcmp(presence, "guest") == 0;
        struct table_row row = { .id = member->id, .style = is_there ? STYLE_TEXT : STYLE_DIM };

        row.cells[0] = record_text(member, "person");
        row.cells[1] = vocabulary_label(words, "panel_presence", presence);
        row.cells[2] = record_number(member, "confidentiality") == 1 ? _("yes") : _("no");
        row.cells[3] = vocabulary_label(words, "panel_discipline", record_text(member, "discipline"));
        row.cells[4] = record_number(member, "security") == 1 ? _("yes") : _("no");
        row.cells[5] = record_text(member, "agency");
        e = table_add(&meeting->people, TABLE_AFTER, &row);
    }
    table_select(&meeting->people, kept);
    return e;
}

/* "Friday 27 November 2026, 14:00 · Town hall · chaired by Councillor Voss" */
static enum err fill_head(struct meeting *meeting, struct store *store)
{
    struct buf text = { 0 };
    struct date on;
    char day[80];
    enum err e = OK;

    if (date_parse(record_text(&meeting->record, "on"), false, &on))
        e = buf_add_str(&text, date_long(on, day, sizeof day));
    if (!e && record_has(&meeting->record, "start") && !(e = buf_add_str(&text, ", ")))
        e = store_show_value(store, &meeting->record, field_find(&panel_meeting_type, "start"), &text);
    if (!e && record_has(&meeting->record, "place"))
        e = buf_printf(&text, " · %s", record_text(&meeting->record, "place"));
    if (!e)
        e = buf_printf(&text, _(" · chaired by %s"), record_text(&meeting->record, "chair"));
    text_cut_into(meeting->head, sizeof meeting->head, buf_text(&text));
    buf_wipe(&text);
    return e;
}

enum err meeting_load(struct meeting *meeting, struct flow *flow, struct why *why)
{
    struct store *store = flow_store(flow);
    enum err e;

    record_release(&meeting->record);
    panel_rows_release(&meeting->items, &meeting->item_count);
    panel_rows_release(&meeting->members, &meeting->member_count);
    if ((e = store_load(store, &panel_meeting_type, meeting->id, &meeting->record, why)) ||
        (e = panel_agenda(store, meeting->id, &meeting->items, &meeting->item_count, why)) ||
        (e = panel_rows(store, &panel_member_type, "meeting", meeting->id, true, &meeting->members,
                        &meeting->member_count, why)))
        return e;
    meeting->seated = panel_table_of(meeting->members, meeting->member_count);
    if ((e = fill_head(meeting, store)) || (e = fill_agenda(meeting, store)) ||
        (e = fill_people(meeting, flow_words(flow))))
        return why_set(why, e, "%s", err_text(e));
    return OK;
}

/* --- people and cases to choose from --- */
enum err panel_offer_members(struct picker *picker, const char *title, const struct record *members, size_t count,
                             const struct vocabularies *words)
{
    enum err e = OK;

    picker_release(picker);
    text_cut_into(picker->title, sizeof picker->title, title);
    for (size_t i = 0; i < count && !e; i++) {
        struct picker_row row = { .id = members[i].id };

        text_print_into(row.label, sizeof row.label, "%s, %s", record_text(&members[i], "person"),
                        record_text(&members[i], "agency"));
        text_cut_into(row.detail, sizeof row.detail,
                      vocabulary_label(words, "panel_presence", record_text(&members[i], "presence")));
        e = picker_add(picker, &row);
    }
    return e;
}

static bool is_on_agenda(const struct meeting *meeting, int64_t episode)
{
    for (size_t i = 0; i < meeting->item_count; i++) {
        if (record_number(&meeting->items[i], "episode") == episode)
            return true;
    }
    return false;
}

enum err meeting_offer_cases(struct meeting *meeting, struct flow *flow, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    query_init(&query, &episode_type);
    query_narrow(&query, "state", FILTER_IS, "panel_listed");
    picker_release(&meeting->picker);
    snprintf(meeting->picker.title, sizeof meeting->picker.title, "%s", _("Which case goes on the agenda?"));
    e = store_page(flow_store(flow), &query, NULL, false, CASES_MOST, &page, why);
    for (size_t i = 0; i < page.count && !e; i++) {
        struct picker_row row = { .id = page.records[i].id };

        text_cut_into(row.label, sizeof row.label, record_text(&page.records[i], "pseudonym"));
        text_cut_into(row.detail, sizeof row.detail, record_text(&page.records[i], "reference"));
        if (!is_on_agenda(meeting, row.id))
            e = picker_add(&meeting->picker, &row);
    }
    record_page_release(&page);
    if (!e && meeting->picker.count == 0)
        return why_set(why, E_NOT_FOUND, "%s",
                       _("No other case is listed for the panel. The step of the case that lists it comes first."));
    meeting->picking = !e;
    return e;
}

/* --- the saves of keys --- */
static enum err put_position(struct save *save, struct store *store, int64_t item, int64_t position, struct why *why)
{
    struct record record = { 0 };
    enum err e = store_load(store, &panel_item_type, item, &record, why);

    if (!e) {
        value_set_number(record_value(&record, "position"), position);
        e = save_put_by_program(save, &record, NULL, why);
    }
    record_release(&record);
    return e;
}

enum err meeting_move(struct meeting *meeting, struct flow *flow, int by, struct why *why)
{
    struct store *store = flow_store(flow);
    int from = meeting->agenda.selected, to = from + by;
    struct save *save = NULL;
    struct saved saved;
    enum err e;

    if (to < 0 || to >= (int)meeting->item_count)
        return OK;
    if ((e = save_begin(store, ENTRY_CHANGE, &save, why)))
        return e;
    for (int i = 0; i < (int)meeting->item_count && !e; i++)
        e = put_position(save, store, meeting->items[i].id, (i == from ? to : i == to ? from : i) + 1, why);
    if (e) {
        save_cancel(save);
        return e;
    }
    if ((e = save_commit(save, _("Changed the order of an agenda"), &saved, why)))
        return e;
    return meeting_load(meeting, flow, why);
}

/* What could not be saved is not shown as if it were. */
static enum err change(struct meeting *meeting, struct flow *flow, struct record *record, struct why *why)
{
    struct saved saved;
    struct why unread = { 0 };
    enum err e = store_put(flow_store(flow), record, NULL, &saved, why);

    if (meeting_load(meeting, flow, &unread) && !e) {
        *why = unread;
        return unread.code;
    }
    return e;
}

static struct record *selected_member(struct meeting *meeting)
{
    int row = meeting->people.selected;

    return row < (int)meeting->member_count ? &meeting->members[row] : NULL;
}

enum err meeting_mark(struct meeting *meeting, struct flow *flow, const char *presence, struct why *why)
{
    struct record *member = selected_member(meeting);
    bool is_there = strcmp(presence, "present") == 0 || strcmp(presence, "guest") == 0;
    enum err e;

    if (!member)
        return OK;
    if (!is_there)
        value_set_number(record_value(member, "confidentiality"), 0);
    return (e = value_set_text(record_value(member, "presence"), presence)) ? e : change(meeting, flow, member, why);
}

enum err meeting_accept(struct meeting *meeting, struct flow *flow, struct why *why)
{
    struct record *member = selected_member(meeting);

    if (!member)
        return OK;
    value_set_number(record_value(member, "confidentiality"), record_number(member, "confidentiality") == 0);
    return change(meeting, flow, member, why);
}

enum err meeting_read_out(struct meeting *meeting, struct flow *flow, struct why *why)
{
    struct record *record = &meeting->record;

    value_set_number(record_value(record, "confidentiality_read"), record_number(record, "confidentiality_read") == 0);
    return change(meeting, flow, record, why);
}

enum err meeting_held(struct meeting *meeting, struct flow *flow, struct why *why)
{
    enum err e = value_set_text(record_value(&meeting->record, "status"), "held");

    return e ? e : change(meeting, flow, &meeting->record, why);
}
