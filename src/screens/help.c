/* The help of the screen below: its purpose, its actions with the keys as they are bound now, its fields, and the keys
 * that are the same everywhere. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "flow_in.h"

enum { KEY_COLUMN = 24 };

struct help {
    struct screen screen;
    struct page page;
};

/* "F2, n" as bound now. */
static const char *keys_of(const struct flow *flow, const struct action *action, char *out, size_t size)
{
    uint32_t keys[ACTION_KEYS];
    char name[KEY_NAME_SIZE];
    int count = action_keys(flow, action, keys);
    size_t used = 0;

    snprintf(out, size, "%s", _("(no key)"));
    for (int i = 0; i < count && used < size; i++)
        used +=
            (size_t)snprintf(out + used, size - used, "%s%s", i > 0 ? ", " : "", key_name(keys[i], name, sizeof name));
    return out;
}

static enum err add_action(struct page *page, const struct flow *flow, const struct screen *of,
                           const struct action *action)
{
    char keys[160], text[700];
    const char *refusal = action_refusal(of, flow, action);
    int len = snprintf(text, sizeof text, _("%s: %s"), _(action->label), _(action->help));

    if (refusal && len > 0 && (size_t)len < sizeof text)
        snprintf(text + len, sizeof text - (size_t)len, "  (%s)", refusal);
    return page_add_labelled(page, KEY_COLUMN, keys_of(flow, action, keys, sizeof keys), text);
}

static enum err add_actions(struct page *page, const struct flow *flow, const struct screen *of)
{
    enum err e = OK;

    if (of->kind->action_count == 0)
        return OK;
    e = page_add(page, STYLE_STRONG, 0, _("On this screen"));
    for (int i = 0; i < of->kind->action_count && !e; i++) {
        if (action_stands(of, &of->kind->actions[i]))
            e = add_action(page, flow, of, &of->kind->actions[i]);
    }
    return e ? e : page_add(page, STYLE_TEXT, 0, "");
}

/* The screen has an action of its own on the first key of this one. */
static bool is_replaced(const struct flow *flow, const struct screen *of, const struct action *global)
{
    uint32_t keys[ACTION_KEYS];

    if (action_keys(flow, global, keys) == 0)
        return false;
    for (int i = 0; i < of->kind->action_count; i++) {
        if (action_stands(of, &of->kind->actions[i]) && action_has_key(flow, &of->kind->actions[i], keys[0]))
            return true;
    }
    return false;
}

static enum err add_globals(struct page *page, const struct flow *flow, const struct screen *of)
{
    int count;
    const struct action *actions = global_actions(&count);
    enum err e = page_add(page, STYLE_STRONG, 0, _("On every screen"));

    for (int i = 0; i < count && !e; i++) {
        if (!is_replaced(flow, of, &actions[i]))
            e = add_action(page, flow, of, &actions[i]);
    }
    if (!e)
        e = page_add_labelled(page, KEY_COLUMN, _("Esc"),
                              _("Back: one step, always. Nothing typed is lost without asking."));
    if (!e)
        e = page_add_labelled(page, KEY_COLUMN, _("Tab, arrows"), _("Move. Enter opens what is selected."));
    if (!e)
        e = page_add_labelled(
            page, KEY_COLUMN, _("Esc then a digit"),
            _("The same as the F-key of that digit, for terminals that keep F-keys to themselves; 0 is F10."));
    return e;
}

static enum err build(struct screen *screen, struct flow *flow, struct why *why)
{
    struct help *help = (struct help *)screen;
    const struct screen *of = screen->below;
    enum err e;

    page_release(&help->page);
    e = page_add(&help->page, STYLE_TEXT, 0, of->kind->purpose ? _(of->kind->purpose) : "");
    if (!e)
        e = page_add(&help->page, STYLE_TEXT, 0, "");
    if (!e)
        e = add_actions(&help->page, flow, of);
    if (!e && of->kind->help && !(e = of->kind->help(of, &help->page)))
        e = page_add(&help->page, STYLE_TEXT, 0, "");
    if (!e)
        e = add_globals(&help->page, flow, of);
    page_place(&help->page, screen->body);
    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    (void)flow;
    return page_handle(&((struct help *)screen)->page, event);
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    page_place(&((struct help *)screen)->page, screen->body);
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    (void)flow;
    page_draw(&((const struct help *)screen)->page, grid);
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    page_release(&((struct help *)screen)->page);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Help")))
        buf_clear(out);
}

static void close_help(struct screen *screen)
{
    page_release(&((struct help *)screen)->page);
    free(screen);
}

static const struct screen_kind kind = {
    .name = "help",
    .purpose = N_("What a screen is for, and its keys as they are bound now."),
    .open = build,
    .suspend = suspend,
    .resume = build,
    .resized = resized,
    .handle = handle,
    .draw = draw,
    .title = title,
    .close = close_help,
};

struct screen *help_screen_new(void)
{
    return screen_alloc(sizeof(struct help), &kind);
}
