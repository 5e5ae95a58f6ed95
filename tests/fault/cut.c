/*
 * A disk whose power goes. Beside every file stands what the disk holds of it for certain: what was there, and what was
 * synced. Everything else may have reached it or not, sector by sector and in any order, whole or as rubbish; names
 * made, changed or removed since the folder was last synced may be undone, the latest first. A process reads its own
 * files meanwhile as any process does, through the system's memory.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fault.h"

enum { SECTOR = 512 };

struct pending {
    int64_t at, size; /* size: of a truncation, -1 for a write */
    size_t len;
    uint8_t *bytes;
    struct pending *next;
};

struct cut_file {
    char path[FAULT_PATH_SIZE];
    bool is_there;
    uint8_t *durable;
    int64_t len;
    struct pending *first, **last;
    struct cut_file *next;
};

enum name_change { NAME_MADE, NAME_REMOVED, NAME_CHANGED };
struct folder_change {
    enum name_change what;
    struct cut_file *file;
    char before[FAULT_PATH_SIZE];
    struct folder_change *next; /* the one before it in time */
};

static struct {
    bool is_armed;
    enum cut_lie lie;
    int64_t left;
    struct chance chance;
    struct cut_file *files;
    struct folder_change *changes; /* the latest first */
} cut;

static void *must_have(void *memory)
{
    if (memory == NULL)
        abort();
    return memory;
}

void cut_arm(uint64_t seed, int64_t at)
{
    cut.is_armed = true;
    cut.left = at;
    cut.chance.state = seed;
}

void cut_lie(enum cut_lie lie)
{
    cut.lie = lie;
}

bool cut_is_armed(void)
{
    return cut.is_armed;
}

/* --- files --- */

static struct cut_file *find(const char *path)
{
    struct cut_file *file = cut.files;

    while (file != NULL && !(file->is_there && strcmp(file->path, path) == 0))
        file = file->next;
    return file;
}

static void note_name(struct cut_file *file, enum name_change what)
{
    struct folder_change *change = must_have(calloc(1, sizeof *change));

    change->what = what;
    change->file = file;
    snprintf(change->before, sizeof change->before, "%s", file->path);
    change->next = cut.changes;
    cut.changes = change;
}

struct cut_file *cut_opened(const char *path, bool is_new)
{
    struct cut_file *file = find(path);
    size_t len = 0;

    if (file != NULL)
        return file;
    file = must_have(calloc(1, sizeof *file));
    snprintf(file->path, sizeof file->path, "%s", path);
    file->is_there = true;
    file->durable = is_new ? NULL : bytes_of(path, &len);
    file->len = (int64_t)len;
    file->last = &file->first;
    file->next = cut.files;
    cut.files = file;
    if (is_new)
        note_name(file, NAME_MADE);
    return file;
}

static void put_durable(struct cut_file *file, int64_t at, const uint8_t *bytes, size_t len)
{
    int64_t end = at + (int64_t)len;

    if (end > file->len) {
        file->durable = must_have(realloc(file->durable, (size_t)end));
        memset(file->durable + file->len, 0, (size_t)(end - file->len));
        file->len = end;
    }
    memcpy(file->durable + at, bytes, len);
}

static void cut_durable(struct cut_file *file, int64_t size)
{
    if (size < file->len)
        file->len = size;
}

/* --- the moment --- */

/* How a file's unsynced writes fared: all, none, each sector by itself, or in order up to some one. */
enum { FATE_ALL, FATE_NONE, FATE_MOST, FATE_HALF, FATE_RUBBISH, FATE_UP_TO, FATE_COUNT };

static void settle_write(struct cut_file *file, const struct pending *pending, uint64_t fate)
{
    uint8_t rubbish[SECTOR];
    size_t done = 0;

    while (done < pending->len) {
        int64_t at = pending->at + (int64_t)done;
        size_t room = SECTOR - (size_t)(at % SECTOR), len = pending->len - done < room ? pending->len - done : room;
        uint64_t roll = chance_below(&cut.chance, 8);

        if (fate == FATE_RUBBISH && roll == 0) {
            for (size_t i = 0; i < len; i++)
                rubbish[i] = (uint8_t)chance_next(&cut.chance);
            put_durable(file, at, rubbish, len);
        } else if (fate == FATE_ALL || fate == FATE_UP_TO || (fate == FATE_MOST && roll >= 2) ||
                   (fate == FATE_HALF && roll >= 4) || (fate == FATE_RUBBISH && roll >= 3)) {
            put_durable(file, at, pending->bytes + done, len);
        }
        done += len;
    }
}

static void settle(struct cut_file *file)
{
    uint64_t fate = chance_below(&cut.chance, FATE_COUNT), up_to = chance_below(&cut.chance, 40);

    if (fate == FATE_NONE)
        return;
    for (struct pending *pending = file->first; pending != NULL; pending = pending->next) {
        if (fate == FATE_UP_TO && up_to-- == 0)
            return;
        if (pending->size < 0)
            settle_write(file, pending, fate);
        else if (fate == FATE_ALL || fate == FATE_UP_TO || chance_below(&cut.chance, 2))
            cut_durable(file, pending->size);
    }
}

/* Names as they were some unsynced changes ago. */
static void settle_names(void)
{
    uint64_t count = 0, undone;

    for (struct folder_change *change = cut.changes; change != NULL; change = change->next)
        count++;
    undone = chance_below(&cut.chance, 2) ? chance_below(&cut.chance, count + 1) : 0;
    for (struct folder_change *change = cut.changes; change != NULL && undone > 0; change = change->next, undone--) {
        if (change->what == NAME_MADE)
            change->file->is_there = false;
        else if (change->what == NAME_REMOVED)
            change->file->is_there = true;
        else
            snprintf(change->file->path, sizeof change->file->path, "%s", change->before);
    }
}

__attribute__((noreturn)) static void power_goes(void)
{
    for (struct cut_file *file = cut.files; file != NULL; file = file->next)
        syscall(SYS_unlinkat, AT_FDCWD, file->path, 0);
    settle_names();
    for (struct cut_file *file = cut.files; file != NULL; file = file->next) {
        if (!file->is_there)
            continue;
        settle(file);
        bytes_put(file->path, file->durable, (size_t)file->len);
    }
    for (;;)
        kill(getpid(), SIGKILL);
}

static void tick(void)
{
    if (--cut.left <= 0)
        power_goes();
}

/* --- what the program does --- */

static struct pending *add_pending(struct cut_file *file)
{
    struct pending *pending = must_have(calloc(1, sizeof *pending));

    *file->last = pending;
    file->last = &pending->next;
    return pending;
}

void cut_write(struct cut_file *file, const void *bytes, size_t len, int64_t at)
{
    struct pending *pending;

    tick();
    pending = add_pending(file);
    *pending = (struct pending){ .at = at, .size = -1, .len = len, .bytes = must_have(malloc(len > 0 ? len : 1)) };
    memcpy(pending->bytes, bytes, len);
}

void cut_truncate(struct cut_file *file, int64_t size)
{
    tick();
    add_pending(file)->size = size;
}

void cut_sync(struct cut_file *file)
{
    struct pending *pending, *next;

    tick();
    if (cut.lie == CUT_NO_FILE_SYNC)
        return;
    for (pending = file->first; pending != NULL; pending = next) {
        next = pending->next;
        if (pending->size < 0)
            put_durable(file, pending->at, pending->bytes, pending->len);
        else
            cut_durable(file, pending->size);
        free(pending->bytes);
        free(pending);
    }
    file->first = NULL;
    file->last = &file->first;
}

void cut_sync_folder(void)
{
    struct folder_change *next;

    tick();
    if (cut.lie == CUT_NO_FOLDER_SYNC)
        return;
    for (; cut.changes != NULL; cut.changes = next) {
        next = cut.changes->next;
        free(cut.changes);
    }
}

void cut_unlink(const char *path)
{
    struct cut_file *file;

    tick();
    if (syscall(SYS_faccessat, AT_FDCWD, path, F_OK) != 0)
        return;
    file = cut_opened(path, false);
    note_name(file, NAME_REMOVED);
    file->is_there = false;
}

void cut_rename(const char *from, const char *to)
{
    struct cut_file *file = find(from);

    tick();
    if (file == NULL)
        return;
    note_name(file, NAME_CHANGED);
    snprintf(file->path, sizeof file->path, "%s", to);
}
