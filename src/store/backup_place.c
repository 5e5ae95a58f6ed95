/*
 * The folder of backups: names, what lies there, and letting the older ones go. A file whose name is not exactly one
 * this vault's backups have is never touched.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"

enum { STEM_MAX = 40, ID_LETTERS = 8, MOMENT_LEN = 18, TAIL_LEN = 1 + MOMENT_LEN + 1 + ID_LETTERS + 9 };

static const char ending[] = ".townkeep";

/* --- names --- */

/* Of the vault's file name what is plain everywhere; never more than that is told. */
static void write_stem(const struct store *store, char out[STEM_MAX + 1])
{
    const char *slash = strrchr(store->path, '/'), *name = slash ? slash + 1 : store->path;
    size_t len = 0;

    for (; *name && *name != '.' && len < STEM_MAX; name++) {
        if ((*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z') || (*name >= '0' && *name <= '9') ||
            *name == '-' || *name == '_')
            out[len++] = *name;
    }
    out[len] = '\0';
    if (len == 0)
        snprintf(out, STEM_MAX + 1, "vault");
}

static void write_id(const struct store *store, char out[ID_LETTERS + 1])
{
    const uint8_t *id = vault_id(store->vault);

    snprintf(out, ID_LETTERS + 1, "%02x%02x%02x%02x", id[0], id[1], id[2], id[3]);
}

enum err backup_name(const struct store *store, int64_t now, char out[BACKUP_NAME_SIZE], struct why *why)
{
    char stem[STEM_MAX + 1], id[ID_LETTERS + 1];
    int64_t seconds = now / 1000, days = seconds / 86400, rest = seconds % 86400;
    struct date date = date_from_days(days);

    if (now < 0 || date.year > 9999)
        return why_set(why, E_SYSTEM, N_("The clock of this computer is wrong. Set it, then try again."));
    write_stem(store, stem);
    write_id(store, id);
    snprintf(out, BACKUP_NAME_SIZE, "%s-%04d-%02d-%02dT%02d%02d%02dZ-%s%s", stem, date.year, date.month, date.day,
             (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60), id, ending);
    return OK;
}

static bool two_digits(const char *text, int most, int *out)
{
    if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
        return false;
    *out = (text[0] - '0') * 10 + text[1] - '0';
    return *out <= most;
}

/* "2026-11-23T081200Z" */
static bool read_moment(const char *text, int64_t *at)
{
    char day[DATE_TEXT_SIZE] = "";
    struct date date;
    int hour, minute, second;

    memcpy(day, text, DATE_TEXT_SIZE - 1);
    if (!date_parse(day, false, &date) || text[10] != 'T' || text[17] != 'Z' || !two_digits(text + 11, 23, &hour) ||
        !two_digits(text + 13, 59, &minute) || !two_digits(text + 15, 59, &second))
        return false;
    *at = (date_to_days(date) * 86400 + (int64_t)hour * 3600 + (int64_t)minute * 60 + second) * 1000;
    return true;
}

bool backup_is_one(const char *name, int64_t *at)
{
    size_t len = strlen(name);
    const char *tail = name + len - TAIL_LEN;

    if (len <= TAIL_LEN || len >= BACKUP_NAME_SIZE || strcmp(name + len - 9, ending) != 0 || tail[0] != '-' ||
        tail[1 + MOMENT_LEN] != '-')
        return false;
    return strspn(tail + 2 + MOMENT_LEN, "0123456789abcdef") == ID_LETTERS && read_moment(tail + 1, at);
}

/* By the vault's id alone: a restored vault has another file name, and lets go of the older ones all the same. */
bool backup_is_ours(const struct store *store, const char *name, int64_t *at)
{
    char id[ID_LETTERS + 1];

    write_id(store, id);
    return backup_is_one(name, at) && memcmp(name + strlen(name) - 9 - ID_LETTERS, id, ID_LETTERS) == 0;
}

/* --- the folder --- */

bool backup_is_same_disk(const char *folder, const char *vault)
{
    struct stat there, here;

    return stat(folder, &there) == 0 && stat(vault, &here) == 0 && there.st_dev == here.st_dev;
}

static enum err refuse_folder(const char *folder, int number, struct why *why)
{
    if (number == ENOENT || number == ENOTDIR)
        return why_set(why, E_NOT_FOUND,
                       N_("The backup folder %s is not there. Put the disk or stick in, or choose another folder."),
                       folder);
    return why_errno(why, number, N_("The backup folder %s cannot be read"), folder);
}

/* Without its stick a folder it is attached to may still be there, empty, on the vault's own disk. */
enum err backup_check_folder(struct store *store, const char *folder, struct why *why)
{
    char elsewhere[PATH_MAX];
    struct stat status;
    enum err e;

    if (stat(folder, &status) != 0)
        return refuse_folder(folder, errno, why);
    if (!S_ISDIR(status.st_mode))
        return refuse_folder(folder, ENOTDIR, why);
    if ((e = meta_get_text(store, "backup_elsewhere", elsewhere, sizeof elsewhere, why)))
        return e;
    if (strcmp(elsewhere, folder) == 0 && backup_is_same_disk(folder, store->path))
        return why_set(why, E_NOT_FOUND,
                       N_("The disk or stick for backups is not in: %s now lies on the same disk as the vault."),
                       folder);
    return OK;
}

static int newest_first(const void *a, const void *b)
{
    const struct backup_file *left = a, *right = b;

    return left->at != right->at ? (left->at < right->at) - (left->at > right->at) : strcmp(left->name, right->name);
}

static enum err add_file(DIR *folder, const char *name, int64_t at, struct backup_file **files, size_t *count)
{
    struct backup_file *grown;
    struct stat status;

    if (fstatat(dirfd(folder), name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode) ||
        *count == BACKUP_FILES_MAX)
        return OK;
    if (!(grown = realloc(*files, (*count + 1) * sizeof *grown)))
        return E_MEMORY;
    *files = grown;
    grown[*count] = (struct backup_file){ .at = at, .size = status.st_size };
    text_cut_into(grown[*count].name, sizeof grown[*count].name, name);
    *count += 1;
    return OK;
}

enum err backup_list(const struct store *store, const char *folder, struct backup_file **out, size_t *count,
                     struct why *why)
{
    DIR *open = opendir(folder);
    const struct dirent *entry;
    int64_t at;
    enum err e = OK;

    *out = NULL;
    *count = 0;
    if (!open)
        return refuse_folder(folder, errno, why);
    while (!e && (entry = readdir(open))) {
        if (store ? backup_is_ours(store, entry->d_name, &at) : backup_is_one(entry->d_name, &at))
            e = add_file(open, entry->d_name, at, out, count);
    }
    closedir(open);
    if (e) {
        free(*out);
        *out = NULL;
        *count = 0;
        return why_set(why, e, "%s", err_text(e));
    }
    if (*count > 0)
        qsort(*out, *count, sizeof **out, newest_first);
    return OK;
}

/* What a try that was broken off left: a backup's name with the ending of a copy in the making. */
void backup_clear_leftovers(const struct store *store, const char *folder)
{
    DIR *open = opendir(folder);
    const struct dirent *entry;
    char name[BACKUP_NAME_SIZE];
    int64_t at;

    while (open && (entry = readdir(open))) {
        const char *part = strstr(entry->d_name, ".part-");

        if (!part || strlen(part) != 12 || (size_t)(part - entry->d_name) >= sizeof name)
            continue;
        snprintf(name, sizeof name, "%.*s", (int)(part - entry->d_name), entry->d_name);
        if (backup_is_ours(store, name, &at))
            (void)unlinkat(dirfd(open), entry->d_name, 0);
    }
    if (open)
        closedir(open);
}

/* --- letting go --- */

struct rotating {
    struct store *store; /* borrowed */
    char *folder;
    struct backup_file *files;
    size_t count, made;
    bool kept[BACKUP_FILES_MAX];
    size_t at, good;    /* the one being read; how many were found good */
    struct vault *copy; /* of it */
    struct vault_check check;
};

static void choose(struct rotating *rotating)
{
    int64_t times[BACKUP_FILES_MAX] = { 0 }, old_at = 0;
    bool is_old;

    for (size_t i = 0; i < rotating->count; i++)
        times[i] = rotating->files[i].at;
    backup_choose(times, rotating->count, rotating->made, clock_now(), rotating->kept, &is_old);
    for (size_t i = 0; i < rotating->count && is_old; i++) {
        if (rotating->kept[i])
            old_at = times[i];
    }
    backup_note_old(rotating->store, old_at);
    rotating->at = rotating->good = 0;
}

enum err rotating_begin(struct store *store, const char *folder, const char *name, struct rotating **out,
                        struct why *why)
{
    struct rotating *rotating = calloc(1, sizeof *rotating);
    enum err e;

    *out = NULL;
    if (!rotating)
        return E_MEMORY;
    rotating->store = store;
    if ((e = text_copy(&rotating->folder, folder)) ||
        (e = backup_list(store, folder, &rotating->files, &rotating->count, why))) {
        rotating_free(rotating);
        return e;
    }
    while (rotating->made < rotating->count && strcmp(rotating->files[rotating->made].name, name) != 0)
        rotating->made++;
    choose(rotating);
    *out = rotating;
    return OK;
}

static enum err path_of(const struct rotating *rotating, size_t index, struct buf *out)
{
    return path_join(out, rotating->folder, rotating->files[index].name);
}

static bool has_any_to_let_go(const struct rotating *rotating)
{
    for (size_t i = 0; i < rotating->count; i++) {
        if (!rotating->kept[i])
            return true;
    }
    return false;
}

/* Out of the way, and no backup any more; what is left of it may still help somebody. */
static enum err set_aside(struct rotating *rotating, size_t index)
{
    struct buf from = { 0 }, to = { 0 };
    enum err e;

    if (!(e = path_of(rotating, index, &from)) && !(e = buf_printf(&to, "%s.damaged", buf_text(&from))) &&
        rename(buf_text(&from), buf_text(&to)) == 0) {
        rotating->count--;
        rotating->made -= rotating->made > index;
        memmove(rotating->files + index, rotating->files + index + 1,
                (rotating->count - index) * sizeof rotating->files[0]);
    }
    buf_release(&from);
    buf_release(&to);
    return e;
}

static enum err open_next(struct rotating *rotating)
{
    struct buf path = { 0 };
    enum err e = path_of(rotating, rotating->at, &path);

    rotating->check = (struct vault_check){ 0 };
    if (!e)
        e = vault_open_copy(rotating->store->vault, buf_text(&path), &rotating->copy, NULL);
    buf_release(&path);
    return e;
}

static void close_copy(struct rotating *rotating)
{
    vault_close(rotating->copy);
    rotating->copy = NULL;
}

/* One whose keys are no longer at hand, or that cannot be read now, is neither good nor bad. */
static enum err look_at(struct rotating *rotating, uint64_t most_pages)
{
    bool over = false;
    enum err e = rotating->copy ? OK : open_next(rotating);

    if (!e && !(e = vault_check_step(rotating->copy, &rotating->check, most_pages, &over, NULL)) && !over)
        return OK;
    close_copy(rotating);
    if (e == E_MEMORY)
        return e;
    if (e == E_DAMAGED && (e = set_aside(rotating, rotating->at)) == OK) {
        choose(rotating);
        return OK;
    }
    rotating->good += e == OK;
    rotating->at++;
    return OK;
}

static enum err let_go(struct rotating *rotating)
{
    struct buf path = { 0 };
    enum err e = OK;

    for (size_t i = 0; i < rotating->count && !e; i++) {
        buf_clear(&path);
        if (!rotating->kept[i] && !(e = path_of(rotating, i, &path)))
            (void)unlink(buf_text(&path)); /* what stays is tried again next time */
    }
    buf_release(&path);
    return e;
}

enum err rotating_step(struct rotating *rotating, uint64_t most_pages, bool *over)
{
    enum err e = OK;

    *over = false;
    if (!has_any_to_let_go(rotating)) {
        *over = true;
        return OK;
    }
    if (rotating->good >= BACKUP_FEWEST) {
        *over = true;
        return let_go(rotating);
    }
    if (rotating->at == rotating->count) {
        *over = true; /* fewer than three could be read: nothing is let go */
        return OK;
    }
    if (rotating->at == rotating->made) {
        rotating->good++;
        rotating->at++;
    } else if (!rotating->kept[rotating->at]) {
        rotating->at++;
    } else {
        e = look_at(rotating, most_pages);
    }
    return e;
}

void rotating_free(struct rotating *rotating)
{
    if (!rotating)
        return;
    vault_close(rotating->copy);
    free(rotating->folder);
    free(rotating->files);
    free(rotating);
}
