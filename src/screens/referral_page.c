/* What the page of a referral says. Names and ways to reach people stay hidden until they are shown. */
#include <string.h>

#include "record_view_in.h"
#include "referral_in.h"
#include "townkeep/domain/catalogue.h"

static enum err view_field(struct referral_screen *referral, struct store *store, int index)
{
    const struct record *record = &referral->work.subject;
    const struct field *field = &record->type->fields[index];
    struct buf text = { 0 };
    enum err e;

    if (record->values[index].form == VALUE_EMPTY)
        return OK;
    if (record_view_is_identity(field->key) && !referral->hidden_at)
        return page_add_labelled(&referral->page, REFERRAL_LABEL_WIDTH, _(field->label), _("(hidden; F3 shows it)"));
    if (!(e = store_show_value(store, record, index, &text)))
        e = page_add_labelled(&referral->page, REFERRAL_LABEL_WIDTH, _(field->label), buf_text(&text));
    buf_wipe(&text);
    return e;
}

static enum err view_step(struct referral_screen *referral, struct store *store, const struct record *step)
{
    struct buf text = { 0 }, who = { 0 }, what = { 0 }, outcome = { 0 };
    char when[DATE_TIME_TEXT_SIZE];
    enum err e;

    moment_format(record_number(step, "at"), when);
    if (!(e = store_show_value(store, step, field_find(step->type, "officer"), &who)) &&
        !(e = store_show_value(store, step, field_find(step->type, "action"), &what)) &&
        !(e = store_show_value(store, step, field_find(step->type, "outcome"), &outcome)) &&
        !(e = buf_printf(&text, "%s · %s%s%s", buf_text(&what), buf_text(&who), outcome.len ? " · " : "",
                         buf_text(&outcome))))
        e = page_add_labelled(&referral->page, REFERRAL_LABEL_WIDTH, when, buf_text(&text));
    buf_wipe(&text);
    buf_wipe(&who);
    buf_wipe(&what);
    buf_wipe(&outcome);
    return e;
}

/* What was said with a step: whoever signs must know it. The look is in the log since the page was opened. */
static enum err view_said(struct referral_screen *referral, struct store *store, int64_t id)
{
    static const char *const keys[] = { "assignee", "recipient", "detail", "reason", "dissent" };
    struct record step = { 0 };
    enum err e = store_load(store, &referral_step_type, id, &step, NULL);

    for (int i = 0; !e && i < ARRAY_COUNT(keys); i++) {
        int field = field_find(&referral_step_type, keys[i]);
        struct buf text = { 0 };

        if (step.values[field].form != VALUE_EMPTY &&
            !(e = buf_printf(&text, "%s: ", _(referral_step_type.fields[field].label))) &&
            !(e = store_show_value(store, &step, field, &text)))
            e = page_add(&referral->page, STYLE_TEXT, 4, buf_text(&text));
        buf_wipe(&text);
    }
    record_release(&step);
    return e;
}

enum err referral_fill_page(struct referral_screen *referral, struct flow *flow)
{
    struct page *page = &referral->page;
    struct area area = page->area;
    int first = page->first;
    enum err e;

    page_release(page);
    e = page_add(page, STYLE_STRONG, 0, _("Who it is"));
    for (int i = 0; !e && i < referral_type.field_count; i++)
        e = record_view_is_identity(referral_type.fields[i].key) ? view_field(referral, flow_store(flow), i) : OK;
    if (!e && !(e = page_add(page, STYLE_TEXT, 0, "")))
        e = page_add(page, STYLE_STRONG, 0, _("What happened so far"));
    for (size_t i = referral->work.step_count; !e && i > 0; i--)
        if (!(e = view_step(referral, flow_store(flow), &referral->work.steps[i - 1])))
            e = view_said(referral, flow_store(flow), referral->work.steps[i - 1].id);
    if (!e && !(e = page_add(page, STYLE_TEXT, 0, "")))
        e = page_add(page, STYLE_STRONG, 0, _("What was told"));
    for (int i = 0; !e && i < referral_type.field_count; i++)
        e = record_view_is_identity(referral_type.fields[i].key) ? OK : view_field(referral, flow_store(flow), i);
    page_place(page, area);
    page->first = first;
    return e;
}
