/*
 * Gathering what is kept about a person: their referrals and cases by what names what (retention.h), and of each every
 * record that belongs to it, whatever its type, archived ones too. A type that is made one day is in it by its row in
 * the catalogue.
 */
#include <stdlib.h>
#include <string.h>

#include "bundle_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"

enum { PAGE_ROWS = 100 };

struct gathering {
    struct store *store;
    struct access_bundle *bundle;
    bool stays_unnamed; /* of the referral at hand */
    struct why *why;
};

static void passage_release(struct passage *passage)
{
    struct buf text = { .data = passage->text, .len = passage->text ? strlen(passage->text) : 0 };

    text.cap = text.len + 1;
    if (passage->text)
        buf_wipe(&text);
}

void access_bundle_release(struct access_bundle *bundle)
{
    for (size_t i = 0; i < bundle->count; i++)
        passage_release(&bundle->passages[i]);
    free(bundle->passages);
    retention_scope_release(&bundle->scope);
    record_release(&bundle->request);
    memset(bundle, 0, sizeof *bundle);
}

/* --- passages --- */
static enum err make_room(struct access_bundle *bundle)
{
    size_t room = bundle->room ? 2 * bundle->room : 256;
    struct passage *grown;

    if (bundle->count < bundle->room)
        return OK;
    if (!(grown = realloc(bundle->passages, room * sizeof *grown)))
        return E_MEMORY;
    bundle->passages = grown;
    bundle->room = room;
    return OK;
}

static enum err add_passage(struct gathering *gathering, const struct record *record, int field)
{
    const struct field *described = &record->type->fields[field];
    struct passage passage = { .type = record->type, .record = record->id, .field = field };
    struct buf text = { 0 };
    enum err e;

    passage.third = bundle_third(record->type, described);
    passage.must_go = gathering->stays_unnamed && bundle_is_source(record->type, described);
    passage.choice = passage.must_go ? PASSAGE_OUT : passage.third ? PASSAGE_UNDECIDED : PASSAGE_KEPT;
    if (!(e = store_show_value(gathering->store, record, field, &text)) && !(e = make_room(gathering->bundle)) &&
        !(e = text_copy(&passage.text, buf_text(&text))))
        gathering->bundle->passages[gathering->bundle->count++] = passage;
    buf_wipe(&text);
    return e;
}

static bool is_owner_field(const struct record_type *type, const struct field *field)
{
    return type->case_field && strcmp(type->case_field, field->key) == 0;
}

static enum err add_record(struct gathering *gathering, const struct record *record)
{
    enum err e = OK;

    if (record->type == &referral_type)
        gathering->stays_unnamed = record_number(record, "stay_unnamed") == 1;
    for (int i = 0; i < record->type->field_count && !e; i++) {
        if (record->values[i].form == VALUE_CLOSED)
            return why_set(gathering->why, E_PERMISSION,
                           N_("Something of this person is closed to you. Who puts the papers together must be able to "
                              "open all of it: a team lead can."));
        if (record->values[i].form != VALUE_EMPTY && !is_owner_field(record->type, &record->type->fields[i]))
            e = add_passage(gathering, record, i);
    }
    return e;
}

/* --- records --- */
static enum err add_by_id(struct gathering *gathering, const struct record_type *type, int64_t id)
{
    struct record record = { 0 };
    enum err e = store_load(gathering->store, type, id, &record, gathering->why);

    if (!e)
        e = add_record(gathering, &record);
    record_release(&record);
    return e;
}

/* All of one type that belong to this member, archived ones too. */
static enum err add_belonging(struct gathering *gathering, const struct record_type *type, int64_t member)
{
    struct record_page page = { 0 };
    struct record last = { 0 };
    struct query query;
    bool more = true;
    enum err e = OK;

    query_init(&query, type);
    query.which = QUERY_ALL;
    query_narrow_number(&query, type->case_field, FILTER_IS, member);
    while (!e && more) {
        e = store_page(gathering->store, &query, last.type ? &last : NULL, false, PAGE_ROWS, &page, gathering->why);
        for (size_t i = 0; i < page.count && !e; i++)
            e = add_by_id(gathering, type, page.records[i].id);
        more = page.more_after && page.count > 0;
        record_release(&last);
        if (!e && more)
            e = record_copy(&last, &page.records[page.count - 1]);
        record_page_release(&page);
    }
    record_release(&last);
    return e;
}

static const struct record_type *owner_of(const struct record_type *type)
{
    const struct field *field = type->case_field ? &type->fields[field_find(type, type->case_field)] : NULL;

    return field ? catalogue_find(&domain_catalogue, field->refers_to) : type;
}

bool access_bundle_has(const struct record_type *type)
{
    return type->owner == RECORD_OF_CASE && owner_of(type) != &panel_meeting_type;
}

static enum err add_member(struct gathering *gathering, const struct record *member)
{
    const struct catalogue *catalogue = store_catalogue(gathering->store);
    enum err e = store_log_view(gathering->store, member->type, member->id, "access_bundle", gathering->why);

    if (!e)
        e = add_by_id(gathering, member->type, member->id);
    for (size_t i = 0; i < catalogue->count && !e; i++) {
        const struct record_type *type = catalogue->types[i];

        if (type->case_field && access_bundle_has(type) && owner_of(type) == member->type)
            e = add_belonging(gathering, type, member->id);
    }
    gathering->stays_unnamed = false;
    return e;
}

static enum err find_scope(struct store *store, struct access_bundle *bundle, struct why *why)
{
    int64_t episode = record_number(&bundle->request, "episode"),
            referral = record_number(&bundle->request, "referral");

    if (!episode && !referral)
        return why_set(why, E_INVALID,
                       N_("Say in the request which case or referral it is about, once it is known who asks."));
    return episode ? retention_scope(store, &episode_type, episode, &bundle->scope, why)
                   : retention_scope(store, &referral_type, referral, &bundle->scope, why);
}

enum err access_bundle_load(struct store *store, int64_t request, struct access_bundle *out, struct why *why)
{
    struct gathering gathering = { .store = store, .bundle = out, .why = why };
    enum err e;

    memset(out, 0, sizeof *out);
    if (!store_casework_is_open(store))
        return why_set(why, E_PERMISSION, N_("Open casework first: the papers are made from sealed records."));
    if (!(e = store_load(store, &access_request_type, request, &out->request, why)))
        e = find_scope(store, out, why);
    for (size_t i = 0; i < out->scope.count && !e; i++)
        e = add_member(&gathering, &out->scope.members[i]);
    if (!e)
        bundle_read_marks(out);
    if (e == E_MEMORY)
        why_set(why, e, "%s", err_text(e));
    if (e)
        access_bundle_release(out);
    return e;
}
