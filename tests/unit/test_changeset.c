/* Changesets are looked at by ourselves before SQLite's reader, which trusts them, gets to see them. */
#include <CUnit/CUnit.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/store/changes_in.h"
#include "../../src/vault/vault_in.h"

/* What a session records of `sql` on one table. The caller frees with sqlite3_free. */
static uint8_t *recorded(const char *sql, int *len)
{
    sqlite3 *database = NULL;
    sqlite3_session *session = NULL;
    void *out = NULL;

    vault_memory_start(); /* whoever starts SQLite decides for all suites where it takes its memory */
    CU_ASSERT_EQUAL_FATAL(sqlite3_open(":memory:", &database), SQLITE_OK);
    CU_ASSERT_EQUAL_FATAL(
        sqlite3_exec(database,
                     "CREATE TABLE party (id INTEGER PRIMARY KEY NOT NULL, name TEXT, size, body);"
                     "INSERT INTO party VALUES (1, 'one', 1, x'01'), (2, 'two', 2.5, NULL), (3, '', 3, zeroblob(200))",
                     NULL, NULL, NULL),
        SQLITE_OK);
    CU_ASSERT_EQUAL_FATAL(sqlite3session_create(database, "main", &session), SQLITE_OK);
    CU_ASSERT_EQUAL_FATAL(sqlite3session_attach(session, NULL), SQLITE_OK);
    CU_ASSERT_EQUAL_FATAL(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
    CU_ASSERT_EQUAL_FATAL(sqlite3session_changeset(session, len, &out), SQLITE_OK);
    sqlite3session_delete(session);
    sqlite3_close(database);
    return out;
}

static const char everything[] = "INSERT INTO party VALUES (9, 'nine', NULL, x'ff');"
                                 "UPDATE party SET name = 'other', size = 7 WHERE id = 1;"
                                 "DELETE FROM party WHERE id > 1 AND id < 4";

static void what_sqlite_writes_is_sound(void)
{
    int len;
    uint8_t *bytes = recorded(everything, &len);

    CU_ASSERT_TRUE(len > 200);
    CU_ASSERT_TRUE(changeset_is_sound(bytes, (size_t)len));
    CU_ASSERT_TRUE(changeset_is_sound(NULL, 0));
    sqlite3_free(bytes);
}

static void s51_the_changeset_of_four_bytes_is_refused(void)
{
    /* A name without an end: SQLite 3.40's reader looks for it for ever. */
    CU_ASSERT_FALSE(changeset_is_sound("T\x01\x01"
                                       "A",
                                       4));
    CU_ASSERT_FALSE(changeset_is_sound("T", 1));
    CU_ASSERT_FALSE(changeset_is_sound("T\0\0\0", 4));
    CU_ASSERT_FALSE(changeset_is_sound("P\x01\x01party\0", 9));
    CU_ASSERT_FALSE(changeset_is_sound("T\xff\xff\xff\xff\xff\x7f", 7));
}

/* A beginning is sound only where SQLite finds its end too, between two rows. */
static void a_changeset_cut_anywhere_is_refused_or_ends_between_rows(void)
{
    int len, sound = 0;
    uint8_t *bytes = recorded(everything, &len);

    for (int cut = 1; cut < len; cut++) {
        sqlite3_changeset_iter *at = NULL;
        int rc;

        if (!changeset_is_sound(bytes, (size_t)cut))
            continue;
        sound++;
        CU_ASSERT_EQUAL_FATAL(sqlite3changeset_start(&at, cut, bytes), SQLITE_OK);
        while ((rc = sqlite3changeset_next(at)) == SQLITE_ROW)
            continue;
        CU_ASSERT_EQUAL(rc, SQLITE_DONE);
        CU_ASSERT_EQUAL(sqlite3changeset_finalize(at), SQLITE_OK);
    }
    CU_ASSERT_EQUAL(sound, 3); /* after each of four rows but the last */
    sqlite3_free(bytes);
}

static void what_no_table_of_ours_has_is_refused(void)
{
    int len;
    uint8_t *bytes = recorded("INSERT INTO party VALUES (9, 'nine', NULL, x'ff')", &len);
    /* T, columns, four key flags, name and zero, operation, indirect, the key's kind and value, the name's kind … */
    enum { COLUMNS_AT = 1, KEYS_AT = 2, NAME_AT = 6, OPERATION_AT = 12, INDIRECT_AT = 13, KEY_AT = 14, TEXT_AT = 23 };
    static const struct {
        int at;
        uint8_t is;
    } changes[] = {
        { 0, 'P' },          { COLUMNS_AT, 0 },    { COLUMNS_AT, 3 },  { COLUMNS_AT, 5 },     { KEYS_AT, 0 },
        { KEYS_AT + 1, 1 },  { NAME_AT, 'P' },     { NAME_AT, '"' },   { NAME_AT, 0 },        { OPERATION_AT, 0 },
        { OPERATION_AT, 9 }, { OPERATION_AT, 23 }, { INDIRECT_AT, 2 }, { KEY_AT, 0 },         { KEY_AT, 5 },
        { KEY_AT, 6 },       { KEY_AT, 2 },        { TEXT_AT, 0 },     { TEXT_AT + 1, 0x80 }, { TEXT_AT + 1, 100 },
        { TEXT_AT, 6 },      { TEXT_AT + 2, 0xff } /* not UTF-8 */
    };

    CU_ASSERT_EQUAL_FATAL(bytes[OPERATION_AT], SQLITE_INSERT);
    CU_ASSERT_EQUAL_FATAL(bytes[TEXT_AT + 2], 'n');
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        uint8_t was = bytes[changes[i].at];

        bytes[changes[i].at] = changes[i].is;
        /* A delete looks like an insert. */
        CU_ASSERT_EQUAL(changeset_is_sound(bytes, (size_t)len),
                        changes[i].at == OPERATION_AT && changes[i].is == SQLITE_DELETE);
        bytes[changes[i].at] = was;
    }
    CU_ASSERT_TRUE(changeset_is_sound(bytes, (size_t)len));
    sqlite3_free(bytes);
}

void suite_changeset(void);
void suite_changeset(void)
{
    CU_pSuite suite = CU_add_suite("changeset", NULL, NULL);

    CU_add_test(suite, "what SQLite writes is sound", what_sqlite_writes_is_sound);
    CU_add_test(suite, "S51 the changeset of four bytes is refused", s51_the_changeset_of_four_bytes_is_refused);
    CU_add_test(suite, "a changeset cut anywhere is refused or ends between rows",
                a_changeset_cut_anywhere_is_refused_or_ends_between_rows);
    CU_add_test(suite, "what no table of ours has is refused", what_no_table_of_ours_has_is_refused);
}
