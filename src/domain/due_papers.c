/*
 * What was agreed, planned and shared in cases and has a day of its own: agreements that end, actions of plan and
 * panel, sessions, how much support, what is to come back or to be called back. Each is one query over an index within
 * a window of days; what a newer paper has settled is left out.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/outlook.h"

#include "due_in.h"

enum { LOOKED_AT = 40, ROWS_OF_A_KIND = 10, CALLED_BACK_DAYS = 180, RECALLS_MAX = 12 };

/* States in which support is under way, and those in which a case lives at all. */
#define UNDER_WAY                                                                              \
    (UINT64_C(1) << CASE_ACTIVE | UINT64_C(1) << CASE_PAUSED | UINT64_C(1) << CASE_REVIEWING | \
     UINT64_C(1) << CASE_CLOSING)
#define ALIVE                                                                                                    \
    (UNDER_WAY | UINT64_C(1) << CASE_SCREENED_IN | UINT64_C(1) << CASE_INVITED | UINT64_C(1) << CASE_ASSESSING | \
     UINT64_C(1) << CASE_PANEL_LISTED | UINT64_C(1) << CASE_PANEL_DECIDED | UINT64_C(1) << CASE_DEFERRED |       \
     UINT64_C(1) << CASE_PLANNING | UINT64_C(1) << CASE_PLAN_AGREED)

/* --- what settles a paper --- */
/* A session took place since, or was cancelled. */
static enum err was_met(struct collect *collect, const struct record *session, bool *settled)
{
    struct query query = collect_query(&support_session_type);
    struct date on;

    if (!record_date(session, "on", &on))
        return OK;
    query_narrow_number(&query, "episode", FILTER_IS, record_number(session, "episode"));
    query_narrow_date(&query, "on", FILTER_AT_LEAST, days_from(on, 1));
    return collect_exists(collect, &query, settled);
}

/* There is a newer version. */
static enum err was_assessed(struct collect *collect, const struct record *assessment, bool *settled)
{
    struct query query = collect_query(&assessment_type);

    query_narrow_number(&query, "episode", FILTER_IS, record_number(assessment, "episode"));
    query_narrow_number(&query, "version", FILTER_AT_LEAST, record_number(assessment, "version") + 1);
    return collect_exists(collect, &query, settled);
}

/* Of a plan that another version replaced. */
static enum err was_replaced(struct collect *collect, const struct record *action, bool *settled)
{
    struct record plan = { 0 };
    enum err e = store_load(collect->store, &support_plan_type, record_number(action, "plan"), &plan, collect->why);

    *settled = !e && strcmp(record_text(&plan, "status"), "agreed") != 0;
    record_release(&plan);
    return e;
}

/* --- the kinds --- */
static const struct paper_kind {
    const struct record_type *type;
    const char *day;
    int back;             /* how many days after its day it is still told */
    int back_for_lead;    /* less where most were settled since by something newer */
    const char *empty[2]; /* fields that must be empty; NULL none */
    const char *status;   /* what its status must be; NULL any */
    uint64_t states;      /* of the case */
    const char *text;     /* N_(); behind the pseudonym */
    const char *named;    /* the choice whose word is told too; NULL */
    enum err (*is_settled)(struct collect *collect, const struct record *paper, bool *settled);
} kinds[] = {
    { .type = &consent_type,
      .day = "valid_to",
      .back = 30,
      .back_for_lead = 30,
      .empty = { "withdrawn_on", "replaced_by" },
      .states = ALIVE,
      .text = N_("agreement ends"),
      .named = "purpose" },
    { .type = &support_session_type,
      .day = "next_on",
      .back = 14,
      .back_for_lead = 0,
      .states = UNDER_WAY,
      .text = N_("next session"),
      .is_settled = was_met },
    { .type = &plan_action_type,
      .day = "ends",
      .back = 30,
      .back_for_lead = 30,
      .status = "running",
      .states = UNDER_WAY,
      .text = N_("part of the plan ends"),
      .named = "kind",
      .is_settled = was_replaced },
    { .type = &panel_action_type,
      .day = "due",
      .back = 60,
      .back_for_lead = 60,
      .empty = { "done_on" },
      .states = ALIVE,
      .text = N_("task from the panel") },
    { .type = &assessment_type,
      .day = "intensity_until",
      .back = 30,
      .back_for_lead = 30,
      .states = ALIVE,
      .text = N_("look again how much support is needed"),
      .is_settled = was_assessed },
};
enum { PAPER_KINDS = sizeof kinds / sizeof kinds[0] };

static const struct paper_kind *kind_of(const struct record_type *type)
{
    size_t at = 0;

    while (at + 1 < PAPER_KINDS && kinds[at].type != type)
        at++;
    return &kinds[at];
}

static void tell(struct collect *collect, struct due_row *row, const struct paper_kind *kind,
                 const struct record *paper, const char *pseudonym)
{
    const struct field *field = kind->named ? &paper->type->fields[field_find(paper->type, kind->named)] : NULL;

    if (field)
        text_print_into(
            row->text, sizeof row->text, "%s: %s (%s)", pseudonym, _(kind->text),
            vocabulary_label(store_words(collect->store), field->vocabulary, record_text(paper, kind->named)));
    else
        text_print_into(row->text, sizeof row->text, "%s: %s", pseudonym, _(kind->text));
}

static enum err paper_row(struct collect *collect, const struct record *paper)
{
    const struct paper_kind *kind = kind_of(paper->type);
    int64_t id = record_number(paper, "episode");
    const struct glance *glance;
    bool settled = false;
    struct due_row *row;
    struct date on;
    enum err e;

    if (collect->due->count >= collect->until || !record_date(paper, kind->day, &on))
        return OK;
    if ((e = collect_case(collect, id, &glance)) || !glance || !(kind->states & UINT64_C(1) << glance->state) ||
        (kind->is_settled && (e = kind->is_settled(collect, paper, &settled))) || settled)
        return e;
    row = collect_day(collect, on, &episode_type, id);
    if (row)
        tell(collect, row, kind, paper, glance->pseudonym);
    return OK;
}

static enum err collect_kind_of_paper(struct collect *collect, const struct paper_kind *kind)
{
    struct query query = collect_query(kind->type);

    collect_kind(collect, ROWS_OF_A_KIND);
    for (size_t i = 0; i < 2 && kind->empty[i]; i++)
        query_narrow(&query, kind->empty[i], FILTER_EMPTY, "");
    if (kind->status)
        query_narrow(&query, "status", FILTER_IS, kind->status);
    query_narrow_date(&query, kind->day, FILTER_AT_LEAST,
                      days_from(collect->today, collect_is_lead(collect) ? -kind->back_for_lead : -kind->back));
    query_narrow_date(&query, kind->day, FILTER_AT_MOST, collect->week);
    query_sort(&query, kind->day, false);
    return collect_of_cases(collect, &query, LOOKED_AT, paper_row);
}

/* --- what is to come back --- */
static const char *words_of(const struct recall *recall)
{
    if (recall->reason == RECALL_WITHDRAWN)
        return _("to be called back: the agreement was withdrawn");
    if (recall->reason == RECALL_TELL)
        return _("look again whether the person can be told what was shared");
    return recall->paper->type == &copy_type ? _("copy to be returned or destroyed")
                                             : _("shared, to be returned or destroyed");
}

/* The papers that say so, by the same rule as the page of the case. */
static enum err load_shared(struct collect *collect, int64_t id, struct casework *casework)
{
    struct record episode = { 0 };
    enum err e = store_load(collect->store, &episode_type, id, &episode, collect->why);

    if (!e && !(e = casework_of(collect->store, &episode, casework, collect->why)))
        e = casework_load_shared(collect->store, casework, collect->why);
    record_release(&episode);
    return e;
}

static enum err shared_row(struct collect *collect, const struct record *paper)
{
    int64_t id = record_number(paper, "episode");
    struct recall recalls[RECALLS_MAX];
    struct casework casework = { 0 };
    const struct glance *glance;
    size_t count = 0;
    enum err e;

    if ((e = collect_case(collect, id, &glance)) || !glance || collect_was_told(collect, -id))
        return e;
    if (!(e = load_shared(collect, id, &casework)))
        count = casework_recalls(&casework, collect->week, recalls, RECALLS_MAX);
    for (size_t i = 0; i < count && i < RECALLS_MAX; i++) {
        struct due_row *row = collect_day(collect, recalls[i].on, &episode_type, id);

        if (row)
            text_print_into(row->text, sizeof row->text, "%s: %s", glance->pseudonym, words_of(&recalls[i]));
    }
    casework_release(&casework);
    return e;
}

static enum err collect_shared(struct collect *collect)
{
    static const struct {
        const struct record_type *type;
        const char *day, *empty;
        bool ahead; /* also what comes within the week */
    } shared[] = {
        { &consent_type, "withdrawn_on", NULL, false },
        { &sharing_type, "return_by", NULL, true },
        { &sharing_type, "review_on", NULL, true },
        { &copy_type, "return_by", "returned_on", true },
    };
    enum err e = OK;

    collect_kind(collect, (size_t)2 * ROWS_OF_A_KIND);
    for (size_t i = 0; i < sizeof shared / sizeof shared[0] && !e; i++) {
        struct query query = collect_query(shared[i].type);

        if (shared[i].empty)
            query_narrow(&query, shared[i].empty, FILTER_EMPTY, "");
        query_narrow_date(&query, shared[i].day, FILTER_AT_LEAST, days_from(collect->today, -CALLED_BACK_DAYS));
        query_narrow_date(&query, shared[i].day, FILTER_AT_MOST, shared[i].ahead ? collect->week : collect->today);
        query_sort(&query, shared[i].day, true);
        e = collect_of_cases(collect, &query, LOOKED_AT / 2, shared_row);
    }
    return e;
}

enum err collect_papers(struct collect *collect)
{
    enum err e = OK;

    for (size_t i = 0; i < PAPER_KINDS && !e; i++)
        e = collect_kind_of_paper(collect, &kinds[i]);
    return e ? e : collect_shared(collect);
}
