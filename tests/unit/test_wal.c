/* A write-ahead log as SQLite writes and reads it: what torn, old and half-written units are taken for. */
#include "../../src/vault/block_in.h"
#include "vault_unit.h"

void suite_wal(void);

enum { HEADER = 32, HEAD = 24, PAGE = 1024, FRAME = HEAD + PAGE, SEAL = NONCE_SIZE + TAG_SIZE };

/* A vault's log, open twice as two connections have it. */
struct log_bench {
    struct bench bench;
    char path[UNIT_PATH_SIZE];
    struct wal_file files[2];
    sqlite3_file *real[2];
    const char *name;
};

static void log_open(struct log_bench *log, int which)
{
    sqlite3_vfs *vfs = log->bench.vault->real_vfs;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_WAL;

    log->real[which] = calloc(1, (size_t)vfs->szOsFile);
    memset(&log->files[which], 0, sizeof log->files[which]);
    CU_ASSERT_EQUAL_FATAL(vfs->xOpen(vfs, log->name, log->real[which], flags, &flags), SQLITE_OK);
    CU_ASSERT_EQUAL_FATAL(wal_file_init(&log->files[which], log->bench.vault, log->real[which]), SQLITE_OK);
}

static void log_close(struct log_bench *log, int which)
{
    sqlite3_file *base = &log->files[which].base;

    CU_ASSERT_EQUAL(base->pMethods->xClose(base), SQLITE_OK);
    free(log->real[which]);
}

static void log_start(struct log_bench *log)
{
    memset(log, 0, sizeof *log);
    bench_start(&log->bench);
    unit_path(log->bench.folder, "office.vault-wal", log->path);
    log->name = sqlite3_create_filename(log->path, "", "", 0, NULL);
    log_open(log, 0);
    log_open(log, 1);
}

static void log_end(struct log_bench *log)
{
    log_close(log, 0);
    log_close(log, 1);
    sqlite3_free_filename((char *)log->name);
    unlink(log->path);
    bench_end(&log->bench);
}

static int put(struct log_bench *log, int which, const void *bytes, int len, int64_t at)
{
    sqlite3_file *base = &log->files[which].base;

    return base->pMethods->xWrite(base, bytes, len, at);
}

static int get(struct log_bench *log, int which, void *bytes, int len, int64_t at)
{
    sqlite3_file *base = &log->files[which].base;

    return base->pMethods->xRead(base, bytes, len, at);
}

static int64_t size_of(struct log_bench *log, int which)
{
    sqlite3_file *base = &log->files[which].base;
    sqlite3_int64 size = -1;

    CU_ASSERT_EQUAL(base->pMethods->xFileSize(base, &size), SQLITE_OK);
    return size;
}

static void put_header(struct log_bench *log, int which, uint8_t salt)
{
    uint8_t header[HEADER] = { 0x37, 0x7f, 0x06, 0x82, 0, 0x2d, 0xe2, 0x18, 0, 0, PAGE >> 8, 0 };

    memset(header + 16, salt, 8);
    CU_ASSERT_EQUAL(put(log, which, header, HEADER, 0), SQLITE_OK);
}

static int64_t frame_at(int number)
{
    return HEADER + (int64_t)number * FRAME;
}

static void put_frame(struct log_bench *log, int which, uint8_t salt, int number, uint8_t fill)
{
    uint8_t head[HEAD] = { 0, 0, 0, 1 }, page[PAGE];

    memset(head + 8, salt, 8);
    memset(page, fill, PAGE);
    CU_ASSERT_EQUAL(put(log, which, head, HEAD, frame_at(number)), SQLITE_OK);
    CU_ASSERT_EQUAL(put(log, which, page, PAGE, frame_at(number) + HEAD), SQLITE_OK);
}

static bool all_are(const uint8_t *bytes, size_t len, uint8_t value)
{
    for (size_t i = 0; i < len; i++)
        if (bytes[i] != value)
            return false;
    return true;
}

static bool page_is(struct log_bench *log, int which, int number, uint8_t fill)
{
    uint8_t page[PAGE] = { 0 };

    return get(log, which, page, PAGE, frame_at(number) + HEAD) == SQLITE_OK && all_are(page, PAGE, fill);
}

/* Where the page of a frame lies in the file. */
static int64_t sealed_page_at(int number)
{
    return HEADER + SEAL + (int64_t)number * (FRAME + 2 * SEAL) + HEAD + SEAL;
}

static void another_connection_reads_what_one_wrote(void)
{
    struct log_bench log;
    uint8_t frame[FRAME], past[16];

    log_start(&log);
    CU_ASSERT_EQUAL(size_of(&log, 0), 0);
    put_header(&log, 0, 7);
    put_frame(&log, 0, 7, 0, 'a');
    put_frame(&log, 0, 7, 1, 'b');
    CU_ASSERT_EQUAL(size_of(&log, 1), frame_at(2));
    CU_ASSERT_TRUE(page_is(&log, 1, 0, 'a') && page_is(&log, 1, 1, 'b'));
    CU_ASSERT_EQUAL(get(&log, 1, frame, FRAME, frame_at(1)), SQLITE_OK);
    CU_ASSERT_TRUE(frame[3] == 1 && frame[8] == 7 && frame[HEAD] == 'b');
    CU_ASSERT_EQUAL(get(&log, 1, past, sizeof past, frame_at(2)), SQLITE_IOERR_SHORT_READ);
    CU_ASSERT_TRUE(all_are(past, sizeof past, 0));
    CU_ASSERT_FALSE(file_holds(log.path, "aaaaaaaa"));
    log_end(&log);
}

static void a_torn_frame_is_no_frame_to_whoever_looks_for_the_end(void)
{
    struct log_bench log;
    uint8_t frame[FRAME], page[PAGE];

    log_start(&log);
    put_header(&log, 0, 7);
    put_frame(&log, 0, 7, 0, 'a');
    put_frame(&log, 0, 7, 1, 'b');
    file_flip(log.path, sealed_page_at(1) + SEAL + 100, 3);
    CU_ASSERT_EQUAL(get(&log, 1, frame, FRAME, frame_at(1)), SQLITE_OK);
    CU_ASSERT_TRUE(frame[3] == 1 && all_are(frame + HEAD, PAGE, 0));
    CU_ASSERT_TRUE(page_is(&log, 1, 0, 'a'));
    /* Read alone it is a page SQLite relies on; whoever wrote it knows that it was there. */
    CU_ASSERT_EQUAL(get(&log, 1, page, PAGE, frame_at(1) + HEAD), SQLITE_IOERR_DATA);
    CU_ASSERT_EQUAL(get(&log, 0, frame, FRAME, frame_at(1)), SQLITE_IOERR_DATA);
    log_end(&log);
}

static void every_length_a_crash_leaves_is_read_as_far_as_it_goes(void)
{
    struct log_bench log;
    uint8_t page[PAGE];
    int64_t length;

    log_start(&log);
    put_header(&log, 0, 7);
    put_frame(&log, 0, 7, 0, 'a');
    put_frame(&log, 0, 7, 1, 'b');
    length = file_length(log.path);
    for (int64_t keep = length - 1; keep >= 0; keep -= 13) {
        bool has_frame = keep >= sealed_page_at(0) + SEAL + PAGE;

        CU_ASSERT_EQUAL(truncate(log.path, keep), 0);
        log_close(&log, 1);
        log_open(&log, 1);
        CU_ASSERT_TRUE(size_of(&log, 1) <= frame_at(1) + HEAD);
        CU_ASSERT_EQUAL(size_of(&log, 1) >= frame_at(1), has_frame);
        CU_ASSERT_EQUAL(get(&log, 1, page, PAGE, frame_at(0) + HEAD) == SQLITE_OK, has_frame);
    }
    log_end(&log);
}

static void frames_of_an_earlier_log_do_not_count(void)
{
    struct log_bench log;
    uint8_t frame[FRAME];

    log_start(&log);
    put_header(&log, 0, 7);
    for (int i = 0; i < 3; i++)
        put_frame(&log, 0, 7, i, (uint8_t)('a' + i));
    CU_ASSERT_TRUE(page_is(&log, 1, 2, 'c'));
    /* Begun anew by one connection: the other, which knew the earlier log, follows. */
    put_header(&log, 0, 8);
    put_frame(&log, 0, 8, 0, 'x');
    CU_ASSERT_TRUE(page_is(&log, 1, 0, 'x'));
    CU_ASSERT_EQUAL(get(&log, 1, frame, FRAME, frame_at(1)), SQLITE_OK);
    CU_ASSERT_TRUE(all_are(frame, FRAME, 0));
    put_frame(&log, 1, 8, 1, 'y');
    CU_ASSERT_TRUE(page_is(&log, 0, 1, 'y'));
    log_end(&log);
}

static void units_do_not_pass_for_each_other(void)
{
    struct log_bench log;
    uint8_t unit[SEAL + PAGE], page[PAGE];

    log_start(&log);
    put_header(&log, 0, 7);
    put_frame(&log, 0, 7, 0, 'a');
    put_frame(&log, 0, 7, 1, 'b');
    file_read(log.path, unit, sizeof unit, sealed_page_at(0));
    file_change(log.path, unit, sizeof unit, sealed_page_at(1));
    CU_ASSERT_EQUAL(get(&log, 1, page, PAGE, frame_at(1) + HEAD), SQLITE_IOERR_DATA);
    log_end(&log);
}

static void a_unit_written_in_two_parts_becomes_whole(void)
{
    struct log_bench log;
    uint8_t page[PAGE], head[HEAD] = { 0, 0, 0, 2 };
    sqlite3_file *base;

    log_start(&log);
    base = &log.files[0].base;
    put_header(&log, 0, 7);
    put_frame(&log, 0, 7, 0, 'a');
    memset(head + 8, 7, 8);
    memset(page, 'b', PAGE);
    CU_ASSERT_EQUAL(put(&log, 0, head, HEAD, frame_at(1)), SQLITE_OK);
    CU_ASSERT_EQUAL(put(&log, 0, page, 300, frame_at(1) + HEAD), SQLITE_OK);
    CU_ASSERT_EQUAL(base->pMethods->xSync(base, SQLITE_SYNC_NORMAL), SQLITE_OK);
    CU_ASSERT_TRUE(page_is(&log, 1, 0, 'a'));
    CU_ASSERT_EQUAL(put(&log, 0, page, PAGE - 300, frame_at(1) + HEAD + 300), SQLITE_OK);
    CU_ASSERT_TRUE(page_is(&log, 1, 1, 'b'));
    /* A part in the middle of what is there would have to be joined with what was read. */
    CU_ASSERT_EQUAL(put(&log, 0, page, 10, frame_at(0) + HEAD + 300), SQLITE_IOERR_WRITE);
    log_end(&log);
}

static void cutting_leaves_whole_units(void)
{
    struct log_bench log;
    sqlite3_file *base;

    log_start(&log);
    base = &log.files[0].base;
    put_header(&log, 0, 7);
    for (int i = 0; i < 3; i++)
        put_frame(&log, 0, 7, i, (uint8_t)('a' + i));
    CU_ASSERT_EQUAL(base->pMethods->xTruncate(base, frame_at(1) + HEAD + 10), SQLITE_OK);
    CU_ASSERT_EQUAL(size_of(&log, 0), frame_at(2));
    CU_ASSERT_TRUE(page_is(&log, 1, 1, 'b'));
    CU_ASSERT_EQUAL(base->pMethods->xTruncate(base, 0), SQLITE_OK);
    CU_ASSERT_EQUAL(size_of(&log, 1), 0);
    log_end(&log);
}

/* The same of a rollback journal: SQLite may keep its file open, ended, and another connection begins one in it. */
static void a_kept_journal_shows_what_another_connection_began(void)
{
    struct log_bench log;
    struct block_file kept = { 0 }, other = { 0 };
    sqlite3_file *real[2];
    uint8_t block[BLOCK_SIZE], first = 0;
    sqlite3_vfs *vfs;

    log_start(&log);
    vfs = log.bench.vault->real_vfs;
    for (int i = 0; i < 2; i++) {
        int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_WAL;

        real[i] = calloc(1, (size_t)vfs->szOsFile);
        CU_ASSERT_EQUAL_FATAL(vfs->xOpen(vfs, log.name, real[i], flags, &flags), SQLITE_OK);
        CU_ASSERT_EQUAL_FATAL(block_file_init(i == 0 ? &kept : &other, log.bench.vault, NULL, real[i], FILE_JOURNAL),
                              SQLITE_OK);
    }
    CU_ASSERT_EQUAL(kept.base.pMethods->xRead(&kept.base, &first, 1, 0), SQLITE_IOERR_SHORT_READ);
    memset(block, 0xd9, sizeof block);
    CU_ASSERT_EQUAL(other.base.pMethods->xWrite(&other.base, block, BLOCK_SIZE, 0), SQLITE_OK);
    CU_ASSERT_EQUAL(other.base.pMethods->xClose(&other.base), SQLITE_OK);
    CU_ASSERT_EQUAL(kept.base.pMethods->xRead(&kept.base, &first, 1, 0), SQLITE_OK);
    CU_ASSERT_EQUAL(first, 0xd9);
    CU_ASSERT_EQUAL(kept.base.pMethods->xClose(&kept.base), SQLITE_OK);
    free(real[0]);
    free(real[1]);
    log_end(&log);
}

static void a_vault_of_the_program_opens_no_log(void)
{
    struct bench bench;
    sqlite3 *database;

    bench_start(&bench);
    database = bench_database(&bench);
    CU_ASSERT_NOT_EQUAL(run_sql(database, "PRAGMA journal_mode = WAL"), SQLITE_OK);
    CU_ASSERT_EQUAL(run_sql(database, "CREATE TABLE t(a)"), SQLITE_OK);
    bench_end(&bench);
}

void suite_wal(void)
{
    CU_pSuite s = CU_add_suite("wal", NULL, NULL);

    CU_add_test(s, "another connection reads what one wrote", another_connection_reads_what_one_wrote);
    CU_add_test(s, "a torn frame is no frame to whoever looks for the end",
                a_torn_frame_is_no_frame_to_whoever_looks_for_the_end);
    CU_add_test(s, "every length a crash leaves is read as far as it goes",
                every_length_a_crash_leaves_is_read_as_far_as_it_goes);
    CU_add_test(s, "frames of an earlier log do not count", frames_of_an_earlier_log_do_not_count);
    CU_add_test(s, "units do not pass for each other", units_do_not_pass_for_each_other);
    CU_add_test(s, "a unit written in two parts becomes whole", a_unit_written_in_two_parts_becomes_whole);
    CU_add_test(s, "cutting leaves whole units", cutting_leaves_whole_units);
    CU_add_test(s, "a kept journal shows what another connection began",
                a_kept_journal_shows_what_another_connection_began);
    CU_add_test(s, "a vault of the program opens no log", a_vault_of_the_program_opens_no_log);
}
