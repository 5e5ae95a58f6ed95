/*
 * Small figures for Home: the last six quarters of what the office did, each counted over an index range. For trends at
 * a glance; what is reported to others is counted in full elsewhere.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/due.h"
#include "townkeep/domain/participation.h"

#include "due_in.h"

enum { COUNTED = 5000, ACTIVITIES_OF_A_QUARTER = 100, COUNTS_OF_AN_ACTIVITY = 24 };

struct quarter {
    struct date first, last;
};

/* The quarter `back` quarters before today's; this one ends today. */
static struct quarter quarter_before(struct date today, int back)
{
    struct date first = { today.year, (today.month - 1) / 3 * 3 + 1, 1 };
    struct quarter quarter;

    quarter.first = date_add_months(first, -3 * back);
    quarter.last = back == 0 ? today : days_from(date_add_months(quarter.first, 3), -1);
    return quarter;
}

static struct query in_quarter(const struct record_type *type, const char *key, const struct quarter *quarter)
{
    struct query query;

    query_init(&query, type);
    query_narrow_date(&query, key, FILTER_AT_LEAST, quarter->first);
    query_narrow_date(&query, key, FILTER_AT_MOST, quarter->last);
    query_sort(&query, key, false);
    return query;
}

struct counting {
    const char *label;
    const struct record_type *type;
    const char *key;    /* the day that decides the quarter */
    const char *status; /* only these; NULL all */
};

static enum err count_quarter(struct store *store, const struct counting *counting, const struct quarter *quarter,
                              struct figure *figure, int64_t *value, struct why *why)
{
    struct query query = in_quarter(counting->type, counting->key, quarter);
    size_t count = 0;
    bool more = false;
    enum err e;

    if (counting->status)
        query_narrow(&query, "status", FILTER_IS, counting->status);
    if ((e = store_count(store, &query, COUNTED, &count, &more, why)))
        return e;
    *value = (int64_t)count;
    figure->at_least = figure->at_least || more;
    return OK;
}

static enum err count_all(struct store *store, const struct counting *counting, struct figure *figure, struct why *why)
{
    enum err e = OK;

    figure->label = _(counting->label);
    figure->type = counting->type;
    for (int i = 0; i < FIGURE_QUARTERS && !e; i++) {
        struct quarter quarter = quarter_before(clock_today(), FIGURE_QUARTERS - 1 - i);

        e = count_quarter(store, counting, &quarter, figure, &figure->values[i], why);
    }
    return e;
}

/* --- residents --- */
static enum err add_people(struct store *store, int64_t activity, int64_t *people, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    query_init(&query, &participation_count_type);
    query_narrow_number(&query, "activity", FILTER_IS, activity);
    e = store_page(store, &query, NULL, false, COUNTS_OF_AN_ACTIVITY, &page, why);
    for (size_t i = 0; i < page.count && !e; i++) {
        if (participation_is_total(&page.records[i])) {
            *people += participation_people(&page.records[i]);
            break;
        }
    }
    record_page_release(&page);
    return e;
}

static enum err count_people(struct store *store, struct figure *figure, struct why *why)
{
    enum err e = OK;

    figure->label = _("Residents");
    figure->type = &participation_count_type;
    for (int i = 0; i < FIGURE_QUARTERS && !e; i++) {
        struct quarter quarter = quarter_before(clock_today(), FIGURE_QUARTERS - 1 - i);
        struct query query = in_quarter(&activity_type, "planned_on", &quarter);
        struct record_page page = { 0 };

        query_narrow(&query, "status", FILTER_IS, "held");
        e = store_page(store, &query, NULL, false, ACTIVITIES_OF_A_QUARTER, &page, why);
        for (size_t a = 0; a < page.count && !e; a++)
            e = add_people(store, page.records[a].id, &figure->values[i], why);
        figure->at_least = figure->at_least || page.more_after;
        record_page_release(&page);
    }
    return e;
}

enum err due_figures(struct store *store, bool casework, struct figure out[FIGURES_MAX], size_t *count, struct why *why)
{
    static const struct counting trainings = { N_("Trainings"), &session_type, "starts_on", "held" };
    static const struct counting engagements = { N_("Engagements"), &engagement_type, "held_on", NULL };
    static const struct counting referrals = { N_("Referrals"), &referral_type, "received_on", NULL };
    enum err e = OK;

    memset(out, 0, FIGURES_MAX * sizeof *out);
    *count = 0;
    if (store_may_read(store, &session_type))
        e = count_all(store, &trainings, &out[(*count)++], why);
    if (!e && store_may_read(store, &participation_count_type) && store_may_read(store, &activity_type))
        e = count_people(store, &out[(*count)++], why);
    if (!e && casework && store_casework_is_open(store) && store_may_read(store, &referral_type))
        e = count_all(store, &referrals, &out[(*count)++], why);
    if (!e && store_may_read(store, &engagement_type))
        e = count_all(store, &engagements, &out[(*count)++], why);
    return e;
}
