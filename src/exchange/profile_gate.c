/*
 * The gate: the table of profiles applied to records. What a record refers to is judged too, once, and remembered by
 * id; so a relationship leaves only when both ends do, and no reference names what stayed.
 */
#include <stdlib.h>
#include <string.h>

#include "profile_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/rules.h"
#include "townkeep/domain/same_as.h"

enum { SLOTS_FIRST = 256, HOUSES_MOST = 16 };

/* What is remembered of a record. */
struct verdict {
    int64_t id; /* 0: a free slot */
    enum stay stay;
    bool is_hidden; /* its address is not given out */
    bool no_contact;
};

struct gate {
    struct store *store;
    enum profile profile;
    struct date as_of;
    struct same_as same; /* read when first asked */
    bool knows_same;
    struct verdict *slots; /* open addressing; room for twice as many as are used */
    size_t room, used;
};

enum err gate_open(struct store *store, enum profile profile, struct gate **out)
{
    struct gate *gate = calloc(1, sizeof *gate);

    *out = gate;
    if (!gate)
        return E_MEMORY;
    gate->store = store;
    gate->profile = profile;
    return OK;
}

void gate_close(struct gate *gate)
{
    if (!gate)
        return;
    same_as_release(&gate->same);
    free(gate->slots);
    free(gate);
}

void gate_set_day(struct gate *gate, struct date as_of)
{
    gate->as_of = as_of;
}

/* --- what is remembered --- */
static struct verdict *slot_of(struct verdict *slots, size_t room, int64_t id)
{
    size_t at = (size_t)((uint64_t)id * 0x9E3779B97F4A7C15u >> 32) & (room - 1);

    while (slots[at].id != 0 && slots[at].id != id)
        at = (at + 1) & (room - 1);
    return &slots[at];
}

static enum err grow(struct gate *gate)
{
    size_t room = gate->room ? 2 * gate->room : SLOTS_FIRST;
    struct verdict *slots = calloc(room, sizeof *slots);

    if (!slots)
        return E_MEMORY;
    for (size_t i = 0; i < gate->room; i++) {
        if (gate->slots[i].id != 0)
            *slot_of(slots, room, gate->slots[i].id) = gate->slots[i];
    }
    free(gate->slots);
    gate->slots = slots;
    gate->room = room;
    return OK;
}

static enum err remember(struct gate *gate, const struct verdict *verdict)
{
    struct verdict *slot;
    enum err e;

    if (verdict->id == 0)
        return OK;
    if (2 * (gate->used + 1) > gate->room && (e = grow(gate)))
        return e;
    slot = slot_of(gate->slots, gate->room, verdict->id);
    gate->used += slot->id == 0;
    *slot = *verdict;
    return OK;
}

/* *out stays as it was where nothing is remembered. */
static bool recall(const struct gate *gate, int64_t id, struct verdict *out)
{
    const struct verdict *slot = gate->room ? slot_of(gate->slots, gate->room, id) : NULL;

    if (!slot || slot->id == 0)
        return false;
    *out = *slot;
    return true;
}

/* --- judging --- */
static bool is_yes(const struct record *record, const char *key)
{
    return record_number(record, key) != 0;
}

static bool is_type(const struct record *record, const char *key)
{
    return strcmp(record->type->key, key) == 0;
}

static bool says(const struct record *record, const char *key, const char *code)
{
    return strcmp(record_text(record, key), code) == 0;
}

static enum stay stay_of_circle(enum profile least, enum profile profile)
{
    if (profile >= least)
        return STAY_NOT;
    return least == PROFILE_PARTNER ? STAY_PARTNER : STAY_TEAM;
}

/* What nobody marked is the team's; so is a programme that is to be discreet. */
static enum stay stay_by_sens(const struct record *record, enum profile profile)
{
    if (says(record, "sens", "restricted"))
        return STAY_RESTRICTED;
    if (says(record, "visibility", "discreet"))
        return stay_of_circle(PROFILE_TEAM, profile);
    if (says(record, "sens", "public"))
        return STAY_NOT;
    return stay_of_circle(says(record, "sens", "partner") ? PROFILE_PARTNER : PROFILE_TEAM, profile);
}

/* A linked duplicate: another record stands for it. */
static bool stands_behind_another(const struct gate *gate, const struct record *record)
{
    return is_type(record, "party") && record->id != 0 && same_as_of(&gate->same, record->id) != record->id;
}

/* What follows from the record alone. */
static enum stay stay_by_itself(const struct gate *gate, const struct profile_row *row, const struct record *record)
{
    enum stay stay;

    if (!row || row->least == PROFILE_NONE)
        return STAY_TYPE;
    if (stands_behind_another(gate, record))
        return STAY_SAME;
    if (is_type(record, "relationship") && says(record, "type", "in_tension_with"))
        return STAY_TENSION;
    stay = stay_of_circle(row->least, gate->profile);
    if (stay == STAY_NOT && row->by_sens)
        stay = stay_by_sens(record, gate->profile);
    if (stay != STAY_NOT || gate->profile == PROFILE_TEAM)
        return stay;
    return is_type(record, "contact_point") && !is_yes(record, "is_public") ? STAY_PRIVATE : STAY_NOT;
}

static bool is_out_of_force(const struct gate *gate, const struct record *record)
{
    int from = field_find(record->type, "valid_from"), to = field_find(record->type, "valid_to");

    return gate->as_of.year != 0 && ((from >= 0 && rule_is_after_day(record, from, gate->as_of)) ||
                                     (to >= 0 && rule_is_before_day(record, to, gate->as_of)));
}

static enum err judge(struct gate *gate, const struct record *record, struct verdict *out, struct why *why);

/* The record with that id; one that was archived or is gone stays. */
static enum err judge_id(struct gate *gate, const struct record_type *type, int64_t id, struct verdict *out,
                         struct why *why)
{
    struct record record = { 0 };
    enum err e;

    *out = (struct verdict){ .id = id, .stay = STAY_OTHER };
    if (!profile_takes_type(gate->profile, type) || recall(gate, id, out))
        return OK;
    e = store_load(gate->store, type, id, &record, why);
    if (e == E_NOT_FOUND)
        return remember(gate, out);
    if (!e && record.archived_at == 0) {
        e = judge(gate, &record, out, why);
    } else if (!e) {
        out->is_hidden = is_yes(&record, "address_hidden"); /* who works there may still be there */
        e = remember(gate, out);
    }
    record_release(&record);
    return e;
}

/* What was asked for a linked duplicate holds for what hangs on it, though another stands for both. */
static enum err add_duplicate(struct gate *gate, const struct record_type *type, int64_t id, struct verdict *out,
                              struct why *why)
{
    struct record record = { 0 };
    enum err e = store_load(gate->store, type, id, &record, why);

    if (!e && says(&record, "sens", "restricted"))
        out->stay = STAY_OTHER;
    if (!e && is_yes(&record, "do_not_contact"))
        out->no_contact = true;
    record_release(&record);
    return e == E_NOT_FOUND ? OK : e;
}

/* The same of a linked duplicate: what stands for both. out->id tells which that is. */
static enum err judge_head(struct gate *gate, const struct record_type *type, int64_t id, struct verdict *out,
                           struct why *why)
{
    int64_t head = strcmp(type->key, "party") == 0 ? same_as_of(&gate->same, id) : id;
    enum err e = judge_id(gate, type, head, out, why);

    return e || head == id ? e : add_duplicate(gate, type, id, out, why);
}

/* --- references --- */
typedef enum err each_reference(struct gate *gate, const struct verdict *other, void *data);

/* Every record that a field refers to, judged. */
static enum err walk_references(struct gate *gate, const struct record *record, int field, each_reference *each,
                                void *data, struct why *why)
{
    const struct field *of = &record->type->fields[field];
    const struct value *value = &record->values[field];
    const struct record_type *type = catalogue_find(store_catalogue(gate->store), of->refers_to);
    const char *at = value->form == VALUE_TEXT ? value->text : "";
    struct verdict other;
    enum err e = OK;

    if (!type)
        return OK;
    if (of->kind == FIELD_REFERENCE)
        return value->form != VALUE_NUMBER || (e = judge_head(gate, type, value->number, &other, why))
                   ? e
                   : each(gate, &other, data);
    while (!e && *at) {
        e = judge_head(gate, type, strtoll(at, NULL, 10), &other, why);
        if (!e)
            e = each(gate, &other, data);
        at += strcspn(at, ";");
        at += *at == ';';
    }
    return e;
}

struct company {
    bool stays, no_contact, is_hidden;
    int64_t first;
    int count;
    bool is_one; /* all of them are the same record */
};

static enum err keep_company(struct gate *gate, const struct verdict *other, void *data)
{
    struct company *company = data;

    (void)gate;
    company->stays |= other->stay != STAY_NOT;
    company->no_contact |= other->no_contact;
    company->is_hidden |= other->is_hidden;
    company->is_one = company->count++ == 0 || (company->is_one && other->id == company->first);
    if (company->count == 1)
        company->first = other->id;
    return OK;
}

static enum err look_at(struct gate *gate, const struct record *record, const char *keys, struct company *out,
                        struct why *why)
{
    enum err e = OK;

    *out = (struct company){ 0 };
    for (int field = 0; field < record->type->field_count && !e; field++) {
        if (text_list_has(keys, record->type->fields[field].key))
            e = walk_references(gate, record, field, keep_company, out, why);
    }
    return e;
}

/* What follows from the records it belongs to. */
static enum err stay_by_company(struct gate *gate, const struct profile_row *row, const struct record *record,
                                enum stay *stay, struct why *why)
{
    bool is_point = is_type(record, "contact_point");
    struct company company;
    enum err e = look_at(gate, record, row->with, &company, why);

    if (e || company.stays) {
        *stay = STAY_OTHER;
        return e;
    }
    if (is_type(record, "relationship") && company.count == 2 && company.is_one)
        *stay = STAY_SAME;
    else if (is_point && gate->profile < PROFILE_TEAM && company.no_contact)
        *stay = STAY_NO_CONTACT;
    else if (is_point && gate->profile < PROFILE_TEAM && company.is_hidden && says(record, "channel", "post"))
        *stay = STAY_HIDDEN;
    return OK;
}

/* A room of a house that must not be found, and the house of such a room's house. */
static enum err is_within_hidden(struct gate *gate, const struct record *place, bool *out, struct why *why)
{
    int64_t id = record_number(place, "parent");
    enum err e = OK;

    for (int step = 0; id != 0 && !*out && !e && step < HOUSES_MOST; step++) {
        struct record house = { 0 };
        struct verdict known;

        if (recall(gate, id, &known)) {
            *out = known.is_hidden;
            return OK;
        }
        if (!(e = store_load(gate->store, place->type, id, &house, why))) {
            *out = is_yes(&house, "address_hidden");
            id = record_number(&house, "parent");
        }
        record_release(&house);
    }
    return e == E_NOT_FOUND ? OK : e;
}

/* Whoever works at a hidden place is found there: what such a party or service has as its own address is hidden too. */
static enum err find_hidden(struct gate *gate, const struct record *record, bool *out, struct why *why)
{
    struct company company = { 0 };
    enum err e = OK;

    *out = is_yes(record, "address_hidden");
    if (is_type(record, "place"))
        return is_within_hidden(gate, record, out, why);
    if (!*out && (is_type(record, "service") || is_type(record, "party")))
        e = look_at(gate, record, "places", &company, why);
    *out |= company.is_hidden;
    return e;
}

static enum err judge(struct gate *gate, const struct record *record, struct verdict *out, struct why *why)
{
    const struct profile_row *row = profile_row_of(record->type);
    enum err e;

    *out = (struct verdict){ .id = record->id,
                             .stay = stay_by_itself(gate, row, record),
                             .no_contact = is_yes(record, "do_not_contact") };
    if (out->stay == STAY_NOT && is_out_of_force(gate, record))
        out->stay = STAY_THEN;
    if ((e = find_hidden(gate, record, &out->is_hidden, why)))
        return e;
    if (out->stay == STAY_NOT && out->is_hidden && is_type(record, "place") && gate->profile == PROFILE_PUBLIC)
        out->stay = STAY_HIDDEN;
    if (out->stay == STAY_NOT && row->with && (e = stay_by_company(gate, row, record, &out->stay, why)))
        return e;
    return remember(gate, out);
}

static enum err get_ready(struct gate *gate, struct why *why)
{
    enum err e = gate->knows_same ? OK : same_as_load(gate->store, &gate->same, why);

    gate->knows_same = !e;
    return e;
}

enum err gate_judge(struct gate *gate, const struct record *record, enum stay *stay, struct why *why)
{
    struct verdict verdict;
    enum err e;

    *stay = STAY_NOT;
    if (gate->profile == PROFILE_NONE)
        return OK;
    if (!(e = get_ready(gate, why)) && !(e = judge(gate, record, &verdict, why)))
        *stay = verdict.stay;
    return e;
}

enum err gate_keep_back(struct gate *gate, int64_t id, enum stay stay)
{
    struct verdict verdict = { .id = id };

    recall(gate, id, &verdict);
    verdict.stay = stay;
    return remember(gate, &verdict);
}

enum err gate_names(struct gate *gate, const struct record *record, const char *key, bool *out, struct why *why)
{
    struct company company = { 0 };
    enum err e = get_ready(gate, why);

    if (!e)
        e = look_at(gate, record, key, &company, why);
    *out = company.count > 0 && !company.stays;
    return e;
}

/* --- stripping --- */
/* Fields that a record of this kind loses on the way to anybody but the team. */
static const char *lost_fields(const struct record *record, bool is_hidden)
{
    if (is_type(record, "party") && is_yes(record, "do_not_contact"))
        return "phone;email;website;address;postcode;contact_by";
    if (is_type(record, "party") && says(record, "kind", "person"))
        return "phone;email;address;postcode";
    if (is_hidden && (is_type(record, "service") || is_type(record, "party")))
        return "address;postcode";
    return is_hidden ? "address;postcode;postcodes;latitude;longitude;access;ext_ids" : NULL;
}

struct leaving_ids {
    int64_t *ids;
    size_t count;
    bool lost;
};

static enum err take_leaving(struct gate *gate, const struct verdict *other, void *data)
{
    struct leaving_ids *leaving = data;

    (void)gate;
    if (other->stay == STAY_NOT)
        leaving->ids[leaving->count++] = other->id;
    else
        leaving->lost = true;
    return OK;
}

/* A field of references keeps those that leave. */
static enum err strip_references(struct gate *gate, struct record *record, int field, bool *lost, struct why *why)
{
    struct value *value = &record->values[field];
    size_t room = value->form == VALUE_TEXT ? strlen(value->text) / 2 + 1 : 1;
    struct leaving_ids leaving = { .ids = calloc(room, sizeof(int64_t)) };
    enum err e = leaving.ids ? walk_references(gate, record, field, take_leaving, &leaving, why) : E_MEMORY;

    *lost = leaving.lost;
    if (!e && leaving.count == 0)
        value_release(value);
    else if (!e && record->type->fields[field].kind == FIELD_REFERENCE)
        value_set_number(value, leaving.ids[0]);
    else if (!e)
        e = value_set_ids(value, leaving.ids, leaving.count);
    free(leaving.ids);
    return e;
}

static bool is_reference(const struct field *field)
{
    return field->kind == FIELD_REFERENCE || field->kind == FIELD_REFERENCES;
}

enum err gate_strip(struct gate *gate, struct record *record, int *emptied, struct why *why)
{
    const char *lost = NULL;
    bool is_hidden, is_lost = false;
    enum err e = OK;

    *emptied = 0;
    if (gate->profile == PROFILE_NONE)
        return OK;
    if ((e = get_ready(gate, why)))
        return e;
    if (gate->profile < PROFILE_TEAM) {
        if ((e = find_hidden(gate, record, &is_hidden, why)))
            return e;
        lost = lost_fields(record, is_hidden);
    }
    for (int field = 0; field < record->type->field_count && !e; field++) {
        const struct field *of = &record->type->fields[field];
        struct value *value = &record->values[field];

        if (value->form == VALUE_EMPTY)
            continue;
        is_lost = text_list_has(lost, of->key);
        if (is_lost || !profile_takes_field(gate->profile, record->type, field))
            value_release(value);
        else if (is_reference(of))
            e = strip_references(gate, record, field, &is_lost, why);
        *emptied += is_lost;
    }
    return e;
}
