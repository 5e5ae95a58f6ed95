/* Which places and stakeholders a round is about: an empty list of sectors, places or levels means all of them. */
#include <stdlib.h>
#include <string.h>

#include "round_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/quality.h"
#include "townkeep/domain/queries.h"

enum { NESTED_MOST = 16 };

static enum err out_of_memory(struct why *why)
{
    return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
}

/* --- places --- */
static enum err take_place(const struct record *place, void *context, struct why *why)
{
    struct round_job *job = context;

    if (job->place_count == job->place_room) {
        size_t room = 2 * job->place_room + 64;
        struct round_place *grown = realloc(job->places, room * sizeof *grown);

        if (!grown)
            return out_of_memory(why);
        job->places = grown;
        job->place_room = room;
    }
    job->places[job->place_count++] = (struct round_place){ place->id, record_number(place, "parent") };
    return OK;
}

static int compare_places(const void *a, const void *b)
{
    int64_t left = ((const struct round_place *)a)->id, right = ((const struct round_place *)b)->id;

    return (left > right) - (left < right);
}

enum err round_read_places(struct round_job *job, struct why *why)
{
    struct query query;
    enum err e;

    query_init(&query, &place_type);
    e = query_each(job->store, &query, take_place, job, why);
    if (!e && job->place_count > 0)
        qsort(job->places, job->place_count, sizeof *job->places, compare_places);
    return e;
}

static const struct round_place *find_place(const struct round_job *job, int64_t id)
{
    const struct round_place key = { id, 0 };

    return job->place_count > 0 ? bsearch(&key, job->places, job->place_count, sizeof key, compare_places) : NULL;
}

static bool names_place(const struct round_job *job, int64_t place)
{
    const char *ids = record_text(&job->round->record, "places");

    for (const char *at = ids; at && at[0] != '\0'; at = strchr(at, ';'), at = at ? at + 1 : NULL) {
        if (strtoll(at, NULL, 10) == place)
            return true;
    }
    return false;
}

bool round_has_place(const struct round_job *job, int64_t place)
{
    if (!record_has(&job->round->record, "places"))
        return true;
    for (int depth = 0; place != 0 && depth < NESTED_MOST; depth++) {
        const struct round_place *found;

        if (names_place(job, place))
            return true;
        found = find_place(job, place);
        place = found ? found->parent : 0;
    }
    return false;
}

/* --- stakeholders --- */
/* Whether the two lists of codes have one in common; an empty one of the round holds everything. */
static bool shares(const struct round_job *job, const char *key, const struct record *party)
{
    const char *wanted = record_text(&job->round->record, key), *codes = record_text(party, key);

    if (wanted[0] == '\0')
        return true;
    for (const char *at = codes; at && at[0] != '\0'; at = strchr(at, ';'), at = at ? at + 1 : NULL) {
        if (text_list_has_of(wanted, at, strcspn(at, ";")))
            return true;
    }
    return false;
}

static bool is_in_places(const struct round_job *job, const struct record *party)
{
    if (!record_has(&job->round->record, "places"))
        return true;
    for (const char *at = record_text(party, "places"); at && at[0] != '\0';
         at = strchr(at, ';'), at = at ? at + 1 : NULL) {
        if (round_has_place(job, strtoll(at, NULL, 10)))
            return true;
    }
    return false;
}

static enum err add_stale(struct round_job *job, int64_t party, struct date verified, struct why *why)
{
    if (job->stale_count == job->stale_room) {
        size_t room = 2 * job->stale_room + 64;
        struct round_stale *grown = realloc(job->stale, room * sizeof *grown);

        if (!grown)
            return out_of_memory(why);
        job->stale = grown;
        job->stale_room = room;
    }
    job->stale[job->stale_count++] = (struct round_stale){ party, verified };
    return OK;
}

static enum err take_in_scope(struct round_job *job, const struct record *party, const struct standing *standing,
                              struct why *why)
{
    struct round_progress *progress = &job->round->progress;
    struct date verified = { 0 };
    bool is_dated = date_parse(record_text(party, "verified_on"), false, &verified);

    progress->parties++;
    if (standing && date_compare(standing->on, job->round->opened) >= 0)
        progress->assessed++;
    if (is_dated && date_compare(verified, job->round->opened) >= 0) {
        progress->verified++;
        progress->today += date_compare(verified, job->today) == 0;
        return OK;
    }
    return add_stale(job, party->id, is_dated ? verified : (struct date){ 0 }, why);
}

static int trust_of(const struct standing *standing)
{
    int toward = standing ? standing_level(&standing->now[STANDING_TRUST_TOWARD_CITY]) : 0;
    int back = standing ? standing_level(&standing->now[STANDING_CITY_TRUST]) : 0;

    return toward < back ? toward : back;
}

static enum err add_candidate(struct round_group *group, int64_t party, int trust, struct why *why)
{
    if (group->count == group->room) {
        size_t room = 2 * group->room + 8;
        struct round_candidate *grown = realloc(group->candidates, room * sizeof *grown);

        if (!grown)
            return out_of_memory(why);
        group->candidates = grown;
        group->room = room;
    }
    group->candidates[group->count++] = (struct round_candidate){ party, trust };
    return OK;
}

static enum err take_groups(struct round_job *job, const struct record *party, const struct standing *standing,
                            struct why *why)
{
    struct buf audience = { 0 }, languages = { 0 };
    enum err e = offers_of(&job->offers, party, &audience, &languages);

    if (e)
        why_set(why, e, "%s", err_text(e));
    for (size_t i = 0; i < job->group_count && !e; i++) {
        const char *code = job->groups[i].code;

        if (text_list_has(buf_text(&audience), code))
            e = add_candidate(&job->groups[i], party->id, trust_of(standing), why);
    }
    buf_release(&audience);
    buf_release(&languages);
    return e;
}

/* Whoever was verified in this round and turned out to be closed was verified all the same. */
static bool was_found_closed(const struct round_job *job, const struct record *party)
{
    struct date verified;

    return strcmp(record_text(party, "status"), "closed") == 0 && !same_as_is_linked(&job->same, party->id) &&
           date_parse(record_text(party, "verified_on"), false, &verified) &&
           date_compare(verified, job->round->opened) >= 0;
}

static enum err take_party(const struct record *party, void *context, struct why *why)
{
    struct round_job *job = context;
    const struct standing *standing = standings_of(&job->standings, party->id);
    bool is_mapped = quality_is_mapped(party, &job->same, &job->standings);
    enum err e;

    if ((!is_mapped && !was_found_closed(job, party)) || !is_in_places(job, party))
        return OK;
    if (is_mapped && (e = take_groups(job, party, standing, why)))
        return e;
    if (!shares(job, "sectors", party) || !shares(job, "levels", party))
        return OK;
    return take_in_scope(job, party, standing, why);
}

/* Never verified first, then the oldest day. */
static int compare_stale(const void *a, const void *b)
{
    const struct round_stale *left = a, *right = b;
    int order = date_compare(left->verified, right->verified);

    return order != 0 ? order : (left->party > right->party) - (left->party < right->party);
}

static enum err make_queue(struct round_job *job, struct why *why)
{
    struct round *round = job->round;

    if (job->stale_count == 0)
        return OK;
    qsort(job->stale, job->stale_count, sizeof *job->stale, compare_stale);
    if (!(round->queue = calloc(job->stale_count, sizeof *round->queue)))
        return out_of_memory(why);
    for (size_t i = 0; i < job->stale_count; i++)
        round->queue[round->queue_count++] = job->stale[i].party;
    return OK;
}

enum err round_read_parties(struct round_job *job, struct why *why)
{
    struct query query;
    enum err e;

    query_init(&query, &party_type);
    e = query_each(job->store, &query, take_party, job, why);
    return e ? e : make_queue(job, why);
}
