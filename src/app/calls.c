/*
 * System calls that this program never needs, refused by the kernel with EPERM: the network, other programs, other
 * processes' memory, words put into the terminal as if typed, and what only whoever administers the machine does. It
 * is a list of what is forbidden, not of what is allowed: a C library that takes a new call tomorrow must not make the
 * program fail in an office. The filter is our own few lines of BPF, for x86-64 and aarch64.
 *
 * The surprise: a build with the address sanitizer keeps ptrace and clone, which its leak check uses on itself.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "guard_in.h"
#include "townkeep/base/i18n.h"

#if defined(__x86_64__)
#define THIS_MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_MACHINE AUDIT_ARCH_AARCH64
#else
#define THIS_MACHINE 0
#endif

enum { X32_BIT = 0x40000000, COUNT_MAX = 96, FILTER_MAX = 2 * COUNT_MAX + 16, TERMINAL_TALK = 0x541c /* TIOCLINUX */ };

/* Numbers that every machine has, whatever the headers of the system it was built on knew. */
enum {
    CALL_IO_URING_SETUP = 425,
    CALL_IO_URING_ENTER = 426,
    CALL_IO_URING_REGISTER = 427,
    CALL_OPEN_TREE = 428,
    CALL_MOVE_MOUNT = 429,
    CALL_FSOPEN = 430,
    CALL_FSMOUNT = 432,
    CALL_PIDFD_OPEN = 434,
    CALL_CLONE3 = 435,
    CALL_PIDFD_GETFD = 438,
    CALL_PROCESS_MADVISE = 440,
    CALL_MOUNT_SETATTR = 442,
};

static const int forbidden[] = {
    /* the network, and other programs through sockets */
    SYS_socket,
    SYS_socketpair,
    SYS_connect,
    SYS_bind,
    SYS_listen,
    SYS_accept,
    SYS_accept4,
    SYS_sendto,
    SYS_recvfrom,
    SYS_sendmsg,
    SYS_recvmsg,
    SYS_sendmmsg,
    SYS_recvmmsg,
    /* other programs */
    SYS_execve,
    SYS_execveat,
    /* other processes' memory and files */
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_kcmp,
    CALL_PIDFD_OPEN,
    CALL_PIDFD_GETFD,
    CALL_PROCESS_MADVISE,
#if !IS_TRACED_BUILD
    SYS_ptrace,
#endif
    /* ways around this list, and parts of the kernel that are often attacked */
    CALL_IO_URING_SETUP,
    CALL_IO_URING_ENTER,
    CALL_IO_URING_REGISTER,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_add_key,
    SYS_request_key,
    SYS_keyctl,
    SYS_unshare,
    SYS_setns,
    SYS_open_by_handle_at,
    SYS_personality,
    /* the administration of the machine */
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    CALL_OPEN_TREE,
    CALL_MOVE_MOUNT,
    CALL_FSOPEN,
    CALL_FSMOUNT,
    CALL_MOUNT_SETATTR,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_kexec_load,
    SYS_reboot,
    SYS_swapon,
    SYS_swapoff,
    SYS_acct,
    SYS_quotactl,
    SYS_settimeofday,
    SYS_clock_settime,
    SYS_adjtimex,
    SYS_sethostname,
    SYS_setdomainname,
    SYS_syslog,
#ifdef SYS_iopl
    SYS_iopl,
    SYS_ioperm,
    SYS_modify_ldt,
#endif
};

static const int births[] = {
    SYS_clone,
    CALL_CLONE3,
#ifdef SYS_fork
    SYS_fork,
    SYS_vfork,
#endif
};

struct filter {
    struct sock_filter code[FILTER_MAX];
    unsigned short len;
};

static void say(struct filter *filter, unsigned what, unsigned value, unsigned if_so, unsigned if_not)
{
    if (filter->len < FILTER_MAX)
        filter->code[filter->len++] =
            (struct sock_filter){ .code = (uint16_t)what, .jt = (uint8_t)if_so, .jf = (uint8_t)if_not, .k = value };
}

static void load(struct filter *filter, size_t offset)
{
    say(filter, BPF_LD | BPF_W | BPF_ABS, (unsigned)offset, 0, 0);
}

static void refuse(struct filter *filter)
{
    say(filter, BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM, 0, 0);
}

static void refuse_when_equal(struct filter *filter, unsigned value)
{
    say(filter, BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1);
    refuse(filter);
}

/* A call made as another machine's, 32-bit or x32, has other numbers: all of those are refused. */
static void begin(struct filter *filter)
{
    load(filter, offsetof(struct seccomp_data, arch));
    say(filter, BPF_JMP | BPF_JEQ | BPF_K, (unsigned)THIS_MACHINE, 1, 0);
    refuse(filter);
    load(filter, offsetof(struct seccomp_data, nr));
    say(filter, BPF_JMP | BPF_JGE | BPF_K, X32_BIT, 0, 1);
    refuse(filter);
}

/* For every thread: this program starts none, but a library may have done so while it was loaded. All or nothing: with
 * a thread that cannot be fenced the kernel fences none. */
static bool install(struct filter *filter)
{
    struct sock_fprog program = { .len = filter->len, .filter = filter->code };

    say(filter, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
    program.len = filter->len;
    return filter->len < FILTER_MAX && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0;
}

/* Only the low half of the number counts for the kernel. Both machines are little-endian, so it comes first. */
static void refuse_terminal_calls(struct filter *filter)
{
    say(filter, BPF_JMP | BPF_JEQ | BPF_K, SYS_ioctl, 0, 5);
    load(filter, offsetof(struct seccomp_data, args[1]));
    refuse_when_equal(filter, TIOCSTI);
    refuse_when_equal(filter, TERMINAL_TALK);
}

struct guard calls_fence(void)
{
    struct filter filter = { .len = 0 };

    if (THIS_MACHINE == 0)
        return (struct guard){ GUARD_OFF, N_("There is no filter of system calls for this kind of computer. Keep it "
                                             "off the network where you can.") };
    begin(&filter);
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
        refuse_when_equal(&filter, (unsigned)forbidden[i]);
    refuse_terminal_calls(&filter);
    if (!install(&filter))
        return (struct guard){ GUARD_OFF, N_("The kernel of this computer does not filter system calls (seccomp). The "
                                             "program opens no network connection all the same.") };
    if (IS_TRACED_BUILD)
        return (struct guard){ GUARD_PARTLY, N_("The kernel refuses network and other programs. Tracing is left "
                                                "possible, because this program was built for testing.") };
    return (struct guard){ GUARD_ON, N_("The kernel refuses this program every network connection, every other "
                                        "program, and typing into the terminal (seccomp).") };
}

bool calls_fence_children(void)
{
    struct filter filter = { .len = 0 };

    if (THIS_MACHINE == 0 || IS_TRACED_BUILD)
        return false;
    begin(&filter);
    for (size_t i = 0; i < sizeof births / sizeof *births; i++)
        refuse_when_equal(&filter, (unsigned)births[i]);
    return install(&filter);
}
