/* Words over everything the officer may read, found as they are typed. Names of referred persons are not among them:
 * those are sealed and searched for a reason, from the referrals' own screen. */
#include <stdlib.h>

#include "record_view_in.h"
#include "townkeep/screens/screens.h"
#include "townkeep/ui/table.h"

enum { FOUND_MOST = 100, COLUMN_TITLE = 0, COLUMN_KIND, COLUMN_EXCERPT, COLUMNS };

struct search {
    struct screen screen;
    struct line words;
    struct buf aside; /* the words, while it is locked */
    struct table table;
    const struct record_type *types[FOUND_MOST]; /* of each row */
    int64_t selected;
};

static struct search *search_of(struct screen *screen)
{
    return (struct search *)screen;
}

static const struct search *search_of_const(const struct screen *screen)
{
    return (const struct search *)screen;
}

static const struct table_column columns[COLUMNS] = {
    [COLUMN_TITLE] = { .label = N_("Record"), .width = 30, .field = -1 },
    [COLUMN_KIND] = { .label = N_("Kind"), .width = 22, .field = -1 },
    [COLUMN_EXCERPT] = { .label = N_("Where the words stand"), .width = 30, .field = -1 },
};

static enum err add_found(struct search *search, struct flow *flow, const struct found *found)
{
    struct table_row row = { .id = found->id };
    struct buf name = { 0 };
    enum err e;

    if (!flow_may_show(flow, found->type) || search->table.count >= FOUND_MOST)
        return OK;
    search->types[search->table.count] = found->type;
    row.cells[COLUMN_KIND] = _(found->type->label);
    row.cells[COLUMN_EXCERPT] = found->excerpt;
    if (!(e = store_title(flow_store(flow), found->type, found->id, &name))) {
        row.cells[COLUMN_TITLE] = buf_text(&name);
        e = table_add(&search->table, TABLE_AFTER, &row);
    }
    buf_wipe(&name);
    return e;
}

/* Such stand behind what has a name of its own: a body comes before the seats on it. */
static bool has_lent_title(const struct record_type *type)
{
    return type->fields[type->title_field].kind == FIELD_REFERENCE;
}

static enum err find(struct search *search, struct flow *flow, struct why *why)
{
    struct found *found = calloc(FOUND_MOST, sizeof *found);
    size_t count = 0;
    enum err e = OK;

    if (!found)
        return why_set(why, E_MEMORY, "%s", err_text(E_MEMORY));
    table_clear(&search->table);
    if (line_text(&search->words)[0] != '\0')
        e = store_search(flow_store(flow), NULL, line_text(&search->words), FOUND_MOST, found, &count, why);
    for (int lent = 0; lent < 2; lent++) {
        for (size_t i = 0; !e && i < count; i++) {
            if (has_lent_title(found[i].type) == (bool)lent)
                e = add_found(search, flow, &found[i]);
        }
    }
    wipe(found, FOUND_MOST * sizeof *found);
    free(found);
    return e;
}

static void place(struct search *search)
{
    struct area body = search->screen.body;

    table_place(&search->table, (struct area){ body.x, body.y + 2, body.width, body.height - 2 });
}

static enum err load(struct screen *screen, struct flow *flow, struct why *why)
{
    struct search *search = search_of(screen);
    enum err e;

    place(search);
    if (!(e = find(search, flow, why)))
        table_select(&search->table, search->selected);
    return e;
}

/* What is looked for is often a person's name. */
static void suspend(struct screen *screen, struct flow *flow)
{
    struct search *search = search_of(screen);

    table_clear(&search->table);
    store_put_text_aside(flow_store(flow), &search->words.text, &search->aside);
    line_release(&search->words);
}

static enum err resume(struct screen *screen, struct flow *flow, struct why *why)
{
    struct search *search = search_of(screen);

    store_take_text_back(flow_store(flow), &search->aside, &search->words.text);
    search->words.at = search->words.text.len;
    return load(screen, flow, why);
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct search *search = search_of(screen);
    struct why why = { 0 };

    switch (line_handle(&search->words, event)) {
    case LINE_CHANGED:
        if (find(search, flow, &why))
            flow_refuse(flow, &why);
        return true;
    case LINE_TAKEN:
        return true;
    default:
        break;
    }
    switch (table_handle(&search->table, event)) {
    case TABLE_IGNORED:
        return false;
    case TABLE_OPENED:
        search->selected = table_selected_id(&search->table);
        flow_push(flow, record_screen_new(search->types[search->table.selected], search->selected), 0);
        return true;
    default:
        return true;
    }
}

static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct search *search = search_of_const(screen);
    struct area body = screen->body;
    int used = draw_text(grid, body.x, body.y, body.width, STYLE_STRONG, _("Find: "));

    (void)flow;
    table_draw(&search->table, grid, false);
    line_draw(&search->words, grid, body.x + used, body.y, body.width - used, true);
}

static void title(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Search")))
        buf_clear(out);
}

static void status(const struct screen *screen, struct buf *out)
{
    int count = search_of_const(screen)->table.count;
    enum err e = OK;

    if (count >= FOUND_MOST)
        e = buf_printf(out, _("the first %d"), count);
    else if (count > 0)
        e = buf_printf(out, ngettext("%d found", "%d found", (unsigned long)count), count);
    (void)e; /* no memory: an empty corner */
}

static void hint(const struct screen *screen, struct buf *out)
{
    (void)screen;
    if (buf_add_str(out, _("Type beginnings of words; case and accents do not matter. Enter opens.")))
        buf_clear(out);
}

static bool typing(const struct screen *screen)
{
    (void)screen;
    return true;
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    place(search_of(screen));
}

static void close_search(struct screen *screen)
{
    struct search *search = search_of(screen);

    table_release(&search->table);
    line_release(&search->words);
    buf_release(&search->aside);
    free(search);
}

static const struct screen_kind search_kind = {
    .name = "search",
    .purpose = N_("Find any record by words in it. What is sealed in a case is not searched here."),
    .open = load,
    .suspend = suspend,
    .resume = resume,
    .refresh = load,
    .handle = handle,
    .resized = resized,
    .draw = draw,
    .close = close_search,
    .title = title,
    .status = status,
    .hint = hint,
    .typing = typing,
};

struct screen *search_screen_new(const char *words)
{
    struct search *search = screen_alloc(sizeof *search, &search_kind);

    if (!search)
        return NULL;
    for (int i = 0; i < COLUMNS; i++)
        search->table.columns[i] = columns[i];
    search->table.column_count = COLUMNS;
    search->table.sort_column = -1;
    search->table.empty = _("Nothing found yet.");
    if (words && line_set(&search->words, words)) {
        close_search(&search->screen);
        return NULL;
    }
    return &search->screen;
}
