/*
 * The screens on a vault that `parties` made, driven key by key as the loop does it, each frame painted on a
 * pseudo-terminal:
 *
 *     screens FOLDER
 *
 * One line a measurement, as measured_tell has it; memory in KiB as the kernel counted it at its highest; bytes painted
 * a key, on average.
 */
#include "measure.h"
#include "press.h"
#include "townkeep/domain/catalogue.h"

enum { PAGE = 20, PAGES = 40, SAVES = 100, ARROWS = 300, TURNS = 30, KDF_TIMES = 15, UNLOCKS = 7 };

/* --- what is measured --- */
/* The key derivation alone, with the vault's own cost, to take it off: the shortest, so that what is left is never too
 * little. */
static double derive(void)
{
    static const uint8_t salt[SALT_SIZE];
    struct passphrase *passphrase = NULL;
    struct why why = { 0 };
    double shortest = 0;

    bench_must(passphrase_new(&passphrase, &why), "passphrase", &why);
    bench_must(passphrase_add(passphrase, BENCH_PASSPHRASE, strlen(BENCH_PASSPHRASE)), "passphrase", NULL);
    for (int i = 0; i < KDF_TIMES; i++) {
        struct secret *key = NULL;
        double started = seconds_now(), taken;

        bench_must(
            kdf_passphrase(passphrase, salt, (struct kdf_cost){ .operations = 1, .memory = 8 << 20 }, &key, &why),
            "key", &why);
        taken = seconds_now() - started;
        shortest = i == 0 || taken < shortest ? taken : shortest;
        secret_free(key);
    }
    passphrase_free(passphrase);
    return shortest;
}

/* Unlocked and locked again some times; from the second on the file is in the system's cache, as it is for whoever
 * worked yesterday. */
static void open_home(struct bench *bench)
{
    static struct measured unlock = { .name = "home" };
    double derivation = derive();

    for (int i = 0; i < UNLOCKS; i++) {
        struct beginning begun;

        if (i > 0)
            stack_lock(bench->app.flow);
        show(bench);
        type(bench, BENCH_PASSPHRASE);
        begun = begin_now();
        press(bench, PRESS_ENTER);
        must_be_on(bench, "home");
        begun.at += derivation;
        begun.processor += derivation;
        measured_since(&unlock, begun);
    }
    measured_tell(&unlock, bench->out);
}

static void use_list(struct bench *bench)
{
    static struct measured keys = { .name = "keys" }, ends = { .name = "ends" }, filter = { .name = "filter" },
                           sort = { .name = "sort" };
    static const char *const words[] = { "saint anna you", "mlynska", "harbour box", "zwolf", "nothing like it" };

    bench->keys = &keys;
    type(bench, "11");
    must_be_on(bench, "list");
    press_often(bench, PRESS_DOWN, ARROWS);
    press_often(bench, PRESS_PAGE_DOWN, PAGES);
    press_often(bench, PRESS_UP, ARROWS);
    for (int i = 0; i < TURNS; i++) {
        press(bench, PRESS_ENTER);
        press(bench, PRESS_ESCAPE);
        press(bench, PRESS_DOWN);
    }
    bench->keys = &ends;
    for (int i = 0; i < TURNS; i++) {
        press(bench, PRESS_END);
        press(bench, PRESS_PAGE_UP);
        press(bench, PRESS_HOME);
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        bench->keys = NULL;
        press(bench, '/');
        bench->keys = &filter;
        type(bench, words[i]);
        bench->keys = NULL;
        press(bench, PRESS_ESCAPE);
    }
    bench->keys = &sort;
    press_often(bench, 's', TURNS);
    measured_tell(&sort, bench->out);
    measured_tell(&ends, bench->out);
    measured_tell(&filter, bench->out);
    bench->keys = &keys;
    press(bench, PRESS_ENTER);
    press(bench, 'e');
    must_be_on(bench, "form");
    type(bench, "Typed at the usual speed, by somebody with a phone at the ear. ");
    press_often(bench, PRESS_TAB, PAGES);
    press(bench, PRESS_ESCAPE);
    press(bench, 'd');
    measured_tell(&keys, bench->out);
    bench->keys = NULL;
    press_often(bench, PRESS_ESCAPE, 3);
    must_be_on(bench, "home");
}

static void find(struct bench *bench)
{
    static struct measured search = { .name = "search" };
    static const char *const words[] = { "saint anna", "mlynska you", "harbour",
                                         "mill lane",  "call back",   "nothing like it" };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        press(bench, PRESS_FUNCTION(7));
        must_be_on(bench, "search");
        bench->keys = &search;
        type(bench, words[i]);
        bench->keys = NULL;
        press(bench, PRESS_ESCAPE);
        if (strcmp(stack_screen(bench->app.flow), "home") != 0)
            press(bench, PRESS_ESCAPE);
    }
    measured_tell(&search, bench->out);
}

/* --- the store underneath --- */
static void page_from(struct bench *bench, struct measured *measured, struct record *anchor, bool backwards, int pages)
{
    struct query query;
    struct why why = { 0 };

    query_init(&query, &party_type);
    for (int i = 0; i < pages; i++) {
        struct record_page page = { 0 };
        struct beginning begun = begin_now();

        bench_must(
            store_page(flow_store(bench->app.flow), &query, anchor->type ? anchor : NULL, backwards, PAGE, &page, &why),
            "page", &why);
        if (measured)
            measured_since(measured, begun);
        if (page.count > 0) {
            record_release(anchor);
            bench_must(record_copy(anchor, &page.records[backwards ? 0 : page.count - 1]), "record", NULL);
        }
        record_page_release(&page);
    }
}

/* The record in the middle of the list, reached in large steps. */
static void go_to_middle(struct bench *bench, struct record *anchor, size_t count)
{
    enum { STEP = 500 };
    struct query query;
    struct why why = { 0 };

    query_init(&query, &party_type);
    for (size_t done = 0; done + STEP <= count / 2; done += STEP) {
        struct record_page page = { 0 };

        bench_must(
            store_page(flow_store(bench->app.flow), &query, anchor->type ? anchor : NULL, false, STEP, &page, &why),
            "page", &why);
        record_release(anchor);
        if (page.count > 0)
            bench_must(record_copy(anchor, &page.records[page.count - 1]), "record", NULL);
        record_page_release(&page);
    }
}

static void page_list(struct bench *bench)
{
    static struct measured first = { .name = "page_first" }, middle = { .name = "page_middle" },
                           last = { .name = "page_last" };
    struct record anchor = { 0 };
    struct query all;
    struct why why = { 0 };
    size_t count;
    bool more;

    query_init(&all, &party_type);
    bench_must(store_count(flow_store(bench->app.flow), &all, 1u << 30, &count, &more, &why), "count", &why);
    page_from(bench, &first, &anchor, false, PAGES < (int)count / PAGE / 3 ? PAGES : (int)count / PAGE / 3);
    record_release(&anchor);
    anchor = (struct record){ 0 };
    go_to_middle(bench, &anchor, count);
    page_from(bench, &middle, &anchor, false, PAGES < (int)count / PAGE / 3 ? PAGES : (int)count / PAGE / 3);
    record_release(&anchor);
    anchor = (struct record){ 0 };
    page_from(bench, &last, &anchor, true, PAGES < (int)count / PAGE / 3 ? PAGES : (int)count / PAGE / 3);
    record_release(&anchor);
    measured_tell(&first, bench->out);
    measured_tell(&middle, bench->out);
    measured_tell(&last, bench->out);
}

/* One field of one record changed, as a save of its own: checked, indexed for the search, signed, chained, on the disk.
 */
static void save_records(struct bench *bench)
{
    static struct measured saves = { .name = "save" };
    struct query query;
    struct record_page page = { 0 };
    struct saved saved;
    struct why why = { 0 };
    char text[80];

    query_init(&query, &party_type);
    bench_must(store_page(flow_store(bench->app.flow), &query, NULL, false, SAVES, &page, &why), "page", &why);
    for (size_t i = 0; i < page.count; i++) {
        struct beginning begun;

        snprintf(text, sizeof text, "0161 99 %zu", i);
        bench_must(value_set_text(record_value(&page.records[i], "phone"), text), "value", NULL);
        begun = begin_now();
        bench_must(store_put(flow_store(bench->app.flow), &page.records[i], NULL, &saved, &why), "save", &why);
        measured_since(&saves, begun);
    }
    measured_tell(&saves, bench->out);
    record_page_release(&page);
}

int main(int argc, char **argv)
{
    static struct bench bench;

    if (argc != 2)
        bench_die("usage", "screens FOLDER");
    bench_open(&bench, argv[1]);
    open_home(&bench);
    use_list(&bench);
    find(&bench);
    tell_memory(bench.out, "memory");
    fprintf(bench.out, "bytes\t%.0f\n", bench.bytes / bench.pressed);
    page_list(&bench);
    save_records(&bench);
    bench_close(&bench);
    return 0;
}
