/*
 * `townkeep run`: many commands in one unlocked session. One command a line, one line of answer each, written at once,
 * so that a program at the other end of a pipe can wait for it: "ok DATA" or "refused STATUS SENTENCE", with line ends
 * inside escaped.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli_in.h"
#include "townkeep/base/text.h"

enum { LINE_BYTES_MAX = 1 << 20, CHUNK = 4096 };

/* Lines of a descriptor, however long they are cut by reads. */
struct line_reader {
    int fd;
    char chunk[CHUNK];
    size_t at, len;
    bool over;
};

/* The next line without its end; *there false at the end of the input. */
static enum err next_line(struct line_reader *reader, struct buf *line, bool *there, struct why *why)
{
    enum err e;

    buf_clear(line);
    *there = false;
    while (!reader->over) {
        if (reader->at == reader->len) {
            ssize_t n = read(reader->fd, reader->chunk, sizeof reader->chunk);

            if (n < 0 && errno == EINTR)
                continue;
            if (n < 0)
                return why_errno(why, errno, N_("The commands cannot be read"));
            reader->over = n == 0;
            reader->at = 0;
            reader->len = (size_t)n;
            continue;
        }
        *there = true;
        if (reader->chunk[reader->at] == '\n') {
            reader->at++;
            break;
        }
        if (line->len >= LINE_BYTES_MAX)
            return why_set(why, E_USAGE, N_("A command is longer than 1 MiB."));
        if ((e = buf_add_char(line, reader->chunk[reader->at++])))
            return e;
    }
    if (line->len > 0 && line->data[line->len - 1] == '\r')
        line->data[--line->len] = '\0';
    return OK;
}

static void put_escaped(const char *text, size_t len)
{
    while (len > 0 && text[len - 1] == '\n')
        len--;
    for (size_t i = 0; i < len; i++) {
        switch (text[i]) {
        case '\n':
            fputs("\\n", stdout);
            break;
        case '\r':
            fputs("\\r", stdout);
            break;
        case '\t':
            fputs("\\t", stdout);
            break;
        case '\\':
            fputs("\\\\", stdout);
            break;
        default:
            fputc(text[i], stdout);
        }
    }
}

static enum err answer(struct cli *cli, enum err e, const struct why *problem, struct why *why)
{
    if (e) {
        printf("refused %d ", err_exit_status(e));
        put_escaped(why_text(problem), strlen(why_text(problem)));
    } else {
        fputs(cli->gathered.len > 0 ? "ok " : "ok", stdout);
        put_escaped(buf_text(&cli->gathered), cli->gathered.len);
    }
    fputc('\n', stdout);
    buf_clear(&cli->gathered);
    return fflush(stdout) == 0 ? OK : why_errno(why, errno, N_("The answer cannot be written"));
}

static enum err run_line(struct cli *cli, const char *line, struct why *problem)
{
    struct buf text = { 0 };
    char *words[LINE_WORDS];
    struct args args;
    int count = 0;
    enum err e = OK;

    if (!text_is_utf8(line, strlen(line)))
        return why_set(problem, E_USAGE, N_("The line is not UTF-8."));
    if (!(e = args_split(line, &text, words, &count, problem)) && count > 0) {
        args_init(&args, words + 1, count - 1);
        e = command_run(cli, words[0], &args, problem);
    }
    if (e && problem->code == OK)
        problem->code = e;
    buf_wipe(&text);
    return e;
}

static bool says_nothing(const char *line)
{
    line += strspn(line, " \t");
    return *line == '\0' || *line == '#';
}

static enum err run_lines(struct cli *cli, struct line_reader *reader, enum err *first, struct why *first_why,
                          struct why *why)
{
    struct buf line = { 0 };
    bool there = true;
    enum err e = OK;

    while (!e && !(e = next_line(reader, &line, &there, why)) && there) {
        struct why problem = { 0 };
        enum err result;

        if (says_nothing(buf_text(&line)))
            continue;
        result = strlen(buf_text(&line)) != line.len ? why_set(&problem, E_USAGE, N_("The line contains a zero byte."))
                                                     : run_line(cli, buf_text(&line), &problem);
        if (result && !*first) {
            *first = result;
            *first_why = problem;
        }
        e = answer(cli, result, &problem, why);
    }
    buf_wipe(&line);
    return e;
}

enum err command_run_lines(struct cli *cli, struct args *args, struct why *why)
{
    struct line_reader reader = { .fd = STDIN_FILENO };
    struct why first_why = { 0 };
    enum err e, first = OK;

    if ((e = args_check(args, 1, 1, why)) || (e = cli_unlock(cli, why)))
        return e;
    if (strcmp(args->items[0], "-") != 0)
        reader.fd = open(args->items[0], O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (reader.fd < 0)
        return why_errno(why, errno, N_("\"%s\" cannot be read"), args->items[0]);
    cli->in_run = true;
    e = run_lines(cli, &reader, &first, &first_why, why);
    cli->in_run = false;
    if (reader.fd != STDIN_FILENO)
        close(reader.fd);
    if (e || !first)
        return e;
    return why_set(why, first, N_("The first command that was refused: %s"), why_text(&first_why));
}
