/*
 * From starting the program to its unlock prompt, on a terminal:
 *
 *     start PROGRAM VAULT
 *
 * The program is started anew each time, on a pseudo-terminal, and read until the key bar of the first screen is there.
 */
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

#include "measure.h"

enum { TIMES = 15, SEEN_MOST = 1 << 16, WAIT = 10000 };

static pid_t start(const char *program, const char *vault, int theirs, int ours)
{
    pid_t child = fork();

    if (child < 0)
        bench_die("fork", "no process to be had");
    if (child > 0)
        return child;
    close(ours);
    setsid();
    ioctl(theirs, TIOCSCTTY, 0);
    dup2(theirs, STDIN_FILENO);
    dup2(theirs, STDOUT_FILENO);
    dup2(theirs, STDERR_FILENO);
    execl(program, program, "--vault", vault, (char *)NULL);
    _exit(127);
}

/* Reads until the key of the last hint, which is painted last, was seen. */
static void wait_for_prompt(int ours)
{
    static char seen[SEEN_MOST + 1];
    size_t len = 0;

    while (len < SEEN_MOST && poll(&(struct pollfd){ .fd = ours, .events = POLLIN }, 1, WAIT) > 0) {
        ssize_t now = read(ours, seen + len, SEEN_MOST - len);

        if (now <= 0)
            break;
        len += (size_t)now;
        seen[len] = '\0';
        if (strstr(seen, "F10"))
            return;
    }
    bench_die("start", "the unlock prompt did not come");
}

/* What is left is read, so that the program is not kept from leaving. */
static void finish(pid_t child, int ours)
{
    char rest[4096];

    kill(-child, SIGTERM); /* its session: the screens have a small parent */
    while (read(ours, rest, sizeof rest) > 0)
        ;
    waitpid(child, NULL, 0);
    close(ours);
}

int main(int argc, char **argv)
{
    static struct measured prompt = { .name = "prompt" };

    if (argc != 3)
        bench_die("usage", "start PROGRAM VAULT");
    for (int i = 0; i < TIMES; i++) {
        int ours, theirs = bench_terminal(&ours);
        double started = seconds_now();
        pid_t child = start(argv[1], argv[2], theirs, ours);

        close(theirs);
        wait_for_prompt(ours);
        measured_add(&prompt, seconds_now() - started, 0);
        finish(child, ours);
    }
    measured_tell(&prompt, stdout);
    return 0;
}
