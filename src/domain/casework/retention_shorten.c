/*
 * A case that ended before there was support: nobody needs the story any more. Who it was stays for a while, so that a
 * return does not start from nothing, with what was decided and why, what was told to whom, and what the person said
 * against the record. The rest of what is sealed goes at once, in the case and in the referrals it came from.
 *
 * The end is saved first. Were the program stopped before the rest is gone, the events still say that it should be, and
 * it is done when casework opens next.
 */
#include "guard_in.h"

#include <stdio.h>
#include <string.h>

#include "take_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/domain/retention.h"
#include "townkeep/store/erase.h"

static const struct kept_field kept[] = {
    { "referral", "person_name" },   { "referral", "other_names" }, { "referral", "birth" },
    { "referral", "guardian" },      { "referral_step", "reason" }, { "episode", "person_name" },
    { "episode", "other_names" },    { "episode", "birth" },        { "episode", "guardian" },
    { "episode", "notice_version" }, { "episode_step", "reason" },  { "panel_item", "reasons" },
    { "panel_item", "dissent" },     { "consent", "with_whom" },    { "consent", "withdrawn_effect" },
    { "sharing", "agency_person" },  { "sharing", "asked_by" },     { "sharing", "what" },
    { "sharing", "necessity" },      { "sharing", "handling" },     { "disagreement", "about" },
    { "disagreement", "text" },      { "copy", "recipient" },
};

/* The end as it was signed; NULL when it was not, or when there was support. */
static const struct record *signed_end(const struct casework *casework)
{
    const uint64_t ends = IN(DECLINED) | IN(NOT_ADOPTED) | IN(WITHDRAWN);
    enum case_state state = casework_state(casework);

    if (!(ends & UINT64_C(1) << state))
        return NULL;
    for (size_t i = casework->step_count; i > 0; i--) {
        const struct record *step = &casework->steps[i - 1];

        if (case_state_read(record_text(step, "to_state")) != state || !step_took_effect(step))
            continue;
        return record_is(step, "outcome", OUTCOME_WAITING) ? NULL : step;
    }
    return NULL;
}

static bool is_contested(const struct retention_scope *scope)
{
    for (size_t i = 0; i < scope->count; i++) {
        if (scope->members[i].type == &complaint_type && !record_has(&scope->members[i], "answered_on"))
            return true;
    }
    return false;
}

/* The case and the referrals that led to it; another case of the person has its own end. */
static bool goes_with(const struct record *member, int64_t episode)
{
    return (member->type == &episode_type && member->id == episode) ||
           (member->type == &referral_type && record_number(member, "episode") == episode);
}

static enum err mark(struct store *store, int64_t episode, struct why *why)
{
    struct record record = { 0 };
    struct save *save = NULL;
    enum err e = store_load(store, &episode_type, episode, &record, why);

    if (e || (e = put_day(&record, "shortened_on", clock_today())) || (e = save_begin(store, ENTRY_CHANGE, &save, why)))
        goto done;
    if ((e = save_put_by_program(save, &record, NULL, why)))
        save_cancel(save);
    else
        e = save_commit(save, NULL, NULL, why);
done:
    record_release(&record);
    return e;
}

static enum err shorten(struct store *store, const struct retention_scope *scope, int64_t episode,
                        const char *backup_folder, struct why *why)
{
    const struct erasing how = { .sentence = _("What was told of a person was taken away, because the case ended."),
                                 .backup_folder = backup_folder };
    enum err e = OK;

    for (size_t i = 0; i < scope->count && !e; i++) {
        struct erase_report report;

        if (goes_with(&scope->members[i], episode))
            e = store_reduce(store, scope->members[i].id, kept, sizeof kept / sizeof kept[0], &how, &report, why);
    }
    return e ? e : mark(store, episode, why);
}

enum err retention_shorten(struct store *store, int64_t episode, const char *backup_folder, bool *done, struct why *why)
{
    struct retention_scope scope = { 0 };
    struct casework casework = { 0 };
    struct record record = { 0 };
    enum err e;

    *done = false;
    if ((e = store_load(store, &episode_type, episode, &record, why)) ||
        (e = casework_of(store, &record, &casework, why)))
        goto end;
    if (record_has(&record, "shortened_on") || !signed_end(&casework) ||
        (e = retention_scope(store, &episode_type, episode, &scope, why)) || is_contested(&scope))
        goto end;
    if (!(e = shorten(store, &scope, episode, backup_folder, why)))
        *done = true;
end:
    retention_scope_release(&scope);
    casework_release(&casework);
    record_release(&record);
    return e;
}

/* --- what was interrupted --- */
static enum err catch_up_state(struct store *store, enum case_state state, const char *backup_folder, size_t *count,
                               struct why *why)
{
    enum { AT_A_TIME = 50 };
    struct record_page page = { 0 };
    struct query query;
    char test[60];
    enum err e;

    query_init(&query, &episode_type);
    query.which = QUERY_ALL;
    snprintf(test, sizeof test, "state=%s", case_state_code(state));
    if ((e = query_add_filter(&query, test, store_words(store), why)) ||
        (e = query_add_filter(&query, "shortened_on=", store_words(store), why)) ||
        (e = store_page(store, &query, NULL, false, AT_A_TIME, &page, why)))
        return e;
    for (size_t i = 0; i < page.count && !e; i++) {
        bool done = false;

        if (casework_may_open(store, &episode_type, page.records[i].id, NULL) == OK)
            e = retention_shorten(store, page.records[i].id, backup_folder, &done, why);
        *count += done;
    }
    record_page_release(&page);
    return e;
}

enum err retention_catch_up(struct store *store, const char *backup_folder, size_t *count, struct why *why)
{
    static const enum case_state states[] = { CASE_DECLINED, CASE_NOT_ADOPTED, CASE_WITHDRAWN };
    enum err e = OK;

    *count = 0;
    if (!store_casework_is_open(store) || store_read_only(store))
        return OK;
    for (size_t i = 0; i < sizeof states / sizeof states[0] && !e; i++)
        e = catch_up_state(store, states[i], backup_folder, count, why);
    return e;
}
