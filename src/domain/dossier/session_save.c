/*
 * Saving the note of a session, and what follows from it: a worry about safety becomes a task in the same save, so that
 * neither is ever there without the other; a debriefing is a task of its own.
 */
#include <stdio.h>

#include "townkeep/base/i18n.h"
#include "townkeep/domain/casework.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/rules.h"
#include "townkeep/domain/support_session.h"

enum { DEBRIEFING_DAYS = 3 };

bool session_is_frozen(const struct record *session, int64_t now)
{
    return now - record_number(session, "at") >= SESSION_OPEN_MILLISECONDS || record_has(session, "signed_on");
}

/* --- the tasks --- */
static enum err put_task(struct save *save, struct store *store, const char *what, int days, struct why *why)
{
    struct record task = { 0 };
    struct date due = date_from_days(date_to_days(clock_today()) + days);
    enum err e;

    if ((e = record_init(&task, &task_type)) || (e = record_start(&task, store_words(store), clock_today(), why)) ||
        (e = value_set_text(record_value(&task, "what"), what)) ||
        (e = rule_set_day(&task, field_find(&task_type, "due"), due)))
        goto done;
    value_set_number(record_value(&task, "owner"), store_officer_id(store));
    e = save_put(save, &task, NULL, why);
done:
    record_release(&task);
    return e;
}

/* Every officer reads tasks, in a meeting too: whose session it was stands in casework alone. */
static enum err put_safety_task(struct save *save, struct store *store, const struct record *session, struct why *why)
{
    char what[200];

    snprintf(what, sizeof what,
             _("A worry about safety in your session of %s. Act on it today and tell the team lead."),
             record_text(session, "on"));
    return put_task(save, store, what, 0, why);
}

/* --- saving a note --- */
/* Whether the note names a worry now that it did not name as it is stored. */
static enum err is_new_worry(struct store *store, const struct record *session, bool *is_new, struct why *why)
{
    struct record before = { 0 };
    enum err e = OK;

    *is_new = record_number(session, "safety_concern") != 0;
    if (*is_new && session->id && !(e = store_load(store, &support_session_type, session->id, &before, why)))
        *is_new = record_number(&before, "safety_concern") == 0;
    record_release(&before);
    return e;
}

static enum err put_both(struct save *save, struct store *store, struct record *session, bool worry,
                         struct problems *problems, struct why *why)
{
    enum err e = save_put(save, session, problems, why);

    return e || !worry ? e : put_safety_task(save, store, session, why);
}

static enum err save_note(struct store *store, struct record *session, const char *pseudonym, bool worry,
                          struct problems *problems, struct saved *out, struct why *why)
{
    int64_t id = session->id;
    struct save *save = NULL;
    char sentence[160];
    enum err e = save_begin(store, ENTRY_CHANGE, &save, why);

    if (e)
        return e;
    if ((e = put_both(save, store, session, worry, problems, why))) {
        save_cancel(save);
        session->id = id; /* what was not saved is new again */
        return e;
    }
    /* With a task the sentence stands in the team's history too. */
    if (worry)
        snprintf(sentence, sizeof sentence, _("Session of %s written, and a task opened"), record_text(session, "on"));
    else
        snprintf(sentence, sizeof sentence, _("%s: session of %s written"), pseudonym, record_text(session, "on"));
    return save_commit(save, sentence, out, why);
}

enum err session_save(struct store *store, struct record *session, struct problems *problems, struct saved *out,
                      struct why *why)
{
    struct buf pseudonym = { 0 };
    bool worry;
    enum err e;

    if (!(e = is_new_worry(store, session, &worry, why)) &&
        !(e = store_title(store, &episode_type, record_number(session, "episode"), &pseudonym)))
        e = save_note(store, session, buf_text(&pseudonym), worry, problems, out, why);
    buf_release(&pseudonym);
    return e;
}

/* --- signing, debriefing --- */
static enum err put_signed(struct store *store, struct record *session, struct saved *out, struct why *why)
{
    struct save *save = NULL;
    enum err e = rule_set_day(session, field_find(&support_session_type, "signed_on"), clock_today());

    if (e || (e = save_begin(store, ENTRY_CHANGE, &save, why)))
        return e;
    if ((e = save_put_by_program(save, session, NULL, why))) {
        save_cancel(save);
        return e;
    }
    return save_commit(save, NULL, out, why);
}

enum err session_sign(struct store *store, int64_t id, struct saved *out, struct why *why)
{
    struct record session = { 0 };
    enum err e;

    if ((e = store_require(store, ROLES_OF_CASEWORK, why)) ||
        (e = store_load(store, &support_session_type, id, &session, why)))
        return e;
    if (record_number(&session, "by") != store_officer_id(store))
        e = why_set(why, E_PERMISSION, N_("Only the officer who wrote this note signs it."));
    else if (session_is_frozen(&session, clock_now()))
        e = why_set(why, E_INVALID, N_("This note stays as it is already. Write an addendum."));
    else
        e = put_signed(store, &session, out, why);
    record_release(&session);
    return e;
}

enum err session_open_debriefing(struct store *store, struct saved *out, struct why *why)
{
    struct save *save = NULL;
    char what[200];
    enum err e = save_begin(store, ENTRY_CHANGE, &save, why);

    if (e)
        return e;
    snprintf(what, sizeof what, _("Debriefing for %s after a hard talk"), store_officer_name(store));
    if ((e = put_task(save, store, what, DEBRIEFING_DAYS, why))) {
        save_cancel(save);
        return e;
    }
    return save_commit(save, NULL, out, why);
}
