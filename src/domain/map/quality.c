/* What is old, missing or seen by one alone: see quality.h. */
#include "townkeep/domain/quality.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"

enum { CAPACITY_DAYS = 90 };

static const struct {
    const char *key, *label, *sentence;
    const struct record_type *type;
} kinds[QUALITY_KINDS] = {
    [QUALITY_UNVERIFIED] = { "unverified", N_("Never verified"),
                             N_("Nobody has said yet that what is written of them is right."), &party_type },
    [QUALITY_STALE] = { "stale", N_("Verified long ago"),
                        N_("What is written of them was last made sure of a long time ago."), &party_type },
    [QUALITY_UNASSESSED] = { "unassessed", N_("Never assessed"),
                             N_("Nobody has said how much they can move, or how far trust goes."), &party_type },
    [QUALITY_ONE_RATER] = { "one_rater", N_("Seen by one officer"),
                            N_("One officer assessed them: a second pair of eyes is missing."), &party_type },
    [QUALITY_NO_PLACE] = { "no_place", N_("No place"),
                           N_("Where they work is not written down: they are missing in every place."), &party_type },
    [QUALITY_NO_SECTOR] = { "no_sector", N_("No sector"),
                            N_("What they work on is not written down: they fill no gap."), &party_type },
    [QUALITY_NO_WAY] = { "no_way", N_("No way to reach them"),
                         N_("There is no phone, mail, address, contact point or person to ask."), &party_type },
    [QUALITY_SERVICE_STALE] = { "service_stale", N_("Services not verified"),
                                N_("Whether the service still runs was never made sure of, or a long time ago."),
                                &service_type },
    [QUALITY_SERVICE_NO_DAY] = { "service_no_day", N_("Free places of long ago"),
                                 N_("Free places are told, but of no day or of one more than three months ago."),
                                 &service_type },
    [QUALITY_DO_NOT_CONTACT] = { "do_not_contact", N_("Not to be contacted"),
                                 N_("They asked not to be contacted, or contact could harm them."), &party_type },
};

/* What is known while the stakeholders go by. */
struct checking {
    struct quality *quality;
    struct same_as same;
    struct standings standings;
    int64_t *reached; /* who has a contact point; sorted, owned */
    size_t reached_count, reached_room;
};

static enum err add_id(int64_t **ids, size_t *count, size_t *room, int64_t id, struct why *why)
{
    if (*count == *room) {
        size_t wanted = 2 * *room + 64;
        int64_t *grown = realloc(*ids, wanted * sizeof *grown);

        if (!grown)
            return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
        *ids = grown;
        *room = wanted;
    }
    (*ids)[(*count)++] = id;
    return OK;
}

static enum err note(struct checking *checking, enum quality_kind kind, bool found, int64_t id, struct why *why)
{
    struct quality_finding *finding = &checking->quality->findings[kind];

    finding->of++;
    return found ? add_id(&finding->ids, &finding->count, &finding->room, id, why) : OK;
}

/* --- contact points --- */
static enum err take_contact_point(const struct record *contact_point, void *context, struct why *why)
{
    struct checking *checking = context;
    int64_t party = record_number(contact_point, "party");

    return party == 0 ? OK
                      : add_id(&checking->reached, &checking->reached_count, &checking->reached_room,
                               same_as_of(&checking->same, party), why);
}

static int compare_ids(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

    return (left > right) - (left < right);
}

static enum err take_contact_points(struct store *store, struct checking *checking, struct why *why)
{
    struct query query;
    enum err e;

    query_init(&query, &contact_point_type);
    e = query_each(store, &query, take_contact_point, checking, why);
    if (!e && checking->reached_count > 0)
        qsort(checking->reached, checking->reached_count, sizeof *checking->reached, compare_ids);
    return e;
}

static bool has_way(const struct checking *checking, const struct record *party)
{
    static const char *const ways[] = { "phone", "email", "website", "address", "contact_by" };

    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        if (record_has(party, ways[i]))
            return true;
    }
    return checking->reached_count > 0 &&
           bsearch(&party->id, checking->reached, checking->reached_count, sizeof party->id, compare_ids) != NULL;
}

/* --- stakeholders --- */
bool quality_is_mapped(const struct record *party, const struct same_as *same, const struct standings *standings)
{
    if (strcmp(record_text(party, "status"), "closed") == 0 || same_as_is_linked(same, party->id))
        return false;
    return strcmp(record_text(party, "kind"), "person") != 0 || standings_of(standings, party->id) != NULL;
}

static bool is_old(const struct record *record, struct date limit)
{
    struct date on;

    return date_parse(record_text(record, "verified_on"), false, &on) && date_compare(on, limit) <= 0;
}

static enum err take_party(const struct record *party, void *context, struct why *why)
{
    struct checking *checking = context;
    const struct standing *standing = standings_of(&checking->standings, party->id);
    bool is_left_alone = record_number(party, "do_not_contact") != 0;
    enum err e;

    if (!quality_is_mapped(party, &checking->same, &checking->standings))
        return is_left_alone ? note(checking, QUALITY_DO_NOT_CONTACT, true, party->id, why) : OK;
    checking->quality->parties++;
    if ((e = note(checking, QUALITY_UNVERIFIED, !record_has(party, "verified_on"), party->id, why)) ||
        (e = note(checking, QUALITY_STALE, is_old(party, checking->quality->stale), party->id, why)) ||
        (e = note(checking, QUALITY_UNASSESSED, !standing, party->id, why)) ||
        (e = note(checking, QUALITY_ONE_RATER, standing && standing->raters == 1, party->id, why)) ||
        (e = note(checking, QUALITY_NO_PLACE, !record_has(party, "places"), party->id, why)) ||
        (e = note(checking, QUALITY_NO_SECTOR, !record_has(party, "sectors"), party->id, why)) ||
        (e = note(checking, QUALITY_NO_WAY, !is_left_alone && !has_way(checking, party), party->id, why)))
        return e;
    return note(checking, QUALITY_DO_NOT_CONTACT, is_left_alone, party->id, why);
}

/* --- services --- */
static bool is_counted_lately(const struct record *service, struct date as_of)
{
    struct date on;

    return date_parse(record_text(service, "capacity_on"), false, &on) &&
           date_compare(on, days_from(as_of, -CAPACITY_DAYS)) > 0;
}

static enum err take_service(const struct record *service, void *context, struct why *why)
{
    struct checking *checking = context;
    bool is_stale = !record_has(service, "verified_on") || is_old(service, checking->quality->stale);
    bool has_no_day =
        record_has(service, "capacity_available") && !is_counted_lately(service, checking->quality->as_of);
    enum err e;

    if (strcmp(record_text(service, "status"), "defunct") == 0)
        return OK;
    checking->quality->services++;
    if ((e = note(checking, QUALITY_SERVICE_STALE, is_stale, service->id, why)))
        return e;
    return note(checking, QUALITY_SERVICE_NO_DAY, has_no_day, service->id, why);
}

/* --- all of it --- */
static enum err each(struct store *store, const struct record_type *type, query_visit *visit, struct checking *checking,
                     struct why *why)
{
    struct query query;

    query_init(&query, type);
    return query_each(store, &query, visit, checking, why);
}

static void begin(struct quality *quality, struct date as_of, int stale_days)
{
    *quality = (struct quality){ .as_of = as_of, .stale = days_from(as_of, -stale_days) };
    for (int i = 0; i < QUALITY_KINDS; i++) {
        quality->findings[i] = (struct quality_finding){ .key = kinds[i].key,
                                                         .label = gettext(kinds[i].label),
                                                         .sentence = gettext(kinds[i].sentence),
                                                         .type = kinds[i].type,
                                                         .is_fault = i != QUALITY_DO_NOT_CONTACT };
    }
}

enum err quality_load(struct store *store, struct date as_of, int stale_days, struct quality *out, struct why *why)
{
    struct checking checking = { .quality = out };
    enum err e;

    begin(out, as_of, stale_days);
    if ((e = same_as_load(store, &checking.same, why)) ||
        (e = standings_load(store, as_of, &checking.standings, why)) ||
        (e = take_contact_points(store, &checking, why)) || (e = each(store, &party_type, take_party, &checking, why)))
        goto done;
    e = each(store, &service_type, take_service, &checking, why);
done:
    same_as_release(&checking.same);
    standings_release(&checking.standings);
    free(checking.reached);
    return e;
}

void quality_release(struct quality *quality)
{
    for (int i = 0; i < QUALITY_KINDS; i++)
        free(quality->findings[i].ids);
    memset(quality, 0, sizeof *quality);
}
