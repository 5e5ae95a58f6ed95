/*
 * Runs the unit tests: all suites, or those named as arguments. The suites come from the file names, through the
 * generated suites.h. The last line is "N passed, N failed"; any failure makes the exit status 1.
 */
#include <CUnit/Basic.h>
#include <ftw.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit.h"

#include "suites.h"

enum { SUITE_COUNT = sizeof suites / sizeof suites[0] };

static unsigned skipped;

void unit_skip(const char *why)
{
    skipped++;
    printf("\n    skipped: %s", why);
}

bool unit_data(const char *name, char out[UNIT_PATH_SIZE])
{
    char why[UNIT_PATH_SIZE + 64];

    snprintf(out, UNIT_PATH_SIZE, "../shared/data/%s", name);
    if (access(out, R_OK) == 0)
        return true;
    snprintf(why, sizeof why, "%s is not here", out);
    unit_skip(why);
    return false;
}

void unit_folder(char out[UNIT_PATH_SIZE])
{
    const char *parent = getenv("TMPDIR");

    snprintf(out, UNIT_PATH_SIZE, "%s/townkeep-unit-XXXXXX", parent ? parent : "/tmp");
    if (!mkdtemp(out)) {
        perror(out);
        exit(2);
    }
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *ftw)
{
    (void)status;
    (void)kind;
    (void)ftw;
    return remove(path);
}

void unit_folder_remove(const char *folder)
{
    if (nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS) != 0)
        perror(folder);
}

void unit_path(const char *folder, const char *name, char out[UNIT_PATH_SIZE])
{
    snprintf(out, UNIT_PATH_SIZE, "%s/%s", folder, name);
}

static bool add_named(const char *name)
{
    for (size_t i = 0; i < SUITE_COUNT; i++) {
        if (strcmp(suites[i].name, name) == 0) {
            suites[i].add();
            return true;
        }
    }
    fprintf(stderr, "There is no suite \"%s\". There are:", name);
    for (size_t i = 0; i < SUITE_COUNT; i++)
        fprintf(stderr, " %s", suites[i].name);
    fputc('\n', stderr);
    return false;
}

static bool add_suites(int count, char **names)
{
    for (int i = 0; i < count; i++) {
        if (!add_named(names[i]))
            return false;
    }
    for (size_t i = 0; count == 0 && i < SUITE_COUNT; i++)
        suites[i].add();
    return true;
}

int main(int argc, char **argv)
{
    unsigned run, failed;

    setlocale(LC_CTYPE, "C.UTF-8");
    if (CU_initialize_registry() != CUE_SUCCESS || !add_suites(argc - 1, argv + 1))
        return 2;
    CU_basic_set_mode(CU_BRM_NORMAL);
    if (CU_basic_run_tests() != CUE_SUCCESS)
        return 2;
    run = CU_get_number_of_tests_run();
    failed = CU_get_number_of_tests_failed() + CU_get_number_of_suites_failed();
    CU_cleanup_registry();
    if (skipped > 0)
        printf("%u skipped\n", skipped);
    printf("%u passed, %u failed\n", run - failed, failed);
    return failed > 0 || run == 0;
}
