/*
 * The terminal itself: its mode, its size, waiting, reading and writing. What the bytes mean is decode.c's, which bytes
 * to send paint.c's. Surprise: SIGWINCH is blocked and read from a descriptor, so that no handler and no global
 * variable is needed; the size is asked for anyway before every wait.
 */
#include "townkeep/term/term.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include "decode_in.h"
#include "paint_in.h"
#include "townkeep/base/date.h"
#include "townkeep/base/i18n.h"

enum { INPUT_SIZE = 1024 };

struct term {
    struct painter painter;
    struct decoder decoder;
    struct termios found; /* how the terminal was */
    sigset_t found_signals;
    int resized;  /* signalfd of SIGWINCH; -1 when there is none */
    bool is_ours; /* between enter and leave */
    bool is_gone; /* the terminal hung up */
    bool mouse;
    unsigned char input[INPUT_SIZE];
    size_t input_at, input_len;
};

/* Modes the terminal database knows nothing of: bracketed paste, mouse clicks, mouse reports as text. */
static const char paste_on[] = "\033[?2004h";
static const char paste_off[] = "\033[?2004l";
static const char mouse_on[] = "\033[?1000h\033[?1006h";
static const char mouse_off[] = "\033[?1006l\033[?1000l";

static void ask_size(const struct term *term, int *width, int *height)
{
    struct winsize size = { 0 };

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) {
        *width = term->painter.info.width;
        *height = term->painter.info.height;
        return;
    }
    *width = size.ws_col < GRID_MAX ? size.ws_col : GRID_MAX;
    *height = size.ws_row < GRID_MAX ? size.ws_row : GRID_MAX;
}

/* Send all of it, however slow the terminal is, and leave no copy. */
static void send_out(struct term *term)
{
    struct buf *out = &term->painter.out;
    size_t sent = 0;

    while (sent < out->len && !term->is_gone) {
        ssize_t now = write(STDOUT_FILENO, out->data + sent, out->len - sent);

        if (now > 0)
            sent += (size_t)now;
        else if (now < 0 && errno == EAGAIN)
            (void)poll(&(struct pollfd){ .fd = STDOUT_FILENO, .events = POLLOUT }, 1, -1);
        else if (now == 0 || errno != EINTR)
            term->is_gone = true;
    }
    if (out->data != NULL)
        explicit_bzero(out->data, out->len);
    buf_clear(out);
}

static void add(struct term *term, const char *text)
{
    if (term->painter.failed == OK)
        term->painter.failed = buf_add_str(&term->painter.out, text);
}

static void add_can(struct term *term, enum capability capability)
{
    add(term, term->painter.info.text[capability]);
}

static void make_raw(const struct term *term)
{
    struct termios raw = term->found;

    cfmakeraw(&raw);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    while (tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) != 0 && errno == EINTR)
        ;
}

void term_enter(struct term *term)
{
    sigset_t resize;

    if (term->is_ours)
        return;
    sigemptyset(&resize);
    sigaddset(&resize, SIGWINCH);
    sigprocmask(SIG_BLOCK, &resize, &term->found_signals);
    term->resized = signalfd(-1, &resize, SFD_CLOEXEC | SFD_NONBLOCK);
    make_raw(term);
    add_can(term, CAN_ENTER);
    add_can(term, CAN_WRAP_OFF);
    if (term->painter.info.is_ansi)
        add(term, paste_on);
    if (term->mouse)
        add(term, mouse_on);
    paint_forget(&term->painter);
    term->is_ours = true;
    if (paint_blank(&term->painter) == OK)
        send_out(term);
}

void term_leave(struct term *term)
{
    if (!term->is_ours)
        return;
    term_blank(term);
    add_can(term, CAN_PLAIN);
    if (term->mouse)
        add(term, mouse_off);
    if (term->painter.info.is_ansi)
        add(term, paste_off);
    add_can(term, CAN_WRAP_ON);
    /* Without an alternate screen what was shown stood among the person's own lines. */
    if (term->painter.info.text[CAN_LEAVE][0] == '\0')
        add_can(term, CAN_CLEAR_SCROLLBACK);
    add_can(term, CAN_LEAVE);
    add_can(term, CAN_SHOW_CURSOR);
    term->painter.failed = OK;
    send_out(term);
    while (tcsetattr(STDIN_FILENO, TCSAFLUSH, &term->found) != 0 && errno == EINTR)
        ;
    if (term->resized >= 0)
        close(term->resized);
    term->resized = -1;
    sigprocmask(SIG_SETMASK, &term->found_signals, NULL);
    term_forget_typed(term);
    paint_forget(&term->painter);
    term->is_ours = false;
}

enum err term_open(struct term **out, const struct style_look looks[STYLE_COUNT], bool mouse, struct why *why)
{
    struct term *term;
    int width, height;
    enum err e;

    *out = NULL;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return why_set(
            why, E_SYSTEM,
            N_("The screens need a terminal to be shown on. Start the program in one, without redirecting its input "
               "or output, or use the commands listed by \"townkeep help\"."));
    term = calloc(1, sizeof *term);
    if (term == NULL)
        return why_set(why, E_MEMORY,
                       N_("There is not enough memory to show the screens. Close other programs and try again."));
    term->resized = -1;
    if ((e = terminfo_open(&term->painter.info, NULL, why)) != OK)
        goto done;
    if (tcgetattr(STDIN_FILENO, &term->found) != 0) {
        e = why_errno(why, errno, N_("The terminal does not answer"));
        goto done;
    }
    ask_size(term, &width, &height);
    if ((e = paint_resize(&term->painter, width, height)) != OK) {
        why_set(why, e, N_("There is not enough memory to show the screens. Close other programs and try again."));
        goto done;
    }
    memcpy(term->painter.looks, looks, sizeof term->painter.looks);
    term->painter.utf8 = i18n_is_utf8();
    term->mouse = mouse && term->painter.info.is_ansi;
    term->decoder.mouse = term->mouse;
    term->decoder.erase = term->found.c_cc[VERASE];
    term_enter(term);
    *out = term;
    term = NULL;
done:
    term_close(term);
    return e;
}

void term_close(struct term *term)
{
    if (term == NULL)
        return;
    term_leave(term);
    paint_release(&term->painter);
    explicit_bzero(term, sizeof *term);
    free(term);
}

void term_size(const struct term *term, int *width, int *height)
{
    *width = term->painter.shown.width;
    *height = term->painter.shown.height;
}

void term_show(struct term *term, const struct grid *grid)
{
    if (paint_grid(&term->painter, grid) == OK)
        send_out(term);
}

void term_blank(struct term *term)
{
    if (paint_blank(&term->painter) == OK)
        send_out(term);
}

void term_looks(struct term *term, const struct style_look looks[STYLE_COUNT])
{
    memcpy(term->painter.looks, looks, sizeof term->painter.looks);
    paint_forget(&term->painter);
}

void term_forget_typed(struct term *term)
{
    tcflush(STDIN_FILENO, TCIFLUSH);
    explicit_bzero(term->input, sizeof term->input);
    term->input_at = term->input_len = 0;
    decode_forget(&term->decoder);
}

static bool was_resized(struct term *term, struct event *event)
{
    struct signalfd_siginfo signal_info;
    int width, height;

    while (term->resized >= 0 && read(term->resized, &signal_info, sizeof signal_info) > 0)
        ;
    ask_size(term, &width, &height);
    if (width == term->painter.shown.width && height == term->painter.shown.height)
        return false;
    if (paint_resize(&term->painter, width, height) != OK)
        return false;
    *event = (struct event){ .kind = EVENT_RESIZE, .x = width, .y = height };
    return true;
}

/* Wait for bytes, a resize or the end of the time; false when a signal was handled meanwhile. */
static bool wait_for_input(struct term *term, int timeout)
{
    struct pollfd wait[2] = { { .fd = STDIN_FILENO, .events = POLLIN }, { .fd = term->resized, .events = POLLIN } };
    ssize_t len;

    if (poll(wait, 2, timeout) < 0)
        return errno != EINTR;
    if (wait[0].revents == 0)
        return true;
    len = read(STDIN_FILENO, term->input, sizeof term->input);
    if (len > 0) {
        term->input_at = 0;
        term->input_len = (size_t)len;
    } else if (len == 0 || (errno != EINTR && errno != EAGAIN)) {
        term->is_gone = true;
    }
    return true;
}

static int earlier(int wait, int64_t left)
{
    if (left < 0)
        return wait;
    return wait >= 0 && wait < left ? wait : (int)left;
}

bool term_has_input(const struct term *term)
{
    struct pollfd wait = { .fd = STDIN_FILENO, .events = POLLIN };

    return term->input_at < term->input_len || poll(&wait, 1, 0) > 0;
}

struct event term_read(struct term *term, int timeout)
{
    int64_t until = clock_monotonic() + timeout;
    struct event event = { 0 };

    for (;;) {
        int64_t now = clock_monotonic();
        int64_t left = timeout < 0 ? -1 : until > now ? until - now : 0;
        bool has_input = term->input_at < term->input_len;

        decode_pass(&term->decoder, now);
        if (decode_next(&term->decoder, &event))
            return event;
        if (has_input) {
            decode_byte(&term->decoder, term->input[term->input_at], now);
            term->input[term->input_at++] = 0;
            continue;
        }
        if (was_resized(term, &event))
            return event;
        if (term->is_gone)
            return (struct event){ .kind = EVENT_HANG_UP };
        if (!wait_for_input(term, earlier(decode_wait(&term->decoder, now), left)))
            return (struct event){ .kind = EVENT_NONE };
        if (left == 0 && term->input_at == term->input_len && !term->is_gone) {
            /* The time is over; a resize that came just now is seen by the next call. */
            return (struct event){ .kind = EVENT_NONE };
        }
    }
}
