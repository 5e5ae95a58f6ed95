/* For tests that look past the store at the rows themselves. */
#ifndef TOWNKEEP_TESTS_STORE_INSIDE_H
#define TOWNKEEP_TESTS_STORE_INSIDE_H

#include "../../src/store/store_in.h"
#include "store_office.h"

/* The first number a statement gives, read past the store; -1 without a row. */
static inline int64_t office_number(struct office *office, const char *sql)
{
    sqlite3_stmt *stmt;
    int64_t number = -1;

    CU_ASSERT_EQUAL_FATAL(sqlite3_prepare_v2(office->store->db, sql, -1, &stmt, NULL), SQLITE_OK);
    if (sqlite3_step(stmt) == SQLITE_ROW)
        number = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return number;
}

#endif
