/*
 * Making or changing any record. What is typed is kept as a draft every few seconds, encrypted, and offered again; leaving a changed form asks. A save that is
 * refused loses nothing: the form stays as it is, with every problem named and the cursor on the first.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "townkeep/domain/casework.h"
#include "townkeep/screens/feed.h"
#include "townkeep/screens/screens.h"

enum question { ASKED_LEAVE = 1, ASKED_DRAFT, ASKED_WARNINGS, ASKED_CREATE };

struct edit {
    struct screen screen;
    const struct record_type *type;
    int64_t id;              /* 0 a new record */
    char *fields;            /* "key=value" lines set as if typed; NULL */
    struct record record;    /* what is typed */
    struct record before;    /* what is stored; type NULL for a new record */
    struct form form;
    bool open;               /* form stands */
    int64_t draft_kept_at;
    int current;             /* field kept over a suspend */
};

static struct edit *edit_of(struct screen *screen)
{
    return (struct edit *)screen;
}

static const struct edit *edit_of_const(const struct screen *screen)
{
    return (const struct edit *)screen;
}

/* --- loading ------------------------------------------------------------------------------------------------------------ */
static void let_go(struct edit *edit)
{
    if (edit->open)
        form_release(&edit->form);
    record_release(&edit->record);
    record_release(&edit->before);
    edit->open = false;
}

static enum err start_form(struct edit *edit, struct flow *flow, struct why *why)
{
    struct store *store = flow_store(flow);
    enum err e = form_init(&edit->form, &edit->record, edit->id ? &edit->before : NULL, flow_words(flow), clock_today(),
                           store_calendar(store));

    if (e)
        return why_set(why, e, "%s", err_text(e));
    edit->open = true;
    form_place(&edit->form, edit->screen.body);
    return form_feed(&edit->form, store, why);
}

static enum err load_record(struct edit *edit, struct flow *flow, struct why *why)
{
    struct store *store = flow_store(flow);
    enum err e;

    if (edit->id) {
        if ((e = store_load(store, edit->type, edit->id, &edit->before, why)))
            return e;
        e = record_copy(&edit->record, &edit->before);
    } else if (!(e = record_init(&edit->record, edit->type))) {
        return record_start(&edit->record, flow_words(flow), clock_today(), why);
    }
    return e ? why_set(why, e, "%s", err_text(e)) : OK;
}

/* The fields the caller wants filled in already. */
static enum err type_fields(struct edit *edit, struct flow *flow, struct why *why)
{
    const char *line = edit->fields ? edit->fields : "";
    enum err e = OK;

    while (!e && *line) {
        size_t len = strcspn(line, "\n"), key_len = strcspn(line, "=\n");
        char key[64], value[400];
        int field;

        snprintf(key, sizeof key, "%.*s", (int)key_len, line);
        snprintf(value, sizeof value, "%.*s", key_len < len ? (int)(len - key_len - 1) : 0, key_len < len ? line + key_len + 1 : "");
        field = field_find(edit->type, key);
        if (field >= 0)
            e = store_read_value(flow_store(flow), &edit->type->fields[field], value, &edit->record.values[field], why);
        line += len + (line[len] == '\n');
    }
    return e;
}

static void offer_draft(struct edit *edit, struct flow *flow)
{
    struct record draft = { 0 };
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'u' };
    struct why why = { 0 };
    char when[DATE_TIME_TEXT_SIZE];
    int64_t kept_at = 0;

    if (!store_draft_load(flow_store(flow), edit->type, edit->id, &draft, &kept_at, &why)) {
        moment_format(kept_at, when);
        snprintf(dialog.title, sizeof dialog.title, "%s", _("A draft was kept"));
        snprintf(dialog.text, sizeof dialog.text, _("What you typed here was kept at %s but not saved. Take it up again? Otherwise it is dropped."), when);
        snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Use the draft"));
        flow_ask(flow, &dialog, ASKED_DRAFT);
    }
    record_release(&draft);
}

static enum err open_form(struct screen *screen, struct flow *flow, struct why *why)
{
    struct edit *edit = edit_of(screen);
    enum err e;

    if ((e = load_record(edit, flow, why)) || (e = type_fields(edit, flow, why)) || (e = start_form(edit, flow, why)))
        return e;
    offer_draft(edit, flow);
    return OK;
}

/* What was typed comes back from the draft. */
static enum err use_draft(struct edit *edit, struct flow *flow, struct why *why)
{
    struct record draft = { 0 };
    int64_t kept_at;
    enum err e = store_draft_load(flow_store(flow), edit->type, edit->id, &draft, &kept_at, why);

    if (e)
        return e;
    if (edit->open)
        form_release(&edit->form);
    edit->open = false;
    record_release(&edit->record);
    edit->record = draft;
    if (!(e = start_form(edit, flow, why)))
        edit->form.changed = true;
    return e;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    struct edit *edit = edit_of(screen);
    struct why why = { 0 };

    if (!edit->open)
        return;
    edit->current = form_current_field(&edit->form);
    if (edit->form.changed && store_draft_keep(flow_store(flow), &edit->record, &why))
        flow_refuse(flow, &why);
    let_go(edit);
}

static enum err resume(struct screen *screen, struct flow *flow, struct why *why)
{
    struct edit *edit = edit_of(screen);
    enum err e = load_record(edit, flow, why);

    if (e)
        return e;
    if ((e = use_draft(edit, flow, why)) == E_NOT_FOUND && !(e = type_fields(edit, flow, why)))
        e = start_form(edit, flow, why);
    if (!e)
        form_go(&edit->form, edit->current);
    return e;
}

/* --- saving --------------------------------------------------------------------------------------------------------------- */
static void drop_draft(struct edit *edit, struct flow *flow)
{
    struct why why = { 0 };

    if (edit->draft_kept_at && store_draft_drop(flow_store(flow), edit->type, edit->id, &why))
        flow_refuse(flow, &why);
    edit->draft_kept_at = 0;
}

static void put(struct edit *edit, struct flow *flow)
{
    struct problems problems = { 0 };
    struct saved saved = { 0 };
    struct why why = { 0 };
    struct buf name = { 0 };
    enum err e = store_put(flow_store(flow), &edit->record, &problems, &saved, &why);

    if (e) {
        form_problems(&edit->form, &problems);
        flow_refuse(flow, &why);
        return;
    }
    drop_draft(edit, flow);
    form_saved(&edit->form);
    flow_toast_saved(flow, &saved);
    if (store_title(flow_store(flow), edit->type, edit->record.id, &name))
        buf_clear(&name);
    flow_done(flow, edit->type, edit->record.id, buf_text(&name));
    buf_release(&name);
}

/* Checked before it is saved, so that warnings can be thought over first. */
static void run_save(struct screen *screen, struct flow *flow)
{
    struct edit *edit = edit_of(screen);
    struct problems problems = { 0 };
    struct rule_context context;
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'y' };
    bool readable = form_finish(&edit->form, &problems);
    enum err e;

    casework_context(flow_store(flow), &context);
    e = readable ? record_check(&edit->record, edit->id ? &edit->before : NULL, &context, &problems) : OK;
    form_problems(&edit->form, &problems);
    if (e || !readable || problems_refuse(&problems))
        return;
    if (problems.warnings) {
        snprintf(dialog.title, sizeof dialog.title, "%s", _("Please look at this once more"));
        for (int i = problems.count - problems.warnings; i < problems.count; i++) {
            size_t used = strlen(dialog.text);

            snprintf(dialog.text + used, sizeof dialog.text - used, "%s%s", used ? "\n" : "", problems.items[i].text);
        }
        snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Save it all the same"));
        flow_ask(flow, &dialog, ASKED_WARNINGS);
        return;
    }
    put(edit, flow);
}

/* --- events ----------------------------------------------------------------------------------------------------------------- */
static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    struct edit *edit = edit_of(screen);
    struct why why = { 0 };

    if (!edit->open)
        return false;
    if (event->kind == EVENT_TICK) {
        if (!form_feed_draft(&edit->form, flow_store(flow), &edit->draft_kept_at, &why))
            flow_refuse(flow, &why);
        return false;
    }
    if (!form_handle(&edit->form, event))
        return false;
    if (form_feed(&edit->form, flow_store(flow), &why))
        flow_refuse(flow, &why);
    if (edit->form.request == FORM_ASKS_CREATE)
        form_feed_create(&edit->form, flow, ASKED_CREATE);
    return true;
}

static bool leave(struct screen *screen, struct flow *flow)
{
    struct edit *edit = edit_of(screen);
    struct dialog dialog = { .kind = DIALOG_LEAVE };

    if (!edit->open || !edit->form.changed) {
        drop_draft(edit, flow);
        return true;
    }
    snprintf(dialog.title, sizeof dialog.title, "%s", _("This form has changes that are not saved"));
    flow_ask(flow, &dialog, ASKED_LEAVE);
    return false;
}

static void answer_leave(struct edit *edit, struct flow *flow, enum dialog_answer answer)
{
    if (answer == DIALOG_SAVE)
        run_save(&edit->screen, flow);
    if (answer != DIALOG_DISCARD)
        return;
    drop_draft(edit, flow);
    form_saved(&edit->form);
    flow_pop(flow);
}

static enum err answer_draft(struct edit *edit, struct flow *flow, enum dialog_answer answer, struct why *why)
{
    edit->draft_kept_at = clock_monotonic();
    if (answer == DIALOG_YES)
        return use_draft(edit, flow, why);
    drop_draft(edit, flow);
    return OK;
}

static void answered(struct screen *screen, struct flow *flow, const struct answer *answer)
{
    struct edit *edit = edit_of(screen);
    struct why why = { 0 };
    enum err e = OK;

    switch ((enum question)answer->question) {
    case ASKED_LEAVE:
        answer_leave(edit, flow, answer->dialog);
        break;
    case ASKED_DRAFT:
        e = answer_draft(edit, flow, answer->dialog, &why);
        break;
    case ASKED_WARNINGS:
        if (answer->dialog == DIALOG_YES)
            put(edit, flow);
        break;
    case ASKED_CREATE:
        e = form_feed_created(&edit->form, flow_store(flow), answer, &why);
        break;
    }
    if (e)
        flow_refuse(flow, &why);
}

static const struct action actions[] = {
    { .id = "form.save", .keys = { PRESS_CTRL('s') }, .label = N_("Save"), .help = N_("Save the record. What is missing or wrong is named, nothing is lost."),
      .run = run_save, .bar = true },
};

/* --- drawing ------------------------------------------------------------------------------------------------------------------ */
static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct edit *edit = edit_of_const(screen);

    (void)flow;
    if (edit->open)
        form_draw(&edit->form, grid);
}

static void title(const struct screen *screen, struct buf *out)
{
    const struct edit *edit = edit_of_const(screen);
    enum err e = edit->id ? buf_printf(out, _("Edit: %s"), _(edit->type->label)) : buf_printf(out, _("New: %s"), _(edit->type->label));

    (void)e; /* no memory: a shorter title */
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct edit *edit = edit_of_const(screen);

    if (edit->open && edit->form.changed && buf_add_str(out, edit->draft_kept_at ? _("not saved · draft kept") : _("not saved")))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    const struct edit *edit = edit_of_const(screen);
    char text[240];

    if (edit->open && buf_add_str(out, form_hint(&edit->form, text, sizeof text)))
        buf_clear(out);
}

static bool typing(const struct screen *screen)
{
    return edit_of_const(screen)->open && form_is_typing(&edit_of_const(screen)->form);
}

static bool is_casework(const struct screen *screen)
{
    return edit_of_const(screen)->type->owner == RECORD_OF_CASE;
}

static void resized(struct screen *screen, struct flow *flow)
{
    struct edit *edit = edit_of(screen);

    (void)flow;
    if (edit->open)
        form_place(&edit->form, screen->body);
}

static enum err help(const struct screen *screen, struct page *page)
{
    return form_feed_help(edit_of_const(screen)->type, page);
}

static void close_form(struct screen *screen)
{
    struct edit *edit = edit_of(screen);

    let_go(edit);
    free(edit->fields);
    free(edit);
}

#define FORM_KIND                                                                                                      \
    .name = "form", .purpose = N_("One record to fill in. Tab moves from field to field, Ctrl-S saves, Esc leaves and asks first."),              \
    .actions = actions, .action_count = ARRAY_COUNT(actions), .open = open_form, .suspend = suspend, .resume = resume, .handle = handle,           \
    .leave = leave, .answered = answered, .resized = resized, .draw = draw, .close = close_form, .title = title, .status = status,                 \
    .hint = hint, .typing = typing, .is_casework = is_casework, .help = help

static const struct screen_kind form_kind = { FORM_KIND };
static const struct screen_kind case_form_kind = { FORM_KIND, .needs_casework = true };

static struct screen *form_new(const struct record_type *type, int64_t id, const char *fields)
{
    struct edit *edit = screen_alloc(sizeof *edit, type->owner == RECORD_OF_CASE ? &case_form_kind : &form_kind);

    if (!edit)
        return NULL;
    edit->type = type;
    edit->id = id;
    if (fields && text_copy(&edit->fields, fields)) {
        free(edit);
        return NULL;
    }
    return &edit->screen;
}

struct screen *form_screen_new(const struct record_type *type, int64_t id)
{
    return form_new(type, id, NULL);
}

struct screen *form_screen_new_with(const struct record_type *type, const char *fields)
{
    return form_new(type, 0, fields);
}
