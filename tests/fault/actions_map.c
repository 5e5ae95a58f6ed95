/* What an officer does with the map of stakeholders, in the town of town.c: reading and measuring it, and its saves. */
#include <ftw.h>
#include <unistd.h>

#include "../../src/store/store_in.h"
#include "../unit/store_office.h"
#include "actions_in.h"
#include "townkeep/domain/agreement.h"
#include "townkeep/domain/coverage.h"
#include "townkeep/domain/duplicates.h"
#include "townkeep/domain/network.h"
#include "townkeep/domain/placing.h"
#include "townkeep/domain/quality.h"
#include "townkeep/domain/round.h"
#include "townkeep/domain/standing.h"
#include "townkeep/exchange/directory.h"
#include "townkeep/exchange/sharing.h"

static int64_t party_of(struct place *place, const char *name)
{
    char sql[120];

    snprintf(sql, sizeof sql, "SELECT id FROM party WHERE name = '%s'", name);
    return place_number(place, sql);
}

/* Looked up before anything fails. */
static struct {
    int64_t house, trust, again, terms;
} ids;

static void find_ids(struct place *place)
{
    ids.house = party_of(place, "Harbour House");
    ids.trust = party_of(place, "Harbour House Trust");
    ids.again = party_of(place, "Mill again");
    ids.terms = place_number(place, "SELECT id FROM agreement");
}

/* --- what only reads --- */

static enum err run_network(struct place *place, struct record *record, struct why *why)
{
    struct network_measures measures = { 0 };
    struct network network = { 0 };
    bool more = true;
    enum err e = network_load(place->office->store, clock_today(), NETWORK_SEATS | NETWORK_PARTS, &network, why);

    (void)record;
    if (!e)
        e = network_measure(&network, &measures, why);
    while (!e && more)
        e = network_between(&measures, &more, why);
    network_measures_release(&measures);
    network_release(&network);
    return e;
}

static enum err run_pairs(struct place *place, struct record *record, struct why *why)
{
    struct duplicate_pairs pairs = { 0 };
    enum err e = duplicates_find(place->office->store, &(struct duplicate_wish){ .at_least = 20 }, &pairs, why);

    (void)record;
    duplicate_pairs_release(&pairs);
    return e;
}

static enum err run_standing(struct place *place, struct record *record, struct why *why)
{
    struct standings standings = { 0 };
    struct quality quality = { 0 };
    enum err e = standings_load(place->office->store, clock_today(), &standings, why);

    (void)record;
    if (!e)
        e = quality_load(place->office->store, clock_today(), 365, &quality, why);
    quality_release(&quality);
    standings_release(&standings);
    return e;
}

static enum err run_coverage(struct place *place, struct record *record, struct why *why)
{
    struct coverage coverage = { 0 };
    enum err e = coverage_load(place->office->store, &(struct coverage_wish){ 0 }, &coverage, why);

    (void)record;
    coverage_release(&coverage);
    return e;
}

/* --- saves --- */

static enum err run_link_pair(struct place *place, struct record *record, struct why *why)
{
    (void)record;
    return duplicate_link(place->office->store, ids.house, ids.trust, NULL, NULL, why);
}

static bool is_pair_linked(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM party WHERE same_as IS NOT NULL AND archived_at IS NOT NULL") ==
               2 &&
           place_number(place, "SELECT count(*) FROM duplicate_decision WHERE decision = 'same'") == 2 &&
           has_entries_more(place, 1);
}

static enum err run_unlink(struct place *place, struct record *record, struct why *why)
{
    (void)record;
    return duplicate_unlink(place->office->store, ids.again, NULL, why);
}

static bool is_unlinked(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM party WHERE same_as IS NOT NULL OR archived_at IS NOT NULL") ==
               0 &&
           has_entries_more(place, 1);
}

static enum err run_placing(struct place *place, struct record *record, struct why *why)
{
    struct placing placing;

    (void)record;
    return placing_run(place->office->store, false, &placing, why);
}

static bool is_placed(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM party WHERE name = 'Choir' AND places IS NOT NULL") == 1 &&
           has_entries_more(place, 1);
}

static enum err run_answer(struct place *place, struct record *record, struct why *why)
{
    struct round round = { 0 };
    enum err e = round_load(place->office->store, 0, &round, why);

    (void)record;
    if (!e && round.count > 0)
        e = round_answer(place->office->store, &round, &round.questions[0], "nobody", 0, "we looked", why);
    round_release(&round);
    return e;
}

static bool is_answered(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM mapping_answer WHERE note = 'we looked'") == 1 &&
           has_entries_more(place, 1);
}

static enum err run_verified(struct place *place, struct record *record, struct why *why)
{
    (void)record;
    return round_verify(place->office->store, place->party, "dormant", why);
}

static bool is_verified(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM party WHERE status = 'dormant' AND verified_on IS NOT NULL") ==
               1 &&
           has_entries_more(place, 1);
}

static enum err run_renewal(struct place *place, struct record *record, struct why *why)
{
    struct record next = { 0 };
    enum err e = record_init(&next, type_of(place, "agreement"));

    (void)record;
    if (!e)
        e = record_start(&next, store_words(place->office->store), clock_today(), why);
    if (!e && !(e = agreement_renew(place->office->store, ids.terms, &next, why)))
        e = store_put(place->office->store, &next, NULL, NULL, why);
    record_release(&next);
    return e;
}

static bool is_renewed(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM agreement WHERE renews IS NOT NULL") == 1 &&
           has_entries_more(place, 1);
}

/* --- folders in and out --- */

static enum err run_directory(struct place *place, struct record *record, struct why *why)
{
    struct import_report report = { 0 };
    enum err e = directory_import(place->office->store, &(struct import_wish){ .path = "tests/data/hsds3" },
                                  DIRECTORY_HSDS_3, &report, why);

    (void)record;
    import_report_release(&report);
    return e;
}

static bool is_directory_taken(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM party WHERE name = 'Ferry Lane Youth Club'") == 1 &&
           place_number(place, "SELECT count(*) FROM outside_row") > 30 && has_entries_more(place, 1);
}

static enum err run_directory_dry(struct place *place, struct record *record, struct why *why)
{
    struct import_report report = { 0 };
    enum err e =
        directory_import(place->office->store, &(struct import_wish){ .path = "tests/data/hsds3", .dry_run = true },
                         DIRECTORY_HSDS_3, &report, why);

    (void)record;
    import_report_release(&report);
    return e;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *ftw)
{
    (void)status;
    (void)kind;
    (void)ftw;
    return remove(path);
}

static void folder_of(const struct place *place, char out[FAULT_PATH_SIZE])
{
    if (snprintf(out, FAULT_PATH_SIZE, "%s/given", place->folder) >= FAULT_PATH_SIZE)
        abort();
}

static void remove_folder(struct place *place)
{
    char path[FAULT_PATH_SIZE];

    folder_of(place, path);
    (void)nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

static enum err share(struct place *place, const char *name, struct why *why)
{
    const struct sharing_format *format = sharing_find(name);
    struct parcel_wish wish;
    char path[FAULT_PATH_SIZE];
    size_t leaving;
    enum err e = sharing_wish(format, PROFILE_PUBLIC, clock_today(), &wish, why);

    folder_of(place, path);
    return e ? e : sharing_export(place->office->store, format, &wish, path, "as asked", &leaving, why);
}

static enum err run_give(struct place *place, struct record *record, struct why *why)
{
    (void)record;
    return share(place, "hsds3", why);
}

static enum err run_graph(struct place *place, struct record *record, struct why *why)
{
    (void)record;
    return share(place, "graphml", why);
}

static bool is_told(struct place *place)
{
    return place_number(place, "SELECT count(*) FROM exported_file") == 1 && has_entries_more(place, 1);
}

static bool is_given(struct place *place)
{
    char path[FAULT_PATH_SIZE + 20];

    folder_of(place, path);
    return access(path, F_OK) == 0 && is_told(place);
}

/* A file, and the recipe that takes it. */
static void put_folder(struct place *place)
{
    static const char clubs[] = "name,category,address,postcode\nOaks,Bowling,1 Road,NP1 1AA\n";
    static const char recipe[] = "[recipe]\ntitle = \"Test\"\nlink = yes\n[files]\nsports_clubs = \"*club*.csv\"\n";
    char folder[FAULT_PATH_SIZE], path[FAULT_PATH_SIZE + 20];

    remove_folder(place);
    folder_of(place, folder);
    if (mkdir(folder, 0700) != 0)
        abort();
    snprintf(path, sizeof path, "%s/clubs.csv", folder);
    bytes_put(path, clubs, sizeof clubs - 1);
    snprintf(path, sizeof path, "%s/recipe.ini", place->office->folder);
    bytes_put(path, recipe, sizeof recipe - 1);
}

static enum err run_recipe(struct place *place, struct record *record, struct why *why)
{
    struct recipe_report report = { 0 };
    char folder[FAULT_PATH_SIZE], recipe[FAULT_PATH_SIZE + 20];
    enum err e;

    (void)record;
    folder_of(place, folder);
    snprintf(recipe, sizeof recipe, "%s/recipe.ini", place->office->folder);
    e = import_by_recipe(place->office->store, &(struct import_wish){ .path = folder }, recipe, &report, why);
    recipe_report_release(&report);
    return e;
}

static bool is_recipe_taken(struct place *place)
{
    return party_of(place, "Oaks") > 0 && has_entries_more(place, 1);
}

const struct action map_actions[] = {
    { .name = "measure network", .is_of_town = true, .run = run_network, .is_done = place_is_same },
    { .name = "find doubles", .is_of_town = true, .run = run_pairs, .is_done = place_is_same },
    { .name = "standing", .is_of_town = true, .run = run_standing, .is_done = place_is_same },
    { .name = "coverage", .is_of_town = true, .run = run_coverage, .is_done = place_is_same },
    { .name = "link a double",
      .is_of_town = true,
      .prepare = find_ids,
      .run = run_link_pair,
      .is_done = is_pair_linked },
    { .name = "unlink it", .is_of_town = true, .prepare = find_ids, .run = run_unlink, .is_done = is_unlinked },
    { .name = "give places", .is_of_town = true, .run = run_placing, .is_done = is_placed },
    { .name = "answer a round", .is_of_town = true, .run = run_answer, .is_done = is_answered },
    { .name = "verify in it", .is_of_town = true, .run = run_verified, .is_done = is_verified },
    { .name = "renew", .is_of_town = true, .prepare = find_ids, .run = run_renewal, .is_done = is_renewed },
    { .name = "take a directory", .is_of_town = true, .run = run_directory, .is_done = is_directory_taken },
    { .name = "try a directory", .is_of_town = true, .run = run_directory_dry, .is_done = place_is_same },
    { .name = "give a directory",
      .is_of_town = true,
      .prepare = remove_folder,
      .run = run_give,
      .is_done = is_given,
      .is_half_fine = is_told },
    { .name = "give a graph",
      .is_of_town = true,
      .prepare = remove_folder,
      .run = run_graph,
      .is_done = is_given,
      .is_half_fine = is_told },
    { .name = "take a folder",
      .is_of_town = true,
      .prepare = put_folder,
      .run = run_recipe,
      .is_done = is_recipe_taken },
};
const size_t map_action_count = sizeof map_actions / sizeof map_actions[0];
