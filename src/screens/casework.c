/* Opening casework: the passphrase again, in a box over the screen that asked. Unlocking the vault alone shows no
 * sealed field. */
#include <stdlib.h>

#include "flow_in.h"
#include "townkeep/domain/conduct.h"
#include "townkeep/domain/retention.h"
#include "townkeep/screens/passphrase_field.h"

struct opening {
    struct screen screen;
    struct passphrase *passphrase;
    bool checking;
    struct why refused;
};

static struct opening *opening_of(struct screen *screen)
{
    return (struct opening *)screen;
}

/* Who has not accepted the code of conduct reads it first. */
static enum err open_box(struct screen *screen, struct flow *flow, struct why *why)
{
    bool accepted = true;
    enum err e;

    if (store_casework_is_open(flow_store(flow))) {
        flow_done(flow, NULL, 0, NULL);
        return OK;
    }
    if (!store_read_only(flow_store(flow)) && (e = conduct_is_accepted(flow_store(flow), &accepted, why)))
        return e;
    if (!accepted && (store_roles(flow_store(flow)) & ROLES_OF_CASEWORK)) {
        flow_replace(flow, conduct_screen_new());
        return OK;
    }
    return passphrase_new(&opening_of(screen)->passphrase, why);
}

/* What should be gone by now and was interrupted. It keeps nobody from working that it cannot be done now. */
static void catch_up(struct flow *flow)
{
    struct why why = { .code = OK };
    size_t count = 0;

    if (retention_catch_up(flow_store(flow), config_text(flow_config(flow), SETTING_BACKUP_FOLDER), &count, &why))
        flow_refuse(flow, &why);
}

static void work(struct screen *screen, struct flow *flow)
{
    struct opening *opening = opening_of(screen);

    opening->checking = false;
    if (casework_open(flow_store(flow), opening->passphrase, &opening->refused)) {
        passphrase_clear(opening->passphrase);
        return;
    }
    casework_opened(flow);
    flow_toast(flow, STYLE_GOOD, "%s", _("Casework is open. It closes by itself."));
    catch_up(flow);
    flow_done(flow, NULL, 0, NULL);
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct opening *opening = opening_of(screen);

    if (!opening->passphrase || event->kind == EVENT_TICK)
        return true;
    if (event->kind == EVENT_KEY && event->key == PRESS_ENTER) {
        if (passphrase_length(opening->passphrase) > 0) {
            opening->checking = true;
            flow_work(flow);
        }
        return true;
    }
    if (event->kind == EVENT_KEY && event->key == PRESS_ESCAPE) {
        flow_pop(flow);
        return true;
    }
    passphrase_field_handle(opening->passphrase, event);
    return true;
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct opening *opening = (const struct opening *)screen;
    struct area box = area_centred(screen->body, 62, 9), in = area_inside(box, 2);

    (void)flow;
    draw_box(grid, box, _("Open casework"));
    draw_wrapped(grid, (struct area){ in.x, in.y, in.width, 2 }, 0, STYLE_TEXT,
                 _("Names and stories of people are sealed apart. Type your passphrase again to read them."));
    if (opening->passphrase)
        passphrase_field_draw(opening->passphrase, grid, in.x, in.y + 2, in.width, !opening->checking);
    if (opening->checking)
        draw_text(grid, in.x, in.y + 3, in.width, STYLE_STRONG,
                  _("Checking the passphrase. This takes a moment on purpose."));
    else if (opening->refused.code)
        draw_wrapped(grid, (struct area){ in.x, in.y + 3, in.width, 2 }, 0, STYLE_BAD, why_text(&opening->refused));
}

static int hints(const struct screen *screen, struct key_hint *out, int max)
{
    static const struct dialog prompt = { .kind = DIALOG_PROMPT };
    int count = dialog_hints(&prompt, out, max);

    (void)screen;
    if (count > 0)
        out[0].label = _("Open casework");
    return count;
}

static void close_box(struct screen *screen)
{
    passphrase_free(opening_of(screen)->passphrase);
    free(screen);
}

static bool typing(const struct screen *screen)
{
    (void)screen;
    return true;
}

static const struct screen_kind kind = {
    .name = "casework",
    .purpose = N_("The passphrase is asked again before anything about a person is shown."),
    .overlay = true,
    .open = open_box,
    .handle = handle,
    .work = work,
    .draw = draw,
    .hints = hints,
    .close = close_box,
    .typing = typing,
};

struct screen *casework_screen_new(void)
{
    return screen_alloc(sizeof(struct opening), &kind);
}
