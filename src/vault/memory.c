/*
 * SQLite's memory: from the system's allocator, and wiped when it is let go of. Its pages and rows are decrypted, and
 * would else lie in freed memory after the vault is locked.
 */
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "vault_in.h"

static void *memory_take(int size)
{
    return malloc((size_t)size);
}

static int memory_size(void *memory)
{
    return (int)malloc_usable_size(memory);
}

static void memory_drop(void *memory)
{
    if (memory != NULL)
        wipe(memory, malloc_usable_size(memory));
    free(memory);
}

/* Never by realloc, which may leave what it moved behind. */
static void *memory_resize(void *memory, int size)
{
    size_t before = malloc_usable_size(memory);
    void *moved;

    if ((size_t)size <= before)
        return memory;
    moved = malloc((size_t)size);
    if (moved == NULL)
        return NULL;
    memcpy(moved, memory, before);
    memory_drop(memory);
    return moved;
}

static int memory_round_up(int size)
{
    return (size + 7) & ~7;
}

static int memory_init(void *unused)
{
    (void)unused;
    return SQLITE_OK;
}

static void memory_shutdown(void *unused)
{
    (void)unused;
}

void vault_memory_start(void)
{
    static const sqlite3_mem_methods methods = {
        .xMalloc = memory_take,
        .xFree = memory_drop,
        .xRealloc = memory_resize,
        .xSize = memory_size,
        .xRoundup = memory_round_up,
        .xInit = memory_init,
        .xShutdown = memory_shutdown,
    };

    /* Refused once SQLite has started; this room starts it. */
    (void)sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
}
