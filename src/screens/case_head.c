/* The lines at the top of a case: how far along it is, who works on it, what runs, and how often it was opened. */
#include <stdlib.h>
#include <string.h>

#include "case_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/clocks.h"

enum { OPENED_ROWS = 100 };

/* --- facts --- */
static enum err add_fact(struct buf *facts, const char *text)
{
    return buf_printf(facts, "%s%s", facts->len ? " · " : "", text);
}

static enum err add_officer(struct case_page *page, struct flow *flow, const char *label, const char *key)
{
    int64_t officer = record_number(&page->work.subject, key);
    struct buf name = { 0 };
    char text[160];
    enum err e = officer ? store_title(flow_store(flow), &officer_type, officer, &name) : OK;

    if (!e && name.len) {
        text_print_into(text, sizeof text, "%s %s", label, buf_text(&name));
        e = add_fact(&page->facts, text);
    }
    buf_release(&name);
    return e;
}

static enum err add_day(struct case_page *page, const char *label, const char *day)
{
    char text[160];

    if (!day[0])
        return OK;
    text_print_into(text, sizeof text, "%s %s", label, day);
    return add_fact(&page->facts, text);
}

/* From the `first` on, the soonest first. */
static enum err add_clocks(struct case_page *page, struct flow *flow, size_t first, size_t most)
{
    struct clock_due due[CLOCKS_DUE_MAX];
    struct clock_limits limits;
    struct rule_context context;
    char text[200];
    size_t count;
    enum err e = clock_limits_load(flow_store(flow), &limits, NULL);

    casework_context(flow_store(flow), &context);
    count = e ? 0 : casework_due(&page->work, &limits, &context, due, CLOCKS_DUE_MAX);
    for (size_t i = first; i < count && i < first + most && !e; i++)
        e = add_fact(&page->facts, clock_due_tell(&due[i], &context, text, sizeof text));
    return e;
}

/* When the person was told of the record: in the referral, or since; "" not yet. */
static void told_on(const struct casework *work, char out[DATE_TEXT_SIZE])
{
    text_cut_into(out, DATE_TEXT_SIZE, work->origin.type ? record_text(&work->origin, "told_on") : "");
    for (size_t i = work->step_count; i > 0 && !out[0]; i--) {
        const struct record *step = &work->steps[i - 1];

        if (strcmp(record_text(step, "action"), "told") != 0)
            continue;
        if (record_has(step, "happened_on"))
            text_cut_into(out, DATE_TEXT_SIZE, record_text(step, "happened_on"));
        else
            date_format(moment_date(record_number(step, "at")), out);
    }
}

/* What kind of support it is; and that it is urgent, when it is. */
static enum err add_codes(struct case_page *page, struct flow *flow)
{
    const struct record *episode = &page->work.subject;
    const char *level = record_text(episode, "level"), *urgency = record_text(episode, "urgency");
    enum err e = OK;

    if (strcmp(urgency, "urgent") == 0)
        e = add_fact(&page->facts, vocabulary_label(flow_words(flow), "referral_urgency", urgency));
    return e || !level[0] ? e : add_fact(&page->facts, vocabulary_label(flow_words(flow), "case_level", level));
}

enum err case_fill_facts(struct case_page *page, struct flow *flow)
{
    char told[DATE_TEXT_SIZE];
    enum err e;

    told_on(&page->work, told);
    buf_clear(&page->facts);
    if ((e = add_officer(page, flow, _("With"), "owner")) || (e = add_officer(page, flow, _("lead"), "lead")) ||
        (e = add_clocks(page, flow, 0, 1)) || (e = add_day(page, _("person told"), told)) ||
        (e = add_day(page, _("agreed"), record_text(&page->work.subject, "agreed_on"))) || (e = add_codes(page, flow)))
        return e;
    return add_clocks(page, flow, 1, CASE_DUE_MOST);
}

/* --- how often it was opened --- */
static int count_openings(const struct history_row *rows, size_t count, int *officers)
{
    int opened = 0;

    *officers = 0;
    for (size_t i = 0; i < count; i++) {
        bool known = false;

        if (rows[i].kind != ENTRY_VIEW)
            continue;
        opened++;
        for (size_t j = 0; j < i && !known; j++)
            known = rows[j].kind == ENTRY_VIEW && strcmp(rows[j].officer, rows[i].officer) == 0;
        *officers += !known;
    }
    return opened;
}

enum err case_fill_opened(struct case_page *page, struct flow *flow, struct why *why)
{
    struct history_row *rows = calloc(OPENED_ROWS, sizeof *rows);
    size_t count = 0;
    int opened, officers;
    enum err e;

    if (!rows)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    buf_clear(&page->opened);
    if (!(e = store_history(flow_store(flow), &episode_type, page->id, 0, OPENED_ROWS, rows, &count, why))) {
        opened = count_openings(rows, count, &officers);
        e = buf_printf(&page->opened,
                       ngettext("looked at %d%s time by %d", "looked at %d%s times by %d", (unsigned long)opened),
                       opened, count == OPENED_ROWS ? "+" : "", officers);
    }
    free(rows);
    return e;
}

/* --- drawing --- */
static int station_width(const struct stations *stations, int at)
{
    return (int)text_width(stations->labels[at]) + (at == stations->now ? 2 : 0);
}

/* Where to begin so that the present station and as many after it as there is room for are seen. */
static int first_station(const struct stations *stations, int width)
{
    int first = 0, used = -3;

    for (int i = 0; i < stations->count; i++)
        used += station_width(stations, i) + 3;
    while (used > width && first < stations->now) {
        used -= station_width(stations, first) + 3;
        used += first == 0 ? 4 : 0; /* the ellipsis before what is left out */
        first++;
    }
    return first;
}

static void draw_stations(const struct stations *stations, struct grid *grid, struct area area)
{
    int first = first_station(stations, area.width), x = area.x, end = area.x + area.width;

    if (first > 0)
        x += draw_printf(grid, x, area.y, end - x, STYLE_DIM, "%s %s ", grid->ascii ? "~" : "…",
                         draw_mark(grid, MARK_PATH));
    for (int i = first; i < stations->count; i++) {
        bool now = i == stations->now;

        if (i > first)
            x += draw_printf(grid, x, area.y, end - x, STYLE_DIM, " %s ", draw_mark(grid, MARK_PATH));
        x += draw_printf(grid, x, area.y, end - x, now ? STYLE_STRONG : STYLE_DIM, now ? "[%s]" : "%s",
                         stations->labels[i]);
    }
}

void case_draw_head(const struct case_page *page, struct grid *grid)
{
    struct area body = page->screen.body;

    draw_stations(&page->stations, grid, (struct area){ body.x, body.y, body.width, 1 });
    draw_wrapped(grid, (struct area){ body.x, body.y + 1, body.width, 2 }, 0, STYLE_TEXT, buf_text(&page->facts));
    draw_rule(grid, body.x, body.y + CASE_HEAD_HEIGHT - 1, body.width);
}
