/*
 * Opening a delimited file and decoding it piece by piece: never more than a row and a chunk in memory, whatever the
 * file holds. Only regular files, never through a link in the last place. A byte sequence that is no character becomes
 * 0xFF, which no UTF-8 text contains, so that the line it stands in is refused and no other.
 */
#include "geojson_in.h"
#include "sheet_in.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

enum { SAMPLE_BYTES = 4 << 20, SHAPE_SAMPLE = 64 * 1024 };

const char *sheet_shape_show(const struct sheet_shape *shape, char *out, size_t size)
{
    static const char *const ends[] = { [LINE_END_LF] = "LF", [LINE_END_CRLF] = "CRLF", [LINE_END_CR] = "CR" };
    const char *separator = shape->separator == ','    ? _("comma")
                            : shape->separator == ';'  ? _("semicolon")
                            : shape->separator == '\t' ? _("tab")
                                                       : _("vertical bar");

    if (shape->features)
        snprintf(out, size, "%s, GeoJSON", encoding_name(shape->encoding));
    else
        snprintf(out, size, "%s, %s, %s", encoding_name(shape->encoding), separator, ends[shape->line_end]);
    return out;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static enum err open_regular(const char *path, struct sheet *sheet, struct why *why)
{
    const char *name = base_name(path);

    sheet->fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (sheet->fd < 0 && errno == ELOOP)
        return why_set(why, E_INVALID, N_("\"%s\" is a symbolic link: name the file itself."), name);
    if (sheet->fd < 0 && errno == ENOENT)
        return why_set(why, E_NOT_FOUND, N_("There is no file \"%s\": look at the name and the folder."), name);
    if (sheet->fd < 0)
        return why_errno(why, errno, N_("\"%s\" cannot be opened"), name);
    if (fstat(sheet->fd, &sheet->opened) != 0)
        return why_errno(why, errno, N_("\"%s\" cannot be read"), name);
    if (S_ISDIR(sheet->opened.st_mode))
        return why_set(why, E_INVALID, N_("\"%s\" is a folder: name a file in it."), name);
    if (!S_ISREG(sheet->opened.st_mode))
        return why_set(why, E_INVALID, N_("\"%s\" is no ordinary file and is not read."), name);
    if (sheet->opened.st_size > SHEET_FILE_BYTES_MAX)
        return why_set(why, E_INVALID, N_("\"%s\" is larger than 4 GiB: split it and import the parts."), name);
    if (sheet->opened.st_size == 0)
        return why_set(why, E_INVALID, N_("\"%s\" is empty: there is nothing to import."), name);
    return OK;
}

/* read() until `len` bytes are there or the file ends. */
static enum err read_fully(int fd, uint8_t *out, size_t len, size_t *got, struct why *why)
{
    *got = 0;
    while (*got < len) {
        ssize_t n = read(fd, out + *got, len - *got);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return why_errno(why, errno, N_("The file cannot be read further"));
        if (n == 0)
            break;
        *got += (size_t)n;
    }
    return OK;
}

/* Turn bytes into UTF-8 at the end of the window; what cannot be turned becomes one 0xFF. Returns how many bytes are
 * left over: the beginning of a character that the next chunk ends. */
static enum err convert_bytes(struct sheet *sheet, const uint8_t *bytes, size_t len, bool last, size_t *left)
{
    char *from = (char *)bytes; /* iconv takes no const, and writes nothing there */
    size_t from_left = len;

    while (from_left > 0) {
        char out[4096], *to = out;
        size_t to_left = sizeof out, done;
        enum err e;
        int problem;

        done = iconv(sheet->convert, &from, &from_left, &to, &to_left);
        problem = done == (size_t)-1 ? errno : 0;
        if ((e = buf_add(&sheet->text, out, sizeof out - to_left)))
            return e;
        if (problem == EINVAL && !last)
            break;
        if (problem == EILSEQ || problem == EINVAL) {
            size_t unit =
                sheet->shape.encoding == ENCODING_UTF_16_LE || sheet->shape.encoding == ENCODING_UTF_16_BE ? 2 : 1;

            unit = unit < from_left ? unit : from_left;
            from += unit;
            from_left -= unit;
            if ((e = buf_add_char(&sheet->text, '\xFF')))
                return e;
        }
    }
    *left = from_left;
    return OK;
}

static uint64_t fingerprint_add(uint64_t hash, const uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(1099511628211); /* FNV-1a */
    return hash;
}

static void slide_window(struct sheet *sheet)
{
    if (sheet->at == 0)
        return;
    memmove(sheet->text.data, sheet->text.data + sheet->at, sheet->text.len - sheet->at);
    sheet->text.len -= sheet->at;
    sheet->text.data[sheet->text.len] = '\0';
    sheet->at = 0;
}

enum err sheet_fill(struct sheet *sheet, struct why *why)
{
    uint8_t *chunk = malloc(SHEET_CHUNK + sizeof sheet->left);
    size_t got = 0, left = 0, whole;
    enum err e;

    if (!chunk)
        return why_set(why, E_MEMORY, N_("There is no memory left to read the file."));
    slide_window(sheet);
    memcpy(chunk, sheet->left, sheet->left_len);
    if ((e = read_fully(sheet->fd, chunk + sheet->left_len, SHEET_CHUNK, &got, why)))
        goto done;
    sheet->fingerprint = fingerprint_add(sheet->fingerprint, chunk + sheet->left_len, got);
    sheet->bytes_read += got;
    sheet->at_end = got < SHEET_CHUNK;
    whole = sheet->left_len + got;
    if (sheet->converts)
        e = convert_bytes(sheet, chunk, whole, sheet->at_end, &left);
    else
        e = buf_add(&sheet->text, chunk, whole);
    sheet->left_len = left;
    memcpy(sheet->left, chunk + whole - left, left);
    if (e)
        e = why_set(why, e, N_("There is no memory left to read the file."));
done:
    free(chunk);
    return e;
}

/* Look at the first bytes without moving on. */
static enum err detect_encoding(struct sheet *sheet, const struct sheet_wish *wish, struct why *why)
{
    size_t want = sheet->opened.st_size < SAMPLE_BYTES ? (size_t)sheet->opened.st_size : SAMPLE_BYTES, got = 0;
    enum encoding found;
    uint8_t *sample = malloc(want + 1);
    enum err e;

    if (!sample)
        return why_set(why, E_MEMORY, N_("There is no memory left to read the file."));
    if ((e = read_fully(sheet->fd, sample, want, &got, why)))
        goto done;
    found = encoding_detect(sample, got, got == (size_t)sheet->opened.st_size, &sheet->shape.mark);
    if (wish && wish->encoding && wish->encoding[0]) {
        enum encoding marked = found;

        if (!encoding_find(wish->encoding, &found))
            e = why_set(why, E_INVALID,
                        N_("\"%s\" is no encoding known here: UTF-8, UTF-16, Windows-1252 or Macintosh."),
                        wish->encoding);
        if (sheet->shape.mark == 2 && found == ENCODING_UTF_16_LE)
            found = marked; /* "UTF-16" alone: the mark says which */
        if (found != marked)
            sheet->shape.mark = 0;
    }
    sheet->shape.encoding = found;
    if (!e && lseek(sheet->fd, (off_t)sheet->shape.mark, SEEK_SET) < 0)
        e = why_errno(why, errno, N_("The file cannot be read"));
    sheet->bytes_read = sheet->shape.mark;
done:
    free(sample);
    return e;
}

static enum err start_converting(struct sheet *sheet, struct why *why)
{
    if (sheet->shape.encoding == ENCODING_UTF_8)
        return OK;
    sheet->convert = iconv_open("UTF-8", encoding_name(sheet->shape.encoding));
    if (sheet->convert == (iconv_t)-1) // NOLINT(performance-no-int-to-ptr): iconv's own way to say no
        return why_set(why, E_SYSTEM,
                       N_("This computer cannot read the encoding %s: save the file as UTF-8 and try again."),
                       encoding_name(sheet->shape.encoding));
    sheet->converts = true;
    return OK;
}

/* Some spreadsheets write their separator into a first line "sep=;". */
static bool take_separator_line(struct sheet *sheet)
{
    const char *text = buf_text(&sheet->text);

    if (sheet->text.len < 6 || strncmp(text, "sep=", 4) != 0 || (text[5] != '\n' && text[5] != '\r'))
        return false;
    sheet->shape.separator = text[4];
    sheet->at = text[5] == '\r' && text[6] == '\n' ? 7 : 6;
    sheet->line++;
    return true;
}

/* The headings stand for the whole reading: they get memory of their own. */
static enum err keep_headings(struct sheet *sheet, const struct sheet_row *row, struct why *why)
{
    sheet->headings = *row;
    sheet->heading_cells = sheet->cells;
    sheet->headings.cells = sheet->pointers;
    sheet->cells = (struct buf){ 0 };
    sheet->pointers = NULL;
    sheet->pointer_count = 0;
    for (size_t i = 0; i < row->count; i++) {
        if (row->cells[i][0] != '\0')
            return OK;
    }
    return why_set(why, E_INVALID, N_("The first line holds no headings: put the names of the columns there."));
}

static enum err read_headings(struct sheet *sheet, const struct sheet_wish *wish, struct why *why)
{
    struct sheet_row row = { 0 };
    enum sheet_step step;
    enum err e = sheet_fill(sheet, why);

    if (e)
        return e;
    sheet->shape.line_end = sheet_guess_line_end(buf_text(&sheet->text), sheet->text.len);
    if (!take_separator_line(sheet))
        sheet->shape.separator = sheet_guess_separator(buf_text(&sheet->text), sheet->text.len);
    if (wish && wish->separator)
        sheet->shape.separator = wish->separator;
    step = sheet_read_row(sheet, &row, why);
    if (step == SHEET_END)
        return why_set(why, E_INVALID, N_("The file holds nothing but empty lines: there is nothing to import."));
    if (step == SHEET_BAD && why)
        return why->code ? why->code : E_INVALID;
    if (step != SHEET_ROW)
        return E_INVALID;
    sheet->number = 0;
    return keep_headings(sheet, &row, why);
}

enum err sheet_open(const char *path, const struct sheet_wish *wish, struct sheet **out, struct why *why)
{
    struct sheet *sheet = calloc(1, sizeof *sheet);
    enum err e;

    *out = NULL;
    if (!sheet)
        return why_set(why, E_MEMORY, N_("There is no memory left to read the file."));
    sheet->fd = -1;
    sheet->line = 1;
    sheet->fingerprint = UINT64_C(14695981039346656037);
    if ((e = open_regular(path, sheet, why)) || (e = detect_encoding(sheet, wish, why)) ||
        (e = start_converting(sheet, why)) ||
        (e = geojson_is(path) ? geojson_start(sheet, why) : read_headings(sheet, wish, why))) {
        sheet_close(sheet);
        return e;
    }
    *out = sheet;
    return OK;
}

void sheet_close(struct sheet *sheet)
{
    if (!sheet)
        return;
    if (sheet->fd >= 0)
        close(sheet->fd);
    if (sheet->converts)
        iconv_close(sheet->convert);
    geojson_release(sheet->geojson);
    buf_release(&sheet->text);
    buf_release(&sheet->cells);
    buf_release(&sheet->starts);
    buf_release(&sheet->heading_cells);
    free(sheet->headings.cells);
    free(sheet->pointers);
    free(sheet);
}

const struct sheet_shape *sheet_shape_of(const struct sheet *sheet)
{
    return &sheet->shape;
}

const struct sheet_row *sheet_headings(const struct sheet *sheet)
{
    return &sheet->headings;
}

enum sheet_step sheet_next(struct sheet *sheet, struct sheet_row *row, struct why *why)
{
    enum sheet_step step = sheet->geojson ? geojson_next(sheet, row, why) : sheet_read_row(sheet, row, why);

    if (step == SHEET_ROW || step == SHEET_BAD)
        row->number = ++sheet->number;
    if (step != SHEET_ROW)
        return step;
    for (size_t i = sheet->headings.count; i < row->count; i++) {
        if (row->cells[i][0] == '\0')
            continue;
        why_set(why, E_INVALID,
                N_("The line has %zu values under %zu headings: put quotation marks around a value that contains the "
                   "separator."),
                row->count, sheet->headings.count);
        row->count = 0;
        return SHEET_BAD;
    }
    return SHEET_ROW;
}

void sheet_position(const struct sheet *sheet, uint64_t *done, uint64_t *whole)
{
    *done = sheet->geojson ? geojson_passed(sheet->geojson) : sheet->bytes_read;
    *whole = (uint64_t)sheet->opened.st_size;
}

enum err sheet_unchanged(const struct sheet *sheet, struct why *why)
{
    struct stat now;

    if (fstat(sheet->fd, &now) != 0)
        return why_errno(why, errno, N_("The file cannot be read"));
    if (now.st_size != sheet->opened.st_size || now.st_mtim.tv_sec != sheet->opened.st_mtim.tv_sec ||
        now.st_mtim.tv_nsec != sheet->opened.st_mtim.tv_nsec || sheet->bytes_read != (uint64_t)sheet->opened.st_size)
        return why_set(why, E_CONFLICT,
                       N_("The file was changed while it was being read: nothing was kept, import it again."));
    return OK;
}

uint64_t sheet_fingerprint(const struct sheet *sheet)
{
    return sheet->fingerprint;
}
