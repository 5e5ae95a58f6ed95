/* Version, licence, where things are kept on this computer, and what protects the program there. */
#include <stdlib.h>

#include "flow_in.h"

struct about {
    struct screen screen;
    struct page page;
};

enum { LABEL_WIDTH = 20 };

static enum err add_paths(struct page *page, struct flow *flow)
{
    const struct config *config = flow_config(flow);
    const char *backups = config_text(config, SETTING_BACKUP_FOLDER);
    enum err e;

    if ((e = page_add_labelled(page, LABEL_WIDTH, _("This vault"), flow->vault)) ||
        (e = page_add_labelled(page, LABEL_WIDTH, _("Settings"), config->path ? config->path : "")))
        return e;
    return page_add_labelled(page, LABEL_WIDTH, _("Backups"), backups[0] ? backups : _("no folder is set"));
}

static enum err add_guards(struct page *page, const struct guards *guards)
{
    enum err e = page_add(page, STYLE_STRONG, 0, _("What protects the program on this computer"));

    for (int kind = 0; kind < GUARD_COUNT && !e; kind++) {
        const struct guard *guard = &guards->of[kind];

        if (!guard->sentence)
            continue;
        e = page_add_labelled(page, LABEL_WIDTH, gettext(guard_label((enum guard_kind)kind)), gettext(guard->sentence));
        if (!e && guard->state != GUARD_ON)
            page->lines[page->count - 1].style = STYLE_WARN;
    }
    return e;
}

static enum err add_trust(struct page *page, const struct flow *flow)
{
    enum err e = page_add(
        page, STYLE_TEXT, 0,
        store_cipher(flow->store) == CIPHER_AES256_GCM
            ? _("Everything in the vault is encrypted and authenticated with libsodium (AES-256-GCM, Argon2id, "
                "Ed25519); nothing is ever written to the disk in the clear. The program opens no network connection.")
            : _("Everything in the vault is encrypted and authenticated with libsodium "
                "(XChaCha20-Poly1305, Argon2id, Ed25519); nothing is ever "
                "written to the disk in the clear. The program opens no network connection."));

    if (!e && flow->setup->guards && !(e = page_add(page, STYLE_TEXT, 0, "")))
        return add_guards(page, flow->setup->guards);
    if (e || crypt_memory_is_locked())
        return e;
    return page_add(page, STYLE_WARN, 0,
                    _("This computer does not let the program keep its keys out of swap. Ask whoever looks after it to "
                      "raise the limit of locked memory."));
}

static enum err build(struct screen *screen, struct flow *flow, struct why *why)
{
    struct page *page = &((struct about *)screen)->page;
    enum err e;

    page_release(page);
    if ((e = page_add(page, STYLE_STRONG, 0, "Townkeep " TOWNKEEP_VERSION)) ||
        (e = page_add(
             page, STYLE_TEXT, 0,
             _("For small teams that keep a town's peace: who works on what, who needs help, what was agreed."))) ||
        (e = page_add(page, STYLE_TEXT, 0, "")) || (e = add_paths(page, flow)) ||
        (e = page_add(page, STYLE_TEXT, 0, "")) || (e = add_trust(page, flow)) ||
        (e = page_add(page, STYLE_TEXT, 0, "")) ||
        (e = page_add(
             page, STYLE_DIM, 0,
             _("Free software under the GNU General Public License, version 3 or later. It comes with no warranty."))))
        return why_set(why, e, "%s", err_text(e));
    page_place(page, screen->body);
    return OK;
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    (void)flow;
    return page_handle(&((struct about *)screen)->page, event);
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    page_place(&((struct about *)screen)->page, screen->body);
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    (void)flow;
    page_draw(&((const struct about *)screen)->page, grid);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("About")))
        buf_clear(out);
}

static void close_about(struct screen *screen)
{
    page_release(&((struct about *)screen)->page);
    free(screen);
}

static const struct screen_kind kind = {
    .name = "about",
    .purpose = N_("Version, licence, and where things are kept on this computer."),
    .open = build,
    .resume = build,
    .resized = resized,
    .handle = handle,
    .draw = draw,
    .title = title,
    .close = close_about,
};

struct screen *about_screen_new(void)
{
    return screen_alloc(sizeof(struct about), &kind);
}
