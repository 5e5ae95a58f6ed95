/*
 * What is due beside casework: tasks, next contacts, trainings, what was held and not written down, drafts; due_map.c
 * adds what the stakeholder map owes, due_backup.c the backup. Each kind is one query over an index, with a limit; what
 * does not fit is dropped from the end of its own kind, never from the others'.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/due.h"

#include "due_in.h"

enum {
    DAYS_OF_WEEK = 7,
    A_FEW = 12,          /* rows of one kind */
    LOOK_BACK_DAYS = 60, /* how long something forgotten is still asked about */
};

const char *due_group_label(enum due_group group)
{
    static const char *const labels[DUE_GROUP_COUNT] = {
        [DUE_OVERDUE] = N_("Overdue"),
        [DUE_TODAY] = N_("Today"),
        [DUE_WEEK] = N_("This week"),
        [DUE_DECIDE] = N_("Decide"),
    };

    return group < DUE_GROUP_COUNT ? _(labels[group]) : "";
}

/* --- rows --- */
void collect_kind(struct collect *collect, size_t most)
{
    size_t until = collect->due->count + most;

    collect->until = until < DUE_ROWS_MAX ? until : DUE_ROWS_MAX;
}

static int compare_rows(const void *a, const void *b)
{
    const struct due_row *left = a, *right = b;
    int order = (left->group > right->group) - (left->group < right->group);

    if (order == 0)
        order = date_compare(left->on, right->on);
    if (order == 0)
        order = (left->at > right->at) - (left->at < right->at);
    return order != 0 ? order : strcmp(left->text, right->text);
}

void collect_trim(struct collect *collect, size_t from, size_t most)
{
    struct due *due = collect->due;

    qsort(due->rows + from, due->count - from, sizeof due->rows[0], compare_rows);
    if (due->count - from > most) {
        due->count = from + most;
        due->more = true;
    }
}

static struct due_row *add_row(struct collect *collect, const struct record_type *type, int64_t id)
{
    struct due_row *row;

    if (collect->due->count >= collect->until) {
        collect->due->more = true;
        return NULL;
    }
    row = &collect->due->rows[collect->due->count++];
    *row = (struct due_row){ .type = type, .id = id };
    return row;
}

struct due_row *collect_day(struct collect *collect, struct date on, const struct record_type *type, int64_t id)
{
    int from_today = date_compare(on, collect->today);
    struct due_row *row;

    if (date_compare(on, collect->week) > 0)
        return NULL;
    row = add_row(collect, type, id);
    if (row) {
        row->group = from_today < 0 ? DUE_OVERDUE : from_today == 0 ? DUE_TODAY : DUE_WEEK;
        row->on = on;
    }
    return row;
}

struct due_row *collect_decide(struct collect *collect, const struct record_type *type, int64_t id)
{
    struct due_row *row = add_row(collect, type, id);

    if (row)
        row->group = DUE_DECIDE;
    return row;
}

/* --- queries --- */
enum err collect_rows(struct collect *collect, const struct query *query, size_t limit, collect_row *row)
{
    struct record_page page = { 0 };
    enum err e;

    if (!store_may_read(collect->store, query->type))
        return OK;
    e = store_page(collect->store, query, NULL, false, limit, &page, collect->why);
    for (size_t i = 0; i < page.count && !e; i++)
        e = row(collect, &page.records[i]);
    record_page_release(&page);
    return e;
}

struct query collect_query(const struct record_type *type)
{
    struct query query;

    query_init(&query, type);
    query.filter_count = 0;
    return query;
}

enum err collect_exists(struct collect *collect, const struct query *query, bool *out)
{
    size_t count = 0;
    bool more = false;
    enum err e = store_count(collect->store, query, 1, &count, &more, collect->why);

    *out = count > 0 || more;
    return e;
}

bool record_date(const struct record *record, const char *key, struct date *out)
{
    return date_parse(record_text(record, key), false, out);
}

/* --- tasks --- */
static enum err task_row(struct collect *collect, const struct record *task)
{
    struct date due;
    struct due_row *row = record_date(task, "due", &due) ? collect_day(collect, due, task->type, task->id) : NULL;

    if (row)
        text_cut_into(row->text, sizeof row->text, record_text(task, "what"));
    return OK;
}

static enum err collect_tasks(struct collect *collect)
{
    static const char *const open[] = { "open", "doing" };
    enum err e = OK;

    for (size_t i = 0; i < sizeof open / sizeof open[0] && !e; i++) {
        struct query query = collect_query(&task_type);

        query_narrow(&query, "status", FILTER_IS, open[i]);
        query_narrow_number(&query, "owner", FILTER_IS, store_officer_id(collect->store));
        query_narrow_date(&query, "due", FILTER_AT_MOST, collect->week);
        query_sort(&query, "due", false);
        e = collect_rows(collect, &query, A_FEW, task_row);
    }
    return e;
}

/* --- next contacts --- */
/* Somebody met one of them again since: the contact was made, whoever wrote it down. */
static enum err was_met_again(struct collect *collect, const struct record *engagement, bool *again)
{
    enum { PARTIES_LOOKED_AT = 3 };
    const char *ids = record_text(engagement, "parties");
    struct date held;
    enum err e = OK;

    *again = false;
    if (!record_date(engagement, "held_on", &held))
        return OK;
    for (int i = 0; i < PARTIES_LOOKED_AT && ids[0] != '\0' && !*again && !e; i++) {
        struct query query = collect_query(&engagement_type);
        char *end;
        long long party = strtoll(ids, &end, 10);

        query_narrow_date(&query, "held_on", FILTER_AT_LEAST, days_from(held, 1));
        query_narrow_number(&query, "parties", FILTER_IS, party);
        e = collect_exists(collect, &query, again);
        ids = end + strspn(end, ";");
        if (end == ids && ids[0] != '\0')
            break;
    }
    return e;
}

static enum err contact_row(struct collect *collect, const struct record *engagement)
{
    int64_t officer = record_number(engagement, "officer");
    struct date due;
    struct due_row *row;
    bool again;
    enum err e;

    if ((officer != 0 && officer != store_officer_id(collect->store)) || !record_date(engagement, "next_due", &due))
        return OK;
    if ((e = was_met_again(collect, engagement, &again)) || again)
        return e;
    row = collect_day(collect, due, engagement->type, engagement->id);
    if (row)
        text_print_into(row->text, sizeof row->text, _("Next contact after “%s”"), record_text(engagement, "title"));
    return OK;
}

static enum err collect_contacts(struct collect *collect)
{
    struct query query = collect_query(&engagement_type);

    query_narrow_date(&query, "next_due", FILTER_AT_LEAST, days_from(collect->today, -LOOK_BACK_DAYS));
    query_narrow_date(&query, "next_due", FILTER_AT_MOST, collect->week);
    query_sort(&query, "next_due", false);
    return collect_rows(collect, &query, (size_t)2 * A_FEW, contact_row);
}

/* --- trainings --- */
static enum err course_title(struct collect *collect, const struct record *session, struct buf *out)
{
    return store_title(collect->store, &course_type, record_number(session, "course"), out);
}

static enum err session_row(struct collect *collect, const struct record *session)
{
    const char *status = record_text(session, "status");
    struct buf title = { 0 };
    struct date on;
    struct due_row *row;
    enum err e;

    if (strcmp(status, "planned") != 0 && strcmp(status, "open") != 0)
        return OK;
    if (!record_date(session, "starts_on", &on))
        return OK;
    if ((e = course_title(collect, session, &title)))
        goto done;
    row = collect_day(collect, on, session->type, session->id);
    if (row && row->group == DUE_OVERDUE)
        text_print_into(row->text, sizeof row->text, _("Training “%s”: write down who came"), buf_text(&title));
    else if (row)
        text_print_into(row->text, sizeof row->text, _("Training: %s"), buf_text(&title));
done:
    buf_release(&title);
    return e;
}

static enum err collect_sessions(struct collect *collect)
{
    struct query query = collect_query(&session_type);

    query_narrow_date(&query, "starts_on", FILTER_AT_LEAST, days_from(collect->today, -LOOK_BACK_DAYS));
    query_narrow_date(&query, "starts_on", FILTER_AT_MOST, collect->week);
    query_sort(&query, "starts_on", true);
    return collect_rows(collect, &query, (size_t)3 * A_FEW, session_row);
}

static enum err certificate_row(struct collect *collect, const struct record *enrolment)
{
    struct buf person = { 0 };
    struct date on;
    struct due_row *row;
    enum err e = store_title(collect->store, &party_type, record_number(enrolment, "person"), &person);

    row = !e && record_date(enrolment, "certificate_until", &on)
              ? collect_day(collect, on, enrolment->type, enrolment->id)
              : NULL;
    if (row)
        text_print_into(row->text, sizeof row->text, _("Certificate of %s ends"), buf_text(&person));
    buf_release(&person);
    return e;
}

static enum err collect_certificates(struct collect *collect)
{
    struct query query = collect_query(&enrolment_type);

    query_narrow_date(&query, "certificate_until", FILTER_AT_LEAST, collect->today);
    query_narrow_date(&query, "certificate_until", FILTER_AT_MOST, collect->week);
    query_sort(&query, "certificate_until", false);
    return collect_rows(collect, &query, A_FEW, certificate_row);
}

/* --- activities --- */
static bool is_mine(struct collect *collect, const struct record *activity)
{
    int64_t lead = record_number(activity, "lead");

    return lead == 0 || lead == store_officer_id(collect->store) || (store_roles(collect->store) & ROLE_LEAD) != 0;
}

static enum err is_counted(struct collect *collect, const struct record *activity, bool *out)
{
    struct query query = collect_query(&participation_count_type);

    query_narrow_number(&query, "activity", FILTER_IS, activity->id);
    return collect_exists(collect, &query, out);
}

static void tell_activity(struct due_row *row, const struct record *activity, bool held)
{
    const char *title = record_text(activity, "title");

    if (held)
        text_print_into(row->text, sizeof row->text, _("%s: write down how many came"), title);
    else if (row->group == DUE_OVERDUE)
        text_print_into(row->text, sizeof row->text, _("%s: was it held?"), title);
    else
        text_print_into(row->text, sizeof row->text, _("Activity: %s"), title);
}

static enum err activity_row(struct collect *collect, const struct record *activity)
{
    bool held = strcmp(record_text(activity, "status"), "held") == 0;
    bool planned = strcmp(record_text(activity, "status"), "planned") == 0, counted = false;
    struct date on;
    struct due_row *row;
    enum err e;

    if ((!held && !planned) || !is_mine(collect, activity) || !record_date(activity, "planned_on", &on))
        return OK;
    if (held && ((e = is_counted(collect, activity, &counted)) || counted))
        return e;
    row = collect_day(collect, on, activity->type, activity->id);
    if (row)
        tell_activity(row, activity, held);
    return OK;
}

static enum err collect_activities(struct collect *collect)
{
    struct query query = collect_query(&activity_type);

    query_narrow_date(&query, "planned_on", FILTER_AT_LEAST, days_from(collect->today, -LOOK_BACK_DAYS));
    query_narrow_date(&query, "planned_on", FILTER_AT_MOST, collect->week);
    query_sort(&query, "planned_on", true);
    return collect_rows(collect, &query, (size_t)3 * A_FEW, activity_row);
}

/* --- drafts --- */
/* Questions of an assessment and changes of a review are half typed together: one row stands for all. */
bool due_draft_is_part(const struct draft_row *drafts, size_t at)
{
    if (drafts[at].type == &review_change_type)
        return true;
    for (size_t i = 0; i < at && drafts[at].type == &assessment_item_type; i++) {
        if (drafts[i].type == &assessment_item_type)
            return true;
    }
    return false;
}

static enum err collect_drafts(struct collect *collect, bool casework)
{
    struct draft_row drafts[A_FEW];
    size_t count = 0;
    enum err e = store_drafts(collect->store, A_FEW, drafts, &count, collect->why);

    for (size_t i = 0; i < count && !e; i++) {
        struct due_row *row;

        if ((drafts[i].type->owner == RECORD_OF_CASE && !casework) || due_draft_is_part(drafts, i))
            continue;
        row = collect_day(collect, moment_date(drafts[i].kept_at), drafts[i].type, drafts[i].id);
        if (!row)
            continue;
        row->group = DUE_TODAY;
        row->at = drafts[i].kept_at;
        text_print_into(row->text, sizeof row->text, _("%s, half typed: go on or drop it"), _(drafts[i].type->label));
    }
    return e;
}

/* --- all of it --- */
/* A data-protection reviewer opens no case, but answers requests and signs what becomes of records; who may open cases
 * opens them first. */
static bool may_be_told_of_rights(const struct store *store, bool is_open)
{
    unsigned roles = store_roles(store);

    return is_open || ((roles & ROLE_REVIEWER) && !(roles & ROLES_OF_CASEWORK));
}

static enum err collect_all_casework(struct collect *collect, bool is_open)
{
    enum err e;

    if (!may_be_told_of_rights(collect->store, is_open))
        return OK;
    e = due_cases_begin(collect);
    if (!e && is_open && !(e = collect_casework(collect)))
        e = collect_retention(collect);
    if (!e)
        e = collect_rights(collect);
    due_cases_end(collect);
    return e;
}

enum err due_collect(struct store *store, bool casework, struct due *out, struct why *why)
{
    static enum err (*const kinds[])(struct collect *) = { collect_tasks,      collect_contacts,     collect_sessions,
                                                           collect_activities, collect_certificates, collect_endings,
                                                           collect_reviews,    collect_sharing,      collect_services,
                                                           collect_round };
    struct collect collect = { .store = store, .due = out, .today = clock_today(), .why = why };
    bool is_open = casework && store_casework_is_open(store) && (store_roles(store) & ROLES_OF_CASEWORK) != 0;
    enum err e;

    memset(out, 0, sizeof *out);
    collect.week = days_from(collect.today, DAYS_OF_WEEK);
    collect_kind(&collect, A_FEW);
    if ((e = collect_backups(&collect)) || (e = collect_exports(&collect)) ||
        (casework && (e = collect_all_casework(&collect, is_open))))
        return e;
    collect_kind(&collect, A_FEW);
    if ((e = collect_drafts(&collect, is_open)))
        return e;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        collect_kind(&collect, A_FEW);
        if ((e = kinds[i](&collect)))
            return e;
    }
    collect_trim(&collect, 0, DUE_ROWS_MAX);
    return OK;
}
