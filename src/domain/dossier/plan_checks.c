/*
 * What keeps a plan from being agreed. Too much at once harms as surely as too little: how many actions run at the same
 * time is counted day by day, not over the whole plan. It is a limit for the office, no measure of a person.
 */
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/assessment.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/support_plan.h"

static bool is(const struct record *record, const char *key, const char *code)
{
    return strcmp(record_text(record, key), code) == 0;
}

static bool goes_on(const struct record *plan, const struct record *action)
{
    return record_number(action, "plan") == plan->id && !is(action, "status", "done") &&
           !is(action, "status", "stopped");
}

/* --- how much at once --- */
typedef int64_t amount(const struct record *action);

static int64_t one(const struct record *action)
{
    (void)action;
    return 1;
}

static int64_t contacts(const struct record *action)
{
    return record_number(action, "contacts_per_week");
}

/* Without a first day it goes on from the beginning, without a last one for good. Days compare as text. */
static bool runs_on(const struct record *action, const char *day)
{
    const char *ends = record_text(action, "ends");

    return strcmp(record_text(action, "start"), day) <= 0 && (!ends[0] || strcmp(ends, day) >= 0);
}

/* The most is reached on a day on which some action begins. */
static struct plan_peak peak(const struct record *plan, const struct record *actions, size_t count, amount *amount_of)
{
    struct plan_peak peak = { 0, "" };

    for (size_t i = 0; i < count; i++) {
        const char *day = record_text(&actions[i], "start");
        int64_t sum = 0;

        if (!goes_on(plan, &actions[i]))
            continue;
        for (size_t j = 0; j < count; j++)
            sum += goes_on(plan, &actions[j]) && runs_on(&actions[j], day) ? amount_of(&actions[j]) : 0;
        if (sum > peak.most || (sum == peak.most && strcmp(day, peak.from) < 0))
            peak = (struct plan_peak){ sum, day };
    }
    return peak;
}

struct plan_peak plan_peak_actions(const struct record *plan, const struct record *actions, size_t count)
{
    return peak(plan, actions, count, one);
}

struct plan_peak plan_peak_contacts(const struct record *plan, const struct record *actions, size_t count)
{
    return peak(plan, actions, count, contacts);
}

/* Above the plan's own limit, or with a limit above the usual: both are said why. */
static bool is_over(const struct record *plan, const char *key, int64_t usual, int64_t most, int64_t *limit)
{
    *limit = record_has(plan, key) ? record_number(plan, key) : usual;
    return most > *limit || *limit > usual;
}

bool plan_must_say_why(const struct record *plan, const struct record *actions, size_t count)
{
    int64_t limit;

    return !record_has(plan, "over_reason") &&
           (is_over(plan, "max_actions", PLAN_ACTIONS_USUAL, plan_peak_actions(plan, actions, count).most, &limit) ||
            is_over(plan, "contacts_per_week", PLAN_CONTACTS_USUAL, plan_peak_contacts(plan, actions, count).most,
                    &limit));
}

static void check_load(const struct record *plan, const struct record *actions, size_t count, struct problems *problems)
{
    struct plan_peak at_once = plan_peak_actions(plan, actions, count);
    struct plan_peak a_week = plan_peak_contacts(plan, actions, count);
    int64_t limit;

    if (!plan_must_say_why(plan, actions, count))
        return;
    if (is_over(plan, "max_actions", PLAN_ACTIONS_USUAL, at_once.most, &limit))
        problems_add(problems, -1,
                     at_once.from[0]
                         ? N_("%lld actions at once, of at most %lld, from %s on: say why more than usual, or leave "
                              "some for later.")
                         : N_("%lld actions at once, of at most %lld: say why more than usual, or leave some for "
                              "later."),
                     (long long)at_once.most, (long long)limit, at_once.from);
    if (is_over(plan, "contacts_per_week", PLAN_CONTACTS_USUAL, a_week.most, &limit))
        problems_add(problems, -1, N_("%lld contacts a week, of at most %lld: say why more than usual, or plan fewer."),
                     (long long)a_week.most, (long long)limit);
}

/* --- what each action needs --- */
struct lacking {
    size_t alive, unserved, unfit, unasked, by_nobody;
};

/* A plan serves what the person needs or is good at; it is no answer to conduct. */
static bool serves_no_need(const struct record *action, const struct vocabularies *words)
{
    const struct vocabulary_entry *entry = vocabulary_find(words, "assessment_item", record_text(action, "serves"));

    return entry && strcmp(entry->parent, "conduct") == 0;
}

static void check_actions(const struct record *plan, const struct record *actions, size_t count,
                          const struct vocabularies *words, struct problems *problems)
{
    struct lacking lacking = { 0 };

    for (size_t i = 0; i < count; i++) {
        if (!goes_on(plan, &actions[i]))
            continue;
        lacking.alive++;
        lacking.unserved += !record_has(&actions[i], "serves");
        lacking.unfit += serves_no_need(&actions[i], words);
        lacking.unasked += record_number(&actions[i], "provider_agreed") == 0;
        lacking.by_nobody += !record_has(&actions[i], "service") && !record_has(&actions[i], "party");
    }
    if (lacking.alive == 0)
        problems_add(problems, -1, N_("The plan has no action yet."));
    if (lacking.unserved > 0)
        problems_add(problems, -1,
                     ngettext("%zu action does not say which need or strength it serves.",
                              "%zu actions do not say which need or strength they serve.", lacking.unserved),
                     lacking.unserved);
    if (lacking.unfit > 0)
        problems_add(problems, -1,
                     ngettext("%zu action answers to conduct: name the need or strength it serves.",
                              "%zu actions answer to conduct: name the need or strength they serve.", lacking.unfit),
                     lacking.unfit);
    if (lacking.unasked > 0)
        problems_add(problems, -1,
                     ngettext("The provider of %zu action has not agreed yet.",
                              "The providers of %zu actions have not agreed yet.", lacking.unasked),
                     lacking.unasked);
    if (lacking.by_nobody > 0)
        problems_add(problems, -1,
                     ngettext("%zu action names neither a service nor who provides it.",
                              "%zu actions name neither a service nor who provides them.", lacking.by_nobody),
                     lacking.by_nobody);
}

/* --- what the plan itself must say --- */
static void check_words(const struct record *plan, struct problems *problems)
{
    static const struct {
        const char *key, *sentence;
    } wanted[] = {
        { "aim", N_("Write down the aim in the person's own words.") },
        { "aim_why", N_("Say why the aim matters to the person.") },
        { "intensity", N_("Say how intensive the support is.") },
        { "intensity_reason", N_("Say why this much support, and not less.") },
        { "unintended", N_("Say what could go wrong, and what is done about it.") },
        { "benefits", N_("Say who benefits and who could be harmed.") },
        { "crisis_contact", N_("Name whom the person turns to in a crisis.") },
        { "exit_criteria", N_("Say when the support ends.") },
        { "lead_person", N_("Name the lead person of the plan.") },
        { "agreed_how", N_("Say how the person agreed to the plan.") },
        { "agreed_on", N_("Say on which day the person agreed to the plan.") },
    };

    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        if (!record_has(plan, wanted[i].key))
            problems_add(problems, -1, "%s", gettext(wanted[i].sentence));
    }
    if (record_number(plan, "copy_given") == 0)
        problems_add(problems, -1, N_("The person has no copy of the plan yet."));
}

/* --- how much support against how soon --- */
static void hint_intensity(const struct record *plan, const struct record *assessment, struct problems *problems)
{
    bool is_light = is(plan, "intensity", "light");
    bool is_much = is(plan, "intensity", "combined") || is(plan, "intensity", "intensive");

    if (is(assessment, "priority", "immediate") && is_light)
        problems_warn(problems, -1,
                      N_("The assessment asks to act at once, and the plan gives advice only. Is that enough?"));
    if (is(assessment, "priority", "routine") && is(plan, "intensity", "intensive"))
        problems_warn(problems, -1,
                      N_("The assessment sees no hurry, and the plan is intensive. Is that more than is needed?"));
    if (is(assessment, "priority", "none") && is_much)
        problems_warn(problems, -1,
                      N_("The assessment sees no support needed, and the plan gives much. Is that in proportion?"));
    if (record_text(assessment, "intensity")[0] && record_text(plan, "intensity")[0] &&
        !is(assessment, "intensity", record_text(plan, "intensity")))
        problems_warn(problems, -1,
                      N_("The plan gives another amount of support than the assessment asks for: say why in the "
                         "reason."));
}

void plan_problems(const struct record *plan, const struct record *actions, size_t count,
                   const struct record *assessment, const struct vocabularies *words, struct problems *problems)
{
    check_words(plan, problems);
    check_actions(plan, actions, count, words, problems);
    check_load(plan, actions, count, problems);
    if (assessment)
        hint_intensity(plan, assessment, problems);
}

enum err plan_checks(struct store *store, int64_t episode, struct problems *problems, struct why *why)
{
    struct support_plan plan = { 0 };
    struct record assessment = { 0 };
    int64_t newest, assessed;
    enum err e;

    if ((e = plan_newest(store, episode, &newest, why)) || (e = assessment_newest(store, episode, &assessed, why)))
        return e;
    if (newest == 0) {
        problems_add(problems, -1, N_("There is no plan yet. Begin one with the person."));
        return OK;
    }
    if ((e = plan_load(store, newest, &plan, why)))
        return e;
    if (assessed == 0 || !(e = store_load(store, &assessment_type, assessed, &assessment, why)))
        plan_problems(&plan.record, plan.actions, plan.action_count, assessed != 0 ? &assessment : NULL,
                      store_words(store), problems);
    record_release(&assessment);
    plan_release(&plan);
    return e;
}
