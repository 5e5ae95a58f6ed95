/* Root passes over the modes of files. The tests that need a file or a folder which takes no writing put that right
 * aside for a while. */
#ifndef TOWNKEEP_TESTS_PLAIN_USER_H
#define TOWNKEEP_TESTS_PLAIN_USER_H

#include <linux/capability.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Whether the modes of files bind this process, as they bind everybody but root. A right it never had stays away. */
static inline void plain_user(bool is_bound)
{
    struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
    struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3] = { 0 };
    const unsigned override = 1u << CAP_DAC_OVERRIDE;

    if (syscall(SYS_capget, &head, sets) != 0)
        abort();
    sets[0].effective = is_bound ? sets[0].effective & ~override : sets[0].effective | (sets[0].permitted & override);
    if (syscall(SYS_capset, &head, sets) != 0)
        abort();
}

#endif
