/*
 * A journal found beside a vault after a crash. Changed, cut or replaced as it lies in the file: then what it protects
 * is there, all of it, or the vault is refused. Changed before it is sealed: then playing it back ends soon, and the
 * vault opens or is refused.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../src/vault/block_in.h"
#include "vaults.h"

enum how { REPLACED, DAMAGED, CUT, SEALED, HOW_COUNT };
enum { MAGIC_SIZE = 8 };

static struct fuzz_vault office;
static size_t journal_room;

static void start(void)
{
    vaults_make(&office, true);
    journal_room = office.kept_journal_len;
}

static void change_file(struct scan *scan)
{
    while (scan->left > 3) {
        size_t at = (scan_u16(scan) | (size_t)scan_u8(scan) << 16) % office.kept_journal_len, count = scan_u8(scan);

        count = count < office.kept_journal_len - at ? count : office.kept_journal_len - at;
        count = count < scan->left ? count : scan->left;
        if (count > 0)
            memcpy(office.kept_journal + at, scan_bytes(scan, count), count);
    }
}

/* Nothing but the vault's keys makes a journal that is played back otherwise than it was written. `is_gone`: without
 * its first bytes a journal is none, as if somebody had removed it; then checking must tell. */
static void open_and_compare(bool is_gone)
{
    struct vault_damage damage;
    struct why why = { 0 };
    bool is_same = false, is_whole;

    vaults_put_back(&office);
    if (vaults_open(&office, true, &why) != OK)
        return;
    is_whole = vault_check_pages(office.vault, &damage, &why) == OK;
    vaults_use(&office, &is_same);
    fuzz_must(is_whole || is_gone, "a vault played back is whole");
    fuzz_must(is_same || (is_gone && !is_whole), "a vault played back holds what it held, or checking tells");
    vaults_close(&office);
}

static void run_damaged(struct scan *scan, enum how how)
{
    uint8_t *good = malloc(journal_room);
    size_t len = journal_room;

    if (good == NULL)
        abort();
    memcpy(good, office.kept_journal, len);
    if (how == REPLACED) {
        office.kept_journal_len = scan->left < len ? scan->left : len;
        memcpy(office.kept_journal, scan->at, office.kept_journal_len);
    } else if (how == CUT) {
        size_t to = scan_u16(scan) | (size_t)scan_u8(scan) << 16;

        office.kept_journal_len = to % len + 1;
        change_file(scan);
    } else {
        change_file(scan);
    }
    open_and_compare(office.kept_journal_len < BLOCK_PREFIX_SIZE || memcmp(office.kept_journal, good, MAGIC_SIZE) != 0);
    memcpy(office.kept_journal, good, len);
    office.kept_journal_len = len;
    free(good);
}

/* Through the vault's own file: pieces of the input written into the journal where it says, and sealed with it. The
 * main file is open meanwhile, as SQLite has it, but nothing is asked of it: that would play the journal back. */
static void write_sealed(struct scan *scan)
{
    sqlite3_vfs *vfs = &office.vault->vfs;
    sqlite3_file *file = calloc(1, (size_t)vfs->szOsFile);
    const char *name;
    sqlite3_int64 size = 0;
    sqlite3 *database = NULL;
    int flags = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;

    if (sqlite3_open_v2(office.path, &database, SQLITE_OPEN_READWRITE, vfs->zName) != SQLITE_OK)
        abort();
    name = sqlite3_filename_journal(sqlite3_db_filename(database, "main"));
    if (file == NULL || vfs->xOpen(vfs, name, file, flags, &flags) != SQLITE_OK)
        abort();
    (void)file->pMethods->xFileSize(file, &size);
    while (scan->left > 4 && size > 0) {
        sqlite3_int64 at = (scan_u16(scan) | (sqlite3_int64)scan_u8(scan) << 16) % size;
        int count = scan_u8(scan);
        uint8_t piece[UINT8_MAX] = { 0 };

        count = (size_t)count < scan->left ? count : (int)scan->left;
        if (count > 0)
            memcpy(piece, scan_bytes(scan, (size_t)count), (size_t)count);
        if (count > 0 && file->pMethods->xWrite(file, piece, count, at) != SQLITE_OK)
            break;
    }
    (void)file->pMethods->xSync(file, SQLITE_SYNC_FULL);
    (void)file->pMethods->xClose(file);
    sqlite3_close(database);
    free(file);
}

static void run_sealed(struct scan *scan)
{
    struct why why = { 0 };
    bool is_same;

    vaults_put_back(&office);
    if (vaults_open(&office, false, &why))
        abort();
    write_sealed(scan);
    vaults_close(&office);
    if (vaults_open(&office, true, &why) != OK)
        return;
    vaults_use(&office, &is_same);
    vaults_close(&office);
}

static void run(const uint8_t *bytes, size_t len)
{
    struct scan scan = { .at = bytes, .left = len };
    enum how how = (enum how)(scan_u8(&scan) % HOW_COUNT);

    if (how == SEALED)
        run_sealed(&scan);
    else
        run_damaged(&scan, how);
}

static void seeds(fuzz_take *take, void *data)
{
    static const char magic[] =
        "\0TKblocks................................................................................"
        "....................";
    uint8_t input[] = { DAMAGED, 0, 0, 0, 2, 0xff, 0xff };

    take(data, input, 1);
    take(data, magic, sizeof magic - 1);
    for (uint8_t how = DAMAGED; how <= SEALED; how++)
        /* Prefix, first block's nonce, tag and content; a later block; of a sealed one: magic, count, first record. */
        for (uint8_t place = 0; place < 8; place++) {
            static const uint16_t places[] = { 0, 8, 24, 96, 4096, 4240, 9000, 60 };

            input[0] = how;
            input[1] = (uint8_t)places[place];
            input[2] = (uint8_t)(places[place] >> 8);
            take(data, input, sizeof input);
        }
}

const struct fuzz_target fuzz_target_journal = {
    .name = "journal", .most = 4096, .start = start, .run = run, .seeds = seeds
};
