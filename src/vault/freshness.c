/*
 * The freshness map: which version of each page is the newest. A page that authenticates may still be an older one of
 * the same place, put back by whoever can write to the file; sealing alone cannot tell. So the vault keeps eight bytes
 * of each page's present tag, and compares them whenever a page is read.
 *
 *     the two header copies are followed by two roots, each in a block of 4096 bytes of its own:
 *     at    size  what (numbers little-endian)
 *     0     8     counter: grows by one with each sync; the higher root that fits the map counts
 *     8     24    nonce
 *     32    16    tag
 *     48    72    sealed: header generation 8, written at 8 (milliseconds), number of groups 8, salt of the journal it
 *                 was written under 16 (zero: none), digest 32 of the map
 *     bound to it (not stored): vault id 16, kind of file 8 (5), 2^64-1, counter 8
 *
 *     then groups, each of two map blocks and up to 506 pages; group g (from 0) begins at
 *     PAGES_START + g * (2 * 4096 + 506 * page size). A map block:
 *     0     8     counter of the sync that wrote it; zero: never written
 *     8     24    nonce
 *     32    16    tag
 *     48    4048  sealed: 506 times the first 8 bytes of a page's tag (zero: no such page)
 *     bound to it: vault id 16, kind of file 8 (5), g 8, counter 8
 *
 * Of a group's two blocks that one counts whose counter is the higher not above the root's; the digest is a hash over
 * counter and tag of all that count, in order. A sync writes the other block of each group that changed, then the other
 * root, then everything becomes durable in the one sync that SQLite asks for anyway: until it has, the older root and
 * its blocks are untouched. No sync is added to a save. Where a crash left a newer root that does not fit, the older
 * one counts: then a journal stands beside, and playing it back writes anew what the newer one spoke of.
 *
 * The root also ties a journal to its time: an old journal put back beside the vault would undo saves. One is played
 * back only if no sync happened since it began, or if the last one happened under it.
 *
 * What the map cannot tell is that the whole file is an older one. Its counter is remembered outside for that.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "townkeep/base/date.h"
#include "vault_in.h"

enum {
    KEPT_TAG = 8,
    NONCE_AT = 8,
    TAG_AT = NONCE_AT + NONCE_SIZE,
    HEAD_SIZE = TAG_AT + TAG_SIZE,
    GROUP_TAGS = GROUP_PAGES * KEPT_TAG,
    BOUND_SIZE = VAULT_ID_SIZE + 3 * 8,
};

/* The places in a root's content. */
enum {
    GENERATION_AT = 0,
    WRITTEN_AT = 8,
    GROUPS_AT = 16,
    SALT_AT = 24,
    DIGEST_AT = SALT_AT + SALT_SIZE,
    ROOT_CONTENT = DIGEST_AT + HASH_SIZE,
};

static const uint64_t root_number = UINT64_MAX;

_Static_assert(HEAD_SIZE + GROUP_TAGS == MAP_BLOCK_SIZE, "a map block is full to the last byte");
_Static_assert(ROOT_CONTENT == 72, "root layout");

struct map_group {
    uint8_t *tags; /* GROUP_TAGS bytes; NULL not read yet */
    int block;     /* which of the two counts */
    bool is_dirty; /* differs from the block that counts */
};

/* --- places and sealing --- */

static size_t group_of(uint64_t number)
{
    return (size_t)((number - 1) / GROUP_PAGES);
}

static sqlite3_int64 block_at(const struct vault *vault, size_t group, int block)
{
    return vault_page_place(vault, (uint64_t)group * GROUP_PAGES + 1) - (sqlite3_int64)(2 - block) * MAP_BLOCK_SIZE;
}

static sqlite3_int64 root_at(int root)
{
    return ROOTS_START + (sqlite3_int64)root * MAP_BLOCK_SIZE;
}

static void bind_block(const struct vault *vault, uint64_t number, const uint8_t *sealed, uint8_t out[BOUND_SIZE])
{
    memcpy(out, vault->header.id, VAULT_ID_SIZE);
    put_le(out + VAULT_ID_SIZE, FILE_MAP, 8);
    put_le(out + VAULT_ID_SIZE + 8, number, 8);
    memcpy(out + VAULT_ID_SIZE + 16, sealed, 8);
}

static void seal_block(struct vault *vault, uint64_t number, uint64_t counter, const uint8_t *plain, size_t len,
                       uint8_t *out)
{
    uint8_t bound[BOUND_SIZE];

    put_le(out, counter, 8);
    bind_block(vault, number, out, bound);
    sealer_seal(vault->pages, out + HEAD_SIZE, plain, len, bound, sizeof bound, out + NONCE_AT, out + TAG_AT);
}

static bool open_block(struct vault *vault, uint64_t number, const uint8_t *sealed, uint8_t *plain, size_t len)
{
    uint8_t bound[BOUND_SIZE];

    bind_block(vault, number, sealed, bound);
    return sealer_open(vault->pages, plain, sealed + HEAD_SIZE, len, bound, sizeof bound, sealed + NONCE_AT,
                       sealed + TAG_AT) == OK;
}

static void take_head(struct map_head *head, const uint8_t *sealed)
{
    memcpy(head->bytes, sealed, 8);
    memcpy(head->bytes + 8, sealed + TAG_AT, TAG_SIZE);
}

static void digest_heads(const struct map_head *heads, size_t count, uint8_t out[HASH_SIZE])
{
    hash_bytes(out, "townkeep freshness map", heads, count * sizeof *heads, NULL);
}

/* --- memory --- */

void freshness_release(struct freshness *freshness)
{
    for (size_t i = 0; i < freshness->group_count; i++)
        free(freshness->groups[i].tags);
    free(freshness->groups);
    free(freshness->heads);
    free(freshness->flushed);
    *freshness = (struct freshness){ 0 };
}

/* Room for `room` groups in one of the three tables. */
static bool grow_table(void *table, size_t room, size_t size)
{
    void **place = table, *more = reallocarray(*place, room, size);

    if (more != NULL)
        *place = more;
    return more != NULL;
}

static bool grow(struct freshness *freshness, size_t count)
{
    size_t added = count - freshness->group_count;

    if (count <= freshness->group_count)
        return true;
    if (count > freshness->group_room) {
        size_t room = count + count / 2;

        if (!grow_table(&freshness->groups, room, sizeof *freshness->groups) ||
            !grow_table(&freshness->heads, room, sizeof *freshness->heads) ||
            !grow_table(&freshness->flushed, room, sizeof *freshness->flushed))
            return false;
        freshness->group_room = room;
    }
    memset(freshness->groups + freshness->group_count, 0, added * sizeof *freshness->groups);
    memset(freshness->heads + freshness->group_count, 0, added * sizeof *freshness->heads);
    freshness->group_count = count;
    return true;
}

/* --- reading --- */

/* A part of the file; what lies behind its end is zeros. */
static bool read_part(const struct vault *vault, uint8_t *out, size_t len, sqlite3_int64 at)
{
    memset(out, 0, len);
    return read_fully(vault->fd, out, len, at) || errno == ENODATA;
}

struct root {
    uint64_t counter;
    bool is_sound;
    uint8_t content[ROOT_CONTENT];
};

static bool read_root(struct vault *vault, int which, struct root *out)
{
    uint8_t sealed[HEAD_SIZE + ROOT_CONTENT];

    if (!read_part(vault, sealed, sizeof sealed, root_at(which)))
        return false;
    out->counter = get_le(sealed, 8);
    out->is_sound = open_block(vault, root_number, sealed, out->content, ROOT_CONTENT);
    return true;
}

/* The head of the block of `group` that counts under a root with `counter`. */
static bool read_head(struct vault *vault, size_t group, uint64_t counter)
{
    uint8_t sealed[2][HEAD_SIZE];
    uint64_t found[2];

    for (int block = 0; block < 2; block++) {
        if (!read_part(vault, sealed[block], HEAD_SIZE, block_at(vault, group, block)))
            return false;
        found[block] = get_le(sealed[block], 8);
        if (found[block] > counter)
            found[block] = 0;
    }
    vault->freshness.groups[group].block = found[1] > found[0];
    if (found[0] != found[1])
        take_head(&vault->freshness.heads[group], sealed[found[1] > found[0]]);
    return true;
}

/* Read the tags of a group from the block that counts. */
static enum err read_tags(struct vault *vault, size_t number, uint8_t *out)
{
    const struct map_head *head = &vault->freshness.heads[number];
    uint8_t sealed[MAP_BLOCK_SIZE];
    struct map_head found;

    if (get_le(head->bytes, 8) == 0)
        return OK;
    if (!read_part(vault, sealed, sizeof sealed, block_at(vault, number, vault->freshness.groups[number].block)))
        return E_SYSTEM;
    take_head(&found, sealed);
    return memcmp(&found, head, sizeof found) == 0 && open_block(vault, number, sealed, out, GROUP_TAGS) ? OK
                                                                                                         : E_DAMAGED;
}

/* The tags of a group, read when first asked for. E_DAMAGED, E_MEMORY, E_SYSTEM. */
static enum err tags_of(struct vault *vault, size_t number, uint8_t **out)
{
    struct map_group *group;
    uint8_t *tags;
    enum err e;

    *out = NULL;
    if (number >= vault->freshness.group_count)
        return E_DAMAGED;
    group = &vault->freshness.groups[number];
    *out = group->tags;
    if (group->tags != NULL)
        return OK;
    tags = calloc(1, GROUP_TAGS);
    if (tags == NULL)
        return E_MEMORY;
    e = read_tags(vault, number, tags);
    if (e)
        free(tags);
    else
        *out = group->tags = tags;
    return e;
}

/* What the last sync wrote may have been torn with its heads whole. */
static enum err check_newest(struct vault *vault)
{
    const struct freshness *freshness = &vault->freshness;
    uint8_t *tags;
    enum err e = OK;

    for (size_t i = 0; i < freshness->group_count && !e; i++)
        if (get_le(freshness->heads[i].bytes, 8) == freshness->counter)
            e = tags_of(vault, i, &tags);
    return e;
}

/* Take the map as a root describes it; *fits tells whether the file still holds that map. */
static enum err take_root(struct vault *vault, const struct root *root, bool *fits)
{
    struct freshness *freshness = &vault->freshness;
    uint64_t count = get_le(root->content + GROUPS_AT, 8);
    uint8_t digest[HASH_SIZE];
    struct stat status;
    enum err e = OK;

    *fits = false;
    freshness_release(freshness);
    if (fstat(vault->fd, &status) != 0)
        return E_SYSTEM;
    /* More groups than the file has room for would be a claim to allocate by. */
    if (!root->is_sound || count > (uint64_t)status.st_size / MAP_BLOCK_SIZE)
        return OK;
    if (!grow(freshness, (size_t)count))
        return E_MEMORY;
    for (size_t i = 0; i < count; i++)
        if (!read_head(vault, i, root->counter))
            return E_SYSTEM;
    digest_heads(freshness->heads, (size_t)count, digest);
    freshness->counter = root->counter;
    freshness->header_generation = get_le(root->content + GENERATION_AT, 8);
    freshness->written_at = (int64_t)get_le(root->content + WRITTEN_AT, 8);
    memcpy(freshness->root_journal_salt, root->content + SALT_AT, SALT_SIZE);
    *fits = hash_equal(digest, root->content + DIGEST_AT);
    if (*fits && (e = check_newest(vault)) == E_DAMAGED) {
        *fits = false;
        e = OK;
    }
    return e;
}

enum err freshness_load(struct vault *vault)
{
    struct freshness *freshness = &vault->freshness;
    uint8_t journal_salt[SALT_SIZE];
    struct root roots[2];
    bool fits = false;
    int newer;
    enum err e;

    vault->has_first = false;
    memcpy(journal_salt, freshness->journal_salt, SALT_SIZE);
    if (!read_root(vault, 0, &roots[0]) || !read_root(vault, 1, &roots[1]))
        return E_SYSTEM;
    newer = roots[1].is_sound && (!roots[0].is_sound || roots[1].counter > roots[0].counter);
    freshness->root = newer;
    e = take_root(vault, &roots[newer], &fits);
    if (e == OK && !fits && roots[!newer].is_sound) {
        newer = !newer;
        e = take_root(vault, &roots[newer], &fits);
    }
    if (e)
        return e;
    freshness->root = newer;
    freshness->highest = roots[0].counter > roots[1].counter ? roots[0].counter : roots[1].counter;
    memcpy(freshness->journal_salt, journal_salt, SALT_SIZE);
    freshness->is_lost = !fits;
    freshness->is_loaded = true;
    return OK;
}

enum err freshness_refresh(struct vault *vault)
{
    struct freshness *freshness = &vault->freshness;
    uint8_t counter[8];

    if (!freshness->is_loaded)
        return freshness_load(vault);
    if (freshness->is_dirty)
        return OK;
    /* Whoever writes next writes the root that does not count now. */
    if (!read_part(vault, counter, sizeof counter, root_at(!freshness->root)))
        return E_SYSTEM;
    return get_le(counter, 8) <= freshness->highest ? OK : freshness_load(vault);
}

static enum err tag_of(struct vault *vault, uint64_t number, uint8_t **out)
{
    enum err e = tags_of(vault, group_of(number), out);

    if (e == OK)
        *out += (number - 1) % GROUP_PAGES * KEPT_TAG;
    return e;
}

enum page_age freshness_of(struct vault *vault, uint64_t number, const uint8_t tag[TAG_SIZE])
{
    const struct freshness *freshness = &vault->freshness;
    uint8_t *kept;
    enum err e;

    if (!freshness->is_loaded || freshness->is_lost)
        return PAGE_AGE_UNKNOWN;
    if (group_of(number) >= freshness->group_count)
        return PAGE_OLD;
    e = tag_of(vault, number, &kept);
    if (e)
        return e == E_DAMAGED ? PAGE_AGE_UNKNOWN : e == E_MEMORY ? PAGE_AGE_NO_MEMORY : PAGE_AGE_UNREAD;
    return memcmp(kept, tag, KEPT_TAG) == 0 ? PAGE_NEWEST : PAGE_OLD;
}

bool freshness_is_whole(struct vault *vault)
{
    const struct freshness *freshness = &vault->freshness;

    uint8_t *tags;

    for (size_t i = 0; i < freshness->group_count; i++)
        if (tags_of(vault, i, &tags))
            return false;
    return freshness->is_loaded && !freshness->is_lost;
}

bool freshness_fits_journal(const struct vault *vault, uint64_t counter, const uint8_t salt[SALT_SIZE])
{
    const struct freshness *freshness = &vault->freshness;

    return freshness->is_lost || counter == freshness->counter ||
           memcmp(salt, freshness->root_journal_salt, SALT_SIZE) == 0;
}

/* --- writing --- */

enum err freshness_note(struct vault *vault, uint64_t number, const uint8_t tag[TAG_SIZE])
{
    struct freshness *freshness = &vault->freshness;
    enum err e = freshness->is_loaded ? OK : freshness_load(vault);
    size_t known = freshness->group_count;
    uint8_t *kept;

    if (e || freshness->is_lost)
        return e ? e : E_DAMAGED;
    if (!grow(freshness, group_of(number) + 1))
        return E_MEMORY;
    /* Blocks of groups that were cut off may still lie in the file. */
    for (size_t i = known; i < freshness->group_count; i++)
        freshness->groups[i].is_dirty = true;
    if ((e = tag_of(vault, number, &kept)))
        return e;
    memcpy(kept, tag, KEPT_TAG);
    freshness->groups[group_of(number)].is_dirty = freshness->is_dirty = true;
    return OK;
}

void freshness_cut(struct vault *vault, uint64_t pages)
{
    struct freshness *freshness = &vault->freshness;
    size_t count = pages > 0 ? group_of(pages) + 1 : 0;

    while (freshness->group_count > count) {
        free(freshness->groups[--freshness->group_count].tags);
        freshness->is_dirty = true;
    }
    if (count == freshness->group_count && count > 0 && pages % GROUP_PAGES != 0) {
        size_t kept = pages % GROUP_PAGES * KEPT_TAG;
        uint8_t *tags;

        if (tags_of(vault, count - 1, &tags))
            return;
        memset(tags + kept, 0, GROUP_TAGS - kept);
        freshness->groups[count - 1].is_dirty = freshness->is_dirty = true;
    }
}

static bool flush_group(struct vault *vault, size_t number, uint64_t counter)
{
    struct freshness *freshness = &vault->freshness;
    uint8_t sealed[MAP_BLOCK_SIZE], *tags;

    if (tags_of(vault, number, &tags)) {
        errno = ENOMEM;
        return false;
    }
    seal_block(vault, number, counter, tags, GROUP_TAGS, sealed);
    take_head(&freshness->flushed[number], sealed);
    return write_fully(vault->fd, sealed, sizeof sealed, block_at(vault, number, !freshness->groups[number].block));
}

static bool flush_root(struct vault *vault, uint64_t counter)
{
    struct freshness *freshness = &vault->freshness;
    uint8_t content[ROOT_CONTENT], sealed[HEAD_SIZE + ROOT_CONTENT];

    freshness->written_at = clock_now();
    put_le(content + GENERATION_AT, vault->header.generation, 8);
    put_le(content + WRITTEN_AT, (uint64_t)freshness->written_at, 8);
    put_le(content + GROUPS_AT, freshness->group_count, 8);
    memcpy(content + SALT_AT, freshness->journal_salt, SALT_SIZE);
    digest_heads(freshness->flushed, freshness->group_count, content + DIGEST_AT);
    seal_block(vault, root_number, counter, content, sizeof content, sealed);
    return write_fully(vault->fd, sealed, sizeof sealed, root_at(!freshness->root));
}

bool freshness_flush(struct vault *vault)
{
    struct freshness *freshness = &vault->freshness;
    uint64_t counter = freshness->highest + 1;

    if (!freshness->is_dirty)
        return true;
    memcpy(freshness->flushed, freshness->heads, freshness->group_count * sizeof *freshness->heads);
    for (size_t i = 0; i < freshness->group_count; i++)
        if (freshness->groups[i].is_dirty && !flush_group(vault, i, counter))
            return false;
    if (!flush_root(vault, counter))
        return false;
    freshness->highest = counter;
    freshness->is_flushed = true;
    return true;
}

void freshness_settle(struct vault *vault)
{
    struct freshness *freshness = &vault->freshness;

    if (!freshness->is_flushed)
        return;
    memcpy(freshness->heads, freshness->flushed, freshness->group_count * sizeof *freshness->heads);
    for (size_t i = 0; i < freshness->group_count; i++) {
        freshness->groups[i].block ^= freshness->groups[i].is_dirty;
        freshness->groups[i].is_dirty = false;
    }
    freshness->root = !freshness->root;
    freshness->counter = freshness->highest;
    memcpy(freshness->root_journal_salt, freshness->journal_salt, SALT_SIZE);
    freshness->header_generation = vault->header.generation;
    freshness->is_dirty = freshness->is_flushed = false;
}
