/*
 * The quality of the map: what is old, missing or seen by one officer alone, a bar for each. It costs a pass over
 * stakeholders, contact points, services and assessments (domain/quality.h).
 */
#include "picture_in.h"

#include <stdlib.h>

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/quality.h"

enum { AT_STALE, SWITCHES };
enum { LABEL_WIDTH = 28, COUNT_WIDTH = 16, BAR_MOST = 50, SHARE_WIDTH = 6 };

static const struct picture_choice ages[] = { { .name = "year", .label = N_("one year") },
                                              { .name = "half", .label = N_("half a year") },
                                              { .name = "two", .label = N_("two years") } };
static const int days[] = { QUALITY_STALE_DAYS, QUALITY_STALE_DAYS / 2, 2 * QUALITY_STALE_DAYS };

static const struct picture_switch switches[SWITCHES] = {
    [AT_STALE] = { .key = 'o',
                   .name = "old",
                   .label = N_("Old after"),
                   .help = N_("How long ago something was last made sure of, to count as old."),
                   .kind = SWITCH_CHOICE,
                   .choices = ages,
                   .choice_count = sizeof ages / sizeof ages[0] },
};

static enum err load(struct store *store, const struct picture_wish *wish, void **data, struct why *why)
{
    struct quality *quality = calloc(1, sizeof *quality);
    enum err e;

    if (!quality)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    if ((e = quality_load(store, wish->as_of, days[wish->settings[AT_STALE].choice], quality, why))) {
        quality_release(quality);
        free(quality);
        return e;
    }
    *data = quality;
    return OK;
}

static void release(void *data)
{
    if (data)
        quality_release(data);
    free(data);
}

/* --- drawing --- */
static void draw_finding(struct grid *grid, const struct quality_finding *finding, int y)
{
    int bar = grid->width - LABEL_WIDTH - COUNT_WIDTH - SHARE_WIDTH;
    enum style style = !finding->is_fault || finding->count == 0 ? STYLE_DIM : STYLE_WARN;
    int share = finding->of ? (int)(finding->count * 100 / finding->of) : 0;

    draw_text(grid, 0, y, LABEL_WIDTH - 1, finding->count ? STYLE_STRONG : STYLE_DIM, finding->label);
    draw_bar(grid, LABEL_WIDTH, y, bar - 1, style, (double)finding->count, (double)(finding->of ? finding->of : 1));
    draw_printf(grid, LABEL_WIDTH + bar, y, COUNT_WIDTH, STYLE_TEXT, _("%zu of %zu"), finding->count, finding->of);
    draw_printf(grid, grid->width - SHARE_WIDTH, y, SHARE_WIDTH, STYLE_DIM, _("%d %%"), share);
}

static enum err add_finding(struct canvas *canvas, const struct quality_finding *finding, int y)
{
    struct spot *spot = canvas_spot(canvas, (struct area){ 0, y, canvas->grid.width, 1 });

    if (!spot)
        return E_MEMORY;
    draw_finding(&canvas->grid, finding, y);
    spot->label = canvas_print(canvas, "%s", finding->label);
    spot->sentence = canvas_print(canvas, "%s", finding->sentence);
    return finding->count ? canvas_ids(canvas, spot, finding->type, finding->ids, finding->count) : OK;
}

static void tell(const struct quality *quality, struct canvas *canvas)
{
    size_t perfect = 0;
    char stale[DATE_TEXT_SIZE];

    for (int i = 0; i < QUALITY_KINDS; i++)
        perfect += quality->findings[i].count == 0;
    date_format(quality->stale, stale);
    canvas->head = canvas_print(canvas, _("stakeholders %zu · services %zu · old by %s"), quality->parties,
                                quality->services, stale);
    canvas->legend =
        perfect == QUALITY_KINDS ? _("Nothing is missing.") : _("A full bar: all of them. Enter lists them.");
}

static enum err lay(const void *data, const struct picture_wish *wish, int width, int height, struct canvas *canvas,
                    struct why *why)
{
    const struct quality *quality = data;
    int most = LABEL_WIDTH + BAR_MOST + COUNT_WIDTH + SHARE_WIDTH;
    int least = LABEL_WIDTH + COUNT_WIDTH + SHARE_WIDTH + 10;
    enum err e;

    (void)wish;
    (void)height;
    tell(quality, canvas);
    if (quality->parties == 0 && quality->services == 0) {
        canvas->empty = _("Nobody stands on the map yet: add stakeholders first, or import them.");
        return OK;
    }
    e = canvas_size(canvas, width > most ? most : width < least ? least : width, QUALITY_KINDS + 1);
    for (int i = 0; i < QUALITY_KINDS && !e; i++)
        e = add_finding(canvas, &quality->findings[i], i == QUALITY_DO_NOT_CONTACT ? i + 1 : i);
    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

/* --- for a spreadsheet --- */
static enum err fill(const void *data, const struct picture_wish *wish, struct picture_table *table)
{
    enum { COLUMNS = 4 };
    const struct quality *quality = data;
    const char **row;
    enum err e = picture_table_start(table, COLUMNS, QUALITY_KINDS + 1);

    (void)wish;
    if (e || !(row = picture_table_row(table)))
        return E_MEMORY;
    row[0] = "finding";
    row[1] = "label";
    row[2] = "count";
    row[3] = "of";
    for (int i = 0; i < QUALITY_KINDS; i++) {
        const struct quality_finding *finding = &quality->findings[i];

        if (!(row = picture_table_row(table)))
            return E_MEMORY;
        row[0] = finding->key;
        row[1] = finding->label;
        if (!(row[2] = arena_printf(&table->text, "%zu", finding->count)) ||
            !(row[3] = arena_printf(&table->text, "%zu", finding->of)))
            return E_MEMORY;
    }
    return OK;
}

const struct picture quality_picture = {
    .name = "quality",
    .label = N_("Quality of the map"),
    .sentence = N_("What is old, missing, or seen by one officer alone."),
    .type = &party_type,
    .has_past = true,
    .switches = switches,
    .switch_count = SWITCHES,
    .load = load,
    .lay = lay,
    .table = fill,
    .release = release,
};
