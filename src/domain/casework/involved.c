/* Who had a part in a referral or a case: whoever answers a complaint about it must not be one of them. */
#include "casework_in.h"

#include "townkeep/base/i18n.h"

static bool is_named(const struct record *record, int64_t officer)
{
    static const char *const keys[] = { "started_by", "assignee", "owner", "lead", "officer", "signed_by" };

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (field_find(record->type, keys[i]) >= 0 && record_number(record, keys[i]) == officer)
            return true;
    }
    return false;
}

static bool is_involved(const struct casework *casework, int64_t officer)
{
    bool involved = is_named(&casework->subject, officer);

    for (size_t i = 0; i < casework->step_count && !involved; i++)
        involved = is_named(&casework->steps[i], officer);
    return involved;
}

static enum err look_into(struct store *store, const struct record_type *type, int64_t id, int64_t officer, bool *may,
                          int64_t *referral, struct why *why)
{
    struct record subject = { 0 };
    struct casework casework = { 0 };
    enum err e = store_load(store, type, id, &subject, why);

    if (!e && !(e = casework_of(store, &subject, &casework, why))) {
        *may = *may && !is_involved(&casework, officer);
        if (type == &episode_type && *referral == 0)
            *referral = record_number(&subject, "referral");
    }
    casework_release(&casework);
    record_release(&subject);
    return e;
}

enum err complaint_may_handle(struct store *store, const struct record *complaint, int64_t officer, bool *may,
                              struct why *why)
{
    int64_t episode = record_number(complaint, "episode"), referral = record_number(complaint, "referral");
    enum err e = OK;

    *may = true;
    if (episode != 0)
        e = look_into(store, &episode_type, episode, officer, may, &referral, why);
    if (!e && referral != 0)
        e = look_into(store, &referral_type, referral, officer, may, &referral, why);
    return e;
}

/* --- of every complaint that is saved --- */
static bool is_changed(const struct record *record, const struct record *before, const char *key)
{
    int field = field_find(record->type, key);

    return before ? !value_equal(&record->values[field], &before->values[field])
                  : record->values[field].form != VALUE_EMPTY;
}

static bool is_answer_changed(const struct record *complaint, const struct record *before)
{
    static const char *const keys[] = { "handled", "outcome", "answered_on", "answer" };

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (is_changed(complaint, before, keys[i]))
            return true;
    }
    return false;
}

static enum err check_handler(struct store *store, const struct record *complaint, struct problems *problems,
                              struct why *why)
{
    bool may;
    enum err e = complaint_may_handle(store, complaint, record_number(complaint, "handler"), &may, why);

    if (!e && !may)
        problems_add(problems, field_find(complaint->type, "handler"),
                     N_("This officer had a part in what is complained of. Choose another; where there is none, the "
                        "data-protection reviewer."));
    return e;
}

static enum err check_answering(struct store *store, const struct record *complaint, struct problems *problems,
                                struct why *why)
{
    bool may;
    enum err e = complaint_may_handle(store, complaint, store_officer_id(store), &may, why);

    if (!e && !may)
        problems_add(problems, field_find(complaint->type, "outcome"),
                     N_("You had a part in what is complained of. Leave the answer to whoever handles it."));
    return e;
}

enum err casework_check_saved(struct store *store, const struct record *record, const struct record *before,
                              struct problems *problems, struct why *why)
{
    enum err e = casework_check_kept(store, record, before, problems, why);

    if (e || record->type != &complaint_type)
        return e;
    if (is_changed(record, before, "handler") || is_changed(record, before, "episode") ||
        is_changed(record, before, "referral"))
        e = check_handler(store, record, problems, why);
    return !e && is_answer_changed(record, before) ? check_answering(store, record, problems, why) : e;
}
