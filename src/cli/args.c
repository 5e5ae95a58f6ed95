/*
 * Options and words of a command. Options are taken out by name from wherever they stand, so that order never matters;
 * what is left over and begins with -- is a mistake. Lines of `run` are split here as a shell would.
 */
#include <string.h>

#include "cli_in.h"
#include "townkeep/base/text.h"

void args_init(struct args *args, char **items, int count)
{
    *args = (struct args){ .items = items, .count = count };
    for (int i = 0; i < count; i++) {
        if (strcmp(items[i], "--") != 0)
            continue;
        args->literal = count - i - 1;
        memmove(items + i, items + i + 1, (size_t)args->literal * sizeof *items);
        args->count--;
        return;
    }
}

static void drop(struct args *args, int at, int how_many)
{
    memmove(args->items + at, args->items + at + how_many, (size_t)(args->count - at - how_many) * sizeof *args->items);
    args->count -= how_many;
}

enum err args_take(struct args *args, const char *name, const char **value, struct why *why)
{
    size_t len = strlen(name);
    int options = args->count - args->literal;

    *value = NULL;
    for (int i = 0; i < options; i++) {
        if (strncmp(args->items[i], name, len) != 0 || (args->items[i][len] != '\0' && args->items[i][len] != '='))
            continue;
        if (args->items[i][len] == '=') {
            *value = args->items[i] + len + 1;
            drop(args, i, 1);
            return OK;
        }
        if (i + 1 >= options)
            return why_set(why, E_USAGE, N_("%s wants a value after it."), name);
        *value = args->items[i + 1];
        drop(args, i, 2);
        return OK;
    }
    return OK;
}

bool args_flag(struct args *args, const char *name)
{
    for (int i = 0; i < args->count - args->literal; i++) {
        if (strcmp(args->items[i], name) == 0) {
            drop(args, i, 1);
            return true;
        }
    }
    return false;
}

enum err args_check(struct args *args, int least, int most, struct why *why)
{
    for (int i = 0; i < args->count - args->literal; i++) {
        if (args->items[i][0] == '-' && args->items[i][1] == '-')
            return why_set(why, E_USAGE, N_("%s is no option of this command. `townkeep help COMMAND` lists them."),
                           args->items[i]);
    }
    if (args->count < least)
        return why_set(why, E_USAGE, N_("Something is missing. `townkeep help COMMAND` says what belongs behind it."));
    if (most >= 0 && args->count > most)
        return why_set(why, E_USAGE,
                       N_("\"%s\" is one word too many. `townkeep help COMMAND` says what belongs behind it."),
                       args->items[most]);
    return OK;
}

enum err args_take_number(struct args *args, const char *name, size_t *out, struct why *why)
{
    const char *text;
    int64_t number;
    enum err e = args_take(args, name, &text, why);

    if (e || !text)
        return e;
    if (!text_to_int(text, &number) || number < 0)
        return why_set(why, E_USAGE, N_("%s wants a whole number, not \"%s\"."), name, text);
    *out = (size_t)number;
    return OK;
}

enum err args_take_day(struct args *args, const char *name, struct date *out, struct why *why)
{
    const char *text;
    enum err e = args_take(args, name, &text, why);

    if (e || !text)
        return e;
    return date_read(text, clock_today(), out)
               ? OK
               : why_set(why, E_USAGE, N_("%s wants a day, such as 2026-10-01, not \"%s\"."), name, text);
}

/* --- lines --- */
static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* What stands after a backslash between double quotation marks. */
static char escaped(char c)
{
    return c == 'n' ? '\n' : c == 't' ? '\t' : c;
}

/* One word from *at into `text`, closed by NUL. */
static enum err take_word(const char **at, struct buf *text, struct why *why)
{
    char quote = '\0';
    enum err e = OK;

    for (; **at && !e; ++*at) {
        char c = **at;

        if (quote == '\0' && is_blank(c))
            break;
        if (quote == '\0' && (c == '\'' || c == '"'))
            quote = c;
        else if (quote != '\0' && c == quote)
            quote = '\0';
        else if (c == '\\' && quote != '\'' && (*at)[1] != '\0')
            e = buf_add_char(text, quote == '"' ? escaped(*++*at) : *++*at);
        else
            e = buf_add_char(text, c);
    }
    if (!e && quote != '\0')
        return why_set(why, E_USAGE, N_("A quotation mark is opened and not closed."));
    return e ? e : buf_add_char(text, '\0');
}

enum err args_split(const char *line, struct buf *text, char *words[LINE_WORDS], int *count, struct why *why)
{
    size_t starts[LINE_WORDS];
    enum err e;

    *count = 0;
    buf_clear(text);
    for (;;) {
        while (is_blank(*line))
            line++;
        if (*line == '\0')
            break;
        if (*count == LINE_WORDS)
            return why_set(why, E_USAGE, N_("The line has more than %d words."), LINE_WORDS);
        starts[(*count)++] = text->len;
        if ((e = take_word(&line, text, why)))
            return e;
    }
    for (int i = 0; i < *count; i++)
        words[i] = text->data + starts[i];
    return OK;
}
