/* The report of all guards, filled in the order in which they are put up. */
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "guard_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/crypt/crypt.h"

static bool brings_code(const char *variable)
{
    static const char *const names[] = { "LD_PRELOAD=", "LD_AUDIT=", "LD_LIBRARY_PATH=" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t len = strlen(names[i]);

        if (strncmp(variable, names[i], len) == 0 && variable[len])
            return true;
    }
    return false;
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
