/* One to three passphrases in a box. They live in guarded memory and go with the box. */
#include <stdlib.h>

#include "secrets_in.h"
#include "townkeep/screens/passphrase_field.h"

enum { BOX_WIDTH = 64, LABEL_WIDTH = 20 };

struct secrets {
    struct screen screen;
    const struct secrets_wish *wish;
    int64_t number;
    struct passphrase *given[SECRETS_MAX];
    int field;
    bool running;
    struct why refused;
};

static struct secrets *secrets_of(struct screen *screen)
{
    return (struct secrets *)screen;
}

static enum err open_box(struct screen *screen, struct flow *flow, struct why *why)
{
    struct secrets *secrets = secrets_of(screen);
    enum err e = OK;

    (void)flow;
    for (int i = 0; i < secrets->wish->count && !e; i++)
        e = passphrase_new(&secrets->given[i], why);
    return e;
}

static bool is_good(struct secrets *secrets)
{
    int last = secrets->wish->count - 1;

    secrets->refused = (struct why){ 0 };
    if (!secrets->wish->fresh)
        return true;
    if (passphrase_check(secrets->given[last - 1], &secrets->refused)) {
        secrets->field = last - 1;
        return false;
    }
    if (!passphrase_equal(secrets->given[last - 1], secrets->given[last])) {
        passphrase_clear(secrets->given[last]);
        why_set(&secrets->refused, E_INVALID, "%s", _("The two are not the same. Type it a second time."));
        return false;
    }
    return true;
}

static void work(struct screen *screen, struct flow *flow)
{
    struct secrets *secrets = secrets_of(screen);

    secrets->running = false;
    if (secrets->wish->run(flow, screen->below, secrets->given, secrets->number, &secrets->refused))
        return;
    flow_toast(flow, STYLE_GOOD, "%s", _(secrets->wish->done));
    flow_done(flow, NULL, 0, NULL);
}

static bool handle_key(struct secrets *secrets, struct flow *flow, uint32_t key)
{
    int count = secrets->wish->count;

    switch (key) {
    case PRESS_ESCAPE:
        flow_pop(flow);
        return true;
    case PRESS_TAB:
    case PRESS_DOWN:
        secrets->field = (secrets->field + 1) % count;
        return true;
    case PRESS_SHIFT_TAB:
    case PRESS_UP:
        secrets->field = (secrets->field + count - 1) % count;
        return true;
    case PRESS_ENTER:
        if (secrets->field < count - 1)
            secrets->field++;
        else if (is_good(secrets)) {
            secrets->running = true;
            flow_work(flow);
        }
        return true;
    default:
        return false;
    }
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct secrets *secrets = secrets_of(screen);

    if (secrets->running || event->kind == EVENT_TICK || !secrets->given[secrets->wish->count - 1])
        return true;
    if (event->kind == EVENT_KEY && handle_key(secrets, flow, event->key))
        return true;
    passphrase_field_handle(secrets->given[secrets->field], event);
    return true;
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct secrets *secrets = (const struct secrets *)screen;
    struct area box = area_centred(screen->body, BOX_WIDTH, secrets->wish->count + 10), in = area_inside(box, 2);
    int y = in.y;

    (void)flow;
    draw_box(grid, box, _(secrets->wish->title));
    y += draw_wrapped(grid, (struct area){ in.x, y, in.width, 3 }, 0, STYLE_TEXT, _(secrets->wish->text)) + 1;
    for (int i = 0; i < secrets->wish->count; i++, y++) {
        draw_text(grid, in.x, y, LABEL_WIDTH, i == secrets->field ? STYLE_STRONG : STYLE_TEXT,
                  _(secrets->wish->labels[i]));
        if (secrets->given[i])
            passphrase_field_draw(secrets->given[i], grid, in.x + LABEL_WIDTH, y, in.width - LABEL_WIDTH,
                                  i == secrets->field);
    }
    if (secrets->running)
        draw_text(grid, in.x, y, in.width, STYLE_STRONG, _("This takes a moment on purpose."));
    else if (secrets->refused.code)
        draw_wrapped(grid, (struct area){ in.x, y, in.width, 3 }, 0, STYLE_BAD, why_text(&secrets->refused));
}

static int hints(const struct screen *screen, struct key_hint *out, int max)
{
    static const struct dialog prompt = { .kind = DIALOG_PROMPT };
    int count = dialog_hints(&prompt, out, max);

    (void)screen;
    if (count > 0)
        out[0].label = _("Go on");
    return count;
}

static bool typing(const struct screen *screen)
{
    (void)screen;
    return true;
}

static void close_box(struct screen *screen)
{
    for (int i = 0; i < SECRETS_MAX; i++)
        passphrase_free(secrets_of(screen)->given[i]);
    free(screen);
}

static const struct screen_kind kind = {
    .name = "secrets",
    .purpose = N_("A passphrase is typed; only dots are shown."),
    .overlay = true,
    .open = open_box,
    .handle = handle,
    .work = work,
    .draw = draw,
    .hints = hints,
    .typing = typing,
    .close = close_box,
};

struct screen *secrets_screen_new(const struct secrets_wish *wish, int64_t number)
{
    struct secrets *secrets = screen_alloc(sizeof *secrets, &kind);

    if (secrets) {
        secrets->wish = wish;
        secrets->number = number;
    }
    return secrets ? &secrets->screen : NULL;
}
