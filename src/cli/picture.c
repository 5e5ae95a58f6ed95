/* `townkeep picture`: what the screen draws, as text, as a drawing or as rows for a spreadsheet, from the table of
 * pictures. */
#include "townkeep/picture/picture.h"
#include "cli_in.h"
#include "townkeep/exchange/report.h"
#include "townkeep/exchange/sheet.h"

#include <string.h>

enum picture_format { FORMAT_TEXT, FORMAT_CSV, FORMAT_SVG, FORMAT_COUNT };
enum { WIDTH = 80, HEIGHT = 24, OPTION_SIZE = 40 };

struct picture_order {
    size_t width, height;
    bool ascii;
    enum picture_format format;
    const char *output;
};

/* --- listing them --- */
static enum err list_choices(struct cli *cli, const struct picture_switch *one)
{
    enum err e = cli_print(cli, "    --%s ", one->name);

    if (one->kind != SWITCH_CHOICE)
        return e ? e : cli_print(cli, "%s\n", one->kind == SWITCH_WORD ? one->vocabulary : one->type->key);
    for (int i = 0; i < one->choice_count && !e; i++)
        e = cli_print(cli, "%s%s", i > 0 ? "|" : "", one->choices[i].name);
    return e ? e : cli_print(cli, "\n");
}

static enum err list_pictures(struct cli *cli)
{
    size_t count;
    const struct picture *const *pictures = pictures_all(&count);
    enum err e = OK;

    for (size_t i = 0; i < count && !e; i++) {
        e = cli_print(cli, "%-12s %s\n", pictures[i]->name, gettext(pictures[i]->sentence));
        for (int at = 0; at < pictures[i]->switch_count && !e; at++)
            e = list_choices(cli, &pictures[i]->switches[at]);
    }
    return e;
}

/* --- options --- */
static enum err take_format(struct args *args, struct picture_order *order, struct why *why)
{
    static const char *const names[FORMAT_COUNT] = {
        [FORMAT_TEXT] = "text", [FORMAT_CSV] = "csv", [FORMAT_SVG] = "svg"
    };
    const char *name;
    enum err e = args_take(args, "--format", &name, why);

    if (e || !name)
        return e;
    for (int i = 0; i < FORMAT_COUNT; i++) {
        if (strcmp(name, names[i]) == 0) {
            order->format = (enum picture_format)i;
            return OK;
        }
    }
    return why_set(why, E_USAGE, N_("--format is text, csv or svg, not \"%s\"."), name);
}

static enum err take_order(struct args *args, struct picture_order *order, struct why *why)
{
    enum err e;

    *order = (struct picture_order){ .width = WIDTH, .height = HEIGHT };
    if ((e = args_take_number(args, "--width", &order->width, why)) ||
        (e = args_take_number(args, "--height", &order->height, why)) ||
        (e = args_take(args, "--output", &order->output, why)) || (e = take_format(args, order, why)))
        return e;
    order->ascii = args_flag(args, "--ascii");
    if (order->width < 20 || order->width > GRID_MAX || order->height > GRID_MAX)
        return why_set(why, E_USAGE, N_("--width is from 20 to %d cells, --height at most %d."), GRID_MAX, GRID_MAX);
    return OK;
}

static enum err take_switches(struct cli *cli, struct args *args, struct picture_view *view, struct why *why)
{
    enum err e = args_take_day(args, "--as-of", &view->wish.as_of, why);

    for (int at = 0; at < view->picture->switch_count && !e; at++) {
        char option[OPTION_SIZE] = "--";
        const char *typed;

        strncat(option, view->picture->switches[at].name, sizeof option - sizeof "--");
        if (!(e = args_take(args, option, &typed, why)) && typed)
            e = picture_set(view, at, typed, cli->store, why);
    }
    return e;
}

/* --- writing it --- */
static enum err make_text(struct picture_view *view, const struct picture_order *order, struct buf *out,
                          struct why *why)
{
    struct picture_table table = { 0 };
    enum err e;

    if (order->format != FORMAT_CSV) {
        if ((e = picture_lay(view, (int)order->width, (int)order->height, order->ascii, why)))
            return e;
        return order->format == FORMAT_SVG ? picture_svg(view, out) : picture_print(view, (int)order->width, out);
    }
    if (!(e = view->picture->table(view->data, &view->wish, &table)))
        e = csv_add_rows(out, table.cells, table.columns, table.rows);
    picture_table_release(&table);
    return e;
}

static enum err put_out(struct cli *cli, const struct picture *picture, const char *path, const struct buf *text,
                        struct why *why)
{
    enum err e;

    if (!path)
        return cli_data(cli, buf_text(text), text->len);
    if (!(e = report_save(cli->store, gettext(picture->label), path, NULL, text, why)))
        cli_say(cli,
                N_("The file is readable by anyone who gets hold of it: delete it when it has served its purpose."));
    return e;
}

enum err command_picture(struct cli *cli, struct args *args, struct why *why)
{
    const struct picture *picture;
    struct picture_order order;
    struct picture_view view = { 0 };
    struct buf text = { 0 };
    enum err e;

    if (args->count == 0)
        return list_pictures(cli);
    if (!(picture = picture_find(args->items[0])))
        return why_set(why, E_USAGE, N_("There is no picture \"%s\". `townkeep picture` lists them."), args->items[0]);
    picture_view_start(&view, picture);
    if ((e = take_order(args, &order, why)) || (e = take_switches(cli, args, &view, why)) ||
        (e = args_check(args, 1, 1, why)) || (e = picture_load(&view, cli->store, why)) ||
        (e = make_text(&view, &order, &text, why)) || (e = put_out(cli, picture, order.output, &text, why)))
        goto done;
done:
    buf_wipe(&text);
    picture_view_release(&view);
    return e;
}
