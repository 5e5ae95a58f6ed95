/*
 * A vault with many made-up organisations, the same every time:
 *
 *     parties FOLDER COUNT [PLACES]
 *
 * makes FOLDER/bench.townkeep with COUNT parties and one task to every two hundred of them, through the store as every
 * other save, a thousand records an entry; with PLACES districts, two of which each party works in, and three
 * relationships for each party. Tells how long that took.
 */
#include <sys/stat.h>

#include "measure.h"
#include "townkeep/base/path.h"
#include "townkeep/cli/cli.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/store/store.h"

enum { BATCH = 1000, PARTIES_FOR_A_TASK = 200, PLACES_MOST = 1000, TIES_FOR_A_PARTY = 3, PATH_SIZE = 512 };

struct made {
    unsigned state;
    int64_t places[PLACES_MOST];
    unsigned place_count;
    int64_t *parties; /* owned; kept for their ties where there are places */
    unsigned party_count;
};

static const char *const firsts[] = { "Saint Anna", "Old Port", "Hill",      "Al-Noor",    "Młyńska",
                                      "Riverside",  "Café",     "Green",     "Crossroads", "North End",
                                      "Bridge",     "Harbour",  "Sunrise",   "Zwölf",      "Lark",
                                      "Åsen",       "Market",   "Mill Lane", "Kestrel",    "Union" };
static const char *const seconds[] = {
    "Youth House",      "Football Club", "Women's Circle", "Parish",
    "Community Centre", "School",        "Mentors",        "Neighbourhood Association",
    "Sports Union",     "Library",       "Advice Centre",  "Choir",
    "Boxing Gym",       "Trust"
};
static const char *const what[] = { "Open evenings for young people, homework help and trips in the holidays.",
                                    "Meals, advice on debt and housing, and company.",
                                    "Mentoring for young men who left school early; works with the job centre.",
                                    "Interfaith meetings, visits to each other's houses, a shared summer feast.",
                                    "Courses for parents about life online." };
static const char *const kinds[] = { "org", "org", "org", "org", "unit", "body", "informal_group" };
static const char *const sectors[] = { "education", "faith", "youth", "health", "community_engagement" };

/* Small, quick and the same everywhere. */
static unsigned next_random(unsigned *state)
{
    *state = *state * 1103515245u + 12345u;
    return *state >> 8;
}

static void set(struct record *record, const char *key, const char *text)
{
    struct value *value = record_value(record, key);

    if (!value || value_set_text(value, text))
        bench_die(key, "is no field of this record");
}

static void fill_place(struct record *place, unsigned number)
{
    char text[40];

    snprintf(text, sizeof text, "District %u", number + 1);
    set(place, "name", text);
    set(place, "kind", "district");
    value_set_number(record_value(place, "population"), 1000 + number * 37);
}

static void set_places(struct record *party, struct made *made)
{
    int64_t two[2];

    if (made->place_count == 0)
        return;
    for (int i = 0; i < 2; i++)
        two[i] = made->places[next_random(&made->state) % made->place_count];
    bench_must(value_set_ids(record_value(party, "places"), two, two[0] == two[1] ? 1 : 2), "places", NULL);
}

static void fill_party(struct record *party, unsigned number, unsigned *state)
{
    char text[200];
    const char *first = firsts[next_random(state) % (sizeof firsts / sizeof *firsts)];

    snprintf(text, sizeof text, "%s %s %u", first, seconds[next_random(state) % (sizeof seconds / sizeof *seconds)],
             number);
    set(party, "name", text);
    set(party, "kind", kinds[next_random(state) % (sizeof kinds / sizeof *kinds)]);
    set(party, "sectors", sectors[next_random(state) % (sizeof sectors / sizeof *sectors)]);
    set(party, "levels", next_random(state) % 2 ? "primary" : "secondary");
    set(party, "description", what[next_random(state) % (sizeof what / sizeof *what)]);
    snprintf(text, sizeof text, "0161 %07u", next_random(state) % 10000000);
    set(party, "phone", text);
    snprintf(text, sizeof text, "office%u@example.org", number);
    set(party, "email", text);
    snprintf(text, sizeof text, "%u Mill Lane, Novi Grad", number % 300 + 1);
    set(party, "address", text);
    snprintf(text, sizeof text, "%u", 1900 + next_random(state) % 124);
    set(party, "founded", text);
    snprintf(text, sizeof text, "2025-%02u-%02u", next_random(state) % 12 + 1, next_random(state) % 28 + 1);
    set(party, "verified_on", text);
    set(party, "status", "active");
}

static void fill_task(struct record *task, unsigned number, int64_t officer)
{
    char text[80];
    struct date due = date_from_days(date_to_days(clock_today()) + (int)(number % 60) - 10);
    char day[DATE_TEXT_SIZE];

    date_format(due, day);
    snprintf(text, sizeof text, "Call back about meeting %u", number);
    set(task, "what", text);
    set(task, "due", day);
    set(task, "status", "open");
    value_set_number(record_value(task, "owner"), officer);
}

/* The first of three leads to one of a few large ones, the others anywhere. */
static void fill_tie(struct record *tie, unsigned number, struct made *made)
{
    static const char *const types[] = { "member_of", "refers_to", "coordinates_with" };
    unsigned from = number / TIES_FOR_A_PARTY, which = number % TIES_FOR_A_PARTY;
    unsigned to = next_random(&made->state) % (which == 0 && made->party_count > 20 ? 20 : made->party_count);

    if (to == from)
        to = (to + 1) % made->party_count;
    value_set_number(record_value(tie, "from_party"), made->parties[from]);
    value_set_number(record_value(tie, "to_party"), made->parties[to]);
    set(tie, "type", types[which]);
    value_set_number(record_value(tie, "strength"), 1 + next_random(&made->state) % 5);
    set(tie, "valid_from", "2024");
}

static void fill(struct record *record, unsigned number, struct store *store, struct made *made)
{
    if (record->type == &place_type) {
        fill_place(record, number);
    } else if (record->type == &party_type) {
        fill_party(record, number, &made->state);
        set_places(record, made);
    } else if (record->type == &relationship_type) {
        fill_tie(record, number, made);
    } else {
        fill_task(record, number, store_officer_id(store));
    }
}

/* One save of at most BATCH records. */
static void save_some(struct store *store, const struct record_type *type, unsigned from, unsigned to,
                      struct made *made)
{
    struct save *save;
    struct saved saved;
    struct why why = { 0 };

    bench_must(save_begin(store, ENTRY_IMPORT, &save, &why), "save", &why);
    for (unsigned i = from; i < to; i++) {
        struct record record = { 0 };

        bench_must(record_init(&record, type), "record", NULL);
        fill(&record, i, store, made);
        bench_must(save_put(save, &record, NULL, &why), "save", &why);
        if (type == &place_type)
            made->places[made->place_count++] = record.id;
        if (type == &party_type && made->parties)
            made->parties[made->party_count++] = record.id;
        record_release(&record);
    }
    bench_must(save_commit(save, "Generated", &saved, &why), "save", &why);
}

static void save_all(struct store *store, const struct record_type *type, unsigned count, struct made *made)
{
    for (unsigned from = 0; from < count; from += BATCH)
        save_some(store, type, from, from + BATCH < count ? from + BATCH : count, made);
}

static struct store *create(const char *folder, const struct cli_words *words, const char *assets)
{
    struct passphrase *passphrase = NULL;
    struct store *store = NULL;
    struct why why = { 0 };
    char path[PATH_SIZE];

    snprintf(path, sizeof path, "%s/%s", folder, BENCH_VAULT);
    bench_must(crypt_start(&why), "crypt", &why);
    bench_must(passphrase_new(&passphrase, &why), "passphrase", &why);
    bench_must(passphrase_add(passphrase, BENCH_PASSPHRASE, strlen(BENCH_PASSPHRASE)), "passphrase", NULL);
    bench_must(store_create(&(struct store_new){ .path = path,
                                                 .office = "Novi Grad",
                                                 .officer = "Ana",
                                                 .passphrase = passphrase,
                                                 .cost = { .operations = 1, .memory = 8 << 20 },
                                                 .assets = assets,
                                                 .catalogue = &domain_catalogue,
                                                 .vocabulary = words->entries,
                                                 .vocabulary_count = words->count },
                            &store, &why),
               "the vault", &why);
    passphrase_free(passphrase);
    return store;
}

int main(int argc, char **argv)
{
    unsigned count = argc >= 3 ? (unsigned)strtoul(argv[2], NULL, 10) : 0;
    unsigned places = argc == 4 ? (unsigned)strtoul(argv[3], NULL, 10) : 0;
    static struct made made = { .state = 7 };
    struct cli_words words = { 0 };
    struct buf assets = { 0 };
    struct why why = { 0 };
    struct store *store;
    double started;

    if (count == 0 || places > PLACES_MOST)
        bench_die("usage", "parties FOLDER COUNT [PLACES]");
    umask(077);
    bench_must(path_assets(&assets, &why), "assets", &why);
    bench_must(cli_words_load(buf_text(&assets), &words, &why), "words", &why);
    store = create(argv[1], &words, buf_text(&assets));
    save_all(store, &place_type, places, &made);
    if (places > 0 && !(made.parties = calloc(count, sizeof *made.parties)))
        bench_die("memory", "there is none");
    started = seconds_now();
    save_all(store, &party_type, count, &made);
    printf("save_many\t%.0f\n", (double)count / (seconds_now() - started));
    save_all(store, &task_type, count / PARTIES_FOR_A_TASK, &made);
    save_all(store, &relationship_type, TIES_FOR_A_PARTY * made.party_count, &made);
    free(made.parties);
    store_close(store);
    cli_words_release(&words);
    buf_release(&assets);
    return 0;
}
