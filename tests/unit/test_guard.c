/*
 * The fences around the process: what the kernel refuses, what still works, and what is told where the kernel knows no
 * fences. Each is put up in a child of its own, because it can never be taken down again.
 */
#include <CUnit/CUnit.h>
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "townkeep/app/app.h"
#include "townkeep/app/guard.h"
#include "townkeep/base/path.h"
#include "townkeep/crypt/crypt.h"
#include "unit.h"

void suite_guard(void);

#if defined(__SANITIZE_ADDRESS__)
#define IS_TRACED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_TRACED 1
#endif
#endif
#ifndef IS_TRACED
#define IS_TRACED 0
#endif

enum { CAN_NOT = 99 /* a child that found no fence to try */ };

/* The line of the first check that failed in a child; 0 when all held. */
#define HOLD(condition)      \
    do {                     \
        if (!(condition))    \
            return __LINE__; \
    } while (0)
#define REFUSED(call, number) HOLD((errno = 0, (call) == -1 && errno == (number)))

/* Run `check` in a child with `folder` at hand. Lines are told modulo 256, so a failure has a second witness on
 * standard error. */
static int in_child(int (*check)(const char *folder), const char *folder)
{
    int status = -1, line;
    pid_t child;

    fflush(NULL);
    child = fork();
    if (child == 0) {
        line = check(folder);
        if (line && line != CAN_NOT)
            dprintf(STDERR_FILENO, "test_guard.c:%d does not hold\n", line);
        _exit(line == CAN_NOT ? CAN_NOT : line != 0);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status);
}

static void try_in_child(int (*check)(const char *folder), const char *folder)
{
    int status = in_child(check, folder);

    if (status == CAN_NOT)
        unit_skip("here there is no such fence");
    else
        CU_ASSERT_EQUAL(status, 0);
}

static bool calls_are_fenced(void)
{
    struct guard guard = calls_fence();

    return guard.state == (IS_TRACED ? GUARD_PARTLY : GUARD_ON) && guard.sentence;
}

/* Valgrind answers some calls itself, before the kernel could refuse them. */
static bool is_simulated(void)
{
    const char *brought = getenv("LD_PRELOAD");

    return brought && strstr(brought, "vgpreload");
}

/* --- system calls --- */
static int check_network(const char *folder)
{
    struct sockaddr to = { .sa_family = AF_UNIX };
    int ends[2];
    char byte = 0;

    (void)folder;
    if (!calls_are_fenced())
        return CAN_NOT;
    REFUSED(socket(AF_INET, SOCK_STREAM, 0), EPERM);
    REFUSED(socket(AF_INET6, SOCK_DGRAM, 0), EPERM);
    REFUSED(socket(AF_UNIX, SOCK_STREAM, 0), EPERM);
    REFUSED(socket(AF_NETLINK, SOCK_RAW, 0), EPERM);
    REFUSED(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), EPERM);
    REFUSED(connect(STDIN_FILENO, &to, sizeof to), EPERM);
    REFUSED(bind(STDIN_FILENO, &to, sizeof to), EPERM);
    REFUSED(listen(STDIN_FILENO, 1), EPERM);
    REFUSED(accept(STDIN_FILENO, NULL, NULL), EPERM);
    REFUSED(accept4(STDIN_FILENO, NULL, NULL, 0), EPERM);
    REFUSED(sendto(STDIN_FILENO, &byte, 1, 0, &to, sizeof to), EPERM);
    return 0;
}

static void p12_there_is_no_network(void)
{
    try_in_child(check_network, NULL);
}

static int check_programs(const char *folder)
{
    char *const words[] = { (char[]){ "true" }, NULL };
    int file = open("/bin/true", O_RDONLY | O_CLOEXEC);

    (void)folder;
    if (is_simulated() || !calls_are_fenced())
        return CAN_NOT;
    REFUSED(execve("/bin/true", words, NULL), EPERM);
    REFUSED(syscall(SYS_execveat, file, "", words, NULL, 0x1000 /* AT_EMPTY_PATH */), EPERM);
    HOLD(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1);
    return 0;
}

static void no_other_program_is_run(void)
{
    try_in_child(check_programs, NULL);
}

static int check_tracing(const char *folder)
{
    char from[8] = "", to[8] = "";
    struct iovec here = { to, sizeof to }, there = { from, sizeof from };

    (void)folder;
    if (is_simulated() || !calls_are_fenced())
        return CAN_NOT;
    if (!IS_TRACED)
        REFUSED(ptrace(PTRACE_TRACEME, 0, NULL, NULL), EPERM);
    REFUSED(process_vm_readv(getpid(), &here, 1, &there, 1, 0), EPERM);
    REFUSED(process_vm_writev(getpid(), &here, 1, &there, 1, 0), EPERM);
    REFUSED(syscall(425 /* io_uring_setup */, 1, NULL), EPERM);
    REFUSED(syscall(438 /* pidfd_getfd */, 0, 0, 0), EPERM);
    return 0;
}

static void p02_other_memory_is_out_of_reach(void)
{
    try_in_child(check_tracing, NULL);
}

/* On a pipe the terminal's calls fail for another reason, before and after. */
static int check_terminal(const char *folder)
{
    char key = 'x';
    int ends[2], waiting;

    (void)folder;
    HOLD(pipe2(ends, O_CLOEXEC) == 0);
    REFUSED(ioctl(ends[0], TIOCSTI, &key), ENOTTY);
    if (is_simulated() || !calls_are_fenced())
        return CAN_NOT;
    REFUSED(ioctl(ends[0], TIOCSTI, &key), EPERM);
    REFUSED(ioctl(ends[0], 0x541c /* TIOCLINUX */, &key), EPERM);
    REFUSED(syscall(SYS_ioctl, ends[0], (long)TIOCSTI | (1L << 32), &key), EPERM); /* the kernel drops the high half */
    HOLD(ioctl(ends[0], FIONREAD, &waiting) == 0);
    return 0;
}

static void p15_nothing_is_typed_into_the_terminal(void)
{
    try_in_child(check_terminal, NULL);
}

#ifdef __x86_64__
static int check_x32(const char *folder)
{
    (void)folder;
    if (is_simulated() || !calls_are_fenced())
        return CAN_NOT;
    REFUSED(syscall(0x40000000 | SYS_getpid), EPERM);
    HOLD(syscall(SYS_getpid) == getpid());
    return 0;
}

static void calls_of_another_machine_are_refused(void)
{
    try_in_child(check_x32, NULL);
}
#endif

static int check_children(const char *folder)
{
    int status;
    pid_t child;

    (void)folder;
    if (IS_TRACED || is_simulated() || !calls_are_fenced())
        return CAN_NOT;
    child = fork();
    if (child == 0)
        _exit(socket(AF_INET, SOCK_STREAM, 0) == -1 && errno == EPERM ? 7 : 1);
    HOLD(child > 0 && waitpid(child, &status, 0) == child);
    HOLD(WIFEXITED(status) && WEXITSTATUS(status) == 7);
    HOLD(calls_fence_children());
    REFUSED(fork(), EPERM);
    REFUSED(syscall(435 /* clone3 */, NULL, 0), EPERM);
    return 0;
}

static void a_child_is_fenced_too_until_there_are_none(void)
{
    try_in_child(check_children, NULL);
}

static void *try_socket(void *gate)
{
    char byte;

    if (read(*(int *)gate, &byte, 1) != 1)
        return NULL;
    return socket(AF_INET, SOCK_STREAM, 0) == -1 && errno == EPERM ? gate : NULL;
}

/* Libraries may start threads while they are loaded. */
static int check_threads(const char *folder)
{
    int gate[2];
    void *refused = NULL;
    pthread_t thread;

    (void)folder;
    HOLD(pipe(gate) == 0 && pthread_create(&thread, NULL, try_socket, &gate[0]) == 0);
    if (!calls_are_fenced())
        return CAN_NOT;
    HOLD(write(gate[1], "x", 1) == 1 && pthread_join(thread, &refused) == 0);
    HOLD(refused);
    return 0;
}

static void a_thread_that_was_there_before_is_fenced_too(void)
{
    try_in_child(check_threads, NULL);
}

static int check_ordinary_work(const char *folder)
{
    char path[UNIT_PATH_SIZE], in[] = "\x8aumadija", out[32] = "", *from = in, *to = out;
    size_t in_left = strlen(in), out_left = sizeof out - 1;
    iconv_t tables;

    if (!calls_are_fenced())
        return CAN_NOT;
    tables = iconv_open("UTF-8", "CP1250"); /* loads a library */
    HOLD(tables != (iconv_t)-1);
    HOLD(iconv(tables, &from, &in_left, &to, &out_left) == 0);
    HOLD(strcmp(out, "\xc5\xa0umadija") == 0);
    iconv_close(tables);
    unit_path(folder, "kept", path);
    HOLD(path_write_file(path, "text", 4, NULL) == OK);
    HOLD(raise(0) == 0);
    return 0;
}

static void ordinary_work_goes_on(void)
{
    char folder[UNIT_PATH_SIZE];

    unit_folder(folder);
    try_in_child(check_ordinary_work, folder);
    unit_folder_remove(folder);
}

/* --- files --- */
static int make(const char *folder, const char *name)
{
    char path[UNIT_PATH_SIZE];
    int file;

    unit_path(folder, name, path);
    file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (file >= 0)
        close(file);
    return file >= 0 ? 0 : -1;
}

static int look(const char *folder, const char *name)
{
    char path[UNIT_PATH_SIZE];
    int file;

    unit_path(folder, name, path);
    file = open(path, O_RDONLY | O_CLOEXEC);
    if (file >= 0)
        close(file);
    return file >= 0 ? 0 : -1;
}

static void make_folder(const char *folder, const char *name)
{
    char path[UNIT_PATH_SIZE];

    unit_path(folder, name, path);
    CU_ASSERT_EQUAL_FATAL(mkdir(path, 0700), 0);
}

/* <folder>/home/.local/{share,state}/townkeep, home/.config/townkeep; named, elsewhere, start: the last is the working
 * directory; named/link leads to elsewhere/target. */
static void make_places(char folder[UNIT_PATH_SIZE])
{
    static const char *const names[] = { "home",
                                         "home/.local",
                                         "home/.local/share",
                                         "home/.local/share/townkeep",
                                         "home/.local/state",
                                         "home/.local/state/townkeep",
                                         "home/.config",
                                         "home/.config/townkeep",
                                         "named",
                                         "linked",
                                         "elsewhere",
                                         "start" };
    char path[UNIT_PATH_SIZE];

    unit_folder(folder);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        make_folder(folder, names[i]);
    CU_ASSERT_EQUAL_FATAL(make(folder, "elsewhere/there"), 0);
    CU_ASSERT_EQUAL_FATAL(make(folder, "linked/target"), 0);
    unit_path(folder, "named/link", path);
    CU_ASSERT_EQUAL_FATAL(symlink("../linked/target", path), 0);
}

static int enter(const char *folder)
{
    char path[UNIT_PATH_SIZE];

    unit_path(folder, "home", path);
    HOLD(setenv("HOME", path, 1) == 0);
    unsetenv("XDG_DATA_HOME");
    unsetenv("XDG_STATE_HOME");
    unsetenv("XDG_CONFIG_HOME");
    unit_path(folder, "start", path);
    HOLD(chdir(path) == 0);
    return 0;
}

static int check_command_files(const char *folder)
{
    char vault[UNIT_PATH_SIZE], link[UNIT_PATH_SIZE];
    char *words[] = { (char[]){ "import" }, (char[]){ "--mapping=none" }, link };
    struct cli_reach reach = { .named = { vault }, .words = words, .word_count = 3 };
    struct guard guard;

    unit_path(folder, "named/office.townkeep", vault);
    unit_path(folder, "named/link", link);
    HOLD(enter(folder) == 0);
    guard = files_fence(&reach);
    if (guard.state == GUARD_OFF)
        return CAN_NOT;
    HOLD(guard.sentence != NULL);
    HOLD(make(folder, "named/office.townkeep") == 0 && make(folder, "start/report.csv") == 0);
    HOLD(make(folder, "home/.local/share/townkeep/x") == 0 && make(folder, "home/.local/state/townkeep/x") == 0 &&
         make(folder, "home/.config/townkeep/x") == 0);
    HOLD(look(folder, "named/link") == 0); /* its target is elsewhere, but it was named */
    REFUSED(make(folder, "home/.bashrc"), EACCES);
    REFUSED(make(folder, "home/.config/autostart"), EACCES);
    REFUSED(make(folder, "elsewhere/new"), EACCES);
    REFUSED(look(folder, "elsewhere/there"), EACCES);
    HOLD(look("/etc", "passwd") == 0);
    REFUSED(make("/etc", "townkeep-test"), EACCES);
    return 0;
}

static void p20_a_command_reaches_its_own_files_and_those_named(void)
{
    char folder[UNIT_PATH_SIZE];

    make_places(folder);
    try_in_child(check_command_files, folder);
    unit_folder_remove(folder);
}

static int check_screens_files(const char *folder)
{
    struct cli_reach reach = { .is_wide = true, .is_for_screens = true };
    char program[UNIT_PATH_SIZE], *const words[] = { (char[]){ "true" }, NULL };

    HOLD(enter(folder) == 0);
    if (files_fence(&reach).state == GUARD_OFF)
        return CAN_NOT;
    HOLD(make(folder, "home/export.csv") == 0 && make(folder, "start/export.csv") == 0);
    HOLD(look(folder, "elsewhere/there") == 0);
    REFUSED(make("/etc", "townkeep-test"), EACCES);
    REFUSED(make("/usr/lib", "townkeep-test"), EACCES);
    REFUSED(open("/dev/null", O_WRONLY | O_CLOEXEC), EACCES);
    unit_path(folder, "home/link", program);
    REFUSED(symlink("/etc/passwd", program), EACCES);
    REFUSED(mkfifo(program, 0600), EACCES);
    REFUSED(execve("/bin/true", words, NULL), EACCES);
    return 0;
}

static void p20_the_screens_write_outside_the_system_only(void)
{
    char folder[UNIT_PATH_SIZE];

    make_places(folder);
    try_in_child(check_screens_files, folder);
    unit_folder_remove(folder);
}

/* --- an older kernel --- */
/* This kernel, as if it had neither Landlock nor a second seccomp filter. */
static bool grow_old(void)
{
    static struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 444, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_seccomp, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prctl, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PR_SET_SECCOMP, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EINVAL),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = { sizeof code / sizeof *code, code };

    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

static int check_old_kernel(const char *folder)
{
    struct guards guards = { 0 };
    struct cli_reach reach = { .is_wide = false };

    HOLD(crypt_start(NULL) == OK);
    if (!grow_old())
        return CAN_NOT;
    HOLD(enter(folder) == 0);
    guards_start(&guards);
    guards_confine(&guards, &reach);
    HOLD(guards.of[GUARD_CALLS].state == GUARD_OFF && guards.of[GUARD_CALLS].sentence);
    HOLD(guards.of[GUARD_FILES].state == GUARD_OFF && guards.of[GUARD_FILES].sentence);
    HOLD(make(folder, "elsewhere/new") == 0);
    return 0;
}

static void p14_an_old_kernel_is_told_and_the_program_runs(void)
{
    char folder[UNIT_PATH_SIZE];

    make_places(folder);
    try_in_child(check_old_kernel, folder);
    unit_folder_remove(folder);
}

/* --- what is only looked at --- */
static void write_text(const char *folder, const char *name, const char *text)
{
    char path[UNIT_PATH_SIZE];

    unit_path(folder, name, path);
    CU_ASSERT_EQUAL(path_write_file(path, text, strlen(text), NULL), OK);
}

static enum guard_state look_at_swap(const char *folder, const char *swap)
{
    char list[UNIT_PATH_SIZE], devices[UNIT_PATH_SIZE], text[UNIT_PATH_SIZE + 128];

    unit_path(folder, "swaps", list);
    unit_path(folder, "devices", devices);
    snprintf(text, sizeof text, "Filename\t\t\t\tType\t\tSize\tUsed\tPriority\n%s%s", swap,
             swap[0] ? "  file 8388604\t0\t-2\n" : "");
    write_text(folder, "swaps", text);
    return swap_look_in(list, devices).state;
}

static void p06_plain_swap_is_noticed(void)
{
    char folder[UNIT_PATH_SIZE], swap[UNIT_PATH_SIZE], device[UNIT_PATH_SIZE], name[128];
    struct stat status;

    unit_folder(folder);
    write_text(folder, "swapfile", "");
    unit_path(folder, "swapfile", swap);
    CU_ASSERT_EQUAL_FATAL(stat(swap, &status), 0);
    CU_ASSERT_EQUAL(look_at_swap(folder, ""), GUARD_ON);
    CU_ASSERT_EQUAL(look_at_swap(folder, "/dev/zram0"), GUARD_ON);
    CU_ASSERT_EQUAL(look_at_swap(folder, swap), GUARD_OFF);

    snprintf(name, sizeof name, "devices/%u:%u/slaves/one/dm", major(status.st_dev), minor(status.st_dev));
    unit_path(folder, name, device);
    CU_ASSERT_EQUAL(path_make_folders(device, NULL), OK);
    CU_ASSERT_EQUAL(look_at_swap(folder, swap), GUARD_OFF);
    strncat(name, "/uuid", sizeof name - strlen(name) - 1);
    write_text(folder, name, "CRYPT-LUKS2-0f0f-cryptswap\n");
    CU_ASSERT_EQUAL(look_at_swap(folder, swap), GUARD_ON); /* a volume on an encrypted disk */
    *strstr(name, "/one/dm") = '\0';
    strncat(name, "/two", sizeof name - strlen(name) - 1);
    unit_path(folder, name, device);
    CU_ASSERT_EQUAL(path_make_folders(device, NULL), OK);
    CU_ASSERT_EQUAL(look_at_swap(folder, swap), GUARD_OFF); /* and partly on a plain one */

    unit_path(folder, "none", swap);
    CU_ASSERT_EQUAL(swap_look_in(swap, folder).state, GUARD_UNKNOWN);
    unit_folder_remove(folder);
}

static bool tells_swap(struct guards *guards)
{
    struct cli_screens wanted = { .wanted = true, .vault = "none/office.townkeep", .guards = guards };
    struct buf window = { 0 };
    struct app app = { 0 };
    bool told = false;

    if (app_open(&app, &wanted, KDF_INTERACTIVE, 80, 24, NULL) == OK && grid_print(&app.grid, &window) == OK)
        told = strstr(buf_text(&window), "This computer swaps to a disk that is not encrypted");
    buf_release(&window);
    app_close(&app);
    return told;
}

static int check_swap_is_told(const char *folder)
{
    struct guards plain = { .of = { [GUARD_SWAP] = { GUARD_OFF, "plain" } } };
    struct guards safe = { .of = { [GUARD_SWAP] = { GUARD_ON, "safe" } } };

    HOLD(enter(folder) == 0);
    HOLD(!tells_swap(&safe));
    HOLD(tells_swap(&plain));
    HOLD(!tells_swap(&plain));
    return 0;
}

static void p06_plain_swap_is_told_once(void)
{
    char folder[UNIT_PATH_SIZE];

    make_places(folder);
    try_in_child(check_swap_is_told, folder);
    unit_folder_remove(folder);
}

static int check_environment(const char *folder)
{
    struct guards guards = { 0 };

    (void)folder;
    unsetenv("LD_PRELOAD");
    unsetenv("LD_LIBRARY_PATH");
    guards_note_environment(&guards);
    HOLD(guards.of[GUARD_ENVIRONMENT].state == GUARD_ON);
    setenv("LD_AUDIT", "", 1);
    guards_note_environment(&guards);
    HOLD(guards.of[GUARD_ENVIRONMENT].state == GUARD_ON);
    setenv("LD_AUDIT", "/tmp/spy.so", 1);
    guards_note_environment(&guards);
    HOLD(guards.of[GUARD_ENVIRONMENT].state == GUARD_OFF);
    return 0;
}

static void p11_a_library_brought_by_the_environment_is_told(void)
{
    try_in_child(check_environment, NULL);
}

static void every_guard_has_a_name_and_a_word_for_each_state(void)
{
    for (int kind = 0; kind < GUARD_COUNT; kind++)
        CU_ASSERT_TRUE(guard_name((enum guard_kind)kind)[0] && guard_label((enum guard_kind)kind)[0]);
    for (int state = 0; state < GUARD_STATE_COUNT; state++)
        CU_ASSERT_TRUE(guard_word((enum guard_state)state)[0] != '\0');
}

void suite_guard(void)
{
    CU_pSuite s = CU_add_suite("guard", NULL, NULL);

    CU_add_test(s, "P12 there is no network", p12_there_is_no_network);
    CU_add_test(s, "no other program is run", no_other_program_is_run);
    CU_add_test(s, "P02 other processes' memory is out of reach", p02_other_memory_is_out_of_reach);
    CU_add_test(s, "P15 nothing is typed into the terminal", p15_nothing_is_typed_into_the_terminal);
#ifdef __x86_64__
    CU_add_test(s, "calls of another machine are refused", calls_of_another_machine_are_refused);
#endif
    CU_add_test(s, "a child is fenced in too, until there are none", a_child_is_fenced_too_until_there_are_none);
    CU_add_test(s, "a thread that was there before is fenced too", a_thread_that_was_there_before_is_fenced_too);
    CU_add_test(s, "ordinary work goes on", ordinary_work_goes_on);
    CU_add_test(s, "P20 a command reaches its own files and those named",
                p20_a_command_reaches_its_own_files_and_those_named);
    CU_add_test(s, "P20 the screens write outside the system only", p20_the_screens_write_outside_the_system_only);
    CU_add_test(s, "P14 an old kernel is told, and the program runs", p14_an_old_kernel_is_told_and_the_program_runs);
    CU_add_test(s, "P06 plain swap is noticed", p06_plain_swap_is_noticed);
    CU_add_test(s, "P06 plain swap is told once", p06_plain_swap_is_told_once);
    CU_add_test(s, "P11 a library brought by the environment is told",
                p11_a_library_brought_by_the_environment_is_told);
    CU_add_test(s, "every guard has a name, and a word for each state",
                every_guard_has_a_name_and_a_word_for_each_state);
}
