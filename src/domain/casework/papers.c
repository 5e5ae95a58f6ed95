/*
 * What was written on a case: agreements, assessments, plans, sessions and so on, of every type that names the case it
 * belongs to; and the meeting at which its newest item stood. Guards look at these and clocks run from them.
 */
#include "casework_in.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/domain/clocks.h"
#include "townkeep/domain/outlook.h"
#include "townkeep/domain/queries.h"

/* A referral names its case too, but comes before it; the events are read by themselves, and complaints with what may
 * be about a referral. */
static bool is_paper(const struct record_type *type)
{
    int field = field_find(type, "episode");

    return type != &referral_type && type != &episode_step_type && type != &complaint_type && field >= 0 &&
           type->fields[field].kind == FIELD_REFERENCE;
}

/* Of one type, those that name `id` in the field `key`. */
static enum err add_papers(struct store *store, struct casework *casework, const struct record_type *type,
                           const char *key, int64_t id, bool open, struct why *why)
{
    size_t before = casework->paper_count;
    struct query query;
    enum err e;

    if (!store_may_read(store, type))
        return OK;
    query_init(&query, type);
    query.which = type->is_event ? QUERY_ALL : QUERY_IN_USE;
    e = rows_of(store, &query, key, id, &casework->papers, &casework->paper_count, why);
    if (!e && casework->paper_count > before)
        qsort(casework->papers + before, casework->paper_count - before, sizeof *casework->papers, record_compare_ids);
    for (size_t i = before; i < casework->paper_count && open && !e; i++)
        e = record_open(store, &casework->papers[i], why);
    return e;
}

enum err casework_add_paper(struct casework *casework, struct record *record)
{
    struct record *grown = realloc(casework->papers, (casework->paper_count + 1) * sizeof *grown);

    if (!grown)
        return E_MEMORY;
    casework->papers = grown;
    grown[casework->paper_count++] = *record;
    *record = (struct record){ 0 };
    return OK;
}

/* The meeting and who was there belong to the panel, not to the case, but the quorum is told from them. */
static enum err add_meeting(struct store *store, struct casework *casework, bool open, struct why *why)
{
    size_t count;
    const struct record *items = casework_papers(casework, &panel_item_type, &count);
    int64_t id = count > 0 ? record_number(&items[count - 1], "meeting") : 0;
    struct record record = { 0 };
    enum err e;

    if (id == 0 || !store_may_read(store, &panel_meeting_type))
        return OK;
    if ((e = store_load(store, &panel_meeting_type, id, &record, why)) || (e = casework_add_paper(casework, &record))) {
        record_release(&record);
        return e;
    }
    return add_papers(store, casework, &panel_member_type, "meeting", id, open, why);
}

enum err casework_load_papers(struct store *store, struct casework *casework, bool open, struct why *why)
{
    const struct catalogue *catalogue = store_catalogue(store);
    int64_t referral = record_number(&casework->subject, "referral");
    enum err e = OK;

    if (casework->origin.type)
        return OK;
    if (!casework_is_case(casework))
        return casework_load_retention(store, casework, why);
    if (referral != 0 && (e = store_load(store, &referral_type, referral, &casework->origin, why)))
        return e;
    for (size_t i = 0; i < catalogue->count && !e; i++) {
        if (is_paper(catalogue->types[i]))
            e = add_papers(store, casework, catalogue->types[i], "episode", casework->subject.id, open, why);
    }
    if (e || (e = add_meeting(store, casework, open, why)))
        return e;
    return casework_load_retention(store, casework, why);
}

/* --- what clocks and retention ask for --- */
/* Those that were read last and are of something else after all. */
static void drop_last(struct casework *casework, size_t from,
                      bool (*is_else)(const struct casework *, const struct record *))
{
    size_t kept = from;

    for (size_t i = from; i < casework->paper_count; i++) {
        if (is_else(casework, &casework->papers[i]))
            record_release(&casework->papers[i]);
        else
            casework->papers[kept++] = casework->papers[i];
    }
    casework->paper_count = kept;
}

static bool is_of_another_type(const struct casework *casework, const struct record *decision)
{
    return strcmp(record_text(decision, "about_type"), casework->subject.type->key) != 0;
}

/* A complaint may name both the case and its referral. */
static bool names_the_case(const struct casework *casework, const struct record *complaint)
{
    return casework_is_case(casework) && record_number(complaint, "episode") == casework->subject.id;
}

static enum err add_complaints(struct store *store, struct casework *casework, struct why *why)
{
    bool is_case = casework_is_case(casework);
    int64_t id = casework->subject.id, referral = is_case ? record_number(&casework->subject, "referral") : id;
    enum err e = is_case ? add_papers(store, casework, &complaint_type, "episode", id, false, why) : OK;
    size_t before = casework->paper_count;

    if (!e && referral != 0 && !(e = add_papers(store, casework, &complaint_type, "referral", referral, false, why)))
        drop_last(casework, before, names_the_case);
    return e;
}

enum err casework_load_retention(struct store *store, struct casework *casework, struct why *why)
{
    size_t before;
    enum err e;

    if (casework->knows_retention)
        return OK;
    casework->knows_retention = true;
    if ((e = add_complaints(store, casework, why)))
        return e;
    before = casework->paper_count;
    if (!(e = add_papers(store, casework, &decision_type, "about", casework->subject.id, false, why)))
        drop_last(casework, before, is_of_another_type);
    return e;
}

enum err casework_load_clocks(struct store *store, struct casework *casework, struct why *why)
{
    static const struct {
        enum casework_clock clock;
        const struct record_type *type;
    } asked[] = {
        { CLOCK_CONTACT, &contact_attempt_type },
        { CLOCK_DEFERRED, &panel_item_type },
        { CLOCK_FIRST_REVIEW, &support_plan_type },
        { CLOCK_REVIEW, &review_type },
    };
    uint64_t state = UINT64_C(1) << casework_state(casework);
    enum err e = OK;

    for (size_t i = 0; i < sizeof asked / sizeof asked[0] && !e; i++) {
        if (casework_is_case(casework) && (casework_clocks[asked[i].clock].states & state))
            e = add_papers(store, casework, asked[i].type, "episode", casework->subject.id, false, why);
    }
    return e;
}

enum err casework_load_shared(struct store *store, struct casework *casework, struct why *why)
{
    static const struct record_type *const types[] = { &consent_type, &sharing_type, &copy_type };
    enum err e = OK;

    for (size_t i = 0; i < sizeof types / sizeof types[0] && !e; i++)
        e = add_papers(store, casework, types[i], "episode", casework->subject.id, false, why);
    return e;
}

const struct record *casework_papers(const struct casework *casework, const struct record_type *type, size_t *count)
{
    const struct record *first = NULL;

    *count = 0;
    for (size_t i = 0; i < casework->paper_count; i++) {
        if (casework->papers[i].type != type)
            continue;
        first = first ? first : &casework->papers[i];
        (*count)++;
    }
    return first;
}
