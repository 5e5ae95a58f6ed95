/*
 * Putting filters together: the ones set so far, and a new one in three small steps, field, test, value, each a picker
 * that filters as you type. Knows nothing of queries: it writes the line query_add_filter reads, and the list does the
 * rest.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/base/text.h"
#include "townkeep/screens/screens.h"
#include "townkeep/ui/menu.h"
#include "townkeep/ui/picker.h"

enum { LINE_SIZE = 320, PICKED_MOST = 50 };
enum stage { STAGE_LIST, STAGE_FIELD, STAGE_TEST, STAGE_VALUE, STAGE_CHOICE, STAGE_RECORD };

struct filter_screen {
    struct screen screen;
    const struct record_type *type;
    char lines[QUERY_FILTERS][LINE_SIZE]; /* as query_add_filter reads them */
    char shown[QUERY_FILTERS][LINE_SIZE]; /* in words */
    int count;
    struct buf aside; /* the lines, while it is locked */
    struct menu menu;
    enum stage stage;
    struct picker picker;
    struct line value;
    int field;
    const char *test; /* the sign between field and value */
};

static struct filter_screen *filter_of(struct screen *screen)
{
    return (struct filter_screen *)screen;
}

static const struct filter_screen *filter_of_const(const struct screen *screen)
{
    return (const struct filter_screen *)screen;
}

/* --- which tests make sense for a kind --- */
enum { TEST_IS = 1, TEST_WORDS = 2, TEST_RANGE = 4 };
static const unsigned tests_of_kind[FIELD_KIND_COUNT] = {
    [FIELD_TEXT] = TEST_WORDS,
    [FIELD_NOTE] = TEST_WORDS,
    [FIELD_TAGS] = TEST_WORDS,
    [FIELD_NUMBER] = TEST_IS | TEST_RANGE,
    [FIELD_DECIMAL] = TEST_IS | TEST_RANGE,
    [FIELD_DATE] = TEST_IS | TEST_RANGE,
    [FIELD_PARTIAL_DATE] = TEST_IS | TEST_RANGE,
    [FIELD_TIME] = TEST_RANGE,
    [FIELD_MOMENT] = TEST_RANGE,
    [FIELD_BOOLEAN] = TEST_IS,
    [FIELD_CHOICE] = TEST_IS,
    [FIELD_CHOICES] = TEST_IS,
    [FIELD_REFERENCE] = TEST_IS,
    [FIELD_REFERENCES] = TEST_IS,
};
static const struct {
    const char *sign, *label;
    unsigned needs; /* TEST_ bit of the kind; 0 every kind */
    bool valued;
} tests[] = {
    { "~", N_("has the words"), TEST_WORDS, true },
    { "=", N_("is"), TEST_IS, true },
    { "!=", N_("is not"), TEST_IS, true },
    { ">=", N_("is at least / from"), TEST_RANGE, true },
    { "<=", N_("is at most / until"), TEST_RANGE, true },
    { "=", N_("is empty"), 0, false },
    { "!=", N_("is filled in"), 0, false },
};

/* --- stages --- */
static void place(struct filter_screen *filter)
{
    struct area body = filter->screen.body;

    menu_place(&filter->menu, (struct area){ body.x, body.y + 2, body.width, body.height - 2 });
    picker_place(&filter->picker, body);
}

static void fill_menu(struct filter_screen *filter)
{
    filter->menu.count = 0;
    for (int i = 0; i < filter->count; i++)
        menu_add(&filter->menu,
                 &(struct menu_item){ .digit = (char)('1' + i), .label = filter->shown[i], .count = -1, .what = i });
}

static void start_picker(struct filter_screen *filter, enum stage stage, const char *name)
{
    picker_release(&filter->picker);
    text_cut_into(filter->picker.title, sizeof filter->picker.title, name);
    filter->stage = stage;
}

static enum err pick_field(struct filter_screen *filter)
{
    enum err e = OK;

    start_picker(filter, STAGE_FIELD, _("Which field?"));
    for (int i = 0; !e && i < filter->type->field_count; i++) {
        struct picker_row row = { .id = i };

        text_cut_into(row.label, sizeof row.label, _(filter->type->fields[i].label));
        if (filter->type->fields[i].flags & FIELD_FILTERED)
            e = picker_add(&filter->picker, &row);
    }
    place(filter);
    return e;
}

static enum err pick_test(struct filter_screen *filter)
{
    const struct field *field = &filter->type->fields[filter->field];
    enum err e = OK;

    start_picker(filter, STAGE_TEST, _(field->label));
    for (int i = 0; !e && i < ARRAY_COUNT(tests); i++) {
        struct picker_row row = { .id = i };

        text_cut_into(row.label, sizeof row.label, _(tests[i].label));
        if (!tests[i].needs || tests_of_kind[field->kind] & tests[i].needs)
            e = picker_add(&filter->picker, &row);
    }
    place(filter);
    return e;
}

static enum err pick_choice(struct filter_screen *filter, const struct vocabularies *words)
{
    const struct field *field = &filter->type->fields[filter->field];
    size_t count = 0;
    const struct vocabulary_entry *entries = vocabulary_entries(words, field->vocabulary, &count);
    enum err e = OK;

    start_picker(filter, STAGE_CHOICE, _(field->label));
    for (size_t i = 0; !e && i < count; i++) {
        struct picker_row row = { 0 };

        snprintf(row.code, sizeof row.code, "%s", entries[i].code);
        text_cut_into(row.label, sizeof row.label, vocabulary_label(words, field->vocabulary, entries[i].code));
        e = picker_add(&filter->picker, &row);
    }
    place(filter);
    return e;
}

static enum err feed_records(struct filter_screen *filter, struct flow *flow, struct why *why)
{
    const struct record_type *type =
        catalogue_find(store_catalogue(flow_store(flow)), filter->type->fields[filter->field].refers_to);
    struct query query;
    struct record_page page = { 0 };
    enum err e;

    query_init(&query, type);
    if (line_text(&filter->picker.words)[0] != '\0') {
        query.filter_count = 1;
        query.filters[0].field = -1;
        query.filters[0].test = FILTER_WORDS;
        text_cut_into(query.filters[0].value, sizeof query.filters[0].value, line_text(&filter->picker.words));
    }
    picker_clear_rows(&filter->picker);
    e = store_page(flow_store(flow), &query, NULL, false, PICKED_MOST, &page, why);
    for (size_t i = 0; !e && i < page.count; i++) {
        struct picker_row row = { .id = page.records[i].id };
        struct buf name = { 0 };

        if (!(e = store_title(flow_store(flow), type, row.id, &name))) {
            snprintf(row.label, sizeof row.label, "%.*s", (int)text_fit(buf_text(&name), 60), buf_text(&name));
            e = picker_add(&filter->picker, &row);
        }
        buf_wipe(&name);
    }
    record_page_release(&page);
    return e;
}

static enum err pick_record(struct filter_screen *filter, struct flow *flow, struct why *why)
{
    start_picker(filter, STAGE_RECORD, _(filter->type->fields[filter->field].label));
    filter->picker.fed = true;
    place(filter);
    return feed_records(filter, flow, why);
}

/* The filter is whole: keep it when query_add_filter takes it, else say why and stay. */
static void keep(struct filter_screen *filter, struct flow *flow, const char *value)
{
    struct query query;
    struct why why = { 0 };
    struct buf words = { 0 };
    char *line = filter->lines[filter->count];

    text_print_into(line, LINE_SIZE, "%s%s%s", filter->type->fields[filter->field].key, filter->test, value);
    query_init(&query, filter->type);
    if (query_add_filter(&query, line, flow_words(flow), &why) || query_describe(&query, flow_words(flow), &words)) {
        flow_refuse(flow, &why);
    } else {
        text_cut_into(filter->shown[filter->count++], LINE_SIZE, buf_text(&words));
        filter->stage = STAGE_LIST;
        fill_menu(filter);
    }
    buf_release(&words);
}

static void ask_value(struct filter_screen *filter, struct flow *flow)
{
    const struct field *field = &filter->type->fields[filter->field];
    struct why why = { 0 };
    enum err e = OK;

    if (field->kind == FIELD_CHOICE || field->kind == FIELD_CHOICES)
        e = pick_choice(filter, flow_words(flow));
    else if (field->kind == FIELD_REFERENCE || field->kind == FIELD_REFERENCES)
        e = pick_record(filter, flow, &why);
    else if (field->kind == FIELD_BOOLEAN)
        keep(filter, flow, "yes");
    else {
        filter->stage = STAGE_VALUE;
        e = line_set(&filter->value, "");
    }
    if (e && why.text[0] == '\0')
        why_set(&why, e, "%s", err_text(e));
    if (e)
        flow_refuse(flow, &why);
}

/* --- events --- */
static void chosen(struct filter_screen *filter, struct flow *flow, const struct picker_row *row)
{
    char id[24];

    switch (filter->stage) {
    case STAGE_FIELD:
        filter->field = (int)row->id;
        if (pick_test(filter))
            filter->stage = STAGE_LIST;
        break;
    case STAGE_TEST:
        filter->test = tests[row->id].sign;
        if (tests[row->id].valued)
            ask_value(filter, flow);
        else
            keep(filter, flow, "");
        break;
    case STAGE_CHOICE:
        keep(filter, flow, row->code);
        break;
    case STAGE_RECORD:
        snprintf(id, sizeof id, "%lld", (long long)row->id);
        keep(filter, flow, id);
        break;
    default:
        break;
    }
}

static bool handle_picker(struct filter_screen *filter, struct flow *flow, const struct event *event)
{
    struct why why = { 0 };
    struct picker_row row;

    switch (picker_handle(&filter->picker, event)) {
    case PICKER_IGNORED:
        return false;
    case PICKER_CHOSEN:
        row = *picker_chosen(&filter->picker); /* a copy: the next picker takes the place of this one */
        chosen(filter, flow, &row);
        return true;
    case PICKER_CANCELLED:
        filter->stage = STAGE_LIST;
        return true;
    case PICKER_WORDS_CHANGED:
        if (filter->stage == STAGE_RECORD && feed_records(filter, flow, &why))
            flow_refuse(flow, &why);
        return true;
    default:
        return true;
    }
}

static bool handle_value(struct filter_screen *filter, struct flow *flow, const struct event *event)
{
    if (event->kind == EVENT_KEY && event->key == PRESS_ENTER) {
        keep(filter, flow, line_text(&filter->value));
        return true;
    }
    if (event->kind == EVENT_KEY && event->key == PRESS_ESCAPE) {
        filter->stage = STAGE_LIST;
        return true;
    }
    return line_handle(&filter->value, event) != LINE_IGNORED;
}

static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct filter_screen *filter = filter_of(screen);

    if (filter->stage == STAGE_VALUE)
        return handle_value(filter, flow, event);
    if (filter->stage != STAGE_LIST)
        return handle_picker(filter, flow, event);
    return menu_handle(&filter->menu, event) == MENU_TAKEN;
}

/* --- actions --- */
static const char *refuse_add(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return filter_of_const(screen)->count < QUERY_FILTERS - 1
               ? NULL
               : _("That is as many filters as can stand together. Remove one first.");
}

static void run_add(struct screen *screen, struct flow *flow)
{
    (void)flow;
    if (pick_field(filter_of(screen)))
        filter_of(screen)->stage = STAGE_LIST;
}

static const char *refuse_remove(const struct screen *screen, const struct flow *flow)
{
    (void)flow;
    return filter_of_const(screen)->count ? NULL : _("There is no filter to remove.");
}

static void run_remove(struct screen *screen, struct flow *flow)
{
    struct filter_screen *filter = filter_of(screen);
    int at = filter->menu.selected;

    (void)flow;
    filter->count--;
    for (int i = at; i < filter->count; i++) {
        memcpy(filter->lines[i], filter->lines[i + 1], LINE_SIZE);
        memcpy(filter->shown[i], filter->shown[i + 1], LINE_SIZE);
    }
    fill_menu(filter);
    filter->menu.selected = 0;
}

static void run_use(struct screen *screen, struct flow *flow)
{
    struct filter_screen *filter = filter_of(screen);
    struct buf lines = { 0 };
    enum err e = OK;

    for (int i = 0; !e && i < filter->count; i++)
        e = buf_printf(&lines, "%s%s", i ? "\n" : "", filter->lines[i]);
    if (!e)
        flow_done(flow, NULL, 0, buf_text(&lines));
    buf_release(&lines);
}

static const struct action actions[] = {
    { .id = "filter.use",
      .keys = { PRESS_CTRL('s'), PRESS_FUNCTION(5) },
      .label = N_("Use"),
      .help = N_("Back to the list with these filters."),
      .run = run_use,
      .bar = true },
    { .id = "filter.add",
      .keys = { PRESS_FUNCTION(2), 'n' },
      .label = N_("Add"),
      .help = N_("Choose a field, a test and a value."),
      .run = run_add,
      .refuses = refuse_add,
      .bar = true },
    { .id = "filter.remove",
      .keys = { PRESS_FUNCTION(8), 'x', PRESS_DELETE },
      .label = N_("Remove"),
      .help = N_("Take the selected filter away."),
      .run = run_remove,
      .refuses = refuse_remove,
      .bar = true },
};

/* --- drawing and life --- */
static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct filter_screen *filter = filter_of_const(screen);
    struct area body = screen->body;

    (void)flow;
    draw_text(grid, body.x, body.y, body.width, STYLE_STRONG,
              filter->count ? _("Rows are kept that fit all of these:")
                            : _("No filter yet. F2 adds one; Ctrl-S uses them."));
    menu_draw(&filter->menu, grid, filter->stage == STAGE_LIST);
    if (filter->stage == STAGE_VALUE) {
        int y = body.y + body.height - 1;
        int used = draw_printf(grid, body.x, y, body.width, STYLE_STRONG, "%s %s ",
                               _(filter->type->fields[filter->field].label), filter->test);

        line_draw(&filter->value, grid, body.x + used, y, body.width - used, true);
    } else if (filter->stage != STAGE_LIST) {
        picker_draw(&filter->picker, grid);
    }
}

static enum err open_filter(struct screen *screen, struct flow *flow, struct why *why)
{
    struct filter_screen *filter = filter_of(screen);

    for (int i = 0; i < filter->count; i++) {
        struct query query;
        struct buf words = { 0 };
        enum err e;

        query_init(&query, filter->type);
        if (!(e = query_add_filter(&query, filter->lines[i], flow_words(flow), why)) &&
            !(e = query_describe(&query, flow_words(flow), &words)))
            text_cut_into(filter->shown[i], LINE_SIZE, buf_text(&words));
        buf_release(&words);
        if (e)
            return e;
    }
    fill_menu(filter);
    place(filter);
    return filter->count ? OK : pick_field(filter);
}

static void suspend(struct screen *screen, struct flow *flow)
{
    struct filter_screen *filter = filter_of(screen);

    picker_release(&filter->picker);
    line_release(&filter->value);
    filter->stage = STAGE_LIST;
    store_put_aside(flow_store(flow), filter->lines, sizeof filter->lines, &filter->aside);
    wipe(filter->shown, sizeof filter->shown);
}

static enum err resume(struct screen *screen, struct flow *flow, struct why *why)
{
    struct filter_screen *filter = filter_of(screen);

    if (!store_take_back(flow_store(flow), &filter->aside, filter->lines, sizeof filter->lines))
        filter->count = 0;
    return open_filter(screen, flow, why);
}

static void title(const struct screen *screen, struct buf *out)
{
    if (buf_printf(out, _("Filter: %s"), _(filter_of_const(screen)->type->plural)))
        buf_clear(out);
}

static bool typing(const struct screen *screen)
{
    return filter_of_const(screen)->stage != STAGE_LIST;
}

static void resized(struct screen *screen, struct flow *flow)
{
    (void)flow;
    place(filter_of(screen));
}

static void close_filter(struct screen *screen)
{
    struct filter_screen *filter = filter_of(screen);

    picker_release(&filter->picker);
    line_release(&filter->value);
    buf_release(&filter->aside);
    wipe(filter->lines, sizeof filter->lines);
    wipe(filter->shown, sizeof filter->shown);
    free(filter);
}

static const struct screen_kind filter_kind = {
    .name = "filter",
    .purpose = N_("Which rows of the list to keep. All filters must fit at once."),
    .actions = actions,
    .action_count = ARRAY_COUNT(actions),
    .open = open_filter,
    .suspend = suspend,
    .resume = resume,
    .handle = handle,
    .resized = resized,
    .draw = draw,
    .close = close_filter,
    .title = title,
    .typing = typing,
};

struct screen *filter_screen_new(const struct record_type *type, const char *filters)
{
    struct filter_screen *filter = screen_alloc(sizeof *filter, &filter_kind);

    if (!filter)
        return NULL;
    filter->type = type;
    while (filters && *filters && filter->count < QUERY_FILTERS - 1) {
        size_t len = strcspn(filters, "\n");

        snprintf(filter->lines[filter->count++], LINE_SIZE, "%.*s", (int)(len < LINE_SIZE ? len : LINE_SIZE - 1),
                 filters);
        filters += len + (filters[len] == '\n');
    }
    return &filter->screen;
}
