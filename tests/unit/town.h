/*
 * An office with the program's own record types, word lists and tables, and three officers: for tests that go through
 * the store. Ana leads and administers, Boris takes in referrals, Mira leads too.
 */
#ifndef TOWNKEEP_TESTS_TOWN_H
#define TOWNKEEP_TESTS_TOWN_H

#include <CUnit/Basic.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/path.h"
#include "townkeep/config/config.h"
#include "townkeep/domain/casework.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/store/store.h"
#include "unit.h"

enum { TOWN_WORDS_MAX = 4000, TOWN_LISTS_MAX = 240 };
#define TOWN_PASSPHRASE " has a long passphrase" /* after the officer's name */

struct town {
    char folder[UNIT_PATH_SIZE], vault[UNIT_PATH_SIZE];
    struct vocabulary_file lists[TOWN_LISTS_MAX];
    size_t list_count;
    struct vocabulary_entry words[TOWN_WORDS_MAX];
    size_t word_count;
    struct store *store;
    int64_t ana, boris, mira;
    struct why why;
};

static inline int town_is_list(const struct dirent *entry)
{
    return strstr(entry->d_name, ".ini") != NULL;
}

static inline void town_read_list(struct town *town, const char *name)
{
    struct vocabulary_file *file = &town->lists[town->list_count++];
    struct buf path = { 0 };

    if (town->list_count == TOWN_LISTS_MAX || path_join(&path, "assets/vocab", name) ||
        config_read_vocabulary(buf_text(&path), file, &town->why)) {
        printf("\n    %s", town->why.text);
        abort();
    }
    for (size_t i = 0; i < file->count && town->word_count < TOWN_WORDS_MAX; i++) {
        const struct vocabulary_row *row = &file->rows[i];

        town->words[town->word_count++] = (struct vocabulary_entry){ .list = row->list,
                                                                     .code = row->code,
                                                                     .label = row->label,
                                                                     .label_fr = row->label_fr,
                                                                     .parent = row->parent,
                                                                     .aliases = row->aliases,
                                                                     .order = row->order };
    }
    buf_release(&path);
}

static inline void town_read_lists(struct town *town)
{
    struct dirent **names = NULL;
    int count = scandir("assets/vocab", &names, town_is_list, alphasort);

    for (int i = 0; i < count; i++) {
        town_read_list(town, names[i]->d_name);
        free(names[i]);
    }
    free(names);
}

static inline struct passphrase *town_passphrase(const char *officer)
{
    struct passphrase *passphrase = NULL;

    if (crypt_start(NULL) || passphrase_new(&passphrase, NULL) ||
        passphrase_add(passphrase, officer, strlen(officer)) ||
        passphrase_add(passphrase, TOWN_PASSPHRASE, strlen(TOWN_PASSPHRASE)))
        abort();
    return passphrase;
}

static inline void town_must(struct town *town, enum err e)
{
    if (e)
        printf("\n    %s", why_text(&town->why));
    CU_ASSERT_EQUAL_FATAL(e, OK);
}

static inline void town_casework_open(struct town *town, const char *officer)
{
    struct passphrase *passphrase = town_passphrase(officer);

    town_must(town, store_casework_open(town->store, passphrase, &town->why));
    passphrase_free(passphrase);
}

/* Somebody else sits down: closed and opened again, casework too when `casework`. */
static inline void town_as(struct town *town, const char *officer, bool casework)
{
    struct passphrase *passphrase = town_passphrase(officer);

    store_close(town->store);
    town->store = NULL;
    town_must(town, store_open(&(struct store_opening){ .path = town->vault,
                                                        .officer = officer,
                                                        .passphrase = passphrase,
                                                        .cost = { .operations = 1, .memory = 8 << 20 },
                                                        .assets = "assets",
                                                        .catalogue = &domain_catalogue,
                                                        .vocabulary = town->words,
                                                        .vocabulary_count = town->word_count },
                               &town->store, &town->why));
    passphrase_free(passphrase);
    if (casework)
        town_casework_open(town, officer);
}

static inline void town_set(struct town *town, struct record *record, const char *key, const char *typed)
{
    int field = field_find(record->type, key);
    enum err e = E_NOT_FOUND;

    if (field >= 0)
        e = store_read_value(town->store, &record->type->fields[field], typed, &record->values[field], &town->why);
    if (e)
        printf("\n    %s=%s: %s", key, typed, why_text(&town->why));
    CU_ASSERT_EQUAL_FATAL(e, OK);
}

/* Save a record from "key", "value", …, NULL; its id. */
static inline int64_t town_add(struct town *town, const struct record_type *type, const char *const *pairs)
{
    struct record record = { 0 };
    int64_t id;

    town_must(town, record_init(&record, type));
    town_must(town, record_start(&record, store_words(town->store), clock_today(), &town->why));
    for (; pairs[0]; pairs += 2)
        town_set(town, &record, pairs[0], pairs[1]);
    town_must(town, store_put(town->store, &record, NULL, NULL, &town->why));
    id = record.id;
    record_release(&record);
    return id;
}

/* As the program itself saves what no officer may write. */
static inline void town_put(struct town *town, struct record *record)
{
    struct save *save = NULL;

    town_must(town, save_begin(town->store, ENTRY_CHANGE, &save, &town->why));
    town_must(town, save_put_by_program(save, record, NULL, &town->why));
    town_must(town, save_commit(save, NULL, NULL, &town->why));
}

/* Whether one of the problems has these words. */
static inline bool town_says(const struct problems *problems, const char *words)
{
    for (int i = 0; i < problems->count; i++) {
        if (strstr(problems->items[i].text, words))
            return true;
    }
    return false;
}
#define TOWN_ADD(town, type, ...) town_add(town, &(type), (const char *const[]){ __VA_ARGS__, NULL })

static inline int64_t town_officer(struct town *town, const char *name, const char *roles)
{
    struct record officer = { 0 };
    struct passphrase *passphrase = town_passphrase(name);
    int64_t id;

    town_must(town, record_init(&officer, &officer_type));
    town_set(town, &officer, "name", name);
    town_set(town, &officer, "roles", roles);
    town_must(town, store_officer_add(town->store, &officer, passphrase, KDF_INTERACTIVE, &town->why));
    id = officer.id;
    passphrase_free(passphrase);
    record_release(&officer);
    return id;
}

static inline struct town *town_begin(void)
{
    struct town *town = calloc(1, sizeof *town);
    struct passphrase *passphrase = town_passphrase("Ana");

    if (!town)
        abort();
    unit_folder(town->folder);
    unit_path(town->folder, "town.tkv", town->vault);
    town_read_lists(town);
    town_must(town, store_create(&(struct store_new){ .path = town->vault,
                                                      .office = "Old Port",
                                                      .officer = "Ana",
                                                      .passphrase = passphrase,
                                                      .cost = { .operations = 1, .memory = 8 << 20 },
                                                      .assets = "assets",
                                                      .catalogue = &domain_catalogue,
                                                      .vocabulary = town->words,
                                                      .vocabulary_count = town->word_count },
                                 &town->store, &town->why));
    passphrase_free(passphrase);
    town->ana = store_officer_id(town->store);
    town_casework_open(town, "Ana");
    town->boris = town_officer(town, "Boris", "intake_officer;case_officer");
    town->mira = town_officer(town, "Mira", "team_lead");
    return town;
}

static inline void town_end(struct town *town)
{
    store_close(town->store);
    unit_folder_remove(town->folder);
    for (size_t i = 0; i < town->list_count; i++)
        config_vocabulary_release(&town->lists[i]);
    free(town);
}

#endif
