/*
 * Where the pages of a vault that cannot be read lie: the trees of the database are walked around them (tree.h), and
 * the indexes of a table still know the ids of the rows that stood on a lost page. What that means to an officer is
 * told in damage_words.c.
 */
#include <stdlib.h>
#include <string.h>

#include "damage_in.h"

#include "townkeep/base/i18n.h"

struct search {
    struct tree_source source;
    struct damage *out;
    size_t room;
    const struct tree_object *object; /* being walked; NULL: the list of tables */
    size_t first_place;               /* of this object */
    int64_t last_key;                 /* of the last row, where rows have no ids */
    enum err failed;
};

void damage_release(struct damage *damage)
{
    tree_objects_release(&damage->objects);
    free(damage->places);
    *damage = (struct damage){ 0 };
}

static enum err add_place(void *context, const struct tree_loss *loss)
{
    struct search *search = context;
    struct damage *out = search->out;
    struct damage_place *place;

    if (out->count == search->room) {
        size_t room = search->room > 0 ? 2 * search->room : 16;
        struct damage_place *grown = realloc(out->places, room * sizeof *grown);

        if (!grown)
            return E_MEMORY;
        out->places = grown;
        search->room = room;
    }
    place = &out->places[out->count++];
    *place = (struct damage_place){ .page = loss->page, .part = loss->part, .has_ids = loss->has_ids };
    place->object = search->object;
    place->after = loss->has_ids ? loss->after : search->last_key;
    place->until = loss->has_ids ? loss->until : INT64_MAX;
    if (loss->has_ids && loss->part == TREE_OVERFLOW) {
        place->is_counted = true;
        place->rows = 1;
        place->first = place->last = loss->until;
    }
    return OK;
}

/* Where rows have no ids, the keys before and behind a lost page say what stood there. */
static enum err note_key(void *context, const struct tree_row *row)
{
    struct search *search = context;
    struct tree_value values[TREE_COLUMNS_MAX];

    if (row->id != 0 || tree_values(row, values) < 1 || values[0].form != TREE_INTEGER)
        return OK;
    search->last_key = values[0].integer;
    for (size_t i = search->first_place; i < search->out->count; i++) {
        if (!search->out->places[i].has_ids && search->out->places[i].until == INT64_MAX)
            search->out->places[i].until = search->last_key;
    }
    return OK;
}

static enum err walk_object(struct search *search, const struct tree_object *object)
{
    search->object = object;
    search->first_place = search->out->count;
    search->last_key = INT64_MIN;
    return tree_walk(&search->source, object->root,
                     &(struct tree_visitor){ .context = search, .lost = add_place, .row = note_key });
}

static enum err walk_all(struct search *search)
{
    const struct tree_visitor visitor = { .context = search, .lost = add_place };
    struct damage *out = search->out;
    enum err e = tree_read_objects(&search->source, &visitor, &out->objects);

    for (size_t i = 0; i < out->objects.count && !e; i++) {
        if (out->objects.items[i].root > 1)
            e = walk_object(search, &out->objects.items[i]);
    }
    search->object = NULL;
    return e ? e : tree_walk_free(&search->source, &visitor);
}

/* --- which rows stood there --- */

struct rows {
    struct damage *damage;
    const char *table;
    enum err (*each)(void *context, int64_t id); /* NULL: counted in the places */
    void *context;
};

static bool is_of(const struct damage_place *place, const char *table)
{
    return place->object && strcmp(place->object->name, table) == 0;
}

static bool holds(const struct damage_place *place, int64_t id)
{
    return place->part == TREE_NODE && (!place->has_ids || (id > place->after && id <= place->until));
}

static void count_row(struct damage_place *place, int64_t id)
{
    place->first = place->rows == 0 || id < place->first ? id : place->first;
    place->last = place->rows == 0 || id > place->last ? id : place->last;
    place->rows++;
}

/* The last column of an index is the id of the row. */
static enum err look_at_row(void *context, const struct tree_row *row)
{
    struct rows *rows = context;
    struct tree_value values[TREE_COLUMNS_MAX];
    int columns = tree_values(row, values);
    int64_t id;

    if (columns < 1 || columns > TREE_COLUMNS_MAX || values[columns - 1].form != TREE_INTEGER)
        return OK;
    id = values[columns - 1].integer;
    for (size_t i = 0; i < rows->damage->count; i++) {
        struct damage_place *place = &rows->damage->places[i];

        if (!is_of(place, rows->table) || !holds(place, id))
            continue;
        if (rows->each)
            return rows->each(rows->context, id);
        count_row(place, id);
    }
    return OK;
}

static enum err pass_over(void *context, const struct tree_loss *loss)
{
    (void)context;
    (void)loss;
    return OK;
}

/* An index that holds every row of the table and was not hit itself. */
static const struct tree_object *sound_index(const struct damage *damage, const char *table)
{
    for (size_t i = 0; i < damage->objects.count; i++) {
        const struct tree_object *object = &damage->objects.items[i];
        bool is_hit = strcmp(object->kind, "index") != 0 || strcmp(object->table, table) != 0 || object->root <= 1 ||
                      strstr(object->sql, " WHERE ") != NULL;

        for (size_t place = 0; place < damage->count && !is_hit; place++)
            is_hit = damage->places[place].object == object;
        if (!is_hit)
            return object;
    }
    return NULL;
}

static enum err walk_index(struct tree_source *source, const struct tree_object *index, struct rows *rows)
{
    memset(source->seen, 0, (size_t)source->pages + 1);
    return tree_walk(source, index->root,
                     &(struct tree_visitor){ .context = rows, .lost = pass_over, .row = look_at_row });
}

static enum err count_rows(struct search *search)
{
    struct damage *damage = search->out;
    enum err e = OK;

    for (size_t i = 0; i < damage->count && !e; i++) {
        struct damage_place *place = &damage->places[i];
        const struct tree_object *index;

        if (!place->object || place->is_counted || strcmp(place->object->kind, "table") != 0 ||
            !(index = sound_index(damage, place->object->name)))
            continue;
        for (size_t other = i; other < damage->count; other++)
            damage->places[other].is_counted |= is_of(&damage->places[other], place->object->name);
        e = walk_index(&search->source, index, &(struct rows){ .damage = damage, .table = place->object->name });
    }
    return e;
}

/* The one row of an overflow page is known by itself. */
static enum err visit_long_rows(const struct damage *damage, const char *table,
                                enum err (*each)(void *context, int64_t id), void *context)
{
    enum err e = OK;

    for (size_t i = 0; i < damage->count && !e; i++) {
        if (is_of(&damage->places[i], table) && damage->places[i].part == TREE_OVERFLOW && damage->places[i].has_ids)
            e = each(context, damage->places[i].until);
    }
    return e;
}

enum err damage_rows(struct damage *damage, struct tree_source *source, const char *table,
                     enum err (*each)(void *context, int64_t id), void *context, bool *is_known)
{
    struct rows rows = { .damage = damage, .table = table, .each = each, .context = context };
    const struct tree_object *index = sound_index(damage, table);
    enum err e = visit_long_rows(damage, table, each, context);

    *is_known = true;
    for (size_t i = 0; i < damage->count; i++)
        *is_known = *is_known && (index || !is_of(&damage->places[i], table) || damage->places[i].part != TREE_NODE);
    return e || !index ? e : walk_index(source, index, &rows);
}

enum err damage_find(struct vault *vault, struct damage *out, struct why *why)
{
    struct search search = { .out = out };
    enum err e;

    *out = (struct damage){ 0 };
    if ((e = vault_tree_source(vault, &search.source, why)))
        return e;
    if (!(e = walk_all(&search)))
        e = count_rows(&search);
    vault_tree_source_release(&search.source);
    if (e)
        damage_release(out);
    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

const struct damage_place *damage_at(const struct damage *damage, uint64_t page)
{
    for (size_t i = 0; i < damage->count; i++) {
        if (damage->places[i].page == page)
            return &damage->places[i];
    }
    return NULL;
}

/* --- reading around it --- */

static enum err look_once(struct store *store, struct why *why)
{
    enum err e;

    if (store->damage)
        return OK;
    if (!(store->damage = calloc(1, sizeof *store->damage)))
        return E_MEMORY;
    if ((e = damage_find(store->vault, store->damage, why))) {
        free(store->damage);
        store->damage = NULL;
    }
    return e;
}

enum err damage_leave_out(struct store *store, const char *table, struct buf *sql, struct why *why)
{
    enum err e = OK;

    if (!store_is_damaged(store, NULL, NULL))
        return OK;
    e = look_once(store, why);
    for (size_t i = 0; !e && i < store->damage->count; i++) {
        const struct damage_place *place = &store->damage->places[i];

        if (!is_of(place, table))
            continue;
        if (!place->has_ids)
            e = buf_add_str(sql, "0 AND ");
        else
            e = buf_printf(sql, "NOT (id > %lld AND id <= %lld) AND ", (long long)place->after,
                           (long long)place->until);
    }
    return e;
}

bool store_leaves_out(const struct store *store, const struct record_type *type)
{
    for (size_t i = 0; store->damage && i < store->damage->count; i++) {
        if (is_of(&store->damage->places[i], type->key))
            return true;
    }
    return false;
}
