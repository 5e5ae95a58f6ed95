/*
 * A small parent that outlives the screens: when they die in a way that leaves them no last word (SIGKILL, a fault), it
 * clears the window and gives the terminal its modes back, so that no case text stays on the glass. It holds no secret
 * and opens no file.
 */
#include "watch_in.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "townkeep/app/guard.h"
#include "townkeep/base/err.h"

/* Colours and modes off, paste and mouse marks off, window and scrollback cleared, ordinary screen, window cleared,
 * cursor shown: understood by every terminal since the VT100, or left alone. */
static const char restore_sequence[] =
    "\033[0m\033[?2004l\033[?1000l\033[?1006l\033[2J\033[3J\033[?1049l\033[H\033[2J\033[?25h";

static void write_all(const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t written = write(STDOUT_FILENO, bytes, len);

        if (written < 0 && errno != EINTR)
            return;
        if (written > 0) {
            bytes += written;
            len -= (size_t)written;
        }
    }
}

/* What ends or stops the program, when it is sent to the parent, is meant for the child. The terminal sends it to both
 * by itself; then it is not passed on. */
static void pass_on(pid_t child, const siginfo_t *signal)
{
    if (signal->si_code <= 0 && signal->si_pid != child)
        kill(child, signal->si_signo);
}

/* The child's status once it is gone; false while it runs. */
static bool has_ended(pid_t child, int *status)
{
    pid_t changed;

    while ((changed = waitpid(child, status, WNOHANG | WUNTRACED)) == child && WIFSTOPPED(*status)) {
        raise(SIGSTOP);
        kill(child, SIGCONT);
    }
    return changed == child || (changed < 0 && errno != EINTR);
}

static int wait_for(pid_t child, const sigset_t *watched)
{
    siginfo_t signal;
    int status = 0;

    while (!has_ended(child, &status)) {
        if (sigwaitinfo(watched, &signal) > 0 && signal.si_signo != SIGCHLD)
            pass_on(child, &signal);
    }
    return status;
}

int watch_run(int (*screens)(const struct cli_screens *wanted), const struct cli_screens *wanted)
{
    static const int signals[] = { SIGCHLD, SIGINT, SIGHUP, SIGTERM, SIGTSTP, SIGQUIT };
    struct termios modes;
    bool terminal = tcgetattr(STDIN_FILENO, &modes) == 0;
    sigset_t watched, before;
    pid_t child;
    int status;

    sigemptyset(&watched);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
        sigaddset(&watched, signals[i]);
    sigprocmask(SIG_BLOCK, &watched, &before);
    child = fork();
    if (wanted->guards)
        guards_end_children(wanted->guards);
    if (child <= 0)
        sigprocmask(SIG_SETMASK, &before, NULL);
    if (child < 0)
        return screens(wanted);
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGHUP);
        _exit(screens(wanted));
    }
    status = wait_for(child, &watched);
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (WIFEXITED(status))
        return WEXITSTATUS(status);
    if (terminal) {
        write_all(restore_sequence, sizeof restore_sequence - 1);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &modes);
    }
    return err_exit_status(E_SYSTEM);
}
