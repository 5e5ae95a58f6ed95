/*
 * Pictures on a vault that `parties` made, driven key by key as the loop does it, each frame painted on a
 * pseudo-terminal:
 *
 *     pictures FOLDER
 *
 * One line a measurement, as measured_tell has it; memory in KiB as the kernel counted it at its highest.
 */

#include "measure.h"
#include "press.h"

enum { OPENINGS = 7, ARROWS = 60, PAGES = 10 };

static void go_through(struct bench *bench)
{
    static const uint32_t ways[] = { PRESS_RIGHT, PRESS_DOWN, PRESS_LEFT, PRESS_UP, PRESS_END, PRESS_HOME };

    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        press_often(bench, ways[i], ARROWS);
    press_often(bench, PRESS_PAGE_DOWN, PAGES);
}

/* Opened, gone through with the cursor, and the records behind its first number. */
static void use_coverage(struct bench *bench)
{
    static struct measured open = { .name = "coverage" }, keys = { .name = "coverage_keys" },
                           list = { .name = "coverage_list" };

    for (int i = 0; i < OPENINGS; i++) {
        bench->keys = &open;
        press(bench, '3');
        must_be_on(bench, "picture");
        bench->keys = &keys;
        go_through(bench);
        press(bench, PRESS_END);
        press(bench, PRESS_LEFT); /* the sum of the row */
        bench->keys = &list;
        press(bench, PRESS_ENTER);
        bench->keys = NULL;
        must_be_on(bench, "list");
        press_often(bench, PRESS_ESCAPE, 2);
    }
    measured_tell(&open, bench->out);
    measured_tell(&keys, bench->out);
    measured_tell(&list, bench->out);
}

/* A picture of the network, by its number in the menu. */
static void use_network(struct bench *bench, uint32_t number, struct measured *open, struct measured *keys)
{
    for (int i = 0; i < OPENINGS; i++) {
        bench->keys = open;
        press(bench, number);
        must_be_on(bench, "picture");
        bench->keys = keys;
        go_through(bench);
        bench->keys = NULL;
        press(bench, PRESS_ESCAPE);
    }
    measured_tell(open, bench->out);
    measured_tell(keys, bench->out);
}

int main(int argc, char **argv)
{
    static struct measured opened[] = { { .name = "ego" }, { .name = "adjacency" }, { .name = "bridges" } };
    static struct measured keys[] = { { .name = "ego_keys" },
                                      { .name = "adjacency_keys" },
                                      { .name = "bridges_keys" } };
    static struct bench bench;

    if (argc != 2)
        bench_die("usage", "pictures FOLDER");
    bench_open(&bench, argv[1]);
    type(&bench, BENCH_PASSPHRASE);
    press(&bench, PRESS_ENTER);
    must_be_on(&bench, "home");
    press(&bench, '1');
    press(&bench, '0');
    must_be_on(&bench, "pictures");
    use_coverage(&bench);
    use_network(&bench, '4', &opened[0], &keys[0]);
    use_network(&bench, '5', &opened[1], &keys[1]);
    use_network(&bench, '7', &opened[2], &keys[2]);
    tell_memory(bench.out, "picture_memory");
    bench_close(&bench);
    return 0;
}
