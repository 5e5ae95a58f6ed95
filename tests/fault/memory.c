/*
 * Memory that ends. Our own allocations come here because the program is linked with --wrap (see the Makefile);
 * SQLite's because it is told to, beside the guarded memory of secrets. What the C library takes for itself goes on.
 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "fault.h"

static struct {
    int64_t count, at;
    bool is_planned, is_lasting, hit;
    sqlite3_mem_methods below;
} memory;

void memory_fail(int64_t at, bool is_lasting)
{
    memory.count = 0;
    memory.at = at;
    memory.is_lasting = is_lasting;
    memory.hit = false;
    memory.is_planned = true;
}

int64_t memory_end(bool *hit)
{
    memory.is_planned = false;
    *hit = memory.hit;
    return memory.count;
}

static bool fails(void)
{
    if (!memory.is_planned)
        return false;
    memory.count++;
    if (memory.count < memory.at || (memory.count > memory.at && !memory.is_lasting))
        return false;
    memory.hit = true;
    return true;
}

/* --- SQLite --------------------------------------------------------------------------------------------------------- */

static void *database_malloc(int size)
{
    return fails() ? NULL : memory.below.xMalloc(size);
}

static void *database_realloc(void *old, int size)
{
    return fails() ? NULL : memory.below.xRealloc(old, size);
}

bool memory_start(void)
{
    sqlite3_mem_methods ours;

    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory.below) != SQLITE_OK)
        return false;
    ours = memory.below;
    ours.xMalloc = database_malloc;
    ours.xRealloc = database_realloc;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) == SQLITE_OK && sqlite3_initialize() == SQLITE_OK;
}

/* --- ours: the linker calls these in place of the C library's, and gives those the other name ------------------------- */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_reallocarray(void *old, size_t count, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t len);
void *__real_sodium_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_reallocarray(void *old, size_t count, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t len);
void *__wrap_sodium_malloc(size_t size);

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return fails() ? NULL : __real_realloc(old, size);
}

void *__wrap_reallocarray(void *old, size_t count, size_t size)
{
    return fails() ? NULL : __real_reallocarray(old, count, size);
}

char *__wrap_strdup(const char *text)
{
    return fails() ? NULL : __real_strdup(text);
}

char *__wrap_strndup(const char *text, size_t len)
{
    return fails() ? NULL : __real_strndup(text, len);
}

void *__wrap_sodium_malloc(size_t size)
{
    return fails() ? NULL : __real_sodium_malloc(size);
}
