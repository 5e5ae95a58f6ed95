/*
 * After a crash: is the vault whole again? SQLite stops playing a journal back where the journal ends or is torn, and
 * cannot tell that from a journal of which a needed part was lost. The pages can: each carries the nonce it was written
 * with, and the journal's prefix the nonce that was next when it began.
 *
 * When SQLite has played the journal back and ends it, no page may be left that was written under that journal: each
 * was restored (and so has a newer nonce) or cut off. Except pages that were free when it began: SQLite does not
 * journal those, since what a free page holds does not matter. They are found in the list of free pages; those that the
 * crash tore are sealed anew.
 */
#include <stdlib.h>
#include <string.h>

#include "block_in.h"

/* Of SQLite's journal header: its magic, and how many pages the database had. */
enum { JOURNAL_MAGIC_SIZE = 8, PAGES_BEFORE_AT = 16 };
static const uint8_t journal_magic[JOURNAL_MAGIC_SIZE] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7 };

enum { FREE_LIST_AT = 32, TRUNK_HEAD = 8, PAGE_SIZE_MAX = 65536 }; /* SQLite's file format, sections 1.3 and 1.5 */

/* All reading and writing here goes the way SQLite's goes: through the open main file. */
static uint64_t count_pages(const struct block_file *file)
{
    sqlite3_file *main_file = &file->pages->base;
    sqlite3_int64 size = 0;

    return main_file->pMethods->xFileSize(main_file, &size) == SQLITE_OK ? (uint64_t)(size / file->vault->geometry.page)
                                                                         : 0;
}

/* Whether page `number` was written after the journal began and before it was found. */
static int find_written(const struct block_file *file, uint64_t number, bool *is_written)
{
    uint64_t began = get_le(file->page_nonce + NONCE_PREFIX_SIZE, 8), counter;
    sqlite3_file *real = file->pages->real;
    uint8_t nonce[NONCE_SIZE];
    int rc = real->pMethods->xRead(real, nonce, NONCE_SIZE,
                                   vault_page_place(file->vault, number) + file->vault->geometry.span - VAULT_RESERVED);

    counter = get_le(nonce + NONCE_PREFIX_SIZE, 8);
    *is_written = rc == SQLITE_OK && memcmp(nonce, file->page_nonce, NONCE_PREFIX_SIZE) == 0 && counter >= began &&
                  counter < file->found_at;
    return rc;
}

int recovery_check_none(struct block_file *file)
{
    uint64_t count = count_pages(file);
    bool is_written = false;
    int rc = SQLITE_OK;

    for (uint64_t number = 1; rc == SQLITE_OK && !is_written && number <= count; number++)
        rc = find_written(file, number, &is_written);
    return is_written ? block_refuse(file) : rc;
}

/* One byte a page: 1 for those that were written and not restored. */
static int mark_written(const struct block_file *file, uint8_t *marks, uint64_t count)
{
    bool is_written = false;
    int rc = SQLITE_OK;

    for (uint64_t number = 1; rc == SQLITE_OK && number <= count; number++) {
        rc = find_written(file, number, &is_written);
        marks[number] = is_written;
    }
    return rc;
}

static uint32_t get_be(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* SQLite makes the vault as long again as the journal's header says, whatever it says. No more is true than what there
 * is, and the pages that were cut off, which are all in the journal. */
int recovery_check_size(struct block_file *file, const uint8_t *header)
{
    sqlite3_int64 length = 0;
    int rc = file->real->pMethods->xFileSize(file->real, &length);

    if (rc != SQLITE_OK || file->pages == NULL || memcmp(header, journal_magic, sizeof journal_magic) != 0)
        return rc;
    return get_be(header + PAGES_BEFORE_AT) <= count_pages(file) + (uint64_t)(length / file->vault->geometry.span)
               ? SQLITE_OK
               : block_refuse(file);
}

static bool open_page(const struct block_file *file, uint64_t number, uint8_t *page)
{
    sqlite3_file *main_file = &file->pages->base;
    int size = file->vault->geometry.page;

    return main_file->pMethods->xRead(main_file, page, size, (sqlite3_int64)(number - 1) * size) == SQLITE_OK;
}

/* What a free page holds does not matter, but it must authenticate and be the newest: whoever checks or copies the
 * vault opens every page. */
static bool make_readable(struct block_file *file, uint64_t number)
{
    sqlite3_file *main_file = &file->pages->base;
    uint8_t page[PAGE_SIZE_MAX];
    int size = file->vault->geometry.page;

    if (open_page(file, number, page))
        return true;
    memset(page, 0, sizeof page);
    file->vault->bad_page = 0;
    return main_file->pMethods->xWrite(main_file, page, size, (sqlite3_int64)(number - 1) * size) == SQLITE_OK;
}

/* The free pages listed on one trunk: their marks off, torn ones sealed anew. */
static bool settle_leaves(struct block_file *file, const uint8_t *trunk, uint8_t *marks, uint64_t count)
{
    uint64_t leaves = get_be(trunk + 4), end = (uint64_t)file->vault->geometry.span - VAULT_RESERVED;

    for (uint64_t i = 0; i < leaves && TRUNK_HEAD + 4 * i + 4 <= end; i++) {
        uint64_t leaf = get_be(trunk + TRUNK_HEAD + 4 * i);

        if (leaf < 1 || leaf > count)
            continue;
        marks[leaf] = 0;
        if (!make_readable(file, leaf))
            return false;
    }
    return true;
}

/* Follow the list of free pages. One that cannot be followed settles no more: the marks left tell. */
static int settle_free(struct block_file *file, uint8_t *marks, uint64_t count)
{
    sqlite3_file *main_file = &file->pages->base;
    uint8_t page[PAGE_SIZE_MAX];
    bool is_written = true;
    uint64_t trunk = open_page(file, 1, page) ? get_be(page + FREE_LIST_AT) : 0;

    for (uint64_t steps = 0; is_written && trunk >= 1 && trunk <= count && steps < count; steps++) {
        if (!open_page(file, trunk, page))
            break;
        is_written = settle_leaves(file, page, marks, count);
        trunk = get_be(page);
    }
    wipe(page, sizeof page);
    return is_written ? main_file->pMethods->xSync(main_file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY)
                      : SQLITE_IOERR_WRITE;
}

int recovery_check_end(struct block_file *file)
{
    uint64_t count = count_pages(file);
    uint8_t *marks = calloc(count + 1, 1);
    int rc;

    if (marks == NULL)
        return SQLITE_IOERR_NOMEM;
    rc = mark_written(file, marks, count);
    if (rc == SQLITE_OK)
        rc = settle_free(file, marks, count);
    if (rc == SQLITE_OK && memchr(marks, 1, count + 1) != NULL)
        rc = block_refuse(file);
    free(marks);
    return rc;
}
