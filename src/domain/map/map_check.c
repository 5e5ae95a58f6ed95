/*
 * What the records of the stakeholder map may say of each other: seats are in bodies and held by people, an assessment
 * is of somebody in a role, no two records are each the same as the other. Asked of what is new or was changed only, so
 * that an old record can still be put right field by field.
 */
#include "townkeep/domain/map_check.h"

#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/agreement.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"
#include "townkeep/domain/rules.h"

struct checking {
    struct store *store;
    const struct record *record, *before;
    struct problems *problems;
    struct why *why;
};

static bool is_changed(const struct checking *it, const char *key)
{
    int field = field_find(it->record->type, key);

    return it->before ? !value_equal(&it->record->values[field], &it->before->values[field])
                      : it->record->values[field].form != VALUE_EMPTY;
}

static void refuse(const struct checking *it, const char *key, const char *sentence)
{
    problems_add(it->problems, field_find(it->record->type, key), "%s", gettext(sentence));
}

static void warn(const struct checking *it, const char *key, const char *sentence)
{
    problems_warn(it->problems, field_find(it->record->type, key), "%s", gettext(sentence));
}

static bool is(const struct record *record, const char *key, const char *code)
{
    return strcmp(record_text(record, key), code) == 0;
}

/* The record that a field names; `found` stays empty when there is none: the store says so. */
static enum err load_named(const struct checking *it, const char *key, struct record *found)
{
    const struct field *field = &it->record->type->fields[field_find(it->record->type, key)];
    int64_t id = record_number(it->record, key);
    enum err e;

    if (id == 0)
        return OK;
    e = store_load(it->store, catalogue_find(store_catalogue(it->store), field->refers_to), id, found, it->why);
    return e == E_NOT_FOUND ? OK : e;
}

/* --- of which kind those are that a record names --- */
static const struct wanted {
    const struct record_type *type;
    const char *key, *kind;
    bool is_not; /* of any kind but this */
    const char *sentence;
} wanted[] = {
    { &seat_type, "body", "body", false,
      N_("Seats are in a standing body: choose one, or set the kind of this stakeholder to body first.") },
    { &seat_type, "party", "person", true, N_("This is a person: name the organisation here, the person below.") },
    { &seat_type, "person", "person", false, N_("This is no person: name the organisation above instead.") },
    { &engagement_type, "body", "body", false,
      N_("Only a standing body has meetings of its own: choose one, or leave this empty.") },
    { &signatory_type, "party", "person", true, N_("This is a person: name the organisation here, the person below.") },
    { &signatory_type, "person", "person", false, N_("This is no person: name the organisation above instead.") },
    { &party_type, "terms", "tor", false, N_("Terms of reference are an agreement of that kind; choose another one.") },
};

static enum err check_kind(const struct checking *it, const struct wanted *row)
{
    struct record named = { 0 };
    enum err e;

    if (it->record->type != row->type || !is_changed(it, row->key))
        return OK;
    e = load_named(it, row->key, &named);
    if (!e && named.type && is(&named, "kind", row->kind) == row->is_not)
        refuse(it, row->key, row->sentence);
    record_release(&named);
    return e;
}

static enum err check_kinds(const struct checking *it)
{
    enum err e = OK;

    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0] && !e; i++)
        e = check_kind(it, &wanted[i]);
    return e;
}

/* --- seats --- */
enum { SEATS_LOOKED_AT = 200 };

static bool sit_together(const struct record *seat, const struct record *other)
{
    return other->id != seat->id && is(other, "role", "chair") &&
           rule_overlap(seat, other, field_find(&seat_type, "valid_from"), field_find(&seat_type, "valid_to"));
}

static enum err check_chair(const struct checking *it)
{
    struct record_page page = { 0 };
    struct query query;
    bool found = false;
    enum err e;

    if (it->record->type != &seat_type || !is(it->record, "role", "chair") ||
        !(is_changed(it, "role") || is_changed(it, "valid_from") || is_changed(it, "valid_to")))
        return OK;
    query_init(&query, &seat_type);
    query_narrow_number(&query, "body", FILTER_IS, record_number(it->record, "body"));
    query_narrow(&query, "role", FILTER_IS, "chair");
    e = store_page(it->store, &query, NULL, false, SEATS_LOOKED_AT, &page, it->why);
    for (size_t i = 0; i < page.count && !found; i++)
        found = sit_together(it->record, &page.records[i]);
    if (!e && found)
        warn(it, "role",
             N_("This body has another chair at that time. When one follows the other, give that seat its last day."));
    record_page_release(&page);
    return e;
}

/* A body whose seats are filled cannot become something else. */
static enum err check_seats_of(const struct checking *it)
{
    struct query query;
    size_t count = 0;
    bool more = false;
    enum err e;

    if (it->record->type != &party_type || !it->before || !is(it->before, "kind", "body") || !is_changed(it, "kind"))
        return OK;
    query_init(&query, &seat_type);
    query_narrow_number(&query, "body", FILTER_IS, it->record->id);
    e = store_count(it->store, &query, 1, &count, &more, it->why);
    if (!e && count > 0)
        refuse(it, "kind", N_("This body has seats, so it stays a body. Archive the seats first."));
    return e;
}

/* --- assessments and relationships --- */
/* Somebody without a role is a private person: a training's participant, say. */
static bool is_private_person(const struct record *party)
{
    return is(party, "kind", "person") && !record_has(party, "job_title") && !record_has(party, "parent") &&
           !record_has(party, "department");
}

/* A seat in a body is a role too. */
static enum err holds_no_seat(const struct checking *it, int64_t person, bool *none)
{
    struct query query;
    size_t count = 0;
    bool more = false;
    enum err e;

    query_init(&query, &seat_type);
    query_narrow_number(&query, "person", FILTER_IS, person);
    e = store_count(it->store, &query, 1, &count, &more, it->why);
    *none = count == 0;
    return e;
}

static enum err is_without_role(const struct checking *it, const char *key, bool *out)
{
    struct record party = { 0 };
    enum err e = load_named(it, key, &party);

    *out = !e && party.type && is_private_person(&party);
    if (*out)
        e = holds_no_seat(it, party.id, out);
    record_release(&party);
    return e;
}

static enum err check_assessed(const struct checking *it)
{
    bool without = false;
    enum err e;

    if (it->record->type != &party_assessment_type || !is_changed(it, "party"))
        return OK;
    if (!(e = is_without_role(it, "party", &without)) && without)
        refuse(it, "party",
               N_("People are assessed in their role only: write down their job title or organisation first."));
    return e;
}

/* What itself says in which role somebody is. */
static bool gives_a_role(const struct record *relationship)
{
    static const char *const types[] = { "employs", "member_of", "represents", "supervises" };

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (is(relationship, "type", types[i]))
            return true;
    }
    return false;
}

static enum err check_joined(const struct checking *it)
{
    static const char *const ends[] = { "from_party", "to_party" };
    enum err e = OK;

    if (it->record->type != &relationship_type || gives_a_role(it->record))
        return OK;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0] && !e; i++) {
        bool without = false;

        if (is_changed(it, ends[i]) && !(e = is_without_role(it, ends[i], &without)) && without)
            warn(it, ends[i],
                 N_("Nothing says in which role this person is: the map is of people in a public or professional role "
                    "only."));
    }
    return e;
}

/* --- sharing information --- */
static enum err check_shared(const struct checking *it)
{
    static const char *const keys[] = { "type", "from_party", "to_party", "valid_from", "valid_to" };
    bool changed = false, without = false;
    enum err e;

    if (it->record->type != &relationship_type)
        return OK;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        changed = changed || is_changed(it, keys[i]);
    if (!changed)
        return OK;
    e = sharing_without_agreement(it->store, it->record, clock_today(), &without, it->why);
    if (!e && without)
        warn(it, "type",
             N_("No data-sharing agreement with either is in force: what they share rests on nothing written. Make "
                "one, or say in the note what it rests on."));
    return e;
}

/* --- agreements --- */
static enum err check_renewed(const struct checking *it)
{
    int64_t later = 0;
    enum err e;

    if (it->record->type != &agreement_type || !record_has(it->record, "renews") || !is_changed(it, "renews"))
        return OK;
    e = agreement_renewed_by(it->store, record_number(it->record, "renews"), &later, it->why);
    if (!e && later != 0 && later != it->record->id)
        warn(it, "renews", N_("Another agreement renews that one already: look at it first."));
    return e;
}

/* --- the same as --- */
static enum err check_same(const struct checking *it)
{
    enum { LONGEST = 20 };
    int64_t at = record_number(it->record, "same_as");
    enum err e = OK;

    if (it->record->type != &party_type || !is_changed(it, "same_as") || at == it->record->id)
        return OK; /* its own rule refuses itself */
    for (int i = 0; i < LONGEST && at != 0 && at != it->record->id && !e; i++) {
        struct record next = { 0 };

        e = store_load(it->store, &party_type, at, &next, it->why);
        at = e ? 0 : record_number(&next, "same_as");
        record_release(&next);
    }
    if (!e && at != 0)
        refuse(it, "same_as",
               N_("That record is said to be the same as this one already: one of the two stands for both."));
    return e == E_NOT_FOUND ? OK : e;
}

/* --- mapping rounds --- */
static enum err check_running(const struct checking *it)
{
    struct query query;
    size_t count = 0;
    bool more = false;
    enum err e;

    if (it->record->type != &mapping_round_type || !is(it->record, "status", "running") || !is_changed(it, "status"))
        return OK;
    query_init(&query, &mapping_round_type);
    query_narrow(&query, "status", FILTER_IS, "running");
    e = store_count(it->store, &query, 1, &count, &more, it->why);
    if (!e && count > 0)
        warn(it, "status", N_("Another round is running. One at a time is easier to carry: finish that one first."));
    return e;
}

enum err map_check_saved(struct store *store, const struct record *record, const struct record *before,
                         struct problems *problems, struct why *why)
{
    static enum err (*const checks[])(const struct checking *) = {
        check_kinds,  check_chair,   check_seats_of, check_assessed, check_joined,
        check_shared, check_renewed, check_same,     check_running,
    };
    const struct checking it = { .store = store, .record = record, .before = before, .problems = problems, .why = why };
    enum err e = OK;

    if (record->type->owner != RECORD_OF_TEAM || record->archived_at != 0)
        return OK;
    for (size_t i = 0; i < sizeof checks / sizeof checks[0] && !e; i++)
        e = checks[i](&it);
    return e;
}
