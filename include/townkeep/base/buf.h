/*
 * A growing run of bytes, always NUL-terminated after its length, and an arena for text that goes all at once.
 * A zeroed struct is an empty one. Growing wipes the memory left behind. Every adding call leaves the buffer as it was
 * when it returns E_MEMORY.
 */
#ifndef TOWNKEEP_BASE_BUF_H
#define TOWNKEEP_BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "townkeep/base/err.h"

struct buf {
    char *data; /* NULL while empty; owned */
    size_t len; /* bytes before the closing NUL */
    size_t cap;
};

/* Overwrite, free and zero: titles, sentences and changes pass through buffers everywhere, and none may outlive the
 * lock in freed memory. */
void buf_release(struct buf *buf);
void buf_wipe(struct buf *buf);  /* the same, where the text is secret and the reader should know */
void buf_clear(struct buf *buf); /* length 0, memory kept */
MUST_USE enum err buf_reserve(struct buf *buf, size_t more);
MUST_USE enum err buf_add(struct buf *buf, const void *bytes, size_t len);
MUST_USE enum err buf_add_str(struct buf *buf, const char *text);
MUST_USE enum err buf_add_char(struct buf *buf, char c);
MUST_USE enum err buf_printf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
/* Fixed-width little-endian numbers, for the binary formats. */
MUST_USE enum err buf_add_u8(struct buf *buf, uint8_t value);
MUST_USE enum err buf_add_u16(struct buf *buf, uint16_t value);
MUST_USE enum err buf_add_u32(struct buf *buf, uint32_t value);
MUST_USE enum err buf_add_u64(struct buf *buf, uint64_t value);
/* The text, "" when empty. Borrowed until the next change. */
const char *buf_text(const struct buf *buf);
/* Hand the memory to the caller (free it); NULL only when nothing was ever added. The buffer is empty after. */
char *buf_take(struct buf *buf);

/* Reading binary formats: a cursor that never runs past its end. Once a read fails, `failed` stays set and all
 * further reads give zero, so that a parser checks once at its end. */
struct scan {
    const uint8_t *at;
    size_t left;
    int failed;
};
uint8_t scan_u8(struct scan *scan);
uint16_t scan_u16(struct scan *scan);
uint32_t scan_u32(struct scan *scan);
uint64_t scan_u64(struct scan *scan);
/* Borrowed pointer to the next `len` bytes, or NULL (and failed) when there are fewer. */
const uint8_t *scan_bytes(struct scan *scan, size_t len);

/* Memory that goes all at once: a frame's scratch, a screen's text. A zeroed struct is an empty arena. */
struct arena_block;
struct arena {
    struct arena_block *first;
};
void *arena_alloc(struct arena *arena, size_t size); /* zeroed and aligned; NULL when there is no memory */
char *arena_copy(struct arena *arena, const char *text);
char *arena_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
void arena_clear(struct arena *arena);   /* overwrite and empty, keeping one block */
void arena_release(struct arena *arena); /* overwrite and free all */

/* strdup that says what happened; *out is the caller's. */
MUST_USE enum err text_copy(char **out, const char *text);

#endif
