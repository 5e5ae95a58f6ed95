/* The left column of a case: what the most likely next step still needs, and what was done last. While the name is
 * shown, who the person is stands above both. */
#include <stdlib.h>
#include <string.h>

#include "case_in.h"
#include "record_view_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"

enum { IDENTITY_WIDTH = 20, DAY_WIDTH = 11, LAST_MOST = 24 };

void case_page_begin(struct page *page)
{
    struct area area = page->area;
    int first = page->first;

    page_release(page);
    page->area = area;
    page->first = first;
}

/* --- who it is, for twenty seconds --- */
static enum err add_identity(struct case_page *page, struct flow *flow)
{
    const struct record *episode = &page->work.subject;
    enum err e = page_add(&page->left, STYLE_STRONG, 0, _("Who it is"));

    for (int i = 0; !e && i < episode->type->field_count; i++) {
        struct buf text = { 0 };

        if (!record_view_is_identity(episode->type->fields[i].key) || episode->values[i].form == VALUE_EMPTY)
            continue;
        if (!(e = store_show_value(flow_store(flow), episode, i, &text)))
            e = page_add_labelled(&page->left, IDENTITY_WIDTH, _(episode->type->fields[i].label), buf_text(&text));
        buf_wipe(&text);
    }
    return e ? e : page_add(&page->left, STYLE_TEXT, 0, "");
}

/* --- the next step --- */
static enum err add_outlook(struct case_page *page)
{
    const struct outlook *outlook = &page->outlook;
    char title[160];
    enum err e;

    if (!outlook->next)
        return page_add(&page->left, STYLE_STRONG, 0, _("No step follows by itself."));
    text_print_into(title, sizeof title, outlook->waiting ? _("Waits for a signature: %s") : _("Next: %s"),
                    _(outlook->next->label));
    e = page_add(&page->left, STYLE_STRONG, 0, title);
    for (int i = 0; !e && i < outlook->count; i++)
        e = page_add_marked(&page->left, outlook->lines[i].met ? STYLE_GOOD : STYLE_WARN,
                            outlook->lines[i].met ? MARK_DONE : MARK_MISSING, outlook->lines[i].text);
    if (!e && outlook->count == 0)
        e = page_add_marked(&page->left, STYLE_GOOD, MARK_DONE,
                            outlook->waiting ? _("It can be signed, or returned with a reason: F4.")
                                             : _("Nothing is missing. F4 takes it."));
    return e;
}

/* --- what was done last --- */
/* The case itself began without an event of its own. */
static enum err add_opening(struct case_page *page)
{
    const char *day = record_text(&page->work.subject, "opened_on");

    return day[0] ? page_add_labelled(&page->left, DAY_WIDTH, day, _("The case was opened")) : OK;
}

/* One thing that was done: an event or a paper. */
struct deed {
    char day[DATE_TEXT_SIZE];
    const struct record *record;
};

/* The papers that tell how it goes, and what of each is told; nothing of it is sealed. */
static const struct {
    const struct record_type *type;
    const char *keys[3];
} told[] = {
    { &support_session_type, { "kind", "minutes", "kept" } },
    { &contact_attempt_type, { "way", "result" } },
    { &consent_type, { "purpose", "party" } },
    { &review_type, { "kind", "decision" } },
    { &disagreement_type, { "given_by" } },
};

static int compare_deeds(const void *a, const void *b)
{
    const struct deed *first = a, *second = b;
    int order = strcmp(second->day, first->day);

    return order ? order : (first->record->id < second->record->id) - (first->record->id > second->record->id);
}

static void add_deed(struct deed *deeds, size_t *count, const struct record *record, const char *key)
{
    struct deed *deed = &deeds[(*count)++];

    deed->record = record;
    if (record_has(record, key))
        text_cut_into(deed->day, sizeof deed->day, record_text(record, key));
    else
        date_format(moment_date(record_number(record, "at")), deed->day);
}

static enum err gather_deeds(const struct casework *work, struct deed **out, size_t *count)
{
    *count = 0;
    *out = calloc(work->step_count + work->paper_count + 1, sizeof **out);
    if (!*out)
        return E_MEMORY;
    for (size_t i = 0; i < work->step_count; i++)
        add_deed(*out, count, &work->steps[i], "happened_on");
    for (int t = 0; t < ARRAY_COUNT(told); t++) {
        size_t papers;
        const struct record *paper = casework_papers(work, told[t].type, &papers);

        for (size_t i = 0; i < papers; i++)
            add_deed(*out, count, &paper[i], "on");
    }
    qsort(*out, *count, sizeof **out, compare_deeds);
    return OK;
}

static enum err show_keys(struct store *store, const struct record *record, const char *const *keys, int count,
                          struct buf *out)
{
    const char *between = ": ";
    enum err e = OK;

    for (int i = 0; !e && i < count && keys[i]; i++) {
        int field = field_find(record->type, keys[i]);

        if (record->values[field].form == VALUE_EMPTY || record->type->fields[field].flags & FIELD_SEALED)
            continue;
        if (!(e = buf_add_str(out, between)) && !(e = store_show_value(store, record, field, out)) &&
            record->type->fields[field].kind == FIELD_NUMBER)
            e = buf_add_str(out, _(" min"));
        between = ", ";
    }
    return e;
}

static enum err describe_step(struct store *store, const struct record *step, struct buf *out)
{
    enum err e = store_show_value(store, step, field_find(step->type, "action"), out);

    if (e || (e = buf_add_str(out, " · ")) ||
        (e = store_show_value(store, step, field_find(step->type, "officer"), out)) || !record_has(step, "outcome"))
        return e;
    return (e = buf_add_str(out, " · ")) ? e : store_show_value(store, step, field_find(step->type, "outcome"), out);
}

static enum err describe(struct store *store, const struct record *record, struct buf *out)
{
    enum err e;

    for (int t = 0; t < ARRAY_COUNT(told); t++) {
        if (record->type == told[t].type)
            return (e = buf_add_str(out, _(record->type->label)))
                       ? e
                       : show_keys(store, record, told[t].keys, ARRAY_COUNT(told[t].keys), out);
    }
    return describe_step(store, record, out);
}

static enum err add_last(struct case_page *page, struct flow *flow)
{
    struct deed *deeds;
    size_t count;
    enum err e = gather_deeds(&page->work, &deeds, &count);

    if (!e && !(e = page_add(&page->left, STYLE_TEXT, 0, "")))
        e = page_add(&page->left, STYLE_STRONG, 0, _("Last"));
    for (size_t i = 0; !e && i < count && i < LAST_MOST; i++) {
        struct buf text = { 0 };

        if (!(e = describe(flow_store(flow), deeds[i].record, &text)))
            e = page_add_labelled(&page->left, DAY_WIDTH, deeds[i].day, buf_text(&text));
        buf_wipe(&text);
    }
    if (!e)
        e = count > LAST_MOST ? page_add(&page->left, STYLE_DIM, 2, _("What came before stands in the history: F6."))
                              : add_opening(page);
    free(deeds);
    return e;
}

enum err case_fill_left(struct case_page *page, struct flow *flow)
{
    enum err e = OK;

    case_page_begin(&page->left);
    if (page->hidden_at)
        e = add_identity(page, flow);
    if (e || (e = add_outlook(page)))
        return e;
    return add_last(page, flow);
}
