/*
 * Memory that ends. Allocations come here because the program is linked with --wrap (see the Makefile): our own, those
 * of guarded memory, and SQLite's, which the vault gives it. What the C library takes for itself goes on.
 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/vault/vault_in.h"
#include "fault.h"

static struct {
    int64_t count, at;
    bool is_planned, is_lasting, hit;
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

/* Whether SQLite too takes its memory where it can be refused. */
bool memory_start(void)
{
    void *taken;
    bool hit;

    vault_memory_start();
    if (sqlite3_initialize() != SQLITE_OK)
        return false;
    memory_fail(1, true);
    taken = sqlite3_malloc(100);
    (void)memory_end(&hit);
    sqlite3_free(taken);
    return hit && taken == NULL;
}

/* The linker calls these in place of the C library's, and gives those the other name. */

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
