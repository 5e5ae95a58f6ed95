/* The parcel: records page by page through the gate, type by type, kept in the order of their ids. */
#include "townkeep/exchange/parcel.h"

#include <stdlib.h>
#include <string.h>

#include "profile_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/queries.h"

enum { PAGE_ROWS = 500, FIELDS_MOST = 128 };

struct packing {
    struct store *store;
    struct parcel_wish wish;
    struct gate *gate;
    struct parcel parcel;
    int part; /* being packed */
    struct query query;
    struct record last; /* of the page before; type NULL: none yet */
    size_t seen, seen_here;
};

static void begin_part(struct packing *packing)
{
    if (packing->part == packing->parcel.part_count)
        return;
    if (packing->wish.query)
        packing->query = *packing->wish.query;
    else
        query_init(&packing->query, packing->parcel.parts[packing->part].type);
    packing->seen_here = 0;
}

static enum err add_part(struct packing *packing, const struct record_type *type, struct why *why)
{
    struct parcel_part *part = &packing->parcel.parts[packing->parcel.part_count];

    if (!store_may_read(packing->store, type))
        return why_set(why, E_PERMISSION, N_("Your role does not let you see \"%s\"."), gettext(type->plural));
    *part = (struct parcel_part){ .type = type };
    if (packing->wish.keys)
        part->keys = packing->wish.keys[packing->parcel.part_count];
    if (packing->wish.query && packing->wish.field_count > 0) {
        part->fields = packing->wish.fields;
        part->field_count = packing->wish.field_count;
    }
    packing->parcel.part_count++;
    return OK;
}

static enum err prepare(struct packing *packing, struct why *why)
{
    const struct parcel_wish *wish = &packing->wish;
    enum err e = gate_open(packing->store, wish->profile, &packing->gate);

    if (e)
        return why_set(why, e, "%s", err_text(e));
    gate_set_day(packing->gate, wish->as_of);
    if (wish->query)
        e = add_part(packing, wish->query->type, why);
    for (int i = 0; !wish->query && i < wish->type_count && !e; i++)
        e = add_part(packing, wish->types[i], why);
    begin_part(packing);
    return e;
}

enum err packing_start(struct store *store, const struct parcel_wish *wish, struct packing **out, struct why *why)
{
    struct packing *packing = calloc(1, sizeof *packing);
    enum err e;

    *out = NULL;
    if (!packing)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    packing->store = store;
    packing->wish = *wish;
    packing->parcel = (struct parcel){ .store = store, .profile = wish->profile, .as_of = wish->as_of };
    if ((e = prepare(packing, why)))
        packing_end(packing, NULL);
    else
        *out = packing;
    return e;
}

size_t packing_seen(const struct packing *packing)
{
    return packing->seen;
}

void packing_end(struct packing *packing, struct parcel *parcel)
{
    if (!packing)
        return;
    if (parcel)
        *parcel = packing->parcel;
    else
        parcel_release(&packing->parcel);
    record_release(&packing->last);
    gate_close(packing->gate);
    free(packing);
}

/* --- one record --- */
static int compare_numbers(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static bool is_wished(const struct packing *packing, int64_t party)
{
    return bsearch(&party, packing->wish.only, packing->wish.only_count, sizeof party, compare_numbers) != NULL;
}

static bool has_closed(const struct packing *packing, const struct record *record)
{
    const char *status = record_text(record, "status");

    return (packing->wish.without & PARCEL_WITHOUT_CLOSED) && date_compare(packing->wish.as_of, clock_today()) >= 0 &&
           (strcmp(status, "closed") == 0 || strcmp(status, "defunct") == 0);
}

/* What may leave, but was not asked for or has no place in this kind of file. */
static enum stay stay_without(const struct packing *packing, const struct record *record)
{
    unsigned without = packing->wish.without;

    if (has_closed(packing, record))
        return STAY_CLOSED;
    if (strcmp(record->type->key, "party") != 0)
        return STAY_NOT;
    if (packing->wish.only && !is_wished(packing, record->id))
        return STAY_OTHER;
    if ((without & PARCEL_WITHOUT_NO_CONTACT) && record_number(record, "do_not_contact") != 0)
        return STAY_NO_CONTACT;
    return (without & PARCEL_WITHOUT_PEOPLE) && strcmp(record_text(record, "kind"), "person") == 0 ? STAY_PERSON
                                                                                                   : STAY_NOT;
}

/* Whether it leaves, and if not, what hangs on it is kept back with it. */
static enum err judge(struct packing *packing, const struct record *record, enum stay *stay, struct why *why)
{
    enum err e = gate_judge(packing->gate, record, stay, why);

    if (e || *stay != STAY_NOT)
        return e;
    *stay = stay_without(packing, record);
    if (*stay == STAY_NOT && packing->wish.rule)
        e = packing->wish.rule(packing->store, packing->gate, record, stay, why);
    return e || *stay == STAY_NOT || *stay == STAY_NAMED ? e : gate_keep_back(packing->gate, record->id, *stay);
}

static enum err keep(struct packing *packing, struct parcel_part *part, struct record *record)
{
    if (packing->wish.only_counts)
        return OK;
    if (part->count == part->room) {
        size_t room = part->room ? 2 * part->room : 64;
        struct record *records = reallocarray(part->records, room, sizeof *records);

        if (!records)
            return E_MEMORY;
        part->records = records;
        part->room = room;
    }
    part->records[part->count++] = *record;
    memset(record, 0, sizeof *record);
    return OK;
}

static enum err note_title(const struct packing *packing, struct parcel_part *part, int64_t id)
{
    struct buf title = { 0 };
    enum err e = OK;

    if (part->leave < PARCEL_TITLES && !(e = store_title(packing->store, part->type, id, &title)))
        text_cut_into(part->titles[part->leave], PARCEL_TITLE_SIZE, buf_text(&title));
    part->leave++;
    buf_release(&title);
    return e;
}

/* Whether the file could say this of the record. */
static bool goes_along(const struct packing *packing, const struct parcel_part *part, int field)
{
    return (!part->keys || text_list_has(part->keys, part->type->fields[field].key)) &&
           profile_takes_field(packing->wish.profile, part->type, field);
}

/* Takes away what stays, and what the file has no place for. *lighter: something went that others of the type keep. */
static enum err lighten(struct packing *packing, struct parcel_part *part, struct record *record, bool *lighter,
                        struct why *why)
{
    bool was_filled[FIELDS_MOST] = { false };
    int fields = part->type->field_count < FIELDS_MOST ? part->type->field_count : FIELDS_MOST, emptied;
    enum err e;

    for (int i = 0; i < fields; i++)
        was_filled[i] = record->values[i].form != VALUE_EMPTY && goes_along(packing, part, i);
    e = gate_strip(packing->gate, record, &emptied, why);
    for (int i = 0; i < fields; i++) {
        *lighter |= was_filled[i] && record->values[i].form == VALUE_EMPTY;
        if (part->keys && !goes_along(packing, part, i))
            value_release(&record->values[i]);
    }
    return e;
}

/* *record is taken over where it is kept. */
static enum err take(struct packing *packing, struct record *record, struct why *why)
{
    struct parcel_part *part = &packing->parcel.parts[packing->part];
    enum stay stay;
    bool lighter = false;
    enum err e = judge(packing, record, &stay, why);

    packing->seen++;
    packing->seen_here++;
    if (e)
        return e;
    part->stay[stay] += stay != STAY_NOT;
    if (stay != STAY_NOT && stay != STAY_NAMED)
        return OK;
    if ((e = lighten(packing, part, record, &lighter, why)) || stay == STAY_NAMED)
        return e ? e : keep(packing, part, record);
    if ((e = note_title(packing, part, record->id)))
        return e;
    part->lighter += lighter;
    return keep(packing, part, record);
}

/* --- pages --- */
static void end_part(struct packing *packing)
{
    struct parcel_part *part = &packing->parcel.parts[packing->part];

    if (part->count > 0 && !packing->wish.query)
        qsort(part->records, part->count, sizeof *part->records, record_compare_ids);
    record_release(&packing->last);
    memset(&packing->last, 0, sizeof packing->last);
    packing->part++;
    begin_part(packing);
}

static size_t rows_left(const struct packing *packing)
{
    size_t left = packing->wish.limit ? packing->wish.limit - packing->seen_here : PAGE_ROWS;

    return left < PAGE_ROWS ? left : PAGE_ROWS;
}

enum err packing_step(struct packing *packing, bool *more, struct why *why)
{
    struct record_page page = { 0 };
    bool goes_on;
    enum err e;

    *more = packing->part < packing->parcel.part_count;
    if (!*more)
        return OK;
    e = store_page(packing->store, &packing->query, packing->last.type ? &packing->last : NULL, false,
                   rows_left(packing), &page, why);
    goes_on = page.more_after && page.count > 0;
    record_release(&packing->last);
    memset(&packing->last, 0, sizeof packing->last);
    if (!e && goes_on)
        e = record_copy(&packing->last, &page.records[page.count - 1]);
    for (size_t i = 0; i < page.count && !e; i++)
        e = take(packing, &page.records[i], why);
    record_page_release(&page);
    if (!e && (!goes_on || rows_left(packing) == 0))
        end_part(packing);
    *more = packing->part < packing->parcel.part_count;
    return e == E_MEMORY ? why_set(why, e, "%s", err_text(e)) : e;
}

enum err parcel_pack(struct store *store, const struct parcel_wish *wish, struct parcel *out, struct why *why)
{
    struct packing *packing;
    bool more = true;
    enum err e = packing_start(store, wish, &packing, why);

    *out = (struct parcel){ 0 };
    if (e || !packing)
        return e;
    while (!e && more)
        e = packing_step(packing, &more, why);
    packing_end(packing, e ? NULL : out);
    return e;
}

/* --- the parcel --- */
void parcel_release(struct parcel *parcel)
{
    for (int i = 0; i < parcel->part_count; i++) {
        for (size_t j = 0; j < parcel->parts[i].count; j++)
            record_release(&parcel->parts[i].records[j]);
        free(parcel->parts[i].records);
    }
    *parcel = (struct parcel){ 0 };
}

const struct parcel_part *parcel_part_of(const struct parcel *parcel, const char *type)
{
    for (int i = 0; i < parcel->part_count; i++) {
        if (strcmp(parcel->parts[i].type->key, type) == 0)
            return &parcel->parts[i];
    }
    return NULL;
}

const struct record *parcel_find(const struct parcel_part *part, int64_t id)
{
    struct record wanted = { .id = id };

    return part && part->count > 0
               ? bsearch(&wanted, part->records, part->count, sizeof *part->records, record_compare_ids)
               : NULL;
}

size_t parcel_leaving(const struct parcel *parcel)
{
    size_t count = 0;

    for (int i = 0; i < parcel->part_count; i++)
        count += parcel->parts[i].leave;
    return count;
}

enum err parcel_show(const struct parcel *parcel, const struct record *record, const char *key, struct buf *out)
{
    int field = field_find(record->type, key);

    return field < 0 || record->values[field].form == VALUE_EMPTY ? OK
                                                                  : store_show_value(parcel->store, record, field, out);
}
