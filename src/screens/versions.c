/*
 * The versions of an assessment, newest first, and below them what changed: between the selected one and the one before
 * it, or between two that were marked. Answers are set side by side; nothing is counted and no direction is named
 * better.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/text.h"
#include "townkeep/domain/assessment.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"
#include "townkeep/screens/screens.h"
#include "townkeep/ui/table.h"

enum { VERSIONS_MAX = 100, CHANGES_MAX = 200, TABLE_HEIGHT = 7 };
enum { COLUMN_VERSION = 0, COLUMN_ON, COLUMN_STATUS, COLUMN_BY, COLUMNS };

struct versions {
    struct screen screen;
    int64_t episode;
    struct table table;
    struct page page;
};

static struct versions *versions_of(struct screen *screen)
{
    return (struct versions *)screen;
}

static const struct versions *versions_of_const(const struct screen *screen)
{
    return (const struct versions *)screen;
}

static const struct table_column columns[COLUMNS] = {
    [COLUMN_VERSION] = { .label = N_("Version"), .width = 16, .field = -1 },
    [COLUMN_ON] = { .label = N_("Date"), .width = 10, .field = -1 },
    [COLUMN_STATUS] = { .label = N_("State"), .width = 22, .field = -1 },
    [COLUMN_BY] = { .label = N_("Written by"), .width = 16, .field = -1 },
};

static void place(struct versions *versions)
{
    struct area body = versions->screen.body;
    int height = versions->table.count + 1 < TABLE_HEIGHT ? versions->table.count + 1 : TABLE_HEIGHT;

    table_place(&versions->table, (struct area){ body.x, body.y, body.width, height });
    page_place(&versions->page, (struct area){ body.x, body.y + height + 1, body.width, body.height - height - 1 });
}

/* --- what changed --- */
static enum err add_change(struct page *page, const struct assessment_change *change, const struct vocabularies *words)
{
    static const char none[] = N_("no answer");
    char text[200];

    text_print_into(text, sizeof text, "%s → %s",
                    change->before[0] ? vocabulary_label(words, "assessment_answer", change->before) : _(none),
                    change->after[0] ? vocabulary_label(words, "assessment_answer", change->after) : _(none));
    return page_add_labelled(page, 44, vocabulary_label(words, "assessment_item", change->item),
                             change->what == ASSESSMENT_ITEM_ADDED     ? _("a question that is new")
                             : change->what == ASSESSMENT_ITEM_REMOVED ? _("not asked any more")
                                                                       : text);
}

static enum err add_changes(struct page *page, const struct assessment *older, const struct assessment *newer,
                            const struct vocabularies *words)
{
    struct assessment_change *changes = calloc(CHANGES_MAX, sizeof *changes);
    const char *said = record_text(&newer->record, "changes");
    size_t count = changes ? assessment_changes(older, newer, changes, CHANGES_MAX) : 0;
    enum err e = changes ? OK : E_MEMORY;

    if (!e && said[0] && !(e = page_add(page, STYLE_STRONG, 0, _("In words"))))
        e = page_add_lines(page, STYLE_TEXT, 2, said);
    if (!e)
        e = page_add(page, STYLE_STRONG, 0, count ? _("Answers that changed") : _("No answer changed."));
    for (size_t i = 0; i < count && i < CHANGES_MAX && !e; i++)
        e = add_change(page, &changes[i], words);
    free(changes);
    return e;
}

static enum err compare(struct versions *versions, struct flow *flow, int64_t older_id, int64_t newer_id,
                        struct why *why)
{
    struct assessment older = { 0 }, newer = { 0 };
    char text[160];
    enum err e;

    if ((e = assessment_load(flow_store(flow), older_id, &older, why)) ||
        (e = assessment_load(flow_store(flow), newer_id, &newer, why)))
        goto done;
    snprintf(text, sizeof text, _("From version %lld to version %lld"),
             (long long)record_number(&older.record, "version"), (long long)record_number(&newer.record, "version"));
    if ((e = page_add(&versions->page, STYLE_TITLE, 0, text)) ||
        (e = add_changes(&versions->page, &older, &newer, flow_words(flow))))
        why_set(why, e, "%s", err_text(e));
done:
    assessment_release(&older);
    assessment_release(&newer);
    return e;
}

/* The two marked rows, the lower one first; false unless two are. */
static bool marked(const struct table *table, int64_t *older, int64_t *newer)
{
    *older = *newer = 0;
    for (int i = 0; i < table->count && table_marked_count(table) == 2; i++) {
        if (table_is_marked(table, i))
            *(*newer ? older : newer) = table_id_at(table, i);
    }
    return *older != 0;
}

static enum err tell_changes(struct versions *versions, struct flow *flow, struct why *why)
{
    const struct table *table = &versions->table;
    int64_t older, newer;
    enum err e;

    page_release(&versions->page);
    if (marked(table, &older, &newer))
        e = compare(versions, flow, older, newer, why);
    else if (table_id_at(table, table->selected + 1))
        e = compare(versions, flow, table_id_at(table, table->selected + 1), table_selected_id(table), why);
    else if ((e = page_add(&versions->page, STYLE_DIM, 0, _("This is the first version."))))
        why_set(why, e, "%s", err_text(e));
    place(versions);
    return e;
}

/* --- rows --- */
static enum err add_row(struct versions *versions, struct store *store, const struct record *record)
{
    static const char *const keys[COLUMNS] = { "version", "on", "status", "by" };
    struct table_row row = { .id = record->id };
    struct buf cells[COLUMNS] = { 0 };
    enum err e = OK;

    for (int i = 0; i < COLUMNS && !e; i++) {
        e = store_show_value(store, record, field_find(&assessment_type, keys[i]), &cells[i]);
        row.cells[i] = buf_text(&cells[i]);
    }
    if (!e)
        e = table_add(&versions->table, TABLE_AFTER, &row);
    for (int i = 0; i < COLUMNS; i++)
        buf_release(&cells[i]);
    return e;
}

static int newest_first(const void *a, const void *b)
{
    int64_t left = record_number(a, "version"), right = record_number(b, "version");

    return left < right ? 1 : left > right ? -1 : 0;
}

static enum err load_rows(struct versions *versions, struct store *store, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    query_init(&query, &assessment_type);
    query.which = QUERY_ALL;
    query_narrow_number(&query, "episode", FILTER_IS, versions->episode);
    e = store_page(store, &query, NULL, false, VERSIONS_MAX, &page, why);
    if (!e && page.count > 1)
        qsort(page.records, page.count, sizeof *page.records, newest_first);
    for (size_t i = 0; i < page.count && !e; i++) {
        if ((e = add_row(versions, store, &page.records[i])))
            why_set(why, e, "%s", err_text(e));
    }
    record_page_release(&page);
    return e;
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct versions *versions = versions_of(screen);
    int64_t kept = table_selected_id(&versions->table);
    enum err e;

    memcpy(versions->table.columns, columns, sizeof columns);
    versions->table.column_count = COLUMNS;
    versions->table.sort_column = -1;
    versions->table.may_mark = true;
    versions->table.empty = _("There is no version yet.");
    table_clear(&versions->table);
    if ((e = store_log_view(flow_store(flow), &episode_type, versions->episode, "assessment", why)) ||
        (e = load_rows(versions, flow_store(flow), why)))
        return e;
    table_select(&versions->table, kept);
    return tell_changes(versions, flow, why);
}

static void suspend(struct screen *screen, struct flow *flow)
{
    (void)flow;
    page_release(&versions_of(screen)->page);
    table_clear(&versions_of(screen)->table);
}

/* --- actions and events --- */
static void run_open(struct screen *screen, struct flow *flow)
{
    flow_done(flow, &assessment_type, table_selected_id(&versions_of(screen)->table), NULL);
}

static const char *refuse_open(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return table_selected_id(&versions_of_const(screen)->table) ? NULL : _("There is no version yet.");
}

static const struct action actions[] = {
    { .id = "versions.open",
      .keys = { PRESS_ENTER },
      .label = N_("Open"),
      .help = N_("Show this version of the assessment."),
      .run = run_open,
      .refuses = refuse_open,
      .bar = true },
};

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct versions *versions = versions_of(screen);
    struct why why = { 0 };

    if (event->kind != EVENT_KEY || event->key == PRESS_ENTER)
        return false;
    if ((event->key == PRESS_PAGE_DOWN || event->key == PRESS_PAGE_UP) && page_handle(&versions->page, event))
        return true;
    if (table_handle(&versions->table, event) == TABLE_IGNORED)
        return false;
    if (tell_changes(versions, flow, &why))
        flow_refuse(flow, &why);
    return true;
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct versions *versions = versions_of_const(screen);

    (void)flow;
    table_draw(&versions->table, grid, true);
    draw_rule(grid, screen->body.x, versions->page.area.y - 1, screen->body.width);
    page_draw(&versions->page, grid);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Versions")))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Space marks two versions to compare. PageDown reads on below.")))
        buf_clear(out);
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    place(versions_of(screen));
}

static void close_versions(struct screen *screen)
{
    table_release(&versions_of(screen)->table);
    page_release(&versions_of(screen)->page);
    free(screen);
}

static const struct screen_kind versions_kind = {
    .name = "versions",
    .purpose = N_("The versions of an assessment and what changed from one to the next. Each stays as the panel was "
                  "given it."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .needs_casework = true,
    .open = load,
    .suspend = suspend,
    .resume = load,
    .refresh = load,
    .handle = handle,
    .resized = resized,
    .draw = draw,
    .close = close_versions,
    .title = title,
    .hint = hint,
    .is_casework = screen_is_always_casework,
};

struct screen *versions_screen_new(int64_t episode)
{
    struct versions *versions = screen_alloc(sizeof *versions, &versions_kind);

    if (!versions)
        return NULL;
    versions->episode = episode;
    return &versions->screen;
}
