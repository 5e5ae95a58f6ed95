/*
 * Reading ini files with iniparser, which trusts its input more than ours deserves: one bad line loses the whole file,
 * it reads by name and not from memory, and it talks on standard error. So the bytes are read and checked here, line by
 * line, and what is sound is handed to it through a file that exists in memory only.
 */
#include "ini_in.h"

#include <errno.h>
#include <iniparser/iniparser.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"

enum {
    LINE_MAX_BYTES = 1000, /* iniparser's own limit is 1024 with its ends */
    ENTRIES_MAX = 8000,    /* its lookups are linear */
    NOTE_SIZE = 640,
};

void notes_add(struct config_notes *notes, const char *format, ...)
{
    char text[NOTE_SIZE];
    va_list args;
    bool is_last;

    if (notes == NULL || notes->count == CONFIG_NOTES_MAX)
        return;
    is_last = notes->count == CONFIG_NOTES_MAX - 1;
    va_start(args, format);
    text_print_args_into(text, sizeof text, format, args);
    va_end(args);
    if (text_copy(&notes->text[notes->count], is_last ? _("There is more that could not be read.") : text) == OK)
        notes->count++;
}

void config_notes_release(struct config_notes *notes)
{
    for (size_t i = 0; i < notes->count; i++)
        free(notes->text[i]);
    memset(notes, 0, sizeof *notes);
}

enum err config_own_path(const char *folder, const char *name, struct buf *out, struct why *why)
{
    struct buf base = { 0 };
    struct buf inner = { 0 };
    enum err e = path_config(&base, why);

    if (e == OK && folder != NULL)
        e = path_join(&inner, buf_text(&base), folder);
    if (e == OK)
        e = path_join(out, buf_text(folder != NULL ? &inner : &base), name);
    buf_release(&base);
    buf_release(&inner);
    return e;
}

static int say_nothing(const char *format, ...)
{
    (void)format;
    return 0;
}

static bool is_name(const char *text, size_t len)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";

    return len > 0 && len < 100 && strspn(text, allowed) >= len;
}

/* What a line, trimmed, is to us. */
enum line_kind { LINE_NOTHING, LINE_IS_SECTION, LINE_IS_VALUE, LINE_IS_BAD };

static enum line_kind line_kind(const char *line, size_t len)
{
    const char *equals;
    size_t name;

    if (len == 0 || line[0] == '#' || line[0] == ';')
        return LINE_NOTHING;
    if (len > LINE_MAX_BYTES || line[len - 1] == '\\')
        return LINE_IS_BAD;
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)line[i] < ' ' && line[i] != '\t')
            return LINE_IS_BAD;
    }
    if (line[0] == '[')
        return line[len - 1] == ']' && is_name(line + 1, len - 2) ? LINE_IS_SECTION : LINE_IS_BAD;
    equals = memchr(line, '=', len);
    if (equals == NULL)
        return LINE_IS_BAD;
    name = (size_t)(equals - line);
    while (name > 0 && (line[name - 1] == ' ' || line[name - 1] == '\t'))
        name--;
    return is_name(line, name) ? LINE_IS_VALUE : LINE_IS_BAD;
}

/* What the checking pass found: the sound lines, and how many entries they make. */
struct sound {
    struct buf text;
    size_t entries;
    bool has_section;
};

static enum err keep_line(struct sound *sound, const char *line, size_t len, int number, const char *name,
                          struct config_notes *notes)
{
    enum line_kind kind = line_kind(line, len);
    enum err e;

    if (kind == LINE_NOTHING)
        return OK;
    if (kind == LINE_IS_BAD || (kind == LINE_IS_VALUE && !sound->has_section)) {
        notes_add(notes, _("%s, line %d, is neither a [section] nor a \"name = value\" under one, and was left out."),
                  name, number);
        return OK;
    }
    sound->has_section = true;
    sound->entries++;
    if ((e = buf_add(&sound->text, line, len)) != OK)
        return e;
    return buf_add_char(&sound->text, '\n');
}

static enum err keep_sound_lines(const struct buf *bytes, struct sound *sound, const char *name,
                                 struct config_notes *notes)
{
    static const char mark[] = "\xef\xbb\xbf";
    const char *at = buf_text(bytes);
    enum err e = OK;

    if (strncmp(at, mark, 3) == 0)
        at += 3;
    for (int number = 1; e == OK && *at != '\0'; number++) {
        size_t len = strcspn(at, "\r\n");
        size_t start = strspn(at, " \t");
        size_t end = len;
        const char *next = at + len;

        start = start < len ? start : len;
        while (end > start && (at[end - 1] == ' ' || at[end - 1] == '\t'))
            end--;
        e = keep_line(sound, at + start, end - start, number, name, notes);
        if (next[0] == '\r' && next[1] == '\n')
            next++;
        at = *next != '\0' ? next + 1 : next;
    }
    return e;
}

static bool write_all(int file, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t written = write(file, bytes, len);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        len -= (size_t)written;
    }
    return true;
}

static dictionary *parse(const struct buf *text)
{
    char path[32];
    dictionary *parsed = NULL;
    int file = memfd_create("ini", MFD_CLOEXEC);

    if (file < 0)
        return NULL;
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    iniparser_set_error_callback(say_nothing);
    if (write_all(file, buf_text(text), text->len))
        parsed = iniparser_load(path);
    close(file);
    return parsed;
}

static enum err add_entry(struct ini *ini, const char *section, const char *key, const char *value)
{
    struct ini_entry *entry = &ini->entries[ini->count];

    entry->section = arena_copy(&ini->text, section);
    entry->key = arena_copy(&ini->text, key);
    entry->value = arena_copy(&ini->text, value != NULL ? value : "");
    if (entry->section == NULL || entry->key == NULL || entry->value == NULL)
        return E_MEMORY;
    ini->count++;
    return OK;
}

static enum err add_section(struct ini *ini, const dictionary *parsed, const char *section, size_t room)
{
    int count = iniparser_getsecnkeys(parsed, section);
    const char **keys = calloc((size_t)count + 1, sizeof *keys);
    enum err e = keys != NULL ? OK : E_MEMORY;

    if (e == OK && (size_t)count + 1 > room)
        e = E_INVALID;
    if (e == OK)
        e = add_entry(ini, section, "", NULL);
    if (e == OK && count > 0 && iniparser_getseckeys(parsed, section, keys) == NULL)
        e = E_INVALID;
    for (int i = 0; e == OK && i < count; i++)
        e = add_entry(ini, section, keys[i] + strlen(section) + 1, iniparser_getstring(parsed, keys[i], ""));
    free(keys);
    return e;
}

static enum err take_entries(struct ini *ini, const dictionary *parsed, size_t expected)
{
    int sections = iniparser_getnsec(parsed);
    enum err e = OK;

    ini->entries = arena_alloc(&ini->text, (expected + 1) * sizeof *ini->entries);
    if (ini->entries == NULL)
        return E_MEMORY;
    for (int i = 0; e == OK && i < sections; i++)
        e = add_section(ini, parsed, iniparser_getsecname(parsed, i), expected - ini->count);
    return e;
}

static void name_of(const char *path, char *out, size_t size)
{
    const char *slash = strrchr(path, '/');

    snprintf(out, size, "%s", slash != NULL ? slash + 1 : path);
    for (char *at = out; *at != '\0'; at++) {
        if ((unsigned char)*at < ' ' || (unsigned char)*at >= 0x7f)
            *at = '?';
    }
}

enum err ini_read(const char *path, struct ini *out, struct config_notes *notes, struct why *why)
{
    struct buf bytes = { 0 };
    struct sound sound = { 0 };
    dictionary *parsed = NULL;
    enum err e;

    memset(out, 0, sizeof *out);
    name_of(path, out->name, sizeof out->name);
    if ((e = path_read_file(path, CONFIG_FILE_MAX, &bytes, why)) != OK)
        goto done;
    if (!text_is_utf8(buf_text(&bytes), bytes.len) || strlen(buf_text(&bytes)) != bytes.len) {
        e = why_set(why, E_INVALID, N_("%s is no text in UTF-8. Save it as such, or remove it to have the defaults."),
                    out->name);
        goto done;
    }
    if ((e = keep_sound_lines(&bytes, &sound, out->name, notes)) != OK)
        goto done;
    if (sound.entries > ENTRIES_MAX) {
        e = why_set(why, E_INVALID, N_("%s has more than %d lines to read. Shorten it."), out->name, (int)ENTRIES_MAX);
        goto done;
    }
    parsed = parse(&sound.text);
    if (parsed == NULL) {
        e = why_set(why, E_SYSTEM, N_("%s could not be read. Check that /proc is there and that there is memory left."),
                    out->name);
        goto done;
    }
    e = take_entries(out, parsed, sound.entries);
    if (e == OK && out->count < sound.entries)
        notes_add(notes, _("%s names a section or a value twice. The last value counts."), out->name);
done:
    if (e != OK)
        ini_release(out);
    if (parsed != NULL)
        iniparser_freedict(parsed);
    buf_release(&sound.text);
    buf_release(&bytes);
    return e;
}

enum err ini_read_or_note(const char *path, struct ini *out, struct config_notes *notes, struct why *why)
{
    struct why told = { 0 };
    enum err e = ini_read(path, out, notes, &told);

    if (e == OK)
        return OK;
    if (e == E_MEMORY)
        return why_set(why, e, "%s", why_text(&told));
    notes_add(notes, _("%s Until then the program goes on without that file."), why_text(&told));
    return OK;
}

void ini_release(struct ini *ini)
{
    arena_release(&ini->text);
    ini->entries = NULL;
    ini->count = 0;
}

const char *ini_value(const struct ini *ini, const char *section, const char *key)
{
    for (size_t i = 0; i < ini->count; i++) {
        if (strcmp(ini->entries[i].section, section) == 0 && strcmp(ini->entries[i].key, key) == 0)
            return ini->entries[i].value;
    }
    return NULL;
}
