/* The header on paper: written to a text file to be printed and then deleted. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "flow_in.h"
#include "townkeep/base/path.h"

struct sheet {
    struct screen screen;
    struct line path;
    bool is_written;
    struct why refused;
};

static struct sheet *sheet_of(struct screen *screen)
{
    return (struct sheet *)screen;
}

/* Beside the vault: where the officer finds it, and where deleting it is thought of. */
static enum err open_sheet(struct screen *screen, struct flow *flow, struct why *why)
{
    struct buf path = { 0 };
    char *whole = realpath(flow->vault, NULL);
    enum err e = whole ? buf_printf(&path, "%s-header.txt", whole) : E_MEMORY;

    if (!e)
        e = line_set(&sheet_of(screen)->path, buf_text(&path));
    free(whole);
    buf_release(&path);
    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

static enum err write_sheet(struct flow *flow, const char *path, struct why *why)
{
    struct buf text = { 0 };
    enum err e;

    if (path[0] != '/')
        return why_set(why, E_INVALID, "%s", _("Type the whole name of the file, beginning with a slash."));
    if (path_exists(path))
        return why_set(why, E_CONFLICT, _("%s is there already. Give the sheet another name."), path);
    if (!(e = store_header_sheet(flow_store(flow), &text, why)))
        e = path_write_file(path, text.data, text.len, why);
    buf_release(&text);
    return e;
}

static void run_write(struct screen *screen, struct flow *flow)
{
    struct sheet *sheet = sheet_of(screen);

    sheet->refused = (struct why){ 0 };
    sheet->is_written = write_sheet(flow, line_text(&sheet->path), &sheet->refused) == OK;
}

static const struct action actions[] = {
    { .id = "sheet.write",
      .keys = { PRESS_CTRL('s') },
      .label = N_("Write it"),
      .run = run_write,
      .help = N_("Write the text file; Enter does the same."),
      .writes = true,
      .bar = true },
};

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    if (event->kind == EVENT_KEY && event->key == PRESS_ENTER) {
        run_write(screen, flow);
        return true;
    }
    return line_handle(&sheet_of(screen)->path, event) != LINE_IGNORED;
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct sheet *sheet = (const struct sheet *)screen;
    struct area body = screen->body;
    int y = body.y;

    (void)flow;
    y += draw_wrapped(grid, (struct area){ body.x, y, body.width, 7 }, 0, STYLE_TEXT,
                      _("If both headers of the file are ever destroyed, no passphrase opens the vault, except with "
                        "these lines typed again (townkeep header restore). The sheet opens nothing by itself; but "
                        "whoever is removed after it was printed could unlock with it. Print it, lock it away, delete "
                        "the file, and print a new one after each change of officers or passphrases."));
    y++;
    draw_text(grid, body.x, y, 16, STYLE_STRONG, _("Write it to"));
    line_draw(&sheet->path, grid, body.x + 16, y, body.width - 16, true);
    y += 2;
    if (sheet->is_written)
        draw_text(grid, body.x, y, body.width, STYLE_GOOD, _("Written. Print it now, then delete the file."));
    else if (sheet->refused.code)
        draw_wrapped(grid, (struct area){ body.x, y, body.width, 4 }, 0, STYLE_BAD, why_text(&sheet->refused));
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Header on paper")))
        buf_clear(out);
}

static bool typing(const struct screen *screen)
{
    (void)screen;
    return true;
}

static void close_sheet(struct screen *screen)
{
    line_release(&sheet_of(screen)->path);
    free(screen);
}

static const struct screen_kind kind = {
    .name = "sheet",
    .purpose = N_("Writes the vault's header as lines to be printed. An existing file is never replaced."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = open_sheet,
    .handle = handle,
    .draw = draw,
    .title = title,
    .typing = typing,
    .close = close_sheet,
};

struct screen *sheet_screen_new(void)
{
    return screen_alloc(sizeof(struct sheet), &kind);
}
