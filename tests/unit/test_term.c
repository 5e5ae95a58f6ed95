/* The terminal itself, on a pseudo-terminal: a child opens it and tells what it reads, this side plays the terminal. */
#include <CUnit/CUnit.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "townkeep/term/term.h"

void suite_term(void);

enum { HEARD_SIZE = 32768, PATIENCE = 10000 };

struct session {
    pid_t child;
    int terminal;           /* our end of the pseudo-terminal */
    int told;               /* what the child says, in words */
    char shown[HEARD_SIZE]; /* all bytes it sent to the terminal */
    size_t shown_len;
    char words[HEARD_SIZE];
    size_t word_len;
};

static void say(int told, const char *word)
{
    if (write(told, word, strlen(word)) < 0)
        _exit(9);
}

static void say_event(int told, const struct event *event)
{
    char name[KEY_NAME_SIZE], line[KEY_NAME_SIZE + EVENT_PASTE_MAX + 40] = "";

    if (event->kind == EVENT_KEY)
        snprintf(line, sizeof line, "%s ", key_name(event->key, name, sizeof name));
    else if (event->kind == EVENT_PASTE)
        snprintf(line, sizeof line, "<%s> ", event->paste);
    else if (event->kind == EVENT_RESIZE)
        snprintf(line, sizeof line, "%dx%d ", event->x, event->y);
    else if (event->kind == EVENT_HANG_UP)
        snprintf(line, sizeof line, "gone ");
    else if (event->kind == EVENT_NONE)
        snprintf(line, sizeof line, "nothing ");
    say(told, line);
}

static void handle_nothing(int number)
{
    (void)number;
}

/* The child: q closes, b blanks, l leaves and takes again, t waits a moment for nothing, f forgets what was typed. */
static void run_child(int told)
{
    struct style_look looks[STYLE_COUNT];
    struct grid grid = { 0 };
    struct term *term;
    struct event event = { 0 };
    int width, height;

    for (int i = 0; i < STYLE_COUNT; i++)
        looks[i] = (struct style_look){ .foreground = -1, .background = -1 };
    if (term_open(&term, looks, false, NULL) != OK)
        _exit(8);
    say(told, "open ");
    while (event.kind != EVENT_HANG_UP && !(event.kind == EVENT_KEY && event.key == 'q')) {
        term_size(term, &width, &height);
        if (grid_resize(&grid, width, height) != OK)
            _exit(7);
        draw_text(&grid, 0, 0, width, STYLE_TEXT, "HAZEL-27");
        term_show(term, &grid);
        event = term_read(term, event.kind == EVENT_KEY && event.key == 't' ? 20 : -1);
        if (event.kind == EVENT_KEY && event.key == 'l') {
            term_leave(term);
            term_enter(term);
        } else if (event.kind == EVENT_KEY && event.key == 'b') {
            term_blank(term);
        } else if (event.kind == EVENT_KEY && event.key == 'f') {
            term_forget_typed(term);
        }
        say_event(told, &event);
    }
    grid_release(&grid);
    term_close(term);
    say(told, "closed ");
    _exit(0);
}

static void become_child(int terminal, int told, const char *kind)
{
    int ours = open(ptsname(terminal), O_RDWR);
    struct sigaction handled = { .sa_handler = handle_nothing };

    signal(SIGHUP, SIG_IGN);
    sigaction(SIGUSR1, &handled, NULL);
    alarm(60);
    if (ours < 0 || setsid() < 0 || ioctl(ours, TIOCSCTTY, 0) < 0 || dup2(ours, 0) < 0 || dup2(ours, 1) < 0)
        _exit(6);
    close(terminal);
    setenv("TERM", kind, 1);
    run_child(told);
}

static void resize(struct session *session, int width, int height)
{
    struct winsize size = { .ws_col = (unsigned short)width, .ws_row = (unsigned short)height };

    CU_ASSERT_EQUAL(ioctl(session->terminal, TIOCSWINSZ, &size), 0);
}

static void start(struct session *session, const char *kind)
{
    int ends[2];

    memset(session, 0, sizeof *session);
    session->terminal = posix_openpt(O_RDWR | O_NOCTTY);
    CU_ASSERT_FATAL(session->terminal >= 0 && grantpt(session->terminal) == 0 && unlockpt(session->terminal) == 0);
    CU_ASSERT_FATAL(pipe(ends) == 0);
    resize(session, 80, 24);
    fflush(NULL);
    session->child = fork();
    CU_ASSERT_FATAL(session->child >= 0);
    if (session->child == 0) {
        close(ends[0]);
        become_child(session->terminal, ends[1], kind);
    }
    close(ends[1]);
    session->told = ends[0];
}

static bool take(int file, char *into, size_t *len)
{
    ssize_t got = *len < HEARD_SIZE - 1 ? read(file, into + *len, HEARD_SIZE - 1 - *len) : 0;

    if (got <= 0)
        return false;
    *len += (size_t)got;
    into[*len] = '\0';
    return true;
}

/* Listen until the child has said the word (all words so far, when it is NULL and the child ends). */
static bool hear(struct session *session, const char *word)
{
    struct pollfd wait[2] = { { .fd = session->terminal, .events = POLLIN },
                              { .fd = session->told, .events = POLLIN } };

    while (word == NULL || strstr(session->words, word) == NULL) {
        if (poll(wait, 2, PATIENCE) <= 0)
            return false;
        if (wait[0].revents != 0 && !take(session->terminal, session->shown, &session->shown_len))
            wait[0].fd = -1;
        if (wait[1].revents != 0 && !take(session->told, session->words, &session->word_len))
            return word == NULL;
    }
    return true;
}

static void type(struct session *session, const char *keys)
{
    CU_ASSERT_EQUAL(write(session->terminal, keys, strlen(keys)), (ssize_t)strlen(keys));
}

static int finish(struct session *session)
{
    int status = -1;

    CU_ASSERT_TRUE(hear(session, NULL));
    CU_ASSERT_EQUAL(waitpid(session->child, &status, 0), session->child);
    close(session->told);
    if (session->terminal >= 0)
        close(session->terminal);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_taken_and_restored(void)
{
    struct session session;
    struct termios before, during, after;

    start(&session, "xterm-256color");
    CU_ASSERT_EQUAL(tcgetattr(session.terminal, &before), 0);
    CU_ASSERT_TRUE(hear(&session, "open "));
    CU_ASSERT_EQUAL(tcgetattr(session.terminal, &during), 0);
    CU_ASSERT_EQUAL(during.c_lflag & (tcflag_t)(ICANON | ECHO | ISIG | IEXTEN), 0);
    CU_ASSERT_EQUAL(during.c_iflag & (tcflag_t)(IXON | ICRNL), 0);
    type(&session, "\x13\x1a\x03\r\033[A\xc3\xa9\033[200~a\rb\033[201~q");
    CU_ASSERT_TRUE(hear(&session, "closed "));
    CU_ASSERT_STRING_EQUAL(session.words, "open Ctrl-S Ctrl-Z Ctrl-C Enter Up \u00e9 <a\nb> q closed ");
    CU_ASSERT_EQUAL(tcgetattr(session.terminal, &after), 0);
    CU_ASSERT_EQUAL(after.c_lflag, before.c_lflag);
    CU_ASSERT_EQUAL(after.c_iflag, before.c_iflag);
    CU_ASSERT_EQUAL(after.c_oflag, before.c_oflag);
    CU_ASSERT_EQUAL(finish(&session), 0);
}

/* How often `part` stands in what was sent. */
static int count_shown(const struct session *session, const char *part)
{
    int count = 0;

    for (const char *at = session->shown; (at = strstr(at, part)) != NULL; at++)
        count++;
    return count;
}

static void test_what_is_sent(void)
{
    struct session session;
    const char *last;

    start(&session, "xterm-256color");
    CU_ASSERT_TRUE(hear(&session, "open "));
    type(&session, "q");
    CU_ASSERT_EQUAL(finish(&session), 0);
    CU_ASSERT_EQUAL(count_shown(&session, "HAZEL-27"), 1);
    CU_ASSERT_EQUAL(count_shown(&session, "\033[?1049h"), 1);
    CU_ASSERT_EQUAL(count_shown(&session, "\033[?2004h"), 1);
    CU_ASSERT_EQUAL(count_shown(&session, "\033[?1000h"), 0);
    /* After the last of the text: its line cleared, modes off, the other screen back, the cursor shown. */
    last = strstr(session.shown, "HAZEL-27");
    CU_ASSERT_PTR_NOT_NULL_FATAL(last);
    CU_ASSERT_PTR_NOT_NULL(strstr(last, "\033[1;1H\033[K"));
    CU_ASSERT_PTR_NOT_NULL(strstr(last, "\033[?2004l"));
    CU_ASSERT_PTR_NOT_NULL(strstr(last, "\033[?1049l"));
    CU_ASSERT_PTR_NOT_NULL(strstr(last, "\033[?12l\033[?25h"));
    /* No title, no clipboard. */
    CU_ASSERT_EQUAL(count_shown(&session, "\033]"), 0);
}

static void test_resize(void)
{
    struct session session;

    start(&session, "xterm-256color");
    CU_ASSERT_TRUE(hear(&session, "open "));
    resize(&session, 120, 40);
    CU_ASSERT_TRUE(hear(&session, "120x40 "));
    resize(&session, 20, 5);
    CU_ASSERT_TRUE(hear(&session, "20x5 "));
    resize(&session, 0, 0);
    CU_ASSERT_TRUE(hear(&session, "80x24 "));
    type(&session, "q");
    CU_ASSERT_EQUAL(finish(&session), 0);
}

static void test_hang_up(void)
{
    struct session session;

    start(&session, "xterm-256color");
    CU_ASSERT_TRUE(hear(&session, "open "));
    close(session.terminal);
    session.terminal = -1;
    CU_ASSERT_EQUAL(finish(&session), 0);
    CU_ASSERT_STRING_EQUAL(session.words, "open gone closed ");
}

static void test_blank_and_leave(void)
{
    struct session session;

    start(&session, "xterm-256color");
    CU_ASSERT_TRUE(hear(&session, "open "));
    type(&session, "b");
    CU_ASSERT_TRUE(hear(&session, "b "));
    type(&session, "l");
    CU_ASSERT_TRUE(hear(&session, "l "));
    type(&session, "q");
    CU_ASSERT_EQUAL(finish(&session), 0);
    /* Shown again after each. */
    CU_ASSERT_EQUAL(count_shown(&session, "HAZEL-27"), 3);
    CU_ASSERT_EQUAL(count_shown(&session, "\033[?1049h"), 2);
    CU_ASSERT_EQUAL(count_shown(&session, "\033[?1049l"), 2);
}

static void test_waiting(void)
{
    struct session session;

    start(&session, "xterm-256color");
    CU_ASSERT_TRUE(hear(&session, "open "));
    type(&session, "t");
    CU_ASSERT_TRUE(hear(&session, "t nothing "));
    type(&session, "fxxxxxq");
    CU_ASSERT_TRUE(hear(&session, "f "));
    type(&session, "yq");
    CU_ASSERT_EQUAL(finish(&session), 0);
    CU_ASSERT_STRING_EQUAL(session.words, "open t nothing f y q closed ");
}

static void test_signals_are_noticed(void)
{
    struct session session;

    start(&session, "xterm-256color");
    CU_ASSERT_TRUE(hear(&session, "open "));
    /* Until it waits, a signal is only handled; one of these finds it waiting. */
    for (int i = 0; i < 100 && strstr(session.words, "nothing ") == NULL; i++) {
        CU_ASSERT_EQUAL(kill(session.child, SIGUSR1), 0);
        if (poll(&(struct pollfd){ .fd = session.told, .events = POLLIN }, 1, 50) > 0)
            CU_ASSERT_TRUE(take(session.told, session.words, &session.word_len));
    }
    CU_ASSERT_PTR_NOT_NULL(strstr(session.words, "open nothing "));
    type(&session, "q");
    CU_ASSERT_EQUAL(finish(&session), 0);
}

static void test_refused(void)
{
    struct session session;
    pid_t child;
    int status = 0;

    start(&session, "dumb");
    CU_ASSERT_EQUAL(finish(&session), 8);
    CU_ASSERT_EQUAL(session.shown_len, 0);
    fflush(NULL);
    child = fork();
    CU_ASSERT_FATAL(child >= 0);
    if (child == 0) {
        struct style_look looks[STYLE_COUNT] = { { 0 } };
        struct term *term;
        struct why why = { 0 };
        int nowhere = open("/dev/null", O_RDWR);

        _exit(dup2(nowhere, 0) == 0 && term_open(&term, looks, false, &why) == E_SYSTEM && term == NULL &&
                      why.text[0] != '\0'
                  ? 0
                  : 1);
    }
    CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
    CU_ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

void suite_term(void)
{
    CU_pSuite suite = CU_add_suite("term", NULL, NULL);

    CU_add_test(suite, "the terminal is ours while open and restored after", test_taken_and_restored);
    CU_add_test(suite, "what was shown is cleared, and no title or clipboard is written", test_what_is_sent);
    CU_add_test(suite, "a new size is an event, none at all the usual one", test_resize);
    CU_add_test(suite, "a terminal that goes is told", test_hang_up);
    CU_add_test(suite, "after blanking and after leaving all is shown again", test_blank_and_leave);
    CU_add_test(suite, "waiting ends in time, and what was typed ahead can be forgotten", test_waiting);
    CU_add_test(suite, "a handled signal ends the waiting", test_signals_are_noticed);
    CU_add_test(suite, "a dumb terminal and none at all are refused", test_refused);
}
