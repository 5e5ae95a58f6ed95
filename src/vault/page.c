/*
 * The main database file: SQLite's 4096-byte pages, each sealed by itself. SQLite is told to leave 40 bytes at the end
 * of every page alone (byte 20 of page 1); nonce and tag go there, so a page in the file is as long as a page in
 * memory, aligned to the disk's sectors, and is read straight into SQLite's cache and opened in place.
 *
 *     page n (from 1) lies in group g = (n - 1) / 506, behind that group's two map blocks (freshness.c), at
 *     PAGES_START + (g + 1) * 8192 + (n - 1) * 4096, where PAGES_START is two header copies and two roots:
 *     at    size  what
 *     0     4056  ciphertext of the page's content
 *     4056  24    nonce: 16 random bytes of the session that wrote it, 8 of a counter
 *     4080  16    tag
 *     bound (not stored): vault id 16, kind of file 8 (1), n 8
 *
 *     Page 3 of a vault: PAGES_START + 16384: 4056 bytes ciphertext, 24 nonce, 16 tag.
 *
 * XChaCha20-Poly1305 with aligned pages costs about half of what uniform blocks for every file cost, and opens
 * on any machine.
 */
#include <string.h>

#include "vault_in.h"

enum {
    BOUND_SIZE = VAULT_ID_SIZE + 8 + 8,
    LOCK_BYTES_AT = 0x40000000, /* where SQLite locks, and therefore never writes */
    MAP_SIZE = 2 * MAP_BLOCK_SIZE,
};

/* The sector told is the page: SQLite then never trusts half a page, and begins each part of a journal in a block. */
const struct geometry vault_geometry = {
    .page = VAULT_PAGE_SIZE, .span = VAULT_PAGE_SIZE, .sector = VAULT_PAGE_SIZE, .is_strict = true
};

/* --- places --- */

static int64_t group_size(const struct vault *vault)
{
    return MAP_SIZE + (int64_t)GROUP_PAGES * vault->geometry.span;
}

sqlite3_int64 vault_page_place(const struct vault *vault, uint64_t number)
{
    int64_t group = (int64_t)((number - 1) / GROUP_PAGES), within = (int64_t)((number - 1) % GROUP_PAGES);

    return PAGES_START + group * group_size(vault) + MAP_SIZE + within * vault->geometry.span;
}

uint64_t vault_page_count(const struct vault *vault, int64_t length, int64_t *rest)
{
    int64_t groups = length > PAGES_START ? (length - PAGES_START) / group_size(vault) : 0;
    int64_t behind = length - PAGES_START - groups * group_size(vault) - MAP_SIZE;

    if (behind < 0)
        behind = 0;
    if (rest != NULL)
        *rest = behind % vault->geometry.span;
    return (uint64_t)(groups * GROUP_PAGES + behind / vault->geometry.span);
}

bool page_is_never_written(const struct vault *vault, uint64_t number)
{
    return number == (uint64_t)(LOCK_BYTES_AT / vault->geometry.page) + 1;
}

/* --- sealing --- */

static void bind_page(const struct vault *vault, uint64_t number, uint8_t out[BOUND_SIZE])
{
    memcpy(out, vault->header.id, VAULT_ID_SIZE);
    put_le(out + VAULT_ID_SIZE, FILE_PAGES, 8);
    put_le(out + VAULT_ID_SIZE + 8, number, 8);
}

static size_t content_of(const struct vault *vault)
{
    return (size_t)vault->geometry.span - VAULT_RESERVED;
}

const uint8_t *page_tag(const struct vault *vault, const uint8_t *page)
{
    return page + content_of(vault) + NONCE_SIZE;
}

enum err page_open(struct vault *vault, uint64_t number, uint8_t *page)
{
    uint8_t bound[BOUND_SIZE], *nonce = page + content_of(vault), *tag = nonce + NONCE_SIZE;

    bind_page(vault, number, bound);
    if (sealer_open(vault->pages, page, page, content_of(vault), bound, sizeof bound, nonce, tag))
        return E_DAMAGED;
    memset(nonce, 0, VAULT_RESERVED);
    return OK;
}

void page_seal(struct vault *vault, uint64_t number, const uint8_t *plain, uint8_t *page)
{
    uint8_t bound[BOUND_SIZE], *nonce = page + content_of(vault), *tag = nonce + NONCE_SIZE;

    bind_page(vault, number, bound);
    sealer_seal(vault->pages, page, plain, content_of(vault), bound, sizeof bound, nonce, tag);
}

enum page_state page_get(struct vault *vault, int fd, uint64_t number, uint8_t *out)
{
    uint8_t tag[TAG_SIZE];

    if (!read_fully(fd, out, (size_t)vault->geometry.span, vault_page_place(vault, number)))
        return PAGE_UNREAD;
    memcpy(tag, page_tag(vault, out), TAG_SIZE);
    if (page_open(vault, number, out))
        return PAGE_DAMAGED;
    return freshness_of(vault, number, tag) == PAGE_OLD ? PAGE_PUT_BACK : PAGE_SOUND;
}

/* What a reader must know before it can read anything: SQLite's file format, section 1.3. */
void page_put_geometry(const struct geometry *geometry, uint8_t plain[PAGE_FIRST_SIZE])
{
    memset(plain, 0, PAGE_FIRST_SIZE);
    memcpy(plain, "SQLite format 3", 16);
    plain[16] = (uint8_t)(geometry->page >> 8);
    plain[17] = (uint8_t)(geometry->page >> 16);
    plain[18] = plain[19] = 1; /* rollback journal */
    plain[20] = (uint8_t)(geometry->page - geometry->span + VAULT_RESERVED);
    plain[21] = 64;
    plain[22] = plain[23] = 32;
    plain[31] = 1; /* pages */
}

void page_make_first(uint8_t plain[VAULT_PAGE_SIZE])
{
    memset(plain, 0, VAULT_PAGE_SIZE);
    page_put_geometry(&vault_geometry, plain);
    plain[100] = 0x0d; /* an empty table leaf, its cells beginning at the end of the content */
    plain[105] = PAGE_CONTENT >> 8;
    plain[106] = PAGE_CONTENT & 0xff;
}
