/*
 * A growing run of bytes. Growing wipes the memory it leaves behind, because what passes through a buffer here is
 * often somebody's name; that is why realloc is not used.
 */
#include "townkeep/base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_release(struct buf *buf)
{
    if (buf->data)
        explicit_bzero(buf->data, buf->cap);
    free(buf->data);
    *buf = (struct buf){ 0 };
}

void buf_wipe(struct buf *buf)
{
    buf_release(buf);
}

void buf_clear(struct buf *buf)
{
    buf->len = 0;
    if (buf->data)
        buf->data[0] = '\0';
}

enum err buf_reserve(struct buf *buf, size_t more)
{
    size_t cap = buf->cap ? buf->cap : 64;
    char *data;

    if (more >= SIZE_MAX / 2 - buf->len)
        return E_MEMORY;
    if (buf->data && buf->cap - buf->len > more)
        return OK;
    while (cap - buf->len <= more)
        cap *= 2;
    data = malloc(cap);
    if (!data)
        return E_MEMORY;
    if (buf->data) {
        memcpy(data, buf->data, buf->len);
        explicit_bzero(buf->data, buf->cap);
        free(buf->data);
    }
    data[buf->len] = '\0';
    buf->data = data;
    buf->cap = cap;
    return OK;
}

enum err buf_add(struct buf *buf, const void *bytes, size_t len)
{
    enum err e = buf_reserve(buf, len);

    if (e)
        return e;
    if (len > 0)
        memcpy(buf->data + buf->len, bytes, len);
    buf->len += len;
    buf->data[buf->len] = '\0';
    return OK;
}

enum err buf_add_str(struct buf *buf, const char *text)
{
    return buf_add(buf, text, strlen(text));
}

enum err buf_add_char(struct buf *buf, char c)
{
    return buf_add(buf, &c, 1);
}

enum err buf_printf(struct buf *buf, const char *format, ...)
{
    enum err e;
    va_list args;
    int needed;

    va_start(args, format);
    needed = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (needed < 0)
        return E_MEMORY;
    if ((e = buf_reserve(buf, (size_t)needed)))
        return e;
    va_start(args, format);
    vsnprintf(buf->data + buf->len, (size_t)needed + 1, format, args);
    va_end(args);
    buf->len += (size_t)needed;
    return OK;
}

static enum err add_little_endian(struct buf *buf, uint64_t value, size_t width)
{
    uint8_t bytes[8];

    for (size_t i = 0; i < width; i++)
        bytes[i] = (uint8_t)(value >> (8 * i));
    return buf_add(buf, bytes, width);
}

enum err buf_add_u8(struct buf *buf, uint8_t value)
{
    return add_little_endian(buf, value, 1);
}

enum err buf_add_u16(struct buf *buf, uint16_t value)
{
    return add_little_endian(buf, value, 2);
}

enum err buf_add_u32(struct buf *buf, uint32_t value)
{
    return add_little_endian(buf, value, 4);
}

enum err buf_add_u64(struct buf *buf, uint64_t value)
{
    return add_little_endian(buf, value, 8);
}

const char *buf_text(const struct buf *buf)
{
    return buf->data ? buf->data : "";
}

char *buf_take(struct buf *buf)
{
    char *data = buf->data;

    *buf = (struct buf){ 0 };
    return data;
}

enum err text_copy(char **out, const char *text)
{
    *out = strdup(text);
    return *out ? OK : E_MEMORY;
}

const uint8_t *scan_bytes(struct scan *scan, size_t len)
{
    const uint8_t *bytes = scan->at;

    if (scan->failed || len > scan->left) {
        scan->failed = 1;
        return NULL;
    }
    scan->at += len;
    scan->left -= len;
    return bytes;
}

static uint64_t scan_little_endian(struct scan *scan, size_t width)
{
    const uint8_t *bytes = scan_bytes(scan, width);
    uint64_t value = 0;

    for (size_t i = 0; bytes && i < width; i++)
        value |= (uint64_t)bytes[i] << (8 * i);
    return value;
}

uint8_t scan_u8(struct scan *scan)
{
    return (uint8_t)scan_little_endian(scan, 1);
}

uint16_t scan_u16(struct scan *scan)
{
    return (uint16_t)scan_little_endian(scan, 2);
}

uint32_t scan_u32(struct scan *scan)
{
    return (uint32_t)scan_little_endian(scan, 4);
}

uint64_t scan_u64(struct scan *scan)
{
    return scan_little_endian(scan, 8);
}
