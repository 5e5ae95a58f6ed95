/* Of a service: whether anybody may be sent there today, and how fresh that knowledge is. */
#include <string.h>

#include "remarks_in.h"

#include "townkeep/base/i18n.h"
#include "townkeep/domain/catalogue.h"

enum { VERIFIED_DAYS = 365, PLACES_DAYS = 60 };

static bool is(const struct record *service, const char *key, const char *code)
{
    return strcmp(record_text(service, key), code) == 0;
}

static bool has_alert(const struct record *service, struct date today)
{
    return record_has(service, "alert") && !remark_is_before(service, "alert_until", today);
}

/* Never verified, or long ago. */
static bool is_stale(const struct record *service, struct date today)
{
    return !record_has(service, "verified_on") ||
           remark_is_before(service, "verified_on", days_from(today, -VERIFIED_DAYS));
}

static void tell_status(const struct remarking *it)
{
    if (is(it->record, "takes_referrals", "do_not_refer"))
        remark_warn(it, "do_not_refer", _("Do not refer"), "%s", _("nobody is to be sent here"));
    if (!is(it->record, "status", "active"))
        remark_warn(it, "not_open", _("Not open"), "%s",
                    vocabulary_label(store_words(it->store), "service_status", record_text(it->record, "status")));
    if (!has_alert(it->record, it->today))
        return;
    if (record_has(it->record, "alert_until"))
        remark_warn(it, "alert", _("Warning"), _("%s (until %s)"), record_text(it->record, "alert"),
                    record_text(it->record, "alert_until"));
    else
        remark_warn(it, "alert", _("Warning"), "%s", record_text(it->record, "alert"));
}

static void tell_freshness(const struct remarking *it)
{
    const char *on = record_text(it->record, "verified_on");
    char when[60];
    struct date day;

    if (!date_parse(on, false, &day)) {
        remark_warn(it, "freshness", _("Not verified"), "%s", _("nobody made sure yet that this is right"));
        return;
    }
    date_relative(day, it->today, when, sizeof when);
    if (is_stale(it->record, it->today))
        remark_warn(it, "freshness", _("Verify again"), _("last verified on %s, over a year ago"), on);
    else
        remark_say(it, "freshness", _("Verified"), "%s (%s)", on, when);
}

static void tell_places(const struct remarking *it)
{
    long long free = (long long)record_number(it->record, "capacity_available");
    const char *on = record_text(it->record, "capacity_on");

    if (!record_has(it->record, "capacity_available"))
        return;
    if (!on[0])
        remark_warn(it, "places", _("Free places"), _("%lld, of no known day: ask before anybody is sent"), free);
    else if (remark_is_before(it->record, "capacity_on", days_from(it->today, -PLACES_DAYS)))
        remark_warn(it, "places", _("Free places"), _("%lld on %s, long ago: ask before anybody is sent"), free, on);
    else
        remark_say(it, "places", _("Free places"), _("%lld on %s"), free, on);
}

/* Who offers it asked not to be contacted. */
static enum err tell_owner(const struct remarking *it)
{
    struct record party = { 0 };
    int64_t id = record_number(it->record, "party");
    enum err e = id ? store_load(it->store, &party_type, id, &party, it->why) : OK;

    if (!e && id && record_number(&party, "do_not_contact"))
        remark_warn(it, "do_not_contact", _("Do not contact"), _("%s is not to be contacted"),
                    record_text(&party, "name"));
    record_release(&party);
    return e == E_NOT_FOUND ? OK : e;
}

enum err service_remarks(const struct remarking *it)
{
    tell_status(it);
    tell_freshness(it);
    tell_places(it);
    return tell_owner(it);
}

bool service_is_marked(const struct record *service, struct date today)
{
    return is(service, "takes_referrals", "do_not_refer") || !is(service, "status", "active") ||
           has_alert(service, today) || is_stale(service, today);
}
