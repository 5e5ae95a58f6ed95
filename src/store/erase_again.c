/*
 * What was erased stays erased. A copy of the vault from before may come back: as a restored backup, or as a file that
 * somebody put in the vault's place. Before its first screen, what others know to be erased is erased in it too: others
 * are the vault at hand, newer backups, and the lists that stand beside vaults and backups.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "backup_in.h"
#include "erased_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"

/* --- who knows --- */

enum err erasures_take(struct erasures *known, struct store *other)
{
    const struct erasures *theirs;
    enum err e = erasures_of(other, &theirs, NULL);

    for (size_t i = 0; !e && i < theirs->count; i++) {
        if (!erasures_know(known, &theirs->items[i]))
            e = erasures_add(known, &theirs->items[i]);
    }
    return e;
}

/* One that cannot be read is passed over: whoever restores has other things to do, and there are other lists. */
enum err erasures_take_list(struct erasures *known, struct store *store, const char *beside)
{
    char folder[PATH_MAX];
    enum err e;

    if (!beside)
        return OK;
    folder_of(beside, folder);
    e = erased_list_read(store, folder, known, NULL);
    return e == E_MEMORY ? e : OK;
}

static enum err take_backup(struct erasures *known, struct store *store, const char *folder, const char *name)
{
    struct store *copy = NULL;
    struct buf path = { 0 };
    enum err e = path_join(&path, folder, name);

    if (!e && copy_open(store, buf_text(&path), &copy, NULL) == OK)
        e = erasures_take(known, copy);
    store_close(copy);
    buf_release(&path);
    return e == E_MEMORY ? e : OK;
}

enum err erasures_take_newer(struct erasures *known, struct store *store, const char *backup)
{
    const char *slash = strrchr(backup, '/');
    struct backup_file *files = NULL;
    char folder[PATH_MAX];
    size_t count = 0;
    int64_t at;
    enum err e = OK;

    folder_of(backup, folder);
    if (!backup_is_ours(store, slash ? slash + 1 : backup, &at) || backup_list(store, folder, &files, &count, NULL))
        return OK;
    for (size_t i = 0; i < count && !e && files[i].at > at; i++)
        e = take_backup(known, store, folder, files[i].name);
    free(files);
    return e;
}

/* --- erasing again --- */

static enum err erase_one(struct save *save, const struct tombstone *one, struct why *why)
{
    enum err e = erase_mark(save, one->case_id, one->hash, one->at, one->kept, why);

    if (e)
        return e;
    return one->kept ? reduce_closed(save, one->case_id, one->kept, why) : erase_case(save, one->case_id, why);
}

static enum err erase_unknown(struct save *save, const struct erasures *known, const struct erasures *own,
                              struct why *why)
{
    enum err e = OK;

    for (size_t i = 0; i < known->count && !e; i++) {
        if (!erasures_know(own, &known->items[i]))
            e = erase_one(save, &known->items[i], why);
    }
    return e;
}

static size_t count_unknown(const struct erasures *known, const struct erasures *own)
{
    size_t count = 0;

    for (size_t i = 0; i < known->count; i++)
        count += !erasures_know(own, &known->items[i]);
    return count;
}

static enum err write_entry(struct store *store, const struct erasures *known, const struct erasures *own, size_t count,
                            struct why *why)
{
    struct save *save = NULL;
    char sentence[240];
    enum err e;

    text_print_into(sentence, sizeof sentence,
                    ngettext("Erased again: %zu case that was erased after this copy of the vault was made",
                             "Erased again: %zu cases that were erased after this copy of the vault was made", count),
                    count);
    if ((e = save_begin(store, ENTRY_ERASE, &save, why)))
        return e;
    if ((e = erase_unknown(save, known, own, why))) {
        save_cancel(save);
        return e;
    }
    return erase_end(save, sentence, why);
}

enum err erase_again(struct store *store, const struct erasures *known, size_t *cases, struct why *why)
{
    const struct erasures *own;
    enum err e = erasures_of(store, &own, why);

    *cases = 0;
    if (e || (*cases = count_unknown(known, own)) == 0 || (e = write_entry(store, known, own, *cases, why)))
        return e;
    return erase_finish(store, why);
}

/* --- at opening --- */

/* Where nothing can be written, what others know to be erased stays closed. */
static enum err keep_closed(struct store *store, const struct erasures *known, struct why *why)
{
    const struct erasures *own;
    size_t count = 0;
    enum err e = erasures_of(store, &own, why);

    for (size_t i = 0; i < known->count && !e; i++) {
        struct tombstone one = known->items[i];

        one.entry = 0;
        if (erasures_know(own, &one))
            continue;
        count++;
        e = erasures_add(store->erasures, &one);
    }
    if (count > 0)
        store_notice(store,
                     ngettext("%zu case in this file was erased since. Nothing can be written here, so it only stays "
                              "closed.",
                              "%zu cases in this file were erased since. Nothing can be written here, so they only "
                              "stay closed.",
                              count),
                     count);
    return e;
}

static enum err erase_known(struct store *store, const struct erasures *known, struct why *why)
{
    size_t count;
    enum err e = erase_again(store, known, &count, why);

    if (!e && count > 0)
        store_notice(store,
                     ngettext("This is an older copy of the vault: %zu case that was erased since has been erased in "
                              "it again.",
                              "This is an older copy of the vault: %zu cases that were erased since have been erased "
                              "in it again.",
                              count),
                     count);
    return e;
}

enum err erase_at_opening(struct store *store, const char *backup_folder, bool may_write, struct why *why)
{
    struct erasures *known = calloc(1, sizeof *known);
    char folder[PATH_MAX];
    enum err e;

    if (!known)
        return E_MEMORY;
    folder_of(store->path, folder);
    e = erased_list_read(store, folder, known, NULL);
    if (e == E_DAMAGED)
        store_notice(store, _("The list of erased cases that stands beside the vault cannot be read. It is written "
                              "anew from what the vault knows."));
    if (e != E_MEMORY && backup_folder && backup_folder[0] != '\0')
        e = erased_list_read(store, backup_folder, known, NULL);
    if (e != E_MEMORY)
        e = may_write ? erase_known(store, known, why) : keep_closed(store, known, why);
    erasures_free(known);
    if (!e && may_write)
        (void)!erased_list_write(store, folder, NULL); /* where it cannot be, the vault itself still knows */
    return e;
}
