/*
 * Where an event goes: the lock key first of all, then the screen on top, its actions, the global keys, and at last
 * Esc. A window that is too small shows no screen, so it takes no keys for one either.
 */
#include <string.h>

#include "flow_in.h"
#include "townkeep/ui/frame.h"

static bool is_text(uint32_t key)
{
    char text[KEY_TEXT_SIZE];

    return key_to_text(key, text) > 0;
}

static bool run_own(struct flow *flow, struct screen *screen, uint32_t key)
{
    for (int i = 0; i < screen->kind->action_count; i++) {
        if (action_stands(screen, &screen->kind->actions[i]) && action_has_key(flow, &screen->kind->actions[i], key)) {
            action_run(screen, flow, &screen->kind->actions[i]);
            return true;
        }
    }
    return false;
}

static void step_back(struct flow *flow)
{
    if (flow->top->below && !flow->top->below->suspended) {
        if (stack_may_leave(flow))
            flow_pop(flow);
    } else if (stack_may_leave(flow)) {
        flow_toast(flow, STYLE_DIM, "%s", _("This is the first screen. F10 leaves the program."));
    }
}

static void handle_key(struct flow *flow, const struct event *event)
{
    struct screen *top = flow->top;

    if (flow->toast[0] && flow->toast_keys++ > 0)
        flow->toast[0] = '\0';
    if (event->key == PRESS_CTRL('l') && flow->store) {
        flow_lock(flow);
        return;
    }
    if (!frame_fits(flow->width, flow->height))
        return;
    if (top->kind->handle && top->kind->handle(top, flow, event))
        return;
    if (top->kind->typing && top->kind->typing(top) && is_text(event->key))
        return;
    if (run_own(flow, top, event->key) || global_run(flow, event->key))
        return;
    if (event->key == PRESS_ESCAPE)
        step_back(flow);
}

static void handle_click(struct flow *flow, const struct event *event)
{
    struct key_hint hints[HINTS_MAX];
    int count = stack_hints(flow, hints, HINTS_MAX), hit = -1;

    if (event->y == flow->height - 1)
        hit = keybar_at(hints, count, flow->width, event->x);
    if (hit >= 0)
        handle_key(flow, &(struct event){ .kind = EVENT_KEY, .key = hints[hit].press });
    else if (frame_fits(flow->width, flow->height) && flow->top->kind->handle)
        flow->top->kind->handle(flow->top, flow, event);
}

static void handle_resize(struct flow *flow, int width, int height)
{
    flow->width = width;
    flow->height = height;
    if (!frame_fits(width, height))
        return;
    for (struct screen *screen = flow->top; screen; screen = screen->below) {
        screen->body = frame_body(width, height);
        if (!screen->suspended && screen->kind->resized)
            screen->kind->resized(screen, flow);
    }
}

static void note_use(struct flow *flow)
{
    flow->used_at = clock_monotonic();
    if (screen_shows_casework(flow->top))
        flow->casework_at = flow->used_at;
}

void stack_handle(struct flow *flow, const struct event *event)
{
    switch (event->kind) {
    case EVENT_NONE:
        return;
    case EVENT_KEY:
        note_use(flow);
        handle_key(flow, event);
        break;
    case EVENT_PASTE:
        note_use(flow);
        if (frame_fits(flow->width, flow->height) && flow->top->kind->handle)
            flow->top->kind->handle(flow->top, flow, event);
        break;
    case EVENT_MOUSE:
        note_use(flow);
        handle_click(flow, event);
        break;
    case EVENT_RESIZE:
        handle_resize(flow, event->x, event->y);
        break;
    case EVENT_TICK:
        lock_tick(flow);
        keeper_tick(flow);
        if (flow->top->kind->handle)
            flow->top->kind->handle(flow->top, flow, event);
        break;
    case EVENT_HANG_UP:
        lock_now(flow);
        flow->over = true;
        break;
    }
    flow_settle(flow);
}
