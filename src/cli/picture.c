/* `townkeep picture`: what the screen draws, as text, as a drawing or as rows for a spreadsheet, from the table of
 * pictures. */
#include "townkeep/picture/picture.h"
#include "cli_in.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/exchange/graph.h"
#include "townkeep/exchange/report.h"
#include "townkeep/exchange/sheet.h"

#include <stdlib.h>
#include <string.h>

enum picture_format { FORMAT_TEXT, FORMAT_CSV, FORMAT_SVG, FORMAT_GRAPHML, FORMAT_DOT, FORMAT_COUNT };
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
static const char *const formats[FORMAT_COUNT] = { [FORMAT_TEXT] = "text",
                                                   [FORMAT_CSV] = "csv",
                                                   [FORMAT_SVG] = "svg",
                                                   [FORMAT_GRAPHML] = "graphml",
                                                   [FORMAT_DOT] = "dot" };

static enum err take_format(struct args *args, struct picture_order *order, struct why *why)
{
    const char *name;
    enum err e = args_take(args, "--format", &name, why);

    if (e || !name)
        return e;
    for (int i = 0; i < FORMAT_COUNT; i++) {
        if (strcmp(name, formats[i]) == 0) {
            order->format = (enum picture_format)i;
            return OK;
        }
    }
    return why_set(why, E_USAGE, N_("--format is text, csv, svg, graphml or dot, not \"%s\"."), name);
}

static bool is_of_networks(enum picture_format format)
{
    return format == FORMAT_GRAPHML || format == FORMAT_DOT;
}

static enum err check_format(const struct picture_order *order, const struct picture *picture, struct why *why)
{
    if (!is_of_networks(order->format))
        return OK;
    if (!picture->is_network)
        return why_set(why, E_USAGE, N_("\"%s\" shows no network: --format is text, csv or svg."), picture->name);
    return order->output ? OK : why_set(why, E_USAGE, N_("A network goes into a file: say --output FILE."));
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

/* The stakeholders on the picture and what joins them; an officer's own file, so of all that the team may see. */
static enum err put_network(struct cli *cli, struct picture_view *view, const struct picture_order *order,
                            struct why *why)
{
    int64_t *ids = NULL;
    size_t count, leaving;
    enum err e = picture_lay(view, (int)order->width, (int)order->height, order->ascii, why);

    if (!e && !(e = canvas_records(&view->canvas, &party_type, &ids, &count)))
        e = graph_save(cli->store, ids, count, formats[order->format], PROFILE_TEAM, view->wish.as_of, order->output,
                       NULL, &leaving, why);
    free(ids);
    return e;
}

static enum err put(struct cli *cli, struct picture_view *view, const struct picture_order *order, struct why *why)
{
    struct buf text = { 0 };
    enum err e;

    if (is_of_networks(order->format))
        return put_network(cli, view, order, why);
    if (!(e = make_text(view, order, &text, why)))
        e = put_out(cli, view->picture, order->output, &text, why);
    buf_wipe(&text);
    return e;
}

enum err command_picture(struct cli *cli, struct args *args, struct why *why)
{
    const struct picture *picture;
    struct picture_order order;
    struct picture_view view = { 0 };
    enum err e;

    if (args->count == 0)
        return list_pictures(cli);
    if (!(picture = picture_find(args->items[0])))
        return why_set(why, E_USAGE, N_("There is no picture \"%s\". `townkeep picture` lists them."), args->items[0]);
    picture_view_start(&view, picture);
    if (!(e = take_order(args, &order, why)) && !(e = check_format(&order, picture, why)) &&
        !(e = take_switches(cli, args, &view, why)) && !(e = args_check(args, 1, 1, why)) &&
        !(e = picture_load(&view, cli->store, why)))
        e = put(cli, &view, &order, why);
    picture_view_release(&view);
    return e;
}
