/* A picture into a file for somebody else: as text, as a drawing or as rows for a spreadsheet. The log says so first.
 */
#include "picture_screen_in.h"

#include <stdio.h>
#include <stdlib.h>

#include "file_chooser_in.h"
#include "townkeep/base/path.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/exchange/graph.h"
#include "townkeep/exchange/report.h"
#include "townkeep/exchange/sheet.h"

/* The last two are of networks alone. */
enum out_format { OUT_TEXT, OUT_DRAWING, OUT_CSV, OUT_GRAPHML, OUT_DOT, OUT_FORMATS };
enum { PAGE_CELLS = 120 };

static const struct {
    const char *label, *ending;
    bool is_network; /* written by graph_save: the stakeholders shown and what joins them */
} formats[OUT_FORMATS] = {
    [OUT_TEXT] = { N_("Text to read"), "txt" },
    [OUT_DRAWING] = { N_("A drawing (SVG)"), "svg" },
    [OUT_CSV] = { N_("Rows for a spreadsheet (CSV)"), "csv" },
    [OUT_GRAPHML] = { N_("The network for other programs (GraphML)"), "graphml", true },
    [OUT_DOT] = { N_("The network for Graphviz (DOT)"), "dot", true },
};

void picture_ask_format(struct picture_screen *picture, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_CHOICE };

    snprintf(dialog.title, sizeof dialog.title, "%s", _("To a file: how?"));
    if (picture->view.picture->stays_here)
        snprintf(dialog.text, sizeof dialog.text, "%s",
                 _("It shows how stakeholders were judged: for the office alone. Do not pass it on."));
    for (int i = 0; i < OUT_FORMATS && (picture->view.picture->is_network || !formats[i].is_network); i++)
        snprintf(dialog.choices[dialog.choice_count++], DIALOG_TITLE_SIZE, "%s", _(formats[i].label));
    flow_ask(flow, &dialog, ASKED_FORMAT);
}

static void ask_line(struct flow *flow, const char *title, const char *text, const char *yes, const struct buf *now,
                     int question)
{
    struct dialog dialog = { .kind = DIALOG_PROMPT };

    snprintf(dialog.title, sizeof dialog.title, "%s", title);
    snprintf(dialog.text, sizeof dialog.text, "%s", text);
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", yes);
    if (line_set(&dialog.line, buf_text(now)) == OK)
        flow_ask(flow, &dialog, question);
}

/* <own folder>/coverage-2026-11-23.txt */
static void ask_place(struct picture_screen *picture, struct flow *flow)
{
    char day[DATE_TEXT_SIZE];
    struct why why = { 0 };

    date_format(picture->view.wish.as_of, day);
    buf_clear(&picture->path);
    if (path_home(&picture->path, &why) ||
        buf_printf(&picture->path, "/%s-%s.%s", picture->view.picture->name, day, formats[picture->format].ending))
        flow_refuse(flow, &why);
    else
        ask_line(flow, _("Where to?"), _("A new file: its full path, or from your own folder on."), _("Take it"),
                 &picture->path, ASKED_PLACE);
}

static enum err write_rows(const struct picture_view *view, struct buf *out)
{
    struct picture_table table = { 0 };
    enum err e = view->picture->table(view->data, &view->wish, &table);

    if (!e)
        e = csv_add_rows(out, table.cells, table.columns, table.rows);
    picture_table_release(&table);
    return e;
}

/* Laid out for paper, beside the picture that is shown. */
static enum err write_paper(const struct picture_view *shown, enum out_format format, struct buf *out, struct why *why)
{
    struct picture_view paper = { .picture = shown->picture, .wish = shown->wish, .data = shown->data };
    enum err e = picture_lay(&paper, PAGE_CELLS, 0, shown->canvas.grid.ascii, why);

    if (!e)
        e = format == OUT_DRAWING ? picture_svg(&paper, out) : picture_print(&paper, PAGE_CELLS, out);
    paper.data = NULL; /* the other's */
    picture_view_release(&paper);
    return e;
}

static enum err write_network(const struct picture_screen *picture, struct store *store, const char *reason,
                              struct why *why)
{
    const struct picture_view *view = &picture->view;
    int64_t *ids = NULL;
    size_t count, leaving;
    enum err e = canvas_records(&view->canvas, &party_type, &ids, &count);

    if (!e)
        e = graph_save(store, ids, count, formats[picture->format].ending, PROFILE_TEAM, view->wish.as_of,
                       buf_text(&picture->path), reason, &leaving, why);
    free(ids);
    return e;
}

static enum err write_file(struct picture_screen *picture, struct store *store, const char *reason, struct why *why)
{
    const struct picture_view *view = &picture->view;
    struct buf text = { 0 };
    enum err e;

    if (formats[picture->format].is_network)
        return write_network(picture, store, reason, why);
    e = picture->format == OUT_CSV ? write_rows(view, &text)
                                   : write_paper(view, (enum out_format)picture->format, &text, why);

    if (!e)
        e = report_save(store, _(view->picture->label), buf_text(&picture->path), reason, &text, why);
    buf_wipe(&text);
    return e;
}

void picture_out_answered(struct picture_screen *picture, struct flow *flow, const struct answer *answer)
{
    struct why why = { 0 };

    if (answer->question == ASKED_FORMAT) {
        picture->format = answer->chosen;
        ask_place(picture, flow);
    } else if (answer->question == ASKED_PLACE) {
        if (path_of_new_file(answer->text, &picture->path, &why))
            flow_refuse(flow, &why);
        else
            ask_line(flow, _("Who gets it, and what for?"), _("This stands in the log beside your name."),
                     _("Write it"), &picture->reason, ASKED_REASON);
    } else if (write_file(picture, flow_store(flow), answer->text, &why)) {
        flow_refuse(flow, &why);
    } else {
        flow_toast(flow, STYLE_GOOD, _("Written to %s. Delete it when it has served its purpose."),
                   buf_text(&picture->path));
    }
}
