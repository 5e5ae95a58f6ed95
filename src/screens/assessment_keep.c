/*
 * What was answered on the assessment screen, until it is saved: one save for everything that differs, and an encrypted
 * draft of each record that was touched, kept every few seconds and taken up again after a lock or a crash.
 */
#include <stdio.h>
#include <string.h>

#include "assessment_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/casework.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/screens/screens.h"

enum { KEEP_EVERY = 3000, DRAFTS_MAX = 200 };

/* --- the records --- */
int assessing_count(const struct assessing *assessing)
{
    size_t items = assessing->now.item_count;

    if (!assessing->now.record.type)
        return 0;
    return (items < ASSESSMENT_RECORDS_MAX - 1 ? (int)items : ASSESSMENT_RECORDS_MAX - 1) + 1;
}

struct record *assessing_record(struct assessing *assessing, int at)
{
    return at == assessing_count(assessing) - 1 ? &assessing->now.record : &assessing->now.items[at];
}

static const struct record *stored(const struct assessing *assessing, int at)
{
    return at == assessing_count(assessing) - 1 ? &assessing->before.record : &assessing->before.items[at];
}

bool assessing_is_draft(const struct assessing *assessing)
{
    return assessing->now.record.type && strcmp(record_text(&assessing->now.record, "status"), ASSESSMENT_DRAFT) == 0;
}

static int changed_fields(const struct record *now, const struct record *before)
{
    int count = 0;

    for (int i = 0; i < now->type->field_count; i++)
        count += !value_equal(&now->values[i], &before->values[i]);
    return count;
}

bool assessing_differs(const struct assessing *assessing, int at)
{
    const struct record *before = stored(assessing, at);
    const struct record *now =
        at == assessing_count(assessing) - 1 ? &assessing->now.record : &assessing->now.items[at];

    return changed_fields(now, before) > 0;
}

bool assessing_is_changed(const struct assessing *assessing)
{
    for (int i = 0; i < assessing_count(assessing); i++) {
        if (assessing_differs(assessing, i))
            return true;
    }
    return false;
}

/* --- loading --- */
void assessing_let_go(struct assessing *assessing)
{
    assessing_close_leaf(assessing);
    assessment_release(&assessing->now);
    assessment_release(&assessing->before);
    memset(assessing->touched, 0, sizeof assessing->touched);
    memset(assessing->drafted, 0, sizeof assessing->drafted);
}

static enum err load_case(struct assessing *assessing, struct flow *flow, struct why *why)
{
    struct record episode = { 0 };
    enum err e = store_load(flow_store(flow), &episode_type, assessing->episode, &episode, why);

    if (!e) {
        text_cut_into(assessing->pseudonym, sizeof assessing->pseudonym, record_text(&episode, "pseudonym"));
        text_cut_into(assessing->level, sizeof assessing->level, record_text(&episode, "level"));
    }
    record_release(&episode);
    return e;
}

/* Whoever opens a version from a list, or the draft of a question from home, knows nothing of its case. */
static enum err find_case(struct assessing *assessing, struct store *store, struct why *why)
{
    const struct record_type *type = assessing->item ? &assessment_item_type : &assessment_type;
    struct record known = { 0 };
    enum err e;

    if (assessing->episode)
        return OK;
    if (!(e = store_load(store, type, assessing->item ? assessing->item : assessing->id, &known, why))) {
        assessing->episode = record_number(&known, "episode");
        assessing->id = assessing->item ? record_number(&known, "assessment") : assessing->id;
    }
    record_release(&known);
    return e;
}

static void tell_missing(struct assessing *assessing, const struct flow *flow)
{
    assessing->missing = (struct problems){ 0 };
    if (assessing_is_draft(assessing))
        assessment_problems(&assessing->now, assessing->level, flow_words(flow), &assessing->missing);
}

enum err assessing_load(struct assessing *assessing, struct flow *flow, struct why *why)
{
    struct store *store = flow_store(flow);
    enum err e;

    assessing_let_go(assessing);
    if ((e = find_case(assessing, store, why)) ||
        (e = store_log_view(store, &episode_type, assessing->episode, "assessment", why)) ||
        (e = load_case(assessing, flow, why)) ||
        (!assessing->id && (e = assessment_newest(store, assessing->episode, &assessing->id, why))) || !assessing->id)
        return e;
    if ((e = assessment_load(store, assessing->id, &assessing->now, why)) ||
        (e = assessment_load(store, assessing->id, &assessing->before, why)))
        return e;
    tell_missing(assessing, flow);
    for (enum assessment_pane pane = 0; pane < PANE_COUNT; pane++) {
        enum assessment_pane kept = assessing->pane;

        assessing->pane = pane;
        assessing_step(assessing, 0);
        assessing->pane = kept;
    }
    return OK;
}

void assessing_touch(struct assessing *assessing, const struct flow *flow, int at)
{
    assessing->touched[at] = true;
    assessing->touched_at = clock_monotonic();
    tell_missing(assessing, flow);
}

/* --- drafts --- */
static int index_of(struct assessing *assessing, const struct draft_row *row)
{
    for (int i = 0; i < assessing_count(assessing); i++) {
        const struct record *record = assessing_record(assessing, i);

        if (record->type == row->type && record->id == row->id)
            return i;
    }
    return -1;
}

/* Of a version that was frozen meanwhile there is nothing to take up. */
bool assessing_has_drafts(struct assessing *assessing, struct flow *flow)
{
    struct draft_row rows[DRAFTS_MAX];
    struct why why = { 0 };
    size_t count = 0;
    bool any = false;

    if (!assessing_is_draft(assessing))
        return false;
    if (store_drafts(flow_store(flow), DRAFTS_MAX, rows, &count, &why)) {
        flow_refuse(flow, &why);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        int at = index_of(assessing, &rows[i]);

        if (at >= 0)
            assessing->drafted[at] = any = true;
    }
    return any;
}

enum err assessing_take_drafts(struct assessing *assessing, struct flow *flow, struct why *why)
{
    for (int i = 0; i < assessing_count(assessing); i++) {
        struct record *record = assessing_record(assessing, i), draft = { 0 };
        int64_t kept_at;
        enum err e;

        if (!assessing->drafted[i])
            continue;
        if ((e = store_draft_load(flow_store(flow), record->type, record->id, &draft, &kept_at, why)))
            return e;
        record_release(record);
        *record = draft;
    }
    assessing->kept_at = clock_monotonic();
    tell_missing(assessing, flow);
    return OK;
}

void assessing_keep_drafts(struct assessing *assessing, struct flow *flow)
{
    struct why why = { 0 };

    for (int i = 0; i < assessing_count(assessing); i++) {
        if (!assessing->touched[i])
            continue;
        if (store_draft_keep(flow_store(flow), assessing_record(assessing, i), &why)) {
            flow_refuse(flow, &why);
            return;
        }
        assessing->touched[i] = false;
        assessing->drafted[i] = true;
    }
    assessing->kept_at = clock_monotonic();
}

void assessing_drop_drafts(struct assessing *assessing, struct flow *flow)
{
    struct why why = { 0 };

    for (int i = 0; i < assessing_count(assessing); i++) {
        const struct record *record = assessing_record(assessing, i);

        if (assessing->drafted[i] && store_draft_drop(flow_store(flow), record->type, record->id, &why))
            flow_refuse(flow, &why);
    }
    memset(assessing->drafted, 0, sizeof assessing->drafted);
    memset(assessing->touched, 0, sizeof assessing->touched);
    assessing->kept_at = 0;
}

void assessing_tick(struct assessing *assessing, struct flow *flow)
{
    int64_t now = clock_monotonic();

    for (int i = 0; i < assessing_count(assessing); i++) {
        if (assessing->touched[i] && now - assessing->touched_at >= KEEP_EVERY) {
            assessing_keep_drafts(assessing, flow);
            return;
        }
    }
}

/* --- saving --- */
/* Go to the record that was refused, with the reasons on its form. */
static void show_refused(struct assessing *assessing, struct flow *flow, int at, const struct problems *problems)
{
    bool is_head = at == assessing_count(assessing) - 1;
    struct assessment_lines lines;
    struct why why = { 0 };

    for (enum assessment_pane pane = 0; pane < PANE_COUNT && !is_head; pane++) {
        assessment_lines(assessing, pane, &lines);
        for (int i = 0; i < lines.count; i++) {
            if (lines.item[i] == at) {
                assessing->pane = pane;
                assessing->selected[pane] = i;
            }
        }
    }
    if (assessing_open_leaf(assessing, flow, is_head ? LEAF_JUDGEMENT : LEAF_ITEM, &why))
        flow_refuse(flow, &why);
    else
        form_problems(&assessing->form, problems);
    flow_refuse_text(flow, problems->count ? problems->items[0].text : err_text(E_MEMORY));
}

static void add_warnings(struct dialog *dialog, const struct problems *problems)
{
    for (int i = problems->count - problems->warnings; i < problems->count; i++) {
        size_t used = strlen(dialog->text);

        text_print_into(dialog->text + used, sizeof dialog->text - used, "%s%s", used ? "\n" : "",
                        problems->items[i].text);
    }
}

bool assessing_check(struct assessing *assessing, struct flow *flow)
{
    struct dialog dialog = { .kind = DIALOG_CONFIRM, .yes_key = 'y' };
    struct rule_context context;

    casework_context(flow_store(flow), &context);
    for (int i = 0; i < assessing_count(assessing); i++) {
        struct problems problems = { 0 };

        if (!assessing_differs(assessing, i))
            continue;
        if (record_check(assessing_record(assessing, i), stored(assessing, i), &context, &problems) ||
            problems_refuse(&problems)) {
            show_refused(assessing, flow, i, &problems);
            return false;
        }
        add_warnings(&dialog, &problems);
    }
    if (!dialog.text[0])
        return true;
    snprintf(dialog.title, sizeof dialog.title, "%s", _("Please look at this once more"));
    snprintf(dialog.yes_label, sizeof dialog.yes_label, "%s", _("Save it all the same"));
    flow_ask(flow, &dialog, ASKED_WARNINGS);
    return false;
}

static enum err put_changed(struct assessing *assessing, struct save *save, int *fields, struct why *why)
{
    enum err e = OK;

    for (int i = 0; i < assessing_count(assessing) && !e; i++) {
        if (!assessing_differs(assessing, i))
            continue;
        *fields += changed_fields(assessing_record(assessing, i), stored(assessing, i));
        e = save_put(save, assessing_record(assessing, i), NULL, why);
    }
    return e;
}

static enum err save_all(struct assessing *assessing, struct flow *flow, struct saved *saved, struct why *why)
{
    struct save *save = NULL;
    char sentence[160];
    int fields = 0;
    enum err e = save_begin(flow_store(flow), ENTRY_CHANGE, &save, why);

    if (e)
        return e;
    if ((e = put_changed(assessing, save, &fields, why))) {
        save_cancel(save);
        return e;
    }
    snprintf(sentence, sizeof sentence,
             ngettext("%s: %d field of the assessment changed", "%s: %d fields of the assessment changed",
                      (unsigned long)fields),
             assessing->pseudonym, fields);
    return save_commit(save, sentence, saved, why);
}

bool assessing_save(struct assessing *assessing, struct flow *flow)
{
    struct saved saved = { 0 };
    struct why why = { 0 };

    if (save_all(assessing, flow, &saved, &why)) {
        flow_refuse(flow, &why);
        return false;
    }
    flow_toast_saved(flow, &saved);
    assessing_drop_drafts(assessing, flow);
    if (assessing_load(assessing, flow, &why)) {
        flow_refuse(flow, &why);
        return false;
    }
    return true;
}
