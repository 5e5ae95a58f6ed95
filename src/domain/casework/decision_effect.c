/*
 * The steps keep, anonymise and erase take effect as a decision that waits: for the record they were taken on and for
 * every other of the same person that has a day of its own, all in the save of the step. What was proposed together is
 * known by its moment.
 */
#include "guard_in.h"
#include "take_in.h"

#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/clocks.h"
#include "townkeep/domain/decision.h"

struct proposing {
    struct taking *taking;
    const struct record *step;
    struct retention_scope scope;
    struct clock_limits limits;
    struct buf counts;
};

/* A referral of which a case came is decided about with the case. */
static bool has_day_of_its_own(const struct record *member)
{
    return member->type == &episode_type || (member->type == &referral_type && !record_has(member, "episode"));
}

static const char *kind_of(const struct proposing *proposing)
{
    return proposing->taking->transition->action;
}

static enum err look_at_decisions(struct proposing *proposing, const struct casework *casework, struct why *why)
{
    size_t count;
    const struct record *decisions = casework_papers(casework, &decision_type, &count);

    (void)proposing;
    for (size_t i = 0; i < count; i++) {
        bool is_signed = record_is(&decisions[i], "outcome", OUTCOME_SIGNED);

        if (record_is(&decisions[i], "outcome", OUTCOME_WAITING))
            return why_set(why, E_INVALID, N_("A decision about %s waits for its signature already."),
                           record_text(&casework->subject, "pseudonym"));
        if (is_signed && !record_is(&decisions[i], "kind", DECISION_KEEP) && !record_has(&decisions[i], "carried_at"))
            return why_set(why, E_INVALID, N_("A decision about %s is signed already and waits to be carried out."),
                           record_text(&casework->subject, "pseudonym"));
    }
    return OK;
}

static const char *trigger_of(const struct casework *casework, const char *reason)
{
    size_t count;
    const struct record *decisions = casework_papers(casework, &decision_type, &count);

    if (strcmp(reason, "asked_for") == 0)
        return "asked";
    if (strcmp(reason, "unlawful") == 0)
        return "office";
    for (size_t i = 0; i < count; i++) {
        if (record_is(&decisions[i], "kind", DECISION_KEEP) && record_is(&decisions[i], "outcome", OUTCOME_SIGNED))
            return "keep_expired";
    }
    return casework_state(casework) == CASE_DISCARDED ? "draft_left" : "ended";
}

/* Sooner than it is due a record goes only when the person asks, or when it should not be there. */
static enum err check_due(const struct proposing *proposing, const struct record *member, bool has_day, struct date due,
                          struct why *why)
{
    char day[DATE_TEXT_SIZE];

    if (strcmp(kind_of(proposing), DECISION_ANONYMISE) != 0)
        return OK;
    if (has_day && date_compare(due, proposing->taking->context.today) <= 0)
        return OK;
    date_format(due, day);
    return has_day ? why_set(why, E_INVALID,
                             N_("%s is kept until %s, so that a complaint or a return does not start from nothing. It "
                                "is decided then."),
                             record_text(member, "pseudonym"), day)
                   : why_set(why, E_INVALID, N_("No day is running for %s: it cannot be decided about now."),
                             record_text(member, "pseudonym"));
}

static enum err fill_decision(const struct proposing *proposing, const struct casework *casework, struct date due,
                              struct record *decision)
{
    const struct rule_context *context = &proposing->taking->context;
    const struct record *member = &casework->subject;
    const char *reason = record_text(proposing->step, "reason_code");
    enum err e;

    put_number(decision, "about", member->id);
    put_number(decision, "proposed_by", context->officer_id);
    put_number(decision, "proposed_at", context->now);
    if ((e = put_code(decision, "kind", kind_of(proposing))) ||
        (e = put_code(decision, "about_type", member->type->key)) ||
        (e = put_code(decision, "pseudonym", record_text(member, "pseudonym"))) ||
        (e = put_code(decision, "trigger", trigger_of(casework, reason))) ||
        (e = put_code(decision, "counts", buf_text(&proposing->counts))) ||
        (e = put_code(decision, "reason_code", reason)) || (e = put_day(decision, "due_on", due)) ||
        (e = put_code(decision, "outcome", OUTCOME_WAITING)))
        return e;
    return put_code(decision, "until", record_text(proposing->step, "until"));
}

static enum err propose_for(struct proposing *proposing, const struct record *member, struct why *why)
{
    struct taking *taking = proposing->taking;
    struct casework casework = { 0 };
    struct record decision = { 0 };
    struct date due = taking->context.today;
    bool has_day;
    enum err e = casework_of(taking->store, member, &casework, why);

    if (e || (e = casework_load_retention(taking->store, &casework, why)) ||
        (e = look_at_decisions(proposing, &casework, why)))
        goto done;
    has_day = retention_due(&casework, &proposing->limits, &taking->context, &due);
    if (!(e = check_due(proposing, member, has_day, due, why)) && !(e = record_init(&decision, &decision_type)) &&
        !(e = fill_decision(proposing, &casework, due, &decision)))
        e = taking_add(taking, &decision);
done:
    record_release(&decision);
    casework_release(&casework);
    return e;
}

static enum err check_obstacles(struct proposing *proposing, struct why *why)
{
    struct problems problems = { 0 };
    char text[WHY_TEXT_SIZE];
    enum err e;

    if (strcmp(kind_of(proposing), DECISION_KEEP) == 0)
        return OK;
    if ((e = retention_obstacles(proposing->taking->store, &proposing->scope, &problems, why)) || problems.count == 0)
        return e;
    problems_join(&problems, text, sizeof text);
    return why_set(why, E_INVALID, "%s", text);
}

static enum err count_scope(struct proposing *proposing, struct why *why)
{
    struct retention_dry_run run;
    enum err e = retention_dry_run(proposing->taking->store, &proposing->scope, NULL, &run, why);

    return e ? e : retention_counts(&run, &proposing->counts);
}

enum err effect_decision(struct taking *taking, const struct record *step, struct date day, struct why *why)
{
    struct proposing proposing = { .taking = taking, .step = step };
    enum err e;

    (void)day;
    if ((e = clock_limits_load(taking->store, &proposing.limits, why)) ||
        (e = retention_scope(taking->store, taking->subject.type, taking->subject.id, &proposing.scope, why)) ||
        (e = check_obstacles(&proposing, why)) || (e = count_scope(&proposing, why)))
        goto done;
    for (size_t i = 0; i < proposing.scope.count && !e; i++) {
        if (has_day_of_its_own(&proposing.scope.members[i]))
            e = propose_for(&proposing, &proposing.scope.members[i], why);
    }
done:
    retention_scope_release(&proposing.scope);
    buf_release(&proposing.counts);
    return e;
}
