/*
 * Everything of one person, found from any one record of theirs by what names what, and what keeps it from going. Two
 * people are never decided about with one stroke: what is about another person too is named, and waits until it was
 * split.
 */
#include "casework_in.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/retention.h"

void retention_scope_release(struct retention_scope *scope)
{
    for (size_t i = 0; i < scope->count; i++)
        record_release(&scope->members[i]);
    free(scope->members);
    memset(scope, 0, sizeof *scope);
}

static bool has_member(const struct retention_scope *scope, const struct record_type *type, int64_t id)
{
    for (size_t i = 0; i < scope->count; i++) {
        if (scope->members[i].type == type && scope->members[i].id == id)
            return true;
    }
    return false;
}

/* Takes over what `record` holds; what is there already is let go. */
static enum err add_member(struct retention_scope *scope, struct record *record)
{
    struct record *grown = NULL;

    if (!has_member(scope, record->type, record->id)) {
        grown = realloc(scope->members, (scope->count + 1) * sizeof *grown);
        if (!grown)
            return E_MEMORY;
        scope->members = grown;
        grown[scope->count++] = *record;
        *record = (struct record){ 0 };
    }
    return OK;
}

/* The record a field names; nothing where it was erased before. */
static enum err add_named(struct store *store, const struct record_type *type, int64_t id,
                          struct retention_scope *scope, struct why *why)
{
    struct record record = { 0 };
    enum err e = OK;

    if (id == 0 || has_member(scope, type, id))
        return OK;
    e = store_load(store, type, id, &record, why);
    if (!e)
        e = add_member(scope, &record);
    record_release(&record);
    return e == E_NOT_FOUND ? OK : e;
}

/* Those that name `id` in their field `key`. */
static enum err add_naming(struct store *store, const struct record_type *type, const char *key, int64_t id,
                           struct retention_scope *scope, struct why *why)
{
    struct record *rows = NULL;
    struct query query;
    size_t count = 0;
    enum err e;

    query_init(&query, type);
    query.which = QUERY_ALL;
    e = rows_of(store, &query, key, id, &rows, &count, why);
    for (size_t i = 0; i < count; i++) {
        if (!e)
            e = add_member(scope, &rows[i]);
        record_release(&rows[i]);
    }
    free(rows);
    return e;
}

/* By which fields the records of one person hang together. */
static const struct link {
    const struct record_type *from;
    const char *key;
    const struct record_type *to;
    bool forward; /* also from `from` to what it names */
} links[] = {
    { &referral_type, "episode", &episode_type, true },
    { &referral_type, "linked_to", &referral_type, true },
    { &referral_type, "earlier_episode", &episode_type, true },
    { &episode_type, "referral", &referral_type, true },
    { &episode_type, "earlier", &episode_type, true },
    { &advice_contact_type, "referral", &referral_type, false },
    { &complaint_type, "referral", &referral_type, false },
    { &complaint_type, "episode", &episode_type, false },
};
enum { LINK_COUNT = sizeof links / sizeof links[0] };

/* `at` by its place: the array grows while it is gone through. */
static enum err follow(struct store *store, size_t at, struct retention_scope *scope, struct why *why)
{
    const struct record_type *type = scope->members[at].type;
    int64_t id = scope->members[at].id;
    enum err e = OK;

    for (size_t i = 0; i < LINK_COUNT && !e; i++) {
        if (links[i].forward && links[i].from == type)
            e = add_named(store, links[i].to, record_number(&scope->members[at], links[i].key), scope, why);
        if (!e && links[i].to == type)
            e = add_naming(store, links[i].from, links[i].key, id, scope, why);
    }
    return e;
}

enum err retention_scope(struct store *store, const struct record_type *type, int64_t id, struct retention_scope *out,
                         struct why *why)
{
    struct record record = { 0 };
    enum err e;

    memset(out, 0, sizeof *out);
    if (!(e = store_load(store, type, id, &record, why)))
        e = add_member(out, &record);
    record_release(&record);
    for (size_t i = 0; i < out->count && !e; i++)
        e = follow(store, i, out, why);
    if (e)
        retention_scope_release(out);
    return e;
}

/* --- what keeps it from going --- */
struct look {
    struct store *store;
    const struct retention_scope *scope;
    struct problems *problems;
    struct why *why;
};

static const char *name_of(const struct record *record)
{
    return record_has(record, "reference") ? record_text(record, "reference") : record_text(record, "pseudonym");
}

static enum err check_ended(const struct look *look, const struct record *record)
{
    struct casework casework = { 0 };
    enum case_state state;
    enum err e = casework_of(look->store, record, &casework, look->why);

    if (e)
        return e;
    state = casework_state(&casework);
    if (!case_state_is_end(state) && !(state == CASE_SCREENED_IN && record->type == &referral_type))
        problems_add(look->problems, -1,
                     N_("%s goes on (%s). Everything of one person is decided together, once all of it has ended."),
                     name_of(record), case_state_label(state));
    else if (casework_waiting(&casework))
        problems_add(look->problems, -1, N_("In %s a step waits for a signature. Answer it first."), name_of(record));
    casework_release(&casework);
    return OK;
}

static enum err check_access(const struct look *look, const struct record *record)
{
    struct why why = { 0 };
    enum err e = casework_may_open(look->store, record->type, record->id, &why);

    if (e == E_PERMISSION)
        problems_add(look->problems, -1, N_("%s is closed to you: another team lead must do this."), name_of(record));
    else if (e)
        return why_set(look->why, e, "%s", why_text(&why));
    return OK;
}

/* Whether the complaint is also about something of somebody else. */
static bool is_shared(const struct look *look, const struct record *complaint)
{
    int64_t episode = record_number(complaint, "episode"), referral = record_number(complaint, "referral");

    return (episode != 0 && !has_member(look->scope, &episode_type, episode)) ||
           (referral != 0 && !has_member(look->scope, &referral_type, referral));
}

static void check_complaint(const struct look *look, const struct record *complaint)
{
    if (!record_has(complaint, "answered_on"))
        problems_add(look->problems, -1, N_("The complaint %s is open: until it is answered nothing may go."),
                     name_of(complaint));
    if (is_shared(look, complaint))
        problems_add(look->problems, -1,
                     N_("The complaint %s is about two people. Write it down as two, one for each, first."),
                     name_of(complaint));
}

/* A person who asks to see their record is answered before it goes. */
static enum err check_requests(const struct look *look, const struct record *record)
{
    struct record *rows = NULL;
    struct query query;
    size_t count = 0;
    enum err e;

    query_init(&query, &access_request_type);
    e = rows_of(look->store, &query, record->type->key, record->id, &rows, &count, look->why);
    for (size_t i = 0; i < count; i++) {
        if (!record_has(&rows[i], "answered_on"))
            problems_add(look->problems, -1, N_("The request %s to see the record is open. Answer it first."),
                         name_of(&rows[i]));
        record_release(&rows[i]);
    }
    free(rows);
    return e;
}

/* The notes of a meeting stay, because it was about others too: they must not speak of the person by then. */
static enum err check_meeting(const struct look *look, const struct record *episode, int64_t id)
{
    struct record meeting = { 0 };
    const char *pseudonym = record_text(episode, "pseudonym");
    enum err e = store_load(look->store, &panel_meeting_type, id, &meeting, look->why);

    if (!e && meeting.values && record_value(&meeting, "note")->form == VALUE_TEXT && pseudonym[0] != '\0' &&
        (strstr(record_text(&meeting, "note"), pseudonym) || strstr(record_text(&meeting, "note"), name_of(episode))))
        problems_add(look->problems, -1,
                     N_("The notes of the panel meeting of %s speak of %s and of others. Take %s out of them first."),
                     record_text(&meeting, "on"), pseudonym, pseudonym);
    record_release(&meeting);
    return e == E_NOT_FOUND ? OK : e;
}

static enum err check_meetings(const struct look *look, const struct record *episode)
{
    struct record *items = NULL;
    struct query query;
    size_t count = 0;
    enum err e;

    query_init(&query, &panel_item_type);
    query.which = QUERY_ALL;
    e = rows_of(look->store, &query, "episode", episode->id, &items, &count, look->why);
    for (size_t i = 0; i < count; i++) {
        if (!e)
            e = check_meeting(look, episode, record_number(&items[i], "meeting"));
        record_release(&items[i]);
    }
    free(items);
    return e;
}

static enum err check_member(const struct look *look, const struct record *record)
{
    enum err e;

    if (record->type == &complaint_type)
        check_complaint(look, record);
    if (record->type != &referral_type && record->type != &episode_type)
        return OK;
    if ((e = check_ended(look, record)) || (e = check_access(look, record)) || (e = check_requests(look, record)))
        return e;
    return record->type == &episode_type ? check_meetings(look, record) : OK;
}

enum err retention_obstacles(struct store *store, const struct retention_scope *scope, struct problems *problems,
                             struct why *why)
{
    struct look look = { .store = store, .scope = scope, .problems = problems, .why = why };
    enum err e = OK;

    for (size_t i = 0; i < scope->count && !e; i++)
        e = check_member(&look, &scope->members[i]);
    return e;
}
