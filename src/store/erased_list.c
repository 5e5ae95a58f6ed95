/*
 * The list of what was erased, outside the vault: beside it and in the folder of its backups, so that a backup from
 * before an erasure, put back in whatever way, erases those cases again before anybody sees them.
 *
 * The file is "townkeep-erased-1f2e3d4c", after the beginning of the vault's id:
 *
 *     at  size  what
 *     0   8     "TKerased"
 *     8   24    nonce
 *     32  n     ciphertext of the list, under a key derived from the store key
 *     ..  16    tag, bound to "townkeep erased list 1", zero, the vault's id
 *
 *     the list: version 1 (1) · count (4) · each: case (8), hash of the destroyed key (32), moment (8),
 *     length (4) and "type.field;…" of a case that was reduced, length 2^32-1 of one that is gone;
 *     zeros to a multiple of 1024, so that its size does not tell how many there are.
 *
 * It only ever grows: what stands in a file that is written anew stays in it, as another vault restored from the same
 * one may have put it there.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "erased_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/store/backup.h"

enum { LIST_VERSION = 1, LIST_MAX = 16 << 20, LIST_BLOCK = 1024, MAGIC_SIZE = 8 };

static const char magic[MAGIC_SIZE + 1] = "TKerased";

void folder_of(const char *path, char out[PATH_MAX])
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        snprintf(out, PATH_MAX, ".");
    else
        snprintf(out, PATH_MAX, "%.*s", slash == path ? 1 : (int)(slash - path), path);
}

static enum err path_in(const struct store *store, const char *folder, struct buf *out)
{
    const uint8_t *id = vault_id(store->vault);
    char name[40];

    snprintf(name, sizeof name, "townkeep-erased-%02x%02x%02x%02x", id[0], id[1], id[2], id[3]);
    return path_join(out, folder, name);
}

static enum err add_bound(const struct store *store, struct buf *out)
{
    enum err e;

    if ((e = buf_add_str(out, "townkeep erased list 1")) || (e = buf_add_u8(out, 0)))
        return e;
    return buf_add(out, vault_id(store->vault), VAULT_ID_SIZE);
}

/* --- reading --- */

static enum err read_one(struct scan *scan, struct erasures *out)
{
    struct tombstone one = { .case_id = (int64_t)scan_u64(scan) };
    const uint8_t *hash = scan_bytes(scan, HASH_SIZE), *kept;
    struct buf text = { 0 };
    uint32_t len;
    enum err e = OK;

    one.at = (int64_t)scan_u64(scan);
    len = scan_u32(scan);
    kept = len == UINT32_MAX ? NULL : scan_bytes(scan, len);
    if (scan->failed || len == 0)
        return E_DAMAGED;
    memcpy(one.hash, hash, HASH_SIZE);
    if (kept && !(e = buf_add(&text, kept, len)))
        one.kept = text.data; /* copied */
    if (!e && !erasures_know(out, &one))
        e = erasures_add(out, &one);
    buf_release(&text);
    return e;
}

static enum err read_list(const struct buf *plain, struct erasures *out)
{
    struct scan scan = { .at = (const uint8_t *)plain->data, .left = plain->len };
    uint8_t version = scan_u8(&scan);
    uint32_t count = scan_u32(&scan);
    enum err e = version == LIST_VERSION && !scan.failed ? OK : E_DAMAGED;

    for (uint32_t i = 0; i < count && !e; i++)
        e = read_one(&scan, out);
    return e;
}

static enum err open_list(const struct store *store, const struct buf *bytes, struct buf *plain)
{
    struct secret *key = NULL;
    struct buf bound = { 0 };
    size_t sealed = bytes->len - MAGIC_SIZE;
    enum err e;

    if (bytes->len < MAGIC_SIZE + NONCE_SIZE + TAG_SIZE || memcmp(bytes->data, magic, MAGIC_SIZE) != 0)
        return E_DAMAGED;
    if ((e = vault_derive(store->vault, "erased list", &key, NULL)) || (e = add_bound(store, &bound)) ||
        (e = buf_reserve(plain, sealed)))
        goto done;
    plain->len = sealed - NONCE_SIZE - TAG_SIZE;
    e = unseal(plain->data, (const uint8_t *)bytes->data + MAGIC_SIZE, sealed, bound.data, bound.len, key);
done:
    secret_free(key);
    buf_release(&bound);
    return e;
}

enum err erased_list_read(const struct store *store, const char *folder, struct erasures *out, struct why *why)
{
    struct buf path = { 0 }, bytes = { 0 }, plain = { 0 };
    enum err e;

    if ((e = path_in(store, folder, &path)) || !path_exists(buf_text(&path)))
        goto done;
    if (!(e = path_read_file(buf_text(&path), LIST_MAX, &bytes, why)) && !(e = open_list(store, &bytes, &plain)))
        e = read_list(&plain, out);
    if (e == E_DAMAGED || e == E_INVALID)
        e = why_set(why, E_DAMAGED, N_("%s is not the list of what was erased that the program wrote."),
                    buf_text(&path));
done:
    buf_release(&path);
    buf_release(&bytes);
    buf_release(&plain);
    return e;
}

/* --- writing --- */

static enum err write_one(const struct tombstone *one, struct buf *out)
{
    size_t len = one->kept ? strlen(one->kept) : 0;
    enum err e;

    if ((e = buf_add_u64(out, (uint64_t)one->case_id)) || (e = buf_add(out, one->hash, HASH_SIZE)) ||
        (e = buf_add_u64(out, (uint64_t)one->at)) || (e = buf_add_u32(out, one->kept ? (uint32_t)len : UINT32_MAX)))
        return e;
    return len > 0 ? buf_add(out, one->kept, len) : OK;
}

static enum err write_list(const struct erasures *list, struct buf *out)
{
    enum err e;

    if ((e = buf_add_u8(out, LIST_VERSION)) || (e = buf_add_u32(out, (uint32_t)list->count)))
        return e;
    for (size_t i = 0; i < list->count && !e; i++)
        e = write_one(&list->items[i], out);
    while (!e && out->len % LIST_BLOCK != 0)
        e = buf_add_u8(out, 0);
    return e;
}

static enum err seal_list(const struct store *store, const struct erasures *list, struct buf *out)
{
    struct secret *key = NULL;
    struct buf bound = { 0 }, plain = { 0 };
    enum err e;

    if ((e = vault_derive(store->vault, "erased list", &key, NULL)) || (e = add_bound(store, &bound)) ||
        (e = write_list(list, &plain)) || (e = buf_add(out, magic, MAGIC_SIZE)) ||
        (e = buf_reserve(out, MAGIC_SIZE + NONCE_SIZE + plain.len + TAG_SIZE)))
        goto done;
    seal((uint8_t *)out->data + MAGIC_SIZE, plain.data, plain.len, bound.data, bound.len, key);
    out->len += NONCE_SIZE + plain.len + TAG_SIZE;
done:
    secret_free(key);
    buf_release(&bound);
    buf_release(&plain);
    return e;
}

/* What it lacks is added. */
static enum err add_missing(struct erasures *list, const struct erasures *own, bool *is_more)
{
    enum err e = OK;

    for (size_t i = 0; i < own->count && !e; i++) {
        if (erasures_know(list, &own->items[i]))
            continue;
        *is_more = true;
        e = erasures_add(list, &own->items[i]);
    }
    return e;
}

enum err erased_list_write(struct store *store, const char *folder, struct why *why)
{
    struct erasures *list = calloc(1, sizeof *list);
    const struct erasures *own;
    struct buf path = { 0 }, bytes = { 0 };
    bool is_more = false;
    enum err e = list ? erasures_of(store, &own, why) : E_MEMORY;

    if (e || own->count == 0)
        goto done;
    /* One that cannot be read is no reason to be without one. */
    if (((e = erased_list_read(store, folder, list, why)) && e != E_DAMAGED) ||
        (e = add_missing(list, own, &is_more)) || !is_more)
        goto done;
    if (!(e = path_in(store, folder, &path)) && !(e = seal_list(store, list, &bytes)))
        e = path_write_file(buf_text(&path), bytes.data, bytes.len, why);
done:
    erasures_free(list);
    buf_release(&path);
    buf_release(&bytes);
    return e;
}
