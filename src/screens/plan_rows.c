/*
 * What the plan screen shows of a plan: a row for each action, the selected one in full with what is known of its
 * provider, and all that keeps the plan from being agreed.
 */
#include <stdio.h>
#include <string.h>

#include "plan_in.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/provider.h"
#include "townkeep/ui/frame.h"

enum { COLUMN_KIND = 0, COLUMN_SERVES, COLUMN_BY, COLUMN_STATUS, COLUMNS, LABEL_WIDTH = 22 };

static const struct table_column columns[COLUMNS] = {
    [COLUMN_KIND] = { .label = N_("Action"), .width = 20, .field = -1 },
    [COLUMN_SERVES] = { .label = N_("Serves"), .width = 18, .field = -1 },
    [COLUMN_BY] = { .label = N_("By"), .width = 16, .field = -1 },
    [COLUMN_STATUS] = { .label = N_("State"), .width = 12, .field = -1 },
};

bool planning_is_draft(const struct planning *planning)
{
    return planning->plan.record.type && strcmp(record_text(&planning->plan.record, "status"), PLAN_DRAFT) == 0;
}

const struct record *planning_selected(const struct planning *planning)
{
    int64_t id = table_selected_id(&planning->table);

    for (size_t i = 0; i < planning->plan.action_count; i++) {
        if (planning->plan.actions[i].id == id)
            return &planning->plan.actions[i];
    }
    return NULL;
}

void planning_place(struct planning *planning)
{
    struct area body = planning->screen.body;
    bool wide = body.width >= FRAME_PANE_WIDTH - 2;
    int rows = body.height / 3, top = body.y + PLAN_HEAD_HEIGHT, below = top + rows + 1;

    planning->table.columns[COLUMN_SERVES].width = wide ? 34 : 18;
    planning->table.columns[COLUMN_BY].width = wide ? 28 : 16;
    table_place(&planning->table, (struct area){ body.x, top, body.width, rows });
    page_place(&planning->pane, (struct area){ body.x, below, body.width, body.y + body.height - below });
    page_place(&planning->missing, body);
    picker_place(&planning->picker, body);
}

void planning_let_go(struct planning *planning)
{
    record_release(&planning->subject);
    plan_release(&planning->plan);
    assessment_release(&planning->assessment);
    table_clear(&planning->table);
    page_release(&planning->pane);
    page_release(&planning->missing);
    picker_release(&planning->picker);
    wipe(&planning->problems, sizeof planning->problems);
    wipe(planning->pseudonym, sizeof planning->pseudonym);
    planning->picks = planning->tells_missing = false;
}

/* --- rows --- */
static enum err show(struct store *store, const struct record *action, const char *key, struct buf *out)
{
    return store_show_value(store, action, field_find(&plan_action_type, key), out);
}

static enum err add_row(struct planning *planning, struct store *store, const struct record *action)
{
    const char *keys[COLUMNS] = { "kind", "serves", record_has(action, "service") ? "service" : "party", "status" };
    struct table_row row = { .id = action->id };
    struct buf cells[COLUMNS] = { 0 };
    enum err e = OK;

    for (int i = 0; i < COLUMNS && !e; i++) {
        e = show(store, action, keys[i], &cells[i]);
        row.cells[i] = buf_text(&cells[i]);
    }
    if (!e)
        e = table_add(&planning->table, TABLE_AFTER, &row);
    for (int i = 0; i < COLUMNS; i++)
        buf_release(&cells[i]);
    return e;
}

static enum err fill_table(struct planning *planning, struct flow *flow)
{
    int64_t kept = table_selected_id(&planning->table);
    enum err e = OK;

    memcpy(planning->table.columns, columns, sizeof columns);
    planning->table.column_count = COLUMNS;
    planning->table.sort_column = -1;
    planning->table.empty = _("No action yet. F2 adds one for a need or a strength.");
    table_clear(&planning->table);
    for (size_t i = 0; i < planning->plan.action_count && !e; i++)
        e = add_row(planning, flow_store(flow), &planning->plan.actions[i]);
    table_select(&planning->table, kept);
    return e;
}

/* --- the selected action --- */
static enum err add_line(struct planning *planning, struct store *store, const struct record *action, const char *key)
{
    const struct field *field = &plan_action_type.fields[field_find(&plan_action_type, key)];
    struct buf text = { 0 };
    enum err e = record_has(action, key) ? show(store, action, key, &text) : OK;

    if (!e && text.len)
        e = page_add_labelled(&planning->pane, LABEL_WIDTH, _(field->label), buf_text(&text));
    buf_wipe(&text);
    return e;
}

/* What speaks for and against the service: whether data may be shared, who is trained there, whether there is room. */
static enum err add_provider(struct planning *planning, struct flow *flow, const struct record *action, struct why *why)
{
    struct provider_need need;
    struct provider provider;
    enum err e;

    if (!record_has(action, "service") || !store_may_read(flow_store(flow), &service_type))
        return OK;
    provider_need_of(&planning->subject, action, flow_words(flow), clock_today(), &need);
    if ((e = provider_look(flow_store(flow), &need, record_number(action, "service"), &provider, why)))
        return e;
    for (size_t i = 0; i < provider.reason_count && !e; i++) {
        bool first = i == 0 || provider.reasons[i - 1].word != provider.reasons[i].word;
        const char *label = provider.reasons[i].word == PROVIDER_FOR       ? _("For the service")
                            : provider.reasons[i].word == PROVIDER_AGAINST ? _("Against it")
                                                                           : _("Not to be used");

        e = page_add_labelled(&planning->pane, LABEL_WIDTH, first ? label : "", provider.reasons[i].text);
    }
    return e;
}

enum err planning_tell_action(struct planning *planning, struct flow *flow, struct why *why)
{
    static const char *const before[] = { "what", "note_back", "stopped_because", "service", "party", "provider_on" },
                             *const after[] = { "start", "ends", "often", "contacts_per_week" };
    const struct record *action = planning_selected(planning);
    enum err e = OK;

    page_release(&planning->pane);
    for (int i = 0; action && i < ARRAY_COUNT(before) && !e; i++)
        e = add_line(planning, flow_store(flow), action, before[i]);
    for (int i = 0; action && i < ARRAY_COUNT(after) && !e; i++)
        e = add_line(planning, flow_store(flow), action, after[i]);
    if (action && !e)
        e = add_provider(planning, flow, action, why);
    planning_place(planning);
    return e;
}

/* --- what is missing --- */
enum err planning_tell_missing(struct planning *planning)
{
    const struct problems *problems = &planning->problems;
    int refusals = problems->count - problems->warnings;
    enum err e;

    page_release(&planning->missing);
    e = refusals ? page_add(&planning->missing, STYLE_WARN, 0, _("Before it can be agreed:"))
                 : page_add(&planning->missing, STYLE_GOOD, 0, _("Nothing is missing: it can be agreed and signed."));
    for (int i = 0; i < problems->count && !e; i++) {
        if (i == refusals)
            e = page_add(&planning->missing, STYLE_STRONG, 0, _("To be thought over"));
        if (!e)
            e = page_add(&planning->missing, STYLE_TEXT, 2, problems->items[i].text);
    }
    planning_place(planning);
    return e;
}

/* --- loading --- */
static enum err load_assessment(struct planning *planning, struct store *store, struct why *why)
{
    int64_t newest;
    enum err e = assessment_newest(store, planning->episode, &newest, why);

    return e || newest == 0 ? e : assessment_load(store, newest, &planning->assessment, why);
}

/* A version from a list knows its case. */
static enum err find_case(struct planning *planning, struct store *store, struct why *why)
{
    struct record version = { 0 };
    enum err e = OK;

    if (planning->episode == 0 && !(e = store_load(store, &support_plan_type, planning->id, &version, why)))
        planning->episode = record_number(&version, "episode");
    record_release(&version);
    return e;
}

static enum err load_plan(struct planning *planning, struct store *store, struct why *why)
{
    enum err e;

    if (!planning->id && (e = plan_newest(store, planning->episode, &planning->id, why)))
        return e;
    if (!planning->id)
        return OK;
    if ((e = plan_load(store, planning->id, &planning->plan, why)))
        return e;
    if (planning_is_draft(planning))
        plan_problems(&planning->plan.record, planning->plan.actions, planning->plan.action_count,
                      planning->assessment.record.type ? &planning->assessment.record : NULL, store_words(store),
                      &planning->problems);
    return OK;
}

enum err planning_load(struct planning *planning, struct flow *flow, struct why *why)
{
    struct store *store = flow_store(flow);
    int64_t kept = table_selected_id(&planning->table);
    enum err e;

    planning_let_go(planning);
    if ((e = find_case(planning, store, why)) ||
        (e = store_log_view(store, &episode_type, planning->episode, "plan", why)) ||
        (e = store_load(store, &episode_type, planning->episode, &planning->subject, why)))
        return e;
    text_cut_into(planning->pseudonym, sizeof planning->pseudonym, record_text(&planning->subject, "pseudonym"));
    if ((e = load_assessment(planning, store, why)) || (e = load_plan(planning, store, why)))
        return e;
    if ((e = fill_table(planning, flow)))
        return why_set(why, e, "%s", err_text(e));
    table_select(&planning->table, kept);
    if ((e = planning_tell_action(planning, flow, why)) == E_MEMORY)
        why_set(why, e, "%s", err_text(e));
    return e;
}
