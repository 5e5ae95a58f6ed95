/*
 * What the command line writes. Data goes out as it is kept (text was cleaned when it came in); sentences, which may
 * quote file names and what was typed, are cleaned here, so that nothing in them can drive the terminal.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli_in.h"
#include "townkeep/base/text.h"

enum err cli_data(struct cli *cli, const char *bytes, size_t len)
{
    if (cli->in_run)
        return buf_add(&cli->gathered, bytes, len);
    return fwrite(bytes, 1, len, stdout) == len ? OK : errno == ENOSPC ? E_DISK_FULL : E_SYSTEM;
}

enum err cli_print(struct cli *cli, const char *format, ...)
{
    char text[4096];
    va_list list;
    size_t len;

    va_start(list, format);
    len = text_print_args_into(text, sizeof text, format, list);
    va_end(list);
    return cli_data(cli, text, len);
}

void cli_say_text(const struct cli *cli, const char *text)
{
    struct buf clean = { 0 };
    size_t len = strlen(text);

    if (cli->quiet)
        return;
    while (len > 0 && text[len - 1] == '\n')
        len--;
    if (text_clean(&clean, text, len, TEXT_MANY_LINES) == E_INVALID) {
        buf_clear(&clean);
        for (size_t i = 0; i < len; i++) {
            if (buf_add_char(&clean, (text[i] >= ' ' && text[i] < 0x7F) || text[i] == '\n' ? text[i] : '?'))
                break;
        }
    }
    fflush(stdout);
    fprintf(stderr, "%s\n", buf_text(&clean));
    buf_release(&clean);
}

void cli_say(const struct cli *cli, const char *format, ...)
{
    char text[2048];
    va_list list;

    va_start(list, format);
    text_print_args_into(text, sizeof text, gettext(format), list);
    va_end(list);
    cli_say_text(cli, text);
}

void cli_say_problems(const struct cli *cli, const struct record_type *type, const struct problems *problems)
{
    for (int i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];

        if (problem->field >= 0)
            cli_say(cli, "%s: %s", type->fields[problem->field].key, problem->text);
        else
            cli_say_text(cli, problem->text);
    }
}
