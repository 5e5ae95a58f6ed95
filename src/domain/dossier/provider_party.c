/*
 * What is known of the organisation behind a service: whether it may be contacted, whether an agreement lets data be
 * shared with it, and how many of its people hold a valid training. Asked only of services that are shown.
 */
#include <string.h>

#include "provider_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/base/text.h"
#include "townkeep/domain/agreement.h"
#include "townkeep/domain/catalogue.h"
#include "townkeep/domain/queries.h"

enum { PEOPLE_LOOKED_AT = 40, TRAININGS_LOOKED_AT = 20 };

/* --- trained people --- */
/* A certificate says itself how long it holds; without one the course does, from the last day of the session. */
static enum err still_holds(struct store *store, const struct record *enrolment, struct date today, bool *out,
                            struct why *why)
{
    struct record session = { 0 }, course = { 0 };
    struct date until, ended;
    enum err e;

    *out = true;
    if (date_parse(record_text(enrolment, "certificate_until"), false, &until)) {
        *out = date_compare(until, today) >= 0;
        return OK;
    }
    if ((e = store_load(store, &session_type, record_number(enrolment, "session"), &session, why)) ||
        (e = store_load(store, &course_type, record_number(&session, "course"), &course, why)))
        goto done;
    if (record_number(&course, "valid_months") > 0 && date_parse(record_text(&session, "ends_on"), false, &ended))
        *out = date_compare(date_add_months(ended, (int)record_number(&course, "valid_months")), today) >= 0;
done:
    record_release(&session);
    record_release(&course);
    return e == E_NOT_FOUND ? OK : e;
}

static enum err is_trained(struct store *store, int64_t person, struct date today, bool *out, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    *out = false;
    query_init(&query, &enrolment_type);
    query_narrow_number(&query, "person", FILTER_IS, person);
    query_narrow(&query, "result", FILTER_IS, "pass");
    e = store_page(store, &query, NULL, false, TRAININGS_LOOKED_AT, &page, why);
    for (size_t i = 0; i < page.count && !*out && !e; i++)
        e = still_holds(store, &page.records[i], today, out, why);
    record_page_release(&page);
    return e;
}

static enum err count_trained(struct store *store, int64_t party, struct date today, size_t *count, struct why *why)
{
    struct record_page page = { 0 };
    struct query query;
    enum err e;

    *count = 0;
    query_init(&query, &party_type);
    query_narrow_number(&query, "parent", FILTER_IS, party);
    query_narrow(&query, "kind", FILTER_IS, "person");
    e = store_page(store, &query, NULL, false, PEOPLE_LOOKED_AT, &page, why);
    for (size_t i = 0; i < page.count && !e; i++) {
        bool trained;

        e = is_trained(store, page.records[i].id, today, &trained, why);
        *count += !e && trained;
    }
    record_page_release(&page);
    return e;
}

static enum err ask_trained(struct store *store, const struct provider_need *need, struct provider *out,
                            struct why *why)
{
    size_t count;
    enum err e;

    if (!store_may_read(store, &enrolment_type) || !store_may_read(store, &party_type))
        return OK;
    if ((e = count_trained(store, out->party, need->today, &count, why)) || count == 0)
        return e;
    provider_say(out, PROVIDER_FOR, 1,
                 ngettext("%zu person there holds a valid training", "%zu people there hold a valid training", count),
                 count);
    return OK;
}

/* --- agreement --- */
static enum err say_agreement(struct store *store, int64_t id, struct provider *out, struct why *why)
{
    struct record agreement = { 0 };
    enum err e = store_load(store, &agreement_type, id, &agreement, why);
    const char *until = e ? "" : record_text(&agreement, "valid_to");

    if (!e && until[0])
        provider_say(out, PROVIDER_FOR, 1, _("data may be shared under an agreement until %s"), until);
    else if (!e)
        provider_say(out, PROVIDER_FOR, 1, "%s", _("data may be shared under an agreement"));
    record_release(&agreement);
    return e;
}

static enum err ask_agreement(struct store *store, const struct provider_need *need, struct provider *out,
                              struct why *why)
{
    int64_t id;
    enum err e;

    if (!store_may_read(store, &agreement_type))
        return OK;
    if ((e = agreement_in_force(store, out->party, "data_sharing", need->today, &id, why)))
        return e;
    if (id != 0)
        return say_agreement(store, id, out, why);
    provider_say(out, PROVIDER_AGAINST, -1, "%s", _("no agreement in force: data may not be shared"));
    return OK;
}

static void ask_party(const struct record *party, struct provider *out)
{
    if (record_number(party, "do_not_contact") != 0)
        provider_say(out, PROVIDER_REFUSES, 0, "%s", _("the stakeholder is not to be contacted"));
    if (strcmp(record_text(party, "status"), "closed") == 0)
        provider_say(out, PROVIDER_REFUSES, 0, "%s", _("the stakeholder has closed"));
}

enum err provider_weigh_party(struct store *store, const struct provider_need *need, struct provider *out,
                              struct why *why)
{
    struct record party = { 0 };
    enum err e;

    if (out->party == 0 || !store_may_read(store, &party_type))
        return OK;
    if ((e = store_load(store, &party_type, out->party, &party, why)))
        return e == E_NOT_FOUND ? OK : e;
    text_cut_into(out->offered_by, sizeof out->offered_by, record_text(&party, "name"));
    ask_party(&party, out);
    record_release(&party);
    if ((e = ask_agreement(store, need, out, why)))
        return e;
    return ask_trained(store, need, out, why);
}
