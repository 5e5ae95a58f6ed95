/*
 * The right column of a case: what worries beside what is strong, what is needed in the worker's eyes and the person's
 * own, what the person agreed to, what is to be called back, and what waits for a signature. Nothing is added up: the
 * newest assessment is told as it was written.
 */
#include <string.h>

#include "case_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"

enum { PAIRS_MOST = 40, UNKNOWN_MOST = 2, SOON_DAYS = 30, RECALLS_MOST = 8 };

/* --- the newest assessment --- */
static const struct record *newest_assessment(const struct casework *work)
{
    size_t count;
    const struct record *all = casework_papers(work, &assessment_type, &count), *newest = NULL;

    for (size_t i = 0; i < count; i++) {
        if (!newest || record_number(&all[i], "version") >= record_number(newest, "version"))
            newest = &all[i];
    }
    return newest;
}

static bool has(const struct record *item, const char *key, const char *code)
{
    return strcmp(record_text(item, key), code) == 0;
}

static enum err item_words(struct flow *flow, const struct record *item, struct buf *out)
{
    const char *label = vocabulary_label(flow_words(flow), "assessment_item", record_text(item, "item"));
    enum err e = buf_printf(out, "%s%s", has(item, "answer", "unknown") ? "? " : "", label);

    if (!e && record_text(item, "seen_on")[0])
        e = buf_printf(out, ", %s", record_text(item, "seen_on"));
    return e;
}

/* Conduct that moves away from harm is a strength. */
static bool is_strength(const struct record *item)
{
    return has(item, "item_group", "protective") || has(item, "item", "moving_away");
}

static bool is_concern(const struct record *item)
{
    return !is_strength(item) && (has(item, "item_group", "conduct") || has(item, "item_group", "vulnerability"));
}

static bool is_need(const struct record *item)
{
    return has(item, "item_group", "need") || has(item, "item_group", "need_tertiary");
}

/* Whether there is something to tell: not what was looked for and not found. */
static bool is_there(const struct record *item)
{
    static const char *const answers[] = { "seen", "reported", "yes", "some", "strong", "pressing" };

    for (int i = 0; i < ARRAY_COUNT(answers); i++) {
        if (has(item, "answer", answers[i]))
            return true;
    }
    return false;
}

/* One of the two columns: what is there, then what is unknown and to be found out. */
struct column {
    bool (*takes)(const struct record *item);
    struct buf texts[PAIRS_MOST];
    int count;
};

/* A few by name; a long list of what is not known would hide what is. */
static enum err add_unknown(struct flow *flow, const struct record *item, int at, struct column *column)
{
    return at < UNKNOWN_MOST && column->count < PAIRS_MOST ? item_words(flow, item, &column->texts[column->count++])
                                                           : OK;
}

static enum err fill_column(const struct casework *work, struct flow *flow, int64_t assessment, struct column *column)
{
    size_t count;
    const struct record *items = casework_papers(work, &assessment_item_type, &count);
    int unknown = 0;
    enum err e = OK;

    for (int pass = 0; pass < 2 && !e; pass++) {
        for (size_t i = 0; i < count && !e; i++) {
            if (record_number(&items[i], "assessment") != assessment || !column->takes(&items[i]))
                continue;
            if (pass == 0 && is_there(&items[i]) && column->count < PAIRS_MOST)
                e = item_words(flow, &items[i], &column->texts[column->count++]);
            else if (pass == 1 && has(&items[i], "answer", "unknown"))
                e = add_unknown(flow, &items[i], unknown++, column);
        }
    }
    if (!e && unknown > UNKNOWN_MOST && column->count < PAIRS_MOST)
        e = buf_printf(&column->texts[column->count++],
                       ngettext("? %d more unknown", "? %d more unknown", (unsigned long)(unknown - UNKNOWN_MOST)),
                       unknown - UNKNOWN_MOST);
    return e;
}

static void column_release(struct column *column)
{
    for (int i = 0; i < column->count; i++)
        buf_wipe(&column->texts[i]);
}

static enum err add_side_by_side(struct case_page *page, struct flow *flow, int64_t assessment)
{
    struct column concerns = { .takes = is_concern };
    struct column strengths = { .takes = is_strength };
    int half = page->right.area.width / 2;
    enum err e = page_add_pair(&page->right, STYLE_STRONG, half, _("CONCERNS"), _("STRENGTHS"));

    if (!e && !(e = fill_column(&page->work, flow, assessment, &concerns)))
        e = fill_column(&page->work, flow, assessment, &strengths);
    if (!e && !concerns.count && !strengths.count)
        e = page_add_pair(&page->right, STYLE_DIM, half, _("none written down"), _("none written down"));
    for (int i = 0; !e && (i < concerns.count || i < strengths.count); i++)
        e = page_add_pair(&page->right, STYLE_TEXT, half, i < concerns.count ? buf_text(&concerns.texts[i]) : "",
                          i < strengths.count ? buf_text(&strengths.texts[i]) : "");
    column_release(&concerns);
    column_release(&strengths);
    return e;
}

static enum err add_need(struct case_page *page, struct flow *flow, const struct record *item)
{
    const struct vocabularies *words = flow_words(flow);
    struct buf text = { 0 };
    enum err e = buf_add_str(&text, vocabulary_label(words, "assessment_answer", record_text(item, "answer")));

    if (!e && record_has(item, "person_view"))
        e = buf_printf(&text, " (%s)", vocabulary_label(words, "assessment_answer", record_text(item, "person_view")));
    if (!e)
        e = page_add_pair(&page->right, STYLE_TEXT, page->right.area.width - 20,
                          vocabulary_label(words, "assessment_item", record_text(item, "item")), buf_text(&text));
    buf_wipe(&text);
    return e;
}

/* Pressing needs first, then some, then a few of what is not known yet. */
static enum err add_needs(struct case_page *page, struct flow *flow, int64_t assessment)
{
    static const char *const passes[] = { "pressing", "some", "unknown" };
    size_t count;
    const struct record *items = casework_papers(&page->work, &assessment_item_type, &count);
    int unknown = 0;
    char text[120];
    enum err e = page_add(&page->right, STYLE_STRONG, 0, _("NEEDS (the person's own view)"));

    for (int pass = 0; pass < ARRAY_COUNT(passes) && !e; pass++) {
        for (size_t i = 0; i < count && !e; i++) {
            if (record_number(&items[i], "assessment") != assessment || !is_need(&items[i]) ||
                !has(&items[i], "answer", passes[pass]))
                continue;
            unknown += pass == ARRAY_COUNT(passes) - 1;
            e = unknown <= UNKNOWN_MOST ? add_need(page, flow, &items[i]) : OK;
        }
    }
    if (e || unknown <= UNKNOWN_MOST)
        return e;
    text_print_into(text, sizeof text,
                    ngettext("? %d more unknown", "? %d more unknown", (unsigned long)(unknown - UNKNOWN_MOST)),
                    unknown - UNKNOWN_MOST);
    return page_add(&page->right, STYLE_TEXT, 0, text);
}

static enum err add_assessment(struct case_page *page, struct flow *flow)
{
    const struct record *assessment = newest_assessment(&page->work);
    char text[160];
    enum err e;

    if (!assessment)
        return page_add(&page->right, STYLE_DIM, 0, _("No assessment yet."));
    if ((e = add_side_by_side(page, flow, assessment->id)) || (e = page_add(&page->right, STYLE_TEXT, 0, "")) ||
        (e = add_needs(page, flow, assessment->id)))
        return e;
    text_print_into(text, sizeof text, _("Assessment %lld, %s, %s"), (long long)record_number(assessment, "version"),
                    vocabulary_label(flow_words(flow), "assessment_status", record_text(assessment, "status")),
                    record_text(assessment, "on"));
    return page_add(&page->right, STYLE_DIM, 0, text);
}

/* --- what was agreed --- */
static enum err add_consent(struct case_page *page, struct flow *flow, const struct record *consent)
{
    const char *today_to = record_text(consent, "valid_to"), *withdrawn = record_text(consent, "withdrawn_on");
    struct buf text = { 0 };
    struct date to;
    bool has_end = date_parse(today_to, false, &to), ended = has_end && date_compare(to, clock_today()) < 0;
    bool ends = has_end && !ended && date_to_days(to) - date_to_days(clock_today()) <= SOON_DAYS;
    bool over = withdrawn[0] || ended || record_has(consent, "replaced_by");
    enum err e = store_show_value(flow_store(flow), consent, field_find(consent->type, "purpose"), &text);

    if (!e && record_has(consent, "party") && !(e = buf_add_str(&text, ", ")))
        e = store_show_value(flow_store(flow), consent, field_find(consent->type, "party"), &text);
    if (!e)
        e = withdrawn[0]                         ? buf_printf(&text, _(": withdrawn %s"), withdrawn)
            : record_has(consent, "replaced_by") ? buf_add_str(&text, _(": replaced"))
            : ended                              ? buf_printf(&text, _(": ended %s"), today_to)
            : ends                               ? buf_printf(&text, _(": ends %s"), today_to)
                                                 : buf_printf(&text, _(": since %s"), record_text(consent, "on"));
    if (!e)
        e = page_add_marked(&page->right,
                            over   ? STYLE_DIM
                            : ends ? STYLE_WARN
                                   : STYLE_GOOD,
                            over   ? MARK_MISSING
                            : ends ? MARK_OVERDUE
                                   : MARK_DONE,
                            buf_text(&text));
    buf_release(&text);
    return e;
}

static enum err add_consents(struct case_page *page, struct flow *flow)
{
    size_t count;
    const struct record *consents = casework_papers(&page->work, &consent_type, &count);
    enum err e;

    if ((e = page_add(&page->right, STYLE_TEXT, 0, "")) ||
        (e = page_add(&page->right, STYLE_STRONG, 0, _("THE PERSON AGREED TO"))))
        return e;
    if (count == 0)
        return page_add(&page->right, STYLE_DIM, 0, _("nothing yet"));
    for (size_t i = count; i > 0 && !e; i--)
        e = add_consent(page, flow, &consents[i - 1]);
    return e;
}

/* --- what is to be called back --- */
static const char *const reasons[] = {
    [RECALL_WITHDRAWN] = N_("the agreement was withdrawn: call it back"),
    [RECALL_DAY] = N_("to be returned or destroyed by now"),
    [RECALL_TELL] = N_("the person does not know yet: decide again"),
};

enum err case_add_recall(struct page *page, struct store *store, const struct recall *recall)
{
    const struct record *paper = recall->paper;
    bool is_copy = paper->type == &copy_type;
    struct buf text = { 0 };
    char day[DATE_TEXT_SIZE];
    enum err e = store_show_value(store, paper, field_find(paper->type, is_copy ? "party" : "agency"), &text);

    date_format(recall->on, day);
    if (!e && is_copy)
        e = buf_printf(&text, _("%scopy %lld"), text.len ? ", " : "", (long long)record_number(paper, "number"));
    if (!e && !(e = buf_printf(&text, "%s%s, %s", text.len ? ": " : "", _(reasons[recall->reason]), day)))
        e = page_add_marked(page, STYLE_WARN, MARK_OVERDUE, buf_text(&text));
    buf_wipe(&text);
    return e;
}

static enum err add_recalls(struct case_page *page, struct flow *flow)
{
    struct recall recalls[RECALLS_MOST];
    size_t count = casework_recalls(&page->work, clock_today(), recalls, RECALLS_MOST);
    enum err e;

    if (count == 0)
        return OK;
    if ((e = page_add(&page->right, STYLE_TEXT, 0, "")) ||
        (e = page_add(&page->right, STYLE_STRONG, 0, _("TO BE CALLED BACK OR TOLD"))))
        return e;
    for (size_t i = 0; i < count && i < RECALLS_MOST && !e; i++)
        e = case_add_recall(&page->right, flow_store(flow), &recalls[i]);
    return e;
}

/* --- what waits --- */
static enum err add_waiting(struct case_page *page, struct flow *flow, const struct record *step)
{
    struct buf text = { 0 }, who = { 0 };
    char when[DATE_TIME_TEXT_SIZE];
    enum err e;

    moment_format(record_number(step, "at"), when);
    if (!(e = store_show_value(flow_store(flow), step, field_find(step->type, "officer"), &who)) &&
        !(e = store_show_value(flow_store(flow), step, field_find(step->type, "action"), &text)) &&
        !(e = buf_printf(&text, _(": %s, %s"), buf_text(&who), when)))
        e = page_add_marked(&page->right, STYLE_WARN, MARK_OVERDUE, buf_text(&text));
    buf_release(&text);
    buf_release(&who);
    return e;
}

static enum err add_waits(struct case_page *page, struct flow *flow)
{
    bool any = false;
    enum err e = OK;

    for (size_t i = 0; i < page->work.step_count && !e; i++) {
        const struct record *step = &page->work.steps[i];

        if (strcmp(record_text(step, "outcome"), "waiting") != 0)
            continue;
        if (!any)
            e = page_add(&page->right, STYLE_STRONG, 0, _("WAITS FOR A SIGNATURE"));
        any = true;
        if (!e)
            e = add_waiting(page, flow, step);
    }
    return e || !any ? e : page_add(&page->right, STYLE_TEXT, 0, "");
}

enum err case_fill_right(struct case_page *page, struct flow *flow)
{
    enum err e;

    case_page_begin(&page->right);
    if ((e = add_waits(page, flow)) || (e = add_assessment(page, flow)) || (e = add_consents(page, flow)))
        return e;
    return add_recalls(page, flow);
}
