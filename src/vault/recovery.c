/*
 * After a crash: is the vault whole again? SQLite stops playing a journal back where the journal ends or is torn, and
 * cannot tell that from a journal of which a needed part was lost. The pages can: each carries the nonce it was written
 * with, and the journal's prefix the nonce that was next when it began.
 *
 * When SQLite has played the journal back and ends it, no page may be left that was written under that journal: each
 * was restored (and so has a newer nonce) or cut off. Except pages that were free when it began: SQLite does not
 * journal those, since what a free page holds does not matter; they are found in the list of free pages.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "block_in.h"

enum { FREE_LIST_AT = 32, TRUNK_HEAD = 8 }; /* SQLite's file format, sections 1.3 and 1.5 */

static uint64_t count_pages(const struct vault *vault)
{
    struct stat status;

    return fstat(vault->fd, &status) == 0 && status.st_size > PAGES_START
               ? (uint64_t)(status.st_size - PAGES_START) / VAULT_PAGE_SIZE
               : 0;
}

static int64_t place_of(uint64_t number)
{
    return PAGES_START + (int64_t)(number - 1) * VAULT_PAGE_SIZE;
}

/* Whether page `number` was written after the journal began and before it was found. */
static int find_written(const struct block_file *file, uint64_t number, bool *is_written)
{
    uint64_t began = get_le(file->page_nonce + NONCE_PREFIX_SIZE, 8), counter;
    uint8_t nonce[NONCE_SIZE];

    if (!read_fully(file->vault->fd, nonce, sizeof nonce, place_of(number) + PAGE_CONTENT))
        return SQLITE_IOERR_READ;
    counter = get_le(nonce + NONCE_PREFIX_SIZE, 8);
    *is_written =
        memcmp(nonce, file->page_nonce, NONCE_PREFIX_SIZE) == 0 && counter >= began && counter < file->found_at;
    return SQLITE_OK;
}

int recovery_check_none(struct block_file *file)
{
    uint64_t count = count_pages(file->vault);
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

static bool open_page(struct vault *vault, uint64_t number, uint8_t page[VAULT_PAGE_SIZE])
{
    return read_fully(vault->fd, page, VAULT_PAGE_SIZE, place_of(number)) && page_open(vault, number, page) == OK;
}

/* Take the mark off every page that is free. A list that cannot be followed takes no more off. */
static void unmark_free(struct vault *vault, uint8_t *marks, uint64_t count)
{
    uint8_t page[VAULT_PAGE_SIZE];
    uint64_t trunk, leaves;

    if (!open_page(vault, 1, page))
        return;
    trunk = get_be(page + FREE_LIST_AT);
    for (uint64_t steps = 0; trunk >= 1 && trunk <= count && steps < count && open_page(vault, trunk, page); steps++) {
        trunk = get_be(page);
        leaves = get_be(page + 4);
        for (uint64_t i = 0; i < leaves && TRUNK_HEAD + 4 * i + 4 <= PAGE_CONTENT; i++) {
            uint64_t leaf = get_be(page + TRUNK_HEAD + 4 * i);

            if (leaf <= count)
                marks[leaf] = 0;
        }
    }
    wipe(page, sizeof page);
}

int recovery_check_end(struct block_file *file)
{
    uint64_t count = count_pages(file->vault);
    uint8_t *marks = calloc(count + 1, 1);
    int rc;

    if (marks == NULL)
        return SQLITE_IOERR_NOMEM;
    rc = mark_written(file, marks, count);
    if (rc == SQLITE_OK && memchr(marks, 1, count + 1) != NULL)
        unmark_free(file->vault, marks, count);
    if (rc == SQLITE_OK && memchr(marks, 1, count + 1) != NULL)
        rc = block_refuse(file);
    free(marks);
    return rc;
}
