/*
 * Making or changing any record. What is typed is kept as a draft every few seconds, encrypted, and offered again;
 * leaving a changed form asks. A save that is refused loses nothing: the form stays as it is, with every problem named
 * and the cursor on the first.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "editing_in.h"
#include "form_part_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/agreement.h"
#include "townkeep/domain/casework.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/saving.h"
#include "townkeep/screens/screens.h"

enum question { ASKED_LEAVE = 1, ASKED_DRAFT, ASKED_WARNINGS, ASKED_CREATE };

struct edit {
    struct screen screen;
    struct editing editing;
    char *fields;          /* "key=value" lines set as if typed; NULL */
    int64_t renews;        /* the agreement that this one goes on from; 0 none */
    int current;           /* field kept over a suspend */
    struct form_part part; /* keys NULL: all fields, and nothing beside */
    struct page beside;
};

static struct edit *edit_of(struct screen *screen)
{
    return (struct edit *)screen;
}

static const struct edit *edit_of_const(const struct screen *screen)
{
    return (const struct edit *)screen;
}

/* --- loading --- */
/* The fields the caller wants filled in already. */
static enum err type_fields(struct edit *edit, struct flow *flow, struct why *why)
{
    const char *line = edit->fields ? edit->fields : "";
    enum err e = edit->renews ? agreement_renew(flow_store(flow), edit->renews, &edit->editing.record, why) : OK;

    while (!e && *line) {
        size_t len = strcspn(line, "\n"), key_len = strcspn(line, "=\n");
        char key[64], value[400];
        int field;

        snprintf(key, sizeof key, "%.*s", (int)key_len, line);
        snprintf(value, sizeof value, "%.*s", key_len < len ? (int)(len - key_len - 1) : 0,
                 key_len < len ? line + key_len + 1 : "");
        field = field_find(edit->editing.type, key);
        if (field >= 0)
            e = store_read_value(flow_store(flow), &edit->editing.type->fields[field], value,
                                 &edit->editing.record.values[field], why);
        line += len + (line[len] == '\n');
    }
    return e;
}

static enum err show(struct edit *edit, struct flow *flow, struct why *why)
{
    struct area area = edit->screen.body;
    enum err e;

    if (edit->part.keys) {
        page_release(&edit->beside);
        if ((e = edit->part.beside(flow_store(flow), &edit->editing.record, &edit->beside, why)))
            return e;
        form_part_place(edit->screen.body, &edit->beside, &area);
    }
    return editing_show(&edit->editing, flow, area, edit->part.keys, edit->part.count, why);
}

/* Where the officer has to type first, when the caller filled in something. */
static void go_on_behind_filled(struct edit *edit)
{
    const struct record_type *type = edit->editing.type;

    for (int i = 0; i < type->field_count && !edit->part.keys; i++) {
        if (type->fields[i].flags & FIELD_REQUIRED && edit->editing.record.values[i].form == VALUE_EMPTY) {
            form_go(&edit->editing.form, i);
            return;
        }
    }
}

/* A case's form shows names as long as it is open: the log says so first. */
static enum err log_names(const struct editing *editing, struct flow *flow, struct why *why)
{
    if (editing->type->owner != RECORD_OF_CASE || !editing->id)
        return OK;
    return store_log_view(flow_store(flow), editing->type, editing->id, "name", why);
}

static enum err open_form(struct screen *screen, struct flow *flow, struct why *why)
{
    struct edit *edit = edit_of(screen);
    enum err e;

    if ((e = log_names(&edit->editing, flow, why)) || (e = editing_load(&edit->editing, flow, why)) ||
        (e = type_fields(edit, flow, why)) || (e = show(edit, flow, why)))
        return e;
    if (edit->fields || edit->renews)
        go_on_behind_filled(edit);
    editing_offer_draft(&edit->editing, flow, ASKED_DRAFT);
    return OK;
}

static void suspend(struct screen *screen, struct flow *flow)
{
    struct edit *edit = edit_of(screen);

    if (edit->editing.open)
        edit->current = form_current_field(&edit->editing.form);
    editing_keep_draft(&edit->editing, flow);
    editing_release(&edit->editing);
    page_release(&edit->beside);
}

static enum err resume(struct screen *screen, struct flow *flow, struct why *why)
{
    struct edit *edit = edit_of(screen);
    enum err e;

    if ((e = log_names(&edit->editing, flow, why)) || (e = editing_load(&edit->editing, flow, why)) ||
        (e = type_fields(edit, flow, why)))
        return e;
    if ((e = editing_take_draft(&edit->editing, flow, why)) == E_NOT_FOUND)
        e = OK;
    if (e || (e = show(edit, flow, why)))
        return e;
    form_go(&edit->editing.form, edit->current);
    return OK;
}

/* --- saving --- */
static void put(struct edit *edit, struct flow *flow)
{
    struct editing *editing = &edit->editing;
    struct problems problems = { 0 };
    struct saved saved = { 0 };
    struct why why = { 0 };
    struct buf name = { 0 };

    if (domain_put(flow_store(flow), &editing->record, &problems, &saved, &why)) {
        editing_refused(editing, flow, &problems, &why);
        return;
    }
    editing_saved(editing, flow, editing->record.id);
    flow_toast_saved(flow, &saved);
    if (store_title(flow_store(flow), editing->type, editing->id, &name))
        buf_clear(&name);
    flow_done(flow, editing->type, editing->id, buf_text(&name));
    buf_wipe(&name);
}

static void ask_warnings(struct flow *flow, const struct problems *problems)
{
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'y' };

    snprintf(dialog.title, sizeof dialog.title, "%s", _("Please look at this once more"));
    for (int i = problems->count - problems->warnings; i < problems->count; i++) {
        size_t used = strlen(dialog.text);

        text_print_into(dialog.text + used, sizeof dialog.text - used, "%s%s", used ? "\n" : "",
                        problems->items[i].text);
    }
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Save it all the same"));
    flow_ask(flow, &dialog, ASKED_WARNINGS);
}

/* What the record has to do with others: only what may be saved all the same is of interest here, for saving asks
 * again. */
static enum err check_beside(struct edit *edit, struct flow *flow, struct problems *problems, struct why *why)
{
    struct editing *editing = &edit->editing;
    const struct record *before = editing->id ? &editing->before : NULL;
    enum err e = domain_check_saved(flow_store(flow), &editing->record, before, problems, why);

    return e || before ? e : domain_check_new(flow_store(flow), &editing->record, problems, why);
}

/* Checked before it is saved, so that warnings can be thought over first. */
static void run_save(struct screen *screen, struct flow *flow)
{
    struct edit *edit = edit_of(screen);
    struct editing *editing = &edit->editing;
    struct problems problems = { 0 };
    struct rule_context context;
    struct why why = { 0 };
    enum err e;

    if (!editing_finish(editing))
        return;
    casework_context(flow_store(flow), &context);
    e = record_check(&editing->record, editing->id ? &editing->before : NULL, &context, &problems);
    if (!e && check_beside(edit, flow, &problems, &why)) {
        flow_refuse(flow, &why);
        return;
    }
    form_problems(&editing->form, &problems);
    if (e || problems_refuse(&problems))
        return;
    if (problems.warnings)
        ask_warnings(flow, &problems);
    else
        put(edit, flow);
}

/* --- events --- */
static bool handle(struct screen *screen, struct flow *flow, const struct event *event)
{
    return editing_handle(&edit_of(screen)->editing, flow, event, ASKED_CREATE);
}

static bool leave(struct screen *screen, struct flow *flow)
{
    if (!editing_is_changed(&edit_of(screen)->editing))
        return true;
    editing_ask_leave(flow, _("This form has changes that are not saved"), ASKED_LEAVE);
    return false;
}

static void answer_leave(struct edit *edit, struct flow *flow, enum dialog_answer answer)
{
    if (answer == DIALOG_SAVE)
        run_save(&edit->screen, flow);
    if (answer != DIALOG_DISCARD)
        return;
    editing_drop_draft(&edit->editing, flow);
    flow_pop(flow);
}

static enum err use_draft(struct edit *edit, struct flow *flow, struct why *why)
{
    enum err e = editing_take_draft(&edit->editing, flow, why);

    return e ? e : show(edit, flow, why);
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
        e = answer->dialog == DIALOG_YES ? use_draft(edit, flow, &why) : OK;
        break;
    case ASKED_WARNINGS:
        if (answer->dialog == DIALOG_YES)
            put(edit, flow);
        break;
    case ASKED_CREATE:
        e = form_feed_created(&edit->editing.form, flow_store(flow), answer, &why);
        break;
    }
    if (e)
        flow_refuse(flow, &why);
}

static const struct action actions[] = {
    { .id = "form.save",
      .keys = { PRESS_CTRL('s') },
      .label = N_("Save"),
      .help = N_("Save the record. What is missing or wrong is named, nothing is lost."),
      .run = run_save,
      .writes = true,
      .bar = true },
};

/* --- drawing --- */
static void draw(const struct screen *screen, const struct flow *flow, struct grid *grid)
{
    const struct edit *edit = edit_of_const(screen);

    (void)flow;
    if (edit->editing.open && edit->part.keys)
        page_draw(&edit->beside, grid);
    if (edit->editing.open)
        form_draw(&edit->editing.form, grid);
}

static void title(const struct screen *screen, struct buf *out)
{
    const struct editing *editing = &edit_of_const(screen)->editing;
    enum err e = buf_printf(out, editing->id ? _("Edit: %s") : _("New: %s"), _(editing->type->label));

    (void)e; /* no memory: a shorter title */
}

static void status(const struct screen *screen, struct buf *out)
{
    const struct editing *editing = &edit_of_const(screen)->editing;

    if (editing_is_changed(editing) &&
        buf_add_str(out, editing->draft_kept_at ? _("not saved · draft kept") : _("not saved")))
        buf_clear(out);
}

static void hint(const struct screen *screen, struct buf *out)
{
    editing_hint(&edit_of_const(screen)->editing, out);
}

static bool typing(const struct screen *screen)
{
    const struct editing *editing = &edit_of_const(screen)->editing;

    return editing->open && form_is_typing(&editing->form);
}

static bool is_casework(const struct screen *screen)
{
    return edit_of_const(screen)->editing.type->owner == RECORD_OF_CASE;
}

static void resized(struct screen *screen, struct flow *flow)
{
    struct edit *edit = edit_of(screen);
    struct area area = screen->body;

    (void)flow;
    if (edit->part.keys)
        form_part_place(screen->body, &edit->beside, &area);
    if (edit->editing.open)
        form_place(&edit->editing.form, area);
}

static enum err help(const struct screen *screen, struct page *page)
{
    return form_feed_help(edit_of_const(screen)->editing.type, page);
}

static void close_form(struct screen *screen)
{
    struct edit *edit = edit_of(screen);

    editing_release(&edit->editing);
    page_release(&edit->beside);
    free(edit->fields);
    free(edit);
}

#define FORM_KIND                                                                                                      \
    .name = "form",                                                                                                    \
    .purpose = N_("One record to fill in. Tab moves from field to field, Ctrl-S saves, Esc leaves and asks first."),   \
    .actions = actions, .action_count = ARRAY_COUNT(actions), .open = open_form, .suspend = suspend, .resume = resume, \
    .handle = handle, .leave = leave, .answered = answered, .resized = resized, .draw = draw, .close = close_form,     \
    .title = title, .status = status, .hint = hint, .typing = typing, .is_casework = is_casework, .help = help

static const struct screen_kind form_kind = { FORM_KIND };
static const struct screen_kind case_form_kind = { FORM_KIND, .needs_casework = true };

static struct screen *form_new(const struct record_type *type, int64_t id, const char *fields)
{
    struct edit *edit = screen_alloc(sizeof *edit, type->owner == RECORD_OF_CASE ? &case_form_kind : &form_kind);

    if (!edit)
        return NULL;
    edit->editing.type = type;
    edit->editing.id = id;
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

struct screen *renewal_screen_new(int64_t agreement)
{
    struct screen *screen = form_new(&agreement_type, 0, NULL);

    if (screen)
        edit_of(screen)->renews = agreement;
    return screen;
}

struct screen *form_screen_new_part(const struct record_type *type, int64_t id, const char *fields,
                                    const struct form_part *part)
{
    struct screen *screen = form_new(type, id, fields);

    if (!screen)
        return NULL;
    edit_of(screen)->part = *part;
    edit_of(screen)->editing.begun_with = edit_of(screen)->fields;
    return screen;
}
