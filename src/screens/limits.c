/*
 * The time limits of casework as they hold in this office: all of them, those of the program too, so that nobody has to
 * know what applies where nothing was set. Enter sets another one for the office, or changes the one it has set.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/clocks.h"
#include "townkeep/domain/queries.h"
#include "townkeep/screens/screens.h"
#include "townkeep/ui/table.h"

enum { FOOT_HEIGHT = 3, AMOUNT_SIZE = 60 };

struct limits_screen {
    struct screen screen;
    struct table table; /* the id of a row is its clock, from 1 */
    struct clock_limits limits;
    int64_t selected;
    int set; /* how many the office has set */
};

static struct limits_screen *limits_of(struct screen *screen)
{
    return (struct limits_screen *)screen;
}

static const struct limits_screen *limits_of_const(const struct screen *screen)
{
    return (const struct limits_screen *)screen;
}

static enum casework_clock selected_clock(const struct limits_screen *limits)
{
    int64_t id = table_selected_id(&limits->table);

    return id > 0 ? (enum casework_clock)(id - 1) : CLOCK_COUNT;
}

/* --- loading --- */
static enum err add_row(struct limits_screen *limits, enum casework_clock clock)
{
    const struct clock_limit *of = &limits->limits.of[clock];
    char amount[AMOUNT_SIZE];
    struct table_row row = { .id = (int64_t)clock + 1 };

    row.cells[0] = _(of->label);
    row.cells[1] = limit_show(of->limit, amount, sizeof amount);
    row.cells[2] = limits->limits.by_office[clock] ? _("office") : "";
    row.style = STYLE_TEXT;
    return table_add(&limits->table, TABLE_AFTER, &row);
}

static void place(struct limits_screen *limits)
{
    struct area body = limits->screen.body;

    body.height -= FOOT_HEIGHT;
    table_place(&limits->table, body);
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct limits_screen *limits = limits_of(screen);
    enum err e = clock_limits_load(flow_store(flow), &limits->limits, why);

    place(limits);
    table_clear(&limits->table);
    limits->set = 0;
    for (enum casework_clock clock = 0; clock < CLOCK_COUNT && !e; clock++) {
        limits->set += limits->limits.by_office[clock];
        e = add_row(limits, clock);
    }
    table_select(&limits->table, limits->selected);
    return e;
}

/* --- setting one --- */
static enum err find_row(struct flow *flow, enum casework_clock clock, int64_t *id, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    *id = 0;
    query_init(&query, &casework_limit_type);
    query_narrow(&query, "clock", FILTER_IS, casework_clocks[clock].code);
    e = store_page(flow_store(flow), &query, NULL, false, 1, &page, why);
    if (!e && page.count > 0)
        *id = page.records[0].id;
    record_page_release(&page);
    return e;
}

static void open_limit(struct screen *screen, struct flow *flow)
{
    enum casework_clock clock = selected_clock(limits_of(screen));
    char fields[120];
    int64_t id = 0;
    struct why why = { 0 };

    if (clock == CLOCK_COUNT)
        return;
    if (find_row(flow, clock, &id, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    snprintf(fields, sizeof fields, "clock=%s\nunit=%s", casework_clocks[clock].code,
             limit_unit_code(casework_clocks[clock].limit.unit));
    flow_push(flow,
              id ? record_screen_new(&casework_limit_type, id) : form_screen_new_with(&casework_limit_type, fields), 0);
}

static const char *refuse_set(const struct screen *screen, const struct flow *flow)
{
    (void)screen;
    return store_may_write(flow_store(flow), &casework_limit_type)
               ? NULL
               : _("Time limits are set by a team lead or an administrator.");
}

static void open_list(struct screen *screen, struct flow *flow)
{
    (void)screen;
    flow_push(flow, list_screen_new(&casework_limit_type), 0);
}

static const struct action actions[] = {
    { .id = "limits.set",
      .keys = { PRESS_FUNCTION(2), 'e' },
      .label = N_("Set"),
      .help = N_("Another limit for this office instead of the usual one; Enter does the same."),
      .run = open_limit,
      .writes = true,
      .refuses = refuse_set,
      .bar = true },
    { .id = "limits.records",
      .keys = { 'l' },
      .label = N_("Set ones"),
      .help = N_("Only the limits this office has set, as records with their history."),
      .run = open_list,
      .bar = true },
};

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct limits_screen *limits = limits_of(screen);
    enum table_result result = table_handle(&limits->table, event);
    const char *refusal;

    limits->selected = table_selected_id(&limits->table);
    if (result == TABLE_OPENED) {
        refusal = refuse_set(screen, flow);
        if (refusal)
            flow_refuse_text(flow, refusal);
        else
            open_limit(screen, flow);
    }
    return result != TABLE_IGNORED;
}

/* --- drawing --- */
/* The shorter limit of some; "" where there is none. */
static void tell_shorter(const struct clock_limit *of, char *out, size_t size)
{
    char amount[AMOUNT_SIZE];

    out[0] = '\0';
    if (of->tertiary.amount > 0)
        text_print_into(out, size, _(" For a person who comes back: %s."),
                        limit_show(of->tertiary, amount, sizeof amount));
    else if (of->urgent_hours > 0)
        text_print_into(out, size, _(" When it is urgent: %s."),
                        limit_show((struct limit){ of->urgent_hours, LIMIT_HOURS }, amount, sizeof amount));
}

static void tell_origin(const struct limits_screen *limits, enum casework_clock clock, char *out, size_t size)
{
    const struct clock_limit *own = &casework_clocks[clock];
    char amount[AMOUNT_SIZE];

    out[0] = '\0';
    if (limits->limits.by_office[clock])
        text_print_into(out, size, _("Set by this office; usual: %s."), limit_show(own->limit, amount, sizeof amount));
    else if (own->longest.amount > 0)
        text_print_into(out, size, _("May be shorter than %s, not longer."),
                        limit_show(own->longest, amount, sizeof amount));
}

static void draw_foot(const struct limits_screen *limits, struct grid *grid)
{
    enum casework_clock clock = selected_clock(limits);
    struct area body = limits->screen.body;
    char shorter[120], text[240];
    int row = body.y + body.height - FOOT_HEIGHT + 1;

    if (clock == CLOCK_COUNT || row <= body.y)
        return;
    tell_shorter(&limits->limits.of[clock], shorter, sizeof shorter);
    text_print_into(text, sizeof text, _("Counted from: %s.%s"), _(casework_clocks[clock].starts), shorter);
    draw_text(grid, body.x, row, body.width, STYLE_DIM, text);
    tell_origin(limits, clock, text, sizeof text);
    draw_text(grid, body.x, row + 1, body.width, STYLE_DIM, text);
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct limits_screen *limits = limits_of_const(screen);

    (void)flow;
    table_draw(&limits->table, grid, true);
    draw_foot(limits, grid);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Time limits of casework")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    int set = limits_of_const(screen)->set;

    if (buf_printf(out, ngettext("%d set by the office", "%d set by the office", (unsigned long)set), set))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Working days leave out weekends and holidays. No limit can be switched off.")))
        buf_clear(out);
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    place(limits_of(screen));
}

static void close_limits(struct screen *screen)
{
    table_release(&limits_of(screen)->table);
    free(screen);
}

static const struct screen_kind limits_kind = {
    .name = "limits",
    .purpose = N_("How long everything in casework may wait in this office, and which limits it has set itself."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = load,
    .resume = load,
    .refresh = load,
    .handle = handle,
    .resized = resized,
    .draw = draw,
    .close = close_limits,
    .title = title,
    .status = status,
    .hint = hint,
};

struct screen *limits_screen_new(void)
{
    static const struct table_column columns[] = { { .label = N_("Time limit"), .width = 34, .field = -1 },
                                                   { .label = N_("How long"), .width = 16, .field = -1 },
                                                   { .label = N_("Set by"), .width = 7, .field = -1 } };
    struct limits_screen *limits = screen_alloc(sizeof *limits, &limits_kind);

    if (!limits)
        return NULL;
    memcpy(limits->table.columns, columns, sizeof columns);
    limits->table.column_count = ARRAY_COUNT(columns);
    limits->table.sort_column = -1;
    limits->table.empty = "";
    limits->selected = 1;
    return &limits->screen;
}
