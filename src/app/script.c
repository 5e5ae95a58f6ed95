/*
 * Scripts of keys: the screens driven without a terminal, with a clock that stands still until a line says so. A line
 * is one of
 *
 *   type TEXT     the letters, one key each        press KEY …   keys by name: Enter Tab F2 Ctrl-S Esc Down a
 *   paste TEXT    all at once                      tick MS       let the clock go on
 *   size 80x24    another window                   show NAME     print the window under this name
 *   expect TEXT   it stands in the window          refuse TEXT   it does not
 *   screen KIND   the top screen is of this kind   # …           a remark
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/app/app.h"
#include "townkeep/base/date.h"
#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"

struct script {
    struct app *app;
    struct buf *out;
    int line_number;
    int failed;
};

static void press(struct script *script, uint32_t key)
{
    app_step(script->app, &(struct event){ .kind = EVENT_KEY, .key = key });
}

static enum err do_type(struct script *script, const char *text, struct why *why)
{
    size_t at = 0;
    uint32_t key;

    (void)why;
    while ((key = text_next(text, &at)) != 0)
        press(script, key);
    return OK;
}

static enum err do_press(struct script *script, const char *text, struct why *why)
{
    while (*text) {
        size_t len = strcspn(text, " ");
        char name[KEY_NAME_SIZE];
        uint32_t key;

        snprintf(name, sizeof name, "%.*s", (int)len, text);
        if (!key_parse(name, &key))
            return why_set(why, E_USAGE, N_("There is no key called \"%s\"."), name);
        press(script, key);
        text += len;
        text += strspn(text, " ");
    }
    return OK;
}

static enum err do_paste(struct script *script, const char *text, struct why *why)
{
    (void)why;
    app_step(script->app, &(struct event){ .kind = EVENT_PASTE, .paste = text });
    return OK;
}

static enum err do_size(struct script *script, const char *text, struct why *why)
{
    char *end;
    long width = strtol(text, &end, 10), height = *end == 'x' ? strtol(end + 1, &end, 10) : 0;
    enum err e;

    if (*end != '\0' || width < 1 || height < 1 || width > 500 || height > 200)
        return why_set(why, E_USAGE, N_("A size looks like 80x24, not \"%s\"."), text);
    if ((e = grid_resize(&script->app->grid, (int)width, (int)height)))
        return why_set(why, e, "%s", err_text(e));
    app_step(script->app, &(struct event){ .kind = EVENT_RESIZE, .x = (int)width, .y = (int)height });
    return OK;
}

static enum err do_tick(struct script *script, const char *text, struct why *why)
{
    int64_t left;

    if (!text_to_int(text, &left) || left < 0)
        return why_set(why, E_USAGE, N_("A tick is a number of milliseconds, not \"%s\"."), text);
    while (left > 0) {
        int64_t step = left < 1000 ? left : 1000;

        clock_advance(step);
        app_step(script->app, &(struct event){ .kind = EVENT_TICK });
        left -= step;
    }
    return OK;
}

static enum err do_show(struct script *script, const char *text, struct why *why)
{
    const struct grid *grid = &script->app->grid;
    enum err e;

    if ((e = buf_printf(script->out, "--- %s %dx%d cursor %d,%d\n", text, grid->width, grid->height, grid->cursor_x,
                        grid->cursor_y)) ||
        (e = grid_print(grid, script->out)))
        return why_set(why, e, "%s", err_text(e));
    return OK;
}

static enum err fail(struct script *script, const char *format, const char *text, struct why *why)
{
    enum err e;

    script->failed++;
    if ((e = buf_printf(script->out, "FAILED line %d: ", script->line_number)) ||
        (e = buf_add_str(script->out, format)) || (e = buf_printf(script->out, " \"%s\"\n", text)))
        return why_set(why, e, "%s", err_text(e));
    return do_show(script, "failed", why);
}

static enum err look_for(struct script *script, const char *text, bool wanted, struct why *why)
{
    struct buf window = { 0 };
    enum err e = grid_print(&script->app->grid, &window);

    if (e)
        why_set(why, e, "%s", err_text(e));
    else if ((strstr(buf_text(&window), text) != NULL) != wanted)
        e = fail(script, wanted ? "missing" : "should not be there", text, why);
    buf_wipe(&window);
    return e;
}

static enum err do_expect(struct script *script, const char *text, struct why *why)
{
    return look_for(script, text, true, why);
}

static enum err do_refuse(struct script *script, const char *text, struct why *why)
{
    return look_for(script, text, false, why);
}

static enum err do_screen(struct script *script, const char *text, struct why *why)
{
    return strcmp(stack_screen(script->app->flow), text) == 0 ? OK : fail(script, "another screen than", text, why);
}

static const struct {
    const char *name;
    enum err (*run)(struct script *script, const char *text, struct why *why);
} commands[] = {
    { "type", do_type }, { "press", do_press },   { "paste", do_paste },   { "size", do_size },     { "tick", do_tick },
    { "show", do_show }, { "expect", do_expect }, { "refuse", do_refuse }, { "screen", do_screen },
};

static enum err run_line(struct script *script, const char *line, struct why *why)
{
    size_t len = strcspn(line, " ");

    if (line[0] == '\0' || line[0] == '#')
        return OK;
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (strlen(commands[i].name) == len && strncmp(line, commands[i].name, len) == 0)
            return commands[i].run(script, line[len] ? line + len + 1 : "", why);
    }
    return why_set(why, E_USAGE, N_("Line %d of the script cannot be understood: %s"), script->line_number, line);
}

enum err script_run(struct app *app, const char *text, struct buf *out, int *failed, struct why *why)
{
    struct script script = { .app = app, .out = out };
    enum err e = OK;

    while (*text && !e) {
        size_t len = strcspn(text, "\n");
        char *line = strndup(text, len);

        script.line_number++;
        e = line ? run_line(&script, line, why) : why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
        free(line);
        text += len + (text[len] == '\n');
    }
    *failed = script.failed;
    return e;
}
