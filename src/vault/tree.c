/*
 * Walking SQLite's trees by hand. A page of a tree, from byte 0 (page 1: from byte 100; numbers big-endian):
 *
 *     at  size  what
 *     0   1     kind: 2 branch of an index, 5 branch of a table, 10 leaf of an index, 13 leaf of a table
 *     3   2     number of cells
 *     8   4     branches only: the page right of the last cell
 *     8|12  2n  where each cell begins
 *
 *     a cell: branches: 4 the page left of it · tables' branches: varint id · leaves and indexes: varint length of the
 *     record · tables' leaves: varint id · as much of the record as stays on the page · 4 the first overflow page
 *
 * A table WITHOUT ROWID is an index that holds whole rows, in its branches too.
 */
#include <stdlib.h>
#include <string.h>

#include "townkeep/vault/tree.h"
#include "vault_in.h"

enum { INDEX_BRANCH = 2, TABLE_BRANCH = 5, INDEX_LEAF = 10, TABLE_LEAF = 13 };
enum { DEPTH_MAX = 20, FIRST_AT = 100, FREE_LIST_AT = 32, TRUNK_HEAD = 8, RECORD_MAX = 64 << 20 };

_Static_assert((int)TREE_PAGE_SIZE == (int)VAULT_PAGE_SIZE && (int)TREE_USABLE == (int)PAGE_CONTENT,
               "trees are read from a vault's pages");

struct walk {
    const struct tree_source *source;
    const struct tree_visitor *visitor;
    bool is_table;
};

struct node {
    uint8_t page[TREE_PAGE_SIZE];
    size_t at; /* of the node in its page */
    int kind;
    size_t count;
    size_t cells_at; /* of their places */
};

static uint32_t get_be(const uint8_t *bytes, size_t size)
{
    uint32_t value = 0;

    for (size_t i = 0; i < size; i++)
        value = value << 8 | bytes[i];
    return value;
}

/* Moves *at on; false when the number does not end before `end`. */
static bool get_varint(const uint8_t *bytes, size_t end, size_t *at, uint64_t *out)
{
    uint64_t value = 0;

    for (int i = 0; i < 9 && *at < end; i++) {
        uint8_t byte = bytes[(*at)++];

        if (i == 8 || !(byte & 0x80)) {
            *out = i == 8 ? value << 8 | byte : value << 7 | byte;
            return true;
        }
        value = value << 7 | (byte & 0x7f);
    }
    return false;
}

/* A page that was visited before, or that the file does not have, is no page of this tree. */
static bool read_page(const struct tree_source *source, uint64_t number, uint8_t out[TREE_PAGE_SIZE])
{
    if (number == 0 || number > source->pages || source->seen[number])
        return false;
    source->seen[number] = 1;
    return source->read(source->context, number, out);
}

static enum err tell_lost(const struct walk *walk, struct tree_loss loss)
{
    /* Only real pages are told: a number out of the blue names no place. */
    if (loss.page == 0 || loss.page > walk->source->pages)
        return OK;
    return walk->visitor->lost(walk->visitor->context, &loss);
}

/* --- records --- */

/* How much of a record stays on the page (section 1.6 of the format). */
static size_t local_length(uint64_t len, bool is_table)
{
    const uint64_t most = is_table ? TREE_USABLE - 35 : (TREE_USABLE - 12) * 64 / 255 - 23;
    const uint64_t least = (TREE_USABLE - 12) * 32 / 255 - 23;
    uint64_t kept;

    if (len <= most)
        return (size_t)len;
    kept = least + (len - least) % (TREE_USABLE - 4);
    return (size_t)(kept <= most ? kept : least);
}

/* Follow the overflow pages of a row; `out` gets what stands there, unless NULL. *whole: to the last byte. */
static enum err follow(const struct walk *walk, uint64_t number, struct tree_loss loss, uint8_t *out, size_t left,
                       bool *whole)
{
    uint8_t page[TREE_PAGE_SIZE];
    enum err e = OK;

    while (left > 0 && *whole) {
        size_t len = left < TREE_USABLE - 4 ? left : TREE_USABLE - 4;

        loss.page = number;
        loss.part = TREE_OVERFLOW;
        *whole = read_page(walk->source, number, page);
        if (!*whole) {
            e = tell_lost(walk, loss);
            break;
        }
        if (out != NULL) {
            memcpy(out, page + 4, len);
            out += len;
        }
        left -= len;
        number = get_be(page, 4);
    }
    wipe(page, sizeof page);
    return e;
}

static enum err visit_row(const struct walk *walk, int64_t id, const uint8_t *record, size_t len)
{
    struct tree_row row = { .id = id, .record = record, .len = len };

    return walk->visitor->row != NULL ? walk->visitor->row(walk->visitor->context, &row) : OK;
}

/* A record that goes on elsewhere. */
static enum err long_record(const struct walk *walk, const uint8_t *kept, size_t local, uint64_t len, int64_t id,
                            struct tree_loss loss)
{
    uint8_t *whole_record = NULL;
    bool whole = true;
    enum err e;

    if (len > RECORD_MAX || (len - local) / (TREE_USABLE - 4) > walk->source->pages)
        return OK;
    if (walk->visitor->row != NULL) {
        if ((whole_record = malloc((size_t)len)) == NULL)
            return E_MEMORY;
        memcpy(whole_record, kept, local);
    }
    e = follow(walk, get_be(kept + local, 4), loss, whole_record != NULL ? whole_record + local : NULL,
               (size_t)len - local, &whole);
    if (e == OK && whole)
        e = visit_row(walk, id, whole_record, (size_t)len);
    if (whole_record != NULL)
        wipe(whole_record, (size_t)len);
    free(whole_record);
    return e;
}

/* The record of a cell, its place found; `at` stands behind the child's page number. */
static enum err cell_record(const struct walk *walk, const struct node *node, size_t at, struct tree_loss loss)
{
    uint64_t len, id = 0;
    size_t local;

    if (!get_varint(node->page, TREE_USABLE, &at, &len) ||
        (walk->is_table && !get_varint(node->page, TREE_USABLE, &at, &id)))
        return OK;
    local = local_length(len, walk->is_table);
    if (walk->is_table) {
        loss.after = (int64_t)id - (id != (uint64_t)INT64_MIN);
        loss.until = (int64_t)id;
    }
    if (at + local + (local < len ? 4 : 0) > TREE_USABLE)
        return OK;
    return local == len ? visit_row(walk, (int64_t)id, node->page + at, local)
                        : long_record(walk, node->page + at, local, len, (int64_t)id, loss);
}

/* --- pages --- */

static bool is_branch(const struct node *node)
{
    return node->kind == INDEX_BRANCH || node->kind == TABLE_BRANCH;
}

static bool load_node(const struct tree_source *source, uint64_t number, struct node *out)
{
    size_t head;

    if (!read_page(source, number, out->page))
        return false;
    out->at = number == 1 ? FIRST_AT : 0;
    out->kind = out->page[out->at];
    if (!is_branch(out) && out->kind != INDEX_LEAF && out->kind != TABLE_LEAF)
        return false;
    head = is_branch(out) ? 12 : 8;
    out->cells_at = out->at + head;
    out->count = get_be(out->page + out->at + 3, 2);
    return out->cells_at + 2 * out->count <= TREE_USABLE;
}

/* Where the cell begins; 0 when that is no place for one. */
static size_t cell_place(const struct node *node, size_t index)
{
    size_t place = get_be(node->page + node->cells_at + 2 * index, 2);

    return place >= node->cells_at + 2 * node->count && place + 4 <= TREE_USABLE ? place : 0;
}

static enum err walk_page(struct walk *walk, uint64_t number, struct tree_loss place);

static enum err walk_leaf(const struct walk *walk, const struct node *node, const struct tree_loss *place)
{
    enum err e = OK;

    for (size_t i = 0; i < node->count && e == OK; i++) {
        size_t at = cell_place(node, i);

        if (at != 0)
            e = cell_record(walk, node, at, *place);
    }
    return e;
}

/* Ids only ever grow from left to right; a cell that says otherwise does not widen what its page may hold. */
static int64_t bounded(int64_t id, const struct tree_loss *place)
{
    return id < place->after ? place->after : id > place->until ? place->until : id;
}

static enum err walk_branch(struct walk *walk, const struct node *node, const struct tree_loss *place)
{
    struct tree_loss below = *place;
    enum err e = OK;

    below.depth++;
    for (size_t i = 0; i < node->count && e == OK; i++) {
        size_t at = cell_place(node, i), key_at = at + 4;
        uint64_t id = 0;

        if (at == 0)
            continue;
        if (walk->is_table && get_varint(node->page, TREE_USABLE, &key_at, &id))
            below.until = bounded((int64_t)id, place);
        e = walk_page(walk, get_be(node->page + at, 4), below);
        below.after = below.until;
        if (e == OK && !walk->is_table)
            e = cell_record(walk, node, key_at, *place);
    }
    below.until = place->until;
    return e != OK ? e : walk_page(walk, get_be(node->page + node->at + 8, 4), below);
}

static enum err walk_page(struct walk *walk, uint64_t number, struct tree_loss place)
{
    struct node node;
    bool is_good = place.depth < DEPTH_MAX && load_node(walk->source, number, &node);
    enum err e;

    place.page = number;
    if (is_good && place.depth == 0)
        walk->is_table = node.kind == TABLE_BRANCH || node.kind == TABLE_LEAF;
    is_good = is_good && walk->is_table == (node.kind == TABLE_BRANCH || node.kind == TABLE_LEAF);
    place.has_ids = walk->is_table;
    if (!is_good)
        e = tell_lost(walk, place);
    else
        e = is_branch(&node) ? walk_branch(walk, &node, &place) : walk_leaf(walk, &node, &place);
    wipe(&node, sizeof node);
    return e;
}

enum err tree_walk(const struct tree_source *source, uint64_t root, const struct tree_visitor *visitor)
{
    struct walk walk = { .source = source, .visitor = visitor };

    return walk_page(&walk, root, (struct tree_loss){ .part = TREE_NODE, .after = INT64_MIN, .until = INT64_MAX });
}

/* --- the list of free pages --- */

static enum err walk_trunk(const struct walk *walk, const uint8_t *trunk)
{
    size_t leaves = get_be(trunk + 4, 4);
    uint8_t page[TREE_PAGE_SIZE];
    enum err e = OK;

    for (size_t i = 0; i < leaves && TRUNK_HEAD + 4 * i + 4 <= TREE_USABLE && e == OK; i++) {
        uint64_t leaf = get_be(trunk + TRUNK_HEAD + 4 * i, 4);

        if (!read_page(walk->source, leaf, page))
            e = tell_lost(walk, (struct tree_loss){ .page = leaf, .part = TREE_FREE, .depth = 1 });
    }
    wipe(page, sizeof page);
    return e;
}

enum err tree_walk_free(const struct tree_source *source, const struct tree_visitor *visitor)
{
    struct walk walk = { .source = source, .visitor = visitor };
    uint8_t page[TREE_PAGE_SIZE];
    uint64_t number = 0;
    enum err e = OK;

    if (source->pages > 0 && source->read(source->context, 1, page))
        number = get_be(page + FREE_LIST_AT, 4);
    while (number != 0 && e == OK) {
        if (!read_page(source, number, page)) {
            e = tell_lost(&walk, (struct tree_loss){ .page = number, .part = TREE_FREE });
            break;
        }
        e = walk_trunk(&walk, page);
        number = get_be(page, 4);
    }
    wipe(page, sizeof page);
    return e;
}

/* --- the columns of a record --- */

static int64_t get_signed(const uint8_t *bytes, size_t size)
{
    uint64_t value = bytes[0] & 0x80 ? UINT64_MAX : 0;

    for (size_t i = 0; i < size; i++)
        value = value << 8 | bytes[i];
    return (int64_t)value;
}

/* The column of this serial type that begins at `bytes`, of which `left` are there. */
static bool read_value(uint64_t type, const uint8_t *bytes, size_t left, struct tree_value *out, size_t *used)
{
    static const uint8_t sizes[] = { 0, 1, 2, 3, 4, 6, 8, 8, 0, 0 };

    *out = (struct tree_value){ .form = TREE_NULL };
    if (type == 10 || type == 11)
        return false;
    if (type > 11 && (type - 12) / 2 > left)
        return false;
    *used = type > 11 ? (size_t)(type - 12) / 2 : sizes[type];
    if (*used > left)
        return false;
    if (type > 11) {
        out->form = type % 2 == 0 ? TREE_BLOB : TREE_TEXT;
        out->bytes = bytes;
        out->len = *used;
    } else if (type == 7) {
        int64_t bits = get_signed(bytes, 8);

        out->form = TREE_REAL;
        memcpy(&out->real, &bits, sizeof bits);
    } else if (type != 0) {
        out->form = TREE_INTEGER;
        out->integer = type >= 8 ? (int64_t)type - 8 : get_signed(bytes, *used);
    }
    return true;
}

int tree_values(const struct tree_row *row, struct tree_value out[TREE_COLUMNS_MAX])
{
    uint64_t head, type;
    size_t at = 0, body, used;
    int count = 0;

    if (!get_varint(row->record, row->len, &at, &head) || head > row->len || head < at)
        return -1;
    body = (size_t)head;
    while (at < head) {
        struct tree_value beyond;

        if (!get_varint(row->record, (size_t)head, &at, &type) ||
            !read_value(type, row->record + body, row->len - body, count < TREE_COLUMNS_MAX ? &out[count] : &beyond,
                        &used))
            return -1;
        body += used;
        count++;
    }
    return count;
}

/* --- what the database says it holds --- */

struct reading {
    const struct tree_visitor *visitor;
    struct tree_objects *out;
    size_t room;
};

void tree_objects_release(struct tree_objects *objects)
{
    for (size_t i = 0; i < objects->count; i++) {
        free(objects->items[i].kind);
        free(objects->items[i].name);
        free(objects->items[i].table);
        free(objects->items[i].sql);
    }
    free(objects->items);
    *objects = (struct tree_objects){ 0 };
}

static char *text_of(const struct tree_value *value)
{
    return value->form == TREE_TEXT ? strndup((const char *)value->bytes, value->len) : strdup("");
}

static enum err pass_lost(void *context, const struct tree_loss *loss)
{
    const struct tree_visitor *visitor = ((struct reading *)context)->visitor;

    return visitor->lost(visitor->context, loss);
}

static enum err add_object(void *context, const struct tree_row *row)
{
    struct reading *reading = context;
    struct tree_value values[TREE_COLUMNS_MAX];
    struct tree_object *object;

    if (tree_values(row, values) < 5)
        return OK;
    if (reading->out->count == reading->room) {
        size_t room = reading->room > 0 ? 2 * reading->room : 64;
        struct tree_object *grown = realloc(reading->out->items, room * sizeof *grown);

        if (grown == NULL)
            return E_MEMORY;
        reading->out->items = grown;
        reading->room = room;
    }
    object = &reading->out->items[reading->out->count++];
    *object = (struct tree_object){ .kind = text_of(&values[0]),
                                    .name = text_of(&values[1]),
                                    .table = text_of(&values[2]),
                                    .sql = text_of(&values[4]),
                                    .root = values[3].form == TREE_INTEGER && values[3].integer > 0
                                                ? (uint64_t)values[3].integer
                                                : 0 };
    return object->kind && object->name && object->table && object->sql ? OK : E_MEMORY;
}

enum err tree_read_objects(const struct tree_source *source, const struct tree_visitor *visitor,
                           struct tree_objects *out)
{
    struct reading reading = { .visitor = visitor, .out = out };
    enum err e;

    *out = (struct tree_objects){ 0 };
    e = tree_walk(source, 1, &(struct tree_visitor){ .context = &reading, .lost = pass_lost, .row = add_object });
    if (e)
        tree_objects_release(out);
    return e;
}
