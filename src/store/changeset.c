/*
 * Is it a changeset? SQLite's own reader trusts what it is given: on bytes made up by someone it can loop for ever or
 * read past their end. So every changeset out of the history, signed and unsealed though it is, is walked here first,
 * byte by byte, and what SQLite's session extension would not have written for one of our tables is refused:
 *
 *   'T', number of columns (varint), one byte each (1: in the primary key), name and a zero byte; then rows:
 *   operation 18 insert, 23 update, 9 delete; 1 byte "indirect"; the old values (update, delete), the new ones (insert,
 *   update), one for each column: 0 none, 1 integer and 2 real (8 bytes), 3 text and 4 blob (varint, bytes), 5 NULL.
 *
 * Our tables have one integer as their key, in the first column. An update has the key among its old values alone, and
 * of every other column both values or none. A varint is SQLite's, of 32 bits.
 */
#include <string.h>

#include "changes_in.h"

#include "townkeep/base/text.h"

enum {
    COLUMNS_MAX = 512,
    NAME_MAX_SIZE = 64,
    VALUE_NONE = 0,
    VALUE_INTEGER = 1,
    VALUE_REAL = 2,
    VALUE_OF_TEXT = 3,
    VALUE_BLOB = 4,
    VALUE_NULL = 5,
    VARINT_BYTES = 5,
};

/* 7 bits a byte, the highest first, the eighth bit set in all but the last. */
static uint32_t read_varint(struct scan *scan)
{
    uint64_t value = 0;

    for (int i = 0; i < VARINT_BYTES && !scan->failed; i++) {
        uint8_t byte = scan_u8(scan);

        value = value << 7 | (byte & 0x7f);
        if (!(byte & 0x80) && value <= INT32_MAX)
            return (uint32_t)value;
    }
    scan->failed = 1;
    return 0;
}

/* The kind of the next value; its bytes are passed over. */
static int read_value(struct scan *scan)
{
    uint8_t kind = scan_u8(scan);
    const uint8_t *bytes;
    uint32_t len;

    if (kind == VALUE_NONE || kind == VALUE_NULL)
        return kind;
    if (kind == VALUE_INTEGER || kind == VALUE_REAL) {
        (void)scan_u64(scan);
        return kind;
    }
    len = read_varint(scan);
    bytes = scan_bytes(scan, len);
    if (kind > VALUE_NULL || bytes == NULL || (kind == VALUE_OF_TEXT && !text_is_utf8((const char *)bytes, len)))
        scan->failed = 1;
    return kind;
}

static bool is_table_name(const char *name, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!(name[i] >= 'a' && name[i] <= 'z') && !(name[i] >= '0' && name[i] <= '9') && name[i] != '_')
            return false;
    return len > 0 && len < NAME_MAX_SIZE;
}

/* The head of a table's rows; how many columns it has, 0 when it is none of ours. */
static uint32_t read_table(struct scan *scan)
{
    uint32_t columns = read_varint(scan);
    const uint8_t *keys, *end;
    const char *name;
    size_t len;

    if (scan->failed || columns == 0 || columns > COLUMNS_MAX || (keys = scan_bytes(scan, columns)) == NULL)
        return 0;
    for (uint32_t i = 0; i < columns; i++)
        if (keys[i] != (i == 0))
            return 0;
    end = memchr(scan->at, 0, scan->left);
    if (end == NULL)
        return 0;
    len = (size_t)(end - scan->at);
    name = (const char *)scan_bytes(scan, len + 1);
    return is_table_name(name, len) ? columns : 0;
}

/* An insert's or a delete's values: all there, the key an integer. */
static bool read_whole_row(struct scan *scan, uint32_t columns)
{
    for (uint32_t i = 0; i < columns && !scan->failed; i++) {
        int kind = read_value(scan);

        if (kind == VALUE_NONE || (i == 0 && kind != VALUE_INTEGER))
            return false;
    }
    return !scan->failed;
}

static bool read_update(struct scan *scan, uint32_t columns)
{
    bool has_old[COLUMNS_MAX] = { false };

    for (uint32_t i = 0; i < columns && !scan->failed; i++) {
        int kind = read_value(scan);

        has_old[i] = kind != VALUE_NONE;
        if (i == 0 && kind != VALUE_INTEGER)
            return false;
    }
    for (uint32_t i = 0; i < columns && !scan->failed; i++)
        if ((read_value(scan) != VALUE_NONE) != (i > 0 && has_old[i]))
            return false;
    return !scan->failed;
}

static bool read_row(struct scan *scan, uint8_t operation, uint32_t columns)
{
    uint8_t is_indirect = scan_u8(scan);

    if (columns == 0 || is_indirect > 1)
        return false;
    if (operation == SQLITE_INSERT || operation == SQLITE_DELETE)
        return read_whole_row(scan, columns);
    return operation == SQLITE_UPDATE && read_update(scan, columns);
}

bool changeset_is_sound(const void *bytes, size_t len)
{
    struct scan scan = { .at = bytes, .left = len };
    uint32_t columns = 0;

    if (len > INT32_MAX)
        return false;
    while (scan.left > 0) {
        uint8_t mark = scan_u8(&scan);

        if (mark == 'T') {
            columns = read_table(&scan);
            /* A table is there for its rows. */
            if (columns == 0 || scan.left == 0 || scan.at[0] == 'T')
                return false;
        } else if (!read_row(&scan, mark, columns)) {
            return false;
        }
    }
    return true;
}
