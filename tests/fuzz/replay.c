/*
 * The fuzz targets as a test, without a fuzzer: replay [--changes N] [--seed S] [TARGET…] runs each target's seeds, the
 * kept inputs, and N small changes of each. A target that dies, or takes longer than it may, is a failure; the input it
 * died of is kept in build/fuzz. The last line is "N passed, N failed", counting seeds and kept inputs.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fuzz.h"

enum { INPUT_MOST = 1 << 20, SECONDS_MOST = 20, CHANGES = 40 };

/* Seen by the parent when the child has died. */
struct shared {
    size_t inputs, changed;
    size_t len; /* of the input being run */
    uint8_t bytes[INPUT_MOST];
};

struct replay {
    const struct fuzz_target *target;
    struct shared *shared;
    unsigned changes;
    uint64_t state;
};

/* splitmix64, Steele, Lea and Flood 2014 */
static uint64_t next_number(struct replay *replay)
{
    uint64_t z = replay->state += 0x9e3779b97f4a7c15;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

/* On a copy of exactly that length, so that reading past it shows. */
static void run_one(struct replay *replay)
{
    size_t len = replay->shared->len;
    uint8_t *bytes = malloc(len > 0 ? len : 1);

    if (bytes == NULL)
        abort();
    memcpy(bytes, replay->shared->bytes, len);
    alarm(SECONDS_MOST);
    replay->target->run(bytes, len);
    free(bytes);
}

/* One small change: a byte set, a bit flipped, a piece cut out, doubled or overwritten by one of those that matter. */
static void change_one(struct replay *replay)
{
    static const uint8_t telling[] = { 0x00, 0xff, 0x7f, 0x80, 0x1b, '"', '\n', '-' };
    struct shared *shared = replay->shared;
    size_t most = replay->target->most < INPUT_MOST ? replay->target->most : INPUT_MOST;
    size_t at = shared->len > 0 ? next_number(replay) % shared->len : 0, piece = 1 + next_number(replay) % 16;

    if (shared->len == 0) {
        shared->bytes[shared->len++] = (uint8_t)next_number(replay);
        return;
    }
    piece = piece < shared->len - at ? piece : shared->len - at;
    switch (next_number(replay) % 5) {
    case 0:
        shared->bytes[at] ^= (uint8_t)(1u << next_number(replay) % 8);
        break;
    case 1:
        shared->bytes[at] = (uint8_t)next_number(replay);
        break;
    case 2:
        shared->bytes[at] = telling[next_number(replay) % sizeof telling];
        break;
    case 3:
        memmove(shared->bytes + at, shared->bytes + at + piece, shared->len - at - piece);
        shared->len -= piece;
        break;
    default:
        if (shared->len + piece > most)
            return;
        memmove(shared->bytes + at + piece, shared->bytes + at, shared->len - at);
        shared->len += piece;
    }
}

static void run_and_change(void *data, const void *bytes, size_t len)
{
    struct replay *replay = data;
    struct shared *shared = replay->shared;

    if (len > INPUT_MOST)
        abort();
    memcpy(shared->bytes, bytes, len);
    shared->len = len;
    run_one(replay);
    for (unsigned i = 0; i < replay->changes; i++) {
        memcpy(shared->bytes, bytes, len);
        shared->len = len;
        for (uint64_t more = 1 + next_number(replay) % 4; more > 0; more--)
            change_one(replay);
        run_one(replay);
        shared->changed++;
    }
    shared->inputs++;
}

static void run_file(struct replay *replay, const char *folder, const char *name)
{
    char path[512];
    uint8_t *bytes = malloc(INPUT_MOST);
    FILE *file;
    size_t len;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "re");
    if (bytes == NULL || file == NULL)
        abort();
    len = fread(bytes, 1, INPUT_MOST, file);
    fclose(file);
    run_and_change(replay, bytes, len);
    free(bytes);
}

static void run_kept(struct replay *replay)
{
    char folder[256];
    DIR *dir;

    snprintf(folder, sizeof folder, "tests/fuzz/kept/%s", replay->target->name);
    dir = opendir(folder);
    for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;)
        if (entry->d_name[0] != '.')
            run_file(replay, folder, entry->d_name);
    if (dir != NULL)
        closedir(dir);
}

static void keep_killer(const struct replay *replay)
{
    char path[256];
    FILE *file;

    (void)mkdir("build", 0777);
    (void)mkdir("build/fuzz", 0777);
    snprintf(path, sizeof path, "build/fuzz/died-%s", replay->target->name);
    file = fopen(path, "we");
    if (file == NULL)
        return;
    (void)fwrite(replay->shared->bytes, 1, replay->shared->len, file);
    fclose(file);
    printf("  its input is kept as %s\n", path);
}

static bool replay_target(struct replay *replay)
{
    int status = 0;
    pid_t child;

    fflush(stdout);
    replay->shared->inputs = replay->shared->changed = replay->shared->len = 0;
    child = fork();
    if (child == 0) {
        if (replay->target->start != NULL)
            replay->target->start();
        replay->target->seeds(run_and_change, replay);
        run_kept(replay);
        exit(0);
    }
    while (child < 0 || (waitpid(child, &status, 0) < 0 && errno == EINTR))
        if (child < 0)
            abort();
    printf("  %-12s %4zu inputs, %6zu changes of them\n", replay->target->name, replay->shared->inputs,
           replay->shared->changed);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    printf("  FAILED %s: %s %d\n", replay->target->name, WIFSIGNALED(status) ? "signal" : "status",
           WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    keep_killer(replay);
    return false;
}

int main(int argc, char **argv)
{
    struct replay replay = { .changes = CHANGES, .state = 1 };
    size_t passed = 0, failed = 0;
    int first = 1;

    for (; first + 1 < argc && strncmp(argv[first], "--", 2) == 0; first += 2) {
        if (strcmp(argv[first], "--changes") == 0)
            replay.changes = (unsigned)strtoul(argv[first + 1], NULL, 10);
        else
            replay.state = strtoull(argv[first + 1], NULL, 10);
    }
    replay.shared = mmap(NULL, sizeof *replay.shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (replay.shared == MAP_FAILED)
        return 2;
    for (size_t i = 0; i < fuzz_target_count; i++) {
        bool is_wanted = first >= argc;

        for (int j = first; j < argc; j++)
            is_wanted = is_wanted || strcmp(argv[j], fuzz_targets[i]->name) == 0;
        if (!is_wanted)
            continue;
        replay.target = fuzz_targets[i];
        failed += !replay_target(&replay);
        passed += replay.shared->inputs;
    }
    printf("%zu passed, %zu failed\n", passed, failed);
    return failed > 0;
}
