/*
 * The only file that calls ncurses, and of it only the terminal database. Its windows are not used: they hold two more
 * copies of everything shown, know no grapheme cluster longer than five code points, and trust the system's idea of a
 * character's width where the terminal may have another. What a cell holds, and where it stands, is the painter's.
 */
#include "terminfo_in.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NCURSES_NOMACROS
#include <curses.h>
#include <term.h>

#include "townkeep/base/i18n.h"

static const char *const capability_names[CAN_COUNT] = {
    [CAN_MOVE] = "cup",         [CAN_CLEAR_LINE] = "el",     [CAN_PLAIN] = "sgr0",        [CAN_BOLD] = "bold",
    [CAN_DIM] = "dim",          [CAN_REVERSE] = "rev",       [CAN_UNDERLINE] = "smul",    [CAN_FOREGROUND] = "setaf",
    [CAN_BACKGROUND] = "setab", [CAN_SHOW_CURSOR] = "cnorm", [CAN_HIDE_CURSOR] = "civis", [CAN_ENTER] = "smcup",
    [CAN_LEAVE] = "rmcup",      [CAN_WRAP_OFF] = "rmam",     [CAN_WRAP_ON] = "smam",      [CAN_CLEAR_SCROLLBACK] = "E3",
};

/* Copy a capability without its delays, "$<5/>", which terminals of glass and copper needed. */
static char *without_delays(const char *text)
{
    char *copy = malloc(strlen(text) + 1);
    char *to = copy;

    while (copy != NULL && *text != '\0') {
        const char *end = text[0] == '$' && text[1] == '<' ? strchr(text, '>') : NULL;

        if (end != NULL)
            text = end + 1;
        else
            *to++ = *text++;
    }
    if (copy != NULL)
        *to = '\0';
    return copy;
}

static enum err read_capabilities(struct terminfo *info)
{
    for (int i = 0; i < CAN_COUNT; i++) {
        const char *text = tigetstr(capability_names[i]);

        if (text == NULL || text == (const char *)-1)
            text = "";
        info->text[i] = without_delays(text);
        if (info->text[i] == NULL)
            return E_MEMORY;
    }
    info->colours = tigetnum("colors") > 0 ? tigetnum("colors") : 0;
    info->width = tigetnum("cols") > 0 ? tigetnum("cols") : 80;
    info->height = tigetnum("lines") > 0 ? tigetnum("lines") : 24;
    info->is_ansi = strncmp(info->text[CAN_MOVE], "\033[", 2) == 0;
    info->spares_corner = tigetflag("am") > 0 && info->text[CAN_WRAP_OFF][0] == '\0';
    return OK;
}

enum err terminfo_open(struct terminfo *info, const char *name, struct why *why)
{
    int found = 0;
    enum err e;

    memset(info, 0, sizeof *info);
    if (setupterm(name, STDOUT_FILENO, &found) != 0 /* OK of curses */ || found != 1)
        return why_set(
            why, E_SYSTEM,
            N_("This kind of terminal is not known here. Set TERM to a kind that is, for example xterm-256color, and "
               "start again."));
    e = read_capabilities(info);
    del_curterm(cur_term);
    if (e == OK && (info->text[CAN_MOVE][0] == '\0' || info->text[CAN_CLEAR_LINE][0] == '\0'))
        e = why_set(
            why, E_SYSTEM,
            N_("This kind of terminal cannot place text on its screen. Use another terminal, or the commands listed by "
               "\"townkeep help\"."));
    if (e != OK)
        terminfo_close(info);
    return e;
}

void terminfo_close(struct terminfo *info)
{
    for (int i = 0; i < CAN_COUNT; i++)
        free(info->text[i]);
    memset(info, 0, sizeof *info);
}

enum err terminfo_add(const struct terminfo *info, struct buf *out, enum capability capability)
{
    return buf_add_str(out, info->text[capability]);
}

static enum err add_filled(struct buf *out, const char *text)
{
    return text != NULL ? buf_add_str(out, text) : E_MEMORY;
}

enum err terminfo_add_move(const struct terminfo *info, struct buf *out, int x, int y)
{
    return add_filled(out, tiparm(info->text[CAN_MOVE], y, x));
}

enum err terminfo_add_colour(const struct terminfo *info, struct buf *out, enum capability capability, int colour)
{
    if (info->text[capability][0] == '\0')
        return OK;
    return add_filled(out, tiparm(info->text[capability], colour));
}
