/*
 * Do the events of a referral or a case obey the rules, whoever wrote them? The store knows that every entry was signed
 * and that the tables are what the entries say; this looks at what was signed: that the state follows from the events,
 * and that nobody signed a step of his own. A changed program in the hands of one officer can write such a thing, but
 * not hide it.
 */
#include "casework_in.h"

#include <string.h>

#include "townkeep/base/i18n.h"

enum { AT_A_TIME = 100 };

static bool is_signed(const struct record *step)
{
    return strcmp(record_text(step, "outcome"), OUTCOME_SIGNED) == 0;
}

/* The event that answers the step, by the officer the step names. */
static bool is_answered(const struct casework *casework, const struct record *step)
{
    for (size_t i = 0; i < casework->step_count; i++) {
        const struct record *other = &casework->steps[i];

        if (record_number(other, "answers") == step->id && step_is(other, "sign") &&
            record_number(other, "officer") == record_number(step, "signed_by"))
            return true;
    }
    return false;
}

/* A closed door that somebody went through all the same; what they had done before they stepped aside stands. */
static bool is_by_one_who_stepped_aside(const struct casework *casework, const struct record *step)
{
    size_t before = (size_t)(step - casework->steps);

    return access_stepped_aside(casework->steps, before, record_number(step, "officer"));
}

static const char *fault_of_step(const struct casework *casework, const struct record *step, enum case_state state)
{
    const struct transition *transition = workflow_find(record_text(step, "action"));

    if (!transition || !workflow_is_of(transition, casework->subject.type))
        return N_("a step that does not exist was taken");
    if (record_has(step, "from_state") && !transition_is_from(transition, &casework->subject, state))
        return N_("a step was taken from a state it cannot be taken from");
    if (is_by_one_who_stepped_aside(casework, step))
        return N_("an officer who had stepped aside took a step");
    if (transition->signers != 0 && transition->kind != TRANSITION_ANSWER && !record_has(step, "outcome"))
        return N_("a step that another officer has to sign took effect without a signature");
    if (!is_signed(step))
        return NULL;
    if (record_number(step, "signed_by") == record_number(step, "officer"))
        return N_("a step was signed by the officer who proposed it");
    return is_answered(casework, step) ? NULL : N_("a step counts as signed, but the signature is missing");
}

static enum err audit_one(const struct casework *casework, struct buf *lines)
{
    const char *name = record_text(&casework->subject, "reference"), *what = _(casework->subject.type->label);
    enum err e = OK;

    for (size_t i = 0; i < casework->step_count && !e; i++) {
        const char *fault = fault_of_step(casework, &casework->steps[i], casework_state_before(casework, i));

        if (fault)
            e = buf_printf(lines, _("%s %s: %s.\n"), what, name, _(fault));
    }
    if (!e && casework_state(casework) != case_state_read(record_text(&casework->subject, "state")))
        e = buf_printf(lines, _("%s %s: %s.\n"), what, name, _("its state does not follow from its steps"));
    return e;
}

static enum err audit_page(struct store *store, const struct record_page *page, struct buf *lines, struct why *why)
{
    enum err e = OK;

    for (size_t i = 0; i < page->count && !e; i++) {
        struct casework casework = { 0 };

        if (!(e = casework_of(store, &page->records[i], &casework, why)))
            e = audit_one(&casework, lines);
        casework_release(&casework);
    }
    return e;
}

static enum err audit_all(struct store *store, const struct record_type *type, struct buf *lines, struct why *why)
{
    struct record_page page = { 0 };
    struct record last = { 0 };
    struct query query;
    bool more = store_may_read(store, type);
    enum err e = OK;

    query_init(&query, type);
    query.which = QUERY_ALL;
    while (more && !e) {
        if (!(e = store_page(store, &query, last.type ? &last : NULL, false, AT_A_TIME, &page, why)))
            e = audit_page(store, &page, lines, why);
        more = page.more_after && page.count > 0;
        record_release(&last);
        if (more && !e)
            e = record_copy(&last, &page.records[page.count - 1]);
        record_page_release(&page);
    }
    record_release(&last);
    return e;
}

enum err casework_verify(struct store *store, struct verify_report *out, struct why *why)
{
    size_t before;
    enum err e = store_verify(store, out, why), audited;

    if (e && e != E_DAMAGED)
        return e;
    before = out->lines.len;
    audited = audit_all(store, &referral_type, &out->lines, e ? NULL : why);
    if (!audited)
        audited = audit_all(store, &episode_type, &out->lines, e ? NULL : why);
    if (e || audited)
        return e ? e : audited;
    return out->lines.len > before
               ? why_set(why, E_DAMAGED, "%.*s", (int)strcspn(buf_text(&out->lines), "\n"), buf_text(&out->lines))
               : OK;
}
