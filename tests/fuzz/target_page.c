/*
 * The pages of a vault. Changed as they lie in the file: then the vault is refused, or shows what it held. Changed
 * before they are sealed, so that they authenticate: then its tables are whatever a hostile holder of the key made of
 * them, and reading and changing them ends soon, with an answer or a sentence.
 */
#include <stdlib.h>
#include <string.h>

#include "vaults.h"

enum { SEALED = 1 };

static struct fuzz_vault office;

static void start(void)
{
    vaults_make(&office, false);
}

/* In the file, behind the headers (target_slots has those): where (3 bytes), how many (1), these. */
static void change_file(struct scan *scan)
{
    while (scan->left > 3) {
        size_t at = scan_u16(scan) | (size_t)scan_u8(scan) << 16, count = scan_u8(scan);

        at = 2 * VAULT_HEADER_SIZE + at % (office.kept_len - 2 * VAULT_HEADER_SIZE);
        count = count < office.kept_len - at ? count : office.kept_len - at;
        count = count < scan->left ? count : scan->left;
        if (count > 0)
            memcpy(office.kept + at, scan_bytes(scan, count), count);
    }
}

static void run_damaged(struct scan *scan)
{
    uint8_t *good = malloc(office.kept_len);
    struct why why = { 0 };
    bool is_same = false;

    if (good == NULL)
        abort();
    memcpy(good, office.kept, office.kept_len);
    change_file(scan);
    vaults_put_back(&office);
    if (vaults_open(&office, true, &why) == OK) {
        struct vault_damage damage;
        enum err e = vault_check_pages(office.vault, &damage, &why);

        fuzz_must(e == OK || e == E_DAMAGED, "checking says whole or damaged");
        vaults_use(&office, &is_same);
        fuzz_must(is_same || e == E_DAMAGED, "rows that cannot be read are named by checking");
        vaults_close(&office);
    }
    memcpy(office.kept, good, office.kept_len);
    free(good);
}

/* The page the input names, changed and sealed by the vault's own file. */
static void seal_page(sqlite3_file *file, struct scan *scan)
{
    sqlite3_int64 size = 0, at;
    uint8_t page[VAULT_PAGE_SIZE];

    if (file->pMethods->xFileSize(file, &size) != SQLITE_OK || size < VAULT_PAGE_SIZE)
        abort();
    at = (sqlite3_int64)(scan_u8(scan) % (uint64_t)(size / VAULT_PAGE_SIZE)) * VAULT_PAGE_SIZE;
    if (file->pMethods->xRead(file, page, VAULT_PAGE_SIZE, at) != SQLITE_OK)
        return;
    fuzz_edit(scan, page, PAGE_CONTENT);
    /* A page 1 of another geometry is refused here, and is not written. */
    (void)file->pMethods->xWrite(file, page, VAULT_PAGE_SIZE, at);
}

static void run_sealed(struct scan *scan)
{
    sqlite3_file *file = NULL;
    struct why why = { 0 };
    bool is_same;

    vaults_put_back(&office);
    if (vaults_open(&office, true, &why) ||
        sqlite3_file_control(office.database, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK)
        abort();
    for (int i = 0; i < 4 && scan->left > 0; i++)
        seal_page(file, scan);
    if (file->pMethods->xSync(file, SQLITE_SYNC_FULL) != SQLITE_OK)
        abort();
    vaults_close(&office);
    if (vaults_open(&office, true, &why) != OK)
        return;
    vaults_use(&office, &is_same);
    vaults_close(&office);
}

static void run(const uint8_t *bytes, size_t len)
{
    struct scan scan = { .at = bytes, .left = len };

    if (scan_u8(&scan) & SEALED)
        run_sealed(&scan);
    else
        run_damaged(&scan);
}

static void seeds(fuzz_take *take, void *data)
{
    uint8_t damaged[] = { 0, 0, 0, 0, 1, 0x55 }, sealed[16] = { SEALED };

    for (uint8_t page = 0; page < 12; page++) {
        damaged[2] = (uint8_t)(page << 4);
        take(data, damaged, sizeof damaged);
        /* One edit in the page's own header, one in its cell pointers. */
        memcpy(sealed + 1, (uint8_t[]){ page, 0, 0, 2, 5, 0xff, 8, 0, 2, 0xff, 0xff }, 11);
        take(data, sealed, 12);
        sealed[4] = 1;
        take(data, sealed, 7);
    }
}

const struct fuzz_target fuzz_target_page = {
    .name = "page", .most = 1024, .start = start, .run = run, .seeds = seeds
};
