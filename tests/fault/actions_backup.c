/* Backups, restoring and trying it while something fails: the vault is as it was, and so are the good backups. */
#include <dirent.h>
#include <unistd.h>

#include "../../src/store/store_in.h"
#include "../unit/store_office.h"
#include "actions_in.h"
#include "townkeep/store/backup.h"

enum { OLDER = 9 };

/* The vault as it was made, under the name a backup of so many days ago has. */
static void put_backup(struct place *place, int days, char path[2 * FAULT_PATH_SIZE])
{
    char name[BACKUP_NAME_SIZE];

    if (backup_name(place->office->store, clock_now() - (int64_t)days * 24 * 3600 * 1000, name, NULL))
        abort();
    snprintf(path, 2 * FAULT_PATH_SIZE, "%s/%s", place->folder, name);
    bytes_put(path, place->kept, place->kept_len);
}

/* How many backups are there; and whether each one opens. */
static size_t count_backups(struct place *place, bool *all_open)
{
    struct backup_file *files = NULL;
    char path[2 * FAULT_PATH_SIZE];
    size_t count = 0;

    *all_open = true;
    if (backup_list(NULL, place->folder, &files, &count, NULL))
        return 0;
    for (size_t i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s", place->folder, files[i].name);
        *all_open = *all_open && place_opens(place, path, place->ana, NULL);
    }
    free(files);
    return count;
}

static bool has_leftovers(const struct place *place)
{
    DIR *folder = opendir(place->folder);
    const struct dirent *entry;
    bool found = false;

    while (folder && (entry = readdir(folder)))
        found = found || strstr(entry->d_name, ".part-") != NULL;
    if (folder)
        closedir(folder);
    return found;
}

/* --- into the folder --- */

static enum err run_folder(struct place *place, struct record *record, struct why *why)
{
    (void)record;
    return store_backup_to(place->office->store, place->folder, BACKUP_ASKED, NULL, why);
}

static bool is_in_folder(struct place *place)
{
    bool all_open;

    return has_entries_more(place, 1) && count_backups(place, &all_open) >= 1 && all_open;
}

static bool is_folder_sound(struct place *place)
{
    bool all_open;

    (void)count_backups(place, &all_open);
    return all_open;
}

/* --- letting go --- */

static void prepare_older(struct place *place)
{
    char path[2 * FAULT_PATH_SIZE];

    for (int i = 1; i <= OLDER; i++)
        put_backup(place, i, path);
}

/* The new one, the last seven days' and one for the week before. */
static bool is_let_go(struct place *place)
{
    bool all_open;
    size_t count = count_backups(place, &all_open);

    return has_entries_more(place, 1) && all_open && count >= 7 && count <= OLDER + 1;
}

static bool are_older_kept(struct place *place)
{
    bool all_open;

    return count_backups(place, &all_open) >= OLDER && all_open;
}

/* --- restoring --- */

static void prepare_backup(struct place *place)
{
    char path[2 * FAULT_PATH_SIZE];

    put_backup(place, 1, path);
}

static enum err find_backup(struct place *place, char path[2 * FAULT_PATH_SIZE], struct why *why)
{
    struct backup_file *files = NULL;
    size_t count = 0;
    enum err e = backup_list(NULL, place->folder, &files, &count, why);

    if (!e && count == 0)
        e = why_set(why, E_NOT_FOUND, "no backup");
    if (!e)
        snprintf(path, 2 * FAULT_PATH_SIZE, "%s/%s", place->folder, files[0].name);
    free(files);
    return e;
}

static enum err run_restore(struct place *place, struct record *record, struct why *why)
{
    char path[2 * FAULT_PATH_SIZE];
    struct restore restore = { .backup = path, .path = place->copy, .open = place->office->store };
    struct store_opening opening = { .officer = "Ana",
                                     .passphrase = place->ana,
                                     .cost = { .operations = 1, .memory = 8 << 20 },
                                     .assets = place->office->assets,
                                     .catalogue = store_catalogue(place->office->store),
                                     .vocabulary = office_words,
                                     .vocabulary_count = OFFICE_WORDS };
    struct restore_report report;
    enum err e = find_backup(place, path, why);

    (void)record;
    return e ? e : store_restore(&restore, &opening, &report, why);
}

static bool is_restored(struct place *place)
{
    bool all_open;

    return has_entries_more(place, 0) && count_backups(place, &all_open) == 1 && all_open &&
           place_opens(place, place->copy, place->ana, &place->office->why);
}

/* Nothing at its place, or a whole vault. */
static bool is_not_half_restored(struct place *place)
{
    bool all_open;

    return count_backups(place, &all_open) == 1 && all_open &&
           (access(place->copy, F_OK) != 0 || place_opens(place, place->copy, place->ana, &place->office->why));
}

/* --- trying --- */

static void prepare_true_backup(struct place *place)
{
    if (store_backup_to(place->office->store, place->folder, BACKUP_TIMED, NULL, NULL))
        abort();
}

static enum err run_try(struct place *place, struct record *record, struct why *why)
{
    char path[2 * FAULT_PATH_SIZE];
    struct restore_report report;
    enum err e = find_backup(place, path, why);

    (void)record;
    return e ? e : store_drill(place->office->store, path, place->folder, &report, why);
}

static bool is_tried(struct place *place)
{
    return has_entries_more(place, 1) &&
           place_number(place, "SELECT value > 0 FROM meta WHERE key = 'drill_at'") == 1 && !has_leftovers(place);
}

const struct action backup_actions[] = {
    { .name = "backup to folder", .run = run_folder, .is_done = is_in_folder, .is_undone = is_folder_sound },
    { .name = "rotation",
      .prepare = prepare_older,
      .run = run_folder,
      .is_done = is_let_go,
      .is_undone = are_older_kept },
    { .name = "restore",
      .prepare = prepare_backup,
      .run = run_restore,
      .is_done = is_restored,
      .is_undone = is_not_half_restored },
    { .name = "restore trial",
      .prepare = prepare_true_backup,
      .run = run_try,
      .is_done = is_tried,
      .is_undone = is_folder_sound },
};
const size_t backup_action_count = sizeof backup_actions / sizeof backup_actions[0];
