/*
 * Recognising records. A type's `match` names alternatives: "ext_ids|name,kind". Each gives one key (a list field: one
 * for each item); a key of the new record that an old one has makes them the same. Only where both have something for
 * an earlier alternative, and differ there, does a later one not count: two charities of one name with different
 * numbers are two. The first alternative is identity, later ones are names that several may bear.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import_in.h"
#include "townkeep/base/text.h"

enum { ALTERNATIVES_MAX = 4, KEYS_MAX = 64, PAGE_ROWS = 500 };

/* The fields of one alternative, in order. */
struct alternative {
    int fields[8];
    int count;
};

static int read_alternatives(const struct record_type *type, struct alternative out[ALTERNATIVES_MAX])
{
    const char *at = type->match;
    int count = 0;

    while (at && *at && count < ALTERNATIVES_MAX) {
        struct alternative *alternative = &out[count++];

        alternative->count = 0;
        do {
            size_t len = strcspn(at, ",|");
            char key[64];

            snprintf(key, sizeof key, "%.*s", (int)len, at);
            if (alternative->count < 8)
                alternative->fields[alternative->count++] = field_find(type, key);
            at += len;
        } while (*at == ',' && at++);
        at += *at == '|';
    }
    return count;
}

static uint64_t hash_add(uint64_t hash, const char *text)
{
    for (; *text; text++)
        hash = (hash ^ (uint8_t)*text) * UINT64_C(1099511628211); /* FNV-1a */
    return (hash ^ 0x1F) * UINT64_C(1099511628211);
}

/* One field as text to compare: folded where people write it. */
static enum err add_normal(const struct field *field, const struct value *value, struct buf *out)
{
    if (value->form == VALUE_NUMBER)
        return buf_printf(out, "%lld", (long long)value->number);
    if (value->form != VALUE_TEXT)
        return OK;
    return field->kind == FIELD_TEXT || field->kind == FIELD_NOTE ? text_fold(out, value->text)
                                                                  : buf_add_str(out, value->text);
}

static bool applies(const struct record *record, const struct alternative *alternative)
{
    for (int i = 0; i < alternative->count; i++) {
        if (alternative->fields[i] < 0 || record->values[alternative->fields[i]].form == VALUE_CLOSED)
            return false;
    }
    return alternative->count > 0 && record->values[alternative->fields[0]].form != VALUE_EMPTY;
}

static bool is_list(const struct record_type *type, const struct alternative *alternative)
{
    enum field_kind kind = type->fields[alternative->fields[0]].kind;

    return alternative->count == 1 && (kind == FIELD_TAGS || kind == FIELD_CHOICES || kind == FIELD_REFERENCES);
}

static enum err list_keys(const struct value *value, uint64_t seed, uint64_t *out, int *count)
{
    for (const char *at = value->text; *at && *count < KEYS_MAX;) {
        size_t len = strcspn(at, ";");
        char *item = strndup(at, len);

        if (!item)
            return E_MEMORY;
        out[(*count)++] = hash_add(seed, item);
        free(item);
        at += len + (at[len] == ';');
    }
    return OK;
}

/* The keys of one alternative. */
static enum err alternative_keys(const struct record *record, const struct alternative *alternative, int number,
                                 uint64_t *out, int *count)
{
    uint64_t hash = UINT64_C(14695981039346656037) + (uint64_t)number;
    struct buf normal = { 0 };
    enum err e = OK;

    if (!applies(record, alternative))
        return OK;
    if (is_list(record->type, alternative))
        return list_keys(&record->values[alternative->fields[0]], hash, out, count);
    for (int i = 0; i < alternative->count && !e; i++) {
        int field = alternative->fields[i];

        buf_clear(&normal);
        e = add_normal(&record->type->fields[field], &record->values[field], &normal);
        hash = hash_add(hash, buf_text(&normal));
    }
    buf_release(&normal);
    if (!e && *count < KEYS_MAX)
        out[(*count)++] = hash;
    return e;
}

static enum err same_by(const struct record *a, const struct record *b, const struct alternative *alternative,
                        bool *same)
{
    struct buf texts[2] = { { 0 }, { 0 } };
    enum err e = OK;

    *same = applies(a, alternative) && applies(b, alternative);
    if (*same && is_list(a->type, alternative)) {
        const struct value *list = &a->values[alternative->fields[0]];
        uint64_t ours[KEYS_MAX], theirs[KEYS_MAX];
        int our_count = 0, their_count = 0;

        if ((e = list_keys(list, 1, ours, &our_count)) ||
            (e = list_keys(&b->values[alternative->fields[0]], 1, theirs, &their_count)))
            return e;
        *same = false;
        for (int i = 0; i < our_count; i++) {
            for (int j = 0; j < their_count; j++)
                *same = *same || ours[i] == theirs[j];
        }
        return OK;
    }
    for (int i = 0; i < alternative->count && *same && !e; i++) {
        const struct field *field = &a->type->fields[alternative->fields[i]];

        buf_clear(&texts[0]);
        buf_clear(&texts[1]);
        if (!(e = add_normal(field, &a->values[alternative->fields[i]], &texts[0])))
            e = add_normal(field, &b->values[alternative->fields[i]], &texts[1]);
        *same = strcmp(buf_text(&texts[0]), buf_text(&texts[1])) == 0;
    }
    buf_release(&texts[0]);
    buf_release(&texts[1]);
    return e;
}

/* Whether `old` is the record that `fresh` is, by alternative `number`. */
static enum err is_same(const struct record *fresh, const struct record *old, const struct alternative *alternatives,
                        int number, bool *same)
{
    enum err e = same_by(fresh, old, &alternatives[number], same);

    for (int i = 0; i < number && *same && !e; i++) {
        /* Had it been the same by an earlier one, that one would have found it. */
        if (applies(fresh, &alternatives[i]) && applies(old, &alternatives[i]))
            *same = false;
    }
    return e;
}

void match_index_release(struct match_index *index)
{
    free(index->slots);
    *index = (struct match_index){ 0 };
}

static void put_slot(struct match_index *index, uint64_t hash, int64_t id)
{
    size_t at = (size_t)hash & (index->size - 1);

    while (index->slots[at].id != 0 && !(index->slots[at].hash == hash && index->slots[at].id == id))
        at = (at + 1) & (index->size - 1);
    index->used += index->slots[at].id == 0;
    index->slots[at] = (struct match_slot){ .hash = hash, .id = id };
}

static enum err grow(struct match_index *index)
{
    struct match_index bigger = { .size = index->size ? index->size * 2 : 1024 };

    if (index->used * 4 < index->size * 3)
        return OK;
    bigger.slots = calloc(bigger.size, sizeof *bigger.slots);
    if (!bigger.slots)
        return E_MEMORY;
    for (size_t i = 0; i < index->size; i++) {
        if (index->slots[i].id != 0)
            put_slot(&bigger, index->slots[i].hash, index->slots[i].id);
    }
    free(index->slots);
    index->slots = bigger.slots;
    index->size = bigger.size;
    index->used = bigger.used;
    return OK;
}

enum err match_index_add(struct match_index *index, const struct record *record)
{
    struct alternative alternatives[ALTERNATIVES_MAX];
    int count = read_alternatives(record->type, alternatives), keys = 0;
    uint64_t hashes[KEYS_MAX];
    enum err e = OK;

    for (int i = 0; i < count && !e; i++)
        e = alternative_keys(record, &alternatives[i], i, hashes, &keys);
    for (int i = 0; i < keys && !e; i++) {
        if (!(e = grow(index)))
            put_slot(index, hashes[i], record->id);
    }
    return e;
}

enum err match_index_build(struct match_index *index, struct store *store, const struct record_type *type,
                           struct why *why)
{
    struct record_page page = { 0 };
    struct record last = { 0 };
    struct query query;
    enum err e = OK;
    bool more = true;

    *index = (struct match_index){ .type = type };
    query_init(&query, type);
    query.which = QUERY_ALL;
    while (more && !e) {
        e = store_page(store, &query, last.type ? &last : NULL, false, PAGE_ROWS, &page, why);
        for (size_t i = 0; i < page.count && !e; i++)
            e = match_index_add(index, &page.records[i]);
        more = page.more_after && page.count > 0;
        record_release(&last);
        if (more && !e)
            e = record_copy(&last, &page.records[page.count - 1]);
        record_page_release(&page);
    }
    record_release(&last);
    return e;
}

/* Ids count up, so neighbours would crowd: spread them over the whole table. */
static uint64_t spread(int64_t id)
{
    uint64_t hash = (uint64_t)id * UINT64_C(0x9E3779B97F4A7C15); /* 2^64 divided by the golden ratio */

    return hash ^ hash >> 32;
}

/* --- the set of records taken --- */
enum err match_index_take(struct match_index *taken, int64_t id)
{
    enum err e = grow(taken);

    if (!e)
        put_slot(taken, spread(id), id);
    return e;
}

bool match_index_is_taken(const struct match_index *taken, int64_t id)
{
    if (!taken || taken->size == 0)
        return false;
    for (size_t at = (size_t)spread(id) & (taken->size - 1); taken->slots[at].id != 0;
         at = (at + 1) & (taken->size - 1)) {
        if (taken->slots[at].id == id)
            return true;
    }
    return false;
}

/* --- finding --- */
enum { CANDIDATES_MAX = 256 };
struct search {
    const struct match_index *index, *taken;
    struct store *store;
    const struct record *record;
    const bool *yielding;
    const struct alternative *alternatives;
    int number; /* the alternative being tried */
    int candidates;
    int64_t best;
    int best_agree; /* fields that say the same, less those that say something else */
};

/* How many fields filled on both sides are the same, and how many are not; lists of tags only ever grow, they
 * contradict nothing, and no more do fields that overrule nothing. */
static void compare(const struct record *fresh, const struct record *old, const bool *yielding, int *same,
                    int *different)
{
    for (int i = 0; i < fresh->type->field_count; i++) {
        if (fresh->values[i].form == VALUE_EMPTY || old->values[i].form == VALUE_EMPTY ||
            fresh->type->fields[i].kind == FIELD_TAGS)
            continue;
        if (value_equal(&fresh->values[i], &old->values[i]))
            ++*same;
        else if (!yielding || !yielding[i])
            ++*different;
    }
}

static enum err try_candidate(struct search *search, int64_t id, struct why *why)
{
    struct record old = { 0 };
    int same = 0, different = 0;
    bool is = false;
    enum err e = store_load(search->store, search->index->type, id, &old, why);

    if (e == E_NOT_FOUND)
        return OK;
    if (e || (e = is_same(search->record, &old, search->alternatives, search->number, &is)) || !is)
        goto done;
    compare(search->record, &old, search->yielding, &same, &different);
    /* The first alternative is identity; the later ones are names, which more than one may bear. */
    if (search->number > 0 && different > 0 && match_index_is_taken(search->taken, id))
        goto done;
    if (search->best == 0 || same - different > search->best_agree) {
        search->best = id;
        search->best_agree = same - different;
    }
done:
    record_release(&old);
    return e;
}

static enum err try_key(struct search *search, uint64_t hash, struct why *why)
{
    const struct match_index *index = search->index;
    enum err e = OK;

    for (size_t at = (size_t)hash & (index->size - 1); index->slots[at].id != 0 && !e;
         at = (at + 1) & (index->size - 1)) {
        if (index->slots[at].hash != hash)
            continue;
        if (++search->candidates > CANDIDATES_MAX || (search->number == 0 && search->best != 0))
            break;
        e = try_candidate(search, index->slots[at].id, why);
    }
    return e;
}

enum err match_index_find(const struct match_index *index, struct store *store, const struct record *record,
                          const struct match_index *taken, const bool *yielding, int64_t *id, struct why *why)
{
    struct alternative alternatives[ALTERNATIVES_MAX];
    struct search search = { .index = index,
                             .taken = taken,
                             .store = store,
                             .record = record,
                             .yielding = yielding,
                             .alternatives = alternatives };
    int count = read_alternatives(record->type, alternatives);
    enum err e = OK;

    for (int i = 0; i < count && !e && search.best == 0 && index->size > 0; i++) {
        uint64_t hashes[KEYS_MAX];
        int keys = 0;

        search.number = i;
        e = alternative_keys(record, &alternatives[i], i, hashes, &keys);
        for (int j = 0; j < keys && !e; j++)
            e = try_key(&search, hashes[j], why);
    }
    *id = search.best;
    return e;
}

enum err match_index_find_tag(const struct match_index *index, struct store *store, const char *tag, int64_t *id,
                              struct why *why)
{
    struct alternative alternatives[ALTERNATIVES_MAX];
    int field = field_find(index->type, "ext_ids");
    struct record probe = { 0 };
    enum err e;

    *id = 0;
    if (field < 0 || index->size == 0 || read_alternatives(index->type, alternatives) == 0 ||
        alternatives[0].fields[0] != field)
        return OK;
    if ((e = record_init(&probe, index->type)) || (e = value_set_text(&probe.values[field], tag)))
        goto done;
    e = match_index_find(index, store, &probe, NULL, NULL, id, why);
done:
    record_release(&probe);
    return e;
}
