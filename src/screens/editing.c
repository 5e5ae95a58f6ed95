/* One record being edited on a screen. */
#include "editing_in.h"
#include "townkeep/base/text.h"

#include <stdio.h>
#include <string.h>

void editing_hide(struct editing *editing)
{
    if (!editing->open)
        return;
    editing->changed |= editing->form.changed;
    form_release(&editing->form);
    editing->open = false;
}

void editing_release(struct editing *editing)
{
    editing_hide(editing);
    record_release(&editing->record);
    record_release(&editing->before);
    editing->changed = false;
}

static enum err start_record(struct editing *editing, struct flow *flow, struct why *why)
{
    enum err e = record_init(&editing->record, editing->type);

    return e ? why_set(why, e, "%s", err_text(e))
             : record_start(&editing->record, flow_words(flow), clock_today(), why);
}

enum err editing_load(struct editing *editing, struct flow *flow, struct why *why)
{
    enum err e;

    editing_release(editing);
    if (!editing->id)
        return start_record(editing, flow, why);
    if ((e = store_load(flow_store(flow), editing->type, editing->id, &editing->before, why)))
        return e;
    return (e = record_copy(&editing->record, &editing->before)) ? why_set(why, e, "%s", err_text(e)) : OK;
}

enum err editing_show(struct editing *editing, struct flow *flow, struct area area, const char *const *keys, int count,
                      struct why *why)
{
    const struct record *before = editing->id ? &editing->before : NULL;
    const struct work_calendar *calendar = store_calendar(flow_store(flow));
    enum err e;

    editing_hide(editing);
    if (keys)
        e = form_init_step(&editing->form, &editing->record, before, flow_words(flow), clock_today(), calendar, keys,
                           count);
    else
        e = form_init(&editing->form, &editing->record, before, flow_words(flow), clock_today(), calendar);
    if (e)
        return why_set(why, e, "%s", err_text(e));
    editing->open = true;
    form_place(&editing->form, area);
    return form_feed(&editing->form, flow_store(flow), why);
}

bool editing_is_changed(const struct editing *editing)
{
    return editing->changed || (editing->open && editing->form.changed);
}

bool editing_finish(struct editing *editing)
{
    struct problems problems = { 0 };

    if (!editing->open || form_finish(&editing->form, &problems))
        return true;
    form_problems(&editing->form, &problems);
    return false;
}

void editing_refused(struct editing *editing, struct flow *flow, const struct problems *problems, const struct why *why)
{
    if (editing->open)
        form_problems(&editing->form, problems);
    flow_refuse(flow, why);
}

void editing_saved(struct editing *editing, struct flow *flow, int64_t id)
{
    editing_drop_draft(editing, flow);
    editing->id = id;
    editing->changed = false;
    if (editing->open)
        form_saved(&editing->form);
}

bool editing_handle(struct editing *editing, struct flow *flow, const struct event *event, int question)
{
    struct why why = { 0 };

    if (!editing->open)
        return false;
    if (event->kind == EVENT_TICK) {
        if (!form_feed_draft(&editing->form, flow_store(flow), &editing->draft_kept_at, &why))
            flow_refuse(flow, &why);
        return false;
    }
    if (!form_handle(&editing->form, event))
        return false;
    if (form_feed(&editing->form, flow_store(flow), &why))
        flow_refuse(flow, &why);
    if (editing->form.request == FORM_ASKS_CREATE)
        form_feed_create(&editing->form, flow, question);
    return true;
}

void editing_hint(const struct editing *editing, struct buf *out)
{
    char text[240];

    if (editing->open && buf_add_str(out, form_hint(&editing->form, text, sizeof text)))
        buf_clear(out);
}

/* --- drafts --- */
static bool differs(const struct editing *editing, const struct record *draft, const char *key)
{
    int field = field_find(editing->type, key);

    return field >= 0 && editing->record.values[field].form != VALUE_EMPTY &&
           !value_equal(&editing->record.values[field], &draft->values[field]);
}

/* The draft of a new paper belongs to the case it was begun for, and to no other; likewise that of a form whose fixed
 * fields are not on the screen. */
static bool is_of_another(const struct editing *editing, const struct record *draft)
{
    if (editing->id)
        return false;
    for (const char *line = editing->begun_with; line && *line;) {
        size_t len = strcspn(line, "\n");
        char key[64];

        snprintf(key, sizeof key, "%.*s", (int)strcspn(line, "=\n"), line);
        if (differs(editing, draft, key))
            return true;
        line += len + (line[len] == '\n');
    }
    return editing->type->case_field && differs(editing, draft, editing->type->case_field);
}

bool editing_offer_draft(const struct editing *editing, struct flow *flow, int question)
{
    struct record draft = { 0 };
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'u' };
    struct why why = { 0 };
    int64_t kept_at = 0;
    char when[DATE_TIME_TEXT_SIZE];
    bool kept = !store_draft_load(flow_store(flow), editing->type, editing->id, &draft, &kept_at, &why) &&
                !is_of_another(editing, &draft);

    if (kept) {
        moment_format(kept_at, when);
        snprintf(dialog.title, sizeof dialog.title, "%s", _("A draft was kept"));
        snprintf(dialog.text, sizeof dialog.text,
                 _("What you typed here was kept at %s but not saved. Take it up again? If not, it stays until "
                   "something else is saved here."),
                 when);
        snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Use the draft"));
        flow_ask(flow, &dialog, question);
    }
    record_release(&draft);
    return kept;
}

enum err editing_take_draft(struct editing *editing, struct flow *flow, struct why *why)
{
    struct record draft = { 0 };
    int64_t kept_at;
    enum err e = store_draft_load(flow_store(flow), editing->type, editing->id, &draft, &kept_at, why);

    if (e)
        return e;
    if (is_of_another(editing, &draft)) {
        record_release(&draft);
        return E_NOT_FOUND;
    }
    editing_hide(editing);
    record_release(&editing->record);
    editing->record = draft;
    editing->changed = true;
    editing->draft_kept_at = clock_monotonic();
    return OK;
}

void editing_keep_draft(struct editing *editing, struct flow *flow)
{
    struct why why = { 0 };

    if (!editing_is_changed(editing))
        return;
    if (store_draft_keep(flow_store(flow), &editing->record, &why))
        flow_refuse(flow, &why);
    else
        editing->draft_kept_at = clock_monotonic();
}

void editing_drop_draft(struct editing *editing, struct flow *flow)
{
    struct why why = { 0 };

    if (store_draft_drop(flow_store(flow), editing->type, editing->id, &why))
        flow_refuse(flow, &why);
    editing->draft_kept_at = 0;
}

void editing_ask_leave(struct flow *flow, const char *title, int question)
{
    struct dialog dialog = { .kind = DIALOG_LEAVE };

    text_cut_into(dialog.title, sizeof dialog.title, title);
    flow_ask(flow, &dialog, question);
}
