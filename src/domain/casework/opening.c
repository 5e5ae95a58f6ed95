/*
 * The case that begins when a second officer signs that a referral is screened in: in the same save, under a key of its
 * own, with the pseudonym and what is known of the person. The story stays with the referral.
 */
#include "take_in.h"

#include <string.h>

#include "townkeep/base/i18n.h"

/* The office's order of steps; what an office decides later changes no case that is open. */
static enum err put_profile(struct taking *taking, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    query_init(&query, &office_type);
    if ((e = store_page(taking->store, &query, NULL, false, 1, &page, why)))
        return e;
    e = put_code(&taking->opened, "profile", page.count > 0 ? record_text(&page.records[0], "profile") : "");
    if (!e && !record_has(&taking->opened, "profile"))
        e = put_code(&taking->opened, "profile", "consent_first");
    record_page_release(&page);
    return e;
}

static enum err copy_person(struct taking *taking, struct why *why)
{
    static const char *const keys[] = { "pseudonym",   "urgency",     "age_band", "area",
                                        "person_name", "other_names", "birth",    "person_contact",
                                        "language",    "interpreter", "guardian", "guardian_contact" };
    enum err e = OK;

    for (size_t i = 0; i < sizeof keys / sizeof keys[0] && !e; i++) {
        const struct value *value = record_value(&taking->subject, keys[i]);

        if (value->form == VALUE_CLOSED)
            return why_set(
                why, E_PERMISSION,
                N_("The names in this referral cannot be opened here, so no case can be begun from it. Ask an "
                   "officer who holds its key to sign."));
        e = value_copy(record_value(&taking->opened, keys[i]), value);
    }
    return e;
}

static bool is_tertiary(const struct record *referral)
{
    return referral_is(referral, REFERRAL_BASIS, "tertiary") || referral_holds(referral, REFERRAL_TERTIARY_BASIS);
}

enum err opening_prepare(struct taking *taking, struct date day, struct why *why)
{
    struct record *opened = &taking->opened;
    enum err e;

    if ((e = record_init(opened, &episode_type)) || (e = copy_person(taking, why)) || (e = put_profile(taking, why)) ||
        (e = put_code(opened, "state", case_state_code(CASE_SCREENED_IN))) || (e = put_day(opened, "state_on", day)) ||
        (e = put_day(opened, "opened_on", day)) ||
        (e = put_code(opened, "level", is_tertiary(&taking->subject) ? "tertiary" : "secondary")) ||
        (e = value_copy(record_value(opened, "earlier"), record_value(&taking->subject, "earlier_episode"))))
        return e;
    put_number(opened, "lead", taking->context.officer_id);
    put_number(opened, "referral", taking->subject.id);
    return OK;
}

/* Who stepped aside from the referral has stepped aside from the case. */
static enum err put_recusals(const struct taking *taking, struct save *save, struct problems *problems, struct why *why)
{
    enum err e = OK;

    for (size_t i = 0; i < taking->casework.step_count && !e; i++) {
        const struct record *recusal = &taking->casework.steps[i];
        struct record copy = { 0 };

        if (!step_is(recusal, "recuse"))
            continue;
        if (!(e = step_copy(recusal, &episode_type, taking->opened.id, &copy)))
            e = save_put_by_program(save, &copy, problems, why);
        record_release(&copy);
    }
    return e;
}

enum err opening_put(struct taking *taking, struct save *save, struct problems *problems, struct why *why)
{
    enum err e;

    if (!taking->opened.type)
        return OK;
    if ((e = save_put_by_program(save, &taking->opened, problems, why)))
        return e;
    put_number(&taking->subject, "episode", taking->opened.id);
    return put_recusals(taking, save, problems, why);
}
