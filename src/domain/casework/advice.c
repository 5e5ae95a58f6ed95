/* The way from advice without a name to a referral. Nobody is named by it: who the person is comes with the intake. */
#include "townkeep/domain/advice.h"

#include "casework_in.h"

#include "townkeep/base/i18n.h"

const char *advice_refusal(const struct record *advice)
{
    if (record_has(advice, "referral"))
        return _("A referral was made of it already.");
    if (record_number(advice, "caller_agrees") != 1)
        return _("A referral is made only when the caller agrees to it. Write that down first.");
    return NULL;
}

/* What the caller is stays, and what they asked is their worry; what was seen or heard is asked anew. How they came is
 * not known of advice, so the intake asks for it first. */
static enum err begin_referral(struct store *store, const struct record *advice, struct record *referral,
                               struct why *why)
{
    static const char *const taken[][2] = { { "caller_type", "referrer_type" }, { "question", "worry" } };
    enum err e;

    if ((e = record_init(referral, &referral_type)) ||
        (e = record_start(referral, store_words(store), clock_today(), why)) ||
        (e = value_set_text(record_value(referral, "channel"), "other")))
        return e;
    for (size_t i = 0; i < sizeof taken / sizeof taken[0] && !e; i++) {
        const struct value *said = &advice->values[field_find(advice->type, taken[i][0])];

        if (said->form == VALUE_TEXT)
            e = value_copy(record_value(referral, taken[i][1]), said);
    }
    return e;
}

static enum err put_both(struct store *store, struct record *advice, struct record *referral, struct why *why)
{
    struct save *save = NULL;
    enum err e = save_begin(store, ENTRY_CHANGE, &save, why);

    if (e)
        return e;
    if ((e = save_put(save, referral, NULL, why)))
        goto cancel;
    value_set_number(record_value(advice, "referral"), referral->id);
    if ((e = save_put_by_program(save, advice, NULL, why)))
        goto cancel;
    return save_commit(save, _("A referral was made of advice, as the caller agreed."), NULL, why);
cancel:
    save_cancel(save);
    return e;
}

enum err advice_make_referral(struct store *store, int64_t advice, int64_t *referral, struct why *why)
{
    struct record record = { 0 }, made = { 0 };
    const char *refusal;
    enum err e = store_load(store, &advice_contact_type, advice, &record, why);

    *referral = 0;
    if (e)
        return e;
    if ((refusal = advice_refusal(&record)))
        e = why_set(why, E_INVALID, "%s", refusal);
    else if (!(e = begin_referral(store, &record, &made, why)) && !(e = put_both(store, &record, &made, why)))
        *referral = made.id;
    record_release(&made);
    record_release(&record);
    return e;
}
