/*
 * All walks through the records that make up the numbers, one page at a time. A vault of thousands of cases takes some
 * seconds; whoever counts can do other things between two pages.
 */
#include "numbers_in.h"
#include "townkeep/domain/queries.h"

enum { PAGE_ROWS = 50 };

static const struct tally_pass passes[] = {
    { .type = &referral_type, .day = "received_on", .row = tally_referral },
    { .type = &episode_step_type, .day = "happened_on", .action = "invite", .row = tally_invitation },
    { .type = &support_session_type, .day = "on", .row = tally_session },
    { .type = &episode_type, .day = "opened_on", .is_of_any_age = true, .row = tally_reviews },
    { .type = &closure_type, .day = "on", .row = tally_closure },
    { .type = &episode_type,
      .day = "opened_on",
      .is_of_any_age = true,
      .row = tally_sealed,
      .before = tally_sealed_begins },
    { .type = &referral_step_type, .day = "happened_on", .action = "recuse", .row = tally_work_step },
    { .type = &referral_step_type, .day = "happened_on", .action = "extend", .row = tally_work_step },
    { .type = &referral_step_type, .day = "happened_on", .action = "told_later", .row = tally_work_step },
    { .type = &episode_step_type, .day = "happened_on", .action = "recuse", .row = tally_work_step },
    { .type = &episode_step_type, .day = "happened_on", .action = "break_glass", .row = tally_work_step },
    { .type = &episode_step_type, .day = "happened_on", .action = "told_later", .row = tally_work_step },
    { .type = &support_plan_type, .day = "on", .row = tally_plan },
    { .type = &assessment_type, .day = "on", .row = tally_assessment },
    { .type = &sharing_type, .day = "on", .row = tally_sharing },
    { .type = &decision_type, .day = "due_on", .row = tally_decision, .before = tally_decisions_begin },
    { .type = &closed_case_type, .row = tally_closed },
};
enum { PASSES = sizeof passes / sizeof passes[0] };

size_t tally_passes(void)
{
    return PASSES;
}

void tally_walk_release(struct tally_walk *walk)
{
    record_release(&walk->last);
    *walk = (struct tally_walk){ 0 };
}

static void next_pass(struct tally_walk *walk)
{
    record_release(&walk->last);
    walk->last = (struct record){ 0 };
    walk->begun = false;
    walk->pass++;
}

static void start_query(const struct tally *tally, const struct tally_pass *pass, struct query *query)
{
    query_init(query, pass->type);
    query->which = QUERY_ALL;
    if (pass->action)
        query_narrow(query, "action", FILTER_IS, pass->action);
    if (!pass->day)
        return;
    if (!pass->is_of_any_age)
        query_narrow_date(query, pass->day, FILTER_AT_LEAST, tally->first);
    query_narrow_date(query, pass->day, FILTER_AT_MOST, tally->last);
    query_sort(query, pass->day, false);
}

static enum err walk_page(struct tally *tally, struct tally_walk *walk, struct why *why)
{
    struct record_page page = { 0 };
    enum err e =
        store_page(tally->store, &walk->query, walk->last.type ? &walk->last : NULL, false, PAGE_ROWS, &page, why);

    for (size_t i = 0; i < page.count && !e; i++)
        e = passes[walk->pass].row(tally, &page.records[i], why);
    if (!e && (!page.more_after || page.count == 0)) {
        next_pass(walk);
    } else if (!e) {
        record_release(&walk->last);
        walk->last = (struct record){ 0 };
        e = record_copy(&walk->last, &page.records[page.count - 1]);
    }
    record_page_release(&page);
    return e;
}

enum err tally_step(struct tally *tally, struct tally_walk *walk, bool *more, struct why *why)
{
    const struct tally_pass *pass = &passes[walk->pass];
    enum err e = OK;

    *more = walk->pass < PASSES;
    if (!*more)
        return OK;
    if (!walk->begun) {
        start_query(tally, pass, &walk->query);
        walk->begun = true;
        if (pass->before && (e = pass->before(tally, why))) {
            next_pass(walk);
            return e == E_PERMISSION ? OK : e;
        }
    }
    return walk_page(tally, walk, why);
}
