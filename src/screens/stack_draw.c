/* The whole window: the frame from what the screen on top says of itself, the screen, and the boxes over it. No query
 * runs here. */
#include <stdio.h>
#include <string.h>

#include "flow_in.h"
#include "townkeep/base/text.h"
#include "townkeep/ui/frame.h"

static int add_hint(const struct flow *flow, struct key_hint *hints, int count, int max, const struct screen *screen,
                    const struct action *action)
{
    uint32_t keys[ACTION_KEYS];

    if (count >= max || action_keys(flow, action, keys) == 0)
        return count;
    key_name(keys[0], hints[count].key, KEY_NAME_SIZE);
    hints[count].press = keys[0];
    hints[count].label = _(action->label);
    hints[count].refused = action_refusal(screen, flow, action) != NULL;
    return count + 1;
}

/* The global actions that stand in the bar: the first one before the screen's own, the last one only where Esc leads
 * nowhere. */
int stack_hints(const struct flow *flow, struct key_hint *hints, int max)
{
    const struct screen *top = flow->top;
    int globals, count = 0;
    const struct action *global = global_actions(&globals);
    bool lowest = !top->below || top->below->suspended;

    if (top->kind->hints)
        return top->kind->hints(top, hints, max);
    count = add_hint(flow, hints, count, max, top, &global[0]);
    for (int i = 0; i < top->kind->action_count; i++) {
        if (top->kind->actions[i].bar && action_stands(top, &top->kind->actions[i]))
            count = add_hint(flow, hints, count, max - 1, top, &top->kind->actions[i]);
    }
    for (int i = 1; i < globals - 1; i++) {
        if (global[i].bar && flow->store)
            count = add_hint(flow, hints, count, max - 1, top, &global[i]);
    }
    if (lowest)
        return add_hint(flow, hints, count, max, top, &global[globals - 1]);
    key_name(PRESS_ESCAPE, hints[count].key, KEY_NAME_SIZE);
    hints[count].press = PRESS_ESCAPE;
    hints[count].label = _("Back");
    hints[count].refused = false;
    return count + 1;
}

static const struct screen *drawn_first(const struct flow *flow)
{
    const struct screen *screen = flow->top;

    while (screen->kind->overlay && screen->below && !screen->below->suspended)
        screen = screen->below;
    return screen;
}

static void draw_screens(const struct flow *flow, const struct screen *screen, struct grid *grid)
{
    if (screen->kind->overlay && screen->below && !screen->below->suspended)
        draw_screens(flow, screen->below, grid);
    grid_cursor(grid, -1, -1);
    screen->kind->draw(screen, flow, grid);
}

static bool ends_with(const struct buf *path, const struct buf *part)
{
    return path->len >= part->len && memcmp(path->data + path->len - part->len, part->data, part->len) == 0;
}

/* Each screen's part of the way; a menu and the list behind it may bear the same name, which is said once. */
static void add_path(const struct screen *screen, const struct grid *grid, struct buf *out)
{
    struct buf part = { 0 };
    enum err e = OK;

    if (screen->below && !screen->below->suspended)
        add_path(screen->below, grid, out);
    if (screen->kind->title)
        screen->kind->title(screen, &part);
    if (part.len > 0 && !(out->len > 0 && ends_with(out, &part))) {
        if (out->len > 0)
            e = buf_printf(out, " %s ", draw_mark(grid, MARK_PATH));
        if (!e)
            e = buf_add(out, part.data, part.len);
    }
    if (e)
        buf_clear(out);
    buf_wipe(&part);
}

/* Where not all of the way fits, its beginning goes: the end tells where one is. */
static void shorten_path(const struct grid *grid, int room, struct buf *path)
{
    const char *rest = buf_text(path), *next;
    struct buf shorter = { 0 };
    char step[16];

    snprintf(step, sizeof step, " %s ", draw_mark(grid, MARK_PATH));
    if ((int)text_width(rest) <= room)
        return;
    while ((int)text_width(rest) + 1 + (int)text_width(step) > room && (next = strstr(rest, step)))
        rest = next + strlen(step);
    if (rest == buf_text(path) || buf_printf(&shorter, "%s%s%s", draw_mark(grid, MARK_CUT), step, rest))
        return;
    buf_wipe(path);
    *path = shorter;
}

/* "Home › Stakeholders"; the lowest screen alone is called by the program's and the office's name. */
static void add_title(const struct flow *flow, const struct screen *base, const struct grid *grid, struct buf *out)
{
    enum err e;

    if (base->below && !base->below->suspended) {
        add_path(base, grid, out);
        return;
    }
    e = buf_printf(out, "Townkeep  %s", flow->store ? store_office(flow->store) : "");
    if (e)
        buf_clear(out);
}

static void add_to_status(struct buf *out, const char *words)
{
    if ((out->len > 0 && buf_add_str(out, " · ")) || buf_add_str(out, words))
        buf_clear(out);
}

static void add_status(const struct flow *flow, const struct screen *base, struct buf *out)
{
    bool lowest = !base->below || base->below->suspended;

    if (base->kind->status && !(flow->meeting && lowest))
        base->kind->status(base, out);
    if (flow->store && store_read_only(flow->store))
        add_to_status(out, store_is_damaged(flow->store, NULL, NULL) ? _("Damaged, read-only") : _("Read-only"));
    if (flow->meeting)
        add_to_status(out, _("Meeting mode"));
}

static void add_note(const struct flow *flow, struct buf *out)
{
    int left = lock_seconds_left(flow);
    enum err e = OK;

    if (left >= 0)
        e = buf_printf(out, ngettext("Locks in %d second", "Locks in %d seconds", (unsigned long)left), left);
    else if (flow->top->kind->note)
        flow->top->kind->note(flow->top, out);
    if (e)
        buf_clear(out);
}

void stack_draw(const struct flow *flow, struct grid *grid)
{
    const struct screen *base = drawn_first(flow);
    struct buf title = { 0 }, status = { 0 }, message = { 0 }, note = { 0 };
    struct key_hint hints[HINTS_MAX];
    struct frame frame = { .message_style = STYLE_DIM };

    grid_clear(grid);
    if (!frame_fits(grid->width, grid->height)) {
        frame_draw_too_small(grid);
        return;
    }
    add_title(flow, base, grid, &title);
    add_status(flow, base, &status);
    shorten_path(grid, frame_title_room(grid->width, buf_text(&status)), &title);
    add_note(flow, &note);
    if (flow->toast[0] == '\0' && flow->top->kind->hint)
        flow->top->kind->hint(flow->top, &message);
    frame.title = buf_text(&title);
    frame.status = buf_text(&status);
    frame.message = flow->toast[0] ? flow->toast : buf_text(&message);
    if (flow->toast[0])
        frame.message_style = flow->toast_style;
    if (!flow->toast[0] || (int)(text_width(flow->toast) + text_width(buf_text(&note))) < grid->width - 4)
        frame.message_right = buf_text(&note);
    frame.hint_count = stack_hints(flow, hints, HINTS_MAX);
    frame.hints = hints;
    frame_draw(grid, &frame);
    draw_screens(flow, flow->top, grid);
    draw_plain(grid);
    buf_wipe(&title);
    buf_wipe(&status);
    buf_wipe(&message);
    buf_wipe(&note);
}
