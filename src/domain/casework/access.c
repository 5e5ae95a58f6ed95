/*
 * Who may open a referral or a case, told from its events alone: to whom it was given, who stepped aside, who opened it
 * in an emergency. The store asks here before anything sealed is opened; no role stands above an officer's stepping
 * aside.
 */
#include "casework_in.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"

enum { EMERGENCY_MILLISECONDS = 24 * 60 * 60 * 1000 };

int64_t access_owner(const struct record *steps, size_t count)
{
    for (size_t i = count; i > 0; i--) {
        const struct record *step = &steps[i - 1];

        if ((step_is(step, "invite") || step_is(step, "assign_case")) && step_took_effect(step) &&
            record_has(step, "assignee"))
            return record_number(step, "assignee");
    }
    return 0;
}

bool access_stepped_aside(const struct record *steps, size_t count, int64_t officer)
{
    for (size_t i = 0; i < count; i++) {
        if (step_is(&steps[i], "recuse") && record_number(&steps[i], "assignee") == officer)
            return true;
    }
    return false;
}

/* Within the last day; a clock that was set back makes no day longer. */
static bool opened_in_emergency(const struct record *step, const struct rule_context *context)
{
    int64_t ago = context->now - record_number(step, "at");

    return step_is(step, "break_glass") && record_number(step, "officer") == context->officer_id && ago >= 0 &&
           ago < EMERGENCY_MILLISECONDS;
}

/* Whoever is to sign must see what. */
static bool may_sign(const struct record *step, const struct rule_context *context)
{
    const struct transition *transition = workflow_find(record_text(step, "action"));

    return transition && strcmp(record_text(step, "outcome"), OUTCOME_WAITING) == 0 &&
           (context->roles & transition->signers) && record_number(step, "officer") != context->officer_id;
}

enum access access_of(const struct record_type *type, const struct record *steps, size_t count,
                      const struct rule_context *context)
{
    if (access_stepped_aside(steps, count, context->officer_id))
        return ACCESS_STEPPED_ASIDE;
    if (type != &episode_type || (context->roles & ROLE_LEAD) || access_owner(steps, count) == context->officer_id)
        return ACCESS_OPEN;
    for (size_t i = 0; i < count; i++) {
        if (opened_in_emergency(&steps[i], context) || may_sign(&steps[i], context))
            return ACCESS_OPEN;
    }
    return ACCESS_NOT_THEIRS;
}

/* --- what is about a case beside it --- */
static enum err add_stepped_aside(struct store *store, const struct record_type *type, int64_t id, int64_t officer,
                                  bool *aside, struct why *why)
{
    struct record *steps = NULL;
    size_t count = 0;
    enum err e = id == 0 || *aside ? OK : steps_load(store, type, id, &steps, &count, why);

    if (!e)
        *aside = *aside || access_stepped_aside(steps, count, officer);
    for (size_t i = 0; i < count; i++)
        record_release(&steps[i]);
    free(steps);
    return e;
}

/* From the case that a further referral came to, or from what a complaint is about. */
static enum err stepped_aside_beside(struct store *store, const struct record_type *type, int64_t id, bool *aside,
                                     struct why *why)
{
    int64_t officer = store_officer_id(store);
    struct record record = { 0 };
    enum err e;

    *aside = false;
    if (type != &referral_type && type != &complaint_type)
        return OK;
    e = store_load(store, type, id, &record, why);
    if (!e)
        e = add_stepped_aside(store, &episode_type, record_number(&record, "episode"), officer, aside, why);
    if (!e && type == &complaint_type)
        e = add_stepped_aside(store, &referral_type, record_number(&record, "referral"), officer, aside, why);
    record_release(&record);
    return e == E_NOT_FOUND ? OK : e;
}

static enum err say_stepped_aside(struct why *why)
{
    return why_set(why, E_PERMISSION, N_("You stepped aside here, so it stays closed to you. Turn to the team lead."));
}

enum err casework_may_open(struct store *store, const struct record_type *type, int64_t id, struct why *why)
{
    struct record *steps = NULL;
    struct rule_context context;
    enum access access = ACCESS_OPEN;
    size_t count = 0;
    bool aside;
    enum err e;

    if ((e = stepped_aside_beside(store, type, id, &aside, why)))
        return e;
    if (aside)
        return say_stepped_aside(why);
    if (type != &referral_type && type != &episode_type)
        return OK;
    casework_context(store, &context);
    if (!(e = steps_load(store, type, id, &steps, &count, why)))
        access = access_of(type, steps, count, &context);
    for (size_t i = 0; i < count; i++)
        record_release(&steps[i]);
    free(steps);
    if (e)
        return e;
    if (access == ACCESS_STEPPED_ASIDE)
        return say_stepped_aside(why);
    if (access == ACCESS_NOT_THEIRS)
        return why_set(why, E_PERMISSION,
                       N_("This case is with another officer. In an emergency take the step “%s” and say why."),
                       _("Open in an emergency"));
    return OK;
}
