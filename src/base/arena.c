/*
 * Memory that goes all at once, in blocks. Everything is overwritten when it goes, and free memory inside a block is
 * always zero: that is what makes a new piece zeroed without another pass.
 */
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/buf.h"

enum { BLOCK_SIZE = 8192 };

struct arena_block {
    struct arena_block *next; /* older ones */
    size_t used, size;
    alignas(max_align_t) unsigned char bytes[];
};

void *arena_alloc(struct arena *arena, size_t size)
{
    const size_t align = alignof(max_align_t);
    struct arena_block *block = arena->first;
    size_t rounded, room;
    void *piece;

    if (size > SIZE_MAX / 2)
        return NULL;
    rounded = size ? (size + align - 1) / align * align : align;
    if (!block || block->size - block->used < rounded) {
        room = rounded > BLOCK_SIZE ? rounded : BLOCK_SIZE;
        block = calloc(1, sizeof *block + room);
        if (!block)
            return NULL;
        block->size = room;
        block->next = arena->first;
        arena->first = block;
    }
    piece = block->bytes + block->used;
    block->used += rounded;
    return piece;
}

char *arena_copy(struct arena *arena, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = arena_alloc(arena, size);

    if (copy)
        memcpy(copy, text, size);
    return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    char *text;
    int needed;

    va_start(args, format);
    needed = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (needed < 0 || !(text = arena_alloc(arena, (size_t)needed + 1)))
        return NULL;
    va_start(args, format);
    vsnprintf(text, (size_t)needed + 1, format, args);
    va_end(args);
    return text;
}

static void free_block(struct arena_block *block)
{
    explicit_bzero(block->bytes, block->used);
    free(block);
}

void arena_clear(struct arena *arena)
{
    struct arena_block *block = arena->first, *next;

    if (!block)
        return;
    for (; block->next; block = next) {
        next = block->next;
        free_block(block);
    }
    /* The oldest stays: it has the ordinary size, most often. */
    explicit_bzero(block->bytes, block->used);
    block->used = 0;
    arena->first = block;
}

void arena_release(struct arena *arena)
{
    struct arena_block *next;

    for (struct arena_block *block = arena->first; block; block = next) {
        next = block->next;
        free_block(block);
    }
    arena->first = NULL;
}
