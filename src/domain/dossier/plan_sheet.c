/*
 * The plan as it is handed to the person and to those who carry it: the aim in the person's words, what is done, by
 * whom, and how it ends. What the office weighs (what could go wrong, why so much, its notes) is not on it.
 */
#include <string.h>

#include "document_in.h"
#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"

static enum err add_provider(const struct sources *sources, const struct record *action, struct buf *out)
{
    const char *key = record_has(action, "service") ? "service" : "party";
    enum err e;

    if (!record_has(action, key))
        return OK;
    return (e = buf_add_str(out, _(". By: "))) ? e : document_shown(sources, action, key, out);
}

static enum err add_days(const struct record *action, struct buf *out)
{
    const char *start = record_text(action, "start"), *ends = record_text(action, "ends");

    return start[0] || ends[0] ? buf_printf(out, ". %s – %s", start, ends) : OK;
}

/* "Mentoring: a talk each week. By: Youth House. 2026-12-01 – 2027-02-28, once a week (for: Friends and belonging)" */
static enum err add_action(const struct sources *sources, const struct record *action, struct document *out)
{
    struct buf text = { 0 };
    enum err e;

    if ((e = document_shown(sources, action, "kind", &text)) || (e = buf_add_str(&text, ": ")) ||
        (e = document_shown(sources, action, "what", &text)) || (e = add_provider(sources, action, &text)) ||
        (e = add_days(action, &text)))
        goto done;
    if (record_has(action, "often") && (e = buf_printf(&text, ", %s", record_text(action, "often"))))
        goto done;
    if ((e = buf_printf(&text, _(" (for: %s)"),
                        vocabulary_label(sources->words, "assessment_item", record_text(action, "serves")))))
        goto done;
    e = document_add(out, DOCUMENT_POINT, buf_text(&text));
done:
    buf_wipe(&text);
    return e;
}

static enum err add_actions(const struct sources *sources, struct document *out)
{
    size_t count = 0;
    enum err e;

    if ((e = document_space(out)) || (e = document_add(out, DOCUMENT_HEADING, _("What is done"))))
        return e;
    for (size_t i = 0; i < sources->action_count && !e; i++) {
        if (strcmp(record_text(&sources->actions[i], "status"), "stopped") == 0)
            continue;
        e = add_action(sources, &sources->actions[i], out);
        count++;
    }
    return e || count > 0 ? e : document_add(out, DOCUMENT_TEXT, _("Nothing is agreed yet."));
}

/* What the table said may go into the plan, and nothing else it said. */
static enum err add_contributions(const struct sources *sources, struct document *out)
{
    const struct panel_papers *panel = &sources->panel;
    bool any = false;
    enum err e = OK;

    for (size_t i = 0; i < panel->contribution_count && !e; i++) {
        const struct record *contribution = &panel->contributions[i];

        if (strcmp(record_text(contribution, "handling"), "plan") != 0)
            continue;
        if (!any && !(e = document_space(out)))
            e = document_add(out, DOCUMENT_HEADING, _("What the services bring to it"));
        any = true;
        if (!e)
            e = document_printf(out, DOCUMENT_POINT, "%s: %s", record_text(contribution, "agency"),
                                record_text(contribution, "text"));
    }
    return e;
}

static enum err add_head(const struct sources *sources, struct document *out)
{
    const struct record *plan = &sources->plan;
    enum err e =
        document_printf(out, DOCUMENT_TITLE, _("Plan of support: %s"), record_text(&sources->episode, "pseudonym"));

    if (!e)
        e = document_printf(out, DOCUMENT_TEXT, _("Version %lld of %s, %s."), (long long)record_number(plan, "version"),
                            record_text(plan, "on"),
                            vocabulary_label(sources->words, "plan_status", record_text(plan, "status")));
    if (!e && record_has(plan, "agreed_on"))
        e = document_printf(out, DOCUMENT_TEXT, _("Agreed on %s."), record_text(plan, "agreed_on"));
    return e;
}

enum err sheet_plan(const struct sources *sources, struct document *out)
{
    const struct record *plan = &sources->plan;
    enum err e;

    out->cases[out->case_count++] = sources->episode.id;
    if ((e = add_head(sources, out)) ||
        (e = document_field(out, sources, plan, "aim", _("The aim, in their own words"))) ||
        (e = document_field(out, sources, plan, "aim_why", _("Why it matters to them"))) ||
        (e = document_field(out, sources, plan, "lead_person", _("Lead person"))) || (e = add_actions(sources, out)) ||
        (e = add_contributions(sources, out)) ||
        (e = document_field(out, sources, plan, "crisis_contact", _("In a crisis"))) ||
        (e = document_field(out, sources, plan, "exit_criteria", _("It ends when"))) ||
        (e = document_field(out, sources, plan, "review_on", _("Looked at again on"))) ||
        (e = document_statements(out, sources, NULL)) || (e = document_space(out)))
        return e;
    return document_add(out, DOCUMENT_TEXT,
                        _("The person can change or end the plan at any time, without a reason and without harm."));
}
