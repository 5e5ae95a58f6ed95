/* What changes beside the state when a step of a case takes effect. */
#include "take_in.h"

#include <stdlib.h>
#include <string.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/assessment.h"

/* Papers are changed as copies, which are saved with the step. */
static enum err change_paper(struct taking *taking, const struct record *paper, struct record **out)
{
    struct record copy = { 0 };
    enum err e = record_copy(&copy, paper);

    if (e) {
        record_release(&copy);
        return e;
    }
    if ((e = taking_add(taking, &copy)))
        return e;
    *out = &taking->beside[taking->beside_count - 1];
    return OK;
}

static const struct record *newest(const struct taking *taking, const struct record_type *type)
{
    size_t count;
    const struct record *papers = casework_papers(&taking->casework, type, &count);

    return count > 0 ? &papers[count - 1] : NULL;
}

/* --- who, and when --- */
enum err effect_case_assigned(struct taking *taking, const struct record *step, struct date day, struct why *why)
{
    (void)day;
    (void)why;
    put_number(&taking->subject, "owner", record_number(step, "assignee"));
    put_number(&taking->subject, "lead", record_number(step, "officer"));
    return OK;
}

enum err effect_agreed(struct taking *taking, const struct record *step, struct date day, struct why *why)
{
    const struct record *consent = consent_in_force(&taking->casework, "take_part", 0, taking->context.today);
    struct date given = day;

    (void)step;
    (void)why;
    if (consent)
        (void)record_day(consent, "on", &given);
    return put_day(&taking->subject, "agreed_on", given);
}

/* --- the assessment before the panel --- */
enum err effect_listed(struct taking *taking, const struct record *step, struct date day, struct why *why)
{
    const struct record *assessment = newest(taking, &assessment_type);

    (void)step;
    (void)day;
    (void)why;
    if (assessment && record_is(assessment, "status", ASSESSMENT_DRAFT)) {
        taking->assessment = assessment->id;
        taking->assessment_status = ASSESSMENT_LISTED;
    }
    return OK;
}

enum err effect_panel_decided(struct taking *taking, const struct record *step, struct date day, struct why *why)
{
    const struct record *item = newest(taking, &panel_item_type), *assessment = newest(taking, &assessment_type);

    (void)step;
    (void)day;
    (void)why;
    if (item && assessment && record_yes(item, "adopted")) {
        taking->assessment = assessment->id;
        taking->assessment_status = ASSESSMENT_ADOPTED;
    }
    return OK;
}

/* --- the plan --- */
static enum err agree_actions(struct taking *taking, int64_t plan)
{
    size_t count;
    const struct record *actions = casework_papers(&taking->casework, &plan_action_type, &count);
    struct record *action;
    enum err e = OK;

    for (size_t i = 0; i < count && !e; i++) {
        if (record_number(&actions[i], "plan") == plan && !(e = change_paper(taking, &actions[i], &action)))
            put_number(action, "fixed", 1);
    }
    return e;
}

/* The newest version stands from now on; the one before is replaced, never changed. */
enum err effect_plan_agreed(struct taking *taking, const struct record *step, struct date day, struct why *why)
{
    size_t count;
    const struct record *plans = casework_papers(&taking->casework, &support_plan_type, &count);
    struct record *plan;
    int64_t version = 1;
    enum err e = OK;

    (void)step;
    (void)day;
    (void)why;
    if (count == 0 || !record_is(&plans[count - 1], "status", "draft"))
        return OK;
    for (size_t i = 0; i + 1 < count && !e; i++) {
        if (record_number(&plans[i], "version") >= version)
            version = record_number(&plans[i], "version") + 1;
        if (record_is(&plans[i], "status", "agreed") && !(e = change_paper(taking, &plans[i], &plan)))
            e = put_code(plan, "status", "replaced");
    }
    if (e || (e = change_paper(taking, &plans[count - 1], &plan)) || (e = put_code(plan, "status", "agreed")))
        return e;
    put_number(plan, "version", version);
    return agree_actions(taking, plans[count - 1].id);
}

/* --- what was shared --- */
/* Told to an agency on the agreement `consent` (0: on any). */
static bool is_share_on(const struct record *share, int64_t consent)
{
    return record_is(share, "direction", "out") && record_is(share, "basis", "consent") &&
           (consent == 0 || record_number(share, "consent") == consent);
}

/* The agencies that must be told to stop, each once. */
static enum err name_agencies(struct taking *taking, int64_t consent, struct buf *names)
{
    size_t count;
    const struct record *shares = casework_papers(&taking->casework, &sharing_type, &count);
    enum err e = OK;

    for (size_t i = 0; i < count && !e; i++) {
        int64_t agency = record_number(&shares[i], "agency");
        bool named = !is_share_on(&shares[i], consent);
        struct buf name = { 0 };

        for (size_t k = 0; k < i && !named; k++)
            named = is_share_on(&shares[k], consent) && record_number(&shares[k], "agency") == agency;
        if (named)
            continue;
        if (!(e = store_title(taking->store, &party_type, agency, &name)))
            e = buf_printf(names, "%s%s", names->len > 0 ? ", " : "", buf_text(&name));
        buf_release(&name);
    }
    return e;
}

static enum err tell_recalls(struct taking *taking, int64_t consent)
{
    struct buf names = { 0 };
    enum err e = name_agencies(taking, consent, &names);

    if (!e && names.len > 0)
        e = buf_printf(&taking->told, _(" What was shared is to be called back from: %s."), buf_text(&names));
    buf_release(&names);
    return e;
}

/* Who must be told to stop stays written in the agreement. */
static enum err put_effect(struct taking *taking, struct record *consent)
{
    struct buf names = { 0 }, text = { 0 };
    enum err e = name_agencies(taking, consent->id, &names);

    if (!e)
        e = names.len > 0 ? buf_printf(&text, _("Stopped at once. To be told to stop using it: %s."), buf_text(&names))
                          : buf_add_str(&text, _("Stopped at once. Nothing had been shared on it."));
    if (!e)
        e = put_code(consent, "withdrawn_effect", buf_text(&text));
    buf_release(&names);
    buf_release(&text);
    return e;
}

static enum err withdraw_consent(struct taking *taking, const struct record *consent, struct date day)
{
    struct record *changed;
    enum err e;

    if (record_has(consent, "withdrawn_on"))
        return OK;
    if ((e = change_paper(taking, consent, &changed)) || (e = put_day(changed, "withdrawn_on", day)))
        return e;
    return record_has(changed, "withdrawn_effect") ? OK : put_effect(taking, changed);
}

enum err effect_consent_withdrawn(struct taking *taking, const struct record *step, struct date day, struct why *why)
{
    size_t count;
    const struct record *consents = casework_papers(&taking->casework, &consent_type, &count);
    int64_t id = record_number(step, "consent");
    enum err e = OK;

    (void)why;
    for (size_t i = 0; i < count && !e; i++) {
        if (consents[i].id == id)
            e = withdraw_consent(taking, &consents[i], day);
    }
    return e ? e : tell_recalls(taking, id);
}

/* What waited for a signature came too late. */
static enum err drop_proposals(struct taking *taking)
{
    enum err e = OK;

    for (size_t i = 0; i < taking->casework.step_count && !e; i++) {
        const struct record *step = &taking->casework.steps[i];
        const struct transition *transition = workflow_find(record_text(step, "action"));
        struct record *dropped;

        if (!transition || transition->kind != TRANSITION_PROPOSAL || !record_is(step, "outcome", OUTCOME_WAITING))
            continue;
        if ((e = change_paper(taking, step, &dropped)) || (e = put_code(dropped, "outcome", OUTCOME_RETURNED)))
            break;
        put_number(dropped, "signed_by", taking->context.officer_id);
        put_number(dropped, "signed_at", taking->context.now);
    }
    value_release(record_value(&taking->subject, "proposal"));
    return e;
}

/* At once: no agreement holds any more, whatever a second officer still has to read. */
enum err effect_withdrawn(struct taking *taking, const struct record *step, struct date day, struct why *why)
{
    size_t count;
    const struct record *consents = casework_papers(&taking->casework, &consent_type, &count);
    enum err e = OK;

    (void)step;
    (void)why;
    for (size_t i = 0; i < count && !e; i++)
        e = withdraw_consent(taking, &consents[i], day);
    if (e || (e = drop_proposals(taking)))
        return e;
    return tell_recalls(taking, 0);
}

/* What the person says against the record goes wherever the record goes. */
enum err effect_shared(struct taking *taking, const struct record *step, struct date day, struct why *why)
{
    size_t count;

    (void)step;
    (void)day;
    (void)why;
    (void)casework_papers(&taking->casework, &disagreement_type, &count);
    if (count == 0)
        return OK;
    return buf_printf(
        &taking->told,
        ngettext(" The person's statement (%zu) goes with it.", " The person's statements (%zu) go with it.", count),
        count);
}

enum err effect_transfer_acknowledged(struct taking *taking, const struct record *step, struct date day,
                                      struct why *why)
{
    const struct record *transferred = casework_last(&taking->casework, "transfer");
    size_t count;
    const struct record *shares = casework_papers(&taking->casework, &sharing_type, &count);
    struct record *share;
    enum err e = OK;

    (void)step;
    (void)why;
    for (size_t i = 0; i < count && transferred && !e; i++) {
        if (record_number(&shares[i], "step") == transferred->id && !(e = change_paper(taking, &shares[i], &share)))
            e = put_day(share, "acknowledged_on", day);
    }
    return e;
}
