/*
 * What an officer does while something fails, and how to see afterwards that it was done. That it was not is seen by
 * the rows being the same to the last byte.
 */
#include <unistd.h>

#include "../../src/store/store_in.h"
#include "../unit/store_office.h"
#include "actions_in.h"

enum { IMPORTED = 30, SQL_SIZE = 200 };

const struct record_type *type_of(const struct place *place, const char *key)
{
    return catalogue_find(store_catalogue(place->office->store), key);
}

bool has_entries_more(struct place *place, int64_t count)
{
    return place_number(place, "SELECT count(*) FROM history") == place->entries + count;
}

/* --- making and opening --- */

static enum err run_create(struct place *place, struct record *record, struct why *why)
{
    (void)record;
    return place_create(place, why);
}

static bool is_created(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM officer") == 1 &&
           place_number(place, "SELECT count(*) FROM vocabulary") == OFFICE_WORDS;
}

static enum err run_open(struct place *place, struct record *record, struct why *why)
{
    (void)record;
    place_close(place);
    return place_open(place, place->ana, why);
}

/* --- records --- */

enum err run_put(struct place *place, struct record *record, struct why *why)
{
    return store_put(place->office->store, record, NULL, NULL, why);
}

void give_party(struct place *place, struct record *record)
{
    *record = office_new(type_of(place, "party"));
    office_set(record, "name", "The new one");
    office_set(record, "kind", "school");
    office_set(record, "note", "typed with care");
    office_set(record, "tags", "one;two");
}

static bool is_added(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM party WHERE name = 'The new one' AND kind = 'school' AND note = "
                               "'typed with care' AND tags = 'one;two'") == 1 &&
           has_entries_more(place, 1);
}

static void give_changed(struct place *place, struct record *record)
{
    if (store_load(place->office->store, type_of(place, "party"), place->party, record, NULL))
        abort();
    office_set(record, "note", "changed with care");
}

static bool is_changed(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM party WHERE note = 'changed with care'") == 1 &&
           has_entries_more(place, 1);
}

static void give_case(struct place *place, struct record *record)
{
    *record = office_new(type_of(place, "referral"));
    office_set(record, "state", "draft");
    office_set(record, "source", "the second school");
    office_set(record, "person", "Lena Moor");
    office_set(record, "story", "another story");
}

static bool is_case_added(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM referral WHERE source = 'the second school'") == 1 &&
           place_number(place, "SELECT count(*) FROM case_key") == 4 && has_entries_more(place, 1);
}

static enum err put_numbered(struct save *save, const struct record_type *type, int number, struct why *why)
{
    struct record party = { 0 };
    char name[40];
    enum err e;

    snprintf(name, sizeof name, "Imported %d", number);
    if (!(e = record_init(&party, type)) && !(e = value_set_text(record_value(&party, "name"), name)))
        e = save_put(save, &party, NULL, why);
    record_release(&party);
    return e;
}

static enum err run_import(struct place *place, struct record *record, struct why *why)
{
    const struct record_type *type = type_of(place, "party");
    struct save *save = NULL;
    enum err e = save_begin(place->office->store, ENTRY_IMPORT, &save, why);

    (void)record;
    for (int i = 0; i < IMPORTED && e == OK; i++)
        e = put_numbered(save, type, i, why);
    if (e == OK)
        return save_commit(save, "Imported the list", NULL, why);
    save_cancel(save);
    return e;
}

static bool is_imported(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM party WHERE name LIKE 'Imported %'") == IMPORTED &&
           has_entries_more(place, 1);
}

static enum err run_undo(struct place *place, struct record *record, struct why *why)
{
    (void)record;
    return store_undo(place->office->store, place->last_entry, NULL, why);
}

static bool is_taken_back(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM party WHERE note = 'to be undone'") == 0 &&
           place_number(place, "SELECT count(*) FROM history WHERE undone_by IS NOT NULL") == 1 &&
           has_entries_more(place, 1);
}

static enum err run_archive(struct place *place, struct record *record, struct why *why)
{
    struct save *save = NULL;
    enum err e = save_begin(place->office->store, ENTRY_CHANGE, &save, why);

    (void)record;
    if (e == OK && (e = save_archive(save, type_of(place, "party"), place->party, "no longer there", why)))
        save_cancel(save);
    else if (e == OK)
        e = save_commit(save, NULL, NULL, why);
    return e;
}

static bool is_archived(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM party WHERE archived_at IS NOT NULL") == 2 &&
           has_entries_more(place, 1);
}

/* --- officers --- */

static void give_officer(struct place *place, struct record *record)
{
    *record = office_new(type_of(place, "officer"));
    office_set(record, "name", "Ben");
    office_set(record, "roles", "programme_officer");
}

static enum err run_officer(struct place *place, struct record *record, struct why *why)
{
    return store_officer_add(place->office->store, record, place->ben, KDF_INTERACTIVE, why);
}

bool opens_with(struct place *place, const struct passphrase *passphrase)
{
    bool opens;

    place_close(place);
    opens = place_opens(place, place->office->vault, passphrase, &place->office->why);
    if (place_open(place, place->ana, NULL) && place_open(place, place->ben, NULL))
        return false;
    return opens;
}

static bool is_officer(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM officer WHERE name = 'Ben'") == 1 &&
           place_number(place, "SELECT count(*) FROM officer_key") == 3 && opens_with(place, place->ben);
}

static bool is_no_officer(struct place *place)
{
    return !opens_with(place, place->ben);
}

static enum err run_passphrase(struct place *place, struct record *record, struct why *why)
{
    (void)record;
    return store_passphrase_change(place->office->store, place->ana, place->ben, KDF_INTERACTIVE, why);
}

static bool is_passphrase_changed(struct place *place)
{
    return has_entries_more(place, 1) && opens_with(place, place->ben) && !opens_with(place, place->ana);
}

static bool is_passphrase_kept(struct place *place)
{
    return opens_with(place, place->ana) && !opens_with(place, place->ben);
}

/* --- copies --- */

static enum err run_backup(struct place *place, struct record *record, struct why *why)
{
    (void)record;
    return store_backup(place->office->store, place->copy, why);
}

static bool is_backed_up(struct place *place)
{
    return has_entries_more(place, 1) && place_opens(place, place->copy, place->ana, &place->office->why);
}

/* No copy, or one that has its name because it is whole. */
static bool is_no_half_copy(struct place *place)
{
    return access(place->copy, F_OK) != 0 || place_opens(place, place->copy, place->ana, &place->office->why);
}

const struct action actions[] = {
    { .name = "create", .is_making = true, .run = run_create, .is_done = is_created },
    { .name = "open", .run = run_open, .is_done = place_is_same },
    { .name = "save", .give = give_party, .run = run_put, .is_done = is_added },
    { .name = "edit", .give = give_changed, .run = run_put, .is_done = is_changed },
    { .name = "save a case", .has_casework = true, .give = give_case, .run = run_put, .is_done = is_case_added },
    { .name = "import", .run = run_import, .is_done = is_imported },
    { .name = "undo", .run = run_undo, .is_done = is_taken_back },
    { .name = "archive", .run = run_archive, .is_done = is_archived },
    { .name = "officer add",
      .give = give_officer,
      .run = run_officer,
      .is_done = is_officer,
      .is_undone = is_no_officer },
    { .name = "passphrase",
      .run = run_passphrase,
      .is_done = is_passphrase_changed,
      .admitted = "The new passphrase counts",
      .is_undone = is_passphrase_kept },
    { .name = "backup", .run = run_backup, .is_done = is_backed_up, .is_undone = is_no_half_copy },
};
const size_t action_count = sizeof actions / sizeof actions[0];

const struct action *action_at(size_t index)
{
    const struct {
        const struct action *first;
        size_t count;
    } files[] = { { actions, action_count },
                  { record_actions, record_action_count },
                  { office_actions, office_action_count },
                  { backup_actions, backup_action_count },
                  { map_actions, map_action_count } };

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        if (index < files[i].count)
            return &files[i].first[index];
        index -= files[i].count;
    }
    return NULL;
}
