/*
 * Casework on a vault that `cases` made, driven key by key as the loop does it, each frame painted on a
 * pseudo-terminal:
 *
 *     casework FOLDER
 *
 * One line a measurement, as measured_tell has it; memory in KiB as the kernel counted it at its highest.
 */

#include "measure.h"
#include "press.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/known.h"
#include "townkeep/domain/numbers.h"

enum { PAGES = 40, ARROWS = 200, TURNS = 12, HOMES = 9, SEARCHES = 7 };

/* Home, and casework opened on it; then Home drawn anew with what is due of all cases. */
static void open_home(struct bench *bench)
{
    static struct measured home = { .name = "case_home" };

    type(bench, BENCH_PASSPHRASE);
    press(bench, PRESS_ENTER);
    must_be_on(bench, "home");
    press(bench, PRESS_FUNCTION(3));
    type(bench, BENCH_PASSPHRASE);
    press(bench, PRESS_ENTER);
    must_be_on(bench, "home");
    bench->keys = &home;
    press_often(bench, PRESS_FUNCTION(5), HOMES);
    bench->keys = NULL;
    measured_tell(&home, bench->out);
}

static void use_list(struct bench *bench)
{
    static struct measured list = { .name = "case_list" }, keys = { .name = "case_keys" },
                           pages = { .name = "case_pages" }, page = { .name = "case_page" };

    press(bench, '3');
    must_be_on(bench, "menu");
    bench->keys = &list;
    press(bench, '3');
    must_be_on(bench, "list");
    bench->keys = &keys;
    press_often(bench, PRESS_DOWN, ARROWS);
    bench->keys = &pages;
    press_often(bench, PRESS_PAGE_DOWN, PAGES);
    press(bench, PRESS_END);
    press(bench, PRESS_HOME);
    for (int i = 0; i < TURNS; i++) {
        bench->keys = &page;
        press(bench, PRESS_ENTER);
        bench->keys = NULL;
        must_be_on(bench, "case");
        press(bench, PRESS_ESCAPE);
        press_often(bench, PRESS_DOWN, 3);
    }
    press_often(bench, PRESS_ESCAPE, 2);
    must_be_on(bench, "home");
    measured_tell(&list, bench->out);
    measured_tell(&keys, bench->out);
    measured_tell(&pages, bench->out);
    measured_tell(&page, bench->out);
}

/* The first search opens what is sealed; the later ones find it opened. */
static void search_names(struct bench *bench)
{
    static struct measured first = { .name = "case_search_first" }, later = { .name = "case_search" };
    static const char *const names[] = { "marshwood", "zofia ozt", "nobody of this name", "lej", "mil nov",
                                         "kowalczyk", "asa" };

    for (int i = 0; i < SEARCHES; i++) {
        struct known known[KNOWN_MOST];
        struct why why = { 0 };
        struct beginning begun = begin_now();
        size_t count;

        bench_must(known_by_name(flow_store(bench->app.flow), names[i], "The benchmark asks", known, &count, &why),
                   "search", &why);
        measured_since(i == 0 ? &first : &later, begun);
    }
    measured_tell(&first, bench->out);
    measured_tell(&later, bench->out);
}

/* In slices, as the screen does it: a key waits for one. In the last it is decided what may be told. */
static void count_numbers(struct bench *bench)
{
    static struct measured whole = { .name = "case_numbers" }, slices = { .name = "case_slice" },
                           last = { .name = "case_slice_last" };
    struct numbers_job *job;
    struct date none = { 0 };
    struct why why = { 0 };
    struct beginning begun = begin_now();
    bool more = true;

    bench_must(numbers_start(flow_store(bench->app.flow), none, none, &job, &why), "numbers", &why);
    while (more) {
        struct beginning slice = begin_now();

        bench_must(numbers_step(job, &more, &why), "numbers", &why);
        measured_since(more ? &slices : &last, slice);
    }
    measured_since(&whole, begun);
    numbers_end(job);
    measured_tell(&whole, bench->out);
    measured_tell(&slices, bench->out);
    measured_tell(&last, bench->out);
}

int main(int argc, char **argv)
{
    static struct bench bench;

    if (argc != 2)
        bench_die("usage", "casework FOLDER");
    bench_open(&bench, argv[1]);
    open_home(&bench);
    use_list(&bench);
    search_names(&bench);
    tell_memory(bench.out, "case_memory");
    count_numbers(&bench);
    bench_close(&bench);
    return 0;
}
