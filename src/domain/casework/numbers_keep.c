/*
 * The figures a record leaves behind when it goes, counted from the same facts as the record itself
 * (numbers_referrals.c, numbers_cases.c). A referral is counted in the quarter it was received in, a case in the one it
 * was opened in: exact days go with the record.
 */
#include <stdio.h>
#include <string.h>

#include "numbers_in.h"
#include "townkeep/base/i18n.h"

/* --- making them --- */
static void keep_number(struct record *closed, const char *key, int64_t number)
{
    value_set_number(record_value(closed, key), number);
}

static enum err keep_code(struct record *closed, const char *key, const struct record *from, const char *its_key)
{
    return value_set_text(record_value(closed, key), record_text(from, its_key));
}

static enum err keep_quarter(struct record *closed, const struct record *subject, const char *day, struct why *why)
{
    struct date on;
    char quarter[sizeof "2026-Q3"];

    if (!day_of(subject, day, &on))
        return why_set(why, E_NOT_FOUND, N_("This record was never counted, so it leaves no figures behind."));
    snprintf(quarter, sizeof quarter, "%04u-Q%u", (unsigned)on.year % 10000, ((unsigned)on.month - 1) / 3 % 4 + 1);
    return value_set_text(record_value(closed, "quarter"), quarter);
}

/* How many events of the record are reasons against a limit, and how often somebody stepped aside. */
static void keep_steps(const struct casework *casework, struct record *closed, int64_t overrides)
{
    int64_t recusals = 0;

    for (size_t i = 0; i < casework->step_count; i++) {
        const struct record *step = &casework->steps[i];

        if (!step_stands(step))
            continue;
        recusals += step_is(step, "recuse");
        overrides += step_is(step, "break_glass") || step_is(step, "extend") || step_is(step, "told_later");
    }
    keep_number(closed, "overrides", overrides);
    keep_number(closed, "recusals", recusals);
}

static enum err keep_referral(struct store *store, const struct casework *casework, struct record *closed,
                              struct why *why)
{
    const struct record *referral = &casework->subject,
                        *step = casework_last(casework, record_text(referral, "decision"));
    int64_t screened = referral_days_to_screen(referral), contact = -1;
    enum err e;

    if ((e = keep_quarter(closed, referral, "received_on", why)) ||
        (e = keep_code(closed, "source", referral, "referrer_type")) ||
        (e = keep_code(closed, "channel", referral, "channel")) ||
        (e = keep_code(closed, "decision", referral, "decision")) ||
        (e = keep_code(closed, "age_band", referral, "age_band")) ||
        (step && (e = keep_code(closed, "reason_code", step, "reason_code"))) ||
        (e = referral_days_to_contact(store, referral, &contact, why)))
        return e;
    if (screened >= 0)
        keep_number(closed, "days_to_screen", screened);
    if (contact >= 0)
        keep_number(closed, "days_to_contact", contact);
    keep_steps(casework, closed, 0);
    return value_set_text(record_value(closed, "subject"), "referral");
}

/* --- of a case --- */
static void keep_sessions(const struct casework *casework, struct record *closed)
{
    int64_t kept = 0, missed = 0, cancelled = 0, progress = 0, steps = 0;
    size_t count;
    const struct record *sessions = casework_papers(casework, &support_session_type, &count);

    for (size_t i = 0; i < count; i++) {
        const struct record *session = &sessions[i];
        bool was_kept = text_is(session, "kept", "kept"), was_missed = text_is(session, "kept", "missed");

        if (record_has(session, "addendum_of"))
            continue;
        kept += was_kept;
        missed += was_missed;
        cancelled += !was_kept && !was_missed;
        progress += was_kept && record_text(session, "progress")[0] != '\0';
        steps += was_kept && (text_is(session, "progress", "step") || text_is(session, "progress", "reached"));
    }
    keep_number(closed, "sessions", kept + missed);
    keep_number(closed, "missed", missed);
    keep_number(closed, "cancelled", cancelled);
    keep_number(closed, "progress", progress);
    keep_number(closed, "steps_forward", steps);
}

static void keep_strengths(struct store *store, const struct casework *casework, struct record *closed)
{
    int64_t strengths = 0, better = 0;
    size_t count;
    const struct record *changes = casework_papers(casework, &review_change_type, &count);

    for (size_t i = 0; i < count; i++) {
        const struct vocabulary_entry *item =
            vocabulary_find(store_words(store), "assessment_item", record_text(&changes[i], "item"));

        if (!item || strcmp(item->parent, "protective") != 0)
            continue;
        strengths++;
        better += text_is(&changes[i], "change", "better");
    }
    keep_number(closed, "strengths", strengths);
    keep_number(closed, "strengths_better", better);
}

struct reviews_seen {
    int64_t due, on_time;
};

static void see_review(void *data, const struct review_due *review)
{
    struct reviews_seen *seen = data;

    seen->due++;
    seen->on_time += review->on_time;
}

/* What was shared; gives the times it was not told to the person. */
static int64_t keep_sharing(const struct casework *casework, struct record *closed)
{
    int64_t out = 0, in = 0, refused = 0, outside = 0, outside_refused = 0, not_told = 0;
    size_t count;
    const struct record *sharings = casework_papers(casework, &sharing_type, &count);

    for (size_t i = 0; i < count; i++) {
        bool is_out = text_is(&sharings[i], "direction", "out"),
             is_refused = text_is(&sharings[i], "direction", "refused"),
             is_outside = text_is(&sharings[i], "requester", "elected_official");

        out += is_out;
        refused += is_refused;
        in += !is_out && !is_refused;
        outside += is_outside;
        outside_refused += is_outside && is_refused;
        not_told += is_out && text_is(&sharings[i], "person_told", "no");
    }
    keep_number(closed, "shared_out", out);
    keep_number(closed, "shared_in", in);
    keep_number(closed, "refused", refused);
    keep_number(closed, "outside", outside);
    keep_number(closed, "outside_refused", outside_refused);
    return not_told;
}

static int64_t count_filled(const struct casework *casework, const struct record_type *type, const char *key)
{
    int64_t filled = 0;
    size_t count;
    const struct record *papers = casework_papers(casework, type, &count);

    for (size_t i = 0; i < count; i++)
        filled += record_has(&papers[i], key);
    return filled;
}

static enum err keep_closure(const struct casework *casework, struct record *closed)
{
    size_t count;
    const struct record *closures = casework_papers(casework, &closure_type, &count);
    enum err e;

    if (count == 0)
        return OK;
    keep_number(closed, "offered", record_number(&closures[count - 1], "feedback_offered"));
    if ((e = keep_code(closed, "feedback", &closures[count - 1], "feedback")))
        return e;
    return keep_code(closed, "closure_reason", &closures[count - 1], "reason");
}

static enum err keep_case(struct store *store, const struct casework *casework, struct record *closed, struct why *why)
{
    const struct record *episode = &casework->subject;
    struct reviews_seen reviews = { 0 };
    struct clock_limits limits;
    enum err e;

    if ((e = keep_quarter(closed, episode, "opened_on", why)) || (e = keep_code(closed, "level", episode, "level")) ||
        (e = keep_code(closed, "age_band", episode, "age_band")) || (e = keep_closure(casework, closed)) ||
        (e = clock_limits_load(store, &limits, why)) ||
        (e = case_reviews(store, episode, &limits, see_review, &reviews, why)))
        return e;
    if (casework_last(casework, "invite"))
        keep_number(closed, "agreed", record_has(episode, "agreed_on"));
    keep_number(closed, "reviews", reviews.due);
    keep_number(closed, "reviews_on_time", reviews.on_time);
    keep_sessions(casework, closed);
    keep_strengths(store, casework, closed);
    keep_steps(casework, closed,
               keep_sharing(casework, closed) + count_filled(casework, &support_plan_type, "over_reason") +
                   count_filled(casework, &assessment_type, "not_shared_because"));
    return value_set_text(record_value(closed, "subject"), "episode");
}

enum err numbers_keep(struct store *store, const struct casework *casework, struct record *closed, struct why *why)
{
    enum err e = record_init(closed, &closed_case_type);

    if (e)
        return e;
    return casework->subject.type == &referral_type ? keep_referral(store, casework, closed, why)
                                                    : keep_case(store, casework, closed, why);
}
