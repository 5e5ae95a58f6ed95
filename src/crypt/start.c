/*
 * Start-up of the room, random numbers and wiping.
 *
 * A process that holds secrets leaves no core dump and cannot be traced by others of the same user. A build with the
 * address sanitizer stays traceable, because its leak check attaches to the process it runs in.
 */
#include <errno.h>
#include <malloc.h>
#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "townkeep/base/i18n.h"
#include "townkeep/crypt/crypt.h"

#if defined(__SANITIZE_ADDRESS__)
#define IS_TRACED_BUILD 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_TRACED_BUILD 1
#endif
#endif
#ifndef IS_TRACED_BUILD
#define IS_TRACED_BUILD 0
#endif

/* More than SQLite, the hashing and the screens go down together. */
enum { STACK_WIPED = 256 << 10 };

enum err crypt_start(struct why *why)
{
    const struct rlimit none = { .rlim_cur = 0, .rlim_max = 0 };

    if (sodium_init() < 0)
        return why_set(
            why, E_SYSTEM,
            N_("This computer gives no random numbers, so nothing can be encrypted. Restart it and try again."));
    if (setrlimit(RLIMIT_CORE, &none) != 0)
        return why_errno(why, errno, N_("Memory dumps cannot be switched off, so secrets would not be safe"));
    if (!IS_TRACED_BUILD && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return why_errno(why, errno, N_("Other programs cannot be kept from reading this one's memory"));
    return OK;
}

bool crypt_memory_is_locked(void)
{
    void *probe = sodium_malloc(KEY_SIZE);
    bool is_locked = probe != NULL && sodium_mlock(probe, KEY_SIZE) == 0;

    sodium_free(probe);
    return is_locked;
}

void random_bytes(void *out, size_t len)
{
    randombytes_buf(out, len);
}

uint32_t random_below(uint32_t bound)
{
    return randombytes_uniform(bound);
}

void wipe_remains(void)
{
    sodium_stackzero(STACK_WIPED);
    malloc_trim(0);
}

void wipe(void *bytes, size_t len)
{
    if (len > 0)
        sodium_memzero(bytes, len);
}
