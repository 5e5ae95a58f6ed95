/*
 * The stack of screens: doing what was asked, once the screen that asked has returned. While one request is done
 * another may be added (a screen that opens may ask for a dialog); they are taken in order until none is left.
 */
#include "townkeep/screens/stack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "flow_in.h"
#include "townkeep/base/path.h"
#include "townkeep/ui/frame.h"

static void tell_why(struct flow *flow, const struct why *why)
{
    flow_tell(flow, _("This could not be opened"), why_text(why));
}

void stack_put(struct flow *flow, struct screen *screen, int question)
{
    struct why why = { 0 };

    if (screen->kind->needs_casework && flow->store && !store_casework_is_open(flow->store) &&
        !(screen = gate_screen_new(screen))) {
        why_set(&why, E_MEMORY, "%s", err_text(E_MEMORY));
        tell_why(flow, &why);
        return;
    }
    screen->below = flow->top;
    screen->question = question;
    screen->body = frame_body(flow->width, flow->height);
    flow->top = screen;
    if (screen->kind->open && screen->kind->open(screen, flow, &why)) {
        if (flow->top == screen)
            stack_drop(flow);
        tell_why(flow, &why);
    }
}

void stack_drop(struct flow *flow)
{
    struct screen *screen = flow->top;

    if (!screen)
        return;
    flow->top = screen->below;
    if (flow->working == screen)
        flow->working = NULL;
    screen->kind->close(screen);
}

bool stack_may_leave(struct flow *flow)
{
    const struct screen_kind *kind = flow->top->kind;

    return !kind->leave || kind->leave(flow->top, flow);
}

void stack_reload(struct flow *flow, struct screen *screen)
{
    struct why why = { 0 };

    if (screen && !screen->suspended && screen->kind->refresh && screen->kind->refresh(screen, flow, &why))
        tell_why(flow, &why);
}

const struct screen *stack_home(const struct flow *flow)
{
    const struct screen *screen = flow->top;

    while (screen && screen->below)
        screen = screen->below;
    return screen;
}

/* Take the top away and tell the screen below: its answer, or that it should look again. */
static void leave_top(struct flow *flow, struct answer answer)
{
    int question = flow->top->question;
    bool overlay = flow->top->kind->overlay;

    if (!flow->top->below)
        return;
    answer.question = question;
    if (!answer.text)
        answer.text = "";
    stack_drop(flow);
    if (question != 0 && flow->top->kind->answered)
        flow->top->kind->answered(flow->top, flow, &answer);
    else if (question == 0 && !overlay)
        stack_reload(flow, flow->top);
}

/* Down to `until` (NULL: the lowest), each asked to leave; false when one stays. */
static bool leave_down_to(struct flow *flow, const struct screen *until)
{
    if (!until)
        until = stack_home(flow);
    while (flow->top != until && flow->top->below) {
        if (!stack_may_leave(flow))
            return false;
        leave_top(flow, (struct answer){ .dialog = DIALOG_NO });
    }
    return flow->top == until;
}

static bool is_on_stack(const struct flow *flow, const struct screen *screen)
{
    for (const struct screen *at = flow->top; at; at = at->below) {
        if (at == screen)
            return true;
    }
    return false;
}

static void replace_top(struct flow *flow, struct screen *screen, const struct screen *asker)
{
    int question = 0;

    if (flow->top && flow->top == asker) {
        question = flow->top->question;
        stack_drop(flow);
    }
    stack_put(flow, screen, question);
}

static void do_quit(struct flow *flow)
{
    struct screen *closing;

    if (flow->store && !leave_down_to(flow, NULL))
        return;
    keeper_stop(flow);
    closing = keeper_is_due_at_closing(flow) ? closing_screen_new() : NULL;
    if (closing)
        stack_put(flow, closing, 0);
    else
        flow->over = true;
}

static void do_casework_open(struct flow *flow, int question)
{
    struct screen *screen;

    if (!flow->store || flow->meeting) {
        flow_toast(flow, STYLE_WARN, "%s", _("Casework stays closed in meeting mode. Ctrl-Y ends it."));
        return;
    }
    screen = casework_screen_new();
    if (screen)
        stack_put(flow, screen, question);
}

static void do_request(struct flow *flow, struct request *request)
{
    struct screen *screen = request->screen;

    request->screen = NULL;
    switch (request->kind) {
    case REQUEST_PUSH:
        stack_put(flow, screen, request->question);
        break;
    case REQUEST_REPLACE:
        replace_top(flow, screen, request->asker);
        break;
    case REQUEST_POP:
        if (flow->top == request->asker)
            leave_top(flow, (struct answer){ .dialog = DIALOG_NO });
        break;
    case REQUEST_ANSWER:
        request->answer.text = request->text;
        if (flow->top == request->asker)
            leave_top(flow, request->answer);
        break;
    case REQUEST_GO:
        if (!leave_down_to(flow, NULL))
            request->screen = screen;
        else if (screen)
            stack_put(flow, screen, 0);
        else
            stack_reload(flow, flow->top);
        break;
    case REQUEST_RUN:
        if (is_on_stack(flow, request->under) && leave_down_to(flow, request->under))
            action_run(request->under, flow, request->action);
        break;
    case REQUEST_REFRESH:
        stack_reload(flow, flow->top);
        break;
    case REQUEST_OPENED:
        lock_bring_back(flow);
        break;
    case REQUEST_LOCK:
        lock_now(flow);
        break;
    case REQUEST_QUIT:
        do_quit(flow);
        break;
    case REQUEST_CASEWORK_OPEN:
        do_casework_open(flow, request->question);
        break;
    case REQUEST_CASEWORK_CLOSE:
        casework_close(flow);
        break;
    case REQUEST_MEETING:
        meeting_set(flow, request->on);
        break;
    case REQUEST_CONFIG:
        flow->looks = true;
        break;
    }
}

static void request_release(struct request *request)
{
    if (request->screen)
        request->screen->kind->close(request->screen);
    if (request->text)
        explicit_bzero(request->text, strlen(request->text));
    free(request->text);
}

void flow_settle(struct flow *flow)
{
    if (flow->settling)
        return;
    flow->settling = true;
    while (flow->request_count > 0) {
        struct request request = flow->requests[0];

        flow->request_count--;
        memmove(flow->requests, flow->requests + 1, sizeof flow->requests[0] * (size_t)flow->request_count);
        do_request(flow, &request);
        request_release(&request);
    }
    flow->settling = false;
}

enum err stack_new(const struct stack_setup *setup, int width, int height, struct flow **out, struct why *why)
{
    struct flow *flow = calloc(1, sizeof *flow);
    struct screen *first;

    if (!flow)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    flow->setup = setup;
    flow->width = width;
    flow->height = height;
    flow->used_at = clock_monotonic();
    snprintf(flow->vault, sizeof flow->vault, "%s", setup->vault);
    first = path_exists(flow->vault) ? unlock_screen_new() : wizard_screen_new();
    if (!first) {
        free(flow);
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    }
    stack_put(flow, first, 0);
    flow_settle(flow);
    *out = flow;
    return OK;
}

void stack_free(struct flow *flow)
{
    if (!flow)
        return;
    for (struct screen *screen = flow->top; screen; screen = screen->below) {
        if (flow->store && !screen->suspended && screen->kind->suspend)
            screen->kind->suspend(screen, flow);
    }
    while (flow->top)
        stack_drop(flow);
    for (int i = 0; i < flow->request_count; i++)
        request_release(&flow->requests[i]);
    keeper_stop(flow);
    store_close(flow->store);
    passphrase_free(flow->typed);
    explicit_bzero(flow, sizeof *flow);
    free(flow);
}

bool stack_work(struct flow *flow)
{
    struct screen *screen = flow->working;

    if (!screen && keeper_wants(flow)) {
        keeper_work(flow);
        flow_settle(flow);
    }
    if (!screen)
        return stack_wants_work(flow);
    flow->working = NULL;
    if (screen == flow->top && screen->kind->work)
        screen->kind->work(screen, flow);
    flow_settle(flow);
    return stack_wants_work(flow);
}

bool stack_wants_work(const struct flow *flow)
{
    return flow->working != NULL || keeper_wants(flow);
}

void stack_lock(struct flow *flow)
{
    flow_lock(flow);
    flow_settle(flow);
}

enum stack_next stack_next(struct flow *flow)
{
    if (flow->blank) {
        flow->blank = false;
        return STACK_BLANK;
    }
    if (flow->forget) {
        flow->forget = false;
        return STACK_FORGET;
    }
    if (flow->looks) {
        flow->looks = false;
        return STACK_LOOKS;
    }
    if (flow->drain) {
        flow->drain = false;
        return STACK_DRAIN;
    }
    return flow->over ? STACK_OVER : STACK_NOTHING;
}

bool stack_is_locked(const struct flow *flow)
{
    return flow->store == NULL;
}

const char *stack_screen(const struct flow *flow)
{
    return flow->top ? flow->top->kind->name : "";
}
