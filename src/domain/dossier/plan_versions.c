/*
 * Versions of a plan: finding and loading one, and beginning the next as a copy. What the person agreed to is
 * fixed by the step that agrees to it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/casework.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"
#include "townkeep/domain/support_plan.h"

enum { VERSIONS_MAX = 100, ACTIONS_MAX = 100 };

static bool has_status(const struct record *record, const char *status)
{
    return strcmp(record_text(record, "status"), status) == 0;
}

/* --- finding --- */
static enum err page_of(struct store *store, int64_t episode, struct record_page *out, struct why *why)
{
    struct query query;

    query_init(&query, &support_plan_type);
    query_narrow_number(&query, "episode", FILTER_IS, episode);
    return store_page(store, &query, NULL, false, VERSIONS_MAX, out, why);
}

/* The highest version, of this status when one is given. */
static enum err highest(struct store *store, int64_t episode, const char *status, int64_t *id, struct why *why)
{
    struct record_page page = { 0 };
    int64_t version = -1;
    enum err e = page_of(store, episode, &page, why);

    *id = 0;
    for (size_t i = 0; i < page.count && !e; i++) {
        const struct record *plan = &page.records[i];

        if ((status && !has_status(plan, status)) || record_number(plan, "version") <= version)
            continue;
        version = record_number(plan, "version");
        *id = plan->id;
    }
    record_page_release(&page);
    return e;
}

enum err plan_newest(struct store *store, int64_t episode, int64_t *id, struct why *why)
{
    return highest(store, episode, NULL, id, why);
}

enum err plan_in_force(struct store *store, int64_t episode, int64_t *id, struct why *why)
{
    return highest(store, episode, PLAN_AGREED, id, why);
}

/* --- loading --- */
void plan_release(struct support_plan *plan)
{
    record_release(&plan->record);
    for (size_t i = 0; i < plan->action_count; i++)
        record_release(&plan->actions[i]);
    free(plan->actions);
    memset(plan, 0, sizeof *plan);
}

static int compare_ids(const void *a, const void *b)
{
    const struct record *left = a, *right = b;

    return (left->id > right->id) - (left->id < right->id);
}

/* A list holds sealed values closed, so each action is loaded by itself. */
static enum err load_actions(struct store *store, struct support_plan *out, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    query_init(&query, &plan_action_type);
    query_narrow_number(&query, "plan", FILTER_IS, out->record.id);
    if ((e = store_page(store, &query, NULL, false, ACTIONS_MAX, &page, why)) || page.count == 0)
        goto done;
    out->actions = calloc(page.count, sizeof *out->actions);
    if (!out->actions)
        e = E_MEMORY;
    for (size_t i = 0; i < page.count && !e; i++) {
        e = store_load(store, &plan_action_type, page.records[i].id, &out->actions[i], why);
        out->action_count += e == OK;
    }
    if (!e)
        qsort(out->actions, out->action_count, sizeof *out->actions, compare_ids);
done:
    record_page_release(&page);
    return e;
}

enum err plan_load(struct store *store, int64_t id, struct support_plan *out, struct why *why)
{
    enum err e;

    memset(out, 0, sizeof *out);
    if ((e = store_load(store, &support_plan_type, id, &out->record, why)) || (e = load_actions(store, out, why)))
        plan_release(out);
    return e;
}

/* --- the next version --- */
struct beginning {
    struct store *store;
    struct record episode;
    struct support_plan before; /* all zero: there is none */
    struct record fresh;
};

static enum err require_state(const struct record *episode, struct why *why)
{
    switch (case_state_read(record_text(episode, "state"))) {
    case CASE_PLANNING:
    case CASE_ACTIVE:
    case CASE_PAUSED:
    case CASE_REVIEWING:
        return OK;
    case CASE_PLAN_AGREED:
        return why_set(why, E_INVALID,
                       N_("The plan was agreed and has not begun. Start it; it is changed with a review."));
    default:
        return why_set(why, E_INVALID, N_("A plan is made once it is decided that there shall be one."));
    }
}

static enum err load_before(struct beginning *beginning, struct why *why)
{
    int64_t newest;
    bool closed;
    enum err e = plan_newest(beginning->store, beginning->episode.id, &newest, why);

    if (e || newest == 0)
        return e;
    if ((e = plan_load(beginning->store, newest, &beginning->before, why)))
        return e;
    closed = record_has_closed(&beginning->before.record);
    for (size_t i = 0; i < beginning->before.action_count && !closed; i++)
        closed = record_has_closed(&beginning->before.actions[i]);
    return closed ? why_set(why, E_PERMISSION, N_("You cannot open the plan of this case.")) : OK;
}

static enum err prepare(struct beginning *beginning, int64_t episode, struct why *why)
{
    enum err e;

    if ((e = store_require(beginning->store, ROLES_OF_CASEWORK, why)))
        return e;
    if (!store_casework_is_open(beginning->store))
        return why_set(why, E_PERMISSION, N_("Casework is closed. Open it with your passphrase first."));
    if ((e = store_load(beginning->store, &episode_type, episode, &beginning->episode, why)) ||
        (e = require_state(&beginning->episode, why)) ||
        (e = store_log_view(beginning->store, &episode_type, episode, "plan", why)))
        return e;
    return load_before(beginning, why);
}

static void empty(struct record *record, const char *const *keys, size_t count)
{
    for (size_t i = 0; i < count; i++)
        value_release(record_value(record, keys[i]));
}

static enum err fill(struct beginning *beginning, struct why *why)
{
    static const char *const anew[] = { "agreed_how",    "agreed_on",         "copy_given", "review_on",
                                        "first_session", "unchanged_because", "on" };
    const struct record *before = &beginning->before.record;
    struct record *fresh = &beginning->fresh;
    char today[DATE_TEXT_SIZE];
    enum err e = before->type ? record_copy(fresh, before) : record_init(fresh, &support_plan_type);

    if (!e && !before->type)
        e = record_start(fresh, store_words(beginning->store), clock_today(), why);
    if (e)
        return e;
    fresh->id = 0;
    empty(fresh, anew, sizeof anew / sizeof anew[0]);
    date_format(clock_today(), today);
    value_set_number(record_value(fresh, "episode"), beginning->episode.id);
    value_set_number(record_value(fresh, "version"), before->type ? record_number(before, "version") + 1 : 1);
    if ((e = value_set_text(record_value(fresh, "on"), today)))
        return e;
    return value_set_text(record_value(fresh, "status"), PLAN_DRAFT);
}

/* What goes on stands in the next version too; what was said of it stays with the version it was said in. */
static enum err put_action(struct beginning *beginning, const struct record *before, struct save *save, struct why *why)
{
    static const char *const anew[] = { "note_back", "fixed" };
    struct record action = { 0 };
    enum err e;

    if (has_status(before, "done") || has_status(before, "stopped"))
        return OK;
    if ((e = record_copy(&action, before)))
        return e;
    action.id = 0;
    empty(&action, anew, sizeof anew / sizeof anew[0]);
    value_set_number(record_value(&action, "plan"), beginning->fresh.id);
    e = save_put_by_program(save, &action, NULL, why);
    record_release(&action);
    return e;
}

static enum err save_version(struct beginning *beginning, struct why *why)
{
    struct save *save = NULL;
    char sentence[120];
    enum err e = save_begin(beginning->store, ENTRY_CHANGE, &save, why);

    if (e)
        return e;
    e = save_put_by_program(save, &beginning->fresh, NULL, why);
    for (size_t i = 0; i < beginning->before.action_count && !e; i++)
        e = put_action(beginning, &beginning->before.actions[i], save, why);
    if (e) {
        save_cancel(save);
        return e;
    }
    snprintf(sentence, sizeof sentence, _("%s: version %lld of the plan begun"),
             record_text(&beginning->episode, "pseudonym"), (long long)record_number(&beginning->fresh, "version"));
    return save_commit(save, sentence, NULL, why);
}

enum err plan_new_version(struct store *store, int64_t episode, int64_t *id, struct why *why)
{
    struct beginning beginning = { .store = store };
    enum err e;

    *id = 0;
    if ((e = prepare(&beginning, episode, why)))
        goto done;
    if (beginning.before.record.type && has_status(&beginning.before.record, PLAN_DRAFT)) {
        *id = beginning.before.record.id;
        goto done;
    }
    if (!(e = fill(&beginning, why)) && !(e = save_version(&beginning, why)))
        *id = beginning.fresh.id;
done:
    record_release(&beginning.episode);
    plan_release(&beginning.before);
    record_release(&beginning.fresh);
    return e;
}
