/*
 * The story of the demonstration's cases: commands as an officer would type them, one a line, so that every step and
 * every paper passes the same guards as in an office. The words of the file are described in assets/demo/README.txt.
 */
#include <stdlib.h>
#include <string.h>

#include "demo_in.h"
#include "townkeep/base/path.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"

enum { STORY_BYTES_MAX = 1 << 20 };

/* --- names of rows within a word --- */
/* A name stands at the beginning of a word, or behind = or ; in it. */
static size_t name_length(const char *word, size_t at)
{
    bool begins = at == 0 || word[at - 1] == '=' || word[at - 1] == ';';

    return begins && word[at] == '@' ? strspn(word + at + 1, "abcdefghijklmnopqrstuvwxyz0123456789_.") : 0;
}

static enum err resolve(const struct demo *demo, const char *word, struct buf *out, struct why *why)
{
    enum err e = OK;

    for (size_t at = 0; word[at] != '\0' && !e;) {
        size_t len = name_length(word, at);
        int64_t id = len > 0 ? demo_find_ref(demo, word + at + 1, len) : 0;

        if (len > 0 && id == 0)
            return why_set(why, E_INVALID, N_("The demonstration has no row \"%.*s\"."), (int)len, word + at + 1);
        e = len > 0 ? buf_printf(out, "%lld", (long long)id) : buf_add_char(out, word[at]);
        at += len > 0 ? len + 1 : 1;
    }
    return e;
}

/* --- one command --- */
/* What was added is printed as a reference or an id. */
static enum err keep_answer(struct demo *demo, const char *name, const char *type_name, struct why *why)
{
    const struct record_type *type;
    const char *text = buf_text(&demo->cli->gathered), *last = text;
    bool is_assessment = strcmp(type_name, assessment_type.key) == 0;
    char named[64];
    int64_t id;
    enum err e;

    for (const char *at = strchr(text, '\n'); at && at[1] != '\0' && !is_assessment; at = strchr(at + 1, '\n'))
        last = at + 1;
    if (is_assessment) /* "id 123", then the questions */
        last += strcspn(last, "0123456789");
    text_print_into(named, sizeof named, "%.*s", (int)strcspn(last, "\n"), last);
    if ((e = cli_type(demo->cli, type_name, &type, why)) || (e = store_find(demo->cli->store, type, named, &id, why)))
        return e;
    return demo_keep_ref(demo, name, id, why);
}

static enum err run_words(struct demo *demo, char **words, int count, struct arena *texts, struct why *why)
{
    struct args args;
    enum err e = OK;

    for (int i = 1; i < count && !e; i++) {
        struct buf word = { 0 };

        if (!(e = resolve(demo, words[i], &word, why)))
            e = (words[i] = arena_copy(texts, buf_text(&word))) ? OK : E_MEMORY;
        buf_release(&word);
    }
    if (e)
        return e;
    args_init(&args, words + 1, count - 1);
    return command_run(demo->cli, words[0], &args, why);
}

/* "name: command", or the command alone. */
static enum err run_command(struct demo *demo, char **words, int count, struct why *why)
{
    size_t len = strlen(words[0]);
    const char *name = len > 1 && words[0][len - 1] == ':' ? words[0] : NULL, *type = NULL;
    struct arena texts = { 0 };
    enum err e;

    if (name) {
        words[0][len - 1] = '\0';
        words++;
        count--;
    }
    if (count < 2)
        return why_set(why, E_USAGE, N_("A line of the story is a command with its words."));
    type = strcmp(words[0], "assess") == 0 ? assessment_type.key : words[1];
    buf_clear(&demo->cli->gathered);
    e = run_words(demo, words, count, &texts, why);
    if (!e && name)
        e = keep_answer(demo, name, type, why);
    arena_release(&texts);
    return e;
}

/* "@ Boris Tamm" hands over to that officer. */
static enum err tell_line(struct demo *demo, const char *line, struct why *why)
{
    struct buf text = { 0 };
    char *words[LINE_WORDS];
    int count = 0;
    enum err e;

    line += strspn(line, " \t");
    if (line[0] == '\0' || line[0] == '#')
        return OK;
    if (line[0] == '@' && line[1] == ' ')
        return demo_change_officer(demo, line + 2, why);
    if (!(e = args_split(line, &text, words, &count, why)) && count > 0)
        e = run_command(demo, words, count, why);
    buf_release(&text);
    return e;
}

/* --- the file --- */
/* The next line, with those joined to it by a backslash at the end. */
static enum err take_line(const char **at, size_t *number, struct buf *line)
{
    enum err e = OK;
    bool more = true;

    buf_clear(line);
    while (more && **at != '\0' && !e) {
        size_t len = strcspn(*at, "\n");

        more = len > 0 && (*at)[len - 1] == '\\';
        e = buf_add(line, *at, more ? len - 1 : len);
        *at += len + ((*at)[len] == '\n');
        ++*number;
    }
    return e;
}

static enum err tell_all(struct demo *demo, const char *text, struct why *why)
{
    struct buf line = { 0 };
    size_t number = 0;
    enum err e = OK;

    while (*text != '\0' && !e) {
        if ((e = take_line(&text, &number, &line)) || !(e = tell_line(demo, buf_text(&line), why)) || !why)
            continue;
        if (why->text[0] != '\0') {
            struct why inner = *why;

            why_set(why, e, N_("The demonstration's story, line %zu: %s"), number, inner.text);
        }
    }
    buf_release(&line);
    return e;
}

enum err demo_story(struct demo *demo, const char *folder, struct why *why)
{
    struct cli *cli = demo->cli;
    bool in_run = cli->in_run, quiet = cli->quiet;
    struct buf path = { 0 }, text = { 0 };
    enum err e;

    cli->in_run = cli->quiet = true;
    if (!(e = path_join(&path, folder, "story.txt")) &&
        !(e = cli_read_input(buf_text(&path), STORY_BYTES_MAX, &text, why)))
        e = tell_all(demo, buf_text(&text), why);
    cli->in_run = in_run;
    cli->quiet = quiet;
    buf_clear(&cli->gathered);
    buf_release(&path);
    buf_release(&text);
    return e;
}
