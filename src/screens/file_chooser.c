/*
 * A folder's contents to choose a file from. File names are anybody's bytes: they are kept as they are to open the
 * file, and cleaned before they are shown; a name that is no UTF-8 is shown but not opened, because the log could not
 * name it. Hidden files and links to files are left out.
 */
#include "file_chooser_in.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "townkeep/base/path.h"
#include "townkeep/base/text.h"

enum {
    ENTRIES_MOST = TABLE_ROWS - 1,
    LOOKED_AT_MOST = 100000,
    KIB = 1024,
    MIB = 1 << 20,
    COLUMN_NAME = 0,
    COLUMN_SIZE,
    COLUMN_CHANGED,
    COLUMNS
};

struct chooser_entry {
    char *name;
    bool is_folder;
    int64_t size, changed; /* bytes, milliseconds */
};

static const struct table_column columns[COLUMNS] = {
    [COLUMN_NAME] = { .label = N_("File or folder"), .width = 24, .field = -1 },
    [COLUMN_SIZE] = { .label = N_("Size"), .width = 10, .right = true, .field = -1 },
    [COLUMN_CHANGED] = { .label = N_("Changed"), .width = 10, .field = -1 },
};

static void clear_entries(struct file_chooser *chooser)
{
    for (size_t i = 0; i < chooser->count; i++)
        free(chooser->entries[i].name);
    free(chooser->entries);
    chooser->entries = NULL;
    chooser->count = chooser->capacity = 0;
}

void file_chooser_release(struct file_chooser *chooser)
{
    clear_entries(chooser);
    table_release(&chooser->table);
    free(chooser->folder);
    *chooser = (struct file_chooser){ 0 };
}

void file_chooser_place(struct file_chooser *chooser, struct area area)
{
    table_place(&chooser->table, (struct area){ area.x, area.y + 2, area.width, area.height - 2 });
}

/* --- names --- */
enum err name_shown(const char *name, struct buf *out)
{
    struct buf valid = { 0 };
    size_t at = 0;
    enum err e = OK;

    while (!e && name[at]) {
        size_t start = at;

        if (text_next(name, &at) == 0xFFFD && !text_is_utf8(name + start, at - start))
            e = buf_add_str(&valid, "\xEF\xBF\xBD");
        else
            e = buf_add(&valid, name + start, at - start);
    }
    if (!e)
        e = text_clean(out, buf_text(&valid), valid.len, TEXT_ONE_LINE);
    buf_release(&valid);
    return e;
}

static bool is_sheet_name(const char *name)
{
    static const char *const endings[] = { ".csv", ".tsv", ".txt", ".geojson", ".json" };
    size_t len = strlen(name);

    for (int i = 0; i < ARRAY_COUNT(endings); i++) {
        size_t ending = strlen(endings[i]);

        if (len > ending && text_equal_ignoring_case(name + len - ending, endings[i]))
            return true;
    }
    return false;
}

enum err path_as_typed(const char *typed, struct buf *out, struct why *why)
{
    struct buf home = { 0 };
    enum err e = OK;

    if (typed[0] == '/')
        return buf_add_str(out, typed) ? why_set(why, E_MEMORY, "%s", err_text(E_MEMORY)) : OK;
    if (typed[0] == '~' && (typed[1] == '/' || typed[1] == '\0'))
        typed += 1 + (typed[1] == '/');
    if ((e = path_home(&home, why)))
        return e;
    e = typed[0] ? path_join(out, buf_text(&home), typed) : buf_add_str(out, buf_text(&home));
    buf_release(&home);
    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

enum err path_of_new_file(const char *typed, struct buf *out, struct why *why)
{
    struct buf path = { 0 };
    enum err e = path_as_typed(typed, &path, why);

    if (!e && path_exists(buf_text(&path)))
        e = why_set(why, E_CONFLICT, N_("That file is there already. Choose another name: nothing is ever replaced."));
    if (e) {
        buf_release(&path);
        return e;
    }
    buf_release(out);
    *out = path;
    return OK;
}

/* --- reading a folder --- */
static int compare_entries(const void *a, const void *b)
{
    const struct chooser_entry *x = a, *y = b;
    int order;

    if (x->is_folder != y->is_folder)
        return x->is_folder ? -1 : 1;
    order = strcoll(x->name, y->name);
    return order ? order : strcmp(x->name, y->name);
}

static enum err add_entry(struct file_chooser *chooser, const char *name, const struct stat *there)
{
    struct chooser_entry *entry;

    if (chooser->count == chooser->capacity) {
        size_t capacity = chooser->capacity ? chooser->capacity * 2 : 32;
        struct chooser_entry *more = reallocarray(chooser->entries, capacity, sizeof *more);

        if (!more)
            return E_MEMORY;
        chooser->entries = more;
        chooser->capacity = capacity;
    }
    entry = &chooser->entries[chooser->count];
    *entry = (struct chooser_entry){ .is_folder = S_ISDIR(there->st_mode),
                                     .size = there->st_size,
                                     .changed = (int64_t)there->st_mtime * 1000 };
    if (text_copy(&entry->name, name))
        return E_MEMORY;
    chooser->count++;
    return OK;
}

/* A folder, also through a link; a file only by itself, as import opens no links. */
static bool is_wanted(int folder, const char *name, struct stat *there)
{
    if (name[0] == '.' || fstatat(folder, name, there, AT_SYMLINK_NOFOLLOW) != 0)
        return false;
    if (S_ISLNK(there->st_mode))
        return fstatat(folder, name, there, 0) == 0 && S_ISDIR(there->st_mode);
    return S_ISDIR(there->st_mode) || (S_ISREG(there->st_mode) && is_sheet_name(name));
}

static enum err read_entries(struct file_chooser *chooser, DIR *folder)
{
    const struct dirent *found;
    struct stat there;
    enum err e = OK;

    for (int i = 0; !e && i < LOOKED_AT_MOST && (found = readdir(folder)); i++) {
        if (is_wanted(dirfd(folder), found->d_name, &there))
            e = add_entry(chooser, found->d_name, &there);
    }
    if (!e && chooser->count > 0)
        qsort(chooser->entries, chooser->count, sizeof *chooser->entries, compare_entries);
    return e;
}

static const char *size_shown(int64_t bytes, char *out, size_t size)
{
    if (bytes < KIB)
        snprintf(out, size, "%lld B", (long long)bytes);
    else if (bytes < MIB)
        snprintf(out, size, "%lld KiB", (long long)((bytes + KIB / 2) / KIB));
    else
        snprintf(out, size, "%lld MiB", (long long)((bytes + MIB / 2) / MIB));
    return out;
}

static enum err add_line(struct file_chooser *chooser, size_t index)
{
    const struct chooser_entry *entry = &chooser->entries[index];
    struct table_row row = { .id = (int64_t)index + 1,
                             .style = text_is_utf8(entry->name, strlen(entry->name)) ? STYLE_TEXT : STYLE_DIM };
    struct buf name = { 0 };
    char size[32], changed[DATE_TEXT_SIZE];
    enum err e = name_shown(entry->name, &name);

    if (!e && entry->is_folder)
        e = buf_add_char(&name, '/');
    date_format(moment_date(entry->changed), changed);
    row.cells[COLUMN_NAME] = buf_text(&name);
    row.cells[COLUMN_SIZE] = entry->is_folder ? _("folder") : size_shown(entry->size, size, sizeof size);
    row.cells[COLUMN_CHANGED] = changed;
    if (!e)
        e = table_add(&chooser->table, TABLE_AFTER, &row);
    buf_release(&name);
    return e;
}

static enum err fill_table(struct file_chooser *chooser)
{
    struct table_row up = { .id = -1, .cells = { [COLUMN_NAME] = "../" } };
    enum err e = OK;

    table_clear(&chooser->table);
    for (int i = 0; i < COLUMNS; i++)
        chooser->table.columns[i] = columns[i];
    chooser->table.column_count = COLUMNS;
    chooser->table.sort_column = -1;
    chooser->table.empty =
        _("There is no folder and no .csv, .tsv, .txt or .geojson file here. T types the path of a file.");
    up.cells[COLUMN_SIZE] = _("one up");
    if (strcmp(chooser->folder, "/") != 0)
        e = table_add(&chooser->table, TABLE_AFTER, &up);
    chooser->more = chooser->count > ENTRIES_MOST;
    for (size_t i = 0; !e && i < chooser->count && i < ENTRIES_MOST; i++)
        e = add_line(chooser, i);
    for (size_t i = 0; !e && i < chooser->count; i++) { /* the cursor waits on the first file */
        if (!chooser->entries[i].is_folder)
            return table_select(&chooser->table, (int64_t)i + 1) ? OK : e;
    }
    return e;
}

enum err file_chooser_show(struct file_chooser *chooser, const char *folder, struct why *why)
{
    struct buf home = { 0 }, shown = { 0 };
    DIR *open_folder = NULL;
    char *copy = NULL;
    enum err e;

    if (!folder)
        folder = path_home(&home, NULL) ? "/" : buf_text(&home);
    if (!(open_folder = opendir(folder))) {
        int problem = errno;

        e = name_shown(folder, &shown)
                ? E_MEMORY
                : why_errno(why, problem, N_("The folder \"%s\" cannot be looked into"), buf_text(&shown));
        goto done;
    }
    if ((e = text_copy(&copy, folder)))
        goto done;
    clear_entries(chooser);
    free(chooser->folder);
    chooser->folder = copy;
    if (!(e = read_entries(chooser, open_folder)))
        e = fill_table(chooser);
done:
    if (open_folder)
        closedir(open_folder);
    buf_release(&home);
    buf_release(&shown);
    return e == E_MEMORY ? why_set(why, e, "%s", err_text(e)) : e;
}

/* --- moving about --- */
/* The folder above, with the cursor on the one we came from. */
static enum err show_above(struct file_chooser *chooser, struct why *why)
{
    char *slash = strrchr(chooser->folder, '/'), *above = NULL, *from = NULL;
    enum err e;

    if (strcmp(chooser->folder, "/") == 0)
        return OK;
    if ((e = text_copy(&from, slash + 1)) || (e = text_copy(&above, slash == chooser->folder ? "/" : chooser->folder)))
        goto done;
    if (slash != chooser->folder)
        above[slash - chooser->folder] = '\0';
    e = file_chooser_show(chooser, above, why);
    for (size_t i = 0; !e && i < chooser->count; i++) {
        if (strcmp(chooser->entries[i].name, from) == 0)
            table_select(&chooser->table, (int64_t)i + 1);
    }
done:
    free(from);
    free(above);
    return e == E_MEMORY ? why_set(why, e, "%s", err_text(e)) : e;
}

static enum chooser_result open_entry(struct file_chooser *chooser, struct buf *path, struct why *why)
{
    int64_t id = table_selected_id(&chooser->table);
    const struct chooser_entry *entry;

    if (id < 0)
        return show_above(chooser, why) ? CHOOSER_FAILED : CHOOSER_TAKEN;
    if (id == 0)
        return CHOOSER_TAKEN;
    entry = &chooser->entries[id - 1];
    buf_clear(path);
    if (path_join(path, chooser->folder, entry->name)) {
        (void)why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
        return CHOOSER_FAILED;
    }
    if (entry->is_folder)
        return file_chooser_show(chooser, buf_text(path), why) ? CHOOSER_FAILED : CHOOSER_TAKEN;
    if (!text_is_utf8(entry->name, strlen(entry->name))) {
        (void)why_set(why, E_INVALID, N_("This file's name holds bytes that are no text. Give it another name first."));
        return CHOOSER_FAILED;
    }
    return CHOOSER_CHOSEN;
}

enum chooser_result file_chooser_handle(struct file_chooser *chooser, const struct event *event, struct buf *path,
                                        struct why *why)
{
    if (event->kind == EVENT_KEY && (event->key == PRESS_BACKSPACE || event->key == PRESS_LEFT))
        return show_above(chooser, why) ? CHOOSER_FAILED : CHOOSER_TAKEN;
    if (event->kind == EVENT_KEY && event->key == PRESS_RIGHT)
        return open_entry(chooser, path, why);
    switch (table_handle(&chooser->table, event)) {
    case TABLE_IGNORED:
        return CHOOSER_IGNORED;
    case TABLE_OPENED:
        return open_entry(chooser, path, why);
    default:
        return CHOOSER_TAKEN;
    }
}

void file_chooser_draw(const struct file_chooser *chooser, struct grid *grid)
{
    const struct area *area = &chooser->table.area;
    struct buf shown = { 0 };

    if (chooser->folder && !name_shown(chooser->folder, &shown))
        draw_text(grid, area->x, area->y - 2, area->width, STYLE_STRONG, buf_text(&shown));
    buf_release(&shown);
    table_draw(&chooser->table, grid, true);
}
