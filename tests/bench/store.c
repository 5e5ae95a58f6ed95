/*
 * A large import as one entry: what it takes to save, to open with, to filter, to verify and to undo, and the memory
 * each needs. Prints one line a measurement, in words.
 *
 *     store RECORDS FOLDER        run from the top of the source
 */
#include <sys/stat.h>

#include "measure.h"
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

static void tell(const char *what, struct measured *measured, const char *budget)
{
    int count = measured->count;
    double median = measured_quantile(measured->seconds, count, 50) * 1e3;

    printf("%-44s median %9.3f ms, p99 %9.3f ms; processor %9.3f, %9.3f   %s\n", what, median,
           measured_quantile(measured->seconds, count, 99) * 1e3,
           measured_quantile(measured->processor, count, 50) * 1e3,
           measured_quantile(measured->processor, count, 99) * 1e3, budget);
    measured->count = 0;
}

static void tell_once(const char *what, struct beginning begun)
{
    printf("%-44s        %9.0f ms; processor %9.0f\n", what, (seconds_now() - begun.at) * 1e3,
           (processor_now() - begun.processor) * 1e3);
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

static long status_kib(const char *key)
{
    FILE *file = fopen("/proc/self/status", "re");
    char line[200];
    long kib = 0;

    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, key, strlen(key)) == 0)
            kib = strtol(line + strlen(key), NULL, 10);
    }
    if (file)
        fclose(file);
    return kib;
}

/* Now, and at most since last told. */
static void tell_memory(const char *when)
{
    FILE *file = fopen("/proc/self/clear_refs", "we");

    printf("%-44s %9.1f MiB now, %.1f MiB at most\n", when, (double)status_kib("VmRSS:") / 1024,
           (double)status_kib("VmHWM:") / 1024);
    if (file) {
        fputs("5", file); /* the peak is the present from here on */
        fclose(file);
    }
}

static int64_t import(struct store *store, int count)
{
    struct why why = { .code = OK };
    struct save *save;
    struct saved saved;
    struct beginning begun = begin_now();

    bench_must(save_begin(store, ENTRY_IMPORT, &save, &why), "begin", &why);
    for (int i = 0; i < count; i++) {
        struct record party;

        make_party(&party, i);
        bench_must(save_put(save, &party, NULL, &why), "put", &why);
        record_release(&party);
    }
    bench_must(save_commit(save, "Imported", &saved, &why), "commit", &why);
    tell_once("import", begun);
    return saved.entry;
}

static void measure_saves(struct store *store)
{
    struct why why = { .code = OK };
    static struct measured times;

    for (int i = 0; i < ROUNDS; i++) {
        struct record party;
        struct beginning begun;

        make_party(&party, 1000000 + i);
        begun = begin_now();
        bench_must(store_put(store, &party, NULL, NULL, &why), "put", &why);
        measured_since(&times, begun);
        record_release(&party);
    }
    tell("save one new record, durable", &times, "");
}

static void measure_pages(struct store *store, const char *filter, const char *sort, const char *what,
                          const char *budget)
{
    struct why why = { .code = OK };
    struct record anchor = { 0 };
    struct query query;
    static struct measured times;

    query_init(&query, &party_type);
    if (sort)
        query.sort_field = field_find(&party_type, sort);
    if (filter)
        bench_must(query_add_filter(&query, filter, store_words(store), &why), "filter", &why);
    for (int i = 0; i < ROUNDS; i++) {
        struct record_page page;
        struct beginning begun = begin_now();

        bench_must(store_page(store, &query, anchor.type ? &anchor : NULL, false, 30, &page, &why), "page", &why);
        measured_since(&times, begun);
        record_release(&anchor);
        if (page.count > 0 && page.more_after && record_copy(&anchor, &page.records[page.count - 1]))
            abort();
        record_page_release(&page);
    }
    record_release(&anchor);
    tell(what, &times, budget);
}

static void measure_search(struct store *store, const char *typed)
{
    struct why why = { .code = OK };
    struct found found[20];
    static struct measured times;
    char what[60];
    size_t count = 0;

    for (int i = 0; i < 20; i++) {
        struct beginning begun = begin_now();

        bench_must(store_search(store, NULL, typed, 20, found, &count, &why), "search", &why);
        measured_since(&times, begun);
    }
    snprintf(what, sizeof what, "search \"%s\" (%zu)", typed, count);
    tell(what, &times, "30 ms");
}

static void measure_count(struct store *store, const char *filter)
{
    struct why why = { .code = OK };
    struct query query;
    static struct measured times;
    char what[60];
    size_t count = 0;
    bool more;

    query_init(&query, &party_type);
    if (filter)
        bench_must(query_add_filter(&query, filter, store_words(store), &why), "filter", &why);
    for (int i = 0; i < 20; i++) {
        struct beginning begun = begin_now();

        bench_must(store_count(store, &query, 1000, &count, &more, &why), "count", &why);
        measured_since(&times, begun);
    }
    snprintf(what, sizeof what, "count %s (%zu)", filter ? filter : "all", count);
    tell(what, &times, "");
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
    static struct measured times;

    for (int i = 0; i < 5; i++) {
        struct beginning begun;

        store_close(store);
        begun = begin_now();
        bench_must(store_open(&opening, &store, &why), "open", &why);
        measured_since(&times, begun);
    }
    tell("open (Argon2id of 8 MiB within)", &times, "50 ms after the key");
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

static struct store *create(const char *path, const struct passphrase *passphrase)
{
    struct why why = { .code = OK };
    struct store *store = NULL;

    bench_must(store_create(&(struct store_new){ .path = path,
                                                 .office = "Bench",
                                                 .officer = "Ana",
                                                 .passphrase = passphrase,
                                                 .cost = { .operations = 1, .memory = 8 << 20 },
                                                 .assets = "assets",
                                                 .catalogue = &domain_catalogue,
                                                 .vocabulary = words,
                                                 .vocabulary_count = WORDS },
                            &store, &why),
               "create", &why);
    return store;
}

static void undo(struct store *store, int64_t entry)
{
    struct why why = { .code = OK };
    struct beginning begun = begin_now();

    bench_must(store_undo(store, entry, NULL, &why), "undo", &why);
    tell_once("undo the import", begun);
    tell_memory("memory while undoing");
}

static void verify(struct store *store)
{
    struct why why = { .code = OK };
    struct verify_report report;
    struct beginning begun = begin_now();

    if (store_verify(store, &report, &why))
        printf("verify: %s\n", buf_text(&report.lines));
    tell_once("verify all", begun);
    verify_report_release(&report);
    tell_memory("memory while verifying");
}

int main(int argc, char **argv)
{
    struct passphrase *passphrase = NULL;
    struct why why = { .code = OK };
    struct store *store;
    struct stat status;
    char path[512];
    int64_t entry;

    if (argc != 3)
        bench_die("usage", "store RECORDS FOLDER");
    umask(077);
    bench_must(crypt_start(&why), "crypt", &why);
    bench_must(passphrase_new(&passphrase, &why), "passphrase", &why);
    bench_must(passphrase_add(passphrase, BENCH_PASSPHRASE, strlen(BENCH_PASSPHRASE)), "passphrase", NULL);
    snprintf(path, sizeof path, "%s/store.townkeep", argv[2]);
    store = create(path, passphrase);
    entry = import(store, (int)strtol(argv[1], NULL, 10));
    tell_memory("memory while importing");
    store = reopen(store, path, passphrase);
    tell_memory("memory after opening");
    measure_all(store);
    tell_memory("memory in lists and searches");
    undo(store, entry);
    verify(store);
    if (stat(path, &status) == 0)
        printf("%-44s %9.1f MiB\n", "file", (double)status.st_size / 1048576);
    store_close(store);
    passphrase_free(passphrase);
    unlink(path);
    return 0;
}
