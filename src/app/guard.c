/* The report of all guards, filled in the order in which they are put up. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "guard_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/crypt/crypt.h"

/* LD_LIBRARY_PATH may be what this program's own libraries are found by; the others never are. */
static bool sets_one_of(const char *variable, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(names[i]);

        if (strncmp(variable, names[i], len) == 0 && variable[len])
            return true;
    }
    return false;
}

static bool brings_code(const char *variable)
{
    static const char *const names[] = { "LD_PRELOAD=", "LD_AUDIT=", "LD_LIBRARY_PATH=" };

    return sets_one_of(variable, names, sizeof names / sizeof *names);
}

static bool forces_code(const char *variable)
{
    static const char *const names[] = { "LD_PRELOAD=", "LD_AUDIT=" };

    return sets_one_of(variable, names, sizeof names / sizeof *names);
}

/* A folder for each thread stands there, beside "." and "..". */
static bool has_threads(void)
{
    struct stat threads;

    return stat("/proc/self/task", &threads) == 0 && threads.st_nlink > 3;
}

/* The mark keeps a program whose environment cannot be cleaned from starting for ever. OpenBLAS, which the measures of
 * the network bring along on some computers, starts threads while it is loaded, and the fence around the files would
 * not be around those. */
void guards_start_alone(char **argv)
{
    static char mark[] = "TOWNKEEP_ALONE=1", one_thread[] = "OPENBLAS_NUM_THREADS=1";
    char path[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path - 1);
    size_t kept = 0, count = 0;
    bool is_forced = has_threads();
    char **clean;

    for (; environ && environ[count]; count++) {
        if (strcmp(environ[count], mark) == 0)
            return;
        is_forced = is_forced || forces_code(environ[count]);
    }
    if (IS_TRACED_BUILD || !is_forced || len <= 0 || !(clean = calloc(count + 3, sizeof *clean)))
        return;
    path[len] = '\0';
    clean[kept++] = one_thread;
    for (size_t i = 0; i < count; i++) {
        if (!forces_code(environ[i]))
            clean[kept++] = environ[i];
    }
    clean[kept] = mark;
    execve(path, argv, clean);
    free(clean);
}

void guards_note_environment(struct guards *guards)
{
    struct guard *guard = &guards->of[GUARD_ENVIRONMENT];

    *guard = (struct guard){ GUARD_ON, N_("Only what the program reads was taken over from the environment.") };
    for (size_t i = 0; environ && environ[i]; i++) {
        if (brings_code(environ[i]))
            *guard = (struct guard){ GUARD_OFF, N_("The environment named libraries to load into this program "
                                                   "(LD_PRELOAD or the like), which can then read everything. Start "
                                                   "it without them.") };
    }
}

static struct guard look_at_dumps(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_max == 0)
        return (struct guard){ GUARD_ON, N_("When the program fails, its memory is written nowhere.") };
    return (struct guard){ GUARD_OFF, N_("When the program fails, its memory may be written to a file.") };
}

static struct guard look_at_tracing(void)
{
    if (prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0)
        return (struct guard){ GUARD_ON, N_("Other programs of yours cannot read this one's memory.") };
    return (struct guard){ GUARD_OFF, N_("Other programs of yours can read this one's memory, because it was built "
                                         "for testing.") };
}

static struct guard look_at_memory(void)
{
    if (crypt_memory_is_locked())
        return (struct guard){ GUARD_ON, N_("Keys and passphrases are locked in memory and never swapped out.") };
    return (struct guard){ GUARD_OFF, N_("This computer does not let the program keep its keys out of swap. Ask "
                                         "whoever looks after it to raise the limit of locked memory.") };
}

void guards_start(struct guards *guards)
{
    guards->of[GUARD_DUMPS] = look_at_dumps();
    guards->of[GUARD_TRACING] = look_at_tracing();
    guards->of[GUARD_MEMORY] = look_at_memory();
    guards->of[GUARD_SWAP] = swap_look();
    guards->of[GUARD_CALLS] = calls_fence();
}

void guards_confine(struct guards *guards, const struct cli_reach *reach)
{
    guards->of[GUARD_FILES] = files_fence(reach);
    if (!reach->is_for_screens)
        guards_end_children(guards);
}

void guards_end_children(struct guards *guards)
{
    struct guard *guard = &guards->of[GUARD_CALLS];

    if (!calls_fence_children() && guard->state == GUARD_ON)
        *guard = (struct guard){ GUARD_PARTLY, N_("The kernel refuses network and other programs, but not a second "
                                                  "copy of this one (seccomp).") };
}
