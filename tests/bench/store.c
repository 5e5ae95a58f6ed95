/*
 * The store on a large vault: one import, then what an officer feels. Prints one line a measurement: name, milliseconds
 * (or as said), budget. Usage: store [RECORDS]   (100,000); run from the top of the source.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "townkeep/domain/catalogue.h"
#include "townkeep/store/store.h"

enum { ROUNDS = 200 };

static const char *const first_words[] = { "Youth", "Harbour", "Éclair", "Northern", "Open",  "Green",
                                           "Saint", "Łódź",    "River",  "Old",      "Unity", "Bright" };
static const char *const last_words[] = { "House",  "Club",    "Trust",  "School", "Mosque",
                                          "Church", "Network", "Centre", "Forum",  "Association" };

#define WORD(in, is, at)                                                                              \
    {                                                                                                 \
        .list = in, .code = is, .label = is, .label_fr = "", .parent = "", .aliases = "", .order = at \
    }
static const struct vocabulary_entry words[] = {
    WORD("role", "team_lead", 1),    WORD("role", "administrator", 2),  WORD("profile", "consent_first", 1),
    WORD("weekday", "saturday", 1),  WORD("weekday", "sunday", 2),      WORD("party_kind", "org", 1),
    WORD("party_kind", "person", 2), WORD("party_status", "active", 1),
};
enum { WORDS = sizeof words / sizeof words[0] };

static double now(void)
{
    struct timespec at;

    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

static void must(enum err e, const struct why *why, const char *doing)
{
    if (e == OK)
        return;
    fprintf(stderr, "%s: %s\n", doing, why_text(why));
    exit(1);
}

static int compare_times(const void *a, const void *b)
{
    const double *left = a, *right = b;

    return (*left > *right) - (*left < *right);
}

static void tell(const char *what, double *times, int count, const char *budget)
{
    qsort(times, (size_t)count, sizeof *times, compare_times);
    printf("%-44s median %9.3f ms   worst of %d %9.3f ms   %s\n", what, times[count / 2], count, times[count - 1],
           budget);
}

static void set(struct record *record, const char *key, const char *text)
{
    if (!record_value(record, key) || value_set_text(record_value(record, key), text))
        abort();
}

static void make_party(struct record *party, int number)
{
    char text[400];

    if (record_init(party, &party_type))
        abort();
    snprintf(text, sizeof text, "%s %s %s %d", first_words[number * 7 % 12], last_words[number * 3 % 10],
             first_words[number / 12 % 12], number);
    set(party, "name", text);
    set(party, "kind", "org");
    set(party, "status", "active");
    snprintf(text, sizeof text,
             "Works with families and young people in district %d; meets %s evenings. Founded by volunteers.",
             number % 40, last_words[number % 10]);
    set(party, "description", text);
    snprintf(text, sizeof text, "%d %s Street", number % 300, first_words[number % 12]);
    set(party, "address", text);
    snprintf(text, sizeof text, "office%d@example.org", number);
    set(party, "email", text);
    if (number % 3)
        set(party, "verified_on", number % 2 ? "2026-03-01" : "2025-11-12");
}

static void tell_memory(const char *when)
{
    struct rusage usage;
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");

    if (file && fscanf(file, "%*s %ld", &pages) != 1)
        pages = 0;
    if (file)
        fclose(file);
    getrusage(RUSAGE_SELF, &usage);
    printf("%-44s %9.1f MiB now, %.1f MiB at most\n", when, (double)pages * (double)sysconf(_SC_PAGESIZE) / 1048576,
           (double)usage.ru_maxrss / 1024);
}

static int64_t import(struct store *store, int count)
{
    struct why why = { .code = OK };
    struct save *save;
    struct saved saved;
    double start = now();

    must(save_begin(store, ENTRY_IMPORT, &save, &why), &why, "begin");
    for (int i = 0; i < count; i++) {
        struct record party;

        make_party(&party, i);
        must(save_put(save, &party, NULL, &why), &why, "put");
        record_release(&party);
    }
    must(save_commit(save, "Imported", &saved, &why), &why, "commit");
    printf("%-44s %9.0f ms for %d records, one entry\n", "import", now() - start, count);
    return saved.entry;
}

static void measure_saves(struct store *store)
{
    struct why why = { .code = OK };
    double times[ROUNDS];

    for (int i = 0; i < ROUNDS; i++) {
        struct record party;
        double start;

        make_party(&party, 1000000 + i);
        start = now();
        must(store_put(store, &party, NULL, NULL, &why), &why, "put");
        times[i] = now() - start;
        record_release(&party);
    }
    tell("save one new record, durable", times, ROUNDS, "");
}

static void measure_pages(struct store *store, const char *filter, const char *sort, const char *what,
                          const char *budget)
{
    struct why why = { .code = OK };
    struct record anchor = { 0 };
    struct query query;
    double times[ROUNDS];

    query_init(&query, &party_type);
    if (sort)
        query.sort_field = field_find(&party_type, sort);
    if (filter)
        must(query_add_filter(&query, filter, store_words(store), &why), &why, "filter");
    for (int i = 0; i < ROUNDS; i++) {
        struct record_page page;
        double start = now();

        must(store_page(store, &query, anchor.type ? &anchor : NULL, false, 30, &page, &why), &why, "page");
        times[i] = now() - start;
        record_release(&anchor);
        if (page.count > 0 && page.more_after && record_copy(&anchor, &page.records[page.count - 1]))
            abort();
        record_page_release(&page);
    }
    record_release(&anchor);
    tell(what, times, ROUNDS, budget);
}

static void measure_search(struct store *store, const char *typed)
{
    struct why why = { .code = OK };
    struct found found[20];
    double times[20];
    char what[60];
    size_t count = 0;

    for (int i = 0; i < 20; i++) {
        double start = now();

        must(store_search(store, NULL, typed, 20, found, &count, &why), &why, "search");
        times[i] = now() - start;
    }
    snprintf(what, sizeof what, "search \"%s\" (%zu)", typed, count);
    tell(what, times, 20, "30 ms");
}

static void measure_count(struct store *store, const char *filter)
{
    struct why why = { .code = OK };
    struct query query;
    double times[20];
    char what[60];
    size_t count = 0;
    bool more;

    query_init(&query, &party_type);
    if (filter)
        must(query_add_filter(&query, filter, store_words(store), &why), &why, "filter");
    for (int i = 0; i < 20; i++) {
        double start = now();

        must(store_count(store, &query, 1000, &count, &more, &why), &why, "count");
        times[i] = now() - start;
    }
    snprintf(what, sizeof what, "count %s (%zu)", filter ? filter : "all", count);
    tell(what, times, 20, "");
}

static struct store *reopen(struct store *store, const char *path, const struct passphrase *passphrase)
{
    struct why why = { .code = OK };
    struct store_opening opening = { .path = path,
                                     .passphrase = passphrase,
                                     .assets = "assets",
                                     .catalogue = &domain_catalogue,
                                     .vocabulary = words,
                                     .vocabulary_count = WORDS };
    double times[5];

    for (int i = 0; i < 5; i++) {
        double start;

        store_close(store);
        start = now();
        must(store_open(&opening, &store, &why), &why, "open");
        times[i] = now() - start;
    }
    tell("open (Argon2id of 8 MiB within)", times, 5, "50 ms after the key");
    return store;
}

static void measure_all(struct store *store)
{
    measure_saves(store);
    measure_pages(store, NULL, NULL, "page of 30 by name", "10 ms");
    measure_pages(store, NULL, "verified_on", "page of 30 by date with empty ones", "10 ms");
    measure_pages(store, "name~harb", NULL, "page of 30, name~harb", "30 ms");
    measure_pages(store, "name~youth club 7", NULL, "page of 30, name~youth club 7", "30 ms");
    measure_pages(store, "~district 39", NULL, "page of 30, ~district 39", "30 ms");
    measure_pages(store, "~volunteers", NULL, "page of 30, ~volunteers (all)", "30 ms");
    measure_count(store, NULL);
    measure_count(store, "name~harb");
    measure_search(store, "y");
    measure_search(store, "yo");
    measure_search(store, "youth");
    measure_search(store, "youth hou");
    measure_search(store, "district 39 moschee");
    measure_search(store, "99999");
    measure_search(store, "volunt");
}

int main(int argc, char **argv)
{
    int count = argc > 1 ? atoi(argv[1]) : 100000;
    char folder[] = "/tmp/townkeep-bench-XXXXXX", path[64];
    struct passphrase *passphrase = NULL;
    struct verify_report report;
    struct store *store = NULL;
    struct stat status;
    struct why why = { .code = OK };
    int64_t entry;
    double start;

    must(crypt_start(&why), &why, "start");
    if (!mkdtemp(folder) || passphrase_new(&passphrase, &why) ||
        passphrase_add(passphrase, "correct horse battery", 21))
        return 1;
    snprintf(path, sizeof path, "%s/bench.tkv", folder);
    must(store_create(&(struct store_new){ .path = path,
                                           .office = "Bench",
                                           .officer = "Ana",
                                           .passphrase = passphrase,
                                           .cost = { .operations = 1, .memory = 8 << 20 },
                                           .assets = "assets",
                                           .catalogue = &domain_catalogue,
                                           .vocabulary = words,
                                           .vocabulary_count = WORDS },
                      &store, &why),
         &why, "create");
    entry = import(store, count);
    tell_memory("memory after the import");
    store = reopen(store, path, passphrase);
    tell_memory("memory after opening");
    measure_all(store);
    tell_memory("memory after lists and searches");
    start = now();
    if (store_verify(store, &report, &why))
        printf("verify: %s\n", buf_text(&report.lines));
    printf("%-44s %9.0f ms\n", "verify all", now() - start);
    verify_report_release(&report);
    start = now();
    must(store_undo(store, entry, NULL, &why), &why, "undo");
    printf("%-44s %9.0f ms\n", "undo the import", now() - start);
    if (stat(path, &status) == 0)
        printf("%-44s %9.1f MiB\n", "file", (double)status.st_size / 1048576);
    tell_memory("memory after all");
    store_close(store);
    passphrase_free(passphrase);
    unlink(path);
    rmdir(folder);
    return 0;
}
