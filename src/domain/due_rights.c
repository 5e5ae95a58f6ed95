/*
 * What people ask of the office, and what two officers decide: complaints, requests for access, decisions that wait to
 * be signed or carried out, and that a case was opened in an emergency. A data-protection reviewer, who opens no case,
 * sees these too; there is nothing in them but numbers and pseudonyms.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/store/access.h"

#include "due_in.h"

enum { ROWS_OF_A_KIND = 10, LOOKED_AT = 60, NOTICE_DAYS = 30 };

static int64_t me(const struct collect *collect)
{
    return store_officer_id(collect->store);
}

/* The officer who handles it, and those who see to all of it. */
static bool is_mine(const struct collect *collect, const struct record *record)
{
    return record_number(record, "handler") == me(collect) ||
           (store_roles(collect->store) & (ROLE_LEAD | ROLE_REVIEWER)) != 0;
}

/* Whether this officer stepped aside from what a complaint or request is about. */
static enum err is_aside(struct collect *collect, const struct record *record, bool *aside)
{
    static const struct record_type *const types[] = { &episode_type, &referral_type };
    enum err e = OK;

    *aside = false;
    for (size_t i = 0; i < sizeof types / sizeof types[0] && !*aside && !e; i++) {
        int64_t id = record_number(record, types[i]->key);
        struct glance glance;

        if (id == 0 || !store_may_read(collect->store, types[i]))
            continue;
        e = casework_glance(collect->store, types[i], id, &glance, collect->why);
        *aside = !e && glance.is_aside;
    }
    return e;
}

/* --- complaints and requests --- */
static enum err asked_row(struct collect *collect, const struct record *record)
{
    const struct clock_limits *limits = collect_limits(collect);
    bool is_request = record->type == &access_request_type, aside;
    struct due_row *row;
    struct date on;
    enum err e;

    if (!is_mine(collect, record) || !record_date(record, "received_on", &on))
        return OK;
    if ((e = is_aside(collect, record, &aside)) || aside)
        return e;
    if (!is_request)
        on = limit_end(limits->of[CLOCK_COMPLAINT].limit, store_calendar(collect->store), on);
    else if (!access_request_ends(record, limits, store_calendar(collect->store), &on))
        return OK;
    row = collect_day(collect, on, record->type, record->id);
    if (row)
        text_print_into(row->text, sizeof row->text, "%s: %s", record_text(record, "reference"),
                        _(casework_clocks[is_request ? CLOCK_ACCESS : CLOCK_COMPLAINT].label));
    return OK;
}

static enum err collect_asked(struct collect *collect, const struct record_type *type)
{
    struct query query = collect_query(type);

    collect_kind(collect, ROWS_OF_A_KIND);
    query_narrow(&query, "answered_on", FILTER_EMPTY, "");
    query_sort(&query, "received_on", false);
    return collect_rows(collect, &query, LOOKED_AT, asked_row);
}

/* --- decisions of two --- */
/* What became of a person whom one stepped aside from is told to others. */
static enum err is_about_aside(struct collect *collect, const struct record *decision, bool *aside)
{
    const struct record_type *type =
        catalogue_find(store_catalogue(collect->store), record_text(decision, "about_type"));
    struct glance glance;
    enum err e;

    *aside = false;
    if ((type != &episode_type && type != &referral_type) || !store_may_read(collect->store, type))
        return OK;
    e = casework_glance(collect->store, type, record_number(decision, "about"), &glance, collect->why);
    *aside = !e && glance.is_aside;
    return e;
}

static enum err decision_row(struct collect *collect, const struct record *decision)
{
    bool waits = strcmp(record_text(decision, "outcome"), "waiting") == 0;
    const char *kind = vocabulary_label(store_words(collect->store), "decision_kind", record_text(decision, "kind"));
    unsigned needed = waits ? ROLE_REVIEWER : ROLE_LEAD;
    struct due_row *row;
    bool aside;
    enum err e;

    if (!(store_roles(collect->store) & needed) || (waits && record_number(decision, "proposed_by") == me(collect)))
        return OK;
    if ((e = is_about_aside(collect, decision, &aside)) || aside)
        return e;
    row = collect_decide(collect, decision->type, decision->id);
    if (row)
        text_print_into(row->text, sizeof row->text,
                        waits ? _("%s%s“%s” waits for your signature") : _("%s%s“%s” is signed, to be carried out"),
                        record_text(decision, "pseudonym"), record_has(decision, "pseudonym") ? ": " : "", kind);
    return OK;
}

/* To keep a record, or to take more time, holds as soon as it is signed; the others are carried out then. */
static enum err collect_decisions(struct collect *collect)
{
    static const struct {
        const char *kind, *outcome;
    } open[] = { { "keep", "waiting" },    { "anonymise", "waiting" }, { "erase", "waiting" },
                 { "profile", "waiting" }, { "anonymise", "signed" },  { "erase", "signed" },
                 { "profile", "signed" } };
    enum err e = OK;

    collect_kind(collect, (size_t)2 * ROWS_OF_A_KIND);
    for (size_t i = 0; i < sizeof open / sizeof open[0] && !e; i++) {
        struct query query = collect_query(&decision_type);

        query_narrow(&query, "kind", FILTER_IS, open[i].kind);
        query_narrow(&query, "outcome", FILTER_IS, open[i].outcome);
        query_narrow(&query, "carried_at", FILTER_EMPTY, "");
        query_sort(&query, "outcome", false);
        e = collect_rows(collect, &query, ROWS_OF_A_KIND, decision_row);
    }
    return e;
}

/* --- opened in an emergency --- */
/* A notice goes once its reader has opened the case after it. */
static enum err emergency_row(struct collect *collect, const struct record *step)
{
    int64_t id = record_number(step, "episode"), seen;
    struct buf officer = { 0 };
    const struct glance *glance;
    struct due_row *row;
    enum err e;

    if (record_number(step, "officer") == me(collect))
        return OK;
    if ((e = collect_case(collect, id, &glance)) || !glance ||
        (e = store_last_look(collect->store, id, &seen, collect->why)) || seen >= record_number(step, "at"))
        return e;
    if (!(e = store_title(collect->store, &officer_type, record_number(step, "officer"), &officer)) &&
        (row = collect_decide(collect, &episode_type, id)))
        text_print_into(row->text, sizeof row->text, _("%s: %s opened the case in an emergency"), glance->pseudonym,
                        buf_text(&officer));
    buf_release(&officer);
    return e;
}

static enum err collect_emergencies(struct collect *collect)
{
    struct query query = collect_query(&episode_step_type);

    collect_kind(collect, ROWS_OF_A_KIND);
    query_narrow(&query, "action", FILTER_IS, "break_glass");
    query_narrow_date(&query, "happened_on", FILTER_AT_LEAST, days_from(collect->today, -NOTICE_DAYS));
    query_sort(&query, "happened_on", true);
    return collect_rows(collect, &query, LOOKED_AT, emergency_row);
}

enum err collect_rights(struct collect *collect)
{
    enum err e;

    if ((e = collect_asked(collect, &complaint_type)) || (e = collect_asked(collect, &access_request_type)) ||
        (e = collect_decisions(collect)))
        return e;
    return collect_emergencies(collect);
}
