/*
 * The targets for clang's libFuzzer: fuzz NAME [libFuzzer's own arguments]. With --list it names them, with --seeds
 * FOLDER it writes the target's seeds there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static const struct fuzz_target *target;

struct seeding {
    const char *folder;
    int number;
};

static void write_seed(void *data, const void *bytes, size_t len)
{
    struct seeding *seeding = data;
    char path[512];
    FILE *file;

    snprintf(path, sizeof path, "%s/seed-%03d", seeding->folder, seeding->number++);
    file = fopen(path, "we");
    if (file == NULL || fwrite(bytes, 1, len, file) != len || fclose(file) != 0) {
        perror(path);
        exit(2);
    }
}

static void list_and_leave(void)
{
    for (size_t i = 0; i < fuzz_target_count; i++)
        puts(fuzz_targets[i]->name);
    exit(0);
}

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    char **given = *arguments;

    if (*count == 2 && strcmp(given[1], "--list") == 0)
        list_and_leave();
    target = *count < 2 ? NULL : fuzz_find(given[1]);
    if (target == NULL) {
        fputs("fuzz NAME [ARGUMENT…] | fuzz NAME --seeds FOLDER | fuzz --list\n", stderr);
        exit(2);
    }
    if (target->start != NULL)
        target->start();
    if (*count == 4 && strcmp(given[2], "--seeds") == 0) {
        target->seeds(write_seed, &(struct seeding){ .folder = given[3] });
        exit(0);
    }
    /* libFuzzer would take the name for a folder. */
    given[1] = given[0];
    ++*arguments;
    --*count;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    if (len <= target->most)
        target->run(bytes, len);
    return 0;
}
