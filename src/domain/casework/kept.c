/*
 * What stays as it is, however somebody tries: a paper that a step rested on, what belongs to such a paper, and what a
 * person has a right to. And no paper names one of another case. Asked of every record that an officer saves, puts away
 * or takes back, so that no screen and no command is a way round.
 */
#include "casework_in.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/assessment.h"
#include "townkeep/domain/support_session.h"

enum { STEPS_MAX = 4, LATER_MAX = 4 };

/* Which steps rest on a paper: those that took effect after it was written. */
static const struct resting {
    const struct record_type *type;
    const char *steps[STEPS_MAX]; /* none: any step */
    const char *later[LATER_MAX]; /* fields that may still be filled in */
    bool is_checked;              /* the type's own rule says what may change; it is only not put away */
} resting[] = {
    { .type = &panel_item_type, .steps = { "panel_decide" }, .later = { "next_look" } },
    { .type = &panel_contribution_type, .steps = { "panel_decide" } },
    { .type = &panel_conflict_type, .steps = { "panel_decide" } },
    { .type = &review_type, .steps = { "finish_review", "close", "check_6m", "check_12m" } },
    { .type = &review_change_type, .steps = { "finish_review", "close", "check_6m", "check_12m" } },
    { .type = &closure_type, .steps = { "close" }, .later = { "feedback", "feedback_text" } },
    { .type = &consent_type, .is_checked = true },
    { .type = &contact_attempt_type, .is_checked = true },
};

/* What is not put away at all: it is answered, called back or decided about instead. */
static const struct record_type *const never_away[] = {
    &episode_type, &disagreement_type, &complaint_type, &access_request_type, &copy_type,
};

/* What belongs to another paper, and stays when that does. */
static const struct {
    const struct record_type *type;
    const char *key;
} parts[] = {
    { &panel_contribution_type, "item" }, { &panel_conflict_type, "item" },  { &review_change_type, "review" },
    { &plan_action_type, "plan" },        { &panel_member_type, "meeting" },
};

static const struct resting *resting_of(const struct record_type *type)
{
    for (size_t i = 0; i < sizeof resting / sizeof resting[0]; i++) {
        if (resting[i].type == type)
            return &resting[i];
    }
    return NULL;
}

static bool is_among(const char *const *keys, size_t count, const char *key)
{
    for (size_t i = 0; i < count && keys[i]; i++) {
        if (strcmp(keys[i], key) == 0)
            return true;
    }
    return false;
}

/* --- whether a step rests on it --- */
static bool rests_on(const struct resting *row, const struct record *step, const struct record *paper)
{
    return step->id > paper->id && step_took_effect(step) &&
           (!row->steps[0] || is_among(row->steps, STEPS_MAX, record_text(step, "action")));
}

static enum err find_step(struct store *store, const struct resting *row, const struct record *paper, bool *found,
                          struct why *why)
{
    struct record *steps = NULL;
    size_t count = 0;
    enum err e = steps_load(store, &episode_type, record_number(paper, "episode"), &steps, &count, why);

    for (size_t i = 0; i < count; i++) {
        *found = *found || rests_on(row, &steps[i], paper);
        record_release(&steps[i]);
    }
    free(steps);
    return e;
}

/* One of its items was decided. */
static enum err meeting_decided(struct store *store, int64_t meeting, bool *decided, struct why *why)
{
    struct record *items = NULL;
    struct query query;
    size_t count = 0;
    enum err e;

    query_init(&query, &panel_item_type);
    e = rows_of(store, &query, "meeting", meeting, &items, &count, why);
    for (size_t i = 0; i < count; i++) {
        if (!e && !*decided)
            e = find_step(store, resting_of(&panel_item_type), &items[i], decided, why);
        record_release(&items[i]);
    }
    free(items);
    return e;
}

/* Of a paper as it stood. */
static enum err is_settled(struct store *store, const struct record *paper, bool *settled, struct why *why)
{
    const struct record_type *type = paper->type;
    const struct resting *row = resting_of(type);

    if (type == &assessment_type || type == &assessment_item_type || type == &support_plan_type)
        *settled = strcmp(record_text(paper, "status"), "draft") != 0; /* ASSESSMENT_DRAFT and PLAN_DRAFT */
    else if (type == &plan_action_type)
        *settled = record_number(paper, "fixed") == 1;
    else if (type == &support_session_type)
        *settled = session_is_frozen(paper, clock_now());
    else if (type == &panel_meeting_type)
        return meeting_decided(store, paper->id, settled, why);
    else if (row)
        return find_step(store, row, paper, settled, why);
    return OK;
}

/* The paper it belongs to. */
static enum err is_part_of_settled(struct store *store, const struct record *record, bool *settled, struct why *why)
{
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const struct field *field;
        struct record whole = { 0 };
        enum err e;

        if (record->type != parts[i].type || !record_has(record, parts[i].key))
            continue;
        field = &record->type->fields[field_find(record->type, parts[i].key)];
        e = store_load(store, catalogue_find(store_catalogue(store), field->refers_to),
                       record_number(record, parts[i].key), &whole, why);
        if (!e)
            e = is_settled(store, &whole, settled, why);
        record_release(&whole);
        return e;
    }
    return OK;
}

/* --- what is tried --- */
static bool goes_or_comes(const struct record *record, const struct record *before)
{
    return before && (record->archived_at != 0) != (before->archived_at != 0);
}

/* A meeting's place and its copies are seen to afterwards. */
static bool may_follow(const struct record_type *type, const char *key)
{
    static const char *const of_meeting[] = { "copies_collected", "note", "place", "minute_taker" };
    const struct resting *row = resting_of(type);

    if (type == &panel_meeting_type)
        return is_among(of_meeting, sizeof of_meeting / sizeof of_meeting[0], key);
    return row && is_among(row->later, LATER_MAX, key);
}

static bool is_reworded(const struct record *record, const struct record *before)
{
    const struct resting *row = resting_of(record->type);

    if ((!row || row->is_checked) && record->type != &panel_meeting_type && record->type != &panel_member_type)
        return false;
    for (int i = 0; i < record->type->field_count; i++) {
        const struct field *field = &record->type->fields[i];

        if (!(field->flags & FIELD_BY_PROGRAM) && !may_follow(record->type, field->key) &&
            !value_equal(&record->values[i], &before->values[i]))
            return true;
    }
    return false;
}

static bool is_never_away(const struct record_type *type)
{
    for (size_t i = 0; i < sizeof never_away / sizeof never_away[0]; i++) {
        if (never_away[i] == type)
            return true;
    }
    return false;
}

/* Its clocks would stop unseen, that of a danger among them. */
static bool is_under_way(const struct record *record)
{
    return record->type == &referral_type &&
           (IN(RECEIVED) | IN(SCREENING)) & UINT64_C(1) << case_state_read(record_text(record, "state"));
}

static enum err check_settled(struct store *store, const struct record *record, const struct record *before,
                              struct problems *problems, struct why *why)
{
    bool settled = false;
    enum err e = OK;

    if (before && !goes_or_comes(record, before) && !is_reworded(record, before))
        return OK;
    if (before)
        e = is_settled(store, before, &settled, why);
    if (!e && !settled)
        e = is_part_of_settled(store, before ? before : record, &settled, why);
    if (!e && settled)
        problems_add(problems, -1,
                     N_("%s: a step that was taken rests on this, so it stays as it was read. Write down anew what "
                        "changed since."),
                     _(record->type->label));
    return e;
}

/* --- names of papers --- */
/* Both types stand in a case of the same kind. */
static bool stands_in_a_case(const struct record_type *type, const struct record_type *other)
{
    return type->owner == RECORD_OF_CASE && other && other->owner == RECORD_OF_CASE && type->case_field &&
           other->case_field && strcmp(type->case_field, other->case_field) == 0;
}

static enum err check_named(struct store *store, const struct record *record, int field, struct problems *problems,
                            struct why *why)
{
    const struct record_type *named = catalogue_find(store_catalogue(store), record->type->fields[field].refers_to);
    struct record other = { 0 };
    enum err e;

    if (!stands_in_a_case(record->type, named))
        return OK;
    e = store_load(store, named, record->values[field].number, &other, why);
    if (e == E_NOT_FOUND)
        return OK; /* the store says so */
    if (!e && record_number(&other, named->case_field) != record_number(record, record->type->case_field))
        problems_add(problems, field, N_("%s: this one belongs to another case. Choose one of this case."),
                     _(record->type->fields[field].label));
    record_release(&other);
    return e;
}

static enum err check_names(struct store *store, const struct record *record, const struct record *before,
                            struct problems *problems, struct why *why)
{
    enum err e = OK;

    for (int i = 0; i < record->type->field_count && !e; i++) {
        if (record->type->fields[i].kind == FIELD_REFERENCE && record->values[i].form == VALUE_NUMBER &&
            (!before || !value_equal(&record->values[i], &before->values[i])))
            e = check_named(store, record, i, problems, why);
    }
    return e;
}

enum err casework_check_kept(struct store *store, const struct record *record, const struct record *before,
                             struct problems *problems, struct why *why)
{
    bool goes = goes_or_comes(record, before) && record->archived_at != 0;
    enum err e;

    if (goes && is_under_way(before)) {
        problems_add(problems, -1,
                     N_("A referral that was received ends by a step, with its reason: it is not put away."));
        return OK;
    }
    if (goes && is_never_away(record->type)) {
        problems_add(problems, -1, N_("%s is not put away: it is answered, called back or decided about instead."),
                     _(record->type->label));
        return OK;
    }
    if ((e = check_names(store, record, before, problems, why)))
        return e;
    return check_settled(store, record, before, problems, why);
}
