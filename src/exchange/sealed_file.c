/*
 * One file, sealed with a passphrase. Little-endian:
 *
 *     at  size  what
 *     0   8     "TKsealed"
 *     8   1     version, 1
 *     9   1     cipher, 1: XChaCha20-Poly1305 (IETF)
 *     10  2     zero
 *     12  4     operations of Argon2id
 *     16  8     memory of Argon2id, bytes
 *     24  16    salt
 *     40  32    BLAKE2b-256 of "townkeep sealed file key 1", zero, keyed with the key: the wrong passphrase is told
 * from a damaged file by it, and the file opens with no second key 72  ..    chunks, one behind the other: 0   24 nonce
 *         24  n   ciphertext of 65536 bytes, of the last chunk of 0 to 65536
 *         ..  16  tag, bound to the 72 bytes of the head, the number of the chunk (8) and whether it is the last (1)
 *
 *     A file of 70,000 bytes: head 0..71, chunk 0 at 72..65647 (65536 in it), chunk 1 at 65648..70151 (4464 in it, the
 *     last).
 *
 * Chunks cannot be taken out, put in another order or cut off at the end without being noticed. The costs in the head
 * are looked at before any memory is taken for them.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "export_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/exchange/sealed_file.h"

enum {
    SEALED_VERSION = 1,
    HEAD_SIZE = 72,
    CHUNK = 1 << 16,
    CHUNK_EXTRA = NONCE_SIZE + TAG_SIZE,
    CHUNK_SEALED = CHUNK + CHUNK_EXTRA,
    FILE_MAX = HEAD_SIZE + (SEALED_FILE_MAX / CHUNK + 1) * CHUNK_SEALED,
};

static const char magic[] = "TKsealed";

struct head {
    uint8_t bytes[HEAD_SIZE];
    struct kdf_cost cost;
    uint8_t salt[SALT_SIZE], check[HASH_SIZE];
};

static void check_of(const struct secret *key, uint8_t out[HASH_SIZE])
{
    hash_bytes(out, "townkeep sealed file key 1", "", 0, key);
}

static enum err add_bound(const struct head *head, uint64_t number, bool last, struct buf *out)
{
    enum err e;

    buf_clear(out);
    if ((e = buf_add(out, head->bytes, HEAD_SIZE)) || (e = buf_add_u64(out, number)))
        return e;
    return buf_add_u8(out, last);
}

/* --- writing --- */

static enum err write_head(struct head *head, const struct secret *key, struct buf *out)
{
    enum err e;

    check_of(key, head->check);
    if ((e = buf_add(out, magic, sizeof magic - 1)) || (e = buf_add_u8(out, SEALED_VERSION)) ||
        (e = buf_add_u8(out, CIPHER_XCHACHA20_POLY1305)) || (e = buf_add_u16(out, 0)) ||
        (e = buf_add_u32(out, (uint32_t)head->cost.operations)) || (e = buf_add_u64(out, head->cost.memory)) ||
        (e = buf_add(out, head->salt, SALT_SIZE)) || (e = buf_add(out, head->check, HASH_SIZE)))
        return e;
    memcpy(head->bytes, out->data, HEAD_SIZE);
    return OK;
}

static enum err write_chunks(const struct head *head, const struct secret *key, const uint8_t *bytes, size_t len,
                             struct buf *out)
{
    struct buf bound = { 0 };
    size_t at = 0;
    enum err e = OK;

    for (uint64_t number = 0; !e && (number == 0 || at < len); number++) {
        size_t size = len - at < CHUNK ? len - at : CHUNK;

        if ((e = add_bound(head, number, at + size == len, &bound)) ||
            (e = buf_reserve(out, out->len + size + CHUNK_EXTRA)))
            break;
        seal((uint8_t *)out->data + out->len, bytes + at, size, bound.data, bound.len, key);
        out->len += size + CHUNK_EXTRA;
        at += size;
    }
    buf_release(&bound);
    return e;
}

static enum err write_fully(int fd, const struct buf *bytes)
{
    size_t at = 0;

    while (at < bytes->len) {
        ssize_t written = write(fd, bytes->data + at, bytes->len - at);

        if (written < 0 && errno != EINTR)
            return E_SYSTEM;
        at += written > 0 ? (size_t)written : 0;
    }
    return fsync(fd) == 0 ? OK : E_SYSTEM;
}

/* Ciphertext alone reaches the disk, under another name until all of it is there. */
static enum err put_file(const char *path, const struct buf *bytes, struct why *why)
{
    struct buf temporary = { 0 };
    int fd = -1;
    enum err e;

    if ((e = buf_printf(&temporary, "%s.new-%ld", path, (long)getpid())))
        goto done;
    fd = open(buf_text(&temporary), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        e = why_errno(why, errno, N_("\"%s\" cannot be written"), path);
        goto done;
    }
    if (write_fully(fd, bytes))
        e = why_errno(why, errno, N_("\"%s\" cannot be written"), path);
    close(fd);
    if (!e)
        e = export_settle(buf_text(&temporary), path, false, why);
    (void)unlink(buf_text(&temporary));
done:
    buf_release(&temporary);
    return e;
}

enum err sealed_file_write(const char *path, const struct passphrase *passphrase, struct kdf_cost cost,
                           const void *bytes, size_t len, struct why *why)
{
    struct head head = { .cost = cost.operations > 0 ? cost : kdf_costs[KDF_MODERATE] };
    struct secret *key = NULL;
    struct buf out = { 0 };
    enum err e;

    if (len > SEALED_FILE_MAX)
        return why_set(why, E_INVALID, N_("This is too much for one sealed file: at most 64 MiB fit."));
    random_bytes(head.salt, SALT_SIZE);
    if ((e = passphrase_check(passphrase, why)) || (e = export_check_target(path, false, why)) ||
        (e = kdf_passphrase(passphrase, head.salt, head.cost, &key, why)) || (e = write_head(&head, key, &out)) ||
        (e = write_chunks(&head, key, bytes, len, &out)))
        goto done;
    e = put_file(path, &out, why);
done:
    secret_free(key);
    buf_release(&out);
    return e;
}

/* --- reading --- */

static enum err read_head(const struct buf *bytes, struct head *head, struct why *why)
{
    struct scan scan = { .at = (const uint8_t *)bytes->data, .left = bytes->len };
    const uint8_t *begins = scan_bytes(&scan, sizeof magic - 1), *salt, *check;
    uint8_t version, cipher;

    if (!begins || memcmp(begins, magic, sizeof magic - 1) != 0)
        return why_set(why, E_INVALID, N_("This is no sealed file of the program."));
    version = scan_u8(&scan);
    cipher = scan_u8(&scan);
    if (version > SEALED_VERSION)
        return why_set(why, E_INVALID, N_("A newer Townkeep sealed this file. Open it with that one."));
    if (version != SEALED_VERSION || cipher != CIPHER_XCHACHA20_POLY1305 || scan_u16(&scan) != 0)
        return why_set(why, E_DAMAGED, N_("The head of this sealed file was changed."));
    head->cost.operations = scan_u32(&scan);
    head->cost.memory = scan_u64(&scan);
    salt = scan_bytes(&scan, SALT_SIZE);
    check = scan_bytes(&scan, HASH_SIZE);
    if (scan.failed || scan.left < CHUNK_EXTRA || !kdf_cost_is_sane(head->cost))
        return why_set(why, E_DAMAGED, N_("This sealed file was cut off, or its head was changed."));
    memcpy(head->bytes, bytes->data, HEAD_SIZE);
    memcpy(head->salt, salt, SALT_SIZE);
    memcpy(head->check, check, HASH_SIZE);
    return OK;
}

static enum err read_chunks(const struct head *head, const struct secret *key, const struct buf *bytes, struct buf *out)
{
    const uint8_t *at = (const uint8_t *)bytes->data + HEAD_SIZE;
    size_t left = bytes->len - HEAD_SIZE;
    struct buf bound = { 0 };
    enum err e = OK;

    for (uint64_t number = 0; left > 0 && !e; number++) {
        size_t size = left < CHUNK_SEALED ? left : CHUNK_SEALED;

        if ((e = add_bound(head, number, size == left, &bound)) || (e = buf_reserve(out, out->len + size)) ||
            (e = unseal(out->data + out->len, at, size, bound.data, bound.len, key)))
            break;
        out->len += size - CHUNK_EXTRA;
        at += size;
        left -= size;
    }
    buf_release(&bound);
    return e;
}

enum err sealed_file_read(const char *path, const struct passphrase *passphrase, struct buf *out, struct why *why)
{
    struct head head = { 0 };
    struct secret *key = NULL;
    struct buf bytes = { 0 }, plain = { 0 };
    uint8_t check[HASH_SIZE];
    enum err e;

    if ((e = path_read_file(path, FILE_MAX, &bytes, why)) || (e = read_head(&bytes, &head, why)) ||
        (e = kdf_passphrase(passphrase, head.salt, head.cost, &key, why)))
        goto done;
    check_of(key, check);
    if (!hash_equal(check, head.check))
        e = why_set(why, E_PASSPHRASE, N_("That is not the passphrase of this file."));
    else if ((e = read_chunks(&head, key, &bytes, &plain)) == E_DAMAGED)
        why_set(why, e, N_("This sealed file was cut off or changed. Ask for it once more."));
    if (!e && plain.len > 0)
        e = buf_add(out, plain.data, plain.len);
done:
    secret_free(key);
    buf_release(&bytes);
    buf_wipe(&plain);
    return e;
}
